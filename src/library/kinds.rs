//! `_types`: the classes of things that have no name among the builtins.

use crate::vm::Vm;
use crate::vm::value::Value;

/// What the module offers.
pub const NAMES: &[&str] = &[
    "FunctionType",
    "BuiltinFunctionType",
    "MethodType",
    "GeneratorType",
    "CoroutineType",
    "AsyncGeneratorType",
    "ModuleType",
    "CodeType",
    "CellType",
    "GetSetDescriptorType",
    "MappingProxyType",
];

/// Puts the classes into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    let types = &vm.types;
    let classes = [
        ("FunctionType", types.function.clone()),
        ("BuiltinFunctionType", types.builtin.clone()),
        ("MethodType", types.method.clone()),
        ("GeneratorType", types.generator.clone()),
        ("CoroutineType", types.coroutine.clone()),
        ("AsyncGeneratorType", types.async_generator.clone()),
        ("ModuleType", types.module.clone()),
        ("CodeType", types.code.clone()),
        ("CellType", types.cell.clone()),
        ("GetSetDescriptorType", types.getset.clone()),
    ];
    let proxy = vm.proxy_class();
    vm.set_global(module, "MappingProxyType", proxy);
    for (name, class) in classes {
        vm.set_global(module, name, class.into());
    }
}
