"""Seven small workloads, each one idea of the evaluator: a loop, calls, floats, attributes, methods, lists, generators.

Every one gives a result that is compared, so that a fast wrong answer fails. `python workloads.py NAME` prints the processor time of the
best of three runs and the result.
"""
import sys
from time import process_time


def int_loop(n):
    i = 0
    s = 0
    while i < n:
        s += i
        i += 1
    return s


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def mandelbrot(n):
    count = 0
    py = 0
    d = 0.006
    y0 = -1.2
    while py < n:
        px = 0
        x0 = -2.0
        while px < n:
            x = 0.0
            y = 0.0
            i = 0
            while i < 50:
                x2 = x * x
                y2 = y * y
                if x2 + y2 > 4.0:
                    break
                y = 2.0 * x * y + y0
                x = x2 - y2 + x0
                i += 1
            count += i
            px += 1
            x0 += d
        py += 1
        y0 += d
    return count


class Body:
    def __init__(self, i):
        self.x = 1.0 + i * 1.5
        self.y = 2.0 - i * 0.7
        self.z = 0.3 + i * 0.2
        self.vx = 0.1 * i
        self.vy = 0.2 - 0.05 * i
        self.vz = 0.01 * i
        self.m = 1.0 + 0.1 * i


def attributes(bodies, acc, n, steps):
    dt = 0.01
    i = 0
    while i < steps:
        j = 0
        while j < n:
            a = bodies[j]
            k = j + 1
            while k < n:
                b = bodies[k]
                dx = a.x - b.x
                dy = a.y - b.y
                dz = a.z - b.z
                d2 = dx * dx + dy * dy + dz * dz
                mag = dt / (d2 * d2)
                bm = b.m * mag
                am = a.m * mag
                a.vx = a.vx - dx * bm
                a.vy = a.vy - dy * bm
                a.vz = a.vz - dz * bm
                b.vx = b.vx + dx * am
                b.vy = b.vy + dy * am
                b.vz = b.vz + dz * am
                acc[k] = acc[k] + mag
                k += 1
            j += 1
        j = 0
        while j < n:
            a = bodies[j]
            a.x = a.x + dt * a.vx
            a.y = a.y + dt * a.vy
            a.z = a.z + dt * a.vz
            j += 1
        i += 1
    return acc[1]


class Counter:
    def __init__(self):
        self.n = 0

    def bump(self, x):
        self.n = self.n + x


def methods(o, n):
    for i in range(n):
        o.bump(i)
    return o.n


def bubble_sort(a, n):
    i = n - 1
    while i > 0:
        j = 0
        while j < i:
            x = a[j]
            y = a[j + 1]
            if x > y:
                a[j] = y
                a[j + 1] = x
            j += 1
        i -= 1
    return a[100]


def count_up(n):
    i = 0
    while i < n:
        yield i
        i += 1


def generators(n):
    s = 0
    for v in count_up(n):
        s += v
    return s


def numbers(n):
    a = []
    s = 12345
    for i in range(n):
        s = (s * 16807) % 2147483647
        a.append(s // 1024 + 1000)
    return a


WORKLOADS = {
    "int_loop": lambda: int_loop(3000000),
    "fib": lambda: fib(26),
    "mandelbrot": lambda: mandelbrot(250),
    "attributes": lambda: attributes([Body(i) for i in range(5)], [0.0] * 5, 5, 15000),
    "methods": lambda: methods(Counter(), 1500000),
    "lists": lambda: bubble_sort(numbers(1200), 1200),
    "generators": lambda: generators(2500000),
}


def warm_up():
    """CPython specialises a function only after some calls."""
    for _ in range(12):
        int_loop(50), fib(5), mandelbrot(5), attributes([Body(i) for i in range(5)], [0.0] * 5, 5, 5)
        methods(Counter(), 20), bubble_sort(numbers(150), 150), generators(20)


def main(names):
    warm_up()
    for name in names or WORKLOADS:
        best = None
        for _ in range(3):
            start = process_time()
            result = WORKLOADS[name]()
            time = process_time() - start
            best = time if best is None or time < best else best
        print(name, "%.6f" % best, result)


if __name__ == "__main__":
    main(sys.argv[1:])
