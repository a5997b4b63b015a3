//! What 3.14 warns of when it reads a program: statements that leave a `finally` block (PEP 765).

use super::place::Places;
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{ExceptHandler, ModModule, Stmt};
use ruff_text_size::Ranged;

/// Lines, from 1, with what is to be said about each, in the order of the text.
pub(super) fn warnings(module: &ModModule, places: &Places) -> Vec<(u32, String)> {
    let mut finder = Finder { places, around: Around::default(), found: Vec::new() };
    finder.visit_body(&module.body);
    finder.found
}

/// What is around a statement, within its function.
#[derive(Clone, Copy, Default)]
struct Around {
    /// It is in a `finally` block.
    finally: bool,
    /// A loop is around it, within that block.
    within_loop: bool,
}

struct Finder<'a> {
    places: &'a Places,
    around: Around,
    found: Vec<(u32, String)>,
}

impl<'a> Finder<'a> {
    fn within(&mut self, around: Around, body: &'a [Stmt]) {
        let before = std::mem::replace(&mut self.around, around);
        self.visit_body(body);
        self.around = before;
    }

    fn warn(&mut self, statement: &Stmt, word: &str) {
        let (line, _) = self.places.position(statement.range().start());
        self.found.push((line, format!("'{word}' in a 'finally' block")));
    }
}

impl<'a> Visitor<'a> for Finder<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let around = self.around;
        match statement {
            Stmt::Return(_) if around.finally => self.warn(statement, "return"),
            Stmt::Break(_) if around.finally && !around.within_loop => self.warn(statement, "break"),
            Stmt::Continue(_) if around.finally && !around.within_loop => self.warn(statement, "continue"),
            Stmt::FunctionDef(def) => self.within(Around::default(), &def.body),
            Stmt::ClassDef(class) => self.within(Around::default(), &class.body),
            Stmt::For(each) => {
                self.within(Around { within_loop: true, ..around }, &each.body);
                self.visit_body(&each.orelse);
            }
            Stmt::While(each) => {
                self.within(Around { within_loop: true, ..around }, &each.body);
                self.visit_body(&each.orelse);
            }
            Stmt::Try(attempt) => {
                self.visit_body(&attempt.body);
                for ExceptHandler::ExceptHandler(handler) in &attempt.handlers {
                    self.visit_body(&handler.body);
                }
                self.visit_body(&attempt.orelse);
                self.within(Around { finally: true, within_loop: false }, &attempt.finalbody);
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }
}
