import asyncio


def say(*words):
    print(*words)


async def c1(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    async with condition:
        say(me, 'condition', await condition.wait())
    say(me, 49)


async def c3(me):
    await queue.put(me)
    say(me, 'got', await queue.get())
    await asyncio.sleep(2.7802)
    await queue.put(me)
    return me + 'c3'


async def c2(me):
    await asyncio.sleep(6.3781)
    async with lock:
        async with lock:
            say(me, 36)
        say(me, 'got', await queue.get())
    say(me, 'in time', await asyncio.wait_for(c3(me + '4'), 3.2427))
    return me + 'c2'


async def c5(me):
    async with condition:
        condition.notify(2)
    async with lock:
        async with lock:
            say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    try:
        async with lock:
            async with condition:
                condition.notify(2)
        say(me, 86)
        event.set()
    except TimeoutError as error:
        say(me, 'caught', repr(error))
        raise
    return me + 'c5'


async def c4(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    try:
        async with asyncio.timeout(0) as scope:
            say(me, 'shielded', await asyncio.shield(c5(me + '6')))
    except TimeoutError:
        say(me, 'too late', scope.expired())


async def c7(me):
    asyncio.get_running_loop().call_soon(say, me, 'called')
    await asyncio.sleep(0)
    return me + 'c7'


async def c6(me):
    say(me, await c7(me + '8'))
    event.clear()
    return me + 'c6'


async def c0(me):
    say(me, 'shielded', await asyncio.shield(c1(me + '0')))
    try:
        asyncio.get_running_loop().call_later(0, say, me, 'called')
    finally:
        say(me, 'finally')
        await asyncio.sleep(3.3111)
    event.set()
    async with lock:
        try:
            async with semaphore:
                await asyncio.sleep(3.9226)
            try:
                async with asyncio.timeout(0) as scope:
                    done, pending = await asyncio.wait([asyncio.create_task(c2(me + '5')), asyncio.create_task(c4(me + '9')), asyncio.create_task(c6(me + '3'))], return_when=asyncio.ALL_COMPLETED)
                    say(me, 'done', len(done), 'pending', len(pending))
                    say(me, tasks[1].cancel())
            except TimeoutError:
                say(me, 'too late', scope.expired())
        finally:
            say(me, 'finally')


async def c10(me):
    say(me, queue.full())
    await event.wait()
    return me + 'c10'


async def c11(me):
    async with semaphore:
        say(me, tasks[0].cancel())
        async with semaphore:
            await event.wait()
    try:
        async with asyncio.timeout(6.7343) as scope:
            await queue.put(me)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, 58)
    say(me, 62)
    return me + 'c11'


async def c12(me):
    await asyncio.sleep(6.6393)
    say(me, 'got', await queue.get())
    try:
        say(me, 75)
        async with condition:
            condition.notify(2)
        try:
            async with asyncio.timeout(3.9504) as scope:
                event.set()
                say(me, tasks[1].cancel())
        except TimeoutError:
            say(me, 'too late', scope.expired())
    except TimeoutError as error:
        say(me, 'caught', repr(error))
    say(me, queue.full())


async def c9(me):
    say(me, 'shielded', await asyncio.shield(c10(me + '4')))
    say(me, 'in time', await asyncio.wait_for(c11(me + '7'), 8.4680))
    try:
        await asyncio.sleep(0)
        try:
            try:
                async with asyncio.timeout(0) as scope:
                    await asyncio.sleep(2.2463)
                    say(me, 'shielded', await asyncio.shield(c12(me + '8')))
            except TimeoutError:
                say(me, 'too late', scope.expired())
        finally:
            say(me, 'finally')
            await asyncio.sleep(0)
        say(me, 84)
    except BaseException as error:
        say(me, 'caught', repr(error))
        raise
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    return me + 'c9'


async def c13(me):
    event.clear()
    await asyncio.sleep(4.0769)


async def c14(me):
    try:
        async with asyncio.timeout(2.1178) as scope:
            await asyncio.sleep(3.6064)
            try:
                say(me, 79)
            except TimeoutError as error:
                say(me, 'caught', repr(error))
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with semaphore:
        await asyncio.sleep(4.6411)
        say(me, 'got', await queue.get())
    await asyncio.sleep(9.7675)


async def c8(me):
    for first in asyncio.as_completed([asyncio.create_task(c9(me + '0')), asyncio.create_task(c13(me + '9')), asyncio.create_task(c14(me + '6'))]):
        say(me, 'completed', await first)
    raise KeyError(me)
    return me + 'c8'


async def c15(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    try:
        await asyncio.sleep(9.7579)
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
        raise
    say(me, tasks[0].cancel())
    try:
        async with asyncio.timeout(4.2593) as scope:
            try:
                say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
                say(me, tasks[1].cancel('stop'))
                await asyncio.sleep(0)
            except BaseException as error:
                say(me, 'caught', repr(error))
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c15'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(1)
    semaphore = asyncio.Semaphore(1)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c8('B'), name='B'))
    tasks.append(asyncio.create_task(c15('C'), name='C'))
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
