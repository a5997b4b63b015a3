def g(): yield
async def c(): pass
async def a(): yield
k = c()
print(type(g()).__name__, type(k).__name__, type(a()).__name__, type(g).__name__, type(len).__name__, type([].append).__name__)
k.close()
print(g().__name__, g.__qualname__, (x for x in []).__name__)
