"""A traffic light as a state machine, with enum, match and a queue of commands."""

import asyncio
from enum import Enum, Flag, auto


class Light(Enum):
    RED = "stop"
    GREEN = "go"
    AMBER = "careful"

    @property
    def next(self):
        order = [Light.RED, Light.GREEN, Light.AMBER]
        return order[(order.index(self) + 1) % 3]


class Sensor(Flag):
    NONE = 0
    CAR = auto()
    TRAM = auto()
    BOTH = CAR | TRAM


async def light(commands, log):
    state = Light.RED
    while True:
        try:
            command = await asyncio.wait_for(commands.get(), timeout=0.02)
        except TimeoutError:
            state = state.next
            log.append(f"time: {state.name}")
            continue
        match command:
            case {"set": str(name)} if name in Light.__members__:
                state = Light[name]
            case {"sensor": Sensor.BOTH}:
                state = Light.AMBER
            case {"sensor": Sensor() as sensor} if Sensor.TRAM in sensor:
                state = Light.RED
            case {"stop": True, **rest}:
                log.append(f"stopped, {rest}")
                return state
            case other:
                log.append(f"ignored {other}")
                continue
        log.append(f"command: {state}")


async def main():
    commands, log = asyncio.Queue(), []
    task = asyncio.create_task(light(commands, log))
    await asyncio.sleep(0.03)
    for command in [{"set": "GREEN"}, {"set": "BLUE"}, {"sensor": Sensor.TRAM}, {"sensor": Sensor.CAR | Sensor.TRAM}]:
        commands.put_nowait(command)
    await asyncio.sleep(0.03)
    commands.put_nowait({"stop": True, "why": "night"})
    print(await task)
    print(*log, sep="\n")
    print(repr(Light("go")), Sensor.BOTH, repr(Sensor.CAR), ~Sensor.CAR, list(Light), bool(Sensor.NONE))
    try:
        Light("fly")
    except ValueError as error:
        print(error)


asyncio.run(main())
