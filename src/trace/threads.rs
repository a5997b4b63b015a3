//! Names and processes of threads, as far as a trace has been read.

use crate::numbered::Numbered;
use crate::syscall::{ProcessId, ThreadId};
use crate::trace::{Event, What};

/// The threads that have started so far.
#[derive(Default)]
pub struct Threads(Numbered<ThreadId, (ProcessId, String)>);

impl Threads {
    /// Reads the next event.
    pub fn read(&mut self, event: &Event) {
        if let What::ThreadStarted { process, name, .. } = &event.what {
            self.0.insert(event.thread, (*process, name.clone()));
        }
    }

    /// A thread's process.
    pub fn process(&self, thread: ThreadId) -> ProcessId {
        self.0.get(&thread).map_or(ProcessId(1), |(process, _)| *process)
    }

    /// A thread's name.
    pub fn name(&self, thread: ThreadId) -> &str {
        self.0.get(&thread).map_or("", |(_, name)| name)
    }
}
