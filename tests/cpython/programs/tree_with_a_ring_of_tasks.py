# Tasks that wait for each other in a ring have no tree.
# pstree: 0.05 0.35
import asyncio

tasks = {}


async def waits_for(name):
    await asyncio.sleep(0.01)
    await asyncio.wait([tasks[name]], timeout=0.2)


async def main():
    for name, other in ("one", "two"), ("two", "three"), ("three", "one"):
        tasks[name] = asyncio.create_task(waits_for(other), name=name)
    print(await asyncio.gather(*tasks.values()))
    await asyncio.sleep(0.2)


asyncio.run(main())
