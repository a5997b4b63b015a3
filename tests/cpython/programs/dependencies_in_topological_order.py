"""Tasks that depend on each other, run as soon as they may be."""
import asyncio
from concurrent.futures import ThreadPoolExecutor, wait, FIRST_COMPLETED
from graphlib import CycleError, TopologicalSorter
import time

graph = {"app": {"db", "cache"}, "db": {"config"}, "cache": {"config"}, "config": set(), "docs": {"config"}}
print(list(TopologicalSorter({"D": {"B", "C"}, "B": {"A"}, "C": {"A"}}).static_order())[::3])
try:
    list(TopologicalSorter({"a": {"b"}, "b": {"a"}}).static_order())
except CycleError as e:
    print(e.args[0], sorted(set(e.args[1])))


async def build(name):
    await asyncio.sleep(0.05)
    return name


async def main():
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    running = {}
    while sorter.is_active():
        for name in sorted(sorter.get_ready()):
            running[asyncio.create_task(build(name))] = name
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for name in sorted(running.pop(t) for t in done):
            print("built", name)
            sorter.done(name)


asyncio.run(main())


def step(name):
    time.sleep(0.05)
    return name


sorter = TopologicalSorter(graph)
sorter.prepare()
with ThreadPoolExecutor(4) as pool:
    pending = set()
    finished = 0
    while sorter.is_active():
        pending |= {pool.submit(step, name) for name in sorter.get_ready()}
        done, pending = wait(pending, return_when=FIRST_COMPLETED)
        for f in done:
            sorter.done(f.result())
            finished += 1
print("finished", finished)
