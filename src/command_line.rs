//! The command line of the host: `loopscope run FILE.py`, `loopscope check FILE.py`.
//!
//! Without `--json` it prints what the program prints and exits with the code that CPython would give. With `--json`
//! stdout holds one report and nothing else. `check` runs programs in the model and prints what there is to say about
//! their code, `FILE:LINE:COL: RULE: message` each, and exits with 1 if there is anything. What cannot be run is told as
//! `FILE:LINE:COL: error: …`, exit code 2.

mod sources;

use crate::configuration::{Configuration, ConfigurationError};
use crate::findings::{self, Finding};
use crate::machine::Machine;
use crate::model::{Limits, StopFlag};
use crate::python::{SourceError, SourceText};
use crate::simulate::{compile_with, simulate_program};
use crate::syscall::Stream;
use crate::time::Instant;
use crate::trace::chrome::chrome_trace;
use crate::trace::task_tree::TaskTree;
use crate::trace::{Engine, Exit, Report, Status, Trace, What};
use clap::{Args, Parser, Subcommand};
use serde::Serialize;
use std::any::Any;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// Simulates Python concurrency as CPython behaves.
#[derive(Parser)]
#[command(name = "loopscope", version, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run a program in the model
    Run(Run),
    /// Run programs in the model and say what is wrong with their concurrency
    Check(Check),
}

#[derive(Args)]
struct Check {
    /// The programs, each for itself
    #[arg(required = true, value_name = "FILE.py")]
    files: Vec<String>,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct Run {
    /// The program
    #[arg(required = true, value_name = "FILE.py")]
    files: Vec<String>,
    /// Print one report as JSON instead of what the program prints
    #[arg(long)]
    json: bool,
    /// Write the run for Perfetto or chrome://tracing
    #[arg(long, value_name = "OUT.json")]
    chrome_trace: Option<PathBuf>,
    /// Print instead the tree of tasks at a moment, as `python -m asyncio pstree` does
    #[arg(long, value_name = "SECONDS", conflicts_with = "json")]
    pstree: Option<f64>,
    /// The seed of everything random
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Override a key of the machine, as in `cores=8` or `python=3.13t`
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Run configuration from a file, with the keys of inline script metadata
    #[arg(long, value_name = "FILE.toml")]
    config: Option<PathBuf>,
}

/// Where what is printed goes.
pub struct Terminal<'a> {
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// Standard error.
    pub err: &'a mut dyn Write,
}

/// What could not be done, and where.
struct Refusal {
    /// The file, and the place in it when it is about one.
    file: String,
    place: Option<(u32, u32)>,
    message: String,
}

/// Exit code for what cannot be run.
const REFUSED: u8 = 2;

/// Does what the arguments say, the program's own name first. Returns the exit code.
pub fn execute(arguments: impl IntoIterator<Item = String>, terminal: &mut Terminal<'_>) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(told) => {
            let stream = if told.use_stderr() { &mut *terminal.err } else { &mut *terminal.out };
            // When nobody reads it there is nobody to tell.
            let _ = write!(stream, "{told}");
            return told.exit_code() as u8;
        }
    };
    match arguments.command {
        Command::Run(run) => execute_run(&run, terminal),
        Command::Check(check) => execute_check(check, terminal),
    }
}

fn execute_run(run: &Run, terminal: &mut Terminal<'_>) -> u8 {
    let written = ran(run, run.json).and_then(|ran| {
        write_chrome_trace(run, &ran.trace)?;
        Ok(ran)
    });
    match written {
        Ok(ran) if run.json => {
            let report = Report { findings: ran.findings, ..Report::of(&ran.trace) };
            let _ = writeln!(terminal.out, "{}", report.to_json());
            0
        }
        Ok(ran) => match run.pstree {
            Some(at) => print_tree(&ran.trace, at, &ran.files, terminal),
            None => print(&ran.trace, &run.files[0], terminal),
        },
        Err(refusal) => refuse(&refusal, run.json, terminal),
    }
}

