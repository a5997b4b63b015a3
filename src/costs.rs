//! What things cost in CPython, as data: CPU time that the vm charges and latencies that the model adds.
//!
//! Measured figures are medians of CPython 3.13.0 on Linux (2 cores, built without PGO); where a machine that was busy
//! shows through, a number between minimum and median is taken. Compound figures were split so that their sums agree:
//!
//! | measured | µs | here |
//! |---|---|---|
//! | `await asyncio.sleep(0)`, one task | 5.8 | `loop_pass` + `select_poll` + `task_step` + `call_soon` + some 20 instructions |
//! | `await asyncio.sleep(0)`, 1,000 tasks | 3.8 | `task_step` + `call_soon` + some 40 instructions |
//! | `await asyncio.create_task(f())` | 13.4 | `task_create` + two passes + 2 `task_step` + 2 `call_soon` + `future_done` + some 60 instructions |
//! | `asyncio.gather`, each task | 9.9 | `task_create` + `task_step` + `future_done` + 2 `call_soon` + `callback` + `gather_child` |
//! | empty `asyncio.run` | 309 | `asyncio_run` + `asyncio_close` + its three `run_until_complete` |
//! | `Thread.start()` until its first line | 138 | `thread_start` + `thread_begin` + the GIL's way over + the bootstrap's instructions |
//! | lock handed to a blocked thread | 57 | `wake_latency` |
//! | `to_thread`, there and back | 160 to 320 | `executor_submit` + `executor_begin` + two wake-ups + up to two waits for the GIL |
//!
//! Library calls that CPython makes in C state their cost themselves (`library/metering.rs`): `_trace.spend` in library
//! text, `Vm::spend` in Rust. Measured there, each with 10,000 items or 16,000 characters, on a machine that others used
//! too (a float of few digits was 144 ns later, in CPU time):
//!
//! | measured | ns | where |
//! |---|---|---|
//! | `json.dumps(1)`, `json.loads("1")` | 1,450, 1,300 | `json.py` |
//! | `dumps`: an integer, a float, a string, `None` | 65, 310, 40 and 2 a character, 12 | `json.py` |
//! | `dumps`: a list, a dictionary, a pair of it | 100, 60, 105 | `json.py` |
//! | `loads`: an integer, a float, a string, `null` | 55, 105, 39 and 0.8 a character, 11 | `json.py` |
//! | `(a+)+$` on `"a" * 18 + "b"`: each of its 2^18 ways | 42 | `regex.rs`, steps |
//! | `[xyz]q`, `.*x` where there is none, a character | 6, 2 | `regex.rs` |
//! | `\w+` with `findall`, `finditer`, a word of 4 | 290, 210 | `regex.rs`, `re.py` |
//! | compiling `a`, `(?P<x>\w+)@(?P<y>\w+\.\w+)` | 22,500, 123,000 | `re.py` |
//! | `datetime + timedelta`, `isoformat`, `strftime` of six parts, `strptime` of three | 106, 1,000, 5,850, 13,100 | `datetime.py` |
//! | `uuid4()`, `str` of it | 7,000, 1,700 | `uuid.py` |
//! | `statistics.mean`, `stdev`, a float | 980, 1,670 | `statistics.py` |
//!
//! 3.14 was not measured: it is taken to be as fast as 3.13. What a build without the GIL costs more is from its
//! documentation (`howto/free-threading-python`): about 40 % in 3.13, 5 to 10 % in 3.14.

use crate::machine::Python;
use crate::time::Duration;

/// The version of the table of costs, which links carry: a link keeps its numbers (CONTRACT.md, "Embedding"). Once the page
/// is published, whoever changes a number raises this and keeps the old table beside the new one.
pub const TABLE: u32 = 1;

