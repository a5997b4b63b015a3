//! The whole contract between a program and its kernel.
//!
//! A thread of a program (a *fiber* of the vm) runs until it wants something from the world. Then it stops with a
//! [`Syscall`]; the kernel carries it out, at its own pace, and hands an [`Outcome`] back. On the way the library drops
//! [`Note`]s, which do not stop it: they tell what the syscalls mean (tasks, loops, locks, pools), since a kernel knows
//! only threads. The kernel stamps them with time and thread and appends them to the trace.
//!
//! Rules that both kernels keep:
//! * A thread holds the GIL while it runs. Every syscall but `Now`, `Wake`, `SpawnThread`, `Interrupt` and `Alarm`
//!   releases it; the outcome is delivered after it has been taken again.
//! * [`Syscall::Park`] enqueues on its key *before* the GIL is dropped, so a wake-up between the test of a condition and
//!   the wait is never lost. Waiters of a key are woken in the order in which they parked.
//! * [`Outcome::Stopped`] ends the fiber; no `finally` runs, nothing can catch it.

use crate::numbered::Number;
use crate::time::{Duration, Instant};
use serde::{Deserialize, Serialize};

/// A thread of a run, unique across its processes, counted from 1 (the main thread of the first process).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ThreadId(pub u32);

/// A process of a run, counted from 1 in order of start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProcessId(pub u32);

macro_rules! numbers {
    ($($id:ident)*) => {
        $(impl Number for $id {
            fn numbers(self) -> (u64, u64) {
                (0, self.0.into())
            }
        }

        impl Number for (ProcessId, $id) {
            fn numbers(self) -> (u64, u64) {
                (self.0.0.into(), self.1.0.into())
            }
        })*
    };
}

numbers! { ThreadId ProcessId FiberId Key TaskId LoopId PoolId JobId StackId }

/// Stack and state of one thread within its process's vm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FiberId(pub u32);

/// What threads of one process park on: a lock, a condition, an event loop's selector. Never reused within a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key(pub u64);

/// An asyncio task, unique within its process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TaskId(pub u32);

/// An event loop, unique within its process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LoopId(pub u32);

/// A pool of worker threads, unique within its process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PoolId(pub u32);

/// A job given to a pool, unique within its process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JobId(pub u32);

/// A stack of coroutines that await each other, unique within its process; 0 for none. [`Note::StackSeen`] tells what it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StackId(pub u32);

/// A line of a program's text: file (0 is the main file) and line from 1. Line 0: no line of the visitor's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Line {
    /// Index of the file among the program's own files.
    pub file: u16,
    /// Line number from 1, or 0.
    pub line: u32,
}

/// Which of the two streams a program writes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// Why a thread parks, as the report's lane states distinguish it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// A threading or asyncio primitive that somebody else holds or must signal.
    Lock,
    /// Another thread's end (`join`).
    Join,
    /// Network, file or database.
    Io,
    /// A pool worker without a job, a future's result, a queue's item.
    Idle,
}

/// Work outside the interpreter, on copied bytes, which releases the GIL for its duration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NativeJob {
    /// What it is, as Python names it (`hashlib.sha256`); shown on the lane.
    pub name: String,
    /// What the live kernel executes.
    pub work: NativeWork,
    /// The CPU time that CPython would take on the machine's core; the model charges exactly this.
    pub cost: Duration,
}

/// The native functions that exist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum NativeWork {
    /// Keeps a core busy for the job's cost without the GIL.
    Spin,
}

