# set and frozenset: keys, algebra, order, errors
def attempt(f, *a):
    try:
        print(f(*a))
    except Exception as e:
        print(type(e).__name__, e)
print({3, 1, 2})  # expect: {1, 2, 3}
print({10, 33, 5, 100, 7, -1, -5, 1000, 64, 128})  # expect: {64, 33, 128, 100, 5, 7, 1000, 10, -5, -1}
print(set(range(20)))  # expect: {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}
print(set('hello') == set('olleh'))  # expect: True
print(set())  # expect: set()
print(frozenset())  # expect: frozenset()
print(frozenset([3, 1]))  # expect: frozenset({1, 3})
s = {1,2,3}
s.add(4)
s.add(1)
s.discard(9)
s.discard(2)
print(s)  # expect: {1, 3, 4}
print(len(s))  # expect: 3
print(3 in s)  # expect: True
print(9 in s)  # expect: False
attempt(lambda: s.remove(99))  # expect: KeyError 99
attempt(lambda: set().pop())  # expect: KeyError 'pop from an empty set'
attempt(lambda: s.add([]))  # expect: TypeError unhashable type: 'list'
attempt(lambda: {[]})  # expect: TypeError unhashable type: 'list'
attempt(lambda: set(1))  # expect: TypeError 'int' object is not iterable
attempt(lambda: set(1,2))  # expect: TypeError set expected at most 1 argument, got 2
attempt(lambda: frozenset(a=1))  # expect: TypeError frozenset() takes no keyword arguments
attempt(lambda: s | [1])  # expect: TypeError unsupported operand type(s) for |: 'set' and 'list'
attempt(lambda: s < 3)  # expect: TypeError '<' not supported between instances of 'set' and 'int'
a = set(range(10))
b = set(range(5,15))
print(a | b)  # expect: {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}
print(a & b)  # expect: {5, 6, 7, 8, 9}
print(a - b)  # expect: {0, 1, 2, 3, 4}
print(a ^ b)  # expect: {0, 1, 2, 3, 4, 10, 11, 12, 13, 14}
print(a <= b)  # expect: False
print({5} <= a)  # expect: True
print(a >= {1, 2})  # expect: True
print(a < a)  # expect: False
print(a <= a)  # expect: True
print(a == set(range(10)))  # expect: True
print(a.isdisjoint({100}))  # expect: True
print(a.union([50], {60}))  # expect: {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 50, 60}
print(a.intersection([1, 2, 50], [2]))  # expect: {2}
print(a.difference([1], [2]))  # expect: {0, 3, 4, 5, 6, 7, 8, 9}
print(a.symmetric_difference([1, 100]))  # expect: {0, 2, 3, 100, 4, 5, 6, 7, 8, 9}
print(a.issubset(range(20)))  # expect: True
print(a.issuperset([1]))  # expect: True
c = a.copy()
c |= {77}
c &= {77,1,2}
c -= {1}
c ^= {2,3}
print(c)  # expect: {3, 77}
c.update([1],[2])
c.intersection_update([1,2,3])
c.difference_update([1])
c.symmetric_difference_update([9])
print(c)  # expect: {9, 2, 3}
c ^= c
print(c)  # expect: set()
a -= a
print(a)  # expect: set()
f = frozenset([1,2,3])
print(hash(f))  # expect: -272375401224217160
print(hash(frozenset()))  # expect: 133146708735736
print(hash(frozenset(range(100))))  # expect: 4411996150312757951
print(f | {9})  # expect: frozenset({1, 2, 3, 9})
print(type(f | {9}).__name__)  # expect: frozenset
print(type({9} | f).__name__)  # expect: set
print({f: 1}[frozenset([3, 2, 1])])  # expect: 1
print(f in {f})  # expect: True
print({1, 2, 3} in {f})  # expect: True
print(f == {1, 2, 3})  # expect: True
print({1, 2, 3} == f)  # expect: True
x = set([1])
x.add(frozenset([2]))
x.remove({2})
print(x)  # expect: {1}
def m():
    s = {1,2}
    for v in s: s.add(v+10)
attempt(m)  # expect: RuntimeError Set changed size during iteration
p = {5,3,8,1,100,200}
out=[]
while p: out.append(p.pop())
print(out)  # expect: [1, 3, 100, 5, 8, 200]
p = set(range(1000))
for i in range(0,1000,3): p.discard(i)
print(len(p))  # expect: 666
print(list(p)[:10])  # expect: [1, 2, 4, 5, 7, 8, 10, 11, 13, 14]
print(sum(p))  # expect: 332667
p.clear()
print(p)  # expect: set()
class S(set): pass
print(S([1]))  # expect: S({1})
print(type(S([1]) | {2}).__name__)  # expect: set
print(S([1]) == {1})  # expect: True
print(S([1]).copy())  # expect: {1}
class H:
    def __init__(s,v): s.v=v
    def __hash__(s): return s.v % 3
    def __eq__(s,o): return s.v==o.v
    def __repr__(s): return 'H%d'%s.v
print(len({H(i) for i in range(30)} & {H(i) for i in range(15, 45)}))  # expect: 15
print(sorted((x.v for x in {H(1), H(4), H(1)})))  # expect: [1, 4]
class B:
    def __hash__(s): return 5
    def __eq__(s,o): raise ValueError('b')
attempt(lambda: {B(), B()})  # expect: ValueError b
bs = {B()}
attempt(lambda: B() in bs)  # expect: ValueError b
attempt(lambda: bs | {B()})  # expect: ValueError b
attempt(lambda: bs & {B()})  # expect: ValueError b
attempt(lambda: bs - {B()})  # expect: ValueError b
attempt(lambda: bs ^ {B()})  # expect: ValueError b
print({x for x in range(5)})  # expect: {0, 1, 2, 3, 4}
print({*range(3), 7})  # expect: {0, 1, 2, 7}
print(frozenset('a'))  # expect: frozenset({'a'})
it = iter({1,2,3})
next(it)
print(it.__length_hint__())  # expect: 2
print(type(it).__name__)  # expect: set_iterator
print(it.__reduce__()[1:])  # expect: (([2, 3],),)
print({1, 2}.__reduce__())  # expect: (<class 'set'>, ([1, 2],), None)
print({1: 2}.keys() - [1])  # expect: set()
print(set({1: 2}))  # expect: {1}
print(set([1, 1.0, True]))  # expect: {1}
print({1.5, 'a', None, (1, 2)} == {None, (1, 2), 'a', 1.5})  # expect: True
print([s for s in (set([2**i for i in range(20)]),)][0])
# expect: {128, 1, 2, 256, 4, 512, 1024, 2048, 8, 4096, 32768, 131072, 262144, 524288, 8192, 16, 16384, 32, 64, 65536}
print(set((str(i) for i in range(30))) == {str(i) for i in range(30)})  # expect: True
print({i * 7 for i in range(50)})
# expect: {0, 259, 133, 7, 266, 140, 14, 273, 147, 21, 280, 154, 28, 287, 161, 35, 294, 168, 42, 301, 175, 49, 308, 182, 56, 315, 189, 63, 322, 196, 70, 329, 203, 77, 336, 210, 84, 343, 217, 91, 224, 98, 231, 105, 238, 112, 245, 119, 252, 126}
attempt(lambda: hash(set()))  # expect: TypeError unhashable type: 'set'
attempt(lambda: set().union(3))  # expect: TypeError 'int' object is not iterable
attempt(lambda: set().add())  # expect: TypeError set.add() takes exactly one argument (0 given)
r = set()
print(repr(S()))  # expect: S()
print(repr(frozenset({1})))  # expect: frozenset({1})
