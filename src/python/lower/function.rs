//! Functions, lambdas and generator expressions.

use super::constant::fold;
use super::{Frame, Lowerer, Place, R, Variadic, docstring};
use crate::python::modules;
use crate::python::scope::{Kind, ScopeId};
use crate::vm::code::{CodeKind, Constant, Intrinsic, Op, Parameters, Reg, Span};
use crate::vm::symbol::Symbol;
use ruff_python_ast::{
    self as ast, Decorator, Expr, ExprGenerator, ExprLambda, StmtFunctionDef, TypeParam, TypeParams,
};
use ruff_text_size::{Ranged, TextRange};

impl<'a> Lowerer<'a> {
    pub(super) fn function(&mut self, stmt: &'a StmtFunctionDef) -> R {
        let name = stmt.name.as_str();
        let span = self.at(&stmt.name);
        let mark = self.frame.code.top();
        self.decorators(&stmt.decorator_list)?;
        let outer = self.scope;
        let qualname = self.qualified(name);
        self.open_type_parameters(stmt.type_params.as_deref())?;
        let base = self.frame.code.take();
        self.defaults(&stmt.parameters, span)?;
        self.frame.code.take();
        self.annotations(&stmt.parameters, stmt.returns.as_deref(), span)?;
        let scope = self.scope_at(stmt.range())?;
        let kind = self.kind_of(scope);
        let parameters = self.parameters(&stmt.parameters, scope);
        let frame = Frame::of(self.unit, scope, kind, qualname, variadic(&parameters));
        let first_line = self.unit.places.line(stmt.decorator_list.first().map_or(stmt.start(), Ranged::start));
        let code = self.within(frame, scope, |lowerer| {
            lowerer.begin_function();
            lowerer.statements(&stmt.body)?;
            let end = stmt.body.last().map_or(stmt.range(), Ranged::range);
            lowerer.finish(name, first_line, parameters, docstring(&stmt.body), end)
        })?;
        self.make_function(base, base, code, scope, span);
        self.frame.code.release(base);
        self.frame.code.take();
        self.keep_type_parameters(base, stmt.type_params.as_deref(), span)?;
        self.scope = outer;
        self.decorate(&stmt.decorator_list, mark);
        self.store_name(name, stmt.name.range(), mark)?;
        self.frame.code.release(mark);
        Ok(())
    }

    pub(super) fn lambda(&mut self, lambda: &'a ExprLambda, dst: Reg) -> R {
        let span = self.at(lambda);
        let base = self.frame.code.take();
        let scope = self.scope_at(lambda.range())?;
        let mut parameters = Parameters::default();
        match &lambda.parameters {
            Some(list) => {
                self.defaults(list, span)?;
                parameters = self.parameters(list, scope);
            }
            None => self.no_defaults(span),
        }
        self.frame.code.take();
        let reg = self.frame.code.take();
        self.none(reg, span, 0);
        let kind = self.kind_of(scope);
        let qualname = self.nested("<lambda>");
        let frame = Frame::of(self.unit, scope, kind, qualname, variadic(&parameters));
        let first_line = self.unit.places.line(lambda.start());
        let code = self.within(frame, scope, |lowerer| {
            lowerer.begin_function();
            let at = lowerer.at_expr(&lambda.body);
            let src = match fold(&lambda.body) {
                Some(constant) => {
                    let reg = lowerer.frame.code.take();
                    lowerer.constant(reg, constant, at, 0);
                    reg
                }
                None => lowerer.operand(&lambda.body)?,
            };
            lowerer.emit(Op::Return { src }, at, 1);
            lowerer.finish("<lambda>", first_line, parameters, None, lambda.range())
        })?;
        self.make_function(dst, base, code, scope, span);
        self.frame.code.release(base);
        Ok(())
    }

