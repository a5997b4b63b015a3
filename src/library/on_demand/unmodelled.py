# _unmodelled: names of modules that are not modelled. What calls of them do is generated from the run configuration.

import sys
from time import sleep
from _unmodelled_calls import end, spin

calls = {}

# What a refusal says, with names to be replaced.
offer_function = offer_class = ""


class Name:
    def __init__(self, name):
        self._loopscope_name = name

    def __getattr__(self, name):
        return of(self._loopscope_name, name)

    def __call__(self, *args, **kwargs):
        call = calls.get(self._loopscope_name)
        if call is None:
            refuse(self._loopscope_name)
        return call(*args, **kwargs)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return None

    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        return None

    def __repr__(self):
        return f"<{self._loopscope_name}, not modelled>"

    def __bool__(self):
        self._loopscope_unknown("its truth")

    def __iter__(self):
        self._loopscope_unknown("what is in it")

    def __str__(self):
        self._loopscope_unknown("its text")

    def __format__(self, spec):
        self._loopscope_unknown("its text")

    def _loopscope_unknown(self, what):
        name = self._loopscope_name
        end(f"{name} is not modelled, so {what} is not known: only what calls return can be configured")


def refuse(name):
    module, last = name.split(".")[0], name.split(".")[-1]
    offer = offer_class if last[:1].isupper() else offer_function
    end(offer.replace("MODULE.name", name).replace("MODULE.Name", name).replace("MODULE", module))


def of(outer, name):
    if name.startswith("__"):
        raise AttributeError(f"{outer} is not modelled: it has no {name}")
    return Name(f"{outer}.{name}")


def of_main(name):
    return getattr(sys.modules["__main__"], name)
