# 1.2 运行时增删属性与方法，__slots__ / attributes and methods added and removed at run time, __slots__
import types


class Robot:
    def __init__(self, name):
        self.name = name


def greet(self, word):
    return f"{self.name}: {word}"


a, b = Robot("小一"), Robot("小二")
a.greet = types.MethodType(greet, a)  # 只绑定到 a / bound to a alone
print(a.greet("你好"), hasattr(b, "greet"))

Robot.greet = greet  # 绑定到类 / for every instance
Robot.legs = 2
Robot.make = classmethod(lambda cls, n: cls(f"{n} 号"))
Robot.motto = staticmethod(lambda: "work")
print(b.greet("hi"), b.legs, Robot.make(7).name, b.motto())

del a.greet
print(a.greet("again"))  # 类上的还在 / the one of the class is still there
delattr(Robot, "greet")
try:
    a.greet("gone")
except AttributeError as error:
    print("AttributeError:", error)


class Point:
    __slots__ = ("x", "y")  # 只允许这两个属性 / only these two

    def __init__(self, x, y):
        self.x, self.y = x, y


p = Point(3, 4)
try:
    p.z = 5
except AttributeError as error:
    print("AttributeError:", error)


class Named(Point):  # 子类没有 __slots__，又有了 __dict__ / without __slots__ a subclass has a __dict__ again
    pass


n = Named(1, 2)
n.z = 3
print(n.x, n.y, n.z, n.__dict__)
