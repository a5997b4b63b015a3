import asyncio
import logging

logging.basicConfig(level=logging.INFO, format="%(name)s:%(levelname)s:%(taskName)s:%(message)s")
log = logging.getLogger("tasks")


async def work(n):
    log.info("start %d", n)
    await asyncio.sleep(0.1 * n)
    log.error("end %d", n)


async def main():
    async with asyncio.TaskGroup() as group:
        for n in (1, 2):
            group.create_task(work(n), name=f"work-{n}")


asyncio.run(main())
log.warning("no task here")
