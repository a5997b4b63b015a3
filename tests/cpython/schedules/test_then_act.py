import threading
items = ["ticket"]
sold = []
def buy(name):
    if items:
        items.pop()
        sold.append(name)
def tries(name):
    try:
        buy(name)
    except IndexError:
        sold.append("error " + name)
threads = [threading.Thread(target=tries, args=(n,)) for n in "ab"]
for t in threads: t.start()
for t in threads: t.join()
print(sold)
