import asyncio


def say(*words):
    print(*words)


async def c2(me):
    await asyncio.sleep(6.5524)
    async with condition:
        say(me, 'condition', await condition.wait())


async def c3(me):
    say(me, 'got', await queue.get())
    say(me, 75)
    return me + 'c3'


async def c4(me):
    async with semaphore:
        async with semaphore:
            async with semaphore:
                say(me, 4)
            say(me, 4)
    try:
        say(me, 0)
        say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    finally:
        say(me, 'finally')


async def c5(me):
    raise ValueError(me)
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    return me + 'c5'


async def c6(me):
    await asyncio.sleep(7.1489)
    say(me, 62)
    await event.wait()
    return me + 'c6'


async def c7(me):
    await asyncio.sleep(9.9591)
    say(me, 29)
    await queue.put(me)
    await asyncio.sleep(0)
    await asyncio.sleep(0)


async def c1(me):
    try:
        async with semaphore:
            try:
                say(me, 'gathered', await asyncio.gather(c2(me + '1'), c3(me + '0'), c4(me + '4')))
            except Exception as error:
                say(me, 'caught', repr(error))
            done, pending = await asyncio.wait([asyncio.create_task(c5(me + '1')), asyncio.create_task(c6(me + '5'))], return_when=asyncio.FIRST_COMPLETED, timeout=3.9621)
            say(me, 'done', len(done), 'pending', len(pending))
        try:
            async with condition:
                condition.notify()
        except TimeoutError as error:
            say(me, 'caught', repr(error))
        async with condition:
            say(me, 'condition', await condition.wait())
    finally:
        say(me, 'finally')
        await asyncio.sleep(2.7087)
    say(me, 13)
    kept = asyncio.create_task(c7(me + '6'))


async def c9(me):
    say(me, 51)
    async with semaphore:
        raise RuntimeError(me)
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_later(0.2712, say, me, 'called')
    return me + 'c9'


async def c8(me):
    say(me, 'got', await queue.get())
    done, pending = await asyncio.wait([asyncio.create_task(c9(me + '2'))], return_when=asyncio.ALL_COMPLETED, timeout=7.9609)
    say(me, 'done', len(done), 'pending', len(pending))
    return me + 'c8'


async def c11(me):
    async with semaphore:
        await queue.put(me)
    await event.wait()
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    await asyncio.sleep(0)


async def c12(me):
    say(me, 52)
    say(me, queue.full())
    async with condition:
        condition.notify(2)
    say(me, 77)
    try:
        async with semaphore:
            async with semaphore:
                say(me, 93)
                asyncio.get_running_loop().call_later(0, say, me, 'called')
        say(me, queue.full())
        async with condition:
            condition.notify(2)
    except Exception as error:
        say(me, 'caught', repr(error))
        raise
    return me + 'c12'


async def c10(me):
    await asyncio.sleep(0)
    say(me, 33)
    say(me, 70)
    say(me, 'gathered', await asyncio.gather(c11(me + '3'), c12(me + '6')))
    return me + 'c10'


async def c0(me):
    say(me, 26)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(c1(me + '4'))
            group.create_task(c8(me + '1'))
            group.create_task(c10(me + '0'))
            async with semaphore:
                await asyncio.sleep(9.5903)
                say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    except TimeoutError as error:
        say(me, 'caught', repr(error))


async def c13(me):
    asyncio.get_running_loop().call_later(5.5089, say, me, 'called')
    raise KeyError(me)
    try:
        say(me, 5)
        await queue.put(me)
        say(me, tasks[1].cancel('stop'))
    except TimeoutError as error:
        say(me, 'caught', repr(error))
        raise
    try:
        async with semaphore:
            await asyncio.sleep(0)
        try:
            try:
                raise ValueError(me)
                say(me, tasks[1].cancel())
            finally:
                say(me, 'finally')
            say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
            asyncio.get_running_loop().call_later(6.8986, say, me, 'called')
        except TimeoutError as error:
            say(me, 'caught', repr(error))
            raise
        await asyncio.sleep(9.7323)
    except TimeoutError as error:
        say(me, 'caught', repr(error))
    return me + 'c13'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(2)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    tasks.append(asyncio.create_task(c13('B'), name='B'))
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
