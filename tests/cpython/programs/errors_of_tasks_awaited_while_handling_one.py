# What a task raised is raised again where it is awaited: while another error is handled there, that is its context.

import asyncio
import io


async def fail(delay=0):
    await asyncio.sleep(delay)
    raise ValueError("late")


def context(error):
    return f"{error!r} during {error.__context__!r}"


async def awaits():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    task = asyncio.create_task(fail())
    try:
        raise KeyError("first")
    except KeyError:
        for waits in (task, fail(), asyncio.gather(fail(), fail()), asyncio.wait_for(fail(), 1), asyncio.shield(task)):
            try:
                await waits
            except ValueError as error:
                print(context(error))
        try:
            task.result()
        except ValueError as error:
            print("result:", context(error))
        loop.call_soon(future.set_exception, IndexError("by hand"))
        try:
            await future
        except IndexError as error:
            print(context(error))
    try:
        await task
    except ValueError as error:
        print("afterwards:", context(error))


async def deeper():
    await awaits_in_a_handler()


async def awaits_in_a_handler():
    try:
        {}["missing"]
    except KeyError:
        await asyncio.create_task(fail(0.1))


async def stack_of_a_task():
    task = asyncio.create_task(asyncio.sleep(1), name="sleeper")
    named = asyncio.create_task(fail(0.2), name="fails")
    await asyncio.sleep(0.1)
    text = io.StringIO()
    named.print_stack(file=text)
    lines = text.getvalue().splitlines()
    print(lines[0].split(" coro=")[0], lines[1].split(", line ")[1], lines[2].strip())
    await asyncio.wait([named])
    text = io.StringIO()
    task.cancel()
    await asyncio.wait([task])
    task.print_stack(file=text)
    print(text.getvalue().split(" coro=")[0])
    print(repr(named.exception()))


asyncio.run(awaits())
asyncio.run(stack_of_a_task())
asyncio.run(deeper())
