"""A chat room in memory: clients with inbox queues, join and leave, broadcast, private messages."""

import asyncio
from contextlib import asynccontextmanager


class Room:
    def __init__(self, name):
        self.name = name
        self.members = {}
        self.log = []

    @asynccontextmanager
    async def member(self, nick):
        if nick in self.members:
            raise ValueError(f"{nick!r} is taken")
        inbox = asyncio.Queue(maxsize=10)
        self.members[nick] = inbox
        await self.broadcast("*", f"{nick} joined {self.name}")
        try:
            yield inbox
        finally:
            del self.members[nick]
            await self.broadcast("*", f"{nick} left")

    async def broadcast(self, sender, text):
        self.log.append((sender, text))
        for nick, inbox in self.members.items():
            if nick != sender:
                await inbox.put(f"<{sender}> {text}")

    async def whisper(self, sender, to, text):
        try:
            self.members[to].put_nowait(f"[{sender} -> you] {text}")
        except KeyError:
            print(f"   {sender}: nobody is called {to}")


async def reader(nick, inbox):
    try:
        while True:
            message = await inbox.get()
            print(f"{nick:>6} sees {message}")
    except asyncio.CancelledError:
        print(f"{nick:>6} stops reading, {inbox.qsize()} unread")
        raise


async def client(room, nick, start, lines):
    await asyncio.sleep(start)
    async with room.member(nick) as inbox:
        reading = asyncio.create_task(reader(nick, inbox), name=f"reader-{nick}")
        for line in lines:
            await asyncio.sleep(0.02)
            match line.split(maxsplit=2):
                case ["/w", to, text]:
                    await room.whisper(nick, to, text)
                case ["/quit", *_]:
                    break
                case _:
                    await room.broadcast(nick, line)
        await asyncio.sleep(0.015)
        reading.cancel()
        try:
            await reading
        except asyncio.CancelledError:
            pass


async def main():
    room = Room("#python")
    await asyncio.gather(
        client(room, "ann", 0, ["hello", "anybody here?", "/w bob psst", "bye"]),
        client(room, "bob", 0.03, ["hi ann", "/w zoe hello", "/quit now", "never said"]),
    )
    try:
        async with room.member("ann"), room.member("ann"):
            pass
    except ValueError as error:
        print("error:", error)
    print(len(room.log), "lines,", len(room.members), "members")


asyncio.run(main())
