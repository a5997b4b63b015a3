import asyncio


async def wait_for_it(event):
    try:
        await asyncio.wait_for(event.wait(), 0.1)
    except TimeoutError:
        print("nobody set it")
    except RuntimeError as error:
        print("RuntimeError:", str(error).split(">")[-1].strip())


async def make_future():
    return asyncio.get_running_loop().create_future()


async def use(future):
    try:
        await future
    except RuntimeError as error:
        print("RuntimeError:", str(error).split("attached")[-1].strip())


event = asyncio.Event()
asyncio.run(wait_for_it(event))
asyncio.run(wait_for_it(event))
other = asyncio.new_event_loop()
future = other.run_until_complete(make_future())
asyncio.run(use(future))
other.close()
