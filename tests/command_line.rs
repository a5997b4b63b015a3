//! The command line as others rely on it (CONTRACT.md).
#![cfg(not(target_arch = "wasm32"))]

use loopscope::command_line::{Terminal, execute};
use loopscope::trace::{Report, Status};
use std::path::PathBuf;

/// What came of a command.
struct Told {
    code: u8,
    out: String,
    err: String,
}

/// A folder of files that is removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let path = std::env::temp_dir().join(format!("loopscope-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        for (name, text) in files {
            std::fs::write(path.join(name), text).unwrap();
        }
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn loopscope(arguments: &[&str]) -> Told {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = ["loopscope"].iter().chain(arguments).map(|&argument| argument.to_owned());
    let code = execute(arguments, &mut Terminal { out: &mut out, err: &mut err });
    Told { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

fn report(told: &Told) -> Report {
    serde_json::from_str(&told.out).unwrap_or_else(|error| panic!("{error}: {} {}", told.out, told.err))
}

#[test]
fn a_program_prints_what_it_prints_and_exits_as_it_exits() {
    let text = "print('out')\nprint('part', end='')\nraise SystemExit(3)\n";
    let folder = Folder::new("prints", &[("main.py", text)]);
    let told = loopscope(&["run", &folder.path("main.py")]);
    assert_eq!((told.code, &*told.out, &*told.err), (3, "out\npart", ""));
}

#[test]
fn pstree_prints_which_task_waits_for_which_at_a_moment_and_not_what_the_program_prints() {
    let text = "import asyncio\n\nasync def child():\n    await asyncio.sleep(1)\n\nasync def main():\n    print('out')\n    \
                await asyncio.create_task(child(), name='child')\n\nasyncio.run(main())\n";
    let folder = Folder::new("pstree", &[("main.py", text)]);
    let main = folder.path("main.py");
    let told = loopscope(&["run", &main, "--pstree", "0.5"]);
    let tree = format!(
        "└── (T) Task-1\n    └──  main {main}:8\n        └── (T) child\n            └──  child {main}:4\n                \
         └──  sleep asyncio/tasks.py:702\n"
    );
    assert_eq!((told.code, told.out, &*told.err), (0, tree, ""));
    let told = loopscope(&["run", &main, "--pstree", "2"]);
    assert_eq!((told.code, &*told.out, &*told.err), (0, "", ""));
    assert_eq!(loopscope(&["run", &main, "--pstree", "0.5", "--json"]).code, 2);
}

#[test]
fn pstree_of_tasks_that_wait_for_each_other_in_a_ring_is_an_error() {
    let text = "import asyncio\nt = {}\nasync def f(n):\n    await asyncio.sleep(0)\n    await asyncio.wait([t[n]], timeout=1)\n\
                async def main():\n    t['a'] = asyncio.create_task(f('b'), name='a')\n    \
                t['b'] = asyncio.create_task(f('a'), name='b')\n    await asyncio.sleep(2)\nasyncio.run(main())\n";
    let folder = Folder::new("ring", &[("main.py", text)]);
    let told = loopscope(&["run", &folder.path("main.py"), "--pstree", "0.5"]);
    let error = "ERROR: await-graph contains cycles - cannot print a tree!\n\ncycle: a → b → a\n";
    assert_eq!((told.code, &*told.out, &*told.err), (1, "", error));
}

#[test]
fn a_report_says_where_what_is_known_of_its_python_is_from() {
    let folder = Folder::new("source", &[("main.py", "print('a')\n")]);
    for (python, source) in [("3.12", "recorded"), ("3.13t", "recorded"), ("3.14", "documentation")] {
        let told = loopscope(&["run", &folder.path("main.py"), "--json", "--set", &format!("python={python}")]);
        let report: serde_json::Value = serde_json::from_str(&told.out).expect("a report");
        assert_eq!((&report["machine"]["source"], &report["machine"]["python"]), (&source.into(), &python.into()));
    }
}

#[test]
fn with_json_there_is_one_report_and_exit_code_0_however_the_run_ended() {
    let folder = Folder::new("json", &[("main.py", "print('a')\n1 / 0\n")]);
    let told = loopscope(&["run", &folder.path("main.py"), "--json", "--seed", "7"]);
    assert_eq!(told.code, 0);
    let report = report(&told);
    assert_eq!((report.loopscope, report.seed, report.exit.status, report.exit.code), (1, 7, Status::Raised, 1));
    assert_eq!(
        (report.exit.message.as_deref(), report.exit.line),
        (Some("ZeroDivisionError: division by zero"), Some(2))
    );
    assert_eq!(report.output[0].text, "a");
}

#[test]
fn an_unhandled_exception_exits_with_1_and_its_traceback() {
    let folder = Folder::new("raised", &[("main.py", "x = 1\n1 / 0\n")]);
    let told = loopscope(&["run", &folder.path("main.py")]);
    assert_eq!((told.code, &*told.out), (1, ""));
    assert!(told.err.ends_with("ZeroDivisionError: division by zero\n"), "{}", told.err);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let folder = Folder::new("syntax", &[("main.py", "x = 1\ny = = 2\n")]);
    let path = folder.path("main.py");
    let told = loopscope(&["run", &path]);
    assert_eq!((told.code, &*told.out), (2, ""));
    assert!(told.err.starts_with(&format!("{path}:2:5: error: ")), "{}", told.err);
    let told = loopscope(&["run", &path, "--json"]);
    let error = &serde_json::from_str::<serde_json::Value>(&told.out).unwrap()["error"];
    assert_eq!((told.code, error["line"].as_u64(), error["column"].as_u64()), (2, Some(2), Some(5)));
    assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()));
}

