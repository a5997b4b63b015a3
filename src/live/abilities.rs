//! What this browser lets the page do, and why not where it does not.

use super::wire::field;

/// What the page can do here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// What can't be had, in the order in which it was found out.
    pub missing: Vec<Missing>,
}

/// One thing that can't be had here. [`Missing::sentence`] tells a visitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The page is not cross-origin isolated: memory can't be shared between workers.
    Isolation,
    /// The engine worker did not start: the model runs on the page itself.
    EngineWorker {
        /// What the browser said.
        why: String,
    },
    /// The rayon pool did not start: many seeds run one after the other.
    Pool {
        /// What the browser said.
        why: String,
    },
    /// The painter worker did not start: pictures stand still while the page is frozen.
    Painter {
        /// What the browser said.
        why: String,
    },
    /// The program has more threads at once than a live run may have.
    Threads(u32),
    /// The workers of a live run did not start: only the model runs.
    LiveWorkers {
        /// What the browser said.
        why: String,
    },
}

impl Missing {
    /// One sentence for the page.
    pub fn sentence(&self) -> String {
        match self {
            Self::Isolation => "This page is not cross-origin isolated, so threads can't share memory here: \
                                comparisons that need them run in the model."
                .into(),
            Self::EngineWorker { why } => {
                format!("The engine's worker did not start ({why}): the model runs on this page.")
            }
            Self::Pool { why } => format!("The thread pool did not start ({why}): many seeds run one after the other."),
            Self::Painter { why } => {
                format!(
                    "The painter's worker did not start ({why}): the picture stands still while the page is frozen."
                )
            }
            Self::Threads(threads) => format!(
                "This program has {threads} threads at once, more than the {} of a live run: it runs in the model.",
                super::runs::MOST_THREADS
            ),
            Self::LiveWorkers { why } => format!("Workers did not start ({why}): programs run in the model."),
        }
    }
}

impl Abilities {
    /// What can be told before anything was tried.
    pub fn at_start() -> Self {
        Self { missing: if isolated() { Vec::new() } else { vec![Missing::Isolation] } }
    }

    /// Whether threads can share memory.
    pub fn isolated(&self) -> bool {
        !self.missing.contains(&Missing::Isolation)
    }
}

/// Whether this page or worker is cross-origin isolated.
pub fn isolated() -> bool {
    field(&js_sys::global(), "crossOriginIsolated").is_truthy()
}
