//! Memory of one Python process.
//!
//! Life of an object: [`allocate`] puts it on the heap that is current on this operating system thread; when its last
//! reference goes, [`free`] either destroys it at once, or, when something must still happen (a generator to close, a
//! coroutine to complain about, `__del__`), hands it to the vm, which looks at [`Heap::take_finalizable`] before its next
//! operation. Destruction never runs Python code. Long chains are destroyed through a queue, not by recursion. What
//! reference counting cannot find, [`Heap::collect`] does, by trial deletion over all containers.
//!
//! A heap belongs to whoever holds its process's GIL: [`Heap::enter`] makes it current on the calling thread.

use super::frame::Generator;
use super::value::{Instance, Object, Payload, Ref, Slot, UNTRACKED, Value};
use crate::numbered::Numbered;
use std::cell::{Cell, UnsafeCell};
use std::mem::MaybeUninit;
use std::ptr::NonNull;

thread_local! {
    static CURRENT: Cell<*const Heap> = const { Cell::new(std::ptr::null()) };
}

/// How deep destruction recurses before it uses the queue.
const DEEPEST_DROP: u32 = 100;

/// The heap of one process.
#[derive(Default)]
pub struct Heap {
    /// Bytes that CPython would have allocated for what is alive.
    bytes: Cell<u64>,
    /// Every live container.
    tracked: UnsafeCell<Tracked>,
    /// Objects without references that the vm must look at.
    finalizable: UnsafeCell<Vec<Ref>>,
    /// Objects to destroy when the current destruction is over.
    queue: UnsafeCell<Vec<NonNull<Slot>>>,
    depth: Cell<u32>,
    /// Set when `finalizable` is not empty, or the collector is due: the vm looks at it before every operation.
    attention: Cell<bool>,
    /// Containers made since the last collection, without those that have gone again.
    young: Cell<u32>,
    /// After how many new containers to collect.
    threshold: Cell<u32>,
    /// A collection found garbage whose finalizers come first: what they leave of it goes after them.
    waits_for_finalizers: Cell<bool>,
    /// Whether collections come only when they are asked for (`gc.disable`).
    manual: Cell<bool>,
    /// The identity that was given out last.
    identities: Cell<u32>,
    /// No finalizers any more: the process is over.
    closing: Cell<bool>,
    /// Objects that are referenced weakly, by identity, each with what is called when it goes.
    weak: UnsafeCell<Numbered<u32, Vec<WeakCallback>>>,
    /// Callbacks of objects that have gone, with the weak references that they are given.
    weak_callbacks: UnsafeCell<Vec<(Value, Value)>>,
    /// Where the slots are. Last, as everything above may hold references.
    room: Room,
}

/// Containers in the order in which they were made, which is the order in which a collection looks after what it found.
#[derive(Default)]
struct Tracked {
    /// Each slot knows its index. Where one has gone is a gap.
    slots: Vec<Option<NonNull<Slot>>>,
    live: usize,
}

impl Tracked {
    fn iter(&self) -> impl Iterator<Item = NonNull<Slot>> {
        self.slots.iter().flatten().copied()
    }

    /// The index of what is pushed next.
    #[inline(always)]
    fn next_index(&mut self) -> u32 {
        if self.slots.len() == self.slots.capacity() && self.live < self.slots.len() / 2 {
            self.close_gaps();
        }
        self.slots.len() as u32
    }

    #[inline(always)]
    fn push(&mut self, slot: NonNull<Slot>) {
        self.slots.push(Some(slot));
        self.live += 1;
    }

    #[inline(always)]
    fn remove(&mut self, index: u32) {
        self.live -= 1;
        self.slots[index as usize] = None;
        while let Some(None) = self.slots.last() {
            self.slots.pop();
        }
    }