#[test]
fn modules_beside_the_program_are_found() {
    let main = "import helper\nprint(helper.twice(4))\n";
    let folder = Folder::new(
        "imports",
        &[
            ("main.py", main),
            ("helper.py", "import deeper\ndef twice(n):\n    return deeper.add(n, n)\n"),
            ("deeper.py", "def add(a, b):\n    return a + b\n"),
            ("wrong.py", "import asyncio.nowhere_to_be_found\n"),
        ],
    );
    assert_eq!(loopscope(&["run", &folder.path("main.py")]).out, "8\n");
    let told = loopscope(&["run", &folder.path("wrong.py")]);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("wrong.py:1:8: error: ") && told.err.contains("nowhere_to_be_found"), "{}", told.err);
}

#[test]
fn packages_beside_the_program_are_found_with_relative_imports() {
    let folder = Folder::new("packages", &[]);
    std::fs::create_dir_all(folder.0.join("shop/parts")).unwrap();
    std::fs::create_dir_all(folder.0.join("bare")).unwrap();
    for (name, text) in [
        (
            "main.py",
            "import shop.parts.wheel as w\nfrom shop import open, name\nfrom bare import one\nprint(w.SIZE, open(), name, one.N)\n",
        ),
        ("shop/__init__.py", "from .parts import wheel\nfrom .door import open\nname = __name__\n"),
        ("shop/door.py", "from . import parts\ndef open():\n    return parts.wheel.SIZE + 1\n"),
        ("shop/parts/__init__.py", ""),
        ("shop/parts/wheel.py", "from ..sizes import SIZE\n"),
        ("shop/sizes.py", "SIZE = 7\n"),
        ("bare/one.py", "N = 1\n"),
    ] {
        std::fs::write(folder.0.join(name), text).unwrap();
    }
    let told = loopscope(&["run", &folder.path("main.py")]);
    assert_eq!((&*told.out, &*told.err, told.code), ("7 8 shop 1\n", "", 0));
}

