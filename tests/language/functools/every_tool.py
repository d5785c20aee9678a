# functools, collections.abc, abc, types and their small neighbours
def attempt(f, *a):
    try:
        print(f(*a))
    except Exception as e:
        print(type(e).__name__, e)
import functools
from functools import *
print(reduce(lambda a, b: a + b, [1, 2, 3]))  # expect: 6
print(reduce(lambda a, b: a + b, [], 5))  # expect: 5
print(reduce(max, [3], 9))  # expect: 9
attempt(lambda: reduce(max,[]))  # expect: TypeError reduce() of empty iterable with no initial value
attempt(lambda: reduce(max,3))  # expect: TypeError reduce() arg 2 must support iteration
attempt(lambda: reduce(max))  # expect: TypeError reduce expected at least 2 arguments, got 1
p = partial(int, base=2)
print(p('101'))  # expect: 5
print(p.func)  # expect: <class 'int'>
print(p.args)  # expect: ()
print(p.keywords)  # expect: {'base': 2}
print(p)  # expect: functools.partial(<class 'int'>, base=2)
print(partial(p, 1))  # expect: functools.partial(<class 'int'>, 1, base=2)
print(partial(max, 1, 2)(0))  # expect: 2
print(partial(print, 1, sep='-')(2))
# expect: 1-2
# expect: None
q = partial(partial(max,1),2)
print(q.args)  # expect: (1, 2)
print(q(3))  # expect: 3
q.x = 5
print(q.__dict__)  # expect: {'x': 5}
print(q.x)  # expect: 5
attempt(lambda: partial())  # expect: TypeError type 'partial' takes at least one argument
attempt(lambda: partial(3))  # expect: TypeError the first argument must be callable
print(partial(dict, a=1)(a=2, b=3))  # expect: {'a': 2, 'b': 3}
print(partial(dict, a=1)(b=3))  # expect: {'a': 1, 'b': 3}
def f(a,b=2,*c,d=4,**e): return a,b,c,d,e
g = partial(f,1,d=9)
print(g())  # expect: (1, 2, (), 9, {})
print(g(5))  # expect: (1, 5, (), 9, {})
print(g(5, 6, 7, d=1, z=2))  # expect: (1, 5, (6, 7), 1, {'z': 2})
print(g(*range(12)))  # expect: (1, 0, (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), 9, {})
@wraps(f)
def w(*a): "doc2"; return 1
print(w.__name__)  # expect: f
print(w.__wrapped__ is f)  # expect: True
print(w.__doc__)  # expect: None
@lru_cache(maxsize=3)
def sq(x, y=0): print('call', x, y); return x*x
print(sq(1))
# expect: call 1 0
# expect: 1
print(sq(1))  # expect: 1
print(sq(2))
# expect: call 2 0
# expect: 4
print(sq(3))
# expect: call 3 0
# expect: 9
print(sq(4))
# expect: call 4 0
# expect: 16
print(sq(1))
# expect: call 1 0
# expect: 1
print(sq.cache_info())  # expect: CacheInfo(hits=1, misses=5, maxsize=3, currsize=3)
print(sq(1, y=2))
# expect: call 1 2
# expect: 1
print(sq(1, y=2))  # expect: 1
sq.cache_clear()
print(sq.cache_info())  # expect: CacheInfo(hits=0, misses=0, maxsize=3, currsize=0)
print(sq.cache_parameters())  # expect: {'maxsize': 3, 'typed': False}
@lru_cache
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
print(fib(100))  # expect: 354224848179261915075
print(fib.cache_info())  # expect: CacheInfo(hits=98, misses=101, maxsize=128, currsize=101)
@cache
def fc(n): return n if n<2 else fc(n-1)+fc(n-2)
print(fc(80))  # expect: 23416728348467685
print(fc.cache_info())  # expect: CacheInfo(hits=78, misses=81, maxsize=None, currsize=81)
@lru_cache(maxsize=None, typed=True)
def ty(x): return type(x).__name__
print(ty(1))  # expect: int
print(ty(1.0))  # expect: float
print(ty(True))  # expect: bool
print(ty.cache_info())  # expect: CacheInfo(hits=0, misses=3, maxsize=None, currsize=3)
attempt(lambda: ty([]))  # expect: TypeError unhashable type: 'list'
@lru_cache(0)
def z(x): return x
print(z(1))  # expect: 1
print(z(1))  # expect: 1
print(z.cache_info())  # expect: CacheInfo(hits=0, misses=2, maxsize=0, currsize=0)
attempt(lambda: lru_cache('a')(z))  # expect: TypeError Expected first argument to be an integer, a callable, or None
attempt(lambda: lru_cache('a'))  # expect: TypeError Expected first argument to be an integer, a callable, or None
class C:
    @lru_cache
    def m(self, x): return x+1
    @cached_property
    def cp(self): print('computed'); return 42
    def pm(self, a, b): return a, b
    p1 = partialmethod(pm, 1)
