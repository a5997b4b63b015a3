"""zlib releases the GIL: a thread that starts later is ready first, and the loop goes on while another thread compresses."""

import asyncio
import threading
import time
import zlib

LARGE = b"".join(b"line %d of %d\n" % (i, i * i) for i in range(14000))
SMALL = LARGE[:10000]


def pack(name, data):
    packed = zlib.compress(data)
    print(f"{name} thread packed {len(data)} bytes to {len(packed)}, sum {zlib.crc32(packed)}", flush=True)
    assert zlib.decompress(packed) == data


def main():
    large = threading.Thread(target=pack, args=("large", LARGE))
    large.start()
    time.sleep(0.001)
    print("the main thread goes on", flush=True)
    small = threading.Thread(target=pack, args=("small", SMALL))
    small.start()
    small.join()
    print("small thread ended while the large one is at work:", large.is_alive(), flush=True)
    large.join()


async def loop():
    work = asyncio.create_task(asyncio.to_thread(pack, "pool", LARGE))
    await asyncio.sleep(0.002)
    print("the loop goes on:", not work.done(), flush=True)
    await work


main()
asyncio.run(loop())
