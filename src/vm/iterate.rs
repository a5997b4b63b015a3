//! Iteration: native where it can be, by calls where it must.

use super::Vm;
use super::code::CodeKind;
use super::exception::Result;
use super::frame::{Flow, Input, Resumption, Then};
use super::symbol::well_known as sym;
use super::value::{DictView, Iteration, Object, Value};
use std::cell::RefCell;
use std::rc::Rc;

/// What a native look for the next item found.
pub enum Next {
    /// An item.
    Item(Value),
    /// The end.
    End,
    /// Python code must be asked.
    Ask,
}

/// What came of [`Vm::next_with`].
pub enum Came<S> {
    /// The item, or the end, at once.
    Now(S, Option<Value>),
    /// It comes later.
    Later(Flow),
}

/// What a loop shares with the item that it waits for.
struct Waiting<S> {
    at_once: bool,
    state: Option<S>,
    item: Option<Option<Value>>,
}

impl Vm {
    /// An iterator over a value that iterates natively, if it does.
    pub fn native_iter(&mut self, value: &Value) -> Option<Value> {
        let Value::Object(r) = value else { return None };
        Some(match r.get() {
            Object::List(_) => Value::iterator(Iteration::List { list: value.clone(), index: 0 }),
            Object::Tuple(_) => Value::iterator(Iteration::Items { items: value.clone(), index: 0 }),
            Object::Range { start, stop, step } => {
                Object::RangeIterator { next: *start, left: range_length(*start, *stop, *step), step: *step }.into()
            }
            Object::Str(_) => Value::iterator(Iteration::Str { string: value.clone(), offset: 0 }),
            Object::Bytes(_) => Value::iterator(Iteration::Bytes { bytes: value.clone(), index: 0 }),
            Object::Dict(dict) => Value::iterator(Iteration::Dict {
                dict: value.clone(),
                view: DictView::Keys,
                index: 0,
                length: dict.len(),
            }),
            Object::DictView { dict, view } => {
                let length = dict.as_dict().map_or(0, |d| d.len());
                Value::iterator(Iteration::Dict { dict: dict.clone(), view: *view, index: 0, length })
            }
            Object::Set(set) | Object::FrozenSet(set) => {
                Value::iterator(Iteration::Set { set: value.clone(), index: 0, length: set.len() })
            }
            Object::Iterator(_) | Object::RangeIterator { .. } => value.clone(),
            Object::Generator(generator) if generator.kind == CodeKind::Generator => value.clone(),
            Object::Instance(instance)
                if matches!(instance.payload, super::value::Payload::Value(_))
                    && self.find_in_class(&instance.class, sym::D_ITER).is_none_or(|f| f.as_native_def().is_some()) =>
            {
                let plain = value.plain().clone();
                return self.native_iter(&plain);
            }
            _ => return None,
        })
    }

    /// `iter(value)`
    pub fn iter(&mut self, value: &Value) -> Result<Flow> {
        if let Some(iterator) = self.native_iter(value) {
            return Ok(Flow::Return(iterator));
        }
        if let Some(method) = self.special(value, sym::D_ITER)
            && !method.is_none()
        {
            return Flow::call(method, vec![value.clone()], |vm, input| {
                let iterator = input.value()?;
                if vm.is_iterator(&iterator) {
                    return Ok(Flow::Return(iterator));
                }
                let name = vm.type_name(&iterator);
                Err(vm.type_error(format!("iter() returned non-iterator of type '{name}'")))
            });
        }
        if self.special(value, sym::D_GETITEM).is_some() {
            return Ok(Flow::Return(Value::iterator(Iteration::Sequence { object: value.clone(), index: 0 })));
        }
        let name = self.type_name(value);
        Err(self.type_error(format!("'{name}' object is not iterable")))
    }

    /// Whether `next` can be asked for items.
    pub fn is_iterator(&self, value: &Value) -> bool {
        match value.object() {
            Some(Object::Iterator(_) | Object::RangeIterator { .. }) => true,
            Some(Object::Generator(generator)) => generator.kind == CodeKind::Generator,
            _ => self.special(value, sym::D_NEXT).is_some(),
        }
    }

    /// The next item, as far as that is native.
    #[inline]
    pub fn native_next(&mut self, iterator: &Value) -> Result<Next> {
        match iterator.object_mut() {
            Some(Object::RangeIterator { next, left, step }) => {
                if *left == 0 {
                    return Ok(Next::End);
                }
                let item = *next;
                *left -= 1;
                *next = next.wrapping_add(*step);
                Ok(Next::Item(Value::Int(item)))
            }
            Some(Object::Iterator(iteration)) => self.advance(iteration),
            _ => Ok(Next::Ask),
        }
    }