c = C()
print(c.m(1))  # expect: 2
print(c.m(1))  # expect: 2
print(C.m.cache_info())  # expect: CacheInfo(hits=1, misses=1, maxsize=128, currsize=1)
print(c.cp)
# expect: computed
# expect: 42
print(c.cp)  # expect: 42
print(c.__dict__)  # expect: {'cp': 42}
print(c.p1(2))  # expect: (1, 2)
@total_ordering
class O:
    def __init__(s,v): s.v=v
    def __lt__(s,o): return s.v<o.v
    def __eq__(s,o): return s.v==o.v
print(O(1) <= O(2))  # expect: True
print(O(1) > O(2))  # expect: False
print(O(2) >= O(2))  # expect: True
print(O(1) != O(2))  # expect: True
def bt():
    @total_ordering
    class X: pass
attempt(bt)  # expect: ValueError must define at least one ordering operation: < > <= >=
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))  # expect: [3, 2, 1]
print(sorted(['b', 'a'], key=cmp_to_key(lambda a, b: (a > b) - (a < b))))  # expect: ['a', 'b']
K = cmp_to_key(lambda a,b: a-b)
print(K(1) < K(2))  # expect: True
print(K(1) == K(1))  # expect: True
print(K(3).obj)  # expect: 3
attempt(lambda: K(1)<3)  # expect: TypeError other argument must be K instance
attempt(lambda: hash(K(1)))  # expect: TypeError unhashable type: 'functools.KeyWrapper'
from collections.abc import *
import collections.abc as cabc
print([n for n in sorted(cabc.__all__)])
# expect: ['AsyncGenerator', 'AsyncIterable', 'AsyncIterator', 'Awaitable', 'ByteString', 'Callable', 'Collection', 'Container', 'Coroutine', 'Generator', 'Hashable', 'ItemsView', 'Iterable', 'Iterator', 'KeysView', 'Mapping', 'MappingView', 'MutableMapping', 'MutableSequence', 'MutableSet', 'Reversible', 'Sequence', 'Set', 'Sized', 'ValuesView']
print(isinstance([], Iterable))  # expect: True
print(isinstance(iter([]), Iterator))  # expect: True
print(isinstance((x for x in []), Generator))  # expect: True
print(isinstance(3, Hashable))  # expect: True
print(isinstance([], Hashable))  # expect: False
print(issubclass(dict, MutableMapping))  # expect: True
print(isinstance({}, Mapping))  # expect: True
print(isinstance('', Sequence))  # expect: True
print(isinstance(len, Callable))  # expect: True
print(issubclass(list, Sequence))  # expect: True
print(isinstance({}.keys(), KeysView))  # expect: True
print(isinstance(3, Iterable))  # expect: False
print(isinstance(range(3), Sequence))  # expect: True
print(isinstance(b'', ByteString))  # expect: True
class It:
    def __iter__(self): return iter([])
