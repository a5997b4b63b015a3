//! Collects the operations of one code object: labels, handlers, costs, temporaries, and which locals surely have a value.

use crate::python::scope::{Map, Set};
use crate::vm::code::{BinaryOp, Constant, Handler, Op, Reg, Site, Span};
use crate::vm::symbol::Symbol;

/// The largest number of operations, registers, constants, sites or globals of a code object.
pub(super) const LIMIT: usize = 65_535;

/// A place to jump to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label(u32);

/// A range of operations whose exceptions go somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guard(u32);

#[derive(Default)]
struct LabelState {
    at: Option<u32>,
    /// Locals that have a value on every way to it; `None` while there is no way.
    assigned: Option<Bits>,
}

struct GuardState {
    outer: Option<Guard>,
    nesting: u32,
    label: Label,
    register: Reg,
    depth: u16,
    /// Whether any operation is inside.
    used: bool,
    assigned: Bits,
}

/// A set of registers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn insert(&mut self, i: Reg) {
        let word = usize::from(i) / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (i % 64);
    }

    pub(super) fn remove(&mut self, i: Reg) {
        if let Some(word) = self.0.get_mut(usize::from(i) / 64) {
            *word &= !(1 << (i % 64));
        }
    }

    pub(super) fn contains(&self, i: Reg) -> bool {
        self.0.get(usize::from(i) / 64).is_some_and(|word| word & (1 << (i % 64)) != 0)
    }

    fn intersect(&mut self, other: &Bits) {
        self.0.truncate(other.0.len());
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a &= b;
        }
    }

    fn subtract(&mut self, other: &Bits) {
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a &= !b;
        }
    }
}

/// One code object in the making.
#[derive(Default)]
pub(super) struct Builder {
    pub(super) ops: Vec<Op>,
    /// CPython instructions that each stands for.
    pub(super) instructions: Vec<u32>,
    pub(super) spans: Vec<Span>,
    guarded_by: Vec<Option<Guard>>,
    labels: Vec<LabelState>,
    guards: Vec<GuardState>,
    /// The innermost guard around what is emitted now.
    pub(super) guard: Option<Guard>,
    /// How many exceptions are being handled around what is emitted now.
    pub(super) handled: u16,
    pub(super) constants: Vec<Constant>,
    constant_index: Map<String, u16>,
    pub(super) sites: Vec<Site>,
    pub(super) globals: Vec<Symbol>,
    global_index: Map<Symbol, u16>,
    pub(super) first_temporary: Reg,
    next: u32,
    most: u32,
    /// Instructions that the next operation stands for beside its own: loads of what it uses.
    pending: u32,
    reachable: bool,
    assigned: Bits,
    /// Locals whose value something in this code takes away.
    pub(super) deletable: Bits,
    /// What there is too much of.
    pub(super) overflow: Option<&'static str>,
    /// Names that a walrus binds; their values are copied when read.
    pub(super) walrus: Set<Symbol>,
}

impl Builder {
    /// An empty code object whose first `locals` registers are variables; `assigned` of them have a value from the start.
    pub(super) fn new(locals: usize, assigned: impl Iterator<Item = Reg>) -> Self {
        let mut builder = Self { reachable: true, ..Self::default() };
        if locals >= LIMIT {
            builder.overflow = Some("variables");
        }
        builder.first_temporary = locals.min(LIMIT) as Reg;
        builder.next = u32::from(builder.first_temporary);
        builder.most = builder.next;
        assigned.for_each(|reg| builder.assigned.insert(reg));
        builder
    }

    // Temporaries, as a stack.

    /// The lowest free temporary, not taken yet.
    pub(super) fn top(&self) -> Reg {
        self.next as Reg
    }

    /// Takes the lowest free temporary.
    pub(super) fn take(&mut self) -> Reg {
        let reg = self.top();
        self.next += 1;
        if self.next as usize >= LIMIT {
            self.overflow = Some("values at once");
            self.next = u32::from(self.first_temporary) + 1;
        }
        self.most = self.most.max(self.next);
        reg
    }

    /// Takes several in a row and returns the first.
    pub(super) fn take_many(&mut self, count: usize) -> Reg {
        let first = self.top();
        for _ in 0..count {
            self.take();
        }
        first
    }

    /// Gives back all temporaries from `mark` on.
    pub(super) fn release(&mut self, mark: Reg) {
        self.next = u32::from(mark);
    }

    pub(super) fn is_temporary(&self, reg: Reg) -> bool {
        reg >= self.first_temporary
    }

    pub(super) fn register_count(&self) -> u16 {
        // One more than needed is harmless, one less is not: `dst` may be a temporary that was never taken.
        (self.most + 1).min(LIMIT as u32) as u16
    }

