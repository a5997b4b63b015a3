import asyncio


def handler(loop, context):
    print("handler:", context["message"])
    print("exception:", repr(context.get("exception")))


async def fails():
    raise RuntimeError("unseen")


def callback():
    raise ValueError("in a callback")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    loop.call_later(0.1, callback)
    task = loop.create_task(fails())
    await asyncio.sleep(0)
    await asyncio.sleep(0.2)
    del task
    await asyncio.sleep(0.1)
    print("end")


asyncio.run(main())
