//! Assignment, in all its forms, and `del`.

use super::constant::small;
use super::expression::binary_op;
use super::{Lowerer, Place, R};
use crate::vm::code::{BinaryOp, CodeKind, Op, Reg, Span};
use ruff_python_ast::{Expr, StmtAnnAssign, StmtAssign, StmtAugAssign};
use ruff_text_size::{Ranged, TextRange};

impl<'a> Lowerer<'a> {
    pub(super) fn assign(&mut self, assign: &'a StmtAssign) -> R {
        if let [target] = &*assign.targets {
            if target.is_name_expr() {
                self.quieten(assign.range(), &assign.value);
            }
            return self.assign_one(target, &assign.value);
        }
        let mark = self.frame.code.top();
        let value = self.operand(&assign.value)?;
        for (i, target) in assign.targets.iter().enumerate() {
            let last = i + 1 == assign.targets.len();
            let mut src = value;
            let inner = self.frame.code.top();
            if !last && self.frame.code.is_temporary(value) {
                src = self.frame.code.take();
                self.emit(Op::Copy { dst: src, src: value }, self.at_expr(target), 1);
            } else if !last {
                self.frame.code.charge(1);
            }
            self.store(target, src)?;
            self.frame.code.release(inner);
        }
        self.frame.code.release(mark);
        Ok(())
    }

    fn assign_one(&mut self, target: &'a Expr, value: &'a Expr) -> R {
        match target {
            Expr::Name(name) => self.assign_name(name.id.as_str(), name.range(), value),
            Expr::Tuple(_) | Expr::List(_) => {
                if self.assign_in_parallel(target, value)? {
                    return Ok(());
                }
                let mark = self.frame.code.top();
                let src = self.operand(value)?;
                self.store(target, src)?;
                self.frame.code.release(mark);
                Ok(())
            }
            _ => {
                let mark = self.frame.code.top();
                let src = self.operand(value)?;
                self.store(target, src)?;
                self.frame.code.release(mark);
                Ok(())
            }
        }
    }

    /// `name = value`
    pub(super) fn assign_name(&mut self, name: &str, range: TextRange, value: &'a Expr) -> R {
        let symbol = self.symbol(name);
        if let Place::Local(reg) = self.place(symbol) {
            self.into(value, reg)?;
            self.frame.code.charge_last(1);
            self.frame.code.assign(reg);
            return Ok(());
        }
        let mark = self.frame.code.top();
        let src = self.operand(value)?;
        self.store_name(name, range, src)?;
        self.frame.code.release(mark);
        Ok(())
    }

    /// `a, b = b, a` without a tuple in between.
    fn assign_in_parallel(&mut self, target: &'a Expr, value: &'a Expr) -> R<bool> {
        let (Some(targets), Expr::Tuple(values)) = (items(target), value) else { return Ok(false) };
        let starred = targets.iter().chain(&values.elts).any(Expr::is_starred_expr);
        if starred || targets.len() != values.elts.len() || !(1..=8).contains(&targets.len()) {
            return Ok(false);
        }
        let base = self.frame.code.top();
        self.next_all(&values.elts)?;
        for (i, target) in targets.iter().enumerate() {
            self.store(target, base + i as Reg)?;
        }
        self.frame.code.release(base);
        Ok(true)
    }

    /// Stores what is in `src` (a local, or a temporary that this reads).
    pub(super) fn store(&mut self, target: &'a Expr, src: Reg) -> R {
        let span = self.at_expr(target);
        let mark = self.frame.code.top();
        match target {
            Expr::Name(name) => self.store_name(name.id.as_str(), name.range(), src)?,
            Expr::Attribute(attribute) => {
                let object = self.operand(&attribute.value)?;
                let name = self.symbol(attribute.attr.as_str());
                let site = self.frame.code.site(name, 0, Box::default());
                self.emit(Op::StoreAttr { object, site, src }, span, 1);
            }
            Expr::Subscript(subscript) => {
                let object = self.operand(&subscript.value)?;
                let key = self.key(&subscript.slice)?;
                self.emit(Op::StoreSubscript { object, key, src }, span, 1);
            }
            Expr::Tuple(_) | Expr::List(_) => self.unpack(target, src, span)?,
            Expr::Starred(_) => {
                return self.refuse(target.range(), "starred assignment target must be in a list or tuple");
            }
            _ => return self.refuse(target.range(), "cannot assign to this"),
        }
        self.frame.code.release(mark);
        Ok(())
    }

