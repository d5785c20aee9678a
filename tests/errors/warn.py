import sys, warnings
def f():
    warnings.warn('here')
    warnings.warn('up', stacklevel=2)
    warnings.warn('deprecated', DeprecationWarning)
    warnings.warn(FutureWarning('instance'))
for i in range(2):
    f()
warnings.simplefilter('always')
f()
warnings.simplefilter('error')
try: f()
except UserWarning as e: print(repr(e))
warnings.resetwarnings()
warnings.filterwarnings('once', message='a.c')
for i in range(3): warnings.warn('abc')
for bad in (lambda: warnings.warn('x', 3), lambda: warnings.warn('x', int), lambda: warnings.warn('x', stacklevel='q')):
    try: bad()
    except TypeError as e: print(e)
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter('always')
    warnings.warn('recorded', ResourceWarning)
    print(seen[0].message, seen[0].category, seen[0].lineno)
warnings.warn_explicit('explicit', UserWarning, 'file.py', 7, source=None)
reg = {}
for i in range(2): warnings.warn_explicit('explicit2', UserWarning, 'file.py', 7, 'mod', reg)
print(reg.keys())
