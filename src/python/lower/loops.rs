//! `for`, `while`, `async for`.

use super::builder::Label;
use super::constant::truth;
use super::unwind::Block;
use super::{Lowerer, Place, R};
use crate::vm::code::{Intrinsic, Op, Reg, Span};
use ruff_python_ast::{Expr, StmtFor, StmtWhile};
use ruff_text_size::Ranged;

impl<'a> Lowerer<'a> {
    pub(super) fn for_(&mut self, stmt: &'a StmtFor) -> R {
        let span = self.at_head(&stmt.iter);
        let iterator = self.frame.code.top();
        let src = self.operand(&stmt.iter)?;
        self.frame.code.release(iterator);
        if stmt.is_async {
            self.emit(Op::GetAsyncIter { dst: iterator, src }, span, 1);
        } else {
            self.emit(Op::GetIter { dst: iterator, src }, span, 1);
        }
        self.frame.code.take();
        let end = self.frame.code.label();
        let each = self.open_each(iterator, &stmt.target, stmt.is_async, span)?;
        self.push_block(Block::Loop { again: each.again, end, iterator: Some(iterator) }, stmt.range())?;
        self.statements(&stmt.body)?;
        self.pop_block();
        self.close_each(each, span);
        self.frame.code.release(iterator);
        self.statements(&stmt.orelse)?;
        self.frame.code.bind(end);
        Ok(())
    }

    /// The head of a loop over an iterator: the next item goes to the target.
    pub(super) fn open_each(&mut self, iterator: Reg, target: &'a Expr, is_async: bool, span: Span) -> R<Each> {
        let again = self.frame.code.bind_loop();
        let exit = self.frame.code.label();
        let direct = self.direct_target(target);
        let item = match direct {
            Some(reg) => reg,
            None => self.frame.code.top(),
        };
        let mut guard = None;
        if is_async {
            let exception = self.frame.code.top();
            let open = self.frame.code.open_guard(exception);
            // `GET_ANEXT`, `LOAD_CONST`; `SEND`, `END_SEND`
            self.emit(Op::GetAsyncNext { dst: exception, iter: iterator }, span, 2);
            self.emit(Op::Delegate { dst: item, iter: exception }, span, 2);
            self.frame.code.close_guard(open);
            guard = Some((open, exception));
        } else {
            self.frame.code.jump(exit, span, 1, |exit| Op::ForIter { dst: item, iter: iterator, exit });
        }
        match direct {
            Some(reg) => {
                self.frame.code.charge_last(1);
                self.frame.code.assign(reg);
            }
            None => {
                self.frame.code.take();
                self.store(target, item)?;
                self.frame.code.release(item);
            }
        }
        Ok(Each { again, exit, iterator, guard })
    }

    /// The end of such a loop: back to its head; the iterator is gone after it.
    pub(super) fn close_each(&mut self, each: Each, span: Span) {
        self.frame.code.jump(each.again, span, 1, |target| Op::Loop { target });
        if let Some((guard, exception)) = each.guard {
            // `END_ASYNC_FOR`
            self.frame.code.bind_guard(guard);
            let cond = exception + 1;
            let what = Intrinsic::IsStopAsyncIteration;
            self.emit(Op::Intrinsic { what, dst: cond, base: exception }, span, 1);
            let over = self.frame.code.label();
            self.frame.code.jump(over, span, 0, |target| Op::JumpIfTrue { cond, target });
            self.emit(Op::Reraise { src: exception }, span, 0);
            self.frame.code.bind(over);
            self.emit(Op::Clear { reg: exception }, span, 0);
            self.emit(Op::Clear { reg: each.iterator }, span, 0);
            let mark = self.frame.code.top();
            self.frame.code.take_many(2);
            self.frame.code.release(mark);
        }
        self.frame.code.bind(each.exit);
    }

    /// The register of a target that is a plain local.
    fn direct_target(&mut self, target: &Expr) -> Option<Reg> {
        let Expr::Name(name) = target else { return None };
        let symbol = self.symbol(name.id.as_str());
        match self.place(symbol) {
            Place::Local(reg) => Some(reg),
            _ => None,
        }
    }

    pub(super) fn while_(&mut self, stmt: &'a StmtWhile) -> R {
        let span = self.at(stmt);
        let known = truth(&stmt.test);
        if known == Some(false) {
            return self.statements(&stmt.orelse);
        }
        // As CPython: the test is there twice, so that one jump back, from its end to the body, is taken each time around.
        let (exit, end) = (self.frame.code.label(), self.frame.code.label());
        let again = self.frame.code.bind_loop();
        let mut body = again;
        if known.is_none() {
            self.jump_if(&stmt.test, false, exit)?;
            body = self.frame.code.bind_loop();
        }
        self.push_block(Block::Loop { again, end, iterator: None }, stmt.range())?;
        self.statements(&stmt.body)?;
        self.pop_block();
        let mut back = span;
        if known.is_none() {
            back = self.at_expr(&stmt.test);
            if self.frame.code.is_reachable() {
                self.jump_if(&stmt.test, false, exit)?;
            }
        }
        self.frame.code.jump(body, back, 1, |target| Op::Loop { target });
        self.frame.code.bind(exit);
        self.statements(&stmt.orelse)?;
        self.frame.code.bind(end);
        Ok(())
    }
}

/// A loop over an iterator, between its head and its end.
pub(super) struct Each {
    pub(super) again: Label,
    exit: Label,
    iterator: Reg,
    guard: Option<(super::builder::Guard, Reg)>,
}
