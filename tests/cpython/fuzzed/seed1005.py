import asyncio


def say(*words):
    print(*words)


async def c2(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    say(me, 38)


async def c1(me):
    async with condition:
        condition.notify()
    await queue.put(me)
    async with condition:
        say(me, 'condition', await condition.wait())
    async with semaphore:
        done, pending = await asyncio.wait([asyncio.create_task(c2(me + '5'))], return_when=asyncio.FIRST_EXCEPTION)
        say(me, 'done', len(done), 'pending', len(pending))
        await asyncio.sleep(0)
    return me + 'c1'


async def c4(me):
    try:
        async with condition:
            condition.notify()
        asyncio.get_running_loop().call_later(6.7666, say, me, 'called')
        asyncio.get_running_loop().call_later(4.7402, say, me, 'called')
    except BaseException as error:
        say(me, 'caught', repr(error))
    async with lock:
        say(me, 47)
    try:
        async with condition:
            condition.notify(2)
        async with condition:
            say(me, 'condition', await condition.wait())
    finally:
        say(me, 'finally')
        await asyncio.sleep(5.3778)
    await asyncio.sleep(0)
    say(me, 58)
    return me + 'c4'


async def c5(me):
    await event.wait()
    await asyncio.sleep(0)
    await event.wait()
    return me + 'c5'


async def c6(me):
    raise KeyError(me)
    try:
        await event.wait()
        try:
            async with condition:
                condition.notify()
            try:
                async with asyncio.timeout(2.4955) as scope:
                    say(me, 66)
                    await asyncio.sleep(2.2745)
            except TimeoutError:
                say(me, 'too late', scope.expired())
        except TimeoutError as error:
            say(me, 'caught', repr(error))
            raise
        try:
            say(me, 79)
            async with condition:
                say(me, 'condition', await condition.wait())
            try:
                async with asyncio.timeout(1.1399) as scope:
                    say(me, 5)
                    say(me, 93)
            except TimeoutError:
                say(me, 'too late', scope.expired())
        except Exception as error:
            say(me, 'caught', repr(error))
    finally:
        say(me, 'finally')
    event.set()
    try:
        async with condition:
            say(me, 'condition', await condition.wait())
        async with semaphore:
            say(me, 98)
            async with lock:
                say(me, 98)
    except Exception as error:
        say(me, 'caught', repr(error))
        raise
    return me + 'c6'


async def c3(me):
    for first in asyncio.as_completed([asyncio.create_task(c4(me + '3')), asyncio.create_task(c5(me + '3')), asyncio.create_task(c6(me + '4'))]):
        say(me, 'completed', await first)
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(say, me, 'called')
    return me + 'c3'


async def c7(me):
    say(me, 97)
    async with condition:
        condition.notify()
    try:
        await asyncio.sleep(8.0995)
        await queue.put(me)
        await event.wait()
    finally:
        say(me, 'finally')
    async with semaphore:
        await asyncio.sleep(6.7992)
        await asyncio.sleep(9.9548)
    return me + 'c7'


async def c0(me):
    async with condition:
        condition.notify(2)
    async with condition:
        say(me, 'condition', await condition.wait())
    async with asyncio.TaskGroup() as group:
        group.create_task(c1(me + '7'))
        group.create_task(c3(me + '4'))
        try:
            async with semaphore:
                say(me, tasks[0].cancel('stop'))
                event.clear()
            event.set()
            kept = asyncio.create_task(c7(me + '5'))
        finally:
            say(me, 'finally')
    async with condition:
        say(me, 'condition', await condition.wait())
    await asyncio.sleep(2.7841)
    return me + 'c0'


async def c8(me):
    try:
        async with condition:
            condition.notify(2)
    finally:
        say(me, 'finally')
    await event.wait()
    async with semaphore:
        say(me, 53)


async def c9(me):
    async with semaphore:
        await asyncio.sleep(4.4431)
    try:
        async with asyncio.timeout(4.6014) as scope:
            event.set()
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, 93)
    say(me, 'got', await queue.get())
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c9'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(1)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c8('B'), name='B'))
    tasks.append(asyncio.create_task(c9('C'), name='C'))
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
