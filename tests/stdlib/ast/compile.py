# compile() to trees and from them.
import _ast


def tree(source, mode="exec", flags=0):
    return compile(source, "f", mode, _ast.PyCF_ONLY_AST | flags)


def fill(node, line=1):
    """Gives every node a position."""
    for name in node._attributes:
        setattr(node, name, line if "line" in name else 0)
    for name in node._fields:
        value = getattr(node, name, None)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, _ast.AST):
                fill(child, line)
    return node


m = tree("a = b.c[1:2] + 'é'\n")
s = m.body[0]
print(type(s).__name__, s.targets[0].id)   # expect: Assign a
print((s.lineno, s.col_offset, s.end_lineno, s.end_col_offset))   # expect: (1, 0, 1, 19)
print(s.value.right.value, type(s.value.op).__name__)   # expect: é Add
print(s.value.left.value.ctx is tree("x").body[0].value.ctx)   # expect: True
print(tree("x: int  # type: str\n").type_ignores)   # expect: []
print(tree("x = 1  # type: str\n", flags=_ast.PyCF_TYPE_COMMENTS).body[0].type_comment)   # expect: str
print(type(tree("(int, *str) -> x", "func_type")).__name__)   # expect: FunctionType
print(tree(m) is m)   # expect: True

exec(compile(tree("def f(a, /, b=2, *c, d, **e): return a, b, c, d, e\nprint(f(1, d=4))"), "f", "exec"))   # expect: (1, 2, (), 4, {})
exec(compile(tree("match [1, {'k': 5}]:\n case [int(), {'k': v}]: print('found', v)"), "f", "exec"))   # expect: found 5
print(eval(compile(tree("[f'{x!r:>4}' for x in 'ab' if x]", "eval"), "f", "eval")))   # expect: [" 'a'", " 'b'"]
constant = fill(_ast.Expression(_ast.Constant((1, 2.5, None, frozenset({3})))))
print(eval(compile(constant, "f", "eval")))   # expect: (1, 2.5, None, frozenset({3}))


def refused(make, mode="exec"):
    try:
        compile(make(), "f", mode)
        print("compiled")
    except Exception as e:
        print(type(e).__name__, e)


name = lambda ctx: _ast.Name("x", ctx)
module = lambda *body: fill(_ast.Module(list(body), []))
refused(lambda: _ast.Module([_ast.Expr(name(_ast.Load()))], []))   # expect: TypeError required field "lineno" missing from stmt
refused(lambda: module(_ast.Expr(name(_ast.Store()))))   # expect: ValueError expression must have Load context but has Store instead
refused(lambda: module(_ast.Assign([_ast.Constant(1)], _ast.Constant(2))))   # expect: ValueError expression which can't be assigned to in Store context
refused(lambda: module(_ast.If(_ast.Constant(1), [], [])))   # expect: ValueError empty body on If
refused(lambda: module(_ast.Expr(None)))   # expect: ValueError field 'value' is required for Expr
refused(lambda: module(_ast.Expr(_ast.Constant([1]))))   # expect: TypeError got an invalid type in Constant: list
refused(lambda: _ast.Module(5, []))   # expect: TypeError Module field "body" must be a list, not a int
refused(lambda: module(_ast.Expr(_ast.Name(5, _ast.Load()))))   # expect: TypeError AST identifier must be of type str
refused(lambda: module(_ast.Expr(_ast.Name("None", _ast.Load()))))   # expect: ValueError identifier field can't represent 'None' constant
refused(lambda: module(_ast.Expr(_ast.BoolOp(_ast.And(), [_ast.Constant(1)]))))   # expect: ValueError BoolOp with less than 2 values
refused(lambda: module(_ast.Expr(_ast.Compare(_ast.Constant(1), [_ast.Lt()], []))))   # expect: ValueError Compare with no comparators
refused(lambda: module(_ast.Try([_ast.Pass()], [], [], [])))   # expect: ValueError Try has neither except handlers nor finalbody
refused(lambda: fill(_ast.Expression(_ast.Constant(1))))   # expect: TypeError expected Module node, got Expression
refused(lambda: module(_ast.Expr(_ast.Dict([None, _ast.Constant(1)], [name(_ast.Load())]))))   # expect: ValueError Dict doesn't have the same number of keys as values

deep = _ast.Constant(1)
for i in range(100000):
    deep = _ast.UnaryOp(_ast.USub(), deep, lineno=1, col_offset=0)
refused(lambda: _ast.Expression(deep), "eval")   # expect: RecursionError maximum recursion depth exceeded while traversing 'expr' node
try:
    tree("-" * 4000 + "1")
except RecursionError as e:
    print(e)   # expect: maximum recursion depth exceeded during ast construction
