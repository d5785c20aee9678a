# list: items, slices, methods, sorting, errors
def attempt(f, *a):
    try:
        print(f(*a))
    except Exception as e:
        print(type(e).__name__, e)
a = [3,1,2]
a.append(4)
a.extend([5])
a.extend((6,))
a.extend(x for x in (7,8))
a.insert(0, 0)
a.insert(-1, 'x')
a.insert(100, 'y')
a.insert(-100,'z')
print(a)  # expect: ['z', 0, 3, 1, 2, 4, 5, 6, 7, 'x', 8, 'y']
print(len(a))  # expect: 12
print(a[0])  # expect: z
print(a[-1])  # expect: y
print(a[1:3])  # expect: [0, 3]
print(a[::-1])  # expect: ['y', 8, 'x', 7, 6, 5, 4, 2, 1, 3, 0, 'z']
print(a[::2])  # expect: ['z', 3, 2, 5, 7, 8]
print(a[5:1:-2])  # expect: [4, 1]
attempt(lambda: a[100])  # expect: IndexError list index out of range
attempt(lambda: a['x'])  # expect: TypeError list indices must be integers or slices, not str
attempt(lambda: a[1.5])  # expect: TypeError list indices must be integers or slices, not float
attempt(lambda: a.pop(100))  # expect: IndexError pop index out of range
attempt(lambda: [].pop())  # expect: IndexError pop from empty list
attempt(lambda: a.remove('nope'))  # expect: ValueError list.remove(x): x not in list
attempt(lambda: a.index('nope'))  # expect: ValueError 'nope' is not in list
attempt(lambda: a.insert('x', 1))  # expect: TypeError 'str' object cannot be interpreted as an integer
attempt(lambda: [1]+(2,))  # expect: TypeError can only concatenate list (not "tuple") to list
attempt(lambda: a * 'x')  # expect: TypeError can't multiply sequence by non-int of type 'str'
attempt(lambda: [1] * 10**30)  # expect: OverflowError cannot fit 'int' into an index-sized integer
attempt(lambda: a.append())  # expect: TypeError list.append() takes exactly one argument (0 given)
attempt(lambda: a.append(1,2))  # expect: TypeError list.append() takes exactly one argument (2 given)
attempt(lambda: a.pop(1,2))  # expect: TypeError pop expected at most 1 argument, got 2
attempt(lambda: [].sort(1))  # expect: TypeError sort() takes no positional arguments
attempt(lambda: a.index())  # expect: TypeError index expected at least 1 argument, got 0
attempt(lambda: [1,'a'].sort())  # expect: TypeError '<' not supported between instances of 'str' and 'int'
attempt(lambda: hash([]))  # expect: TypeError unhashable type: 'list'
attempt(lambda: list(1))  # expect: TypeError 'int' object is not iterable
attempt(lambda: list(1,2))  # expect: TypeError list expected at most 1 argument, got 2
attempt(lambda: list(a=1))  # expect: TypeError list() takes no keyword arguments
print(a.pop())  # expect: y
print(a.pop(0))  # expect: z
print(a.pop(-2))  # expect: x
print(a)  # expect: [0, 3, 1, 2, 4, 5, 6, 7, 8]
b = list(range(10))
b[2:4] = 'abc'
print(b)  # expect: [0, 1, 'a', 'b', 'c', 4, 5, 6, 7, 8, 9]
b[::2] = [0]*6 if len(b[::2])==6 else b[::2]
print(b)  # expect: [0, 1, 0, 'b', 0, 4, 0, 6, 0, 8, 0]
def f(): b[::2] = [1]
attempt(f)  # expect: ValueError attempt to assign sequence of size 1 to extended slice of size 6
def f(): b[::2] = 1
attempt(f)  # expect: TypeError must assign iterable to extended slice
def f(): b[1:2] = 1
attempt(f)  # expect: TypeError can only assign an iterable
del b[1]
del b[::3]
del b[5:2:-1]
print(b)  # expect: [0, 'b', 4]
b[3:1] = [9,9]
print(b)  # expect: [0, 'b', 4, 9, 9]
b[:] = []
print(b)  # expect: []
c = list(range(20))
del c[::-3]
print(c)  # expect: [0, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18]
del c[1:10:4]
print(c)  # expect: [0, 3, 5, 6, 9, 11, 12, 15, 17, 18]
c[c.index(5):] = c
print(c)  # expect: [0, 3, 0, 3, 5, 6, 9, 11, 12, 15, 17, 18]
def f(): c[100] = 1
attempt(f)  # expect: IndexError list assignment index out of range
def f(): del c[100]
attempt(f)  # expect: IndexError list assignment index out of range
def f(): c['a'] = 1
attempt(f)  # expect: TypeError list indices must be integers or slices, not str
print([1, 2] * 3)  # expect: [1, 2, 1, 2, 1, 2]
print(3 * [0])  # expect: [0, 0, 0]
print([1] * 0)  # expect: []
print([1] * -1)  # expect: []
print([[]] * 2)  # expect: [[], []]
print([1, 2] + [3])  # expect: [1, 2, 3]
a = [1,2]
a *= 3
a += [9]
a += 'xy'
print(a)  # expect: [1, 2, 1, 2, 1, 2, 9, 'x', 'y']
a *= 0
print(a)  # expect: []
print([1, 2, 3] < [1, 2, 4])  # expect: True
print([1, 2] < [1, 2, 0])  # expect: True
print([1] == [1.0])  # expect: True
print([] == [])  # expect: True
print([2] > [1, 5])  # expect: True
print([1, 2] != [1, 3])  # expect: True
print([1] <= [1])  # expect: True
attempt(lambda: [1] < 'a')  # expect: TypeError '<' not supported between instances of 'list' and 'str'
attempt(lambda: [1] < [None])  # expect: TypeError '<' not supported between instances of 'int' and 'NoneType'
x = []
x.append(x)
print(x)  # expect: [[...]]
print([1, 2, 3, 1].count(1))  # expect: 2
print([1, 2, 3, 1].index(1, 1))  # expect: 3
print(2 in [1, 2])  # expect: True
print(5 in [1, 2])  # expect: False
print([float('nan')].count(float('nan')))  # expect: 0
s = [5,3,9,1]
s.sort()
print(s)  # expect: [1, 3, 5, 9]
s.sort(reverse=True)
print(s)  # expect: [9, 5, 3, 1]
s.sort(key=lambda v: -v)
print(s)  # expect: [9, 5, 3, 1]
s.sort(key=lambda v: v%3, reverse=True)
print(s)  # expect: [5, 1, 9, 3]
print(sorted('hello'))  # expect: ['e', 'h', 'l', 'l', 'o']
print(sorted([3, 1.5, 2]))  # expect: [1.5, 2, 3]
print(sorted([True, 0, 2]))  # expect: [0, True, 2]
print(sorted([(2, 'b'), (1, 'z'), (2, 'a')]))  # expect: [(1, 'z'), (2, 'a'), (2, 'b')]
print(sorted(['b', 'a', 'é', '中', '']))  # expect: ['', 'a', 'b', 'é', '中']
print(sorted([10 ** 30, -10 ** 30, 5]))  # expect: [-1000000000000000000000000000000, 5, 1000000000000000000000000000000]
print(sorted([b'b', b'a']))  # expect: [b'a', b'b']
print(sorted([[2], [1]]))  # expect: [[1], [2]]
print(sorted([(1,), (), (0, 5)]))  # expect: [(), (0, 5), (1,)]
print(sorted([1.5, float('inf'), -1, -0.0, 0]))  # expect: [-1, -0.0, 0, 1.5, inf]
s = [1,2,3]
def k(v): s.append(1); return v
attempt(lambda: s.sort(key=k))  # expect: ValueError list modified during sort
print(s)  # expect: [1, 2, 3]
def kk(v): raise KeyError(v)
attempt(lambda: s.sort(key=kk))  # expect: KeyError 1
print(s)  # expect: [1, 2, 3]
class L:
    def __init__(s, v): s.v=v
    def __lt__(s, o): return s.v < o.v
    def __repr__(s): return 'L%d' % s.v
