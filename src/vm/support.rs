//! What rarer operations of the interpreter do.

use super::Vm;
use super::ask::{Asks, Attempt};
use super::code::{Conversion, Intrinsic};
use super::dict::{Dict, Set};
use super::exception::{Exception, Result};
use super::frame::{Flow, PyFrame};
use super::symbol::Symbol;
use super::value::{Object, Payload, Value};

impl Vm {
    /// A set of these items.
    pub fn build_set(&mut self, items: Vec<Value>) -> Result<Flow> {
        self.with_asks(move |vm, asks| {
            let mut set = Set::default();
            for item in &items {
                vm.insert_into_set(asks, &mut set, item)?;
            }
            Ok(Value::set(set))
        })
    }

    /// Adds an item to a table that nobody else sees yet.
    pub fn insert_into_set(&mut self, asks: &mut Asks, set: &mut Set, item: &Value) -> Attempt<()> {
        let hash = self.hash_of(asks, item)?;
        let candidates: Vec<Value> =
            set.iter_hashed().filter(|(h, _)| *h == hash && needs_eq(item)).map(|(_, key)| key.clone()).collect();
        for candidate in candidates {
            if candidate.is(item) || self.equals(asks, &candidate, item)? {
                return Ok(());
            }
        }
        set.insert(hash, item.clone());
        Ok(())
    }

    /// A dict of these keys and values, alternating.
    pub fn build_dict(&mut self, items: Vec<Value>) -> Result<Flow> {
        let mut dict = Dict::default();
        for (i, pair) in items.chunks(2).enumerate() {
            match self.native_hash(&pair[0]) {
                Some(hash) if !needs_eq(&pair[0]) => {
                    dict.insert(hash, pair[0].clone(), pair[1].clone());
                }
                _ => {
                    let value = Value::dict(dict);
                    return self.insert_rest(value, items, i * 2);
                }
            }
        }
        Ok(Flow::Return(Value::dict(dict)))
    }

    fn insert_rest(&mut self, dict: Value, items: Vec<Value>, i: usize) -> Result<Flow> {
        let Some(key) = items.get(i).cloned() else { return Ok(Flow::Return(dict)) };
        let value = items[i + 1].clone();
        let flow = self.store_subscript(&dict, &key, value)?;
        self.after(flow, move |vm, input| {
            input.value()?;
            vm.insert_rest(dict, items, i + 2)
        })
    }

    pub(super) fn set_add(&mut self, set: &Value, item: Value) -> Result<Flow> {
        if let (Some(hash), Some(table)) = (self.native_hash(&item), set.as_set())
            && !needs_eq(&item)
        {
            table.insert(hash, item);
            return Flow::none();
        }
        let set = set.clone();
        self.with_asks(move |vm, asks| {
            let hash = vm.hash_of(asks, &item)?;
            let Some(table) = set.as_set() else { return Ok(Value::None) };
            let candidates: Vec<Value> =
                table.iter_hashed().filter(|(h, _)| *h == hash).map(|(_, key)| key.clone()).collect();
            for candidate in candidates {
                if candidate.is(&item) || vm.equals(asks, &candidate, &item)? {
                    return Ok(Value::None);
                }
            }
            table.push(hash, item.clone());
            Ok(Value::None)
        })
    }

    /// A replacement field of an f-string.
    pub(super) fn format_value(&mut self, conversion: Conversion, value: Value, spec: Value) -> Result<Flow> {
        if spec.is_undefined()
            && matches!(conversion, Conversion::None | Conversion::Str)
            && matches!(value.object(), Some(Object::Str(_)))
        {
            return Ok(Flow::Return(value));
        }
        if let Value::Int(n) = value
            && spec.is_undefined()
            && conversion == Conversion::None
        {
            self.charge(super::builtins::format::PLAIN);
            return Ok(Flow::Return(self.str_of_int(n)));
        }
        self.with_asks(move |vm, asks| {
            let converted = match conversion {
                Conversion::None => value.clone(),
                Conversion::Str => Value::str(vm.str_of(asks, &value)?),
                Conversion::Repr => Value::str(vm.repr(asks, &value)?),
                Conversion::Ascii => Value::str(vm.ascii(asks, &value)?),
            };
            let spec = spec.as_str().unwrap_or_default().to_owned();
            Ok(Value::str(vm.format(asks, &converted, &spec)?))
        })
    }

