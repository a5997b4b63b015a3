import asyncio


def say(*words):
    print(*words)


async def c2(me):
    await asyncio.sleep(4.0643)
    say(me, 39)
    say(me, 34)
    say(me, 38)


async def c1(me):
    for first in asyncio.as_completed([asyncio.create_task(c2(me + '0'))]):
        say(me, 'completed', await first)
    say(me, 33)


async def c0(me):
    say(me, tasks[1].cancel())
    say(me, 'in time', await asyncio.wait_for(c1(me + '1'), 0))
    return me + 'c0'


async def c5(me):
    await event.wait()
    asyncio.get_running_loop().call_soon(say, me, 'called')
    event.clear()
    return me + 'c5'


async def c6(me):
    raise ValueError(me)
    say(me, 10)
    say(me, 'got', await queue.get())
    return me + 'c6'


async def c7(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    try:
        say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    except TimeoutError as error:
        say(me, 'caught', repr(error))
        raise
    await queue.put(me)
    await event.wait()


async def c8(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    await asyncio.sleep(1.0286)
    try:
        say(me, 27)
        asyncio.get_running_loop().call_later(5.8541, say, me, 'called')
    except Exception as error:
        say(me, 'caught', repr(error))
        raise
    return me + 'c8'


async def c9(me):
    say(me, 97)
    await asyncio.sleep(0)


async def c10(me):
    async with condition:
        condition.notify()
    say(me, 81)
    try:
        await asyncio.sleep(0)
        try:
            async with condition:
                condition.notify()
        except Exception as error:
            say(me, 'caught', repr(error))
            raise
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
    asyncio.get_running_loop().call_soon(say, me, 'called')
    say(me, 59)
    return me + 'c10'


async def c4(me):
    await queue.put(me)
    async with semaphore:
        await asyncio.sleep(4.1129)
        async with asyncio.TaskGroup() as group:
            group.create_task(c5(me + '6'))
            group.create_task(c6(me + '7'))
            group.create_task(c7(me + '5'))
            say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    try:
        async with asyncio.timeout(0.0238) as scope:
            for first in asyncio.as_completed([asyncio.create_task(c8(me + '8')), asyncio.create_task(c9(me + '0')), asyncio.create_task(c10(me + '4'))]):
                say(me, 'completed', await first)
            raise KeyError(me)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    await event.wait()
    try:
        asyncio.get_running_loop().call_soon(say, me, 'called')
    finally:
        say(me, 'finally')
    return me + 'c4'


async def c12(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    try:
        say(me, 32)
        try:
            event.clear()
            await asyncio.sleep(0)
        except BaseException as error:
            say(me, 'caught', repr(error))
            raise
    finally:
        say(me, 'finally')
    return me + 'c12'


async def c11(me):
    async with lock:
        say(me, 21)
    kept = asyncio.create_task(c12(me + '7'))
    async with condition:
        condition.notify()


async def c3(me):
    done, pending = await asyncio.wait([asyncio.create_task(c4(me + '1')), asyncio.create_task(c11(me + '5'))], return_when=asyncio.ALL_COMPLETED, timeout=0)
    say(me, 'done', len(done), 'pending', len(pending))
    say(me, queue.full())
    return me + 'c3'


async def c14(me):
    say(me, 83)
    await event.wait()
    try:
        async with lock:
            asyncio.get_running_loop().call_later(5.1590, say, me, 'called')
        try:
            await asyncio.sleep(0)
            async with lock:
                asyncio.get_running_loop().call_soon(say, me, 'called')
        except TimeoutError as error:
            say(me, 'caught', repr(error))
        async with condition:
            say(me, 'condition', await condition.wait())
    finally:
        say(me, 'finally')
    event.clear()
    asyncio.get_running_loop().call_soon(say, me, 'called')
    return me + 'c14'


async def c13(me):
    say(me, 'shielded', await asyncio.shield(c14(me + '2')))
    say(me, 79)
    return me + 'c13'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(2)
    semaphore = asyncio.Semaphore(1)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c3('B'), name='B'))
    tasks.append(asyncio.create_task(c13('C'), name='C'))
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
