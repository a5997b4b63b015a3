# print with a file or a stream that the program has changed.
import sys


class File:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

    def flush(self):
        self.parts.append("<flush>")


f = File()
print(1, "two", file=f, flush=True)
print(3, file=f, flush=False)
print(f.parts)
old = sys.stdout.write


def backwards(text):
    old(text[::-1])


sys.stdout.write = backwards
print("abc", 12, end="|\n")
sys.stdout.write = old
print("\nas before")


class Both:
    def __enter__(self):
        self.write = sys.stdout.write
        sys.stdout.write = lambda text: self.write(text.upper())

    def __exit__(self, *info):
        sys.stdout.write = self.write
        return info[0] is ZeroDivisionError


with Both():
    print("loud")
    1 / 0
print("quiet")
