//! The command line in a test: programs in folders of their own, and what came of running them.
#![allow(dead_code, reason = "each test file uses its part")]

use loopscope::command_line::{Terminal, execute};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// What came of a command.
pub struct Told {
    pub code: u8,
    pub out: String,
    pub err: String,
}

/// A folder of files that is removed in the end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A folder with a `main.py`.
pub fn program(text: &str) -> Folder {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("loopscope-shell-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("main.py"), text).unwrap();
    Folder(path)
}

/// Does what the arguments say.
pub fn loopscope(arguments: &[&str]) -> Told {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = ["loopscope"].iter().chain(arguments).map(|&argument| argument.to_owned());
    let code = execute(arguments, &mut Terminal { out: &mut out, err: &mut err });
    Told { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

/// Runs a text.
pub fn run(text: &str) -> Told {
    loopscope(&["run", &program(text).path("main.py")])
}

/// The report of a text's run.
pub fn with_json(text: &str) -> serde_json::Value {
    let told = loopscope(&["run", &program(text).path("main.py"), "--json"]);
    serde_json::from_str(&told.out).unwrap_or_else(|error| panic!("{error}: {} {}", told.out, told.err))
}
