import asyncio, threading, time

def thread():
    for n in range(12):
        time.sleep(0.1)
        print("thread", n)

async def beat():
    while True:
        await asyncio.sleep(0.1)
        print("beat")

async def main():
    threading.Thread(target=thread, name="ticker").start()
    beats = asyncio.create_task(beat(), name="beat")
    await asyncio.sleep(0.25)
    time.sleep(0.6)
    print("call over")
    await asyncio.sleep(0.25)

asyncio.run(main())
