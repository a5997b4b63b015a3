"""Graceful shutdown: the loop has a handler for SIGTERM and SIGINT."""
import asyncio
import signal


async def worker(name, stop):
    n = 0
    while not stop.is_set():
        n += 1
        print(f"{name}: unit {n}")
        try:
            await asyncio.wait_for(stop.wait(), timeout=0.1)
        except TimeoutError:
            continue
    print(f"{name}: stopped after {n} units")
    return n


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def ask(sig):
        print("received", sig.name)
        stop.set()

    for sig in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sig, ask, sig)
    loop.call_later(0.25, signal.raise_signal, signal.SIGTERM)
    results = await asyncio.gather(worker("a", stop), worker("b", stop))
    print("results", results)
    print("removed", loop.remove_signal_handler(signal.SIGTERM), loop.remove_signal_handler(signal.SIGTERM))


asyncio.run(main())
