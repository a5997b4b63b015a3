from concurrent.futures import Future, InvalidStateError, TimeoutError
import threading
import time

promise = Future()


def keeper():
    time.sleep(0.2)
    promise.set_result("kept")


threading.Thread(target=keeper).start()
try:
    promise.result(timeout=0.1)
except TimeoutError:
    print("not yet", promise.done())
print(promise.result())
try:
    promise.set_result("again")
except InvalidStateError as error:
    print("InvalidStateError", str(error).split(":")[0])
refused = Future()
print(refused.cancel(), refused.set_running_or_notify_cancel(), refused.cancelled())