import sys
ls = [L((i*7919)%101) for i in range(101)]
ls.sort()
print(ls[:5])  # expect: [L0, L1, L2, L3, L4]
print(ls[-3:])  # expect: [L98, L99, L100]
ls.sort(reverse=True)
print(ls[:5])  # expect: [L100, L99, L98, L97, L96]
big = [(i*7919)%100003 for i in range(5000)]
assert sorted(big) == list(sorted(big, key=lambda x: x))
q = sorted(big)
assert all(q[i]<=q[i+1] for i in range(len(q)-1))
print(q[:5])  # expect: [0, 17, 36, 55, 74]
qs = sorted(map(str, big))
assert all(qs[i]<=qs[i+1] for i in range(len(qs)-1))
print(qs[:5])  # expect: ['0', '10005', '10024', '10043', '1006']
st = sorted([(i%10, i) for i in range(1000)], key=lambda p: p[0])
assert all(st[i] <= st[i+1] for i in range(999))
print(st[:3])  # expect: [(0, 0), (0, 10), (0, 20)]
st = sorted([(i%10, i) for i in range(1000)], key=lambda p: p[0], reverse=True)
print(st[:3])  # expect: [(9, 9), (9, 19), (9, 29)]
st = sorted([('k%d'%(i%10), i) for i in range(1000)])
assert all(st[i] <= st[i+1] for i in range(999))
print(st[:3])  # expect: [('k0', 0), ('k0', 10), ('k0', 20)]
print([*range(3)])  # expect: [0, 1, 2]
print(list('abc'))  # expect: ['a', 'b', 'c']
print(list((1, 2)))  # expect: [1, 2]
print(list({1: 2}))  # expect: [1]
print(list(range(0)))  # expect: []
print(list(reversed([1, 2, 3])))  # expect: [3, 2, 1]
it = iter([1,2,3])
next(it)
print(it.__length_hint__())  # expect: 2
print(it.__reduce__()[1:])  # expect: (([1, 2, 3],), 1)
print(list(it))  # expect: [2, 3]
print(it.__reduce__()[1:])  # expect: (([],),)
it = iter([1,2,3])
it.__setstate__(2)
print(list(it))  # expect: [3]
class ML(list):
    def __init__(self, *a): super().__init__(*a); self.z = 1
