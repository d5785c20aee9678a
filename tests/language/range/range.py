# range, slice, enumerate, zip, map, filter, reversed, iter
def attempt(f, *a):
    try:
        print(f(*a))
    except Exception as e:
        print(type(e).__name__, e)
for r in (range(5), range(1,10,3), range(10,0,-2), range(0), range(5,5), range(-3,3), range(2**70), range(2**70, 2**70+5), range(0, 2**70, 2**68), range(10**20, 0, -10**19), range(-2**63, 2**63-1), range(2**63-3, 2**63-1)):
    print(r, bool(r), r.start, r.stop, r.step, hash(r) == hash(range(r.start,r.stop,r.step)))
    attempt(len, r)
    attempt(lambda: r[0]); attempt(lambda: r[-1]); attempt(lambda: r[2]); attempt(lambda: r[1:]); attempt(lambda: r[::-1]); attempt(lambda: r[1:-1:2])
    attempt(lambda: r.index(r[1])); attempt(lambda: r.count(r[1])); attempt(lambda: 3 in r); attempt(lambda: r.index(4))
    it = iter(r); out = []
    for _ in range(4):
        out.append(next(it, None))
    print(out, [next(i, None) for i in [reversed(r)] for _ in range(3)])
# expect: range(0, 5) True 0 5 1 True
# expect: 5
# expect: 0
# expect: 4
# expect: 2
# expect: range(1, 5)
# expect: range(4, -1, -1)
# expect: range(1, 4, 2)
# expect: 1
# expect: 1
# expect: True
# expect: 4
# expect: [0, 1, 2, 3] [4, 3, 2]
# expect: range(1, 10, 3) True 1 10 3 True
# expect: 3
# expect: 1
# expect: 7
# expect: 7
# expect: range(4, 10, 3)
# expect: range(7, -2, -3)
# expect: range(4, 7, 6)
# expect: 1
# expect: 1
# expect: False
# expect: 1
# expect: [1, 4, 7, None] [7, 4, 1]
# expect: range(10, 0, -2) True 10 0 -2 True
# expect: 5
# expect: 10
# expect: 2
# expect: 6
# expect: range(8, 0, -2)
# expect: range(2, 12, 2)
# expect: range(8, 2, -4)
# expect: 1
# expect: 1
# expect: False
# expect: 3
# expect: [10, 8, 6, 4] [2, 4, 6]
# expect: range(0, 0) False 0 0 1 True
# expect: 0
# expect: IndexError range object index out of range
# expect: IndexError range object index out of range
# expect: IndexError range object index out of range
# expect: range(0, 0)
# expect: range(-1, -1, -1)
# expect: range(0, 0, 2)
# expect: IndexError range object index out of range
# expect: IndexError range object index out of range
# expect: False
# expect: ValueError 4 is not in range
# expect: [None, None, None, None] [None, None, None]
# expect: range(5, 5) False 5 5 1 True
# expect: 0
# expect: IndexError range object index out of range
# expect: IndexError range object index out of range
# expect: IndexError range object index out of range
# expect: range(5, 5)
# expect: range(4, 4, -1)
# expect: range(5, 5, 2)
# expect: IndexError range object index out of range
# expect: IndexError range object index out of range
# expect: False
# expect: ValueError 4 is not in range
# expect: [None, None, None, None] [None, None, None]
# expect: range(-3, 3) True -3 3 1 True
# expect: 6
# expect: -3
# expect: 2
# expect: -1
# expect: range(-2, 3)
# expect: range(2, -4, -1)
# expect: range(-2, 2, 2)
# expect: 1
# expect: 1
# expect: False
# expect: ValueError 4 is not in range
# expect: [-3, -2, -1, 0] [2, 1, 0]
# expect: range(0, 1180591620717411303424) True 0 1180591620717411303424 1 True
# expect: OverflowError Python int too large to convert to C ssize_t
# expect: 0
# expect: 1180591620717411303423
# expect: 2
# expect: range(1, 1180591620717411303424)
# expect: range(1180591620717411303423, -1, -1)
# expect: range(1, 1180591620717411303423, 2)
# expect: 1
# expect: 1
# expect: True
# expect: 4
# expect: [0, 1, 2, 3] [1180591620717411303423, 1180591620717411303422, 1180591620717411303421]
# expect: range(1180591620717411303424, 1180591620717411303429) True 1180591620717411303424 1180591620717411303429 1 True
# expect: 5
# expect: 1180591620717411303424
# expect: 1180591620717411303428
# expect: 1180591620717411303426
# expect: range(1180591620717411303425, 1180591620717411303429)
# expect: range(1180591620717411303428, 1180591620717411303423, -1)
# expect: range(1180591620717411303425, 1180591620717411303428, 2)
# expect: 1
# expect: 1
# expect: False
# expect: ValueError 4 is not in range
# expect: [1180591620717411303424, 1180591620717411303425, 1180591620717411303426, 1180591620717411303427] [1180591620717411303428, 1180591620717411303427, 1180591620717411303426]
# expect: range(0, 1180591620717411303424, 295147905179352825856) True 0 1180591620717411303424 295147905179352825856 True
# expect: 4
# expect: 0
# expect: 885443715538058477568
# expect: 590295810358705651712
# expect: range(295147905179352825856, 1180591620717411303424, 295147905179352825856)
# expect: range(885443715538058477568, -295147905179352825856, -295147905179352825856)
# expect: range(295147905179352825856, 885443715538058477568, 590295810358705651712)
# expect: 1
# expect: 1
# expect: False
# expect: ValueError 4 is not in range
# expect: [0, 295147905179352825856, 590295810358705651712, 885443715538058477568] [885443715538058477568, 590295810358705651712, 295147905179352825856]
# expect: range(100000000000000000000, 0, -10000000000000000000) True 100000000000000000000 0 -10000000000000000000 True
# expect: 10
# expect: 100000000000000000000
# expect: 10000000000000000000
# expect: 80000000000000000000
# expect: range(90000000000000000000, 0, -10000000000000000000)
# expect: range(10000000000000000000, 110000000000000000000, 10000000000000000000)
# expect: range(90000000000000000000, 10000000000000000000, -20000000000000000000)
# expect: 1
# expect: 1
# expect: False
# expect: ValueError 4 is not in range
# expect: [100000000000000000000, 90000000000000000000, 80000000000000000000, 70000000000000000000] [10000000000000000000, 20000000000000000000, 30000000000000000000]
# expect: range(-9223372036854775808, 9223372036854775807) True -9223372036854775808 9223372036854775807 1 True
# expect: OverflowError Python int too large to convert to C ssize_t
# expect: -9223372036854775808
# expect: 9223372036854775806
# expect: -9223372036854775806
# expect: range(-9223372036854775807, 9223372036854775807)
# expect: range(9223372036854775806, -9223372036854775809, -1)
# expect: range(-9223372036854775807, 9223372036854775806, 2)
# expect: 1
# expect: 1
# expect: True
# expect: 9223372036854775812
# expect: [-9223372036854775808, -9223372036854775807, -9223372036854775806, -9223372036854775805] [9223372036854775806, 9223372036854775805, 9223372036854775804]
# expect: range(9223372036854775805, 9223372036854775807) True 9223372036854775805 9223372036854775807 1 True
# expect: 2
# expect: 9223372036854775805
# expect: 9223372036854775806
# expect: IndexError range object index out of range
# expect: range(9223372036854775806, 9223372036854775807)
# expect: range(9223372036854775806, 9223372036854775804, -1)
# expect: range(9223372036854775806, 9223372036854775806, 2)
# expect: 1
# expect: 1
# expect: False
# expect: ValueError 4 is not in range
# expect: [9223372036854775805, 9223372036854775806, None, None] [9223372036854775806, 9223372036854775805, None]
print(range(5) == range(0, 5, 1))  # expect: True
print(range(0) == range(3, 3))  # expect: True
print(range(0, 3, 2) == range(0, 4, 2))  # expect: True
print(range(1, 2, 5) == range(1, 2, 7))  # expect: True
print(range(3) != range(4))  # expect: True
attempt(lambda: range())  # expect: TypeError range expected at least 1 argument, got 0
attempt(lambda: range(1,2,3,4))  # expect: TypeError range expected at most 3 arguments, got 4
attempt(lambda: range('a'))  # expect: TypeError 'str' object cannot be interpreted as an integer
attempt(lambda: range(1.5))  # expect: TypeError 'float' object cannot be interpreted as an integer
attempt(lambda: range(1,2,0))  # expect: ValueError range() arg 3 must not be zero
attempt(lambda: range(x=1))  # expect: TypeError range() takes no keyword arguments
attempt(lambda: range(3)['a'])  # expect: TypeError range indices must be integers or slices, not str
attempt(lambda: range(3)[5])  # expect: IndexError range object index out of range
attempt(lambda: range(3) < range(4))  # expect: TypeError '<' not supported between instances of 'range' and 'range'
def f(): range(3).start = 1
attempt(f)  # expect: AttributeError readonly attribute
print(hash(range(5)))  # expect: 5795932985296280846
print(hash(range(2, 9, 3)) == hash(range(2, 10, 3)))  # expect: True
print('a' in range(3))  # expect: False
print(1.0 in range(3))  # expect: True
print(1.5 in range(3))  # expect: False
print(True in range(3))  # expect: True
print(range(3).count(1.0))  # expect: 1
print(range(3).index(True))  # expect: 1
attempt(lambda: range(3).index(1.5))  # expect: ValueError sequence.index(x): x not in sequence
attempt(lambda: range(3).index('a'))  # expect: ValueError sequence.index(x): x not in sequence
print(list(range(3)))  # expect: [0, 1, 2]
print(list(range(3, 0, -1)))  # expect: [3, 2, 1]
print(sum(range(101)))  # expect: 5050
print(max(range(5)))  # expect: 4
print(sorted(range(3), reverse=True))  # expect: [2, 1, 0]
print(tuple(range(4)))  # expect: (0, 1, 2, 3)
print([i for i in range(0, 10, 4)])  # expect: [0, 4, 8]
it = iter(range(10))
next(it)
print(it.__length_hint__())  # expect: 9
print(it.__reduce__()[1])  # expect: (range(0, 10),)
print(list(it))  # expect: [1, 2, 3, 4, 5, 6, 7, 8, 9]
print(type(it).__name__)  # expect: range_iterator
print(type(iter(range(2 ** 70))).__name__)  # expect: longrange_iterator
it = iter(range(2**70, 2**70+3))
next(it)
print(it.__length_hint__())  # expect: 2
print(it.__reduce__()[1])  # expect: (range(1180591620717411303424, 1180591620717411303427),)
print(list(it))  # expect: [1180591620717411303425, 1180591620717411303426]
it = iter(range(10))
it.__setstate__(4)
print(list(it))  # expect: [4, 5, 6, 7, 8, 9]
class I:
    def __index__(s): return 4
