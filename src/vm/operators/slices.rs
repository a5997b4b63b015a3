//! Indices and slices.

use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt};
use crate::vm::exception::Result;
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{Object, Value};
use num_traits::Signed;

/// A slice fitted to a sequence: which indices it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first index.
    pub start: i64,
    /// The limit, as Python adjusts it (−1 for "before the first").
    pub stop: i64,
    /// The distance, not 0.
    pub step: i64,
    /// How many indices.
    pub count: usize,
}

impl Span {
    /// The indices in order.
    pub fn indices(self) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.count as i64).map(move |i| (self.start + i * self.step) as usize)
    }

    /// The items of a slice of something.
    pub fn pick<T: Clone>(self, items: &[T]) -> Vec<T> {
        if self.step == 1 {
            let start = self.start as usize;
            return items.get(start..start + self.count).map(<[T]>::to_vec).unwrap_or_default();
        }
        self.indices().filter_map(|i| items.get(i).cloned()).collect()
    }
}

impl Vm {
    /// An index into something of that length, counted from its end when negative; `None` when out of range.
    pub(in crate::vm) fn index_within(index: i64, length: usize) -> Option<usize> {
        let index = if index < 0 { index.checked_add(length as i64)? } else { index };
        usize::try_from(index).ok().filter(|&i| i < length)
    }

    /// The value as an integer index (`__index__`); `None` if it has none. Integers beyond 64 bits are clamped.
    pub(in crate::vm) fn index_of(&mut self, asks: &mut Asks, value: &Value) -> Attempt<Option<i64>> {
        if let Some(n) = value.as_int() {
            return Ok(Some(n));
        }
        if let Some(n) = value.as_bigint() {
            return Ok(Some(if n.is_negative() { i64::MIN } else { i64::MAX }));
        }
        let Some(n) = self.index_value(asks, value)? else { return Ok(None) };
        self.index_of(asks, &n)
    }

    /// `operator.index(value)`, `None` if it is not an integer of any kind.
    pub(in crate::vm) fn index_value(&mut self, asks: &mut Asks, value: &Value) -> Attempt<Option<Value>> {
        if value.is_integer() {
            return Ok(Some(match value.plain() {
                Value::Bool(b) => Value::Int(i64::from(*b)),
                other => other.clone(),
            }));
        }
        if !self.may_override(value) {
            return Ok(None);
        }
        let Some(method) = self.python_special(value, sym::D_INDEX) else { return Ok(None) };
        let answer = asks.call(method, vec![value.clone()])?;
        if !answer.is_integer() {
            let name = self.type_name(&answer);
            return Err(self.type_error(format!("__index__ returned non-int (type {name})")).into());
        }
        Ok(Some(answer.plain().clone()))
    }

    /// The bounds of a slice as written: start, stop, step, each missing or an integer.
    pub(in crate::vm) fn slice_bounds(
        &mut self,
        asks: &mut Asks,
        parts: &[Value; 3],
    ) -> Attempt<(Option<i64>, Option<i64>, i64)> {
        let mut bounds = [None; 3];
        // CPython evaluates the step first.
        for i in [2, 0, 1] {
            if parts[i].is_none() {
                continue;
            }
            bounds[i] = self.index_of(asks, &parts[i])?;
            if bounds[i].is_none() {
                let message = "slice indices must be integers or None or have an __index__ method";
                return Err(self.type_error(message).into());
            }
            if i == 2 && bounds[i] == Some(0) {
                return Err(self.value_error("slice step cannot be zero").into());
            }
        }
        Ok((bounds[0], bounds[1], bounds[2].unwrap_or(1).max(-i64::MAX)))
    }

    /// A slice fitted to something of that length.
    pub(in crate::vm) fn slice_span(&mut self, asks: &mut Asks, parts: &[Value; 3], length: usize) -> Attempt<Span> {
        let (start, stop, step) = self.slice_bounds(asks, parts)?;
        Ok(fit(start, stop, step, length))
    }

