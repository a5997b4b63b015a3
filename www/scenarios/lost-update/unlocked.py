import contextlib, threading, time

balance = 0
lock = contextlib.nullcontext()

def deposit(amount):
    global balance
    with lock:
        before = balance
        time.sleep(0.2)
        balance = before + amount
    print("deposited", amount)

threads = [threading.Thread(target=deposit, args=(100,)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("balance", balance)
