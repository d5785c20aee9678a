# 1.11 内建函数 / builtin functions
from functools import partial, reduce

print([name for name in dir(__builtins__) if name.startswith("a")])
print(list(range(5)), list(range(10, 0, -3)), range(0, 100, 7)[3], 21 in range(0, 100, 7))

# map：对每个元素 / for each item
print(list(map(len, ["一", "二三", ""])), list(map(lambda a, b: a * b, [1, 2, 3], [4, 5])))
# filter：留下真的 / keeps what is true
print(list(filter(str.isalpha, ["a1", "字", "b"])), list(filter(None, [0, 1, "", "x"])))
# reduce：两两合并 / two become one
print(reduce(lambda a, b: a * b, range(1, 8)), reduce(max, [3, 9, 4], 5))
# sorted：稳定，key 与 reverse / stable, key and reverse
words = ["pear", "fig", "apple", "kiwi"]
print(sorted(words), sorted(words, key=len), sorted(words, key=lambda w: w[-1], reverse=True))
print(list(zip("ab", [1, 2, 3])), list(enumerate("xy", 1)), list(reversed([1, 2])))
print(sum([0.5, 1, 2]), min("cab"), max([], default="空"), all([]), any([0, 3]))
print(divmod(-7, 2), pow(3, 20, 7), round(2.5), round(-1.235, 2), abs(-3 + 4j))
print(ord("中"), chr(20013), hex(255), oct(8), bin(-5), int("ff", 16), float("1e3"))
print(isinstance(True, int), issubclass(bool, int), callable(print), hash("a") == hash("a"))
print(eval("a + b", {"a": 1, "b": 2}))
scope = {}
exec("def twice(x):\n    return 2 * x", scope)
print(scope["twice"](21))
print(partial(int, base=2)("1010"), getattr("x", "nothing", "没有"), repr("it's"), ascii("字"))
print(format(1234.5, ",.2f"), f"{3.14159:8.3f}|{'中':>3}|{42:#x}|{'left':<6}|")
