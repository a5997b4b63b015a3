//! Reads the catalogue of scenarios, `www/scenarios`, so that adding one needs no Rust.
//!
//! Writes `scenarios.rs`, one entry a folder with all its Python files and its story. On wasm it also says how much memory
//! a module may have.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let variable = |name| env::var(name).unwrap_or_default();
    let root = Path::new(&variable("CARGO_MANIFEST_DIR")).join("www/scenarios");
    println!("cargo::rerun-if-changed={}", root.display());
    if variable("CARGO_CFG_TARGET_ARCH") == "wasm32" {
        // Some phones reserve the maximum at once.
        println!("cargo::rustc-link-arg=--max-memory={}", 256 << 20);
        // The page holds what is derived from two runs and from the one that comes; where that is too much to reserve,
        // its scripts ask for less. The last option counts.
        println!("cargo::rustc-link-arg-bin=loopscope-page=--max-memory={}", 512 << 20);
    }
    let mut code = String::from("&[\n");
    for folder in sorted(&root)?.into_iter().filter(|path| path.is_dir()) {
        println!("cargo::rerun-if-changed={}", folder.display());
        let _ = writeln!(code, "({:?}, &[", name(&folder));
        for file in sorted(&folder)? {
            let _ = writeln!(code, "({:?}, include_str!({:?})),", name(&file), file.display().to_string());
        }
        code.push_str("]),\n");
    }
    code.push(']');
    fs::write(PathBuf::from(variable("OUT_DIR")).join("scenarios.rs"), code)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