    /// Exactly `count` items of an iterable, as a tuple.
    pub(super) fn unpack(&mut self, source: Value, count: usize) -> Result<Flow> {
        let name = self.type_name(&source);
        let iterable = self.native_iter(&source).is_some()
            || self.special(&source, super::symbol::well_known::D_ITER).is_some()
            || self.special(&source, super::symbol::well_known::D_GETITEM).is_some();
        if !iterable {
            return Err(self.type_error(format!("cannot unpack non-iterable {name} object")));
        }
        self.collect(&source, move |vm, items| {
            if items.len() == count {
                return Ok(Flow::Return(Value::tuple(items)));
            }
            Err(if items.len() > count {
                let got = if vm.machine.python.version() >= (3, 14) {
                    format!(", got {}", items.len())
                } else {
                    String::new()
                };
                vm.value_error(format!("too many values to unpack (expected {count}{got})"))
            } else {
                vm.value_error(format!("not enough values to unpack (expected {count}, got {})", items.len()))
            })
        })
    }

    /// Items before a starred target, a list for it, items after it.
    pub(super) fn unpack_star(&mut self, source: Value, before: usize, after: usize) -> Result<Flow> {
        self.collect(&source, move |vm, mut items| {
            if items.len() < before + after {
                return Err(vm.value_error(format!(
                    "not enough values to unpack (expected at least {}, got {})",
                    before + after,
                    items.len()
                )));
            }
            let last = items.split_off(items.len() - after);
            let middle = items.split_off(before);
            items.push(Value::list(middle));
            items.extend(last);
            Ok(Flow::Return(Value::tuple(items)))
        })
    }

    /// Arguments of `f(*positional, **keywords)`; lowering has made a list or tuple and a dict of them.
    pub(super) fn spread(&mut self, positional: &Value, keywords: &Value) -> Result<(Vec<Value>, Vec<Symbol>)> {
        let mut values: Vec<Value> = match (positional.as_tuple(), positional.as_list()) {
            (Some(items), _) => items.to_vec(),
            (_, Some(items)) => items.clone(),
            _ => Vec::new(),
        };
        let mut names = Vec::new();
        if let Some(dict) = keywords.as_dict() {
            for (key, value) in dict.iter() {
                match key.as_str() {
                    Some(name) => names.push(self.interner.intern(name)),
                    None => return Err(self.type_error("keywords must be strings")),
                }
                values.push(value.clone());
            }
        }
        Ok((values, names))
    }

