//! Text as people paste it, on the command line: it runs, and places are those of the text as it was pasted.
#![cfg(not(target_arch = "wasm32"))]

mod shell;

use shell::run;

/// Runs a text that prints.
fn prints(text: &str, expected: &str) {
    let told = run(text);
    assert_eq!((&*told.out, &*told.err, told.code), (expected, "", 0), "{text}");
}

/// Runs a text that cannot be read or raises; `err` is in what it says.
fn says(text: &str, code: u8, err: &[&str]) {
    let told = run(text);
    assert_eq!(told.code, code, "{text}\n{}", told.err);
    for part in err {
        assert!(told.err.contains(part), "{part} in {}", told.err);
    }
}

#[test]
fn prompts_go_and_what_was_printed_goes_with_them() {
    prints(">>> def f():\n...     return 1\n...\n>>> f()\n1\n>>> print(f() + 1)\n2\n", "2\n");
    prints("Python 3.13.0 (main) on linux\nType \"help\" for more.\n>>> print(1)\n1\n>>> \n", "1\n");
    prints("    >>> for i in (1, 2):\n    ...     print(i)\n    ...\n    1\n    2\n", "1\n2\n");
    prints(
        "In [1]: def f():\n   ...:     return 1\n   ...: \n\nIn [2]: f()\nOut[2]: 1\n\nIn [3]: print(f())\n1\n",
        "1\n",
    );
    says(
        ">>> x = 1\n>>> x / 0\nTraceback (most recent call last):\n",
        1,
        &["line 2, in <module>\n    >>> x / 0\n        ~~^~~\n"],
    );
    says(">>> x = 1\n>>> y = = 2\n", 2, &[":2:9: error: "]);
}

#[test]
fn a_docstring_with_prompts_is_left_alone() {
    prints(
        "def f():\n    \"\"\"\n    >>> f()\n    1\n    \"\"\"\n    return 1\nprint(f.__doc__.count('>>>'))\n",
        "1\n",
    );
}

#[test]
fn line_numbers_go() {
    prints("  9  def f():\n 10      return 1\n 11  \n 12  print(f())\n", "1\n");
    prints("1: def f():\n2:     return 1\n3: print(f())\n", "1\n");
    prints("1 | def f():\n2 |     return 1\n3 | print(f())\n", "1\n");
    prints("1\tdef f():\n2\t    return 1\n3\tprint(f())\n", "1\n");
    says(
        "1 | def f():\n2 |     return y\n3 | f()\n",
        1,
        &["line 2, in f\n    2 |     return y\n                   ^\n"],
    );
    says("1: x = 1\n2: y = = 2\n", 2, &[":2:8: error: "]);
}

#[test]
fn numbers_that_are_no_line_numbers_stay() {
    says("1 x = 1\n7 y = 2\n", 2, &[":1:3: error: "]);
}

#[test]
fn odd_spaces_are_spaces_in_code_and_stay_in_strings() {
    prints("def f():\n\u{a0}\u{a0}\u{a0}\u{a0}return\u{2003}'a\u{a0}b'\nprint(ascii(f()))\n", "'a\\xa0b'\n");
    prints("x =\u{200b} 1\nprint(x)\u{3000}\n", "1\n");
    says("if 1:\n\u{a0}\u{a0}\u{a0}\u{a0}x = y\n", 1, &["line 2, in <module>", "'y'"]);
}

#[test]
fn smart_quotes_and_dashes_are_named() {
    says("print(“hi”)\n", 2, &[":1:7: error: ", "smart quote", "U+201C"]);
    says("x = 3\nprint(x, ‘a’)\n", 2, &[":2:10: error: ", "smart quote", "write '"]);
    says("print(3 – 2)\n", 2, &[":1:9: error: ", "dash"]);
}

#[test]
fn tabs_are_indentation_and_mixing_them_is_named() {
    prints("def f():\n\treturn 1\nprint(f())\n", "1\n");
    says("if 1:\n\tprint(1)\n        print(2)\n", 2, &[":3:1: error: ", "tabs and spaces"]);
}

#[test]
fn a_text_out_of_an_indented_block_is_dedented() {
    prints("    def f():\n        return 1\n\n# by the way\n    print(f())\n", "1\n");
    prints("\tdef f():\n\t\treturn 1\n\tprint(f())\n", "1\n");
    says("    x = 1\n    x / 0\n", 1, &["line 2, in <module>\n    x / 0\n    ~~^~~\n"]);
    says("    x = 1\n    y = = 2\n", 2, &[":2:9: error: "]);
}

#[test]
fn lost_indentation_says_so_with_both_places() {
    let text = "import asyncio\nasync def f():\nawait asyncio.sleep(1)\nprint(1)\nasyncio.run(f())\n";
    says(text, 2, &[":3:1: error: the indentation was lost", "line 2", "4 spaces"]);
    says("# a loop\n\nfor x in range(3):\n\nprint(x)\n", 2, &[":5:1: error: the indentation was lost", "line 3"]);
    // Where other lines are indented only a block is missing.
    let told = run("if 1:\n    x = 1\nif 2:\nprint(x)\n");
    assert!(told.err.contains(":4:1: error: ") && !told.err.contains("lost"), "{}", told.err);
}

#[test]
fn await_outside_of_functions_runs_in_one_loop_as_in_a_notebook() {
    let text = "import asyncio\nloop = asyncio.get_running_loop()\nasync def f(n):\n    await asyncio.sleep(n)\n    return n\n\
        print(await f(0.1))\nasync def g():\n    yield 1\n    yield 2\nasync for i in g():\n    print(i)\n\
        print([x async for x in g()], [await f(0) for _ in range(2)])\nlock = asyncio.Lock()\nasync with lock:\n    print(lock.locked())\n\
        t = asyncio.create_task(f(0.1))\nprint(await t, asyncio.get_running_loop() is loop, __name__)\n";
    prints(text, "0.1\n1\n2\n[1, 2] [0, 0]\nTrue\n0.1 True __main__\n");
    says(
        "x = 1\nasync def f():\n    pass\nawait f(x)\n",
        1,
        &["line 4, in <module>\n    await f(x)\n          ~^^^\n"],
    );
    says("class A:\n    await f()\n", 2, &[":2:5: error: 'await' outside function"]);
    says(
        "import asyncio\nasync def f(): pass\nawait f()\nasyncio.run(f())\n",
        1,
        &["cannot be called from a running event loop"],
    );
}
