import threading, time

def fetch(name):
    time.sleep(0.5)
    print("fetched", name)

threads = [threading.Thread(target=fetch, args=name, name=name) for name in "abc"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("all there")
