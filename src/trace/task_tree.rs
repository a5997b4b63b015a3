//! Which task waits for which at a moment, and where: what `python -m asyncio pstree` of 3.14 shows of a process.
//!
//! A task stands above those that it waits for, with its coroutines in between, outermost first; a task for which several
//! wait stands below each of them. The tool looks at a process that stands still, usually in its loop's select. Of a task
//! in the middle of a step it knows the outermost coroutine only; the trace knows the line that runs, which may be in a function
//! that the coroutine has called, and so says "running at".

use super::{State, Trace, What};
use crate::numbered::Numbered;
use crate::syscall::{Line, Note, ProcessId, StackId, TaskId, TaskWait, ThreadId};
use crate::time::Instant;

/// The tasks of a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskTree {
    /// All nodes. A task may be below several others; a frame is below one.
    pub nodes: Vec<Node>,
    /// Nodes that are below no other, in order of the tasks' creation.
    pub roots: Vec<usize>,
    /// Rings of tasks that wait for each other, by their names, the first one again at the end. Where there is one, a
    /// tree cannot be drawn.
    pub cycles: Vec<Vec<String>>,
}

/// A task or a coroutine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Which.
    pub label: Label,
    /// What is below, as places among the nodes.
    pub children: Vec<usize>,
}

/// What a node is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// A task by its name.
    Task {
        /// Its process.
        process: ProcessId,
        /// Its number.
        task: TaskId,
        /// Its name.
        name: String,
    },
    /// A coroutine that is suspended, or has not begun.
    Frame {
        /// The function's qualified name.
        function: String,
        /// The library's file, without its folder; empty for a file of the visitor's.
        library: String,
        /// Where in the visitor's text, or in CPython's file.
        line: Line,
    },
    /// A coroutine in the middle of a step: the outermost one of its task, and the line that runs.
    Running {
        /// The function's qualified name.
        function: String,
        /// Where the thread stands, maybe in a function that it has called.
        line: Line,
    },
}

impl TaskTree {
    /// The tasks that are not done at a moment.
    pub fn of(trace: &Trace, at: Instant) -> Self {
        let mut known = Known::default();
        for event in trace.events.iter().take_while(|event| event.at <= at) {
            known.hear(event.thread, &event.what);
        }
        known.tree()
    }

    /// What the tool prints. `files` are the names of the visitor's files, by number.
    ///
    /// # Errors
    /// What the tool says on standard error when tasks wait for each other in a ring.
    pub fn lines(&self, files: &[String]) -> Result<Vec<String>, Vec<String>> {
        if !self.cycles.is_empty() {
            let head = ["ERROR: await-graph contains cycles - cannot print a tree!", ""].map(str::to_owned);
            let rings = self.cycles.iter().map(|names| format!("cycle: {}", names.join(" → ")));
            return Err(head.into_iter().chain(rings).collect());
        }
        let mut lines = Vec::new();
        // Node, what stands before it, whether it is the last of its parent's.
        let mut open: Vec<(usize, String, bool)> = self.roots.iter().rev().map(|&r| (r, String::new(), true)).collect();
        while let Some((node, prefix, last)) = open.pop() {
            let node = &self.nodes[node];
            lines.push(format!("{prefix}{} {}", if last { "└──" } else { "├──" }, node.label.text(files)));
            let below = format!("{prefix}{}", if last { "    " } else { "│   " });
            let count = node.children.len();
            open.extend(
                node.children.iter().enumerate().rev().map(|(i, &child)| (child, below.clone(), i + 1 == count)),
            );
        }
        Ok(lines)
    }
}

impl Label {
    /// As the tool prints it.
    pub fn text(&self, files: &[String]) -> String {
        let place = |line: &Line| {
            let file = files.get(usize::from(line.file)).map_or("main.py", String::as_str);
            format!("{file}:{}", line.line)
        };
        match self {
            Label::Task { name, .. } => format!("(T) {name}"),
            Label::Frame { function, library, line } if library.is_empty() => format!(" {function} {}", place(line)),
            // Where CPython 3.14.2 has it.
            Label::Frame { function, library, line } if line.line > 0 => {
                format!(" {function} {library}:{}", line.line)
            }
            Label::Frame { function, library, .. } => format!(" {function} {library}:…"),
            Label::Running { function, line } if line.line > 0 => format!(" {function} (running at {})", place(line)),
            Label::Running { function, .. } => format!(" {function} (running)"),
        }
    }
}

