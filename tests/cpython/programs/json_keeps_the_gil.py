# `json.dumps` is one call into C: while another thread makes one, the loop cannot run.
import asyncio
import json
import time

data = [{"id": i, "name": f"user {i}", "score": i * 0.5} for i in range(12_000)]


async def heartbeat():
    worst = 0.0
    while not done.is_set():
        before = time.perf_counter()
        await asyncio.sleep(0.001)
        worst = max(worst, time.perf_counter() - before - 0.001)
    return worst


async def main():
    global done
    done = asyncio.Event()
    beats = asyncio.create_task(heartbeat())
    await asyncio.sleep(0.05)
    text = await asyncio.to_thread(json.dumps, data)
    done.set()
    print(len(text), text[:45])
    print("frozen:", await beats > 0.003)


asyncio.run(main())
