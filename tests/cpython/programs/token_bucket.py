import asyncio


class Bucket:
    def __init__(self, rate, capacity):
        self.tokens = asyncio.Semaphore(capacity)
        self.capacity = capacity
        self.rate = rate

    async def refill(self):
        while True:
            await asyncio.sleep(1 / self.rate)
            if self.tokens._value < self.capacity:
                self.tokens.release()


async def main():
    bucket = Bucket(rate=10, capacity=2)
    refill = asyncio.create_task(bucket.refill())
    for number in range(5):
        await bucket.tokens.acquire()
        print("request", number)
    refill.cancel()
    try:
        await refill
    except asyncio.CancelledError:
        print("refill stopped")


asyncio.run(main())
