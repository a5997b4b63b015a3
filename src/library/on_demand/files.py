# _files: open() and what it gives.

import io
from _disk import call as _call, opened as _opened, text_of as _text_of
from _trace import in_c as _in_c, limit as _limit, spend as _spend
import time as _time

_BUFFER = 8192
_NANOSECONDS_PER_BYTE = 0.3


class _File(io.IOBase):
    # An open file: where its next byte is, and what was written but has not reached the file.

    def __init__(self, node, name, mode, reads, writes, appends, buffer):
        self._node = node
        self.name = name
        self.mode = mode
        self._reads, self._writes, self._appends = reads, writes, appends
        self._buffer = buffer
        self._at = node.content._length if appends else 0
        self._pending, self._pending_size = [], 0

    def readable(self):
        self._check()
        return self._reads

    def writable(self):
        self._check()
        return self._writes

    def fileno(self):
        self._check()
        return 2 + self._node.number

    def _fetched(self, size):
        # The next bytes.
        content = self._node.content
        end = content._length if size < 0 else min(content._length, self._at + size)
        found = content._joined()[self._at : end] if end > self._at else b""
        self._at += len(found)
        _call(1 + len(found) * _NANOSECONDS_PER_BYTE / 1000)
        return bytes(found)

    def _keep(self, piece):
        self._pending.append(piece)
        self._pending_size += len(piece)
        _spend(50)

    def flush(self):
        self._check()
        self._written()

    def _written(self):
        if not self._pending:
            return
        piece = b"".join(self._pending)
        self._pending, self._pending_size = [], 0
        _call(1 + len(piece) * _NANOSECONDS_PER_BYTE / 1000)
        content = self._node.content
        content._at = content._length if self._appends else self._at
        content._put(piece)
        self._at = content._at
        self._node.changed = _time.time()

    def close(self):
        if self._open:
            self._written()
            _call(3)
            self._open = False

    def __del__(self):
        self.close()

    def truncate(self, size=None, /):
        self._check()
        if not self._writes:
            raise io.UnsupportedOperation("truncate")
        self._written()
        size = self.tell() if size is None else size
        content = self._node.content
        if size > content._length:
            content._at = content._length
            content._put(b"\0" * (size - content._length))
        content.truncate(size)
        return size

    def _moved(self, position, whence):
        if whence == 0 and position < 0:
            raise ValueError(f"negative seek position {position}")
        self._at = max(0, position + (0, self._at, self._node.content._length)[whence])
        return self._at