    /// Carries out an intrinsic whose operands begin at `base`.
    pub(super) fn intrinsic(&mut self, what: Intrinsic, base: *mut Value, frame: &mut PyFrame) -> Result<Flow> {
        // SAFETY: lowering keeps operands within the frame's registers, and each is taken once.
        let operand = |i: usize| unsafe { (*base.add(i)).take() };
        match what {
            Intrinsic::ListExtend => {
                let (list, iterable) = (operand(0), operand(1));
                let target = list.clone();
                let name = self.type_name(&iterable);
                if self.native_iter(&iterable).is_none()
                    && self.special(&iterable, super::symbol::well_known::D_ITER).is_none()
                {
                    return Err(self.type_error(format!("Value after * must be an iterable, not {name}")));
                }
                self.collect(&iterable, move |_, items| {
                    if let Some(list) = target.as_list() {
                        list.extend(items);
                    }
                    Ok(Flow::Return(target))
                })
            }
            Intrinsic::SetUpdate => {
                let (set, iterable) = (operand(0), operand(1));
                self.collect(&iterable, move |vm, items| vm.add_each(set, items))
            }
            Intrinsic::DictUpdate => self.update_dict(operand(0), operand(1), None),
            Intrinsic::DictMerge => {
                // SAFETY: the callee waits two registers below.
                let callee = unsafe { (*base.sub(2)).clone() };
                self.update_dict(operand(0), operand(1), Some(callee))
            }
            Intrinsic::StarArguments => {
                let iterable = operand(0);
                if matches!(iterable.object(), Some(Object::Tuple(_) | Object::List(_))) {
                    return Ok(Flow::Return(iterable));
                }
                if self.native_iter(&iterable).is_none()
                    && self.special(&iterable, super::symbol::well_known::D_ITER).is_none()
                {
                    // SAFETY: the callee waits one register below.
                    let callee = unsafe { (*base.sub(1)).clone() };
                    let (callee, name) = (self.callee_text(&callee), self.type_name(&iterable));
                    return Err(self.type_error(format!("{callee} argument after * must be an iterable, not {name}")));
                }
                self.collect(&iterable, |_, items| Ok(Flow::Return(Value::list(items))))
            }
            Intrinsic::ListToTuple => {
                let list = operand(0);
                Ok(Flow::Return(Value::tuple(list.as_list().map(std::mem::take).unwrap_or_default())))
            }
            Intrinsic::ImportStar => {
                let module = operand(0);
                // SAFETY: globals live as long as their module.
                let globals = unsafe { frame.globals.as_mut() };
                self.import_star(&module, globals)
            }
            Intrinsic::Display => Ok(Flow::Return(operand(0))),
            Intrinsic::TypeParameter => {
                let name = operand(0);
                Ok(Flow::Return(self.type_variable(name)))
            }
            Intrinsic::TypeAlias => {
                drop(operand(0));
                Ok(Flow::Return(operand(1)))
            }
            Intrinsic::IsStopAsyncIteration => {
                // SAFETY: as above; the exception stays.
                let exception = unsafe { &*base };
                Ok(Flow::Return(Value::Bool(self.is_instance(exception, &self.types.stop_async_iteration))))
            }
            Intrinsic::Length => {
                let value = operand(0);
                match self.builtin("len") {
                    Some(len) => Flow::tail(len, vec![value]),
                    None => Flow::none(),
                }
            }
            Intrinsic::AssertFail => Err(self.exception_with(&self.types.assertion_error, Vec::new())),
            Intrinsic::AssertFailWith => {
                let message = operand(0);
                Err(self.exception_with(&self.types.assertion_error, vec![message]))
            }
            Intrinsic::IsSequence => {
                let subject = operand(0);
                let builtin =
                    matches!(subject.plain().object(), Some(Object::List(_) | Object::Tuple(_) | Object::Range { .. }));
                let answer = builtin || self.inherits_sequence(&subject);
                Ok(Flow::Return(Value::Bool(answer)))
            }
            Intrinsic::IsMapping => Ok(Flow::Return(Value::Bool(operand(0).as_dict().is_some()))),
            Intrinsic::MatchKeys => self.match_keys(operand(0), operand(1)),
            Intrinsic::MatchClass => self.match_class(operand(0), operand(1), operand(2), operand(3)),
            Intrinsic::MappingRest => {
                let (subject, keys) = (operand(0), operand(1));
                self.with_asks(move |vm, asks| {
                    let Some(source) = subject.as_dict() else { return Ok(Value::empty_dict()) };
                    let mut rest = source.clone();
                    for key in keys.as_tuple().unwrap_or_default() {
                        let hash = vm.hash_of(asks, key)?;
                        if let Some(at) = rest.find(hash, key) {
                            rest.remove_at(at);
                        }
                    }
                    Ok(Value::dict(rest))
                })
            }
            Intrinsic::RaiseGroup => self.raise_group(operand(0), operand(1)),
            Intrinsic::SplitGroup => self.split_group(operand(0), operand(1)),
        }
    }

