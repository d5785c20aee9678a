# 1.4 可迭代对象与迭代器 / iterables and iterators
from collections.abc import Iterable, Iterator


class Countdown:
    """可迭代：每次 iter() 都从头开始。 / Iterable: every iter() begins again."""

    def __init__(self, start):
        self.start = start

    def __iter__(self):
        return CountdownIterator(self.start)


class CountdownIterator:
    """迭代器：记住位置，只能走一遍。 / Iterator: remembers where it is, runs once."""

    def __init__(self, left):
        self.left = left

    def __iter__(self):
        return self

    def __next__(self):
        if self.left == 0:
            raise StopIteration
        self.left -= 1
        return self.left + 1


three = Countdown(3)
print(list(three), list(three))
walker = iter(three)
print(next(walker), list(walker), list(walker))

for thing in ([], "abc", 7, three, walker, (n for n in ())):
    print(type(thing).__name__, isinstance(thing, Iterable), isinstance(thing, Iterator))

# for 循环所做的 / what a for loop does
it = iter([10, 20])
while True:
    try:
        print(next(it))
    except StopIteration:
        break


class Squares:
    """没有 __iter__，有 __getitem__ 也能迭代。 / Without __iter__, __getitem__ will do."""

    def __getitem__(self, i):
        if i > 4:
            raise IndexError
        return i * i


print(list(Squares()), 16 in Squares())
answers = iter([4, 2, 9, 0, 5])
print(list(iter(lambda: next(answers), 0)))  # 直到 0 为止 / until 0 comes
first, *middle, last = three
print(first, middle, last)
