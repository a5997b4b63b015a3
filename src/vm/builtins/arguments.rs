//! Checks of what native functions are given, in CPython's words.
//!
//! Functions are named as messages name them: `len`, `list.append`.

use crate::vm::Vm;
use crate::vm::exception::{Exception, Result};
use crate::vm::function::Args;
use crate::vm::symbol::Symbol;
use crate::vm::value::Value;

/// What a function takes, for those with keyword arguments.
pub type Parameters<const N: usize> = ParametersOf<[&'static str; N]>;

/// The same, of any number of parameters.
pub struct ParametersOf<Names: ?Sized> {
    /// As messages name the function.
    pub function: &'static str,
    /// How many must be given.
    pub required: usize,
    /// How many cannot be given by name.
    pub positional_only: usize,
    /// How many can be given by position.
    pub positional: usize,
    /// Names of the parameters in order.
    pub names: Names,
}

impl<'a> Args<'a> {
    /// The object that a method is called on, which must be one that `is` accepts, and the other arguments.
    #[inline]
    pub fn receiver(self, vm: &Vm, method: &str, is: impl FnOnce(&Value) -> bool) -> Result<(&'a Value, Self)> {
        match self.get(0) {
            Some(this) if is(this) => Ok((this, self.rest())),
            other => Err(wrong_receiver(vm, method, other)),
        }
    }

    /// No arguments at all.
    #[inline]
    pub fn none(self, vm: &Vm, function: &str) -> Result<()> {
        if self.values.is_empty() {
            return Ok(());
        }
        self.refuse_keywords(vm, function)?;
        Err(vm.type_error(format!("{function}() takes no arguments ({} given)", self.values.len())))
    }

    /// Exactly one argument, by position.
    #[inline]
    pub fn one(self, vm: &Vm, function: &str) -> Result<&'a Value> {
        match (self.values, self.keywords) {
            ([one], []) => Ok(one),
            _ => {
                self.refuse_keywords(vm, function)?;
                Err(vm.type_error(format!("{function}() takes exactly one argument ({} given)", self.values.len())))
            }
        }
    }

    /// So many arguments, by position.
    #[inline]
    pub fn between(self, vm: &Vm, function: &str, least: usize, most: usize) -> Result<&'a [Value]> {
        self.refuse_keywords(vm, function)?;
        if (least..=most).contains(&self.values.len()) {
            return Ok(self.values);
        }
        Err(wrong_count(vm, function, self.values.len(), least, most))
    }

    /// No arguments by name.
    #[inline]
    pub fn refuse_keywords(self, vm: &Vm, function: &str) -> Result<()> {
        if self.keywords.is_empty() {
            return Ok(());
        }
        Err(vm.type_error(format!("{function}() takes no keyword arguments")))
    }

    /// Arguments by position or name.
    pub fn parse<const N: usize>(self, vm: &Vm, parameters: &Parameters<N>) -> Result<[Option<&'a Value>; N]> {
        let mut found = [None; N];
        self.fill(vm, parameters, &mut found)?;
        Ok(found)
    }

    fn fill(self, vm: &Vm, parameters: &ParametersOf<[&str]>, found: &mut [Option<&'a Value>]) -> Result<()> {
        let most = found.len();
        let function = parameters.function.rsplit('.').next().unwrap_or_default();
        let given = self.values.len();
        let positional = self.all();
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        if given > most {
            let kind = if positional.is_empty() { "keyword " } else { "" };
            let s = plural(most);
            return Err(vm.type_error(format!("{function}() takes at most {most} {kind}argument{s} ({given} given)")));
        }
        if positional.len() > parameters.positional {
            let (most, count) = (parameters.positional, positional.len());
            if most == 0 {
                return Err(vm.type_error(format!("{function}() takes no positional arguments")));
            }
            let s = plural(most);
            return Err(
                vm.type_error(format!("{function}() takes at most {most} positional argument{s} ({count} given)"))
            );
        }
        let least = parameters.positional_only.min(parameters.required);
        if positional.len() < least {
            let (bound, s) = (if least < parameters.positional { "at least" } else { "exactly" }, plural(least));
            let count = positional.len();
            return Err(
                vm.type_error(format!("{function}() takes {bound} {least} positional argument{s} ({count} given)"))
            );
        }
        for (slot, value) in found.iter_mut().zip(positional) {
            *slot = Some(value);
        }
        for (symbol, value) in self.keyword_pairs() {
            let name = vm.name(symbol);
            match parameters.names.iter().position(|parameter| **parameter == *name) {
                Some(i) if i >= parameters.positional_only => {
                    if i < positional.len() {
                        return Err(vm.type_error(format!(
                            "argument for {function}() given by name ('{name}') and position ({})",
                            i + 1
                        )));
                    }
                    found[i] = Some(value);
                }
                _ => {
                    let known = &parameters.names[parameters.positional_only..];
                    return Err(unexpected_keyword(vm, function, symbol, known));
                }
            }
        }
        if let Some(i) = (0..parameters.required).find(|&i| found[i].is_none()) {
            let name = parameters.names[i];
            return Err(vm.type_error(format!("{function}() missing required argument '{name}' (pos {})", i + 1)));
        }
        Ok(())
    }
}

/// `f() got an unexpected keyword argument 'x'`, and which of those that it has may be meant
pub fn unexpected_keyword(vm: &Vm, function: &str, name: Symbol, known: &[&str]) -> Exception {
    let name = vm.name(name);
    // `enumerate` takes its arguments by itself, and has kept its words.
    if vm.machine.python.version() >= (3, 13) && function != "enumerate" {
        let near = vm.near_keyword(&name, known.iter().copied());
        return vm.type_error(format!("{function}() got an unexpected keyword argument '{name}'{near}"));
    }
    vm.type_error(format!("'{name}' is an invalid keyword argument for {function}()"))
}

/// `pop expected at most 1 argument, got 2`
pub fn wrong_count(vm: &Vm, function: &str, given: usize, least: usize, most: usize) -> Exception {
    let function = function.rsplit('.').next().unwrap_or_default();
    let (bound, wanted) = if least == most {
        ("", least)
    } else if given < least {
        ("at least ", least)
    } else {
        ("at most ", most)
    };
    let plural = if wanted == 1 { "" } else { "s" };
    vm.type_error(format!("{function} expected {bound}{wanted} argument{plural}, got {given}"))
}

fn wrong_receiver(vm: &Vm, method: &str, given: Option<&Value>) -> Exception {
    let (class, name) = method.split_once('.').unwrap_or(("object", method));
    match given {
        None => vm.type_error(format!("unbound method {method}() needs an argument")),
        Some(given) => {
            let kind = vm.type_name(given);
            vm.type_error(format!("descriptor '{name}' for '{class}' objects doesn't apply to a '{kind}' object"))
        }
    }
}