    /// `sequence[slice]` of a built-in sequence; `None` for anything else.
    pub(super) fn take_slice(&mut self, asks: &mut Asks, object: &Value, parts: &[Value; 3]) -> Attempt<Option<Value>> {
        Ok(Some(match object.object() {
            Some(Object::List(items)) => {
                let span = self.slice_span(asks, parts, items.len())?;
                self.charge(2 * span.count as u64);
                Value::list(span.pick(items))
            }
            Some(Object::Tuple(items)) => {
                let span = self.slice_span(asks, parts, items.len())?;
                if span.count == items.len() && span.step == 1 {
                    return Ok(Some(object.clone()));
                }
                self.charge(2 * span.count as u64);
                Value::tuple(span.pick(items))
            }
            Some(Object::Str(s)) => {
                let span = self.slice_span(asks, parts, s.length())?;
                self.charge(span.count as u64 / 16);
                if span.count == s.length() && span.step == 1 {
                    return Ok(Some(object.clone()));
                }
                Value::str(cut(s, span))
            }
            Some(Object::Bytes(bytes)) => {
                let span = self.slice_span(asks, parts, bytes.len())?;
                Object::Bytes(span.pick(bytes)).into()
            }
            Some(Object::Range { start, stop, step }) => {
                let length = crate::vm::iterate::range_length(*start, *stop, *step);
                let span = self.slice_span(asks, parts, usize::try_from(length).unwrap_or(usize::MAX))?;
                let at = |i: i64| start.saturating_add(i.saturating_mul(*step));
                Object::Range { start: at(span.start), stop: at(span.stop), step: step.saturating_mul(span.step) }
                    .into()
            }
            _ => return Ok(None),
        }))
    }
}

/// `PySlice_AdjustIndices`
pub fn fit(start: Option<i64>, stop: Option<i64>, step: i64, length: usize) -> Span {
    let length = length as i64;
    let (lowest, highest) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let clamp = |bound: i64| {
        let bound = if bound < 0 { bound.saturating_add(length) } else { bound };
        bound.clamp(lowest, highest)
    };
    let start = start.map_or(if step > 0 { lowest } else { highest }, clamp);
    let stop = stop.map_or(if step > 0 { highest } else { lowest }, clamp);
    let count = crate::vm::iterate::range_length(start, stop, step);
    Span { start, stop, step, count: count as usize }
}

/// The part of a string at a slice's code points.
fn cut(s: &crate::vm::value::Str, span: Span) -> String {
    if span.count == 0 {
        return String::new();
    }
    if s.is_ascii() {
        let bytes = s.text.as_bytes();
        if span.step == 1 {
            return s.text[span.start as usize..span.start as usize + span.count].to_owned();
        }
        return span.indices().map(|i| bytes[i] as char).collect();
    }
    if span.step > 0 {
        return s.text.chars().skip(span.start as usize).step_by(span.step as usize).take(span.count).collect();
    }
    let chars: Vec<char> = s.text.chars().collect();
    span.indices().map(|i| chars[i]).collect()
}

/// The code point at an index.
pub(in crate::vm) fn char_at(s: &crate::vm::value::Str, index: usize) -> Option<char> {
    if s.is_ascii() { s.text.as_bytes().get(index).map(|&b| b as char) } else { s.text.chars().nth(index) }
}

/// Sets or deletes a slice of a list: `items` take its place.
pub(super) fn replace_slice(vm: &mut Vm, list: &mut Vec<Value>, span: Span, items: Vec<Value>) -> Result<()> {
    if span.step == 1 {
        let start = span.start as usize;
        let old: Vec<Value> = list.splice(start..start + span.count, items).collect();
        // As CPython lets go of them.
        old.into_iter().rev().for_each(drop);
        return Ok(());
    }
    if items.len() != span.count {
        return Err(vm.value_error(format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            items.len(),
            span.count
        )));
    }
    let mut old = Vec::with_capacity(span.count);
    for (at, item) in span.indices().zip(items) {
        old.push(std::mem::replace(&mut list[at], item));
    }
    drop(old);
    Ok(())
}

/// Deletes a slice of a list.
pub(super) fn delete_slice(list: &mut Vec<Value>, span: Span) {
    let mut gone: Vec<usize> = span.indices().collect();
    gone.sort_unstable();
    let mut old = Vec::with_capacity(gone.len());
    let mut next = gone.into_iter().peekable();
    let mut kept = Vec::with_capacity(list.len());
    for (i, item) in std::mem::take(list).into_iter().enumerate() {
        if next.peek() == Some(&i) {
            next.next();
            old.push(item);
        } else {
            kept.push(item);
        }
    }
    *list = kept;
    drop(old);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_fit_as_cpython_adjusts_them() {
        assert_eq!(fit(None, None, -1, 3), Span { start: 2, stop: -1, step: -1, count: 3 });
        assert_eq!(fit(Some(-2), None, 1, 5), Span { start: 3, stop: 5, step: 1, count: 2 });
        assert_eq!(fit(Some(10), Some(20), 1, 5).count, 0);
        assert_eq!(fit(Some(i64::MIN), Some(i64::MAX), 2, 5).count, 3);
        assert_eq!(fit(Some(1), Some(3), i64::MAX, 5).count, 1);
    }
}
