//! What CPython warns of when it compiles a file (`SyntaxWarning`): code that reads otherwise than it runs.
//!
//! The order is CPython's: first what the tokenizer and the parser see, then what the compiler does, which looks at an
//! expression before its parts. What it compiles more than once it warns of as often: what a `finally` block has
//! and, up to 3.13, the condition of a `while` loop.

use super::leaves_finally;
use super::place::Places;
use crate::machine::Python;
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    AnyStringFlags, BytesLiteral, CmpOp, Expr, ExprContext, FString, InterpolatedStringElement, ModModule, Number,
    Operator, Stmt, StringLiteral, TString, UnaryOp,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

/// Lines, from 1, with what is said about each, in the order in which CPython says it.
pub(super) fn warnings(module: &ModModule, places: &Places, python: Python) -> Vec<(u32, String)> {
    let latest = python.version() >= (3, 14);
    let text_only = module.body.iter().any(|stmt| match stmt {
        Stmt::ImportFrom(import) => {
            import.module.as_deref() == Some("__future__")
                && import.names.iter().any(|name| &*name.name == "annotations")
        }
        _ => false,
    });
    let mut reader = Reader {
        places,
        latest,
        text_only,
        local: false,
        in_function: false,
        raw: false,
        finals: Vec::new(),
        parsed: Vec::new(),
        compiled: Vec::new(),
    };
    reader.visit_body(&module.body);
    reader.parsed.sort_by_key(|(at, ..)| *at);
    let mut all: Vec<(u32, String)> = reader.parsed.into_iter().map(|(_, line, warning)| (line, warning)).collect();
    if latest {
        all.extend(leaves_finally::warnings(module, places));
    }
    all.extend(reader.compiled);
    all
}

struct Reader<'a> {
    places: &'a Places,
    latest: bool,
    /// Annotations stay text.
    text_only: bool,
    /// Within the statement that annotates a local variable.
    local: bool,
    /// Within a function.
    in_function: bool,
    /// Within a raw f-string.
    raw: bool,
    /// The `finally` blocks that a `return` runs, within its function.
    finals: Vec<&'a [Stmt]>,
    /// What the parser says: of which literal, in which line.
    parsed: Vec<(TextSize, u32, String)>,
    compiled: Vec<(u32, String)>,
}

impl<'a> Reader<'a> {
    /// What is compiled once more was parsed once.
    fn again(&mut self, visit: impl FnOnce(&mut Self)) {
        let parsed = self.parsed.len();
        visit(self);
        self.parsed.truncate(parsed);
    }

    fn compiled(&mut self, at: TextRange, warning: String) {
        self.compiled.push((self.places.line(at.start()), warning));
    }

    /// The first escape of a literal that means nothing.
    fn escapes(&mut self, range: TextRange, is_bytes: bool) {
        let text = self.places.slice(range);
        let mut letters = text.char_indices();
        while let Some((start, letter)) = letters.next() {
            if letter != '\\' {
                continue;
            }
            let Some((at, escaped)) = letters.next() else { return };
            let octal = text
                .get(at..at + 3)
                .filter(|digits| matches!(digits.as_bytes(), [b'4'..=b'7', b'0'..=b'7', b'0'..=b'7']));
            let known = match escaped {
                '\n' | '\r' | '\\' | '\'' | '"' | 'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | '0'..='7' | 'x' => true,
                'N' | 'u' | 'U' => !is_bytes,
                _ => false,
            };
            let (what, kind) = match octal {
                Some(digits) => (digits.to_owned(), "octal "),
                None if known => continue,
                None => (escaped.to_string(), ""),
            };
            let (at, warning) = if self.latest {
                let future = "Such sequences will not work in the future";
                let instead = format!("Did you mean \"\\\\{what}\"? A raw string is also an option.");
                let warning = format!("\"\\{what}\" is an invalid {kind}escape sequence. {future}. {instead}");
                (range.start() + TextSize::try_from(start).unwrap_or_default(), warning)
            } else {
                (range.start(), format!("invalid {kind}escape sequence '\\{what}'"))
            };
            self.parsed.push((range.start(), self.places.line(at), warning));
            return;
        }
    }

