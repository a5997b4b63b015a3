use super::*;
use crate::time::Instant;

fn program(toml: &str) -> String {
    let comments: String = toml.lines().map(|line| format!("# {line}").trim_end().to_owned() + "\n").collect();
    format!("#!/usr/bin/env python3\n# /// script\n{comments}# ///\nimport asyncio\n")
}

fn refused(toml: &str) -> (u32, u32, String) {
    let error = Configuration::of_program(&program(toml)).unwrap_err();
    (error.line, error.column, error.message)
}

#[test]
fn a_program_without_metadata_runs_on_the_usual_machine() {
    let read = Configuration::of_program("import asyncio\n# a comment\n").unwrap();
    assert_eq!(read, Configuration::default());
    assert_eq!(read.machine.machine(), Machine::default());
}

#[test]
fn every_key_of_the_contract_is_read() {
    let read = Configuration::of_program(&program(
        r#"requires-python = ">=3.12"
dependencies = ["fastapi", "aiohttp"]

[tool.ruff]
line-length = 100

[tool.loopscope.machine]
cores = 8
python = "3.14t"
start-method = "spawn"
switch-interval = 0.01

[tool.loopscope.network."api.example.com"]
latency = 0.15
body = "hello"

[tool.loopscope.network."b.example.com"]
latency = 1
body = 100

[tool.loopscope.network."c.example.com"]
json = true

[tool.loopscope.files]
"data.txt" = "hello\n"

[tool.loopscope.calls."mylib.fetch"]
blocks = 0.2
returns = "[1]"

[tool.loopscope.calls."mylib.crunch"]
cpu = 0.2
releases-gil = true

[[tool.loopscope.requests]]
at = 0.5
method = "post"
path = "/job"
count = 3
every = 0.1

[[tool.loopscope.requests]]
"#,
    ))
    .unwrap();
    let machine = read.machine.machine();
    assert_eq!((machine.cores, machine.python, machine.start_method), (8, Python::V3_14t, StartMethod::Spawn));
    assert_eq!(machine.switch_interval, Duration::from_millis(10));
    let latency = Duration::from_millis(150);
    assert_eq!(read.network["api.example.com"], Answer { latency, body: Body::Text("hello".to_owned()) });
    assert_eq!(read.network["b.example.com"].body, Body::Length(100));
    assert_eq!(read.network["c.example.com"].body, Body::Path);
    assert_eq!(read.files["data.txt"], "hello\n");
    let fetch = Call { cost: CallCost::Blocks(Duration::from_millis(200)), returns: Some("[1]".to_owned()) };
    assert_eq!(read.calls["mylib.fetch"], fetch);
    assert_eq!(read.calls["mylib.crunch"].cost, CallCost::CpuWithoutGil(Duration::from_millis(200)));
    assert_eq!((&*read.requests[0].method, read.requests[0].at), ("POST", Instant(500_000_000)));
    let usual = Arrival { at: Instant::START, method: "GET".into(), path: "/".into(), count: 1, every: Duration::ZERO };
    assert_eq!(read.requests[1], usual);
}

#[test]
fn how_processes_start_depends_on_the_python_when_it_is_not_said() {
    let mut keys = MachineKeys { python: Some(Python::V3_14), ..MachineKeys::default() };
    assert_eq!(keys.machine().start_method, StartMethod::Forkserver);
    keys.python = Some(Python::V3_12);
    assert_eq!(keys.machine().start_method, StartMethod::Fork);
}

#[test]
fn an_unknown_key_is_named_with_its_place_in_the_program() {
    let (line, column, message) = refused("[tool.loopscope.machine]\ncoers = 4");
    assert_eq!((line, column), (4, 3));
    assert!(message.contains("`coers`") && message.contains("`cores`"), "{message}");
    assert!(refused("[tool.loopscope.machin]\ncores = 4").2.contains("`machin`"));
    assert!(refused("[[tool.loopscope.requests]]\npaht = \"/\"").2.contains("`paht`"));
    assert!(refused("requires-pyhton = \">=3.12\"").2.contains("`requires-pyhton`"));
}

