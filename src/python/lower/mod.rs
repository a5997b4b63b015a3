//! Syntax tree to code, one module at a time.
//!
//! A [`Frame`] is the function (or module, or class body) being lowered. Results of expressions go to the lowest free
//! temporary, or straight to a local. Costs count what CPython 3.13 compiles a construct to: loading a name or constant is
//! charged to the operation that uses it, storing to the one that made the value.

mod assign;
mod builder;
mod call;
mod class;
mod comprehension;
mod condition;
mod constant;
mod except;
mod expression;
mod format;
mod function;
mod import;
mod loops;
mod pattern;
mod statement;
mod unwind;
mod with;

use super::modules::{Unit, World};
use super::parse::Refusal;
use super::scope::{Kind, Map, Meaning, ScopeId};
use crate::vm::affine::may_be_affine;
use crate::vm::code::{Code, CodeKind, Constant, Op, Parameters, Reg, Span};
use crate::vm::symbol::Symbol;
use builder::Builder;
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};
use std::sync::Arc;
use unwind::Block;

type R<T = ()> = Result<T, Refusal>;

/// Blocks (loops, `try`, `with`) within each other in one function; CPython's limit.
const MOST_BLOCKS: usize = 20;

/// Lowers a module's body; returns the number of its code.
pub(super) fn lower<'a>(world: &'a mut World, unit: &'a Unit) -> R<u32> {
    let frame = Frame::of(unit, 0, CodeKind::Module, String::new(), Variadic::default());
    let lenient_imports = u32::from(world.lenient);
    let mut lowerer = Lowerer { world, unit, scope: 0, frame, quiet: None, lenient_imports, lenient_attributes: 0 };
    lowerer.module()
}

struct Lowerer<'a> {
    world: &'a mut World,
    unit: &'a Unit,
    /// The scope that names are looked up in.
    scope: ScopeId,
    frame: Frame<'a>,
    /// The expression whose span is not marked in tracebacks.
    quiet: Option<TextRange>,
    /// Within how many `try … except ImportError` and `if TYPE_CHECKING` this is.
    lenient_imports: u32,
    /// Within how many places that expect a missing attribute this is.
    lenient_attributes: u32,
}

/// The code object being made.
struct Frame<'a> {
    code: Builder,
    owner: ScopeId,
    kind: CodeKind,
    /// `__qualname__`; empty for a module.
    qualname: String,
    /// Registers of its variables.
    variables: Map<(ScopeId, Symbol), Reg>,
    /// Registers of the cells that it was given.
    free: Map<Symbol, Reg>,
    /// Names by register.
    locals: Vec<Symbol>,
    parameter_count: usize,
    /// Registers of `*args` and `**kwargs`.
    variadic: Variadic,
    blocks: Vec<Block<'a>>,
}

/// Where a function has `*args` and `**kwargs`.
#[derive(Clone, Copy, Debug, Default)]
struct Variadic {
    star: Option<usize>,
    double_star: Option<usize>,
}

/// Where a name's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Local(Reg),
    Cell(Reg),
    Global,
    /// In a class body's namespace.
    Name,
    /// There, else in a cell.
    NameOrCell(Reg),
}

impl<'a> Frame<'a> {
    /// An empty frame for a scope.
    fn of(unit: &Unit, owner: ScopeId, kind: CodeKind, qualname: String, variadic: Variadic) -> Self {
        let scope = unit.scopes.get(owner);
        let mut locals = Vec::new();
        let mut variables = Map::default();
        let mut free = Map::default();
        // Parameters come first among a scope's names.
        let own: Vec<(ScopeId, Symbol)> = scope.variables.clone();
        let is_parameter = |(id, name): &(ScopeId, Symbol)| {
            *id == owner && unit.scopes.get(*id).facts(*name).is_some_and(|facts| facts.parameter)
        };
        let parameter_count = own.iter().filter(|v| is_parameter(v)).count();
        for variable in own.iter().filter(|v| is_parameter(v)) {
            variables.insert(*variable, locals.len().min(builder::LIMIT) as Reg);
            locals.push(variable.1);
        }
        for name in &scope.free {
            free.insert(*name, locals.len().min(builder::LIMIT) as Reg);
            locals.push(*name);
        }
        for variable in own.iter().filter(|v| !is_parameter(v)) {
            variables.insert(*variable, locals.len().min(builder::LIMIT) as Reg);
            locals.push(variable.1);
        }
        let mut code = Builder::new(locals.len(), 0..parameter_count as Reg);
        for (variable, reg) in &variables {
            if let Some(facts) = unit.scopes.get(variable.0).facts(variable.1) {
                if facts.deleted {
                    code.deletable.insert(*reg);
                }
                if facts.walrus {
                    code.walrus.insert(variable.1);
                }
            }
        }
        Self { code, owner, kind, qualname, variables, free, locals, parameter_count, variadic, blocks: Vec::new() }
    }
}

