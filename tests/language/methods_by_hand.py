# Methods made by hand.
import types
class A: pass
a = A()
def hi(self, x=1): return (self is a, x)
a.hi = types.MethodType(hi, a)
print(a.hi(), a.hi(5), type(a.hi) is types.MethodType, a.hi.__func__ is hi, a.hi.__self__ is a)
try: types.MethodType(3, a)
except TypeError as e: print(e)
try: types.MethodType(hi, None)
except TypeError as e: print(e)
print(types.MethodType(len, 'abc')())
print(hi.__get__(a)(3))