print(list(range(I())))  # expect: [0, 1, 2, 3]
print(range(I(), 8))  # expect: range(4, 8)
print(range(10)[I()])  # expect: 4
print(range(10)[I():])  # expect: range(4, 10)
class BI(int): pass
print(list(range(BI(3))))  # expect: [0, 1, 2]
print(range(True))  # expect: range(0, 1)
print(slice(1))  # expect: slice(None, 1, None)
print(slice(1, 2))  # expect: slice(1, 2, None)
print(slice(1, 2, 3))  # expect: slice(1, 2, 3)
print(slice(None))  # expect: slice(None, None, None)
print(slice(1, 10, 2).indices(7))  # expect: (1, 7, 2)
print(slice(None, None, -1).indices(5))  # expect: (4, -1, -1)
print(slice(-100, 100).indices(5))  # expect: (0, 5, 1)
print(slice(2 ** 70).indices(2 ** 80))  # expect: (0, 1180591620717411303424, 1)
attempt(lambda: slice())  # expect: TypeError slice expected at least 1 argument, got 0
attempt(lambda: slice(1,2,3,4))  # expect: TypeError slice expected at most 3 arguments, got 4
attempt(lambda: slice('a').indices(3))  # expect: TypeError slice indices must be integers or None or have an __index__ method
attempt(lambda: slice(1,2,0).indices(3))  # expect: ValueError slice step cannot be zero
attempt(lambda: slice(1).indices(-1))  # expect: ValueError length should not be negative
attempt(lambda: hash(slice(1)))  # expect: TypeError unhashable type: 'slice'
attempt(lambda: slice(1,2)==slice(1,2))  # expect: True
attempt(lambda: slice(1,2)<slice(1,3))  # expect: True
attempt(lambda: slice(1).x)  # expect: AttributeError 'slice' object has no attribute 'x'
s = slice(1,2,3)
print(s.start)  # expect: 1
print(s.stop)  # expect: 2
print(s.step)  # expect: 3
print(s.__reduce__())  # expect: (<class 'slice'>, (1, 2, 3))
def f(): s.start = 5
attempt(f)  # expect: AttributeError readonly attribute
print([0, 1, 2, 3][slice(1, 3)])  # expect: [1, 2]
print('abcdef'[slice(None, None, 2)])  # expect: ace
print(list(enumerate('abc')))  # expect: [(0, 'a'), (1, 'b'), (2, 'c')]
print(list(enumerate('ab', 10)))  # expect: [(10, 'a'), (11, 'b')]
print(list(enumerate('ab', start=2 ** 63 - 1)))  # expect: [(9223372036854775807, 'a'), (9223372036854775808, 'b')]
print(list(reversed('abc')))  # expect: ['c', 'b', 'a']
print(list(reversed((1, 2))))  # expect: [2, 1]
print(list(reversed(range(3))))  # expect: [2, 1, 0]
class Sq:
    def __len__(s): return 3
    def __getitem__(s,i):
        if i>=3: raise IndexError
        return i*i
