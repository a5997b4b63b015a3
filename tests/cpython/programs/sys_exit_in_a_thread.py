# Only the thread ends; the program's exit code is the main thread's.
import sys
import threading
import time


def leaves():
    time.sleep(0.1)
    print("thread leaves")
    sys.exit(5)
    print("never")


thread = threading.Thread(target=leaves)
thread.start()
thread.join()
print("main leaves")
sys.exit("with a message")
