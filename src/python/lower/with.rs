//! `with` and `async with`.

use super::unwind::Block;
use super::{Lowerer, R};
use crate::vm::code::{AwaitOf, Op, Reg, Span};
use ruff_python_ast::StmtWith;
use ruff_text_size::Ranged;

impl<'a> Lowerer<'a> {
    pub(super) fn with(&mut self, stmt: &'a StmtWith) -> R {
        self.with_item(stmt, 0)
    }

    fn with_item(&mut self, stmt: &'a StmtWith, i: usize) -> R {
        let Some(item) = stmt.items.get(i) else { return self.statements(&stmt.body) };
        let span = self.at_head(&item.context_expr);
        let is_async = stmt.is_async;
        let (enter_name, exit_name) = if is_async { ("__aenter__", "__aexit__") } else { ("__enter__", "__exit__") };
        // The exit method waits in `exit`; above it what `__enter__` gives, later the exception.
        let exit = self.frame.code.take();
        let value = self.next(&item.context_expr)?;
        let enter = self.frame.code.take();
        let site = self.special(enter_name);
        self.emit(Op::LoadSpecial { dst: enter, src: value, site }, span, 1);
        let site = self.special(exit_name);
        self.emit(Op::LoadSpecial { dst: exit, src: value, site }, span, 0);
        self.emit(Op::Clear { reg: value }, span, 0);
        self.emit(Op::Call { dst: value, base: enter, count: 0 }, span, 0);
        self.frame.code.release(enter);
        if is_async {
            self.await_in(AwaitOf::Enter, value, span);
        }
        let guard = self.frame.code.open_guard(value);
        self.push_block(Block::With { exit, is_async, guard, span }, stmt.range())?;
        match &item.optional_vars {
            Some(target) => self.store(target, value)?,
            None => self.emit(Op::Clear { reg: value }, span, 1),
        }
        self.frame.code.release(value);
        self.with_item(stmt, i + 1)?;
        self.pop_block();
        self.frame.code.close_guard(guard);
        let end = self.frame.code.label();
        if self.frame.code.is_reachable() {
            self.frame.code.take_many(3);
            self.exit_without_exception(exit, is_async, span);
            self.frame.code.release(value);
            self.jump(end, span);
        }
        self.frame.code.bind_guard(guard);
        let exception = self.frame.code.take();
        self.emit(Op::PushHandled { src: exception }, span, 1);
        self.frame.code.handled += 1;
        self.emit(Op::CallExit { dst: exit, base: exit }, span, 1);
        if is_async {
            self.await_in(AwaitOf::Exit, exit, span);
        }
        let swallowed = self.frame.code.label();
        self.frame.code.jump(swallowed, span, 2, |target| Op::JumpIfTrue { cond: exit, target });
        self.emit(Op::Reraise { src: exception }, span, 1);
        self.frame.code.bind(swallowed);
        self.emit(Op::PopHandled, span, 2);
        self.frame.code.handled -= 1;
        self.emit(Op::Clear { reg: exception }, span, 2);
        self.frame.code.bind(end);
        self.frame.code.release(exit);
        Ok(())
    }

    /// Calls the exit method in `base` with three times `None`, which go above it, and drops the result.
    pub(super) fn exit_without_exception(&mut self, base: Reg, is_async: bool, span: Span) {
        for i in 1..=3 {
            self.none(base + i, span, 1);
        }
        self.emit(Op::Call { dst: base, base, count: 3 }, span, 1);
        if is_async {
            self.await_in(AwaitOf::Exit, base, span);
        }
        self.emit(Op::Clear { reg: base }, span, 1);
    }

    /// Awaits what is in a temporary; the result comes there.
    fn await_in(&mut self, of: AwaitOf, reg: Reg, span: Span) {
        self.emit(Op::GetAwaitable { of, dst: reg, src: reg }, span, 2);
        self.emit(Op::Delegate { dst: reg, iter: reg }, span, 2);
    }

    fn special(&mut self, name: &str) -> u16 {
        let name = self.world.interner.intern(name);
        self.frame.code.site(name, 0, Box::default())
    }
}
