# except* takes what it names out of a group, the rest goes on.
def raise_group():
    raise ExceptionGroup(
        "several",
        [ValueError("a"), TypeError("b"), ExceptionGroup("inner", [ValueError("c"), KeyError("d")])],
    )


try:
    try:
        raise_group()
    except* ValueError as values:
        print("values:", repr(values))
    except* TypeError as types:
        print("types:", repr(types))
except ExceptionGroup as rest:
    print("rest:", repr(rest))

matching, others = ExceptionGroup("g", [OSError(1), ValueError(2)]).split(OSError)
print(matching.exceptions, others.exceptions)
raise_group()
