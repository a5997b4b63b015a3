import asyncio


def say(*words):
    print(*words)


async def c1(me):
    await asyncio.sleep(4.5187)
    await asyncio.sleep(8.7340)
    async with condition:
        say(me, 'condition', await condition.wait())
    say(me, 'got', await queue.get())


async def c0(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    await event.wait()
    async with condition:
        condition.notify(2)
    try:
        say(me, 'shielded', await asyncio.shield(c1(me + '0')))
    finally:
        say(me, 'finally')


async def c3(me):
    await asyncio.sleep(0.3230)
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())


async def c2(me):
    async with semaphore:
        say(me, 'in time', await asyncio.wait_for(c3(me + '0'), 0))
    await asyncio.sleep(2.5561)
    return me + 'c2'


async def c6(me):
    await asyncio.sleep(6.2147)
    asyncio.get_running_loop().call_later(0, say, me, 'called')
    event.clear()
    return me + 'c6'


async def c7(me):
    async with condition:
        condition.notify(2)
    try:
        event.set()
    finally:
        say(me, 'finally')
    say(me, 65)
    return me + 'c7'


async def c8(me):
    try:
        async with asyncio.timeout(7.0867) as scope:
            try:
                await asyncio.sleep(7.2411)
                asyncio.get_running_loop().call_soon(say, me, 'called')
                await asyncio.sleep(4.0349)
            finally:
                say(me, 'finally')
            async with condition:
                condition.notify()
    except TimeoutError:
        say(me, 'too late', scope.expired())
    event.set()
    async with condition:
        say(me, 'condition', await condition.wait())
    try:
        try:
            async with asyncio.timeout(4.1721) as scope:
                await asyncio.sleep(0)
        except TimeoutError:
            say(me, 'too late', scope.expired())
        async with condition:
            say(me, 'condition', await condition.wait())
        async with semaphore:
            say(me, 4)
            try:
                say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
            except asyncio.CancelledError as error:
                say(me, 'caught', repr(error))
    except Exception as error:
        say(me, 'caught', repr(error))
        raise
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c8'


async def c9(me):
    try:
        async with semaphore:
            try:
                event.set()
            finally:
                say(me, 'finally')
                await asyncio.sleep(9.4356)
        await queue.put(me)
    finally:
        say(me, 'finally')
    async with semaphore:
        say(me, tasks[0].cancel())
        say(me, queue.full())
    return me + 'c9'


async def c5(me):
    for first in asyncio.as_completed([asyncio.create_task(c6(me + '5')), asyncio.create_task(c7(me + '7')), asyncio.create_task(c8(me + '8'))]):
        say(me, 'completed', await first)
    await asyncio.sleep(2.6807)
    for first in asyncio.as_completed([asyncio.create_task(c9(me + '2'))]):
        say(me, 'completed', await first)


async def c4(me):
    event.set()
    await event.wait()
    kept = asyncio.create_task(c5(me + '2'))


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(0)
    semaphore = asyncio.Semaphore(1)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c2('B'), name='B'))
    await asyncio.sleep(5.5272)
    tasks.append(asyncio.create_task(c4('C'), name='C'))
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
