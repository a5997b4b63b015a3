import asyncio
import sys


async def progress(name, steps):
    for step in range(steps):
        print(f"{name} {step}", end=" " if step < steps - 1 else "\n", flush=True)
        await asyncio.sleep(0.1)
    print(name, "done", file=sys.stderr)


async def main():
    await progress("left", 3)
    sys.stdout.write("one\ntwo\n")
    await progress("right", 2)
    print("a", 1, None, [2.0], sep="|")
    print()
    print(f"{main.__name__!r:>10}|{3.14159:8.3f}|{1_000_000:,}|{0.256:.1%}")


asyncio.run(main())