    // Operations.

    /// Whether what is emitted now can ever run. What cannot is left out.
    pub(super) fn is_reachable(&self) -> bool {
        self.reachable
    }

    /// An operand was loaded: the next operation stands for one instruction more.
    pub(super) fn charge(&mut self, instructions: u32) {
        if self.reachable {
            self.pending += instructions;
        }
    }

    /// The last operation stands for more instructions: a store, a pop.
    pub(super) fn charge_last(&mut self, instructions: u32) {
        if !self.reachable {
            return;
        }
        match self.instructions.last_mut() {
            Some(last) => *last += instructions,
            None => self.pending += instructions,
        }
    }

    /// Adds an operation that stands for `own` instructions beside the loads of its operands.
    pub(super) fn emit(&mut self, op: Op, span: Span, own: u32) {
        if !self.reachable {
            return;
        }
        if self.ops.len() >= LIMIT {
            self.overflow = Some("operations");
            return;
        }
        if let Some(guard) = self.guard {
            self.guards[guard.0 as usize].used = true;
        }
        self.ops.push(op);
        self.instructions.push(std::mem::take(&mut self.pending) + own);
        self.spans.push(span);
        self.guarded_by.push(self.guard);
        if matches!(op, Op::Return { .. } | Op::Raise { .. } | Op::ReraiseHandled | Op::Reraise { .. }) {
            self.reachable = false;
        }
        if matches!(op, Op::StoreAttr { .. }) {
            self.fuse_step();
        }
        if matches!(
            op,
            Op::Intrinsic {
                what: crate::vm::code::Intrinsic::AssertFail | crate::vm::code::Intrinsic::AssertFailWith,
                ..
            }
        ) {
            self.reachable = false;
        }
    }

    /// Puts `StepAttr` in front of the last three operations where they are what it stands for.
    fn fuse_step(&mut self) {
        let [.., Op::LoadAttr { dst: loaded, object, site }, step, Op::StoreAttr { object: target, site: stored, src }] =
            self.ops[..]
        else {
            return;
        };
        let (dst, a, value) = match step {
            Op::AddInt { dst, a, value } => (dst, a, Some(value)),
            Op::InPlaceInt { op: BinaryOp::Add, dst, a, value } => (dst, a, Some(value)),
            Op::InPlaceInt { op: BinaryOp::Sub, dst, a, value } => (dst, a, value.checked_neg()),
            _ => return,
        };
        let same = object == target && loaded == a && dst == src && stored == site + 1;
        let same_name = || self.sites[site as usize].name == self.sites[stored as usize].name;
        if let Some(value) = value.filter(|_| same && same_name() && !self.is_temporary(object)) {
            let at = self.ops.len() - 3;
            self.ops.insert(at, Op::StepAttr { object, site, value });
            self.instructions.insert(at, 0);
            self.spans.insert(at, self.spans[at]);
            self.guarded_by.insert(at, self.guarded_by[at]);
        }
    }

    // Labels.

    pub(super) fn label(&mut self) -> Label {
        self.labels.push(LabelState::default());
        if self.labels.len() >= LIMIT {
            self.overflow = Some("branches");
            self.labels.truncate(1);
        }
        Label(self.labels.len() as u32 - 1)
    }

    /// Adds an operation that jumps: `make` gets the target to put in. An unconditional one ends the way.
    pub(super) fn jump(&mut self, target: Label, span: Span, own: u32, make: impl FnOnce(u16) -> Op) {
        if !self.reachable {
            return;
        }
        let op = make(target.0 as u16);
        self.emit(op, span, own);
        let state = &mut self.labels[target.0 as usize];
        match &mut state.assigned {
            Some(assigned) => assigned.intersect(&self.assigned),
            None => state.assigned = Some(self.assigned.clone()),
        }
        if matches!(op, Op::Jump { .. } | Op::Loop { .. }) {
            self.reachable = false;
        }
    }

    /// The label is here.
    pub(super) fn bind(&mut self, label: Label) {
        let at = self.ops.len() as u32;
        let state = &mut self.labels[label.0 as usize];
        state.at = Some(at);
        match &state.assigned {
            Some(assigned) if self.reachable => self.assigned.intersect(assigned),
            Some(assigned) => self.assigned = assigned.clone(),
            None => {}
        }
        self.reachable |= state.assigned.is_some();
        if self.pending > 0 && !self.ops.is_empty() {
            let pending = std::mem::take(&mut self.pending);
            if let Some(last) = self.instructions.last_mut() {
                *last += pending;
            }
        }
    }

