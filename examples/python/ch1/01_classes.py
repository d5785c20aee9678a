# 1.1 类属性、实例属性与三种方法 / class attributes, instance attributes and the three kinds of methods


class Library:
    """图书馆：类属性为所有实例共有。 / A library: class attributes are shared by all instances."""

    opened = 0  # 类属性 / class attribute

    def __init__(self, city):
        self.city = city  # 实例属性 / instance attribute
        self.books = []
        Library.opened += 1

    def add(self, title):
        """实例方法：第一个参数是实例。 / Instance method: the first argument is the instance."""
        self.books.append(title)
        return self

    @classmethod
    def in_capital(cls):
        """类方法：第一个参数是类。 / Class method: the first argument is the class."""
        return cls("北京")

    @staticmethod
    def is_title(text):
        """静态方法：与类和实例都无关。 / Static method: knows neither class nor instance."""
        return text.startswith("《") and text.endswith("》")


north = Library.in_capital().add("《红楼梦》").add("《西游记》")
south = Library("广州")
print(north.city, len(north.books), south.city, len(south.books))
print("共有", Library.opened, "个图书馆 / libraries")
print(Library.is_title("《三国演义》"), north.is_title("三国"))

# 通过实例赋值只会新建实例属性 / assigning through an instance makes an instance attribute
south.opened = 99
print(Library.opened, north.opened, south.opened)
del south.opened
print(south.opened)
print(sorted(vars(north)))
