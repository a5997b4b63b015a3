"""textwrap, pprint, base64, struct, platform, errno, heapq.merge, Counter, ChainMap, string.Template, uuid, secrets."""
import base64
import collections
import copy
import datetime as dt
import decimal
import errno
import fractions
import heapq
import json
import operator
import pprint
import random
import statistics
import string
import struct
import textwrap
import types
import uuid

print(textwrap.dedent("""\
    one
      two
    three"""))
print(textwrap.fill("the quick brown fox jumps over the lazy dog", width=20, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten("hello big wide world", width=15, placeholder="..."), textwrap.indent("a\nb\n", "> "), sep="|")
pprint.pprint({"b": [1, 2, 3], "a": {"x": "y" * 30, "z": ["w" * 20, "v" * 20]}, "c": (1,)})
pprint.pprint(list(range(10)))
print(pprint.pformat({"k": set(), "j": {3, 1, 2}}, width=10))
print(base64.b64encode(b"hello world!"), base64.b64decode("aGk="), base64.urlsafe_b64encode(b"\xff\xfe\xfd"))
print(struct.pack("!HIb5s", 1, 2, -3, b"abc"), struct.calcsize("ib"), struct.unpack("<h?", b"\x01\x00\x01"))
print(errno.ENOENT, errno.errorcode[13], json.dumps({"t": dt.timedelta(hours=1, minutes=5)}, default=str))
print(list(heapq.merge([1, 4], [2, 3], key=None)), heapq.nlargest(2, [5, 1, 9]), heapq.nsmallest(2, ["bb", "a"], key=len))
c = collections.Counter("mississippi")
print(c.most_common(2), c["z"], c - collections.Counter("miss"), +c == c, c.total(), sorted(c.elements())[:3])
m = collections.ChainMap({"a": 1}, {"a": 2, "b": 3})
print(m["a"], m["b"], m.new_child({"a": 0})["a"], dict(m))
od = collections.OrderedDict(a=1, b=2)
od.move_to_end("a")
print(od, od.popitem(last=False), collections.deque([1, 2, 3], maxlen=2), collections.namedtuple("P", "x y", defaults=[0])(1))
print(string.Template("$who likes ${what}").substitute(who="tim", what="kung pao"), uuid.UUID(int=5), uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"))
print(statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2]), round(statistics.stdev([1, 2, 3]), 3), fractions.Fraction(3, 6) + 1)
print(decimal.Decimal("0.1") + decimal.Decimal("0.2"), decimal.Decimal(1) / 3, operator.itemgetter(1, 0)("ab"), operator.attrgetter("real")(3))
random.seed(42)
print(random.random(), random.randint(1, 6), random.sample(range(10), 3), random.choice("abc"), round(random.gauss(0, 1), 6))
d = dt.datetime(2024, 2, 28, 23, 30)
print(d + dt.timedelta(hours=1), d.isoformat(), d.strftime("%a %d %b %Y"), (dt.date(2024, 3, 1) - d.date()).days, dt.datetime.fromisoformat("2024-01-01T10:00:00+00:00"))
x = {"l": [1, [2]]}
y, z = copy.copy(x), copy.deepcopy(x)
x["l"][1].append(3)
print(y, z, types.SimpleNamespace(a=1, b="x"), types.MappingProxyType({"k": 1})["k"])
