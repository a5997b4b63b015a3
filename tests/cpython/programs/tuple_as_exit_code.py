import sys
import threading
import time

threading.Thread(target=lambda: time.sleep(0.1) or print("waited for")).start()
sys.exit(("not", "an int"))
