"""Tools for working with functions and callable objects."""

from _functools import cmp_to_key, partial, reduce, _lru_cache_wrapper

GenericAlias = type(list[int])

__all__ = [
    "update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "total_ordering", "cache", "cmp_to_key",
    "lru_cache", "reduce", "partial", "partialmethod", "singledispatch", "singledispatchmethod", "cached_property",
]


def __getattr__(name):
    # These need modules that most programs never load.
    if name in ("_CacheInfo", "namedtuple"):
        from collections import namedtuple

        globals()["namedtuple"] = namedtuple
        globals()["_CacheInfo"] = namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"])
        return globals()[name]
    if name == "RLock":
        from _thread import RLock

        return RLock
    if name == "get_cache_token":
        from abc import get_cache_token

        return get_cache_token
    if name == "recursive_repr":
        from reprlib import recursive_repr

        return recursive_repr
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# ---- Wrappers that look like what they wrap ----

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Give wrapper the name, documentation and attributes of wrapped, and a __wrapped__ that leads to it."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped  # last: the update above may have brought wrapped's own
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """A decorator that applies update_wrapper() to the decorated function."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# ---- total_ordering ----


def _derived(root, name, combine):
    """The comparison `name` worked out from `root`: combine(what root says, self, other)."""

    def method(self, other):
        verdict = getattr(type(self), root)(self, other)
        return verdict if verdict is NotImplemented else combine(verdict, self, other)

    method.__name__ = name
    method.__doc__ = f"Worked out by total_ordering from {root}."
    return method


_or_equal = lambda verdict, self, other: verdict or self == other
_and_unequal = lambda verdict, self, other: verdict and self != other
_not = lambda verdict, self, other: not verdict
_not_and_unequal = lambda verdict, self, other: not verdict and self != other
_not_or_equal = lambda verdict, self, other: not verdict or self == other

_convert = {
    "__lt__": [("__gt__", _not_and_unequal), ("__le__", _or_equal), ("__ge__", _not)],
    "__le__": [("__ge__", _not_or_equal), ("__lt__", _and_unequal), ("__gt__", _not)],
    "__gt__": [("__lt__", _not_and_unequal), ("__ge__", _or_equal), ("__le__", _not)],
    "__ge__": [("__le__", _not_or_equal), ("__gt__", _and_unequal), ("__lt__", _not)],
}


def total_ordering(cls):
    """Class decorator that fills in missing ordering methods"""
    roots = {op for op in _convert if getattr(cls, op, None) is not getattr(object, op, None)}
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = max(roots)  # __lt__ before __le__ before __gt__ before __ge__
    for name, combine in _convert[root]:
        if name not in roots:
            setattr(cls, name, _derived(root, name, combine))
    return cls


# ---- partialmethod ----


class partialmethod:
    """A method with some arguments given already; works on functions, descriptors and other callables."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        if isinstance(func, partialmethod):  # flattened, so that a call goes through one only
            self.func = func.func
            self.args = func.args + args
            self.keywords = {**func.keywords, **keywords}
        else:
            self.func = func
            self.args = args
            self.keywords = keywords

    def __repr__(self):
        args = ", ".join(map(repr, self.args))
        keywords = ", ".join(f"{k}={v!r}" for k, v in self.keywords.items())
        cls = self.__class__
        return f"{cls.__module__}.{cls.__qualname__}({self.func}, {args}, {keywords})"

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method._partialmethod = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, "__get__", None)
        if get is not None:
            bound = get(obj, cls)
            if bound is not self.func:
                result = partial(bound, *self.args, **self.keywords)
                try:
                    result.__self__ = bound.__self__
                except AttributeError:
                    pass
                return result
        return self._make_unbound_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    __class_getitem__ = classmethod(GenericAlias)


def _unwrap_partial(func):
    while isinstance(func, partial):
        func = func.func
    return func


# ---- Caches ----


class _HashedSeq(list):
    """A list that knows its hash, so that it is worked out once."""

    __slots__ = ("hashvalue",)

    def __init__(self, tup, hash=hash):
        self[:] = tup
        self.hashvalue = hash(tup)

    def __hash__(self):
        return self.hashvalue


