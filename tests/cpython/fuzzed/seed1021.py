import asyncio


def say(*words):
    print(*words)


async def c0(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    async with condition:
        condition.notify(2)


async def c1(me):
    async with semaphore:
        await asyncio.sleep(2.5826)
    try:
        async with asyncio.timeout(6.6500) as scope:
            async with semaphore:
                say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    except TimeoutError:
        say(me, 'too late', scope.expired())
    await queue.put(me)
    await queue.put(me)
    say(me, tasks[1].cancel('stop'))


async def c4(me):
    event.set()
    await queue.put(me)
    say(me, 59)
    try:
        async with asyncio.timeout(5.3358) as scope:
            await asyncio.sleep(0)
            async with semaphore:
                await asyncio.sleep(0)
                asyncio.get_running_loop().call_soon(say, me, 'called')
    except TimeoutError:
        say(me, 'too late', scope.expired())


async def c5(me):
    try:
        async with condition:
            condition.notify(2)
    finally:
        say(me, 'finally')
        await asyncio.sleep(9.1602)
    say(me, 62)
    return me + 'c5'


async def c6(me):
    say(me, 'got', await queue.get())
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
    await event.wait()
    async with condition:
        condition.notify()


async def c3(me):
    say(me, 65)
    async with lock:
        kept = asyncio.create_task(c4(me + '5'))
        say(me, 'gathered', await asyncio.gather(c5(me + '9'), c6(me + '7')))
    return me + 'c3'


async def c8(me):
    await asyncio.sleep(1.8911)
    await asyncio.sleep(3.5321)
    event.set()
    return me + 'c8'


async def c7(me):
    async with asyncio.TaskGroup() as group:
        group.create_task(c8(me + '2'))
    say(me, 33)
    say(me, 90)
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    say(me, tasks[1].cancel())
    return me + 'c7'


async def c2(me):
    say(me, 2)
    await asyncio.sleep(5.3617)
    kept = asyncio.create_task(c3(me + '9'))
    say(me, await c7(me + '7'))
    say(me, 52)


async def c11(me):
    await event.wait()
    say(me, queue.full())
    say(me, 85)
    await event.wait()


async def c12(me):
    say(me, 67)
    asyncio.get_running_loop().call_soon(say, me, 'called')
    try:
        await asyncio.sleep(0)
    finally:
        say(me, 'finally')
    return me + 'c12'


async def c13(me):
    say(me, 24)
    try:
        async with semaphore:
            await asyncio.sleep(0)
        say(me, 30)
        async with condition:
            say(me, 'condition', await condition.wait())
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
        raise
    say(me, 45)
    asyncio.get_running_loop().call_soon(say, me, 'called')
    await asyncio.sleep(7.1606)


async def c10(me):
    say(me, 'shielded', await asyncio.shield(c11(me + '7')))
    asyncio.get_running_loop().call_soon(say, me, 'called')
    say(me, 'gathered', await asyncio.gather(c12(me + '5'), c13(me + '9'), return_exceptions=True))
    try:
        await asyncio.sleep(7.9846)
    finally:
        say(me, 'finally')
    return me + 'c10'


async def c9(me):
    try:
        async with condition:
            condition.notify(2)
        say(me, await c10(me + '0'))
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
        raise
    await event.wait()
    async with semaphore:
        event.set()
    asyncio.get_running_loop().call_later(5.3713, say, me, 'called')
    return me + 'c9'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(0)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c1('B'), name='B'))
    await asyncio.sleep(1.3462)
    tasks.append(asyncio.create_task(c2('C'), name='C'))
    await asyncio.sleep(0)
    tasks.append(asyncio.create_task(c9('D'), name='D'))
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
