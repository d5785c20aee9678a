# try, except, else, finally, with, context and cause.
def run(n):
    try:
        if n == 1: raise ValueError("one")
        if n == 2: raise KeyError("two")
        if n == 3: return "returned"
    except ValueError as e:
        return "value " + str(e)
    except (KeyError, IndexError) as e:
        return "key " + str(e)
    else:
        return "else"
    finally:
        print("finally", n)

for n in range(4):
    print(run(n))
# expect: finally 0
# expect: else
# expect: finally 1
# expect: value one
# expect: finally 2
# expect: key 'two'
# expect: finally 3
# expect: returned

def override():
    try:
        raise ValueError
    finally:
        return 5
print(override())            # expect: 5

def loop():
    out = []
    for i in range(5):
        try:
            if i == 1: continue
            if i == 3: break
            out.append(i)
        finally:
            out.append(-i)
    return out
print(loop())                # expect: [0, 0, -1, 2, -2, -3]

try:
    try:
        1 / 0
    except ZeroDivisionError:
        undefined
except NameError as e:
    print(repr(e.__context__), e.__cause__, e)  # expect: ZeroDivisionError('division by zero') None name 'undefined' is not defined
try:
    try:
        {}["k"]
    except KeyError as k:
        raise TypeError("t") from k
except TypeError as e:
    print(repr(e.__cause__), e.__suppress_context__)  # expect: KeyError('k') True
try:
    raise ValueError from None
except ValueError as e:
    print(e.__cause__, e.__suppress_context__)        # expect: None True
try:
    e
except NameError as n:
    print(n)                 # expect: name 'e' is not defined
try:
    raise
except RuntimeError as e:
    print(e)                 # expect: No active exception to reraise
try:
    raise 5
except TypeError as e:
    print(e)                 # expect: exceptions must derive from BaseException
try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as e:
    print(e)                 # expect: catching classes that do not inherit from BaseException is not allowed


class Manager:
    def __init__(self, swallow): self.swallow = swallow
    def __enter__(self):
        print("enter")
        return self
    def __exit__(self, kind, value, tb):
        print("exit", kind and kind.__name__, value, tb is not None)
        return self.swallow

with Manager(False) as m, Manager(True):
    raise ValueError("w")
# expect: enter
# expect: enter
# expect: exit ValueError w True
# expect: exit None None False
def leave():
    with Manager(False):
        return 1
print(leave())
# expect: enter
# expect: exit None None False
# expect: 1
try:
    with 5: pass
except TypeError as e:
    print(e)                 # expect: 'int' object does not support the context manager protocol

try:
    raise ExceptionGroup("g", [ValueError(1), TypeError(2), KeyError(3)])
except* ValueError as eg:
    print(eg.exceptions)     # expect: (ValueError(1),)
except* (TypeError, KeyError) as eg:
    print(eg.exceptions)     # expect: (TypeError(2), KeyError(3))

import sys
def tb_lines():
    def deep():
        raise ValueError
    try:
        deep()
    except ValueError as e:
        t, names = e.__traceback__, []
        while t:
            names.append(t.tb_frame.f_code.co_name)
            t = t.tb_next
        return names, t
print(tb_lines())            # expect: (['tb_lines', 'deep'], None)
def locals_survive():
    x = 42
    raise ValueError
try:
    locals_survive()
except ValueError as e:
    print(e.__traceback__.tb_next.tb_frame.f_locals)  # expect: {'x': 42}
