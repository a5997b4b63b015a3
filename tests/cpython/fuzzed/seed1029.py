import asyncio


def say(*words):
    print(*words)


async def c2(me):
    asyncio.get_running_loop().call_soon(say, me, 'called')
    asyncio.get_running_loop().call_later(4.1207, say, me, 'called')
    async with semaphore:
        await asyncio.sleep(1.9886)
        asyncio.get_running_loop().call_soon(say, me, 'called')
    async with semaphore:
        say(me, 19)
    async with condition:
        condition.notify(2)
    return me + 'c2'


async def c1(me):
    say(me, await c2(me + '2'))
    event.set()
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c1'


async def c0(me):
    say(me, 'shielded', await asyncio.shield(c1(me + '1')))
    asyncio.get_running_loop().call_soon(say, me, 'called')
    await asyncio.sleep(8.4953)
    try:
        say(me, 97)
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
        raise
    return me + 'c0'


async def c5(me):
    raise RuntimeError(me)
    await event.wait()
    say(me, tasks[0].cancel('stop'))
    asyncio.get_running_loop().call_soon(say, me, 'called')
    return me + 'c5'


async def c6(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    say(me, 2)
    return me + 'c6'


async def c7(me):
    await event.wait()
    await asyncio.sleep(8.9781)
    async with semaphore:
        asyncio.get_running_loop().call_later(0, say, me, 'called')
        await asyncio.sleep(2.2469)


async def c4(me):
    done, pending = await asyncio.wait([asyncio.create_task(c5(me + '4')), asyncio.create_task(c6(me + '3')), asyncio.create_task(c7(me + '7'))], return_when=asyncio.FIRST_EXCEPTION, timeout=2.9735)
    say(me, 'done', len(done), 'pending', len(pending))
    asyncio.get_running_loop().call_soon(say, me, 'called')
    say(me, tasks[0].cancel())
    return me + 'c4'


async def c9(me):
    try:
        await asyncio.sleep(2.1018)
    except Exception as error:
        say(me, 'caught', repr(error))
        raise
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    say(me, tasks[0].cancel('stop'))
    return me + 'c9'


async def c10(me):
    say(me, 29)
    await queue.put(me)
    try:
        async with asyncio.timeout(0) as scope:
            await event.wait()
            await event.wait()
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())


async def c11(me):
    say(me, 'got', await queue.get())
    try:
        event.set()
    finally:
        say(me, 'finally')
    event.clear()


async def c12(me):
    try:
        async with condition:
            say(me, 'condition', await condition.wait())
        say(me, 90)
        event.set()
    except Exception as error:
        say(me, 'caught', repr(error))
        raise
    await event.wait()


async def c13(me):
    try:
        say(me, tasks[0].cancel())
    finally:
        say(me, 'finally')
    async with semaphore:
        say(me, 'got', await queue.get())
        async with condition:
            say(me, 'condition', await condition.wait())
    asyncio.get_running_loop().call_soon(say, me, 'called')


async def c8(me):
    await asyncio.sleep(4.3590)
    await asyncio.sleep(2.1285)
    try:
        async with asyncio.timeout(0.4196) as scope:
            say(me, 'gathered', await asyncio.gather(c9(me + '2'), c10(me + '6'), c11(me + '3'), return_exceptions=True))
            kept = asyncio.create_task(c12(me + '8'))
    except TimeoutError:
        say(me, 'too late', scope.expired())
    try:
        kept = asyncio.create_task(c13(me + '3'))
        say(me, 51)
        await asyncio.sleep(7.0358)
    except Exception as error:
        say(me, 'caught', repr(error))
        raise
    return me + 'c8'


async def c3(me):
    async with asyncio.TaskGroup() as group:
        group.create_task(c4(me + '5'))
        group.create_task(c8(me + '2'))
    try:
        await asyncio.sleep(0.6509)
        say(me, 65)
    finally:
        say(me, 'finally')
    say(me, 28)
    return me + 'c3'


async def c14(me):
    say(me, 5)
    await asyncio.sleep(5.0902)


async def c15(me):
    say(me, 71)
    async with condition:
        condition.notify()
    event.set()
    say(me, 'got', await queue.get())
    async with lock:
        try:
            async with asyncio.timeout(9.9588) as scope:
                say(me, 90)
        except TimeoutError:
            say(me, 'too late', scope.expired())


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(2)
    semaphore = asyncio.Semaphore(1)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c3('B'), name='B'))
    tasks.append(asyncio.create_task(c14('C'), name='C'))
    await asyncio.sleep(3.3915)
    tasks.append(asyncio.create_task(c15('D'), name='D'))
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