print(list(Sq()))  # expect: [0, 1, 4]
print(list(reversed(Sq())))  # expect: [4, 1, 0]
print(list(iter(Sq())))  # expect: [0, 1, 4]
print(iter(Sq()).__length_hint__())  # expect: 3
print(4 in Sq())  # expect: True
for s in ["zip(1)","zip([1],2)","enumerate()","enumerate(1)","enumerate([],1,2)","enumerate([],foo=1)","enumerate([], start='a')","map()","map(1)","map(1,2)","map(len,[1],x=1)","filter()","filter(1)","filter(None,1)","filter(None,[1],x=2)","reversed()","reversed(1)","reversed([],x=1)","zip([1],foo=1)","list(zip([1],[1,2],strict=True))","list(zip([1,2],[1],strict=True))","list(zip([1],[1],[1,2],strict=True))","list(zip([1,2],[1,2],[1],strict=True))","list(zip([1],[1],[],strict=1))","reversed({1})","filter(len,[1],3)", "list(map(str, [1,2]))", "list(map(lambda *a: a, [1,2],[3,4],[5,6]))", "list(zip())", "list(zip([1],[2],[3]))","list(filter(lambda x: x>1,[1,2,3]))", "list(map(None,[1]))"]:
    attempt(lambda: eval(s))
