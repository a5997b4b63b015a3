import asyncio
import threading


def naughty(loop):
    try:
        loop.call_soon(print, "never")
    except RuntimeError as error:
        print("RuntimeError:", error)


async def main():
    loop = asyncio.get_running_loop()
    thread = threading.Thread(target=naughty, args=(loop,))
    thread.start()
    await asyncio.sleep(0.1)
    thread.join()


asyncio.run(main(), debug=True)
