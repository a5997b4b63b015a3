//! Expressions: a value into a register.

use super::condition::compare_op;
use super::constant::{fold, small};
use super::{Lowerer, Place, R};
use crate::python::unmodelled::Form;
use crate::vm::code::{AwaitOf, BinaryOp, CodeKind, Constant, Intrinsic, Op, Reg, Span, UnaryOp};
use ruff_python_ast::{self as ast, Expr, Operator};
use ruff_text_size::{Ranged, TextRange};

/// Longer displays are filled item by item (CPython's `STACK_USE_GUIDELINE`).
const LONGEST_DISPLAY: usize = 30;

pub(super) fn binary_op(op: Operator) -> BinaryOp {
    match op {
        Operator::Add => BinaryOp::Add,
        Operator::Sub => BinaryOp::Sub,
        Operator::Mult => BinaryOp::Mul,
        Operator::MatMult => BinaryOp::MatMul,
        Operator::Div => BinaryOp::Div,
        Operator::Mod => BinaryOp::Mod,
        Operator::Pow => BinaryOp::Pow,
        Operator::LShift => BinaryOp::LShift,
        Operator::RShift => BinaryOp::RShift,
        Operator::BitOr => BinaryOp::Or,
        Operator::BitXor => BinaryOp::Xor,
        Operator::BitAnd => BinaryOp::And,
        Operator::FloorDiv => BinaryOp::FloorDiv,
    }
}

impl<'a> Lowerer<'a> {
    /// The value in some register: a local's own when nothing can rebind it before it is used, else a new temporary.
    pub(super) fn operand(&mut self, expr: &'a Expr) -> R<Reg> {
        if let Expr::Name(name) = expr {
            let symbol = self.symbol(name.id.as_str());
            if let Place::Local(reg) = self.place(symbol)
                && !self.frame.code.walrus.contains(&symbol)
            {
                self.check_bound(reg, self.at_expr(expr));
                self.frame.code.charge(1);
                return Ok(reg);
            }
        }
        self.next(expr)
    }

    /// The value in the next temporary.
    pub(super) fn next(&mut self, expr: &'a Expr) -> R<Reg> {
        let dst = self.frame.code.top();
        self.into(expr, dst)?;
        Ok(self.frame.code.take())
    }

    /// The values in consecutive temporaries.
    pub(super) fn next_all(&mut self, exprs: impl IntoIterator<Item = &'a Expr>) -> R {
        for expr in exprs {
            self.next(expr)?;
        }
        Ok(())
    }

    pub(super) fn check_bound(&mut self, reg: Reg, span: Span) {
        if !self.frame.code.is_assigned(reg) {
            self.emit(Op::CheckBound { reg }, span, 0);
            self.frame.code.assign(reg);
        }
    }