type Who = (ProcessId, TaskId);

#[derive(Default)]
struct Known {
    threads: Numbered<ThreadId, Thread>,
    tasks: Numbered<Who, Task>,
    stacks: Numbered<(ProcessId, StackId), Seen>,
}

struct Thread {
    process: ProcessId,
    /// The visitor's line where it stands.
    line: Line,
}

struct Task {
    name: String,
    stack: StackId,
    /// The thread that runs a step of it.
    runs_on: Option<ThreadId>,
    /// The task that it awaits.
    awaits: Option<TaskId>,
    /// Those that wait for it otherwise.
    awaited_by: Vec<TaskId>,
}

/// A task that waits, and the place of its node.
struct Parent<'a> {
    place: usize,
    process: ProcessId,
    task: &'a Task,
}

/// A frame, inside of another stack.
struct Seen {
    outer: StackId,
    label: Label,
}

impl Known {
    fn hear(&mut self, id: ThreadId, what: &What) {
        match what {
            What::ThreadStarted { process, .. } => {
                self.threads.insert(id, Thread { process: *process, line: Line::default() });
            }
            What::State { line, state } => {
                // A thread that waits for the GIL or a core stands where it stood.
                if line.line > 0 && !matches!(state, State::WaitingGil | State::WaitingCore) {
                    self.stands(id, *line);
                }
            }
            What::Note(note) => {
                if let Some(process) = self.threads.get(&id).map(|thread| thread.process) {
                    self.note(process, id, note);
                }
            }
            _ => {}
        }
    }

    fn stands(&mut self, id: ThreadId, line: Line) {
        if let Some(thread) = self.threads.get_mut(&id) {
            thread.line = line;
        }
    }

    fn note(&mut self, process: ProcessId, id: ThreadId, note: &Note) {
        match note {
            Note::At { line } => self.stands(id, *line),
            Note::StackSeen { stack, outer, function, library, line } => {
                let label = Label::Frame { function: function.to_string(), library: library.to_string(), line: *line };
                self.stacks.insert((process, *stack), Seen { outer: *outer, label });
            }
            Note::TaskCreated { task, name, stack, .. } => {
                let (name, stack) = (name.to_string(), *stack);
                let task = (process, *task);
                self.tasks.insert(task, Task { name, stack, runs_on: None, awaits: None, awaited_by: Vec::new() });
            }
            Note::TaskNamed { task, name } => {
                self.change(process, task, |task| task.name.clone_from(name));
            }
            Note::TaskAwaited { task, by } => self.change(process, task, |task| task.awaited_by.push(*by)),
            Note::StepBegin { task } => self.change(process, task, |task| {
                task.awaits = None;
                task.runs_on = Some(id);
            }),
            Note::StepWaits { task, on, stack, .. } => self.change(process, task, |task| {
                task.awaits = if let TaskWait::Task(other) = on { Some(*other) } else { None };
                task.stack = *stack;
                task.runs_on = None;
            }),
            Note::StepDone { task, .. } => {
                self.tasks.remove(&(process, *task));
            }
            _ => {}
        }
    }

    fn change(&mut self, process: ProcessId, task: &TaskId, change: impl FnOnce(&mut Task)) {
        if let Some(task) = self.tasks.get_mut(&(process, *task)) {
            change(task);
        }
    }

    /// A task's coroutines, outermost first.
    fn frames(&self, process: ProcessId, task: &Task) -> Vec<Label> {
        let mut frames = Vec::new();
        let mut stack = task.stack;
        while let Some(seen) = self.stacks.get(&(process, stack)) {
            frames.push(seen.label.clone());
            stack = seen.outer;
        }
        frames.reverse();
        if let Some(Label::Frame { function, .. }) = frames.first()
            && let Some(thread) = task.runs_on
        {
            let line = self.threads.get(&thread).map_or_else(Line::default, |thread| thread.line);
            return vec![Label::Running { function: function.clone(), line }];
        }
        frames
    }

