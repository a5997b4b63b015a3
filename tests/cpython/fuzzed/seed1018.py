import asyncio


def say(*words):
    print(*words)


async def c2(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    async with semaphore:
        say(me, 92)
    try:
        async with asyncio.timeout(0) as scope:
            try:
                await asyncio.sleep(0)
                event.set()
                event.set()
            finally:
                say(me, 'finally')
    except TimeoutError:
        say(me, 'too late', scope.expired())
    return me + 'c2'


async def c1(me):
    say(me, 'in time', await asyncio.wait_for(c2(me + '1'), 0))
    async with semaphore:
        await queue.put(me)
        asyncio.get_running_loop().call_later(0, say, me, 'called')


async def c0(me):
    say(me, 'shielded', await asyncio.shield(c1(me + '2')))
    say(me, 43)
    await asyncio.sleep(0)
    say(me, 86)
    event.set()
    return me + 'c0'


async def c3(me):
    say(me, 3)
    await asyncio.sleep(0)
    say(me, tasks[0].cancel())
    return me + 'c3'


async def c6(me):
    event.set()
    async with condition:
        condition.notify(2)
    asyncio.get_running_loop().call_soon(say, me, 'called')
    try:
        await asyncio.sleep(0)
    except BaseException as error:
        say(me, 'caught', repr(error))
        raise
    say(me, queue.full())


async def c7(me):
    await asyncio.sleep(0)
    say(me, 'got', await queue.get())
    return me + 'c7'


async def c8(me):
    await event.wait()
    asyncio.get_running_loop().call_soon(say, me, 'called')
    return me + 'c8'


async def c9(me):
    say(me, 19)
    async with condition:
        condition.notify(2)
    await asyncio.sleep(2.4476)
    say(me, 83)
    try:
        try:
            await asyncio.sleep(9.9206)
        except Exception as error:
            say(me, 'caught', repr(error))
    finally:
        say(me, 'finally')
        await asyncio.sleep(1.4945)
    return me + 'c9'


async def c5(me):
    await asyncio.sleep(9.5756)
    done, pending = await asyncio.wait([asyncio.create_task(c6(me + '1')), asyncio.create_task(c7(me + '8')), asyncio.create_task(c8(me + '6'))], return_when=asyncio.FIRST_EXCEPTION)
    say(me, 'done', len(done), 'pending', len(pending))
    asyncio.get_running_loop().call_later(0, say, me, 'called')
    try:
        try:
            async with asyncio.timeout(7.5585) as scope:
                say(me, 67)
        except TimeoutError:
            say(me, 'too late', scope.expired())
        say(me, 'in time', await asyncio.wait_for(c9(me + '6'), 8.7414))
        asyncio.get_running_loop().call_later(5.6730, say, me, 'called')
    except BaseException as error:
        say(me, 'caught', repr(error))
        raise
    say(me, tasks[1].cancel())
    return me + 'c5'


async def c4(me):
    async with lock:
        await asyncio.sleep(0)
        say(me, 'in time', await asyncio.wait_for(c5(me + '8'), 0.1778))
    try:
        async with asyncio.timeout(9.8127) as scope:
            await asyncio.sleep(0)
            await asyncio.sleep(0)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    event.set()
    asyncio.get_running_loop().call_soon(say, me, 'called')
    await queue.put(me)
    return me + 'c4'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(1)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c3('B'), name='B'))
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
