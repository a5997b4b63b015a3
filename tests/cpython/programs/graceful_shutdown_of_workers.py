"""Workers that are told to stop: a sentinel, an event with a timeout, cancellation that cleans up."""

import asyncio
import contextlib
import signal


class Service:
    def __init__(self, name):
        self.name = name
        self.stopping = asyncio.Event()
        self.handled = 0

    async def __aenter__(self):
        self.task = asyncio.create_task(self.run(), name=self.name)
        return self

    async def __aexit__(self, kind, error, traceback):
        self.stopping.set()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.task, timeout=0.065)
        print(f"{self.name}: {'cancelled' if self.task.cancelled() else 'finished'} after {self.handled}")
        return isinstance(error, KeyboardInterrupt)

    async def run(self):
        while not self.stopping.is_set():
            self.handled += 1
            await asyncio.sleep(0.01)


class Stubborn(Service):
    async def run(self):
        try:
            await super().run()
            self.handled += 100
            await asyncio.sleep(10)
        finally:
            print(f"{self.name}: cleaning up")


async def main():
    async with contextlib.AsyncExitStack() as stack:
        good = await stack.enter_async_context(Service("good"))
        await stack.enter_async_context(Stubborn("stubborn"))
        stack.callback(print, "callback runs first")
        stack.push_async_callback(asyncio.sleep, 0)
        await asyncio.sleep(0.03)
        print("handled so far", good.handled)
    print(signal.Signals.SIGTERM.name, signal.SIGINT.value)


asyncio.run(main())
