# 1.6 装饰器 / decorators
import functools


def logged(function):
    """最简单的装饰器。 / The simplest kind."""

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        print("->", function.__name__, args, kwargs)
        result = function(*args, **kwargs)
        print("<-", result)
        return result

    return wrapper


@logged
def add(a, b=0):
    """相加 / sum"""
    return a + b


add(1, b=2)
print(add.__name__, add.__doc__, add.__wrapped__ is not add)


def repeat(times):
    """带参数的装饰器。 / One with an argument."""

    def decorate(function):
        def wrapper(*args):
            return [function(*args) for _ in range(times)]

        return wrapper

    return decorate


def bold(function):
    return lambda *args: "<b>" + str(function(*args)) + "</b>"


@bold
@repeat(2)  # 自下而上 / from the bottom upwards
def double(x):
    return x * 2


print(double(4))


class Memo:
    """类也可以做装饰器。 / A class can be one too."""

    def __init__(self, function):
        self.function, self.calls, self.known = function, 0, {}

    def __call__(self, n):
        if n not in self.known:
            self.calls += 1
            self.known[n] = self.function(n)
        return self.known[n]


@Memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.calls)

allowed = False


def login_required(function):
    def wrapper(*args):
        return function(*args) if allowed else "请先登录 / please log in"

    return wrapper


@login_required
def buy(what):
    return "买了 " + what


print(buy("书"))
allowed = True
print(buy("书"))


def plugin(registry={}):
    def register(cls):
        registry[cls.__name__] = cls
        return cls

    register.registry = registry
    return register


register = plugin()


@register
class Tea:
    pass


print(register.registry)
