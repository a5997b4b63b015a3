# What debug mode adds to reports of errors that nobody caught.
import asyncio
import gc


async def fails():
    raise ValueError("no")


def broken(text):
    raise KeyError(text)


def deeper(loop):
    loop.call_soon(broken, "key")


async def main():
    loop = asyncio.get_running_loop()
    asyncio.create_task(fails(), name="lost")
    deeper(loop)
    future = loop.create_future()
    future.set_exception(RuntimeError("unseen"))
    del future
    await asyncio.sleep(0.05)
    gc.collect()
    print("end")


asyncio.run(main(), debug=True)
