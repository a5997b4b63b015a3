# `get_event_loop` without a loop, and what is said of policies: 3.14 raises and warns.
import asyncio
import warnings


async def answer():
    return 42


def get():
    try:
        loop = asyncio.get_event_loop()
        print("a loop", loop.is_running(), loop.run_until_complete(answer()))
        loop.close()
    except RuntimeError as error:
        print("RuntimeError", error)


print(asyncio.run(answer()))
get()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    policy = asyncio.get_event_loop_policy()
    asyncio.set_event_loop_policy(policy)
    print(type(policy).__name__.replace("_", "")[-6:], [str(each.message) for each in caught])
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
get()
asyncio.set_event_loop(None)
get()
print(asyncio.iscoroutinefunction(answer))
