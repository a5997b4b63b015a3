//! Which call a thread stood in, and how to take a call off the loop.

use super::case::{Case, Site};
use super::code::{Code, Def};
use super::edits::Edits;
use crate::python::outline::{Kind, NodeId, Use};
use crate::syscall::Line;
use crate::trace::State;
use crate::trace::report::Fix;

/// Methods that can wait for another thread.
const WAITING: [&str; 10] =
    ["acquire", "join", "get", "put", "wait", "result", "shutdown", "exception", "wait_for", "as_completed"];

/// What a thread of that state stood in on that line: the call if there is only one that it can be.
pub fn waiting_call<'a>(case: &'a Case<'_>, line: Line, state: State) -> Option<Site<'a>> {
    let code = case.code(line.file)?;
    let can_be = |&call: &NodeId| {
        if code.is_awaited(call) {
            return false;
        }
        match state {
            State::Sleeping { .. } => matches!(&*code.called(call), "time.sleep"),
            State::Parked { .. } => WAITING.contains(&code.method(call)),
            _ => true,
        }
    };
    only(code.calls_on(line.line).filter(can_be)).and_then(|call| case.at(line.file, call)).or_else(|| {
        let o = &code.outline;
        let mut with = o.all().filter(|&id| o.kind(id) == Kind::WithItem && o.line(id) == line.line);
        let parked = matches!(state, State::Parked { .. });
        with.next().filter(|_| parked).and_then(|item| case.at(line.file, o.parent(item)))
    })
}

/// The only call of a line that is not awaited, as far as it can be told: the outermost one.
pub fn plain_call<'a>(case: &'a Case<'_>, line: Line) -> Option<Site<'a>> {
    let code = case.code(line.file)?;
    let calls: Vec<NodeId> = code.calls_on(line.line).filter(|&call| !code.is_awaited(call)).collect();
    let first = *calls.first()?;
    let inside = calls.iter().all(|&call| code.outline.is_inside(call, first));
    if inside { case.at(line.file, first) } else { None }
}

/// The call on a line that gives work to a pool; else the line.
pub fn submitting_call<'a>(case: &'a Case<'_>, line: Line) -> Option<Site<'a>> {
    const GIVING: [&str; 4] = ["to_thread", "run_in_executor", "submit", "map"];
    let code = case.code(line.file)?;
    let call = only(code.calls_on(line.line).filter(|&call| GIVING.contains(&code.method(call))));
    call.and_then(|call| case.at(line.file, call)).or_else(|| case.on(line))
}

/// The item of an iterator with exactly one.
pub fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

/// Whether an `await` can be put before a call: it is executed by a coroutine function itself.
pub fn can_await(code: &Code, call: NodeId) -> bool {
    let o = &code.outline;
    if !code.in_coroutine(call) || code.is_awaited(call) {
        return false;
    }
    let statement = code.statement(call);
    let mut between = o.around(call).take_while(|&id| id != statement);
    !between.any(|id| matches!(o.kind(id), Kind::Comprehension | Kind::Decorator | Kind::Parameters))
}

/// Whether `await x` must be put into brackets where a call stands.
pub fn needs_brackets(code: &Code, call: NodeId) -> bool {
    let o = &code.outline;
    let parent = o.parent(call);
    match o.kind(parent) {
        Kind::Attribute(_) | Kind::Subscript(_) => o.children(parent).next() == Some(call),
        Kind::Call => code.callee(parent) == call,
        Kind::Operation => o.text(parent).contains("**"),
        _ => false,
    }
}

/// `f(x)` becomes `await asyncio.to_thread(f, x)`.
pub fn to_thread(code: &Code, call: NodeId) -> Option<Fix> {
    if !can_await(code, call) {
        return None;
    }
    // What the function does with the loop, a context or other threads' data can't be seen from here.
    if let Some(def) = code.def_called(call)
        && !is_fit_for_a_thread(code, def, &mut Vec::new())
    {
        return None;
    }
    let mut edits = Edits::of(code);
    let asyncio = edits.module("asyncio");
    let o = &code.outline;
    let (callee, arguments) = (code.callee(call), o.children(call).find(|&id| o.kind(id) == Kind::Arguments)?);
    let brackets = needs_brackets(code, call);
    let name = o.text(callee).to_owned();
    let (from, to) = (o.place(callee), o.place(arguments));
    let separator = if code.arguments(call).is_empty() { "" } else { ", " };
    let open = if brackets { "(" } else { "" };
    let edits = edits.between(
        (from.line, from.column),
        (to.line, to.column + 1),
        format!("{open}await {asyncio}.to_thread({name}{separator}"),
    );
    let edits = if brackets { edits.after(call, ")") } else { edits };
    Some(edits.fix(format!("Call {} in a thread", code.outline.text(callee))))
}

/// Whether nothing in a function, or in what it calls of the program's, needs the thread that it is called in now, or changes
/// what others see.
pub fn is_fit_for_a_thread(code: &Code, def: &Def, seen: &mut Vec<NodeId>) -> bool {
    if seen.contains(&def.id) {
        return true;
    }
    seen.push(def.id);
    let o = &code.outline;
    if o.kind(def.id) == Kind::Coroutine || o.kind(o.parent(def.id)) == Kind::Class {
        return false;
    }
    o.inside(def.id).skip(1).all(|id| match o.kind(id) {
        Kind::Global | Kind::Nonlocal | Kind::Await => false,
        Kind::Attribute(Use::Store) | Kind::Subscript(Use::Store) => false,
        Kind::Name(Use::Load) => code.dotted(id).is_none_or(|path| !path.starts_with("asyncio")),
        Kind::Call => {
            let method = code.method(id);
            let changes = ["append", "add", "put", "put_nowait", "set_result", "update", "pop", "set", "remove"];
            let is_method = code.receiver(id).is_some();
            !(is_method && changes.contains(&method))
                && code.def_called(id).is_none_or(|called| is_fit_for_a_thread(code, called, seen))
        }
        _ => true,
    })
}