    fn add_each(&mut self, set: Value, mut items: Vec<Value>) -> Result<Flow> {
        if items.is_empty() {
            return Ok(Flow::Return(set));
        }
        let item = items.remove(0);
        let flow = self.set_add(&set, item)?;
        self.after(flow, move |vm, input| {
            input.value()?;
            vm.add_each(set, items)
        })
    }

    /// A callee as messages about its arguments name it (`_PyObject_FunctionStr` in CPython's Objects/object.c).
    fn callee_text(&mut self, callee: &Value) -> String {
        match callee.object() {
            Some(Object::Function(function)) => match function.module.get() {
                Object::Module(module) => format!("{}.{}()", module.name, function.code().code.qualname),
                _ => format!("{}()", function.code().code.qualname),
            },
            Some(Object::Native(native)) => format!("{}()", native.name),
            Some(Object::Method { function, .. }) => self.callee_text(function),
            Some(Object::Class(class)) if &*class.module == "builtins" => format!("{}()", class.qualname),
            Some(Object::Class(class)) => format!("{}.{}()", class.module, class.qualname),
            _ => format!("{} object", self.type_name(callee)),
        }
    }

    /// `callee` is given for the keywords of a call, which must be new.
    fn update_dict(&mut self, target: Value, source: Value, callee: Option<Value>) -> Result<Flow> {
        let Some(other) = source.as_dict() else {
            let keys = self.interner.intern("keys");
            if self.special(&source, keys).is_some() {
                let flow = self.get_attribute(&source, keys)?;
                return self.after(flow, move |vm, input| {
                    let method = input.value()?;
                    let _ = &vm;
                    Flow::call(method, Vec::new(), move |vm, input| {
                        let keys = input.value()?;
                        vm.collect(&keys, move |vm, keys| vm.copy_items(target, source, keys))
                    })
                });
            }
            let name = self.type_name(&source);
            return Err(match callee {
                Some(callee) => {
                    let callee = self.callee_text(&callee);
                    self.type_error(format!("{callee} argument after ** must be a mapping, not {name}"))
                }
                None => self.type_error(format!("'{name}' object is not a mapping")),
            });
        };
        let Some(dict) = target.as_dict() else { return Ok(Flow::Return(target)) };
        let pairs: Vec<(u64, Value, Value)> = other.iter_hashed().map(|(h, k, v)| (h, k.clone(), v.clone())).collect();
        for (hash, key, value) in pairs {
            if let Some(callee) = &callee
                && dict.find(hash, &key).is_some()
            {
                let (callee, key) = (self.callee_text(callee), self.plain_str(&key));
                return Err(self.type_error(format!("{callee} got multiple values for keyword argument '{key}'")));
            }
            dict.insert(hash, key, value);
        }
        Ok(Flow::Return(target))
    }

    fn copy_items(&mut self, target: Value, source: Value, mut keys: Vec<Value>) -> Result<Flow> {
        if keys.is_empty() {
            return Ok(Flow::Return(target));
        }
        let key = keys.remove(0);
        let flow = self.subscript(&source, &key)?;
        self.after(flow, move |vm, input| {
            let value = input.value()?;
            let flow = vm.store_subscript(&target, &key, value)?;
            vm.after(flow, move |vm, input| {
                input.value()?;
                vm.copy_items(target, source, keys)
            })
        })
    }

    fn import_star(&mut self, module: &Value, globals: &mut super::names::Names) -> Result<Flow> {
        let Some(Object::Module(data)) = module.object() else { return Flow::none() };
        let all = self.interner.intern("__all__");
        let listed: Option<Vec<Value>> = data
            .names
            .get(all)
            .map(|all| all.as_list().cloned().or_else(|| all.as_tuple().map(<[Value]>::to_vec)).unwrap_or_default());
        let pairs: Vec<(Symbol, Value)> = match listed {
            Some(names) => names
                .iter()
                .filter_map(|name| {
                    let symbol = self.interner.find(name.as_str()?)?;
                    Some((symbol, data.names.get(symbol)?.clone()))
                })
                .collect(),
            None => data
                .names
                .iter()
                .filter(|(name, _)| !self.interner.name(*name).starts_with('_'))
                .map(|(name, value)| (name, value.clone()))
                .collect(),
        };
        for (name, value) in pairs {
            globals.set(name, value);
        }
        Flow::none()
    }

