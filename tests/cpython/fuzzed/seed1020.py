import asyncio


def say(*words):
    print(*words)


async def c2(me):
    try:
        async with asyncio.timeout(2.7648) as scope:
            try:
                async with asyncio.timeout(0) as scope:
                    say(me, 77)
            except TimeoutError:
                say(me, 'too late', scope.expired())
            await queue.put(me)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    try:
        async with asyncio.timeout(1.2555) as scope:
            try:
                asyncio.get_running_loop().call_later(0, say, me, 'called')
                say(me, 49)
            finally:
                say(me, 'finally')
    except TimeoutError:
        say(me, 'too late', scope.expired())
    raise ValueError(me)
    say(me, 29)
    return me + 'c2'


async def c3(me):
    event.set()
    async with semaphore:
        try:
            await asyncio.sleep(8.9971)
        finally:
            say(me, 'finally')
            await asyncio.sleep(7.6895)
    raise ValueError(me)
    try:
        async with semaphore:
            await asyncio.sleep(7.3404)
        async with condition:
            condition.notify()
        async with semaphore:
            asyncio.get_running_loop().call_later(7.4524, say, me, 'called')
            say(me, 'got', await queue.get())
    except Exception as error:
        say(me, 'caught', repr(error))
    return me + 'c3'


async def c1(me):
    async with lock:
        say(me, 'gathered', await asyncio.gather(c2(me + '0'), c3(me + '7')))
    await queue.put(me)
    async with condition:
        say(me, 'condition', await condition.wait())


async def c5(me):
    try:
        try:
            async with asyncio.timeout(0) as scope:
                say(me, 32)
        except TimeoutError:
            say(me, 'too late', scope.expired())
    finally:
        say(me, 'finally')
        await asyncio.sleep(5.4535)
    asyncio.get_running_loop().call_soon(say, me, 'called')
    return me + 'c5'


async def c6(me):
    event.clear()
    async with condition:
        say(me, 'condition', await condition.wait())
    try:
        async with asyncio.timeout(7.9116) as scope:
            say(me, 6)
            say(me, 'got', await queue.get())
    except TimeoutError:
        say(me, 'too late', scope.expired())
    try:
        async with asyncio.timeout(0) as scope:
            async with lock:
                say(me, 78)
                event.set()
            await asyncio.sleep(3.8240)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, 92)


async def c7(me):
    async with condition:
        condition.notify(2)
    await asyncio.sleep(8.6096)
    await asyncio.sleep(0)
    return me + 'c7'


async def c4(me):
    await event.wait()
    say(me, 18)
    for first in asyncio.as_completed([asyncio.create_task(c5(me + '4')), asyncio.create_task(c6(me + '9'))]):
        say(me, 'completed', await first)
    try:
        say(me, 42)
        await event.wait()
        done, pending = await asyncio.wait([asyncio.create_task(c7(me + '5'))], return_when=asyncio.FIRST_EXCEPTION, timeout=0)
        say(me, 'done', len(done), 'pending', len(pending))
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))


async def c0(me):
    await event.wait()
    for first in asyncio.as_completed([asyncio.create_task(c1(me + '3')), asyncio.create_task(c4(me + '8'))]):
        say(me, 'completed', await first)
    return me + 'c0'


async def c8(me):
    async with semaphore:
        await asyncio.sleep(0)
        event.clear()
    try:
        await asyncio.sleep(1.1051)
        say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    finally:
        say(me, 'finally')


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(2)
    semaphore = asyncio.Semaphore(1)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c8('B'), name='B'))
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
