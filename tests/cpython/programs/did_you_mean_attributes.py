# Names near the one that was not found, as tracebacks suggest them; the exception knows the name and the object.
import traceback


class Account:
    limit = 10

    def __init__(self):
        self.balance = 1
        self._owner = "Ada"
        self.Lock = None

    def deposit(self, amount):
        self.balence += amount

    def owns(self):
        return self.owner


class Slotted:
    __slots__ = ("alpha", "beta")


class Lists:
    def __dir__(self):
        return []


def last(call):
    try:
        call()
    except AttributeError as error:
        lines = traceback.format_exception(error)
        print(lines[-1].strip(), "|", error.name, type(error.obj).__name__, "|", str(error) == error.args[0])


def sets():
    Slotted().alpa = 1


def deletes():
    del Account().balanc


account = Account()
last(lambda: account.balanse)
last(lambda: account.owner)
last(lambda: account._oner)
last(lambda: account.nothing_like_it)
last(lambda: account.lock)
last(lambda: account.deposits)
last(lambda: account.deposit(1))
last(account.owns)
last(lambda: Account.limits)
last(lambda: Slotted().alpa)
last(lambda: Lists().anything)
last(lambda: "".uper())
last(lambda: [].apend(1))
last(lambda: {}.iteems())
last(lambda: (1).denominatr)
last(lambda: None.foo)
last(lambda: getattr(account, "balanc"))
last(sets)
last(deletes)
print(getattr(account, "balanc", "default"), hasattr(account, "balanc"))
try:
    raise AttributeError("made by hand", name="uper", obj="text")
except AttributeError as error:
    print(traceback.format_exception_only(error))
try:
    raise AttributeError("without a name")
except AttributeError as error:
    print(error.name, error.obj, traceback.format_exception_only(error))
account.balanec
