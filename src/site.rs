//! What the built page has beside its modules: files made of the catalogue, by `src/site_files.rs`, when the page is built.

/// Where a program of a lesson has its run as the model had it: a [`crate::live::engine::Ran`], as postcard has it.
pub fn run_path(slug: &str, file: &str) -> String {
    format!("l/{slug}/{file}.run")
}

/// The page of the visitor's own code, made of the built front page: the same app, one folder down, without the poster.
pub fn code_page(front: &str) -> Option<String> {
    let (before, rest) = front.split_once("<div id=page>")?;
    let (_, after) = rest.rsplit_once("</div></body>")?;
    let page = format!("{before}<div id=page data-route=code></div></body>{after}");
    Some(page.replace("=./", "=../").replace("\"./", "\"../").replace("`./", "`../"))
}
