//! What rules ask about code: what a call calls, where a function is called, what a name of a module is.

use crate::machine::Python;
use crate::python::SourceText;
use crate::python::outline::{self, Kind, NodeId, Outline, Use};

/// One of the program's texts.
pub struct Code {
    /// Its path, as tracebacks show it.
    pub path: String,
    /// Its nodes.
    pub outline: Outline,
    /// Its functions and coroutine functions.
    pub defs: Vec<Def>,
    /// What names stand for because of imports: `sleep` for `time.sleep`.
    imported: Vec<(String, String)>,
    calls: Vec<NodeId>,
}

/// A function of the program.
pub struct Def {
    /// The whole statement.
    pub id: NodeId,
    /// `__name__`.
    pub name: String,
    /// `__qualname__`.
    pub qualname: String,
}

impl Code {
    /// Reads a text; `None` when it cannot be parsed.
    pub fn read(file: &SourceText, python: Python) -> Option<Self> {
        let outline = outline::read(&file.text, python)?;
        let of_kind =
            |wanted: fn(Kind) -> bool| outline.all().filter(|&id| wanted(outline.kind(id))).collect::<Vec<_>>();
        let calls = of_kind(|kind| kind == Kind::Call);
        let defs = of_kind(|kind| matches!(kind, Kind::Function | Kind::Coroutine));
        let defs = defs.into_iter().map(|id| Def { id, name: name(&outline, id), qualname: qualname(&outline, id) });
        let (defs, imported) = (defs.collect(), imported(&outline));
        Some(Self { path: file.path.clone(), outline, defs, imported, calls })
    }

