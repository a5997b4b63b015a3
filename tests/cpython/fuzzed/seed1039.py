import asyncio


def say(*words):
    print(*words)


async def c1(me):
    say(me, 3)
    await asyncio.sleep(0)


async def c3(me):
    await asyncio.sleep(8.0595)
    async with semaphore:
        try:
            say(me, tasks[1].cancel())
        finally:
            say(me, 'finally')
            await asyncio.sleep(0)
        await asyncio.sleep(2.1356)
    await asyncio.sleep(6.2263)
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    return me + 'c3'


async def c4(me):
    say(me, queue.full())
    async with semaphore:
        say(me, 41)
        say(me, 67)
    return me + 'c4'


async def c5(me):
    asyncio.get_running_loop().call_soon(say, me, 'called')
    try:
        async with asyncio.timeout(0) as scope:
            say(me, queue.full())
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with semaphore:
        try:
            say(me, 76)
            await asyncio.sleep(7.9227)
        finally:
            say(me, 'finally')
            await asyncio.sleep(9.7330)
        async with condition:
            condition.notify()
    try:
        async with asyncio.timeout(6.0968) as scope:
            await event.wait()
    except TimeoutError:
        say(me, 'too late', scope.expired())


async def c6(me):
    say(me, 'got', await queue.get())
    await event.wait()
    await event.wait()
    event.set()
    return me + 'c6'


async def c7(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.sleep(9.9140)


async def c2(me):
    for first in asyncio.as_completed([asyncio.create_task(c3(me + '4')), asyncio.create_task(c4(me + '3')), asyncio.create_task(c5(me + '6'))]):
        say(me, 'completed', await first)
    say(me, queue.full())
    async with semaphore:
        say(me, 'shielded', await asyncio.shield(c6(me + '8')))
        await asyncio.sleep(0)
    say(me, await c7(me + '6'))


async def c0(me):
    event.clear()
    await asyncio.sleep(0)
    done, pending = await asyncio.wait([asyncio.create_task(c1(me + '0')), asyncio.create_task(c2(me + '3'))], return_when=asyncio.FIRST_EXCEPTION)
    say(me, 'done', len(done), 'pending', len(pending))
    return me + 'c0'


async def c10(me):
    try:
        await asyncio.sleep(7.1627)
    finally:
        say(me, 'finally')
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c10'


async def c11(me):
    try:
        asyncio.get_running_loop().call_later(0, say, me, 'called')
        await asyncio.sleep(5.2066)
        event.set()
    except TimeoutError as error:
        say(me, 'caught', repr(error))
    say(me, 80)
    return me + 'c11'


async def c12(me):
    async with condition:
        condition.notify()
    async with condition:
        condition.notify(2)
    await asyncio.sleep(9.0778)
    await asyncio.sleep(0)


async def c13(me):
    say(me, 16)
    asyncio.get_running_loop().call_soon(say, me, 'called')
    await queue.put(me)
    await asyncio.sleep(9.1195)
    return me + 'c13'


async def c9(me):
    kept = asyncio.create_task(c10(me + '4'))
    await queue.put(me)
    async with lock:
        say(me, 'in time', await asyncio.wait_for(c11(me + '4'), 5.3424))
        async with asyncio.TaskGroup() as group:
            group.create_task(c12(me + '0'))
            group.create_task(c13(me + '1'))
            await asyncio.sleep(0)


async def c8(me):
    asyncio.get_running_loop().call_soon(say, me, 'called')
    try:
        say(me, 'got', await queue.get())
        say(me, 'shielded', await asyncio.shield(c9(me + '7')))
        await asyncio.sleep(0)
    except TimeoutError as error:
        say(me, 'caught', repr(error))
    return me + 'c8'


async def c14(me):
    say(me, 95)
    asyncio.get_running_loop().call_soon(say, me, 'called')
    try:
        try:
            async with lock:
                say(me, 38)
            say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
            say(me, tasks[1].cancel('stop'))
        except Exception as error:
            say(me, 'caught', repr(error))
        say(me, 7)
        say(me, 60)
    finally:
        say(me, 'finally')
    await event.wait()


async def c15(me):
    await event.wait()
    say(me, 10)
    say(me, 68)


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(0)
    semaphore = asyncio.Semaphore(1)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    await asyncio.sleep(9.5800)
    tasks.append(asyncio.create_task(c8('B'), name='B'))
    await asyncio.sleep(4.6355)
    tasks.append(asyncio.create_task(c14('C'), name='C'))
    await asyncio.sleep(8.6994)
    tasks.append(asyncio.create_task(c15('D'), name='D'))
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
