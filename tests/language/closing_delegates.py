# Closing a generator closes what it delegates to; what can't be awaited, or not again.
import types, asyncio
def inner():
    try: yield 1
    except GeneratorExit: print('inner closed'); return 5
    finally: print('inner finally')
def outer():
    try: x = yield from inner(); print('got', x)
    except GeneratorExit: print('outer exit'); raise
    finally: print('outer finally')
g = outer(); next(g); print(g.close())
g = outer(); next(g)
try: g.throw(GeneratorExit)
except BaseException as e: print(repr(e))
def bad():
    try: yield 1
    except GeneratorExit: yield 2
def o2(): yield from bad()
g = o2(); next(g)
try: g.close()
except RuntimeError as e: print(e)
class It:
    def __iter__(self): return self
    def __next__(self): return 7
    def close(self): print('It.close')
    def throw(self, *a): print("It.throw"); return 9
def o3(): yield from It()
g = o3(); print(next(g), g.throw(ValueError)); g.close()
@types.coroutine
def nop(): yield
async def c():
    await nop(); return 'spam'
async def w(x): return await x
k = c(); k.send(None)
try: w(k).send(None)
except RuntimeError as e: print(e)
k.close()
try: k.send(None)
except RuntimeError as e: print(e)
try: k.throw(ValueError('x'))
except RuntimeError as e: print(e)
print(k.close())
class AE:
    def __aenter__(self): return 3
    async def __aexit__(self, *a): pass
class AX:
    async def __aenter__(self): return 3
    def __aexit__(self, *a): return 4
class AN:
    def __aiter__(self): return self
    def __anext__(self): return ()
async def m1():
    async with AE(): pass
async def m2():
    async with AX(): print('in')
async def m3():
    async for _ in AN(): pass
async def m4():
    async with AX(): 1/0
async def m5(): await 3
for m in (m1, m2, m3, m4, m5):
    try: asyncio.run(m())
    except TypeError as e: print(e, '|', repr(e.__cause__), '|', repr(e.__context__))
async def twice():
    co = c2()
    t1 = asyncio.create_task(w(co)); t2 = asyncio.create_task(w(co))
    print(await asyncio.gather(t1, t2, return_exceptions=True))
async def c2(): await asyncio.sleep(.01); return 1
asyncio.run(twice())
async def dead():
    co = c2(); await co
    await co
try: asyncio.run(dead())
except RuntimeError as e: print(e)
