import asyncio


async def deposit(name, lock):
    print(name, "wants it")
    async with lock:
        print(name, "has it")
        await asyncio.sleep(0.1)
    print(name, "gave it back")


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*(deposit(name, lock) for name in ("ann", "bob", "cyd")))
    print(lock.locked())
    try:
        lock.release()
    except RuntimeError as error:
        print("RuntimeError:", error)


asyncio.run(main())