    fn unpack(&mut self, target: &'a Expr, src: Reg, span: Span) -> R {
        let Some(targets) = items(target) else { return Ok(()) };
        let count = targets.len();
        if count > 4096 {
            return self.refuse(target.range(), "too many targets in one assignment; split it");
        }
        let star = targets.iter().position(Expr::is_starred_expr);
        let base = self.frame.code.take_many(count);
        match star {
            None => self.emit(Op::Unpack { base, src, count: count as u16 }, span, 1),
            Some(before) => {
                let after = count - before - 1;
                if targets[before + 1..].iter().any(Expr::is_starred_expr) {
                    return self.refuse(target.range(), "multiple starred expressions in assignment");
                }
                let (Ok(before), Ok(after)) = (u8::try_from(before), u8::try_from(after)) else {
                    return self.refuse(target.range(), "too many expressions in star-unpacking assignment");
                };
                self.emit(Op::UnpackStar { base, src, before, after }, span, 1);
            }
        }
        for (i, target) in targets.iter().enumerate() {
            let target = match target {
                Expr::Starred(starred) => &starred.value,
                other => other,
            };
            self.store(target, base + i as Reg)?;
        }
        Ok(())
    }

    /// Stores into a variable.
    pub(super) fn store_name(&mut self, name: &str, range: TextRange, src: Reg) -> R {
        let span = self.unit.places.span(range);
        let symbol = self.symbol(name);
        match self.place(symbol) {
            Place::Local(dst) => {
                self.emit(Op::Move { dst, src }, span, 1);
                self.frame.code.assign(dst);
            }
            Place::Cell(cell) | Place::NameOrCell(cell) => self.emit(Op::StoreCell { cell, src }, span, 1),
            Place::Global => {
                let global = self.frame.code.global(symbol);
                self.emit(Op::StoreGlobal { global, src }, span, 1);
            }
            Place::Name => {
                let global = self.frame.code.global(symbol);
                self.emit(Op::StoreName { global, src }, span, 1);
            }
        }
        Ok(())
    }

    pub(super) fn aug_assign(&mut self, assign: &'a StmtAugAssign) -> R {
        let span = self.at(assign);
        let op = binary_op(assign.op);
        let mark = self.frame.code.top();
        match &*assign.target {
            Expr::Name(name) => {
                let symbol = self.symbol(name.id.as_str());
                if let Place::Local(reg) = self.place(symbol) {
                    self.check_bound(reg, self.at_expr(&assign.target));
                    self.frame.code.charge(1);
                    let mut a = reg;
                    if small(&assign.value).is_none() && self.frame.code.walrus.contains(&symbol) {
                        a = self.frame.code.take();
                        self.emit(Op::Move { dst: a, src: reg }, span, 0);
                    }
                    self.in_place(op, reg, a, &assign.value, span)?;
                    self.frame.code.charge_last(1);
                    self.frame.code.assign(reg);
                } else {
                    self.load_name(name.id.as_str(), name.range(), mark)?;
                    let a = self.frame.code.take();
                    self.in_place(op, mark, a, &assign.value, span)?;
                    self.frame.code.release(mark);
                    self.frame.code.take();
                    self.store_name(name.id.as_str(), name.range(), mark)?;
                }
            }
            Expr::Attribute(attribute) => {
                let at = self.at_expr(&assign.target);
                let object = self.operand(&attribute.value)?;
                let copy = self.copy(object, at);
                let name = self.symbol(attribute.attr.as_str());
                let value = self.frame.code.take();
                let site = self.frame.code.site(name, 0, Box::default());
                self.emit(Op::LoadAttr { dst: value, object: copy, site }, at, 1);
                self.in_place(op, value, value, &assign.value, span)?;
                let site = self.frame.code.site(name, 0, Box::default());
                self.emit(Op::StoreAttr { object, site, src: value }, at, 2);
            }
            Expr::Subscript(subscript) => {
                let at = self.at_expr(&assign.target);
                let object = self.operand(&subscript.value)?;
                let key = self.key(&subscript.slice)?;
                let (object_copy, key_copy) = (self.copy(object, at), self.copy(key, at));
                let value = self.frame.code.take();
                self.emit(Op::Subscript { dst: value, object: object_copy, key: key_copy }, at, 1);
                self.in_place(op, value, value, &assign.value, span)?;
                self.emit(Op::StoreSubscript { object, key, src: value }, at, 3);
            }
            other => return self.refuse(other.range(), "cannot use augmented assignment here"),
        }
        self.frame.code.release(mark);
        Ok(())
    }

