//! What the built page has beside its modules: files made of the catalogue, by `src/site_files.rs`, when the page is built.

/// Where a program of a lesson has its run as the model had it: a [`crate::trace::Trace`], as postcard has it.
pub fn run_path(slug: &str, file: &str) -> String {
    format!("l/{slug}/{file}.run")
}

/// Where a file of a lesson lies: its `story.md` and programs, as they are in the source.
pub fn file_path(slug: &str, file: &str) -> String {
    format!("l/{slug}/{file}")
}
