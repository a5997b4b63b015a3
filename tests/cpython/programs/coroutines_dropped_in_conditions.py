"""A coroutine that is not awaited is complained about where it dies: in a condition, too."""


async def is_ready():
    return False


def check():
    if is_ready():
        first = 1
        second = 2
    if not is_ready():
        first = 3
    done = 0
    while is_ready():
        done += 1
        break
    assert is_ready()
    answer = "yes" if is_ready() else "no"
    both = is_ready() and first
    either = None or is_ready()
    del either
    return first, second, done, answer, both


print(check())
print("end")
