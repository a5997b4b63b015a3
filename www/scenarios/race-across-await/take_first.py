import asyncio

seats = 1

async def pay(name):
    await asyncio.sleep(0.3)
    print("paid by", name)

async def book(name):
    global seats
    if seats == 0:
        print("sold out for", name)
        return
    seats -= 1
    await pay(name)

async def main():
    await asyncio.gather(book("Ada"), book("Bo"))
    print("seats left:", seats)

asyncio.run(main())
