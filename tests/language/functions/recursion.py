# Depth is bounded by the limit alone; running over it is an exception, never a crash.
import sys

def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)

print(depth(900))            # expect: 900
try:
    depth(2000)
except RecursionError as e:
    print(e)                 # expect: maximum recursion depth exceeded
sys.setrecursionlimit(10**6)
print(depth(100000))         # expect: 100000
sys.setrecursionlimit(1000)


class A:
    def __getattr__(self, name):
        return getattr(self, name + "x")

try:
    A().a
except RecursionError as e:
    print("caught")          # expect: caught


def generator(n):
    if n:
        yield from generator(n - 1)
    yield n

print(sum(generator(300)))   # expect: 45150
