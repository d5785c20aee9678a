# Arguments to parameters, in every shape.
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw

print(f(1, d=4))                        # expect: (1, 2, 3, (), 4, 5, {})
print(f(1, 2, 3, 4, 5, d=6, x=7))       # expect: (1, 2, 3, (4, 5), 6, 5, {'x': 7})
print(f(1, d=4, a=9, b=8))              # expect: (1, 2, 3, (), 4, 5, {'a': 9, 'b': 8})
print(f(*(1, 2), **{"d": 3, "c": 4}))   # expect: (1, 2, 4, (), 3, 5, {})
print(f(*[1], *[2, 3], d=0, **{}))      # expect: (1, 2, 3, (), 0, 5, {})


def check(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except TypeError as e:
        print(e)
    else:
        print("no error")


def none(): pass
def one(a): pass
def two(a, b): pass
def three(a, b, c): pass
def opt(a, b=1): pass
def kwonly(*, k): pass
def kw2(*, k, l, m=1): pass
def pos(a, b, /): pass

check(one)                   # expect: one() missing 1 required positional argument: 'a'
check(two)                   # expect: two() missing 2 required positional arguments: 'a' and 'b'
check(three)                 # expect: three() missing 3 required positional arguments: 'a', 'b', and 'c'
check(none, 1)               # expect: none() takes 0 positional arguments but 1 was given
check(one, 1, 2)             # expect: one() takes 1 positional argument but 2 were given
check(opt, 1, 2, 3)          # expect: opt() takes from 1 to 2 positional arguments but 3 were given
check(kwonly)                # expect: kwonly() missing 1 required keyword-only argument: 'k'
check(kw2)                   # expect: kw2() missing 2 required keyword-only arguments: 'k' and 'l'
check(kwonly, 1, k=2)        # expect: kwonly() takes 0 positional arguments but 1 positional argument (and 1 keyword-only argument) were given
check(one, 1, a=2)           # expect: one() got multiple values for argument 'a'
check(one, b=2)              # expect: one() got an unexpected keyword argument 'b'
check(pos, 1, b=2)           # expect: pos() got some positional-only arguments passed as keyword arguments: 'b'
check(pos, a=1, b=2)         # expect: pos() got some positional-only arguments passed as keyword arguments: 'a, b'


class C:
    def m(self, x): return x
    @classmethod
    def c(cls, x): return cls.__name__, x
    @staticmethod
    def s(x): return x

check(C().m)                 # expect: C.m() missing 1 required positional argument: 'x'
check(C().m, 1, 2)           # expect: C.m() takes 2 positional arguments but 3 were given
check(C, 1)                  # expect: C() takes no arguments
print(C().m(1), C().c(2), C.c(3), C.s(4), C().s(5))  # expect: 1 ('C', 2) ('C', 3) 4 5

try:
    one(*1)
except TypeError as e:
    print(e)                 # expect: __main__.one() argument after * must be an iterable, not int
try:
    one(**1)
except TypeError as e:
    print(e)                 # expect: __main__.one() argument after ** must be a mapping, not int
try:
    one(**{"a": 1}, **{"a": 2})
except TypeError as e:
    print(e)                 # expect: __main__.one() got multiple values for keyword argument 'a'
try:
    one(**{1: 2})
except TypeError as e:
    print(e)                 # expect: keywords must be strings
try:
    (3)(4)
except TypeError as e:
    print(e)                 # expect: 'int' object is not callable
