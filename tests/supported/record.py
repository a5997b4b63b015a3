"""Records which names the modules of CPython's standard library have.

    python3.13 tests/supported/record.py MODULE... > tests/supported/cpython.txt

The test in `tests/supported.rs` says which modules it wants. One line a module: its public names, and of a module without
`__all__` those that are no modules and begin without an underscore. The last line has all modules of the library.
"""

import importlib
import sys

# A module that 3.14 has in addition.
NEWER = {
    "asyncio.graph": "FrameCallGraphEntry FutureCallGraph capture_call_graph format_call_graph print_call_graph".split(),
}


def names(module):
    offered = getattr(module, "__all__", None)
    if offered is None:
        kind = type(sys)
        offered = [name for name in dir(module) if not name.startswith("_") and not isinstance(getattr(module, name), kind)]
    return [name for name in offered if not name.startswith("_")]


for name in ["builtins", *sys.argv[1:]]:
    print(f"{name}:", *sorted(NEWER.get(name) or set(names(importlib.import_module(name)))))
print("all modules:", *sorted(name for name in sys.stdlib_module_names if not name.startswith("_")))
