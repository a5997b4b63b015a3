"""A long computation in pieces: sleep(0) between them lets a heartbeat through."""

import asyncio


async def heartbeat(log):
    for _ in range(4):
        log.append("beat")
        await asyncio.sleep(0)


async def count_primes(limit, log):
    primes = []
    for n in range(2, limit):
        if all(n % p for p in primes if p * p <= n):
            primes.append(n)
        if n % 25 == 0:
            log.append(n)
            await asyncio.sleep(0)
    return primes


async def main():
    log = []
    primes, _ = await asyncio.gather(count_primes(101, log), heartbeat(log))
    print(len(primes), primes[-3:], log)


asyncio.run(main())
