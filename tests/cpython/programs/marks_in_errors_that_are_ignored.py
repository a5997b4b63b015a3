# What nobody can catch is printed by C, which marks no part of a line since 3.13.
import atexit
import weakref


class Fails:
    def __del__(self):
        number = 0
        print(1 / number + 5)


def at_exit():
    number = 0
    print(1 / number + 5)


def callback(reference):
    number = []
    print(number[0] + 5)


class Target:
    pass


Fails()
target = Target()
reference = weakref.ref(target, callback)
del target
atexit.register(at_exit)