/// Writes the run for other viewers, when that is wanted.
fn write_chrome_trace(run: &Run, trace: &Trace) -> Result<(), Refusal> {
    let Some(path) = &run.chrome_trace else { return Ok(()) };
    let written = std::fs::write(path, chrome_trace(trace));
    written.map_err(|error| Refusal::about(&path.display().to_string(), error.to_string()))
}

/// Exit code for programs about which there is something to say.
const FOUND: u8 = 1;

fn execute_check(check: Check, terminal: &mut Terminal<'_>) -> u8 {
    let (mut all, mut refused) = (Vec::new(), false);
    for file in check.files {
        let run = Run {
            files: vec![file],
            json: check.json,
            chrome_trace: None,
            pstree: None,
            seed: 0,
            set: Vec::new(),
            config: None,
        };
        match ran(&run, true) {
            Ok(Ran { trace: Trace { exit: Exit { status: Status::Failed, message, .. }, .. }, .. }) => {
                let message = message.unwrap_or_default();
                refuse(&Refusal::about(&run.files[0], message), check.json, terminal);
                refused = true;
            }
            Ok(ran) => all.extend(ran.findings),
            Err(refusal) => {
                refuse(&refusal, check.json, terminal);
                refused = true;
            }
        }
    }
    if check.json && !refused {
        // Strings and finite numbers: nothing that could fail.
        let _ = writeln!(terminal.out, "{}", serde_json::to_string(&all).unwrap_or_default());
    } else if !check.json {
        for Finding { file, line, column, rule, message, .. } in &all {
            let _ = writeln!(terminal.out, "{file}:{line}:{column}: {rule}: {message}");
        }
    }
    if refused {
        REFUSED
    } else if all.is_empty() {
        0
    } else {
        FOUND
    }
}

fn refuse(refusal: &Refusal, json: bool, terminal: &mut Terminal<'_>) -> u8 {
    if json {
        let _ = writeln!(terminal.out, "{}", refusal.json());
    }
    let _ = writeln!(terminal.err, "{}", refusal.line());
    REFUSED
}

/// A run, and what there is to say about the code when that was asked for.
struct Ran {
    trace: Trace,
    /// Paths of the program's files.
    files: Vec<String>,
    findings: Vec<Finding>,
}

/// Runs the program. Looking for findings takes time, and is done when they are `wanted`.
fn ran(run: &Run, wanted: bool) -> Result<Ran, Refusal> {
    let [main] = &run.files[..] else {
        return Err(Refusal::about(&run.files[1], "only one program can be run at a time".to_owned()));
    };
    let files = sources::read(main)?;
    let configured = configuration(run, &files[0])?;
    let machine = configured.machine.machine();
    let paths = || files.iter().map(|file| file.path.clone()).collect();
    let go = || {
        let program = Arc::new(compile_with(&files, &machine, &configured.calls)?);
        let trace = simulate_program(program, &machine, run.seed, &Limits::default(), &StopFlag::new());
        let findings = if wanted { findings::of(&trace, &files) } else { Vec::new() };
        Ok(Ran { trace, files: paths(), findings })
    };
    match std::panic::catch_unwind(go) {
        Ok(result) => result.map_err(|error| Refusal::in_source(&files, error)),
        Err(panic) => Ok(Ran { trace: failed(&machine, run.seed, &*panic), files: paths(), findings: Vec::new() }),
    }
}

/// The trace of a run that ended in a panic, which is our own mistake: it says so, and nothing else.
fn failed(machine: &Machine, seed: u64, panic: &(dyn Any + Send)) -> Trace {
    let what = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    let message = format!("Loopscope itself failed, which is not the program's fault: {}", what.unwrap_or("a panic"));
    Trace {
        engine: Engine::Model,
        seed,
        machine: machine.clone(),
        events: Vec::new(),
        end: Instant::START,
        exit: Exit { status: Status::Failed, code: 1, message: Some(message), line: None },
        memory_peak: 0,
    }
}