    /// What a name or attribute stands for, as far as imports tell: `asyncio.sleep`; `None` for anything but names joined by
    /// dots.
    pub fn dotted(&self, id: NodeId) -> Option<String> {
        if !matches!(self.outline.kind(id), Kind::Name(_) | Kind::Attribute(_)) {
            return None;
        }
        let text = self.outline.text(id);
        if !text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.') {
            return None;
        }
        let (first, rest) = text.split_once('.').map_or((text, None), |(first, rest)| (first, Some(rest)));
        let first = self.imported.iter().find(|(name, _)| name == first).map_or(first, |(_, path)| path);
        Some(rest.map_or_else(|| first.to_owned(), |rest| format!("{first}.{rest}")))
    }

    /// The name by which the text knows a module that it imports as a whole.
    pub fn name_of_module(&self, module: &str) -> Option<&str> {
        self.imported.iter().find(|(_, path)| path == module).map(|(name, _)| name.as_str())
    }

    /// The first line after the imports at the top of the text.
    pub fn line_after_imports(&self) -> u32 {
        let o = &self.outline;
        let mut after = 1;
        for id in o.children(Outline::MODULE) {
            let is_text = o.kind(id) == Kind::ExpressionStatement
                && o.children(id).next().is_some_and(|value| o.kind(value) == Kind::Text);
            match o.kind(id) {
                Kind::Import | Kind::ImportFrom => after = o.last_line(id) + 1,
                _ if is_text => after = after.max(o.last_line(id) + 1),
                _ => break,
            }
        }
        if after > 1 {
            return after;
        }
        o.children(Outline::MODULE).next().map_or(1, |id| o.line(id))
    }

    /// What a call calls, as an expression.
    pub fn callee(&self, call: NodeId) -> NodeId {
        self.outline.children(call).next().unwrap_or(call)
    }

    /// What a call calls, by name; empty when it is no name.
    pub fn called(&self, call: NodeId) -> String {
        self.dotted(self.callee(call)).unwrap_or_default()
    }

    /// The last part of what a call calls: `result` for `pool.submit(f).result()`.
    pub fn method(&self, call: NodeId) -> &str {
        let text = self.outline.text(self.callee(call));
        text.rsplit('.').next().unwrap_or(text)
    }

    /// What a method is called on: `q` for `q.get()`.
    pub fn receiver(&self, call: NodeId) -> Option<NodeId> {
        let callee = self.callee(call);
        let is_attribute = matches!(self.outline.kind(callee), Kind::Attribute(_));
        if is_attribute { self.outline.children(callee).next() } else { None }
    }

    /// What a call is given: expressions, and keywords as they stand.
    pub fn arguments(&self, call: NodeId) -> Vec<NodeId> {
        let o = &self.outline;
        let arguments = o.children(call).find(|&id| o.kind(id) == Kind::Arguments);
        arguments.map(|id| o.children(id).collect()).unwrap_or_default()
    }

    /// The calls that begin on a line.
    pub fn calls_on(&self, line: u32) -> impl Iterator<Item = NodeId> + '_ {
        self.calls.iter().copied().filter(move |&id| self.outline.line(id) == line)
    }

    /// All calls.
    pub fn calls(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.calls.iter().copied()
    }

    /// Whether an expression is what an `await` waits for.
    pub fn is_awaited(&self, id: NodeId) -> bool {
        self.outline.kind(self.outline.parent(id)) == Kind::Await
    }

    /// The statement that something is in, or is.
    pub fn statement(&self, id: NodeId) -> NodeId {
        let is_statement = |&id: &NodeId| self.outline.kind(id).is_statement();
        std::iter::once(id).chain(self.outline.around(id)).find(is_statement).unwrap_or(Outline::MODULE)
    }

    /// The function that something is in.
    pub fn function(&self, id: NodeId) -> Option<NodeId> {
        self.outline.around(id).find(|&id| self.outline.kind(id).is_function())
    }

    /// Whether something is executed by a coroutine function itself.
    pub fn in_coroutine(&self, id: NodeId) -> bool {
        self.function(id).is_some_and(|id| self.outline.kind(id) == Kind::Coroutine)
    }

    /// The innermost function on a line.
    pub fn def_at(&self, line: u32) -> Option<&Def> {
        let o = &self.outline;
        self.defs.iter().rev().find(|def| (o.line(def.id)..=o.last_line(def.id)).contains(&line))
    }

    /// The only function of a name; a method counts as `self.NAME`.
    pub fn def_named(&self, name: &str) -> Option<&Def> {
        let last = name.rsplit('.').next().unwrap_or(name);
        let mut of_name = self.defs.iter().filter(|def| def.name == last);
        let def = of_name.next()?;
        let only = of_name.next().is_none();
        let is_method = self.outline.kind(self.outline.parent(def.id)) == Kind::Class;
        (only && is_method == name.contains('.')).then_some(def)
    }

    /// The function that a call calls, when it is one of the program's.
    pub fn def_called(&self, call: NodeId) -> Option<&Def> {
        let text = self.outline.text(self.callee(call));
        let plain = text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
        if plain { self.def_named(text) } else { None }
    }

    /// Where a function is called.
    pub fn calls_of<'a>(&'a self, def: &'a Def) -> impl Iterator<Item = NodeId> + 'a {
        self.calls().filter(|&call| self.def_called(call).is_some_and(|called| called.id == def.id))
    }

    /// The call in a coroutine function by which a line is reached: the only one there is, through any number of functions.
    /// `None` when it can't be told.
    pub fn call_from_coroutine(&self, line: u32) -> Option<NodeId> {
        let mut found = None;
        let mut seen = Vec::new();
        let mut next = vec![self.def_at(line)?.id];
        while let Some(id) = next.pop() {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            let def = self.defs.iter().find(|def| def.id == id)?;
            // A function that is also handed over as a value may be called from anywhere.
            if self.is_handed_over(def) {
                return None;
            }
            for call in self.calls_of(def) {
                let caller = self.function(call)?;
                match self.outline.kind(caller) {
                    Kind::Coroutine if found.is_some() => return None,
                    Kind::Coroutine => found = Some(call),
                    Kind::Function => next.push(caller),
                    _ => return None,
                }
            }
        }
        found
    }

    /// Whether a function is used other than by calling it.
    pub fn is_handed_over(&self, def: &Def) -> bool {
        let o = &self.outline;
        o.all().any(|id| {
            let named = match o.kind(id) {
                Kind::Name(Use::Load) => o.text(id) == def.name,
                Kind::Attribute(Use::Load) => o.text(id).rsplit('.').next() == Some(&def.name),
                _ => false,
            };
            let parent = o.parent(id);
            let is_called = o.kind(parent) == Kind::Call && self.callee(parent) == id;
            named && !is_called && !matches!(o.kind(parent), Kind::Attribute(_))
        })
    }

    /// Names that are read anywhere inside.
    pub fn names_in(&self, id: NodeId) -> Vec<&str> {
        let o = &self.outline;
        o.inside(id).filter(|&id| o.kind(id) == Kind::Name(Use::Load)).map(|id| o.text(id)).collect()
    }

    /// Source text on one line, not too long, to be named in a sentence.
    pub fn short(&self, id: NodeId) -> String {
        let text = self.outline.text(id).split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() <= 44 {
            return text;
        }
        if self.outline.kind(id) == Kind::Call {
            let callee = self.outline.text(self.callee(id));
            if callee.chars().count() <= 40 && !callee.contains('\n') {
                return format!("{callee}(…)");
            }
        }
        text.chars().take(40).chain("…".chars()).collect()
    }
}

fn name(o: &Outline, id: NodeId) -> String {
    let name = o.children(id).find(|&id| o.kind(id) == Kind::Identifier);
    name.map(|id| o.text(id).to_owned()).unwrap_or_default()
}

fn qualname(o: &Outline, id: NodeId) -> String {
    let mut text = name(o, id);
    for outer in o.around(id) {
        match o.kind(outer) {
            Kind::Class => text = format!("{}.{text}", name(o, outer)),
            Kind::Function | Kind::Coroutine => text = format!("{}.<locals>.{text}", name(o, outer)),
            _ => {}
        }
    }
    text
}

fn imported(o: &Outline) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for id in o.all() {
        let from = match o.kind(id) {
            Kind::Import => None,
            Kind::ImportFrom => {
                let module = o.children(id).find(|&id| o.kind(id) == Kind::Identifier);
                Some(module.map(|id| o.text(id)).unwrap_or_default())
            }
            _ => continue,
        };
        for alias in o.children(id).filter(|&id| o.kind(id) == Kind::Alias) {
            let text = o.text(alias);
            let (what, name) = match text.split_once(" as ") {
                Some((what, name)) => (what.trim(), name.trim()),
                None => (text, text),
            };
            match from {
                Some(module) => names.push((name.to_owned(), format!("{module}.{what}"))),
                // `import a.b` makes `a` known.
                None if name == what => {
                    let first = name.split('.').next().unwrap_or(name);
                    names.push((first.to_owned(), first.to_owned()));
                }
                None => names.push((name.to_owned(), what.to_owned())),
            }
        }
    }
    names
}
