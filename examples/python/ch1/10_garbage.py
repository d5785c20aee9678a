# 1.10 垃圾回收：引用计数与分代回收 / garbage collection: reference counts and generations
import gc
import sys


class Box:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("销毁 / destroyed:", self.name)


# 引用计数：归零即销毁 / a count that falls to 0 destroys at once
box = Box("甲")
print(sys.getrefcount(box))  # 变量和参数 / the variable and the argument
other = box
kept = [box]
print(sys.getrefcount(box))
del other
kept.clear()
print(sys.getrefcount(box))
box = None

# 循环引用：计数到不了零 / a cycle: the counts never reach 0
gc.collect()
gc.disable()
a, b = Box("a"), Box("b")
a.other, b.other = b, a
del a, b
print("还在 / still there")
print("找到 / found:", gc.collect())
gc.enable()

# 分代 / generations
print(gc.get_threshold(), len(gc.get_count()))
pair = []
pair.append(pair)
print(gc.is_tracked(pair), gc.is_tracked(1), gc.is_tracked("s"))
print([len(gc.get_referents(x)) for x in ([1, 2], {}, ())])

# 小整数池与字符串驻留 / the pool of small ints, interned strings
x, y = 256, int("256")
print(x is y)
x, y = 257, int("257")
print(x is y)
s, t = "spam", "".join(["sp", "am"])
print(s == t, s is t, s is sys.intern(t))
