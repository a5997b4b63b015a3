# _frames: stacks of frames as lists, for asyncio and traceback.


class FrameSummary:
    def __init__(self, filename, lineno, name, line=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self.line = line

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __len__(self):
        return 4

    def __getitem__(self, item):
        return [*self][item]

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"


class StackSummary(list):
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

    @classmethod
    def from_list(cls, frames):
        return cls([frame if isinstance(frame, FrameSummary) else FrameSummary(*frame) for frame in frames])

    def format(self):
        lines = []
        for frame in self:
            text = f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}\n'
            lines.append(text + (f"    {frame.line}\n" if frame.line else ""))
        return lines
