use loopscope::machine::{Machine, Python};
use loopscope::model::{Limits, StopFlag};
use loopscope::python::SourceText;
use loopscope::syscall::Stream;
use loopscope::trace::What;

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let notes = args.iter().any(|a| a == "--notes");
    let times = args.iter().any(|a| a == "--times");
    let seed = args.iter().position(|a| a == "--seed").map(|i| args[i + 1].parse().unwrap()).unwrap_or(0);
    let mut machine = Machine::default();
    machine.cores = 2;
    if let Some(i) = args.iter().position(|a| a == "--python") {
        let name = args[i + 1].clone();
        machine.python = Python::ALL.into_iter().find(|p| p.name() == name).unwrap();
        args.drain(i..i + 2);
    }
    if let Some(i) = args.iter().position(|a| a == "--seed") {
        args.drain(i..i + 2);
    }
    let path = args.iter().find(|a| !a.starts_with("--")).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let files = [SourceText { path: path.clone(), module: "__main__".into(), text }];
    let limits = Limits::default();
    #[allow(clippy::disallowed_methods)]
    let start = std::time::Instant::now();
    match loopscope::simulate::simulate(&files, &machine, seed, &limits, &StopFlag::default()) {
        Ok(trace) => {
            for event in &trace.events {
                match &event.what {
                    What::Output { stream, text } => {
                        let t = if times { format!("[{:.4}] ", event.at.as_secs_f64()) } else { String::new() };
                        if *stream == Stream::Stdout { print!("{t}{text}") } else { eprint!("{t}{text}") }
                    }
                    other if notes => println!("    {:.6} {:?} {other:?}", event.at.as_secs_f64(), event.thread),
                    _ => {}
                }
            }
            if times {
                eprintln!(
                    "[{:.4}] end {:?}; {} events, real {:?}",
                    trace.end.as_secs_f64(),
                    trace.exit,
                    trace.events.len(),
                    start.elapsed()
                );
            } else if !matches!(trace.exit.status, loopscope::trace::Status::Finished) {
                eprintln!("EXIT {:?}", trace.exit);
            }
            std::process::exit(trace.exit.code);
        }
        Err(error) => {
            eprintln!("{path}:{}:{}: error: {}", error.line, error.column, error.message);
            std::process::exit(2);
        }
    }
}
