import asyncio


def say(*words):
    print(*words)


async def c2(me):
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    try:
        await queue.put(me)
        await asyncio.sleep(6.0110)
    finally:
        say(me, 'finally')
        await asyncio.sleep(0)
    await asyncio.sleep(9.3983)
    async with semaphore:
        say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
        async with condition:
            say(me, 'condition', await condition.wait())
    return me + 'c2'


async def c3(me):
    try:
        async with asyncio.timeout(0) as scope:
            say(me, 94)
    except TimeoutError:
        say(me, 'too late', scope.expired())
    asyncio.get_running_loop().call_later(0, say, me, 'called')
    asyncio.get_running_loop().call_soon(say, me, 'called')
    await asyncio.sleep(1.6590)
    return me + 'c3'


async def c4(me):
    say(me, 10)
    await asyncio.sleep(2.3297)
    await asyncio.sleep(3.3048)


async def c5(me):
    async with lock:
        await asyncio.sleep(8.1564)
        say(me, 33)
    try:
        say(me, 'got', await queue.get())
    except asyncio.CancelledError as error:
        say(me, 'caught', repr(error))
        raise


async def c6(me):
    asyncio.get_running_loop().call_later(0, say, me, 'called')
    async with condition:
        say(me, 'condition', await condition.wait())
    return me + 'c6'


async def c7(me):
    async with lock:
        await asyncio.sleep(8.2146)
        await asyncio.sleep(0)
    async with condition:
        condition.notify()
    return me + 'c7'


async def c1(me):
    asyncio.get_running_loop().call_later(0, say, me, 'called')
    try:
        done, pending = await asyncio.wait([asyncio.create_task(c2(me + '2')), asyncio.create_task(c3(me + '2')), asyncio.create_task(c4(me + '0'))], return_when=asyncio.FIRST_EXCEPTION, timeout=5.7631)
        say(me, 'done', len(done), 'pending', len(pending))
        say(me, 'gathered', await asyncio.gather(c5(me + '1')))
    finally:
        say(me, 'finally')
    try:
        say(me, 'gathered', await asyncio.gather(c6(me + '2'), c7(me + '9'), return_exceptions=True))
    except BaseException as error:
        say(me, 'caught', repr(error))
        raise
    return me + 'c1'


async def c0(me):
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    say(me, 65)
    say(me, 'shielded', await asyncio.shield(c1(me + '2')))
    say(me, 86)


async def c10(me):
    try:
        async with asyncio.timeout(9.2192) as scope:
            try:
                await asyncio.sleep(0.6037)
            except asyncio.CancelledError as error:
                say(me, 'caught', repr(error))
    except TimeoutError:
        say(me, 'too late', scope.expired())
    async with lock:
        say(me, 96)
    async with lock:
        say(me, tasks[1].cancel())
        await event.wait()
    say(me, 'got', await queue.get())
    say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
    return me + 'c10'


async def c11(me):
    await queue.put(me)
    await event.wait()
    return me + 'c11'


async def c9(me):
    try:
        async with asyncio.timeout(9.8493) as scope:
            try:
                say(me, 'gathered', await asyncio.gather(c10(me + '3')))
                kept = asyncio.create_task(c11(me + '4'))
            finally:
                say(me, 'finally')
                await asyncio.sleep(2.5071)
            async with lock:
                asyncio.get_running_loop().call_soon(say, me, 'called')
    except TimeoutError:
        say(me, 'too late', scope.expired())
    event.set()
    asyncio.get_running_loop().call_soon(say, me, 'called')
    await asyncio.sleep(0)
    return me + 'c9'


async def c8(me):
    try:
        async with asyncio.timeout(4.2498) as scope:
            asyncio.get_running_loop().call_later(3.7526, say, me, 'called')
    except TimeoutError:
        say(me, 'too late', scope.expired())
    say(me, 49)
    say(me, 84)
    say(me, await c9(me + '3'))
    async with condition:
        condition.notify()
    return me + 'c8'


async def c12(me):
    say(me, 39)
    await asyncio.sleep(1.1976)


async def c13(me):
    async with condition:
        say(me, 'condition', await condition.wait())
    asyncio.get_running_loop().call_soon(say, me, 'called')
    return me + 'c13'


async def main():
    global lock, event, queue, semaphore, condition, tasks
    lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()
    queue = asyncio.Queue(0)
    semaphore = asyncio.Semaphore(2)
    tasks = []
    tasks.append(asyncio.create_task(c0('A'), name='A'))
    await asyncio.sleep(0)
    tasks.append(asyncio.create_task(c8('B'), name='B'))
    await asyncio.sleep(2.8571)
    tasks.append(asyncio.create_task(c12('C'), name='C'))
    tasks.append(asyncio.create_task(c13('D'), name='D'))
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
