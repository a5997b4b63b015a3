import asyncio


def say(*words):
    print(*words)


async def c0(me):
    asyncio.get_running_loop().call_later(0, say, me, 'called')
    await queue.put(me)
    return me + 'c0'


async def c3(me):
    await queue.put(me)
    await asyncio.sleep(0)
    await event.wait()
    say(me, tasks[0].cancel())
    await event.wait()


async def c2(me):
    say(me, 77)
    async with lock:
        await asyncio.sleep(5.5681)
        try:
            async with asyncio.timeout(6.4557) as scope:
                say(me, 'in time', await asyncio.wait_for(c3(me + '5'), 0))
                say(me, 33)
        except TimeoutError:
            say(me, 'too late', scope.expired())


async def c4(me):
    asyncio.get_running_loop().call_soon(say, me, 'called')
    await asyncio.sleep(0)
    return me + 'c4'


async def c1(me):
    for first in asyncio.as_completed([asyncio.create_task(c2(me + '4'))]):
        say(me, 'completed', await first)
    async with condition:
        condition.notify(2)
    await asyncio.sleep(9.9428)
    say(me, 'gathered', await asyncio.gather(c4(me + '2'), return_exceptions=True))
    say(me, 'got', await queue.get())
    return me + 'c1'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(2)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c1('B'), name='B'))
    await asyncio.sleep(8.6828)
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
