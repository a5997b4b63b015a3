import asyncio


def say(*words):
    print(*words)


async def c0(me):
    async with lock:
        say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    say(me, 81)
    event.clear()
    return me + 'c0'


async def c3(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    await asyncio.sleep(0)
    say(me, 35)


async def c2(me):
    say(me, 55)
    kept = asyncio.create_task(c3(me + '6'))
    return me + 'c2'


async def c5(me):
    await asyncio.sleep(2.8449)
    try:
        async with asyncio.timeout(0) as scope:
            try:
                event.set()
                await asyncio.sleep(0)
            finally:
                say(me, 'finally')
    except TimeoutError:
        say(me, 'too late', scope.expired())
    await event.wait()
    say(me, 61)
    event.set()
    return me + 'c5'


async def c4(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    async with semaphore:
        say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    say(me, 75)
    kept = asyncio.create_task(c5(me + '5'))
    return me + 'c4'


async def c6(me):
    async with condition:
        condition.notify(2)
    await asyncio.sleep(7.9932)
    asyncio.get_running_loop().call_soon(say, me, 'called')
    return me + 'c6'


async def c8(me):
    await event.wait()
    await event.wait()


async def c9(me):
    async with condition:
        condition.notify(2)
    asyncio.get_running_loop().call_later(8.5807, say, me, 'called')


async def c10(me):
    await asyncio.sleep(0)
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    await asyncio.sleep(7.1995)
    return me + 'c10'


async def c11(me):
    say(me, 77)
    await asyncio.sleep(8.5567)
    await asyncio.sleep(5.5472)
    return me + 'c11'


async def c7(me):
    done, pending = await asyncio.wait([asyncio.create_task(c8(me + '5'))], return_when=asyncio.FIRST_EXCEPTION)
    say(me, 'done', len(done), 'pending', len(pending))
    async with lock:
        kept = asyncio.create_task(c9(me + '7'))
    say(me, 'in time', await asyncio.wait_for(c10(me + '7'), 0))
    try:
        async with lock:
            say(me, await c11(me + '9'))
            async with condition:
                say(me, 'condition', await condition.wait())
        async with condition:
            say(me, 'condition', await condition.wait())
    finally:
        say(me, 'finally')
    return me + 'c7'


async def c1(me):
    say(me, await c2(me + '3'))
    async with asyncio.TaskGroup() as group:
        group.create_task(c4(me + '0'))
        await asyncio.sleep(2.5131)
    say(me, 'gathered', await asyncio.gather(c6(me + '3'), c7(me + '8')))
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c1'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(1)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    await asyncio.sleep(0)
    tasks.append(asyncio.create_task(c1('B'), name='B'))
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
