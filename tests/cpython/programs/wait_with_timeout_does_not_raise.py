# wait() does not raise at its timeout and cancels nothing.
import asyncio


async def job(seconds):
    await asyncio.sleep(seconds)
    print("job of", seconds, "done")


async def main():
    tasks = [asyncio.create_task(job(s)) for s in (0.1, 0.3)]
    done, pending = await asyncio.wait(tasks, timeout=0.2)
    print(len(done), len(pending))
    await asyncio.wait(pending)
    print("all done")
    try:
        await asyncio.wait([])
    except ValueError as error:
        print("ValueError:", error)


asyncio.run(main())