m = ML([1,2])
print(m)  # expect: [1, 2]
print(m.z)  # expect: 1
print(type(m + m).__name__)  # expect: list
print(m == [1, 2])  # expect: True
print(ML())  # expect: []
print(len(m))  # expect: 2
a = [1,2,3,4]
a.reverse()
print(a)  # expect: [4, 3, 2, 1]
a.clear()
print(a)  # expect: []
print(a.copy())  # expect: []
l = [1,2,3]
for v in l:
    if v < 10: l.append(v+10)
print(l)  # expect: [1, 2, 3, 11, 12, 13]
attempt(lambda: [].__getitem__(0))  # expect: IndexError list index out of range
print([1].__contains__(1))  # expect: True
print([1, 2].__len__())  # expect: 2
print([].__doc__ is not None)  # expect: True
attempt(lambda: sorted([1], 2))  # expect: TypeError sorted expected 1 argument, got 2
attempt(lambda: sorted())  # expect: TypeError sorted expected 1 argument, got 0
print(sorted([3,2], key=None, reverse=1))  # expect: [3, 2]
n = []
for i in range(100000): n = [n]
del n
print('deep ok')  # expect: deep ok
n = []
for i in range(100000): n = [n]
attempt(lambda: repr(n)[:5])  # expect: RecursionError maximum recursion depth exceeded while getting the repr of an object
attempt(lambda: n == [n])  # expect: RecursionError maximum recursion depth exceeded in comparison
print(list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])))  # expect: [11, 22]
print(list(filter(None, [0, 1, 2])))  # expect: [1, 2]
print(list(zip([1, 2], [3, 4])))  # expect: [(1, 3), (2, 4)]
print(list(enumerate('ab', 5)))  # expect: [(5, 'a'), (6, 'b')]