    /// `locals()` of a frame.
    pub(in crate::vm) fn locals_of(&mut self, frame: &PyFrame) -> Value {
        let mut dict = Dict::default();
        if let Some(body) = &frame.names {
            if !body.mapping.is_undefined() {
                return body.mapping.clone();
            }
            for (name, value) in body.names.iter() {
                dict.insert_str(&self.name(name), value.clone());
            }
            return Value::dict(dict);
        }
        let code = &frame.code().code;
        if code.kind == super::code::CodeKind::Module {
            return self.dict_of_names(&Value::Object(frame.code().module.clone()));
        }
        for (i, &name) in code.locals.iter().enumerate() {
            let value = match frame.registers[i].object() {
                Some(Object::Cell(inner)) => inner.clone(),
                _ => frame.registers[i].clone(),
            };
            if !value.is_undefined() {
                dict.insert_str(&self.name(name), value);
            }
        }
        Value::dict(dict)
    }

    fn match_keys(&mut self, subject: Value, keys: Value) -> Result<Flow> {
        self.with_asks(move |vm, asks| {
            let Some(dict) = subject.as_dict() else { return Ok(Value::None) };
            let mut values = Vec::new();
            for key in keys.as_tuple().unwrap_or_default() {
                let hash = vm.hash_of(asks, key)?;
                match dict.get(hash, key) {
                    Some(value) => values.push(value.clone()),
                    None => return Ok(Value::None),
                }
            }
            Ok(Value::tuple(values))
        })
    }

    /// Whether a sequence pattern takes instances of its class: of `deque`, or made after `collections.abc.Sequence`.
    fn inherits_sequence(&self, subject: &Value) -> bool {
        let class = self.class_of(subject);
        std::iter::once(class).chain(&self.class(class).ancestors).any(|class| {
            let class = self.class(class);
            matches!((&*class.module, &*class.name), ("collections.abc", "Sequence") | ("collections", "deque"))
        })
    }

    fn match_class(&mut self, subject: Value, class: Value, count: Value, names: Value) -> Result<Flow> {
        let Value::Object(r) = &class else { return Err(self.type_error("called match pattern must be a class")) };
        if !matches!(r.get(), Object::Class(_)) {
            return Err(self.type_error("called match pattern must be a class"));
        }
        if !self.is_instance(&subject, r) {
            return Flow::none();
        }
        let count = count.as_int().unwrap_or(0) as usize;
        let mut wanted: Vec<Symbol> = Vec::new();
        let mut values = Vec::new();
        if count > 0 {
            let listed = self.find_in_class(r, super::symbol::well_known::D_MATCH_ARGS);
            match listed.as_ref().and_then(Value::as_tuple) {
                Some(listed) => {
                    if listed.len() < count {
                        let name = self.class(r).name.clone();
                        let s = if listed.len() == 1 { "" } else { "s" };
                        return Err(self.type_error(format!(
                            "{name}() accepts {} positional sub-pattern{s} ({count} given)",
                            listed.len()
                        )));
                    }
                    let listed: Vec<Value> = listed[..count].to_vec();
                    for name in listed {
                        wanted.extend(self.symbol_of(&name));
                    }
                }
                None if count == 1 && !matches!(self.class(r).layout, super::class::Layout::Plain) => {
                    values.push(subject.clone());
                }
                None if count == 1 && r.is(&self.types.bool_) => values.push(subject.clone()),
                None => {
                    let name = self.class(r).name.clone();
                    // What stands for itself takes one.
                    let plain = matches!(self.class(r).layout, super::class::Layout::Plain) && !r.is(&self.types.bool_);
                    let takes = if plain { "0 positional sub-patterns" } else { "1 positional sub-pattern" };
                    return Err(self.type_error(format!("{name}() accepts {takes} ({count} given)")));
                }
            }
        }
        for name in names.as_tuple().unwrap_or_default().to_vec() {
            wanted.extend(self.symbol_of(&name));
        }
        self.match_attributes(subject, wanted, 0, values)
    }

