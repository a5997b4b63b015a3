import asyncio
import threading


async def answer():
    await asyncio.sleep(0.05)
    return 42


def ask(loop):
    print(asyncio.run_coroutine_threadsafe(answer(), loop).result())


async def main():
    thread = threading.Thread(target=ask, args=(asyncio.get_running_loop(),))
    thread.start()
    await asyncio.sleep(0.1)
    thread.join()


asyncio.run(main())