impl<'a> Lowerer<'a> {
    /// The span of something that is not an expression.
    fn at(&self, node: &impl Ranged) -> Span {
        self.unit.places.span(node.range())
    }

    /// The span of an expression.
    fn at_expr(&self, expr: &Expr) -> Span {
        let mut span = self.unit.places.expression(expr);
        span.quiet = self.quiet == Some(expr.range()) && span.line == self.unit.places.line(expr.start());
        span
    }

    /// The span of what a statement does with one of its expressions.
    fn at_head(&self, expr: &Expr) -> Span {
        Span { whole: true, ..self.at_expr(expr) }
    }

    /// A call that is all that a `return` or an assignment to a name has is not marked in tracebacks
    /// (`_should_show_carets` in CPython 3.13's traceback.py).
    fn quieten(&mut self, stmt: TextRange, value: &Expr) {
        let places = &self.unit.places;
        let alone = places.begins_line(stmt.start()) && places.line(stmt.start()) == places.line(value.start());
        self.quiet = (alone && value.is_call_expr()).then(|| value.range());
    }

    fn refuse<T>(&self, range: TextRange, message: impl Into<String>) -> R<T> {
        Err(Refusal { range, message: message.into() })
    }

    fn emit(&mut self, op: Op, span: Span, own: u32) {
        self.frame.code.emit(op, span, own);
    }

    /// A name as the current scope sees it.
    fn symbol(&mut self, name: &str) -> Symbol {
        self.unit.scopes.mangle(self.scope, name, &mut self.world.interner)
    }

    fn place(&self, name: Symbol) -> Place {
        match self.unit.scopes.meaning(self.scope, name) {
            Meaning::Global => Place::Global,
            Meaning::Name => Place::Name,
            Meaning::Variable(home) => self.variable(home, name),
            Meaning::NameOrVariable(home) => match self.variable(home, name) {
                Place::Cell(reg) => Place::NameOrCell(reg),
                other => other,
            },
        }
    }

    fn variable(&self, home: ScopeId, name: Symbol) -> Place {
        if let Some(&reg) = self.frame.variables.get(&(home, name)) {
            let captured = self.unit.scopes.get(home).facts(name).is_some_and(|facts| facts.captured);
            return if captured { Place::Cell(reg) } else { Place::Local(reg) };
        }
        match self.frame.free.get(&name) {
            Some(&reg) => Place::Cell(reg),
            None => Place::Global,
        }
    }

    fn constant(&mut self, dst: Reg, constant: Constant, span: Span, own: u32) {
        let op = match constant {
            Constant::None => Op::None { dst },
            Constant::Int(n) if i16::try_from(n).is_ok() => Op::Int { dst, value: n as i16 },
            other => Op::Const { dst, index: self.frame.code.constant(other) },
        };
        self.emit(op, span, own);
    }

    fn string(&mut self, dst: Reg, text: &str, span: Span, own: u32) {
        self.constant(dst, Constant::Str(text.into()), span, own);
    }

    fn none(&mut self, dst: Reg, span: Span, own: u32) {
        self.emit(Op::None { dst }, span, own);
    }

    // Code objects.

    fn module(&mut self) -> R<u32> {
        let body = &self.unit.tree.body;
        let doc = docstring(body);
        let first_line = body.first().map_or(1, |stmt| self.unit.places.line(stmt.start()));
        self.frame.code.charge(1);
        if let (Some(doc), Some(first)) = (&doc, body.first()) {
            let span = self.at(first);
            let reg = self.frame.code.take();
            self.string(reg, doc, span, 1);
            let name = self.world.interner.intern("__doc__");
            let global = self.frame.code.global(name);
            self.emit(Op::StoreGlobal { global, src: reg }, span, 1);
            self.frame.code.release(reg);
        }
        self.begin_cells();
        if self.keeps_annotations()
            && let Some(first) = body.first()
        {
            let span = self.at(first);
            let reg = self.frame.code.take();
            self.emit(Op::BuildDict { dst: reg, base: reg, count: 0 }, span, 1);
            let name = self.world.interner.intern("__annotations__");
            let global = self.frame.code.global(name);
            self.emit(Op::StoreGlobal { global, src: reg }, span, 1);
            self.frame.code.release(reg);
        }
        self.statements(body)?;
        self.finish(
            "<module>",
            first_line,
            Parameters::default(),
            doc,
            body.last().map_or_else(TextRange::default, Ranged::range),
        )
    }

