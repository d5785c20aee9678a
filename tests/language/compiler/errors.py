# SyntaxErrors that the symbol table and the compiler find: message and position of each.
import warnings
warnings.simplefilter("ignore")
snippets = [
    'def f():\n    x = 1\n    global x\n',
    'def f():\n    print(x)\n    global x\n',
    'def f(x):\n    global x\n',
    'def f(x):\n    nonlocal x\n',
    'def f():\n    nonlocal x\n',
    'nonlocal x\n',
    'def f():\n    x: int\n    global x\n',
    'def f():\n    global x\n    x: int = 1\n',
    'def f():\n    x = 1\n    def g():\n        global x\n        nonlocal x\n',
    'def f(a, a): pass\n',
    'lambda a, *a: 1\n',
    'def f(a, *, b, **b): pass\n',
    'return 1\n',
    'class A:\n    return 1\n',
    'yield 1\n',
    'class A:\n    yield from x\n',
    'await x\n',
    'def f():\n    await x\n',
    'lambda: await x\n',
    'async def f():\n    yield from x\n',
    'async def f():\n    yield 1\n    return 2\n',
    'break\n',
    'continue\n',
    'def f():\n    continue\n',
    'for x in y:\n    def g():\n        break\n',
    'for x in y:\n    class A:\n        continue\n',
    'if x:\n    break\n',
    '[x async for x in y]\n',
    'def f():\n    return [x async for x in y]\n',
    'def f():\n    async for x in y: pass\n',
    'def f():\n    async with x: pass\n',
    '__debug__ = 1\n',
    'def f(__debug__): pass\n',
    'f(__debug__=1)\n',
    'x.__debug__ = 1\n',
    'del __debug__\n',
    'del x.__debug__\n',
    'import a as __debug__\n',
    'import __debug__\n',
    'for __debug__ in x: pass\n',
    'with x as __debug__: pass\n',
    'def __debug__(): pass\n',
    'class __debug__: pass\n',
    'try: pass\nexcept E as __debug__: pass\n',
    '(__debug__ := 1)\n',
    '__debug__: int\n',
    'match x:\n    case __debug__: pass\n',
    'f(a=1, b=2, a=3)\n',
    'class A(x=1, x=2): pass\n',
    '*a = x\n',
    '*a, *b = x\n',
    'x = *a\n',
    'print(*a for a in b)\n',
    'try: pass\nexcept: pass\nexcept E: pass\n',
    'from __future__ import nope\n',
    'from __future__ import braces\n',
    'x = 1\nfrom __future__ import annotations\n',
    'def f():\n    from x import *\n',
    'class A:\n    from x import *\n',
    '[(x := 1) for x in y]\n',
    '[x for x in (y := z)]\n',
    '[[(x := 1) for y in z] for x in w]\n',
    'class A:\n    [(x := 1) for y in z]\n',
    '[x := 0 for x in y]\n',
    '[i for i in range(5) if (j := 0) for j in range(5)]\n',
    '[(yield 1) for x in y]\n',
    '{(yield 1) for x in y}\n',
    '((yield 1) for x in y)\n',
    '{(yield 1): 2 for x in y}\n',
    '[(yield from 1) for x in y]\n',
    'from __future__ import annotations\ndef f(x: (yield)): pass\n',
    'from __future__ import annotations\nx: (y := 1) = 1\n',
    'from __future__ import annotations\nasync def f():\n    x: (await y) = 1\n',
    'match x:\n    case a: pass\n    case b: pass\n',
    'match x:\n    case _: pass\n    case 1: pass\n',
    'match x:\n    case [a, a]: pass\n',
    'match x:\n    case a | b: pass\n',
    'match x:\n    case [a] | [b]: pass\n',
    'match x:\n    case [*a, *b]: pass\n',
    'match x:\n    case {1: a, 1: b}: pass\n',
    'match x:\n    case A(x=1, x=2): pass\n',
    "match x:\n    case {'a': _, 'a': _}: pass\n",
    'match x:\n    case A(__debug__=1): pass\n',
    'match x:\n    case (1 | _) | 2: pass\n',
    'try: pass\nexcept* E:\n    return\n',
    'def f():\n    try: pass\n    except* E:\n        return 1\n',
    'while 1:\n    try: pass\n    except* E:\n        break\n',
    'while 1:\n    try: pass\n    except* E:\n        continue\n',
    'while 1:\n    try: pass\n    except* E:\n        while 1:\n            break\n',
    'def f():\n    def g():\n        nonlocal y\n',
    'def f():\n    class A:\n        nonlocal zz\n        zz = 1\n',
    'class A:\n    x = 1\n    def f(self):\n        nonlocal x\n',
    'def f():\n    x = 1\n    class B:\n        x = 2\n        nonlocal x\n',
    'def f():\n    nonlocal __class__\n',
    'x: int = 1; global x\n',
    'global x; x: int\n',
    'def f(x):\n    def g():\n        nonlocal x\n        global x\n',
    'def f():\n    [x for x in y]\n    nonlocal x\n',
    'for a in 1:\n for a in 1:\n  for a in 1:\n   for a in 1:\n    for a in 1:\n     for a in 1:\n      for a in 1:\n       for a in 1:\n        for a in 1:\n         for a in 1:\n          for a in 1:\n           for a in 1:\n            for a in 1:\n             for a in 1:\n              for a in 1:\n               for a in 1:\n                for a in 1:\n                 for a in 1:\n                  for a in 1:\n                   for a in 1:\n                    for a in 1:\n                     pass\n',
    'def f():\n  while 1:\n   while 2:\n    while 3:\n     while 4:\n      while 5:\n       while 6:\n        while 8:\n         while 9:\n          while 10:\n           while 11:\n            while 12:\n             while 13:\n              while 14:\n               while 15:\n                while 16:\n                 while 17:\n                  while 18:\n                   while 19:\n                    while 20:\n                     while 21:\n                      while 22:\n                       break\n',
    '(a, b): int = 1\n',
    'async def f():\n    def g():\n        [x async for x in y]\n',
    'async def f():\n    {x: 1 async for x in y for z in w}\n    lambda: [x async for x in y]\n',
    'def f():\n    (x async for x in y)\n',
    'class A:\n    async def f(self): pass\n    await x\n',
    'def f():\n    class C:\n        def g(self):\n            nonlocal q\n',
    'f(**{1:2}, *x)\n',
    'def f(*, a, a): pass\n',
    'x = {*a, **b}\n',
    'del f()\n',
    'del (a, b.c, d[1], [x])\n',
    'def f(a=1, /, b): pass\n',
    'x = [*a for a in b]\n',
    "print(f'{a b}')\n",
    'class C:\n    x = lambda: (yield)\n    y = [(yield) for i in x]\n',
]
for text in snippets:
    try:
        compile(text, "<snippet>", "exec")
        print("fine")
    except SyntaxError as e:
        print(e.msg, (e.lineno, e.offset, e.end_lineno, e.end_offset))

