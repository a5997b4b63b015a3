//! Which modules a program has: the visitor's own files, and the library's.

use super::gone::is_gone;
use super::parse::{self, Refusal};
use super::paste;
use super::place::Places;
use super::scope::{Map, Scopes, Set};
use super::unmodelled::{self, Calls, Form};
use super::{CompileCosts, Options, SourceError, SourceText};
use crate::library::{self, LibraryModule, Text};
use crate::machine::Python;
use crate::vm::code::Code;
use crate::vm::symbol::{Interner, Symbol};
use ruff_python_ast::ModModule;
use ruff_text_size::TextRange;
use std::rc::Rc;
use std::sync::Arc;

/// More operations than this are no program that a person wrote.
const MOST_OPERATIONS: usize = 2_000_000;

/// Dots in a module's name.
const DEEPEST_MODULE: usize = 20;

/// A module's text, parsed, with its scopes.
pub(super) struct Unit {
    pub(super) name: String,
    /// The visitor's file; `None` for library text.
    pub(super) file: Option<u16>,
    /// Its number among the program's modules.
    pub(super) module: u32,
    /// What relative imports are relative to.
    pub(super) package: String,
    pub(super) places: Places,
    pub(super) tree: ModModule,
    pub(super) scopes: Scopes,
}

/// Whether a module has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    Yes,
    No,
    /// Only a run can tell.
    Unknown,
}

/// Everything that lowering a module may add to or ask about.
pub(super) struct World {
    pub(super) interner: Interner,
    pub(super) codes: Vec<Arc<Code>>,
    pub(super) costs: CompileCosts,
    pub(super) python: Python,
    /// What functions of modules that are not modelled do.
    calls: Calls,
    /// Modules that are not modelled and have been imported.
    unmodelled: Set<String>,
    files: Vec<SourceText>,
    /// Modules with text, in the order in which they were found.
    pub(super) units: Vec<Rc<Unit>>,
    by_name: Map<String, usize>,
    library: Map<String, LibraryModule>,
    offers: Map<String, Rc<Set<Symbol>>>,
    operations: usize,
    /// Whether unknown modules are left to the run.
    pub(super) lenient: bool,
    /// What is wrong with another file than the one being lowered.
    pub(super) failed: Option<SourceError>,
}

impl World {
    pub(super) fn new(files: &[SourceText], options: &Options) -> Self {
        Self {
            interner: Interner::default(),
            codes: Vec::new(),
            costs: options.costs,
            python: options.python,
            calls: options.calls.clone(),
            unmodelled: Set::default(),
            files: files.to_vec(),
            units: Vec::new(),
            by_name: Map::default(),
            library: Map::default(),
            offers: Map::default(),
            operations: 0,
            lenient: false,
            failed: None,
        }
    }

    /// Files a code object; `None` when there are too many.
    pub(super) fn push_code(&mut self, code: Code) -> Option<u32> {
        self.operations += code.ops.len() + 1;
        if self.operations > MOST_OPERATIONS {
            return None;
        }
        self.codes.push(Arc::new(code));
        Some(self.codes.len() as u32 - 1)
    }

    /// Makes a module part of the program, with the packages around it, if there is one of that name.
    pub(super) fn require(&mut self, name: &str) -> Result<bool, Refusal> {
        if self.is_loaded(name) {
            return Ok(true);
        }
        if name.is_empty() || name.matches('.').count() > DEEPEST_MODULE || !self.is_module(name) {
            return Ok(false);
        }
        let dots = name.match_indices('.').map(|(i, _)| i).chain([name.len()]);
        for end in dots {
            self.load(&name[..end])?;
        }
        Ok(true)
    }

    fn is_loaded(&self, name: &str) -> bool {
        self.by_name.contains_key(name) || self.library.contains_key(name)
    }

    /// Whether there is a module of that name, loaded or not.
    pub(super) fn is_module(&self, name: &str) -> bool {
        self.is_loaded(name) || self.files.iter().any(|file| file.module == name) || library::find(name).is_some()
    }

    fn load(&mut self, name: &str) -> Result<(), Refusal> {
        if self.is_loaded(name) {
            return Ok(());
        }
        if let Some(i) = self.files.iter().position(|file| file.module == name) {
            let file = &self.files[i];
            let is_package = file.path.ends_with("__init__.py");
            let text = file.text.clone();
            return self.add(name, Some(i as u16), text, is_package);
        }
        match library::find(name) {
            Some(module) => {
                let text = module.text.map(Text::read).transpose();
                let text = text.map_err(|message| Refusal { range: TextRange::default(), message })?;
                self.library.insert(name.to_string(), module);
                text.map_or(Ok(()), |text| self.add(name, None, text.to_string(), true))
            }
            // A folder: the package of something that is there.
            None => self.add(name, None, String::new(), true),
        }
    }

