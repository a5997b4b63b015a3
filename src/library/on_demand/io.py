# io: streams in memory. There are no files.

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 8192


class UnsupportedOperation(OSError, ValueError):
    pass


class IOBase:
    _open = True

    def _check(self):
        if not self._open:
            raise ValueError("I/O operation on closed file")

    @property
    def closed(self):
        return not self._open

    def close(self):
        self._open = False

    def flush(self):
        self._check()

    def readable(self):
        self._check()
        return True

    def writable(self):
        self._check()
        return True

    def seekable(self):
        self._check()
        return True

    def isatty(self):
        self._check()
        return False

    def fileno(self):
        raise UnsupportedOperation("fileno")

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1, /):
        return [*self]

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)


class _Memory(IOBase):
    # What is there, in pieces that are joined when somebody reads, and where the next write goes.

    def __init__(self, initial):
        self._pieces = [initial] if initial else []
        self._length = len(initial)
        self._at = 0

    def _joined(self):
        if len(self._pieces) != 1:
            self._pieces = [self._empty.join(self._pieces)]
        return self._pieces[0]

    def _put(self, piece):
        if self._at == self._length:
            self._pieces.append(piece)
        else:
            old = self._joined()
            old += self._blank * (self._at - len(old))
            self._pieces = [old[: self._at] + piece + old[self._at + len(piece) :]]
        self._at += len(piece)
        self._length = max(self._length, self._at)
        return len(piece)

    def getvalue(self):
        self._check()
        return self._joined()

    def read(self, size=-1, /):
        self._check()
        end = self._length if size is None or size < 0 else self._at + size
        found = self._joined()[self._at : end]
        self._at += len(found)
        return found

    def readline(self, size=-1, /):
        self._check()
        text = self._joined()
        end = text.find(self._newline, self._at) + 1 or len(text)
        if size is not None and size >= 0:
            end = min(end, self._at + size)
        found = text[self._at : end]
        self._at += len(found)
        return found

    def tell(self):
        self._check()
        return self._at

    def seek(self, position, whence=0, /):
        self._check()
        if whence == 0 and position < 0:
            raise ValueError(f"{self._seek_error} {position}")
        self._at = max(0, position + (0, self._at, self._length)[whence])
        return self._at

    def truncate(self, size=None, /):
        self._check()
        size = self._at if size is None else size
        if size < self._length:
            self._pieces = [self._joined()[:size]]
            self._length = size
        return size


class TextIOBase(IOBase):
    encoding = None
    errors = None
    newlines = None


class StringIO(_Memory, TextIOBase):
    _empty, _newline, _blank, _seek_error = "", "\n", "\0", "Negative seek position"

    def __init__(self, initial_value="", newline="\n"):
        super().__init__(initial_value or "")
        self.line_buffering = False

    def write(self, s, /):
        self._check()
        if not isinstance(s, str):
            raise TypeError(f"string argument expected, got '{type(s).__name__}'")
        return self._put(s)


class RawIOBase(IOBase):
    pass


class BufferedIOBase(IOBase):
    pass


class BytesIO(_Memory, BufferedIOBase):
    _empty, _newline, _blank, _seek_error = b"", b"\n", b"\0", "negative seek value"

    def __init__(self, initial_bytes=b""):
        super().__init__(bytes(initial_bytes or b""))

    def write(self, b, /):
        self._check()
        if isinstance(b, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        return self._put(bytes(b))

    read1 = _Memory.read

    def readinto(self, buffer, /):
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def getbuffer(self):
        return memoryview(self.getvalue())
