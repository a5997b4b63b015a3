//! Loops over ranges of which the body only copies, adds and multiplies integers: many iterations at once.
//!
//! What such a body computes in iteration `t` is, mostly, a polynomial in `t`: `for i in range(n): total += i`. Here that is
//! proved for the loop at hand, at run time, and then what holds after any number of iterations is evaluated instead of
//! stepped through. The proof has two parts. *Structure*: if every variable that goes from one iteration to the next is a
//! polynomial of some degree, then every result of the body is one of at most [`DEGREE`]: sums keep the larger degree,
//! products add them. *Induction*: the body is carried out `DEGREE + 1` times; the variables' values there fit polynomials
//! of at most that degree, and two polynomials that agree at `DEGREE + 1` places are the same, so what the body makes of
//! iteration `t`'s variables is iteration `t + 1`'s, for every `t`.
//!
//! All of it is exact: no result may leave 64 bits in the iterations that are passed over, and those end before the budget
//! does and before the range does. What is left (the hand-over, the end of the loop, a sum that outgrows 64 bits) is stepped
//! through, so that a program cannot tell the difference, nor can a trace.

use super::Vm;
use super::code::{BinaryOp, Op, Reg};
use super::frame::PyFrame;
use super::value::{Object, Value};

/// The largest degree that is looked for.
const DEGREE: usize = 3;
/// How many values determine a polynomial of that degree.
const POINTS: usize = DEGREE + 1;
/// The longest body that is looked at, in operations.
const LONGEST: usize = 32;
/// Fewer iterations than these are stepped through.
const FEWEST: u64 = 32;

/// Whether a jump back closes a loop of which this module may do iterations at once: `ops[at]` goes to a [`Op::ForIter`], and
/// everything between is a straight line of copies and arithmetic.
pub fn may_be_affine(ops: &[Op], at: usize) -> bool {
    let Some(Op::Loop { target }) = ops.get(at) else { return false };
    let head = *target as usize;
    head < at
        && at - head <= LONGEST
        && matches!(ops[head], Op::ForIter { .. })
        && ops[head + 1..at].iter().all(|op| match op {
            Op::Int { .. }
            | Op::Const { .. }
            | Op::Move { .. }
            | Op::Copy { .. }
            | Op::CheckBound { .. }
            | Op::LoadGlobal { .. }
            | Op::StoreGlobal { .. }
            | Op::AddInt { .. } => true,
            Op::Binary { op, .. } | Op::InPlace { op, .. } | Op::BinaryInt { op, .. } | Op::InPlaceInt { op, .. } => {
                matches!(op, BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul)
            }
            _ => false,
        })
}

/// Where a body keeps an integer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Register(Reg),
    /// Of the module, by position.
    Global(u32),
}

/// A place and what is known of it.
struct Variable {
    place: Place,
    /// The value now; at first that before the loop goes on.
    value: i64,
    /// It is read before it is written: its value goes from one iteration to the next.
    enters: bool,
    /// The step that writes it last.
    written: Option<usize>,
}

/// An operand of a step.
#[derive(Clone, Copy)]
enum Operand {
    Variable(usize),
    Constant(i64),
}

/// `variables[dst] = a op b`
struct Step {
    op: BinaryOp,
    dst: usize,
    a: Operand,
    b: Operand,
}

/// A polynomial by its forward differences at 0: `c[0] + c[1] * t + c[2] * t * (t - 1) / 2 + …`
#[derive(Clone, Copy)]
struct Polynomial([i128; POINTS]);

impl Polynomial {
    /// The one that has these values at 0, 1, ….
    fn through(values: [i64; POINTS]) -> Self {
        let mut differences = values.map(i128::from);
        for order in 1..POINTS {
            for i in (order..POINTS).rev() {
                differences[i] -= differences[i - 1];
            }
        }
        Self(differences)
    }

    fn degree(&self) -> usize {
        self.0.iter().rposition(|c| *c != 0).unwrap_or(0)
    }

    /// Its value at `t`, and what no value from 0 to `t` exceeds; `None` beyond 127 bits.
    fn at(&self, t: u64) -> Option<(i128, i128)> {
        let (mut value, mut bound, mut choose) = (0_i128, 0_i128, 1_i128);
        for (j, c) in (0_i128..).zip(self.0) {
            if c != 0 {
                let part = c.checked_mul(choose)?;
                value = value.checked_add(part)?;
                bound = bound.checked_add(part.checked_abs()?)?;
            }
            if self.0[j as usize + 1..].iter().all(|c| *c == 0) {
                break;
            }
            // The next binomial coefficient.
            choose = choose.checked_mul((i128::from(t) - j).max(0))? / (j + 1);
        }
        Some((value, bound))
    }

