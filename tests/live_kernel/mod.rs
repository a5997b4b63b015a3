//! The live kernel under scripted guests, with real threads: those of the host, or workers on one shared memory.
//!
//! Whoever includes this gives `super::beside(deed)`, which runs a deed on another thread.

use loopscope::live::clock::now_ms;
use loopscope::live::host::{Blocking, Paused, Spinning, drive};
use loopscope::live::ring::entries;
use loopscope::live::run::{Run, STOP};
use loopscope::live::scripted::{Deed, Deed::*, Scripted};
use loopscope::live::thread::Thread;
use loopscope::machine::Machine;
use loopscope::syscall::{FiberId, Key, LoopId, Note, Outcome, Reason, Syscall, ThreadId};
use loopscope::time::{Duration, Instant};
use loopscope::trace::invariants::violations;
use loopscope::trace::{Engine, Event, Exit, State, Status, Trace, What};
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

const INTERVAL: Duration = Duration::from_millis(5);

struct Ran {
    events: Vec<Event>,
    exit: Exit,
    took_ms: f64,
    run: Arc<Run<Scripted>>,
}

/// Runs a script with that many workers, the main thread blocking.
fn run(guest: Scripted, workers: u32) -> Ran {
    run_on(guest, workers, |thread| assert_eq!(drive(thread, &mut Blocking), Paused::Done), |_| ())
}

fn run_on(
    guest: Scripted,
    workers: u32,
    main: impl FnOnce(&mut Thread<Scripted>),
    meanwhile: impl FnOnce(&Run<Scripted>) + Send + 'static,
) -> Ran {
    let run = Arc::new(Run::new(guest, workers, INTERVAL));
    let begun = now_ms();
    for slot in 1..=workers {
        let run = run.clone();
        run.enter();
        super::beside(move || {
            while let Some((id, fiber)) = run.next_job(slot) {
                drive(&mut Thread::new(&run, slot, id, fiber), &mut Blocking);
            }
            run.leave();
        });
    }
    let outside = run.clone();
    outside.enter();
    super::beside(move || {
        meanwhile(&outside);
        outside.leave();
    });
    run.begin();
    let mut thread = Thread::main(&run);
    thread.record_main_started("MainThread");
    main(&mut thread);
    let took_ms = now_ms() - begun;
    drop(thread);
    run.wait_empty(ms(1_000));
    assert!(run.is_empty(), "everybody leaves");
    let bytes: Vec<u8> = run.rings().flat_map(|ring| ring.drain_here()).collect();
    let mut events: Vec<Event> = entries(&bytes).map(|entry| postcard::from_bytes(entry).expect("an event")).collect();
    events.sort_by_key(|event| event.at);
    let exit = run.exit();
    let trace = Trace {
        engine: Engine::Live,
        seed: 0,
        machine: Machine::default(),
        end: events.last().map_or(Instant::START, |event| event.at),
        events: events.clone(),
        exit: exit.clone(),
        memory_peak: 0,
    };
    assert_eq!(violations(&trace), Vec::<String>::new());
    Ran { events, exit, took_ms, run }
}

fn spawn(fiber: u32) -> Deed {
    Call(Syscall::SpawnThread { fiber: FiberId(fiber), name: format!("Thread-{fiber}") })
}

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

impl Ran {
    fn answers(&mut self, fiber: u32) -> Vec<Outcome> {
        // Who has left lets go of the run a moment later.
        while Arc::strong_count(&self.run) > 1 {
            std::thread::yield_now();
        }
        let run = Arc::get_mut(&mut self.run).expect("ours alone");
        let guest = run.guest();
        guest.answers.iter().filter(|(of, _)| of.0 == fiber).map(|(_, outcome)| outcome.clone()).collect()
    }

    /// How often the GIL went from one of these threads to the other.
    fn hand_overs(&self) -> usize {
        let running: Vec<ThreadId> = self
            .events
            .iter()
            .filter(|event| matches!(event.what, What::State { state: State::Running, .. }))
            .map(|event| event.thread)
            .collect();
        running.windows(2).filter(|pair| pair[0] != pair[1]).count()
    }
}

