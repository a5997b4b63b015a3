import asyncio


def say(*words):
    print(*words)


async def c2(me):
    say(me, 2)
    try:
        async with lock:
            await asyncio.sleep(7.9178)
        say(me, 'got', await queue.get())
        await asyncio.sleep(0.4265)
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
        raise


async def c1(me):
    say(me, 'in time', await asyncio.wait_for(c2(me + '0'), 3.0502))
    say(me, 48)
    try:
        async with asyncio.timeout(8.9036) as scope:
            say(me, 47)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, 23)
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    return me + 'c1'


async def c4(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    await event.wait()
    event.set()


async def c5(me):
    say(me, 'got', await queue.get())
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(0) as scope:
            await queue.put(me)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    await queue.put(me)


async def c3(me):
    say(me, 'gathered', await asyncio.gather(c4(me + '9'), return_exceptions=True))
    say(me, await c5(me + '7'))
    return me + 'c3'


async def c7(me):
    await asyncio.sleep(0)
    await asyncio.sleep(4.0416)
    await event.wait()
    return me + 'c7'


async def c6(me):
    asyncio.get_running_loop().call_later(0.7390, say, me, 'called')
    say(me, await c7(me + '1'))
    return me + 'c6'


async def c9(me):
    await asyncio.sleep(5.4332)
    await asyncio.sleep(0)
    raise ValueError(me)
    return me + 'c9'


async def c8(me):
    say(me, await c9(me + '1'))
    asyncio.get_running_loop().call_soon(say, me, 'called')
    return me + 'c8'


async def c0(me):
    say(me, 'in time', await asyncio.wait_for(c1(me + '7'), 9.9935))
    await asyncio.sleep(0)
    async with semaphore:
        try:
            done, pending = await asyncio.wait([asyncio.create_task(c3(me + '5')), asyncio.create_task(c6(me + '4'))], return_when=asyncio.FIRST_EXCEPTION)
            say(me, 'done', len(done), 'pending', len(pending))
            say(me, await c8(me + '6'))
            await asyncio.sleep(0)
        except asyncio.CancelledError as error:
            say(me, 'caught', repr(error))
        say(me, 'got', await queue.get())
    try:
        await asyncio.sleep(0)
        raise RuntimeError(me)
    except BaseException as error:
        say(me, 'caught', repr(error))
    say(me, 66)
    return me + 'c0'


async def c11(me):
    await queue.put(me)
    try:
        say(me, 53)
        say(me, 'got', await queue.get())
    finally:
        say(me, 'finally')
    say(me, 5)


async def c13(me):
    await event.wait()
    say(me, 10)


async def c14(me):
    await event.wait()
    try:
        say(me, 'got', await queue.get())
    finally:
        say(me, 'finally')
    return me + 'c14'


async def c15(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    asyncio.get_running_loop().call_soon(say, me, 'called')
    say(me, 'got', await queue.get())
    asyncio.get_running_loop().call_soon(say, me, 'called')
    await asyncio.sleep(9.5695)


async def c12(me):
    async with asyncio.TaskGroup() as group:
        group.create_task(c13(me + '2'))
    say(me, 'got', await queue.get())
    done, pending = await asyncio.wait([asyncio.create_task(c14(me + '6')), asyncio.create_task(c15(me + '1'))], return_when=asyncio.FIRST_COMPLETED)
    say(me, 'done', len(done), 'pending', len(pending))
    return me + 'c12'


async def c10(me):
    say(me, 'in time', await asyncio.wait_for(c11(me + '1'), 1.4180))
    kept = asyncio.create_task(c12(me + '2'))
    try:
        async with asyncio.timeout(2.5014) as scope:
            say(me, tasks[0].cancel())
            await asyncio.sleep(0.4634)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    await asyncio.sleep(6.8365)


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(1)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c10('B'), name='B'))
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
