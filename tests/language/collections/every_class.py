# collections: every class
def attempt(f, *a):
    try:
        print(f(*a))
    except Exception as e:
        print(type(e).__name__, e)
from collections import *
od=OrderedDict(a=1,b=2,c=3)
for s in ["od","OrderedDict()","od.keys()","od.items()","od.values()","list(reversed(od))","list(reversed(od.items()))","od.popitem(last=False)","od.move_to_end('b')","od","od.move_to_end('zz')","OrderedDict().popitem()","OrderedDict(1)","OrderedDict(1,2)","od.pop('z')","od.pop('z',3)","od==OrderedDict(c=3,b=2)","OrderedDict(b=2,c=3)==OrderedDict(c=3,b=2)","OrderedDict(b=2,c=3)=={'c':3,'b':2}","od|{'z':1}","{'z':1}|od","type({'z':1}|od)","od.__reduce__()[:4]","od.copy()","OrderedDict.fromkeys('ab',0)","od.setdefault('n',5)","type(iter(od.items()))","od.__dict__", "od.move_to_end('n', last=False)", "od", "od.move_to_end('b', False)", "od", "list(od.items())"]: attempt(lambda: eval(s))
# expect: OrderedDict([('a', 1), ('b', 2), ('c', 3)])
# expect: OrderedDict()
# expect: odict_keys(['a', 'b', 'c'])
# expect: odict_items([('a', 1), ('b', 2), ('c', 3)])
# expect: odict_values([1, 2, 3])
# expect: ['c', 'b', 'a']
# expect: [('c', 3), ('b', 2), ('a', 1)]
# expect: ('a', 1)
# expect: None
# expect: OrderedDict([('c', 3), ('b', 2)])
# expect: KeyError 'zz'
# expect: KeyError 'dictionary is empty'
# expect: TypeError 'int' object is not iterable
# expect: TypeError expected at most 1 arguments, got 2
# expect: KeyError 'z'
# expect: 3
# expect: True
# expect: False
# expect: True
# expect: OrderedDict([('c', 3), ('b', 2), ('z', 1)])
# expect: OrderedDict([('z', 1), ('c', 3), ('b', 2)])
# expect: <class 'collections.OrderedDict'>
# expect: (<class 'collections.OrderedDict'>, (), None, None)
# expect: OrderedDict([('c', 3), ('b', 2)])
# expect: OrderedDict([('a', 0), ('b', 0)])
# expect: 5
# expect: <class 'odict_iterator'>
# expect: {}
# expect: None
# expect: OrderedDict([('n', 5), ('c', 3), ('b', 2)])
# expect: None
# expect: OrderedDict([('b', 2), ('n', 5), ('c', 3)])
# expect: [('b', 2), ('n', 5), ('c', 3)]
o = OrderedDict((i,i) for i in range(20))
for i in range(0,20,3): o.move_to_end(i)
for i in range(1,20,3): o.move_to_end(i, last=False)
print(list(o))  # expect: [19, 16, 13, 10, 7, 4, 1, 2, 5, 8, 11, 14, 17, 0, 3, 6, 9, 12, 15, 18]
del o[5]
print(list(o))  # expect: [19, 16, 13, 10, 7, 4, 1, 2, 8, 11, 14, 17, 0, 3, 6, 9, 12, 15, 18]
print(len(o))  # expect: 19
while len(o) > 10: print(o.popitem(last=False))
# expect: (19, 19)
# expect: (16, 16)
# expect: (13, 13)
# expect: (10, 10)
# expect: (7, 7)
# expect: (4, 4)
# expect: (1, 1)
# expect: (2, 2)
# expect: (8, 8)
print(o)  # expect: OrderedDict([(11, 11), (14, 14), (17, 17), (0, 0), (3, 3), (6, 6), (9, 9), (12, 12), (15, 15), (18, 18)])
for i in range(30): o.move_to_end(next(iter(o)))
print(o)  # expect: OrderedDict([(11, 11), (14, 14), (17, 17), (0, 0), (3, 3), (6, 6), (9, 9), (12, 12), (15, 15), (18, 18)])
def m():
    for k in o: o.move_to_end(k)
