"""What inspect tells of a class whose instances have slots."""

import inspect


class Account:
    __slots__ = ("owner", "_balance")

    def __init__(self, owner):
        self.owner = owner
        self._balance = 0

    @property
    def balance(self):
        return self._balance

    def deposit(self, amount):
        self._balance += amount


def name(pair):
    return pair[0]


print([name(pair) for pair in inspect.getmembers(Account, inspect.isfunction)])
account = Account("ada")
account.deposit(3)
print([pair for pair in inspect.getmembers(account) if not name(pair).startswith("__") and not callable(pair[1])])
print([name(pair) for pair in inspect.getmembers(account, inspect.ismethod)])
print(inspect.getmembers(account, lambda value: value == 3))