    fn advance(&mut self, iteration: &mut Iteration) -> Result<Next> {
        let item = match iteration {
            Iteration::List { list, index } => {
                let item = list.as_list().and_then(|items| items.get(*index).cloned());
                *index += 1;
                item
            }
            Iteration::Items { items, index } => {
                let item = items.as_tuple().and_then(|items| items.get(*index).cloned());
                *index += 1;
                item
            }
            Iteration::Reversed { list, left } => {
                if *left == 0 {
                    None
                } else {
                    *left -= 1;
                    match list.as_list() {
                        Some(items) => items.get(*left).cloned(),
                        None => list.as_tuple().and_then(|items| items.get(*left).cloned()),
                    }
                }
            }
            Iteration::Str { string, offset } => {
                let c = string.as_str().and_then(|text| text[*offset..].chars().next());
                c.map(|c| {
                    *offset += c.len_utf8();
                    Value::str(c.to_string())
                })
            }
            Iteration::Bytes { bytes, index } => {
                let item = bytes.as_bytes().and_then(|bytes| bytes.get(*index)).map(|b| Value::Int(i64::from(*b)));
                *index += 1;
                item
            }
            Iteration::Dict { dict, view, index, length } => {
                let table = dict.as_dict().expect("dict iterations iterate over dicts");
                if table.len() != *length {
                    let error = self.runtime_error("dictionary changed size during iteration");
                    *iteration = Iteration::Done;
                    return Err(error);
                }
                match table.entry_from(*index) {
                    None => None,
                    Some((at, key, value)) => {
                        *index = at + 1;
                        Some(match view {
                            DictView::Keys => key.clone(),
                            DictView::Values => value.clone(),
                            DictView::Items => {
                                self.charge(12);
                                Value::tuple(vec![key.clone(), value.clone()])
                            }
                        })
                    }
                }
            }
            Iteration::Set { set, index, length } => {
                let table = set.as_set().expect("set iterations iterate over sets");
                if table.len() != *length {
                    let error = self.runtime_error("Set changed size during iteration");
                    *iteration = Iteration::Done;
                    return Err(error);
                }
                table.entry_from(*index).map(|(at, key)| {
                    let key = key.clone();
                    *index = at + 1;
                    key
                })
            }
            Iteration::Enumerate { inner, next } => match self.native_next(&inner.clone())? {
                Next::Item(item) => {
                    let number = *next;
                    *next += 1;
                    self.charge(20);
                    return Ok(Next::Item(Value::tuple(vec![Value::Int(number), item])));
                }
                Next::End => None,
                Next::Ask => return Ok(Next::Ask),
            },
            Iteration::Zip { inner, strict: false } if inner.iter().all(is_plainly_native) => {
                self.charge(8 * inner.len() as u64);
                let mut items = Vec::with_capacity(inner.len());
                for iterator in inner.iter() {
                    match self.native_next(iterator)? {
                        Next::Item(item) => items.push(item),
                        _ => {
                            items.clear();
                            break;
                        }
                    }
                }
                (!items.is_empty()).then(|| Value::tuple(items))
            }
            Iteration::Done => None,
            Iteration::Zip { .. }
            | Iteration::Map { .. }
            | Iteration::Filter { .. }
            | Iteration::Callable { .. }
            | Iteration::Sequence { .. } => return Ok(Next::Ask),
        };
        match item {
            Some(item) => Ok(Next::Item(item)),
            None => {
                *iteration = Iteration::Done;
                Ok(Next::End)
            }
        }
    }

    /// `next(iterator)`, whose end is given to `end` instead of raised.
    pub fn next(
        &mut self,
        iterator: &Value,
        then: impl FnOnce(&mut Vm, Option<Value>) -> Result<Flow> + 'static,
    ) -> Result<Flow> {
        let item = match self.native_next(iterator)? {
            Next::Item(item) => Some(item),
            Next::End => None,
            Next::Ask => return self.next_asking(iterator, Box::new(then)),
        };
        then(self, item)
    }

