import asyncio


def say(*words):
    print(*words)


async def c2(me):
    await queue.put(me)
    await asyncio.sleep(9.5661)
    async with condition:
        say(me, 'condition', await condition.wait())
    await asyncio.sleep(0.6386)
    return me + 'c2'


async def c3(me):
    asyncio.get_running_loop().call_soon(say, me, 'called')
    await asyncio.sleep(0)
    async with lock:
        async with semaphore:
            say(me, 58)
        await asyncio.sleep(0)
    return me + 'c3'


async def c4(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    asyncio.get_running_loop().call_later(0, say, me, 'called')
    return me + 'c4'


async def c1(me):
    say(me, 9)
    try:
        await asyncio.sleep(0)
        async with semaphore:
            say(me, 'gathered', await asyncio.gather(c2(me + '5'), c3(me + '8'), c4(me + '3')))
    except BaseException as error:
        say(me, 'caught', repr(error))
    return me + 'c1'


async def c0(me):
    say(me, await c1(me + '5'))
    try:
        async with condition:
            say(me, 'condition', await condition.wait())
    finally:
        say(me, 'finally')
    return me + 'c0'


async def c7(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    await event.wait()


async def c6(me):
    say(me, 'in time', await asyncio.wait_for(c7(me + '3'), 5.4499))
    raise ValueError(me)


async def c9(me):
    async with lock:
        asyncio.get_running_loop().call_soon(say, me, 'called')
    await asyncio.sleep(5.6933)
    async with semaphore:
        try:
            asyncio.get_running_loop().call_soon(say, me, 'called')
            await asyncio.sleep(2.2197)
        except BaseException as error:
            say(me, 'caught', repr(error))
        try:
            async with asyncio.timeout(1.0230) as scope:
                say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
                say(me, 2)
        except TimeoutError:
            say(me, 'too late', scope.expired())
    try:
        say(me, 55)
    finally:
        say(me, 'finally')
    async with semaphore:
        say(me, queue.full())
        say(me, 36)
    return me + 'c9'


async def c10(me):
    async with condition:
        condition.notify()
    try:
        async with asyncio.timeout(0) as scope:
            await asyncio.sleep(0)
            await asyncio.sleep(4.9202)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    return me + 'c10'


async def c11(me):
    await asyncio.sleep(0)
    await asyncio.sleep(0.4789)
    return me + 'c11'


async def c8(me):
    await asyncio.sleep(3.9397)
    kept = asyncio.create_task(c9(me + '7'))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(c10(me + '7'))
            say(me, await c11(me + '5'))
    finally:
        say(me, 'finally')
    return me + 'c8'


async def c13(me):
    say(me, 95)
    event.set()
    event.set()
    raise ValueError(me)


async def c14(me):
    say(me, 97)
    async with semaphore:
        try:
            async with asyncio.timeout(2.0405) as scope:
                say(me, 85)
        except TimeoutError:
            say(me, 'too late', scope.expired())
    await asyncio.sleep(1.2372)


async def c15(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    async with semaphore:
        await event.wait()
        await asyncio.sleep(4.7063)
    say(me, 46)
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c15'


async def c12(me):
    for first in asyncio.as_completed([asyncio.create_task(c13(me + '1')), asyncio.create_task(c14(me + '1')), asyncio.create_task(c15(me + '7'))]):
        say(me, 'completed', await first)
    say(me, 13)
    say(me, 31)
    return me + 'c12'


async def c16(me):
    async with lock:
        event.clear()
    say(me, 16)
    async with lock:
        async with condition:
            say(me, 'condition', await condition.wait())
        await asyncio.sleep(5.0938)
    await asyncio.sleep(0)
    return me + 'c16'


async def c5(me):
    try:
        async with asyncio.timeout(3.2249) as scope:
            say(me, 'shielded', await asyncio.shield(c6(me + '4')))
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, 66)
    try:
        async with asyncio.timeout(2.1377) as scope:
            try:
                say(me, 94)
                say(me, await c8(me + '9'))
            except asyncio.CancelledError as error:
                say(me, 'caught', repr(error))
            say(me, 'gathered', await asyncio.gather(c12(me + '2'), c16(me + '2'), return_exceptions=True))
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, 38)
    await asyncio.sleep(0)
    return me + 'c5'


async def c17(me):
    say(me, 2)
    await event.wait()
    async with lock:
        async with condition:
            say(me, 'condition', await condition.wait())
    return me + 'c17'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(1)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    await asyncio.sleep(9.3399)
    tasks.append(asyncio.create_task(c5('B'), name='B'))
    tasks.append(asyncio.create_task(c17('C'), name='C'))
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
