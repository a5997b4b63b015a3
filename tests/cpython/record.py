"""Records what CPython does with the programs in `programs/`: which lines, when, and how it ends.

    make truth                                                  # both versions, programs that are new or changed
    scripts/truth.sh --all                                      # everything anew
    python3.13 tests/cpython/record.py --python A --python B --pyodide FOLDER NAME …

Every program runs several times under each interpreter, its standard output and its standard error each on a
pseudo-terminal of its own, so that lines leave when they are printed. Times count from the start of the program's own
code: a `sitecustomize` imports what the program imports at its top, then stamps the start; another stamp is made when
everything but the interpreter itself has ended. It also takes some memory, another amount in each run: sets of tasks
are in the order of their addresses, and an order that follows from that must show as one that varies.

`recorded/NAME.json` has one recording for each interpreter, or one for several that agree. Of each line it holds the
nominal time `t` and the `spread` over the runs. What disturbs a run only ever delays it: the nominal time is that of
the least disturbed run, and a run that ends much later than the fastest is not counted but repeated. Where lines came
in another order in some run, `order` is "partial": lines whose nominal times are closer than `tie` may come in any order.

CPython 3.14 is pyodide, under node (`pyodide.mjs`): it runs programs of one thread, and its clock is moved by waiting only.
Where it says what 3.13 says it is counted to that recording, whose times are measured ones. A program that names moments
(`# pstree: 0.5 1.5`) has the trees of tasks at those moments recorded, too, as `asyncio pstree` of 3.14 prints them. One
that begins with `# requires-python = ">=3.14"` is recorded from 3.14 only.

Made equal before it is written, here and in what the model printed (`tests/cpython/recorded.rs`): folders of files, lines of
CPython's own files (but those that trees and call graphs of 3.14 name), addresses, the clock and measured times in
asyncio's messages. Frames of CPython's own library are left out of tracebacks.
"""

import argparse
import ast
import concurrent.futures
import errno
import hashlib
import json
import os
import pathlib
import pty
import re
import select
import statistics
import subprocess
import sys
import tempfile
import termios
import time

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = HERE / "programs"
RECORDED = HERE / "recorded"
TIE = 0.04
AGREE = 0.02
DELAYED = 0.03
LONGEST_RUN = 20

# What pyodide does not have, or what a clock that stands still makes endless.
NOT_IN_PYODIDE = {"tempfile", "threading", "_thread", "concurrent", "multiprocessing", "queue", "signal", "to_thread", "run_in_executor"}
# Programs about the end of an interpreter, which pyodide never reaches.
NEVER_END_IN_PYODIDE = {"globals_at_the_end_of_the_program"}

STAMP = """\
import atexit, os, time
{imports}
def _stamp(_fd={fd}, _write=os.write, _now=time.monotonic):
    _write(_fd, b"%.6f\\n" % _now())
atexit.register(_stamp)
import threading, traceback
try:
    [][0]
except IndexError as _:
    traceback.format_exc()
_taken = [bytes(n) for n in range(8, 500, 16) for _ in range({taken})]
_stamp()
"""


def imports_of(text):
    """The import statements at the top of a program, as text that cannot change what the program sees."""
    names = []
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Import):
            names += [alias.name for alias in statement.names]
        elif isinstance(statement, ast.ImportFrom):
            names.append(statement.module)
            if statement.module == "concurrent":
                names.append("concurrent.futures")
    # What the standard library itself imports late, at the first use of a class.
    if any(name.startswith("concurrent") for name in names):
        names += ["concurrent.futures.thread", "concurrent.futures.process"]
    return "\n".join(f"import {name} as _" for name in dict.fromkeys(names) if name != "__future__")


def terminal():
    """Both ends of a pseudo-terminal that passes bytes on as they are."""
    ours, theirs = pty.openpty()
    modes = termios.tcgetattr(theirs)
    modes[1] &= ~termios.OPOST
    termios.tcsetattr(theirs, termios.TCSANOW, modes)
    return ours, theirs


