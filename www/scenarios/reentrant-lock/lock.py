import threading, time

lock = threading.Lock()

def total(prices):
    with lock:
        time.sleep(0.2)
        return sum(prices)

def checkout(prices):
    with lock:
        time.sleep(0.2)
        print("to pay:", total(prices))

thread = threading.Thread(target=checkout, args=([3, 4],), name="checkout", daemon=True)
thread.start()
thread.join(timeout=1)
print("still waits:", thread.is_alive())
