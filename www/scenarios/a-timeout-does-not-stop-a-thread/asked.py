import asyncio, threading, time

stop = threading.Event()

def work():
    for step in range(4):
        print("step", step)
        if stop.wait(0.4):
            return

async def main():
    try:
        await asyncio.wait_for(asyncio.to_thread(work), 0.6)
    except TimeoutError:
        print("timeout")
        stop.set()

asyncio.run(main())
print("over")
