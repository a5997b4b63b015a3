"""Checksums of chunks in a pool: hashlib and zlib give the same as one after the other."""

import hashlib
import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import partial

chunks = [bytes([i]) * 100_000 for i in range(6)]


def checksum(kind, chunk):
    return hashlib.new(kind, chunk).hexdigest()[:12]


with ThreadPoolExecutor(3) as pool:
    digests = list(pool.map(partial(checksum, "sha256"), chunks))
    sizes = list(pool.map(lambda chunk: len(zlib.compress(chunk)), chunks))
print(digests == [checksum("sha256", c) for c in chunks], digests[0], sizes)
whole = hashlib.md5()
for chunk in chunks:
    whole.update(chunk)
print(whole.hexdigest(), whole.digest_size, whole.name, hashlib.sha1(b"abc").digest()[:4], zlib.crc32(b"".join(chunks)))
packed = zlib.compress(b"".join(chunks), level=9)
print(len(packed), zlib.decompress(packed) == b"".join(chunks))
text = "gr\u00fc\u00dfe"
data = text.encode()
print(data, data.hex(), data.decode("utf-8") == text, len(text), len(data), text.encode("latin-1"), bytes.fromhex("00ff"), int.from_bytes(b"\x01\x00", "big"), (1024).to_bytes(2, "little"))
try:
    hashlib.sha256("text")
except TypeError as error:
    print(error)
try:
    data.decode("ascii")
except UnicodeDecodeError as error:
    print(error)