    /// `(… for …)`: a generator function that gets the first iterator.
    pub(super) fn generator_expression(&mut self, expr: &'a ExprGenerator, dst: Reg, span: Span) -> R {
        let Some(first) = expr.generators.first() else { return Ok(()) };
        let base = self.frame.code.take();
        let scope = self.scope_at(expr.range())?;
        self.no_defaults(span);
        self.frame.code.take();
        let reg = self.frame.code.take();
        self.none(reg, span, 0);
        let kind = self.kind_of(scope);
        let qualname = self.nested("<genexpr>");
        let parameters = Parameters {
            names: vec![self.world.interner.intern(".0")],
            positional: 1,
            positional_only: 1,
            ..Parameters::default()
        };
        let frame = Frame::of(self.unit, scope, kind, qualname, Variadic::default());
        let first_line = self.unit.places.line(expr.start());
        let code = self.within(frame, scope, |lowerer| {
            lowerer.begin_function();
            lowerer.clauses(&expr.generators, 0, Some(0), &super::comprehension::Element::Yield(&expr.elt), span)?;
            lowerer.finish("<genexpr>", first_line, parameters, None, expr.range())
        })?;
        self.make_function(base, base, code, scope, span);
        self.frame.code.release(base);
        self.frame.code.take();
        let at = self.at_expr(&first.iter);
        let iterator = self.frame.code.top();
        let src = self.operand(&first.iter)?;
        self.frame.code.release(iterator);
        if first.is_async {
            self.emit(Op::GetAsyncIter { dst: iterator, src }, at, 1);
        } else {
            self.emit(Op::GetIter { dst: iterator, src }, at, 1);
        }
        self.frame.code.release(base);
        self.frame.code.take_many(2);
        self.frame.code.release(base);
        self.emit(Op::Call { dst, base, count: 1 }, span, 1);
        Ok(())
    }

    /// What runs before a function's first statement.
    fn begin_function(&mut self) {
        // `RESUME`; `COPY_FREE_VARS`; `RETURN_GENERATOR`, `POP_TOP`
        let generator = self.frame.kind != CodeKind::Function;
        self.frame.code.charge(1 + u32::from(!self.frame.free.is_empty()) + 2 * u32::from(generator));
        self.begin_cells();
    }

    pub(super) fn scope_at(&self, range: TextRange) -> R<ScopeId> {
        match self.unit.scopes.at(range) {
            Some(scope) => Ok(scope),
            None => self.refuse(range, "this is not understood here"),
        }
    }

    fn kind_of(&self, scope: ScopeId) -> CodeKind {
        let scope = self.unit.scopes.get(scope);
        match (scope.is_async, scope.yields) {
            (true, true) => CodeKind::AsyncGenerator,
            (true, false) => CodeKind::Coroutine,
            (false, true) => CodeKind::Generator,
            (false, false) => CodeKind::Function,
        }
    }

    fn parameters(&mut self, list: &ast::Parameters, scope: ScopeId) -> Parameters {
        let plain = list.iter_non_variadic_params().map(|p| &p.parameter);
        let all = plain.chain(list.vararg.as_deref()).chain(list.kwarg.as_deref());
        let names = all.map(|p| self.unit.scopes.mangle(scope, p.name.as_str(), &mut self.world.interner)).collect();
        Parameters {
            names,
            positional: (list.posonlyargs.len() + list.args.len()) as u16,
            positional_only: list.posonlyargs.len() as u16,
            keyword_only: list.kwonlyargs.len() as u16,
            star: list.vararg.is_some(),
            double_star: list.kwarg.is_some(),
        }
    }

    fn no_defaults(&mut self, span: Span) {
        for _ in 0..2 {
            let reg = self.frame.code.take();
            self.none(reg, span, 0);
        }
    }

    /// Default values in the next two temporaries.
    fn defaults(&mut self, list: &'a ast::Parameters, span: Span) -> R {
        let positional: Vec<&'a Expr> =
            list.posonlyargs.iter().chain(&list.args).filter_map(|p| p.default.as_deref()).collect();
        let base = self.frame.code.top();
        if positional.is_empty() {
            self.none(base, span, 0);
        } else if let Some(constants) = positional.iter().map(|e| fold(e)).collect::<Option<Vec<_>>>() {
            self.constant(base, Constant::Tuple(constants), span, 1);
        } else {
            let count = positional.len() as u16;
            self.next_all(positional)?;
            self.frame.code.release(base);
            self.emit(Op::BuildTuple { dst: base, base, count }, span, 1);
        }
        self.frame.code.take();
        let base = self.frame.code.top();
        let mut count = 0;
        for parameter in &list.kwonlyargs {
            if let Some(default) = &parameter.default {
                let name = self.symbol(parameter.parameter.name.as_str());
                self.symbol_text(name, span);
                self.next(default)?;
                count += 1;
            }
        }
        self.frame.code.release(base);
        if count == 0 {
            self.none(base, span, 0);
        } else {
            self.emit(Op::BuildDict { dst: base, base, count }, span, 1);
        }
        self.frame.code.take();
        Ok(())
    }

