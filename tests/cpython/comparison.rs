//! What a run printed, and how it is held against what CPython printed.

use loopscope::machine::{Machine, Python};
use loopscope::syscall::Stream;
use loopscope::trace::{Trace, What};

/// A line of a stream.
pub struct Line {
    /// When its end was written, in seconds from the start.
    pub at: f64,
    pub text: String,
}

/// What a stream got, line by line.
pub fn lines(trace: &Trace, stream: Stream) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut open = String::new();
    for event in &trace.events {
        let What::Output { stream: to, text } = &event.what else { continue };
        if *to != stream {
            continue;
        }
        for piece in text.split_inclusive('\n') {
            open.push_str(piece);
            if open.ends_with('\n') {
                open.pop();
                lines.push(Line { at: event.at.as_secs_f64(), text: std::mem::take(&mut open) });
            }
        }
    }
    if !open.is_empty() {
        lines.push(Line { at: trace.end.as_secs_f64(), text: open });
    }
    lines
}

/// The machine that the truth was recorded on.
pub fn machine(python: Python) -> Machine {
    Machine { cores: 2, python, ..Default::default() }
}

/// Whether a time of the model is near a nominal one: it may be earlier than `nominal` by what starting and printing
/// cost CPython, and later by `tolerance`.
pub fn near(at: f64, nominal: f64, tolerance: f64) -> bool {
    at >= nominal - tolerance.min(0.03) && at <= nominal + tolerance
}