    fn next_asking(&mut self, iterator: &Value, then: ThenItem) -> Result<Flow> {
        match iterator.object() {
            Some(Object::Generator(_)) => {
                let Value::Object(generator) = iterator else { unreachable!() };
                Flow::resume(generator.clone(), Resumption::Send(Value::None), |vm, input| match input {
                    Input::Yielded(item) => then(vm, Some(item)),
                    Input::Finished(_) => then(vm, None),
                    Input::Raised(exception) => Err(exception),
                    Input::Value(_) | Input::Outcome(_) => unreachable!("generators yield or finish"),
                })
            }
            Some(Object::Iterator(_)) => self.next_by_calls(iterator.clone(), then),
            _ => match self.special(iterator, sym::D_NEXT) {
                Some(method) => Flow::call(method, vec![iterator.clone()], |vm, input| match input {
                    Input::Raised(exception) if vm.is_exception(&exception, |t| &t.stop_iteration) => then(vm, None),
                    input => {
                        let item = input.value()?;
                        then(vm, Some(item))
                    }
                }),
                None => {
                    let name = self.type_name(iterator);
                    Err(self.type_error(format!("'{name}' object is not an iterator")))
                }
            },
        }
    }

    /// As [`Vm::next`], for loops: when the item is there at once, `state` comes back with it instead of going to `then`,
    /// so that a long loop over such items does not recurse.
    pub fn next_with<S: 'static>(
        &mut self,
        iterator: &Value,
        state: S,
        then: impl FnOnce(&mut Vm, S, Option<Value>) -> Result<Flow> + 'static,
    ) -> Result<Came<S>> {
        if !matches!(iterator.object(), Some(Object::Iterator(_))) {
            return self.next(iterator, move |vm, item| then(vm, state, item)).map(Came::Later);
        }
        let shared = Rc::new(RefCell::new(Waiting { at_once: true, state: Some(state), item: None }));
        let inside = shared.clone();
        let flow = self.next(iterator, move |vm, item| {
            let mut waiting = inside.borrow_mut();
            if waiting.at_once {
                waiting.item = Some(item);
                return Flow::none();
            }
            let state = waiting.state.take().expect("an item comes once");
            drop(waiting);
            then(vm, state, item)
        })?;
        let mut waiting = shared.borrow_mut();
        waiting.at_once = false;
        match waiting.item.take() {
            Some(item) => Ok(Came::Now(waiting.state.take().expect("nobody has taken it"), item)),
            None => Ok(Came::Later(flow)),
        }
    }

    fn uneven_zip(&self, before: usize, how: &str) -> super::exception::Exception {
        let others = if before > 1 { format!("s 1-{before}") } else { " 1".to_owned() };
        self.value_error(format!("zip() argument {} is {how} than argument{others}", before + 1))
    }

    /// Iterations whose next item needs calls: `map`, `filter`, `zip` and `enumerate` over generators, …
    fn next_by_calls(&mut self, iterator: Value, then: ThenItem) -> Result<Flow> {
        let Some(Object::Iterator(iteration)) = iterator.object_mut() else { unreachable!() };
        match &mut **iteration {
            Iteration::Enumerate { inner, .. } => {
                let inner = inner.clone();
                self.next(&inner, move |vm, item| {
                    let Some(item) = item else { return then(vm, None) };
                    let Some(Object::Iterator(iteration)) = iterator.object_mut() else { unreachable!() };
                    let Iteration::Enumerate { next, .. } = &mut **iteration else { return then(vm, None) };
                    let number = *next;
                    *next += 1;
                    then(vm, Some(Value::tuple(vec![Value::Int(number), item])))
                })
            }
            Iteration::Zip { inner, strict } => {
                let (inner, strict) = (inner.clone(), *strict);
                if inner.is_empty() {
                    return then(self, None);
                }
                next_of_all(
                    self,
                    inner,
                    Vec::new(),
                    strict,
                    Box::new(move |vm, items| then(vm, items.map(Value::tuple))),
                )
            }
            Iteration::Map { function, inner } => {
                let (function, inner) = (function.clone(), inner.clone());
                let each = Box::new(move |vm: &mut Vm, items: Option<Vec<Value>>| match items {
                    None => then(vm, None),
                    Some(items) => Flow::call(function, items, |vm, input| {
                        let item = input.value()?;
                        then(vm, Some(item))
                    }),
                });
                next_of_all(self, inner, Vec::new(), false, each)
            }
            Iteration::Filter { function, inner } => {
                let (function, inner) = (function.clone(), inner.clone());
                while function.is_none() {
                    match self.native_next(&inner)? {
                        Next::Item(item) => match self.native_truth(&item) {
                            Some(true) => return then(self, Some(item)),
                            Some(false) => self.charge(15),
                            None => {
                                let truth = self.truth(&item)?;
                                return self.after(truth, move |vm, truth| match truth.value()? {
                                    Value::Bool(true) => then(vm, Some(item)),
                                    _ => vm.next(&iterator, then),
                                });
                            }
                        },
                        Next::End => return then(self, None),
                        Next::Ask => break,
                    }
                }
                self.next(&inner, move |vm, item| {
                    let Some(item) = item else { return then(vm, None) };
                    let test = if function.is_none() {
                        vm.truth(&item)?
                    } else {
                        let kept = item.clone();
                        Flow::call(function, vec![kept], |vm, input| {
                            let answer = input.value()?;
                            vm.truth(&answer)
                        })?
                    };
                    vm.after(test, move |vm, answer| {
                        if answer.value()?.is(&Value::Bool(true)) {
                            then(vm, Some(item))
                        } else {
                            vm.next(&iterator, then)
                        }
                    })
                })
            }
            Iteration::Callable { function, sentinel } => {
                let (function, sentinel) = (function.clone(), sentinel.clone());
                Flow::call(function, Vec::new(), move |vm, input| {
                    let item = input.value()?;
                    let found = item.clone();
                    let same = vm.with_asks(move |vm, asks| Ok(Value::Bool(vm.equals(asks, &found, &sentinel)?)))?;
                    vm.after(same, move |vm, same| {
                        if same.value()?.is(&Value::Bool(true)) {
                            if let Some(Object::Iterator(iteration)) = iterator.object_mut() {
                                **iteration = Iteration::Done;
                            }
                            return then(vm, None);
                        }
                        then(vm, Some(item))
                    })
                })
            }
            Iteration::Sequence { object, index } => {
                let (object, at) = (object.clone(), *index);
                *index += 1;
                let Some(method) = self.special(&object, sym::D_GETITEM) else { return then(self, None) };
                Flow::call(method, vec![object, Value::Int(at)], |vm, input| match input {
                    Input::Raised(e)
                        if vm.is_exception(&e, |t| &t.index_error) || vm.is_exception(&e, |t| &t.stop_iteration) =>
                    {
                        then(vm, None)
                    }
                    input => {
                        let item = input.value()?;
                        then(vm, Some(item))
                    }
                })
            }
            _ => match self.native_next(&iterator)? {
                Next::Item(item) => then(self, Some(item)),
                _ => then(self, None),
            },
        }
    }

    /// All items of an iterable.
    pub fn collect(
        &mut self,
        iterable: &Value,
        then: impl FnOnce(&mut Vm, Vec<Value>) -> Result<Flow> + 'static,
    ) -> Result<Flow> {
        let items = match iterable.object() {
            Some(Object::List(items)) => items.clone(),
            Some(Object::Tuple(items)) => items.to_vec(),
            _ => return self.collect_by_iterating(iterable, Box::new(then)),
        };
        then(self, items)
    }

    fn collect_by_iterating(&mut self, iterable: &Value, then: ThenAll) -> Result<Flow> {
        let iterator = self.iter(iterable)?;
        self.after(iterator, move |vm, iterator| {
            let iterator = iterator.value()?;
            collect_on(vm, iterator, Vec::new(), then)
        })
    }

    /// Goes on with the result of another flow.
    pub fn after(&mut self, flow: Flow, then: impl FnOnce(&mut Vm, Input) -> Result<Flow> + 'static) -> Result<Flow> {
        match flow {
            Flow::Return(value) => then(self, Input::Value(value)),
            flow => self.after_boxed(flow, Box::new(then)),
        }
    }

    fn after_boxed(&mut self, flow: Flow, then: Then) -> Result<Flow> {
        match flow {
            Flow::Return(value) => then(self, Input::Value(value)),
            Flow::Call(mut request) => {
                request.then = Some(match request.then.take() {
                    None => then,
                    Some(inner) => chain(inner, then),
                });
                Ok(Flow::Call(request))
            }
            Flow::Syscall(both) => {
                let (syscall, inner) = *both;
                Ok(Flow::Syscall(Box::new((syscall, chain(inner, then)))))
            }
            Flow::Resume(all) => {
                let (generator, how, inner) = *all;
                Ok(Flow::Resume(Box::new((generator, how, chain(inner, then)))))
            }
            Flow::Each(mut each) => {
                each.then = Some(match each.then.take() {
                    None => then,
                    Some(inner) => chain(inner, then),
                });
                Ok(Flow::Each(each))
            }
            Flow::Stay(mut both) => {
                both.1 = Some(match both.1.take() {
                    None => then,
                    Some(inner) => chain(inner, then),
                });
                Ok(Flow::Stay(both))
            }
        }
    }
}

