# Work that answers its cancellation with a result: 3.12 and later raise TimeoutError all the same.
import asyncio


async def last_words():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        await asyncio.sleep(0.1)
        return "last words"


async def main():
    try:
        print(await asyncio.wait_for(last_words(), 0.1))
    except TimeoutError:
        print("timeout")
    task = asyncio.create_task(last_words())
    await asyncio.sleep(0)
    task.cancel()
    print(await task, task.cancelled())


asyncio.run(main())
