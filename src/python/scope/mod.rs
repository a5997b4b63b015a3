//! Which variable a name means: Python's scoping.
//!
//! [`collect`] walks the tree once and notes for every scope which names it binds, uses and declares. Then every use is
//! resolved: a variable that an inner function uses becomes a cell, and every function on the way passes it on. List, set
//! and dict comprehensions have a scope but no frame of their own (PEP 709): their variables are registers of the
//! function around them. So have type parameters.

mod collect;

use super::parse::Refusal;
use crate::vm::symbol::{FxHasher, Interner, Symbol};
use hashbrown::{HashMap, HashSet};
use ruff_python_ast::ModModule;
use ruff_text_size::TextRange;
use std::hash::BuildHasherDefault;

pub(super) type Map<K, V> = HashMap<K, V, BuildHasherDefault<FxHasher>>;
pub(super) type Set<K> = HashSet<K, BuildHasherDefault<FxHasher>>;

/// Number of a scope within its module; a scope's parent has a smaller one.
pub(super) type ScopeId = usize;

/// What a scope belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Module,
    Class,
    Function,
    Lambda,
    /// A generator expression.
    Generator,
    /// A list, set or dict comprehension.
    Comprehension,
    /// `[T]` of a function, class or alias.
    TypeParameters,
}

/// What a scope knows of a name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    pub(super) parameter: bool,
    pub(super) bound: bool,
    pub(super) used: bool,
    pub(super) global: bool,
    pub(super) nonlocal: bool,
    /// An inner function uses it.
    pub(super) captured: bool,
    /// A `del`, or the end of an `except … as`, can take its value away.
    pub(super) deleted: bool,
    /// A walrus binds it.
    pub(super) walrus: bool,
    /// How often it is bound.
    pub(super) bindings: u32,
}

/// One scope.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) kind: Kind,
    pub(super) parent: Option<ScopeId>,
    /// Names in order of appearance.
    pub(super) names: Vec<(Symbol, Facts)>,
    index: Map<Symbol, usize>,
    /// Name of the innermost class around it, for mangling.
    class_name: Option<Box<str>>,
    /// `async def`, or an asynchronous generator expression.
    pub(super) is_async: bool,
    /// Whether it yields.
    pub(super) yields: bool,
    /// Whether it is a class body or a module with annotated names.
    pub(super) annotated: bool,
    /// Of a class: the attributes that its methods give to `self`, in order.
    pub(super) static_attributes: Vec<Symbol>,
    /// Variables of outer functions that it, or a function within it, uses.
    pub(super) free: Vec<Symbol>,
    /// A frame's variables by scope: its own, and those of comprehensions within it.
    pub(super) variables: Vec<(ScopeId, Symbol)>,
}

impl Scope {
    pub(super) fn facts(&self, name: Symbol) -> Option<&Facts> {
        self.index.get(&name).map(|&i| &self.names[i].1)
    }

    fn facts_mut(&mut self, name: Symbol) -> &mut Facts {
        let next = self.names.len();
        let i = *self.index.entry(name).or_insert(next);
        if i == next {
            self.names.push((name, Facts::default()));
        }
        &mut self.names[i].1
    }

    /// Whether its variables live in the frame of the scope around it.
    pub(super) fn is_inlined(&self) -> bool {
        matches!(self.kind, Kind::Comprehension | Kind::TypeParameters)
    }
}

/// What a name means where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A global or builtin.
    Global,
    /// A name of a class body, else a global or builtin.
    Name,
    /// A variable of that scope.
    Variable(ScopeId),
    /// A name of a class body, else a variable of that scope.
    NameOrVariable(ScopeId),
}

/// All scopes of a module.
#[derive(Debug)]
pub(super) struct Scopes {
    all: Vec<Scope>,
    by_range: Map<(u32, u32), ScopeId>,
    /// Modules that the top level binds by `import`: name → full name of what it is bound to.
    pub(super) imports: Map<Symbol, Vec<String>>,
    /// Modules of `from … import *`, as written.
    pub(super) star_imports: Vec<String>,
    /// Attributes of top-level names that the program itself assigns or asks about.
    pub(super) assigned_attributes: Set<Symbol>,
    /// The first `await` outside of functions and classes, and what to call it: the text is a notebook's.
    pub(super) top_level_await: Option<(TextRange, String)>,
    /// `from __future__ import annotations`
    pub(super) future_annotations: bool,
    class_cell: Symbol,
}

impl Scopes {
    /// The scopes of a module, or the first rule of Python's that it breaks.
    pub(super) fn of(module: &ModModule, interner: &mut Interner) -> Result<Self, Refusal> {
        let mut scopes = collect::collect(module, interner)?;
        scopes.resolve_all();
        Ok(scopes)
    }

    pub(super) fn get(&self, id: ScopeId) -> &Scope {
        &self.all[id]
    }

    /// The scope of the function, class, lambda or comprehension at a range.
    pub(super) fn at(&self, range: TextRange) -> Option<ScopeId> {
        self.by_range.get(&(range.start().to_u32(), range.end().to_u32())).copied()
    }

    /// The scope whose frame a scope's variables live in.
    pub(super) fn owner(&self, mut id: ScopeId) -> ScopeId {
        while self.all[id].is_inlined()
            && let Some(parent) = self.all[id].parent
        {
            id = parent;
        }
        id
    }

