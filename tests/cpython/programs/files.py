import json, os, shutil, tempfile
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor
import threading

folder = tempfile.mkdtemp()
os.chdir(folder)

# text, line by line
with open("names.txt", "w") as f:
    print(f.writable(), f.readable(), f.mode, f.encoding, f.name)
    for name in ("Ada", "Grace", "Edsger"):
        print(name, file=f)
    f.writelines(["Barbara\n", "Tony"])
with open("names.txt") as f:
    print(repr(f.readline()), f.tell(), f.read(4), f.readlines())
for line in open("names.txt"):
    print(line.rstrip(), end=";")
print()
with open("names.txt", "a+") as f:
    f.write("\nLeslie")
    f.seek(0)
    print(f.read().splitlines())
with open("names.txt", "r+") as f:
    f.write("ADA")
    f.seek(0)
    print(f.readline())

# bytes
with open("blob", "wb") as f:
    f.write(bytes(range(10)))
    print(f.tell())
with open("blob", "rb") as f:
    print(f.read(3), f.tell(), f.seek(-2, 2), f.read(), f)
print(os.path.getsize("blob"), os.path.exists("nothing"), sorted(os.listdir()))

# json
Path("data.json").write_text(json.dumps({"a": [1, 2, 3]}))
with open("data.json") as f:
    print(json.load(f))

# what goes wrong
for attempt in (
    lambda: open("missing.txt"),
    lambda: open("no/such/folder", "w"),
    lambda: open("names.txt", "x"),
    lambda: open("."),
    lambda: open("names.txt", "rw"),
    lambda: open("names.txt", "q"),
    lambda: open("names.txt", "rb", encoding="utf-8"),
    lambda: open("names.txt").write("x"),
    lambda: open("names.txt", "a").read(),
    lambda: open("names.txt", "a").write(b"x"),
    lambda: open("blob", "ab").write("x"),
    lambda: open("names.txt/x"),
    lambda: open(""),
    lambda: os.mkdir("names.txt"),
    lambda: os.rmdir("names.txt"),
    lambda: os.remove("zip"),
    lambda: os.rename("zip", "zap"),
    lambda: os.listdir("names.txt"),
    lambda: os.stat("zip"),
    lambda: Path("zip").read_text(),
    lambda: Path("zip").unlink(),
):
    try:
        print("fine", attempt())
    except (OSError, ValueError, TypeError) as error:
        print(type(error).__name__, error)

f = open("names.txt")
f.close()
for attempt in (f.read, f.readline, f.tell, lambda: f.write("x"), lambda: next(f), f.__enter__):
    try:
        attempt()
    except ValueError as error:
        print(error)
f.close()
print(f.closed)

# folders
os.makedirs("a/b/c", exist_ok=True)
Path("a/one.py").touch()
Path("a/b/two.py").write_text("2")
Path("a/b/c/three.txt").write_bytes(b"3")
print(sorted(str(p) for p in Path("a").rglob("*.py")), sorted(p.name for p in Path("a").iterdir()))
print(sorted((root, sorted(dirs), sorted(files)) for root, dirs, files in os.walk("a")))
print(Path("a").is_dir(), Path("a/one.py").is_file(), Path("a/b/two.py").stat().st_size, Path("a/x").exists())
try:
    os.rmdir("a")
except OSError as error:
    print(error.errno, error)
shutil.copy("a/b/two.py", "copy.py")
os.rename("copy.py", "moved.py")
print(Path("moved.py").read_text(), os.path.exists("copy.py"))
shutil.rmtree("a")
print(os.path.exists("a"))

# many threads append under a lock
lock = threading.Lock()

def log(n):
    for i in range(20):
        with lock, open("log.txt", "a") as f:
            f.write(f"{n} {i}\n")

with ThreadPoolExecutor(4) as pool:
    list(pool.map(log, range(4)))
lines = open("log.txt").read().splitlines()
print(len(lines), sorted(lines) == sorted(f"{n} {i}" for n in range(4) for i in range(20)))

# what is buffered is not there yet
out = open("buffered.txt", "w")
out.write("hello")
print(repr(open("buffered.txt").read()))
out.flush()
print(repr(open("buffered.txt").read()))
out.write("x" * 10_000)
print(len(open("buffered.txt").read()) > 5)
out.close()
print(len(open("buffered.txt").read()))
with open("crlf.txt", "w", newline="\r\n") as f:
    f.write("one\ntwo\n")
print(Path("crlf.txt").read_bytes(), Path("crlf.txt").read_text(), open("crlf.txt", newline="").readlines())
with tempfile.NamedTemporaryFile("w+", suffix=".txt") as f:
    f.write("temporary")
    f.seek(0)
    print(f.read(), os.path.basename(f.name)[:3], f.name.endswith(".txt"), os.path.exists(f.name))
print(os.path.exists(f.name))
with tempfile.TemporaryDirectory() as d:
    Path(d, "x").write_text("y")
    print(os.listdir(d))
print(os.path.exists(d))
