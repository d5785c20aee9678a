import sys
def h(t, v, tb):
    print(t, repr(v), tb.tb_lineno, sys.last_type, repr(sys.last_value), sys.last_traceback is tb)
sys.excepthook = h
def f():
    [][1]
f()