    fn add(&mut self, name: &str, file: Option<u16>, text: String, is_package: bool) -> Result<(), Refusal> {
        let mut awaits = false;
        let (places, parsed) = match file {
            Some(_) => paste::parse(text, self.python),
            None => {
                let places = Places::new(text);
                let parsed = parse::parse(&places, self.python);
                (places, parsed)
            }
        };
        let parsed = parsed.and_then(|tree| Scopes::of(&tree, &mut self.interner).map(|scopes| (tree, scopes)));
        let (tree, scopes) = match parsed {
            Ok(parsed) => parsed,
            Err(refusal) => {
                let (line, column) = places.position(refusal.range.start());
                let message = match file {
                    Some(_) => refusal.message,
                    None => format!("library module {name}, line {line}: {}", refusal.message),
                };
                self.failed = Some(SourceError { file: file.unwrap_or(0), line, column, message });
                return Err(Refusal { range: TextRange::default(), message: String::new() });
            }
        };
        if let Some((range, what)) = &scopes.top_level_await {
            if file != Some(0) {
                let (line, column) = places.position(range.start());
                let message = format!("{what} outside function; only the main program may have it, as in a notebook");
                self.failed = Some(SourceError { file: file.unwrap_or(0), line, column, message });
                return Err(Refusal { range: TextRange::default(), message: String::new() });
            }
            awaits = true;
        }
        let package = if is_package { name } else { name.rsplit_once('.').map_or("", |(package, _)| package) };
        self.by_name.insert(name.to_string(), self.units.len());
        self.units.push(Rc::new(Unit {
            name: name.to_string(),
            file,
            module: self.units.len() as u32,
            package: package.to_string(),
            places,
            tree,
            scopes,
        }));
        if awaits {
            // What runs the main program then.
            self.require("asyncio")?;
        }
        Ok(())
    }

    /// Whether a module has a name at its top level.
    pub(super) fn offers(&mut self, module: &str, name: Symbol) -> Result<Offer, Refusal> {
        if !self.library.contains_key(module) {
            return Ok(Offer::Unknown);
        }
        let names = self.names_of(module, 0)?;
        Ok(if names.contains(&name) {
            Offer::Yes
        } else if is_gone(module, self.interner.name(name)) {
            Offer::Unknown
        } else {
            Offer::No
        })
    }

    pub(super) fn names_of(&mut self, module: &str, depth: usize) -> Result<Rc<Set<Symbol>>, Refusal> {
        if let Some(names) = self.offers.get(module) {
            return Ok(names.clone());
        }
        let mut names = Set::default();
        if let Some(library) = self.library.get(module) {
            for name in library.natives {
                names.insert(self.interner.intern(name));
            }
        }
        if let Some(&i) = self.by_name.get(module) {
            let unit = self.units[i].clone();
            names.extend(unit.scopes.exports());
            for star in &unit.scopes.star_imports {
                if depth < DEEPEST_MODULE && self.require(star)? {
                    names.extend(self.names_of(star, depth + 1)?.iter().copied());
                }
            }
        }
        let names = Rc::new(names);
        self.offers.insert(module.to_string(), names.clone());
        Ok(names)
    }

    /// Makes a module that is not modelled part of the program, with the packages around it. What is below a module that
    /// there is can only be missing.
    pub(super) fn require_unmodelled(&mut self, name: &str) -> Result<bool, Refusal> {
        let top = name.split('.').next().unwrap_or(name);
        if name.is_empty() || name.matches('.').count() > DEEPEST_MODULE {
            return Ok(false);
        }
        if self.is_module(top) && !self.unmodelled.contains(top) {
            return Ok(false);
        }
        if !self.is_loaded(unmodelled::CALLS) {
            let has_block = self.has_block();
            let main = self.units.first().cloned();
            let interner = &self.interner;
            let binds = |word: &str| {
                let known = interner.find(word);
                known.zip(main.as_ref()).is_some_and(|(symbol, main)| main.scopes.binds_globally(symbol))
            };
            let text = unmodelled::calls_text(&self.calls, has_block, binds);
            self.add(unmodelled::CALLS, None, text, false)?;
        }
        for end in name.match_indices('.').map(|(i, _)| i).chain([name.len()]) {
            let part = &name[..end];
            if self.unmodelled.insert(part.to_string()) {
                self.add(part, None, unmodelled::module_text(part), true)?;
            }
        }
        Ok(true)
    }

