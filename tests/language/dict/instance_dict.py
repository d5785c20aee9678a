# __dict__ of instances: attribute values and the dictionary are the same storage
def attempt(f, *a):
    try:
        print(f(*a))
    except Exception as e:
        print(type(e).__name__, e)
class A:
    z = 0
    def __init__(self, a, b):
        self.a = a; self.b = b
    def m(self): return self.a
x = A(1,2)
print(x.__dict__)  # expect: {'a': 1, 'b': 2}
print(x.a)  # expect: 1
print(x.b)  # expect: 2
print(x.m())  # expect: 1
print(vars(x))  # expect: {'a': 1, 'b': 2}
x.c = 3
x.z = 5
print(x.__dict__)  # expect: {'a': 1, 'b': 2, 'c': 3, 'z': 5}
print(A.z)  # expect: 0
del x.a
print(x.__dict__)  # expect: {'b': 2, 'c': 3, 'z': 5}
attempt(lambda: x.a)  # expect: AttributeError 'A' object has no attribute 'a'
x.a = 9
print(x.__dict__)  # expect: {'b': 2, 'c': 3, 'z': 5, 'a': 9}
print(list(x.__dict__))  # expect: ['b', 'c', 'z', 'a']
d = x.__dict__
d['q'] = 7
print(x.q)  # expect: 7
print(d is x.__dict__)  # expect: True
x.r = 8
print(d)  # expect: {'b': 2, 'c': 3, 'z': 5, 'a': 9, 'q': 7, 'r': 8}
y = A(3,4)
d = y.__dict__
y.new = 1
print(d)  # expect: {'a': 3, 'b': 4, 'new': 1}
print(len(d))  # expect: 3
d['a'] = 100
print(y.a)  # expect: 100
del d['b']
attempt(lambda: y.b)  # expect: AttributeError 'A' object has no attribute 'b'
print(d)  # expect: {'a': 100, 'new': 1}
del y
print(d)  # expect: {'a': 100, 'new': 1}
d['k'] = 1
print(d)  # expect: {'a': 100, 'new': 1, 'k': 1}
y = A(1,2)
y.__dict__ = {'only': 1}
print(y.only)  # expect: 1
print(y.__dict__)  # expect: {'only': 1}
attempt(lambda: y.a)  # expect: AttributeError 'A' object has no attribute 'a'
y.a = 3
print(y.__dict__)  # expect: {'only': 1, 'a': 3}
del y.__dict__
print(y.__dict__)  # expect: {}
y.b = 4
print(y.__dict__)  # expect: {'b': 4}
def f(): y.__dict__ = 3
attempt(f)  # expect: TypeError __dict__ must be set to a dictionary, not a 'int'
class B(A):
    def __init__(self): 
        super().__init__(1,2); self.x = 3
b = B()
print(b.__dict__)  # expect: {'a': 1, 'b': 2, 'x': 3}
b.__class__ = A
print(b.__dict__)  # expect: {'a': 1, 'b': 2, 'x': 3}
print(type(b))  # expect: <class '__main__.A'>
print(b.m())  # expect: 1
b.n1 = 1
b.n2 = 2
b.n3 = 3
print(b.__dict__)  # expect: {'a': 1, 'b': 2, 'x': 3, 'n1': 1, 'n2': 2, 'n3': 3}
c = A(1,2)
c.__class__ = B
for i in range(40): setattr(c, 'at%d' % i, i)
print(len(c.__dict__))  # expect: 42
print(c.at39)  # expect: 39
print(c.at0)  # expect: 0
print(c.a)  # expect: 1
for i in range(0, 40, 2): delattr(c, 'at%d' % i)
print(len(c.__dict__))  # expect: 22
print(sorted(c.__dict__)[:4])  # expect: ['a', 'at1', 'at11', 'at13']
attempt(lambda: c.at0)  # expect: AttributeError 'B' object has no attribute 'at0'
class S:
    __slots__ = ('a','b')