    fn tree(&self) -> TaskTree {
        let mut tree = TaskTree::default();
        let mut places: Numbered<Who, usize> = Numbered::default();
        for (who, task) in self.tasks.iter() {
            let label = Label::Task { process: who.0, task: who.1, name: task.name.clone() };
            places.insert(*who, tree.nodes.len());
            tree.nodes.push(Node { label, children: Vec::new() });
        }
        let tasks = tree.nodes.len();
        // Who waits for whom, by the places of their nodes.
        let mut waits: Vec<Vec<usize>> = vec![Vec::new(); tasks];
        let mut below: Vec<bool> = vec![false; tasks];
        for (child, parent) in self.edges(&places) {
            waits[parent.place].push(child);
            below[child] = true;
            let innermost = tree.descend(parent.place, self.frames(parent.process, parent.task));
            tree.nodes[innermost].children.push(child);
        }
        for (who, task) in self.tasks.iter() {
            if let Some(&place) = places.get(who)
                && waits[place].is_empty()
            {
                tree.descend(place, self.frames(who.0, task));
            }
        }
        tree.roots = (0..tasks).filter(|&place| !below[place]).collect();
        tree.cycles =
            cycles(&waits).into_iter().map(|ring| ring.into_iter().map(|place| tree.name(place)).collect()).collect();
        tree
    }

