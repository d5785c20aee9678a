def f():
    class X(Exception):
        pass
    X.__module__ = 'some.module'
    return X
raise f()('text', 2)
