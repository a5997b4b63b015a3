import asyncio


def say(*words):
    print(*words)


async def c1(me):
    await event.wait()
    say(me, 'got', await queue.get())
    await queue.put(me)


async def c0(me):
    say(me, tasks[1].cancel('stop'))
    say(me, 'in time', await asyncio.wait_for(c1(me + '6'), 1.0352))


async def c4(me):
    await queue.put(me)
    say(me, 'got', await queue.get())
    try:
        async with asyncio.timeout(0) as scope:
            async with condition:
                condition.notify()
            async with condition:
                say(me, 'condition', await condition.wait())
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, tasks[0].cancel())
    async with condition:
        condition.notify()
    return me + 'c4'


async def c5(me):
    try:
        await queue.put(me)
    finally:
        say(me, 'finally')
    say(me, 75)
    await event.wait()
    event.clear()
    say(me, 92)


async def c3(me):
    say(me, 7)
    for first in asyncio.as_completed([asyncio.create_task(c4(me + '1')), asyncio.create_task(c5(me + '1'))]):
        say(me, 'completed', await first)
    try:
        await asyncio.sleep(6.4681)
        await asyncio.sleep(0.3320)
        asyncio.get_running_loop().call_later(0, say, me, 'called')
    finally:
        say(me, 'finally')
    return me + 'c3'


async def c7(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    try:
        async with asyncio.timeout(0) as scope:
            say(me, tasks[0].cancel())
            async with lock:
                say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    except TimeoutError:
        say(me, 'too late', scope.expired())
    await queue.put(me)
    return me + 'c7'


async def c8(me):
    try:
        event.set()
        say(me, tasks[0].cancel('stop'))
        asyncio.get_running_loop().call_later(0, say, me, 'called')
    finally:
        say(me, 'finally')
    say(me, 61)
    await asyncio.sleep(4.9181)
    return me + 'c8'


async def c6(me):
    async with asyncio.TaskGroup() as group:
        group.create_task(c7(me + '6'))
        say(me, tasks[0].cancel())
    await queue.put(me)
    async with condition:
        say(me, 'condition', await condition.wait())
    say(me, 'shielded', await asyncio.shield(c8(me + '8')))


async def c9(me):
    say(me, 19)
    async with semaphore:
        say(me, 49)
    try:
        await asyncio.sleep(7.2029)
    finally:
        say(me, 'finally')


async def c2(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    await asyncio.sleep(3.3178)
    for first in asyncio.as_completed([asyncio.create_task(c3(me + '8')), asyncio.create_task(c6(me + '7')), asyncio.create_task(c9(me + '0'))]):
        say(me, 'completed', await first)
    return me + 'c2'


async def c12(me):
    try:
        async with asyncio.timeout(0) as scope:
            raise ValueError(me)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with lock:
        say(me, 'got', await queue.get())


async def c13(me):
    await asyncio.sleep(1.1066)
    async with semaphore:
        say(me, 90)
    async with semaphore:
        await queue.put(me)
        raise KeyError(me)
    try:
        async with asyncio.timeout(0) as scope:
            try:
                async with asyncio.timeout(9.6563) as scope:
                    await asyncio.sleep(4.2239)
            except TimeoutError:
                say(me, 'too late', scope.expired())
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with lock:
        await event.wait()
    return me + 'c13'


async def c11(me):
    for first in asyncio.as_completed([asyncio.create_task(c12(me + '3'))]):
        say(me, 'completed', await first)
    kept = asyncio.create_task(c13(me + '1'))
    try:
        async with asyncio.timeout(8.3329) as scope:
            async with condition:
                say(me, 'condition', await condition.wait())
            async with condition:
                condition.notify()
    except TimeoutError:
        say(me, 'too late', scope.expired())


async def c14(me):
    await asyncio.sleep(3.3538)
    await asyncio.sleep(3.4628)


async def c15(me):
    async with condition:
        condition.notify()
    say(me, 13)
    try:
        async with asyncio.timeout(4.7857) as scope:
            async with condition:
                say(me, 'condition', await condition.wait())
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with lock:
        async with lock:
            say(me, 50)
    say(me, 62)


async def c10(me):
    say(me, 'gathered', await asyncio.gather(c11(me + '1'), c14(me + '5'), c15(me + '8'), return_exceptions=True))
    async with condition:
        condition.notify(2)
    event.set()
    try:
        await event.wait()
    except BaseException as error:
        say(me, 'caught', repr(error))
    return me + 'c10'


async def c16(me):
    async with semaphore:
        async with condition:
            condition.notify(2)
    say(me, 21)
    await event.wait()
    return me + 'c16'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(2)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c2('B'), name='B'))
    tasks.append(asyncio.create_task(c10('C'), name='C'))
    await asyncio.sleep(9.7303)
    tasks.append(asyncio.create_task(c16('D'), name='D'))
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