type ThenItem = Box<dyn FnOnce(&mut Vm, Option<Value>) -> Result<Flow>>;
type ThenAll = Box<dyn FnOnce(&mut Vm, Vec<Value>) -> Result<Flow>>;
type ThenItems = Box<dyn FnOnce(&mut Vm, Option<Vec<Value>>) -> Result<Flow>>;

fn chain(inner: Then, then: Then) -> Then {
    Box::new(move |vm, input| match inner(vm, input) {
        Ok(flow) => vm.after_boxed(flow, then),
        Err(exception) => then(vm, Input::Raised(exception)),
    })
}

fn is_plainly_native(iterator: &Value) -> bool {
    match iterator.object() {
        Some(Object::RangeIterator { .. }) => true,
        Some(Object::Iterator(iteration)) => matches!(
            **iteration,
            Iteration::List { .. }
                | Iteration::Items { .. }
                | Iteration::Str { .. }
                | Iteration::Dict { .. }
                | Iteration::Set { .. }
                | Iteration::Bytes { .. }
                | Iteration::Reversed { .. }
                | Iteration::Done
        ),
        _ => false,
    }
}

fn next_of_all(vm: &mut Vm, inner: Vec<Value>, mut items: Vec<Value>, strict: bool, then: ThenItems) -> Result<Flow> {
    let Some(iterator) = inner.get(items.len()) else { return then(vm, Some(items)) };
    let iterator = iterator.clone();
    vm.next(&iterator, move |vm, item| match item {
        Some(item) => {
            items.push(item);
            next_of_all(vm, inner, items, strict, then)
        }
        None if strict && !items.is_empty() => Err(vm.uneven_zip(items.len(), "shorter")),
        None if strict => all_at_end(vm, inner, 1, then),
        None => then(vm, None),
    })
}

