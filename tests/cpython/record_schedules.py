"""Records what CPython prints when it may switch at every hand-over point: schedules.json, from schedules/*.py.

    python3.13 tests/cpython/record_schedules.py [SECONDS]

Each program runs again and again for so many seconds, in processes of many rounds, with the shortest switch interval and
another process that keeps the machine busy. A round that does not end within two seconds is a deadlock, and ends its process.
"""

import collections, json, pathlib, subprocess, sys, time

HERE = pathlib.Path(__file__).parent

ROUNDS = """
import io, os, sys, threading, time
source = compile(open(sys.argv[1]).read(), sys.argv[1], "exec")
sys.setswitchinterval(1e-6)
real, end = sys.stdout, time.monotonic() + float(sys.argv[2])
began = time.monotonic()
def watch():
    while True:
        time.sleep(0.5)
        if time.monotonic() - began > 2:
            real.write("deadlock" + chr(0))
            real.flush()
            os._exit(0)
threading.Thread(target=watch, daemon=True).start()
while (began := time.monotonic()) < end:
    sys.stdout = io.StringIO()
    exec(source, {"__name__": "__main__"})
    real.write(sys.stdout.getvalue() + chr(0))
real.flush()
os._exit(0)
"""


def record(path, seconds):
    seen = collections.Counter()
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        command = [sys.executable, "-I", "-S", "-c", ROUNDS, str(path), str(left)]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        seen.update(printed.split("\0")[:-1])
    return dict(sorted(seen.items(), key=lambda item: (-item[1], item[0])))


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        programs = sorted((HERE / "schedules").glob("*.py"))
        outputs = {path.stem: record(path, seconds) for path in programs}
    finally:
        busy.kill()
    recorded = {"python": sys.version.split()[0], "outputs": outputs}
    (HERE / "schedules.json").write_text(json.dumps(recorded, indent=1) + "\n")


main()
