# Special methods fill the slots of a class, and errors say what CPython says.
def report(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)


class V:
    def __init__(self, v): self.v = v
    def __repr__(self): return f"V({self.v})"
    def __add__(self, o): return V(self.v + o.v) if isinstance(o, V) else NotImplemented
    def __radd__(self, o): return ("radd", o)
    def __eq__(self, o): return isinstance(o, V) and self.v == o.v
    def __lt__(self, o): return self.v < o.v
    def __len__(self): return self.v
    def __getitem__(self, i): return ("item", i)
    def __contains__(self, x): return x == self.v
    def __call__(self, *a, **k): return (a, k)
    def __neg__(self): return V(-self.v)
    def __iadd__(self, o): self.v += 100; return self
    def __index__(self): return self.v
    def __matmul__(self, o): return "matmul"
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __rpow__(self, o): return ("rpow", o)
    def __divmod__(self, o): return "divmod"
    def __rdivmod__(self, o): return "rdivmod"


v = V(3)
print(v, v + V(4), 1 + v, v == V(3), v != V(3), v < V(5), v > V(5), len(v), v[2], v["k"], 3 in v, 4 in v)
# expect: V(3) V(7) ('radd', 1) True False True False 3 ('item', 2) ('item', 'k') True False
print(v(1, k=2), -v, v @ v, v ** 2, pow(v, 2, 3), 2 ** v, divmod(v, 1), divmod(1, v), [10, 20, 30, 40][v], hex(v))
# expect: ((1,), {'k': 2}) V(-3) matmul ('pow', 2, None) ('pow', 2, 3) ('rpow', 2) divmod rdivmod 40 0x3
v += 1
print(v, bool(V(0)), bool(V(1)))  # expect: V(103) False True
report(lambda: hash(v))  # expect: TypeError: unhashable type: 'V'
report(lambda: v + 1)  # expect: TypeError: unsupported operand type(s) for +: 'V' and 'int'
report(lambda: v <= 1)  # expect: TypeError: '<=' not supported between instances of 'V' and 'int'
report(lambda: v - 1)  # expect: TypeError: unsupported operand type(s) for -: 'V' and 'int'
report(lambda: 1 - v)  # expect: TypeError: unsupported operand type(s) for -: 'int' and 'V'
report(lambda: ~v)  # expect: TypeError: bad operand type for unary ~: 'V'
report(lambda: pow(1, v, 2))  # expect: TypeError: unsupported operand type(s) for ** or pow(): 'int', 'V', 'int'
print(V.__hash__, V.__eq__ is not None)  # expect: None True


class Base:
    def __add__(self, o): return "Base.add"
    def __radd__(self, o): return "Base.radd"
class Sub(Base):
    def __radd__(self, o): return "Sub.radd"
class Same(Base): pass
print(Base() + Base(), Base() + Sub(), Sub() + Base(), Base() + Same(), 1 + Sub())
# expect: Base.add Sub.radd Base.add Base.add Sub.radd


class I(int):
    def __radd__(self, o): return "I.radd"
    def __add__(self, o): return "I.add"
    def __eq__(self, o): return "eq"
    __hash__ = int.__hash__
print(1 + I(2), I(2) + 1, I(2) * 3, 1 == I(1), I(5) < 6, {I(3): 1}[3])  # expect: I.radd I.add 6 eq True 1


class L(list):
    def __getitem__(self, i): return "L%s" % i
    def __len__(self): return 99
print(L([1, 2])[0], len(L()), list(L([1, 2])), L([1]) + [2], type(L([1]) + [2]))
# expect: L0 99 [1, 2] [1, 2] <class 'list'>


class Bad:
    def __repr__(self): return 1
    def __str__(self): return 1
    def __bool__(self): return 1
    def __len__(self): return -1
    def __hash__(self): return "x"
    def __iter__(self): return 1
    def __index__(self): return "x"
    def __int__(self): return "x"
    def __contains__(self, x): raise ValueError("c")
    def __bytes__(self): return 1
    def __dir__(self): return 1
    def __format__(self, s): return 1
    def __float__(self): return 1
bad = Bad()
for f in (repr, str, bool, len, hash, iter, int, float, bytes, dir, format, lambda x: 1 in x, lambda x: [1][x]):
    report(lambda: f(bad))
# expect: TypeError: __repr__ returned non-string (type int)
# expect: TypeError: __str__ returned non-string (type int)
# expect: TypeError: __bool__ should return bool, returned int
# expect: ValueError: __len__() should return >= 0
# expect: TypeError: __hash__ method should return an integer
# expect: TypeError: iter() returned non-iterator of type 'int'
# expect: TypeError: __int__ returned non-int (type str)
# expect: TypeError: Bad.__float__ returned non-float (type int)
# expect: TypeError: __bytes__ returned non-bytes (type int)
# expect: TypeError: 'int' object is not iterable
# expect: TypeError: __format__ must return a str, not int
# expect: ValueError: c
# expect: TypeError: __index__ returned non-int (type str)


class Big:
    def __len__(self): return 2 ** 70
    def __hash__(self): return 2 ** 70
report(lambda: len(Big()))  # expect: OverflowError: cannot fit 'int' into an index-sized integer
print(hash(Big()) == hash(2 ** 70))  # expect: True


