# 1.7 赋值、浅拷贝、深拷贝 / assignment, shallow copy, deep copy
import copy

menu = ["茶", ["绿", "红"], ("甜", ["冰"])]
same = menu
shallow = copy.copy(menu)
deep = copy.deepcopy(menu)

menu.append("水")
menu[1].append("白")
menu[2][1].append("热")
print("same   ", same)
print("shallow", shallow)
print("deep   ", deep)
print(same is menu, shallow is menu, shallow[1] is menu[1], deep[1] is menu[1])

# 不可变对象不需要复制 / what cannot change need not be copied
t = (1, "二", (3,))
print(copy.copy(t) is t, copy.deepcopy(t) is t)
u = (1, [2])
print(copy.copy(u) is u, copy.deepcopy(u) is u)

for other in (menu[:], list(menu), menu.copy(), [*menu]):
    print(other == menu, other is menu, other[1] is menu[1])


class Node:
    def __init__(self, name):
        self.name, self.next = name, None


a, b = Node("a"), Node("b")
a.next, b.next = b, a  # 环 / a cycle
c = copy.deepcopy(a)
print(c.name, c.next.name, c.next.next is c, c is a)


class Account:
    def __init__(self, money):
        self.money, self.log = money, []

    def __deepcopy__(self, memo):
        """自己决定怎样复制。 / Decides itself how it is copied."""
        new = Account(self.money)
        memo[id(self)] = new
        return new


x = Account(5)
x.log.append("opened")
print(copy.deepcopy([x, x])[0].log, copy.copy(x).log is x.log)
d = {"k": [1]}
e = d.copy()
e["k"].append(2)
e["n"] = 3
print(d, e)
