//! Reads the catalogue of scenarios, `www/scenarios`, so that adding one needs no Rust.
//!
//! Writes `scenarios.rs`, one entry a folder with all its Python files and its story, and `index.rs`, what a list of lessons
//! says of each. Both are in the lessons' order. For wasm the first holds the first lesson only: the page fetches the others.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let variable = |name| env::var(name).unwrap_or_default();
    let root = Path::new(&variable("CARGO_MANIFEST_DIR")).join("www/scenarios");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut lessons = Vec::new();
    for folder in sorted(&root)?.into_iter().filter(|path| path.is_dir()) {
        println!("cargo::rerun-if-changed={}", folder.display());
        let story = fs::read_to_string(folder.join("story.md")).unwrap_or_default();
        let order = value(&story, "order").and_then(|order| order.parse::<u32>().ok()).unwrap_or(u32::MAX);
        lessons.push((order, folder, story));
    }
    lessons.sort();
    let mut index = String::from("&[\n");
    for (order, folder, story) in &lessons {
        let text = |key| value(story, key).unwrap_or_default().trim_matches('"').to_owned();
        let (slug, title, chapter) = (name(folder), text("title"), text("chapter"));
        let _ = writeln!(index, "Lesson {{ slug: {slug:?}, title: {title:?}, chapter: {chapter:?}, order: {order} }},");
    }
    index.push(']');
    let embedded = if variable("CARGO_CFG_TARGET_ARCH") == "wasm32" { 1 } else { lessons.len() };
    let mut code = String::from("&[\n");
    for (_, folder, _) in lessons.iter().take(embedded) {
        let _ = writeln!(code, "Folder {{ slug: {:?}, files: &[", name(folder));
        for file in sorted(folder)? {
            let _ = writeln!(code, "({:?}, include_str!({:?})),", name(&file), file.display().to_string());
        }
        code.push_str("] },\n");
    }
    code.push(']');
    let out = PathBuf::from(variable("OUT_DIR"));
    fs::write(out.join("index.rs"), index)?;
    fs::write(out.join("scenarios.rs"), code)
}

/// What a top key of a story's head is set to, as it is written there. A test holds the index against the parsed heads.
fn value<'a>(story: &'a str, key: &str) -> Option<&'a str> {
    let head = story.lines().skip(1).take_while(|line| !line.starts_with('[') && *line != "+++");
    head.filter_map(|line| line.split_once(" = ")).find(|(known, _)| *known == key).map(|(_, value)| value)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
