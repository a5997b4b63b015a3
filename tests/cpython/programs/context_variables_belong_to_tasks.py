import asyncio
from contextvars import ContextVar, copy_context

language = ContextVar("language", default="en")


async def greet(name, code=None):
    if code:
        language.set(code)
    await asyncio.sleep(0.1)
    print(name, language.get())


async def main():
    await asyncio.gather(greet("ann", "fr"), greet("bob", "de"), greet("cyd"))
    token = language.set("it")
    await asyncio.create_task(greet("dan"))
    language.reset(token)
    print(language.get())
    context = copy_context()
    context.run(language.set, "pt")
    print(context[language], language.get())
    await asyncio.create_task(greet("eve"), context=context)


asyncio.run(main())
