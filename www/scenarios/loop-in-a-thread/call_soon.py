import asyncio, threading, time

async def beat():
    for n in range(3):
        await asyncio.sleep(0.5)
        print("beat", n)

loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_until_complete, args=(beat(),))
thread.start()
time.sleep(0.6)
print("main asks")
loop.call_soon(print, "hello")
thread.join()
loop.close()