def _make_key(args, kwds, typed, kwd_mark=(object(),), fasttypes={int, str}, tuple=tuple, type=type, len=len):
    """One hashable for the arguments of a call, as lru_cache makes it."""
    key = args
    if kwds:
        key += kwd_mark
        for item in kwds.items():
            key += item
    if typed:
        key += tuple(type(v) for v in args)
        if kwds:
            key += tuple(type(v) for v in kwds.values())
    elif len(key) == 1 and type(key[0]) in fasttypes:
        return key[0]
    return _HashedSeq(key)


def lru_cache(maxsize=128, typed=False):
    """Remember the results of the last maxsize different calls (all of them when it is None).

    Arguments must be hashable. With typed=True, f(3) and f(3.0) are kept apart. The function gets cache_info(),
    cache_clear(), cache_parameters() and __wrapped__.
    """
    if isinstance(maxsize, int):
        if maxsize < 0:
            maxsize = 0
    elif callable(maxsize) and isinstance(typed, bool):  # @lru_cache without parentheses
        return _cached(maxsize, 128, typed)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    return lambda user_function: _cached(user_function, maxsize, typed)


def _cached(user_function, maxsize, typed):
    wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _make_info)
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, user_function)


def _make_info(hits, misses, maxsize, currsize):
    return (globals().get("_CacheInfo") or __getattr__("_CacheInfo"))(hits, misses, maxsize, currsize)


def cache(user_function, /):
    'Simple lightweight unbounded cache.  Sometimes called "memoize".'
    return lru_cache(maxsize=None)(user_function)


class _NoLock:
    """Stands for a lock where there are no threads."""

    def __enter__(self):
        return True

    def __exit__(self, *exc_info):
        return None


def _make_lock():
    try:
        from _thread import RLock
    except ImportError:
        return _NoLock()
    return RLock()


_NOT_FOUND = object()


class cached_property:
    """A property worked out once for each instance and then kept in its __dict__."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.lock = _make_lock()

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(
                "Cannot assign the same cached_property to two different names "
                f"({self.attrname!r} and {name!r})."
            )

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            cache = instance.__dict__
        except AttributeError:
            raise TypeError(
                f"No '__dict__' attribute on {type(instance).__name__!r} instance to cache {name!r} property."
            ) from None
        value = cache.get(name, _NOT_FOUND)
        if value is not _NOT_FOUND:
            return value
        with self.lock:
            value = cache.get(name, _NOT_FOUND)  # another thread may have been faster
            if value is _NOT_FOUND:
                value = self.func(instance)
                try:
                    cache[name] = value
                except TypeError:
                    raise TypeError(
                        f"The '__dict__' attribute on {type(instance).__name__!r} instance does not support item "
                        f"assignment for caching {name!r} property."
                    ) from None
        return value

    __class_getitem__ = classmethod(GenericAlias)


# ---- singledispatch ----


def _c3_merge(sequences):
    """Join orders so that each keeps its own: the linearisation that classes use."""
    result = []
    while True:
        sequences = [s for s in sequences if s]
        if not sequences:
            return result
        for s in sequences:
            head = s[0]
            if not any(head in other[1:] for other in sequences):
                break
        else:
            raise RuntimeError("Inconsistent hierarchy")
        result.append(head)
        for s in sequences:
            if s[0] == head:
                del s[0]


def _c3_mro(cls, abcs=None):
    """cls's order with the abstract classes of `abcs` that it implements put in just before what they are less than."""
    boundary = 0
    for i, base in enumerate(reversed(cls.__bases__)):
        if hasattr(base, "__abstractmethods__"):  # explicit abstract bases stay before what is inserted
            boundary = len(cls.__bases__) - i
            break
    abcs = list(abcs) if abcs else []
    explicit = list(cls.__bases__[:boundary])
    others = list(cls.__bases__[boundary:])
    inserted = [
        base for base in abcs
        if issubclass(cls, base) and not any(issubclass(b, base) for b in cls.__bases__)
    ]
    for base in inserted:
        abcs.remove(base)
    return _c3_merge(
        [[cls]]
        + [_c3_mro(base, abcs=abcs) for base in explicit + inserted + others]
        + [explicit, inserted, others]
    )


