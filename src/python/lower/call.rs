//! Calls.

use super::expression::Display;
use super::{Lowerer, Place, R};
use crate::python::unmodelled::Form;
use crate::vm::code::{CodeKind, Intrinsic, Op, Reg, Span};
use crate::vm::symbol::Symbol;
use ruff_python_ast::{Arguments, Expr, ExprCall};
use ruff_text_size::Ranged;

/// More arguments than this go through a tuple.
const MOST_ARGUMENTS: usize = 200;

impl<'a> Lowerer<'a> {
    pub(super) fn call(&mut self, expr: &'a Expr, call: &'a ExprCall, dst: Reg) -> R {
        let span = self.at_expr(expr);
        let arguments = &call.arguments;
        self.check_unmodelled_call(call, Form::Plain)?;
        if self.is_super(call) {
            return self.zero_argument_super(call, dst, span);
        }
        let base = self.frame.code.top();
        let starred = needs_star(arguments);
        if let (Expr::Attribute(attribute), false) = (&*call.func, starred) {
            self.check_module_attribute(attribute)?;
            self.next(&attribute.value)?;
            let name = self.symbol(attribute.attr.as_str());
            let keywords = self.keyword_names(arguments);
            // `KW_NAMES` or its constant takes one more.
            let own = 2 + u32::from(!keywords.is_empty());
            let site = self.frame.code.site(name, arguments.args.len(), keywords);
            let mut values = arguments.args.iter().chain(arguments.keywords.iter().map(|keyword| &keyword.value));
            if !values.all(only_names) {
                self.emit(Op::FindMethod { base, site }, span, 0);
            }
            self.next_all(&arguments.args)?;
            self.keyword_values(arguments)?;
            self.frame.code.release(base);
            self.emit(Op::CallMethod { dst, base, site }, span, own);
            return Ok(());
        }
        self.next(&call.func)?;
        if !self.is_function_global(&call.func) {
            // `PUSH_NULL`, which a global in a function does along with its load.
            self.frame.code.charge(1);
        }
        self.arguments(arguments, base, dst, span)
    }

    fn is_function_global(&mut self, callee: &Expr) -> bool {
        let Expr::Name(name) = callee else { return false };
        let symbol = self.symbol(name.id.as_str());
        self.frame.kind != CodeKind::Module && self.place(symbol) == Place::Global
    }

    /// Arguments after the callee that is in `base`, which is taken; and the call.
    pub(super) fn arguments(&mut self, arguments: &'a Arguments, base: Reg, dst: Reg, span: Span) -> R {
        if needs_star(arguments) {
            self.star_arguments(arguments, span)?;
            self.frame.code.release(base);
            self.emit(Op::CallStar { dst, base }, span, 1);
            return Ok(());
        }
        self.next_all(&arguments.args)?;
        let count = arguments.args.len();
        if arguments.keywords.is_empty() {
            self.frame.code.release(base);
            self.emit(Op::Call { dst, base, count: count as u16 }, span, 1);
            return Ok(());
        }
        self.keyword_values(arguments)?;
        self.frame.code.release(base);
        let keywords = self.keyword_names(arguments);
        let name = self.world.interner.intern("");
        let site = self.frame.code.site(name, count, keywords);
        self.emit(Op::CallKeywords { dst, base, site }, span, 2);
        Ok(())
    }

    fn keyword_values(&mut self, arguments: &'a Arguments) -> R {
        for keyword in arguments.keywords.iter().filter(|keyword| keyword.arg.is_some()) {
            self.next(&keyword.value)?;
        }
        Ok(())
    }

    fn keyword_names(&mut self, arguments: &Arguments) -> Box<[Symbol]> {
        arguments.keywords.iter().filter_map(|keyword| Some(self.symbol(keyword.arg.as_ref()?.as_str()))).collect()
    }