pub fn a_sleep_takes_its_time_and_the_run_ends_with_the_main_thread() {
    let ran = run(Scripted::new([vec![Call(Syscall::Sleep(ms(50)))]]), 0);
    assert_eq!(ran.exit.status, Status::Finished);
    assert!((50.0..1_000.0).contains(&ran.took_ms), "{} ms", ran.took_ms);
    assert!(matches!(ran.events[0].what, What::ThreadStarted { .. }));
    assert!(matches!(ran.events.last().map(|event| &event.what), Some(What::ThreadEnded)));
}

pub fn two_busy_threads_hand_the_gil_over_about_every_five_milliseconds() {
    // Selectors remember a wake-up, so that a thread may end before the main one waits for it.
    let made = |n| Note(Note::LoopCreated { id: LoopId(n), key: Key(u64::from(n)) });
    let join = |n| Call(Syscall::Select { key: Key(n), deadline: None });
    let busy = |n| vec![Burn(ms(100)), Call(Syscall::Wake { key: Key(n), count: 1 })];
    let main = vec![made(1), made(2), spawn(1), spawn(2), join(1), join(2)];
    let ran = run(Scripted::new([main, busy(1), busy(2)]), 2);
    assert_eq!(ran.exit.status, Status::Finished);
    assert!(ran.took_ms >= 200.0, "{} ms", ran.took_ms);
    let hand_overs = ran.hand_overs();
    // Each about 5 ms long; other processes may take the cores away in between.
    let expected = ran.took_ms / 5.0;
    assert!((expected * 0.2..=expected * 1.5).contains(&(hand_overs as f64)), "{hand_overs} in {} ms", ran.took_ms);
    assert!(ran.events.iter().any(|event| matches!(event.what, What::GilRequested { .. })));
}

pub fn waiters_are_woken_in_the_order_in_which_they_parked_and_others_time_out() {
    let key = Key(7);
    let park = |deadline| Call(Syscall::Park { key, deadline, reason: Reason::Lock });
    let main = vec![
        spawn(1),
        Call(Syscall::Sleep(ms(20))),
        spawn(2),
        Call(Syscall::Sleep(ms(20))),
        Call(Syscall::Wake { key, count: 1 }),
        Call(Syscall::Sleep(ms(150))),
        Call(Syscall::Wake { key, count: 5 }),
    ];
    let mut ran = run(Scripted::new([main, vec![park(None)], vec![park(Some(Instant(100_000_000)))]]), 2);
    assert_eq!(ran.answers(1), [Outcome::Woken]);
    assert_eq!(ran.answers(2), [Outcome::TimedOut]);
    let counts: Vec<_> = ran.answers(0).into_iter().filter(|answer| matches!(answer, Outcome::Count(_))).collect();
    assert_eq!(counts, [Outcome::Count(1), Outcome::Count(0)]);
}

pub fn a_signal_ends_what_the_main_thread_waits_in() {
    let key = Key(7);
    let far = Some(Instant(20_000_000_000));
    let alarm = Call(Syscall::Alarm { at: Some(Instant(200_000_000)), every: Duration::ZERO });
    let main = vec![
        spawn(1),
        Call(Syscall::Sleep(ms(20_000))),
        Call(Syscall::Park { key, deadline: None, reason: Reason::Lock }),
        Call(Syscall::Select { key: Key(8), deadline: far }),
        alarm,
        Call(Syscall::Park { key, deadline: None, reason: Reason::Lock }),
        Call(Syscall::Park { key, deadline: Some(Instant(0)), reason: Reason::Lock }),
    ];
    let interrupt = || [Call(Syscall::Sleep(ms(40))), Call(Syscall::Interrupt)];
    let other = [interrupt(), interrupt(), interrupt()].concat();
    let mut ran = run(Scripted::new([main, other]), 1);
    let told = ran.answers(0);
    let [
        _,
        Outcome::Interrupted(sleeps),
        Outcome::Interrupted(_),
        Outcome::Interrupted(_),
        _,
        Outcome::Interrupted(_),
        last,
    ] = &told[..]
    else {
        panic!("{told:?}")
    };
    assert!(matches!(**sleeps, Syscall::Sleep(left) if left < ms(20_000) && left > ms(10_000)), "{sleeps:?}");
    assert_eq!(*last, Outcome::TimedOut);
    assert!((200.0..10_000.0).contains(&ran.took_ms), "{} ms", ran.took_ms);
}

