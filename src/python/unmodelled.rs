//! Modules that are not modelled: they may be imported, and calls do what the run configuration says of them.
//!
//! Such a module is made of text like a library module: its names are objects that know what they are called (the module
//! `_unmodelled`), and each configured call is a function of a module that is generated here. What is surely called and
//! has no line is refused when it is read; what only a run can tell ends the run.
//!
//! Names are what the program writes, from the module on: `mylib.fetch`, `mylib.Client.get`. A class (a name whose last
//! part begins with a capital letter) whose line has no `returns` gives an object whose methods are named after the class:
//! `mylib.Client().get(url)` needs lines for `mylib.Client` and `mylib.Client.get`.

use super::parse::is_expression;
use crate::configuration::{Call, CallCost};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The module that the configured calls are functions of.
pub(super) const CALLS: &str = "_configured_calls";

/// What functions that are not modelled do, by dotted name.
pub type Calls = BTreeMap<String, Call>;

/// How a call is written where the offer is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `mylib.fetch()`, or handed on as a function.
    Plain,
    /// `await mylib.fetch()`
    Awaited,
}

/// The text of a module that is not modelled.
pub(super) fn module_text(name: &str) -> String {
    format!(
        "from {CALLS} import of as _of\n\n__path__ = []\n\n\ndef __getattr__(name):\n    return _of({name:?}, name)\n"
    )
}

/// Whether a call of that name gives an object of a class that is not modelled either.
pub(super) fn gives_object(name: &str, calls: &Calls) -> bool {
    let class = name.rsplit('.').next().is_some_and(|last| last.starts_with(char::is_uppercase));
    class && calls.get(name).is_some_and(|call| call.returns.is_none())
}

/// The text of the module of all configured calls. `binds` says whether the main program has a global of a name: these
/// are what a `returns` expression sees besides builtins, `args` and `kwargs`.
pub(super) fn calls_text(calls: &Calls, has_block: bool, binds: impl Fn(&str) -> bool) -> String {
    let mut text = String::from("import _unmodelled\nfrom _unmodelled import of\n");
    if calls.values().any(|call| matches!(call.cost, CallCost::Awaits(_))) {
        text += "from asyncio import sleep\n";
    }
    // The module puts the names in.
    let function = python_string(&offer("MODULE.name", Form::Plain, has_block));
    let class = python_string(&offer("MODULE.Name", Form::Plain, has_block));
    let _ = write!(text, "\n_unmodelled.offer_function = {function}\n_unmodelled.offer_class = {class}\n");
    for (i, (name, call)) in calls.iter().enumerate() {
        let (keyword, work) = match call.cost {
            CallCost::Blocks(time) => ("", format!("_unmodelled.sleep({})", time.as_secs_f64())),
            CallCost::Awaits(time) => ("async ", format!("await sleep({})", time.as_secs_f64())),
            CallCost::Cpu(time) => ("", format!("_unmodelled.spin({}, True)", time.0)),
            CallCost::CpuWithoutGil(time) => ("", format!("_unmodelled.spin({}, False)", time.0)),
        };
        let _ = write!(text, "\n\n{keyword}def _call_{i}(*args, **kwargs):\n    {work}\n");
        let quoted = python_string(name);
        match &call.returns {
            None if gives_object(name, calls) => {
                let _ = writeln!(text, "    return _unmodelled.Name({quoted})");
            }
            None => {}
            Some(returns) => {
                for used in words(returns).filter(|word| binds(word)) {
                    let _ = writeln!(text, "    {used} = _unmodelled.of_main({})", python_string(used));
                }
                // The bracket stands on a line of its own, as the expression may end in a comment.
                let _ = write!(text, "    return (\n{returns}\n)\n");
            }
        }
        let _ = write!(text, "\n\n_unmodelled.calls[{quoted}] = _call_{i}\n");
    }
    text
}

/// The library's module that a dotted name is below, if there is one.
pub fn modelled_module(name: &str) -> Option<&str> {
    let mut dots = name.match_indices('.').map(|(i, _)| &name[..i]);
    dots.rfind(|module| crate::library::find(module).is_some())
}

/// What is wrong with an expression that a call is to return.
pub fn wrong_expression(text: &str) -> Option<String> {
    (!is_expression(text)).then(|| format!("`returns` is a Python expression, which `{text}` is not"))
}

/// What to say about a call that no line is there for, with the lines ready to paste.
pub(super) fn offer(name: &str, form: Form, has_block: bool) -> String {
    let cost = match form {
        Form::Plain => "# blocks = 0.2                 # or awaits = 0.2, or cpu = 0.2 (with releases-gil = true)",
        Form::Awaited => "# awaits = 0.2                 # or blocks = 0.2, or cpu = 0.2 (with releases-gil = true)",
    };
    let class = name.rsplit('.').next().is_some_and(|last| last.starts_with(char::is_uppercase));
    let returns = if class { "" } else { "\n# returns = \"None\"             # a Python expression" };
    let lines = format!("# [tool.loopscope.calls.\"{name}\"]\n{cost}{returns}");
    let module = name.split('.').next().unwrap_or(name);
    let beside = format!("or put a file {module}.py beside this one");
    if has_block {
        format!("{name} is not modelled: say what a call does with these lines in the script block, {beside}\n{lines}")
    } else {
        format!(
            "{name} is not modelled: say what a call does with these lines in the program, {beside}\n\
             # /// script\n{lines}\n# ///"
        )
    }
}

/// A Python string literal.
fn python_string(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\0' => literal.push_str("\\0"),
            _ => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

/// The words of a text that may be names, each once.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut seen = std::collections::BTreeSet::new();
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(move |word| word.starts_with(|c: char| c.is_alphabetic() || c == '_') && seen.insert(word.to_string()))
}