/// Costs of one Python version. *CPU* is time on a core, charged by the vm unless stated otherwise; *latency* is time
/// that passes while nobody works on it, added by the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Costs {
    /// CPU: one bytecode instruction. (`for` with `+=`: 6 instructions, 60 to 77 ns; with `pass`: 3, 24 to 30 ns.)
    pub instruction: Duration,
    /// CPU: a call of a Python function on top of its instructions; none since frames are inlined (3.11).
    pub call: Duration,
    /// CPU: a call into C on top of its instructions and of what the function does.
    pub native_call: Duration,
    /// CPU: `print` of a short line, without the system call. (3.8 µs with it.)
    pub print_line: Duration,
    /// CPU without the GIL, charged by the model: one `write` to a terminal.
    pub write: Duration,
    /// CPU: `Lock.acquire` of a free lock, on top of the call's instructions.
    pub lock_acquire: Duration,
    /// CPU: `Lock.release`, on top of the call's instructions.
    pub lock_release: Duration,
    /// CPU: `Thread.start` in the starter: making the thread, without the wait until it has begun.
    pub thread_start: Duration,
    /// Latency, added by the model: from the start of a thread until it asks for the GIL.
    pub thread_begin: Duration,
    /// CPU: what a thread does after its function: leaving its sets, telling who joins it.
    pub thread_end: Duration,
    /// CPU: making a task, with its name and context, without scheduling its first step.
    pub task_create: Duration,
    /// CPU: one step of a task on top of what its coroutine does: handle, `send`, hooking up the awaited future.
    pub task_step: Duration,
    /// CPU: one pass of an event loop (`_run_once`) on top of its select and of what it runs.
    pub loop_pass: Duration,
    /// CPU without the GIL, charged by the model: a select that does not wait.
    pub select_poll: Duration,
    /// CPU: `call_soon`: making and queueing a handle.
    pub call_soon: Duration,
    /// CPU: `call_later` or `call_at`: making a timer handle and pushing it onto the heap.
    pub call_later: Duration,
    /// CPU: running a handle that is no task step, on top of what its function does.
    pub callback: Duration,
    /// CPU: `set_result` or `set_exception` of a future, without scheduling its callbacks.
    pub future_done: Duration,
    /// CPU: `gather` for each of its tasks, on top of making it: bookkeeping and collecting the result.
    pub gather_child: Duration,
    /// CPU: `Executor.submit` with its future, work item and queue, on top of instructions charged elsewhere.
    pub executor_submit: Duration,
    /// CPU: what a pool's worker does to take and finish a job, on top of the job.
    pub executor_begin: Duration,
    /// CPU: `call_soon_threadsafe` on top of `call_soon`: the byte written to the self-pipe.
    pub wake_loop: Duration,
    /// CPU: `asyncio.run` until its first pass: new loop with selector and self-pipe, signal handler, main task.
    pub asyncio_run: Duration,
    /// CPU: `asyncio.run` after its last pass: closing the loop.
    pub asyncio_close: Duration,
    /// CPU: an import. None: a run's time begins with its modules imported (CONTRACT.md).
    pub import: Duration,
    /// Latency, added by the model: the shortest time from releasing the GIL until a thread that waited for it looks at
    /// it. (6.5 µs at least, 55 µs in the median.)
    pub gil_handover: Duration,
    /// The most that chance adds to `gil_handover`.
    pub gil_handover_jitter: Duration,
    /// Latency, added by the model: how late a wait for the GIL notices that the switch interval is over.
    pub gil_request_overshoot: Duration,
    /// Latency, added by the model: from a wake-up until the thread that was blocked asks for the GIL.
    pub wake_latency: Duration,
    /// The most that chance adds to `wake_latency`, one time in [`Self::JITTER_ONE_IN`]. This is why threads released at
    /// the same moment change places about once in 7 times.
    pub wake_jitter: Duration,
    /// Latency, added by the model: how late `time.sleep` and waits with a timeout end at least. (90 to 143 µs.)
    pub sleep_overshoot: Duration,
    /// The most that chance adds to how late a timer is, always.
    pub timer_jitter: Duration,
    /// What chance adds at least, one time in [`Self::LATE_ONE_IN`]: the system was busy with something else. (`time.sleep`
    /// of 3.12 and 3.13 on 2 cores: 115 µs late in the median, 190 at three quarters, 250 at nine tenths.)
    pub timer_late: Duration,
    /// The most that it adds beyond that. Two threads that began to sleep one after the other wake up the other way round
    /// one time in 8.
    pub timer_late_jitter: Duration,
    /// `time.sleep(0)`: until 3.13 it waits for a timer like any sleep (69 µs), since 3.14 it only yields.
    pub sleep_zero: Duration,
    /// Latency, added by the model: how late a select with a timeout ends at least. (`asyncio.sleep`: 117 to 202 µs with the pass.)
    pub select_overshoot: Duration,
    /// What a select's timeout is rounded up to: `epoll` counts milliseconds (`selectors.py`, `EpollSelector.select`).
    pub select_resolution: Duration,
    /// How long a thread may keep a core that others want, as Linux does by default.
    pub time_slice: Duration,
}

