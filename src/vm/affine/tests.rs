//! Iterations at once against iterations one by one: the traces of random loops are the same to the byte.

use crate::guest::{Guest, Preempt, Ran};
use crate::machine::{Machine, Python};
use crate::model::{self, Limits, StopFlag};
use crate::python::SourceText;
use crate::simulate::compile_for;
use crate::syscall::{FiberId, Line, Outcome};
use crate::time::Duration;
use crate::trace::{Event, Status, Trace, What};
use crate::vm::Vm;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A vm that may compute at once or not, and counts what it did.
struct Counted {
    vm: Box<Vm>,
    ahead: bool,
    skipped: Arc<AtomicU64>,
}

impl Guest for Counted {
    fn main_fiber(&self) -> FiberId {
        self.vm.main_fiber()
    }
    fn compute_ahead(&mut self) {
        if self.ahead {
            self.vm.compute_ahead();
        }
    }
    fn skipped(&mut self) -> Duration {
        let skipped = self.vm.skipped();
        self.skipped.fetch_add(skipped.0, Ordering::Relaxed);
        skipped
    }
    fn run(&mut self, fiber: FiberId, budget: Duration, preempt: Preempt) -> Ran {
        self.vm.run(fiber, budget, preempt)
    }
    fn answer(&mut self, fiber: FiberId, outcome: Outcome) {
        self.vm.answer(fiber, outcome);
    }
    fn drop_fiber(&mut self, fiber: FiberId) {
        self.vm.drop_fiber(fiber);
    }
    fn line(&self, fiber: FiberId) -> Line {
        self.vm.line(fiber)
    }
    fn memory(&self) -> u64 {
        self.vm.memory()
    }
    fn unhandled(&self) -> Option<(String, Line)> {
        self.vm.unhandled()
    }
}

/// A program's trace, and how many nanoseconds of it were computed at once.
fn run(text: &str, machine: &Machine, seed: u64, limits: &Limits, ahead: bool) -> (Trace, u64) {
    let source = SourceText { path: "main.py".into(), module: "__main__".into(), text: text.into() };
    let program = compile_for(&[source], machine).unwrap_or_else(|e| panic!("{}\n{text}", e.message));
    let skipped = Arc::new(AtomicU64::new(0));
    let vm = Vm::new(Arc::new(program), machine.clone(), seed);
    let guest = Counted { vm, ahead, skipped: skipped.clone() };
    let trace = model::run(Box::new(guest), machine.clone(), seed, limits, &StopFlag::default());
    (trace, skipped.load(Ordering::Relaxed))
}

/// The trace, which must be that of single steps; how much was computed at once.
fn compare(text: &str, machine: &Machine, seed: u64, limits: &Limits) -> (Trace, u64) {
    let (stepped, none) = run(text, machine, seed, limits, false);
    assert_eq!(none, 0);
    let (trace, skipped) = run(text, machine, seed, limits, true);
    assert!(trace == stepped, "seed {seed} on {machine:?}:\n{text}\n{:?}\n{:?}", trace.exit, stepped.exit);
    (trace, skipped)
}

fn printed(trace: &Trace) -> String {
    let text = |event: &Event| match &event.what {
        What::Output { text, .. } => text.clone(),
        _ => String::new(),
    };
    trace.events.iter().map(text).collect()
}

/// A small generator of numbers: tests have no randomness of their own.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }
}

/// A loop over a range and what is before and after it, at this indentation.
fn random_loop(dice: &mut Dice, indent: &str) -> String {
    let name = |dice: &mut Dice| dice.pick(&["x", "y", "z"]).to_owned();
    let operand = |dice: &mut Dice| match dice.below(5) {
        0 => "i".to_owned(),
        1 => dice.pick(&["1", "-3", "1000", "70000", "4611686018427387904"]).to_owned(),
        2 => "c".to_owned(),
        _ => name(dice),
    };
    let start = dice.pick(&["0", "7", "-5000", "9223372036854770000", "1.5", "True"]);
    let (from, to, step) = match dice.below(4) {
        0 => ("0", "3000", "1"),
        1 => ("-2000", "9000", "3"),
        2 => ("6000", "0", "-1"),
        _ => ("10", "2570", "1"),
    };
    let c = dice.pick(&["2", "5", "-1"]);
    let mut text = format!("{indent}x = {start}\n{indent}y = 3\n{indent}z = 0\n{indent}c = {c}\n");
    text += &format!("{indent}for i in range({from}, {to}, {step}):\n");
    for _ in 0..1 + dice.below(3) {
        let (target, a, b) = (name(dice), operand(dice), operand(dice));
        let line = match dice.below(8) {
            0 => "pass".to_owned(),
            1..=3 => format!("{target} += {a}"),
            4 => format!("{target} -= {a}"),
            5 => format!("{target} = {a} + {b}"),
            6 => format!("{target} = {a} * {b}"),
            _ => format!("{target} += {a} * {b} - c"),
        };
        text += &format!("{indent}    {line}\n");
    }
    if dice.below(4) == 0 {
        text += &format!("{indent}    if i == 2000:\n{indent}        break\n");
    }
    text + &format!("{indent}print(len(str(x)), str(y)[-20:], str(z)[-20:], i)\n")
}

