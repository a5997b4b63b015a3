//! What an event of the trace costs the host, from a thousand events to a million, and how much memory such runs take.
//!
//! Every run is a process of its own, so that its peak of memory is its own too. A program's size is a number of things
//! (sleepers, items, turns); how many events they leave is counted. What a run costs that has nothing in it (imports, the
//! loop's own start) is taken off.

use loopscope::machine::Machine;
use loopscope::model::{Limits, StopFlag};
use loopscope::python::SourceText;
use loopscope::simulate::{compile_for, simulate_program};
use loopscope::vm::code::Program;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

/// How often a run is measured; the best counts.
const ROUNDS: usize = 3;

/// About how many events a run has.
const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// A name, about how many events one thing leaves, and the program, which knows how many things there are as `N`.
const PROGRAMS: [(&str, usize, &str); 4] = [
    (
        "sleepers",
        18,
        "import asyncio\n\nasync def main():\n    await asyncio.gather(*(asyncio.sleep(0.1) for _ in range(N)))\n\n\
         asyncio.run(main())\n",
    ),
    (
        "passes",
        7,
        "import asyncio\n\nasync def main():\n    for _ in range(N):\n        await asyncio.sleep(0.001)\n\n\
         asyncio.run(main())\n",
    ),
    (
        "queue",
        16,
        "import asyncio\n\nasync def produce(queue):\n    for i in range(N):\n        await queue.put(i)\n\n\
         async def consume(queue):\n    for _ in range(N):\n        await queue.get()\n\n\
         async def main():\n    queue = asyncio.Queue(1)\n    await asyncio.gather(produce(queue), consume(queue))\n\n\
         asyncio.run(main())\n",
    ),
    (
        "lock",
        8,
        "import threading, time\n\nlock = threading.Lock()\n\ndef work():\n    for _ in range(N // 4):\n        with lock:\n\
         \x20           time.sleep(0)\n\nthreads = [threading.Thread(target=work) for _ in range(4)]\n\
         for thread in threads:\n    thread.start()\nfor thread in threads:\n    thread.join()\n",
    ),
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, child, name, size] = &arguments[..]
        && child == "--child"
    {
        return measure(name, size.parse().expect("a size"));
    }
    println!(
        "{:<10} {:>10} {:>10} {:>10} {:>10} {:>12}",
        "program", "events", "ms", "ns/event", "peak MB", "bytes/event"
    );
    for (name, ..) in PROGRAMS {
        let mut costs = Vec::new();
        for size in SIZES {
            let runs = (0..ROUNDS).map(|_| child(name, size));
            let [events, ms, peak, before] = runs.min_by(|a, b| a[1].total_cmp(&b[1])).expect("there are rounds");
            costs.push(ms * 1e6 / events);
            println!(
                "{name:<10} {events:>10} {ms:>10.2} {:>10.0} {:>10.1} {:>12.0}",
                ms * 1e6 / events,
                peak / 1e6,
                (peak - before) / events
            );
        }
        let (least, most) = costs.iter().fold((f64::MAX, 0_f64), |(a, b), &cost| (a.min(cost), b.max(cost)));
        println!("{name:<10} the dearest event costs {:.2} times the cheapest", most / least);
    }
}

/// Events and milliseconds of a run beyond those of one with nothing in it, peak of memory in bytes, memory before the run.
fn child(name: &str, size: usize) -> [f64; 4] {
    let this = std::env::current_exe().expect("this program");
    let output = Command::new(this).args(["--child", name, &size.to_string()]).output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    let numbers: Vec<f64> = text.split_whitespace().map(|n| n.parse().expect("a number")).collect();
    numbers.try_into().expect("four numbers")
}

/// Runs a program and prints what [`child`] reads.
fn measure(name: &str, size: usize) {
    let (_, each, text) = PROGRAMS.into_iter().find(|program| program.0 == name).expect("a program of that name");
    let (nothing, program) = (compiled(name, text, 0), compiled(name, text, size / each));
    let start = run(&nothing);
    let before = peak();
    // Small runs are repeated until they can be timed, by turns with what is taken off.
    let (mut least, mut whole) = (start.1, (0, f64::MAX));
    for _ in 0..(SIZES[3] / size / 5).clamp(1, 50) {
        least = least.min(run(&nothing).1);
        let (events, ms) = run(&program);
        whole = (events, ms.min(whole.1));
    }
    println!("{} {} {} {before}", whole.0 - start.0, whole.1 - least, peak());
}

fn compiled(name: &str, text: &str, things: usize) -> Arc<Program> {
    let text = format!("N = {things}\n{text}");
    let source = SourceText { path: format!("{name}.py"), module: "__main__".into(), text };
    Arc::new(compile_for(&[source], &Machine::default()).map_err(|error| error.message).expect("it compiles"))
}

/// How many events a run leaves, and how many milliseconds it takes.
#[allow(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn run(program: &Arc<Program>) -> (usize, f64) {
    let limits = Limits { events: usize::MAX, memory: u64::MAX, ..Limits::default() };
    let start = Instant::now();
    let trace = simulate_program(program.clone(), &Machine::default(), 0, &limits, &StopFlag::default());
    let took = start.elapsed();
    assert_eq!(trace.exit.code, 0, "{:?}", trace.exit);
    (trace.events.len(), took.as_secs_f64() * 1e3)
}

/// The most bytes of memory that this process has had (`VmHWM`), where the system says so.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).map_or(0, |kb| kb * 1024)
}
