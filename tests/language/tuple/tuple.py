# tuple: items, comparison, hash, errors
def attempt(f, *a):
    try:
        print(f(*a))
    except Exception as e:
        print(type(e).__name__, e)
a = (1,2,3)
print(a)  # expect: (1, 2, 3)
print((1,))  # expect: (1,)
print(())  # expect: ()
print(a[0])  # expect: 1
print(a[-1])  # expect: 3
print(a[1:])  # expect: (2, 3)
print(a[::-1])  # expect: (3, 2, 1)
print(a + (4,))  # expect: (1, 2, 3, 4)
print(a * 2)  # expect: (1, 2, 3, 1, 2, 3)
print(2 * a)  # expect: (1, 2, 3, 1, 2, 3)
print(len(a))  # expect: 3
print(2 in a)  # expect: True
print(a.index(2))  # expect: 1
print(a.count(1))  # expect: 1
print(hash(a))  # expect: 529344067295497451
print(hash(()))  # expect: 5740354900026072187
print(hash((1,)))  # expect: -6644214454873602895
print(hash((1, (2, 3))))  # expect: 7267574591690527098
attempt(lambda: a[5])  # expect: IndexError tuple index out of range
attempt(lambda: a['x'])  # expect: TypeError tuple indices must be integers or slices, not str
attempt(lambda: a+[1])  # expect: TypeError can only concatenate tuple (not "list") to tuple
attempt(lambda: a.index(9))  # expect: ValueError tuple.index(x): x not in tuple
attempt(lambda: tuple(1))  # expect: TypeError 'int' object is not iterable
attempt(lambda: tuple(1,2))  # expect: TypeError tuple expected at most 1 argument, got 2
attempt(lambda: tuple(x=1))  # expect: TypeError tuple() takes no keyword arguments
attempt(lambda: hash(([],)))  # expect: TypeError unhashable type: 'list'
def f(): a[0]=1
attempt(f)  # expect: TypeError 'tuple' object does not support item assignment
print(tuple([1, 2]))  # expect: (1, 2)
print(tuple('abc'))  # expect: ('a', 'b', 'c')
print(tuple(range(3)))  # expect: (0, 1, 2)
print(tuple(a) is a)  # expect: True
print(tuple({1: 2}))  # expect: (1,)
print(tuple((x for x in range(30))))  # expect: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29)
print((1, 2) < (1, 3))  # expect: True
print((1,) < (1, 2))  # expect: True
print((2,) > (1, 5))  # expect: True
print((1, 2) == (1, 2.0))  # expect: True
print(() == ())  # expect: True
print((1, 2) != (1, 2))  # expect: False
attempt(lambda: (1,)<('a',))  # expect: TypeError '<' not supported between instances of 'int' and 'str'
attempt(lambda: (1,) < 3)  # expect: TypeError '<' not supported between instances of 'tuple' and 'int'
x = ([],)
x[0].append(x)
print(x)  # expect: ([(...)],)
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
print(T(1, 2))  # expect: (1, 2)
print(type(T(1, 2) + T(3)).__name__)  # expect: tuple
print(T(1, 2)[0])  # expect: 1
print(T())  # expect: ()
print(T(1) * 2)  # expect: (1, 1)
print(T(1, 2)[:])  # expect: (1, 2)
it = iter((1,2,3))
next(it)
print(it.__length_hint__())  # expect: 2
print(it.__reduce__()[1:])  # expect: (((1, 2, 3),), 1)
print(list(it))  # expect: [2, 3]
print((1, 2, 3).__getnewargs__())  # expect: ((1, 2, 3),)
print(((1, 2), (3,)))  # expect: ((1, 2), (3,))
print((1, 2, 3)[0:10:2])  # expect: (1, 3)
n = ()
for i in range(100000): n = (n,)
del n
b, *c, d = (1,2,3,4,5)
print(b)  # expect: 1
print(c)  # expect: [2, 3, 4]
print(d)  # expect: 5
def g(*args): return args
print(g())  # expect: ()
print(g(1))  # expect: (1,)
print(g(*[1, 2], 3))  # expect: (1, 2, 3)
print(*(i for i in range(3)), (1,2)[-2], (None, True, 'x', b'y', 1.5, 2j))  # expect: 0 1 2 1 (None, True, 'x', b'y', 1.5, 2j)
attempt(lambda: ().index(1))  # expect: ValueError tuple.index(x): x not in tuple
print((1, 2, 1).count(1))  # expect: 2
print((1, 2, 3, 2).index(2, 2))  # expect: 3
attempt(lambda: (1,2).index(1,1,2))  # expect: ValueError tuple.index(x): x not in tuple
print(sorted([(2, 1), (1, 2)]))  # expect: [(1, 2), (2, 1)]
print(max((1, 2), (1, 3)))  # expect: (1, 3)
print((1, 2, 3) > (1, 2))  # expect: True
