//! "Did you mean": names near one that was not found.
//!
//! When a name is not found the exception remembers it, what it was looked for in, and what the frame knew (a [`Lookup`]).
//! Only when it is printed the nearest name is searched, by the rules of `Python/suggestions.c`: an edit costs 2, another
//! case 1, and no more than a third of the letters may need one.

use super::Vm;
use super::exception::Exception;
use super::exception_text::Printer;
use super::frame::PyFrame;
use super::symbol::{Symbol, well_known as sym};
use super::value::{Object, Ref, Value};

const EDIT: usize = 2;
const CASE: usize = 1;
/// Longer names, and more of them, are not searched.
const LONGEST: usize = 40;
const MOST: usize = 750;

/// What an exception knows about a name that was not found.
pub struct Lookup {
    /// The name.
    pub name: Symbol,
    /// The object that has no such attribute; undefined when a variable was looked for.
    pub object: Value,
    /// The local variables of the frame.
    locals: Vec<Symbol>,
    /// The local variable `self`, or undefined.
    this: Value,
}

impl Lookup {
    pub(super) fn visit(&self, f: &mut dyn FnMut(&Value)) {
        f(&self.object);
        f(&self.this);
    }

    /// Remembers what is known where the exception was raised.
    pub(super) fn look_around(&mut self, vm: &Vm, frame: &PyFrame) {
        if let Some(body) = &frame.names {
            self.locals.extend(body.names.iter().map(|(name, _)| name));
        }
        let code = &frame.code().code;
        for (&name, value) in code.locals.iter().zip(&frame.registers) {
            let value = match value.object() {
                Some(Object::Cell(inner)) => inner.clone(),
                _ => value.clone(),
            };
            if value.is_undefined() {
                continue;
            }
            if &*vm.name(name) == "self" {
                self.this = value;
            }
            self.locals.push(name);
        }
    }
}

impl Vm {
    /// An exception that remembers a name that was not found.
    pub(super) fn with_lookup(&self, exception: Exception, name: Symbol, object: Value) -> Exception {
        let lookup = Lookup { name, object, locals: Vec::new(), this: Value::Undefined };
        exception.data().lookup = Some(Box::new(lookup));
        exception
    }

    /// What follows an exception's message when it is printed: `. Did you mean: 'x'?`, or nothing.
    pub fn suggestion(&mut self, exception: &Exception, printer: Printer) -> String {
        let value = exception.value();
        if self.is_instance(&value, &self.types.import_error) {
            return self
                .import_suggestion(&value)
                .map_or_else(String::new, |near| format!(". Did you mean: '{near}'?"));
        }
        let is_attribute = self.is_instance(&value, &self.types.attribute_error);
        if !is_attribute && !self.is_instance(&value, &self.types.name_error) {
            return String::new();
        }
        let data = exception.data();
        let given = |vm: &mut Vm, slot| vm.slot_value(&value, slot);
        let name = given(self, "name").and_then(|name| name.as_str().map(str::to_owned));
        let lookup = data.lookup.as_deref();
        let Some(name) = name.or_else(|| lookup.map(|lookup| self.name(lookup.name).to_string())) else {
            return String::new();
        };
        if is_attribute {
            let object = given(self, "obj").or_else(|| lookup.map(|lookup| lookup.object.clone()));
            let of_self = lookup.zip(object.as_ref()).is_some_and(|(lookup, object)| lookup.this.is(object));
            let of_self = of_self && printer != Printer::LastLine;
            let near = object.and_then(|object| self.near_attribute(&object, &name, of_self, printer));
            return near.map_or_else(String::new, |near| format!(". Did you mean: '{near}'?"));
        }
        let module = data.traceback.first().filter(|_| printer != Printer::LastLine).map(|entry| {
            // SAFETY: loaded code lives as long as the vm.
            unsafe { entry.code.as_ref() }.module.clone()
        });
        let (locals, this) = lookup.map_or((&[][..], Value::Undefined), |l| (&l.locals[..], l.this.clone()));
        let locals: Vec<String> = locals.iter().map(|&name| self.name(name).to_string()).collect();
        let near = module.and_then(|module| self.near_variable(&name, locals, &this, &module, printer));
        let forgotten = self.is_standard_module(&name);
        let mark = if printer != Printer::Interpreter && self.machine.python.version() < (3, 13) { "" } else { "?" };
        match (near, forgotten) {
            (Some(near), true) => format!(". Did you mean: '{near}'? Or did you forget to import '{name}'{mark}"),
            (Some(near), false) => format!(". Did you mean: '{near}'?"),
            (None, true) => format!(". Did you forget to import '{name}'{mark}"),
            (None, false) => String::new(),
        }
    }

