import asyncio


def say(*words):
    print(*words)


async def c0(me):
    await asyncio.sleep(3.7793)
    say(me, 47)
    async with condition:
        say(me, 'condition', await condition.wait())


async def c3(me):
    say(me, queue.full())
    event.clear()


async def c2(me):
    say(me, 'gathered', await asyncio.gather(c3(me + '9')))
    say(me, 72)
    await asyncio.sleep(4.0723)
    return me + 'c2'


async def c4(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    await asyncio.sleep(7.9225)
    await asyncio.sleep(1.6698)
    say(me, 19)
    await asyncio.sleep(0.0666)
    return me + 'c4'


async def c6(me):
    event.clear()
    say(me, 7)
    try:
        say(me, 14)
        try:
            event.set()
            await asyncio.sleep(0)
            async with condition:
                say(me, 'condition', await condition.wait())
        except BaseException as error:
            say(me, 'caught', repr(error))
            raise
    except TimeoutError as error:
        say(me, 'caught', repr(error))
        raise
    await asyncio.sleep(0)
    say(me, queue.full())


async def c7(me):
    say(me, 28)
    await asyncio.sleep(8.3162)
    return me + 'c7'


async def c5(me):
    for first in asyncio.as_completed([asyncio.create_task(c6(me + '4'))]):
        say(me, 'completed', await first)
    kept = asyncio.create_task(c7(me + '5'))
    await asyncio.sleep(0)
    return me + 'c5'


async def c9(me):
    try:
        say(me, 'got', await queue.get())
        async with condition:
            condition.notify(2)
    finally:
        say(me, 'finally')
    await asyncio.sleep(1.2706)
    raise ValueError(me)
    asyncio.get_running_loop().call_later(9.8653, say, me, 'called')
    await asyncio.sleep(0)


async def c10(me):
    await asyncio.sleep(0)
    await event.wait()
    try:
        async with condition:
            say(me, 'condition', await condition.wait())
        await asyncio.sleep(2.1077)
        async with semaphore:
            await asyncio.sleep(0)
    finally:
        say(me, 'finally')
        await asyncio.sleep(6.4866)
    return me + 'c10'


async def c11(me):
    await event.wait()
    await asyncio.sleep(4.8453)
    asyncio.get_running_loop().call_later(0, say, me, 'called')
    await event.wait()
    return me + 'c11'


async def c12(me):
    await asyncio.sleep(9.3351)
    say(me, 'got', await queue.get())
    try:
        async with condition:
            condition.notify(2)
        await queue.put(me)
        say(me, 'got', await queue.get())
    except Exception as error:
        say(me, 'caught', repr(error))
        raise
    return me + 'c12'


async def c8(me):
    done, pending = await asyncio.wait([asyncio.create_task(c9(me + '1')), asyncio.create_task(c10(me + '2'))], return_when=asyncio.ALL_COMPLETED, timeout=0)
    say(me, 'done', len(done), 'pending', len(pending))
    say(me, await c11(me + '2'))
    try:
        async with asyncio.timeout(4.7316) as scope:
            say(me, 'shielded', await asyncio.shield(c12(me + '0')))
            asyncio.get_running_loop().call_soon(say, me, 'called')
    except TimeoutError:
        say(me, 'too late', scope.expired())
    await asyncio.sleep(6.7945)
    return me + 'c8'


async def c13(me):
    try:
        async with condition:
            condition.notify()
    except BaseException as error:
        say(me, 'caught', repr(error))
    await event.wait()
    say(me, 76)
    raise RuntimeError(me)
    return me + 'c13'


async def c1(me):
    for first in asyncio.as_completed([asyncio.create_task(c2(me + '4')), asyncio.create_task(c4(me + '5')), asyncio.create_task(c5(me + '5'))]):
        say(me, 'completed', await first)
    await queue.put(me)
    done, pending = await asyncio.wait([asyncio.create_task(c8(me + '9')), asyncio.create_task(c13(me + '6'))], return_when=asyncio.FIRST_EXCEPTION, timeout=6.2145)
    say(me, 'done', len(done), 'pending', len(pending))
    event.set()
    event.set()


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(0)
    semaphore = asyncio.Semaphore(1)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c1('B'), name='B'))
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
