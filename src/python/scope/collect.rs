//! The walk that notes every scope's names, and refuses what Python's compiler refuses.

use super::{Kind, Scope, ScopeId, Scopes};
use crate::python::parse::Refusal;
use crate::vm::symbol::{Interner, Symbol};
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    Arguments, Comprehension, ExceptHandler, Expr, ExprContext, ModModule, Parameters, Pattern, Stmt, TypeParams,
};
use ruff_text_size::{Ranged, TextRange};

/// Walks a module.
pub(super) fn collect(module: &ModModule, interner: &mut Interner) -> Result<Scopes, Refusal> {
    let class_cell = interner.intern("__class__");
    let scopes = Scopes {
        top_level_await: None,
        all: Vec::new(),
        by_range: super::Map::default(),
        imports: super::Map::default(),
        star_imports: Vec::new(),
        assigned_attributes: super::Set::default(),
        future_annotations: false,
        class_cell,
    };
    let mut collector = Collector { scopes, interner, scope: 0, refusal: None, nonlocals: Vec::new() };
    collector.push(Kind::Module, TextRange::default(), None);
    collector.visit_body(&module.body);
    collector.check_nonlocals();
    match collector.refusal {
        Some(refusal) => Err(refusal),
        None => Ok(collector.scopes),
    }
}

struct Collector<'i> {
    scopes: Scopes,
    interner: &'i mut Interner,
    scope: ScopeId,
    refusal: Option<Refusal>,
    /// Declarations to check when all scopes are known.
    nonlocals: Vec<(ScopeId, Symbol, TextRange)>,
}

