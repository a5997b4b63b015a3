import asyncio


async def hello():
    await asyncio.sleep(0.05)
    return "hello"


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(asyncio.get_event_loop() is loop)
task = loop.create_task(hello())
print(loop.run_until_complete(task), task.done())
print(loop.run_until_complete(asyncio.gather(hello(), hello(), return_exceptions=True)))
print(type(loop).__name__, loop.is_running(), loop.is_closed(), loop.get_debug())
loop.run_until_complete(loop.shutdown_asyncgens())
loop.close()
try:
    loop.run_until_complete(hello())
except RuntimeError as error:
    print("RuntimeError:", error)
asyncio.set_event_loop(None)
try:
    asyncio.create_task(hello())
except RuntimeError as error:
    print("RuntimeError:", error)
