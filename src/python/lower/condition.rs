//! Conditions, lowered as jumps without making their value.

use super::builder::Label;
use super::constant::{small, truth};
use super::{Lowerer, R};
use crate::vm::code::{CompareOp, Op, Reg, Span};
use ruff_python_ast::{BoolOp, CmpOp, Expr, ExprCompare, UnaryOp};

pub(super) fn compare_op(op: CmpOp) -> CompareOp {
    match op {
        CmpOp::Eq => CompareOp::Eq,
        CmpOp::NotEq => CompareOp::Ne,
        CmpOp::Lt => CompareOp::Lt,
        CmpOp::LtE => CompareOp::Le,
        CmpOp::Gt => CompareOp::Gt,
        CmpOp::GtE => CompareOp::Ge,
        CmpOp::Is => CompareOp::Is,
        CmpOp::IsNot => CompareOp::IsNot,
        CmpOp::In => CompareOp::In,
        CmpOp::NotIn => CompareOp::NotIn,
    }
}

impl<'a> Lowerer<'a> {
    /// An unconditional jump forward.
    pub(super) fn jump(&mut self, target: Label, span: Span) {
        self.frame.code.jump(target, span, 0, |target| Op::Jump { target });
    }

    /// Jumps when the condition's truth is `when`, else goes on.
    pub(super) fn jump_if(&mut self, expr: &'a Expr, when: bool, target: Label) -> R {
        if let Some(value) = truth(expr) {
            if value == when {
                self.jump(target, self.at_expr(expr));
            }
            return Ok(());
        }
        match expr {
            Expr::UnaryOp(unary) if unary.op == UnaryOp::Not => self.jump_if(&unary.operand, !when, target),
            Expr::BoolOp(bool_op) => {
                let Some((last, first)) = bool_op.values.split_last() else { return Ok(()) };
                // `and` is decided by the first false, `or` by the first true.
                let decides = bool_op.op == BoolOp::Or;
                let skip = self.frame.code.label();
                for value in first {
                    if decides == when {
                        self.jump_if(value, when, target)?;
                    } else {
                        self.jump_if(value, decides, skip)?;
                    }
                }
                self.jump_if(last, when, target)?;
                self.frame.code.bind(skip);
                Ok(())
            }
            Expr::If(conditional) => {
                let (otherwise, end) = (self.frame.code.label(), self.frame.code.label());
                self.jump_if(&conditional.test, false, otherwise)?;
                self.jump_if(&conditional.body, when, target)?;
                self.jump(end, self.at_expr(&conditional.body));
                self.frame.code.bind(otherwise);
                self.jump_if(&conditional.orelse, when, target)?;
                self.frame.code.bind(end);
                Ok(())
            }
            Expr::Compare(compare) if compare.ops.len() == 1 => self.jump_if_compare(expr, compare, when, target),
            Expr::Compare(compare) => self.jump_if_chain(expr, compare, when, target),
            _ => {
                let mark = self.frame.code.top();
                let cond = self.operand(expr)?;
                self.frame.code.release(mark);
                let span = self.at_expr(expr);
                // `TO_BOOL`, `POP_JUMP_IF_…`
                self.frame.code.jump(target, span, 2, |target| {
                    if when { Op::JumpIfTrue { cond, target } } else { Op::JumpIfFalse { cond, target } }
                });
                Ok(())
            }
        }
    }

    fn jump_if_compare(&mut self, expr: &'a Expr, compare: &'a ExprCompare, when: bool, target: Label) -> R {
        let [left, right] = &*compare.operands else { return Ok(()) };
        let op = compare_op(compare.ops[0]);
        let span = self.at_expr(expr);
        let mark = self.frame.code.top();
        let a = self.operand(left)?;
        if matches!(op, CompareOp::Is | CompareOp::IsNot) && matches!(right, Expr::NoneLiteral(_)) {
            self.frame.code.release(mark);
            let jump_on_none = (op == CompareOp::Is) == when;
            self.frame.code.jump(target, span, 1, |target| {
                if jump_on_none { Op::JumpIfNone { cond: a, target } } else { Op::JumpIfNotNone { cond: a, target } }
            });
            return Ok(());
        }
        let number = small(right);
        let b = if number.is_some() {
            self.frame.code.charge(1);
            0
        } else {
            self.operand(right)?
        };
        self.frame.code.release(mark);
        let unless = |target| match number {
            Some(value) => Op::JumpUnlessInt { op, a, value, target },
            None => Op::JumpUnless { op, a, b, target },
        };
        if when {
            let skip = self.frame.code.label();
            self.frame.code.jump(skip, span, 2, unless);
            self.jump(target, span);
            self.frame.code.bind(skip);
        } else {
            self.frame.code.jump(target, span, 2, unless);
        }
        Ok(())
    }

    /// `a < b < c`: every middle operand is evaluated once.
    fn jump_if_chain(&mut self, expr: &'a Expr, compare: &'a ExprCompare, when: bool, target: Label) -> R {
        let span = self.at_expr(expr);
        let mark = self.frame.code.top();
        let end = self.frame.code.label();
        let on_false = if when { end } else { target };
        // Ways out that leave a middle operand behind.
        let mut leftovers: Vec<(Label, Reg)> = Vec::new();
        let Some((first, rest)) = compare.operands.split_first() else { return Ok(()) };
        let mut a = self.operand(first)?;
        for (i, (op, right)) in compare.ops.iter().zip(rest).enumerate() {
            let op = compare_op(*op);
            let b = self.operand(right)?;
            let last = i + 1 == compare.ops.len();
            if last || !self.frame.code.is_temporary(b) {
                self.frame.code.jump(on_false, span, 2, |target| Op::JumpUnless { op, a, b, target });
            } else {
                let copy = self.frame.code.top();
                self.emit(Op::Copy { dst: copy, src: b }, span, 2);
                let out = self.frame.code.label();
                self.frame.code.jump(out, span, 2, |target| Op::JumpUnless { op, a, b: copy, target });
                leftovers.push((out, b));
            }
            a = b;
        }
        self.frame.code.release(mark);
        if when {
            self.jump(target, span);
        }
        if !leftovers.is_empty() {
            self.jump(end, span);
            for (out, reg) in leftovers {
                self.frame.code.bind(out);
                self.emit(Op::Clear { reg }, span, 1);
                self.jump(on_false, span);
            }
        }
        self.frame.code.bind(end);
        Ok(())
    }
}
