//! Programs to start from where somebody brings none: `www/starters`.

/// A program to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Starter {
    /// What it is called on the page.
    pub name: &'static str,
    /// The program.
    pub source: &'static str,
}

/// All of them, in their order. No web app yet: fastapi is refused.
pub const STARTERS: [Starter; 3] = [
    Starter { name: "A script", source: include_str!("../../www/starters/script.py") },
    Starter { name: "Two threads", source: include_str!("../../www/starters/two_threads.py") },
    Starter { name: "A thread and a queue", source: include_str!("../../www/starters/thread_and_queue.py") },
];
