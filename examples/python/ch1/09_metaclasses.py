# 1.9 元类：类也是对象 / metaclasses: classes are objects too


class Animal:
    pass


print(type(Animal), type(Animal()), type(type), isinstance(Animal, object))

# 用 type 创建类 / a class made by calling type
Cat = type("Cat", (Animal,), {"legs": 4, "speak": lambda self: "喵", "kind": classmethod(lambda cls: cls.__name__)})
tom = Cat()
print(tom.legs, tom.speak(), Cat.kind(), Cat.__mro__)


class Registry(type):
    """记录每个子类，并检查它。 / Notes every class made with it, and checks it."""

    classes = {}

    def __new__(meta, name, bases, namespace, **options):
        for key in namespace:
            if key.startswith("bad_"):
                raise TypeError(f"{name}.{key}: 名字不好 / a bad name")
        return super().__new__(meta, name, bases, namespace)

    def __init__(cls, name, bases, namespace, *, tag=None):
        super().__init__(name, bases, namespace)
        cls.tag = tag
        Registry.classes[name] = cls

    def __call__(cls, *args, **kwargs):
        print("创建 / making a", cls.__name__)
        return super().__call__(*args, **kwargs)

    def __len__(cls):
        return len(Registry.classes)


class Base(metaclass=Registry):
    pass


class Child(Base, tag="孩子"):
    def __init__(self, n):
        self.n = n


print(Child(3).n, Child.tag, Base.tag, len(Base), type(Child).__name__)
try:

    class Wrong(Base):
        bad_name = 1

except TypeError as error:
    print("TypeError:", error)


def upper_attributes(name, bases, namespace):
    """元类可以是函数。 / A metaclass may be a function."""
    renamed = {key if key.startswith("__") else key.upper(): value for key, value in namespace.items()}
    return type(name, bases, renamed)


class Settings(metaclass=upper_attributes):
    color = "蓝"
    size = 3


print(Settings.COLOR, Settings.SIZE, hasattr(Settings, "color"))


class Field:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return self if instance is None else getattr(instance, self.name, None)

    def __set__(self, instance, value):
        if not isinstance(value, int):
            raise TypeError(f"{self.name[1:]} 必须是整数 / must be an int")
        setattr(instance, self.name, value)


class Model:
    children = []

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Model.children.append(cls.__name__)


class User(Model):
    age = Field()


user = User()
user.age = 30
print(user.age, Model.children, vars(user))
try:
    user.age = "30"
except TypeError as error:
    print("TypeError:", error)
