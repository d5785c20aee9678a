import sys
def h(*a): raise KeyError(3)
sys.excepthook = h
1/0