/// A program of such loops: in functions, in the module, alone or beside other threads.
fn random_program(dice: &mut Dice) -> String {
    let mut text = "import threading, time\n\ndef work():\n".to_owned() + &random_loop(dice, "    ");
    text += "    global total\n    for i in range(2000):\n        total += i\n\n";
    text += "def ticks():\n    for _ in range(6):\n        time.sleep(0.00002)\n        print(total)\n\ntotal = 0\n";
    let threads = dice.below(3);
    for n in 0..threads {
        let target = dice.pick(&["work", "ticks"]);
        text += &format!("t{n} = threading.Thread(target={target})\nt{n}.start()\n");
    }
    text += &random_loop(dice, "");
    text += "work()\nprint(total)\n";
    for n in 0..threads {
        text += &format!("t{n}.join()\n");
    }
    text
}

#[test]
fn random_loops_leave_the_same_trace_at_once_and_step_by_step() {
    let mut dice = Dice(2026);
    let (mut with, mut all) = (0, 0);
    for seed in 0..60 {
        let text = random_program(&mut dice);
        let python = [Python::V3_12, Python::V3_13, Python::V3_13, Python::V3_14t][dice.below(4) as usize];
        let switch_interval = Duration::from_micros([5, 37, 400, 5_000][dice.below(4) as usize]);
        let machine = Machine { python, switch_interval, cores: 1 + dice.below(3) as u32, ..Machine::default() };
        let mut limits = Limits::default();
        if dice.below(8) == 0 {
            limits.time = Duration::from_micros(150 + dice.below(400));
        }
        let (_, skipped) = compare(&text, &machine, seed, &limits);
        with += u32::from(skipped > 0);
        all += 1;
    }
    assert!(with * 2 > all, "only {with} of {all} programs had iterations that were computed at once");
}

#[test]
fn sums_are_exact_up_to_where_they_leave_64_bits_and_beyond() {
    let text = "def f(n, x, step):\n    for i in range(n):\n        x += step\n        x += i\n    return x\n\n\
                print(f(100_000, 0, 0))\nprint(f(70_000, 2**63 - 2_000_000_000, 3))\nprint(f(70_000, -2**63, 1))\n";
    let (trace, skipped) = compare(text, &Machine::default(), 0, &Limits::default());
    assert!(skipped > 0);
    let sum = |n: i128, x: i128, step: i128| x + n * step + n * (n - 1) / 2;
    let expected = [
        sum(100_000, 0, 0),
        sum(70_000, i128::from(i64::MAX) + 1 - 2_000_000_000, 3),
        sum(70_000, i128::from(i64::MIN), 1),
    ];
    assert_eq!(printed(&trace), expected.map(|n| format!("{n}\n")).concat());
}

#[test]
fn a_billion_iterations_are_nearly_all_computed_at_once_and_do_not_count_as_computing() {
    let text = "x = 0\nfor i in range(1_000_000_000):\n    x += 2\nprint(x)\n\n\
                def empty():\n    for _ in range(10**9):\n        pass\n\nempty()\n";
    let (trace, skipped) = run(text, &Machine::default(), 0, &Limits::default(), true);
    assert_eq!((trace.exit.status, &*printed(&trace)), (Status::Finished, "2000000000\n"));
    let all = trace.end.0;
    assert!(all > 40_000_000_000, "10^9 iterations take many seconds of virtual time: {all}");
    assert!(all - skipped < all / 50, "{skipped} of {all} ns at once");
}

#[test]
fn a_loop_that_is_no_polynomial_ends_in_the_limit_of_computing() {
    let text = "x = 1\nfor i in range(10**9):\n    x = (x * 5 + 1) % 1000\n";
    let limits = Limits { cpu: Duration::from_millis(20), ..Limits::default() };
    let (trace, skipped) = run(text, &Machine::default(), 0, &limits, true);
    assert_eq!((trace.exit.status, skipped), (Status::Limit, 0));
    let message = trace.exit.message.unwrap_or_default();
    assert!(message.contains("computed for more than 0.02 s of the model's CPU time"), "{message}");
    assert_eq!(trace.exit.line.map(|line| line.line), Some(2));
}
