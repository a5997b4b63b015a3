# _frames: stacks of frames as lists, for asyncio and traceback.

# How often one line of a recursion is printed.
_RECURSION = 3


def kept(frames, limit):
    if limit is None:
        return frames
    return frames[:limit] if limit >= 0 else frames[limit:]


class FrameSummary:
    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, **places):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self.line = line
        self.locals = locals
        self._text = None

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __getitem__(self, index):
        return [self.filename, self.lineno, self.name, self.line][index]

    def __len__(self):
        return 4

    def __eq__(self, other):
        return tuple(self) == tuple(other)

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"


class StackSummary(list):
    @classmethod
    def extract(cls, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        frames = [FrameSummary(frame.f_code.co_filename, line, frame.f_code.co_name) for frame, line in frame_gen]
        return cls(kept(frames, limit))

    @classmethod
    def from_list(cls, a_list):
        return cls([each if isinstance(each, FrameSummary) else FrameSummary(*each[:3], line=each[3]) for each in a_list])

    @classmethod
    def of_text(cls, text):
        # From a printed stack. Lines that belong to a frame are indented more than its own.
        stack = cls()
        for line in text.splitlines():
            if line.startswith('  File "'):
                path, number, name = line.strip().split(", ", 2)
                stack.append(FrameSummary(path[6:-1], int(number[5:]), name[3:]))
            elif line.startswith("    ") and stack and stack[-1].line is None:
                stack[-1].line = line.strip()
        return stack

    def format_frame_summary(self, frame_summary):
        if frame_summary._text is not None:
            return frame_summary._text
        text = f'  File "{frame_summary.filename}", line {frame_summary.lineno}, in {frame_summary.name}\n'
        return text + f"    {frame_summary.line.strip()}\n" if frame_summary.line else text

    def format(self):
        shown, last, count = [], None, 0
        for frame in [*self, None]:
            place = frame and (frame.filename, frame.lineno, frame.name)
            if frame is None or place != last:
                if count > _RECURSION:
                    more = count - _RECURSION
                    shown.append(f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n")
                last, count = place, 0
            count += 1
            if frame is not None and count <= _RECURSION:
                shown.append(self.format_frame_summary(frame))
        return shown
