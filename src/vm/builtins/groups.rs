//! `BaseExceptionGroup` and `ExceptionGroup`.

use super::exceptions::{data, is_exception};
use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt};
use crate::vm::exception::{ExceptionData, Result};
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{GetSet, Object, Payload, Ref, Value};

static METHODS: &[NativeDef] = &[
    NativeDef::method("split", "condition, /", split).cost(400),
    NativeDef::method("subgroup", "condition, /", subgroup).cost(400),
    NativeDef::method("derive", "exceptions, /", derive).cost(300),
];

static ATTRIBUTES: &[GetSet] = &[
    GetSet { name: "message", get: |_, this| Ok(message(this)), set: None },
    GetSet { name: "exceptions", get: |_, this| Ok(data(this).map_or(Value::None, |d| d.group.clone())), set: None },
];

pub(super) fn install(vm: &mut Vm) {
    let (base, group) = (vm.types.base_exception.clone(), vm.types.base_exception_group.clone());
    // `class ExceptionGroup(BaseExceptionGroup, Exception)`
    let (several, exception) = (vm.types.exception_group.clone(), vm.types.exception.clone());
    let data = vm.class(&several);
    data.bases = vec![group.clone(), exception.clone()];
    data.ancestors = vec![group.clone(), exception, base.clone(), vm.types.object.clone()];
    vm.add_methods(&group, METHODS);
    vm.add_attributes(&group, ATTRIBUTES);
    vm.set_construct(&group, construct_group);
}

/// `BaseExceptionGroup.__new__`
fn construct_group(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    vm.charge(600);
    let [message, exceptions, ..] = args.all() else {
        return Err(
            vm.type_error(format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)", args.count()))
        );
    };
    if args.count() > 2 && !vm.class(class).is_heap {
        return Err(
            vm.type_error(format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)", args.count()))
        );
    }
    if message.as_str().is_none() {
        let name = vm.type_name(message);
        return Err(vm.type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {name}")));
    }
    let members: Vec<Value> = match (exceptions.as_tuple(), exceptions.as_list()) {
        (Some(items), _) => items.to_vec(),
        (_, Some(items)) => items.clone(),
        _ => return Err(vm.type_error("second argument (exceptions) must be a sequence")),
    };
    if members.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    if let Some(i) = members.iter().position(|member| !is_exception(member)) {
        return Err(vm.value_error(format!("Item {i} of second argument (exceptions) is not an exception")));
    }
    let plain = members.iter().all(|member| vm.is_instance(member, &vm.types.exception));
    let mut class = class.clone();
    if class.is(&vm.types.base_exception_group) {
        if plain {
            class = vm.types.exception_group.clone();
        }
    } else if !plain && vm.is_subclass(&class, &vm.types.exception) {
        let name = vm.class(&class).name.clone();
        let into = if vm.class(&class).is_heap { format!("'{name}'") } else { format!("an {name}") };
        return Err(vm.type_error(format!("Cannot nest BaseExceptions in {into}")));
    }
    let mut data = ExceptionData::new(Value::tuple(vec![message.clone(), exceptions.clone()]));
    data.group = Value::tuple(members);
    data.message = message.clone();
    Ok(Flow::Return(vm.bare_instance(&class, Payload::Exception(Box::new(data)))))
}

fn message(this: &Value) -> Value {
    data(this).map_or(Value::None, |data| data.message.clone())
}

fn is_group(value: &Value) -> bool {
    data(value).is_some_and(|data| !data.group.is_undefined())
}

/// What of a group a condition holds for, and the rest.
fn parts(vm: &mut Vm, args: Args<'_>, method: &str, then: fn(Value, Value) -> Value) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, method, is_group)?;
    let condition = rest.one(vm, method)?;
    let is_class = |kind: &Value| matches!(kind, Value::Object(r) if matches!(r.get(), Object::Class(_)) && vm.is_subclass(r, &vm.types.base_exception));
    let by_class = is_class(condition) || condition.as_tuple().is_some_and(|kinds| kinds.iter().all(is_class));
    if by_class {
        let (this, condition) = (this.clone(), condition.clone());
        return vm.with_asks(move |vm, asks| {
            let (yes, no) = vm.split(asks, &this, &condition)?;
            Ok(then(yes, no))
        });
    }
    if condition.as_class().is_some() || !vm.is_callable(condition) {
        return Err(
            vm.type_error("expected an exception type, a tuple of exception types, or a callable (other than a class)")
        );
    }
    let (this, condition) = (this.clone(), condition.clone());
    vm.with_asks(move |vm, asks| {
        let (yes, no) = split_by(vm, asks, &this, &condition)?;
        Ok(then(yes, no))
    })
}

fn split_by(vm: &mut Vm, asks: &mut Asks, exception: &Value, condition: &Value) -> Attempt<(Value, Value)> {
    let answer = asks.call(condition.clone(), vec![exception.clone()])?;
    if vm.truth_of(asks, &answer)? {
        return Ok((exception.clone(), Value::None));
    }
    let Some(members) = data(exception).and_then(|data| data.group.as_tuple().map(<[Value]>::to_vec)) else {
        return Ok((Value::None, exception.clone()));
    };
    let (mut yes, mut no) = (Vec::new(), Vec::new());
    for member in members {
        let (matched, left) = split_by(vm, asks, &member, condition)?;
        yes.extend((!matched.is_none()).then_some(matched));
        no.extend((!left.is_none()).then_some(left));
    }
    Ok((vm.derive_group(asks, exception, yes)?, vm.derive_group(asks, exception, no)?))
}

fn split(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    parts(vm, args, "BaseExceptionGroup.split", |yes, no| Value::tuple(vec![yes, no]))
}

fn subgroup(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    parts(vm, args, "BaseExceptionGroup.subgroup", |yes, _| yes)
}

fn derive(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "BaseExceptionGroup.derive", is_group)?;
    let exceptions = rest.one(vm, "BaseExceptionGroup.derive")?;
    let class = vm.types.base_exception_group.clone();
    construct_group(vm, &class, Args::positional(&[message(this), exceptions.clone()]))
}