    /// A name as a string in the next temporary.
    fn symbol_text(&mut self, name: Symbol, span: Span) {
        let text = self.world.interner.name(name).clone();
        let reg = self.frame.code.take();
        self.string(reg, &text, span, 1);
    }

    /// Annotations of parameters and result as a dict, or `None`, in the next temporary.
    fn annotations(&mut self, list: &'a ast::Parameters, returns: Option<&'a Expr>, span: Span) -> R {
        let base = self.frame.code.top();
        let mut count = 0;
        for parameter in list {
            if let Some(annotation) = parameter.annotation() {
                let name = self.symbol(parameter.name().as_str());
                self.symbol_text(name, span);
                self.annotation(annotation)?;
                count += 1;
            }
        }
        if let Some(returns) = returns {
            let name = self.world.interner.intern("return");
            self.symbol_text(name, span);
            self.annotation(returns)?;
            count += 1;
        }
        self.frame.code.release(base);
        if count == 0 {
            self.none(base, span, 0);
        } else {
            self.emit(Op::BuildDict { dst: base, base, count }, span, 1);
        }
        self.frame.code.take();
        Ok(())
    }

    /// An annotation in the next temporary: its value, or its text when it has none (3.14 would not even ask).
    pub(super) fn annotation(&mut self, expr: &'a Expr) -> R {
        let span = self.at_expr(expr);
        let text = self.unit.places.slice(expr.range()).to_string();
        let dst = self.frame.code.top();
        if self.unit.scopes.future_annotations {
            self.string(dst, &text, span, 1);
            self.frame.code.take();
            return Ok(());
        }
        let eager = self.world.python.version() < (3, 14);
        if fold(expr).is_some() || (eager && expr.is_name_expr()) {
            self.next(expr)?;
            return Ok(());
        }
        if eager {
            self.check_names(expr, dst);
        }
        let end = self.frame.code.label();
        let guard = self.frame.code.open_guard(dst);
        self.lenient_attributes += 1;
        match expr {
            // `*args: *Ts`
            Expr::Starred(starred) => self.into(&starred.value, dst)?,
            _ => self.into(expr, dst)?,
        }
        self.lenient_attributes -= 1;
        self.frame.code.close_guard(guard);
        self.jump(end, span);
        self.frame.code.bind_guard(guard);
        self.string(dst, &text, span, 0);
        self.frame.code.bind(end);
        self.frame.code.take();
        Ok(())
    }

    /// Names that an annotation is made of must be there, as text is made only of what a library lacks.
    fn check_names(&mut self, expr: &'a Expr, dst: Reg) {
        match expr {
            Expr::Name(name) => {
                let symbol = self.symbol(name.id.as_str());
                if modules::builtin_on_demand(name.id.as_str()).is_none() && self.place(symbol) == Place::Global {
                    let global = self.frame.code.global(symbol);
                    let span = self.at_expr(expr);
                    self.emit(Op::LoadGlobal { dst, global }, span, 0);
                }
            }
            Expr::Subscript(subscript) => {
                self.check_names(&subscript.value, dst);
                self.check_names(&subscript.slice, dst);
            }
            Expr::BinOp(both) => {
                self.check_names(&both.left, dst);
                self.check_names(&both.right, dst);
            }
            Expr::Tuple(tuple) => tuple.elts.iter().for_each(|part| self.check_names(part, dst)),
            Expr::List(list) => list.elts.iter().for_each(|part| self.check_names(part, dst)),
            _ => {}
        }
    }

