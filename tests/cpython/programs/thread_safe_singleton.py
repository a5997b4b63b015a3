import threading
import time


class Config:
    _instance = None
    _lock = threading.Lock()

    def __new__(cls):
        if cls._instance is None:
            with cls._lock:
                if cls._instance is None:
                    time.sleep(0.1)
                    cls._instance = super().__new__(cls)
                    print("created once")
        return cls._instance


class Racy:
    _instance = None
    made = 0

    @classmethod
    def get(cls):
        if cls._instance is None:
            time.sleep(0.1)
            cls.made += 1
            cls._instance = cls()
        return cls._instance


seen = []
threads = [threading.Thread(target=lambda: seen.append((Config(), Racy.get()))) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len({id(config) for config, _ in seen}), Racy.made)
