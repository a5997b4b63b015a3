import threading
a = threading.Lock()
b = threading.Lock()
taken = []
def one():
    with a:
        taken.append("one")
        with b:
            print("one")
def two():
    with b:
        taken.append("two")
        with a:
            print("two")
threads = [threading.Thread(target=one), threading.Thread(target=two)]
for t in threads: t.start()
for t in threads: t.join()
print("done")
