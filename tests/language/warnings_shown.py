import sys
import warnings
print(warnings.filters[:1], len(warnings.filters))
warnings.warn("plain")
for i in range(2):
    warnings.warn("once a place", UserWarning)
def old():
    warnings.warn("old() is deprecated", DeprecationWarning, stacklevel=2)
old()
old()
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    warnings.warn("a")
    warnings.warn(UserWarning("b"))
    warnings.warn("c", PendingDeprecationWarning)
print(len(log), [str(w.message) for w in log], log[0].category, log[0].lineno, log[0].line, log[0].source)
print(log[0])
def mine(message, category, filename, lineno, file=None, line=None):
    print("mine", message, category.__name__, lineno, file, line)
with warnings.catch_warnings():
    warnings.showwarning = mine
    warnings.warn("shown")
warnings.warn("not mine")
warnings.formatwarning = lambda message, category, filename, lineno, line=None: f"{category.__name__}|{message}|{line}\n"
warnings.warn("formatted")
warnings.filterwarnings("error", message=r"bad .*ing", category=UserWarning)
try:
    warnings.warn("bad thing")
except UserWarning as e:
    print("raised", e)
warnings.warn("good thing")
warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"__main__")
warnings.warn("gone", DeprecationWarning)
warnings.filterwarnings("once", message="x")
for i in range(3):
    warnings.warn("x")
    warnings.warn("y%d" % (i // 2))
try:
    warnings.simplefilter("loud")
except Exception as e:
    print(type(e), e)
try:
    warnings.warn("x", int)
except Exception as e:
    print(type(e), e)
warnings.resetwarnings()
print(warnings.filters)
warnings.warn("pending", PendingDeprecationWarning)
warnings.warn_explicit("explicit", UserWarning, "other.py", 12)
print(warnings.formatwarning("m", UserWarning, "f.py", 3, "text"))
if sys.version_info >= (3, 13):
    @warnings.deprecated("use g")
    def f():
        return 1
    print(f(), f.__deprecated__)
    @warnings.deprecated("use D")
    class C:
        def __init__(self, x):
            self.x = x
    print(C(3).x)


async def lost(i):
    print(i)


def several():
    for i in range(3):
        lost(i)
    with warnings.catch_warnings(record=True) as log:
        warnings.simplefilter("always")
        for i in range(2):
            lost(i)
    for entry in log:
        print(entry.category.__name__, entry.message, entry.source is not None)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="coroutine .* was never awaited")
        lost(5)
    lost(6)


several()