/// What a fiber wants from the world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Syscall {
    /// The current moment. Outcome: [`Outcome::Time`]. Does not release the GIL.
    Now,
    /// Blocks the calling thread that long without the GIL. Outcome: [`Outcome::Done`].
    Sleep(Duration),
    /// Blocks until woken through the key or until the deadline. Outcome: [`Outcome::Woken`] or [`Outcome::TimedOut`].
    Park {
        /// What to wait on.
        key: Key,
        /// When to give up.
        deadline: Option<Instant>,
        /// What the wait is.
        reason: Reason,
    },
    /// Wakes up to `count` threads parked or selecting on `key`, oldest first. Outcome: [`Outcome::Count`]. Does not
    /// release the GIL. A [`Syscall::Select`] that is not waiting yet remembers the wake-up (a self-pipe does).
    Wake {
        /// What they wait on.
        key: Key,
        /// How many at most.
        count: u32,
    },
    /// What an event loop does when nothing is ready: waits for a wake-up of `key` or for the deadline; `None` waits for
    /// a wake-up only, a deadline in the past only polls. The one wait that gives a page back to the browser.
    /// Outcome: [`Outcome::Woken`] or [`Outcome::TimedOut`].
    Select {
        /// The loop's own key.
        key: Key,
        /// When its next timer is due.
        deadline: Option<Instant>,
    },
    /// Starts a thread that runs `fiber`. Outcome: [`Outcome::Thread`]. Does not release the GIL.
    SpawnThread {
        /// What it runs; made by the vm before.
        fiber: FiberId,
        /// Python's name of it.
        name: String,
    },
    /// Runs native work without the GIL. Outcome: [`Outcome::Bytes`].
    Native(NativeJob),
    /// Writes text to a stream of the process. Outcome: [`Outcome::Done`].
    Write {
        /// Which stream.
        stream: Stream,
        /// What.
        text: String,
    },
    /// The process ends with this code; all its threads do. No outcome.
    Exit(i32),
    /// A signal has come for the process's main thread: whatever it sleeps, parks or selects in ends with
    /// [`Outcome::Interrupted`]; a thread that does not wait is left alone. Outcome: [`Outcome::Done`]. Does not release
    /// the GIL.
    Interrupt,
    /// Sets the process's one timer, or takes it back: at that moment, and then again and again when `every` is not zero,
    /// [`Guest::alarm`](crate::guest::Guest::alarm) is told and the main thread is interrupted. Outcome: [`Outcome::Done`].
    /// Does not release the GIL.
    Alarm {
        /// When.
        at: Option<Instant>,
        /// How long after that again.
        every: Duration,
    },
}

impl Syscall {
    /// When a wait ends by itself that began at a moment.
    pub fn until(&self, since: Instant) -> Option<Instant> {
        match self {
            Syscall::Sleep(duration) => Some(since + *duration),
            Syscall::Park { deadline, .. } | Syscall::Select { deadline, .. } => *deadline,
            _ => None,
        }
    }

    /// What is left of a wait that has lasted that long.
    pub fn after(self, waited: Duration) -> Syscall {
        match self {
            Syscall::Sleep(duration) => Syscall::Sleep(Duration(duration.0.saturating_sub(waited.0))),
            other => other,
        }
    }
}

/// What a kernel answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// It was done.
    Done,
    /// The current moment.
    Time(Instant),
    /// How many were woken.
    Count(u32),
    /// The wait ended because of a wake-up.
    Woken,
    /// The wait ended at its deadline.
    TimedOut,
    /// The thread that was started.
    Thread(ThreadId),
    /// Result of native work.
    Bytes(Vec<u8>),
    /// It failed: name of a Python exception type, errno where there is one, message.
    Error {
        /// `OSError`, `RuntimeError`, …
        exception: String,
        /// The errno, 0 for none.
        errno: i32,
        /// The message without type.
        message: String,
    },
    /// The run is being stopped: the fiber is dropped as it stands.
    Stopped,
    /// A signal ended the wait; this is what is left of it.
    Interrupted(Box<Syscall>),
}

/// What a task waits for, as far as its awaited object tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TaskWait {
    /// `asyncio.sleep`.
    Sleep,
    /// Another task.
    Task(TaskId),
    /// A job in a pool (`to_thread`, `run_in_executor`).
    Job(JobId),
    /// An asyncio lock, semaphore, event, condition, queue or barrier.
    Lock(Key),
    /// Network, file or database.
    Io,
    /// A future of another kind.
    Future,
    /// Nothing: it yielded to the loop and is ready again (`sleep(0)`).
    Yield,
}

