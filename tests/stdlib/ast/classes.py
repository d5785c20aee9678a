# The classes of _ast: fields, constructors, what they say when used wrongly.
import _ast

print(_ast.BinOp._fields, _ast.BinOp.__match_args__)   # expect: ('left', 'op', 'right') ('left', 'op', 'right')
print(_ast.expr._attributes)   # expect: ('lineno', 'col_offset', 'end_lineno', 'end_col_offset')
print(_ast.Module._attributes, _ast.AST._fields)   # expect: () ()
print(_ast.Return.value, _ast.arg.end_lineno)   # expect: None None
print([c.__name__ for c in _ast.Add.__mro__])   # expect: ['Add', 'operator', 'AST', 'object']
print(_ast.Call.__doc__)   # expect: Call(expr func, expr* args, keyword* keywords)
print(_ast.ImportFrom.__doc__)   # expect: ImportFrom(identifier? module, alias* names, int? level)

n = _ast.Name('x', ctx=_ast.Load())
print(n.id, type(n.ctx).__name__)   # expect: x Load
n.extra = 5
print(sorted(n.__dict__))   # expect: ['ctx', 'extra', 'id']
print(_ast.Name().__dict__)   # expect: {}
print(n.__reduce__()[0] is _ast.Name, sorted(n.__reduce__()[2]))   # expect: True ['ctx', 'extra', 'id']


def try_it(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


try_it(lambda: _ast.Name(1, 2, 3))   # expect: TypeError Name constructor takes at most 2 positional arguments
try_it(lambda: _ast.Expr(1, 2))   # expect: TypeError Expr constructor takes at most 1 positional argument
try_it(lambda: _ast.Name(1, id=2))   # expect: TypeError Name got multiple values for argument 'id'


class Odd(_ast.AST):
    _fields = ('a', 'b')


print(Odd(1, 2).__dict__)   # expect: {'a': 1, 'b': 2}
