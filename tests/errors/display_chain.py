def f(n):
    if n: f(n - 1)
    raise ExceptionGroup('q', [ValueError(1)])
try:
    f(10)
except Exception as e:
    e.add_note('no\nte')
    e.add_note('')
    raise KeyError(3) from e
