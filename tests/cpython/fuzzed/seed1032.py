import asyncio


def say(*words):
    print(*words)


async def c1(me):
    event.set()
    async with lock:
        say(me, 46)
    say(me, 24)
    async with lock:
        try:
            async with asyncio.timeout(0) as scope:
                asyncio.get_running_loop().call_soon(say, me, 'called')
                asyncio.get_running_loop().call_later(0, say, me, 'called')
        except TimeoutError:
            say(me, 'too late', scope.expired())
        await asyncio.sleep(4.3040)


async def c3(me):
    say(me, 'got', await queue.get())
    await event.wait()
    say(me, 57)
    raise RuntimeError(me)
    try:
        async with condition:
            condition.notify(2)
        event.clear()
    finally:
        say(me, 'finally')
    return me + 'c3'


async def c4(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    event.clear()
    say(me, queue.full())
    try:
        await event.wait()
        await asyncio.sleep(3.8115)
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
    say(me, 43)
    return me + 'c4'


async def c5(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    await queue.put(me)
    say(me, 54)
    async with semaphore:
        await asyncio.sleep(0)
        async with lock:
            asyncio.get_running_loop().call_later(0.0222, say, me, 'called')
    await queue.put(me)
    return me + 'c5'


async def c2(me):
    async with asyncio.TaskGroup() as group:
        group.create_task(c3(me + '9'))
        say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    say(me, await c4(me + '3'))
    for first in asyncio.as_completed([asyncio.create_task(c5(me + '7'))]):
        say(me, 'completed', await first)
    say(me, tasks[0].cancel('stop'))
    return me + 'c2'


async def c0(me):
    done, pending = await asyncio.wait([asyncio.create_task(c1(me + '3'))], return_when=asyncio.FIRST_EXCEPTION)
    say(me, 'done', len(done), 'pending', len(pending))
    say(me, 40)
    async with condition:
        say(me, 'condition', await condition.wait())
    await event.wait()
    kept = asyncio.create_task(c2(me + '1'))


async def c8(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    async with lock:
        async with condition:
            say(me, 'condition', await condition.wait())
        await asyncio.sleep(4.3380)
    say(me, 'got', await queue.get())


async def c9(me):
    try:
        async with asyncio.timeout(0) as scope:
            say(me, 58)
            try:
                say(me, 35)
            finally:
                say(me, 'finally')
                await asyncio.sleep(3.5105)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with semaphore:
        say(me, 38)
        event.clear()
    async with condition:
        condition.notify(2)
    return me + 'c9'


async def c10(me):
    try:
        try:
            async with asyncio.timeout(7.3724) as scope:
                await asyncio.sleep(6.0945)
                say(me, tasks[0].cancel('stop'))
        except TimeoutError:
            say(me, 'too late', scope.expired())
        async with condition:
            condition.notify(2)
        say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    finally:
        say(me, 'finally')
    async with lock:
        say(me, 47)
    await asyncio.sleep(8.4359)


async def c11(me):
    await asyncio.sleep(1.9844)
    await asyncio.sleep(7.4578)
    await asyncio.sleep(3.2377)
    async with condition:
        say(me, 'condition', await condition.wait())


async def c7(me):
    async with lock:
        kept = asyncio.create_task(c8(me + '9'))
    for first in asyncio.as_completed([asyncio.create_task(c9(me + '6')), asyncio.create_task(c10(me + '9')), asyncio.create_task(c11(me + '6'))]):
        say(me, 'completed', await first)


async def c6(me):
    async with semaphore:
        say(me, 'gathered', await asyncio.gather(c7(me + '8'), return_exceptions=True))
        await asyncio.sleep(9.1301)
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c6'


async def c12(me):
    async with lock:
        async with semaphore:
            try:
                async with asyncio.timeout(1.0318) as scope:
                    say(me, 0)
                    await asyncio.sleep(9.7259)
            except TimeoutError:
                say(me, 'too late', scope.expired())
            async with condition:
                condition.notify(2)
    await asyncio.sleep(5.5777)
    await queue.put(me)
    say(me, 83)
    async with semaphore:
        await event.wait()
    return me + 'c12'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(2)
    semaphore = asyncio.Semaphore(1)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    await asyncio.sleep(6.8163)
    tasks.append(asyncio.create_task(c6('B'), name='B'))
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
