import os, tempfile
from pathlib import Path
os.chdir(tempfile.mkdtemp())
p = Path("zip")
for a in (lambda: os.remove(p), lambda: os.mkdir(Path("q/r")), lambda: os.listdir(p), lambda: os.stat(p), lambda: os.rename(p, "x"), lambda: open(p), lambda: open(b"zip"), lambda: os.remove(b"zip"), lambda: os.makedirs(Path("zip/zap/zop")), lambda: os.rmdir(p), lambda: os.rmdir(Path("zip/zap")), lambda: p.mkdir(), lambda: p.mkdir(exist_ok=True), lambda: Path("n/m").mkdir(), lambda: Path("n/m").mkdir(parents=True), lambda: p.touch(), lambda: p.rmdir(), lambda:p.write_text(3), lambda: p.write_bytes("x")):
    try: print(a())
    except Exception as e: print(type(e).__name__, e)
f = open(p / "a", "w"); print(f.name, f); f.close()
print(open("zip/a").name, os.fspath(p), [e.name for e in os.scandir("zip")], os.path.commonpath(["/a/b/c", "/a/b/d"]), os.path.relpath("zip/a"))
with open("t", "w") as f:
    for i in range(5): f.write(f"{i}\n")
with open("t") as f:
    for line in f:
        if line == "2\n": break
    print(f.read(), end="")
with open("t") as f: print([line.strip() for line in f], f.read() == "")
with open("t", "r+") as f:
    first = f.readline(); f.write("END\n"); f.seek(0); print(f.read().split())
with open("t", "w+") as f:
    f.write("ü€\n"); print(f.tell()); f.seek(0); print(f.read(1), f.tell(), f.read())
with open("t", encoding="latin-1") as f: print(f.encoding, ascii(f.read()))
with open("t", "rb") as f: print(f.readline(), f.readline(), list(f))
with open("t", "rb") as f: print([l for l in f], f.read())
def tail():
    w = open("log", "w"); r = open("log")
    w.write("a\n"); w.flush(); print(repr(r.readline())); print(repr(r.readline())); w.write("par"); w.flush(); print(repr(r.readline())); w.write("tial\n"); w.flush(); print(repr(r.readline())); w.close(); r.close()
tail()
print(len(Path(__file__).read_text()) > 100, open(__file__).readline())
class Tee:
    def __init__(self, *fs): self.fs = fs
    def write(self, s):
        for f in self.fs: f.write(s)
    def flush(self): pass
import sys, contextlib
with open("o", "w") as f, contextlib.redirect_stdout(f): print("into the file")
print(open("o").read(), end="")
with open("o", "w") as f: print("tee", file=Tee(f, sys.stdout))
