import asyncio


def say(*words):
    print(*words)


async def c2(me):
    say(me, 48)
    try:
        raise ValueError(me)
    finally:
        say(me, 'finally')
    say(me, 21)
    return me + 'c2'


async def c3(me):
    try:
        try:
            await asyncio.sleep(8.5162)
            async with condition:
                condition.notify()
        except TimeoutError as error:
            say(me, 'caught', repr(error))
        say(me, 11)
        say(me, 35)
    finally:
        say(me, 'finally')
        await asyncio.sleep(0)
    try:
        async with semaphore:
            try:
                await asyncio.sleep(0)
                raise RuntimeError(me)
                say(me, 45)
            except BaseException as error:
                say(me, 'caught', repr(error))
            say(me, 'got', await queue.get())
        raise RuntimeError(me)
        try:
            async with asyncio.timeout(0.5681) as scope:
                await asyncio.sleep(0)
        except TimeoutError:
            say(me, 'too late', scope.expired())
    except BaseException as error:
        say(me, 'caught', repr(error))
        raise


async def c1(me):
    await event.wait()
    await asyncio.sleep(6.5886)
    say(me, 'in time', await asyncio.wait_for(c2(me + '1'), 5.8171))
    say(me, await c3(me + '5'))
    return me + 'c1'


async def c0(me):
    say(me, await c1(me + '8'))
    say(me, tasks[0].cancel())
    await asyncio.sleep(0)


async def c6(me):
    await asyncio.sleep(0.6452)
    event.set()
    event.set()
    try:
        await queue.put(me)
        raise ValueError(me)
        say(me, queue.full())
    finally:
        say(me, 'finally')
        await asyncio.sleep(1.4742)
    await asyncio.sleep(0)


async def c7(me):
    await asyncio.sleep(1.4384)
    say(me, queue.full())
    say(me, 20)


async def c5(me):
    say(me, await c6(me + '0'))
    async with asyncio.TaskGroup() as group:
        group.create_task(c7(me + '0'))
    async with condition:
        condition.notify()
    return me + 'c5'


async def c9(me):
    try:
        try:
            try:
                async with asyncio.timeout(0) as scope:
                    asyncio.get_running_loop().call_soon(say, me, 'called')
            except TimeoutError:
                say(me, 'too late', scope.expired())
            async with condition:
                condition.notify(2)
            await asyncio.sleep(8.6207)
        except BaseException as error:
            say(me, 'caught', repr(error))
            raise
    except TimeoutError as error:
        say(me, 'caught', repr(error))
    say(me, queue.full())
    say(me, 55)
    say(me, 'got', await queue.get())
    async with lock:
        say(me, 'got', await queue.get())
    return me + 'c9'


async def c10(me):
    say(me, 66)
    async with lock:
        async with lock:
            try:
                async with asyncio.timeout(9.6134) as scope:
                    await asyncio.sleep(0)
                    await asyncio.sleep(0)
            except TimeoutError:
                say(me, 'too late', scope.expired())
            say(me, 66)
        async with condition:
            say(me, 'condition', await condition.wait())
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    say(me, 'got', await queue.get())
    say(me, 12)


async def c8(me):
    say(me, 'gathered', await asyncio.gather(c9(me + '6'), c10(me + '5')))
    await asyncio.sleep(9.7691)
    return me + 'c8'


async def c4(me):
    say(me, 'gathered', await asyncio.gather(c5(me + '7')))
    try:
        say(me, 70)
        say(me, 'in time', await asyncio.wait_for(c8(me + '9'), 0))
        await asyncio.sleep(2.1004)
    finally:
        say(me, 'finally')
    async with condition:
        condition.notify()
    await queue.put(me)
    return me + 'c4'


async def c11(me):
    await asyncio.sleep(0)
    async with semaphore:
        await event.wait()
    try:
        await event.wait()
        await queue.put(me)
        say(me, queue.full())
    finally:
        say(me, 'finally')
        await asyncio.sleep(0)


async def c12(me):
    async with semaphore:
        await asyncio.sleep(6.4751)
        try:
            async with lock:
                event.clear()
            await asyncio.sleep(6.3645)
            say(me, tasks[1].cancel())
        finally:
            say(me, 'finally')
    async with lock:
        async with lock:
            await asyncio.sleep(2.2697)


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(1)
    semaphore = asyncio.Semaphore(1)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c4('B'), name='B'))
    await asyncio.sleep(8.9618)
    tasks.append(asyncio.create_task(c11('C'), name='C'))
    tasks.append(asyncio.create_task(c12('D'), name='D'))
    await asyncio.sleep(6.7763)
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
