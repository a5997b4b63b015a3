import asyncio
import queue
import threading
import time


def worker(jobs, loop, answers):
    while (job := jobs.get()) is not None:
        time.sleep(0.1)
        loop.call_soon_threadsafe(answers.put_nowait, job * 2)
    loop.call_soon_threadsafe(answers.put_nowait, None)


async def main():
    jobs, answers = queue.Queue(), asyncio.Queue()
    thread = threading.Thread(target=worker, args=(jobs, asyncio.get_running_loop(), answers))
    thread.start()
    for job in (1, 2, 3, None):
        jobs.put(job)
    while (answer := await answers.get()) is not None:
        print("answer", answer)
    await asyncio.to_thread(thread.join)
    print("thread alive:", thread.is_alive())


asyncio.run(main())
