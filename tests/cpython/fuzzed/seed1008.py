import asyncio


def say(*words):
    print(*words)


async def c2(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    await asyncio.sleep(6.6957)
    async with condition:
        condition.notify(2)
    return me + 'c2'


async def c1(me):
    say(me, 84)
    say(me, 'shielded', await asyncio.shield(c2(me + '7')))
    return me + 'c1'


async def c3(me):
    say(me, tasks[0].cancel())
    await asyncio.sleep(3.7295)


async def c5(me):
    try:
        async with condition:
            say(me, 'condition', await condition.wait())
        async with semaphore:
            try:
                say(me, 45)
                say(me, 69)
                asyncio.get_running_loop().call_soon(say, me, 'called')
            except BaseException as error:
                say(me, 'caught', repr(error))
                raise
            await queue.put(me)
    except BaseException as error:
        say(me, 'caught', repr(error))
        raise
    await queue.put(me)
    await event.wait()
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    say(me, 88)


async def c6(me):
    await asyncio.sleep(0)
    async with semaphore:
        try:
            async with asyncio.timeout(0) as scope:
                asyncio.get_running_loop().call_soon(say, me, 'called')
                await asyncio.sleep(3.3123)
        except TimeoutError:
            say(me, 'too late', scope.expired())
    try:
        async with asyncio.timeout(7.3305) as scope:
            say(me, 90)
            async with semaphore:
                await asyncio.sleep(9.4986)
                asyncio.get_running_loop().call_later(8.1457, say, me, 'called')
    except TimeoutError:
        say(me, 'too late', scope.expired())
    try:
        await event.wait()
    finally:
        say(me, 'finally')
    return me + 'c6'


async def c4(me):
    async with lock:
        for first in asyncio.as_completed([asyncio.create_task(c5(me + '1'))]):
            say(me, 'completed', await first)
        async with condition:
            condition.notify(2)
    asyncio.get_running_loop().call_soon(say, me, 'called')
    say(me, 65)
    say(me, 81)
    try:
        say(me, await c6(me + '6'))
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
        raise
    return me + 'c4'


async def c0(me):
    async with semaphore:
        say(me, 'shielded', await asyncio.shield(c1(me + '0')))
    event.set()
    say(me, await c3(me + '1'))
    await event.wait()
    say(me, await c4(me + '4'))
    return me + 'c0'


async def c9(me):
    say(me, 13)
    try:
        async with asyncio.timeout(6.0020) as scope:
            say(me, 57)
            try:
                async with asyncio.timeout(0) as scope:
                    say(me, 23)
            except TimeoutError:
                say(me, 'too late', scope.expired())
    except TimeoutError:
        say(me, 'too late', scope.expired())
    return me + 'c9'


async def c8(me):
    say(me, await c9(me + '5'))
    asyncio.get_running_loop().call_later(5.9550, say, me, 'called')
    say(me, tasks[0].cancel())
    return me + 'c8'


async def c11(me):
    async with lock:
        say(me, 71)
    await asyncio.sleep(5.1385)
    return me + 'c11'


async def c12(me):
    say(me, 35)
    async with lock:
        await asyncio.sleep(0)
        say(me, 17)
    say(me, 'got', await queue.get())
    say(me, 62)
    return me + 'c12'


async def c10(me):
    say(me, 'gathered', await asyncio.gather(c11(me + '0'), c12(me + '3')))
    say(me, queue.full())


async def c13(me):
    say(me, 'got', await queue.get())
    say(me, 'got', await queue.get())
    async with lock:
        say(me, 12)
    return me + 'c13'


async def c7(me):
    event.set()
    try:
        say(me, 'got', await queue.get())
    except BaseException as error:
        say(me, 'caught', repr(error))
    done, pending = await asyncio.wait([asyncio.create_task(c8(me + '8')), asyncio.create_task(c10(me + '0')), asyncio.create_task(c13(me + '3'))], return_when=asyncio.FIRST_COMPLETED, timeout=0)
    say(me, 'done', len(done), 'pending', len(pending))


async def c14(me):
    await queue.put(me)
    say(me, 58)
    event.clear()
    say(me, 13)
    return me + 'c14'


async def c15(me):
    await event.wait()
    async with semaphore:
        await asyncio.sleep(0)
        say(me, 84)
    asyncio.get_running_loop().call_later(0, say, me, 'called')


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(0)
    semaphore = asyncio.Semaphore(1)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c7('B'), name='B'))
    await asyncio.sleep(1.7795)
    tasks.append(asyncio.create_task(c14('C'), name='C'))
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
