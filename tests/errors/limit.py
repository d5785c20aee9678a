import sys
sys.tracebacklimit = 1
def f():
    raise ValueError(1)
f()