    fn match_attributes(
        &mut self,
        subject: Value,
        wanted: Vec<Symbol>,
        i: usize,
        mut values: Vec<Value>,
    ) -> Result<Flow> {
        let Some(&name) = wanted.get(i) else { return Ok(Flow::Return(Value::tuple(values))) };
        let flow = match self.get_attribute(&subject, name) {
            Ok(flow) => flow,
            Err(e) if self.is_exception(&e, |t| &t.attribute_error) => return Flow::none(),
            Err(e) => return Err(e),
        };
        self.after(flow, move |vm, input| match input {
            super::frame::Input::Raised(e) if vm.is_exception(&e, |t| &t.attribute_error) => Flow::none(),
            input => {
                values.push(input.value()?);
                vm.match_attributes(subject, wanted, i + 1, values)
            }
        })
    }

    /// `except*`: what of an exception group is of these types, and what is left.
    fn split_group(&mut self, rest: Value, kinds: Value) -> Result<Flow> {
        let groups = |kind: &Value| match kind {
            Value::Object(r) if kind.as_class().is_some() => self.is_subclass(r, &self.types.base_exception_group),
            _ => false,
        };
        if kinds.as_tuple().map_or_else(|| groups(&kinds), |kinds| kinds.iter().any(groups)) {
            return Err(self.type_error("catching ExceptionGroup with except* is not allowed. Use except instead."));
        }
        if rest.is_none() || rest.is_undefined() {
            return Ok(Flow::Return(Value::tuple(vec![Value::None, Value::None])));
        }
        self.with_asks(move |vm, asks| {
            let (matched, left) = vm.split(asks, &rest, &kinds)?;
            let matched = if !matched.is_none() && matched.as_exception().is_some_and(|d| d.group.is_undefined()) {
                // A naked exception reaches the handler in a group.
                let group = vm.new_group("", vec![matched.clone()]);
                if let Some(data) = group.as_exception() {
                    data.args = Value::tuple(vec![Value::str(""), Value::tuple(vec![matched])]);
                }
                group
            } else {
                matched
            };
            Ok(Value::tuple(vec![matched, left]))
        })
    }

    pub(crate) fn split(&mut self, asks: &mut Asks, exception: &Value, kinds: &Value) -> Attempt<(Value, Value)> {
        if self.matches(exception, kinds)? {
            return Ok((exception.clone(), Value::None));
        }
        let Some(members) = exception.as_exception().and_then(|data| data.group.as_tuple().map(<[Value]>::to_vec))
        else {
            return Ok((Value::None, exception.clone()));
        };
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for member in members {
            let (matched, left) = self.split(asks, &member, kinds)?;
            yes.extend((!matched.is_none()).then_some(matched));
            no.extend((!left.is_none()).then_some(left));
        }
        Ok((self.derive_group(asks, exception, yes)?, self.derive_group(asks, exception, no)?))
    }

    /// A group like `original` with other members, or `None` without any. A class may say how with its own `derive`.
    pub(crate) fn derive_group(&mut self, asks: &mut Asks, original: &Value, members: Vec<Value>) -> Attempt<Value> {
        if members.is_empty() {
            return Ok(Value::None);
        }
        let derive = self.interner.intern("derive");
        let group = match self.python_special(original, derive) {
            Some(derive) => {
                let group = asks.call(derive, vec![original.clone(), Value::list(members)])?;
                if group.as_exception().is_none_or(|data| data.group.is_undefined()) {
                    return Err(self.type_error("derive must return an instance of BaseExceptionGroup").into());
                }
                group
            }
            None => {
                let message = original.as_exception().and_then(|d| d.message.as_str().map(str::to_owned));
                self.new_group(&message.unwrap_or_default(), members)
            }
        };
        if let (Some(new), Some(old)) = (group.as_exception(), original.as_exception()) {
            new.cause = old.cause.clone();
            new.context = old.context.clone();
            new.suppress_context = old.suppress_context;
            new.traceback.clone_from(&old.traceback);
            new.kept.clone_from(&old.kept);
            new.notes = old.notes.clone();
        }
        Ok(group)
    }