    #[cold]
    fn close_gaps(&mut self) {
        self.slots.retain(Option::is_some);
        for (index, slot) in self.slots.iter().flatten().enumerate() {
            // SAFETY: what is tracked is alive.
            unsafe { slot.as_ref() }.tracked.set(index as u32);
        }
    }

    /// All of them, each at its index.
    fn compact(&mut self) -> Vec<NonNull<Slot>> {
        self.close_gaps();
        self.iter().collect()
    }
}

/// The memory of slots: taken from the allocator in blocks, given back when the heap goes. All slots are of one size, so
/// that what was freed last is what is taken next.
#[derive(Default)]
struct Room {
    /// The slot that was freed last; each says which was freed before it.
    freed: Cell<Option<NonNull<Slot>>>,
    /// Slots of the last block that have never been taken: the first one, and how many.
    fresh: Cell<(usize, usize)>,
    blocks: UnsafeCell<Vec<Box<[MaybeUninit<Slot>]>>>,
}

impl Room {
    /// How many slots the first block and the largest ones have.
    const BLOCKS: (usize, usize) = (64, 1024);

    #[inline(always)]
    fn put(&self, slot: Slot) -> NonNull<Slot> {
        // SAFETY: a freed slot holds which was freed before it, and nobody else writes to one that is free.
        unsafe {
            let at = match self.freed.get() {
                Some(freed) => {
                    self.freed.set(freed.cast().read());
                    freed
                }
                None => self.next_fresh(),
            };
            at.write(slot);
            at
        }
    }

    fn next_fresh(&self) -> NonNull<Slot> {
        let (taken, left) = self.fresh.get();
        // SAFETY: only the GIL's holder is here.
        let blocks = unsafe { &mut *self.blocks.get() };
        let (taken, left) = if left > 0 {
            (taken, left)
        } else {
            let size = (Self::BLOCKS.0 << blocks.len().min(4)).min(Self::BLOCKS.1);
            blocks.push(Box::new_uninit_slice(size));
            (0, size)
        };
        self.fresh.set((taken + 1, left - 1));
        let block = blocks.last_mut().expect("there is one");
        NonNull::from(&mut block[taken]).cast()
    }

    /// Frees a slot whose object is gone.
    ///
    /// # Safety
    /// It came from `put`, and nobody references it.
    #[inline(always)]
    unsafe fn free(&self, slot: NonNull<Slot>) {
        // SAFETY: as the caller says; a slot is larger than a pointer.
        unsafe { slot.cast().write(self.freed.get()) };
        self.freed.set(Some(slot));
    }
}

/// What is called when an object goes: a function, and the weak reference that it is given, if that is still there.
struct WeakCallback {
    reference: Weak,
    function: Value,
}

/// A reference that does not keep its object alive.
#[derive(Clone, Copy)]
pub struct Weak {
    identity: u32,
    slot: NonNull<Slot>,
}

impl Ref {
    /// A reference that does not keep the object alive.
    pub fn downgrade(&self) -> Weak {
        let identity = self.identity();
        // SAFETY: only the GIL's holder is here, and the map is not borrowed elsewhere.
        unsafe { (*current().weak.get()).get_or_insert_with(identity, Vec::new) };
        Weak { identity, slot: self.slot() }
    }
}

impl Weak {
    /// The object, if it is still there.
    pub fn upgrade(self) -> Option<Ref> {
        // SAFETY: as in `downgrade`; an object leaves the map before its slot is freed.
        unsafe {
            if !(*current().weak.get()).contains_key(&self.identity) || self.slot.as_ref().count().get() == 0 {
                return None;
            }
            Ref::from_address(self.slot.as_ptr() as usize)
        }
    }

    /// The number that the object has as long as it lives.
    pub fn identity(self) -> u32 {
        self.identity
    }

    /// Has `function` called with `reference`, which is a weak reference as an object, when the object goes.
    pub fn call_back(self, reference: Weak, function: Value) {
        // SAFETY: as in `downgrade`.
        if let Some(callbacks) = unsafe { (*current().weak.get()).get_mut(&self.identity) } {
            callbacks.push(WeakCallback { reference, function });
        }
    }
}

