# An exception that leaves the loop through a task keeps it only as long as somebody has the exception.
import asyncio


async def leaves():
    raise SystemExit(3)


async def main():
    asyncio.create_task(leaves(), name="leaving")
    await asyncio.sleep(0.05)


try:
    asyncio.run(main())
except SystemExit as error:
    print(error.code, vars(error))
    print("still in the handler")
print("after it")