    /// A number that a keyword follows without a space.
    fn number(&mut self, range: TextRange) {
        let after = self.places.text().as_bytes().get(range.end().to_usize());
        if !after.is_some_and(u8::is_ascii_alphabetic) {
            return;
        }
        let number = self.places.slice(range).to_ascii_lowercase();
        let kind = match number.get(..2) {
            Some("0x") => "hexadecimal",
            Some("0o") => "octal",
            Some("0b") => "binary",
            _ if number.ends_with('j') => "imaginary",
            _ => "decimal",
        };
        self.parsed.push((range.start(), self.places.line(range.start()), format!("invalid {kind} literal")));
    }

    fn comparison(&mut self, expr: &Expr, ops: &[CmpOp], operands: &[Expr]) {
        for (op, pair) in ops.iter().zip(operands.windows(2)) {
            let (word, instead) = match op {
                CmpOp::Is => ("is", "=="),
                CmpOp::IsNot => ("is not", "!="),
                _ => continue,
            };
            if let Some(kind) = pair.iter().find_map(|operand| self.compared(operand)) {
                let warning = format!("\"{word}\" with '{kind}' literal. Did you mean \"{instead}\"?");
                return self.compiled(expr.range(), warning);
            }
        }
    }

    fn called(&mut self, function: &Expr) {
        if let Some(kind) = self.type_of(function).filter(|kind| *kind != "function") {
            let warning = format!("'{kind}' object is not callable; perhaps you missed a comma?");
            self.compiled(function.range(), warning);
        }
    }

    fn subscripted(&mut self, value: &Expr, index: &Expr) {
        let Some(kind) = self.type_of(value) else { return };
        match kind {
            "str" | "bytes" | "tuple" | "list" => {
                let Some(index) = self.type_of(index).filter(|kind| !matches!(*kind, "int" | "bool")) else { return };
                if matches!(index, "dict" | "set" | "generator" | "function") {
                    return;
                }
                let warning =
                    format!("{kind} indices must be integers or slices, not {index}; perhaps you missed a comma?");
                self.compiled(value.range(), warning);
            }
            "dict" => {}
            _ => {
                let warning = format!("'{kind}' object is not subscriptable; perhaps you missed a comma?");
                self.compiled(value.range(), warning);
            }
        }
    }

    /// The type of a constant that `is` should not be asked about.
    fn compared(&self, expr: &Expr) -> Option<&'static str> {
        self.constant(expr).filter(|kind| !matches!(*kind, "NoneType" | "bool" | "ellipsis"))
    }

    /// The type of what is a constant, after folding.
    fn constant(&self, expr: &Expr) -> Option<&'static str> {
        match expr {
            Expr::NoneLiteral(_) => Some("NoneType"),
            Expr::BooleanLiteral(_) => Some("bool"),
            Expr::EllipsisLiteral(_) => Some("ellipsis"),
            Expr::StringLiteral(_) => Some("str"),
            Expr::BytesLiteral(_) => Some("bytes"),
            Expr::NumberLiteral(number) => Some(match number.value {
                Number::Int(_) => "int",
                Number::Float(_) => "float",
                Number::Complex { .. } => "complex",
            }),
            Expr::Tuple(tuple) => tuple.elts.iter().all(|element| self.constant(element).is_some()).then_some("tuple"),
            // 3.14 folds operations later.
            Expr::UnaryOp(_) | Expr::BinOp(_) if self.latest => None,
            Expr::UnaryOp(unary) if unary.op == UnaryOp::Not => self.constant(&unary.operand).map(|_| "bool"),
            Expr::UnaryOp(unary) => {
                self.constant(&unary.operand).filter(|kind| matches!(*kind, "int" | "float" | "complex"))
            }
            Expr::BinOp(binary) => {
                let (left, right) = (self.constant(&binary.left)?, self.constant(&binary.right)?);
                let rank = |kind| ["int", "float", "complex"].iter().position(|known| *known == kind);
                let wider = if rank(left)? >= rank(right)? { left } else { right };
                Some(if binary.op == Operator::Div && wider == "int" { "float" } else { wider })
            }
            _ => None,
        }
    }

    /// The type of what is written out.
    fn type_of(&self, expr: &Expr) -> Option<&'static str> {
        Some(match expr {
            Expr::Tuple(_) => "tuple",
            Expr::List(_) | Expr::ListComp(_) => "list",
            Expr::Dict(_) | Expr::DictComp(_) => "dict",
            Expr::Set(_) | Expr::SetComp(_) => "set",
            Expr::Generator(_) => "generator",
            Expr::Lambda(_) => "function",
            Expr::FString(_) => "str",
            _ => return self.constant(expr),
        })
    }

    fn within_raw(&mut self, raw: bool, walk: impl FnOnce(&mut Self)) {
        let around = std::mem::replace(&mut self.raw, raw);
        walk(self);
        self.raw = around;
    }
}