    /// Makes a function of code; defaults are in `base + 1` and `base + 2`, annotations in `base + 4`.
    pub(super) fn make_function(&mut self, dst: Reg, base: Reg, code: u32, scope: ScopeId, span: Span) {
        let free = self.unit.scopes.get(scope).free.clone();
        if free.is_empty() {
            self.none(base + 3, span, 0);
        } else {
            let first = self.frame.code.take_many(free.len());
            for (i, name) in free.iter().enumerate() {
                let home = self.unit.scopes.outer_home(scope, *name);
                if let Some(home) = home
                    && let Place::Cell(src) = self.variable(home, *name)
                {
                    self.emit(Op::Move { dst: first + i as Reg, src }, span, 1);
                }
            }
            self.frame.code.release(first);
            self.emit(Op::BuildTuple { dst: base + 3, base: first, count: free.len() as u16 }, span, 1);
        }
        self.constant(base, Constant::Code(code), span, 1);
        let attributes = u32::from(!free.is_empty());
        self.emit(Op::MakeFunction { dst, base }, span, 1 + attributes);
    }

    pub(super) fn decorators(&mut self, list: &'a [Decorator]) -> R {
        for decorator in list {
            self.next(&decorator.expression)?;
        }
        Ok(())
    }

    /// Calls decorators, inner ones first, on what is above them; the result ends in `mark`.
    pub(super) fn decorate(&mut self, list: &'a [Decorator], mark: Reg) {
        for (i, decorator) in list.iter().enumerate().rev() {
            let base = mark + i as Reg;
            let span = self.at_expr(&decorator.expression);
            self.emit(Op::Call { dst: base, base, count: 1 }, span, 1);
        }
    }

    /// Makes the type variables of `[T, …]` and goes into their scope.
    pub(super) fn open_type_parameters(&mut self, parameters: Option<&'a TypeParams>) -> R {
        let Some(parameters) = parameters else { return Ok(()) };
        let span = self.at(parameters);
        self.scope = self.scope_at(parameters.range())?;
        self.renew_variables(self.scope, span);
        for parameter in &parameters.type_params {
            let name = parameter_name(parameter);
            let reg = self.frame.code.take();
            self.string(reg, name.as_str(), span, 1);
            self.emit(Op::Intrinsic { what: Intrinsic::TypeParameter, dst: reg, base: reg }, span, 1);
            self.store_name(name.as_str(), name.range(), reg)?;
            self.frame.code.release(reg);
        }
        Ok(())
    }

    /// `object.__type_params__ = (T, …)`, in their scope.
    pub(super) fn keep_type_parameters(&mut self, object: Reg, parameters: Option<&'a TypeParams>, span: Span) -> R {
        let Some(parameters) = parameters else { return Ok(()) };
        let target = self.frame.code.take();
        self.emit(Op::Copy { dst: target, src: object }, span, 1);
        let first = self.frame.code.top();
        for parameter in &parameters.type_params {
            let name = parameter_name(parameter);
            let reg = self.frame.code.take();
            self.load_name(name.as_str(), name.range(), reg)?;
        }
        let count = parameters.type_params.len() as u16;
        self.emit(Op::BuildTuple { dst: first, base: first, count }, span, 1);
        let name = self.world.interner.intern("__type_params__");
        let site = self.frame.code.site(name, 0, Box::default());
        self.emit(Op::StoreAttr { object: target, site, src: first }, span, 1);
        self.frame.code.release(target);
        Ok(())
    }

    /// Empties the variables of an inlined scope, and gives captured ones new cells.
    pub(super) fn renew_variables(&mut self, scope: ScopeId, span: Span) {
        let inlined = self.unit.scopes.get(scope);
        debug_assert!(matches!(inlined.kind, Kind::Comprehension | Kind::TypeParameters));
        for (name, facts) in &inlined.names {
            if let Some(&reg) = self.frame.variables.get(&(scope, *name)) {
                self.frame.code.unassign(reg);
                if facts.captured {
                    self.emit(Op::Clear { reg }, span, 0);
                    self.emit(Op::MakeCell { reg }, span, 1);
                }
            }
        }
    }
}

fn parameter_name(parameter: &TypeParam) -> &ast::Identifier {
    match parameter {
        TypeParam::TypeVar(p) => &p.name,
        TypeParam::TypeVarTuple(p) => &p.name,
        TypeParam::ParamSpec(p) => &p.name,
    }
}

/// `*args` and `**kwargs` come after the other parameters.
fn variadic(parameters: &Parameters) -> Variadic {
    let plain = usize::from(parameters.positional) + usize::from(parameters.keyword_only);
    Variadic {
        star: parameters.star.then_some(plain),
        double_star: parameters.double_star.then_some(plain + usize::from(parameters.star)),
    }
}
