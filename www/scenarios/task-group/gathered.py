import asyncio

async def check(name, delay):
    await asyncio.sleep(delay)
    if delay > 0.5:
        print("checked", name)
    else:
        raise ValueError(name)

async def main():
    checks = check("stock", 0.2), check("address", 0.2), check("price", 0.8)
    try:
        await asyncio.gather(*checks)
    except* ValueError as errors:
        print("failed:", len(errors.exceptions))
    print("answered")

asyncio.run(main())
