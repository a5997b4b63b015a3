//! Places where a program reads something shared, lets others go on, and then writes it: windows in which another can write
//! the same, so that one of the two is undone.
//!
//! Only what is certainly one and the same thing for all who come there counts as shared: a variable declared `global`, one
//! item of such a container, an attribute of the only object of a class that the program makes.

use super::calls::only;
use super::code::Code;
use super::edits::Edits;
use crate::python::outline::{Kind, NodeId, Outline, Use};
use crate::trace::report::Fix;

/// A window, in the text.
pub struct Window {
    /// What is read and written, as it is written in the code.
    pub name: String,
    /// The statement that reads it.
    pub read: NodeId,
    /// The statement that writes it.
    pub write: NodeId,
    /// The function that it is in.
    pub function: NodeId,
    /// How the value goes through it.
    pub shape: Shape,
}

/// How what was read leads to what is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// It is copied to a variable, from which the new value is made.
    Copied,
    /// One statement reads it, lets others go on, and writes it.
    Within,
    /// It is tested, and written if the test says so.
    Tested,
}

/// The windows of a text.
pub fn windows(code: &Code) -> Vec<Window> {
    let o = &code.outline;
    let mut all = Vec::new();
    for def in &code.defs {
        for write in o.inside(def.id).filter(|&id| code.function(id) == Some(def.id)) {
            let is_write = matches!(o.kind(write), Kind::Assign | Kind::AugmentedAssign);
            let Some(target) = o.children(write).next().filter(|_| is_write) else { continue };
            if is_shared(code, def.id, target) {
                all.extend(of_write(code, def.id, write, target));
            }
        }
    }
    all.retain(|window| !is_guarded(code, window));
    all
}

fn of_write(code: &Code, function: NodeId, write: NodeId, target: NodeId) -> Option<Window> {
    let o = &code.outline;
    let name = o.text(target).to_owned();
    let window = |read, shape| Some(Window { name: name.clone(), read, write, function, shape });
    let value = o.children(write).last()?;
    let lets_go = |id: NodeId| o.inside(id).any(|id| matches!(o.kind(id), Kind::Await | Kind::Call));
    let reads = |id: NodeId| o.inside(id).find(|&id| is_load(o, id) && o.text(id) == name);
    // `x = x + await f()`: read first, then wait. `x = await f() + x` reads afterwards.
    let after_read = |read: NodeId| {
        o.inside(value).any(|id| {
            matches!(o.kind(id), Kind::Await | Kind::Call)
                && o.place(id).column > o.place(read).column
                && o.line(id) == o.line(read)
                && !o.is_inside(read, id)
        })
    };
    if o.kind(write) == Kind::AugmentedAssign && lets_go(value) {
        return window(write, Shape::Within);
    }
    if reads(value).is_some_and(after_read) {
        return window(write, Shape::Within);
    }
    // `copy = x`, and later `x = copy + 1`, in the same block.
    let parent = o.parent(write);
    if o.kind(write) == Kind::Assign
        && let Some(read) = origin(code, write, value, &name)
    {
        return window(read, Shape::Copied);
    }
    // `if x > 0: … x -= 1`, directly in the `if`.
    let test = o.children(parent).next().filter(|_| o.kind(parent) == Kind::If)?;
    let tested = o.block(write) == 1 && reads(test).is_some();
    if tested { window(parent, Shape::Tested) } else { None }
}

/// The statement, before a write in the same block, that read what the value is made of, through any number of variables.
fn origin(code: &Code, write: NodeId, value: NodeId, name: &str) -> Option<NodeId> {
    let o = &code.outline;
    let (parent, block) = (o.parent(write), o.block(write));
    let mut made_of: Vec<(&str, NodeId)> = Vec::new();
    for id in o.children(parent).filter(|&id| o.block(id) == block && id < write && o.kind(id).is_statement()) {
        let parts: Vec<NodeId> = o.children(id).collect();
        let [to, what] = parts[..] else { continue };
        if o.kind(id) != Kind::Assign || !matches!(o.kind(to), Kind::Name(_)) {
            continue;
        }
        let reads = o.inside(what).any(|part| is_load(o, part) && o.text(part) == name);
        let names = code.names_in(what);
        let earlier = made_of.iter().find(|(known, _)| names.contains(known)).map(|(_, read)| *read);
        made_of.retain(|(known, _)| *known != o.text(to));
        // The statement that reads anew and the one that only goes on with what was read.
        if let Some(read) = if reads { Some(id) } else { earlier } {
            made_of.push((o.text(to), read));
        }
    }
    let names = code.names_in(value);
    made_of.into_iter().find(|(known, _)| names.contains(known)).map(|(_, read)| read)
}