    /// Makes cells of the captured variables of the frame's own scope; those of comprehensions are made when they run.
    fn begin_cells(&mut self) {
        let owner = self.frame.owner;
        let mut cells: Vec<Reg> = Vec::new();
        for (&(home, name), &reg) in &self.frame.variables {
            if home == owner && self.unit.scopes.get(home).facts(name).is_some_and(|facts| facts.captured) {
                cells.push(reg);
            }
        }
        cells.sort_unstable();
        for reg in cells {
            self.emit(Op::MakeCell { reg }, Span::default(), 1);
        }
    }

    /// Ends the current code object with `return None` and files it.
    fn finish(
        &mut self,
        name: &str,
        first_line: u32,
        parameters: Parameters,
        doc: Option<Arc<str>>,
        end: TextRange,
    ) -> R<u32> {
        let mut span = self.unit.places.span(end);
        if self.frame.code.is_reachable() {
            if let Some(last) = self.frame.code.spans.last() {
                span = *last;
            }
            let reg = self.frame.code.top();
            self.none(reg, span, 0);
            self.emit(Op::Return { src: reg }, span, 1);
        }
        let handlers = self.frame.code.finish();
        let frame = &mut self.frame;
        let code = &mut frame.code;
        for at in 0..code.ops.len() {
            if let Op::Loop { target } = code.ops[at]
                && may_be_affine(&code.ops, at)
            {
                code.ops[at] = Op::LoopAffine { target };
            }
        }
        if let Some(what) = code.overflow {
            let message = format!("this is too long: a function may have at most 65,535 {what}; split it");
            return self.refuse(end, message);
        }
        let instruction = self.world.costs.instruction;
        let qualname = if frame.qualname.is_empty() { name } else { &frame.qualname };
        let code = Code {
            name: name.into(),
            qualname: qualname.into(),
            file: self.unit.file,
            module: self.unit.module,
            first_line,
            kind: frame.kind,
            parameters,
            registers: code.register_count(),
            first_temporary: code.first_temporary,
            free: frame.free.len() as u16,
            ops: std::mem::take(&mut code.ops),
            costs: code.instructions.iter().map(|&n| n.saturating_mul(instruction)).collect(),
            spans: std::mem::take(&mut code.spans),
            handlers,
            constants: std::mem::take(&mut code.constants),
            sites: std::mem::take(&mut code.sites),
            globals: std::mem::take(&mut code.globals),
            free_names: self.unit.scopes.get(frame.owner).free.clone(),
            locals: std::mem::take(&mut frame.locals),
            doc,
        };
        match self.world.push_code(code) {
            Some(number) => Ok(number),
            None => self.refuse(end, "this program is too large"),
        }
    }

    /// Lowers something in a frame of its own.
    fn within<T>(&mut self, frame: Frame<'a>, scope: ScopeId, lower: impl FnOnce(&mut Self) -> R<T>) -> R<T> {
        let outer = std::mem::replace(&mut self.frame, frame);
        let outer_scope = std::mem::replace(&mut self.scope, scope);
        let result = lower(self);
        self.frame = outer;
        self.scope = outer_scope;
        result
    }

    /// The qualified name of something defined here.
    fn qualified(&mut self, name: &str) -> String {
        let symbol = self.symbol(name);
        let here = &self.frame.qualname;
        // A function's own `global f` makes `def f` a plain global.
        if here.is_empty() || self.unit.scopes.meaning(self.scope, symbol) == Meaning::Global {
            return name.to_string();
        }
        self.nested(name)
    }

    fn nested(&self, name: &str) -> String {
        let here = &self.frame.qualname;
        if here.is_empty() {
            name.to_string()
        } else if self.unit.scopes.get(self.frame.owner).kind == Kind::Class {
            format!("{here}.{name}")
        } else {
            format!("{here}.<locals>.{name}")
        }
    }
}

/// The docstring of a body.
fn docstring(body: &[Stmt]) -> Option<Arc<str>> {
    match body.first()? {
        Stmt::Expr(stmt) => match &*stmt.value {
            Expr::StringLiteral(text) => Some(text.value.to_str().into()),
            _ => None,
        },
        _ => None,
    }
}
