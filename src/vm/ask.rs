//! Python code in the middle of native work.
//!
//! `repr` of a list may need a `__repr__`, a comparison of tuples an `__eq__`, a dict look-up a `__hash__`. Natives cannot
//! call, they can only stop. Work that *may* need such calls is written as a function that can be tried again: it takes an
//! [`Asks`], gets the answers that are already there from it, and at the first that is missing gives up with
//! [`Interrupt::Ask`]. The vm makes the call, remembers the answer, and tries anew. Such a function must change nothing
//! before its last question is answered. Where nothing is asked, which is nearly always, it simply runs.

use super::Vm;
use super::exception::{Exception, Result};
use super::frame::{Flow, Input};
use super::value::Value;

/// Answers so far, in the order of the questions.
#[derive(Default)]
pub struct Asks {
    answers: Vec<Value>,
    next: usize,
    refuses: bool,
}

/// Why a try ended early.
pub enum Interrupt {
    /// For good.
    Raise(Exception),
    /// This must be called first.
    Ask(Box<Question>),
}

/// A call whose result a try needs.
pub struct Question {
    callee: Value,
    args: Vec<Value>,
}

/// The result of a try.
pub type Attempt<T> = std::result::Result<T, Interrupt>;

impl From<Exception> for Interrupt {
    fn from(exception: Exception) -> Self {
        Interrupt::Raise(exception)
    }
}

impl Asks {
    /// For work that is done with what comes of one try.
    pub fn refusing() -> Self {
        Self { refuses: true, ..Self::default() }
    }

    /// Whether there is one try only.
    pub fn refuses(&self) -> bool {
        self.refuses
    }

    /// The result of calling `callee`, now or at the next try.
    pub fn call(&mut self, callee: Value, args: Vec<Value>) -> Attempt<Value> {
        if let Some(answer) = self.answers.get(self.next) {
            self.next += 1;
            return Ok(answer.clone());
        }
        Err(Interrupt::Ask(Box::new(Question { callee, args })))
    }
}

impl Vm {
    /// Tries `work` until it needs nothing more.
    pub fn with_asks(&mut self, mut work: impl FnMut(&mut Vm, &mut Asks) -> Attempt<Value> + 'static) -> Result<Flow> {
        let mut asks = Asks::default();
        match work(self, &mut asks) {
            Ok(value) => Ok(Flow::Return(value)),
            Err(interrupt) => interrupted(interrupt, asks, Box::new(work)),
        }
    }
}

type Work = Box<dyn FnMut(&mut Vm, &mut Asks) -> Attempt<Value>>;

fn interrupted(interrupt: Interrupt, mut asks: Asks, mut work: Work) -> Result<Flow> {
    let question = match interrupt {
        Interrupt::Raise(exception) => return Err(exception),
        Interrupt::Ask(question) => *question,
    };
    Flow::call(question.callee, question.args, move |vm, input: Input| {
        asks.answers.push(input.value()?);
        asks.next = 0;
        match work(vm, &mut asks) {
            Ok(value) => Ok(Flow::Return(value)),
            Err(interrupt) => interrupted(interrupt, asks, work),
        }
    })
}