attempt(m)  # expect: RuntimeError OrderedDict mutated during iteration
def m():
    for k in o: del o[k]
attempt(m)  # expect: RuntimeError OrderedDict mutated during iteration
class LRU(OrderedDict):
    def __init__(s, n): super().__init__(); s.n = n
    def __getitem__(s, k): v = super().__getitem__(k); s.move_to_end(k); return v
    def __setitem__(s, k, v):
        super().__setitem__(k, v)
        if len(s) > s.n: del s[next(iter(s))]
l = LRU(3)
for i in range(5): l[i] = i
l[2]
l[9]=9
print(list(l.keys()))  # expect: [4, 2, 9]
print(l.n)  # expect: 3
import copy
print(copy.copy(od))  # expect: OrderedDict([('b', 2), ('n', 5), ('c', 3)])
print(copy.deepcopy(od) == od)  # expect: True
d = defaultdict(list)
d['a'].append(1)
print(d)  # expect: defaultdict(<class 'list'>, {'a': [1]})
print(d['b'])  # expect: []
print(dict(d))  # expect: {'a': [1], 'b': []}
print(d.default_factory)  # expect: <class 'list'>
print(d.copy())  # expect: defaultdict(<class 'list'>, {'a': [1], 'b': []})
print(d.get('zz'))  # expect: None
attempt(lambda: defaultdict(3))  # expect: TypeError first argument must be callable or None
attempt(lambda: defaultdict()['x'])  # expect: KeyError 'x'
print(defaultdict(int, {'a': 1}, b=2))  # expect: defaultdict(<class 'int'>, {'a': 1, 'b': 2})
print(defaultdict(int) | {'a': 2})  # expect: defaultdict(<class 'int'>, {'a': 2})
print({'q': 1} | defaultdict(int))  # expect: defaultdict(<class 'int'>, {'q': 1})
print(d.__reduce__()[:2])  # expect: (<class 'collections.defaultdict'>, (<class 'list'>,))
print(copy.copy(d))  # expect: defaultdict(<class 'list'>, {'a': [1], 'b': []})
q = deque([1,2,3])
q.append(4)
q.appendleft(0)
print(q)  # expect: deque([0, 1, 2, 3, 4])
print(q.pop())  # expect: 4
print(q.popleft())  # expect: 0
print(q)  # expect: deque([1, 2, 3])
print(q[0])  # expect: 1
print(q[-1])  # expect: 3
print(len(q))  # expect: 3
print(2 in q)  # expect: True
q.rotate(1)
print(q)  # expect: deque([3, 1, 2])
q.rotate(-2)
print(q)  # expect: deque([2, 3, 1])
q.extend('ab')
q.extendleft('xy')
print(q)  # expect: deque(['y', 'x', 2, 3, 1, 'a', 'b'])
print(q.count('a'))  # expect: 1
print(q.index('a'))  # expect: 5
q.insert(2,'ins')
print(q)  # expect: deque(['y', 'x', 'ins', 2, 3, 1, 'a', 'b'])
q.remove('ins')
q.reverse()
print(q)  # expect: deque(['b', 'a', 1, 3, 2, 'x', 'y'])
del q[0]
q[0]='Z'
print(q)  # expect: deque(['Z', 1, 3, 2, 'x', 'y'])
b = deque(range(10), maxlen=3)
print(b)  # expect: deque([7, 8, 9], maxlen=3)
print(b.maxlen)  # expect: 3
b.append(1)
b.appendleft(5)
print(b)  # expect: deque([5, 8, 9], maxlen=3)
attempt(lambda: b.insert(0,1))  # expect: IndexError deque already at its maximum size
print(b + deque([9]))  # expect: deque([8, 9, 9], maxlen=3)
print(b * 2)  # expect: deque([5, 8, 9], maxlen=3)
print(deque([1]) * 3)  # expect: deque([1, 1, 1])
print(deque('ab') == deque('ab'))  # expect: True
print(deque([1]) < deque([2]))  # expect: True
print(deque([1, 2]) > deque([1]))  # expect: True
attempt(lambda: deque().pop())  # expect: IndexError pop from an empty deque
attempt(lambda: deque().popleft())  # expect: IndexError pop from an empty deque
attempt(lambda: deque([1])[5])  # expect: IndexError deque index out of range
attempt(lambda: deque([1]).remove(3))  # expect: ValueError 3 is not in deque
attempt(lambda: deque(maxlen=-1))  # expect: ValueError maxlen must be non-negative
attempt(lambda: deque([1]).index(3))  # expect: ValueError 3 is not in deque
attempt(lambda: deque([1])+[1])  # expect: TypeError can only concatenate deque (not "list") to deque
attempt(lambda: deque(3))  # expect: TypeError 'int' object is not iterable
attempt(lambda: hash(deque()))  # expect: TypeError unhashable type: 'collections.deque'
print(list(reversed(deque([1, 2]))))  # expect: [2, 1]
print(copy.copy(deque([1], 3)))  # expect: deque([1], maxlen=3)
print(deque([1]).__reduce__()[:2])  # expect: (<class 'collections.deque'>, ())
def m():
    for x in q: q.append(1)
