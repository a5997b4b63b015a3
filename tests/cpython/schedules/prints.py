import threading
def say(name):
    for i in range(2):
        print(name, i)
threads = [threading.Thread(target=say, args=(n,)) for n in "abc"]
for t in threads: t.start()
for t in threads: t.join()
