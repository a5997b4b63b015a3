//! List, set and dict comprehensions, inlined; and the loops of generator expressions.

use super::{Lowerer, R};
use crate::vm::code::{CodeKind, Op, Reg, Span};
use ruff_python_ast::{Comprehension, Expr};
use ruff_text_size::Ranged;

/// What a comprehension does with each round.
pub(super) enum Element<'a> {
    Append(Reg, &'a Expr),
    Add(Reg, &'a Expr),
    Insert(Reg, &'a Expr, &'a Expr),
    Yield(&'a Expr),
}

impl<'a> Lowerer<'a> {
    pub(super) fn comprehension(&mut self, expr: &'a Expr, dst: Reg) -> R {
        let span = self.at_expr(expr);
        let mark = self.frame.code.top();
        let result = self.frame.code.take();
        let (generators, make, element): (&'a [Comprehension], Op, Element<'a>) = match expr {
            Expr::ListComp(c) => {
                (&c.generators, Op::BuildList { dst: result, base: result, count: 0 }, Element::Append(result, &c.elt))
            }
            Expr::SetComp(c) => {
                (&c.generators, Op::BuildSet { dst: result, base: result, count: 0 }, Element::Add(result, &c.elt))
            }
            Expr::DictComp(c) => {
                let Some(key) = &c.key else {
                    return self.refuse(expr.range(), "dict unpacking cannot be used in dict comprehension");
                };
                (
                    &c.generators,
                    Op::BuildDict { dst: result, base: result, count: 0 },
                    Element::Insert(result, key, &c.value),
                )
            }
            _ => return self.refuse(expr.range(), "this is not a comprehension"),
        };
        let Some(first) = generators.first() else { return Ok(()) };
        // The first iterable belongs to the scope around.
        let at = self.at_expr(&first.iter);
        let iterator = self.frame.code.top();
        let src = self.operand(&first.iter)?;
        self.frame.code.release(iterator);
        self.get_iterator(iterator, src, first.is_async, at);
        self.frame.code.take();
        // `LOAD_FAST_AND_CLEAR`, `SWAP`; `BUILD_LIST`, `SWAP`
        self.emit(make, span, 4);
        let outer = self.scope;
        self.scope = self.scope_at(expr.range())?;
        self.renew_variables(self.scope, span);
        self.clauses(generators, 0, Some(iterator), &element, span)?;
        let inner = std::mem::replace(&mut self.scope, outer);
        for (name, _) in &self.unit.scopes.get(inner).names {
            if let Some(&reg) = self.frame.variables.get(&(inner, *name)) {
                self.emit(Op::Clear { reg }, span, 0);
            }
        }
        self.frame.code.charge_last(2);
        self.frame.code.release(mark);
        if result != dst {
            self.emit(Op::Move { dst, src: result }, span, 0);
        }
        Ok(())
    }

    fn get_iterator(&mut self, dst: Reg, src: Reg, is_async: bool, span: Span) {
        if is_async {
            self.emit(Op::GetAsyncIter { dst, src }, span, 1);
        } else {
            self.emit(Op::GetIter { dst, src }, span, 1);
        }
    }

    /// The loops from clause `i` on; the first one's iterator is there already.
    pub(super) fn clauses(
        &mut self,
        generators: &'a [Comprehension],
        i: usize,
        ready: Option<Reg>,
        element: &Element<'a>,
        span: Span,
    ) -> R {
        let Some(clause) = generators.get(i) else { return self.element(element, span) };
        let at = self.at_expr(&clause.iter);
        let mark = self.frame.code.top();
        let iterator = match ready {
            Some(reg) => reg,
            None => {
                let src = self.operand(&clause.iter)?;
                self.frame.code.release(mark);
                self.get_iterator(mark, src, clause.is_async, at);
                self.frame.code.take()
            }
        };
        let each = self.open_each(iterator, &clause.target, clause.is_async, at)?;
        let skip = self.frame.code.label();
        for condition in &clause.ifs {
            self.jump_if(condition, false, skip)?;
        }
        self.clauses(generators, i + 1, None, element, span)?;
        self.frame.code.bind(skip);
        self.close_each(each, at);
        self.frame.code.release(mark);
        Ok(())
    }

    fn element(&mut self, element: &Element<'a>, span: Span) -> R {
        let mark = self.frame.code.top();
        match element {
            Element::Append(list, value) => {
                let src = self.operand(value)?;
                self.emit(Op::ListAppend { list: *list, src }, span, 1);
            }
            Element::Add(set, value) => {
                let src = self.operand(value)?;
                self.emit(Op::SetAdd { set: *set, src }, span, 1);
            }
            Element::Insert(dict, key, value) => {
                let base = self.next(key)?;
                self.next(value)?;
                self.emit(Op::DictInsert { dict: *dict, base }, span, 1);
            }
            Element::Yield(value) => {
                let src = self.operand(value)?;
                self.frame.code.release(mark);
                let at = self.at_expr(value);
                let op = if self.frame.kind == CodeKind::AsyncGenerator {
                    Op::YieldAsync { dst: mark, src }
                } else {
                    Op::Yield { dst: mark, src }
                };
                self.emit(op, at, 2);
                self.frame.code.take();
                self.emit(Op::Clear { reg: mark }, at, 1);
            }
        }
        self.frame.code.release(mark);
        Ok(())
    }
}
