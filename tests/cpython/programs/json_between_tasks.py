"""Messages as JSON between tasks: a default for dataclasses, hooks, sorted keys, errors of parsing."""

import asyncio
import json
import uuid
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime, timedelta, timezone
from enum import Enum


class Kind(str, Enum):
    PING = "ping"
    WORK = "work"


@dataclass
class Message:
    kind: Kind
    payload: dict
    at: datetime

    @property
    def id(self):
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{self.kind.value}/{self.at:%Y%m%d}")


def encode(value):
    if is_dataclass(value):
        return asdict(value) | {"id": value.id}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"cannot encode {type(value).__name__}")


async def sender(queue):
    start = datetime(2024, 2, 28, 23, 59, tzinfo=timezone.utc)
    for i, kind in enumerate(Kind):
        message = Message(kind, {"n": i, "tags": {"b", "a"}, "ratio": 0.1 * 3}, start + timedelta(minutes=i))
        await queue.put(json.dumps(message, default=encode, sort_keys=True))
    await queue.put('{"kind": "bad", }')
    await queue.put("[1, 2")
    await queue.put(None)


async def receiver(queue):
    while (text := await queue.get()) is not None:
        try:
            message = json.loads(text, object_hook=lambda d: {k.upper(): v for k, v in d.items()})
        except json.JSONDecodeError as error:
            print(error.msg, error.pos, error.lineno, "|", error)
            continue
        print(message["ID"], Kind(message["KIND"]), datetime.fromisoformat(message["AT"]).date(), message["PAYLOAD"])


async def main():
    queue = asyncio.Queue(1)
    await asyncio.gather(sender(queue), receiver(queue))
    print(json.dumps({"a": [1, 2.0, None, True], "b": "\u00e9\n", 3: ()}, indent=1, ensure_ascii=False))
    try:
        json.dumps({"x": {1, 2}, "y": object()}, default=encode)
    except TypeError as error:
        print(error)
    print(Kind.PING == "ping", f"{Kind.WORK}", str(Kind.WORK), json.dumps(Kind.WORK), timedelta(hours=25, seconds=1.5), datetime(2024, 2, 29) - datetime(2024, 2, 28, 12))


asyncio.run(main())