fn is_load(o: &Outline, id: NodeId) -> bool {
    matches!(o.kind(id), Kind::Name(Use::Load) | Kind::Attribute(Use::Load) | Kind::Subscript(Use::Load))
}

/// Whether a target is the same for all calls of a function.
fn is_shared(code: &Code, function: NodeId, target: NodeId) -> bool {
    let o = &code.outline;
    match o.kind(target) {
        Kind::Name(_) => declares(code, function, o.text(target)),
        Kind::Attribute(_) => {
            let text = o.text(target);
            let Some((base, attribute)) = text.rsplit_once('.') else { return false };
            let plain = base.chars().all(|c| c.is_alphanumeric() || c == '_');
            plain && (is_global_object(code, base) || is_of_only_object(code, attribute))
        }
        Kind::Subscript(_) => {
            let parts: Vec<NodeId> = o.children(target).collect();
            let [base, key] = parts[..] else { return false };
            let constant = matches!(o.kind(key), Kind::Text | Kind::Number);
            constant
                && matches!(o.kind(base), Kind::Name(_))
                && is_global_object(code, o.text(base))
                && !is_local(code, function, o.text(base))
        }
        _ => false,
    }
}

/// `global x` or, in a function that is made once, `nonlocal x`.
fn declares(code: &Code, function: NodeId, name: &str) -> bool {
    let o = &code.outline;
    let mut declared = o.inside(function).filter(|&id| o.kind(id) == Kind::Global);
    declared.any(|id| o.text(id).split([' ', ',']).any(|word| word == name))
}

pub(super) fn is_local(code: &Code, function: NodeId, name: &str) -> bool {
    let o = &code.outline;
    o.inside(function).any(|id| {
        (o.kind(id) == Kind::Name(Use::Store) && o.text(id) == name)
            || (o.kind(id) == Kind::Parameter
                && o.text(id).split(':').next().is_some_and(|parameter| parameter.trim() == name))
    })
}

/// Whether a name is given a value once, by a statement of the module.
pub(super) fn is_global_object(code: &Code, name: &str) -> bool {
    let o = &code.outline;
    let mut stores = o.all().filter(|&id| o.kind(id) == Kind::Name(Use::Store) && o.text(id) == name);
    let store = stores.next();
    let parameter = o.all().any(|id| {
        o.kind(id) == Kind::Parameter && o.text(id).split([':', '=']).next().is_some_and(|p| p.trim() == name)
    });
    store.is_some_and(|id| o.parent(o.parent(id)) == Outline::MODULE) && stores.next().is_none() && !parameter
}

