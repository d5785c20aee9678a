# dict: construction, items, views, operators, mutation while in use
def attempt(f, *a):
    try:
        print(f(*a))
    except Exception as e:
        print(type(e).__name__, e)
d = {}
attempt(lambda: d['x'])  # expect: KeyError 'x'
d['a'] = 1
d['b'] = 2
d[3] = 'c'
d[(1,2)] = 4
print(d)  # expect: {'a': 1, 'b': 2, 3: 'c', (1, 2): 4}
print(len(d))  # expect: 4
print('a' in d)  # expect: True
print(4 in d)  # expect: False
del d['a']
attempt(lambda: d.pop('zz'))  # expect: KeyError 'zz'
print(d.pop('zz', 5))  # expect: 5
print(d.pop('b'))  # expect: 2
print(d.get(3))  # expect: c
print(d.get(4))  # expect: None
print(d.get(4, 5))  # expect: 5
print(d.setdefault(9))  # expect: None
print(d.setdefault(3, 'q'))  # expect: c
print(d)  # expect: {3: 'c', (1, 2): 4, 9: None}
print(d.popitem())  # expect: (9, None)
print(d)  # expect: {3: 'c', (1, 2): 4}
print(dict(a=1, b=2))  # expect: {'a': 1, 'b': 2}
print(dict([(1, 2), (3, 4)]))  # expect: {1: 2, 3: 4}
print(dict({1: 2}, x=3))  # expect: {1: 2, 'x': 3}
print(dict({}))  # expect: {}
attempt(lambda: dict(1))  # expect: TypeError 'int' object is not iterable
attempt(lambda: dict([1]))  # expect: TypeError cannot convert dictionary update sequence element #0 to a sequence
attempt(lambda: dict([(1,2,3)]))  # expect: ValueError dictionary update sequence element #0 has length 3; 2 is required
attempt(lambda: dict(1,2))  # expect: TypeError dict expected at most 1 argument, got 2
attempt(lambda: dict([], 2))  # expect: TypeError dict expected at most 1 argument, got 2
attempt(lambda: {[]: 1})  # expect: TypeError unhashable type: 'list'
attempt(lambda: {}.popitem())  # expect: KeyError 'popitem(): dictionary is empty'
print({1: 2} | {3: 4})  # expect: {1: 2, 3: 4}
print({1: 2, 3: 4} == {3: 4, 1: 2})  # expect: True
print({1: 2} != {1: 3})  # expect: True
e = {1:1}
e |= [(2,2)]
print(e)  # expect: {1: 1, 2: 2}
attempt(lambda: {1:1} | [(2,2)])  # expect: TypeError unsupported operand type(s) for |: 'dict' and 'list'
print(dict.fromkeys('abc'))  # expect: {'a': None, 'b': None, 'c': None}
print(dict.fromkeys([1, 2], 0))  # expect: {1: 0, 2: 0}
print(dict.fromkeys({1, 2}))  # expect: {1: None, 2: None}
print(dict.fromkeys({5: 6}, 7))  # expect: {5: 7}
d = {i: i*i for i in range(100)}
for i in range(0, 100, 2): del d[i]
print(len(d))  # expect: 50
print(list(d)[:5])  # expect: [1, 3, 5, 7, 9]
print(list(d.values())[:3])  # expect: [1, 9, 25]
print(list(d.items())[:3])  # expect: [(1, 1), (3, 9), (5, 25)]
print(list(reversed(d))[:3])  # expect: [99, 97, 95]
print(list(reversed(d.items()))[:2])  # expect: [(99, 9801), (97, 9409)]
print(list(reversed(d.values()))[:2])  # expect: [9801, 9409]
d2 = d.copy()
print(d2 == d)  # expect: True
print(len(d2))  # expect: 50
d.clear()
print(d)  # expect: {}
print(len(d2))  # expect: 50
ks = {1:1,2:2}.keys()
print(ks & {1})  # expect: {1}
print(ks | {3})  # expect: {1, 2, 3}
print(ks - {1})  # expect: {2}
print(ks ^ {2, 3})  # expect: {1, 3}
print(ks == {1, 2})  # expect: True
print(ks < {1, 2, 3})  # expect: True
print(ks.isdisjoint({4}))  # expect: True
print({1} & ks)  # expect: {1}
print([1] & ks if 0 else '')  # expect: 
its = {1:1,2:2}.items()
print(its & {(1, 1)})  # expect: {(1, 1)}
print((1, 1) in its)  # expect: True
print((1, 2) in its)  # expect: False
print(3 in its)  # expect: False
print(ks)  # expect: dict_keys([1, 2])
print(its)  # expect: dict_items([(1, 1), (2, 2)])
print({1: 2}.values())  # expect: dict_values([2])
print(ks.mapping)  # expect: {1: 1, 2: 2}
x = {}
x['self'] = x
print(x)  # expect: {'self': {...}}
x = {}
x[1] = x.values()
print(x)  # expect: {1: dict_values([...])}
def m():
    d = {1:1}
    for k in d: d[k+1] = 1
