import asyncio


def say(*words):
    print(*words)


async def c2(me):
    try:
        say(me, 59)
        say(me, 'got', await queue.get())
    except TimeoutError as error:
        say(me, 'caught', repr(error))
    try:
        say(me, 23)
        await asyncio.sleep(3.2584)
        try:
            async with semaphore:
                await asyncio.sleep(0)
                say(me, 95)
            say(me, 82)
        except TimeoutError as error:
            say(me, 'caught', repr(error))
            raise
    finally:
        say(me, 'finally')
        await asyncio.sleep(3.4621)


async def c3(me):
    async with semaphore:
        try:
            event.clear()
        finally:
            say(me, 'finally')
        await event.wait()
    async with condition:
        say(me, 'condition', await condition.wait())
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    event.set()
    return me + 'c3'


async def c4(me):
    async with lock:
        try:
            await event.wait()
            try:
                async with asyncio.timeout(0) as scope:
                    say(me, tasks[0].cancel('stop'))
            except TimeoutError:
                say(me, 'too late', scope.expired())
            try:
                await asyncio.sleep(8.0719)
            finally:
                say(me, 'finally')
                await asyncio.sleep(7.9676)
        except TimeoutError as error:
            say(me, 'caught', repr(error))
            raise
        say(me, 99)
    try:
        async with asyncio.timeout(4.9213) as scope:
            say(me, 96)
    except TimeoutError:
        say(me, 'too late', scope.expired())


async def c5(me):
    say(me, tasks[1].cancel('stop'))
    raise RuntimeError(me)
    async with condition:
        say(me, 'condition', await condition.wait())
    await queue.put(me)


async def c6(me):
    say(me, 25)
    await queue.put(me)
    async with lock:
        await asyncio.sleep(8.8956)
        await event.wait()
    return me + 'c6'


async def c1(me):
    async with asyncio.TaskGroup() as group:
        group.create_task(c2(me + '2'))
        group.create_task(c3(me + '1'))
        group.create_task(c4(me + '7'))
    done, pending = await asyncio.wait([asyncio.create_task(c5(me + '0'))], return_when=asyncio.FIRST_COMPLETED, timeout=0)
    say(me, 'done', len(done), 'pending', len(pending))
    kept = asyncio.create_task(c6(me + '5'))


async def c8(me):
    say(me, 'got', await queue.get())
    async with condition:
        condition.notify()
    async with semaphore:
        await asyncio.sleep(0)


async def c9(me):
    await event.wait()
    say(me, 29)
    say(me, 9)
    return me + 'c9'


async def c10(me):
    try:
        try:
            say(me, tasks[0].cancel())
            asyncio.get_running_loop().call_later(0.1836, say, me, 'called')
        finally:
            say(me, 'finally')
        async with condition:
            say(me, 'condition', await condition.wait())
    except Exception as error:
        say(me, 'caught', repr(error))
        raise
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    say(me, 57)
    await event.wait()
    asyncio.get_running_loop().call_soon(say, me, 'called')
    return me + 'c10'


async def c7(me):
    say(me, tasks[0].cancel('stop'))
    try:
        done, pending = await asyncio.wait([asyncio.create_task(c8(me + '7')), asyncio.create_task(c9(me + '0')), asyncio.create_task(c10(me + '4'))], return_when=asyncio.FIRST_EXCEPTION, timeout=5.4466)
        say(me, 'done', len(done), 'pending', len(pending))
        async with condition:
            condition.notify()
    finally:
        say(me, 'finally')
    return me + 'c7'


async def c0(me):
    async with condition:
        condition.notify(2)
    say(me, await c1(me + '8'))
    try:
        say(me, 'gathered', await asyncio.gather(c7(me + '0')))
    except BaseException as error:
        say(me, 'caught', repr(error))
        raise
    async with condition:
        say(me, 'condition', await condition.wait())
    await queue.put(me)
    return me + 'c0'


async def c11(me):
    await asyncio.sleep(0.2825)
    await event.wait()
    event.set()
    async with lock:
        say(me, tasks[0].cancel())
        say(me, queue.full())


async def c12(me):
    await asyncio.sleep(9.8372)
    try:
        await asyncio.sleep(0)
        await asyncio.sleep(0.2869)
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
        raise
    return me + 'c12'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(0)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    await asyncio.sleep(0)
    tasks.append(asyncio.create_task(c11('B'), name='B'))
    await asyncio.sleep(0)
    tasks.append(asyncio.create_task(c12('C'), name='C'))
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
