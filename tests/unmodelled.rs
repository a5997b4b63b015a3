//! Modules that are not modelled, on the command line.
#![cfg(not(target_arch = "wasm32"))]

mod shell;

use shell::{program, run, with_json};

/// The lines that a refusal offers.
fn offered(err: &str) -> String {
    err.lines().filter(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect()
}

#[test]
fn importing_is_allowed_in_every_form() {
    let text = "import mylib\nimport mylib.deep.er as d\nfrom mylib.sub import thing as t, other\nimport numpy as np\nprint('ran')\n";
    let told = run(text);
    assert_eq!((told.code, &*told.out, &*told.err), (0, "ran\n", ""));
}

#[test]
fn a_program_prepared_for_a_missing_module_runs_without_it() {
    let text = "try:\n    import uvloop\nexcept ImportError:\n    print('without')\n";
    assert_eq!(run(text).out, "without\n");
}

#[test]
fn a_call_without_a_line_is_refused_with_its_place_and_lines_that_then_work() {
    for (text, place, name) in [
        ("import mylib\nx = mylib.fetch(1)\n", ":2:5: error: ", "mylib.fetch"),
        ("from mylib import fetch as f\nprint(f(1))\n", ":2:7: error: ", "mylib.fetch"),
        ("import mylib.http as h\nh.get('x')\n", ":2:1: error: ", "mylib.http.get"),
        (
            "import asyncio, mylib\nasync def main():\n    await mylib.get()\nasyncio.run(main())\n",
            ":3:11: error: ",
            "mylib.get",
        ),
        (
            "import asyncio, mylib\nasync def main():\n    await asyncio.to_thread(mylib.work)\nasyncio.run(main())\n",
            ":3:29: error: ",
            "mylib.work",
        ),
    ] {
        let told = run(text);
        assert_eq!((told.code, &*told.out), (2, ""), "{text}");
        assert!(told.err.contains(place), "{} {text}", told.err);
        let lines = offered(&told.err);
        assert!(lines.contains(&format!("# [tool.loopscope.calls.\"{name}\"]\n")), "{lines}");
        let told = run(&format!("{lines}{text}"));
        assert_eq!((told.code, &*told.err), (0, ""), "{lines}{text}");
    }
}

#[test]
fn lines_for_a_program_that_has_a_block_come_without_its_borders() {
    let text = "# /// script\n# dependencies = [\"mylib\"]\n# ///\nimport mylib\nmylib.fetch()\n";
    let told = run(text);
    assert!(told.err.contains(":5:1: error: "), "{}", told.err);
    assert!(!offered(&told.err).contains("///"), "{}", told.err);
}

#[test]
fn calls_take_their_time_as_configured() {
    let text = r#"
# /// script
# [tool.loopscope.calls."mylib.block"]
# blocks = 0.2
# [tool.loopscope.calls."mylib.wait"]
# awaits = 0.2
# [tool.loopscope.calls."mylib.crunch"]
# cpu = 0.2
# [tool.loopscope.calls."mylib.digest"]
# cpu = 0.2
# releases-gil = true
# ///
import asyncio, mylib, time
async def timed(name, *awaitables):
    start = time.perf_counter()
    await asyncio.gather(*awaitables)
    print(name, round(time.perf_counter() - start, 1))
async def main():
    start = time.perf_counter()
    mylib.block()
    print("block", round(time.perf_counter() - start, 1))
    await timed("waits overlap", mylib.wait(), mylib.wait())
    await timed("blocking threads overlap", asyncio.to_thread(mylib.block), asyncio.to_thread(mylib.block))
    await timed("the GIL is kept", asyncio.to_thread(mylib.crunch), asyncio.to_thread(mylib.crunch))
    await timed("the GIL is released", asyncio.to_thread(mylib.digest), asyncio.to_thread(mylib.digest))
asyncio.run(main())
"#;
    let told = run(text);
    let expected =
        "block 0.2\nwaits overlap 0.2\nblocking threads overlap 0.2\nthe GIL is kept 0.4\nthe GIL is released 0.2\n";
    assert_eq!((&*told.out, &*told.err), (expected, ""));
}

#[test]
fn what_a_call_returns_is_python_that_sees_the_program_and_the_arguments() {
    let text = r#"
# /// script
# [tool.loopscope.calls."mylib.fetch"]
# blocks = 0
# returns = "Answer(args[0], [n for n in range(kwargs['n'])])  # called each time"
# ///
from mylib import fetch
class Answer:
    def __init__(self, *args): self.args = args
print(fetch("a", n=2).args, fetch("b", n=0).args, fetch("c", n=1) is fetch("c", n=1))
"#;
    let told = run(text);
    assert_eq!((&*told.out, &*told.err), ("('a', [0, 1]) ('b', []) False\n", ""));
}

#[test]
fn methods_of_a_class_without_returns_are_named_after_it() {
    let lines = "# /// script\n# [tool.loopscope.calls.\"mylib.Client\"]\n# blocks = 0\n";
    let method = "# [tool.loopscope.calls.\"mylib.Client.get\"]\n# blocks = 0.1\n# returns = \"args[0] * 2\"\n";
    let text = "import mylib\nwith mylib.Client() as c:\n    print(c.get(4))\nprint(mylib.Client().get(3))\n";
    assert_eq!(run(&format!("{lines}{method}# ///\n{text}")).out, "8\n6\n");
    // What only the run can tell ends it, with its line.
    let told = run(&format!("{lines}# ///\nimport mylib\nc = mylib.Client()\nc.get(1)\n"));
    assert!(told.err.contains(":7: limit: ") && told.err.contains("a file mylib.py"), "{}", told.err);
    let offered = offered(&told.err);
    assert!(offered.contains(".\"mylib.Client.get\"]\n") && offered.contains("# returns = "), "{offered}");
}

#[test]
fn a_handler_cannot_swallow_the_end() {
    let text = "import mylib\nf = mylib.fetch\ntry:\n    f()\nexcept Exception:\n    print('swallowed')\n";
    let told = with_json(text);
    assert_eq!(told["exit"]["status"], "limit");
    assert_eq!((told["exit"]["line"].as_u64(), told["output"].as_array().map(Vec::len)), (Some(4), Some(0)));
}

#[test]
fn configuration_from_outside_counts_as_well() {
    let folder = program("import mylib\nprint(mylib.fetch())\n");
    std::fs::write(folder.0.join("c.toml"), "[calls.\"mylib.fetch\"]\nblocks = 1\nreturns = \"7\"\n").unwrap();
    let told = shell::loopscope(&["run", &folder.path("main.py"), "--config", &folder.path("c.toml")]);
    assert_eq!((&*told.out, &*told.err), ("7\n", ""));
}

#[test]
fn a_line_for_a_call_of_a_file_beside_the_program_is_an_error_that_names_it() {
    let text = "# /// script\n# [tool.loopscope.calls.\"helpers.fetch\"]\n# blocks = 1\n# ///\nimport helpers\nhelpers.fetch()\n";
    let folder = program(text);
    std::fs::write(folder.0.join("helpers.py"), "def fetch():\n    print('fetched')\n").unwrap();
    let told = shell::loopscope(&["run", &folder.path("main.py")]);
    assert_eq!((told.code, &*told.out), (2, ""));
    assert!(told.err.contains("main.py:2:1: error: `helpers.fetch` is in "), "{}", told.err);
    assert!(told.err.contains("helpers.py"), "{}", told.err);
}
