# Attributes of a subclass of threading.local are defaults: what a thread sets is in front of them.
import threading
import time


class Session(threading.local):
    user = "nobody"
    count = 0

    def login(self, user):
        self.user = user
        self.count += 1


session = Session()


def work(user, seconds):
    session.login(user)
    time.sleep(seconds)
    session.login(user.upper())
    print(session.user, session.count)


threads = [threading.Thread(target=work, args=args) for args in (("ann", 0.2), ("bob", 0.1))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(session.user, session.count)
