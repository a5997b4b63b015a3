//! Statements.

use super::constant::truth;
use super::{Lowerer, R};
use crate::vm::code::{Intrinsic, Op};
use ruff_python_ast::{Expr, Stmt, StmtIf, StmtTypeAlias};
use ruff_text_size::Ranged;

impl<'a> Lowerer<'a> {
    pub(super) fn statements(&mut self, body: &'a [Stmt]) -> R {
        for stmt in body {
            self.statement(stmt)?;
            if let Some(what) = self.frame.code.overflow {
                let message = format!("this is too long: a function may have at most 65,535 {what}; split it");
                return self.refuse(stmt.range(), message);
            }
        }
        Ok(())
    }

    fn statement(&mut self, stmt: &'a Stmt) -> R {
        match stmt {
            Stmt::Expr(expr) => self.discard(&expr.value),
            Stmt::Assign(assign) => self.assign(assign),
            Stmt::AugAssign(assign) => self.aug_assign(assign),
            Stmt::AnnAssign(assign) => self.ann_assign(assign),
            Stmt::If(if_) => self.if_(if_),
            Stmt::For(for_) => self.for_(for_),
            Stmt::While(while_) => self.while_(while_),
            Stmt::Return(return_) => self.return_(return_),
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::ClassDef(class) => self.class(class),
            Stmt::Try(try_) => self.try_(try_),
            Stmt::With(with) => self.with(with),
            Stmt::Raise(raise) => self.raise(raise),
            Stmt::Assert(assert) => self.assert(assert),
            Stmt::Match(match_) => self.match_(match_),
            Stmt::Import(import) => self.import(import),
            Stmt::ImportFrom(import) => self.import_from(import),
            Stmt::Break(stmt) => self.break_or_continue(stmt.range(), true),
            Stmt::Continue(stmt) => self.break_or_continue(stmt.range(), false),
            Stmt::Delete(delete) => {
                for target in &delete.targets {
                    self.delete(target)?;
                }
                Ok(())
            }
            Stmt::TypeAlias(alias) => self.type_alias(alias),
            Stmt::Global(_) | Stmt::Nonlocal(_) | Stmt::Pass(_) => Ok(()),
            Stmt::IpyEscapeCommand(_) => self.refuse(stmt.range(), "notebook commands are not Python; take this out"),
        }
    }

    fn if_(&mut self, stmt: &'a StmtIf) -> R {
        let end = self.frame.code.label();
        let others = stmt.elif_else_clauses.iter().map(|clause| (clause.test.as_ref(), &clause.body));
        let last = stmt.elif_else_clauses.len();
        for (i, (test, body)) in std::iter::once((Some(&*stmt.test), &stmt.body)).chain(others).enumerate() {
            let Some(test) = test else {
                self.statements(body)?;
                break;
            };
            match truth(test) {
                Some(false) => continue,
                Some(true) => {
                    self.statements(body)?;
                    break;
                }
                None => {}
            }
            let next = self.frame.code.label();
            self.jump_if(test, false, next)?;
            let leniency = (self.lenient_imports, self.lenient_attributes);
            self.lenient_imports += u32::from(is_type_checking(test));
            self.lenient_attributes += u32::from(asks_for_attribute(test));
            self.statements(body)?;
            (self.lenient_imports, self.lenient_attributes) = leniency;
            if i < last {
                self.jump(end, self.at_expr(test));
            }
            self.frame.code.bind(next);
        }
        self.frame.code.bind(end);
        Ok(())
    }

    /// `type X[T] = value`
    fn type_alias(&mut self, stmt: &'a StmtTypeAlias) -> R {
        let Expr::Name(name) = &*stmt.name else { return Ok(()) };
        let span = self.at(stmt);
        let base = self.frame.code.take();
        self.string(base, name.id.as_str(), span, 1);
        let outer = self.scope;
        self.open_type_parameters(stmt.type_params.as_deref())?;
        self.annotation(&stmt.value)?;
        self.scope = outer;
        self.emit(Op::Intrinsic { what: Intrinsic::TypeAlias, dst: base, base }, span, 1);
        self.store_name(name.id.as_str(), name.range(), base)?;
        self.frame.code.release(base);
        Ok(())
    }
}

/// `if TYPE_CHECKING:`
fn is_type_checking(test: &Expr) -> bool {
    match test {
        Expr::Name(name) => name.id.as_str() == "TYPE_CHECKING",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "TYPE_CHECKING",
        _ => false,
    }
}

/// `if hasattr(…):`, `if sys.version_info …:`
fn asks_for_attribute(test: &Expr) -> bool {
    match test {
        Expr::Call(call) => matches!(&*call.func, Expr::Name(name) if name.id.as_str() == "hasattr"),
        Expr::Compare(compare) => compare.operands.iter().any(asks_for_attribute),
        Expr::Attribute(attribute) => attribute.attr.as_str() == "version_info",
        Expr::Subscript(subscript) => asks_for_attribute(&subscript.value),
        Expr::BoolOp(bool_op) => bool_op.values.iter().any(asks_for_attribute),
        Expr::UnaryOp(unary) => asks_for_attribute(&unary.operand),
        _ => false,
    }
}
