"""An object's `__dict__` is where its attributes are: what changes one changes the other."""
import copy
import functools
import threading
import types


class Settings:
    def __init__(self, **options):
        self.__dict__.update(options)


settings = Settings(host="localhost", port=80)
print(settings.host, settings.port, vars(settings))
settings.port = 8080
settings.__dict__["debug"] = True
print(settings.debug, settings.__dict__, list(settings.__dict__))
del settings.host
print(settings.__dict__.pop("port"), hasattr(settings, "port"), hasattr(settings, "host"), vars(settings))
seen = vars(settings)
settings.late = 1
seen["later"] = 2
print(seen is settings.__dict__, seen, settings.later)


class Shared:
    state = {}

    def __init__(self, name):
        self.__dict__ = self.state
        self.name = name


first, second = Shared("first"), Shared("second")
second.count = 3
print(first.name, first.count, Shared.state, first is second)


class Positive:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        return self if instance is None else instance.__dict__.get(self.name, "unset")

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError(f"{self.name} must not be negative")
        instance.__dict__[self.name] = value


class Account:
    balance = Positive()
    limit = Positive()

    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()

    def withdraw(self, amount):
        with self.lock:
            self.balance -= amount


account = Account(100)
threads = [threading.Thread(target=account.withdraw, args=(10,)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(account.balance, account.limit, sorted(vars(account)))
try:
    account.withdraw(500)
except ValueError as error:
    print(error, account.balance)


class Lazy:
    def __getattr__(self, name):
        print("computes", name)
        value = self.__dict__[name] = name.upper()
        return value


lazy = Lazy()
print(lazy.thing, lazy.thing, vars(lazy))


class Greets:
    def greet(self):
        return "hello"


greets = Greets()
for round in range(3):
    print(greets.greet(), end=" ")
    if round == 0:
        greets.__dict__["greet"] = lambda: "replaced"
    elif round == 1:
        del greets.__dict__["greet"]
print()
other = copy.copy(settings)
other.debug = False
print(settings.debug, other.__dict__ == settings.__dict__, sorted(other.__dict__))


class Slotted:
    __slots__ = ("only",)


try:
    Slotted().__dict__
except AttributeError as error:
    print(error)
try:
    settings.__dict__ = 3
except TypeError as error:
    print(error)


class Counted:
    def __init__(self, function):
        functools.update_wrapper(self, function)
        self.calls = 0

    def __call__(self, *args):
        self.calls += 1
        return args


@Counted
def pair(a, b):
    """Two of them."""


print(pair(1, 2), pair(3, 4), pair.calls, pair.__name__, pair.__doc__)
space = types.SimpleNamespace(a=1)
space.__dict__["b"] = 2
print(space, space.b)


def sizes(*names):
    return names


print(sizes.__code__.co_varnames, sizes.__code__.co_argcount)