# What it prints:
# expect: name 'x' is assigned to before global declaration (3, 5, 3, 13)
# expect: name 'x' is used prior to global declaration (3, 5, 3, 13)
# expect: name 'x' is parameter and global (2, 5, 2, 13)
# expect: name 'x' is parameter and nonlocal (2, 5, 2, 15)
# expect: no binding for nonlocal 'x' found (2, 5, 2, 15)
# expect: nonlocal declaration not allowed at module level (1, 1, 1, 11)
# expect: annotated name 'x' can't be global (3, 5, 3, 13)
# expect: annotated name 'x' can't be global (3, 5, 3, 15)
# expect: name 'x' is nonlocal and global (4, 9, 4, 17)
# expect: duplicate argument 'a' in function definition (1, 10, 1, 11)
# expect: duplicate argument 'a' in function definition (1, 12, 1, 13)
# expect: duplicate argument 'b' in function definition (1, 18, 1, 19)
# expect: 'return' outside function (1, 1, 1, 9)
# expect: 'return' outside function (2, 5, 2, 13)
# expect: 'yield' outside function (1, 1, 1, 8)
# expect: 'yield' outside function (2, 5, 2, 17)
# expect: 'await' outside function (1, 1, 1, 8)
# expect: 'await' outside async function (2, 5, 2, 12)
# expect: 'await' outside async function (1, 9, 1, 16)
# expect: 'yield from' inside async function (2, 5, 2, 17)
# expect: 'return' with value in async generator (3, 5, 3, 13)
# expect: 'break' outside loop (1, 1, 1, 6)
# expect: 'continue' not properly in loop (1, 1, 1, 9)
# expect: 'continue' not properly in loop (2, 5, 2, 13)
# expect: 'break' outside loop (3, 9, 3, 14)
# expect: 'continue' not properly in loop (3, 9, 3, 17)
# expect: 'break' outside loop (2, 5, 2, 10)
# expect: asynchronous comprehension outside of an asynchronous function (1, 1, 1, 21)
# expect: asynchronous comprehension outside of an asynchronous function (2, 12, 2, 32)
# expect: 'async for' outside async function (2, 5, 2, 27)
# expect: 'async with' outside async function (2, 5, 2, 23)
# expect: cannot assign to __debug__ (1, 1, 1, 10)
# expect: cannot assign to __debug__ (1, 1, 1, 23)
# expect: cannot assign to __debug__ (1, 1, 1, 15)
# expect: cannot assign to __debug__ (1, 1, 1, 12)
# expect: cannot delete __debug__ (1, 5, 1, 14)
# expect: fine
# expect: cannot assign to __debug__ (1, 1, 1, 22)
# expect: cannot assign to __debug__ (1, 1, 1, 17)
# expect: cannot assign to __debug__ (1, 5, 1, 14)
# expect: cannot assign to __debug__ (1, 11, 1, 20)
# expect: cannot assign to __debug__ (1, 1, 1, 22)
# expect: cannot assign to __debug__ (1, 1, 1, 22)
# expect: cannot assign to __debug__ (2, 1, 2, 28)
# expect: cannot assign to __debug__ (1, 2, 1, 11)
# expect: cannot assign to __debug__ (1, 1, 1, 15)
# expect: cannot assign to __debug__ (2, 10, 2, 19)
# expect: keyword argument repeated: a (1, 13, 1, 16)
# expect: keyword argument repeated: x (1, 14, 1, 17)
# expect: starred assignment target must be in a list or tuple (1, 1, 1, 3)
# expect: multiple starred expressions in assignment (1, 1, 1, 7)
# expect: can't use starred expression here (1, 5, 1, 7)
# expect: iterable unpacking cannot be used in comprehension (1, 7, 1, 9)
# expect: default 'except:' must be last (2, 1, 2, 13)
# expect: future feature nope is not defined (1, 1, 1, None)
# expect: not a chance (1, 1, 1, None)
# expect: from __future__ imports must occur at the beginning of the file (2, 1, 2, 35)
# expect: import * only allowed at module level (2, 19, 2, 20)
# expect: import * only allowed at module level (2, 19, 2, 20)
# expect: assignment expression cannot rebind comprehension iteration variable 'x' (1, 3, 1, 4)
# expect: assignment expression cannot be used in a comprehension iterable expression (1, 14, 1, 20)
# expect: assignment expression cannot rebind comprehension iteration variable 'x' (1, 4, 1, 5)
# expect: assignment expression within a comprehension cannot be used in a class body (2, 7, 2, 8)
# expect: assignment expression cannot rebind comprehension iteration variable 'x' (1, 2, 1, 3)
# expect: comprehension inner loop cannot rebind assignment expression target 'j' (1, 38, 1, 39)
# expect: 'yield' inside list comprehension (1, 3, 1, 10)
# expect: 'yield' inside set comprehension (1, 3, 1, 10)
# expect: 'yield' inside generator expression (1, 3, 1, 10)
# expect: 'yield' inside dict comprehension (1, 3, 1, 10)
# expect: 'yield' inside list comprehension (1, 3, 1, 15)
# expect: 'yield expression' can not be used within an annotation (2, 11, 2, 16)
# expect: 'named expression' can not be used within an annotation (2, 5, 2, 11)
# expect: 'await expression' can not be used within an annotation (3, 9, 3, 16)
# expect: name capture 'a' makes remaining patterns unreachable (2, 10, 2, 11)
# expect: wildcard makes remaining patterns unreachable (2, 10, 2, 11)
# expect: multiple assignments to name 'a' in pattern (2, 14, 2, 15)
# expect: name capture 'a' makes remaining patterns unreachable (2, 10, 2, 11)
# expect: alternative patterns bind different names (2, 17, 2, 18)
# expect: multiple starred names in sequence pattern (2, 10, 2, 18)
# expect: mapping pattern checks duplicate key (1) (2, 10, 2, 22)
# expect: attribute name repeated in class pattern: x (2, 19, 2, 20)
# expect: mapping pattern checks duplicate key ('a') (2, 10, 2, 26)
# expect: cannot assign to __debug__ (2, 22, 2, 23)
# expect: wildcard makes remaining patterns unreachable (2, 15, 2, 16)
# expect: 'return' outside function (3, 5, 3, 11)
# expect: 'break', 'continue' and 'return' cannot appear in an except* block (4, 16, 4, 17)
# expect: 'break', 'continue' and 'return' cannot appear in an except* block (4, 9, 4, 14)
# expect: 'break', 'continue' and 'return' cannot appear in an except* block (4, 9, 4, 17)
# expect: fine
# expect: no binding for nonlocal 'y' found (3, 9, 3, 19)
# expect: no binding for nonlocal 'zz' found (3, 9, 3, 20)
# expect: no binding for nonlocal 'x' found (4, 9, 4, 19)
# expect: name 'x' is assigned to before nonlocal declaration (5, 9, 5, 19)
# expect: no binding for nonlocal '__class__' found (2, 5, 2, 23)
# expect: annotated name 'x' can't be global (1, 13, 1, 21)
# expect: fine
# expect: name 'x' is nonlocal and global (3, 9, 3, 19)
# expect: no binding for nonlocal 'x' found (3, 5, 3, 15)
# expect: too many statically nested blocks (21, 21, 22, 26)
# expect: too many statically nested blocks (22, 23, 23, 29)
# expect: only single target (not tuple) can be annotated (1, 1, 1, 7)
# expect: asynchronous comprehension outside of an asynchronous function (3, 9, 3, 29)
# expect: asynchronous comprehension outside of an asynchronous function (3, 13, 3, 33)
# expect: fine
# expect: 'await' outside function (3, 5, 3, 12)
# expect: no binding for nonlocal 'q' found (4, 13, 4, 23)
# expect: iterable argument unpacking follows keyword argument unpacking (1, 3, 1, 10)
# expect: duplicate argument 'a' in function definition (1, 13, 1, 14)
# expect: invalid syntax (1, 10, 1, 12)
# expect: cannot delete function call (1, 5, 1, 8)
# expect: fine
# expect: non-default argument follows default argument (1, 15, 1, 16)
# expect: iterable unpacking cannot be used in comprehension (1, 6, 1, 8)
# expect: f-string: invalid syntax. Perhaps you forgot a comma? (1, 2, 1, 5)
# expect: 'yield' inside list comprehension (3, 11, 3, 16)