impl Collector<'_> {
    fn refuse(&mut self, range: TextRange, message: impl Into<String>) {
        if self.refusal.is_none() {
            self.refusal = Some(Refusal { range, message: message.into() });
        }
    }

    fn push(&mut self, kind: Kind, range: TextRange, class_name: Option<&str>) -> ScopeId {
        let id = self.scopes.all.len();
        let parent = (id > 0).then_some(self.scope);
        let class_name = match class_name {
            Some(name) => Some(name.into()),
            None => parent.and_then(|parent| self.scopes.all[parent].class_name.clone()),
        };
        self.scopes.all.push(Scope {
            kind,
            parent,
            names: Vec::new(),
            index: super::Map::default(),
            class_name,
            is_async: false,
            yields: false,
            annotated: false,
            static_attributes: Vec::new(),
            free: Vec::new(),
            variables: Vec::new(),
        });
        if parent.is_some() {
            self.scopes.by_range.insert((range.start().to_u32(), range.end().to_u32()), id);
        }
        self.scope = id;
        id
    }

    fn pop(&mut self) {
        self.scope = self.scopes.all[self.scope].parent.unwrap_or(0);
    }

    /// `self.name = …` in a method, or in a function within one: for `__static_attributes__` of the class.
    fn note_static_attribute(&mut self, object: &Expr, attribute: Symbol) {
        if !matches!(object, Expr::Name(name) if name.id.as_str() == "self") {
            return;
        }
        let mut around = self.scopes.all[self.scope].parent;
        while let Some(id) = around {
            let scope = &mut self.scopes.all[id];
            if scope.kind == Kind::Class {
                if !scope.static_attributes.contains(&attribute) {
                    scope.static_attributes.push(attribute);
                }
                return;
            }
            around = scope.parent;
        }
    }

    fn here(&mut self) -> &mut Scope {
        &mut self.scopes.all[self.scope]
    }

    fn symbol(&mut self, name: &str) -> Symbol {
        self.scopes.mangle(self.scope, name, self.interner)
    }

    fn bind(&mut self, name: &str, range: TextRange) -> Symbol {
        if name == "__debug__" {
            self.refuse(range, "cannot assign to __debug__");
        }
        let symbol = self.symbol(name);
        let facts = self.here().facts_mut(symbol);
        facts.bound = true;
        facts.bindings += 1;
        symbol
    }

    fn use_name(&mut self, name: &str) {
        let symbol = self.symbol(name);
        self.here().facts_mut(symbol).used = true;
        // `super()` without arguments needs the class.
        if name == "super" && !matches!(self.here().kind, Kind::Module | Kind::Class) {
            let class_cell = self.scopes.class_cell;
            self.here().facts_mut(class_cell).used = true;
        }
    }

    /// A walrus binds in the function around its comprehensions.
    fn bind_walrus(&mut self, name: &str, range: TextRange) {
        let symbol = self.symbol(name);
        let mut id = self.scope;
        while matches!(self.scopes.all[id].kind, Kind::Comprehension | Kind::Generator) {
            if self.scopes.all[id].facts(symbol).is_some_and(|facts| facts.bound && !facts.global && !facts.nonlocal) {
                let name = name.to_string();
                self.refuse(
                    range,
                    format!("assignment expression cannot rebind comprehension iteration variable '{name}'"),
                );
            }
            let Some(parent) = self.scopes.all[id].parent else { break };
            id = parent;
        }
        if id != self.scope && self.scopes.all[id].kind == Kind::Class {
            self.refuse(range, "assignment expression within a comprehension cannot be used in a class body");
        }
        let module = self.scopes.all[id].kind == Kind::Module;
        let facts = self.scopes.all[id].facts_mut(symbol);
        facts.bound = true;
        facts.walrus = true;
        facts.bindings += 1;
        let mut inner = self.scope;
        while inner != id {
            let facts = self.scopes.all[inner].facts_mut(symbol);
            facts.bound = true;
            facts.walrus = true;
            if module {
                facts.global = true;
            } else {
                facts.nonlocal = true;
            }
            let Some(parent) = self.scopes.all[inner].parent else { break };
            inner = parent;
        }
    }

    fn declare(&mut self, name: &str, range: TextRange, global: bool) {
        let symbol = self.symbol(name);
        let word = if global { "global" } else { "nonlocal" };
        let facts = self.here().facts(symbol).copied().unwrap_or_default();
        if facts.parameter {
            self.refuse(range, format!("name '{name}' is parameter and {word}"));
        } else if (global && facts.nonlocal) || (!global && facts.global) {
            self.refuse(range, format!("name '{name}' is nonlocal and global"));
        } else if facts.bound && !facts.global && !facts.nonlocal {
            self.refuse(range, format!("name '{name}' is assigned to before {word} declaration"));
        } else if facts.used {
            self.refuse(range, format!("name '{name}' is used prior to {word} declaration"));
        }
        let facts = self.here().facts_mut(symbol);
        if global {
            facts.global = true;
        } else {
            facts.nonlocal = true;
            self.nonlocals.push((self.scope, symbol, range));
        }
    }

    fn check_nonlocals(&mut self) {
        for (scope, symbol, range) in std::mem::take(&mut self.nonlocals) {
            let found = match self.scopes.all[scope].parent {
                Some(_) if self.scopes.all[scope].kind == Kind::Module => None,
                Some(parent) => {
                    // From outside, so that a class's own names are not seen.
                    let mut id = Some(parent);
                    loop {
                        let Some(here) = id else { break None };
                        let outer = &self.scopes.all[here];
                        let facts = outer.facts(symbol).copied().unwrap_or_default();
                        if !matches!(outer.kind, Kind::Module | Kind::Class) {
                            if facts.global {
                                break None;
                            }
                            if facts.bound && !facts.nonlocal {
                                break Some(());
                            }
                        }
                        id = outer.parent;
                    }
                }
                None => None,
            };
            if found.is_none() {
                let name = self.interner.name(symbol).clone();
                self.refuse(range, format!("no binding for nonlocal '{name}' found"));
            }
        }
    }

    fn function_around(&self) -> Option<ScopeId> {
        let mut id = self.scope;
        loop {
            match self.scopes.all[id].kind {
                Kind::Function | Kind::Lambda => return Some(id),
                Kind::Module | Kind::Class => return None,
                _ => id = self.scopes.all[id].parent?,
            }
        }
    }

    fn parameters_outside(&mut self, parameters: &Parameters) {
        for parameter in parameters.iter_non_variadic_params() {
            if let Some(default) = &parameter.default {
                self.visit_expr(default);
            }
        }
    }

    fn annotations(&mut self, parameters: &Parameters, returns: Option<&Expr>) {
        for parameter in parameters {
            if let Some(annotation) = parameter.annotation() {
                self.visit_expr(annotation);
            }
        }
        if let Some(returns) = returns {
            self.visit_expr(returns);
        }
    }

    fn parameters_inside(&mut self, parameters: &Parameters) {
        // In the order of registers: positional, keyword-only, `*args`, `**kwargs`.
        let plain = parameters.iter_non_variadic_params().map(|p| &p.parameter);
        let all = plain.chain(parameters.vararg.as_deref()).chain(parameters.kwarg.as_deref());
        for parameter in all {
            let symbol = self.symbol(parameter.name.as_str());
            if self.here().facts(symbol).is_some_and(|facts| facts.parameter) {
                self.refuse(
                    parameter.range(),
                    format!("duplicate argument '{}' in function definition", parameter.name),
                );
            }
            let facts = self.here().facts_mut(symbol);
            facts.parameter = true;
            facts.bound = true;
            facts.bindings += 1;
        }
    }

    fn type_parameters(&mut self, parameters: &TypeParams) {
        self.push(Kind::TypeParameters, parameters.range(), None);
        for parameter in &parameters.type_params {
            let (name, range) = match parameter {
                ruff_python_ast::TypeParam::TypeVar(p) => (&p.name, p.range),
                ruff_python_ast::TypeParam::TypeVarTuple(p) => (&p.name, p.range),
                ruff_python_ast::TypeParam::ParamSpec(p) => (&p.name, p.range),
            };
            self.bind(name.as_str(), range);
        }
    }

    fn comprehension(&mut self, kind: Kind, range: TextRange, elements: &[&Expr], generators: &[Comprehension]) {
        let Some(first) = generators.first() else { return };
        self.visit_expr(&first.iter);
        let is_async = generators.iter().any(|g| g.is_async);
        if is_async && kind == Kind::Comprehension && self.is_top_level() {
            self.scopes.top_level_await.get_or_insert((range, "asynchronous comprehension".to_owned()));
        } else if is_async && kind == Kind::Comprehension && !self.in_async() {
            self.refuse(range, "asynchronous comprehension outside of an asynchronous function");
        }
        if is_async && kind == Kind::Comprehension {
            self.make_generator_async();
        }
        self.push(kind, range, None);
        self.here().is_async = is_async;
        if kind == Kind::Generator {
            self.here().yields = true;
            let argument = self.interner.intern(".0");
            let facts = self.here().facts_mut(argument);
            facts.parameter = true;
            facts.bound = true;
        }
        // Targets first, so that a walrus that rebinds one is seen.
        for generator in generators {
            self.visit_expr(&generator.target);
        }
        for (i, generator) in generators.iter().enumerate() {
            if i > 0 {
                self.visit_expr(&generator.iter);
            }
            for condition in &generator.ifs {
                self.visit_expr(condition);
            }
        }
        for element in elements {
            self.visit_expr(element);
        }
        self.pop();
    }

    /// Whether `await` and `async for` may stand here.
    fn in_async(&self) -> bool {
        let mut id = self.scope;
        loop {
            let scope = &self.scopes.all[id];
            match scope.kind {
                Kind::Function => return scope.is_async,
                // A generator expression becomes asynchronous by what it awaits.
                Kind::Generator => return true,
                Kind::Comprehension | Kind::TypeParameters => match scope.parent {
                    Some(parent) => id = parent,
                    None => return false,
                },
                Kind::Lambda | Kind::Module | Kind::Class => return false,
            }
        }
    }

    /// Whether this is neither in a function nor in a class.
    fn is_top_level(&self) -> bool {
        let mut id = self.scope;
        while self.scopes.all[id].kind == Kind::Comprehension
            && let Some(parent) = self.scopes.all[id].parent
        {
            id = parent;
        }
        self.scopes.all[id].kind == Kind::Module
    }

    /// What awaits inside a generator expression makes that an asynchronous generator.
    fn make_generator_async(&mut self) {
        let mut id = self.scope;
        while self.scopes.all[id].kind == Kind::Comprehension
            && let Some(parent) = self.scopes.all[id].parent
        {
            id = parent;
        }
        if self.scopes.all[id].kind == Kind::Generator {
            self.scopes.all[id].is_async = true;
        }
    }

    fn check_await(&mut self, what: &str, range: TextRange) {
        if self.in_async() {
            self.make_generator_async();
        } else if self.is_top_level() {
            self.scopes.top_level_await.get_or_insert((range, what.to_owned()));
        } else if self.function_around().is_none() {
            self.refuse(range, format!("{what} outside function; put it into an `async def`"));
        } else {
            self.refuse(range, format!("{what} outside async function; write `async def` for the function around it"));
        }
    }

    fn check_yield(&mut self, range: TextRange, from: bool) {
        let mut id = self.scope;
        while self.scopes.all[id].kind == Kind::TypeParameters
            && let Some(parent) = self.scopes.all[id].parent
        {
            id = parent;
        }
        match self.scopes.all[id].kind {
            Kind::Function | Kind::Lambda => {
                if from && self.scopes.all[id].is_async {
                    self.refuse(range, "'yield from' inside async function; use `async for`");
                }
                self.scopes.all[id].yields = true;
            }
            Kind::Comprehension => self.refuse(range, "'yield' inside a comprehension"),
            Kind::Generator => self.refuse(range, "'yield' inside generator expression"),
            Kind::Module | Kind::Class | Kind::TypeParameters => self.refuse(range, "'yield' outside function"),
        }
    }

    fn import_from(&mut self, import: &ruff_python_ast::StmtImportFrom) {
        let module = import.module.as_ref().map_or("", |m| m.as_str());
        for alias in &import.names {
            if alias.name.as_str() == "*" {
                if self.scope != 0 {
                    self.refuse(alias.range(), "import * only allowed at module level");
                }
                if import.level == 0 {
                    self.scopes.star_imports.push(module.to_string());
                }
                continue;
            }
            if module == "__future__" && alias.name.as_str() == "annotations" {
                self.scopes.future_annotations = true;
            }
            let name = alias.asname.as_ref().unwrap_or(&alias.name);
            let symbol = self.bind(name.as_str(), alias.range());
            if self.scope == 0 && import.level == 0 {
                self.scopes.imports.entry(symbol).or_default().push(format!("{module}.{}", alias.name));
            }
        }
    }

    fn import(&mut self, import: &ruff_python_ast::StmtImport) {
        for alias in &import.names {
            let full = alias.name.as_str();
            let first = full.split('.').next().unwrap_or(full);
            let (name, module) = match &alias.asname {
                Some(name) => (name.as_str(), full),
                None => (first, first),
            };
            let symbol = self.bind(name, alias.range());
            if self.scope == 0 {
                self.scopes.imports.entry(symbol).or_default().push(module.to_string());
            }
        }
    }
}

