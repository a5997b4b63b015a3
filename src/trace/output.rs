//! What a run wrote, line by line.

use super::report::{OutputLine, moment};
use super::threads::Threads;
use crate::syscall::{ProcessId, Stream, ThreadId};
use crate::time::Instant;
use crate::trace::{Event, What};

/// Cuts what is written into lines: each stream of each process for itself.
#[derive(Default)]
pub struct OutputReader {
    threads: Threads,
    lines: Vec<OutputLine>,
    /// Begun and not ended, in the order in which they were last written to.
    open: Vec<Open>,
}

struct Open {
    process: ProcessId,
    stream: Stream,
    /// Who wrote last, and when.
    thread: ThreadId,
    at: Instant,
    text: String,
}

impl OutputReader {
    /// Reads the next event.
    pub fn read(&mut self, event: &Event) {
        self.threads.read(event);
        let What::Output { stream, text } = &event.what else { return };
        let (at, thread, stream) = (event.at, event.thread, *stream);
        let process = self.threads.process(thread);
        let begun = self.open.iter().position(|open| open.process == process && open.stream == stream);
        let mut begun = begun.map(|index| self.open.remove(index).text).unwrap_or_default();
        for piece in text.split_inclusive('\n') {
            begun.push_str(piece.strip_suffix('\n').unwrap_or(piece));
            let open = Open { process, stream, thread, at, text: std::mem::take(&mut begun) };
            if piece.ends_with('\n') {
                let line = self.line(open, Ended::Yes);
                self.lines.push(line);
            } else {
                self.open.push(open);
            }
        }
        if !begun.is_empty() {
            self.open.push(Open { process, stream, thread, at, text: begun });
        }
    }

    /// All lines, those without a newline last.
    pub fn finish(mut self) -> Vec<OutputLine> {
        for open in std::mem::take(&mut self.open) {
            let line = self.line(open, Ended::No);
            self.lines.push(line);
        }
        self.lines
    }

    fn line(&self, open: Open, ended: Ended) -> OutputLine {
        OutputLine {
            t: moment(open.at),
            stream: open.stream,
            process: open.process.0,
            thread: self.threads.name(open.thread).to_owned(),
            text: open.text,
            partial: ended == Ended::No,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ended {
    Yes,
    No,
}
