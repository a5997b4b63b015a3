import asyncio


async def mailbox(queue):
    while True:
        match await queue.get():
            case {"kind": "add", "items": [first, *rest]}:
                print("add", first, rest)
            case ("wait", float() as seconds) if seconds < 1:
                await asyncio.sleep(seconds)
                print("waited", seconds)
            case "stop" | None:
                print("stopping")
                return
            case other:
                print("unknown", other)


async def main():
    queue = asyncio.Queue()
    task = asyncio.create_task(mailbox(queue))
    for message in ({"kind": "add", "items": [1, 2, 3]}, ("wait", 0.1), ["?"], ("wait", 2.0), "stop"):
        await queue.put(message)
    await task


asyncio.run(main())
