import asyncio


async def step(n):
    await asyncio.sleep(0.05 * n)
    raise ValueError(f"step {n}")


async def main():
    try:
        await step(2)
    except ValueError as error:
        error.add_note("while testing")
        error.add_note("second note")
        raise RuntimeError("main failed") from error


asyncio.run(main())