impl Heap {
    /// An empty heap.
    pub fn new() -> Box<Self> {
        let heap = Self::default();
        heap.threshold.set(100_000);
        Box::new(heap)
    }

    /// Makes this heap current on the calling thread.
    #[inline]
    pub fn enter(&self) {
        CURRENT.set(self);
    }

    /// Bytes that CPython would have allocated for what is alive.
    pub fn bytes(&self) -> u64 {
        self.bytes.get()
    }

    /// Whether the vm has something to look at.
    #[inline(always)]
    pub fn wants_attention(&self) -> bool {
        self.attention.get()
    }

    /// Asks the vm to look here before its next operation.
    pub fn ask_attention(&self) {
        self.attention.set(true);
    }

    /// From now on objects are destroyed without finalizers.
    pub fn close(&self) {
        self.closing.set(true);
    }

    /// Objects without references that want something done first; the caller drops them afterwards.
    pub fn take_finalizable(&self) -> Vec<Ref> {
        self.attention.set(false);
        // SAFETY: only the GIL's holder is here, and the vector is not borrowed elsewhere.
        std::mem::take(unsafe { &mut *self.finalizable.get() })
    }

    /// Callbacks of objects that have gone, with what they are called with.
    pub fn take_weak_callbacks(&self) -> Vec<(Value, Value)> {
        // SAFETY: only the GIL's holder is here.
        std::mem::take(unsafe { &mut *self.weak_callbacks.get() })
    }

    /// Whether enough containers were made to look for cycles.
    pub fn collection_due(&self) -> bool {
        !self.manual.get() && self.young.get() >= self.threshold.get()
    }

    /// Whether anything alive wants something done before it goes.
    pub fn holds_finalizable(&self) -> bool {
        // SAFETY: only the GIL's holder is here, and what is tracked is alive.
        unsafe { (*self.tracked.get()).iter().any(|slot| wants_finalizer(slot.as_ref())) }
    }

    /// Whether collections come by themselves.
    pub fn is_automatic(&self) -> bool {
        !self.manual.get()
    }

    /// Says whether collections come by themselves.
    pub fn set_automatic(&self, automatic: bool) {
        self.manual.set(!automatic);
    }

    /// How many containers there are.
    pub fn containers(&self) -> usize {
        // SAFETY: only the GIL's holder is here.
        unsafe { (*self.tracked.get()).live }
    }

    /// Says once whether a collection waited for the finalizers that were called meanwhile.
    pub fn finish_collection(&self) -> bool {
        self.waits_for_finalizers.replace(false)
    }

