//! Imports, and names that must be known before anything runs.

use super::{Lowerer, Place, R};
use crate::python::modules::{self, Offer};
use crate::python::unmodelled::Form;
use crate::vm::code::{Intrinsic, Op, Reg, Span};
use crate::vm::symbol::Symbol;
use ruff_python_ast::{Expr, ExprAttribute, ExprCall, StmtImport, StmtImportFrom};
use ruff_text_size::{Ranged, TextRange};

/// Features of `__future__`, all of them part of the language by now except the first.
const FUTURE: [&str; 10] = [
    "annotations",
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
];

impl<'a> Lowerer<'a> {
    pub(super) fn import(&mut self, stmt: &'a StmtImport) -> R {
        let span = self.at(stmt);
        for alias in &stmt.names {
            let full = alias.name.as_str();
            self.require(full, alias.name.range())?;
            let reg = self.frame.code.top();
            self.import_module(reg, full, alias.asname.is_some(), span);
            self.frame.code.take();
            let first = full.split('.').next().unwrap_or(full);
            let name = alias.asname.as_ref().map_or(first, |name| name.as_str());
            self.store_name(name, alias.range(), reg)?;
            self.frame.code.release(reg);
        }
        Ok(())
    }

    pub(super) fn import_from(&mut self, stmt: &'a StmtImportFrom) -> R {
        let span = self.at(stmt);
        let module = self.absolute(stmt)?;
        if module == "__future__" {
            for alias in &stmt.names {
                if !FUTURE.contains(&alias.name.as_str()) {
                    return self.refuse(alias.range(), format!("future feature {} is not defined", alias.name));
                }
            }
            return Ok(());
        }
        let range = stmt.module.as_ref().map_or(stmt.range(), |name| name.range());
        let known = self.require(&module, range)?;
        let from = self.frame.code.take();
        self.import_module(from, &module, true, span);
        for alias in &stmt.names {
            let reg = self.frame.code.top();
            if alias.name.as_str() == "*" {
                self.emit(Op::Copy { dst: reg, src: from }, span, 1);
                self.emit(Op::Intrinsic { what: Intrinsic::ImportStar, dst: reg, base: reg }, span, 1);
                self.frame.code.take();
                self.emit(Op::Clear { reg }, span, 1);
                self.frame.code.release(reg);
                continue;
            }
            self.imported_name(&module, alias.name.as_str(), alias.name.range(), known, from, reg, span)?;
            self.frame.code.take();
            let name = alias.asname.as_ref().unwrap_or(&alias.name);
            self.store_name(name.as_str(), alias.range(), reg)?;
            self.frame.code.release(reg);
        }
        self.emit(Op::Clear { reg: from }, span, 1);
        self.frame.code.release(from);
        Ok(())
    }

    /// One name of `from module import name`.
    #[allow(clippy::too_many_arguments)]
    fn imported_name(
        &mut self,
        module: &str,
        name: &str,
        range: TextRange,
        known: bool,
        from: Reg,
        dst: Reg,
        span: Span,
    ) -> R {
        let symbol = self.world.interner.intern(name);
        let offer = if known { self.world.offers(module, symbol)? } else { Offer::Unknown };
        if offer != Offer::Yes {
            let submodule = format!("{module}.{name}");
            if known && self.world.require(&submodule)? {
                self.import_module(dst, &submodule, true, span);
                return Ok(());
            }
            if offer == Offer::No && self.lenient_imports == 0 {
                let message = self.world.missing(module, name);
                return self.refuse(range, message);
            }
        }
        let site = self.frame.code.site(symbol, 0, Box::default());
        self.emit(Op::ImportFrom { dst, module: from, site }, span, 1);
        Ok(())
    }

    fn import_module(&mut self, dst: Reg, name: &str, from: bool, span: Span) {
        let name = self.world.interner.intern(name);
        let site = self.frame.code.site(name, 0, Box::default());
        // `LOAD_CONST` twice, `IMPORT_NAME`
        self.emit(Op::Import { dst, site, level: 0, from }, span, 3);
    }

    /// Whether the program has a module; one that it has not is refused unless that is expected here.
    fn require(&mut self, name: &str, range: TextRange) -> R<bool> {
        let known = match self.world.require(name) {
            Err(refusal) if self.world.failed.is_none() => return self.refuse(range, refusal.message),
            known => known?,
        };
        // A program that is prepared for a missing module runs without it, unless the configuration has lines for it.
        let stands_in = self.unit.file.is_some() && !self.world.lenient;
        let may_stand_in = stands_in && (self.lenient_imports == 0 || self.world.configures(name));
        if !known && may_stand_in && self.world.require_unmodelled(name)? {
            return Ok(true);
        }
        if !known && self.lenient_imports == 0 {
            let message = self.world.unknown_module(name);
            return self.refuse(range, message);
        }
        Ok(known)
    }

