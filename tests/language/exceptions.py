# try in all its forms.
def log(*a): print(*a)
def f(kind):
    try:
        log("body")
        if kind: raise kind("x")
    except ValueError as e:
        log("value", e)
        return "value"
    except (KeyError, TypeError):
        log("key or type")
        raise
    else:
        log("else")
    finally:
        log("finally")
    return "end"
print(f(None)); print(f(ValueError))
try: f(KeyError)
except KeyError as e: print("out", repr(e))
try: f(OSError)
except OSError as e: print("out", repr(e))
def g():
    try: return "try"
    finally: log("f1")
print(g())
def h():
    try: return "try"
    finally: return "finally"
print(h())
def i():
    for x in range(5):
        try:
            if x == 1: continue
            if x == 3: break
            log("x", x)
        finally:
            log("f", x)
    return x
print(i())
def j():
    x = 1
    try: return x
    finally: x = 2
print(j())
def k():
    while True:
        try:
            try: raise ValueError("inner")
            finally: break
        finally: log("outer finally")
    return "left"
print(k())
def l():
    try:
        try: 1 / 0
        except ZeroDivisionError as e: raise RuntimeError("second") from e
    except RuntimeError as e:
        return repr(e), repr(e.__cause__), repr(e.__context__)
print(l())
def m():
    try:
        try: 1 / 0
        except ZeroDivisionError: raise RuntimeError("second")
    except RuntimeError as e:
        return repr(e.__cause__), repr(e.__context__), e.__suppress_context__
print(m())
def n():
    e = "outer"
    try: raise ValueError
    except ValueError as e: pass
    try: e
    except UnboundLocalError as err: print(err)
n()
def o():
    def inner(): return e
    try: raise ValueError("v")
    except ValueError as e: print(repr(inner()))
    try: inner()
    except NameError as err: print(err)
o()
try: raise
except RuntimeError as e: print(e)
def p():
    try: raise KeyError("a")
    except KeyError:
        try: raise ValueError("b")
        except ValueError: pass
        try: raise
        except KeyError as e: print("still", e)
p()
def q():
    try: raise OSError("x")
    except OSError as e:
        try: raise TypeError
        except TypeError as e: pass
    return "ok"
print(q())
class CM:
    def __init__(self, n, swallow=False): self.n, self.s = n, swallow
    def __enter__(self): log("enter", self.n); return self.n
    def __exit__(self, t, v, tb): log("exit", self.n, t and t.__name__, v); return self.s
with CM(1) as a, CM(2) as b: log(a, b)
with CM(3, True): raise ValueError("gone")
try:
    with CM(4, True), CM(5): raise ValueError("gone too")
    log("after")
    with CM(6): raise ValueError("kept")
except ValueError as e: print(e)
def r():
    with CM(7):
        with CM(8): return "ret"
print(r())
def s():
    for x in range(3):
        with CM(x):
            if x: break
    return x
print(s())
def t():
    try:
        with CM(9): raise KeyError
    except KeyError: return "caught"
    finally: log("t")
print(t())
with (CM("p1") as x, CM("p2") as y,): pass
try:
    with 5: pass
except TypeError as e: print(e)
try: raise ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("h", [ValueError(3), OSError(4)])])
except* ValueError as e: print("star", repr(e))
except* TypeError: print("type")
except* OSError as e: print("os", e.exceptions)
try:
    try: raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError: raise RuntimeError("new")
except ExceptionGroup as e: print(repr(e))
try:
    try: raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError: pass
except ExceptionGroup as e: print(repr(e))
try: raise ValueError("naked")
except* ValueError as e: print(repr(e))
def u():
    try:
        try: raise ValueError("first")
        finally: raise KeyError("second")
    except KeyError as e: return repr(e.__context__)
print(u())
class MyError(Exception):
    def __init__(self, code): super().__init__(f"code {code}"); self.code = code
try: raise MyError(5)
except MyError as e: print(e, e.code, e.args)
try: raise ValueError
except ValueError as e: print(repr(e), e.args)
try: raise 5
except TypeError as e: print(e)
try:
    try: x = undefined_name
    except 5: pass
except TypeError as e: print(e)
def gen():
    try:
        yield 1
        yield 2
    finally: log("gen closed")
for v in gen(): break
it = gen(); next(it); it.close(); del it
def nested(depth):
    try:
        if depth: nested(depth - 1)
        else: raise ValueError("deep")
    finally: log("leave", depth)
try: nested(3)
except ValueError as e: print(e)
e = ValueError("noted"); e.add_note("a note"); print(e.__notes__)
