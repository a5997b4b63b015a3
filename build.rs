//! Reads the catalogue of scenarios, `www/scenarios`, so that adding one needs no Rust.
//!
//! Writes `scenarios.rs`: one entry a folder, in order of name, with all its Python files and its story.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("www/scenarios");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut code = String::from("&[\n");
    for folder in sorted(&root)? {
        println!("cargo::rerun-if-changed={}", folder.display());
        let slug = name(&folder);
        let _ = writeln!(code, "Folder {{ slug: {slug:?}, files: &[");
        for file in sorted(&folder)? {
            let _ = writeln!(code, "({:?}, include_str!({:?})),", name(&file), file.display().to_string());
        }
        code.push_str("] },\n");
    }
    code.push(']');
    let out = env::var("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join("scenarios.rs"), code)
}

fn sorted(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
