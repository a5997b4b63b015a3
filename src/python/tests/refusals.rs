//! What is refused: place and words.

use super::*;

/// Each text is refused at line and column with a message that contains the last part.
#[track_caller]
fn refused(table: &[(&str, u32, u32, &str)]) {
    let mut wrong = Vec::new();
    for &(text, line, column, part) in table {
        match program(text) {
            Ok(_) => wrong.push(format!("{text:?} compiles")),
            Err(error) if error.message.contains(part) && (error.line, error.column) == (line, column) => {}
            Err(error) => wrong.push(format!("{text:?}\n  {}:{}: {}", error.line, error.column, error.message)),
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn syntax() {
    refused(&[
        ("print 'x'", 1, 7, "print(…)"),
        ("x = = 1", 1, 5, "invalid syntax"),
        ("if x\n    pass", 1, 5, "expected ':'"),
        ("def f():\npass", 2, 1, "the indentation was lost"),
        ("if x:\n    y\ndef f():\npass", 4, 1, "expected an indented block after"),
        ("x = 1\n  y = 2", 2, 1, "unexpected indent"),
        ("if x:\n    a\n  b", 3, 1, "unindent"),
        ("x = 'abc", 1, 5, "not closed"),
        ("f(1) = 2", 1, 1, "cannot assign to `f(1)`"),
        ("é = ”", 1, 5, "invalid character"),
        ("x = '\\N{SNOWFLAKE}'", 1, 9, "\\N{SNOWFLAKE} is not known"),
        ("match x:\n    case y: pass\n    case 2: pass", 2, 10, "makes remaining patterns unreachable"),
        ("match x:\n    case [y, y]: pass", 2, 14, "multiple assignments to name 'y'"),
        ("match x:\n    case 1 | y: pass", 2, 14, "bind different names"),
        ("t'x'", 1, 1, "t-strings"),
    ]);
}

#[test]
fn what_python_compiles_not() {
    refused(&[
        ("return 1", 1, 1, "'return' outside function"),
        ("yield 1", 1, 1, "'yield' outside function"),
        ("class A:\n    await f()", 2, 5, "outside function"),
        ("def f():\n    await g()", 2, 5, "async def"),
        ("def f():\n    return [x async for x in y]", 2, 12, "asynchronous comprehension outside"),
        ("async def f():\n    yield 1\n    return 2", 3, 12, "'return' with value in async generator"),
        ("async def f():\n    yield from g()", 2, 5, "'yield from' inside async function"),
        ("break", 1, 1, "'break' outside loop"),
        ("def f():\n    continue", 2, 5, "'continue' not properly in loop"),
        ("for x in y:\n    def f():\n        break", 3, 9, "'break' outside loop"),
        ("nonlocal x", 1, 1, "nonlocal declaration not allowed at module level"),
        ("def f():\n    nonlocal x", 2, 14, "no binding for nonlocal 'x' found"),
        ("def f(x):\n    global x", 2, 12, "name 'x' is parameter and global"),
        ("def f():\n    x = 1\n    global x", 3, 12, "assigned to before global"),
        ("def f():\n    print(x)\n    global x", 3, 12, "used prior to global"),
        ("def f(x, x): pass", 1, 10, "duplicate argument 'x'"),
        ("f(a=1, a=2)", 1, 8, "keyword argument repeated: a"),
        ("[x := 1 for x in y]", 1, 2, "cannot rebind comprehension iteration variable 'x'"),
        ("class C:\n    [y := x for x in z]", 2, 6, "cannot be used in a class body"),
        ("def f():\n    from x import *", 2, 19, "only allowed at module level"),
        ("a, *b, *c = d", 1, 1, "multiple starred"),
        ("try: pass\nexcept* E:\n    for x in y: pass\n    return", 4, 5, "'return' outside function"),
        ("for x in y:\n    try: pass\n    except* E:\n        break", 4, 9, "except* block"),
        ("__debug__ = 1", 1, 1, "__debug__"),
        ("from __future__ import braces", 1, 24, "future feature braces"),
    ]);
}

#[test]
fn what_loopscope_has_not() {
    refused(&[
        ("import asyncio.numpy as np", 1, 8, "module 'asyncio.numpy' is not there"),
        ("x = 1\nfrom asyncio.linalg import norm", 2, 6, "module 'asyncio.linalg' is not there"),
        ("import time\ntime.slep(1)", 2, 6, "time.slep is not part of Loopscope; near it there is time.sleep"),
        ("from time import slep", 1, 18, "near it there is time.sleep"),
        ("from . import x", 1, 1, "attempted relative import"),
        ("x = eval('1')", 1, 5, "eval is not part of Loopscope"),
        ("exec('x = 1')", 1, 1, "write the code as functions"),
        ("import asyncio\nasyncio.start_server(f, 'a', 1)", 2, 9, "there is no network; two asyncio.Queue objects"),
        ("from asyncio import open_connection", 1, 21, "there is no network"),
        (
            "import asyncio\nasyncio.create_subprocess_exec('ls')",
            2,
            9,
            "there are no other programs; await asyncio.sleep()",
        ),
        ("def f():\n    return help(f)", 2, 12, "help is not part of Loopscope"),
        ("x = breakpoint()", 1, 5, "breakpoint is not part of Loopscope"),
    ]);
}

#[test]
fn what_is_expected_to_be_missing_is_left_to_the_run() {
    for text in [
        "try:\n    import uvloop\nexcept ImportError:\n    uvloop = None",
        "try:\n    from uvloop import run\nexcept ModuleNotFoundError:\n    pass",
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    import numpy",
        "import time\nif hasattr(time, 'x'):\n    time.x",
        "import time\ntry:\n    time.x\nexcept AttributeError:\n    pass",
        "import time\ntime.mine = 1\nprint(time.mine)",
        "import time\ntime = None\ntime.x",
        "def time(): pass\ntime.x = 1",
        "def eval(x): pass\neval(1)",
        "import asyncio\nif is_windows:\n    asyncio.WindowsSelectorEventLoopPolicy()",
        "import asyncio\n@asyncio.coroutine\ndef old(): yield",
        "from collections import Mapping",
    ] {
        if let Err(error) = program(text) {
            panic!("{text}: {error:?}");
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "a thread whose stack is as small as a browser's")]
#[test]
fn depth_is_refused_before_it_can_overflow_a_small_stack() {
    let deep = [
        format!("x = {}1{}", "(".repeat(201), ")".repeat(201)),
        format!("x = {}1{}", "[".repeat(150_000), "]".repeat(150_000)),
        format!("x = {}1", "not ".repeat(100_000)),
        format!("x = {}1", "-".repeat(100_000)),
        format!("x = {}1", "lambda: ".repeat(10_000)),
        format!("x = {}1", "1 if 2 else ".repeat(10_000)),
        format!("x = 2{}", " ** 2".repeat(10_000)),
        format!("x = 1{}", " + 1".repeat(50_000)),
        format!("x = f{}", "()".repeat(50_000)),
        format!("x = f{}", ".a".repeat(50_000)),
        format!("x = f{}", "[0]".repeat(50_000)),
        format!("x = {}1{}", "f(-a.b[".repeat(60), "])".repeat(60)),
        (0..101).map(|i| format!("{}if x:\n", " ".repeat(i))).collect::<String>() + &" ".repeat(101) + "pass",
        format!("x = [a {}]", "for a in b ".repeat(1000)),
        format!("x = {}1{}", "f'{".repeat(300), "}'".repeat(300)),
        format!("import {}a", "a.".repeat(10_000)),
        format!("match x:\n  case {}1{}: pass", "[".repeat(300), "]".repeat(300)),
    ];
    let fine = [
        format!("x = {}1{}", "(".repeat(199), ")".repeat(199)),
        format!("x = {}1", "not ".repeat(150)),
        format!("x = a{}", " + a".repeat(990)),
        format!("x = a{}", " and a".repeat(5_000)),
        format!("x = a{}", " < a".repeat(500)),
        format!("x = [{}]", "-1, a.b, f(x), ".repeat(5_000)),
        format!("x = f{}", ".a(1)".repeat(60)),
        format!("x = {{{}}}", "1: -2, ".repeat(5_000)),
        "if x:\n    pass\n".to_string() + &"elif x:\n    pass\n".repeat(3_000),
        (0..90).map(|i| format!("{}if x:\n", " ".repeat(i))).collect::<String>() + &" ".repeat(90) + "pass",
        format!("x = {}1{}", "[".repeat(90), "]".repeat(90)),
    ];
    std::thread::Builder::new()
        .stack_size(1 << 20)
        .spawn(move || {
            for text in deep {
                assert!(program(&text).is_err(), "{}…", text.chars().take(60).collect::<String>());
            }
            for text in fine {
                let error = program(&text).err();
                assert!(error.is_none(), "{}…: {error:?}", text.chars().take(60).collect::<String>());
            }
        })
        .unwrap()
        .join()
        .unwrap();
}

#[test]
fn size_is_refused() {
    let error = program(&format!("def f():\n{}", "    a.b = c.d\n".repeat(40_000))).err();
    assert!(error.is_some_and(|error| error.message.contains("too long")));
    let mut nested = String::new();
    for i in 0..30 {
        nested += &format!("{0}try:\n{0} x\n{0}finally:\n", " ".repeat(i));
    }
    nested += &format!("{}pass", " ".repeat(30));
    assert!(program(&nested).is_err());
    // Every function within a `finally` is there twice.
    let mut doubled = String::new();
    for i in 0..30 {
        doubled += &format!("{0}try:\n{0} x\n{0}finally:\n{0} def f():\n", " ".repeat(i * 2));
    }
    doubled += &format!("{}pass", " ".repeat(60));
    assert!(program(&doubled).is_err());
}
