"""except* in all its forms."""


def raiser(*errors):
    raise ExceptionGroup("many", list(errors))


def run(*errors):
    try:
        try:
            raiser(*errors)
        except* ValueError as g:
            print("values", [str(e) for e in g.exceptions])
        except* (KeyError, TypeError) as g:
            print("lookup", [type(e).__name__ for e in g.exceptions])
            raise
        except* OSError:
            print("os")
            raise RuntimeError("while handling OSError")
        else:
            print("else")
        finally:
            print("finally")
    except BaseException as e:
        print(" ->", repr(e))


run(ValueError(1), ValueError(2))
run(ValueError(1), KeyError("k"))
run(OSError(1), KeyError("k"), ZeroDivisionError())
run(ExceptionGroup("inner", [ValueError(3), TypeError("t")]), TypeError("u"))
try:
    try:
        raise ValueError("plain")
    except* ValueError as g:
        print(type(g).__name__, g.exceptions, g)
except ExceptionGroup as e:
    print("never", e)
eg = ExceptionGroup("top", [ValueError(1), ExceptionGroup("sub", [KeyError(2), ValueError(3)])])
match, rest = eg.split(ValueError)
print(match, repr(match), repr(rest))
print(eg.subgroup(lambda e: isinstance(e, KeyError)), eg.subgroup(OSError), eg.derive([OSError()]))
print(repr(eg.message), len(eg.exceptions))
try:
    ExceptionGroup("x", [])
except ValueError as e:
    print(e)
try:
    ExceptionGroup("x", [KeyboardInterrupt()])
except TypeError as e:
    print(e)
print(type(BaseExceptionGroup("x", [ValueError()])).__name__, repr(BaseExceptionGroup("x", [KeyboardInterrupt()])))


class HttpErrors(ExceptionGroup):
    def __new__(cls, errors, code):
        self = super().__new__(cls, f"http {code}", errors)
        self.code = code
        return self

    def derive(self, excs):
        return HttpErrors(excs, self.code)


try:
    raise HttpErrors([ValueError("a"), OSError("b")], 502)
except* ValueError as g:
    print(type(g).__name__, g.code, g)
except* OSError as g:
    print(type(g).__name__, g.code, g)


def f():
    try:
        raise ExceptionGroup("g", [ValueError("v"), TypeError("t")])
    except* ValueError as g:
        raise KeyError("from handler") from g


f()
