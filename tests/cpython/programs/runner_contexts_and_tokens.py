"""Runner: one loop, one context, several calls."""
import asyncio
import contextvars

user = contextvars.ContextVar("user", default="nobody")


async def login(name):
    user.set(name)
    await asyncio.sleep(0)
    return user.get()


async def who():
    return user.get()


with asyncio.Runner() as runner:
    print(runner.run(login("ann")))
    print(runner.run(who()), user.get())
    ctx = contextvars.copy_context()
    ctx.run(user.set, "bob")
    print(runner.run(who(), context=ctx), ctx[user], user in ctx, len(ctx) >= 1)
    loop = runner.get_loop()
    print(loop.is_running(), type(loop).__name__)
    try:
        runner.run("no coroutine")
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(loop.is_closed())
try:
    c = who()
    runner.run(c)
except RuntimeError as e:
    print(e)
    c.close()


def factory():
    loop = asyncio.new_event_loop()
    loop.set_debug(False)
    print("made")
    return loop


asyncio.run(who(), loop_factory=factory) if True else None
token = user.set("x")
print(token.var is user, token.old_value is contextvars.Token.MISSING, user.get())
user.reset(token)
print(user.get(), user)
try:
    user.reset(token)
except RuntimeError as e:
    print(str(e).endswith("has already been used once"))


async def main():
    t = asyncio.create_task(who(), context=ctx)
    user.set("main")
    t2 = asyncio.create_task(who())
    user.set("later")
    print(await t, await t2, await asyncio.create_task(who()))
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    loop.call_soon(lambda: fut.set_result(user.get()))
    user.set("after")
    print(await fut)
    print(await asyncio.to_thread(user.get), await loop.run_in_executor(None, user.get))


asyncio.run(main())
