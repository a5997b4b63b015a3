import time


def flow(step):
    try:
        time.sleep(0.02)
        if step == 1:
            raise KeyError("one")
        if step == 2:
            return "returned"
    except KeyError as error:
        print("except", error)
        return "from except"
    else:
        print("else")
    finally:
        print("finally", step)
        if step == 3:
            return "from finally"
    return "after"


for step in range(4):
    print(flow(step))
for n in range(3):
    try:
        if n == 1:
            continue
        print("round", n)
    finally:
        print("finally of", n)
try:
    try:
        raise ValueError("inner")
    except ValueError:
        raise TypeError("outer") from None
except TypeError as error:
    print(repr(error), error.__cause__, repr(error.__context__), error.__suppress_context__)
assert flow(0) == "before", "flow returned something else"
