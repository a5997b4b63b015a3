"""Events are sent to several clients; a slow one is dropped when its queue is full."""

import asyncio
import json


class Broker:
    def __init__(self):
        self.clients: dict[str, asyncio.Queue] = {}

    def publish(self, event, **data):
        text = json.dumps({"event": event, **data}, sort_keys=True)
        for name in list(self.clients):
            try:
                self.clients[name].put_nowait(text)
            except asyncio.QueueFull:
                self.clients.pop(name)
                print(f"dropped {name}")

    async def subscribe(self, name, size):
        queue = self.clients[name] = asyncio.Queue(size)
        while name in self.clients or not queue.empty():
            try:
                yield json.loads(await asyncio.wait_for(queue.get(), 0.05))
            except asyncio.TimeoutError:
                return


async def client(broker, name, pause, size):
    seen = []
    async for event in broker.subscribe(name, size):
        seen.append(event["n"])
        await asyncio.sleep(pause)
    print(f"{name} saw {seen}")


async def main():
    broker = Broker()
    clients = [asyncio.create_task(client(broker, *c)) for c in [("fast", 0, 5), ("slow", 0.04, 2)]]
    for n in range(6):
        await asyncio.sleep(0.01)
        broker.publish("tick", n=n, ok=True)
    await asyncio.gather(*clients)
    print(json.dumps({"clients": list(broker.clients), "nested": [1, None, {"a": 1.5}]}, indent=2))


asyncio.run(main())
