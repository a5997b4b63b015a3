import asyncio


def say(*words):
    print(*words)


async def c2(me):
    try:
        try:
            await asyncio.sleep(0)
            say(me, 'got', await queue.get())
            async with condition:
                condition.notify(2)
        except Exception as error:
            say(me, 'caught', repr(error))
            raise
        say(me, 93)
    finally:
        say(me, 'finally')
        await asyncio.sleep(1.0800)
    say(me, 80)
    say(me, 8)
    return me + 'c2'


async def c1(me):
    await asyncio.sleep(5.1038)
    say(me, 'got', await queue.get())
    try:
        async with condition:
            say(me, 'condition', await condition.wait())
        say(me, 'shielded', await asyncio.shield(c2(me + '9')))
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
        raise
    return me + 'c1'


async def c0(me):
    async with condition:
        condition.notify()
    try:
        async with asyncio.timeout(1.6517) as scope:
            say(me, await c1(me + '1'))
            say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c0'


async def c5(me):
    asyncio.get_running_loop().call_soon(say, me, 'called')
    try:
        say(me, 'got', await queue.get())
        await asyncio.sleep(3.3492)
        event.set()
    finally:
        say(me, 'finally')
        await asyncio.sleep(4.8589)
    await event.wait()
    try:
        async with lock:
            say(me, 'got', await queue.get())
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
        raise
    await asyncio.sleep(5.2573)
    return me + 'c5'


async def c6(me):
    say(me, tasks[0].cancel())
    asyncio.get_running_loop().call_later(7.9309, say, me, 'called')
    async with condition:
        condition.notify()
    asyncio.get_running_loop().call_soon(say, me, 'called')
    say(me, 16)
    return me + 'c6'


async def c4(me):
    await queue.put(me)
    say(me, 47)
    raise ValueError(me)
    say(me, await c5(me + '0'))
    say(me, 'shielded', await asyncio.shield(c6(me + '7')))


async def c8(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    async with condition:
        condition.notify()
    await asyncio.sleep(2.3697)


async def c9(me):
    async with semaphore:
        async with condition:
            condition.notify(2)
        try:
            async with condition:
                condition.notify(2)
        finally:
            say(me, 'finally')
    await queue.put(me)
    say(me, 43)
    try:
        await queue.put(me)
        async with condition:
            condition.notify(2)
        await asyncio.sleep(9.8980)
    finally:
        say(me, 'finally')
    try:
        await asyncio.sleep(7.4157)
    finally:
        say(me, 'finally')
    return me + 'c9'


async def c7(me):
    kept = asyncio.create_task(c8(me + '8'))
    say(me, 'shielded', await asyncio.shield(c9(me + '7')))
    say(me, 'got', await queue.get())


async def c10(me):
    try:
        say(me, 34)
        await asyncio.sleep(6.5856)
        await event.wait()
    finally:
        say(me, 'finally')
    await asyncio.sleep(7.1630)
    await queue.put(me)
    try:
        async with asyncio.timeout(9.6378) as scope:
            say(me, 9)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with semaphore:
        await queue.put(me)
    return me + 'c10'


async def c3(me):
    async with semaphore:
        async with semaphore:
            say(me, 'in time', await asyncio.wait_for(c4(me + '6'), 0.2011))
    async with asyncio.TaskGroup() as group:
        group.create_task(c7(me + '7'))
        group.create_task(c10(me + '8'))
    async with lock:
        async with lock:
            await queue.put(me)
        say(me, 28)
    return me + 'c3'


async def c11(me):
    try:
        async with asyncio.timeout(5.1698) as scope:
            await asyncio.sleep(5.0752)
            asyncio.get_running_loop().call_soon(say, me, 'called')
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, 'got', await queue.get())
    try:
        await asyncio.sleep(5.5310)
    finally:
        say(me, 'finally')
    return me + 'c11'


async def c12(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    async with condition:
        say(me, 'condition', await condition.wait())
    await asyncio.sleep(0)


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(2)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c3('B'), name='B'))
    tasks.append(asyncio.create_task(c11('C'), name='C'))
    tasks.append(asyncio.create_task(c12('D'), name='D'))
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
