import asyncio


def say(*words):
    print(*words)


async def c2(me):
    await asyncio.sleep(3.5250)
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())


async def c3(me):
    say(me, 85)
    await event.wait()
    return me + 'c3'


async def c4(me):
    await event.wait()
    await asyncio.sleep(0)
    try:
        event.set()
        async with semaphore:
            async with semaphore:
                await asyncio.sleep(4.8502)
                say(me, 84)
            await queue.put(me)
    finally:
        say(me, 'finally')


async def c5(me):
    say(me, 75)
    await asyncio.sleep(1.5798)
    return me + 'c5'


async def c6(me):
    say(me, 90)
    say(me, 'got', await queue.get())


async def c1(me):
    for first in asyncio.as_completed([asyncio.create_task(c2(me + '4')), asyncio.create_task(c3(me + '9')), asyncio.create_task(c4(me + '4'))]):
        say(me, 'completed', await first)
    try:
        try:
            async with condition:
                condition.notify(2)
            say(me, 'shielded', await asyncio.shield(c5(me + '1')))
            say(me, 'shielded', await asyncio.shield(c6(me + '9')))
        except BaseException as error:
            say(me, 'caught', repr(error))
    finally:
        say(me, 'finally')
    try:
        try:
            await asyncio.sleep(0)
            say(me, 37)
            async with condition:
                say(me, 'condition', await condition.wait())
        except Exception as error:
            say(me, 'caught', repr(error))
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
    await event.wait()


async def c0(me):
    asyncio.get_running_loop().call_later(2.6536, say, me, 'called')
    await event.wait()
    say(me, await c1(me + '3'))
    say(me, tasks[1].cancel())
    await asyncio.sleep(0)
    return me + 'c0'


async def c9(me):
    try:
        try:
            try:
                say(me, tasks[0].cancel())
                await asyncio.sleep(1.6317)
                await asyncio.sleep(9.0008)
            except BaseException as error:
                say(me, 'caught', repr(error))
            await event.wait()
            event.set()
        except TimeoutError as error:
            say(me, 'caught', repr(error))
            raise
    except TimeoutError as error:
        say(me, 'caught', repr(error))
        raise
    say(me, 77)
    async with condition:
        say(me, 'condition', await condition.wait())


async def c10(me):
    try:
        try:
            try:
                async with asyncio.timeout(4.6596) as scope:
                    await asyncio.sleep(0)
                    say(me, 12)
            except TimeoutError:
                say(me, 'too late', scope.expired())
        except TimeoutError as error:
            say(me, 'caught', repr(error))
            raise
        await asyncio.sleep(5.0534)
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
        raise
    async with lock:
        await asyncio.sleep(2.3924)
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c10'


async def c8(me):
    try:
        say(me, tasks[0].cancel('stop'))
        async with lock:
            kept = asyncio.create_task(c9(me + '8'))
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
        raise
    for first in asyncio.as_completed([asyncio.create_task(c10(me + '0'))]):
        say(me, 'completed', await first)
    try:
        async with semaphore:
            try:
                say(me, 2)
            except asyncio.CancelledError as error:
                say(me, 'caught', repr(error))
    except TimeoutError as error:
        say(me, 'caught', repr(error))
        raise
    async with semaphore:
        say(me, 'got', await queue.get())
        async with semaphore:
            try:
                async with asyncio.timeout(1.2285) as scope:
                    say(me, 14)
            except TimeoutError:
                say(me, 'too late', scope.expired())


async def c11(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    try:
        say(me, 'got', await queue.get())
    except Exception as error:
        say(me, 'caught', repr(error))
        raise
    return me + 'c11'


async def c7(me):
    try:
        async with asyncio.timeout(8.5652) as scope:
            say(me, 36)
            say(me, 35)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    try:
        for first in asyncio.as_completed([asyncio.create_task(c8(me + '3')), asyncio.create_task(c11(me + '2'))]):
            say(me, 'completed', await first)
    except Exception as error:
        say(me, 'caught', repr(error))
        raise
    event.set()
    await asyncio.sleep(1.3860)
    say(me, queue.full())
    return me + 'c7'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(2)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    await asyncio.sleep(2.6696)
    tasks.append(asyncio.create_task(c7('B'), name='B'))
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
