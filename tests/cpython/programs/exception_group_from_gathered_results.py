import asyncio


async def check(name, seconds, problem=None):
    await asyncio.sleep(seconds)
    if problem:
        raise problem
    return name


async def main():
    results = await asyncio.gather(
        check("a", 0.1),
        check("b", 0.2, ValueError("b is odd")),
        check("c", 0.1, TypeError("c is no number")),
        return_exceptions=True,
    )
    errors = [result for result in results if isinstance(result, Exception)]
    print(len(results), len(errors))
    raise ExceptionGroup("checks failed", errors)


asyncio.run(main())