#[test]
fn the_machine_comes_from_set_then_config_then_the_program() {
    let text = "# /// script\n# [tool.loopscope.machine]\n# cores = 2\n# python = \"3.12\"\n# ///\n";
    let config = "[tool.loopscope.machine]\ncores = 16\nswitch-interval = 0.01\n";
    let folder = Folder::new("machine", &[("main.py", text), ("machine.toml", config)]);
    let (main, config) = (folder.path("main.py"), folder.path("machine.toml"));
    let machine = report(&loopscope(&["run", &main, "--json", "--config", &config, "--set", "python=3.13t"])).machine;
    assert_eq!((machine.cores, machine.python.name(), machine.switch_interval), (16, "3.13t", 0.01));
}

#[test]
fn wrong_configuration_is_refused_with_its_place() {
    let text = "import time\n# /// script\n# [tool.loopscope.machine]\n# coers = 2\n# ///\n";
    let folder = Folder::new("wrong", &[("main.py", text), ("good.py", ""), ("wrong.toml", "[machine]\ncores = 0\n")]);
    let told = loopscope(&["run", &folder.path("main.py")]);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("main.py:4:3: error: ") && told.err.contains("`coers`"), "{}", told.err);
    let good = folder.path("good.py");
    let told = loopscope(&["run", &good, "--set", "coers=2", "--json"]);
    assert_eq!(told.code, 2);
    assert!(
        told.out.contains(r#"{"error":{"line":null,"column":null,"message":"unknown machine key `coers`"#),
        "{}",
        told.out
    );
    let told = loopscope(&["run", &good, "--config", &folder.path("wrong.toml")]);
    assert!(told.err.contains("wrong.toml:2:9: error: `cores` is a number from 1 to 256, not 0"), "{}", told.err);
}

#[test]
fn what_the_command_line_itself_gets_wrong_exits_with_2() {
    for arguments in [&["run"][..], &["walk"], &["run", "/no/such/file.py"], &["run", "a.py", "+", "b.py"], &[]] {
        let told = loopscope(arguments);
        assert_eq!((told.code, &*told.out), (2, ""), "{arguments:?}");
        assert!(!told.err.is_empty());
    }
    assert_eq!(loopscope(&["run", "--help"]).code, 0);
}
#[test]
fn a_deadlock_exits_with_124_and_says_who_waits_for_what() {
    let text = "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()\n";
    let folder = Folder::new("deadlock", &[("main.py", text)]);
    let path = folder.path("main.py");
    let told = loopscope(&["run", &path]);
    assert_eq!(told.code, 124);
    let expected = format!(
        "{path}:4: deadlock: Nothing can ever run again: \
         MainThread waits at line 4 for the Lock of line 2, held by MainThread since line 3.\n"
    );
    assert_eq!(told.err, expected);
}

#[test]
fn a_run_is_written_for_other_viewers_beside_what_it_prints() {
    let folder = Folder::new("chrome", &[("main.py", "import time\ntime.sleep(0.25)\nprint('done')\n")]);
    let out = folder.path("out.json");
    let told = loopscope(&["run", &folder.path("main.py"), "--chrome-trace", &out]);
    assert_eq!((told.code, &*told.out), (0, "done\n"));
    let file: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&out).unwrap()).unwrap();
    let sleeps = file["traceEvents"].as_array().unwrap().iter().find(|event| event["name"] == "sleeps").unwrap();
    assert!((sleeps["dur"].as_f64().unwrap() - 250_000.0).abs() < 1_000.0, "{sleeps}");

    let told = loopscope(&["run", &folder.path("main.py"), "--chrome-trace", &folder.path("no/such/folder.json")]);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("folder.json: error: "), "{}", told.err);
}

const BLOCKING: &str =
    "import asyncio\nimport time\n\n\nasync def main():\n    time.sleep(1)\n\n\nasyncio.run(main())\n";

