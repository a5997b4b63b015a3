import asyncio


def say(*words):
    print(*words)


async def c2(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    raise RuntimeError(me)
    await queue.put(me)
    await event.wait()


async def c3(me):
    event.clear()
    say(me, 90)
    await asyncio.sleep(0)
    async with lock:
        say(me, 40)
    say(me, 81)


async def c4(me):
    event.set()
    try:
        say(me, tasks[0].cancel('stop'))
        async with lock:
            await event.wait()
            try:
                await asyncio.sleep(9.4905)
                say(me, 6)
            except Exception as error:
                say(me, 'caught', repr(error))
                raise
    finally:
        say(me, 'finally')
    return me + 'c4'


async def c5(me):
    await asyncio.sleep(0)
    await asyncio.sleep(5.0401)
    async with semaphore:
        async with semaphore:
            say(me, queue.full())
            event.set()
        await asyncio.sleep(9.3239)
    say(me, tasks[1].cancel('stop'))


async def c1(me):
    event.clear()
    say(me, 'in time', await asyncio.wait_for(c2(me + '6'), 2.0181))
    for first in asyncio.as_completed([asyncio.create_task(c3(me + '4')), asyncio.create_task(c4(me + '0')), asyncio.create_task(c5(me + '0'))]):
        say(me, 'completed', await first)
    async with condition:
        condition.notify()
    await asyncio.sleep(9.4907)
    return me + 'c1'


async def c0(me):
    try:
        await asyncio.sleep(5.3515)
        try:
            async with asyncio.timeout(0) as scope:
                say(me, 'in time', await asyncio.wait_for(c1(me + '6'), 0.2540))
        except TimeoutError:
            say(me, 'too late', scope.expired())
    finally:
        say(me, 'finally')
        await asyncio.sleep(0.4478)
    event.set()
    return me + 'c0'


async def c6(me):
    await asyncio.sleep(0)
    await asyncio.sleep(9.9096)
    async with condition:
        condition.notify(2)
    return me + 'c6'


async def c8(me):
    await asyncio.sleep(9.2396)
    async with condition:
        say(me, 'condition', await condition.wait())
    raise KeyError(me)


async def c10(me):
    say(me, 58)
    say(me, 86)
    return me + 'c10'


async def c9(me):
    say(me, tasks[1].cancel('stop'))
    say(me, 'shielded', await asyncio.shield(c10(me + '7')))
    asyncio.get_running_loop().call_later(2.1939, say, me, 'called')
    await asyncio.sleep(7.9478)
    event.set()


async def c7(me):
    async with asyncio.TaskGroup() as group:
        group.create_task(c8(me + '3'))
        say(me, 79)
    say(me, 30)
    for first in asyncio.as_completed([asyncio.create_task(c9(me + '5'))]):
        say(me, 'completed', await first)
    return me + 'c7'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(0)
    semaphore = asyncio.Semaphore(1)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    await asyncio.sleep(4.7396)
    tasks.append(asyncio.create_task(c6('B'), name='B'))
    tasks.append(asyncio.create_task(c7('C'), name='C'))
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
