import asyncio


def say(*words):
    print(*words)


async def c1(me):
    say(me, 'got', await queue.get())
    say(me, 30)
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    say(me, 53)
    say(me, 72)
    return me + 'c1'


async def c3(me):
    await asyncio.sleep(8.4899)
    say(me, 'got', await queue.get())
    async with condition:
        say(me, 'condition', await condition.wait())
    await event.wait()


async def c4(me):
    try:
        async with asyncio.timeout(6.4531) as scope:
            async with semaphore:
                event.set()
            await queue.put(me)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, 'got', await queue.get())


async def c5(me):
    say(me, 12)
    await asyncio.sleep(0.6707)
    say(me, 63)
    return me + 'c5'


async def c6(me):
    await asyncio.sleep(0.1121)
    say(me, 29)
    return me + 'c6'


async def c2(me):
    async with lock:
        for first in asyncio.as_completed([asyncio.create_task(c3(me + '1')), asyncio.create_task(c4(me + '8')), asyncio.create_task(c5(me + '0'))]):
            say(me, 'completed', await first)
        say(me, 26)
    say(me, 14)
    kept = asyncio.create_task(c6(me + '5'))


async def c8(me):
    await asyncio.sleep(8.2899)
    await asyncio.sleep(5.9800)
    return me + 'c8'


async def c9(me):
    say(me, 24)
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c9'


async def c10(me):
    asyncio.get_running_loop().call_later(3.0343, say, me, 'called')
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    asyncio.get_running_loop().call_later(9.2307, say, me, 'called')
    asyncio.get_running_loop().call_later(0, say, me, 'called')


async def c7(me):
    async with lock:
        try:
            say(me, 77)
            try:
                async with asyncio.timeout(0) as scope:
                    asyncio.get_running_loop().call_later(7.2404, say, me, 'called')
            except TimeoutError:
                say(me, 'too late', scope.expired())
            say(me, 70)
        finally:
            say(me, 'finally')
    say(me, 'shielded', await asyncio.shield(c8(me + '9')))
    done, pending = await asyncio.wait([asyncio.create_task(c9(me + '6')), asyncio.create_task(c10(me + '4'))], return_when=asyncio.FIRST_EXCEPTION)
    say(me, 'done', len(done), 'pending', len(pending))


async def c12(me):
    try:
        asyncio.get_running_loop().call_soon(say, me, 'called')
        say(me, 76)
    except TimeoutError as error:
        say(me, 'caught', repr(error))
        raise
    async with lock:
        await asyncio.sleep(1.0198)
    say(me, tasks[1].cancel('stop'))
    return me + 'c12'


async def c11(me):
    await queue.put(me)
    async with semaphore:
        say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    say(me, 'gathered', await asyncio.gather(c12(me + '9'), return_exceptions=True))


async def c13(me):
    async with semaphore:
        async with condition:
            condition.notify()
    try:
        async with asyncio.timeout(0) as scope:
            raise KeyError(me)
            await asyncio.sleep(7.1122)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with condition:
        condition.notify(2)
    async with condition:
        say(me, 'condition', await condition.wait())
    async with lock:
        async with condition:
            say(me, 'condition', await condition.wait())
    return me + 'c13'


async def c0(me):
    say(me, tasks[1].cancel('stop'))
    await asyncio.sleep(6.2150)
    say(me, 'shielded', await asyncio.shield(c1(me + '2')))
    for first in asyncio.as_completed([asyncio.create_task(c2(me + '7')), asyncio.create_task(c7(me + '5')), asyncio.create_task(c11(me + '0'))]):
        say(me, 'completed', await first)
    async with semaphore:
        say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
        for first in asyncio.as_completed([asyncio.create_task(c13(me + '0'))]):
            say(me, 'completed', await first)
    return me + 'c0'


async def c14(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    await event.wait()
    await event.wait()
    return me + 'c14'


async def c15(me):
    await event.wait()
    event.set()


async def c16(me):
    try:
        await asyncio.sleep(2.7676)
        say(me, 65)
    except TimeoutError as error:
        say(me, 'caught', repr(error))
        raise
    await asyncio.sleep(0)
    async with lock:
        try:
            await asyncio.sleep(6.6401)
            async with condition:
                condition.notify()
        finally:
            say(me, 'finally')
    await queue.put(me)
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    return me + 'c16'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(2)
    semaphore = asyncio.Semaphore(1)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    await asyncio.sleep(9.2434)
    tasks.append(asyncio.create_task(c14('B'), name='B'))
    await asyncio.sleep(0)
    tasks.append(asyncio.create_task(c15('C'), name='C'))
    tasks.append(asyncio.create_task(c16('D'), name='D'))
    await asyncio.sleep(9.0541)
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
