//! `_weakref`: references that do not keep their object alive, and what is called when it goes.

use crate::library::context::native_object;
use crate::vm::exception::Result;
use crate::vm::function::{Args, NativeDef};
use crate::vm::heap::Weak;
use crate::vm::value::{NativeObject, Object, Payload, Ref, Value};
use crate::vm::{Flow, Vm};

/// What the module offers.
pub const NAMES: &[&str] = &["reference", "replace"];

struct Reference {
    weak: Weak,
}

native_object!(Reference, |_this, _visit| {}, |_this| {});

static REFERENCE: [NativeDef; 1] = [NativeDef::method("__call__", "", get).cost(40)];
static REPLACE: NativeDef = NativeDef::function("replace", "object, value, /", replace).cost(0);

/// Puts the class and the function into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    let class = vm.native_class("weakref", "ReferenceType", Some(construct), &REFERENCE, &[]);
    vm.set_global(module, "reference", class.into());
    vm.set_global(module, "replace", Object::Native(&REPLACE).into());
}

/// `reference(object, callback=None)`
fn construct(vm: &mut Vm, class: &Ref, args: Args<'_>) -> Result<Flow> {
    let given = args.between(vm, "ref", 1, 2)?.to_vec();
    let target = match &given[0] {
        Value::Object(target)
            if matches!(
                target.get(),
                Object::Instance(_)
                    | Object::Function(_)
                    | Object::Native(_)
                    | Object::Method { .. }
                    | Object::Class(_)
                    | Object::Generator(_)
                    | Object::Module(_)
                    | Object::Set(_)
                    | Object::FrozenSet(_)
            ) =>
        {
            target.clone()
        }
        other => {
            let name = vm.type_name(other);
            return Err(vm.type_error(format!("cannot create weak reference to '{name}' object")));
        }
    };
    let weak = target.downgrade();
    let reference = vm.bare_instance(class, Payload::native(Reference { weak }));
    if let (Some(callback), Value::Object(this)) = (given.get(1).filter(|callback| !callback.is_none()), &reference) {
        weak.call_back(this.downgrade(), callback.clone());
    }
    Ok(Flow::Return(reference))
}

fn get(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let target = args.values[0].as_native::<Reference>().and_then(|reference| reference.weak.upgrade());
    Ok(Flow::Return(target.map_or(Value::None, Value::Object)))
}

/// `replace(object, value)`: an object of a subclass of a built-in class has another value from now on.
fn replace(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let value = args.values[1].plain().clone();
    if let Value::Object(target) = &args.values[0]
        && let Object::Instance(instance) = target.get_mut()
        && let Payload::Value(held) = &mut instance.payload
    {
        drop(std::mem::replace(&mut **held, value));
    }
    Flow::none()
}
