# Which tasks wait for the running one, and where: asyncio's call graph, which is there since 3.14.
import asyncio


async def play(track):
    await asyncio.sleep(0.1 * track)
    if track == 2:
        announce()


def announce():
    asyncio.print_call_graph()
    print("--")
    print(asyncio.format_call_graph(limit=1))
    print(asyncio.format_call_graph(limit=-1))
    print(asyncio.format_call_graph(limit=0))
    print("--")
    asyncio.print_call_graph(depth=2)


async def album(name, tracks):
    async with asyncio.TaskGroup() as group:
        for track in range(1, tracks + 1):
            group.create_task(play(track), name=f"{name} {track}")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(album("A", 1), name="album A")
        group.create_task(album("B", 2), name="album B")


if hasattr(asyncio, "print_call_graph"):
    asyncio.run(main())
else:
    print("no call graph")
