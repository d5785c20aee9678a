def show(e, depth=0):
    while e is not None:
        print(' ' * depth, repr(e), '| cause', repr(e.__cause__), '| suppress', e.__suppress_context__)
        e = e.__context__; depth += 1
        if depth > 6: print('ring'); break
try:
    try:
        try: raise ValueError(1)
        except ValueError: raise KeyError(2)
    except KeyError: raise TypeError(3) from OSError(4)
except TypeError as e: show(e)
a, b, c = ValueError('a'), ValueError('b'), ValueError('c')
try:
    try:
        try: raise a
        except ValueError: raise b
    except ValueError: raise a      # a is below b: the link is cut
except ValueError as e: show(e)
a.__context__ = a
try:
    try: raise a
    except ValueError: raise c
except ValueError as e: show(e)
def g():
    try: yield 1
    except ValueError as e:
        try: raise KeyError('in generator')
        except KeyError as k: show(k)
        yield 2
it = g(); next(it); it.throw(ValueError('thrown'))
try: raise ValueError from None
except ValueError as e: show(e)
try:
    try: 1/0
    finally: raise KeyError('finally')
except KeyError as e: show(e)
class Bad(Exception):
    def __init__(self, *a): raise RuntimeError('init')
try: raise Bad
except RuntimeError as e: show(e)
class Odd(Exception):
    def __new__(cls): return 3
try: raise Odd
except TypeError as e: show(e)
