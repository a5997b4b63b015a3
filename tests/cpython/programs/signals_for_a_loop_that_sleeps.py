"""Which signals wake a loop out of its select: those of the process, and all once the loop has a handler of one."""
import asyncio
import os
import signal
import threading


def say(*words):
    print(*words, flush=True)


def handler(number, frame):
    say("  handler of", signal.Signals(number).name, "in", threading.current_thread().name)


def by_kill(number):
    os.kill(os.getpid(), number)


def by_raise(number):
    signal.raise_signal(number)


async def sleep_and(send, number):
    say(send.__name__, number.name)
    threading.Timer(0.05, send, (number,)).start()
    try:
        await asyncio.sleep(0.1)
    except asyncio.CancelledError:
        say("  cancelled")
        raise
    say("  slept")


async def main():
    loop = asyncio.get_running_loop()
    await sleep_and(by_kill, signal.SIGUSR1)
    await sleep_and(by_raise, signal.SIGUSR1)
    loop.add_signal_handler(signal.SIGUSR2, say, "  handler of the loop")
    for number in signal.SIGUSR1, signal.SIGUSR2:
        await sleep_and(by_kill, number)
        await sleep_and(by_raise, number)
    say(loop.remove_signal_handler(signal.SIGUSR2), loop.remove_signal_handler(signal.SIGUSR2))
    await sleep_and(by_raise, signal.SIGUSR1)
    loop.add_signal_handler(signal.SIGALRM, say, "  alarm")
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.1)
    await asyncio.sleep(0.3)
    signal.setitimer(signal.ITIMER_REAL, 0)


async def interrupted(send):
    await sleep_and(send, signal.SIGINT)
    say("not reached")


signal.signal(signal.SIGUSR1, handler)
asyncio.run(main())
for send in by_kill, by_raise:
    try:
        asyncio.run(interrupted(send))
    except KeyboardInterrupt as error:
        say("interrupted", repr(error))