    /// `ExceptionGroup(message, members)`, or the base class when a member is not an `Exception`.
    pub fn new_group(&mut self, message: &str, members: Vec<Value>) -> Value {
        let plain = members.iter().all(|m| self.is_instance(m, &self.types.exception));
        let class = if plain { self.types.exception_group.clone() } else { self.types.base_exception_group.clone() };
        let args = Value::tuple(vec![Value::str(message), Value::list(members.clone())]);
        let mut data = super::exception::ExceptionData::new(args);
        data.group = Value::tuple(members);
        data.message = Value::str(message);
        self.bare_instance(&class, Payload::Exception(Box::new(data)))
    }

    /// What an `except*` statement raises in the end: new exceptions of its handlers and what no handler took
    /// (`_PyExc_PrepReraiseStar` in CPython's Objects/exceptions.c).
    fn raise_group(&mut self, list: Value, original: Value) -> Result<Flow> {
        let mut members: Vec<Value> = list.as_list().cloned().unwrap_or_default();
        members.retain(|member| member.as_exception().is_some());
        let naked = original.as_exception().is_none_or(|data| data.group.is_undefined());
        if naked {
            return match members.into_iter().next() {
                Some(only) => Err(Exception::of(only)),
                None => Flow::none(),
            };
        }
        let (again, raised): (Vec<Value>, Vec<Value>) =
            members.into_iter().partition(|member| same_history(member, &original));
        let mut leaves = Vec::new();
        again.iter().for_each(|group| collect_leaves(group, &mut leaves));
        self.with_asks(move |vm, asks| {
            let mut raised = raised.clone();
            if !leaves.is_empty() {
                raised.push(vm.project(asks, &original, &leaves)?);
            }
            match raised.len() {
                0 => Ok(Value::None),
                1 => Err(Exception::of(raised.remove(0)).into()),
                _ => Err(Exception::of(vm.new_group("", raised)).into()),
            }
        })
    }

    /// A group with those of its leaves that are to be kept, in its own structure.
    fn project(&mut self, asks: &mut Asks, group: &Value, leaves: &[Value]) -> Attempt<Value> {
        let Some(members) = group.as_exception().and_then(|data| data.group.as_tuple().map(<[Value]>::to_vec)) else {
            return Ok(if leaves.iter().any(|leaf| leaf.is(group)) { group.clone() } else { Value::None });
        };
        let mut kept = Vec::new();
        for member in &members {
            let member = self.project(asks, member, leaves)?;
            kept.extend((!member.is_none()).then_some(member));
        }
        if kept.len() == members.len() && kept.iter().zip(&members).all(|(a, b)| a.is(b)) {
            return Ok(group.clone());
        }
        self.derive_group(asks, group, kept)
    }
}

/// Whether an exception comes from splitting another one, by what it remembers.
fn same_history(a: &Value, b: &Value) -> bool {
    let (Some(a), Some(b)) = (a.as_exception(), b.as_exception()) else { return false };
    a.cause.is(&b.cause)
        && a.context.is(&b.context)
        && a.notes.is(&b.notes)
        && a.traceback.len() == b.traceback.len()
        && a.traceback.iter().zip(&b.traceback).all(|(a, b)| a.code == b.code && a.at == b.at)
}

fn collect_leaves(group: &Value, leaves: &mut Vec<Value>) {
    match group.as_exception().and_then(|data| data.group.as_tuple()) {
        Some(members) => members.iter().for_each(|member| collect_leaves(member, leaves)),
        None => leaves.push(group.clone()),
    }
}

/// Whether a key may be equal to another one only by Python code.
pub(crate) fn needs_eq(key: &Value) -> bool {
    matches!(key.object(), Some(Object::Instance(_)))
}