pub fn a_selector_remembers_a_wake_up_that_came_early() {
    let key = Key(3);
    let main = vec![
        Note(Note::LoopCreated { id: LoopId(1), key }),
        Call(Syscall::Wake { key, count: 1 }),
        Call(Syscall::Select { key, deadline: None }),
        Call(Syscall::Select { key, deadline: Some(Instant(1)) }),
    ];
    let mut ran = run(Scripted::new([main]), 0);
    assert_eq!(ran.exit.status, Status::Finished);
    assert_eq!(ran.answers(0)[1..], [Outcome::Woken, Outcome::TimedOut]);
}

pub fn a_stop_ends_a_busy_thread_a_sleeper_and_a_parked_one() {
    let main = vec![spawn(1), spawn(2), BurnForever];
    let sleeper = vec![Call(Syscall::Sleep(ms(60_000)))];
    let parked = vec![Call(Syscall::Park { key: Key(1), deadline: None, reason: Reason::Lock })];
    let ran = run_on(
        Scripted::new([main, sleeper, parked]),
        2,
        |thread| assert_eq!(drive(thread, &mut Blocking), Paused::Done),
        |run| {
            std::thread::sleep(std::time::Duration::from_millis(100));
            run.control().store(STOP, SeqCst);
        },
    );
    assert_eq!(ran.exit.status, Status::Stopped);
    assert!(ran.took_ms < 1_000.0, "{} ms", ran.took_ms);
}

pub fn who_wants_more_threads_than_were_armed_reaches_a_limit() {
    let sleeper = || vec![Call(Syscall::Sleep(ms(50)))];
    let ran = run(Scripted::new([vec![spawn(1), spawn(2)], sleeper(), sleeper()]), 1);
    assert_eq!(ran.exit.status, Status::Limit);
}

pub fn a_worker_runs_one_thread_after_the_other() {
    let quick = || vec![Burn(ms(1))];
    let pause = || Call(Syscall::Sleep(ms(20)));
    let main = vec![spawn(1), pause(), spawn(2), pause(), spawn(3), pause()];
    let ran = run(Scripted::new([main, quick(), quick(), quick()]), 1);
    assert_eq!(ran.exit.status, Status::Finished);
    let ended = ran.events.iter().filter(|event| event.what == What::ThreadEnded).count();
    assert_eq!(ended, 4);
}

pub fn when_all_wait_for_each_other_the_run_ends_as_a_deadlock() {
    let park = |key| vec![Call(Syscall::Park { key: Key(key), deadline: None, reason: Reason::Lock })];
    let mut main = vec![spawn(1)];
    main.extend(park(1));
    let ran = run(Scripted::new([main, park(2)]), 1);
    assert_eq!(ran.exit.status, Status::Deadlock);
    assert_eq!(ran.exit.code, 124);
}

pub fn a_spinning_host_gives_back_for_select_only_and_ends_at_its_cap() {
    let key = Key(3);
    let main = vec![
        Call(Syscall::Sleep(ms(20))),
        Call(Syscall::Select { key, deadline: Some(Instant(30_000_000)) }),
        BurnForever,
    ];
    let ran = run_on(
        Scripted::new([main]),
        0,
        |thread| {
            let host = || Spinning { turn_began_ms: now_ms(), cap: ms(200), looks: || () };
            let Paused::Wait { until, .. } = drive(thread, &mut host()) else { panic!("it selects") };
            assert_eq!(until, Some(Instant(30_000_000)));
            assert_eq!(drive(thread, &mut host()), Paused::Done);
        },
        |_| (),
    );
    assert_eq!(ran.exit.status, Status::Limit);
    assert!((200.0..1_000.0).contains(&ran.took_ms), "{} ms", ran.took_ms);
}