def run(python, path, number):
    """One run: [(seconds, line)] of both streams, the exit code, the end in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        stamps, stamps_in = os.pipe()
        customize = STAMP.format(imports=imports_of(path.read_text()), fd=stamps_in, taken=7 * number)
        pathlib.Path(folder, "sitecustomize.py").write_text(customize)
        out, out_in = terminal()
        err, err_in = terminal()
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": folder,
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "C.UTF-8",
            "TERM": "dumb",
            "COLUMNS": "120",
        }
        process = subprocess.Popen(
            [python, path.name],
            cwd=path.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out_in,
            stderr=err_in,
            pass_fds=[stamps_in],
            start_new_session=True,
        )
        for fd in (stamps_in, out_in, err_in):
            os.close(fd)
        pieces = {out: [], err: [], stamps: []}
        open_fds = {out, err, stamps}
        limit = time.monotonic() + LONGEST_RUN
        while open_fds:
            ready, _, _ = select.select(list(open_fds), [], [], max(0, limit - time.monotonic()))
            now = time.monotonic()
            if not ready:
                process.kill()
                sys.exit(f"{path.name} ran longer than {LONGEST_RUN} s")
            for fd in ready:
                try:
                    data = os.read(fd, 65536)
                except OSError as error:
                    if error.errno != errno.EIO:  # the other end of a pseudo-terminal is closed
                        raise
                    data = b""
                if data:
                    pieces[fd].append((now, data))
                else:
                    open_fds.discard(fd)
        code = process.wait()
        if code < 0:  # ended by a signal: what a shell says
            code = 128 - code
        now = time.monotonic()
        for fd in (out, err, stamps):
            os.close(fd)
    marks = [float(mark) for mark in b"".join(data for _, data in pieces[stamps]).split()]
    start, end = marks[0], marks[-1] if len(marks) > 1 else now
    return lines(pieces[out], start), lines(pieces[err], start), code, end - start


def runs_in_pyodide(path):
    """Whether a program has one thread, as far as its names tell."""
    if path.stem in NEVER_END_IN_PYODIDE:
        return False
    if is_for_latest(path):
        return True
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name.split(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module.split(".")[0], *(alias.name for alias in node.names)]
        elif isinstance(node, ast.Attribute):
            names = [node.attr]
        if NOT_IN_PYODIDE.intersection(names):
            return False
    return True


def is_for_latest(path):
    """Whether only 3.14 can read a program: its first line says so."""
    return path.read_text().startswith('# requires-python = ">=3.14"')


def run_in_pyodide(folder, path, number):
    """One run as `run` gives it, and the trees."""
    driver = HERE / "pyodide.mjs"
    command = ["node", driver, folder, path, str(7 * number)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=10 * LONGEST_RUN)
    if done.returncode:
        raise Differs(f"pyodide: {done.stderr[-1000:]}")
    told = json.loads(done.stdout)
    out, err = ([(at, made_equal(line)) for at, line in told[name]] for name in ("stdout", "stderr"))
    trees = [{"at": tree["at"], "lines": [without_folder(line) for line in tree["lines"]]} for tree in told["trees"]]
    return (out, err, told["code"], told["end"]), trees


def lines(pieces, start):
    found, rest = [], b""
    for at, data in pieces:
        *whole, rest = (rest + data).split(b"\n")
        found += [(at - start, made_equal(line.decode())) for line in whole]
    if rest:
        found.append((pieces[-1][0] - start, made_equal(rest.decode())))
    return found


def made_equal(line):
    line = re.sub(r"0x[0-9a-f]{6,}", "0x…", line)
    line = re.sub(r"/(?:\S*/)?lib/python3\.?\d+(?:\.zip)?/(\S+\.py):\d+", r"\1:…", line)
    line = re.sub(r"file '/(?:\S*/)?lib/python3\.?\d+(?:\.zip)?/(\S+\.py)', line \d+", r"file '\1', line …", line)
    line = without_folder(line)
    line = re.sub(r"when=\d+\.\d+", "when=…", line)
    line = re.sub(r"took \d+\.\d+ seconds", "took … seconds", line)
    return line


def without_folder(line):
    line = re.sub(r"( |')/(?:\S*/)?lib/python3\.?\d+(?:\.zip)?/(\S+\.py)", r"\1\2", line)
    return line.replace(f"{PROGRAMS}/", "")


def without_library_frames(stderr):
    kept, dropping = [], False
    for line in stderr:
        bare = line.lstrip(" |+")
        indent = len(line) - len(bare)
        if re.match(r'File "', bare):
            # A frame is a line that names a file, and what is indented more below it.
            dropping = bool(re.match(r'File "(/|<frozen)', bare))
            depth = indent
        elif dropping and not (indent > depth or bare.startswith("[Previous line repeated")):
            dropping = False
        if not dropping:
            kept.append(line)
    return kept


def numbered(printed):
    """Lines, the same text told apart by how often it came before."""
    seen, keys = {}, []
    for _, line in printed:
        seen[line] = seen.get(line, 0) + 1
        keys.append((line, seen[line]))
    return keys


class Differs(Exception):
    """What runs do not agree on, though they must."""


def summarise(runs):
    """One recording of several runs of one interpreter."""
    first = runs[0]
    orders = [numbered(out) for out, _, _, _ in runs]
    for order in orders[1:]:
        if sorted(order) != sorted(orders[0]):
            raise Differs(f"lines: {sorted(set(order) ^ set(orders[0]))}")
    errors = [without_library_frames([line for _, line in err]) for _, err, _, _ in runs]
    for other in errors[1:]:
        if other != errors[0]:
            raise Differs("standard error:\n" + "\n".join(errors[0]) + "\n--\n" + "\n".join(other))
    if len({code for _, _, code, _ in runs}) > 1:
        raise Differs("exit codes")
    times = {key: [] for key in orders[0]}
    for (out, _, _, _), order in zip(runs, orders):
        for (at, _), key in zip(out, order):
            times[key].append(at)
    total = all(order == orders[0] for order in orders)
    keys = orders[0] if total else sorted(orders[0], key=lambda key: min(times[key]))
    events = [
        {"t": round(min(times[key]), 3), "spread": round(max(times[key]) - min(times[key]), 3), "line": key[0]}
        for key in keys
    ]
    return {
        "order": "total" if total else "partial",
        "exit_code": first[2],
        "total": round(min(end for _, _, _, end in runs), 3),
        "stdout": events,
        "stderr": errors[0],
    }


def undisturbed(python, path, count):
    """As many runs as are asked for, without those that a busy machine delayed."""
    runs = []
    for number in range(5 * count):
        runs.append(run(python, path, number))
        fastest = min(end for _, _, _, end in runs)
        good = [each for each in runs if each[3] - fastest < DELAYED]
        if len(good) >= count:
            return good
    raise Differs(f"times: {len(good)} of {len(runs)} runs were not delayed")


def agree(a, b):
    """Whether two recordings say the same, with times that differ by noise only."""
    if any(a[key] != b[key] for key in ("order", "exit_code", "stderr")) or abs(a["total"] - b["total"]) > AGREE:
        return False
    if [event["line"] for event in a["stdout"]] != [event["line"] for event in b["stdout"]]:
        return False
    return all(abs(x["t"] - y["t"]) <= AGREE for x, y in zip(a["stdout"], b["stdout"]))


def together(a, b):
    """Two recordings that agree, as one."""
    both = dict(a, versions=a["versions"] + b["versions"], total=min(a["total"], b["total"]))
    both["stdout"] = [
        dict(x, t=min(x["t"], y["t"]), spread=max(x["spread"], y["spread"])) for x, y in zip(a["stdout"], b["stdout"])
    ]
    return both


def counts_as(a, b):
    """Whether pyodide's recording `b` says what `a` does, as far as it can: computing takes it no time."""
    if any(a[key] != b[key] for key in ("exit_code", "stderr")):
        return False
    said = [[event["line"] for event in recording["stdout"]] for recording in (a, b)]
    if a["order"] == "partial":
        said = [sorted(lines) for lines in said]
    late = [y["t"] - x["t"] for x, y in zip(a["stdout"], b["stdout"])] if a["order"] == "total" else []
    return said[0] == said[1] and all(each <= AGREE for each in [*late, b["total"] - a["total"]])


