//! The CPython to compare with.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The interpreter in `$PYTHON`, else pyenv's 3.13, else `python3`.
pub fn newest() -> PathBuf {
    if let Some(python) = std::env::var_os("PYTHON") {
        return python.into();
    }
    let pyenv = std::env::var_os("HOME").map(|home| Path::new(&home).join(".pyenv/versions"));
    let newest = pyenv.and_then(|versions| {
        let mut found: Vec<PathBuf> = std::fs::read_dir(versions).ok()?.filter_map(|e| Some(e.ok()?.path())).collect();
        found.sort();
        found.into_iter().rfind(|path| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with("3.13")))
    });
    newest.map_or_else(|| "python3".into(), |version| version.join("bin/python3"))
}

/// The seconds that a script prints.
pub fn seconds(command: &mut Command) -> f64 {
    let output = command.output().expect("CPython runs it");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().parse().expect("a time")
}
