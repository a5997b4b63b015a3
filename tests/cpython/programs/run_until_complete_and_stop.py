import asyncio


async def work():
    await asyncio.sleep(0.1)
    return "worked"


loop = asyncio.new_event_loop()
print(loop.run_until_complete(work()))
loop.call_later(0.2, loop.stop)
loop.call_later(0.1, print, "in between")
loop.run_forever()
print("stopped", loop.is_running())
future = loop.create_future()
loop.call_soon(loop.stop)
try:
    loop.run_until_complete(future)
except RuntimeError as error:
    print("RuntimeError:", error)
loop.close()
try:
    loop.call_soon(print, "never")
except RuntimeError as error:
    print("RuntimeError:", error)
