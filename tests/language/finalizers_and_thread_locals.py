import threading, enum
class L(threading.local):
    x = 0
    def __init__(self, y=7):
        self.y = y
    @property
    def both(self):
        return self.x + self.y
    @both.setter
    def both(self, v):
        self.x = v
    def __getattr__(self, name):
        return "missing " + name
l = L(3)
l.x = 5
print(l.x, l.both, l.z, l.__dict__)
l.both = 9
print(l.x)
def other():
    print(l.x, l.y, l.both)
t = threading.Thread(target=other); t.start(); t.join()
del l.x
print(l.x, L.x)
p = threading.local()
try:
    p.a
except AttributeError as e:
    print(e)
class C(enum.Enum):
    A = 1
try:
    C.A = 2
except AttributeError as e:
    print(e)
C.other = 4
print(C.other, C.A)
class A:
    def __init__(self, n): self.n = n
    def __del__(self):
        print("del", self.n)
        keep.append(self)
keep = []
a = A(1); a = None
print(len(keep)); keep.clear()
b = A(2); b.me = b; b = None
print("end")