    /// The place of each task that is waited for, with one that waits: in order of the former, then of the latter.
    fn edges(&self, places: &Numbered<Who, usize>) -> Vec<(usize, Parent<'_>)> {
        let mut found: Vec<(usize, Parent<'_>)> = Vec::new();
        let mut add = |process, child: TaskId, parent: TaskId| {
            let (child, parent) = ((process, child), (process, parent));
            if let (Some(&child), Some(&place), Some(task)) =
                (places.get(&child), places.get(&parent), self.tasks.get(&parent))
            {
                found.push((child, Parent { place, process, task }));
            }
        };
        for (who, task) in self.tasks.iter() {
            if let Some(awaited) = task.awaits {
                add(who.0, awaited, who.1);
            }
            for by in &task.awaited_by {
                add(who.0, who.1, *by);
            }
        }
        let order = |(child, parent): &(usize, Parent<'_>)| (*child, parent.place);
        found.sort_by_key(order);
        found.dedup_by_key(|edge| order(edge));
        found
    }
}

impl TaskTree {
    /// The node of the innermost of some frames below a node; frames that stand there already are shared.
    fn descend(&mut self, from: usize, frames: Vec<Label>) -> usize {
        let mut at = from;
        for label in frames {
            let known = self.nodes[at].children.iter().copied().find(|&child| self.nodes[child].label == label);
            at = known.unwrap_or_else(|| {
                self.nodes.push(Node { label, children: Vec::new() });
                let new = self.nodes.len() - 1;
                self.nodes[at].children.push(new);
                new
            });
        }
        at
    }

    fn name(&self, place: usize) -> String {
        match &self.nodes[place].label {
            Label::Task { name, .. } => name.clone(),
            Label::Frame { function, .. } | Label::Running { function, .. } => function.clone(),
        }
    }
}

/// The rings of a graph: each edge that leads back to a node on the way to it closes one.
fn cycles(graph: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut left: Vec<bool> = vec![false; graph.len()];
    for start in 0..graph.len() {
        if left[start] {
            continue;
        }
        // The way here, with how many edges of each node were followed.
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some((node, next)) = way.last_mut() {
            let Some(&to) = graph[*node].get(*next) else {
                left[*node] = true;
                way.pop();
                continue;
            };
            *next += 1;
            if let Some(since) = way.iter().position(|(on_way, _)| *on_way == to) {
                found.push(way[since..].iter().map(|(on_way, _)| *on_way).chain([to]).collect());
            } else if !left[to] {
                way.push((to, 0));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::Machine;
    use crate::syscall::{LoopId, TaskEnd};
    use crate::trace::{Engine, Event, Exit, Status};

    const MAIN: ThreadId = ThreadId(1);

    /// A trace of notes of one thread, a millisecond apart, the first one at 0.
    fn trace(notes: Vec<Note>) -> Trace {
        let start = What::ThreadStarted { process: ProcessId(1), name: "MainThread".into(), parent: None };
        let all = std::iter::once(start).chain(notes.into_iter().map(What::Note));
        let events: Vec<Event> =
            all.enumerate().map(|(i, what)| Event { at: ms(i.saturating_sub(1)), thread: MAIN, what }).collect();
        Trace {
            engine: Engine::Model,
            seed: 0,
            machine: Machine::default(),
            end: events.last().map_or(Instant::START, |event| event.at),
            events,
            exit: Exit { status: Status::Finished, code: 0, message: None, line: None },
            memory_peak: 0,
        }
    }

    fn ms(at: usize) -> Instant {
        Instant(at as u64 * 1_000_000)
    }

    fn line(line: u32) -> Line {
        Line { file: 0, line }
    }

    fn seen(stack: u32, outer: u32, function: &str, at: u32) -> Note {
        let library = if at == 0 { "asyncio/tasks.py" } else { "" };
        Note::StackSeen {
            stack: StackId(stack),
            outer: StackId(outer),
            function: function.into(),
            library: library.into(),
            line: line(at),
        }
    }

    fn created(task: u32, name: &str, stack: u32) -> Note {
        Note::TaskCreated {
            task: TaskId(task),
            id: LoopId(1),
            name: name.into(),
            coroutine: name.into(),
            parent: None,
            line: line(1),
            stack: StackId(stack),
        }
    }

    fn waits(task: u32, on: TaskWait, stack: u32) -> Note {
        Note::StepWaits { task: TaskId(task), on, line: line(1), stack: StackId(stack) }
    }

    fn lines(trace: &Trace, at: Instant) -> Vec<String> {
        TaskTree::of(trace, at).lines(&["app.py".to_owned()]).unwrap()
    }

    #[test]
    fn a_task_stands_above_what_it_waits_for_with_its_coroutines_in_between() {
        let (task, by) = (TaskId(2), TaskId(1));
        let trace = trace(vec![
            seen(1, 0, "main", 1),
            created(1, "Task-1", 1),
            Note::StepBegin { task: by },
            Note::At { line: line(3) },
            seen(2, 0, "child", 7),
            created(2, "Task-2", 2),
            Note::TaskNamed { task, name: "child".into() },
            Note::TaskAwaited { task, by },
            seen(3, 0, "main", 4),
            waits(1, TaskWait::Future, 3),
            seen(4, 2, "sleep", 0),
            waits(2, TaskWait::Sleep, 4),
            Note::StepDone { task, how: TaskEnd::Returned },
        ]);
        assert_eq!(lines(&trace, ms(1)), ["└── (T) Task-1", "    └──  main app.py:1"]);
        assert_eq!(
            lines(&trace, ms(5)),
            ["└── (T) Task-1", "    └──  main (running at app.py:3)", "└── (T) Task-2", "    └──  child app.py:7",]
        );
        assert_eq!(
            lines(&trace, ms(11)),
            [
                "└── (T) Task-1",
                "    └──  main app.py:4",
                "        └── (T) child",
                "            └──  child app.py:7",
                "                └──  sleep asyncio/tasks.py:…",
            ]
        );
        assert_eq!(lines(&trace, ms(12)), ["└── (T) Task-1", "    └──  main app.py:4"]);
    }

    #[test]
    fn a_task_for_which_two_wait_stands_below_both() {
        let trace = trace(vec![
            seen(1, 0, "wait", 2),
            created(1, "a", 1),
            created(2, "b", 1),
            created(3, "c", 0),
            waits(1, TaskWait::Task(TaskId(3)), 1),
            waits(2, TaskWait::Task(TaskId(3)), 1),
        ]);
        let below =
            |name: &str| [format!("└── (T) {name}"), "    └──  wait app.py:2".into(), "        └── (T) c".into()];
        assert_eq!(lines(&trace, ms(9)), [below("a"), below("b")].concat());
    }

    #[test]
    fn a_ring_of_tasks_is_told_instead_of_a_tree() {
        let trace = trace(vec![
            created(1, "one", 0),
            created(2, "two", 0),
            created(3, "alone", 0),
            waits(1, TaskWait::Task(TaskId(2)), 0),
            waits(2, TaskWait::Task(TaskId(1)), 0),
        ]);
        let told = TaskTree::of(&trace, ms(9)).lines(&[]).unwrap_err();
        let error = "ERROR: await-graph contains cycles - cannot print a tree!";
        assert_eq!(told, [error, "", "cycle: one → two → one"]);
    }

    #[test]
    fn the_tree_of_many_tasks_that_one_gathers_is_made_at_once() {
        let mut notes = vec![seen(1, 0, "main", 1), created(1, "main", 1)];
        for task in 2..=20_000 {
            notes.push(created(task, "child", 0));
            notes.push(Note::TaskAwaited { task: TaskId(task), by: TaskId(1) });
        }
        let tree = TaskTree::of(&trace(notes), ms(100_000));
        assert_eq!((tree.nodes.len(), tree.roots.len()), (20_001, 1));
    }
}
