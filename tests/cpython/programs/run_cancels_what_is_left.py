# Tasks that main does not wait for are cancelled at the end of run(), which waits for their cleaning up.
import asyncio


async def background(name, cleaning):
    try:
        await asyncio.sleep(1)
        print("never")
    except asyncio.CancelledError:
        await asyncio.sleep(cleaning)
        print(name, "cancelled by run()")
        raise


async def main():
    tasks = [asyncio.create_task(background(*args)) for args in (("a", 0.2), ("b", 0.1))]
    await asyncio.sleep(0.1)
    print("main returns", len(tasks))
    return "value"


print(asyncio.run(main()))
