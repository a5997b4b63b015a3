import asyncio


def say(*words):
    print(*words)


async def c2(me):
    asyncio.get_running_loop().call_soon(say, me, 'called')
    event.clear()
    await asyncio.sleep(1.6164)


async def c3(me):
    await asyncio.sleep(4.5765)
    event.set()
    say(me, 21)
    return me + 'c3'


async def c4(me):
    asyncio.get_running_loop().call_later(0, say, me, 'called')
    async with semaphore:
        say(me, 56)
        async with condition:
            condition.notify(2)
    async with semaphore:
        await asyncio.sleep(0)
    async with condition:
        condition.notify(2)


async def c5(me):
    await event.wait()
    try:
        async with asyncio.timeout(1.9759) as scope:
            await asyncio.sleep(8.6668)
            asyncio.get_running_loop().call_soon(say, me, 'called')
    except TimeoutError:
        say(me, 'too late', scope.expired())
    try:
        async with asyncio.timeout(0) as scope:
            await event.wait()
            await asyncio.sleep(0)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    return me + 'c5'


async def c1(me):
    say(me, 98)
    done, pending = await asyncio.wait([asyncio.create_task(c2(me + '9'))], return_when=asyncio.FIRST_EXCEPTION)
    say(me, 'done', len(done), 'pending', len(pending))
    say(me, 'gathered', await asyncio.gather(c3(me + '4'), c4(me + '5')))
    say(me, 97)
    kept = asyncio.create_task(c5(me + '5'))


async def c0(me):
    await queue.put(me)
    say(me, await c1(me + '9'))


async def c8(me):
    async with condition:
        condition.notify()
    async with condition:
        condition.notify(2)
    say(me, queue.full())
    async with lock:
        async with semaphore:
            async with condition:
                condition.notify(2)
    event.clear()


async def c7(me):
    async with semaphore:
        await asyncio.sleep(0)
        say(me, 62)
    say(me, 7)
    await queue.put(me)
    kept = asyncio.create_task(c8(me + '8'))


async def c10(me):
    await asyncio.sleep(9.2981)
    await asyncio.sleep(8.4366)
    say(me, 64)
    return me + 'c10'


async def c9(me):
    say(me, 27)
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    kept = asyncio.create_task(c10(me + '6'))
    await asyncio.sleep(5.9769)
    await asyncio.sleep(8.0373)
    return me + 'c9'


async def c11(me):
    say(me, 4)
    await asyncio.sleep(0)
    async with lock:
        await asyncio.sleep(0)
        try:
            async with asyncio.timeout(2.6212) as scope:
                await asyncio.sleep(6.6075)
                say(me, 83)
        except TimeoutError:
            say(me, 'too late', scope.expired())
    say(me, queue.full())
    return me + 'c11'


async def c6(me):
    for first in asyncio.as_completed([asyncio.create_task(c7(me + '5'))]):
        say(me, 'completed', await first)
    try:
        kept = asyncio.create_task(c9(me + '8'))
        try:
            await asyncio.sleep(8.0257)
            await asyncio.sleep(0)
        except Exception as error:
            say(me, 'caught', repr(error))
        kept = asyncio.create_task(c11(me + '0'))
    finally:
        say(me, 'finally')
    try:
        async with asyncio.timeout(0) as scope:
            say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    except TimeoutError:
        say(me, 'too late', scope.expired())


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(2)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c6('B'), name='B'))
    await asyncio.sleep(8.0045)
    done, pending = await asyncio.wait(tasks, timeout=100)
    for task in tasks:
        say(task.get_name(), task.done(), task.cancelled(), task.cancelling())
        if task.done() and not task.cancelled():
            say(repr(task.exception()), task.exception() or task.result())
    rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    rest.sort(key=lambda task: (len(task.get_name()), task.get_name()))
    for task in rest:
        task.cancel()
        await asyncio.wait([task])


asyncio.run(main())
say('end')
