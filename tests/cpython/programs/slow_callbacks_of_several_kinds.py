# In debug mode every callback that takes longer than slow_callback_duration is named.
import asyncio
import time


def callback(seconds):
    time.sleep(seconds)


async def main():
    loop = asyncio.get_running_loop()
    print(loop.slow_callback_duration)
    loop.slow_callback_duration = 0.05
    loop.call_soon(callback, 0.1)
    loop.call_soon(callback, 0.02)
    await asyncio.sleep(0.2)
    loop.set_debug(False)
    loop.call_soon(callback, 0.1)
    await asyncio.sleep(0)
    print("end")


asyncio.run(main(), debug=True)