    /// The same value in another temporary; a local is its own copy.
    fn copy(&mut self, reg: Reg, span: Span) -> Reg {
        if !self.frame.code.is_temporary(reg) {
            self.frame.code.charge(1);
            return reg;
        }
        let dst = self.frame.code.take();
        self.emit(Op::Copy { dst, src: reg }, span, 1);
        dst
    }

    fn in_place(&mut self, op: BinaryOp, dst: Reg, a: Reg, value: &'a Expr, span: Span) -> R {
        if op != BinaryOp::MatMul
            && let Some(value) = small(value)
        {
            self.frame.code.charge(1);
            self.emit(Op::InPlaceInt { op, dst, a, value }, span, 1);
            return Ok(());
        }
        let mark = self.frame.code.top();
        let b = self.operand(value)?;
        self.frame.code.release(mark);
        self.emit(Op::InPlace { op, dst, a, b }, span, 1);
        Ok(())
    }

    /// `target: annotation = value`. Only a class body keeps its annotations.
    pub(super) fn ann_assign(&mut self, assign: &'a StmtAnnAssign) -> R {
        if let Some(value) = &assign.value {
            self.assign_one(&assign.target, value)?;
        }
        if assign.simple
            && let Expr::Name(name) = &*assign.target
            && self.keeps_annotations()
        {
            let span = self.at(assign);
            let mark = self.frame.code.top();
            // `__annotations__[name] = annotation`
            let dict = self.frame.code.take();
            let annotations = self.world.interner.intern("__annotations__");
            let global = self.frame.code.global(annotations);
            let pair = self.frame.code.take();
            let symbol = self.symbol(name.id.as_str());
            let text = self.world.interner.name(symbol).clone();
            self.string(pair, &text, span, 1);
            self.annotation(&assign.annotation)?;
            if self.frame.kind == CodeKind::Class {
                self.emit(Op::LoadName { dst: dict, global }, span, 1);
            } else {
                self.emit(Op::LoadGlobal { dst: dict, global }, span, 1);
            }
            self.emit(Op::StoreSubscript { object: dict, key: pair, src: pair + 1 }, span, 1);
            self.frame.code.release(mark);
        }
        Ok(())
    }

    /// Whether what is annotated here is put into `__annotations__`. A module of 3.14 has that only when somebody asks the
    /// module for it, and here not at all.
    pub(super) fn keeps_annotations(&self) -> bool {
        let annotated = self.unit.scopes.get(self.scope).annotated;
        annotated && (self.frame.kind == CodeKind::Class || self.world.python.version() < (3, 14))
    }

    pub(super) fn delete(&mut self, target: &'a Expr) -> R {
        let span = self.at_expr(target);
        let mark = self.frame.code.top();
        match target {
            Expr::Name(name) => self.delete_name(name.id.as_str(), span),
            Expr::Attribute(attribute) => {
                let object = self.operand(&attribute.value)?;
                let name = self.symbol(attribute.attr.as_str());
                let site = self.frame.code.site(name, 0, Box::default());
                self.emit(Op::DeleteAttr { object, site }, span, 1);
            }
            Expr::Subscript(subscript) => {
                let object = self.operand(&subscript.value)?;
                let key = self.key(&subscript.slice)?;
                self.emit(Op::DeleteSubscript { object, key }, span, 1);
            }
            Expr::Tuple(_) | Expr::List(_) => {
                for item in items(target).unwrap_or_default() {
                    self.delete(item)?;
                }
            }
            _ => return self.refuse(target.range(), "cannot delete this"),
        }
        self.frame.code.release(mark);
        Ok(())
    }

    pub(super) fn delete_name(&mut self, name: &str, span: Span) {
        let symbol = self.symbol(name);
        match self.place(symbol) {
            Place::Local(reg) => {
                self.check_bound(reg, span);
                self.emit(Op::DeleteLocal { reg }, span, 1);
                self.frame.code.unassign(reg);
            }
            Place::Cell(cell) | Place::NameOrCell(cell) => self.emit(Op::DeleteCell { cell }, span, 1),
            Place::Global => {
                let global = self.frame.code.global(symbol);
                self.emit(Op::DeleteGlobal { global }, span, 1);
            }
            Place::Name => {
                let global = self.frame.code.global(symbol);
                self.emit(Op::DeleteName { global }, span, 1);
            }
        }
    }
}

/// The items of a tuple or list.
fn items(expr: &Expr) -> Option<&[Expr]> {
    match expr {
        Expr::Tuple(tuple) => Some(&tuple.elts),
        Expr::List(list) => Some(&list.elts),
        _ => None,
    }
}