impl<'a> Visitor<'a> for Collector<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        if self.refusal.is_some() {
            return;
        }
        match stmt {
            Stmt::FunctionDef(function) => {
                for decorator in &function.decorator_list {
                    self.visit_expr(&decorator.expression);
                }
                self.bind(function.name.as_str(), function.name.range());
                self.parameters_outside(&function.parameters);
                if let Some(parameters) = &function.type_params {
                    self.type_parameters(parameters);
                }
                self.annotations(&function.parameters, function.returns.as_deref());
                self.push(Kind::Function, function.range(), None);
                self.here().is_async = function.is_async;
                self.parameters_inside(&function.parameters);
                self.visit_body(&function.body);
                self.pop();
                if function.type_params.is_some() {
                    self.pop();
                }
            }
            Stmt::ClassDef(class) => {
                for decorator in &class.decorator_list {
                    self.visit_expr(&decorator.expression);
                }
                self.bind(class.name.as_str(), class.name.range());
                if let Some(parameters) = &class.type_params {
                    self.type_parameters(parameters);
                }
                if let Some(arguments) = &class.arguments {
                    self.visit_arguments(arguments);
                }
                self.push(Kind::Class, class.range(), Some(class.name.as_str()));
                self.visit_body(&class.body);
                self.pop();
                if class.type_params.is_some() {
                    self.pop();
                }
            }
            Stmt::TypeAlias(alias) => {
                if let Expr::Name(name) = &*alias.name {
                    self.bind(name.id.as_str(), name.range());
                }
                if let Some(parameters) = &alias.type_params {
                    self.type_parameters(parameters);
                }
                self.visit_expr(&alias.value);
                if alias.type_params.is_some() {
                    self.pop();
                }
            }
            Stmt::Return(ret) => {
                match self.function_around() {
                    Some(id) if self.scopes.all[id].kind == Kind::Function => {}
                    _ => self.refuse(ret.range(), "'return' outside function"),
                }
                visitor::walk_stmt(self, stmt);
            }
            Stmt::AugAssign(assign) => match &*assign.target {
                Expr::Name(name) => {
                    self.use_name(name.id.as_str());
                    visitor::walk_stmt(self, stmt);
                }
                Expr::Attribute(attribute) => {
                    let symbol = self.interner.intern(attribute.attr.as_str());
                    self.scopes.assigned_attributes.insert(symbol);
                    self.visit_expr(&assign.value);
                    self.visit_expr(&attribute.value);
                }
                _ => visitor::walk_stmt(self, stmt),
            },
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.visit_expr(value);
                }
                let kind = self.here().kind;
                if let Expr::Name(name) = &*assign.target {
                    let symbol = self.symbol(name.id.as_str());
                    let facts = self.here().facts(symbol).copied().unwrap_or_default();
                    let word = if facts.global { "global" } else { "nonlocal" };
                    if facts.global || facts.nonlocal {
                        self.refuse(assign.target.range(), format!("annotated name '{}' can't be {word}", name.id));
                    }
                }
                if matches!(kind, Kind::Class | Kind::Module) && assign.simple {
                    self.here().annotated = true;
                    self.visit_expr(&assign.annotation);
                }
                self.visit_expr(&assign.target);
            }
            Stmt::Global(global) => {
                for name in &global.names {
                    self.declare(name.as_str(), name.range(), true);
                }
            }
            Stmt::Nonlocal(nonlocal) => {
                if self.scope == 0 {
                    self.refuse(nonlocal.range(), "nonlocal declaration not allowed at module level");
                }
                for name in &nonlocal.names {
                    self.declare(name.as_str(), name.range(), false);
                }
            }
            Stmt::Import(import) => self.import(import),
            Stmt::ImportFrom(import) => self.import_from(import),
            Stmt::For(each) if each.is_async => {
                self.check_await("'async for'", each.range());
                visitor::walk_stmt(self, stmt);
            }
            Stmt::With(with) if with.is_async => {
                self.check_await("'async with'", with.range());
                visitor::walk_stmt(self, stmt);
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => match name.ctx {
                ExprContext::Load | ExprContext::Invalid => self.use_name(name.id.as_str()),
                ExprContext::Store => {
                    self.bind(name.id.as_str(), name.range());
                }
                ExprContext::Del => {
                    let symbol = self.bind(name.id.as_str(), name.range());
                    self.here().facts_mut(symbol).deleted = true;
                }
            },
            Expr::BinOp(_) => {
                // Along the left spine without recursion: sums can be long.
                let mut rights = Vec::new();
                let mut left = expr;
                while let Expr::BinOp(binary) = left {
                    rights.push(&*binary.right);
                    left = &binary.left;
                }
                self.visit_expr(left);
                for right in rights.into_iter().rev() {
                    self.visit_expr(right);
                }
            }
            Expr::Named(named) => {
                self.visit_expr(&named.value);
                if let Expr::Name(name) = &*named.target {
                    self.bind_walrus(name.id.as_str(), name.range());
                }
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.parameters_outside(parameters);
                }
                self.push(Kind::Lambda, lambda.range(), None);
                if let Some(parameters) = &lambda.parameters {
                    self.parameters_inside(parameters);
                }
                self.visit_expr(&lambda.body);
                self.pop();
            }
            Expr::ListComp(c) => self.comprehension(Kind::Comprehension, c.range(), &[&c.elt], &c.generators),
            Expr::SetComp(c) => self.comprehension(Kind::Comprehension, c.range(), &[&c.elt], &c.generators),
            Expr::DictComp(c) => match &c.key {
                Some(key) => self.comprehension(Kind::Comprehension, c.range(), &[key, &c.value], &c.generators),
                None => self.comprehension(Kind::Comprehension, c.range(), &[&c.value], &c.generators),
            },
            Expr::Generator(c) => self.comprehension(Kind::Generator, c.range(), &[&c.elt], &c.generators),
            Expr::Await(await_) => {
                self.check_await("'await'", await_.range());
                self.visit_expr(&await_.value);
            }
            Expr::Yield(yield_) => {
                self.check_yield(yield_.range(), false);
                if let Some(value) = &yield_.value {
                    self.visit_expr(value);
                }
            }
            Expr::YieldFrom(yield_) => {
                self.check_yield(yield_.range(), true);
                self.visit_expr(&yield_.value);
            }
            Expr::Attribute(attribute) => {
                if attribute.ctx != ExprContext::Load {
                    let symbol = self.interner.intern(attribute.attr.as_str());
                    self.scopes.assigned_attributes.insert(symbol);
                    if attribute.ctx == ExprContext::Store {
                        self.note_static_attribute(&attribute.value, symbol);
                    }
                }
                self.visit_expr(&attribute.value);
            }
            _ => visitor::walk_expr(self, expr),
        }
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(clause) = handler;
        if let Some(kind) = &clause.type_ {
            self.visit_expr(kind);
        }
        if let Some(name) = &clause.name {
            let symbol = self.bind(name.as_str(), name.range());
            self.here().facts_mut(symbol).deleted = true;
        }
        self.visit_body(&clause.body);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let name = match pattern {
            Pattern::MatchAs(p) => p.name.as_ref(),
            Pattern::MatchStar(p) => p.name.as_ref(),
            Pattern::MatchMapping(p) => p.rest.as_ref(),
            _ => None,
        };
        if let Some(name) = name {
            self.bind(name.as_str(), name.range());
        }
        visitor::walk_pattern(self, pattern);
    }

    fn visit_arguments(&mut self, arguments: &'a Arguments) {
        let mut seen: Vec<&str> = Vec::new();
        for keyword in &arguments.keywords {
            if let Some(name) = &keyword.arg {
                if seen.contains(&name.as_str()) {
                    self.refuse(keyword.range(), format!("keyword argument repeated: {name}"));
                }
                seen.push(name.as_str());
            }
        }
        visitor::walk_arguments(self, arguments);
    }
}