impl Costs {
    /// One wake-up in so many is late by chance.
    pub const JITTER_ONE_IN: u64 = 6;
    /// One timer in so many is late by chance.
    pub const LATE_ONE_IN: u64 = 4;

    /// The costs of a Python version.
    pub fn of(python: Python) -> &'static Self {
        static V3_12: Costs = Costs::table(108, 70);
        static V3_13: Costs = Costs::table(100, 70);
        static V3_13T: Costs = Costs::table(140, 70);
        static V3_14: Costs = Costs::table(100, 1);
        static V3_14T: Costs = Costs::table(108, 1);
        match python {
            Python::V3_12 => &V3_12,
            Python::V3_13 => &V3_13,
            Python::V3_13t => &V3_13T,
            Python::V3_14 => &V3_14,
            Python::V3_14t => &V3_14T,
        }
    }

    /// The costs where work takes so many percent of what it takes in 3.13, and `sleep(0)` so many microseconds.
    const fn table(percent: u64, sleep_zero: u64) -> Self {
        const fn micros(n: u64) -> Duration {
            Duration::from_micros(n)
        }
        macro_rules! cpu {
            ($nanoseconds:expr) => {
                Duration(($nanoseconds * percent + 50) / 100)
            };
        }
        Self {
            instruction: cpu!(8),
            call: Duration::ZERO,
            native_call: cpu!(30),
            print_line: cpu!(2_400),
            write: Duration(1_400),
            lock_acquire: cpu!(45),
            lock_release: cpu!(35),
            thread_start: cpu!(30_000),
            thread_begin: micros(50),
            thread_end: cpu!(8_000),
            task_create: cpu!(1_800),
            task_step: cpu!(2_500),
            loop_pass: cpu!(600),
            select_poll: Duration(1_800),
            call_soon: cpu!(700),
            call_later: cpu!(2_000),
            callback: cpu!(1_000),
            future_done: cpu!(600),
            gather_child: cpu!(1_500),
            executor_submit: cpu!(12_000),
            executor_begin: cpu!(12_000),
            wake_loop: cpu!(3_000),
            asyncio_run: cpu!(150_000),
            asyncio_close: cpu!(90_000),
            import: Duration::ZERO,
            gil_handover: micros(10),
            gil_handover_jitter: micros(80),
            gil_request_overshoot: micros(60),
            wake_latency: micros(50),
            wake_jitter: micros(75),
            sleep_overshoot: micros(90),
            timer_jitter: micros(60),
            timer_late: micros(75),
            timer_late_jitter: micros(120),
            sleep_zero: micros(sleep_zero),
            select_overshoot: micros(100),
            select_resolution: Duration::from_millis(1),
            time_slice: Duration::from_millis(3),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(parts: &[(u64, Duration)]) -> f64 {
        parts.iter().map(|(n, part)| (n * part.0) as f64 / 1e3).sum()
    }

    #[test]
    fn parts_add_up_to_what_was_measured_of_the_whole() {
        let c = Costs::of(Python::V3_13);
        let pass =
            sum(&[(1, c.loop_pass), (1, c.select_poll), (1, c.task_step), (1, c.call_soon), (20, c.instruction)]);
        assert!((5.0..6.2).contains(&pass), "sleep(0): {pass} µs");
        let step = sum(&[(1, c.task_step), (1, c.call_soon), (40, c.instruction)]);
        assert!((3.0..4.6).contains(&step), "sleep(0) among many: {step} µs");
        let create = sum(&[
            (1, c.task_create),
            (2, c.loop_pass),
            (2, c.select_poll),
            (2, c.task_step),
            (2, c.call_soon),
            (1, c.future_done),
            (60, c.instruction),
        ]);
        assert!((11.8..15.0).contains(&create), "create_task and await: {create} µs");
        let gather = sum(&[
            (1, c.task_create),
            (1, c.task_step),
            (1, c.future_done),
            (2, c.call_soon),
            (1, c.callback),
            (1, c.gather_child),
            (60, c.instruction),
        ]);
        assert!((8.4..10.5).contains(&gather), "gather, each: {gather} µs");
    }

    #[test]
    fn what_waits_is_no_faster_without_the_gil_but_what_computes_is_slower() {
        let (with, without) = (Costs::of(Python::V3_13), Costs::of(Python::V3_13t));
        assert!(without.instruction > with.instruction);
        assert_eq!(without.wake_latency, with.wake_latency);
    }
}
