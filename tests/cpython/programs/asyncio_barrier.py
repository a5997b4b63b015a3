import asyncio


async def hiker(number, barrier):
    await asyncio.sleep(0.1 * number)
    print("hiker", number, "at the hut")
    async with barrier as position:
        print("position", position)
    await asyncio.sleep(0.05 * number)
    print("hiker", number, "at the top")


async def main():
    barrier = asyncio.Barrier(3)
    await asyncio.gather(*(hiker(n, barrier) for n in (1, 2, 3)))
    print(barrier.parties, barrier.n_waiting, barrier.broken)
    waiting = asyncio.create_task(barrier.wait())
    await asyncio.sleep(0.1)
    await barrier.abort()
    try:
        await waiting
    except asyncio.BrokenBarrierError as error:
        print("broken:", repr(error))


asyncio.run(main())