    /// Finds containers that only reference each other and frees them. Returns how many.
    pub fn collect(&self) -> usize {
        self.young.set(0);
        // SAFETY: only the GIL's holder is here.
        let tracked = unsafe { (*self.tracked.get()).compact() };
        // Trial deletion: what is left of a count when references from tracked containers are taken away comes from
        // outside (stacks, natives); what outside reaches is alive, the rest is garbage.
        let mut outside: Vec<i64> =
            tracked.iter().map(|slot| i64::from(unsafe { slot.as_ref() }.count().get())).collect();
        for slot in &tracked {
            visit(unsafe { &*slot.as_ref().object() }, &mut |value| {
                if let Value::Object(r) = value {
                    let index = unsafe { r.slot().as_ref() }.tracked.get();
                    if index != UNTRACKED {
                        outside[index as usize] -= 1;
                    }
                }
            });
        }
        let mut alive = vec![false; tracked.len()];
        let mut work: Vec<usize> = (0..tracked.len()).filter(|&i| outside[i] > 0).collect();
        for &i in &work {
            alive[i] = true;
        }
        while let Some(i) = work.pop() {
            visit(unsafe { &*tracked[i].as_ref().object() }, &mut |value| {
                if let Value::Object(r) = value {
                    let index = unsafe { r.slot().as_ref() }.tracked.get();
                    if index != UNTRACKED && !alive[index as usize] {
                        alive[index as usize] = true;
                        work.push(index as usize);
                    }
                }
            });
        }
        let garbage: Vec<Ref> = tracked
            .iter()
            .zip(&alive)
            .filter(|(_, alive)| !**alive)
            .map(|(slot, _)| {
                let slot_ref = unsafe { slot.as_ref() };
                slot_ref.count().set(slot_ref.count().get() + 1);
                Ref::from_slot(*slot)
            })
            .collect();
        let found = garbage.len();
        if found > 0 {
            // Those with something to do first go to the vm, and with them all they reach stays until it was done.
            let (special, plain): (Vec<_>, Vec<_>) =
                garbage.into_iter().partition(|r| wants_finalizer(unsafe { r.slot().as_ref() }));
            if special.is_empty() {
                for r in &plain {
                    clear(r.get_mut());
                }
            } else {
                self.attention.set(true);
                self.waits_for_finalizers.set(true);
                unsafe { (*self.finalizable.get()).extend(special) };
            }
            drop(plain);
        }
        let live = self.containers() as u32;
        // After as many again as twice what is alive: so a heap that grows is gone through a number of times that does not
        // depend on how far it grows.
        self.threshold.set(live.saturating_mul(2).max(100_000));
        found
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        self.enter();
        self.closing.set(true);
        self.take_finalizable();
        self.take_weak_callbacks();
        loop {
            let tracked = unsafe { (*self.tracked.get()).compact() };
            if tracked.is_empty() {
                break;
            }
            let all: Vec<Ref> = tracked
                .into_iter()
                .map(|slot| {
                    let slot_ref = unsafe { slot.as_ref() };
                    slot_ref.count().set(slot_ref.count().get() + 1);
                    Ref::from_slot(slot)
                })
                .collect();
            for r in &all {
                clear(r.get_mut());
            }
        }
        CURRENT.set(std::ptr::null());
    }
}

/// Puts an object on the current heap.
#[inline]
pub(super) fn allocate(object: Object) -> Ref {
    let heap = current();
    heap.bytes.set(heap.bytes.get() + cpython_size(&object));
    let tracked = if is_container(&object) {
        // SAFETY: only the GIL's holder is here.
        let list = unsafe { &mut *heap.tracked.get() };
        let young = heap.young.get() + 1;
        heap.young.set(young);
        if young == heap.threshold.get() {
            heap.attention.set(true);
        }
        list.next_index()
    } else {
        UNTRACKED
    };
    let slot = heap.room.put(Slot::new(object, tracked));
    if tracked != UNTRACKED {
        // SAFETY: as above.
        unsafe { (*heap.tracked.get()).push(slot) };
    }
    Ref::from_slot(slot)
}

/// A number that no object of the current heap has as its identity.
pub(super) fn next_identity() -> u32 {
    let identities = &current().identities;
    identities.set(identities.get() + 1);
    identities.get()
}

/// An object of the current heap has grown by so many of CPython's bytes (or shrunk) since it was made; or what is an object
/// in CPython and none here has come or gone.
pub(crate) fn resized(bytes: i64) {
    let heap = current();
    heap.bytes.set(heap.bytes.get().saturating_add_signed(bytes));
}

/// Called when the last reference to `slot` went.
pub(super) fn free(slot: NonNull<Slot>) {
    let heap = current();
    // SAFETY: nobody references the slot any more.
    let slot_ref = unsafe { slot.as_ref() };
    if !heap.closing.get() && wants_finalizer(slot_ref) {
        slot_ref.count().set(1);
        heap.attention.set(true);
        // SAFETY: only the GIL's holder is here.
        unsafe { (*heap.finalizable.get()).push(Ref::from_slot(slot)) };
        return;
    }
    if heap.depth.get() >= DEEPEST_DROP {
        // SAFETY: as above.
        unsafe { (*heap.queue.get()).push(slot) };
        return;
    }
    destroy(heap, slot);
    if heap.depth.get() == 0 {
        // SAFETY: as above; `destroy` may push more.
        while let Some(next) = unsafe { (*heap.queue.get()).pop() } {
            destroy(heap, next);
        }
    }
}

