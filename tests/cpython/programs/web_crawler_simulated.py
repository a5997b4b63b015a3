"""A web crawler over a made-up site: workers share a queue and a set of what has been seen."""

import asyncio
from dataclasses import dataclass, field

SITE = {
    "/": ["/about", "/blog", "/shop"],
    "/about": ["/", "/team"],
    "/blog": ["/blog/1", "/blog/2", "/"],
    "/blog/1": ["/blog/2"],
    "/blog/2": ["/blog/1", "/missing"],
    "/shop": ["/shop/cart"],
    "/shop/cart": [],
    "/team": ["/about"],
}


class NotFound(Exception):
    def __init__(self, url):
        super().__init__(f"404: {url}")
        self.url = url


@dataclass
class Crawler:
    limit: int = 3
    seen: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    fetched: int = 0

    async def fetch(self, url: str) -> list[str]:
        await asyncio.sleep(0.02 + 0.005 * len(url))
        if url not in SITE:
            raise NotFound(url)
        self.fetched += 1
        return SITE[url]

    async def worker(self, name: str, queue: asyncio.Queue) -> None:
        while True:
            url = await queue.get()
            try:
                for link in await self.fetch(url):
                    if link not in self.seen:
                        self.seen.add(link)
                        queue.put_nowait(link)
                print(f"{name}: {url:<12} queue={queue.qsize()}")
            except NotFound as error:
                self.errors.append(str(error))
            finally:
                queue.task_done()

    async def crawl(self, start: str) -> None:
        queue = asyncio.Queue()
        self.seen.add(start)
        await queue.put(start)
        workers = [asyncio.create_task(self.worker(f"w{i}", queue)) for i in range(self.limit)]
        await queue.join()
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


async def main():
    crawler = Crawler()
    await crawler.crawl("/")
    print(f"{crawler.fetched} pages, errors: {crawler.errors}")
    print(sorted(crawler.seen))
    print(crawler.limit, Crawler(limit=1) == Crawler(limit=1), repr(Crawler(5, {"x"})))


asyncio.run(main())
