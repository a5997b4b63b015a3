//! Ways out of blocks: `return`, `break` and `continue` run what `finally` and `with` owe on the way.

use super::builder::{Guard, Label};
use super::constant::fold;
use super::{Lowerer, MOST_BLOCKS, Place, R};
use crate::vm::code::{CodeKind, Op, Reg, Span};
use ruff_python_ast::{Expr, Stmt, StmtReturn};
use ruff_text_size::{Ranged, TextRange};

/// Something that a way out passes.
#[derive(Clone, Copy)]
pub(super) enum Block<'a> {
    /// A loop: where `continue` and `break` go, and what `break` leaves behind.
    Loop { again: Label, end: Label, iterator: Option<Reg> },
    /// The body of `try … except`.
    Try { guard: Guard },
    /// What a `finally` guards.
    Finally { body: &'a [Stmt], guard: Guard },
    /// The body of a `with`.
    With { exit: Reg, is_async: bool, guard: Guard, span: Span },
    /// An `except` clause, with the name it binds and the guard that unbinds it.
    Except { name: Option<(&'a str, TextRange)>, guard: Option<Guard> },
    /// A `finally` that runs because of the exception in the register.
    Unwinding { exception: Reg },
    /// A clause of `except*`, which nothing may leave.
    Star,
}

impl<'a> Lowerer<'a> {
    pub(super) fn push_block(&mut self, block: Block<'a>, range: TextRange) -> R {
        if self.frame.blocks.len() >= MOST_BLOCKS {
            return self.refuse(range, "too many statically nested blocks; move the inner ones into a function");
        }
        self.frame.blocks.push(block);
        Ok(())
    }

    pub(super) fn pop_block(&mut self) {
        self.frame.blocks.pop();
    }

    pub(super) fn return_(&mut self, stmt: &'a StmtReturn) -> R {
        let span = self.at(stmt);
        if let Some(value) = &stmt.value
            && let Expr::Call(call) = &**value
            && call.func.is_name_expr()
        {
            self.quieten(stmt.range(), value);
        }
        if let Some(value) = &stmt.value
            && self.frame.kind == CodeKind::AsyncGenerator
        {
            return self.refuse(value.range(), "'return' with value in async generator");
        }
        self.refuse_leaving_star(stmt.range(), "return")?;
        let plain = self.frame.blocks.iter().all(|block| matches!(block, Block::Loop { .. } | Block::Try { .. }));
        let mark = self.frame.code.top();
        let value = stmt.value.as_deref();
        let late = value.is_none_or(|value| fold(value).is_some());
        if !plain && late {
            self.unwind(None, span)?;
        }
        let src = match value.map(|value| (value, fold(value))) {
            Some((value, Some(constant))) => {
                // `RETURN_CONST`
                let at = self.at_expr(value);
                self.constant(mark, constant, at, 0);
                mark
            }
            Some((value, None)) if plain => self.operand(value)?,
            Some((value, None)) => self.next(value)?,
            None => {
                self.none(mark, span, 0);
                mark
            }
        };
        if !plain && !late {
            self.unwind(None, span)?;
        }
        self.frame.code.release(mark);
        // What was owed is paid: nothing guards the return itself.
        let guard = if plain { self.frame.code.guard } else { None };
        let inner = std::mem::replace(&mut self.frame.code.guard, guard);
        self.emit(Op::Return { src }, span, 1);
        self.frame.code.guard = inner;
        Ok(())
    }

    pub(super) fn break_or_continue(&mut self, range: TextRange, is_break: bool) -> R {
        let word = if is_break { "break" } else { "continue" };
        let span = self.unit.places.span(range);
        let found = self.frame.blocks.iter().rposition(|block| matches!(block, Block::Loop { .. }));
        let Some(position) = found else {
            let message = if is_break { "'break' outside loop" } else { "'continue' not properly in loop" };
            return self.refuse(range, message);
        };
        if self.frame.blocks[position..].iter().any(|block| matches!(block, Block::Star)) {
            return self.refuse_leaving_star(range, word);
        }
        self.unwind(Some(position), span)?;
        if let Block::Loop { again, end, iterator } = self.frame.blocks[position] {
            if is_break {
                if let Some(reg) = iterator {
                    self.emit(Op::Clear { reg }, span, 1);
                }
                self.jump(end, span);
            } else {
                self.frame.code.jump(again, span, 1, |target| Op::Loop { target });
            }
        }
        Ok(())
    }

    fn refuse_leaving_star(&self, range: TextRange, word: &str) -> R {
        let _ = word;
        if self.frame.blocks.iter().any(|block| matches!(block, Block::Star)) {
            return self.refuse(range, "'break', 'continue' and 'return' cannot appear in an except* block");
        }
        Ok(())
    }

    /// Emits what the blocks owe, inner ones first, down to (without) the one at `keep`, or all of them.
    fn unwind(&mut self, keep: Option<usize>, span: Span) -> R {
        let first = keep.map_or(0, |position| position + 1);
        let blocks = self.frame.blocks.clone();
        let (guard, handled) = (self.frame.code.guard, self.frame.code.handled);
        for i in (first..blocks.len()).rev() {
            if !self.frame.code.is_reachable() {
                break;
            }
            self.frame.blocks.truncate(i);
            match blocks[i] {
                Block::Loop { iterator, .. } => {
                    if let Some(reg) = iterator {
                        self.emit(Op::Clear { reg }, span, 1);
                    }
                }
                Block::Try { guard } => self.frame.code.close_guard(guard),
                Block::Finally { body, guard } => {
                    self.frame.code.close_guard(guard);
                    self.statements(body)?;
                }
                Block::With { exit, is_async, guard, span } => {
                    self.frame.code.close_guard(guard);
                    let base = self.frame.code.take_many(4);
                    self.emit(Op::Move { dst: base, src: exit }, span, 1);
                    self.exit_without_exception(base, is_async, span);
                    self.frame.code.release(base);
                }
                Block::Except { name, guard } => {
                    if let Some(guard) = guard {
                        self.frame.code.close_guard(guard);
                    }
                    self.emit(Op::PopHandled, span, 1);
                    self.frame.code.handled = self.frame.code.handled.saturating_sub(1);
                    if let Some((name, range)) = name {
                        self.forget_exception(name, range)?;
                    }
                }
                Block::Unwinding { exception } => {
                    self.emit(Op::PopHandled, span, 1);
                    self.frame.code.handled = self.frame.code.handled.saturating_sub(1);
                    self.emit(Op::Clear { reg: exception }, span, 1);
                }
                Block::Star => {}
            }
        }
        self.frame.blocks = blocks;
        self.frame.code.guard = guard;
        self.frame.code.handled = handled;
        Ok(())
    }

    /// `e = None; del e` at the end of `except … as e`.
    pub(super) fn forget_exception(&mut self, name: &str, range: TextRange) -> R {
        let span = self.unit.places.span(range);
        let symbol = self.symbol(name);
        if let Place::Local(reg) = self.place(symbol) {
            self.emit(Op::Clear { reg }, span, 3);
            self.frame.code.unassign(reg);
            return Ok(());
        }
        let reg = self.frame.code.take();
        self.none(reg, span, 1);
        self.store_name(name, range, reg)?;
        self.frame.code.release(reg);
        self.delete_name(name, span);
        Ok(())
    }

    /// Evaluates an expression and drops its value.
    pub(super) fn discard(&mut self, expr: &'a Expr) -> R {
        if fold(expr).is_some() {
            return Ok(());
        }
        let span = self.at_expr(expr);
        let mark = self.frame.code.top();
        let reg = self.operand(expr)?;
        if self.frame.code.is_temporary(reg) {
            self.emit(Op::Clear { reg }, span, 1);
        }
        self.frame.code.release(mark);
        Ok(())
    }
}
