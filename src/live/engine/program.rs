//! From a job to something that can be run, in either kernel.

use super::{Job, Refusal};
use crate::configuration::{Configuration, MachineKeys};
use crate::costs::Costs;
use crate::machine::Machine;
use crate::python::{CompileCosts, Options, SourceText, compile};
use crate::vm::Vm;
use crate::vm::code::Program;
use std::sync::Arc;

/// A program that has been read, and the machine that it runs on.
pub struct Ready {
    program: Arc<Program>,
    /// What it runs on.
    pub machine: Machine,
}

impl Ready {
    /// Reads a job's texts and its run configuration.
    pub fn read(job: &Job) -> Result<Self, Refusal> {
        let main = job.files.first().map(|file| file.text.as_str()).unwrap_or_default();
        let inside = Configuration::of_program(main).map_err(|error| Refusal {
            line: error.line,
            column: error.column,
            message: error.message,
        })?;
        let mut keys = MachineKeys::default();
        for (key, value) in &job.machine {
            keys.set(key, value).map_err(|message| Refusal { line: 1, column: 1, message })?;
        }
        let machine = keys.over(&inside.machine).machine();
        let instruction = Costs::of(machine.python).instruction.0 as u32;
        let options = Options { costs: CompileCosts { instruction }, python: machine.python, calls: inside.calls };
        let program = compile(&sources(job), &options).map_err(|error| Refusal {
            line: error.line,
            column: error.column,
            message: error.message,
        })?;
        Ok(Self { program: Arc::new(program), machine })
    }

    /// A process of it, about to run its first statement.
    pub fn process(&self, seed: u64) -> Box<Vm> {
        Vm::new(self.program.clone(), self.machine.clone(), seed)
    }
}

/// The texts of a job as the compiler wants them.
pub(super) fn sources(job: &Job) -> Vec<SourceText> {
    let module = |name: &str| name.trim_end_matches(".py").trim_end_matches("/__init__").replace('/', ".");
    let text = |(index, file): (usize, &super::SourceFile)| SourceText {
        path: file.name.clone(),
        module: if index == 0 { "__main__".into() } else { module(&file.name) },
        text: file.text.clone(),
    };
    job.files.iter().enumerate().map(text).collect()
}