    /// The full name of the module of a `from` import.
    fn absolute(&self, stmt: &StmtImportFrom) -> R<String> {
        let module = stmt.module.as_ref().map_or("", |name| name.as_str());
        if stmt.level == 0 {
            return Ok(module.to_string());
        }
        let mut package = self.unit.package.as_str();
        for _ in 1..stmt.level {
            package = package.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
        if package.is_empty() && !self.world.lenient {
            return self.refuse(
                stmt.range(),
                "attempted relative import with no known parent package; write the module's name without the dot",
            );
        }
        Ok(if module.is_empty() { package.to_string() } else { format!("{package}.{module}") })
    }

    /// Refuses an attribute that a library module does not have.
    pub(super) fn check_module_attribute(&mut self, attribute: &'a ExprAttribute) -> R {
        let name = attribute.attr.as_str();
        if self.lenient_attributes > 0 || name.starts_with("__") {
            return Ok(());
        }
        let Some(module) = self.module_of(&attribute.value) else { return Ok(()) };
        let symbol = self.world.interner.intern(name);
        if self.unit.scopes.assigned_attributes.contains(&symbol) {
            return Ok(());
        }
        if self.world.offers(&module, symbol)? == Offer::No && !self.world.is_module(&format!("{module}.{name}")) {
            let message = self.world.missing(&module, name);
            return self.refuse(attribute.attr.range(), message);
        }
        Ok(())
    }

    /// The module that an expression surely is.
    fn module_of(&mut self, expr: &Expr) -> Option<String> {
        match expr {
            Expr::Name(name) => {
                let symbol = self.symbol(name.id.as_str());
                if self.place(symbol) != Place::Global {
                    return None;
                }
                self.unit.scopes.imported_module(symbol).map(str::to_string)
            }
            Expr::Attribute(attribute) => {
                let outer = self.module_of(&attribute.value)?;
                let full = format!("{outer}.{}", attribute.attr);
                self.world.is_module(&full).then_some(full)
            }
            _ => None,
        }
    }

    /// The dotted name of an expression that surely is something of a module that is not modelled.
    fn unmodelled_name(&mut self, expr: &Expr) -> Option<String> {
        match expr {
            Expr::Name(name) => {
                let symbol = self.symbol(name.id.as_str());
                if self.place(symbol) != Place::Global {
                    return None;
                }
                let name = self.unit.scopes.imported_module(symbol)?.to_string();
                self.world.is_unmodelled(&name).then_some(name)
            }
            Expr::Attribute(attribute) => {
                self.unmodelled_name(&attribute.value).map(|outer| format!("{outer}.{}", attribute.attr))
            }
            Expr::Call(call) => self.unmodelled_name(&call.func).filter(|name| self.world.gives_object(name)),
            _ => None,
        }
    }

    /// Refuses a call of something that is neither modelled nor configured, and functions of that kind among the
    /// arguments, which are handed on to be called.
    pub(super) fn check_unmodelled_call(&mut self, call: &'a ExprCall, form: Form) -> R {
        if let Some(name) = self.unmodelled_name(&call.func)
            && let Some(message) = self.world.refused_call(&name, form)
        {
            return self.refuse(call.func.range(), message);
        }
        for argument in &call.arguments.args {
            if let Some(name) = self.unmodelled_name(argument).filter(|_| !argument.is_call_expr())
                && name.rsplit_once('.').is_some_and(|(_, last)| last.starts_with(char::is_lowercase))
                && let Some(message) = self.world.refused_call(&name, Form::Plain)
            {
                return self.refuse(argument.range(), message);
            }
        }
        Ok(())
    }

    /// Loads a builtin that is in a module of its own, and refuses those of CPython that Loopscope does not have. Says
    /// whether it has loaded one.
    pub(super) fn load_builtin(&mut self, name: &str, symbol: Symbol, range: TextRange, dst: Reg) -> R<bool> {
        if self.unit.scopes.binds_globally(symbol) {
            return Ok(false);
        }
        // A star may have brought another of that name.
        for star in &self.unit.scopes.star_imports {
            let known = self.world.require(star).unwrap_or(false);
            if !known || self.world.names_of(star, 0).is_ok_and(|names| names.contains(&symbol)) {
                return Ok(false);
            }
        }
        if let Some(module) = modules::builtin_on_demand(name) {
            self.load_from_library(module, name, range, dst)?;
            return Ok(true);
        }
        match modules::refused_builtin(name).filter(|_| !self.world.lenient) {
            Some(message) => self.refuse(range, message),
            None => Ok(false),
        }
    }

    /// A name of a library module.
    pub(super) fn load_from_library(&mut self, module: &str, name: &str, range: TextRange, dst: Reg) -> R {
        let span = self.unit.places.span(range);
        self.require(module, range)?;
        self.import_module(dst, module, true, span);
        let symbol = self.world.interner.intern(name);
        let site = self.frame.code.site(symbol, 0, Box::default());
        self.emit(Op::ImportFrom { dst, module: dst, site }, span, 1);
        Ok(())
    }
}
