import asyncio


async def guarded():
    try:
        await asyncio.sleep(1)
    except GeneratorExit:
        print("closed from outside")
        raise
    finally:
        print("finally")


async def main():
    await asyncio.sleep(0.05)
    coroutine = guarded()
    coroutine.send(None)
    coroutine.close()
    try:
        coroutine.send(None)
    except RuntimeError as error:
        print("RuntimeError:", error)
    fresh = guarded()
    fresh.close()
    print("never started, never warned about")


asyncio.run(main())
