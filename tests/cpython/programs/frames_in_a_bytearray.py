"""bytearray and memoryview between a reader and a parser."""
import queue
import struct
import threading

frames = queue.Queue()


def producer():
    buffer = bytearray()
    for text in ("hello", "wor", "ld!"):
        buffer += len(text).to_bytes(2, "big")
        buffer.extend(text.encode())
    for i in range(0, len(buffer), 4):
        frames.put(bytes(buffer[i:i + 4]))
    frames.put(None)


def consumer(out):
    pending = bytearray()
    while (chunk := frames.get()) is not None:
        pending += chunk
        while len(pending) >= 2:
            size = int.from_bytes(pending[:2], "big")
            if len(pending) < 2 + size:
                break
            out.append(pending[2:2 + size].decode())
            del pending[:2 + size]
    print("left", pending)


found = []
a = threading.Thread(target=producer)
b = threading.Thread(target=consumer, args=(found,))
a.start(), b.start()
a.join(), b.join()
print(found)
data = bytearray(b"abcdef")
view = memoryview(data)
view[1:3] = b"XY"
print(data, view[2:4].tobytes(), len(view), view[0], view.nbytes)
data[0] = 65
data.append(33)  if False else None
print(data.upper(), data.hex(), data.find(b"Y"), data[::-1])
try:
    data[0] = 300
except ValueError as e:
    print(e)
view.release()
data.append(33)
print(data, bytes(data), list(data[:2]), bytearray(3), bytearray([1, 2]))
print(struct.pack(">IH", 1, 2), struct.unpack(">IH", b"\0\0\0\1\0\2"), struct.calcsize("<Iq"))
print(bytes.fromhex("00ff10"), b"a,b".split(b","), b"%d-%s" % (3, b"x"), b"\x00\xffq")