/// `zip(strict=True)`, whose first iterator is at its end: the others must be, too.
fn all_at_end(vm: &mut Vm, inner: Vec<Value>, i: usize, then: ThenItems) -> Result<Flow> {
    let Some(iterator) = inner.get(i).cloned() else { return then(vm, None) };
    vm.next(&iterator, move |vm, item| match item {
        Some(_) => Err(vm.uneven_zip(i, "longer")),
        None => all_at_end(vm, inner, i + 1, then),
    })
}

fn collect_on(vm: &mut Vm, iterator: Value, mut items: Vec<Value>, mut then: ThenAll) -> Result<Flow> {
    if let Value::Object(generator) = &iterator
        && let Object::Generator(_) = generator.get()
    {
        let mut both = Some((items, then));
        return Flow::each(generator.clone(), move |vm, input| match input {
            Input::Yielded(item) => {
                if let Some((items, _)) = &mut both {
                    items.push(item);
                }
                Ok(None)
            }
            Input::Raised(exception) => Err(exception),
            _ => match both.take() {
                Some((items, then)) => then(vm, items).map(Some),
                None => Ok(None),
            },
        });
    }
    loop {
        match vm.native_next(&iterator)? {
            Next::Item(item) => items.push(item),
            Next::End => return then(vm, items),
            Next::Ask => break,
        }
    }
    loop {
        let again = iterator.clone();
        let came = vm.next_with(&iterator, (items, then), move |vm, (mut items, then), item| match item {
            Some(item) => {
                items.push(item);
                collect_on(vm, again, items, then)
            }
            None => then(vm, items),
        })?;
        match came {
            Came::Later(flow) => return Ok(flow),
            Came::Now((mut all, then_all), Some(item)) => {
                all.push(item);
                (items, then) = (all, then_all);
            }
            Came::Now((items, then), None) => return then(vm, items),
        }
    }
}

/// How many items a range has.
pub fn range_length(start: i64, stop: i64, step: i64) -> u64 {
    if step > 0 && start < stop {
        (stop.abs_diff(start) - 1) / step.unsigned_abs() + 1
    } else if step < 0 && start > stop {
        (start.abs_diff(stop) - 1) / step.unsigned_abs() + 1
    } else {
        0
    }
}