    /// The value into `dst`: a local, a temporary that is taken, or the next one. It is written last of all.
    pub(super) fn into(&mut self, expr: &'a Expr, dst: Reg) -> R {
        let span = self.at_expr(expr);
        if let Some(constant) = fold(expr) {
            self.constant(dst, constant, span, 1);
            return Ok(());
        }
        match expr {
            Expr::Name(name) => self.load_name(name.id.as_str(), name.range(), dst),
            Expr::BinOp(_) => self.binary(expr, dst),
            Expr::BoolOp(bool_op) => self.bool_op(bool_op, dst, span),
            Expr::Compare(compare) => self.compare(compare, dst, span),
            Expr::UnaryOp(unary) => {
                let mark = self.frame.code.top();
                let src = self.operand(&unary.operand)?;
                self.frame.code.release(mark);
                let op = match unary.op {
                    ast::UnaryOp::USub => UnaryOp::Neg,
                    ast::UnaryOp::UAdd => UnaryOp::Pos,
                    ast::UnaryOp::Invert => UnaryOp::Invert,
                    ast::UnaryOp::Not => UnaryOp::Not,
                };
                // `not` needs a `TO_BOOL` first.
                self.emit(Op::Unary { op, dst, src }, span, 1 + u32::from(op == UnaryOp::Not));
                Ok(())
            }
            Expr::If(conditional) => {
                let (otherwise, end) = (self.frame.code.label(), self.frame.code.label());
                self.jump_if(&conditional.test, false, otherwise)?;
                self.into(&conditional.body, dst)?;
                self.jump(end, span);
                self.frame.code.bind(otherwise);
                self.into(&conditional.orelse, dst)?;
                self.frame.code.bind(end);
                Ok(())
            }
            Expr::Named(named) => self.named(named, dst, span),
            Expr::Lambda(lambda) => self.lambda(lambda, dst),
            Expr::Call(call) => self.call(expr, call, dst),
            Expr::Attribute(attribute) => {
                self.check_module_attribute(attribute)?;
                let mark = self.frame.code.top();
                let object = self.operand(&attribute.value)?;
                self.frame.code.release(mark);
                let name = self.symbol(attribute.attr.as_str());
                let site = self.frame.code.site(name, 0, Box::default());
                self.emit(Op::LoadAttr { dst, object, site }, span, 1);
                Ok(())
            }
            Expr::Subscript(subscript) => {
                let mark = self.frame.code.top();
                let object = self.operand(&subscript.value)?;
                let key = self.key(&subscript.slice)?;
                self.frame.code.release(mark);
                self.emit(Op::Subscript { dst, object, key }, span, 1);
                Ok(())
            }
            Expr::Slice(slice) => self.slice(slice, dst, span),
            Expr::Tuple(tuple) => self.sequence(&tuple.elts, dst, span, Display::Tuple),
            Expr::List(list) => self.sequence(&list.elts, dst, span, Display::List),
            Expr::Set(set) => self.sequence(&set.elts, dst, span, Display::Set),
            Expr::Dict(dict) => self.dict(dict, dst, span),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) => self.comprehension(expr, dst),
            Expr::Generator(generator) => self.generator_expression(generator, dst, span),
            Expr::Await(await_) => {
                if let Expr::Call(call) = &*await_.value {
                    self.check_unmodelled_call(call, Form::Awaited)?;
                }
                let mark = self.frame.code.top();
                let src = self.operand(&await_.value)?;
                self.frame.code.release(mark);
                // `GET_AWAITABLE`, `LOAD_CONST`; then `SEND`, `END_SEND`.
                self.emit(Op::GetAwaitable { of: AwaitOf::Await, dst: mark, src }, span, 2);
                self.emit(Op::Delegate { dst, iter: mark }, span, 2);
                Ok(())
            }
            Expr::Yield(yield_) => {
                let mark = self.frame.code.top();
                let src = match &yield_.value {
                    Some(value) => self.operand(value)?,
                    None => {
                        self.none(mark, span, 1);
                        mark
                    }
                };
                self.frame.code.release(mark);
                let op = if self.frame.kind == CodeKind::AsyncGenerator {
                    Op::YieldAsync { dst, src }
                } else {
                    Op::Yield { dst, src }
                };
                self.emit(op, span, 2);
                Ok(())
            }
            Expr::YieldFrom(yield_) => {
                let mark = self.frame.code.top();
                let src = self.operand(&yield_.value)?;
                self.frame.code.release(mark);
                self.emit(Op::GetYieldFromIter { dst: mark, src }, span, 2);
                self.emit(Op::Delegate { dst, iter: mark }, span, 2);
                Ok(())
            }
            Expr::FString(text) => self.f_string(text, dst, span),
            Expr::TString(_) => self.refuse(expr.range(), "t-strings are not part of Loopscope; use an f-string"),
            Expr::Starred(_) => self.refuse(expr.range(), "can't use starred expression here"),
            Expr::IpyEscapeCommand(_) => self.refuse(expr.range(), "notebook commands are not Python; take this out"),
            Expr::NumberLiteral(literal) => match literal.value {
                ruff_python_ast::Number::Complex { imag, .. } => {
                    self.load_from_library("_complex", &format!("{imag:?}j"), expr.range(), dst)
                }
                _ => self.refuse_literal(expr),
            },
            _ => self.refuse_literal(expr),
        }
    }

    pub(super) fn load_name(&mut self, name: &str, range: TextRange, dst: Reg) -> R {
        let span = self.unit.places.span(range);
        let symbol = self.symbol(name);
        match self.place(symbol) {
            Place::Local(reg) => {
                self.check_bound(reg, span);
                self.emit(Op::Move { dst, src: reg }, span, 1);
            }
            Place::Cell(cell) => self.emit(Op::LoadCell { dst, cell }, span, 1),
            Place::Global => {
                if self.load_builtin(name, symbol, range, dst)? {
                    return Ok(());
                }
                let global = self.frame.code.global(symbol);
                self.emit(Op::LoadGlobal { dst, global }, span, 1);
            }
            Place::Name => {
                let bound = self.unit.scopes.get(self.scope).facts(symbol).is_some_and(|facts| facts.bound);
                if !bound && self.load_builtin(name, symbol, range, dst)? {
                    return Ok(());
                }
                let global = self.frame.code.global(symbol);
                self.emit(Op::LoadName { dst, global }, span, 1);
            }
            Place::NameOrCell(cell) => {
                let global = self.frame.code.global(symbol);
                self.emit(Op::LoadNameOrCell { dst, global, cell }, span, 2);
            }
        }
        Ok(())
    }

    /// Sums and the like, along the left spine without recursion.
    fn binary(&mut self, expr: &'a Expr, dst: Reg) -> R {
        let mut spine = Vec::new();
        let mut innermost = expr;
        while let Expr::BinOp(binary) = innermost {
            if !spine.is_empty() && fold(innermost).is_some() {
                break;
            }
            spine.push((innermost, binary));
            innermost = &binary.left;
        }
        let mark = self.frame.code.top();
        let mut a = self.operand(innermost)?;
        while let Some((node, binary)) = spine.pop() {
            let op = binary_op(binary.op);
            let number = if op == BinaryOp::MatMul { None } else { small(&binary.right) };
            let b = if number.is_some() {
                self.frame.code.charge(1);
                0
            } else {
                self.operand(&binary.right)?
            };
            self.frame.code.release(mark);
            let out = if spine.is_empty() { dst } else { mark };
            let op = match number {
                Some(value) if op == BinaryOp::Add => Op::AddInt { dst: out, a, value },
                Some(value) => Op::BinaryInt { op, dst: out, a, value },
                None => Op::Binary { op, dst: out, a, b },
            };
            self.emit(op, self.at_expr(node), 1);
            if !spine.is_empty() {
                a = self.frame.code.take();
            }
        }
        self.frame.code.release(mark);
        Ok(())
    }

    /// A register for a value that is looked at before it is there for good: never a local.
    fn scratch(&self, dst: Reg) -> Reg {
        if self.frame.code.is_temporary(dst) { dst } else { self.frame.code.top() }
    }

    fn bool_op(&mut self, bool_op: &'a ast::ExprBoolOp, dst: Reg, span: Span) -> R {
        let end = self.frame.code.label();
        let result = self.scratch(dst);
        let Some((last, first)) = bool_op.values.split_last() else { return Ok(()) };
        for value in first {
            self.into(value, result)?;
            let when = bool_op.op == ast::BoolOp::Or;
            // `COPY`, `TO_BOOL`, `POP_JUMP_IF_…`, `POP_TOP`
            self.frame.code.jump(end, self.at_expr(value), 4, |target| {
                if when {
                    Op::JumpIfTrueKeep { cond: result, target }
                } else {
                    Op::JumpIfFalseKeep { cond: result, target }
                }
            });
        }
        self.into(last, result)?;
        self.frame.code.bind(end);
        if result != dst {
            self.emit(Op::Move { dst, src: result }, span, 0);
        }
        Ok(())
    }

    fn compare(&mut self, compare: &'a ast::ExprCompare, dst: Reg, span: Span) -> R {
        let mark = self.frame.code.top();
        let Some((first, rest)) = compare.operands.split_first() else { return Ok(()) };
        if let ([op], [right]) = (&*compare.ops, rest) {
            let a = self.operand(first)?;
            let b = self.operand(right)?;
            self.frame.code.release(mark);
            self.emit(Op::Compare { op: compare_op(*op), dst, a, b }, span, 1);
            return Ok(());
        }
        // `a < b < c`: every middle operand is evaluated once, and stays for the next comparison.
        let result = self.frame.code.take();
        let end = self.frame.code.label();
        let mut leftovers = Vec::new();
        let mut a = self.operand(first)?;
        for (i, (op, right)) in compare.ops.iter().zip(rest).enumerate() {
            let op = compare_op(*op);
            let b = self.operand(right)?;
            if i + 1 == compare.ops.len() {
                self.emit(Op::Compare { op, dst: result, a, b }, span, 1);
                break;
            }
            let mut other = b;
            let mut out = end;
            // `SWAP`, `COPY`
            self.frame.code.charge(1);
            if self.frame.code.is_temporary(b) {
                other = self.frame.code.top();
                self.emit(Op::Copy { dst: other, src: b }, span, 1);
                out = self.frame.code.label();
                leftovers.push((out, b));
            }
            self.emit(Op::Compare { op, dst: result, a, b: other }, span, 2);
            self.frame.code.jump(out, span, 4, |target| Op::JumpIfFalseKeep { cond: result, target });
            a = b;
        }
        if !leftovers.is_empty() {
            self.jump(end, span);
            for (out, reg) in leftovers {
                self.frame.code.bind(out);
                self.emit(Op::Clear { reg }, span, 2);
                self.jump(end, span);
            }
        }
        self.frame.code.bind(end);
        self.frame.code.release(mark);
        if result != dst {
            self.emit(Op::Move { dst, src: result }, span, 0);
        }
        Ok(())
    }

    fn named(&mut self, named: &'a ast::ExprNamed, dst: Reg, span: Span) -> R {
        let Expr::Name(name) = &*named.target else {
            return self.refuse(named.target.range(), "assignment expression needs a name");
        };
        let result = self.scratch(dst);
        self.into(&named.value, result)?;
        // The value stays in `result`, a copy goes to the variable.
        let mark = self.frame.code.top();
        if result == mark {
            self.frame.code.take();
        }
        let copy = self.frame.code.top();
        self.emit(Op::Copy { dst: copy, src: result }, span, 1);
        self.frame.code.take();
        self.store_name(name.id.as_str(), name.range(), copy)?;
        self.frame.code.release(mark);
        if result != dst {
            self.emit(Op::Move { dst, src: result }, span, 0);
        }
        Ok(())
    }

    /// The key of a subscript in some register.
    pub(super) fn key(&mut self, slice: &'a Expr) -> R<Reg> {
        if let Expr::Slice(parts) = slice {
            // `BINARY_SLICE` makes no slice object.
            let dst = self.frame.code.top();
            self.slice(parts, dst, self.at_expr(slice))?;
            return Ok(self.frame.code.take());
        }
        self.operand(slice)
    }

    fn slice(&mut self, slice: &'a ast::ExprSlice, dst: Reg, span: Span) -> R {
        let base = self.frame.code.top();
        for (i, part) in [&slice.lower, &slice.upper, &slice.step].into_iter().enumerate() {
            match part {
                Some(part) => {
                    self.next(part)?;
                }
                None => {
                    // Bounds are loaded, a missing step is not.
                    let reg = self.frame.code.take();
                    self.none(reg, span, u32::from(i < 2));
                }
            }
        }
        self.frame.code.release(base);
        let own = u32::from(slice.step.is_some());
        self.emit(Op::BuildSlice { dst, base }, span, own);
        Ok(())
    }

    /// A list, tuple or set with its items written out.
    pub(super) fn sequence(&mut self, items: &'a [Expr], dst: Reg, span: Span, display: Display) -> R {
        let base = self.frame.code.top();
        let plain = !items.iter().any(Expr::is_starred_expr);
        if plain && items.len() <= LONGEST_DISPLAY {
            if display == Display::List && items.len() >= 3 && items.iter().all(|item| fold(item).is_some()) {
                return self.constant_list(items, dst, span);
            }
            self.next_all(items)?;
            self.frame.code.release(base);
            let count = items.len() as u16;
            let op = match display {
                Display::List => Op::BuildList { dst, base, count },
                Display::Tuple => Op::BuildTuple { dst, base, count },
                Display::Set => Op::BuildSet { dst, base, count },
            };
            self.emit(op, span, 1);
            return Ok(());
        }
        if plain && display != Display::Set && items.iter().all(|item| fold(item).is_some()) {
            if display == Display::List {
                return self.constant_list(items, dst, span);
            }
            let items = items.iter().filter_map(fold).collect();
            self.constant(dst, Constant::Tuple(items), span, 1);
            return Ok(());
        }
        let collection = self.frame.code.take();
        let set = display == Display::Set;
        let op = if set {
            Op::BuildSet { dst: collection, base: collection, count: 0 }
        } else {
            Op::BuildList { dst: collection, base: collection, count: 0 }
        };
        self.emit(op, span, 1);
        for item in items {
            if let Expr::Starred(starred) = item {
                self.next(&starred.value)?;
                let what = if set { Intrinsic::SetUpdate } else { Intrinsic::ListExtend };
                self.frame.code.release(collection);
                self.frame.code.take();
                self.emit(Op::Intrinsic { what, dst: collection, base: collection }, span, 1);
            } else {
                let src = self.operand(item)?;
                self.frame.code.release(collection);
                self.frame.code.take();
                let op =
                    if set { Op::SetAdd { set: collection, src } } else { Op::ListAppend { list: collection, src } };
                self.emit(op, span, 1);
            }
        }
        self.frame.code.release(base);
        if display == Display::Tuple {
            self.emit(Op::Intrinsic { what: Intrinsic::ListToTuple, dst, base: collection }, span, 1);
        } else if collection != dst {
            self.emit(Op::Move { dst, src: collection }, span, 0);
        }
        Ok(())
    }

    /// A list of constants is made from a tuple of them, as CPython does.
    fn constant_list(&mut self, items: &'a [Expr], dst: Reg, span: Span) -> R {
        let base = self.frame.code.take();
        self.emit(Op::BuildList { dst: base, base, count: 0 }, span, 1);
        let items = items.iter().filter_map(fold).collect();
        self.constant(base + 1, Constant::Tuple(items), span, 1);
        self.frame.code.take();
        self.frame.code.release(base);
        self.emit(Op::Intrinsic { what: Intrinsic::ListExtend, dst, base }, span, 1);
        Ok(())
    }

    fn dict(&mut self, dict: &'a ast::ExprDict, dst: Reg, span: Span) -> R {
        let base = self.frame.code.top();
        let plain = dict.items.iter().all(|item| item.key.is_some());
        if plain && dict.items.len() * 2 <= LONGEST_DISPLAY {
            // Constant keys come in one tuple.
            let keys: Option<Vec<_>> = dict.items.iter().map(|item| item.key.as_ref().and_then(fold)).collect();
            let together = keys.filter(|keys| keys.len() > 1);
            for (i, item) in dict.items.iter().enumerate() {
                match (&together, &item.key) {
                    (Some(keys), _) => {
                        let reg = self.frame.code.take();
                        self.constant(reg, keys[i].clone(), span, 0);
                    }
                    (None, Some(key)) => {
                        self.next(key)?;
                    }
                    (None, None) => {}
                }
                self.next(&item.value)?;
            }
            self.frame.code.release(base);
            let own = 1 + u32::from(together.is_some());
            self.emit(Op::BuildDict { dst, base, count: dict.items.len() as u16 }, span, own);
            return Ok(());
        }
        let collection = self.frame.code.take();
        self.emit(Op::BuildDict { dst: collection, base: collection, count: 0 }, span, 1);
        for item in &dict.items {
            match &item.key {
                Some(key) => {
                    let pair = self.next(key)?;
                    self.next(&item.value)?;
                    self.frame.code.release(pair);
                    self.emit(Op::DictInsert { dict: collection, base: pair }, span, 1);
                }
                None => {
                    let mapping = self.next(&item.value)?;
                    self.frame.code.release(mapping);
                    let what = Intrinsic::DictUpdate;
                    self.emit(Op::Intrinsic { what, dst: collection, base: collection }, span, 1);
                }
            }
        }
        self.frame.code.release(base);
        if collection != dst {
            self.emit(Op::Move { dst, src: collection }, span, 0);
        }
        Ok(())
    }
}

/// A display's kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Display {
    List,
    Tuple,
    Set,
}
