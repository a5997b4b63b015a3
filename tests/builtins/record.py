"""Records what CPython prints for the expressions and statements beside this file.

    python3.13 tests/builtins/record.py

`*.txt` holds one expression a line, with the imports that they need; `statements.txt` holds blocks, with an empty line between. For each of them one
line goes into `*.expected`: its value, or what it raised; for blocks what they printed, too. The test in
`tests/builtins.rs` runs the same program in the vm.
"""

import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent

PRELUDE = """\
def t(f):
    try:
        r = f()
    except BaseException as e:
        print(type(e).__name__ + ":", e)
        return
    print(repr(r))
def x(f):
    try:
        f()
        print("ok")
    except BaseException as e:
        print(type(e).__name__ + ":", e)
"""


def program(path):
    """The program that the test runs; `tests/builtins.rs` builds the same."""
    text = path.read_text()
    out = PRELUDE
    if path.stem.startswith("statements"):
        for i, block in enumerate(text.strip("\n").split("\n\n")):
            body = "\n".join("    " + line for line in block.split("\n"))
            out += f"def f{i}():\n{body}\nprint('#{i}')\nx(f{i})\n"
    else:
        lines = text.splitlines()
        out += "".join(line + "\n" for line in lines if line.startswith("import "))
        for i, line in enumerate([line for line in lines if not line.startswith("import ")]):
            out += f"print('#{i}')\nt(lambda: ({line}))\n"
    return out


for path in sorted(HERE.glob("*.txt")):
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", program(path)], capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"{path.name}: {run.stderr}")
    path.with_suffix(".expected").write_text(run.stdout)
