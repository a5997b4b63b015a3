"""Output captured, sent elsewhere, without a newline, and to both streams."""
import contextlib
import io
import sys
import threading

buffer = io.StringIO()
with contextlib.redirect_stdout(buffer):
    print("into the buffer", 1, 2, sep="|", end="!\n")
    sys.stdout.write("raw\n")
print(repr(buffer.getvalue()))
print("to stderr", file=sys.stderr, flush=True)
with contextlib.redirect_stderr(buffer):
    print("also", file=sys.stderr)
print(buffer.getvalue().splitlines())
out = io.StringIO("a\nb\nc")
print([line.rstrip() for line in out])
out.seek(0)
print(out.read(3), out.readline(), out.tell())


class Tee:
    def __init__(self, *streams):
        self.streams = streams

    def write(self, text):
        for s in self.streams:
            s.write(text)
        return len(text)

    def flush(self):
        for s in self.streams:
            s.flush()


keep = io.StringIO()
tee = Tee(sys.stdout, keep)


def worker(n):
    print(f"worker {n}", file=tee)


threads = [threading.Thread(target=worker, args=(i,)) for i in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(keep.getvalue().count("worker"))
print(*range(5), sep=", ", end=".\n")
print("a", "b", sep="")
print(end="")
print()
b = io.BytesIO(b"xyz")
b.seek(0, io.SEEK_END)
b.write(b"123")
print(b.getvalue())
try:
    print(1, sep=3)
except TypeError as e:
    print(e)