/// Whether only one class of the program has an attribute of that name, and only one object of it is made.
fn is_of_only_object(code: &Code, attribute: &str) -> bool {
    let o = &code.outline;
    let mut classes: Vec<NodeId> = Vec::new();
    for id in o.all() {
        let of_self = matches!(o.kind(id), Kind::Attribute(Use::Store)) && o.text(id) == format!("self.{attribute}");
        let of_class = o.kind(id) == Kind::Name(Use::Store)
            && o.text(id) == attribute
            && o.kind(o.parent(o.parent(id))) == Kind::Class;
        if !of_self && !of_class {
            continue;
        }
        let Some(class) = o.around(id).find(|&id| o.kind(id) == Kind::Class) else { return false };
        if !classes.contains(&class) {
            classes.push(class);
        }
    }
    let [class] = classes[..] else { return false };
    let Some(name) = o.children(class).find(|&id| o.kind(id) == Kind::Identifier).map(|id| o.text(id)) else {
        return false;
    };
    let derived = o.all().any(|id| {
        o.kind(id) == Kind::Class && id != class && o.text(id).lines().next().is_some_and(|head| head.contains(name))
    });
    let Some(call) = only(code.calls().filter(|&call| o.text(code.callee(call)) == name)) else { return false };
    let repeated =
        o.around(call).any(|id| matches!(o.kind(id), Kind::For | Kind::While | Kind::Comprehension | Kind::Lambda));
    // Made in a function that is called more than once, there are more of them.
    let once = code.function(call).and_then(|id| code.defs.iter().find(|def| def.id == id)).is_none_or(|def| {
        only(code.calls_of(def)).is_some_and(|call| {
            !o.around(call).any(|id| matches!(o.kind(id), Kind::For | Kind::While | Kind::Comprehension))
        }) && !code.is_handed_over(def)
    });
    !derived && !repeated && once
}

/// Whether both ends are under one `with`, or locks are taken by hand.
fn is_guarded(code: &Code, window: &Window) -> bool {
    let o = &code.outline;
    let is_with = |id: NodeId| matches!(o.kind(id), Kind::With | Kind::AsyncWith);
    let under = o.around(window.write).any(|id| is_with(id) && o.is_inside(window.read, id) && id > window.function);
    let inside = o.around(window.write).any(|id| is_with(id) && o.is_inside(id, window.function));
    let by_hand = o.inside(window.function).any(|id| o.kind(id) == Kind::Call && code.method(id) == "acquire");
    // A caller may hold the lock.
    let by_caller = code.defs.iter().find(|def| def.id == window.function).is_none_or(|def| {
        code.calls_of(def).any(|call| o.around(call).any(|id| is_with(id) && takes_a_lock(code, id)))
    });
    under || inside || by_hand || by_caller
}

/// Whether a `with` is about a lock, as far as its names tell.
fn takes_a_lock(code: &Code, with: NodeId) -> bool {
    let o = &code.outline;
    o.children(with).filter(|&id| o.kind(id) == Kind::WithItem).any(|item| {
        let text = o.text(item).to_lowercase();
        ["lock", "mutex", "sem", "guard", "cond"].iter().any(|word| text.contains(word))
    })
}

/// The lines of a window: from the statement that reads to the one that writes.
pub fn lines(code: &Code, window: &Window) -> (u32, u32) {
    (code.outline.line(window.read), code.outline.last_line(window.write))
}

/// All of a window is put under a lock of its own: `with` or `async with` one of that module.
pub fn lock_around(code: &Code, window: &Window, module: &str, with: &str) -> Option<Fix> {
    let o = &code.outline;
    let place = o.place(window.read);
    let last = if window.shape == Shape::Tested { o.last_line(window.read) } else { o.last_line(window.write) };
    let many_lines = |id: NodeId| o.kind(id) == Kind::Text && o.line(id) != o.last_line(id);
    let leaves = |id: NodeId| o.kind(id) == Kind::Yield;
    let parent = o.parent(window.read);
    let one_line = o.line(parent) == place.line;
    let base: String = window
        .name
        .rsplit('.')
        .next()
        .unwrap_or("state")
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    let lock = format!("{base}_lock");
    let taken = o.all().any(|id| o.kind(id) == Kind::Name(Use::Store) && o.text(id) == lock);
    if o.inside(window.function).any(|id| many_lines(id) || leaves(id)) || one_line || taken {
        return None;
    }
    let mut edits = Edits::of(code);
    let module = edits.module(module);
    let (top, indent) = (code.line_after_imports(), " ".repeat(place.column as usize - 1));
    let edits = edits
        .between((top, 1), (top, 1), format!("\n{lock} = {module}.Lock()\n"))
        .between((place.line, 1), (place.line, 1), format!("{indent}{with} {lock}:\n"))
        .indent(place.line, last);
    Some(edits.fix(format!("Let one at a time in: {module}.Lock")))
}