attempt(m)  # expect: RuntimeError deque mutated during iteration
x = deque()
x.append(x)
print(x)  # expect: deque([[...]])
big = deque(range(1000))
big.rotate(333)
print(big[0])  # expect: 667
print(sum(big))  # expect: 499500
print(big[500])  # expect: 167
for i in range(500): big.popleft()
print(len(big))  # expect: 500
print(big[0])  # expect: 167
it = iter(deque('abc'))
next(it)
print(it.__length_hint__())  # expect: 2
print(list(it))  # expect: ['b', 'c']
c = Counter('abracadabra')
print(c)  # expect: Counter({'a': 5, 'b': 2, 'r': 2, 'c': 1, 'd': 1})
print(c.most_common(2))  # expect: [('a', 5), ('b', 2)]
print(c['z'])  # expect: 0
print(sum(c.values()))  # expect: 11
print(c.total())  # expect: 11
c.update('aaa')
c.subtract('b')
print(c)  # expect: Counter({'a': 8, 'r': 2, 'b': 1, 'c': 1, 'd': 1})
print(c + Counter(a=1))  # expect: Counter({'a': 9, 'r': 2, 'b': 1, 'c': 1, 'd': 1})
print(c - Counter(a=5))  # expect: Counter({'a': 3, 'r': 2, 'b': 1, 'c': 1, 'd': 1})
print(c & Counter(a=1))  # expect: Counter({'a': 1})
print(c | Counter(z=3))  # expect: Counter({'a': 8, 'z': 3, 'r': 2, 'b': 1, 'c': 1, 'd': 1})
print(-Counter(a=-1))  # expect: Counter({'a': 1})
print(+Counter(a=0, b=1))  # expect: Counter({'b': 1})
print(sorted(c.elements())[:3])  # expect: ['a', 'a', 'a']
print(Counter(a=1) == Counter(a=1, b=0))  # expect: True
print(Counter(a=1) <= Counter(a=2))  # expect: True
print(Counter([1, 1, 2]))  # expect: Counter({1: 2, 2: 1})
print(Counter({'x': 3}))  # expect: Counter({'x': 3})
print(Counter(a=2))  # expect: Counter({'a': 2})
print(Counter())  # expect: Counter()
del c['nope']
attempt(lambda: Counter.fromkeys('a'))  # expect: NotImplementedError Counter.fromkeys() is undefined.  Use Counter(iterable) instead.
P = namedtuple('P', 'x y')
p = P(1, y=2)
print(p)  # expect: P(x=1, y=2)
print(p.x)  # expect: 1
print(p[1])  # expect: 2
print(p._asdict())  # expect: {'x': 1, 'y': 2}
print(p._replace(x=9))  # expect: P(x=9, y=2)
print(P._fields)  # expect: ('x', 'y')
print(P._make([3, 4]))  # expect: P(x=3, y=4)
print(p == (1, 2))  # expect: True
print(P.__doc__)  # expect: P(x, y)
print(P.x.__doc__)  # expect: Alias for field number 0
print(hash(p) == hash((1, 2)))  # expect: True
attempt(lambda: P(1))  # expect: TypeError P.__new__() missing 1 required positional argument: 'y'
attempt(lambda: namedtuple('A','a a'))  # expect: ValueError Encountered duplicate field name: 'a'
attempt(lambda: namedtuple('A','_a'))  # expect: ValueError Field names cannot start with an underscore: '_a'
attempt(lambda: namedtuple('A','def'))  # expect: ValueError Type names and field names cannot be a keyword: 'def'
attempt(lambda: p._replace(z=1))  # expect: ValueError Got unexpected field names: ['z']
attempt(lambda: P._make([1]))  # expect: TypeError Expected 2 arguments, got 1
print(namedtuple('D', 'a b c', defaults=[1, 2])(0))  # expect: D(a=0, b=1, c=2)
print(namedtuple('R', 'a def a', rename=True)._fields)  # expect: ('a', '_1', '_2')
print(P.__module__)  # expect: __main__
print(copy.copy(p))  # expect: P(x=1, y=2)
print(P.__match_args__)  # expect: ('x', 'y')
print(P._field_defaults)  # expect: {}
def m(): p.x = 3
attempt(m)  # expect: AttributeError can't set attribute
cm = ChainMap({'a':1},{'a':2,'b':3})
print(cm)  # expect: ChainMap({'a': 1}, {'a': 2, 'b': 3})
print(cm['a'])  # expect: 1
print(cm['b'])  # expect: 3
print(dict(cm))  # expect: {'a': 1, 'b': 3}
print(len(cm))  # expect: 2
print(cm.parents)  # expect: ChainMap({'a': 2, 'b': 3})
print(cm.new_child({'z': 1}))  # expect: ChainMap({'z': 1}, {'a': 1}, {'a': 2, 'b': 3})
print('b' in cm)  # expect: True
cm['q']=1
print(cm.maps)  # expect: [{'a': 1, 'q': 1}, {'a': 2, 'b': 3}]
attempt(lambda: cm['nope'])  # expect: KeyError 'nope'
attempt(lambda: cm.pop('b'))  # expect: KeyError "Key not found in the first mapping: 'b'"
class UD(UserDict): pass
u = UD(a=1)
u['b']=2
print(u)  # expect: {'a': 1, 'b': 2}
print(u.data)  # expect: {'a': 1, 'b': 2}
print('a' in u)  # expect: True
print(u | {'c': 3})  # expect: {'a': 1, 'b': 2, 'c': 3}
print(copy.copy(u))  # expect: {'a': 1, 'b': 2}
ul = UserList([1,2])
ul.append(3)
print(ul)  # expect: [1, 2, 3]
print(ul[1:])  # expect: [2, 3]
print(ul + [4])  # expect: [1, 2, 3, 4]
print(ul * 2)  # expect: [1, 2, 3, 1, 2, 3]
print(len(ul))  # expect: 3
us = UserString('abc')
print(us)  # expect: abc
print(us.upper())  # expect: ABC
print(us + 'd')  # expect: abcd
print(us[1])  # expect: b
print(us.find('c'))  # expect: 2
print('b' in us)  # expect: True
print(us * 2)  # expect: abcabc