print(isinstance(It(), Iterable))  # expect: True
print(isinstance(It(), Iterator))  # expect: False
print(Iterable)  # expect: <class 'collections.abc.Iterable'>
print(Iterator.__module__)  # expect: collections.abc
print(Iterable[int])  # expect: collections.abc.Iterable[int]
print(Callable[[int], str])  # expect: collections.abc.Callable[[int], str]
class MM(MutableMapping):
    def __init__(s): s.d={}
    def __getitem__(s,k): return s.d[k]
    def __setitem__(s,k,v): s.d[k]=v
    def __delitem__(s,k): del s.d[k]
    def __iter__(s): return iter(s.d)
    def __len__(s): return len(s.d)
m = MM()
m['a']=1
m.update(b=2)
print(dict(m))  # expect: {'a': 1, 'b': 2}
print(m.pop('a'))  # expect: 1
print(list(m.items()))  # expect: [('b', 2)]
print(m.get('z', 9))  # expect: 9
print('b' in m)  # expect: True
print(m == {'b': 2})  # expect: True
print(m.setdefault('q', 5))  # expect: 5
print(len(m))  # expect: 2
print(list(m.keys()))  # expect: ['b', 'q']
attempt(lambda: Iterable())  # expect: TypeError Can't instantiate abstract class Iterable with abstract method __iter__
attempt(lambda: MutableMapping())
# expect: TypeError Can't instantiate abstract class MutableMapping with abstract methods __delitem__, __getitem__, __iter__, __len__, __setitem__
class Seq(Sequence):
    def __getitem__(s,i): return [10,20,30][i]
    def __len__(s): return 3
print(list(Seq()))  # expect: [10, 20, 30]
print(20 in Seq())  # expect: True
print(list(reversed(Seq())))  # expect: [30, 20, 10]
print(Seq().index(30))  # expect: 2
print(Seq().count(10))  # expect: 1
from abc import ABC, abstractmethod, ABCMeta
class Ab(ABC):
    @abstractmethod
    def f(self): pass
    @property
    @abstractmethod
    def g(self): pass
attempt(lambda: Ab())  # expect: TypeError Can't instantiate abstract class Ab with abstract methods f, g
class Ab2(Ab):
    def f(self): return 1
attempt(lambda: Ab2())  # expect: TypeError Can't instantiate abstract class Ab2 with abstract method g
class Ab3(Ab2):
    g = 5
print(Ab3().f())  # expect: 1
print(Ab.__abstractmethods__ == {'f', 'g'})  # expect: True
print(isinstance(Ab3(), Ab))  # expect: True
class Vir: pass
Ab.register(Vir)
print(isinstance(Vir(), Ab))  # expect: True
print(issubclass(Vir, Ab))  # expect: True
print(issubclass(int, Ab))  # expect: False
attempt(lambda: Ab.register(3))  # expect: TypeError Can only register classes
import types
print(types.FunctionType)  # expect: <class 'function'>
print(types.GeneratorType)  # expect: <class 'generator'>
print(types.MethodType)  # expect: <class 'method'>
print(types.SimpleNamespace(a=1))  # expect: namespace(a=1)
print(types.MappingProxyType({1: 2}))  # expect: {1: 2}
print(types.NoneType)  # expect: <class 'NoneType'>
N = types.new_class('N', (), {}, lambda ns: ns.update(x=1))
print(N.x)  # expect: 1
print(N.__name__)  # expect: N
import keyword, copy, reprlib
print(keyword.iskeyword('if'))  # expect: True
print(keyword.kwlist[:3])  # expect: ['False', 'None', 'True']
print(reprlib.repr(list(range(100))))  # expect: [0, 1, 2, 3, 4, 5, ...]
print(reprlib.repr('x' * 100))  # expect: 'xxxxxxxxxxxx...xxxxxxxxxxxxx'
print(reprlib.repr({i: i for i in range(10)}))  # expect: {0: 0, 1: 1, 2: 2, 3: 3, ...}
@singledispatch
def sd(x): return 'obj'
@sd.register(int)
def _(x): return 'int'
@sd.register(list)
def _(x): return 'list'
print(sd(1))  # expect: int
print(sd([]))  # expect: list
print(sd('a'))  # expect: obj
print(sd(True))  # expect: int
