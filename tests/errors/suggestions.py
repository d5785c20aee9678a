import sys
def show(f):
    try: f()
    except BaseException as e: sys.excepthook(type(e), e, None)
class A:
    blech = None; eggs = 1; Hello = 2; somethinglong = 3
def locals_():
    abcdef = 1; print(abcdeg)
def nothing():
    print(zzzzzzzzzzz)
glob_name = 3
def globals_():
    print(glob_nome)
def builtins_():
    print(prnt)
def unbound():
    xyz = 1
    del xyz
    xyz
def custom():
    raise AttributeError('x', name='blach', obj=A())
def subclass():
    class E(AttributeError): pass
    raise E('x', name='blach', obj=A())
for f in (lambda: A.blach, lambda: A().egs, lambda: A().hello, lambda: A().HELLO, lambda: A().q, lambda: [].apend,
          lambda: 'x'.uper(), lambda: sys.pth, lambda: A().somethinlong, lambda: A().omethinglo, lambda: A().xyzzy,
          locals_, nothing, globals_, builtins_, unbound, custom, subclass, lambda: (1).reel, lambda: A().blechh,
          lambda: A().BLECH, lambda: A().lbech):
    show(f)
