def show(f):
    try: f(); print("fine")
    except BaseException as e: print(repr(e), "|", repr(e.__context__), "|", repr(e.__cause__))
def a():
    try: raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError: raise RuntimeError("new")
def b():
    try: raise ExceptionGroup("g", [ValueError(1), KeyError(2), ExceptionGroup("h", [KeyError(3), ValueError(4)])])
    except* ValueError: raise
    except* OSError: pass
def c():
    try: raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError: raise RuntimeError("r1")
    except* KeyError as k: raise RuntimeError("r2") from k
def d():
    try: raise ValueError("naked")
    except* ValueError: raise RuntimeError("r")
def e():
    try: raise ValueError("naked")
    except* ValueError: raise
def f():
    try: raise ValueError("naked")
    except* TypeError: pass
def g():
    try: raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* (ValueError, KeyError) as e: print(e.exceptions)
def h():
    try: raise BaseExceptionGroup("g", [KeyboardInterrupt(), ValueError()])
    except* ValueError: pass
def i():
    try: raise ValueError
    except* ExceptionGroup: pass
def j():
    try: pass
    except* ValueError: pass
    else: print("else")
    finally: print("finally")
def k():
    try: raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError as e: raise e
    except* KeyError as e: raise e.exceptions[0]
for fn in (a, b, c, d, e, f, g, h, i, j, k): print(fn.__name__); show(fn)
eg = ExceptionGroup("m", [ValueError(1), ExceptionGroup("n", [TypeError(2)])])
print(eg.split(ValueError), eg.subgroup(TypeError), eg.derive([OSError()]), eg.message, str(eg), isinstance(eg, Exception))
print(BaseExceptionGroup("x", [ValueError()]), type(BaseExceptionGroup("x", [ValueError()])).__name__)
try: ExceptionGroup("x", [])
except ValueError as err: print(err)
try: ExceptionGroup("x", [KeyboardInterrupt()])
except TypeError as err: print(err)
