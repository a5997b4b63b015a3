# The dicts of modules, functions and classes: what changes them changes the names, and the other way round.
import math
import sys
import types

number = 1
names = globals()
print(type(names), type(names) is dict, isinstance(names, dict), globals() is names, names is sys.modules[__name__].__dict__)
names["number"] = 2
print(number, names["number"])
number = 3
print(names["number"], "number" in names, names.get("number"), names.get("nothing", "no"), "nothing" in names)
globals()["made"] = [1]
print(made)
names.update(made=5, other=6)
names.update([("third", 7)])
print(made + other + third)
names.setdefault("fourth", 8)
print(fourth, names.setdefault("fourth", 9))
print(names.pop("fourth"), "fourth" in names)
try:
    fourth
except NameError as error:
    print(error)
del names["third"]
try:
    third
except NameError as error:
    print(error)
try:
    names["never"]
except KeyError as error:
    print(repr(error))
del other
print("other" in names, sorted(name for name in list(names) if not name.startswith("_")))
print([key for key, value in dict(names).items() if value is names], len(names) == len(list(names.keys())))
print({**names}["number"], dict(number=1)["number"], (lambda **named: named["number"])(**{k: v for k, v in names.items() if k[0] == "n"}))
for each in ("a", "b"):
    globals()[f"value_{each}"] = each * 2
print(value_a, value_b)
print("{number} {value_a}".format(**names), "%(number)s" % names)


def counts():
    globals()["counter"] = globals().get("counter", 0) + 1
    return counter


print(counts(), counts(), counter)


def local():
    x = 1
    found = locals()
    found["x"] = 2
    return x, found["x"], vars()["x"]


print(local())
locals()["at_module_level"] = 1
vars()["by_vars"] = 2
print(at_module_level, by_vars, locals() is globals())


class Old:
    pass


Old.__init__ = lambda self: print("made", type(self).__name__)
names["Old"]()

module = types.ModuleType("made_by_hand")
module.x = 1
module.__dict__["y"] = 2
vars(module).update(z=3)
print(module.x, module.y, module.z, sorted(name for name in vars(module) if name[0] != "_"))
math.__dict__["tau_again"] = math.tau
print(getattr(math, "tau_again") == math.tau, vars(math)["pi"] == math.pi)


def function():
    "Says something."


function.calls = 1
function.__dict__["more"] = 2
function.__dict__.update(calls=3)
print(function.calls, function.more, function.__dict__, vars(function) == {"calls": 3, "more": 2}, len(function.__dict__))
del function.__dict__["more"]
print(hasattr(function, "more"), function.__globals__ is names, function.__globals__["number"])
function.__dict__.clear()
print(vars(function))


class Shown:
    value = 1

    def method(self):
        return self.value


shown = Shown.__dict__
print(type(shown), shown["value"], "value" in shown, shown.get("nothing"), isinstance(shown, dict))
Shown.value = 2
Shown.later = 3
print(shown["value"], shown["later"], [name for name in shown if not name.startswith("_")])
print([name for name, value in vars(Shown).items() if callable(value)], len(shown) == len(list(shown)))
for change in (
    lambda: shown.__setitem__("value", 1),
    lambda: shown.update(value=1),
    lambda: shown.pop("value"),
):
    try:
        change()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)


def exec_like(mapping):
    mapping["value"] = 1


def deletes(mapping):
    del mapping["value"]


for change in exec_like, deletes:
    try:
        change(shown)
    except TypeError as error:
        print(type(error).__name__, error)
plain = {"a": 1}
proxy = types.MappingProxyType(plain)
plain["b"] = 2
print(proxy, repr(proxy), len(proxy), proxy["b"], list(proxy.items()), proxy == {"a": 1, "b": 2}, proxy | {"c": 3})
print({**proxy}, dict(proxy), proxy.copy(), type(proxy.copy()), sorted(proxy, reverse=True), list(reversed(proxy)))
for wrong in ([1, 2], 5):
    try:
        types.MappingProxyType(wrong)
    except TypeError as error:
        print(error)
try:
    proxy["c"] = 3
except TypeError as error:
    print(error)
try:
    proxy["z"]
except KeyError as error:
    print(repr(error))
