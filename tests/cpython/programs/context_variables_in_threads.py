# A new thread begins with an empty context; a copy can be carried over by hand.
import contextvars
import threading
import time

user = contextvars.ContextVar("user")
user.set("ada")


def show(label):
    print(label, user.get("nobody"))
    user.set(label)
    time.sleep(0.1)
    print(label, user.get())


plain = threading.Thread(target=show, args=("plain",))
plain.start()
plain.join()
context = contextvars.copy_context()
carried = threading.Thread(target=context.run, args=(show, "carried"))
carried.start()
carried.join()
print(user.get(), context[user])
try:
    contextvars.ContextVar("empty").get()
except LookupError as error:
    print("LookupError:", str(error).split(" at ")[0])
