import asyncio


def say(*words):
    print(*words)


async def c2(me):
    async with condition:
        condition.notify()
    try:
        try:
            async with asyncio.timeout(0) as scope:
                say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
                event.set()
        except TimeoutError:
            say(me, 'too late', scope.expired())
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
        raise
    await event.wait()
    say(me, 19)
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c2'


async def c3(me):
    await queue.put(me)
    say(me, queue.full())
    await event.wait()
    await asyncio.sleep(0)
    await asyncio.sleep(2.4384)


async def c1(me):
    kept = asyncio.create_task(c2(me + '5'))
    async with semaphore:
        say(me, 'shielded', await asyncio.shield(c3(me + '8')))


async def c5(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    try:
        async with asyncio.timeout(3.3180) as scope:
            event.clear()
            raise RuntimeError(me)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    await asyncio.sleep(5.9151)
    await asyncio.sleep(0)
    return me + 'c5'


async def c6(me):
    await queue.put(me)
    say(me, 1)
    return me + 'c6'


async def c7(me):
    await asyncio.sleep(2.2383)
    async with lock:
        say(me, 'got', await queue.get())
        asyncio.get_running_loop().call_soon(say, me, 'called')
    async with semaphore:
        async with condition:
            condition.notify(2)
    say(me, 48)
    await asyncio.sleep(4.8201)


async def c4(me):
    await asyncio.sleep(0)
    async with condition:
        say(me, 'condition', await condition.wait())
    say(me, await c5(me + '0'))
    say(me, 'in time', await asyncio.wait_for(c6(me + '4'), 7.7178))
    say(me, await c7(me + '0'))


async def c9(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c9'


async def c10(me):
    await asyncio.sleep(4.4839)
    say(me, 65)
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c10'


async def c11(me):
    async with semaphore:
        async with semaphore:
            event.clear()
    async with lock:
        await asyncio.sleep(0)
    return me + 'c11'


async def c12(me):
    say(me, 13)
    say(me, 72)
    async with condition:
        condition.notify()
    return me + 'c12'


async def c8(me):
    say(me, 'got', await queue.get())
    say(me, 'in time', await asyncio.wait_for(c9(me + '4'), 4.2074))
    for first in asyncio.as_completed([asyncio.create_task(c10(me + '4')), asyncio.create_task(c11(me + '3')), asyncio.create_task(c12(me + '6'))]):
        say(me, 'completed', await first)
    say(me, 'got', await queue.get())
    return me + 'c8'


async def c0(me):
    say(me, 'gathered', await asyncio.gather(c1(me + '3'), c4(me + '1')))
    async with lock:
        try:
            say(me, 61)
            async with condition:
                say(me, 'condition', await condition.wait())
        finally:
            say(me, 'finally')
    try:
        say(me, 'shielded', await asyncio.shield(c8(me + '7')))
        async with semaphore:
            async with condition:
                condition.notify()
            say(me, 67)
    except TimeoutError as error:
        say(me, 'caught', repr(error))
    say(me, 12)
    await event.wait()
    return me + 'c0'


async def c13(me):
    try:
        async with condition:
            say(me, 'condition', await condition.wait())
    finally:
        say(me, 'finally')
        await asyncio.sleep(5.8298)
    say(me, queue.full())
    return me + 'c13'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(0)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c13('B'), name='B'))
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
