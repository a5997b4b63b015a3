import asyncio


def say(*words):
    print(*words)


async def c1(me):
    await event.wait()
    try:
        try:
            say(me, 3)
        finally:
            say(me, 'finally')
            await asyncio.sleep(6.4872)
        await asyncio.sleep(9.2925)
        async with condition:
            say(me, 'condition', await condition.wait())
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
        raise
    await asyncio.sleep(9.6930)


async def c3(me):
    say(me, 'got', await queue.get())
    await asyncio.sleep(8.3005)
    await asyncio.sleep(5.0273)


async def c4(me):
    await event.wait()
    say(me, 34)
    async with condition:
        condition.notify()


async def c5(me):
    say(me, 14)
    await asyncio.sleep(4.0216)
    await asyncio.sleep(0)
    async with lock:
        async with condition:
            say(me, 'condition', await condition.wait())
        event.set()
    return me + 'c5'


async def c2(me):
    say(me, 'gathered', await asyncio.gather(c3(me + '9'), c4(me + '2'), return_exceptions=True))
    await asyncio.sleep(1.8260)
    say(me, 59)
    for first in asyncio.as_completed([asyncio.create_task(c5(me + '7'))]):
        say(me, 'completed', await first)
    return me + 'c2'


async def c6(me):
    await asyncio.sleep(7.4544)
    await asyncio.sleep(6.1495)
    say(me, 89)
    await asyncio.sleep(1.4661)
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c6'


async def c8(me):
    say(me, 30)
    async with condition:
        condition.notify(2)
    await event.wait()
    say(me, 28)


async def c9(me):
    asyncio.get_running_loop().call_soon(say, me, 'called')
    await asyncio.sleep(9.0122)
    async with condition:
        condition.notify(2)


async def c10(me):
    await asyncio.sleep(5.7266)
    await asyncio.sleep(0.2183)
    say(me, queue.full())
    say(me, 48)
    await event.wait()
    return me + 'c10'


async def c11(me):
    say(me, 94)
    await asyncio.sleep(1.6122)
    asyncio.get_running_loop().call_later(0.4480, say, me, 'called')


async def c7(me):
    async with semaphore:
        try:
            async with semaphore:
                async with asyncio.TaskGroup() as group:
                    group.create_task(c8(me + '3'))
                    for first in asyncio.as_completed([asyncio.create_task(c9(me + '2')), asyncio.create_task(c10(me + '3')), asyncio.create_task(c11(me + '8'))]):
                        say(me, 'completed', await first)
                say(me, 42)
            say(me, 25)
        finally:
            say(me, 'finally')
            await asyncio.sleep(0)
    asyncio.get_running_loop().call_later(1.5992, say, me, 'called')
    return me + 'c7'


async def c0(me):
    async with asyncio.TaskGroup() as group:
        group.create_task(c1(me + '2'))
        group.create_task(c2(me + '8'))
        try:
            say(me, await c6(me + '9'))
        except asyncio.CancelledError as error:
            say(me, 'caught', repr(error))
    say(me, 'in time', await asyncio.wait_for(c7(me + '0'), 0))
    await asyncio.sleep(9.7009)
    say(me, queue.full())
    say(me, queue.full())
    return me + 'c0'


async def c12(me):
    asyncio.get_running_loop().call_later(0.1812, say, me, 'called')
    say(me, 'got', await queue.get())
    return me + 'c12'


async def c13(me):
    await asyncio.sleep(9.7740)
    say(me, 'got', await queue.get())
    say(me, 'got', await queue.get())
    try:
        async with asyncio.timeout(7.9681) as scope:
            say(me, 'got', await queue.get())
            raise RuntimeError(me)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c13'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(1)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c12('B'), name='B'))
    tasks.append(asyncio.create_task(c13('C'), name='C'))
    await asyncio.sleep(1.4707)
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
