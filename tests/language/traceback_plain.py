def divide(a, b):
    return a / b

def work(items):
    total = 0
    for item in items:
        total += divide(10,
                        item)
    return total

class Thing:
    def method(self, key):
        return {"a": 1}[key] + work([1, 0])

t = Thing()
print(t.method("a"))
