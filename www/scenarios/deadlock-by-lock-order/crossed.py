import threading, time

fork, knife = threading.Lock(), threading.Lock()

def eat(name, first, second):
    with first:
        time.sleep(0.1)
        with second:
            print(name, "eats")

ada = threading.Thread(target=eat, args=("Ada", fork, knife), name="Ada", daemon=True)
bo = threading.Thread(target=eat, args=("Bo", knife, fork), name="Bo", daemon=True)
for thread in (ada, bo):
    thread.start()
for thread in (ada, bo):
    thread.join(timeout=0.5)
    print(thread.name, "still waits:", thread.is_alive())
