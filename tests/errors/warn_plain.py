import _warnings
def f():
    _warnings.warn('plain')
    _warnings.warn('dep', DeprecationWarning)
    _warnings.warn('imp', ImportWarning)
f()
f()
_warnings.warn('twice', stacklevel=20)
print(_warnings.filters, _warnings._defaultaction, _warnings._onceregistry)