#[test]
fn check_prints_a_line_for_each_finding_and_exits_with_1() {
    let folder = Folder::new("check", &[("bad.py", BLOCKING), ("good.py", "print('fine')\n")]);
    let (bad, good) = (folder.path("bad.py"), folder.path("good.py"));
    let told = loopscope(&["check", &good, &bad]);
    let line =
        "6:5: blocking-call-in-coroutine: time.sleep(1) held the loop for 1.00 s; nothing else was due in that time.";
    assert_eq!((told.code, told.out, &*told.err), (1, format!("{bad}:{line}\n"), ""));
    let told = loopscope(&["check", &good]);
    assert_eq!((told.code, &*told.out, &*told.err), (0, "", ""), "what the program prints is not shown");
}

#[test]
fn check_refuses_with_2_what_cannot_be_read_and_tells_the_rest() {
    let folder = Folder::new("check-refuses", &[("bad.py", BLOCKING), ("broken.py", "x = = 1\n")]);
    let (bad, broken) = (folder.path("bad.py"), folder.path("broken.py"));
    let told = loopscope(&["check", &broken, &bad]);
    assert_eq!(told.code, 2);
    assert!(told.err.starts_with(&format!("{broken}:1:5: error: ")), "{}", told.err);
    assert!(told.out.starts_with(&format!("{bad}:6:5: ")), "{}", told.out);
    let told = loopscope(&["check", &broken, "--json"]);
    let error: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!((told.code, error["error"]["line"].as_u64(), error["error"]["column"].as_u64()), (2, Some(1), Some(5)));
}

#[test]
fn findings_are_in_the_report_and_in_the_json_of_check() {
    let folder = Folder::new("check-json", &[("bad.py", BLOCKING)]);
    let bad = folder.path("bad.py");
    let told = loopscope(&["check", &bad, "--json"]);
    let checked: Vec<loopscope::findings::Finding> = serde_json::from_str(&told.out).unwrap();
    assert_eq!((told.code, checked.len()), (1, 1));
    assert_eq!((&*checked[0].file, checked[0].ruff.as_deref()), (&*bad, Some("ASYNC251")));
    let run = report(&loopscope(&["run", &bad, "--json"]));
    assert_eq!(run.findings, checked);
    let fixed = checked[0].fix.as_ref().map(|fix| fix.apply(BLOCKING)).unwrap_or_default();
    assert!(fixed.contains("    await asyncio.sleep(1)\n"), "{fixed}");
}

/// A program that reaches a limit: it says so at its line, and its report is one of a run that ended early.
fn ends_by_limit(name: &str, text: &str, line: u32, message: &str) -> Report {
    let folder = Folder::new(&format!("limit-{name}"), &[("main.py", text)]);
    let path = folder.path("main.py");
    let told = loopscope(&["run", &path]);
    assert_eq!(told.code, 1, "{}", told.err);
    assert_eq!(told.err, format!("{path}:{line}: limit: The run was ended: {message}\n"));
    let told = loopscope(&["run", &path, "--json"]);
    let report = report(&told);
    assert_eq!((told.code, report.exit.status, report.exit.code, report.exit.line), (0, Status::Limit, 1, Some(line)));
    assert_eq!(report.exit.message, Some(format!("The run was ended: {message}")));
    assert!(!report.lanes.is_empty() && report.lanes.iter().all(|lane| lane.running <= report.wall));
    report
}

#[test]
fn what_computes_for_ever_is_ended() {
    let text = "import mylib\n# /// script\n# [tool.loopscope.calls.\"mylib.crunch\"]\n# cpu = 7\n# ///\n\
                print('begin')\nwhile True:\n    mylib.crunch()\n";
    let report = ends_by_limit("cpu", text, 8, "it computed for more than 20 s of the model's CPU time.");
    assert_eq!(report.output[0].text, "begin");
    assert!(report.wall >= 20.0 && report.wall < 22.0, "{}", report.wall);
}

#[test]
fn what_sleeps_for_ever_is_ended() {
    let text = "import time\nwhile True:\n    time.sleep(3600)\n";
    let report = ends_by_limit("time", text, 3, "it went on for more than 86400 s of virtual time.");
    assert!(report.wall >= 86_400.0, "{}", report.wall);
}