def written(digest, recordings):
    """The file's text: an event, or a line of standard error, on one line."""
    plain = lambda value: json.dumps(value, ensure_ascii=False)
    many = ("stdout", "stderr", "trees")
    listed = lambda values: "[" + "".join(f"\n    {plain(v)}," for v in values)[:-1] + ("\n   ]" if values else "]")
    parts = []
    for recording in recordings:
        fields = []
        for key in ("versions", "order", "tie", "exit_code", "total", *many):
            if key in recording:
                value = recording[key]
                fields.append(f'   "{key}": {listed(value) if key in many else plain(value)}')
        parts.append("  {\n" + ",\n".join(fields) + "\n  }")
    return '{\n "program": ' + plain(digest) + ',\n "recordings": [\n' + ",\n".join(parts) + "\n ]\n}\n"


def record_in_pyodide(path, version, folder, recordings):
    """Adds what 3.14 does to the recordings of one program."""
    runs, trees = zip(*(run_in_pyodide(folder, path, number) for number in range(2)))
    summary = {"versions": [version], **summarise(list(runs))}
    if summary["order"] == "partial":
        summary["tie"] = TIE
    if trees[0]:
        if trees[0] != trees[1]:
            raise Differs("trees")
        summary["trees"] = trees[0]
    if recordings and counts_as(recordings[-1], summary) and not trees[0]:
        recordings[-1]["versions"] = [*recordings[-1]["versions"], version]
    else:
        recordings.append(summary)


