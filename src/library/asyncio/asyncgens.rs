//! Asynchronous generators that a loop has begun: it closes what is left of them at its end.

use super::event_loop::this;
use crate::vm::async_generator::AsyncGeneratorHooks;
use crate::vm::exception::Result;
use crate::vm::function::Args;
use crate::vm::heap::Weak;
use crate::vm::value::Value;
use crate::vm::{Flow, Vm};

/// Those that were begun and may be alive.
#[derive(Default)]
pub(super) struct Begun {
    generators: Vec<Weak>,
    /// How many there may be before the dead are looked for.
    threshold: usize,
}

/// What `sys.set_asyncgen_hooks` would be given while the loop runs.
pub(super) fn hooks(vm: &mut Vm, event_loop: &Value) -> Result<AsyncGeneratorHooks> {
    let mut method = |name: &str| {
        let name = vm.interner.intern(name);
        match vm.get_attribute(event_loop, name)? {
            Flow::Return(method) => Ok(method),
            _ => Ok(Value::Undefined),
        }
    };
    Ok(AsyncGeneratorHooks {
        first_iteration: method("_asyncgen_firstiter_hook")?,
        finalizer: method("_asyncgen_finalizer_hook").unwrap_or_default(),
    })
}

/// A generator is iterated over for the first time.
pub(super) fn begun(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let generators = &mut this(vm, &args)?.asyncgens;
    if let Some(Value::Object(generator)) = args.get(1) {
        generators.generators.push(generator.downgrade());
        if generators.generators.len() > generators.threshold {
            generators.generators.retain(|weak| weak.upgrade().is_some());
            generators.threshold = generators.generators.len() * 2 + 16;
        }
    }
    Flow::none()
}

/// Those that are alive and not at their end; the loop forgets them.
pub(super) fn take(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let begun = std::mem::take(&mut this(vm, &args)?.asyncgens.generators);
    let alive = begun.iter().filter_map(|weak| weak.upgrade()).map(Value::Object);
    let open = alive.filter(|value| value.as_generator().is_some_and(|generator| !generator.is_finished()));
    Ok(Flow::Return(Value::list(open.collect())))
}