#[test]
fn values_that_cannot_be_are_refused_with_their_place() {
    let machine = |line: &str| refused(&format!("[tool.loopscope.machine]\n{line}"));
    assert_eq!(machine("cores = 0"), (4, 11, "`cores` is a number from 1 to 256, not 0".to_owned()));
    assert_eq!(machine("python = \"2.7\"").2, "`python` is one of 3.12, 3.13, 3.13t, 3.14, 3.14t, not 2.7");
    assert_eq!(machine("start-method = \"thread\"").2, "`start-method` is fork, spawn or forkserver, not thread");
    assert_eq!((machine("cores = ").0, machine("cores = \"4\"").0), (4, 4));
    assert_eq!(machine("cores = \"4\"").2, "`cores` is a whole number, not a string");
    assert_eq!(machine("cores = 99999999999999999999").1, 11);
    assert_eq!(
        refused("[tool.loopscope]\nmachine = 4"),
        (4, 13, "`machine` is a table, not a whole number".to_owned())
    );
    let every = refused("[[tool.loopscope.requests]]\nevery = \"1 s\"");
    assert_eq!(every, (4, 11, "`every` is a number, not a string".to_owned()));
    assert_eq!(refused("dependencies = [1]").2, "each of `dependencies` is a string, not a whole number");
    let (line, _, message) = refused("[tool.loopscope.calls.\"a.b\"]\nblocks = 1\nawaits = 1");
    assert_eq!((line, &*message), (3, "a call has one of `blocks`, `awaits` and `cpu`"));
    let returns = refused("[tool.loopscope.calls.\"a.b\"]\nblocks = 1\nreturns = \"1) + (2\"");
    assert_eq!(returns, (5, 13, "`returns` is a Python expression, which `1) + (2` is not".to_owned()));
    assert!(refused("[tool.loopscope.calls.\"a.b\"]\nblock = 1").2.contains("`block`"));
    assert!(refused("[tool.loopscope.calls.\"fetch\"]\nblocks = 1").2.starts_with("`fetch` names no call"));
    let negative = refused("[tool.loopscope.network.\"a\"]\nlatency = -1");
    assert_eq!(negative, (4, 13, "`latency` is seconds from 0, not -1".to_owned()));
}

#[test]
fn a_block_must_be_closed_and_there_is_only_one() {
    let open = Configuration::of_program("x = 1\n# /// script\n# dependencies = []\nx = 2\n").unwrap_err();
    assert_eq!((open.line, open.column), (2, 1));
    let text = "# /// script\n# ///\n\n# /// script\n# ///\n";
    assert_eq!(Configuration::of_program(text).unwrap_err().line, 4);
    assert_eq!(Configuration::of_program("# /// other\n# ///\n").unwrap(), Configuration::default());
}

#[test]
fn what_is_outside_goes_before_what_is_inside() {
    let inner = Configuration::of_program(&program("[tool.loopscope.machine]\ncores = 2\npython = \"3.12\"")).unwrap();
    let outer = Configuration::of_toml("[machine]\ncores = 16\n[files]\na = \"b\"").unwrap();
    let mut set = Configuration::default();
    set.machine.set("python", "3.13t").unwrap();
    let all = set.over(outer.over(inner));
    assert_eq!((all.machine.cores, all.machine.python), (Some(16), Some(Python::V3_13t)));
    assert_eq!(all.files["a"], "b");
}

#[test]
fn set_knows_the_machine_keys_only() {
    let mut keys = MachineKeys::default();
    for (key, value) in [("cores", "8"), ("python", "3.13t"), ("start-method", "spawn"), ("switch-interval", "0.01")] {
        keys.set(key, value).unwrap();
    }
    assert_eq!(keys.cores, Some(8));
    assert!(keys.set("coers", "8").unwrap_err().contains("cores, python, start-method, switch-interval"));
    assert!(keys.set("cores", "many").is_err());
}
