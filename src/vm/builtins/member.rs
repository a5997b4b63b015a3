//! What a class shows of a slot: `<member 'x' of 'C' objects>`.

use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::{Symbol, well_known as sym};
use crate::vm::value::{GetSet, NativeObject, Payload, Ref, Value};

#[derive(Default)]
struct Classes {
    member: Option<Ref>,
}

struct Member {
    class: Value,
    name: Symbol,
}

impl NativeObject for Member {
    fn children(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.class);
    }
    fn clear(&mut self) {
        self.class = Value::None;
    }
}

static METHODS: [NativeDef; 4] = [
    NativeDef::method("__repr__", "", repr),
    NativeDef::method("__get__", "instance, owner=None, /", get),
    NativeDef::method("__set__", "instance, value, /", set),
    NativeDef::method("__delete__", "instance, /", delete),
];

static ATTRIBUTES: [GetSet; 2] = [
    GetSet {
        name: "__name__",
        get: |vm, this| Ok(member(this).map_or(Value::None, |m| vm.symbol_value(m.name))),
        set: None,
    },
    GetSet {
        name: "__objclass__",
        get: |_, this| Ok(member(this).map_or(Value::None, |m| m.class.clone())),
        set: None,
    },
];

fn member(value: &Value) -> Option<&Member> {
    value.as_native::<Member>().map(|member| &*member)
}

impl Vm {
    /// The slot of that name that a class, or one that it inherits from, lists in `__slots__`.
    pub(in crate::vm) fn member_of(&mut self, class: &Ref, name: Symbol) -> Option<Value> {
        let text = self.name(name);
        let lists = |owner: &Ref| {
            let slots = self.class(owner).names.get(sym::D_SLOTS)?;
            let listed = |items: &[Value]| items.iter().any(|item| item.as_str() == Some(&*text));
            let found = match (slots.as_str(), slots.as_tuple(), slots.as_list()) {
                (Some(one), ..) => one == &*text,
                (_, Some(items), _) => listed(items),
                (_, _, Some(items)) => listed(items),
                _ => slots.as_dict().is_some_and(|dict| dict.get_str(&text).is_some()),
            };
            found.then(|| owner.clone())
        };
        let owner = std::iter::once(class).chain(&self.class(class).ancestors).find_map(lists)?;
        let made = match self.state::<Classes>().member.clone() {
            Some(made) => made,
            None => {
                let made = self.native_class("builtins", "member_descriptor", None, &METHODS, &ATTRIBUTES);
                let data = self.class(&made);
                data.is_heap = true;
                data.special |= crate::vm::class::Special::Repr as u32;
                self.state::<Classes>().member = Some(made.clone());
                made
            }
        };
        Some(self.bare_instance(&made, Payload::native(Member { class: Value::Object(owner), name })))
    }
}

fn this<'a>(vm: &Vm, args: &Args<'a>) -> Result<&'a Member> {
    args.get(0).and_then(member).ok_or_else(|| vm.type_error("descriptor requires a 'member_descriptor' object"))
}

fn repr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let this = this(vm, &args)?;
    let class = this.class.as_class().map(|class| class.name.clone()).unwrap_or_default();
    Ok(Flow::Return(Value::str(format!("<member '{}' of '{class}' objects>", vm.name(this.name)))))
}

fn get(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let name = this(vm, &args)?.name;
    match args.get(1) {
        None | Some(Value::None) => Ok(Flow::Return(args.values[0].clone())),
        Some(instance) => vm.get_attribute(&instance.clone(), name),
    }
}

fn set(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let name = this(vm, &args)?.name;
    vm.set_attribute(&args.values[1].clone(), name, args.values[2].clone())
}

fn delete(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let name = this(vm, &args)?.name;
    vm.delete_attribute(&args.values[1].clone(), name)
}