def record(path, pythons, count):
    """The recordings of one program."""
    recordings = []
    for version, python in pythons:
        runs = undisturbed(python, path, count)
        summary = {"versions": [version], **summarise(runs)}
        if summary["order"] == "partial":
            summary["tie"] = TIE
        if recordings and agree(recordings[-1], summary):
            recordings[-1] = together(recordings[-1], summary)
        else:
            recordings.append(summary)
    return recordings


def version_of(python):
    ask = "import platform; print(platform.python_version())"
    return subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", action="append", required=True, help="an interpreter; may be given several times")
    parser.add_argument("--pyodide", help="the folder in which npm has installed pyodide")
    parser.add_argument("--runs", type=int, default=5, help="runs of each program under each interpreter")
    parser.add_argument("--jobs", type=int, default=2, help="programs at once; they sleep most of the time")
    parser.add_argument("--all", action="store_true", help="programs that are recorded as they are, too")
    parser.add_argument("names", nargs="*", help="programs; all when none is named")
    options = parser.parse_args()
    pythons = [(version_of(python), python) for python in options.python]
    latest = None
    if options.pyodide:
        lock = pathlib.Path(options.pyodide, "node_modules/pyodide/pyodide-lock.json")
        latest = json.loads(lock.read_text())["info"]["python"]
    print("interpreters:", ", ".join([*(version for version, _ in pythons), *([f"{latest} (pyodide)"] if latest else [])]))
    RECORDED.mkdir(exist_ok=True)
    paths = sorted(PROGRAMS.glob("*.py"))
    if options.names:
        wanted = {pathlib.Path(name).stem for name in options.names}
        paths = [path for path in paths if path.stem in wanted]
    for old in RECORDED.glob("*.json"):
        if not (PROGRAMS / f"{old.stem}.py").exists():
            old.unlink()
    failed = 0

    def one(path):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        file = RECORDED / f"{path.stem}.json"
        before = json.loads(file.read_text()) if file.exists() else None
        older = [] if is_for_latest(path) else pythons
        versions = [version for version, _ in older]
        wanted = versions + ([latest] if latest and runs_in_pyodide(path) else [])
        recordings = []
        if before and before["program"] == digest and not (options.all or options.names):
            there = [version for recording in before["recordings"] for version in recording["versions"]]
            if there == wanted:
                return None
            if there == versions:
                recordings = [dict(recording) for recording in before["recordings"]]
        recordings = recordings or record(path, older, options.runs)
        if wanted != versions:
            record_in_pyodide(path, latest, options.pyodide, recordings)
        # A recording that only repeats what is there leaves the file as it is.
        if before and before["program"] == digest and len(before["recordings"]) == len(recordings):
            pairs = list(zip(before["recordings"], recordings))
            same = [old["versions"] == new["versions"] and old.get("trees") == new.get("trees") for old, new in pairs]
            if all(same) and all(agree(old, new) for old, new in pairs):
                return "as before"
        file.write_text(written(digest, recordings))
        widest = max((event["spread"] for recording in recordings for event in recording["stdout"]), default=0)
        orders = " / ".join(f'{" ".join(recording["versions"])} {recording["order"]}' for recording in recordings)
        return f"{orders}, spread to {widest:.3f}, total {statistics.mean(r['total'] for r in recordings):.2f}"

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for path, future in [(path, pool.submit(one, path)) for path in paths]:
            try:
                said = future.result()
            except Differs as differs:
                failed += 1
                said = f"RUNS DIFFER in {differs}"
            if said:
                print(f"{path.stem}: {said}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
