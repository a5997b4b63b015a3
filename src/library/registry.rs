//! Every module, by name.

use super::{
    LibraryModule, Text, asyncio, collections, context, dataclass, gc, hashes, heaps, inspect, itertools, kinds, math,
    operator, random, regex, sys, thread, time, trace, unmodelled, weak, zlib,
};
use crate::vm::{Value, Vm};

/// A module of native functions only.
const fn native(name: &'static str, natives: &'static [&'static str], install: fn(&mut Vm, &Value)) -> LibraryModule {
    LibraryModule { name, text: None, natives, install: Some(install) }
}

/// A module of Python text only.
const fn text(name: &'static str, text: &'static str) -> LibraryModule {
    LibraryModule { name, text: Some(Text::Here(text)), natives: &[], install: None }
}

/// A module of Python text that few programs need: a page loads its file when a program imports it.
macro_rules! on_demand {
    ($name:literal, $file:literal) => {{
        #[cfg(target_arch = "wasm32")]
        let text = Text::File($file);
        #[cfg(not(target_arch = "wasm32"))]
        let text = Text::Here(include_str!(concat!("on_demand/", $file)));
        LibraryModule { name: $name, text: Some(text), natives: &[], install: None }
    }};
}

/// All library modules. A module with a leading underscore is for the others only.
static MODULES: &[LibraryModule] = &[
    LibraryModule {
        name: "time",
        text: Some(Text::Here(include_str!("time.py"))),
        natives: time::NAMES,
        install: Some(time::install),
    },
    native("contextvars", context::NAMES, context::install),
    native("math", math::NAMES, math::install),
    native("operator", operator::NAMES, operator::install),
    LibraryModule {
        name: "_thread",
        text: Some(Text::Here(include_str!("thread/low_level.py"))),
        natives: thread::NAMES,
        install: Some(thread::install),
    },
    native("_asyncio", asyncio::NAMES, asyncio::install),
    native("_trace", trace::NAMES, trace::install),
    native("_collections", collections::NAMES, collections::install),
    native("_heapq", heaps::HEAP_NAMES, heaps::install_heap),
    native("_bisect", heaps::BISECT_NAMES, heaps::install_bisect),
    native("_itertools", itertools::NAMES, itertools::install),
    native("_functools", itertools::FUNCTOOLS_NAMES, itertools::install_functools),
    native("_inspect", inspect::NAMES, inspect::install),
    native("_random", random::NAMES, random::install),
    native("_dataclasses", dataclass::NAMES, dataclass::install),
    native("_hashlib", hashes::NAMES, hashes::install),
    native("_zlib", zlib::NAMES, zlib::install),
    native("gc", gc::NAMES, gc::install),
    native("_re", regex::NAMES, regex::install),
    native("_weakref", weak::NAMES, weak::install),
    native("_types", kinds::NAMES, kinds::install),
    native("_unmodelled_calls", unmodelled::NAMES, unmodelled::install),
    on_demand!("_unmodelled", "unmodelled.py"),
    LibraryModule {
        name: "sys",
        text: Some(Text::Here(include_str!("sys.py"))),
        natives: sys::NAMES,
        install: Some(sys::install),
    },
    text("_signals", include_str!("signals.py")),
    text("abc", include_str!("abc.py")),
    text("_frames", include_str!("frames.py")),
    text("asyncio", include_str!("asyncio/package.py")),
    text("asyncio.base_events", include_str!("asyncio/base_events.py")),
    text("asyncio.coroutines", include_str!("asyncio/coroutines.py")),
    text("asyncio.events", include_str!("asyncio/events.py")),
    text("asyncio.exceptions", include_str!("asyncio/exceptions.py")),
    text("asyncio.graph", include_str!("asyncio/graph.py")),
    text("asyncio.futures", include_str!("asyncio/futures.py")),
    text("asyncio.locks", include_str!("asyncio/locks.py")),
    text("asyncio.mixins", include_str!("asyncio/mixins.py")),
    text("asyncio.queues", include_str!("asyncio/queues.py")),
    text("asyncio.runners", include_str!("asyncio/runners.py")),
    text("asyncio.taskgroups", include_str!("asyncio/taskgroups.py")),
    text("asyncio.tasks", include_str!("asyncio/tasks.py")),
    text("asyncio.threads", include_str!("asyncio/threads.py")),
    text("asyncio.timeouts", include_str!("asyncio/timeouts.py")),
    text("asyncio.unix_events", include_str!("asyncio/unix_events.py")),
    on_demand!("_buffers", "buffers.py"),
    on_demand!("_complex", "complex.py"),
    on_demand!("_disk", "disk.py"),
    on_demand!("_files", "files.py"),
    on_demand!("base64", "base64.py"),
    on_demand!("bisect", "bisect.py"),
    text("collections", include_str!("collections/package.py")),
    text("collections.abc", include_str!("collections/abc.py")),
    text("concurrent", ""),
    text("concurrent.futures", include_str!("concurrent/futures.py")),
    text("concurrent.futures._base", include_str!("concurrent/base.py")),
    text("concurrent.futures.thread", include_str!("concurrent/thread.py")),
    on_demand!("contextlib", "contextlib.py"),
    on_demand!("errno", "errno.py"),
    on_demand!("functools", "functools.py"),
    on_demand!("graphlib", "graphlib.py"),
    text("heapq", include_str!("heapq.py")),
    text("inspect", include_str!("inspect.py")),
    on_demand!("io", "io.py"),
    text("itertools", include_str!("itertools.py")),
    on_demand!("numbers", "numbers.py"),
    on_demand!("platform", "platform.py"),
    on_demand!("pprint", "pprint.py"),
    on_demand!("queue", "queue.py"),
    on_demand!("sched", "sched.py"),
    on_demand!("struct", "struct.py"),
    on_demand!("shutil", "shutil.py"),
    on_demand!("tempfile", "tempfile.py"),
    on_demand!("textwrap", "textwrap.py"),
    on_demand!("weakref", "weakref.py"),
    text("threading", include_str!("threading.py")),
    on_demand!("atexit", "atexit.py"),
    on_demand!("argparse", "argparse.py"),
    on_demand!("copy", "copy.py"),
    on_demand!("decimal", "decimal.py"),
    on_demand!("fractions", "fractions.py"),
    on_demand!("pathlib", "pathlib.py"),
    on_demand!("zlib", "zlib.py"),
    on_demand!("dataclasses", "dataclasses.py"),
    on_demand!("enum", "enum.py"),
    on_demand!("hashlib", "hashlib.py"),
    on_demand!("json", "json.py"),
    on_demand!("json.decoder", "json_decoder.py"),
    on_demand!("json.encoder", "json_encoder.py"),
    on_demand!("logging", "logging.py"),
    on_demand!("logging.handlers", "logging_handlers.py"),
    on_demand!("logging.config", "logging_config.py"),
    on_demand!("multiprocessing", "multiprocessing.py"),
    on_demand!("multiprocessing.pool", "multiprocessing_pool.py"),
    on_demand!("multiprocessing.dummy", "multiprocessing_dummy.py"),
    on_demand!("re", "re.py"),
    on_demand!("datetime", "datetime.py"),
    on_demand!("signal", "signal.py"),
    on_demand!("statistics", "statistics.py"),
    on_demand!("secrets", "secrets.py"),
    on_demand!("string", "string.py"),
    on_demand!("os", "os.py"),
    on_demand!("random", "random.py"),
    on_demand!("timeit", "timeit.py"),
    on_demand!("traceback", "traceback.py"),
    on_demand!("types", "types.py"),
    on_demand!("typing", "typing.py"),
    on_demand!("uuid", "uuid.py"),
    on_demand!("os.path", "os_path.py"),
    text("warnings", include_str!("warnings.py")),
];

/// The names of all library modules.
pub fn names() -> impl Iterator<Item = &'static str> {
    MODULES.iter().map(|module| module.name)
}

/// The library module of that name.
pub fn find(name: &str) -> Option<LibraryModule> {
    MODULES.iter().find(|module| module.name == name).copied()
}

/// Puts a library module's native names into it.
pub fn install(vm: &mut Vm, name: &str, module: &Value) {
    if let Some(install) = find(name).and_then(|module| module.install) {
        install(vm, module);
    }
}
