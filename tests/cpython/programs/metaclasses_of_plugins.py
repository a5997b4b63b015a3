"""A metaclass that prepares, registers and calls; the most derived one wins, others conflict."""

import functools
import threading


class Registry(type):
    plugins = {}

    @classmethod
    def __prepare__(mcls, name, bases, **options):
        print("prepare", name, options)
        return super().__prepare__(name, bases, **options)

    def __new__(mcls, name, bases, namespace, **options):
        made = super().__new__(mcls, name, bases, namespace)
        mcls.plugins[name] = options
        return made

    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)


class Counting(Registry):
    def __call__(cls, *args):
        print("make", cls.__name__, "in", threading.current_thread().name)
        return super().__call__(*args)


class Other(type):
    pass


class Base(metaclass=Registry, kind="base"):
    pass


class Counted(metaclass=Counting):
    @property
    def size(self):
        "How large it is."
        return 1


class Both(Base, Counted, kind="both"):
    pass


print(type(Both).__name__, Registry.plugins, Counted.size.__doc__, Both.__base__.__name__)
thread = threading.Thread(target=Both, name="maker")
thread.start()
thread.join()
for wrong in [lambda: Other("Wrong", (Base,), {}), lambda: type("Twice", (Base, Base), {})]:
    try:
        wrong()
    except TypeError as error:
        print(error)


class Shown:
    @functools.singledispatchmethod
    @classmethod
    def of(cls, value):
        return f"{cls.__name__} of {value!r}"

    @of.register
    @classmethod
    def _(cls, value: int | float):
        return f"{cls.__name__} of number {value}"

    def plain(self):
        return "bound"


print(Shown.of("a"), Shown.of(1), Shown().of(2.5), Shown.plain.__get__(Shown())())