attempt(m)  # expect: RuntimeError dictionary changed size during iteration
def m2():
    d = {1:1, 2:2}
    for k in d: del d[k]; d[k+10]=1
attempt(m2)  # expect: RuntimeError dictionary keys changed during iteration
class D(dict):
    def __missing__(self, k): return k*2
print(D()[4])  # expect: 8
print(D().get(4))  # expect: None
attempt(lambda: D(a=1)['a'])  # expect: 1
class K:
    def __init__(s, v): s.v = v
    def __hash__(s): return 1
    def __eq__(s, o): return s.v == o.v
d = {K(1): 1, K(2): 2, K(1): 3}
print(len(d))  # expect: 2
print(list(d.values()))  # expect: [3, 2]
print(d[K(2)])  # expect: 2
class Bad:
    def __hash__(s): return 1
    def __eq__(s, o): raise ValueError('eq')
d = {Bad(): 1}
attempt(lambda: d[Bad()])  # expect: ValueError eq
attempt(lambda: d.get(Bad()))  # expect: ValueError eq
attempt(lambda: d.setdefault(Bad(), 1))  # expect: ValueError eq
attempt(lambda: Bad() in d)  # expect: ValueError eq
class Evil:
    def __hash__(s): return 1
    def __eq__(s, o):
        dd.clear()
        return False
dd = {Evil(): 1}
dd[Evil()] = 2
print(len(dd))  # expect: 1
attempt(lambda: hash({}))  # expect: TypeError unhashable type: 'dict'
attempt(lambda: {} < {})  # expect: TypeError '<' not supported between instances of 'dict' and 'dict'
it = iter({1:1,2:2,3:3})
next(it)
print(it.__length_hint__())  # expect: 2
print(list(it))  # expect: [2, 3]
attempt(lambda: dict.fromkeys(3))  # expect: TypeError 'int' object is not iterable
print({**{1: 2}, 3: 4})  # expect: {1: 2, 3: 4}
print(dict(**{'a': 1}))  # expect: {'a': 1}
d = dict.fromkeys(range(10))
print(d.pop(0))  # expect: None
print(next(iter(d)))  # expect: 1
print(d.popitem())  # expect: (9, None)
for i in range(1, 9): del d[i]
print(d)  # expect: {}
print(list(d))  # expect: []
print(next(iter({1: 2}.items())))  # expect: (1, 2)
d[5]=6
print(d)  # expect: {5: 6}
print(len(d))  # expect: 1
attempt(lambda: {}.update(1))  # expect: TypeError 'int' object is not iterable
attempt(lambda: {}.update([1]))  # expect: TypeError cannot convert dictionary update sequence element #0 to a sequence
attempt(lambda: {}.update(1,2))  # expect: TypeError update expected at most 1 argument, got 2
u = {}
u.update({1:2})
u.update([(3,4)], x=5)
u.update(y=6)
print(u)  # expect: {1: 2, 3: 4, 'x': 5, 'y': 6}
class Map:
    def keys(self): return ['p','q']
    def __getitem__(self, k): return k*2
print(dict(Map()))  # expect: {'p': 'pp', 'q': 'qq'}
u.update(Map())
print(u)  # expect: {1: 2, 3: 4, 'x': 5, 'y': 6, 'p': 'pp', 'q': 'qq'}
attempt(lambda: next(iter({}.keys())))  # expect: StopIteration 
print({True: 1, 1: 2, 1.0: 3})  # expect: {True: 3}
print({0.0: 'a', -0.0: 'b'})  # expect: {0.0: 'b'}
print({'a': 1}['a'])  # expect: 1
print(sorted({'b': 1, 'a': 2}))  # expect: ['a', 'b']
print(max({1: 2, 5: 0}))  # expect: 5
print(sum({1: 0, 2: 0}))  # expect: 3
print(repr(dict))  # expect: <class 'dict'>
print(dict.__doc__ is not None)  # expect: True
print(type({}.keys()).__name__)  # expect: dict_keys
print(type(iter({}.items())).__name__)  # expect: dict_itemiterator
z = {str(i): i for i in range(1000)}
print(sum(z.values()))  # expect: 499500
print(z['999'])  # expect: 999
print('1000' in z)  # expect: False
print(len(z))  # expect: 1000
print(dict(zip('abc', range(3))))  # expect: {'a': 0, 'b': 1, 'c': 2}
print(dict(enumerate('xy')))  # expect: {0: 'x', 1: 'y'}
a, *b = {1:2, 3:4}
print(a)  # expect: 1
print(b)  # expect: [3]
print(bool({}))  # expect: False
print(bool({1: 1}))  # expect: True
print(not {})  # expect: True
