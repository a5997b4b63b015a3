import asyncio
import hashlib


async def beat():
    for n in range(6):
        await asyncio.sleep(0.02)
    print("beats done")


async def work():
    await asyncio.sleep(0.01)
    key = hashlib.pbkdf2_hmac("sha256", b"secret", b"salt", 200_000)  # finds: cpu-in-coroutine
    print(key.hex()[:8])


async def main():
    await asyncio.gather(beat(), work())


asyncio.run(main())
