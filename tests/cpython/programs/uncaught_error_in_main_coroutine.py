import asyncio


class ConfigError(Exception):
    pass


async def load(name):
    await asyncio.sleep(0.1)
    try:
        return {"host": "localhost"}[name]
    except KeyError as error:
        raise ConfigError(f"no setting {name!r}") from error


async def main():
    print(await load("host"))
    print(await load("port"))


asyncio.run(main())
