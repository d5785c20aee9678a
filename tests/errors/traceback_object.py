import sys, types
def f(): 1/0
try: f()
except ZeroDivisionError as e: tb = e.__traceback__
print(tb.tb_lineno, tb.tb_next.tb_lineno, tb.tb_next.tb_next, tb.tb_frame is sys._getframe(), type(tb), dir(tb))
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
def loop(): tb.tb_next.tb_next = tb
def wrong(): tb.tb_next = 3
def delete(): del tb.tb_next
def line(): tb.tb_lineno = 3
for g in (loop, wrong, delete, line): t(g)
new = types.TracebackType(tb, sys._getframe(), 0, 42)
print(new.tb_next is tb, new.tb_lineno, new.tb_lasti)
t(lambda: types.TracebackType(3, sys._getframe(), 0, 42))
t(lambda: types.TracebackType(None, 3, 0, 42))
t(lambda: types.TracebackType(None, sys._getframe(), 'x', 42))
t(lambda: types.TracebackType())
tb.tb_next = None
print(tb.tb_next)
e = ValueError().with_traceback(tb)
print(e.__traceback__ is tb)
raise e