class Opt:
    __hash__ = None
    __iter__ = None
    __contains__ = None
    __add__ = None
    __len__ = None
report(lambda: hash(Opt()))  # expect: TypeError: unhashable type: 'Opt'
report(lambda: iter(Opt()))  # expect: TypeError: 'Opt' object is not iterable
report(lambda: 1 in Opt())  # expect: TypeError: 'Opt' object is not a container
report(lambda: Opt() + 1)  # expect: TypeError: 'NoneType' object is not callable
report(lambda: len(Opt()))  # expect: TypeError: 'NoneType' object is not callable


class Later: pass
report(lambda: len(Later()))  # expect: TypeError: object of type 'Later' has no len()
Later.__len__ = lambda self: 5
report(lambda: len(Later()))  # expect: 5
class LaterSub(Later): pass
Later.__len__ = lambda self: 6
report(lambda: len(LaterSub()))  # expect: 6
del Later.__len__
report(lambda: len(LaterSub()))  # expect: TypeError: object of type 'LaterSub' has no len()
Later.__call__ = lambda self: "called"
report(lambda: LaterSub()())  # expect: called
inst = Later()
inst.__len__ = lambda: 3
report(lambda: len(inst))  # expect: TypeError: object of type 'Later' has no len()


class Get:
    def __getattr__(self, name): return "getattr " + name
    x = 1
g = Get()
print(g.x, g.y, g.__class__.__name__)  # expect: 1 getattr y Get


class Get2:
    def __getattribute__(self, name):
        if name == "z": raise AttributeError("no z")
        return "always " + name
g = Get2()
print(g.x)  # expect: always x
report(lambda: g.z)  # expect: AttributeError: no z
Get2.__getattr__ = lambda self, name: "fallback " + name
print(g.z)  # expect: fallback z


class Set:
    def __setattr__(self, n, v): object.__setattr__(self, n, v * 2)
    def __delattr__(self, n): print("del", n)
s = Set()
s.a = 4
print(s.a)  # expect: 8
del s.a  # expect: del a
print(s.a)  # expect: 8


class It:
    def __init__(self): self.n = 3
    def __iter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise StopIteration
        return self.n
print(list(It()), sum(It()), max(It()))  # expect: [2, 1, 0] 3 2
class Seq:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * i
print(list(Seq()), 4 in Seq(), 5 in Seq(), list(reversed([1])))  # expect: [0, 1, 4] True False [1]
report(lambda: next(Seq()))  # expect: TypeError: 'Seq' object is not an iterator
report(lambda: iter(Later()))  # expect: TypeError: 'Later' object is not iterable
report(lambda: Later()[0])  # expect: TypeError: 'Later' object is not subscriptable
report(lambda: Later().__setitem__)  # expect: AttributeError: 'Later' object has no attribute '__setitem__'
def setit(): Later()[0] = 1
report(setit)  # expect: TypeError: 'Later' object does not support item assignment
def delit(): del Later()[0]
report(delit)  # expect: TypeError: 'Later' object doesn't support item deletion


class D:
    def __del__(self): print("del called")
d = D()
del d  # expect: del called
d = D()
d = None  # expect: del called


class Conv:
    def __int__(self): return 7
    def __float__(self): return 2.5
    def __complex__(self): return 1j
    def __str__(self): return "conv"
    def __bytes__(self): return b"conv"
    def __format__(self, spec): return "<" + spec + ">"
    def __abs__(self): return "abs"
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return 1
    def __reversed__(self): return "rev"
    def __invert__(self): return "inv"
    def __pos__(self): return "pos"
c = Conv()
print(int(c), float(c), complex(c), str(c), bytes(c), f"{c:abc}", format(c), abs(c), round(c), round(c, 2), reversed(c), ~c, +c)
# expect: 7 2.5 1j conv b'conv' <abc> <> abs ('round', None) ('round', 2) rev inv pos
print([].__len__(), (5).__add__(6), (5).__radd__(6), "a".__mul__(3), [].__iter__().__class__.__name__, (2).__pow__(3), (2).__pow__(3, 5))
# expect: 0 11 11 aaa list_iterator 8 3
report(lambda: [].__len__(1))  # expect: TypeError: expected 0 arguments, got 1
report(lambda: (1).__add__())  # expect: TypeError: expected 1 argument, got 0
report(lambda: int.__add__("a", 1))
# expect: TypeError: descriptor '__add__' requires a 'int' object but received a 'str'
report(lambda: str.__repr__())  # expect: TypeError: descriptor '__repr__' of 'str' object needs an argument
report(lambda: "".__repr__(x=1))  # expect: TypeError: wrapper __repr__() takes no keyword arguments
print((1).__add__("a"), object().__eq__(1), (1).__lt__(2))  # expect: NotImplemented NotImplemented True
print(int.__add__, (1).__add__.__name__, list.append, [].append.__qualname__, object.__init__, type.__call__.__name__)
# expect: <slot wrapper '__add__' of 'int' objects> __add__ <method 'append' of 'list' objects> list.append <slot wrapper '__init__' of 'object' objects> __call__
print(int.__dict__["__add__"].__doc__, int.__add__.__text_signature__, list.append.__text_signature__)
# expect: Return self+value. ($self, value, /) ($self, object, /)
