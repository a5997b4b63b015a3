# Albums in task groups, looked at while they play.
# pstree: 0.05 0.15 0.25 0.45
import asyncio


async def play(track):
    await asyncio.sleep(track / 10)


async def album(name, tracks):
    async with asyncio.TaskGroup() as group:
        for track in range(1, tracks + 1):
            group.create_task(play(track), name=f"{name} {track}")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(album("A", 2), name="album A")
        group.create_task(album("B", 3), name="album B")
    await asyncio.sleep(0.2)


asyncio.run(main())
