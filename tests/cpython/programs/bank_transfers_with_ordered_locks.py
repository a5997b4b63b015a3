"""Transfers between accounts: locks are taken in order of number, so that nobody waits for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from decimal import Decimal


class InsufficientFunds(Exception):
    def __init__(self, account, amount):
        self.account, self.amount = account, amount
        super().__init__(f"{account.name} has {account.balance}, needs {amount}")


class Account:
    count = 0

    def __init__(self, name, balance):
        self.name, self.balance = name, Decimal(balance)
        self.lock = threading.Lock()
        Account.count += 1
        self.number = Account.count

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r}, {self.balance})"

    def __lt__(self, other):
        return self.number < other.number


def transfer(source, target, amount):
    amount = Decimal(amount)
    with ExitStack() as stack:
        for account in sorted({source, target}):
            stack.enter_context(account.lock)
        if source.balance < amount:
            raise InsufficientFunds(source, amount)
        source.balance -= amount
        target.balance += amount
    return amount


accounts = [Account("ann", "100.00"), Account("bob", "50.50"), Account("cat", "0.01")]
ann, bob, cat = accounts
jobs = [(ann, bob, "30.10"), (bob, cat, "80.60"), (cat, ann, "99"), (bob, ann, "0.005"), (ann, cat, "69.91")]
with ThreadPoolExecutor(max_workers=1) as pool:
    for (source, target, amount), future in [(job, pool.submit(transfer, *job)) for job in jobs]:
        try:
            print(f"{source.name} -> {target.name}: {future.result():>7}")
        except InsufficientFunds as error:
            print(f"{source.name} -> {target.name}: refused, {error}")
print(accounts, "total", sum(account.balance for account in accounts))
print(ann.balance.quantize(Decimal("0.01")), f"{bob.balance:.1f}", max(accounts, key=lambda a: a.balance).name)