impl Heap {
    /// An object goes: nobody finds it through weak references any more, and whoever wanted to know is told.
    #[inline(always)]
    fn forget_weak(&self, identity: u32) {
        // SAFETY: only the GIL's holder is here, and the borrows end before anything is dropped.
        unsafe {
            if identity == 0 || (*self.weak.get()).is_empty() {
                return;
            }
            let Some(callbacks) = (*self.weak.get()).remove(&identity) else { return };
            if self.closing.get() {
                return;
            }
            // The one that was asked for last is told first.
            for WeakCallback { reference, function } in callbacks.into_iter().rev() {
                if let Some(reference) = reference.upgrade() {
                    (*self.weak_callbacks.get()).push((function, Value::Object(reference)));
                    self.attention.set(true);
                }
            }
        }
    }
}

fn destroy(heap: &Heap, slot: NonNull<Slot>) {
    // SAFETY: nobody references the slot any more.
    unsafe {
        let slot_ref = slot.as_ref();
        let object = &*slot_ref.object();
        heap.bytes.set(heap.bytes.get().saturating_sub(cpython_size(object)));
        let index = slot_ref.tracked.get();
        if index != UNTRACKED {
            (*heap.tracked.get()).remove(index);
            heap.young.set(heap.young.get().saturating_sub(1));
        }
        heap.forget_weak(slot_ref.known_identity());
        heap.depth.set(heap.depth.get() + 1);
        slot.drop_in_place();
        heap.room.free(slot);
        heap.depth.set(heap.depth.get() - 1);
    }
}

#[inline(always)]
fn current() -> &'static Heap {
    let heap = CURRENT.get();
    debug_assert!(!heap.is_null(), "no heap has been entered on this thread");
    // SAFETY: whoever touches values has entered their heap, which outlives them.
    unsafe { &*heap }
}

#[inline(always)]
fn is_container(object: &Object) -> bool {
    !matches!(
        object,
        Object::Str(_)
            | Object::Int(_)
            | Object::Bytes(_)
            | Object::Range { .. }
            | Object::RangeIterator { .. }
            | Object::Native(_)
            | Object::Code(_)
    )
}

fn wants_finalizer(slot: &Slot) -> bool {
    // SAFETY: nobody changes the object meanwhile.
    match unsafe { &*slot.object() } {
        Object::Generator(generator) => generator.wants_finalizer(),
        Object::Instance(Instance { class, payload, .. }) => {
            (match class.get() {
                Object::Class(class) => class.has_finalizer && !slot.finalized.get(),
                _ => false,
            }) || matches!(payload, Payload::Native(native) if native.wants_finalizer())
        }
        _ => false,
    }
}

/// Bytes that CPython 3.13 allocates for such an object (`sys.getsizeof`, 64-bit, with the collector's header).
#[inline]
fn cpython_size(object: &Object) -> u64 {
    match object {
        Object::Str(s) => 49 + s.text.len() as u64,
        Object::Int(_) => 36,
        Object::Bytes(b) => 33 + b.len() as u64,
        Object::List(_) => 72,
        Object::Tuple(items) => 56 + 8 * items.len() as u64,
        Object::Dict(_) => 80,
        Object::Set(_) | Object::FrozenSet(_) => 232,
        Object::Range { .. } | Object::RangeIterator { .. } => 48,
        Object::Slice(_) => 72,
        Object::Iterator(_) => 64,
        Object::DictView { .. } => 40,
        Object::Cell(_) | Object::AsyncItem(_) => 56,
        Object::Function(_) => 176,
        Object::Native(_) => 72,
        Object::Method { .. } => 80,
        Object::Generator(_) => 440,
        Object::Class(_) => 1_100,
        Object::Instance(_) => 160,
        Object::Module(_) => 88,
        Object::Descriptor(_) | Object::Super { .. } => 88,
        Object::Code(_) => 200,
    }
}