s = S()
s.a = 1
print(s.a)  # expect: 1
attempt(lambda: s.b)  # expect: AttributeError 'S' object has no attribute 'b'
def f(): s.c = 1
attempt(f)  # expect: AttributeError 'S' object has no attribute 'c'
class S2(S): pass
s = S2()
s.a=1
s.zz=2
print(s.__dict__)  # expect: {'zz': 2}
print(s.a)  # expect: 1
class M:
    def m(self): return 'class'
o = M()
print(o.m())  # expect: class
o.m = lambda: 'inst'
print(o.m())  # expect: inst
del o.m
print(o.m())  # expect: class
os = [M() for _ in range(5)]
for i, q in enumerate(os):
    if i == 3: q.m = lambda: 'inst3'
print([q.m() for q in os])  # expect: ['class', 'class', 'class', 'inst3', 'class']
class P:
    def __init__(self):
        self.i = 0
    def inc(self):
        self.i += 1; return self
p = P()
for _ in range(10): p.inc()
print(p.i)  # expect: 10
print(p.__dict__)  # expect: {'i': 10}
k = P()
k.__dict__.update(a=1, b=2)
print(k.a)  # expect: 1
print(k.i)  # expect: 0
print(k.__dict__)  # expect: {'i': 0, 'a': 1, 'b': 2}
for n in k.__dict__: pass
print([*k.__dict__.items()])  # expect: [('i', 0), ('a', 1), ('b', 2)]
print(k.__dict__ == {'i': 0, 'a': 1, 'b': 2})  # expect: True
print('i' in k.__dict__)  # expect: True
print(k.__dict__.pop('i'))  # expect: 0
print(k.__dict__)  # expect: {'a': 1, 'b': 2}
k2 = P()
dd = k2.__dict__
dd.clear()
attempt(lambda: k2.i)  # expect: AttributeError 'P' object has no attribute 'i'
k2.i = 4
print(dd)  # expect: {'i': 4}
print(dd.popitem())  # expect: ('i', 4)
print(dd)  # expect: {}
class W: pass
w = W()
w.self = w
w.d = w.__dict__
del w
import gc
gc.collect()
w = W()
w.x = 1
e = w.__dict__.copy()
print(e)  # expect: {'x': 1}
print(dict(w.__dict__))  # expect: {'x': 1}
print({**w.__dict__})  # expect: {'x': 1}
print(w.__dict__ | {'y': 2})  # expect: {'x': 1, 'y': 2}
import copy
print(copy.copy(x).__dict__ == x.__dict__)  # expect: True
print(copy.deepcopy([1, [2], {3: [4]}]))  # expect: [1, [2], {3: [4]}]
print(copy.copy([1]))  # expect: [1]
print(copy.deepcopy(w).__dict__)  # expect: {'x': 1}
class Df:
    def __init__(self, **kw): self.__dict__.update(kw)
print(Df(a=1, b=2).b)  # expect: 2
print(Df(a=1).__dict__)  # expect: {'a': 1}
for i in range(3):
    w = W(); setattr(w, 'n%d' % i, i); print(w.__dict__)
# expect: {'n0': 0}
# expect: {'n1': 1}
# expect: {'n2': 2}
class Many: pass
m = Many()
for i in range(35): setattr(m, 'v%d'%i, i)
print(m.v34)  # expect: 34
print(len(m.__dict__))  # expect: 35
print(m.v0)  # expect: 0
m2 = Many()
m2.v5 = 1
m2.v34 = 2
print(m2.__dict__)  # expect: {'v5': 1, 'v34': 2}
print(sorted(vars(A).keys())[-3:])  # expect: ['__weakref__', 'm', 'z']
class Desc:
    def __get__(s, o, t): return 'data' 
    def __set__(s, o, v): o.__dict__['hid'] = v
class U: d = Desc()
u = U()
u.d = 5
print(u.d)  # expect: data
print(u.__dict__)  # expect: {'hid': 5}
