# What run_until_complete refuses to run has been told by its error.
import asyncio


async def hello():
    return "hello"


loop = asyncio.new_event_loop()
print(loop.run_until_complete(hello()))
loop.close()
try:
    loop.run_until_complete(hello())
except RuntimeError as error:
    print("RuntimeError:", error)
