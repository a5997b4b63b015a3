//! What library text may do without being charged for its instructions: the work that CPython does in C.
//!
//! `_trace.in_c(function, *args)` calls a function of library text as if it were one of C: its instructions and calls cost
//! nothing, it offers the GIL nowhere, and what it costs is what it states with `_trace.spend(nanoseconds)`. Where C code
//! calls back into Python (`default=` of `json.dumps`, the function of `re.sub`), `_trace.in_python(function, *args)` calls
//! it with everything charged as usual.

use crate::vm::exception::Result;
use crate::vm::function::Args;
use crate::vm::{Flow, Value, Vm};

/// What holds again when the work in C has ended.
pub struct Unmetered {
    /// CPU time that the fiber has spent in this run, with what the work has stated so far, in nanoseconds.
    pub(crate) spent: u64,
    budget: u64,
    anywhere: bool,
}

impl Vm {
    /// From here on work in C: what is interpreted costs nothing.
    pub(crate) fn stop_metering(&mut self) {
        let before = Unmetered { spent: self.spent, budget: self.budget, anywhere: self.anywhere };
        self.fiber.unmetered = Some(before);
        self.budget = u64::MAX;
        self.anywhere = false;
    }

    fn meter_again(&mut self) {
        if let Some(before) = self.fiber.unmetered.take() {
            self.spent = before.spent;
            self.budget = before.budget;
            self.anywhere = before.anywhere;
        }
    }

    /// Spends CPU time inside of work in C, or as usual outside of it.
    pub fn spend(&mut self, nanoseconds: u64) {
        match &mut self.fiber.unmetered {
            Some(before) => before.spent += nanoseconds,
            None => self.charge(nanoseconds),
        }
    }
}

fn call(args: &Args<'_>) -> (Value, Vec<Value>) {
    let values = args.values;
    (values.first().cloned().unwrap_or(Value::None), values.iter().skip(1).cloned().collect())
}

/// `in_c(function, *args)`
pub fn in_c(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (function, args) = call(&args);
    if vm.fiber.unmetered.is_some() {
        return Flow::tail(function, args);
    }
    vm.stop_metering();
    Flow::call(function, args, |vm, input| {
        vm.meter_again();
        input.value().map(Flow::Return)
    })
}

/// `in_python(function, *args)`
pub fn in_python(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (function, args) = call(&args);
    if vm.fiber.unmetered.is_none() {
        return Flow::tail(function, args);
    }
    vm.meter_again();
    Flow::call(function, args, |vm, input| {
        vm.stop_metering();
        input.value().map(Flow::Return)
    })
}

/// `spend(nanoseconds)`; a 3.13 figure: other versions' are in proportion.
pub fn spend(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let nanoseconds = args.get(0).and_then(Value::as_int).unwrap_or_default().max(0) as u64;
    vm.spend(nanoseconds);
    Flow::none()
}
