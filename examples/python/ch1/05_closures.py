# 1.5 闭包 / closures


def line(k, b):
    """返回记住 k 与 b 的函数。 / A function that remembers k and b."""

    def at(x):
        return k * x + b

    return at


up, down = line(2, 1), line(-1, 10)
print(up(3), down(3))
print([cell.cell_contents for cell in up.__closure__], up.__code__.co_freevars)


def counter():
    count = 0

    def step(by=1):
        nonlocal count  # 没有它就是新的局部变量 / without it: a new local variable
        count += by
        return count

    def reset():
        nonlocal count
        count = 0

    return step, reset


step, reset = counter()
print(step(), step(5), step())
reset()
print(step())

# 闭包记住变量，而不是当时的值 / a closure remembers the variable, not the value it had
late = [lambda: i for i in range(3)]
early = [lambda i=i: i for i in range(3)]
print([f() for f in late], [f() for f in early])


def account(balance):
    def deposit(amount):
        nonlocal balance
        balance += amount
        return balance

    def forget():
        nonlocal balance
        del balance

    return deposit, forget


deposit, forget = account(100)
print(deposit(20))
forget()
try:
    deposit(1)
except NameError as error:
    print(type(error).__name__, error)
