"""Copies of objects: copy(x) makes a new container with the same items, deepcopy(x) copies the items too.

An object can define __copy__() and __deepcopy__(memo); otherwise what pickling would store is used to rebuild it. The memo
maps id(original) to its copy, so shared and recursive structures keep their shape; memo[id(memo)] keeps the originals alive
meanwhile, so that no id is used twice."""

import types
from _weakref import ref as _ref
from copyreg import dispatch_table

__all__ = ["Error", "copy", "deepcopy"]


class Error(Exception):
    pass


error = Error


def _same(x, memo=None):
    return x


_ATOMS = (
    type(None), int, float, bool, complex, str, bytes, type, range, property, types.CodeType,
    types.BuiltinFunctionType, types.FunctionType, type(Ellipsis), type(NotImplemented), _ref,
)

_copy_dispatch = dict.fromkeys(_ATOMS + (tuple, frozenset, slice), _same)
_copy_dispatch[list] = list.copy
_copy_dispatch[dict] = dict.copy
_copy_dispatch[set] = set.copy
_copy_dispatch[bytearray] = bytearray.copy


def copy(x):
    """Shallow copy operation on arbitrary Python objects."""
    cls = type(x)
    known = _copy_dispatch.get(cls)
    if known is not None:
        return known(x)
    if issubclass(cls, type):
        return x
    own = getattr(cls, "__copy__", None)
    if own is not None:
        return own(x)
    reduced = _reduced(x, cls, False)
    if isinstance(reduced, str):
        return x
    return _reconstruct(x, None, *reduced)


def _reduced(x, cls, deep):
    """What copyreg, __reduce_ex__ or __reduce__ say about x."""
    reductor = dispatch_table.get(cls)
    if reductor is not None:
        return reductor(x)
    reductor = getattr(x, "__reduce_ex__", None)
    if reductor is not None:
        return reductor(4)
    reductor = getattr(x, "__reduce__", None)
    if reductor:
        return reductor()
    raise Error("un%scopyable object of type %s" % ("(deep)" if deep else "(shallow)", cls))


def deepcopy(x, memo=None, _nil=[]):
    """Deep copy operation on arbitrary Python objects."""
    if memo is None:
        memo = {}
    d = id(x)
    y = memo.get(d, _nil)
    if y is not _nil:
        return y
    cls = type(x)
    known = _deepcopy_dispatch.get(cls)
    if known is not None:
        y = known(x, memo)
    elif issubclass(cls, type):
        y = x
    else:
        own = getattr(x, "__deepcopy__", None)
        if own is not None:
            y = own(memo)
        else:
            reduced = _reduced(x, cls, True)
            y = x if isinstance(reduced, str) else _reconstruct(x, memo, *reduced)
    if y is not x:
        memo[d] = y
        _keep_alive(x, memo)
    return y


def _deepcopy_list(x, memo, deepcopy=deepcopy):
    y = []
    memo[id(x)] = y
    append = y.append
    for a in x:
        append(deepcopy(a, memo))
    return y


def _deepcopy_tuple(x, memo, deepcopy=deepcopy):
    y = [deepcopy(a, memo) for a in x]
    try:
        return memo[id(x)]  # the tuple contains itself through something mutable: it was made on the way
    except KeyError:
        pass
    for old, new in zip(x, y):
        if old is not new:
            return tuple(y)
    return x


def _deepcopy_dict(x, memo, deepcopy=deepcopy):
    y = {}
    memo[id(x)] = y
    for key, value in x.items():
        y[deepcopy(key, memo)] = deepcopy(value, memo)
    return y


def _deepcopy_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_deepcopy_dispatch = d = dict.fromkeys(_ATOMS, _same)
d[list] = _deepcopy_list
d[tuple] = _deepcopy_tuple
d[dict] = _deepcopy_dict
d[types.MethodType] = _deepcopy_method
del d


def _keep_alive(x, memo):
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


def _reconstruct(x, memo, func, args, state=None, listiter=None, dictiter=None, *, deepcopy=deepcopy):
    """Build the object that a reduce tuple describes; memo None means a shallow copy."""
    deep = memo is not None
    if deep and args:
        args = [deepcopy(arg, memo) for arg in args]
    y = func(*args)
    if deep:
        memo[id(x)] = y
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        if hasattr(y, "__setstate__"):
            y.__setstate__(state)
        else:
            slots = None
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            if state is not None:
                y.__dict__.update(state)
            if slots is not None:
                for name, value in slots.items():
                    setattr(y, name, value)
    if listiter is not None:
        for item in listiter:
            y.append(deepcopy(item, memo) if deep else item)
    if dictiter is not None:
        for key, value in dictiter:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            y[key] = value
    return y
