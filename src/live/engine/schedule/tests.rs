//! Programs by all schedules with few switches. What CPython itself prints is held against them in `tests/cpython`.

use super::*;
use crate::live::engine::{Request, answer};
use crate::trace::invariants;

const LOST_BY_A_CALL: &str = include_str!("../../../../tests/cpython/schedules/lost_by_a_call.py");
const KEPT_BY_PLUS: &str = include_str!("../../../../tests/cpython/schedules/kept_by_plus.py");
const CROSSED_LOCKS: &str = include_str!("../../../../tests/cpython/schedules/crossed_locks.py");
const NESTED_AT_ONCE: &str = include_str!("../../../../tests/cpython/schedules/nested_at_once.py");
const PRINTS: &str = include_str!("../../../../tests/cpython/schedules/prints.py");
const CONDITION: &str = include_str!("../../../../tests/cpython/schedules/condition.py");

fn explored(source: &str) -> Explored {
    let reply = answer(Request::Explore(Job::of(source)), &StopFlag::new(), Pool::Started);
    let Reply::Explored(explored) = reply else { panic!("{reply:?}") };
    explored
}

fn outputs(explored: &Explored) -> Vec<&str> {
    let mut outputs: Vec<&str> = explored.endings.iter().map(|ending| ending.output.as_str()).collect();
    outputs.sort_unstable();
    outputs
}

fn played(source: &str, choices: &[Choice]) -> Played {
    let schedule = Schedule { choices: choices.to_vec() };
    let reply = answer(Request::Play { job: Job::of(source), schedule }, &StopFlag::new(), Pool::None);
    let Reply::Played(played) = reply else { panic!("{reply:?}") };
    postcard::from_bytes(&played).unwrap()
}

#[test]
fn an_update_is_lost_where_a_call_lets_others_go_on_and_nowhere_else() {
    assert_eq!(outputs(&explored(LOST_BY_A_CALL)), ["1\n", "2\n"]);
    let kept = explored(KEPT_BY_PLUS);
    assert!(kept.are_all && kept.switches == 2 && kept.schedules > 100, "{kept:?}");
    assert_eq!(outputs(&kept), ["6\n"]);
}

#[test]
fn each_end_has_a_schedule_that_comes_to_it_and_the_counts_add_up() {
    for source in [LOST_BY_A_CALL, CROSSED_LOCKS, PRINTS] {
        let explored = explored(source);
        assert_eq!(explored.endings.iter().map(|ending| ending.count).sum::<u32>(), explored.schedules);
        for ending in &explored.endings {
            let trace = played(source, &ending.schedule.choices).ran.trace;
            assert_eq!((printed(&trace), &trace.exit), (ending.output.clone(), &ending.exit));
        }
    }
}

#[test]
fn the_lesson_about_lock_order_is_decided_by_turns_once_its_pause_is_gone() {
    let lesson = include_str!("../../../../www/scenarios/deadlock-by-lock-order/crossed.py");
    let all_wait = "Ada still waits: True\nBo still waits: True\n";
    assert_eq!(outputs(&explored(lesson)), [all_wait]);
    let changed = lesson.replacen("time.sleep(0.1)", "print(name, \"takes one\")", 1);
    let explored = explored(&changed);
    let stuck = explored.endings.iter().filter(|ending| ending.output.ends_with(all_wait)).count();
    let eaten = explored.endings.iter().filter(|ending| ending.output.matches("eats").count() == 2).count();
    assert!(stuck > 0 && eaten > 0, "{:?}", outputs(&explored));
    assert!(!explored.endings[0].output.ends_with(all_wait), "it hides: most schedules do not come to it");
}

#[test]
fn a_deadlock_by_lock_order_can_be_made_and_undone() {
    let explored = explored(CROSSED_LOCKS);
    let is_stuck = |ending: &&Ending| ending.exit.status == Status::Deadlock;
    let mut choices = explored.endings.iter().find(is_stuck).expect("it can be made").schedule.choices.clone();
    assert_eq!(played(CROSSED_LOCKS, &choices).ran.trace.exit.status, Status::Deadlock);
    // The last choice that leads there is another thread's turn; without it the one that had the lock goes on.
    choices.pop();
    let undone = played(CROSSED_LOCKS, &choices).ran.trace;
    assert_eq!((undone.exit.status, printed(&undone).ends_with("done\n")), (Status::Finished, true));
}

#[test]
fn two_locks_taken_at_once_cannot_be_torn_apart_before_3_14() {
    let is_stuck = |explored: &Explored| explored.endings.iter().any(|e| e.exit.status == Status::Deadlock);
    assert!(!is_stuck(&explored(NESTED_AT_ONCE)));
    let newer = Job { machine: vec![("python".into(), "3.14".into())], ..Job::of(NESTED_AT_ONCE) };
    let Reply::Explored(newer) = answer(Request::Explore(newer), &StopFlag::new(), Pool::None) else { panic!() };
    assert!(is_stuck(&newer));
}

#[test]
fn every_schedule_keeps_what_holds_of_traces_and_is_the_same_each_time() {
    for source in [LOST_BY_A_CALL, CROSSED_LOCKS, PRINTS, CONDITION] {
        let ready = Ready::read(&Job::of(source)).unwrap();
        let mut waiting = VecDeque::from([Idea { schedule: Schedule::default(), switches: 0 }]);
        for _ in 0..60 {
            let Some(idea) = waiting.pop_front() else { break };
            let run = || ready.play(0, &idea.schedule, &StopFlag::new());
            let once = run();
            assert_eq!(invariants::violations(&once.trace), Vec::<String>::new(), "{source} {:?}", idea.schedule);
            assert_eq!(once, run());
            for choice in &idea.schedule.choices {
                let taken = once.decisions.iter().find(|decision| decision.point == choice.point);
                assert_eq!(taken.map(|decision| decision.chosen), Some(choice.thread), "{source} {:?}", idea.schedule);
            }
            waiting.extend(further(&idea, &once.decisions));
        }
    }
}

#[test]
fn a_question_is_asked_about_two_threads_or_more_and_in_order_of_time() {
    let decisions = played(PRINTS, &[]).decisions;
    assert!(decisions.iter().all(|decision| decision.candidates.len() > 1));
    assert!(decisions.iter().all(|decision| decision.candidates.iter().any(|c| c.thread == decision.chosen)));
    assert!(decisions.is_sorted_by(|a, b| a.at <= b.at && a.point < b.point));
}

#[test]
fn a_thread_that_spins_is_interrupted_by_the_switch_interval_where_nobody_decides() {
    let spins = "import threading\ndone = False\ndef wait():\n    while not done:\n        pass\ndef end():\n    global done\n    done = True\n\
                 threads = [threading.Thread(target=wait), threading.Thread(target=end)]\nfor t in threads:\n    t.start()\n\
                 for t in threads:\n    t.join()\nprint('over')\n";
    let played = played(spins, &[]);
    assert_eq!((printed(&played.ran.trace).as_str(), played.is_cut), ("over\n", true));
}

#[test]
fn what_can_be_met_is_the_same_on_a_pool_and_without() {
    let request = Request::Explore(Job::of(LOST_BY_A_CALL));
    assert_eq!(answer(request.clone(), &StopFlag::new(), Pool::Started), answer(request, &StopFlag::new(), Pool::None));
}
