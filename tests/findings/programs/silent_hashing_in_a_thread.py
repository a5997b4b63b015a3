import asyncio
import hashlib


async def beat():
    for n in range(20):
        await asyncio.sleep(0.01)
    print("beats done")


async def main():
    heart = asyncio.create_task(beat())
    key = await asyncio.to_thread(hashlib.pbkdf2_hmac, "sha256", b"secret", b"salt", 200_000)
    print(key.hex()[:8])
    await heart


asyncio.run(main())
