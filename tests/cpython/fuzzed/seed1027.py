import asyncio


def say(*words):
    print(*words)


async def c2(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    async with condition:
        say(me, 'condition', await condition.wait())


async def c3(me):
    await asyncio.sleep(0.7872)
    say(me, 'got', await queue.get())
    return me + 'c3'


async def c1(me):
    say(me, tasks[0].cancel('stop'))
    say(me, 'got', await queue.get())
    kept = asyncio.create_task(c2(me + '4'))
    try:
        asyncio.get_running_loop().call_later(6.8699, say, me, 'called')
        say(me, 'shielded', await asyncio.shield(c3(me + '9')))
        async with lock:
            await event.wait()
    except BaseException as error:
        say(me, 'caught', repr(error))
        raise
    event.set()
    return me + 'c1'


async def c0(me):
    await asyncio.sleep(8.9836)
    kept = asyncio.create_task(c1(me + '0'))


async def c4(me):
    say(me, 'got', await queue.get())
    await asyncio.sleep(1.5704)


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(1)
    semaphore = asyncio.Semaphore(1)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    await asyncio.sleep(4.4850)
    tasks.append(asyncio.create_task(c4('B'), name='B'))
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
