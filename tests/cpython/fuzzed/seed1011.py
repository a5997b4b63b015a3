import asyncio


def say(*words):
    print(*words)


async def c2(me):
    try:
        await asyncio.sleep(0.8175)
        async with condition:
            say(me, 'condition', await condition.wait())
        try:
            say(me, 60)
            say(me, 87)
        except BaseException as error:
            say(me, 'caught', repr(error))
    finally:
        say(me, 'finally')
        await asyncio.sleep(0.9742)
    await event.wait()
    say(me, tasks[0].cancel('stop'))
    say(me, queue.full())


async def c1(me):
    say(me, 'got', await queue.get())
    asyncio.get_running_loop().call_later(0, say, me, 'called')
    say(me, 'in time', await asyncio.wait_for(c2(me + '2'), 2.5479))
    raise RuntimeError(me)
    await queue.put(me)
    return me + 'c1'


async def c3(me):
    await asyncio.sleep(0)
    try:
        say(me, 24)
    except BaseException as error:
        say(me, 'caught', repr(error))
    asyncio.get_running_loop().call_soon(say, me, 'called')
    asyncio.get_running_loop().call_soon(say, me, 'called')


async def c5(me):
    await event.wait()
    async with semaphore:
        async with semaphore:
            say(me, 97)
            await queue.put(me)
    await asyncio.sleep(6.3003)
    await asyncio.sleep(2.7319)


async def c4(me):
    say(me, 56)
    say(me, await c5(me + '8'))
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c4'


async def c0(me):
    say(me, 53)
    say(me, 51)
    done, pending = await asyncio.wait([asyncio.create_task(c1(me + '2')), asyncio.create_task(c3(me + '2')), asyncio.create_task(c4(me + '6'))], return_when=asyncio.FIRST_EXCEPTION)
    say(me, 'done', len(done), 'pending', len(pending))
    say(me, 40)


async def c8(me):
    await event.wait()
    await queue.put(me)
    say(me, 19)


async def c7(me):
    say(me, 'got', await queue.get())
    kept = asyncio.create_task(c8(me + '5'))
    say(me, 31)
    await asyncio.sleep(9.5129)
    async with lock:
        await asyncio.sleep(0)
        async with condition:
            condition.notify(2)
    return me + 'c7'


async def c10(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    say(me, 39)


async def c11(me):
    await asyncio.sleep(4.0425)
    say(me, 94)
    await asyncio.sleep(2.2427)
    return me + 'c11'


async def c12(me):
    async with condition:
        condition.notify(2)
    async with condition:
        say(me, 'condition', await condition.wait())
    try:
        say(me, 91)
    except BaseException as error:
        say(me, 'caught', repr(error))
    try:
        async with asyncio.timeout(8.8412) as scope:
            try:
                await asyncio.sleep(3.7359)
                asyncio.get_running_loop().call_soon(say, me, 'called')
            finally:
                say(me, 'finally')
                await asyncio.sleep(7.7078)
            say(me, 35)
    except TimeoutError:
        say(me, 'too late', scope.expired())


async def c13(me):
    try:
        async with semaphore:
            await asyncio.sleep(0)
        async with semaphore:
            await event.wait()
            await asyncio.sleep(2.9185)
    finally:
        say(me, 'finally')
    try:
        async with asyncio.timeout(8.2624) as scope:
            try:
                async with asyncio.timeout(0) as scope:
                    await asyncio.sleep(0.9225)
            except TimeoutError:
                say(me, 'too late', scope.expired())
    except TimeoutError:
        say(me, 'too late', scope.expired())


async def c9(me):
    try:
        async with asyncio.timeout(5.1678) as scope:
            say(me, await c10(me + '5'))
            await asyncio.sleep(3.2181)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    done, pending = await asyncio.wait([asyncio.create_task(c11(me + '7')), asyncio.create_task(c12(me + '7')), asyncio.create_task(c13(me + '9'))], return_when=asyncio.FIRST_COMPLETED, timeout=2.9628)
    say(me, 'done', len(done), 'pending', len(pending))
    return me + 'c9'


async def c14(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    await asyncio.sleep(2.1901)
    return me + 'c14'


async def c6(me):
    kept = asyncio.create_task(c7(me + '8'))
    async with semaphore:
        await asyncio.sleep(7.0869)
    async with lock:
        async with asyncio.TaskGroup() as group:
            group.create_task(c9(me + '6'))
            group.create_task(c14(me + '2'))
            say(me, tasks[1].cancel('stop'))


async def c15(me):
    event.set()
    async with semaphore:
        async with lock:
            say(me, queue.full())
    say(me, 'got', await queue.get())


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(1)
    semaphore = asyncio.Semaphore(1)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c6('B'), name='B'))
    tasks.append(asyncio.create_task(c15('C'), name='C'))
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
