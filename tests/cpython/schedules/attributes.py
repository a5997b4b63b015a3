import threading
class Account:
    def __init__(self):
        self.balance = 10
    def get(self):
        return self.balance
    def take(self, amount):
        rest = self.get() - amount
        if rest >= 0:
            self.balance = max(rest, 0)
account = Account()
threads = [threading.Thread(target=account.take, args=(n,)) for n in (7, 5)]
for t in threads: t.start()
for t in threads: t.join()
print(account.balance)
