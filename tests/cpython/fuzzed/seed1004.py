import asyncio


def say(*words):
    print(*words)


async def c2(me):
    say(me, 89)
    await asyncio.sleep(3.7022)
    say(me, 'got', await queue.get())
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    return me + 'c2'


async def c3(me):
    try:
        async with asyncio.timeout(1.1874) as scope:
            say(me, queue.full())
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, 37)
    async with condition:
        condition.notify()
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())


async def c1(me):
    for first in asyncio.as_completed([asyncio.create_task(c2(me + '0'))]):
        say(me, 'completed', await first)
    await asyncio.sleep(0)
    kept = asyncio.create_task(c3(me + '6'))
    return me + 'c1'


async def c0(me):
    say(me, await c1(me + '7'))
    say(me, 91)


async def c6(me):
    await event.wait()
    raise ValueError(me)
    say(me, 94)
    raise ValueError(me)
    async with condition:
        condition.notify(2)
    return me + 'c6'


async def c7(me):
    await asyncio.sleep(6.5387)
    await queue.put(me)
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    await queue.put(me)
    return me + 'c7'


async def c8(me):
    try:
        async with asyncio.timeout(0) as scope:
            await asyncio.sleep(7.6149)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with condition:
        condition.notify()
    await asyncio.sleep(0)
    await asyncio.sleep(7.0140)
    try:
        await queue.put(me)
        await event.wait()
        await asyncio.sleep(9.9931)
    finally:
        say(me, 'finally')
        await asyncio.sleep(5.7819)
    return me + 'c8'


async def c9(me):
    say(me, 0)
    try:
        async with asyncio.timeout(9.9591) as scope:
            try:
                async with asyncio.timeout(0.6206) as scope:
                    say(me, 27)
            except TimeoutError:
                say(me, 'too late', scope.expired())
            say(me, 64)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    await asyncio.sleep(0)
    try:
        try:
            asyncio.get_running_loop().call_soon(say, me, 'called')
        finally:
            say(me, 'finally')
        say(me, 'got', await queue.get())
        say(me, 68)
    except Exception as error:
        say(me, 'caught', repr(error))
    say(me, 1)
    return me + 'c9'


async def c5(me):
    done, pending = await asyncio.wait([asyncio.create_task(c6(me + '9')), asyncio.create_task(c7(me + '7')), asyncio.create_task(c8(me + '8'))], return_when=asyncio.FIRST_COMPLETED, timeout=0)
    say(me, 'done', len(done), 'pending', len(pending))
    say(me, 'in time', await asyncio.wait_for(c9(me + '1'), 8.3506))
    await asyncio.sleep(8.1480)
    say(me, 65)
    async with condition:
        condition.notify(2)
    return me + 'c5'


async def c11(me):
    async with condition:
        condition.notify()
    try:
        async with asyncio.timeout(0) as scope:
            async with lock:
                say(me, 56)
            event.clear()
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, tasks[1].cancel('stop'))
    await event.wait()
    return me + 'c11'


async def c10(me):
    await queue.put(me)
    say(me, await c11(me + '6'))
    return me + 'c10'


async def c4(me):
    done, pending = await asyncio.wait([asyncio.create_task(c5(me + '8')), asyncio.create_task(c10(me + '1'))], return_when=asyncio.FIRST_EXCEPTION)
    say(me, 'done', len(done), 'pending', len(pending))
    await asyncio.sleep(6.7822)
    await asyncio.sleep(9.0017)
    say(me, 'got', await queue.get())
    async with condition:
        say(me, 'condition', await condition.wait())


async def c12(me):
    try:
        async with asyncio.timeout(6.8689) as scope:
            say(me, 27)
            async with semaphore:
                say(me, tasks[0].cancel())
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with lock:
        async with condition:
            say(me, 'condition', await condition.wait())
        async with condition:
            condition.notify()
    try:
        async with asyncio.timeout(0) as scope:
            say(me, 45)
            event.set()
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, 62)
    async with lock:
        await asyncio.sleep(7.0932)
    return me + 'c12'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(2)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c4('B'), name='B'))
    tasks.append(asyncio.create_task(c12('C'), name='C'))
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
