# Every function fails in its own way; the hook shows each traceback.
import sys
class M:
    def __getitem__(self, i): raise IndexError(i)
    def __add__(self, o): raise ValueError('add')
    __floordiv__ = __pow__ = __lshift__ = __matmul__ = __add__
    def __call__(self, *a, **k): raise TypeError('call')
    def __getattr__(self, n): raise AttributeError(n)
    def __lt__(self, o): raise TypeError('lt')
    def __neg__(self): raise TypeError('neg')
    def __iter__(self): raise TypeError('iter')
    def __contains__(self, o): raise TypeError('in')
    def __bool__(self): raise TypeError('bool')
m = M()
x = {'a': {'b': None}}
cases = '''
m + 1
1 + m + 1
(m) + 1
m  //  2
m ** 2
m<<3
m@m
m[1]
m [ 1 ]
m[1:2, 3]
x['a']['b']['c']
m()
m(1)(2)
y = m + 1
y = m[0] + 3
print(1, m + 2, 3)
m.attr
m.attr.b.c
m < 3
-m
[a for a in m]
for a in m: pass
3 in m
if m: pass
not m
é = m + 'é'
'é' + (m + 1)
x['é']['ü']
assert m
a, b = 1
a, b = 1, 2, 3
del m[1], x['q']
lambda: 0; m + 1
m.x = m + 1
f"{m + 1}"
f"abc {x['zz']} def"
[m + 1, 2]
{1: m + 1}
m(a=1, b=2)
m(*[1], **{})
(m
 + 1)
m[
 0
]
print(
  m + 1,
)
undefined_name
undefined_name.x
import no_such_module
from sys import no_such_name
raise m
raise ValueError from m
raise ValueError('x') from KeyError('y')
with m: pass
int('x')
(lambda: 1/0)()
1 if m else 2
m + 1 if x else 2
x.a
(yy := m + 1)
m + 1; 3
1 .real.foo
"abc" "def" + 1
m and 1
m or 1
~'x'
'a' 'b' % 3
'%d' % 'x'
'''
parts, part = [], []
for line in cases.strip('\n').split('\n'):
    part.append(line)
    text = '\n'.join(part)
    if text.count('(') == text.count(')') and text.count('[') == text.count(']'):
        parts.append(text)
        part = []
for i, text in enumerate(parts):
    name = '/tmp/adder_carets_case.py'
    with open(name, 'w') as f: f.write(text + '\n')
    try:
        exec(compile(text, name, 'exec'), {'m': m, 'x': x})
    except BaseException as e:
        e.__traceback__ = e.__traceback__.tb_next
        print('#', i, flush=True)
        sys.stderr.write('# %d\n' % i)
        sys.excepthook(type(e), e, e.__traceback__)
