/* optimize.c -- constant folding, bottom-up while the symbol table walks the tree: so every part is looked at once. The
 * limits keep the results small, as CPython's do: a program may see what is folded and what is left to run time. */
#include "vm/compile.h"

static PyObject *object_of(Compiler *c, Expr *e)
{
    return e->kind == AST_Constant ? constant_object(c, &e->v.Constant.value) : NULL;
}

PyObject *expr_constant(Compiler *c, Expr *e) { return object_of(c, e); }

static bool name_chars(PyObject *s)
{
    if (!PyUnicode_IS_ASCII(s)) return false;
    const unsigned char *p = PyUnicode_DATA(s);
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(s); i++)
        if (!(p[i] == '_' || (unsigned)(p[i] | 32) - 'a' < 26u || (unsigned)p[i] - '0' < 10u)) return false;
    return true;
}

/* A constant node for `object` in place of e; e itself when folding it failed. */
static Expr *constant_node(Compiler *c, Expr *e, PyObject *object)
{
    if (object == NULL) {
        if (PyErr_ExceptionMatches(PyExc_KeyboardInterrupt)) compile_bail(c);
        PyErr_Clear();
        return e;
    }
    if (PyUnicode_CheckExact(object) && name_chars(object)) PyUnicode_InternInPlace(&object);
    Constant value = {.kind = (ConstantKind)CONST_OBJECT, .text = (const char *)shared_const(c, object)};
    return AST_NEW(c->arena, AST_POS(e), Constant, .value = value, .kind = NULL);
}

static Py_ssize_t bits_of(PyObject *n) { return (Py_ssize_t)_PyLong_NumBits(n); }

static bool is_zero(PyObject *n) { return Py_SIZE(n) == 0; }

#define MOST_BITS 128
#define MOST_ITEMS 256      /* of a tuple */
#define MOST_CHARACTERS 4096
#define MOST_PARTS 4096     /* items in all, nested tuples included */

/* `left` less what the nested tuples of o hold; negative: too much. */
static Py_ssize_t parts_left(PyObject *o, Py_ssize_t left)
{
    if (!PyTuple_Check(o)) return left;
    left -= PyTuple_GET_SIZE(o);
    for (Py_ssize_t i = 0; left >= 0 && i < PyTuple_GET_SIZE(o); i++) left = parts_left(PyTuple_GET_ITEM(o, i), left);
    return left;
}

static PyObject *refuse(void)
{
    PyErr_SetString(PyExc_ValueError, "too large to fold");
    return NULL;
}

static PyObject *safe_multiply(PyObject *a, PyObject *b)
{
    if (PyLong_Check(a) && PyLong_Check(b) && !is_zero(a) && !is_zero(b)) {
        if (bits_of(a) + bits_of(b) > MOST_BITS) return refuse();
    } else if (PyLong_Check(a) && (PyTuple_Check(b) || PyFrozenSet_Check(b))) {
        Py_ssize_t size = PyTuple_Check(b) ? PyTuple_GET_SIZE(b) : PySet_GET_SIZE(b);
        if (size) {
            long n = PyLong_AsLong(a);
            if (n < 0 || n > MOST_ITEMS / size) return refuse();
            if (n && parts_left(b, MOST_PARTS / n) < 0) return refuse();
        }
    } else if (PyLong_Check(a) && (PyUnicode_Check(b) || PyBytes_Check(b))) {
        Py_ssize_t size = PyUnicode_Check(b) ? PyUnicode_GET_LENGTH(b) : PyBytes_GET_SIZE(b);
        if (size) {
            long n = PyLong_AsLong(a);
            if (n < 0 || n > MOST_CHARACTERS / size) return refuse();
        }
    } else if (PyLong_Check(b) && (PyTuple_Check(a) || PyFrozenSet_Check(a) || PyUnicode_Check(a) || PyBytes_Check(a))) {
        return safe_multiply(b, a);
    }
    return PyNumber_Multiply(a, b);
}

static PyObject *safe_power(PyObject *a, PyObject *b)
{
    if (PyLong_Check(a) && PyLong_Check(b) && !is_zero(a) && Py_SIZE(b) > 0) {
        size_t n = PyLong_AsSize_t(b);
        if (n == (size_t)-1) return NULL;
        if ((size_t)bits_of(a) > MOST_BITS / n) return refuse();
    }
    return PyNumber_Power(a, b, Py_None);
}

static PyObject *safe_lshift(PyObject *a, PyObject *b)
{
    if (PyLong_Check(a) && PyLong_Check(b) && !is_zero(a) && !is_zero(b)) {
        size_t n = PyLong_AsSize_t(b);
        if (n == (size_t)-1) return NULL;
        if (n > MOST_BITS || (size_t)bits_of(a) > MOST_BITS - n) return refuse();
    }
    return PyNumber_Lshift(a, b);
}

static PyObject *safe_mod(PyObject *a, PyObject *b)
{
    if (PyUnicode_Check(a) || PyBytes_Check(a)) return refuse();
    return PyNumber_Remainder(a, b);
}

