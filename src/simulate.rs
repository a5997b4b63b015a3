//! From Python text to a trace of the model, in one call: what the command line, the engine worker and the tests do.

use crate::configuration::Configuration;
use crate::costs::Costs;
use crate::machine::Machine;
use crate::model::{self, Limits, StopFlag};
use crate::python::{self, Calls, SourceError, SourceText};
use crate::trace::Trace;
use crate::vm::Vm;
use crate::vm::code::Program;
use std::sync::Arc;

/// Compiles and runs a program in virtual time. The first file is the main one; the others are what it may import.
///
/// # Errors
/// A program that cannot be read, or that uses what is not supported, gives the place and what to do; nothing runs.
pub fn simulate(
    files: &[SourceText],
    machine: &Machine,
    seed: u64,
    limits: &Limits,
    stop: &StopFlag,
) -> Result<Trace, SourceError> {
    let program = Arc::new(compile_for(files, machine)?);
    Ok(simulate_program(program, machine, seed, limits, stop))
}

/// Compiles a program for a machine. The main file's metadata says what calls of modules that are not modelled do.
///
/// # Errors
/// As [`simulate`].
pub fn compile_for(files: &[SourceText], machine: &Machine) -> Result<Program, SourceError> {
    let main = files.first().map_or("", |main| &main.text);
    compile_with(files, machine, &Configuration::of_program(main).unwrap_or_default().calls)
}

/// Compiles a program for a machine, whose Python version decides what operations cost. `calls` is what functions of modules
/// that are not modelled do.
///
/// # Errors
/// As [`simulate`].
pub fn compile_with(files: &[SourceText], machine: &Machine, calls: &Calls) -> Result<Program, SourceError> {
    let costs = Costs::of(machine.python);
    let options = python::Options {
        python: machine.python,
        costs: python::CompileCosts { instruction: costs.instruction.0 as u32 },
        calls: calls.clone(),
    };
    match files.split_first().and_then(|(main, others)| call_of_a_file(main, others, calls)) {
        Some(error) => Err(error),
        None => python::compile(files, &options),
    }
}

/// What to say when `calls` has a name of a module that lies beside the program.
fn call_of_a_file(main: &SourceText, others: &[SourceText], calls: &Calls) -> Option<SourceError> {
    let within = |name: &str, module: &str| name.strip_prefix(module).is_some_and(|rest| rest.starts_with('.'));
    let (name, file) =
        calls.keys().find_map(|name| others.iter().find(|file| within(name, &file.module)).map(|file| (name, file)))?;
    let at = main.text.lines().position(|line| line.contains("tool.loopscope.calls") && line.contains(name.as_str()));
    Some(SourceError {
        file: 0,
        line: at.map_or(1, |at| at as u32 + 1),
        column: 1,
        message: format!(
            "`{name}` is in {}, beside the program: its calls do what is written there; leave this table out",
            file.path
        ),
    })
}

/// Runs a compiled program in virtual time.
pub fn simulate_program(
    program: Arc<Program>,
    machine: &Machine,
    seed: u64,
    limits: &Limits,
    stop: &StopFlag,
) -> Trace {
    model::run(Vm::new(program, machine.clone(), seed), machine.clone(), seed, limits, stop)
}
