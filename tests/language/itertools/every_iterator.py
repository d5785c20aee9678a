# itertools, heapq, bisect, operator
def attempt(f, *a):
    try:
        print(f(*a))
    except Exception as e:
        print(type(e).__name__, e)
from itertools import *
import operator
L = list
print(L(islice(count(3), 4)))  # expect: [3, 4, 5, 6]
print(L(islice(count(1.5, 0.5), 3)))  # expect: [1.5, 2.0, 2.5]
print(count())  # expect: count(0)
print(count(3))  # expect: count(3)
print(count(3, 2))  # expect: count(3, 2)
print(L(islice(count(2 ** 63 - 2), 4)))  # expect: [9223372036854775806, 9223372036854775807, 9223372036854775808, 9223372036854775809]
print(L(islice(count(0, -1), 3)))  # expect: [0, -1, -2]
print(L(islice(cycle('ab'), 5)))  # expect: ['a', 'b', 'a', 'b', 'a']
print(repeat(3))  # expect: repeat(3)
print(repeat('x', 2))  # expect: repeat('x', 2)
print(L(repeat(1, 3)))  # expect: [1, 1, 1]
print(L(repeat(1, -2)))  # expect: []
print(L(chain('ab', [1], ())))  # expect: ['a', 'b', 1]
print(L(chain.from_iterable(['ab', 'c'])))  # expect: ['a', 'b', 'c']
print(L(chain()))  # expect: []
print(L(compress('abcdef', [1, 0, 1, 0, 1])))  # expect: ['a', 'c', 'e']
print(L(dropwhile(lambda x: x < 3, [1, 2, 3, 1])))  # expect: [3, 1]
print(L(takewhile(lambda x: x < 3, [1, 2, 3, 1])))  # expect: [1, 2]
print(L(filterfalse(lambda x: x % 2, range(6))))  # expect: [0, 2, 4]
print(L(filterfalse(None, [0, 1, 2])))  # expect: [0]
print(L(islice('abcdefg', 2)))  # expect: ['a', 'b']
print(L(islice('abcdefg', 2, 4)))  # expect: ['c', 'd']
print(L(islice('abcdefg', 2, None)))  # expect: ['c', 'd', 'e', 'f', 'g']
print(L(islice('abcdefg', 0, None, 2)))  # expect: ['a', 'c', 'e', 'g']
print(L(islice('abc', 0)))  # expect: []
it = iter(range(10))
print(L(islice(it, 3, 3)))  # expect: []
print(L(it))  # expect: [3, 4, 5, 6, 7, 8, 9]
it = iter(range(10))
print(L(islice(it, 1, 5, 3)))  # expect: [1, 4]
print(L(it))  # expect: [5, 6, 7, 8, 9]
attempt(lambda: islice('a',-1))  # expect: ValueError Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
attempt(lambda: islice('a',1,-1))  # expect: ValueError Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
attempt(lambda: islice('a',0,1,0))  # expect: ValueError Step for islice() must be a positive integer or None.
attempt(lambda: islice('a'))  # expect: TypeError islice expected at least 2 arguments, got 1
attempt(lambda: islice('a','b'))  # expect: ValueError Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
attempt(lambda: islice('abc',1,'x'))  # expect: ValueError Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
print(L(accumulate([1, 2, 3])))  # expect: [1, 3, 6]
print(L(accumulate([1, 2, 3], operator.mul)))  # expect: [1, 2, 6]
print(L(accumulate([1, 2], initial=10)))  # expect: [10, 11, 13]
print(L(accumulate([])))  # expect: []
print(L(accumulate([], initial=5)))  # expect: [5]
print(L(pairwise('abcd')))  # expect: [('a', 'b'), ('b', 'c'), ('c', 'd')]
print(L(pairwise('a')))  # expect: []
print(L(starmap(pow, [(2, 3), (3, 2)])))  # expect: [8, 9]
print(L(starmap(pow, [[2, 3]])))  # expect: [8]
print([(k, L(g)) for k, g in groupby('aabbbc')])  # expect: [('a', ['a', 'a']), ('b', ['b', 'b', 'b']), ('c', ['c'])]
print([(k, L(g)) for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)])  # expect: [(1, [1, 3]), (0, [2, 4]), (1, [5])]
print([k for k, g in groupby('aab')])  # expect: ['a', 'b']
g = groupby('aabb')
k, gg = next(g)
next(g)
print(L(gg))  # expect: []
a,b,c = tee('abc',3)
print(next(a))  # expect: a
print(L(b))  # expect: ['a', 'b', 'c']
print(L(a))  # expect: ['b', 'c']
print(L(c))  # expect: ['a', 'b', 'c']
attempt(lambda: tee('a',-1))  # expect: ValueError n must be >= 0
print(tee([],0))  # expect: ()
x,y = tee(range(200))
print(sum(x))  # expect: 19900
print(sum(y))  # expect: 19900
print(L(zip_longest('ab', [1], fillvalue='-')))  # expect: [('a', 1), ('b', '-')]
print(L(zip_longest('ab', range(3))))  # expect: [('a', 0), ('b', 1), (None, 2)]
print(L(zip_longest()))  # expect: []
attempt(lambda: zip_longest(x=1))  # expect: TypeError zip_longest() got an unexpected keyword argument
print(L(product('ab', [1, 2])))  # expect: [('a', 1), ('a', 2), ('b', 1), ('b', 2)]
print(L(product('ab', repeat=2)))  # expect: [('a', 'a'), ('a', 'b'), ('b', 'a'), ('b', 'b')]
print(L(product()))  # expect: [()]
print(L(product('ab', [])))  # expect: []
print(len(L(product(range(3), repeat=4))))  # expect: 81
print(L(permutations('abc')))  # expect: [('a', 'b', 'c'), ('a', 'c', 'b'), ('b', 'a', 'c'), ('b', 'c', 'a'), ('c', 'a', 'b'), ('c', 'b', 'a')]
print(L(permutations('abc', 2)))  # expect: [('a', 'b'), ('a', 'c'), ('b', 'a'), ('b', 'c'), ('c', 'a'), ('c', 'b')]
print(L(permutations('ab', 3)))  # expect: []
print(L(permutations('', 0)))  # expect: [()]
print(len(L(permutations(range(6)))))  # expect: 720
print(L(combinations('abcd', 2)))  # expect: [('a', 'b'), ('a', 'c'), ('a', 'd'), ('b', 'c'), ('b', 'd'), ('c', 'd')]
print(L(combinations('ab', 3)))  # expect: []
print(L(combinations('abc', 0)))  # expect: [()]
print(L(combinations_with_replacement('abc', 2)))  # expect: [('a', 'a'), ('a', 'b'), ('a', 'c'), ('b', 'b'), ('b', 'c'), ('c', 'c')]
print(L(combinations_with_replacement('', 2)))  # expect: []
print(L(combinations_with_replacement('a', 0)))  # expect: [()]
attempt(lambda: combinations('a',-1))  # expect: ValueError r must be non-negative
attempt(lambda: permutations('a','b'))  # expect: TypeError Expected int as r
attempt(lambda: product(repeat=-1))  # expect: ValueError repeat argument cannot be negative
attempt(lambda: combinations('abc'))  # expect: TypeError combinations() missing required argument 'r' (pos 2)
attempt(lambda: accumulate())  # expect: TypeError accumulate() missing required argument 'iterable' (pos 1)
attempt(lambda: count('a'))  # expect: TypeError a number is required
attempt(lambda: repeat())  # expect: TypeError repeat() missing required argument 'object' (pos 1)
attempt(lambda: cycle())  # expect: TypeError cycle expected 1 argument, got 0
attempt(lambda: cycle(3))  # expect: TypeError 'int' object is not iterable
attempt(lambda: next(chain(3)))  # expect: TypeError 'int' object is not iterable
attempt(lambda: groupby(3))  # expect: TypeError 'int' object is not iterable
attempt(lambda: takewhile(1))  # expect: TypeError takewhile expected 2 arguments, got 1
attempt(lambda: pairwise(1,2))  # expect: TypeError pairwise expected 1 argument, got 2
p = permutations('abc')
next(p)
next(p)
r = p.__reduce__()
q = r[0](*r[1])
q.__setstate__(r[2])
print(L(q) == L(p))  # expect: True
p = product('ab','cd')
next(p)
r = p.__reduce__()
q = r[0](*r[1])
q.__setstate__(r[2])
print(L(q) == L(p))  # expect: True
p = combinations('abcd',2)
next(p)
r = p.__reduce__()
q = r[0](*r[1])
q.__setstate__(r[2])
print(L(q) == L(p))  # expect: True
import copy
for mk in (lambda: count(3), lambda: cycle('abc'), lambda: repeat(1,5), lambda: chain('ab','cd'), lambda: islice('abcdef',1,5), lambda: accumulate([1,2,3,4]), lambda: zip_longest('abc','d'), lambda: takewhile(lambda x: True, [1,2,3]), lambda: groupby('aabbc'), lambda: compress('abc',[1,1,1])):
    o = mk(); next(o)
    try:
        c = copy.copy(o); print(type(c).__name__)
    except Exception as e: print(type(e), e)
