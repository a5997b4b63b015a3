import asyncio
import contextvars

user = contextvars.ContextVar("user", default="nobody")


async def login(name):
    user.set(name)
    await asyncio.sleep(0.1)
    return asyncio.get_running_loop()


async def whoami():
    return user.get()


with asyncio.Runner() as runner:
    first = runner.run(login("ada"))
    print(runner.run(whoami()))
    print(first is runner.get_loop(), first.is_closed())
print("closed:", first.is_closed())
try:
    runner.run(whoami())
except RuntimeError as error:
    print("RuntimeError:", error)
