# A thread kills another one's signals; sigwait takes what is blocked; interrupt_main raises in the main thread.
import _thread
import signal
import threading
import time

start = time.monotonic()


def at():
    return f"{time.monotonic() - start:.1f}"


def handler(number, frame):
    print(at(), "handled", signal.Signals(number).name, threading.current_thread().name)


signal.signal(signal.SIGUSR1, handler)
main = threading.main_thread().ident


def kills():
    time.sleep(0.1)
    signal.pthread_kill(main, signal.SIGUSR1)
    print(at(), "killed")


threading.Thread(target=kills, name="killer").start()
time.sleep(0.3)
print(at(), "slept")

print(signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1, signal.SIGUSR2}))
threading.Timer(0.1, signal.pthread_kill, (main, signal.SIGUSR1)).start()
got = signal.sigwait({signal.SIGUSR1, signal.SIGUSR2})
print(at(), "waited for", got, type(got).__name__)
signal.pthread_kill(main, signal.SIGUSR2)
print(sorted(signal.sigpending()))
print(at(), "at once", signal.sigwait([signal.SIGUSR2]), signal.sigpending())
signal.raise_signal(signal.SIGUSR1)
print("still blocked", signal.sigpending())
print(sorted(signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])))
print("unblocked", sorted(signal.pthread_sigmask(signal.SIG_SETMASK, [])))
for wrong in (lambda: signal.pthread_kill(main, 70), lambda: signal.sigwait(5), lambda: signal.sigwait({70}), lambda: signal.pthread_sigmask(9, [])):
    try:
        wrong()
    except (ValueError, TypeError, OSError) as error:
        print(type(error).__name__, error)
signal.pthread_kill(main, 0)


def interrupts():
    time.sleep(0.1)
    print(at(), "interrupts")
    _thread.interrupt_main()


threading.Thread(target=interrupts).start()
try:
    while True:
        time.sleep(0.3)
        print(at(), "slept on")
except KeyboardInterrupt as error:
    print(at(), "interrupted", repr(error))
_thread.interrupt_main(signal.SIGUSR1)
print("after")
signal.signal(signal.SIGINT, signal.SIG_IGN)
_thread.interrupt_main()
print("ignored")
try:
    _thread.interrupt_main(100)
except ValueError as error:
    print(error)
signal.signal(signal.SIGINT, signal.default_int_handler)


def works():
    for n in range(3):
        time.sleep(0.1)
    print(at(), "worked")


thread = threading.Thread(target=works)
thread.start()
threading.Timer(0.1, _thread.interrupt_main).start()
try:
    thread.join()
except KeyboardInterrupt:
    print(at(), "join was interrupted")
thread.join()


def waits():
    print(at(), "a thread waited for", signal.sigwait({signal.SIGUSR2}))


signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2})
waiter = threading.Thread(target=waits)
waiter.start()
time.sleep(0.1)
signal.pthread_kill(waiter.ident, signal.SIGUSR2)
waiter.join()
print(at(), "end")
