import asyncio
import threading
import time


async def job(n):
    await asyncio.sleep(0.1 * n)
    return n * n


loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever, name="loop thread")
thread.start()
futures = [asyncio.run_coroutine_threadsafe(job(n), loop) for n in (3, 2, 1)]
print([future.result() for future in futures])
time.sleep(0.1)
loop.call_soon_threadsafe(loop.stop)
thread.join()
loop.close()
print("stopped:", not loop.is_running(), "closed:", loop.is_closed())
