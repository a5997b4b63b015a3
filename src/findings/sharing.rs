//! Whether it matters which thread goes on: whether threads share something that they change.

use super::code::{Code, Def};
use super::windows::{is_global_object, is_local};
use crate::python::SourceText;
use crate::python::outline::{Kind, NodeId, Use};
use crate::syscall::{Note, ProcessId};
use crate::trace::{Trace, What};
use std::collections::BTreeMap;

/// Methods of lists, dictionaries, sets and queues that change them.
const CHANGES: [&str; 18] = [
    "add",
    "append",
    "appendleft",
    "clear",
    "discard",
    "extend",
    "get",
    "get_nowait",
    "insert",
    "pop",
    "popitem",
    "popleft",
    "put",
    "put_nowait",
    "remove",
    "setdefault",
    "sort",
    "update",
];

/// Whether two threads or more of one process, which takes turns at a GIL and has no event loop, take the same lock, or its
/// functions change what is outside of them.
pub fn shares_state(trace: &Trace, files: &[SourceText]) -> bool {
    let mut threads = 0;
    let mut takers = BTreeMap::new();
    let mut is_shared = false;
    for event in &trace.events {
        match &event.what {
            What::ThreadStarted { process: ProcessId(1), .. } => threads += 1,
            What::ThreadStarted { .. } | What::Note(Note::LoopCreated { .. }) => return false,
            What::Note(Note::LockAcquired { key, .. }) => {
                is_shared |= *takers.entry(*key).or_insert(event.thread) != event.thread;
            }
            _ => {}
        }
    }
    let codes = || files.iter().filter_map(|file| Code::read(file, trace.machine.python));
    let changes = |code: Code| code.defs.iter().any(|def| changes_what_is_outside(&code, def));
    trace.machine.python.has_gil() && threads > 1 && (is_shared || codes().any(changes))
}

fn changes_what_is_outside(code: &Code, def: &Def) -> bool {
    let o = &code.outline;
    let is_outside = |id: NodeId| {
        matches!(o.kind(id), Kind::Name(_)) && is_global_object(code, o.text(id)) && !is_local(code, def.id, o.text(id))
    };
    o.inside(def.id).filter(|&id| code.function(id) == Some(def.id)).any(|id| match o.kind(id) {
        Kind::Global => true,
        Kind::Attribute(Use::Store) => def.name != "__init__",
        Kind::Subscript(Use::Store) => o.children(id).next().is_some_and(is_outside),
        Kind::Call => CHANGES.contains(&code.method(id)) && code.receiver(id).is_some_and(is_outside),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::Machine;
    use crate::model::{Limits, StopFlag};
    use crate::simulate::simulate;

    fn shares(source: &str) -> bool {
        shares_on(source, &Machine::default())
    }

    fn shares_on(source: &str, machine: &Machine) -> bool {
        let files = [SourceText { path: "main.py".into(), module: "__main__".into(), text: source.into() }];
        let trace = simulate(&files, machine, 0, &Limits::default(), &StopFlag::new()).expect("it is read");
        shares_state(&trace, &files)
    }

    const TWICE: &str =
        "threads = [threading.Thread(target=work) for _ in range(2)]\nfor t in threads:\n    t.start()\n";

    #[test]
    fn threads_that_change_a_global_a_list_or_an_attribute_or_take_one_lock_share_state() {
        for work in [
            "n = 0\ndef work():\n    global n\n    n += 1\n",
            "done = []\ndef work():\n    done.append(1)\n",
            "class Box: pass\nbox = Box()\ndef work():\n    box.n = 1\n",
            "lock = threading.Lock()\ndef work():\n    with lock:\n        print(1)\n",
        ] {
            assert!(shares(&format!("import threading\n{work}{TWICE}")), "{work}");
            let alone = format!("import threading\n{work}work()\nwork()\n");
            assert!(!shares(&alone), "{alone}");
        }
    }

    #[test]
    fn threads_that_only_wait_or_compute_for_themselves_do_not_nor_do_tasks() {
        let alone = "import threading, time\ndef work():\n    mine = []\n    mine.append(1)\n    time.sleep(0.1)\n    print(mine)\n";
        assert!(!shares(&format!("{alone}{TWICE}")));
        let tasks = "import asyncio\nn = 0\nasync def work():\n    global n\n    await asyncio.to_thread(print)\n    n += 1\nasyncio.run(work())\n";
        assert!(!shares(tasks));
    }

    #[test]
    fn without_a_gil_there_is_nobody_to_choose() {
        let free = Machine { python: crate::machine::Python::V3_13t, ..Machine::default() };
        let work = format!("import threading\nn = 0\ndef work():\n    global n\n    n += 1\n{TWICE}");
        assert!(shares(&work) && !shares_on(&work, &free));
    }
}