    /// `. Did you mean 'x'?` about a keyword argument that a function has not, since 3.13; else nothing.
    pub fn near_keyword<'a>(&self, name: &str, known: impl Iterator<Item = &'a str>) -> String {
        if self.machine.python.version() < (3, 13) {
            return String::new();
        }
        nearest(known, name, usize::MAX).map_or_else(String::new, |near| format!(". Did you mean '{near}'?"))
    }

    fn near_attribute(&mut self, object: &Value, name: &str, of_self: bool, printer: Printer) -> Option<String> {
        // What a class's own `__dir__` would say is not asked.
        if self.may_override(object) && self.python_special(object, sym::D_DIR).is_some() {
            return None;
        }
        let mut names = self.attribute_names(object);
        if self.machine.python.version() >= (3, 13) && !name.starts_with('_') && !of_self {
            names.retain(|known| !known.starts_with('_'));
        }
        self.nearest(&names, name, printer)
    }

    fn import_suggestion(&mut self, value: &Value) -> Option<String> {
        let wrong = self.slot_value(value, "name_from")?;
        let module = self.slot_value(value, "name")?;
        // CPython imports a name anew, and gets the outermost package.
        let top = module.as_str()?.split('.').next().unwrap_or_default();
        let symbol = self.interner.intern(top);
        let module = self.module(symbol).cloned()?;
        self.near_attribute(&module, wrong.as_str()?, false, Printer::Interpreter)
    }

    fn near_variable(
        &mut self,
        name: &str,
        locals: Vec<String>,
        this: &Value,
        module: &Ref,
        printer: Printer,
    ) -> Option<String> {
        if !this.is_undefined() && self.attribute_names(this).iter().any(|known| known == name) {
            return Some(format!("self.{name}"));
        }
        let names_of = |vm: &Vm, module: &Value| match module.object() {
            Some(Object::Module(module)) => module.names.iter().map(|(name, _)| vm.name(name).to_string()).collect(),
            _ => Vec::new(),
        };
        let globals: Vec<String> = names_of(self, &Value::Object(module.clone()));
        let mut builtins: Vec<String> = names_of(self, &self.builtins);
        builtins.extend(MISSING_BUILTINS.iter().map(|&name| name.to_owned()));
        // 3.12's interpreter looks in one after the other, its traceback module and later versions in all of them.
        if printer == Printer::Interpreter && self.machine.python.version() < (3, 13) {
            return [locals, globals, builtins].iter().find_map(|names| self.nearest(names, name, printer));
        }
        let all = [locals, globals, builtins].concat();
        self.nearest(&all, name, printer)
    }

    fn nearest(&self, names: &[String], name: &str, printer: Printer) -> Option<String> {
        // 3.12's traceback module takes nothing that would change every letter.
        let python = printer != Printer::Interpreter && self.machine.python.version() < (3, 13);
        let least = if python { name.chars().count() } else { usize::MAX };
        nearest(names.iter().map(String::as_str), name, least).map(str::to_owned)
    }

    fn is_standard_module(&self, name: &str) -> bool {
        let gone = self.machine.python.version() < (3, 13) && GONE_MODULES.split(' ').any(|known| known == name);
        gone || MODULES.split([' ', '\n']).any(|known| known == name)
    }
}

