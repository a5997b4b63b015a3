//! `try`, `except`, `except*`, `finally`, `raise`, `assert`.

use super::unwind::Block;
use super::{Lowerer, R};
use crate::vm::code::{Intrinsic, Op, Reg, Span};
use ruff_python_ast::{ExceptHandler, ExceptHandlerExceptHandler, Expr, StmtAssert, StmtRaise, StmtTry};
use ruff_text_size::Ranged;

impl<'a> Lowerer<'a> {
    pub(super) fn try_(&mut self, stmt: &'a StmtTry) -> R {
        if stmt.finalbody.is_empty() {
            return self.try_except(stmt);
        }
        // The `finally` body is there twice, and once more for every way out.
        let register = self.frame.code.top();
        self.frame.code.charge(1);
        let guard = self.frame.code.open_guard(register);
        self.push_block(Block::Finally { body: &stmt.finalbody, guard }, stmt.range())?;
        if stmt.handlers.is_empty() {
            self.statements(&stmt.body)?;
        } else {
            self.try_except(stmt)?;
        }
        self.pop_block();
        self.frame.code.close_guard(guard);
        let span = self.at(stmt);
        let end = self.frame.code.label();
        if self.frame.code.is_reachable() {
            self.statements(&stmt.finalbody)?;
            self.jump(end, span);
        }
        self.frame.code.bind_guard(guard);
        if self.frame.code.is_reachable() {
            let exception = self.frame.code.take();
            self.emit(Op::PushHandled { src: exception }, span, 1);
            self.frame.code.handled += 1;
            self.push_block(Block::Unwinding { exception }, stmt.range())?;
            self.statements(&stmt.finalbody)?;
            self.pop_block();
            self.frame.code.handled -= 1;
            self.emit(Op::Reraise { src: exception }, span, 1);
            self.frame.code.release(exception);
        }
        self.frame.code.bind(end);
        Ok(())
    }

    fn try_except(&mut self, stmt: &'a StmtTry) -> R {
        let span = self.at(stmt);
        let register = self.frame.code.top();
        let leniency = (self.lenient_imports, self.lenient_attributes);
        self.lenient_imports += u32::from(catches(&stmt.handlers, &["ImportError", "ModuleNotFoundError"]));
        self.lenient_attributes += u32::from(catches(&stmt.handlers, &["AttributeError"]));
        self.frame.code.charge(1);
        let guard = self.frame.code.open_guard(register);
        self.push_block(Block::Try { guard }, stmt.range())?;
        self.statements(&stmt.body)?;
        self.pop_block();
        self.frame.code.close_guard(guard);
        (self.lenient_imports, self.lenient_attributes) = leniency;
        let end = self.frame.code.label();
        self.statements(&stmt.orelse)?;
        self.jump(end, span);
        self.frame.code.bind_guard(guard);
        let exception = self.frame.code.take();
        self.emit(Op::PushHandled { src: exception }, span, 1);
        self.frame.code.handled += 1;
        if stmt.is_star {
            self.star_clauses(stmt, exception, span)?;
            self.jump(end, span);
        } else {
            for ExceptHandler::ExceptHandler(clause) in &stmt.handlers {
                let next = self.frame.code.label();
                self.clause(clause, exception, next)?;
                self.jump(end, self.at(clause));
                self.frame.code.bind(next);
            }
            self.emit(Op::Reraise { src: exception }, span, 1);
        }
        self.frame.code.handled -= 1;
        self.frame.code.release(exception);
        self.frame.code.bind(end);
        Ok(())
    }

    fn clause(&mut self, clause: &'a ExceptHandlerExceptHandler, exception: Reg, next: super::builder::Label) -> R {
        let mut span = self.at(clause);
        if let Some(kind) = &clause.type_ {
            span = self.at_expr(kind);
            let dst = self.frame.code.top();
            let kind = self.operand(kind)?;
            self.frame.code.release(dst);
            self.emit(Op::MatchException { dst, exception, kind }, span, 1);
            self.frame.code.jump(next, span, 1, |target| Op::JumpIfFalse { cond: dst, target });
        }
        let handled = self.frame.code.handled;
        match &clause.name {
            Some(name) => {
                self.store_name(name.as_str(), name.range(), exception)?;
                let guard = self.frame.code.open_guard(exception);
                let block = Block::Except { name: Some((name.as_str(), name.range())), guard: Some(guard) };
                self.push_block(block, clause.range())?;
                self.statements(&clause.body)?;
                self.pop_block();
                self.frame.code.close_guard(guard);
                let end = self.frame.code.label();
                self.emit(Op::PopHandled, span, 1);
                self.frame.code.handled -= 1;
                self.forget_exception(name.as_str(), name.range())?;
                self.frame.code.handled = handled;
                self.jump(end, span);
                // An exception in the clause unbinds the name too.
                self.frame.code.bind_guard(guard);
                self.forget_exception(name.as_str(), name.range())?;
                self.emit(Op::Reraise { src: exception }, span, 1);
                self.frame.code.bind(end);
            }
            None => {
                self.emit(Op::Clear { reg: exception }, span, 1);
                self.push_block(Block::Except { name: None, guard: None }, clause.range())?;
                self.statements(&clause.body)?;
                self.pop_block();
                self.emit(Op::PopHandled, span, 1);
            }
        }
        Ok(())
    }

