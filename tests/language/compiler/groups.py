# except*
def f(exc):
    try:
        raise exc
    except* ValueError as e:
        print("VE", e.exceptions)
    except* (KeyError, IndexError):
        print("KI")
        raise TypeError("new")
    else: print("else")
    finally: print("fin")
    return "end"
def run(e):
    try: print(f(e))
    except BaseException as x: print("out", repr(x), repr(x.__context__) if not isinstance(x, ExceptionGroup) else "")
run(ExceptionGroup("g", [ValueError(1)]))
run(ExceptionGroup("g", [ValueError(1), OSError(2)]))
run(ExceptionGroup("g", [ValueError(1), KeyError(2), ExceptionGroup("h", [ValueError(3), OSError(4)])]))
run(ValueError("naked"))
run(OSError("other"))
def ok():
    try: pass
    except* ValueError: print("no")
    else: print("else")
ok()
def bad():
    try:
        try: raise ExceptionGroup("g", [ValueError(1)])
        except* ExceptionGroup: pass
    except TypeError as e: print(e)
bad()
def reraise():
    try:
        try: raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
        except* ValueError: raise
    except ExceptionGroup as e: print(repr(e))
reraise()
def name():
    try: raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError as e: pass
    try: e
    except UnboundLocalError as x: print(x)
name()
for i in range(2):
    try: raise ExceptionGroup("g", [ValueError(i)])
    except* ValueError as e: print(e.exceptions[0].args)

# What it prints:
# expect: VE (ValueError(1),)
# expect: fin
# expect: end
# expect: VE (ValueError(1),)
# expect: fin
# expect: out ExceptionGroup('g', [OSError(2)]) 
# expect: VE (ValueError(1), ExceptionGroup('h', [ValueError(3)]))
# expect: KI
# expect: fin
# expect: out ExceptionGroup('', [TypeError('new'), ExceptionGroup('g', [ExceptionGroup('h', [OSError(4)])])]) 
# expect: VE (ValueError('naked'),)
# expect: fin
# expect: end
# expect: fin
# expect: out OSError('other') None
# expect: else
# expect: catching ExceptionGroup with except* is not allowed. Use except instead.
# expect: ExceptionGroup('g', [ValueError(1), KeyError(2)])
# expect: cannot access local variable 'e' where it is not associated with a value
# expect: (0,)
# expect: (1,)