def _compose_mro(cls, types):
    """cls's order, with those of `types` that it implements without inheriting from them."""
    own = set(cls.__mro__)

    def is_related(t):
        return t not in own and hasattr(t, "__mro__") and not isinstance(t, GenericAlias) and issubclass(cls, t)

    types = [t for t in types if is_related(t)]

    def is_strict_base(t):
        return any(t != other and t in other.__mro__ for other in types)

    types = [t for t in types if not is_strict_base(t)]
    type_set = set(types)
    wanted = []
    for t in types:
        found = [
            [s for s in sub.__mro__ if s in type_set]
            for sub in t.__subclasses__()
            if sub not in own and issubclass(cls, sub)
        ]
        if not found:
            wanted.append(t)
            continue
        found.sort(key=len, reverse=True)  # subclasses with the biggest number of useful bases first
        for subs in found:
            for s in subs:
                if s not in wanted:
                    wanted.append(s)
    return _c3_mro(cls, abcs=wanted)


def _find_impl(cls, registry):
    """The registered function for the nearest class in cls's order."""
    mro = _compose_mro(cls, registry.keys())
    match = None
    for t in mro:
        if match is not None:
            # Two unrelated abstract classes that cls was only registered with: no order tells which is nearer.
            if (
                t in registry and t not in cls.__mro__ and match not in cls.__mro__ and not issubclass(match, t)
            ):
                raise RuntimeError(f"Ambiguous dispatch: {match} or {t}")
            break
        if t in registry:
            match = t
    return registry.get(match)


def _is_union(cls):
    from typing import Union, get_origin

    return get_origin(cls) in {Union, type(int | str)}


def _is_dispatch_type(cls):
    if isinstance(cls, type) and not isinstance(cls, GenericAlias):
        return True
    if not hasattr(cls, "__args__") or isinstance(cls, GenericAlias):
        return False
    from typing import get_args

    return _is_union(cls) and all(isinstance(arg, type) and not isinstance(arg, GenericAlias) for arg in get_args(cls))


def singledispatch(func):
    """Make a generic function: which implementation runs depends on the type of the first argument.

    register(cls) adds one, dispatch(cls) tells which would run, registry shows them all."""
    from types import MappingProxyType
    from weakref import WeakKeyDictionary

    registry = {}
    dispatch_cache = WeakKeyDictionary()
    cache_token = None

    def dispatch(cls):
        nonlocal cache_token
        if cache_token is not None:
            from abc import get_cache_token

            current = get_cache_token()
            if cache_token != current:
                dispatch_cache.clear()
                cache_token = current
        try:
            return dispatch_cache[cls]
        except KeyError:
            pass
        try:
            impl = registry[cls]
        except KeyError:
            impl = _find_impl(cls, registry)
        dispatch_cache[cls] = impl
        return impl

    def register(cls, func=None):
        nonlocal cache_token
        if _is_dispatch_type(cls):
            if func is None:
                return lambda f: register(cls, f)
        else:
            if func is not None:
                raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or union type.")
            annotations = getattr(cls, "__annotations__", {})
            if not annotations:
                raise TypeError(
                    f"Invalid first argument to `register()`: {cls!r}. "
                    "Use either `@register(some_class)` or plain `@register` on an annotated function."
                )
            func = cls
            from typing import get_type_hints

            argname, cls = next(iter(get_type_hints(func).items()))
            if not _is_dispatch_type(cls):
                if hasattr(cls, "__args__") and _is_union(cls):
                    raise TypeError(f"Invalid annotation for {argname!r}. {cls!r} not all arguments are classes.")
                raise TypeError(f"Invalid annotation for {argname!r}. {cls!r} is not a class.")
        if isinstance(cls, type):
            registry[cls] = func
        else:
            for arg in cls.__args__:
                registry[arg] = func
        if cache_token is None and hasattr(cls, "__abstractmethods__"):
            from abc import get_cache_token

            cache_token = get_cache_token()
        dispatch_cache.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{funcname} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    funcname = getattr(func, "__name__", "singledispatch function")
    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = dispatch_cache.clear
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    """singledispatch for methods: the type of the first argument after self decides."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            method = self.dispatcher.dispatch(args[0].__class__)
            return method.__get__(obj, cls)(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)