    /// `except*`: every clause takes its part of the group; what clauses raise is collected and raised at the end.
    fn star_clauses(&mut self, stmt: &'a StmtTry, exception: Reg, span: Span) -> R {
        let raised = self.frame.code.take();
        self.emit(Op::BuildList { dst: raised, base: raised, count: 0 }, span, 1);
        let rest = self.frame.code.take();
        self.emit(Op::Copy { dst: rest, src: exception }, span, 1);
        for ExceptHandler::ExceptHandler(clause) in &stmt.handlers {
            let Some(kind) = &clause.type_ else { continue };
            let at = self.at_expr(kind);
            let base = self.frame.code.take();
            self.emit(Op::Move { dst: base, src: rest }, at, 0);
            self.next(kind)?;
            self.emit(Op::Intrinsic { what: Intrinsic::SplitGroup, dst: base, base }, at, 1);
            self.emit(Op::Unpack { base, src: base, count: 2 }, at, 0);
            self.emit(Op::Move { dst: rest, src: base + 1 }, at, 0);
            self.emit(Op::Copy { dst: base + 1, src: base }, at, 1);
            let (skip, next) = (self.frame.code.label(), self.frame.code.label());
            self.frame.code.jump(skip, at, 1, |target| Op::JumpIfNone { cond: base + 1, target });
            self.emit(Op::PushHandled { src: base }, at, 1);
            self.frame.code.handled += 1;
            match &clause.name {
                Some(name) => self.store_name(name.as_str(), name.range(), base)?,
                None => self.emit(Op::Clear { reg: base }, at, 1),
            }
            let guard = self.frame.code.open_guard(base);
            self.push_block(Block::Star, clause.range())?;
            self.statements(&clause.body)?;
            self.pop_block();
            self.frame.code.close_guard(guard);
            if let Some(name) = &clause.name {
                self.forget_exception(name.as_str(), name.range())?;
            }
            self.emit(Op::PopHandled, at, 1);
            self.jump(next, at);
            self.frame.code.bind_guard(guard);
            if let Some(name) = &clause.name {
                self.forget_exception(name.as_str(), name.range())?;
            }
            self.emit(Op::ListAppend { list: raised, src: base }, at, 1);
            self.emit(Op::PopHandled, at, 1);
            self.jump(next, at);
            self.frame.code.handled -= 1;
            self.frame.code.bind(skip);
            self.emit(Op::Clear { reg: base }, at, 1);
            self.frame.code.bind(next);
            self.frame.code.release(base);
        }
        self.emit(Op::ListAppend { list: raised, src: rest }, span, 1);
        self.emit(Op::Move { dst: rest, src: exception }, span, 0);
        self.emit(Op::Intrinsic { what: Intrinsic::RaiseGroup, dst: raised, base: raised }, span, 1);
        self.emit(Op::Clear { reg: raised }, span, 1);
        self.emit(Op::PopHandled, span, 1);
        self.frame.code.release(raised);
        Ok(())
    }

    pub(super) fn raise(&mut self, stmt: &'a StmtRaise) -> R {
        let span = self.at(stmt);
        let Some(exception) = &stmt.exc else {
            self.emit(Op::ReraiseHandled, span, 1);
            return Ok(());
        };
        let base = self.next(exception)?;
        if let Some(cause) = &stmt.cause {
            self.next(cause)?;
        }
        self.frame.code.release(base);
        self.emit(Op::Raise { base, cause: stmt.cause.is_some() }, span, 1);
        Ok(())
    }

    pub(super) fn assert(&mut self, stmt: &'a StmtAssert) -> R {
        let span = self.at_head(&stmt.test);
        let fine = self.frame.code.label();
        self.jump_if(&stmt.test, true, fine)?;
        let base = self.frame.code.top();
        match &stmt.msg {
            Some(message) => {
                self.next(message)?;
                self.frame.code.release(base);
                self.emit(Op::Intrinsic { what: Intrinsic::AssertFailWith, dst: base, base }, span, 3);
            }
            None => self.emit(Op::Intrinsic { what: Intrinsic::AssertFail, dst: base, base }, span, 2),
        }
        self.frame.code.bind(fine);
        Ok(())
    }
}

/// Whether one of the clauses takes one of the named exceptions, or everything.
fn catches(handlers: &[ExceptHandler], names: &[&str]) -> bool {
    let named = |expr: &Expr| match expr {
        Expr::Name(name) => {
            let name = name.id.as_str();
            names.contains(&name) || name == "Exception" || name == "BaseException"
        }
        _ => false,
    };
    handlers.iter().any(|ExceptHandler::ExceptHandler(clause)| match clause.type_.as_deref() {
        None => true,
        Some(Expr::Tuple(kinds)) => kinds.elts.iter().any(named),
        Some(kind) => named(kind),
    })
}
