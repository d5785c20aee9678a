def show(e, d=0):
    print(' ' * d + repr(e), repr(e.__cause__), repr(e.__context__), e.__traceback__ is not None)
    for x in getattr(e, 'exceptions', ()): show(x, d + 1)
def t(f):
    try: f()
    except BaseException as e: show(e)
    else: print('ok')
def a():
    try: raise ExceptionGroup('g', [ValueError(1), TypeError(2), ExceptionGroup('h', [ValueError(3), OSError(4)])])
    except* ValueError as e: print('caught'); show(e)
def b():
    try: raise ValueError(1)
    except* ValueError as e: show(e)
def c():
    try: raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
    except* ValueError as e: raise KeyError(3)
def d():
    try: raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
    except* ValueError as e: raise
    except* TypeError as e: pass
def e():
    try: raise ValueError(1)
    except* TypeError: pass
def f():
    try: raise ExceptionGroup('g', [ValueError(1)])
    except* ExceptionGroup: pass
def g():
    try: raise ExceptionGroup('g', [ValueError(1)])
    except* int: pass
def h():
    try: raise ExceptionGroup('g', [ValueError(1), TypeError(2), OSError(3)])
    except* ValueError as e: raise KeyError(3)
    except* TypeError as e: raise
    except* (OSError, KeyError) as e: raise IndexError() from e
for fn in (a, b, c, d, e, f, g, h): print('#', fn.__name__); t(fn)