/// Whether something must be done before the object goes.
pub(super) fn is_finalizable(object: &Ref) -> bool {
    // SAFETY: a reference keeps its slot alive.
    wants_finalizer(unsafe { object.slot().as_ref() })
}

/// Calls `f` with every value that the object holds.
pub(super) fn visit(object: &Object, f: &mut dyn FnMut(&Value)) {
    // A bare reference is visited as a value without counting it twice: the copy is forgotten.
    fn visit_ref(r: &Ref, f: &mut dyn FnMut(&Value)) {
        let value = std::mem::ManuallyDrop::new(Value::Object(Ref::from_slot(r.slot())));
        f(&value);
    }
    match object {
        Object::List(items) => items.iter().for_each(f),
        Object::Tuple(items) => items.iter().for_each(f),
        Object::Slice(items) => items.iter().for_each(f),
        Object::Dict(dict) => dict.visit(f),
        Object::Set(set) | Object::FrozenSet(set) => set.visit(f),
        Object::DictView { dict, .. } => f(dict),
        Object::Iterator(iteration) => iteration.visit(f),
        Object::Cell(value) | Object::AsyncItem(value) => f(value),
        Object::Function(function) => function.visit(f),
        Object::Method { function, this } => {
            f(function);
            f(this);
        }
        Object::Generator(generator) => generator.visit(f),
        Object::Class(class) => class.visit(f),
        Object::Instance(instance) => {
            visit_ref(&instance.class, f);
            instance.slots.iter().for_each(&mut *f);
            match &instance.payload {
                Payload::None => {}
                Payload::Exception(data) => data.visit(f),
                Payload::Value(value) => f(value),
                Payload::Native(native) => native.children(f),
            }
        }
        Object::Module(module) => module.names.values().chain([&module.dict]).for_each(f),
        Object::Descriptor(descriptor) => descriptor.visit(f),
        Object::Super { class, this } => {
            visit_ref(class, f);
            f(this);
        }
        Object::Str(_)
        | Object::Int(_)
        | Object::Bytes(_)
        | Object::Range { .. }
        | Object::RangeIterator { .. }
        | Object::Native(_)
        | Object::Code(_) => {}
    }
}

/// Drops what an unreachable object holds, so that its cycle falls apart.
fn clear(object: &mut Object) {
    match object {
        Object::List(items) => drop(std::mem::take(items)),
        Object::Dict(dict) => drop(std::mem::take(&mut **dict)),
        Object::Set(set) => drop(std::mem::take(&mut **set)),
        Object::Cell(value) => drop(std::mem::replace(value, Value::Undefined)),
        Object::Iterator(iteration) => drop(std::mem::replace(&mut **iteration, super::value::Iteration::Done)),
        Object::Function(function) => function.clear(),
        Object::Generator(generator) => Generator::clear(generator),
        Object::Class(class) => class.clear(),
        Object::Instance(instance) => {
            drop(std::mem::take(&mut instance.slots));
            match &mut instance.payload {
                Payload::Exception(data) => data.clear(),
                Payload::Native(native) => native.clear(),
                Payload::Value(value) => drop(std::mem::replace(&mut **value, Value::None)),
                Payload::None => {}
            }
        }
        Object::Module(module) => {
            module.names.clear();
            drop(module.dict.take());
        }
        Object::Method { function, this } => {
            drop(std::mem::replace(function, Value::None));
            drop(std::mem::replace(this, Value::None));
        }
        Object::Tuple(items) => drop(std::mem::take(items)),
        _ => {}
    }
}
