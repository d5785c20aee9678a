# Keys and items whose __eq__, __hash__, __del__ or __repr__ change the container that is calling them: no crash, and
# whatever was promised still holds.
import gc

def quietly(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return type(e).__name__

class Evil:
    victims = []
    calls = 0
    def __init__(self, n, action): self.n = n; self.action = action
    def __hash__(self): return self.n % 4
    def __eq__(self, other):
        Evil.calls += 1
        if Evil.calls % 3 == 0:
            for v in Evil.victims: self.action(v)
        return isinstance(other, Evil) and self.n == other.n
    def __repr__(self):
        for v in Evil.victims: self.action(v)
        return 'Evil'
    def __lt__(self, other):
        for v in Evil.victims: self.action(v)
        return self.n < other.n

def clear(v): v.clear()
def shrink(v):
    if len(v) > 1: v.pop() if not isinstance(v, dict) else v.popitem()
def grow(v):
    n = len(v) + 100 + Evil.calls
    if len(v) > 200: v.clear()
    elif isinstance(v, dict): v[n] = [n]
    elif isinstance(v, set): v.add(n)
    else: v.append(n)

for action in (clear, shrink, grow):
    for round in range(60):
        d = {Evil(i, action): [i] for i in range(8)}
        e = {Evil(i, action): [i] for i in range(8)}
        s = {Evil(i, action) for i in range(8)}
        t = {Evil(i, action) for i in range(4, 12)}
        l = [Evil(i, action) for i in range(8)]
        m = [Evil(i, action) for i in range(8)]
        for victims in ([d], [e], [d, e]):
            Evil.victims = victims
            for f in (lambda: d[Evil(5, action)], lambda: d.get(Evil(9, action)), lambda: d.setdefault(Evil(3, action), 1),
                      lambda: d.pop(Evil(2, action), None), lambda: d == e, lambda: d.update(e), lambda: d | e, lambda: repr(d),
                      lambda: dict.fromkeys(d), lambda: {**d, **e}, lambda: d.keys() & e.keys(), lambda: d.items() == e.items(),
                      lambda: d.__delitem__(Evil(1, action)), lambda: dict(d.items()), lambda: list(d.items()),
                      lambda: d.keys() - e.keys(), lambda: d.keys().isdisjoint(e), lambda: d.__setitem__(Evil(6, action), 2)):
                quietly(f)
        for victims in ([s], [t], [s, t]):
            Evil.victims = victims
            for f in (lambda: s | t, lambda: s & t, lambda: s - t, lambda: s ^ t, lambda: s <= t, lambda: s == t,
                      lambda: s.update(t), lambda: s.intersection_update(t), lambda: s.difference_update(t),
                      lambda: s.symmetric_difference_update(t), lambda: s.add(Evil(20, action)), lambda: s.discard(Evil(3, action)),
                      lambda: Evil(3, action) in s, lambda: s.isdisjoint(t), lambda: repr(s), lambda: frozenset(s),
                      lambda: s.issubset(list(t)), lambda: s.union(list(t)), lambda: dict.fromkeys(s)):
                quietly(f)
        for victims in ([l], [m], [l, m]):
            Evil.victims = victims
            for f in (lambda: l == m, lambda: l.index(Evil(99, action)), lambda: l.count(Evil(99, action)), lambda: l.remove(Evil(99, action)),
                      lambda: Evil(99, action) in l, lambda: repr(l), lambda: l.sort(), lambda: l < m, lambda: sorted(l),
                      lambda: l.extend(x for x in m), lambda: l.__setitem__(slice(0, 3), m), lambda: max(l), lambda: tuple(l) == tuple(m)):
                quietly(f)
    Evil.victims = []
    d.clear(); s.clear(); l.clear()
print('comparisons survived')  # expect: comparisons survived

class Dying:
    def __init__(self, container): self.container = container
    def __del__(self):
        c = self.container
        if isinstance(c, dict): c['late'] = 1
        elif isinstance(c, list): c.append(1)
        elif isinstance(c, set): c.add(1)

for make, put in ((dict, lambda c, i: c.__setitem__(i, Dying(c))), (list, lambda c, i: c.append(Dying(c)))):
    for clear in (lambda c: c.clear(), lambda c: c.pop(0) if isinstance(c, list) else c.pop(0), lambda c: c.__init__(),
                  lambda c: c.__delitem__(slice(None)) if isinstance(c, list) else c.popitem(),
                  lambda c: c.__setitem__(slice(1, 3), []) if isinstance(c, list) else c.update({0: 1, 1: 2}),
                  lambda c: c.sort(key=lambda x: 0) if isinstance(c, list) else c.copy().clear()):
        c = make()
        for i in range(6): put(c, i)
        quietly(clear, c)
        c.clear(); c.clear()
gc.collect()
print('deaths survived')  # expect: deaths survived

class Holder:
    def __init__(self): self.a = Dying({}); self.b = 2
    def __del__(self): self.c = 3; self.__dict__['d'] = 4
for i in range(200):
    h = Holder(); d = h.__dict__
    if i % 2: d[i] = i
    if i % 3 == 2: h.__dict__ = {}
    h.self = h
    del h
gc.collect()
print(d['b'])  # expect: 2

it = iter({i: i for i in range(10)}.items())
pairs = []
for pair in it:
    pairs.append(pair)
    if len(pairs) == 3: pairs = [p for p in pairs]
print(pairs[:3])  # expect: [(0, 0), (1, 1), (2, 2)]

l = list(range(10))
for x in l:
    if len(l) < 30: l.extend(l[:2])
    else: del l[-3:]
print(len(l))  # expect: 28
