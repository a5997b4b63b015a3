//! Every module, by name.

use super::{LibraryModule, asyncio, context, thread, time, trace};
use crate::vm::{Value, Vm};

/// All library modules. A module with a leading underscore is for the others only.
static MODULES: &[LibraryModule] = &[
    LibraryModule { name: "time", text: None, natives: time::NAMES, install: Some(time::install) },
    LibraryModule { name: "_thread", text: None, natives: thread::NAMES, install: Some(thread::install) },
    LibraryModule { name: "_asyncio", text: None, natives: asyncio::NAMES, install: Some(asyncio::install) },
    LibraryModule { name: "_trace", text: None, natives: trace::NAMES, install: Some(trace::install) },
    LibraryModule { name: "threading", text: Some(include_str!("first/threading.py")), natives: &[], install: None },
    LibraryModule { name: "asyncio", text: Some(include_str!("first/asyncio.py")), natives: &[], install: None },
    LibraryModule { name: "contextvars", text: None, natives: context::NAMES, install: Some(context::install) },
];

/// The library module of that name.
pub fn find(name: &str) -> Option<LibraryModule> {
    MODULES.iter().find(|module| module.name == name).copied()
}

/// Puts a library module's native names into it.
pub fn install(vm: &mut Vm, name: &str, module: &Value) {
    if let Some(install) = find(name).and_then(|module| module.install) {
        install(vm, module);
    }
}
