import asyncio


def say(*words):
    print(*words)


async def c2(me):
    try:
        async with asyncio.timeout(8.8405) as scope:
            say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
            async with lock:
                await asyncio.sleep(9.3128)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c2'


async def c3(me):
    try:
        say(me, 10)
        say(me, tasks[1].cancel())
    finally:
        say(me, 'finally')
    await asyncio.sleep(3.8264)
    return me + 'c3'


async def c1(me):
    asyncio.get_running_loop().call_later(6.6315, say, me, 'called')
    say(me, queue.full())
    say(me, 'gathered', await asyncio.gather(c2(me + '4'), return_exceptions=True))
    async with lock:
        async with condition:
            condition.notify(2)
        async with semaphore:
            try:
                async with asyncio.timeout(1.0748) as scope:
                    kept = asyncio.create_task(c3(me + '9'))
            except TimeoutError:
                say(me, 'too late', scope.expired())
    async with semaphore:
        async with condition:
            condition.notify(2)
    return me + 'c1'


async def c5(me):
    try:
        async with asyncio.timeout(0.4176) as scope:
            raise KeyError(me)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, 71)
    async with semaphore:
        event.clear()
    say(me, 80)
    say(me, 90)
    return me + 'c5'


async def c6(me):
    await queue.put(me)
    asyncio.get_running_loop().call_later(0.2654, say, me, 'called')
    async with lock:
        say(me, 76)
        await asyncio.sleep(9.4857)
    try:
        asyncio.get_running_loop().call_soon(say, me, 'called')
        say(me, 62)
        await asyncio.sleep(9.5127)
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
    async with condition:
        condition.notify()


async def c7(me):
    await asyncio.sleep(0)
    async with condition:
        say(me, 'condition', await condition.wait())
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    try:
        event.clear()
        event.clear()
        await asyncio.sleep(2.3309)
    finally:
        say(me, 'finally')
    return me + 'c7'


async def c8(me):
    say(me, 68)
    asyncio.get_running_loop().call_soon(say, me, 'called')
    return me + 'c8'


async def c4(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    say(me, 42)
    async with condition:
        condition.notify()
    done, pending = await asyncio.wait([asyncio.create_task(c5(me + '5')), asyncio.create_task(c6(me + '6')), asyncio.create_task(c7(me + '4'))], return_when=asyncio.ALL_COMPLETED)
    say(me, 'done', len(done), 'pending', len(pending))
    say(me, await c8(me + '7'))
    return me + 'c4'


async def c0(me):
    say(me, queue.full())
    say(me, 'shielded', await asyncio.shield(c1(me + '0')))
    say(me, 'in time', await asyncio.wait_for(c4(me + '7'), 3.3028))
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c0'


async def c11(me):
    async with lock:
        say(me, 85)
    await asyncio.sleep(3.6094)
    say(me, tasks[0].cancel('stop'))
    say(me, 26)


async def c10(me):
    say(me, await c11(me + '9'))
    raise KeyError(me)
    async with condition:
        condition.notify(2)
    say(me, tasks[1].cancel())
    say(me, 45)
    return me + 'c10'


async def c9(me):
    async with asyncio.TaskGroup() as group:
        group.create_task(c10(me + '0'))
        say(me, 55)
    say(me, 'got', await queue.get())
    await asyncio.sleep(0.6164)
    say(me, 40)
    asyncio.get_running_loop().call_soon(say, me, 'called')


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(1)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c9('B'), name='B'))
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
