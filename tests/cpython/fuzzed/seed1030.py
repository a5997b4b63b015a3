import asyncio


def say(*words):
    print(*words)


async def c2(me):
    say(me, 'got', await queue.get())
    try:
        await event.wait()
    finally:
        say(me, 'finally')
    event.set()
    async with condition:
        say(me, 'condition', await condition.wait())
    await asyncio.sleep(0)


async def c3(me):
    async with lock:
        say(me, 80)
        try:
            say(me, tasks[0].cancel())
            try:
                say(me, tasks[0].cancel('stop'))
                say(me, 96)
            finally:
                say(me, 'finally')
        except TimeoutError as error:
            say(me, 'caught', repr(error))
            raise
    try:
        await queue.put(me)
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
    say(me, 53)
    asyncio.get_running_loop().call_later(4.8858, say, me, 'called')
    async with condition:
        say(me, 'condition', await condition.wait())


async def c4(me):
    try:
        say(me, 60)
        say(me, 73)
        say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    finally:
        say(me, 'finally')
    say(me, 59)
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c4'


async def c5(me):
    try:
        asyncio.get_running_loop().call_soon(say, me, 'called')
        try:
            async with condition:
                say(me, 'condition', await condition.wait())
        except Exception as error:
            say(me, 'caught', repr(error))
        async with condition:
            say(me, 'condition', await condition.wait())
    except TimeoutError as error:
        say(me, 'caught', repr(error))
        raise
    asyncio.get_running_loop().call_soon(say, me, 'called')
    say(me, 14)
    say(me, 'got', await queue.get())
    event.clear()
    return me + 'c5'


async def c1(me):
    async with asyncio.TaskGroup() as group:
        group.create_task(c2(me + '4'))
    for first in asyncio.as_completed([asyncio.create_task(c3(me + '7')), asyncio.create_task(c4(me + '9'))]):
        say(me, 'completed', await first)
    say(me, await c5(me + '1'))
    return me + 'c1'


async def c7(me):
    async with semaphore:
        await queue.put(me)
        async with condition:
            condition.notify()
    async with lock:
        try:
            try:
                async with asyncio.timeout(0) as scope:
                    say(me, 26)
            except TimeoutError:
                say(me, 'too late', scope.expired())
            await queue.put(me)
        except TimeoutError as error:
            say(me, 'caught', repr(error))
            raise
    await asyncio.sleep(0)
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c7'


async def c8(me):
    try:
        await asyncio.sleep(3.9159)
        await queue.put(me)
    except Exception as error:
        say(me, 'caught', repr(error))
        raise
    say(me, 95)
    say(me, 73)
    say(me, tasks[0].cancel('stop'))
    return me + 'c8'


async def c6(me):
    say(me, await c7(me + '4'))
    say(me, 'got', await queue.get())
    say(me, 'shielded', await asyncio.shield(c8(me + '6')))
    return me + 'c6'


async def c10(me):
    try:
        say(me, 50)
    finally:
        say(me, 'finally')
        await asyncio.sleep(4.1275)
    async with condition:
        condition.notify()
    try:
        try:
            await asyncio.sleep(8.0965)
            try:
                say(me, tasks[1].cancel('stop'))
            finally:
                say(me, 'finally')
                await asyncio.sleep(4.0342)
        finally:
            say(me, 'finally')
        say(me, 4)
    except Exception as error:
        say(me, 'caught', repr(error))


async def c9(me):
    say(me, tasks[0].cancel('stop'))
    say(me, await c10(me + '6'))
    asyncio.get_running_loop().call_soon(say, me, 'called')
    say(me, tasks[1].cancel())
    return me + 'c9'


async def c0(me):
    for first in asyncio.as_completed([asyncio.create_task(c1(me + '1')), asyncio.create_task(c6(me + '1')), asyncio.create_task(c9(me + '6'))]):
        say(me, 'completed', await first)
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(6.3682) as scope:
            say(me, 7)
            try:
                say(me, 69)
                say(me, 59)
                say(me, 61)
            finally:
                say(me, 'finally')
                await asyncio.sleep(0.2800)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, 57)
    raise RuntimeError(me)


async def c11(me):
    try:
        async with asyncio.timeout(0) as scope:
            await event.wait()
    except TimeoutError:
        say(me, 'too late', scope.expired())
    asyncio.get_running_loop().call_soon(say, me, 'called')
    async with semaphore:
        async with condition:
            condition.notify(2)
        await queue.put(me)
    try:
        await asyncio.sleep(8.4271)
        say(me, 27)
    except TimeoutError as error:
        say(me, 'caught', repr(error))
    return me + 'c11'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(2)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c11('B'), name='B'))
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
