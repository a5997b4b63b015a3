import asyncio


def say(*words):
    print(*words)


async def c2(me):
    async with semaphore:
        await queue.put(me)
    say(me, 23)
    event.clear()
    async with condition:
        say(me, 'condition', await condition.wait())
    say(me, 73)


async def c3(me):
    async with semaphore:
        await queue.put(me)
    say(me, 'got', await queue.get())
    return me + 'c3'


async def c4(me):
    await event.wait()
    await asyncio.sleep(0)
    return me + 'c4'


async def c5(me):
    async with semaphore:
        await asyncio.sleep(1.9699)
        say(me, queue.full())
    async with condition:
        say(me, 'condition', await condition.wait())
    asyncio.get_running_loop().call_later(5.9793, say, me, 'called')


async def c6(me):
    event.clear()
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    async with semaphore:
        event.set()
        try:
            async with asyncio.timeout(0) as scope:
                await asyncio.sleep(0)
                await asyncio.sleep(5.6756)
        except TimeoutError:
            say(me, 'too late', scope.expired())
    return me + 'c6'


async def c7(me):
    async with lock:
        say(me, 'got', await queue.get())
    await asyncio.sleep(0)
    return me + 'c7'


async def c8(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    await asyncio.sleep(0)
    await event.wait()
    try:
        await asyncio.sleep(6.7269)
        try:
            async with semaphore:
                say(me, 50)
                say(me, 59)
        except TimeoutError as error:
            say(me, 'caught', repr(error))
    finally:
        say(me, 'finally')
        await asyncio.sleep(0)
    try:
        say(me, 53)
    finally:
        say(me, 'finally')
        await asyncio.sleep(0)
    return me + 'c8'


async def c9(me):
    say(me, 3)
    try:
        await asyncio.sleep(2.7245)
        try:
            say(me, 40)
            say(me, 47)
            say(me, 50)
        finally:
            say(me, 'finally')
        await asyncio.sleep(0)
    finally:
        say(me, 'finally')
    await asyncio.sleep(4.7546)
    say(me, 57)
    return me + 'c9'


async def c1(me):
    await event.wait()
    done, pending = await asyncio.wait([asyncio.create_task(c2(me + '3')), asyncio.create_task(c3(me + '9'))], return_when=asyncio.FIRST_EXCEPTION)
    say(me, 'done', len(done), 'pending', len(pending))
    try:
        try:
            async with condition:
                say(me, 'condition', await condition.wait())
        except BaseException as error:
            say(me, 'caught', repr(error))
            raise
        kept = asyncio.create_task(c4(me + '5'))
        kept = asyncio.create_task(c5(me + '2'))
    except Exception as error:
        say(me, 'caught', repr(error))
        raise
    try:
        async with semaphore:
            async with lock:
                say(me, 'shielded', await asyncio.shield(c6(me + '1')))
                async with asyncio.TaskGroup() as group:
                    group.create_task(c7(me + '8'))
            say(me, 46)
        say(me, 'shielded', await asyncio.shield(c8(me + '7')))
        say(me, 'gathered', await asyncio.gather(c9(me + '9')))
    except Exception as error:
        say(me, 'caught', repr(error))
    return me + 'c1'


async def c10(me):
    event.set()
    await queue.put(me)


async def c0(me):
    say(me, 40)
    async with semaphore:
        done, pending = await asyncio.wait([asyncio.create_task(c1(me + '5')), asyncio.create_task(c10(me + '5'))], return_when=asyncio.ALL_COMPLETED)
        say(me, 'done', len(done), 'pending', len(pending))
    return me + 'c0'


async def c11(me):
    async with semaphore:
        await asyncio.sleep(0)
    try:
        say(me, 5)
        say(me, 47)
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))


async def c12(me):
    await asyncio.sleep(7.7081)
    say(me, 'got', await queue.get())
    try:
        asyncio.get_running_loop().call_later(0, say, me, 'called')
        async with condition:
            condition.notify(2)
    except Exception as error:
        say(me, 'caught', repr(error))
    try:
        async with asyncio.timeout(8.3036) as scope:
            try:
                raise KeyError(me)
            except Exception as error:
                say(me, 'caught', repr(error))
    except TimeoutError:
        say(me, 'too late', scope.expired())
    await asyncio.sleep(1.5703)
    return me + 'c12'


async def c13(me):
    await asyncio.sleep(0.8612)
    async with semaphore:
        say(me, 'got', await queue.get())
    return me + 'c13'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(2)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c11('B'), name='B'))
    tasks.append(asyncio.create_task(c12('C'), name='C'))
    tasks.append(asyncio.create_task(c13('D'), name='D'))
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
