import sys
def show(*args, cls=SyntaxError):
    try: raise cls(*args)
    except SyntaxError as e: sys.excepthook(cls, e, None)
for args in [('m', ('f.py', 3, 4, 'abc def\n')), ('m', ('f.py', 3, 4, '   abc def\n')), ('m', ('f.py', 3, 4, 'abc def\n', 3, 6)),
             ('m', ('f.py', 3, 4, 'abc def\n', 4, 6)), ('m', ('f.py', 3, 4, None)), ('m', ('f.py', 3, None, 'abc\n')),
             ('m', ('f.py', None, 4, 'abc\n')), ('m', (None, 3, 4, 'abc\n')), ('m', ('f.py', 3, 0, 'abc\n')),
             ('m', ('f.py', 3, -1, 'abc\n')), ('m', ('f.py', 3, 9, 'abc\n')), ('m', ('f.py', 3, 2, 'abc\ndef\n')),
             ('m', ('f.py', 3, 6, 'abc\ndef\n')), ('m', ('f.py', 3, 4, 'ééabc def\n', 3, 6)), ('m', ('f.py', 3, 4, 'abc def\n', 3, 4)),
             ('m', ('f.py', 3, 4, 'abc def\n', 3, 2)), ('m', ('f.py', 3, 4, 'abc def\n', 3, -1)),
             ('m', ('f.py', 3, 4, 'abc def', 3, None)), ('m', ('f.py', 3, 4, 'abc def', 3, 99)),
             ('m', ('f.py', 3, 'x', 'abc def', 3, 99)), ('m', (3, 3, 4, 'abc def', 3, 99)), ('m', ('f.py', 3, 4, '', 3, 4)),
             ('m', ('f.py', 3, 4, '\tabc def ghi\n', 3, 7)), ('m', ('f.py', 3, 1, '\tabc def ghi\n', 3, 7)), ('m',), (),
             ('a\nb', ('f.py', 3, 4, 'x')), (None, ('f.py', 3, 4, 'x')), ('m', ('f.py', 1, 4, '  \n'))]:
    print('#', args, file=sys.stderr)
    show(*args)
    show(*args, cls=IndentationError)
class E(Exception):
    print_file_and_line = None
    filename = 'q'; lineno = 3; offset = 2; text = 'abc'; msg = 'MM'; end_lineno = 3; end_offset = 4
try: raise E(1)
except E as e: sys.excepthook(E, e, None)
for text in ('a b', 'f(', 'x = = 1', ' x', 'def f(:\n pass', '"abc', 'é = 1 2', 'if 1:\nx', 'for', 'a\n  b\n', "f'{a b}'"):
    try: compile(text, 'file.py', 'exec')
    except SyntaxError as e: sys.excepthook(type(e), e, None)
