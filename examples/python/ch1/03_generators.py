# 1.3 生成器 / generators


def primes(limit):
    """逐个给出素数；用到时才计算。 / Primes one at a time, calculated when asked for."""
    found = []
    for n in range(2, limit):
        if all(n % p for p in found):
            found.append(n)
            yield n
    return len(found)


squares = (n * n for n in range(5))  # 生成器表达式 / generator expression
print(next(squares), next(squares), list(squares), list(squares))

walk = primes(20)
while True:
    try:
        print(next(walk), end=" ")
    except StopIteration as stop:
        print("共", stop.value)  # return 的值 / the value of return
        break


def averager():
    """send() 送值进来。 / Values come in through send()."""
    total = count = 0
    average = None
    try:
        while True:
            value = yield average
            total += value
            count += 1
            average = total / count
    except GeneratorExit:
        print("关闭于 / closed at", average)
        raise


means = averager()
next(means)
print([means.send(v) for v in (10, 20, 60)])
means.close()


def nested(*parts):
    for part in parts:
        if isinstance(part, list):
            yield from nested(*part)  # 委托 / delegation
        else:
            yield part


print(list(nested(1, [2, [3, 4], []], 5)))


def pipeline(lines):
    stripped = (line.strip() for line in lines)
    words = (word for line in stripped if line for word in line.split())
    return {word: len(word) for word in words}


print(pipeline(["  one two ", "", "three\n"]))
