import asyncio


def say(*words):
    print(*words)


async def c2(me):
    async with lock:
        try:
            asyncio.get_running_loop().call_soon(say, me, 'called')
            try:
                say(me, 23)
                say(me, tasks[1].cancel('stop'))
            except asyncio.CancelledError as error:
                say(me, 'caught', repr(error))
        finally:
            say(me, 'finally')
        event.clear()
    try:
        await queue.put(me)
        try:
            async with asyncio.timeout(0.5526) as scope:
                say(me, 57)
                event.clear()
        except TimeoutError:
            say(me, 'too late', scope.expired())
    finally:
        say(me, 'finally')
    say(me, 'got', await queue.get())


async def c3(me):
    say(me, 26)
    async with lock:
        event.set()
        event.clear()
    event.set()
    say(me, 'got', await queue.get())


async def c4(me):
    say(me, 19)
    await asyncio.sleep(0.5411)
    say(me, 'got', await queue.get())
    try:
        async with asyncio.timeout(0) as scope:
            try:
                async with asyncio.timeout(9.8492) as scope:
                    await asyncio.sleep(6.7531)
                    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
            except TimeoutError:
                say(me, 'too late', scope.expired())
            say(me, 84)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    return me + 'c4'


async def c5(me):
    async with semaphore:
        say(me, 72)
        say(me, 33)
    say(me, tasks[1].cancel('stop'))
    event.clear()
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c5'


async def c6(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    await asyncio.sleep(0.8909)
    say(me, 36)
    say(me, 47)
    await asyncio.sleep(0)


async def c7(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    async with semaphore:
        say(me, 57)
    async with lock:
        try:
            async with asyncio.timeout(0) as scope:
                asyncio.get_running_loop().call_soon(say, me, 'called')
                asyncio.get_running_loop().call_later(5.8215, say, me, 'called')
        except TimeoutError:
            say(me, 'too late', scope.expired())
    try:
        async with semaphore:
            say(me, 'got', await queue.get())
        await event.wait()
        async with condition:
            condition.notify()
    finally:
        say(me, 'finally')
    return me + 'c7'


async def c1(me):
    say(me, 'gathered', await asyncio.gather(c2(me + '1'), c3(me + '9'), c4(me + '7')))
    say(me, 'gathered', await asyncio.gather(c5(me + '0'), c6(me + '6'), c7(me + '2'), return_exceptions=True))
    try:
        async with asyncio.timeout(0) as scope:
            say(me, tasks[0].cancel('stop'))
            asyncio.get_running_loop().call_later(7.2983, say, me, 'called')
    except TimeoutError:
        say(me, 'too late', scope.expired())
    try:
        say(me, 37)
        await asyncio.sleep(9.8567)
    except BaseException as error:
        say(me, 'caught', repr(error))
    say(me, 3)


async def c0(me):
    event.set()
    for first in asyncio.as_completed([asyncio.create_task(c1(me + '5'))]):
        say(me, 'completed', await first)
    try:
        asyncio.get_running_loop().call_later(7.8730, say, me, 'called')
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    finally:
        say(me, 'finally')
        await asyncio.sleep(0.1320)
    say(me, tasks[0].cancel())
    return me + 'c0'


async def c8(me):
    asyncio.get_running_loop().call_later(0, say, me, 'called')
    await asyncio.sleep(8.7297)


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(0)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c8('B'), name='B'))
    await asyncio.sleep(2.3485)
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
