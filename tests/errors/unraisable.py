import sys
class A:
    def __del__(self): raise ValueError('')
A()
class B:
    def __repr__(self): return 'B!'
    def __del__(self):
        raise KeyError('q') from OSError()
B()
def hook(args):
    print(type(args), args.exc_type, repr(args.exc_value), args.err_msg, args.object, args.exc_traceback.tb_lineno)
sys.unraisablehook = hook
B()
sys.unraisablehook = lambda *a: 1/0
B()
sys.unraisablehook = sys.__unraisablehook__
B()
try:
    sys.unraisablehook(3)
except TypeError as e:
    print(e)
