//! Python text to a [`Program`].
//!
//! A text goes through four stages, each in a module of its own: a look at its tokens and ruff's parser (`parse`), the
//! scopes of its names (`scope`), the modules that it imports (`modules`), and lowering to operations with spans and costs
//! (`lower`). What cannot run is refused here, before anything does: with its line and column, what it is, and what to
//! write instead. Only this module names ruff.

mod doubtful;
mod gone;
mod leaves_finally;
mod lower;
mod modules;
pub mod outline;
mod parse;
mod paste;
mod place;
mod scope;
mod unmodelled;

use crate::machine::Python;
use crate::vm::code::{Program, SourceFile, SourceModule};
use modules::World;
pub use paste::without_pasted;
use std::sync::Arc;
pub use unmodelled::{Calls, modelled_module, wrong_expression};

/// One of the visitor's files.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// Its path as tracebacks show it.
    pub path: String,
    /// The name by which the others import it; the first file is `__main__`.
    pub module: String,
    /// Its text.
    pub text: String,
}

/// What the code is made for.
#[derive(Clone, Debug)]
pub struct Options {
    /// What operations cost.
    pub costs: CompileCosts,
    /// Whose syntax it is.
    pub python: Python,
    /// What functions of modules that are not modelled do.
    pub calls: Calls,
}

/// What operations cost.
#[derive(Clone, Copy, Debug)]
pub struct CompileCosts {
    /// Nanoseconds of one CPython instruction.
    pub instruction: u32,
}

/// Why a text is no program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    /// Which of the files.
    pub file: u16,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in code points.
    pub column: u32,
    /// What it is, and what to do.
    pub message: String,
}

/// Makes a program of the visitor's files, the main one first, and of the library modules that they import.
pub fn compile(files: &[SourceText], options: &Options) -> Result<Program, SourceError> {
    compile_in(World::new(files, options), files)
}

fn compile_in(mut world: World, files: &[SourceText]) -> Result<Program, SourceError> {
    let mut modules = Vec::new();
    if let Some(main) = files.first()
        && let Err(refusal) = world.require(&main.module)
    {
        let error = SourceError { file: 0, line: 1, column: 1, message: refusal.message };
        return Err(world.failed.take().unwrap_or(error));
    }
    // Modules are found while others are lowered.
    while let Some(unit) = world.units.get(modules.len()).cloned() {
        match lower::lower(&mut world, &unit) {
            Ok(code) => {
                let warnings = match unit.file {
                    Some(_) => doubtful::warnings(&unit.tree, &unit.places, world.python),
                    None => Vec::new(),
                };
                modules.push(SourceModule { name: unit.name.clone(), code, warnings });
            }
            Err(refusal) => {
                return Err(world.failed.take().unwrap_or_else(|| {
                    let (line, column) = unit.places.position(refusal.range.start());
                    let message = match unit.file {
                        Some(_) => refusal.message,
                        None => format!("library module {}, line {line}: {}", unit.name, refusal.message),
                    };
                    SourceError { file: unit.file.unwrap_or(0), line, column, message }
                }));
            }
        }
    }
    Ok(Program {
        interner: Arc::new(world.interner),
        codes: world.codes,
        modules,
        files: files.iter().map(|file| SourceFile { path: file.path.clone(), text: file.text.clone() }).collect(),
    })
}

#[cfg(test)]
mod tests;
