//! Classes.

use super::expression::Display;
use super::{Frame, Lowerer, R, Variadic, docstring};
use crate::vm::code::{CodeKind, Constant, Op, Parameters, Reg, Span};
use ruff_python_ast::{Expr, StmtClassDef};
use ruff_text_size::{Ranged, TextRange, TextSize};

impl<'a> Lowerer<'a> {
    pub(super) fn class(&mut self, stmt: &'a StmtClassDef) -> R {
        let name = stmt.name.as_str();
        let span = self.at(&stmt.name);
        let mark = self.frame.code.top();
        self.decorators(&stmt.decorator_list)?;
        let outer = self.scope;
        let qualname = self.qualified(name);
        self.open_type_parameters(stmt.type_params.as_deref())?;
        // The body as a function.
        let base = self.frame.code.take_many(5);
        for i in [1, 2, 4] {
            self.none(base + i, span, 0);
        }
        let code = self.class_body(stmt, qualname)?;
        let scope = self.scope_at(stmt.range())?;
        self.make_function(base, base, code, scope, span);
        self.frame.code.release(base);
        self.frame.code.take();
        let reg = self.frame.code.take();
        self.string(reg, name, span, 1);
        self.class_arguments(stmt)?;
        self.frame.code.release(base);
        // `LOAD_BUILD_CLASS`, `PUSH_NULL`, `CALL`
        self.emit(Op::MakeClass { dst: base, base }, self.whole_class(stmt), 3);
        self.frame.code.take();
        self.keep_type_parameters(base, stmt.type_params.as_deref(), span)?;
        self.scope = outer;
        self.decorate(&stmt.decorator_list, mark);
        self.store_name(name, stmt.name.range(), mark)?;
        self.frame.code.release(mark);
        Ok(())
    }

    /// The statement without its decorators, which is what a traceback shows of the making of a class.
    fn whole_class(&self, stmt: &StmtClassDef) -> Span {
        let decorated = stmt.decorator_list.last().map_or(stmt.start(), Ranged::end);
        let before = self.unit.places.slice(TextRange::new(decorated, stmt.name.start()));
        let keyword = before.rfind("class").and_then(|at| TextSize::try_from(at).ok()).unwrap_or_default();
        self.unit.places.span(TextRange::new(decorated + keyword, stmt.end()))
    }

    /// Bases and keywords in the next two temporaries.
    fn class_arguments(&mut self, stmt: &'a StmtClassDef) -> R {
        let span = self.at(&stmt.name);
        let bases = self.frame.code.top();
        let Some(arguments) = stmt.arguments.as_deref() else {
            self.constant(bases, Constant::Tuple(Vec::new()), span, 0);
            self.frame.code.take();
            let reg = self.frame.code.take();
            self.none(reg, span, 0);
            return Ok(());
        };
        let starred = arguments.args.iter().any(Expr::is_starred_expr);
        let unpacked = arguments.keywords.iter().any(|keyword| keyword.arg.is_none());
        if unpacked {
            return self.star_arguments(arguments, span);
        }
        let display = if starred { Display::List } else { Display::Tuple };
        self.sequence(&arguments.args, bases, span, display)?;
        self.frame.code.take();
        let dict = self.frame.code.top();
        for keyword in &arguments.keywords {
            if let Some(name) = &keyword.arg {
                let reg = self.frame.code.take();
                self.string(reg, name.as_str(), span, 1);
                self.next(&keyword.value)?;
            }
        }
        self.frame.code.release(dict);
        if arguments.keywords.is_empty() {
            self.none(dict, span, 0);
        } else {
            self.emit(Op::BuildDict { dst: dict, base: dict, count: arguments.keywords.len() as u16 }, span, 0);
        }
        self.frame.code.take();
        Ok(())
    }

    fn class_body(&mut self, stmt: &'a StmtClassDef, qualname: String) -> R<u32> {
        let scope = self.scope_at(stmt.range())?;
        let name = stmt.name.as_str();
        let first_line = self.unit.places.line(stmt.decorator_list.first().map_or(stmt.start(), Ranged::start));
        let frame = Frame::of(self.unit, scope, CodeKind::Class, qualname.clone(), Variadic::default());
        self.within(frame, scope, |lowerer| {
            let span = lowerer.at(&stmt.name);
            // 3.13 added `__firstlineno__` and `__static_attributes__`.
            lowerer.frame.code.charge(if lowerer.world.python.version() >= (3, 13) { 5 } else { 1 });
            lowerer.begin_cells();
            let reg = lowerer.frame.code.take();
            let module = lowerer.world.interner.intern("__name__");
            let global = lowerer.frame.code.global(module);
            lowerer.emit(Op::LoadGlobal { dst: reg, global }, span, 1);
            lowerer.class_name("__module__", reg, span);
            lowerer.string(reg, &qualname, span, 1);
            lowerer.class_name("__qualname__", reg, span);
            // What nobody asks of the library's own classes.
            let tells_more = lowerer.unit.file.is_some() && lowerer.world.python.version() >= (3, 13);
            if tells_more {
                lowerer.constant(reg, Constant::Int(i64::from(first_line)), span, 0);
                lowerer.class_name_at("__firstlineno__", reg, span, 0);
            }
            if lowerer.unit.scopes.get(scope).annotated {
                lowerer.emit(Op::BuildDict { dst: reg, base: reg, count: 0 }, span, 1);
                lowerer.class_name("__annotations__", reg, span);
            }
            let doc = docstring(&stmt.body);
            if let Some(doc) = &doc {
                lowerer.string(reg, doc, span, 1);
                lowerer.class_name("__doc__", reg, span);
            }
            lowerer.frame.code.release(reg);
            lowerer.statements(&stmt.body)?;
            if tells_more {
                let mut names: Vec<_> = lowerer
                    .unit
                    .scopes
                    .get(scope)
                    .static_attributes
                    .iter()
                    .map(|&name| Constant::Str(lowerer.world.interner.name(name).clone()))
                    .collect();
                // CPython keeps them in a set, whose order is nobody's promise before 3.14 sorts them.
                names.sort_by_key(|name| format!("{name:?}"));
                let reg = lowerer.frame.code.take();
                lowerer.constant(reg, Constant::Tuple(names), span, 0);
                lowerer.class_name_at("__static_attributes__", reg, span, 0);
                lowerer.frame.code.release(reg);
            }
            let class_cell = lowerer.world.interner.intern("__class__");
            if let Some(&src) = lowerer.frame.variables.get(&(scope, class_cell)) {
                lowerer.emit(Op::Return { src }, span, 1);
            }
            let end = stmt.body.last().map_or(stmt.range(), Ranged::range);
            lowerer.finish(name, first_line, Parameters::default(), doc, end)
        })
    }

    fn class_name(&mut self, name: &str, src: Reg, span: Span) {
        self.class_name_at(name, src, span, 1);
    }

    fn class_name_at(&mut self, name: &str, src: Reg, span: Span, own: u32) {
        let name = self.world.interner.intern(name);
        let global = self.frame.code.global(name);
        self.emit(Op::StoreName { global, src }, span, own);
    }
}
