"""threading.local with a subclass."""
import threading
import time


class Connection(threading.local):
    timeout = 3
    made = 0

    def __init__(self, name, retries=1):
        self.name = f"{name} of {threading.current_thread().name}"
        self.retries = retries
        Connection.made += 1
        self.queries = []

    def query(self, text):
        self.queries.append(text)
        return len(self.queries)


conn = Connection("db", retries=2)
print(conn.name, conn.query("a"), conn.query("b"), conn.retries)


def work(n):
    for i in range(n):
        conn.query(i)
        time.sleep(0.01)
    with lock:
        print(conn.name, conn.queries, conn.timeout, conn.__dict__["retries"])
    conn.timeout = n


lock = threading.Lock()
for n in (1, 2):
    t = threading.Thread(target=work, args=(n,), name=f"T{n}")
    t.start()
    t.join()
print(conn.queries, conn.timeout, Connection.made)
plain = threading.local()
plain.x = 1


def look():
    print(hasattr(plain, "x"), getattr(plain, "x", "none"))
    try:
        plain.x
    except AttributeError as e:
        print(e)
    plain.x = 2


t = threading.Thread(target=look)
t.start()
t.join()
print(plain.x, plain.__dict__)
del plain.x
try:
    plain.x
except AttributeError as e:
    print(type(e).__name__, e)
try:
    threading.local(1)
except TypeError as e:
    print(e)
