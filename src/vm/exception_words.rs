//! `str` of exceptions whose classes define it in Python, asked for before they are printed.
//!
//! Printing writes its text in one go and cannot call. So what needs Python code is called first, exception by exception
//! along causes, contexts and groups, and printing finds the answers here.

use super::Vm;
use super::ask::{Asks, Interrupt};
use super::exception::{Exception, Result};
use super::frame::Flow;
use super::value::Value;

/// What CPython prints when `str` of an exception raises.
const FAILED: &str = "<exception str() failed>";

impl Vm {
    /// Goes on with an exception that can be printed.
    pub fn with_words(
        &mut self,
        exception: &Exception,
        then: impl FnOnce(&mut Vm, &Exception) -> Result<Flow> + 'static,
    ) -> Result<Flow> {
        let mut silent = Vec::new();
        self.gather_silent(&exception.value(), &mut Vec::new(), &mut silent);
        self.ask_for_words(silent, Vec::new(), exception.value(), Box::new(then))
    }

    /// All exceptions that would be printed with one and whose `str` needs Python code.
    fn gather_silent(&mut self, value: &Value, seen: &mut Vec<Value>, silent: &mut Vec<Value>) {
        let mut waiting = vec![value.clone()];
        while let Some(value) = waiting.pop() {
            let Some(data) = value.as_exception() else { continue };
            if seen.iter().any(|known| known.is(&value)) {
                continue;
            }
            seen.push(value.clone());
            waiting.extend([data.cause.clone(), data.context.clone()]);
            waiting.extend(data.group.as_tuple().unwrap_or_default().iter().cloned());
            if matches!(self.str_of(&mut Asks::default(), &value), Err(Interrupt::Ask(_))) {
                silent.push(value);
            }
        }
    }

    #[allow(clippy::type_complexity, reason = "what goes on with the exception, once")]
    fn ask_for_words(
        &mut self,
        mut silent: Vec<Value>,
        mut words: Vec<(Value, String)>,
        exception: Value,
        then: Box<dyn FnOnce(&mut Vm, &Exception) -> Result<Flow>>,
    ) -> Result<Flow> {
        let Some(value) = silent.pop() else {
            self.words = words;
            let flow = then(self, &Exception::of(exception));
            self.words.clear();
            return flow;
        };
        let text = Value::Object(self.types.str_.clone());
        Flow::call(text, vec![value.clone()], move |vm, input| {
            let answer = input.value().ok();
            let text = answer.as_ref().and_then(Value::as_str).unwrap_or(FAILED).to_owned();
            words.push((value, text));
            vm.ask_for_words(silent, words, exception, then)
        })
    }

    /// `str(value)`, as far as that needs no Python code or was asked for; else what CPython prints when it fails.
    pub fn plain_str(&mut self, value: &Value) -> String {
        if let Some((_, text)) = self.words.iter().find(|(known, _)| known.is(value)) {
            return text.clone();
        }
        self.str_of(&mut Asks::default(), value).unwrap_or_else(|_| FAILED.to_owned())
    }
}