    /// Whether all values from 0 to `t` are of 64 bits.
    fn fits(&self, t: u64) -> bool {
        self.at(t).is_some_and(|(_, bound)| bound <= i128::from(i64::MAX))
    }
}

/// The body of a loop as steps on variables.
struct Body<'a> {
    vm: &'a Vm,
    frame: &'a PyFrame,
    variables: Vec<Variable>,
    steps: Vec<Step>,
}

impl Body<'_> {
    fn place_of_global(&self, global: u16) -> Option<Place> {
        // Without a GIL others may read and write it between any two operations.
        (!self.vm.anywhere || self.vm.watched).then(|| Place::Global(self.frame.code().globals[global as usize].0))
    }

    fn value_at(&self, place: Place) -> &Value {
        match place {
            Place::Register(reg) => &self.frame.registers[reg as usize],
            // SAFETY: globals live as long as their module, which the frame's owner keeps.
            Place::Global(position) => unsafe { self.frame.globals.as_ref() }.at(position),
        }
    }

    /// The variable of a place that is read.
    fn read(&mut self, place: Place) -> Option<Operand> {
        if let Some(known) = self.variables.iter().position(|v| v.place == place) {
            return Some(Operand::Variable(known));
        }
        let Value::Int(value) = *self.value_at(place) else { return None };
        // A temporary lives within an iteration.
        if matches!(place, Place::Register(reg) if reg >= self.frame.code().code.first_temporary) {
            return None;
        }
        self.variables.push(Variable { place, value, enters: true, written: None });
        Some(Operand::Variable(self.variables.len() - 1))
    }

    /// The variable of a place that is written.
    fn write(&mut self, place: Place) -> usize {
        self.variables.iter().position(|v| v.place == place).unwrap_or_else(|| {
            self.variables.push(Variable { place, value: 0, enters: false, written: None });
            self.variables.len() - 1
        })
    }

    fn push(&mut self, op: BinaryOp, dst: Place, a: Operand, b: Operand) {
        let dst = self.write(dst);
        self.variables[dst].written = Some(self.steps.len());
        self.steps.push(Step { op, dst, a, b });
    }

    /// Translates an operation; `None` when it is not one on integers.
    fn add(&mut self, op: Op) -> Option<()> {
        let zero = Operand::Constant(0);
        let number = |n: i16| Operand::Constant(i64::from(n));
        match op {
            Op::Int { dst, value } => self.push(BinaryOp::Add, Place::Register(dst), number(value), zero),
            Op::Const { dst, index } => {
                let Value::Int(value) = self.frame.code().constants[index as usize] else { return None };
                self.push(BinaryOp::Add, Place::Register(dst), Operand::Constant(value), zero);
            }
            Op::Move { dst, src } | Op::Copy { dst, src } => {
                let a = self.read(Place::Register(src))?;
                self.push(BinaryOp::Add, Place::Register(dst), a, zero);
            }
            Op::CheckBound { reg } => {
                self.read(Place::Register(reg))?;
            }
            Op::LoadGlobal { dst, global } => {
                let place = self.place_of_global(global)?;
                let a = self.read(place)?;
                self.push(BinaryOp::Add, Place::Register(dst), a, zero);
            }
            Op::StoreGlobal { global, src } => {
                let place = self.place_of_global(global)?;
                let a = self.read(Place::Register(src))?;
                self.push(BinaryOp::Add, place, a, zero);
            }
            Op::AddInt { dst, a, value } => {
                let a = self.read(Place::Register(a))?;
                self.push(BinaryOp::Add, Place::Register(dst), a, number(value));
            }
            Op::BinaryInt { op, dst, a, value } | Op::InPlaceInt { op, dst, a, value } => {
                let a = self.read(Place::Register(a))?;
                self.push(op, Place::Register(dst), a, number(value));
            }
            Op::Binary { op, dst, a, b } | Op::InPlace { op, dst, a, b } => {
                let (a, b) = (self.read(Place::Register(a))?, self.read(Place::Register(b))?);
                self.push(op, Place::Register(dst), a, b);
            }
            _ => return None,
        }
        Some(())
    }

    fn value_of(&self, operand: Operand) -> i64 {
        match operand {
            Operand::Variable(variable) => self.variables[variable].value,
            Operand::Constant(value) => value,
        }
    }

    /// Every step's result as a polynomial of the iteration, if that is proved.
    fn prove(&mut self, first: i64, step: i64) -> Option<Vec<Polynomial>> {
        let mut entering = vec![[0; POINTS + 1]; self.variables.len()];
        let mut results = vec![[0; POINTS]; self.steps.len()];
        // Step 0 puts the item, whose value is the operand of nothing, into the loop's variable.
        for t in 0..=POINTS {
            for (values, variable) in entering.iter_mut().zip(&self.variables) {
                values[t] = variable.value;
            }
            if t == POINTS {
                break;
            }
            for (i, values) in results.iter_mut().enumerate() {
                let Step { op, dst, a, b } = self.steps[i];
                let (a, b) = match i {
                    0 => (first.checked_add(step.checked_mul(t as i64)?)?, 0),
                    _ => (self.value_of(a), self.value_of(b)),
                };
                let result = match op {
                    BinaryOp::Add => a.checked_add(b),
                    BinaryOp::Sub => a.checked_sub(b),
                    _ => a.checked_mul(b),
                }?;
                values[t] = result;
                self.variables[dst].value = result;
            }
        }
        let mut degrees = Vec::with_capacity(self.variables.len());
        for (variable, values) in self.variables.iter().zip(&entering) {
            let [first @ .., last] = *values;
            let polynomial = Polynomial::through(first);
            if variable.enters && polynomial.at(POINTS as u64)?.0 != i128::from(last) {
                return None;
            }
            degrees.push(polynomial.degree());
        }
        let of = |degrees: &[usize], operand| match operand {
            Operand::Variable(variable) => degrees[variable],
            Operand::Constant(_) => 0,
        };
        for (i, Step { op, dst, a, b }) in self.steps.iter().enumerate() {
            let (a, b) = (of(&degrees, *a), of(&degrees, *b));
            let degree = match op {
                _ if i == 0 => 1,
                BinaryOp::Mul => a + b,
                _ => a.max(b),
            };
            if degree > DEGREE {
                return None;
            }
            degrees[*dst] = degree;
        }
        Some(results.into_iter().map(Polynomial::through).collect())
    }
}