#[test]
fn what_keeps_ever_more_is_ended() {
    let text = "held = []\nwhile True:\n    held.append('x' * 1_000_000 + str(len(held)))\n";
    let report = ends_by_limit("memory", text, 3, "it kept more than 128 MB in memory.");
    assert!(report.memory_peak > 128_000_000 && report.memory_peak < 140_000_000, "{}", report.memory_peak);
}

#[test]
fn what_prints_for_ever_is_ended() {
    let text = "line = 'x' * 500_000\nwhile True:\n    print(line)\n";
    let report = ends_by_limit("output", text, 3, "it wrote more than 10000000 bytes.");
    assert_eq!(report.output.len(), 20);
}

#[test]
fn a_trace_that_grows_for_ever_is_ended() {
    let text = "import asyncio\n\n\nasync def main():\n    while True:\n        await asyncio.sleep(0)\n\n\nasyncio.run(main())\n";
    let report = ends_by_limit("events", text, 9, "its trace grew beyond 1000000 events.");
    assert!(report.loops[0].ticks > 10_000);
}

#[test]
fn random_arguments_never_panic_and_say_what_is_wrong() {
    let folder =
        Folder::new("arguments", &[("main.py", "print(1)\n"), ("broken.py", "x = = 1\n"), ("m.toml", "cores = 1\n")]);
    let (main, broken, toml) = (folder.path("main.py"), folder.path("broken.py"), folder.path("m.toml"));
    let nowhere = folder.path("no/such/file");
    let words = [
        "run",
        "check",
        "--json",
        "--seed",
        "--seed=-1",
        "7",
        "99999999999999999999",
        "--set",
        "cores=2",
        "cores=0",
        "cores",
        "python=2.7",
        "=",
        "--config",
        "--chrome-trace",
        "+",
        "",
        "é\u{202e}",
        "--",
        "-x",
        "--help",
        "--version",
        &main,
        &broken,
        &toml,
        &nowhere,
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % bound
    };
    for _ in 0..600 {
        let mut arguments = vec![words[next(2)]];
        arguments.extend((0..next(5)).map(|_| words[next(words.len())]));
        // What would be written over a file of the test is no case of its own.
        if arguments.windows(2).any(|pair| pair[0] == "--chrome-trace" && pair[1] != nowhere) {
            continue;
        }
        let told = loopscope(&arguments);
        assert!(told.code <= 2, "{arguments:?}: {}", told.code);
        assert!(!told.err.contains("panic") && !told.out.contains("Loopscope itself failed"), "{arguments:?}");
        assert_eq!(told.code == 2, !told.err.is_empty(), "{arguments:?}: {} {}", told.code, told.err);
    }
}

#[test]
fn metadata_in_pasted_text_is_read_and_refused_at_its_place() {
    let prompts = ">>> # /// script\n>>> # [tool.loopscope.machine]\n>>> # cores = 7\n>>> # ///\n>>> print(1)\n1\n";
    let gutter = "1 | # /// script\n2 | # [tool.loopscope.machine]\n3 | # cores = 0\n4 | # ///\n5 | print(1)\n";
    let folder = Folder::new("pasted", &[("prompts.py", prompts), ("gutter.py", gutter)]);
    assert_eq!(report(&loopscope(&["run", &folder.path("prompts.py"), "--json"])).machine.cores, 7);
    let told = loopscope(&["run", &folder.path("gutter.py")]);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("gutter.py:3:15: error: `cores` is a number from 1 to 256, not 0"), "{}", told.err);
}

#[test]
fn what_a_modelled_module_does_cannot_be_configured() {
    let text = "# /// script\n# [tool.loopscope.calls.\"asyncio.sleep\"]\n# awaits = 0.2\n# ///\nprint(1)\n";
    let folder = Folder::new("modelled", &[("main.py", text)]);
    let told = loopscope(&["run", &folder.path("main.py")]);
    assert_eq!((told.code, &*told.out), (2, ""));
    assert!(told.err.contains("main.py:2:") && told.err.contains("error: `asyncio` is modelled"), "{}", told.err);
}
