import asyncio


def say(*words):
    print(*words)


async def c2(me):
    await asyncio.sleep(3.1866)
    await event.wait()
    try:
        async with semaphore:
            say(me, 'got', await queue.get())
            event.set()
        await asyncio.sleep(5.6291)
        async with lock:
            try:
                event.set()
                say(me, 96)
            except Exception as error:
                say(me, 'caught', repr(error))
            say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    finally:
        say(me, 'finally')
        await asyncio.sleep(5.5112)
    return me + 'c2'


async def c3(me):
    say(me, 16)
    await asyncio.sleep(5.9193)
    try:
        say(me, 98)
    except Exception as error:
        say(me, 'caught', repr(error))
        raise
    async with condition:
        condition.notify(2)
    async with lock:
        try:
            try:
                async with asyncio.timeout(0) as scope:
                    await asyncio.sleep(0)
                    say(me, 92)
            except TimeoutError:
                say(me, 'too late', scope.expired())
            await asyncio.sleep(5.1773)
        except BaseException as error:
            say(me, 'caught', repr(error))
            raise
        say(me, 75)
    return me + 'c3'


async def c1(me):
    try:
        async with asyncio.timeout(0) as scope:
            await event.wait()
            await asyncio.sleep(9.1546)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    event.clear()
    say(me, 'in time', await asyncio.wait_for(c2(me + '6'), 0))
    try:
        async with asyncio.timeout(7.8112) as scope:
            say(me, 'shielded', await asyncio.shield(c3(me + '6')))
            say(me, 82)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    event.clear()
    return me + 'c1'


async def c0(me):
    await queue.put(me)
    try:
        async with asyncio.timeout(6.5046) as scope:
            try:
                say(me, 'in time', await asyncio.wait_for(c1(me + '8'), 7.7773))
                await asyncio.sleep(0)
            except asyncio.CancelledError as error:
                say(me, 'caught', repr(error))
            say(me, tasks[1].cancel('stop'))
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, 64)
    await asyncio.sleep(6.6345)
    say(me, 34)
    return me + 'c0'


async def c6(me):
    await event.wait()
    say(me, 58)
    await asyncio.sleep(2.5196)
    say(me, 62)
    return me + 'c6'


async def c5(me):
    say(me, 'got', await queue.get())
    async with semaphore:
        await asyncio.sleep(7.0195)
        kept = asyncio.create_task(c6(me + '5'))
    return me + 'c5'


async def c8(me):
    say(me, tasks[1].cancel())
    try:
        async with asyncio.timeout(2.6168) as scope:
            await asyncio.sleep(9.9272)
            asyncio.get_running_loop().call_soon(say, me, 'called')
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with condition:
        condition.notify(2)
    say(me, queue.full())
    try:
        asyncio.get_running_loop().call_soon(say, me, 'called')
    except Exception as error:
        say(me, 'caught', repr(error))
    return me + 'c8'


async def c7(me):
    async with asyncio.TaskGroup() as group:
        group.create_task(c8(me + '2'))
    await asyncio.sleep(9.4576)
    return me + 'c7'


async def c9(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    asyncio.get_running_loop().call_soon(say, me, 'called')
    return me + 'c9'


async def c4(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    async with asyncio.TaskGroup() as group:
        group.create_task(c5(me + '8'))
        group.create_task(c7(me + '3'))
        group.create_task(c9(me + '4'))
        event.set()
    say(me, 42)
    await queue.put(me)
    return me + 'c4'


async def c10(me):
    raise KeyError(me)
    await asyncio.sleep(0)
    try:
        asyncio.get_running_loop().call_soon(say, me, 'called')
        try:
            await asyncio.sleep(7.8698)
            event.set()
            async with condition:
                condition.notify()
        finally:
            say(me, 'finally')
        say(me, 11)
    finally:
        say(me, 'finally')
    return me + 'c10'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(1)
    semaphore = asyncio.Semaphore(1)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    await asyncio.sleep(0)
    tasks.append(asyncio.create_task(c4('B'), name='B'))
    tasks.append(asyncio.create_task(c10('C'), name='C'))
    await asyncio.sleep(0)
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
