import asyncio


def say(*words):
    print(*words)


async def c1(me):
    await event.wait()
    say(me, 'got', await queue.get())
    return me + 'c1'


async def c3(me):
    try:
        async with asyncio.timeout(0) as scope:
            await event.wait()
            say(me, 'got', await queue.get())
    except TimeoutError:
        say(me, 'too late', scope.expired())
    try:
        await asyncio.sleep(0)
        await asyncio.sleep(9.8520)
        await asyncio.sleep(3.3501)
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
        raise
    return me + 'c3'


async def c4(me):
    try:
        say(me, 11)
        say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    finally:
        say(me, 'finally')
        await asyncio.sleep(5.6214)
    try:
        async with asyncio.timeout(9.7415) as scope:
            say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    except TimeoutError:
        say(me, 'too late', scope.expired())
    await asyncio.sleep(3.4468)


async def c2(me):
    done, pending = await asyncio.wait([asyncio.create_task(c3(me + '2')), asyncio.create_task(c4(me + '2'))], return_when=asyncio.ALL_COMPLETED)
    say(me, 'done', len(done), 'pending', len(pending))
    await asyncio.sleep(3.8416)
    await asyncio.sleep(3.8960)


async def c6(me):
    await asyncio.sleep(8.0163)
    async with semaphore:
        await event.wait()
        try:
            async with condition:
                say(me, 'condition', await condition.wait())
        except TimeoutError as error:
            say(me, 'caught', repr(error))
    async with condition:
        condition.notify()
    return me + 'c6'


async def c7(me):
    say(me, tasks[0].cancel())
    await asyncio.sleep(2.5663)
    return me + 'c7'


async def c5(me):
    done, pending = await asyncio.wait([asyncio.create_task(c6(me + '3'))], return_when=asyncio.ALL_COMPLETED, timeout=6.4919)
    say(me, 'done', len(done), 'pending', len(pending))
    async with asyncio.TaskGroup() as group:
        group.create_task(c7(me + '5'))
        try:
            say(me, tasks[0].cancel())
        finally:
            say(me, 'finally')
            await asyncio.sleep(0)


async def c9(me):
    try:
        await asyncio.sleep(2.1949)
        await queue.put(me)
    finally:
        say(me, 'finally')
    await queue.put(me)
    asyncio.get_running_loop().call_soon(say, me, 'called')


async def c10(me):
    asyncio.get_running_loop().call_soon(say, me, 'called')
    asyncio.get_running_loop().call_soon(say, me, 'called')
    asyncio.get_running_loop().call_later(0, say, me, 'called')
    return me + 'c10'


async def c8(me):
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(c9(me + '6'))
            await asyncio.sleep(3.4381)
        try:
            say(me, 'got', await queue.get())
            say(me, 'gathered', await asyncio.gather(c10(me + '4')))
        except asyncio.CancelledError as error:
            say(me, 'caught', repr(error))
            raise
    except BaseException as error:
        say(me, 'caught', repr(error))
    await asyncio.sleep(7.8369)
    try:
        await asyncio.sleep(0)
        await queue.put(me)
    finally:
        say(me, 'finally')
    say(me, 53)


async def c11(me):
    try:
        async with asyncio.timeout(0.3864) as scope:
            try:
                say(me, 96)
            finally:
                say(me, 'finally')
                await asyncio.sleep(5.8681)
            say(me, 'got', await queue.get())
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with condition:
        say(me, 'condition', await condition.wait())
    try:
        async with asyncio.timeout(2.4818) as scope:
            say(me, 18)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with lock:
        try:
            async with asyncio.timeout(0) as scope:
                await asyncio.sleep(0)
        except TimeoutError:
            say(me, 'too late', scope.expired())
        asyncio.get_running_loop().call_soon(say, me, 'called')
    try:
        await asyncio.sleep(4.4126)
        async with semaphore:
            event.clear()
            async with semaphore:
                await asyncio.sleep(0)
                say(me, 14)
        try:
            await asyncio.sleep(9.1807)
            await queue.put(me)
        finally:
            say(me, 'finally')
    finally:
        say(me, 'finally')


async def c12(me):
    await asyncio.sleep(0)
    say(me, 64)
    event.clear()
    say(me, 44)
    return me + 'c12'


async def c13(me):
    event.set()
    asyncio.get_running_loop().call_later(0, say, me, 'called')
    raise ValueError(me)
    await asyncio.sleep(7.2932)
    await asyncio.sleep(0)
    return me + 'c13'


async def c0(me):
    try:
        kept = asyncio.create_task(c1(me + '5'))
        try:
            say(me, 'shielded', await asyncio.shield(c2(me + '0')))
        finally:
            say(me, 'finally')
            await asyncio.sleep(6.5763)
    finally:
        say(me, 'finally')
    try:
        async with asyncio.timeout(0.8304) as scope:
            await asyncio.sleep(0)
            kept = asyncio.create_task(c5(me + '8'))
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with condition:
        say(me, 'condition', await condition.wait())
    async with asyncio.TaskGroup() as group:
        group.create_task(c8(me + '9'))
    done, pending = await asyncio.wait([asyncio.create_task(c11(me + '9')), asyncio.create_task(c12(me + '6')), asyncio.create_task(c13(me + '4'))], return_when=asyncio.ALL_COMPLETED, timeout=3.5561)
    say(me, 'done', len(done), 'pending', len(pending))


async def c14(me):
    await queue.put(me)
    await event.wait()
    say(me, 8)
    return me + 'c14'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(2)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c14('B'), name='B'))
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