/// The name that is the fewest edits away, if it is near enough and less than `least` away.
pub(super) fn nearest<'a>(names: impl Iterator<Item = &'a str>, name: &str, least: usize) -> Option<&'a str> {
    let names: Vec<&str> = names.collect();
    let length = name.chars().count();
    if names.len() > MOST || length > LONGEST {
        return None;
    }
    let (mut best, mut found) = (least, None);
    for candidate in names.into_iter().filter(|&candidate| candidate != name) {
        let most = ((candidate.chars().count() + length + 3) * EDIT / 6).min(best.saturating_sub(1));
        if let Some(distance) = distance(name, candidate, most)
            && (found.is_none() || distance < best)
        {
            found = Some(candidate);
            best = distance;
        }
    }
    found
}

/// What it costs to turn one name into another, when that is no more than `most`.
fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) * EDIT > most || a.len().max(b.len()) > LONGEST {
        return None;
    }
    let change = |x: char, y: char| match () {
        () if x == y => 0,
        () if x.eq_ignore_ascii_case(&y) => CASE,
        () => EDIT,
    };
    let mut row: Vec<usize> = (0..=b.len()).map(|j| j * EDIT).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut before = std::mem::replace(&mut row[0], (i + 1) * EDIT);
        for (j, &y) in b.iter().enumerate() {
            let changed = before + change(x, y);
            before = row[j + 1];
            row[j + 1] = changed.min(row[j] + EDIT).min(before + EDIT);
        }
    }
    Some(row[b.len()]).filter(|&distance| distance <= most)
}

/// Builtins of CPython's that are not here, and yet are near other names.
const MISSING_BUILTINS: [&str; 14] = [
    "__import__",
    "breakpoint",
    "compile",
    "complex",
    "copyright",
    "credits",
    "eval",
    "exec",
    "exit",
    "help",
    "license",
    "memoryview",
    "quit",
    "bytearray",
];

/// `sys.stdlib_module_names` of 3.13, those that begin with an underscore left out.
const MODULES: &str = "abc antigravity argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 cProfile \
calendar cmath cmd code codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars copy \
copyreg csv ctypes curses dataclasses datetime dbm decimal difflib dis doctest email encodings ensurepip enum errno \
faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib \
grp gzip hashlib heapq hmac html http idlelib imaplib importlib inspect io ipaddress itertools json keyword linecache \
locale logging lzma mailbox marshal math mimetypes mmap modulefinder msvcrt multiprocessing netrc nt ntpath nturl2path \
numbers opcode operator optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix posixpath pprint \
profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource \
rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 \
sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess symtable sys sysconfig syslog \
tabnanny tarfile tempfile termios textwrap this threading time timeit tkinter token tokenize tomllib trace traceback \
tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser \
winreg winsound wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo";

/// Those that 3.13 has no more.
const GONE_MODULES: &str = "aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev pipes \
sndhdr spwd sunau telnetlib uu xdrlib";

#[cfg(test)]
mod tests {
    use super::*;

    fn near<'a>(names: &[&'a str], name: &str) -> Option<&'a str> {
        nearest(names.iter().copied(), name, usize::MAX)
    }

    #[test]
    fn a_third_of_the_letters_may_differ_and_the_first_of_the_nearest_is_taken() {
        assert_eq!(near(&["blech", "blach"], "bluch"), Some("blech"));
        assert_eq!(near(&["blech"], "xxxx"), None);
        assert_eq!(near(&["ab"], "abc"), Some("ab"));
        assert_eq!(nearest(["ab"].into_iter(), "ac", 2), None);
        assert_eq!(near(&["counter", "count"], "coumt"), Some("count"));
    }

    #[test]
    fn another_case_is_half_an_edit_and_the_name_itself_is_no_answer() {
        assert_eq!(near(&["sock", "Lock"], "lock"), Some("Lock"));
        assert_eq!(near(&["lock"], "lock"), None);
    }

    #[test]
    fn long_names_and_many_names_are_not_searched() {
        let long = "a".repeat(41);
        assert_eq!(near(&["a".repeat(40).as_str()], &long), None);
        let many: Vec<String> = (0..751).map(|n| format!("name{n}")).collect();
        assert_eq!(nearest(many.iter().map(String::as_str), "namee", usize::MAX), None);
    }
}
