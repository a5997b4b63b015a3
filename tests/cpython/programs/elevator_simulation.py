"""An elevator as a coroutine: requests come while it moves; it takes them on the way."""

import asyncio
from bisect import insort


class Elevator:
    def __init__(self, floors=6):
        self.floor, self.floors, self.stops = 0, floors, []
        self.called = asyncio.Condition()
        self.trace = []

    async def call(self, floor):
        if not 0 <= floor < self.floors:
            raise ValueError(f"there is no floor {floor}")
        async with self.called:
            if floor not in self.stops:
                insort(self.stops, floor)
            self.called.notify()

    async def run(self):
        while True:
            async with self.called:
                await self.called.wait_for(lambda: self.stops)
            target = min(self.stops, key=lambda s: (abs(s - self.floor), s))
            step = (target > self.floor) - (target < self.floor)
            if step:
                await asyncio.sleep(0.01)
                self.floor += step
            if self.floor in self.stops:
                self.stops.remove(self.floor)
                self.trace.append(self.floor)


async def main():
    elevator = Elevator()
    moving = asyncio.ensure_future(elevator.run())
    await elevator.call(5)
    await asyncio.sleep(0.025)
    await elevator.call(3)
    await elevator.call(0)
    outcomes = await asyncio.gather(elevator.call(9), elevator.call(3), return_exceptions=True)
    print(outcomes)
    await asyncio.sleep(0.15)
    print("stops at", elevator.trace, "now at", elevator.floor, moving.done())
    moving.cancel("night")
    try:
        await moving
    except asyncio.CancelledError as error:
        print("cancelled:", error.args, moving.cancelled())


asyncio.run(main())