# expect: TypeError 'int' object is not iterable
# expect: TypeError 'int' object is not iterable
# expect: TypeError enumerate() missing required argument 'iterable'
# expect: TypeError 'int' object is not iterable
# expect: TypeError enumerate() takes at most 2 arguments (3 given)
# expect: TypeError 'foo' is an invalid keyword argument for enumerate()
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: TypeError map() must have at least two arguments.
# expect: TypeError map() must have at least two arguments.
# expect: TypeError 'int' object is not iterable
# expect: TypeError map() takes no keyword arguments
# expect: TypeError filter expected 2 arguments, got 0
# expect: TypeError filter expected 2 arguments, got 1
# expect: TypeError 'int' object is not iterable
# expect: TypeError filter() takes no keyword arguments
# expect: TypeError reversed expected 1 argument, got 0
# expect: TypeError 'int' object is not reversible
# expect: TypeError reversed() takes no keyword arguments
# expect: TypeError 'foo' is an invalid keyword argument for zip()
# expect: ValueError zip() argument 2 is longer than argument 1
# expect: ValueError zip() argument 2 is shorter than argument 1
# expect: ValueError zip() argument 3 is longer than arguments 1-2
# expect: ValueError zip() argument 3 is shorter than arguments 1-2
# expect: ValueError zip() argument 3 is shorter than arguments 1-2
# expect: TypeError 'set' object is not reversible
# expect: TypeError filter expected 2 arguments, got 3
# expect: ['1', '2']
# expect: [(1, 3, 5), (2, 4, 6)]
# expect: []
# expect: [(1, 2, 3)]
# expect: [2, 3]
# expect: TypeError 'NoneType' object is not callable
c = 0
def cnt():
    global c
    c += 1
    return c
print(list(iter(cnt, 5)))  # expect: [1, 2, 3, 4]
print(c)  # expect: 5
it = iter(lambda: 3, 3)
print(list(it))  # expect: []
print(list(it))  # expect: []
attempt(lambda: iter(3, 4))  # expect: TypeError iter(v, w): v must be callable
attempt(lambda: iter(3))  # expect: TypeError 'int' object is not iterable
attempt(lambda: next(iter([])))  # expect: StopIteration 
print(next(iter([]), 'd'))  # expect: d