impl Vm {
    /// At the jump back at `at`, which [`may_be_affine`]: does as many of the coming iterations at once as is proved to be
    /// right, before `spent` reaches the budget. Returns what they cost.
    #[inline(never)]
    pub(super) fn skip_iterations(&mut self, frame: &mut PyFrame, at: usize, spent: u64) -> u64 {
        let code = frame.code().code.clone();
        let Op::LoopAffine { target } = code.ops[at] else { return 0 };
        let head = target as usize;
        let Op::ForIter { dst, iter, .. } = code.ops[head] else { return 0 };
        let Value::Object(iterator) = frame.registers[iter as usize].clone() else { return 0 };
        let Object::RangeIterator { next, left, step } = iterator.get_mut() else { return 0 };
        let cost: u64 = code.costs[head..=at].iter().map(|&cost| u64::from(cost)).sum();
        let affordable = (self.budget.saturating_sub(spent).saturating_sub(1)).checked_div(cost).unwrap_or(u64::MAX);
        let mut count = (*left).min(affordable);
        if count < FEWEST {
            return 0;
        }
        let mut body = Body { vm: self, frame, variables: Vec::new(), steps: Vec::new() };
        body.push(BinaryOp::Add, Place::Register(dst), Operand::Constant(0), Operand::Constant(0));
        if code.ops[head + 1..at].iter().any(|op| body.add(*op).is_none()) {
            return 0;
        }
        let Some(results) = body.prove(*next, *step) else { return 0 };
        while !results.iter().all(|result| result.fits(count - 1)) {
            count /= 2;
            if count < FEWEST {
                return 0;
            }
        }
        let last = |step: usize| results[step].at(count - 1).and_then(|(value, _)| i64::try_from(value).ok());
        let after: Vec<(Place, Option<i64>)> =
            body.variables.iter().filter_map(|v| Some((v.place, last(v.written?)))).collect();
        *left -= count;
        *next = next.wrapping_add(step.wrapping_mul(count as i64));
        for (place, value) in after {
            let value = Value::Int(value.expect("it fits"));
            match place {
                // What is in a temporary is not read in another iteration.
                Place::Register(reg) if reg >= code.first_temporary => {}
                Place::Register(reg) => frame.registers[reg as usize] = value,
                // SAFETY: as above.
                Place::Global(position) => *unsafe { frame.globals.as_mut() }.at_mut(position) = value,
            }
        }
        if self.fiber.unmetered.is_none() {
            self.skipped += cost * count;
        }
        cost * count
    }
}

#[cfg(test)]
mod tests;
