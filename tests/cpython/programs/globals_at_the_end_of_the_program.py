# Objects that are still named by globals when the program ends.
class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


first = Loud("first")
_private = Loud("private")
second = Loud("second")
kept = [Loud("in a list"), Loud("also")]


def function(default=Loud("default")):
    return default


class Holder:
    inside = Loud("of a class")


cycle = Loud("cycle")
cycle.me = cycle
print("end of the program")