    /// Positional arguments as one tuple or list, keyword arguments as one dict or `None`, in the next two temporaries.
    pub(super) fn star_arguments(&mut self, arguments: &'a Arguments, span: Span) -> R {
        match &*arguments.args {
            [Expr::Starred(only)] if self.is_own_parameter(&only.value, self.frame.variadic.star) => {
                self.next(&only.value)?;
            }
            [Expr::Starred(only)] => {
                // CPython hands the iterable to the call as it is.
                let base = self.next(&only.value)?;
                self.emit(Op::Intrinsic { what: Intrinsic::StarArguments, dst: base, base }, span, 0);
            }
            items => {
                let reg = self.frame.code.top();
                let display = if items.iter().any(Expr::is_starred_expr) { Display::List } else { Display::Tuple };
                self.sequence(items, reg, span, display)?;
                self.frame.code.take();
            }
        }
        match &*arguments.keywords {
            [] => {
                let reg = self.frame.code.take();
                self.none(reg, span, 0);
            }
            [only] if only.arg.is_none() && self.is_own_parameter(&only.value, self.frame.variadic.double_star) => {
                self.next(&only.value)?;
            }
            keywords => {
                let dict = self.frame.code.take();
                self.emit(Op::BuildDict { dst: dict, base: dict, count: 0 }, span, 1);
                for keyword in keywords {
                    let pair = self.frame.code.top();
                    match &keyword.arg {
                        Some(name) => {
                            let name = self.symbol(name.as_str());
                            let name = self.world.interner.name(name).clone();
                            self.string(pair, &name, span, 1);
                            self.frame.code.take();
                            // A name that an earlier `**` gave too must be noticed, so through a dict of its own.
                            self.next(&keyword.value)?;
                            self.frame.code.release(pair);
                            self.emit(Op::BuildDict { dst: pair, base: pair, count: 1 }, span, 0);
                        }
                        None => self.into(&keyword.value, pair)?,
                    }
                    self.emit(Op::Intrinsic { what: Intrinsic::DictMerge, dst: dict, base: dict }, span, 1);
                }
            }
        }
        Ok(())
    }

    /// Whether it is a variadic parameter of this function that is never rebound, so that it is a tuple or dict for sure.
    fn is_own_parameter(&mut self, expr: &Expr, register: Option<usize>) -> bool {
        let Expr::Name(name) = expr else { return false };
        let symbol = self.symbol(name.id.as_str());
        let Place::Local(reg) = self.place(symbol) else { return false };
        let scope = self.unit.scopes.get(self.frame.owner);
        register == Some(usize::from(reg))
            && scope.facts(symbol).is_some_and(|facts| facts.parameter && facts.bindings == 1)
    }

    fn is_super(&mut self, call: &ExprCall) -> bool {
        let Expr::Name(name) = &*call.func else { return false };
        if name.id.as_str() != "super" || !call.arguments.is_empty() || self.frame.parameter_count == 0 {
            return false;
        }
        let (name, class) = (self.symbol("super"), self.symbol("__class__"));
        self.place(name) == Place::Global
            && !self.unit.scopes.binds_globally(name)
            && matches!(self.place(class), Place::Cell(_))
    }

    fn zero_argument_super(&mut self, call: &'a ExprCall, dst: Reg, span: Span) -> R {
        let base = self.frame.code.take();
        let class = self.symbol("__class__");
        if let Place::Cell(cell) = self.place(class) {
            self.emit(Op::LoadCell { dst: base, cell }, span, 1);
        }
        let Some(&first) = self.frame.locals.first() else {
            return self.refuse(call.range(), "super(): no arguments");
        };
        let src = 0;
        let captured = self.unit.scopes.get(self.frame.owner).facts(first).is_some_and(|facts| facts.captured);
        if captured {
            self.emit(Op::LoadCell { dst: base + 1, cell: src }, span, 1);
        } else {
            self.check_bound(src, span);
            self.emit(Op::Move { dst: base + 1, src }, span, 1);
        }
        self.frame.code.release(base);
        self.frame.code.take_many(2);
        self.frame.code.release(base);
        self.emit(Op::Super { dst, base }, span, 1);
        Ok(())
    }
}

/// Whether there are `*` or `**` arguments, or too many to lay out.
fn needs_star(arguments: &Arguments) -> bool {
    arguments.args.iter().any(Expr::is_starred_expr)
        || arguments.keywords.iter().any(|keyword| keyword.arg.is_none())
        || arguments.args.len() + arguments.keywords.len() > MOST_ARGUMENTS
}

/// Whether nothing happens when it is evaluated, so that nobody can tell when that was.
fn only_names(expr: &Expr) -> bool {
    match expr {
        Expr::Name(_) | Expr::Lambda(_) => true,
        Expr::Attribute(attribute) => only_names(&attribute.value),
        Expr::UnaryOp(unary) => unary.operand.is_literal_expr(),
        Expr::Tuple(tuple) => tuple.elts.iter().all(only_names),
        Expr::List(list) => list.elts.iter().all(only_names),
        _ => expr.is_literal_expr(),
    }
}