# expect: count
# expect: cycle
# expect: repeat
# expect: chain
# expect: islice
# expect: accumulate
# expect: zip_longest
# expect: takewhile
# expect: groupby
# expect: compress
o = cycle('abc')
next(o)
c = copy.deepcopy(o)
print(L(islice(c,7)))  # expect: ['b', 'c', 'a', 'b', 'c', 'a', 'b']
print(repeat(1,3).__length_hint__())  # expect: 3
attempt(lambda: repeat(1).__length_hint__())  # expect: TypeError len() of unsized object
def bad():
    yield 1
    raise ValueError('bad')
for f in (lambda: chain(bad()), lambda: islice(bad(),5), lambda: cycle(bad()), lambda: accumulate(bad()), lambda: zip_longest(bad(),[1,2,3]), lambda: pairwise(bad()), lambda: groupby(bad()), lambda: tee(bad())[0], lambda: product(bad()), lambda: starmap(max,bad()), lambda: compress(bad(),[1,1]), lambda: dropwhile(lambda x:x, bad())):
    attempt(lambda: L(f()))
# expect: ValueError bad
# expect: ValueError bad
# expect: ValueError bad
# expect: ValueError bad
# expect: ValueError bad
# expect: ValueError bad
# expect: ValueError bad
# expect: ValueError bad
# expect: ValueError bad
# expect: TypeError 'int' object is not iterable
# expect: ValueError bad
# expect: ValueError bad
import heapq, bisect
h=[5,3,8,1]
heapq.heapify(h)
print(h)  # expect: [1, 3, 8, 5]
heapq.heappush(h,0)
print([heapq.heappop(h) for _ in range(5)])  # expect: [0, 1, 3, 5, 8]
attempt(lambda: heapq.heappop([]))  # expect: IndexError index out of range
attempt(lambda: heapq.heappush(1,2))  # expect: TypeError heappush() argument 1 must be list, not int
print(heapq.nlargest(2, [1, 5, 3, 9]))  # expect: [9, 5]
print(heapq.nsmallest(2, [4, 1, 7]))  # expect: [1, 4]
print(L(heapq.merge([1, 4], [2, 3])))  # expect: [1, 2, 3, 4]
print(heapq.heapreplace([1, 2, 3], 5))  # expect: 1
print(heapq.heappushpop([1, 2], 0))  # expect: 0
print(heapq.nlargest(3, range(10), key=lambda x: -x))  # expect: [0, 1, 2]
print(L(heapq.merge([4, 1], [3, 2], reverse=True)))  # expect: [4, 3, 2, 1]
print(heapq.nsmallest(1, [3, 1]))  # expect: [1]
print(heapq.nlargest(20, 'hello'))  # expect: ['o', 'l', 'l', 'h', 'e']
print(bisect.bisect([1, 2, 2, 3], 2))  # expect: 3
print(bisect.bisect_left([1, 2, 2, 3], 2))  # expect: 1
print(bisect.bisect([1, 2], 5, lo=1))  # expect: 2
print(bisect.bisect([(1, 'a'), (2, 'b')], 2, key=lambda p: p[0]))  # expect: 2
b=[1,3]
bisect.insort(b,2)
print(b)  # expect: [1, 2, 3]
attempt(lambda: bisect.bisect([1],1,lo=-1))  # expect: ValueError lo must be non-negative
attempt(lambda: bisect.bisect([1]))  # expect: TypeError bisect_right() missing required argument 'x' (pos 2)
from operator import *
for s in ["attrgetter()","attrgetter(1)","attrgetter('a',x=1)","itemgetter()","itemgetter(1)()","itemgetter(1,x=2)","itemgetter(1)([1,2],3)","methodcaller()","methodcaller(1)","methodcaller('a')()","attrgetter('a.b')","itemgetter(1,2)","methodcaller('a',1,x=2)","countOf(3,1)","indexOf([1],2)","concat(1,2)","concat([1],[2])","iconcat(1,2)","length_hint(3)","length_hint([1,2])","length_hint([],'a')","call()","call(max,1,2)","contains([1],1)","attrgetter('real.imag')(3)","itemgetter(1,-1)('abc')","methodcaller('upper')('x')","add(1,2)","truediv(1,2)","not_(1)","index(True)","lt(1,2)","is_(None,None)","pow(2,10)","setitem([1],0,2)","neg(3)","invert(5)","matmul(1,2)","itemgetter(slice(1,3))('abcd')"]: attempt(lambda: eval(s))
# expect: TypeError attrgetter expected 1 argument, got 0
# expect: TypeError attribute name must be a string
# expect: TypeError attrgetter() takes no keyword arguments
# expect: TypeError itemgetter expected 1 argument, got 0
# expect: TypeError itemgetter expected 1 argument, got 0
# expect: TypeError itemgetter() takes no keyword arguments
# expect: TypeError itemgetter expected 1 argument, got 2
# expect: TypeError methodcaller needs at least one argument, the method name
# expect: TypeError method name must be a string
# expect: TypeError methodcaller expected 1 argument, got 0
# expect: operator.attrgetter('a.b')
# expect: operator.itemgetter(1, 2)
# expect: operator.methodcaller('a', 1, x=2)
# expect: TypeError argument of type 'int' is not iterable
# expect: ValueError sequence.index(x): x not in sequence
# expect: TypeError 'int' object can't be concatenated
# expect: [1, 2]
# expect: TypeError 'int' object can't be concatenated
# expect: 0
# expect: 2
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: TypeError call expected at least 1 argument, got 0
# expect: 2
# expect: True
# expect: 0
# expect: ('b', 'c')
# expect: X
# expect: 3
# expect: 0.5
# expect: False
# expect: 1
# expect: True
# expect: True
# expect: 1024
# expect: None
# expect: -3
# expect: -6
# expect: TypeError unsupported operand type(s) for @: 'int' and 'int'
# expect: bc
