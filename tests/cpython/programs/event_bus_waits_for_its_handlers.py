# Handlers of an event run together; the publisher waits for all of them.
import asyncio
from collections import defaultdict
from typing import Awaitable, Callable

Handler = Callable[[dict], Awaitable[None]]


class Bus:
    def __init__(self) -> None:
        self.handlers: dict[str, list[Handler]] = defaultdict(list)

    def on(self, topic: str):
        def register(handler: Handler) -> Handler:
            self.handlers[topic].append(handler)
            return handler

        return register

    async def publish(self, topic: str, **payload) -> int:
        handlers = self.handlers[topic]
        await asyncio.gather(*(handler(payload) for handler in handlers))
        return len(handlers)


bus = Bus()


@bus.on("order")
async def bill(payload):
    await asyncio.sleep(0.2)
    print("billed", payload["total"])


@bus.on("order")
async def mail(payload):
    await asyncio.sleep(0.1)
    print("mailed", sorted(payload.items()))


async def main():
    print(await bus.publish("order", total=12.5, customer="ann"))
    print(await bus.publish("nothing"))


asyncio.run(main())
