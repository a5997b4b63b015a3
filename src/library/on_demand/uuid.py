# uuid: what is random comes from the run's seed.

import time
from _trace import in_c as _in_c, spend as _spend
from hashlib import md5, random_bytes, sha1

RESERVED_NCS, RFC_4122, RESERVED_MICROSOFT, RESERVED_FUTURE = (
    "reserved for NCS compatibility", "specified in RFC 4122", "reserved for Microsoft compatibility",
    "reserved for future definition",
)


def _number_of(hex, bytes, bytes_le, fields, int_):
    if [hex, bytes, bytes_le, fields, int_].count(None) != 4:
        raise TypeError("one of the hex, bytes, bytes_le, fields, or int arguments must be given")
    if hex is not None:
        digits = hex.replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "")
        if len(digits) != 32:
            raise ValueError("badly formed hexadecimal UUID string")
        return int(digits, 16)
    if bytes_le is not None:
        if len(bytes_le) != 16:
            raise ValueError("bytes_le is not a 16-char string")
        bytes = bytes_le[3::-1] + bytes_le[5:3:-1] + bytes_le[7:5:-1] + bytes_le[8:]
    if bytes is not None:
        if len(bytes) != 16:
            raise ValueError("bytes is not a 16-char string")
        return int.from_bytes(bytes, "big")
    if fields is not None:
        if len(fields) != 6:
            raise ValueError("fields is not a 6-tuple")
        number = 0
        for i, (part, bits) in enumerate(zip(fields, (32, 16, 16, 8, 8, 48))):
            if not 0 <= part < 1 << bits:
                raise ValueError(f"field {i + 1} out of range (need a {bits}-bit value)")
            number = number << bits | part
        return number
    if not 0 <= int_ < 1 << 128:
        raise ValueError("int is out of range (need a 128-bit value)")
    return int_


class UUID:
    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None):
        number = _in_c(_number_of, hex, bytes, bytes_le, fields, int)
        _spend(1200)
        if version is not None:
            if not 1 <= version <= 5:
                raise ValueError("illegal version number")
            number = number & ~(0xC000 << 48) & ~(0xF000 << 64) | 0x8000 << 48 | version << 76
        object.__setattr__(self, "int", number)

    def __setattr__(self, name, value):
        raise TypeError("UUID objects are immutable")

    def __eq__(self, other):
        return self.int == other.int if isinstance(other, UUID) else NotImplemented

    def __lt__(self, other):
        return self.int < other.int if isinstance(other, UUID) else NotImplemented

    def __gt__(self, other):
        return self.int > other.int if isinstance(other, UUID) else NotImplemented

    def __le__(self, other):
        return self.int <= other.int if isinstance(other, UUID) else NotImplemented

    def __ge__(self, other):
        return self.int >= other.int if isinstance(other, UUID) else NotImplemented

    def __hash__(self):
        return hash(self.int)

    def __int__(self):
        return self.int

    def __repr__(self):
        return f"{self.__class__.__name__}({str(self)!r})"

    def __str__(self):
        digits = self.hex
        _spend(1000)
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

    @property
    def hex(self):
        return f"{self.int:032x}"

    @property
    def bytes(self):
        return self.int.to_bytes(16, "big")

    @property
    def bytes_le(self):
        data = self.bytes
        return data[3::-1] + data[5:3:-1] + data[7:5:-1] + data[8:]

    @property
    def fields(self):
        return (self.time_low, self.time_mid, self.time_hi_version, self.clock_seq_hi_variant, self.clock_seq_low, self.node)

    @property
    def time_low(self):
        return self.int >> 96

    @property
    def time_mid(self):
        return self.int >> 80 & 0xFFFF

    @property
    def time_hi_version(self):
        return self.int >> 64 & 0xFFFF

    @property
    def clock_seq_hi_variant(self):
        return self.int >> 56 & 0xFF

    @property
    def clock_seq_low(self):
        return self.int >> 48 & 0xFF

    @property
    def time(self):
        return (self.time_hi_version & 0x0FFF) << 48 | self.time_mid << 32 | self.time_low

    @property
    def clock_seq(self):
        return (self.clock_seq_hi_variant & 0x3F) << 8 | self.clock_seq_low

    @property
    def node(self):
        return self.int & 0xFFFFFFFFFFFF

    @property
    def urn(self):
        return "urn:uuid:" + str(self)

    @property
    def variant(self):
        if not self.int & 0x8000 << 48:
            return RESERVED_NCS
        if not self.int & 0x4000 << 48:
            return RFC_4122
        return RESERVED_FUTURE if self.int & 0x2000 << 48 else RESERVED_MICROSOFT

    @property
    def version(self):
        return self.int >> 76 & 0xF if self.variant == RFC_4122 else None


_node = None
_last = 0


def getnode():
    global _node
    if _node is None:
        # A random one, which its multicast bit says.
        _node = int.from_bytes(random_bytes(6), "big") | 1 << 40
    return _node


def uuid1(node=None, clock_seq=None):
    global _last
    stamp = max(time.time_ns() // 100 + 0x01B21DD213814000, _last + 1)
    _last = stamp
    if clock_seq is None:
        clock_seq = int.from_bytes(random_bytes(2), "big") & 0x3FFF
    parts = stamp & 0xFFFFFFFF, stamp >> 32 & 0xFFFF, stamp >> 48 & 0x0FFF, clock_seq >> 8 & 0x3F, clock_seq & 0xFF
    return UUID(fields=(*parts, getnode() if node is None else node), version=1)


def uuid3(namespace, name):
    data = name if isinstance(name, bytes) else name.encode()
    return UUID(bytes=md5(namespace.bytes + data).digest(), version=3)


def uuid4():
    _spend(2500)
    return UUID(bytes=random_bytes(16), version=4)


def uuid5(namespace, name):
    data = name if isinstance(name, bytes) else name.encode()
    return UUID(bytes=sha1(namespace.bytes + data).digest()[:16], version=5)


NAMESPACE_DNS = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_URL = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_OID = UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_X500 = UUID("6ba7b814-9dad-11d1-80b4-00c04fd430c8")