class _Binary(_File, io.BufferedIOBase):
    def _check(self, what="I/O operation on"):
        if not self._open:
            raise ValueError(f"{what} closed file")

    def read(self, size=-1, /):
        self._check("read of")
        if not self._reads:
            raise io.UnsupportedOperation("read")
        self._written()
        return self._fetched(-1 if size is None else size)

    read1 = read

    def readinto(self, buffer, /):
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def readline(self, size=-1, /):
        self._check("readline of")
        if not self._reads:
            raise io.UnsupportedOperation("not readable")
        self._written()
        return _in_c(self._line, size)

    def _line(self, size):
        content = self._node.content
        content._at = self._at
        found = bytes(content.readline(size))
        self._at += len(found)
        _spend(60)
        return found

    def readall(self):
        return self.read()

    def write(self, b, /):
        self._check("write to")
        if not self._writes:
            raise io.UnsupportedOperation("write")
        if isinstance(b, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        piece = bytes(b)
        _in_c(self._keep, piece)
        if self._pending_size > self._buffer:
            self._written()
        return len(piece)

    def tell(self):
        self._check()
        return (self._node.content._length if self._appends and self._pending else self._at) + self._pending_size

    def seek(self, position, whence=0, /):
        self._check("seek of")
        self._written()
        return self._moved(position, whence)

    def __repr__(self):
        return f"<_io.{type(self).__name__} name={self.name!r}>"


class BufferedReader(_Binary):
    pass


class BufferedWriter(_Binary):
    pass


class BufferedRandom(_Binary):
    pass


class FileIO(_Binary, io.RawIOBase):
    closefd = True

    def _check(self, what=None):
        if not self._open:
            raise ValueError("I/O operation on closed file")

    def __repr__(self):
        return "<_io.FileIO [closed]>" if self.closed else f"<_io.FileIO name={self.name!r} mode={self.mode!r} closefd=True>"


class TextIOWrapper(_File, io.TextIOBase):
    def __init__(self, node, name, mode, reads, writes, appends, buffer, encoding, errors, newline):
        super().__init__(node, name, mode, reads, writes, appends, _BUFFER)
        self.encoding = "UTF-8" if encoding is None else encoding
        self.errors = "strict" if errors is None else errors
        self._newline = newline
        self.line_buffering = buffer == 1
        # Text that was decoded, from where it is still to be read.
        self._ahead, self._ahead_at = "", 0
        self._in_loop = False
        "".encode(self.encoding)

    def _check(self):
        if not self._open:
            raise ValueError("I/O operation on closed file.")

    def _may_read(self):
        self._check()
        if not self._reads:
            raise io.UnsupportedOperation("not readable")
        self._written()

    def _fill(self):
        # Decodes what is left of the file. Whether there was something.
        piece = self._fetched(-1)
        text = piece.decode(self.encoding, self.errors)
        if self._newline is None and "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._ahead, self._ahead_at = self._ahead[self._ahead_at :] + text, 0
        return bool(text)

    def read(self, size=-1, /):
        self._may_read()
        if size is None or size < 0:
            self._fill()
            found = self._ahead[self._ahead_at :]
            self._ahead, self._ahead_at = "", 0
            return found
        if len(self._ahead) - self._ahead_at < size:
            self._fill()
        found = self._ahead[self._ahead_at : self._ahead_at + size]
        self._ahead_at += len(found)
        return found

    def readline(self, size=-1, /):
        self._may_read()
        found = _in_c(self._line, size)
        if not found.endswith("\n") and (size is None or size < 0 or len(found) < size) and self._fill():
            self._ahead, self._ahead_at = found + self._ahead[self._ahead_at :], 0
            found = _in_c(self._line, size)
        return found

    def _line(self, size):
        text, start = self._ahead, self._ahead_at
        _spend(45)
        if self._newline == "":
            ends = [at + len(end) for end in ("\r\n", "\n", "\r") if (at := text.find(end, start)) >= 0]
            end = min(ends, default=len(text))
            if text[end - 1 : end + 1] == "\r\n":
                end += 1
        else:
            mark = self._newline or "\n"
            at = text.find(mark, start)
            end = at + len(mark) if at >= 0 else len(text)
        if size is not None and size >= 0:
            end = min(end, start + size)
        self._ahead_at = end
        return text[start:end]

    def __next__(self):
        self._in_loop = True
        line = self.readline()
        if not line:
            self._in_loop = False
            raise StopIteration
        return line

    def write(self, s, /):
        self._check()
        if not self._writes:
            raise io.UnsupportedOperation("not writable")
        if not isinstance(s, str):
            raise TypeError(f"write() argument must be str, not {type(s).__name__}")
        # What was read ahead counts as read.
        self._ahead, self._ahead_at = "", 0
        _in_c(self._keep_text, s)
        if self._pending_size > self._buffer or self.line_buffering and "\n" in s:
            self._written()
        return len(s)

    def _keep_text(self, s):
        if self._newline in ("\r\n", "\r"):
            s = s.replace("\n", self._newline)
        self._keep(s.encode(self.encoding, self.errors))

    def _place(self):
        # Where in the file the next byte to be read is.
        return self._at - len(self._ahead[self._ahead_at :].encode(self.encoding, self.errors))

    def tell(self):
        self._check()
        if self._in_loop:
            raise OSError("telling position disabled by next() call")
        self._written()
        return self._place()

    def seek(self, cookie, whence=0, /):
        self._check()
        if whence == 1 and cookie:
            raise io.UnsupportedOperation("can't do nonzero cur-relative seeks")
        if whence == 2 and cookie:
            raise io.UnsupportedOperation("can't do nonzero end-relative seeks")
        self._written()
        self._at = self._place()
        self._ahead, self._ahead_at = "", 0
        self._in_loop = False
        return self._moved(cookie, whence)

    def reconfigure(self, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None):
        if line_buffering is not None:
            self.line_buffering = line_buffering

    @property
    def buffer(self):
        _limit("the buffer below a text file is not part of Loopscope; open the file in a binary mode")

    def __repr__(self):
        return f"<_io.TextIOWrapper name={self.name!r} mode={self.mode!r} encoding={self.encoding!r}>"


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    if isinstance(file, int):
        _limit("open() of a file descriptor is not part of Loopscope; open the file by its name")
    path = _text_of(file)
    name = file if isinstance(file, bytes) else path
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    letters = set(mode)
    if letters - set("axrwbt+") or len(letters) < len(mode):
        raise ValueError(f"invalid mode: {mode!r}")
    text, update = "b" not in letters, "+" in letters
    what = letters & set("axrw")
    if "t" in letters and not text:
        raise ValueError("can't have text and binary mode at once")
    if len(what) > 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if not text:
        for option, value in ("encoding", encoding), ("errors", errors), ("newline", newline):
            if value is not None:
                raise ValueError(f"binary mode doesn't take {'an' if option[0] == 'e' else 'a'} {option} argument")
    if not what:
        raise ValueError("Must have exactly one of create/read/write/append mode and at most one plus")
    if newline not in (None, "", "\n", "\r", "\r\n"):
        raise ValueError(f"illegal newline value: {newline!r}")
    (kind,) = what
    _call(6)
    node = _opened(path, name, kind != "r", kind == "x")
    if kind == "w":
        node.content.seek(0)
        node.content.truncate(0)
    reads, writes = kind == "r" or update, kind != "r" or update
    if text:
        if not buffering:
            raise ValueError("can't have unbuffered text I/O")
        return TextIOWrapper(node, name, mode, reads, writes, kind == "a", buffering, encoding, errors, newline)
    shown = kind + "b" + "+" * update
    if not buffering:
        return FileIO(node, name, shown, reads, writes, kind == "a", -1)
    wrapper = BufferedRandom if update else BufferedReader if reads else BufferedWriter
    return wrapper(node, name, shown, reads, writes, kind == "a", _BUFFER if buffering < 2 else buffering)
