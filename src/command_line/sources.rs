//! Reading a program and the modules beside it that it imports.

use super::Refusal;
use crate::python::SourceText;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// More files than this are more than one program.
const MOST_FILES: usize = 1000;

/// The main file, then those beside it that it, or one of them, may import.
///
/// # Errors
/// A main file that cannot be read.
pub fn read(main: &str) -> Result<Vec<SourceText>, Refusal> {
    let text = std::fs::read(main).map_err(|error| Refusal::about(main, error.to_string()))?;
    let text = String::from_utf8(text).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..place].iter().filter(|&&byte| byte == b'\n').count() as u32 + 1;
        Refusal { file: main.to_owned(), place: Some((line, 1)), message: "the text is not UTF-8".to_owned() }
    })?;
    let folder = Path::new(main).parent().map_or_else(PathBuf::new, Path::to_owned);
    let mut files = vec![SourceText { path: main.to_owned(), module: "__main__".to_owned(), text }];
    let mut known = BTreeSet::new();
    let mut next = 0;
    while let Some(file) = files.get(next) {
        next += 1;
        for module in imported(&file.text) {
            if !known.insert(module.clone()) {
                continue;
            }
            let path = folder.join(format!("{module}.py"));
            if let Ok(text) = std::fs::read_to_string(&path) {
                files.push(SourceText { path: path.display().to_string(), module, text });
            } else {
                package(&folder.join(&module), &module, &mut files);
            }
        }
    }
    Ok(files)
}

/// Adds the modules of a folder and of those in it, when there are any; a folder without `__init__.py` is a package too.
fn package(folder: &Path, name: &str, files: &mut Vec<SourceText>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let before = files.len();
    for path in paths {
        let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        if files.len() > MOST_FILES || stem.starts_with('.') || (stem.starts_with("__") && stem != "__init__") {
            continue;
        }
        let module = format!("{name}.{stem}");
        if path.is_dir() {
            package(&path, &module, files);
        } else if path.extension().is_some_and(|extension| extension == "py")
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            let module = if stem == "__init__" { name.to_owned() } else { module };
            files.push(SourceText { path: path.display().to_string(), module, text });
        }
    }
    if files.len() > before && files[before..].iter().all(|file| file.module != name) {
        let path = folder.join("__init__.py").display().to_string();
        files.push(SourceText { path, module: name.to_owned(), text: String::new() });
    }
}

/// Names after `import` and `from` at the beginning of lines: more than are modules, which does no harm.
fn imported(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in text.lines().map(str::trim_start) {
        let Some(rest) = line.strip_prefix("import ").or_else(|| line.strip_prefix("from ")) else { continue };
        let last = if line.starts_with("from ") { 1 } else { usize::MAX };
        for part in rest.split(',').take(last) {
            let name: String = part.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                names.push(name);
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_may_be_modules_are_found_in_imports() {
        let text = "import a, b as c\nfrom d import e, f\n    import g.h\nimportant = 1\nfrom . import i\n";
        assert_eq!(imported(text), ["a", "b", "d", "g"]);
    }
}
