//! The Python modules that programs import.
//!
//! A module is Python text of our own (`*.py` beside this file), native functions, or both; what it offers is known
//! before a program runs, so that an import of something missing is refused with its line.

/// What lowering must know of a library module.
#[derive(Clone, Copy)]
pub struct LibraryModule {
    /// Its full name, as imported.
    pub name: &'static str,
    /// Its Python text, if it has any.
    pub text: Option<&'static str>,
    /// Names that native code puts into it.
    pub natives: &'static [&'static str],
}

/// The library module of that name.
pub fn find(name: &str) -> Option<LibraryModule> {
    let _ = name;
    None
}