    /// Whether the run configuration has a line for a name below a module.
    pub(super) fn configures(&self, module: &str) -> bool {
        self.calls.keys().any(|name| name.strip_prefix(module).is_some_and(|rest| rest.starts_with('.')))
    }

    /// Whether a dotted name begins with a module that is not modelled.
    pub(super) fn is_unmodelled(&self, name: &str) -> bool {
        self.unmodelled.contains(name.split('.').next().unwrap_or(name))
    }

    /// Whether what a call of that name returns is named after it.
    pub(super) fn gives_object(&self, name: &str) -> bool {
        unmodelled::gives_object(name, &self.calls)
    }

    /// What to say about a call of a name that is not modelled, unless it is configured.
    pub(super) fn refused_call(&self, name: &str, form: Form) -> Option<String> {
        (!self.calls.contains_key(name)).then(|| unmodelled::offer(name, form, self.has_block()))
    }

    /// Whether the main file has inline metadata already.
    fn has_block(&self) -> bool {
        self.files.first().is_some_and(|file| file.text.lines().any(|line| line.trim_end().ends_with("# /// script")))
    }

    /// What to say about a module that there is not.
    pub(super) fn unknown_module(&self, name: &str) -> String {
        let top = name.split('.').next().unwrap_or(name);
        format!("module '{name}' is not there, though '{top}' is; check its name, or leave out what uses it")
    }

    /// What to say about a name that a library module has not.
    pub(super) fn missing(&mut self, module: &str, name: &str) -> String {
        if let Some(instead) = stand_in(module, name) {
            return format!("{module}.{name} is not part of Loopscope; {instead}");
        }
        let names = self.offers.get(module).cloned().unwrap_or_default();
        let mut close: Vec<(usize, Arc<str>)> = names
            .iter()
            .map(|symbol| self.interner.name(*symbol).clone())
            .filter(|other| !other.starts_with('_'))
            .filter_map(|other| distance(name, &other).map(|d| (d, other)))
            .collect();
        close.sort();
        match close.first() {
            Some((_, other)) => format!("{module}.{name} is not part of Loopscope; near it there is {module}.{other}"),
            None => format!("{module}.{name} is not part of Loopscope; leave it out, or write what it does yourself"),
        }
    }
}

/// What to write in place of what needs a network or other programs.
fn stand_in(module: &str, name: &str) -> Option<&'static str> {
    match (module, name) {
        ("asyncio", "open_connection" | "open_unix_connection" | "start_server" | "start_unix_server") => {
            Some("there is no network; two asyncio.Queue objects can stand for a connection")
        }
        ("asyncio", "create_subprocess_exec" | "create_subprocess_shell") => {
            Some("there are no other programs; await asyncio.sleep() for the time that one takes")
        }
        _ => None,
    }
}

/// How many edits apart two names are, when few.
fn distance(a: &str, b: &str) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let most = a.len().max(b.len()) / 3;
    if a.len().abs_diff(b.len()) > most || a.len().max(b.len()) > 64 {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut before = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let change = before + usize::from(x != y);
            before = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(before + 1);
        }
    }
    let distance = row[b.len()];
    (distance <= most).then_some(distance)
}

/// What to say about a builtin of CPython's that there is not.
pub(super) fn refused_builtin(name: &str) -> Option<String> {
    let instead = match name {
        "eval" => "use the expression itself, or json.loads for data",
        "exec" | "compile" => "write the code as functions",
        "__import__" => "use the import statement",
        _ if MISSING_BUILTINS.contains(&name) => "leave it out, or write what it does yourself",
        _ => return None,
    };
    Some(format!("{name} is not part of Loopscope; {instead}"))
}

/// Builtin functions and types of CPython 3.13 that Loopscope does not have.
const MISSING_BUILTINS: [&str; 2] = ["breakpoint", "help"];

/// The library module that has a builtin which few programs need: it is loaded with a program that names it.
pub(super) fn builtin_on_demand(name: &str) -> Option<&'static str> {
    match name {
        "bytearray" | "memoryview" => Some("_buffers"),
        "complex" => Some("_complex"),
        "open" => Some("_files"),
        _ => None,
    }
}
