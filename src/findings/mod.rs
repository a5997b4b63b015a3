//! What a trace says about the code.
//!
//! A finished [`Trace`] is read once into a [`story`] of who did what from when to when; the program's texts are read into
//! [`code`]. Each rule, one a file in `rules`, looks at both and says what it is sure of: where, what it cost in this run,
//! why, and how to mend it where that is mechanical. A rule that is not sure says nothing. Nothing here runs code, knows a
//! clock or a browser.

mod calls;
mod case;
mod code;
mod edits;
mod holds;
mod rules;
mod sharing;
mod story;
mod windows;
mod words;

pub use crate::trace::report::{Edit, Finding, Fix};
pub use sharing::shares_state;

use crate::python::SourceText;
use crate::trace::Trace;
use case::Case;

/// What there is to say about a program, given its trace and its files, the main one first: by file, line and column.
pub fn of(trace: &Trace, files: &[SourceText]) -> Vec<Finding> {
    let case = Case::of(trace, files);
    let mut found = Vec::new();
    for rule in rules::ALL {
        rule(&case, &mut found);
    }
    let place = |finding: &Finding| (finding.file.clone(), finding.line, finding.column, finding.rule.clone());
    let rank = |finding: &Finding| files.iter().position(|file| file.path == finding.file);
    found.sort_by_key(|finding| (rank(finding), place(finding)));
    found.dedup_by_key(|finding| place(finding));
    found
}