    /// A label here that will be jumped back to: what the loop takes away may be missing.
    pub(super) fn bind_loop(&mut self) -> Label {
        let label = self.label();
        let deletable = std::mem::take(&mut self.deletable);
        self.assigned.subtract(&deletable);
        self.deletable = deletable;
        self.bind(label);
        if self.ops.is_empty() {
            // The function's own start is not part of the loop.
            self.pending = 0;
        }
        label
    }

    // Guards.

    /// From here on, exceptions go to [`Self::bind_guard`] with the exception in `register`.
    pub(super) fn open_guard(&mut self, register: Reg) -> Guard {
        let label = self.label();
        let nesting = self.guard.map_or(0, |outer| self.guards[outer.0 as usize].nesting + 1);
        let mut assigned = self.assigned.clone();
        assigned.subtract(&self.deletable);
        self.guards.push(GuardState {
            outer: self.guard,
            nesting,
            label,
            register,
            depth: self.handled,
            used: false,
            assigned,
        });
        let guard = Guard(self.guards.len() as u32 - 1);
        self.guard = Some(guard);
        guard
    }

    /// The guard's range ends (for now).
    pub(super) fn close_guard(&mut self, guard: Guard) {
        self.guard = self.guards[guard.0 as usize].outer;
    }

    /// The guard's exceptions arrive here.
    pub(super) fn bind_guard(&mut self, guard: Guard) {
        let state = &self.guards[guard.0 as usize];
        let (label, used) = (state.label, state.used);
        if used {
            self.labels[label.0 as usize].assigned = Some(state.assigned.clone());
        }
        self.bind(label);
    }

    // Which locals surely have a value.

    pub(super) fn assign(&mut self, reg: Reg) {
        self.assigned.insert(reg);
    }

    pub(super) fn unassign(&mut self, reg: Reg) {
        self.assigned.remove(reg);
    }

    pub(super) fn is_assigned(&self, reg: Reg) -> bool {
        !self.reachable || self.assigned.contains(reg)
    }

    // Tables.

    pub(super) fn constant(&mut self, constant: Constant) -> u16 {
        let key = format!("{constant:?}");
        if let Some(&i) = self.constant_index.get(&key) {
            return i;
        }
        let i = self.constants.len();
        if i >= LIMIT {
            self.overflow = Some("constants");
            return 0;
        }
        self.constants.push(constant);
        self.constant_index.insert(key, i as u16);
        i as u16
    }

    pub(super) fn global(&mut self, name: Symbol) -> u16 {
        if let Some(&i) = self.global_index.get(&name) {
            return i;
        }
        let i = self.globals.len();
        if i >= LIMIT {
            self.overflow = Some("names");
            return 0;
        }
        self.globals.push(name);
        self.global_index.insert(name, i as u16);
        i as u16
    }

    /// A site of its own, since each remembers what it saw.
    pub(super) fn site(&mut self, name: Symbol, positional: usize, keywords: Box<[Symbol]>) -> u16 {
        let i = self.sites.len();
        if i >= LIMIT || positional >= LIMIT {
            self.overflow = Some("attribute accesses and calls");
            return 0;
        }
        self.sites.push(Site { name, positional: positional as u16, keywords });
        i as u16
    }

    // The end.

    /// Puts jump targets in, and returns the handlers, inner ones first.
    pub(super) fn finish(&mut self) -> Vec<Handler> {
        for op in &mut self.ops {
            if let Some(target) = op.target_mut()
                && let Some(state) = self.labels.get(usize::from(*target))
            {
                *target = state.at.unwrap_or(0) as u16;
            }
        }
        // A guard's range has holes where code of its own way out is.
        let mut ranges: Vec<Vec<(u32, u32)>> = self.guards.iter().map(|_| Vec::new()).collect();
        for (i, innermost) in self.guarded_by.iter().enumerate() {
            let i = i as u32;
            let mut guard = *innermost;
            while let Some(Guard(number)) = guard {
                let runs = &mut ranges[number as usize];
                match runs.last_mut() {
                    Some(run) if run.1 == i => run.1 = i + 1,
                    _ => runs.push((i, i + 1)),
                }
                guard = self.guards[number as usize].outer;
            }
        }
        let mut handlers = Vec::new();
        for (state, runs) in self.guards.iter().zip(ranges) {
            let Some(target) = self.labels[state.label.0 as usize].at else { continue };
            for (start, end) in runs {
                let handler = Handler {
                    start: start as u16,
                    end: end as u16,
                    target: target as u16,
                    register: state.register,
                    depth: state.depth,
                };
                handlers.push((state.nesting, handler));
            }
        }
        handlers.sort_by_key(|(nesting, handler)| (std::cmp::Reverse(*nesting), handler.start));
        handlers.into_iter().map(|(_, handler)| handler).collect()
    }
}