/// What library code tells the trace without stopping.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Note {
    /// An event loop was made.
    LoopCreated {
        /// The loop.
        id: LoopId,
        /// Its selector's key.
        key: Key,
    },
    /// A pass of the loop begins to run what is ready (the select is over, timers due have been moved).
    TickBegin {
        /// The loop.
        id: LoopId,
        /// How many handles this pass will run.
        ready: u32,
    },
    /// The pass is over.
    TickEnd {
        /// The loop.
        id: LoopId,
    },
    /// A callback begins. Task steps are callbacks too and nest inside: `TaskStep` follows.
    CallbackBegin {
        /// The loop.
        id: LoopId,
        /// The function's qualified name.
        name: String,
        /// When it was due: its timer's moment, or when `call_soon` was called. A program says [`Instant::START`] for
        /// the latter, since it does not know the time; kernels put the moment in (`trace::due`).
        due: Instant,
    },
    /// A callback whose turn it is was cancelled before.
    CallbackSkipped {
        /// The loop.
        id: LoopId,
        /// When it was due, as for `CallbackBegin`.
        due: Instant,
    },
    /// The callback returned.
    CallbackEnd {
        /// The loop.
        id: LoopId,
    },
    /// Something became due on a loop: a timer was set (`due` in the future) or `call_soon` called (`due` is now).
    CallbackDue {
        /// The loop.
        id: LoopId,
        /// When; [`Instant::START`] for now, as for `CallbackBegin`.
        due: Instant,
        /// The task whose step it is.
        task: Option<TaskId>,
    },
    /// A task was created.
    TaskCreated {
        /// The task.
        task: TaskId,
        /// The loop that will run it.
        id: LoopId,
        /// Its name (`Task-1`).
        name: Box<str>,
        /// Its coroutine's qualified name.
        coroutine: Box<str>,
        /// The task that created it.
        parent: Option<TaskId>,
        /// The line that created it.
        line: Line,
        /// Its coroutine, which has not begun.
        stack: StackId,
    },
    /// A stack of coroutines is met for the first time: one frame, inside of those of another stack.
    StackSeen {
        /// Its number from now on.
        stack: StackId,
        /// The coroutines around, which await this one.
        outer: StackId,
        /// The qualified name of the frame's function.
        function: Box<str>,
        /// The library's file, as CPython calls it without its folder (`asyncio/tasks.py`); empty for a visitor's.
        library: Box<str>,
        /// Where it stands in the visitor's text; for a library's file the line of CPython 3.14's, 0 where that is not known.
        line: Line,
    },
    /// A task was given another name.
    TaskNamed {
        /// The task.
        task: TaskId,
        /// Its name from now on.
        name: String,
    },
    /// A task waits for another one without awaiting it alone: `gather`, `wait`, `shield` and task groups do. Until the
    /// awaited one is done.
    TaskAwaited {
        /// The task that is waited for.
        task: TaskId,
        /// The task that waits.
        by: TaskId,
    },
    /// A step of a task begins.
    StepBegin {
        /// The task.
        task: TaskId,
    },
    /// A step ends because the coroutine waits.
    StepWaits {
        /// The task.
        task: TaskId,
        /// For what.
        on: TaskWait,
        /// Where its coroutine stands.
        line: Line,
        /// The coroutine and those that it awaits.
        stack: StackId,
    },
    /// A step ends because the coroutine is done.
    StepDone {
        /// The task.
        task: TaskId,
        /// How.
        how: TaskEnd,
    },
    /// A task is ready to run again: its wait is over and its step is due.
    TaskWakes {
        /// The task.
        task: TaskId,
    },
    /// A lock (threading or asyncio) was made.
    LockCreated {
        /// Its key.
        key: Key,
        /// What it is: `Lock`, `RLock`, `asyncio.Lock`, …
        kind: String,
        /// The line that made it.
        line: Line,
    },
    /// The running thread or task waits for it.
    LockWaits {
        /// The lock.
        key: Key,
        /// The task, when an asyncio primitive.
        task: Option<TaskId>,
        /// Where.
        line: Line,
    },
    /// The running thread or task has it now.
    LockAcquired {
        /// The lock.
        key: Key,
        /// The task, when an asyncio primitive.
        task: Option<TaskId>,
        /// Where.
        line: Line,
    },
    /// The running thread or task gave it back.
    LockReleased {
        /// The lock.
        key: Key,
        /// The task, when an asyncio primitive.
        task: Option<TaskId>,
    },
    /// A pool was made.
    PoolCreated {
        /// The pool.
        pool: PoolId,
        /// `asyncio`, or its thread name prefix.
        name: String,
        /// The most threads that it will have.
        size: u32,
    },
    /// A job was given to a pool.
    JobSubmitted {
        /// The pool.
        pool: PoolId,
        /// The job.
        job: JobId,
        /// The function's qualified name.
        name: String,
        /// The task that submitted it.
        task: Option<TaskId>,
        /// The line that did.
        line: Line,
    },
    /// The running thread begins with the job.
    JobBegin {
        /// The pool.
        pool: PoolId,
        /// The job.
        job: JobId,
    },
    /// The job is done.
    JobEnd {
        /// The pool.
        pool: PoolId,
        /// The job.
        job: JobId,
    },
    /// Somebody asked for a task that is not done to be cancelled.
    CancelRequested {
        /// The task.
        task: TaskId,
        /// Where the running thread stood.
        line: Line,
    },
    /// The running thread reached another line of the visitor's code; dropped at stops of the vm, not at every line.
    At {
        /// Where it is.
        line: Line,
    },
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TaskEnd {
    /// It returned.
    Returned,
    /// It raised.
    Raised,
    /// It was cancelled.
    Cancelled,
}