    /// A name as it is seen inside classes: `__x` of class `C` is `_C__x`.
    pub(super) fn mangle(&self, id: ScopeId, name: &str, interner: &mut Interner) -> Symbol {
        match &self.all[id].class_name {
            Some(class) if name.starts_with("__") && !name.ends_with("__") && !name.contains('.') => {
                let class = class.trim_start_matches('_');
                if class.is_empty() { interner.intern(name) } else { interner.intern(&format!("_{class}{name}")) }
            }
            _ => interner.intern(name),
        }
    }

    /// What a name means in a scope.
    pub(super) fn meaning(&self, scope: ScopeId, name: Symbol) -> Meaning {
        let mut id = scope;
        // Whether the class body itself looks the name up, which sees its own names.
        let mut direct = true;
        let mut in_class = false;
        loop {
            let scope = &self.all[id];
            let facts = scope.facts(name).copied().unwrap_or_default();
            match scope.kind {
                Kind::Module => return if in_class { Meaning::Name } else { Meaning::Global },
                Kind::Class if direct => {
                    if facts.global {
                        return Meaning::Global;
                    }
                    if facts.bound && !facts.nonlocal {
                        return Meaning::Name;
                    }
                    // `nonlocal` in a class body means the variable alone.
                    in_class = !facts.nonlocal;
                }
                Kind::Class => {
                    if name == self.class_cell {
                        return Meaning::Variable(id);
                    }
                }
                _ => {
                    if facts.global {
                        return if in_class { Meaning::Name } else { Meaning::Global };
                    }
                    if facts.bound && !facts.nonlocal {
                        return if in_class { Meaning::NameOrVariable(id) } else { Meaning::Variable(id) };
                    }
                }
            }
            direct &= scope.kind == Kind::TypeParameters;
            match scope.parent {
                Some(parent) => id = parent,
                None => return Meaning::Global,
            }
        }
    }

    /// Finds cells and free variables, and gives every frame its variables.
    fn resolve_all(&mut self) {
        for id in 0..self.all.len() {
            let names: Vec<Symbol> = self.all[id].names.iter().map(|(name, _)| *name).collect();
            for name in names {
                if let Meaning::Variable(home) | Meaning::NameOrVariable(home) = self.meaning(id, name) {
                    self.connect(id, home, name);
                }
            }
        }
        for id in 0..self.all.len() {
            let owner = self.owner(id);
            let scope = &self.all[id];
            if scope.kind == Kind::Module
                || (scope.kind == Kind::Class && scope.facts(self.class_cell).is_none_or(|f| !f.captured))
            {
                continue;
            }
            let own: Vec<(ScopeId, Symbol)> = if scope.kind == Kind::Class {
                vec![(id, self.class_cell)]
            } else {
                let mine = scope.names.iter().filter(|(_, f)| f.bound && !f.global && !f.nonlocal);
                mine.map(|(name, _)| (id, *name)).collect()
            };
            self.all[owner].variables.extend(own);
        }
    }

    /// Makes a variable of `home` reachable from `user`.
    fn connect(&mut self, user: ScopeId, home: ScopeId, name: Symbol) {
        let target = self.owner(home);
        let mut frame = self.owner(user);
        if frame == target && self.all[home].kind != Kind::Class {
            return;
        }
        self.all[home].facts_mut(name).captured = true;
        while frame != target {
            if !self.all[frame].free.contains(&name) {
                self.all[frame].free.push(name);
            }
            match self.all[frame].parent {
                Some(parent) => frame = self.owner(parent),
                None => return,
            }
        }
    }

    /// The names that a module's top level binds, for those who import it.
    pub(super) fn exports(&self) -> impl Iterator<Item = Symbol> + '_ {
        let top = self.all[0].names.iter().filter(|(_, facts)| facts.bound);
        let inner = self.all[1..].iter().flat_map(|scope| scope.names.iter().filter(|(_, f)| f.global && f.bound));
        top.chain(inner).map(|(name, _)| *name)
    }

    /// Where a free variable of a function or class is at home.
    pub(super) fn outer_home(&self, inner: ScopeId, name: Symbol) -> Option<ScopeId> {
        let mut id = self.all[inner].parent;
        while let Some(here) = id {
            let scope = &self.all[here];
            let found = match scope.kind {
                Kind::Module => return None,
                Kind::Class => name == self.class_cell,
                _ => scope.facts(name).is_some_and(|facts| facts.bound && !facts.global && !facts.nonlocal),
            };
            if found {
                return Some(here);
            }
            id = scope.parent;
        }
        None
    }

    /// Whether the module gives a global name a value somewhere.
    pub(super) fn binds_globally(&self, name: Symbol) -> bool {
        let top = self.all[0].facts(name).is_some_and(|facts| facts.bound);
        top || self.all[1..].iter().any(|scope| scope.facts(name).is_some_and(|f| f.global && f.bound))
    }

    /// The module, or what of a module, that a top-level name is bound to by imports and by nothing else.
    pub(super) fn imported_module(&self, name: Symbol) -> Option<&str> {
        let modules = self.imports.get(&name)?;
        let module = modules.first()?;
        let bindings: u32 = self.all[0].facts(name).map_or(0, |facts| facts.bindings);
        let rebound = self.all[1..].iter().any(|s| s.facts(name).is_some_and(|f| f.global && f.bound));
        (modules.len() as u32 == bindings && modules.iter().all(|m| m == module) && !rebound).then_some(module)
    }
}
