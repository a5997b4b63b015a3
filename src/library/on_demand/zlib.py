# zlib. Streams are native; they compress and expand without the GIL.

from _zlib import adler32 as _adler32, compress as _compress, compressor as _compressor, crc32 as _crc32, decompressor as _decompressor

DEFLATED, MAX_WBITS, DEF_MEM_LEVEL, DEF_BUF_SIZE = 8, 15, 8, 16384
Z_DEFAULT_COMPRESSION, Z_NO_COMPRESSION, Z_BEST_SPEED, Z_BEST_COMPRESSION = -1, 0, 1, 9
Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED = 0, 1, 2, 3, 4
Z_NO_FLUSH, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH, Z_BLOCK, Z_TREES = 0, 1, 2, 3, 4, 5, 6
ZLIB_VERSION = ZLIB_RUNTIME_VERSION = "1.2.13"


class error(Exception):
    pass


def _data(data):
    if not isinstance(data, bytes):
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'")
    return data


def crc32(data, value=0, /):
    return _crc32(_data(data), value)


def adler32(data, value=1, /):
    return _adler32(_data(data), value)


def compress(data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS):
    result = _compress(_data(data), level, wbits)
    if result is None:
        raise error("Bad compression level")
    return result


def compressobj(
    level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY, zdict=None
):
    stream = _compressor(level, wbits)
    if stream is None or method != DEFLATED:
        raise ValueError("Invalid initialization option")
    if memLevel != DEF_MEM_LEVEL or strategy != Z_DEFAULT_STRATEGY or zdict is not None:
        from _trace import limit

        limit("zlib.compressobj takes only level and wbits in Loopscope")
    return stream


class _Decompress:
    def __init__(self, wbits):
        self._stream = _decompressor(wbits)
        if self._stream is None:
            raise ValueError("Invalid initialization option")
        self.unconsumed_tail = b""

    @property
    def eof(self):
        return self._stream.eof

    @property
    def unused_data(self):
        return self._stream.unused_data

    def decompress(self, data, /, max_length=0):
        if max_length:
            from _trace import limit

            limit("decompress() with max_length is not part of Loopscope")
        return _bytes(self._stream.decompress(_data(data)))

    def flush(self, length=DEF_BUF_SIZE, /):
        return b""


_Decompress.__name__ = _Decompress.__qualname__ = "Decompress"


def _bytes(result):
    if isinstance(result, str):
        raise error(f"Error -3 while decompressing data: {result}")
    return result


def decompress(data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE):
    data = _data(data)
    stream = _decompressor(wbits)
    if stream is None:
        raise error("Error -2 while preparing to decompress data: inconsistent stream state")
    result = _bytes(stream.decompress(data))
    if not stream.eof:
        raise error("Error -5 while decompressing data: incomplete or truncated stream")
    return result


def decompressobj(wbits=MAX_WBITS, zdict=b""):
    return _Decompress(wbits)