static PyObject *operate(AstOp op, PyObject *a, PyObject *b)
{
    switch (op) {
    case AST_Add: return PyNumber_Add(a, b);
    case AST_Sub: return PyNumber_Subtract(a, b);
    case AST_Mult: return safe_multiply(a, b);
    case AST_Div: return PyNumber_TrueDivide(a, b);
    case AST_FloorDiv: return PyNumber_FloorDivide(a, b);
    case AST_Mod: return safe_mod(a, b);
    case AST_Pow: return safe_power(a, b);
    case AST_LShift: return safe_lshift(a, b);
    case AST_RShift: return PyNumber_Rshift(a, b);
    case AST_BitOr: return PyNumber_Or(a, b);
    case AST_BitXor: return PyNumber_Xor(a, b);
    case AST_BitAnd: return PyNumber_And(a, b);
    default: return refuse();
    }
}

static Expr *fold_unary(Compiler *c, Expr *e)
{
    Expr *operand = e->v.UnaryOp.operand;
    if (e->v.UnaryOp.op == AST_Not && operand->kind == AST_Compare && operand->v.Compare.ops.len == 1) {
        AstOp *op = operand->v.Compare.ops.at; /* `not a in b` is `a not in b` */
        switch (*op) {
        case AST_Is: *op = AST_IsNot; return operand;
        case AST_IsNot: *op = AST_Is; return operand;
        case AST_In: *op = AST_NotIn; return operand;
        case AST_NotIn: *op = AST_In; return operand;
        default: return e;
        }
    }
    PyObject *value = object_of(c, operand);
    if (value == NULL) return e;
    switch (e->v.UnaryOp.op) {
    case AST_Invert: return constant_node(c, e, PyNumber_Invert(value));
    case AST_UAdd: return constant_node(c, e, PyNumber_Positive(value));
    case AST_USub: return constant_node(c, e, PyNumber_Negative(value));
    default: {
        int truth = PyObject_IsTrue(value);
        return constant_node(c, e, truth < 0 ? NULL : Py_NewRef(truth ? Py_False : Py_True));
    }
    }
}

static Expr *fold_binary(Compiler *c, Expr *e)
{
    AstBinOp *b = &e->v.BinOp;
    if (b->left->kind != AST_Constant || b->right->kind != AST_Constant) return e;
    return constant_node(c, e, operate(b->op, object_of(c, b->left), object_of(c, b->right)));
}

static Expr *fold_tuple(Compiler *c, Expr *e)
{
    if (e->v.Tuple.ctx != AST_Load) return e;
    PyObject *tuple = constant_tuple(c, e->v.Tuple.elts);
    return tuple ? constant_node(c, e, Py_NewRef(tuple)) : e;
}

static Expr *fold_subscript(Compiler *c, Expr *e)
{
    AstSubscript *s = &e->v.Subscript;
    if (s->ctx != AST_Load || s->value->kind != AST_Constant || s->slice->kind != AST_Constant) return e;
    return constant_node(c, e, PyObject_GetItem(object_of(c, s->value), object_of(c, s->slice)));
}

Expr *fold_iterable(Compiler *c, Expr *e)
{
    if (e->kind == AST_List) {
        seq_expr elts = e->v.List.elts;
        for (int i = 0; i < elts.len; i++)
            if (elts.at[i]->kind == AST_Starred) return e;
        PyObject *tuple = constant_tuple(c, elts);
        if (tuple) return constant_node(c, e, Py_NewRef(tuple));
        return AST_NEW(c->arena, AST_POS(e), Tuple, .elts = elts, .ctx = AST_Load);
    }
    if (e->kind == AST_Set) {
        PyObject *tuple = constant_tuple(c, e->v.Set.elts);
        if (tuple) return constant_node(c, e, PyFrozenSet_New(tuple));
    }
    return e;
}

static Expr *fold_compare(Compiler *c, Expr *e)
{
    AstCompare *cmp = &e->v.Compare;
    int last = cmp->ops.len - 1;
    if (cmp->ops.at[last] == AST_In || cmp->ops.at[last] == AST_NotIn)
        cmp->comparators.at[last] = fold_iterable(c, cmp->comparators.at[last]);
    return e;
}

static void fold_loops(Compiler *c, seq_comprehension loops)
{
    for (int i = 0; i < loops.len; i++) loops.at[i]->iter = fold_iterable(c, loops.at[i]->iter);
}

Expr *fold_expr(void *compiler, Expr *e)
{
    Compiler *c = compiler;
    switch (e->kind) {
    case AST_BinOp: return fold_binary(c, e);
    case AST_UnaryOp: return fold_unary(c, e);
    case AST_Tuple: return fold_tuple(c, e);
    case AST_Subscript: return fold_subscript(c, e);
    case AST_Compare: return fold_compare(c, e);
    case AST_ListComp: fold_loops(c, e->v.ListComp.generators); return e;
    case AST_SetComp: fold_loops(c, e->v.SetComp.generators); return e;
    case AST_DictComp: fold_loops(c, e->v.DictComp.generators); return e;
    case AST_GeneratorExp: fold_loops(c, e->v.GeneratorExp.generators); return e;
    case AST_Name:
        if (e->v.Name.ctx != AST_Load) return e;
        return constant_node(c, e, Py_NewRef(c->job->optimize ? Py_False : Py_True)); /* __debug__ */
    default: return e;
    }
}