/// What is configured: on the command line, in a file, in the program; in this order.
fn configuration(run: &Run, main: &SourceText) -> Result<Configuration, Refusal> {
    let mut outer = Configuration::default();
    for pair in &run.set {
        let set = pair.split_once('=').ok_or_else(|| "it has the form KEY=VALUE".to_owned());
        let set = set.and_then(|(key, value)| outer.machine.set(key.trim(), value.trim()));
        set.map_err(|message| Refusal::about(&format!("--set {pair}"), message))?;
    }
    if let Some(path) = &run.config {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| Refusal::about(&name, error.to_string()))?;
        let read = Configuration::of_toml(&text).map_err(|error| Refusal::in_configuration(&name, error))?;
        outer = outer.over(read);
    }
    let inner = Configuration::of_program(&main.text).map_err(|error| Refusal::in_configuration(&main.path, error))?;
    Ok(outer.over(inner))
}

/// Prints which tasks there are at a moment, in seconds.
fn print_tree(trace: &Trace, at: f64, files: &[String], terminal: &mut Terminal<'_>) -> u8 {
    let tree = TaskTree::of(trace, Instant::from_secs_f64(at.max(0.0)));
    match tree.lines(files) {
        Ok(lines) => {
            for line in lines {
                let _ = writeln!(terminal.out, "{line}");
            }
            0
        }
        Err(cycles) => {
            for line in cycles {
                let _ = writeln!(terminal.err, "{line}");
            }
            FOUND
        }
    }
}

/// Prints what the program printed, and why the run was ended when that was not the program's doing.
fn print(trace: &Trace, file: &str, terminal: &mut Terminal<'_>) -> u8 {
    for event in &trace.events {
        if let What::Output { stream, text } = &event.what {
            let to = match stream {
                Stream::Stdout => &mut *terminal.out,
                Stream::Stderr => &mut *terminal.err,
            };
            let _ = to.write_all(text.as_bytes());
        }
    }
    let _ = terminal.out.flush();
    let word = match trace.exit.status {
        Status::Finished | Status::Raised => None,
        Status::Deadlock => Some("deadlock"),
        Status::Stopped => Some("stopped"),
        Status::Limit => Some("limit"),
        Status::Failed => Some("failed"),
    };
    if let Some(word) = word {
        let line = trace.exit.line.map_or(String::new(), |line| format!(":{}", line.line));
        let message = trace.exit.message.as_deref().unwrap_or("the run was ended");
        let _ = writeln!(terminal.err, "{file}{line}: {word}: {message}");
    }
    // As the operating system does: the lowest byte.
    trace.exit.code as u8
}

impl Refusal {
    fn about(file: &str, message: String) -> Self {
        Self { file: file.to_owned(), place: None, message }
    }

    fn in_configuration(file: &str, error: ConfigurationError) -> Self {
        Self { file: file.to_owned(), place: Some((error.line, error.column)), message: error.message }
    }

    fn in_source(files: &[SourceText], error: SourceError) -> Self {
        let file = files.get(usize::from(error.file)).map_or("", |file| &file.path).to_owned();
        Self { file, place: Some((error.line, error.column)), message: error.message }
    }

    fn line(&self) -> String {
        match self.place {
            Some((line, column)) => format!("{}:{line}:{column}: error: {}", self.file, self.message),
            None => format!("{}: error: {}", self.file, self.message),
        }
    }

    fn json(&self) -> String {
        #[derive(Serialize)]
        struct Told<'a> {
            error: Error<'a>,
        }
        #[derive(Serialize)]
        struct Error<'a> {
            line: Option<u32>,
            column: Option<u32>,
            message: &'a str,
        }
        let (line, column) = self.place.unzip();
        // Strings and numbers: nothing that could fail.
        serde_json::to_string(&Told { error: Error { line, column, message: &self.message } }).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_ours_ends_in_a_report_that_says_so() {
        let trace = failed(&Machine::default(), 3, &"out of tune");
        let report = Report::of(&trace);
        assert_eq!((report.exit.status, report.seed), (Status::Failed, 3));
        assert!(report.exit.message.is_some_and(|message| message.ends_with("out of tune")));
    }
}
