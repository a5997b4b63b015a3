import asyncio


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    future.add_done_callback(lambda f: print("first callback", f.result()))
    second = lambda f: print("second callback")
    future.add_done_callback(second)
    print("removed:", future.remove_done_callback(second))
    loop.call_later(0.1, future.set_result, 42)
    print(await future)
    future.add_done_callback(lambda f: print("added late"))
    print("before the turn")
    await asyncio.sleep(0)
    try:
        future.set_result(43)
    except asyncio.InvalidStateError as error:
        print("InvalidStateError:", error)
    print(future)


asyncio.run(main())
