import asyncio


def say(*words):
    print(*words)


async def c2(me):
    try:
        async with asyncio.timeout(0) as scope:
            await asyncio.sleep(8.9150)
            try:
                say(me, 26)
                event.clear()
            finally:
                say(me, 'finally')
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, queue.full())
    async with condition:
        condition.notify(2)
    say(me, tasks[0].cancel())
    asyncio.get_running_loop().call_soon(say, me, 'called')
    return me + 'c2'


async def c3(me):
    say(me, 97)
    say(me, 64)
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())


async def c4(me):
    async with condition:
        condition.notify(2)
    await asyncio.sleep(6.5766)
    say(me, 'got', await queue.get())
    await asyncio.sleep(0.5281)
    return me + 'c4'


async def c1(me):
    async with asyncio.TaskGroup() as group:
        group.create_task(c2(me + '8'))
        for first in asyncio.as_completed([asyncio.create_task(c3(me + '8'))]):
            say(me, 'completed', await first)
    say(me, 'in time', await asyncio.wait_for(c4(me + '3'), 9.0936))
    say(me, tasks[0].cancel())
    return me + 'c1'


async def c6(me):
    say(me, 'got', await queue.get())
    try:
        await asyncio.sleep(6.4176)
    finally:
        say(me, 'finally')
    return me + 'c6'


async def c7(me):
    await queue.put(me)
    async with lock:
        async with condition:
            say(me, 'condition', await condition.wait())
    say(me, 37)
    await event.wait()


async def c8(me):
    say(me, 57)
    raise KeyError(me)
    try:
        async with semaphore:
            await queue.put(me)
    except Exception as error:
        say(me, 'caught', repr(error))
    try:
        async with asyncio.timeout(9.5715) as scope:
            async with semaphore:
                event.clear()
                await asyncio.sleep(0.1148)
            raise RuntimeError(me)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with condition:
        condition.notify(2)


async def c9(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    asyncio.get_running_loop().call_soon(say, me, 'called')
    say(me, 'got', await queue.get())
    return me + 'c9'


async def c10(me):
    await queue.put(me)
    say(me, 67)
    asyncio.get_running_loop().call_later(0, say, me, 'called')
    await asyncio.sleep(7.8985)


async def c5(me):
    say(me, 'gathered', await asyncio.gather(c6(me + '2'), c7(me + '3'), c8(me + '1')))
    say(me, 'shielded', await asyncio.shield(c9(me + '5')))
    kept = asyncio.create_task(c10(me + '2'))
    event.set()
    return me + 'c5'


async def c12(me):
    try:
        async with asyncio.timeout(3.2086) as scope:
            try:
                await asyncio.sleep(0)
            finally:
                say(me, 'finally')
    except TimeoutError:
        say(me, 'too late', scope.expired())
    try:
        try:
            event.set()
            async with lock:
                asyncio.get_running_loop().call_soon(say, me, 'called')
            asyncio.get_running_loop().call_later(0, say, me, 'called')
        except asyncio.CancelledError as error:
            say(me, 'caught', repr(error))
            raise
        async with condition:
            condition.notify(2)
        async with condition:
            condition.notify()
    finally:
        say(me, 'finally')
    say(me, tasks[0].cancel('stop'))


async def c13(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    async with lock:
        say(me, 'got', await queue.get())
    event.clear()


async def c11(me):
    say(me, 3)
    say(me, 96)
    done, pending = await asyncio.wait([asyncio.create_task(c12(me + '9')), asyncio.create_task(c13(me + '9'))], return_when=asyncio.ALL_COMPLETED)
    say(me, 'done', len(done), 'pending', len(pending))
    async with condition:
        condition.notify(2)
    return me + 'c11'


async def c14(me):
    await event.wait()
    say(me, 46)
    try:
        await asyncio.sleep(3.0599)
        say(me, 97)
        async with semaphore:
            say(me, 45)
    finally:
        say(me, 'finally')
    event.set()
    await asyncio.sleep(4.1676)
    return me + 'c14'


async def c15(me):
    await asyncio.sleep(1.8408)
    await asyncio.sleep(1.4170)
    await asyncio.sleep(6.9119)
    try:
        event.set()
        say(me, 0)
        say(me, tasks[1].cancel('stop'))
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
    return me + 'c15'


async def c0(me):
    await asyncio.sleep(6.0597)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(c1(me + '4'))
            group.create_task(c5(me + '1'))
        async with asyncio.TaskGroup() as group:
            group.create_task(c11(me + '6'))
            group.create_task(c14(me + '6'))
            group.create_task(c15(me + '4'))
    except Exception as error:
        say(me, 'caught', repr(error))
        raise
    async with lock:
        await asyncio.sleep(2.5166)


async def c16(me):
    say(me, 5)
    async with condition:
        condition.notify()
    return me + 'c16'


async def c17(me):
    event.set()
    say(me, 8)
    raise KeyError(me)
    await queue.put(me)


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(0)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c16('B'), name='B'))
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