impl<'a> Visitor<'a> for Reader<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::Assert(assert) = statement
            && matches!(&*assert.test, Expr::Tuple(tuple) if !tuple.elts.is_empty())
        {
            self.compiled(statement.range(), "assertion is always true, perhaps remove parentheses?".into());
        }
        match statement {
            Stmt::While(each) if !self.latest => {
                self.visit_expr(&each.test);
                self.visit_body(&each.body);
                self.again(|reader| reader.visit_expr(&each.test));
                self.visit_body(&each.orelse);
            }
            Stmt::Try(attempt) if !attempt.finalbody.is_empty() => {
                self.finals.push(&attempt.finalbody);
                self.visit_body(&attempt.body);
                for handler in &attempt.handlers {
                    self.visit_except_handler(handler);
                }
                self.visit_body(&attempt.orelse);
                self.finals.pop();
                self.visit_body(&attempt.finalbody);
                if !self.latest {
                    self.again(|reader| reader.visit_body(&attempt.finalbody));
                }
            }
            Stmt::Return(_) => {
                visitor::walk_stmt(self, statement);
                let around = self.finals.clone();
                while let Some(body) = self.finals.pop() {
                    self.again(|reader| reader.visit_body(body));
                }
                self.finals = around;
            }
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {
                let around = (std::mem::take(&mut self.finals), self.in_function);
                self.in_function = matches!(statement, Stmt::FunctionDef(_));
                visitor::walk_stmt(self, statement);
                (self.finals, self.in_function) = around;
            }
            Stmt::AnnAssign(assign) => {
                self.local = self.in_function && assign.simple;
                visitor::walk_stmt(self, statement);
                self.local = false;
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_annotation(&mut self, expr: &'a Expr) {
        let before = self.compiled.len();
        visitor::walk_annotation(self, expr);
        // Those of local variables are never compiled.
        if self.text_only || self.local {
            self.compiled.truncate(before);
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Call(call) => self.called(&call.func),
            Expr::Subscript(subscript) if subscript.ctx == ExprContext::Load => {
                self.subscripted(&subscript.value, &subscript.slice);
            }
            Expr::Compare(compare) => self.comparison(expr, &compare.ops, &compare.operands),
            Expr::NumberLiteral(number) => self.number(number.range()),
            _ => {}
        }
        visitor::walk_expr(self, expr);
    }

    fn visit_string_literal(&mut self, literal: &'a StringLiteral) {
        if !AnyStringFlags::from(literal.flags).is_raw_string() {
            self.escapes(literal.range(), false);
        }
    }

    fn visit_bytes_literal(&mut self, literal: &'a BytesLiteral) {
        if !AnyStringFlags::from(literal.flags).is_raw_string() {
            self.escapes(literal.range(), true);
        }
    }

    fn visit_f_string(&mut self, literal: &'a FString) {
        let raw = AnyStringFlags::from(literal.flags).is_raw_string();
        self.within_raw(raw, |reader| visitor::walk_f_string(reader, literal));
    }

    fn visit_t_string(&mut self, literal: &'a TString) {
        let raw = AnyStringFlags::from(literal.flags).is_raw_string();
        self.within_raw(raw, |reader| visitor::walk_t_string(reader, literal));
    }

    fn visit_interpolated_string_element(&mut self, element: &'a InterpolatedStringElement) {
        if let InterpolatedStringElement::Literal(literal) = element
            && !self.raw
        {
            self.escapes(literal.range(), false);
        }
        visitor::walk_interpolated_string_element(self, element);
    }
}
