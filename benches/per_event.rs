//! What an event of the trace costs the host, from a thousand events to a million, how much memory such runs take, and how
//! CPython's own cost grows with the same programs.
//!
//! Every size is measured in the same way: in a new process, a run with nothing in it (which brings the interpreter's code
//! and the library into the caches) and then one run of the program, whose memory is new to the process; so the peak of
//! memory is its own, too. The least of several processes counts, as noise only ever adds, and what the run with nothing in
//! it costs (imports, the loop's own start) is taken off. A program's size is a number of things (sleepers, items, turns); how
//! many events they leave is counted. Costs are CPU time of the process, the time in the kernel for new pages included.
//!
//! CPython runs the same programs, again a new process each, and the CPU time beyond its own run with nothing in it is divided
//! by the events that the model counts. Objects that no longer fit the caches cost it more, too: what is to be compared is how
//! both grow. It really sleeps, so the largest run of `passes` is left out.

use loopscope::machine::Machine;
use loopscope::model::{Limits, StopFlag};
use loopscope::python::SourceText;
use loopscope::simulate::{compile_for, simulate_program};
use loopscope::vm::code::Program;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

#[path = "shared/cpu_time.rs"]
mod cpu_time;
#[path = "shared/python.rs"]
mod python;

/// About how many events a run has, and how many processes measure it, of which the best counts.
const SIZES: [(usize, usize); 4] = [(1_000, 30), (10_000, 20), (100_000, 8), (1_000_000, 4)];

/// The most seconds that a program may sleep in CPython.
const PATIENCE: usize = 20;

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
    let python = python::newest();
    println!(
        "{:<10} {:>10} {:>10} {:>10} {:>10} {:>12} {:>16}",
        "program", "events", "ms", "ns/event", "peak MB", "bytes/event", "CPython ns/event"
    );
    for (name, each, text) in PROGRAMS {
        let (mut costs, mut theirs) = (Vec::new(), Vec::new());
        for (size, rounds) in SIZES {
            let runs: Vec<[f64; 5]> = (0..rounds).map(|_| child(name, size)).collect();
            let least = |of: usize| runs.iter().map(|run| run[of]).fold(f64::MAX, f64::min);
            let ([events, _, _, peak, before], ms) = (runs[0], least(1) - least(2));
            costs.push(ms * 1e6 / events);
            let things = size / each;
            let shown = if name == "passes" && things > PATIENCE * 1000 {
                "-".to_owned()
            } else {
                let cost = (0..rounds.div_ceil(4)).map(|_| cpython(&python, text, things)).fold(f64::MAX, f64::min);
                theirs.push(cost * 1e9 / events);
                format!("{:.0}", cost * 1e9 / events)
            };
            println!(
                "{name:<10} {events:>10} {ms:>10.2} {:>10.0} {:>10.1} {:>12.0} {shown:>16}",
                ms * 1e6 / events,
                peak / 1e6,
                (peak - before) / events,
            );
        }
        println!(
            "{name:<10} the dearest event costs {:.2} times the cheapest; in CPython {:.2} times",
            spread(&costs),
            spread(&theirs)
        );
    }
}

fn spread(costs: &[f64]) -> f64 {
    let (least, most) = costs.iter().fold((f64::MAX, 0_f64), |(a, b), &cost| (a.min(cost), b.max(cost)));
    most / least
}

/// Events beyond those of a run with nothing in it, milliseconds of the run and of the one with nothing in it, peak of memory
/// in bytes, memory before the run.
fn child(name: &str, size: usize) -> [f64; 5] {
    let this = std::env::current_exe().expect("this program");
    let output = Command::new(this).args(["--child", name, &size.to_string()]).output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    let numbers: Vec<f64> = text.split_whitespace().map(|n| n.parse().expect("a number")).collect();
    numbers.try_into().expect("five numbers")
}

/// Runs a program and prints what [`child`] reads.
fn measure(name: &str, size: usize) {
    let (_, each, text) = PROGRAMS.into_iter().find(|program| program.0 == name).expect("a program of that name");
    let (nothing, program) = (compiled(name, text, 0), compiled(name, text, size / each));
    run(&nothing);
    let before = peak();
    let (nothing, whole) = (run(&nothing), run(&program));
    println!("{} {} {} {} {before}", whole.0 - nothing.0, whole.1, nothing.1, peak());
}

/// The CPU seconds that CPython takes for so many things beyond those of none.
fn cpython(python: &Path, text: &str, things: usize) -> f64 {
    let script = "import sys, time\n\
                  def run(n):\n    \
                      code = compile(f'N = {n}\\n' + sys.argv[1], 'program', 'exec')\n    \
                      start = time.process_time()\n    \
                      exec(code, {'__name__': '__main__'})\n    \
                      return time.process_time() - start\n\
                  run(0)\n\
                  nothing = run(0)\n\
                  print(run(int(sys.argv[2])) - nothing)";
    python::seconds(Command::new(python).args(["-c", script, text, &things.to_string()]))
}

fn compiled(name: &str, text: &str, things: usize) -> Arc<Program> {
    let text = format!("N = {things}\n{text}");
    let source = SourceText { path: format!("{name}.py"), module: "__main__".into(), text };
    Arc::new(compile_for(&[source], &Machine::default()).map_err(|error| error.message).expect("it compiles"))
}

/// How many events a run leaves, and how many milliseconds of CPU time it takes.
fn run(program: &Arc<Program>) -> (usize, f64) {
    let limits = Limits { events: usize::MAX, memory: u64::MAX, ..Limits::default() };
    let start = cpu_time::now();
    let trace = simulate_program(program.clone(), &Machine::default(), 0, &limits, &StopFlag::default());
    let took = cpu_time::now() - start;
    assert_eq!(trace.exit.code, 0, "{:?}", trace.exit);
    (trace.events.len(), took.as_secs_f64() * 1e3)
}

/// The most bytes of memory that this process has had (`VmHWM`), where the system says so.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).map_or(0, |kb| kb * 1024)
}
