/* unparse.c -- an expression back to source text, as `from __future__ import annotations` keeps annotations: one space
 * around operators, single quotes preferred, parentheses where the precedence needs them. */
#include "vm/compile.h"

typedef struct {
    FrontArena *arena;
    char *text;
    size_t size, capacity;
    jmp_buf *bail;
} Out;

/* Binding strength, weakest first. */
typedef enum { P_TUPLE, P_TEST, P_OR, P_AND, P_NOT, P_COMPARE, P_EXPR, P_BOR = P_EXPR, P_BXOR, P_BAND, P_SHIFT, P_ARITH, P_TERM,
               P_FACTOR, P_POWER, P_AWAIT, P_ATOM } Level;

static void put_bytes(Out *o, const char *text, size_t n)
{
    if (o->size + n > o->capacity) {
        size_t capacity = (o->size + n) * 2 + 64;
        char *grown = adder_front_text(o->arena, capacity);
        if (o->size) memcpy(grown, o->text, o->size);
        o->text = grown;
        o->capacity = capacity;
    }
    memcpy(o->text + o->size, text, n);
    o->size += n;
}

static void put(Out *o, const char *text) { put_bytes(o, text, strlen(text)); }
static void put_if(Out *o, bool condition, const char *text) { if (condition) put(o, text); }

static void write_expr(Out *o, Expr *e, Level level);

static void write_list(Out *o, seq_expr list)
{
    for (int i = 0; i < list.len; i++) {
        put_if(o, i > 0, ", ");
        write_expr(o, list.at[i], P_TEST);
    }
}

/* ---- constants ---- */

static void put_object(Out *o, PyObject *repr)
{
    Py_ssize_t n;
    PyObject *bytes = repr ? PyUnicode_AsEncodedString(repr, "utf-8", "surrogatepass") : NULL;
    Py_XDECREF(repr);
    if (bytes == NULL) longjmp(*o->bail, 1);
    n = PyBytes_GET_SIZE(bytes);
    put_bytes(o, PyBytes_AS_STRING(bytes), (size_t)n);
    Py_DECREF(bytes);
}

/* A float or complex with an infinity is spelled as a number too large. */
static void put_number(Out *o, PyObject *number)
{
    PyObject *repr = number ? PyObject_Repr(number) : NULL;
    Py_XDECREF(number);
    if (repr == NULL) longjmp(*o->bail, 1);
    PyObject *inf = PyUnicode_FromString("inf"), *large = PyUnicode_FromString("1e309"), *text = NULL;
    if (inf && large) text = PyUnicode_Replace(repr, inf, large, -1);
    Py_XDECREF(inf);
    Py_XDECREF(large);
    Py_DECREF(repr);
    put_object(o, text);
}

static PyObject *object_of(Constant *k)
{
    switch ((int)k->kind) {
    case CONST_INT: return k->small ? PyLong_FromLongLong(k->integer) : PyLong_FromString(k->text, NULL, 0);
    case CONST_FLOAT: return PyFloat_FromDouble(k->number);
    case CONST_COMPLEX: return PyComplex_FromDoubles(0, k->number);
    case CONST_STR: return PyUnicode_DecodeUTF8(k->text, (Py_ssize_t)k->size, "surrogatepass");
    case CONST_BYTES: return PyBytes_FromStringAndSize(k->text, (Py_ssize_t)k->size);
    default: return Py_NewRef((PyObject *)(uintptr_t)k->text);
    }
}

static void write_object(Out *o, PyObject *object)
{
    if (PyFloat_CheckExact(object) || PyComplex_CheckExact(object)) {
        put_number(o, object);
    } else if (object == Py_Ellipsis) {
        Py_DECREF(object);
        put(o, "...");
    } else {
        PyObject *repr = PyObject_Repr(object);
        Py_DECREF(object);
        put_object(o, repr);
    }
}

static void write_constant(Out *o, Expr *e)
{
    Constant *k = &e->v.Constant.value;
    switch ((int)k->kind) {
    case CONST_NONE: put(o, "None"); return;
    case CONST_TRUE: put(o, "True"); return;
    case CONST_FALSE: put(o, "False"); return;
    case CONST_ELLIPSIS: put(o, "..."); return;
    default: break;
    }
    if (e->v.Constant.kind) put(o, e->v.Constant.kind);
    PyObject *object = object_of(k);
    if (object == NULL) longjmp(*o->bail, 1);
    write_object(o, object);
}

/* ---- operators ---- */

static void write_bool_op(Out *o, Expr *e, Level level)
{
    bool is_and = e->v.BoolOp.op == AST_And;
    Level mine = is_and ? P_AND : P_OR;
    seq_expr values = e->v.BoolOp.values;
    put_if(o, level > mine, "(");
    for (int i = 0; i < values.len; i++) {
        put_if(o, i > 0, is_and ? " and " : " or ");
        write_expr(o, values.at[i], mine + 1);
    }
    put_if(o, level > mine, ")");
}

static void write_binary(Out *o, Expr *e, Level level)
{
    const char *op;
    Level mine;
    switch (e->v.BinOp.op) {
    case AST_Add: op = " + "; mine = P_ARITH; break;
    case AST_Sub: op = " - "; mine = P_ARITH; break;
    case AST_Mult: op = " * "; mine = P_TERM; break;
    case AST_MatMult: op = " @ "; mine = P_TERM; break;
    case AST_Div: op = " / "; mine = P_TERM; break;
    case AST_Mod: op = " % "; mine = P_TERM; break;
    case AST_FloorDiv: op = " // "; mine = P_TERM; break;
    case AST_LShift: op = " << "; mine = P_SHIFT; break;
    case AST_RShift: op = " >> "; mine = P_SHIFT; break;
    case AST_BitOr: op = " | "; mine = P_BOR; break;
    case AST_BitXor: op = " ^ "; mine = P_BXOR; break;
    case AST_BitAnd: op = " & "; mine = P_BAND; break;
    default: op = " ** "; mine = P_POWER; break;
    }
    bool right_first = e->v.BinOp.op == AST_Pow;
    put_if(o, level > mine, "(");
    write_expr(o, e->v.BinOp.left, mine + right_first);
    put(o, op);
    write_expr(o, e->v.BinOp.right, mine + !right_first);
    put_if(o, level > mine, ")");
}

static void write_unary(Out *o, Expr *e, Level level)
{
    const char *op = "-";
    Level mine = P_FACTOR;
    switch (e->v.UnaryOp.op) {
    case AST_Invert: op = "~"; break;
    case AST_Not: op = "not "; mine = P_NOT; break;
    case AST_UAdd: op = "+"; break;
    default: break;
    }
    put_if(o, level > mine, "(");
    put(o, op);
    write_expr(o, e->v.UnaryOp.operand, mine);
    put_if(o, level > mine, ")");
}

static void write_compare(Out *o, Expr *e, Level level)
{
    static const char *const ops[] = {
        [AST_Eq - AST_Eq] = " == ", [AST_NotEq - AST_Eq] = " != ", [AST_Lt - AST_Eq] = " < ", [AST_LtE - AST_Eq] = " <= ",
        [AST_Gt - AST_Eq] = " > ", [AST_GtE - AST_Eq] = " >= ", [AST_Is - AST_Eq] = " is ", [AST_IsNot - AST_Eq] = " is not ",
        [AST_In - AST_Eq] = " in ", [AST_NotIn - AST_Eq] = " not in "};
    AstCompare *c = &e->v.Compare;
    put_if(o, level > P_COMPARE, "(");
    write_expr(o, c->left, P_COMPARE + 1);
    for (int i = 0; i < c->ops.len; i++) {
        put(o, ops[c->ops.at[i] - AST_Eq]);
        write_expr(o, c->comparators.at[i], P_COMPARE + 1);
    }
    put_if(o, level > P_COMPARE, ")");
}

static void write_if(Out *o, Expr *e, Level level)
{
    put_if(o, level > P_TEST, "(");
    write_expr(o, e->v.IfExp.body, P_TEST + 1);
    put(o, " if ");
    write_expr(o, e->v.IfExp.test, P_TEST + 1);
    put(o, " else ");
    write_expr(o, e->v.IfExp.orelse, P_TEST);
    put_if(o, level > P_TEST, ")");
}

/* ---- lambda ---- */

static void write_params(Out *o, seq_arg args, seq_expr defaults, int first_default, int before, bool *first)
{
    for (int i = 0; i < args.len; i++) {
        put_if(o, !*first, ", ");
        *first = false;
        put(o, args.at[i]->arg);
        int d = before + i - first_default;
        if (d < 0) continue;
        put(o, "=");
        write_expr(o, defaults.at[d], P_TEST);
    }
}

static void write_arguments(Out *o, Arguments *a)
{
    bool first = true;
    int first_default = a->posonlyargs.len + a->args.len - a->defaults.len;
    write_params(o, a->posonlyargs, a->defaults, first_default, 0, &first);
    put_if(o, a->posonlyargs.len > 0, ", /");
    write_params(o, a->args, a->defaults, first_default, a->posonlyargs.len, &first);
    if (a->vararg || a->kwonlyargs.len) {
        put_if(o, !first, ", ");
        first = false;
        put(o, "*");
        if (a->vararg) put(o, a->vararg->arg);
    }
    for (int i = 0; i < a->kwonlyargs.len; i++) {
        put(o, ", ");
        put(o, a->kwonlyargs.at[i]->arg);
        if (a->kw_defaults.at[i] == NULL) continue;
        put(o, "=");
        write_expr(o, a->kw_defaults.at[i], P_TEST);
    }
    if (a->kwarg) {
        put_if(o, !first, ", ");
        put(o, "**");
        put(o, a->kwarg->arg);
    }
}

static void write_lambda(Out *o, Expr *e, Level level)
{
    Arguments *a = e->v.Lambda.args;
    bool any = a->posonlyargs.len || a->args.len || a->vararg || a->kwonlyargs.len || a->kwarg;
    put_if(o, level > P_TEST, "(");
    put(o, any ? "lambda " : "lambda");
    write_arguments(o, a);
    put(o, ": ");
    write_expr(o, e->v.Lambda.body, P_TEST);
    put_if(o, level > P_TEST, ")");
}

/* ---- displays and comprehensions ---- */

static void write_dict(Out *o, Expr *e)
{
    AstDict *d = &e->v.Dict;
    put(o, "{");
    for (int i = 0; i < d->values.len; i++) {
        put_if(o, i > 0, ", ");
        if (d->keys.at[i]) {
            write_expr(o, d->keys.at[i], P_TEST);
            put(o, ": ");
            write_expr(o, d->values.at[i], P_TEST);
        } else {
            put(o, "**");
            write_expr(o, d->values.at[i], P_EXPR);
        }
    }
    put(o, "}");
}

static void write_loops(Out *o, seq_comprehension loops)
{
    for (int i = 0; i < loops.len; i++) {
        Comprehension *g = loops.at[i];
        put(o, g->is_async ? " async for " : " for ");
        write_expr(o, g->target, P_TUPLE);
        put(o, " in ");
        write_expr(o, g->iter, P_TEST + 1);
        for (int k = 0; k < g->ifs.len; k++) {
            put(o, " if ");
            write_expr(o, g->ifs.at[k], P_TEST + 1);
        }
    }
}

static void write_comp(Out *o, const char *open, Expr *elt, Expr *value, seq_comprehension loops, const char *close)
{
    put(o, open);
    write_expr(o, elt, P_TEST);
    if (value) {
        put(o, ": ");
        write_expr(o, value, P_TEST);
    }
    write_loops(o, loops);
    put(o, close);
}

/* ---- f-strings ---- */

static void write_joined(Out *o, Expr *e, bool spec);

static void put_escaping_braces(Out *o, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '{' || text[i] == '}') put_bytes(o, text + i, 1);
        put_bytes(o, text + i, 1);
    }
}

static void write_formatted(Out *o, Expr *e)
{
    AstFormattedValue *f = &e->v.FormattedValue;
    Out inner = {.arena = o->arena, .bail = o->bail};
    write_expr(&inner, f->value, P_TEST + 1);
    put(o, inner.size && inner.text[0] == '{' ? "{ " : "{");
    put_bytes(o, inner.text, inner.size);
    if (f->conversion > 0) {
        char text[3] = {'!', (char)f->conversion, 0};
        put(o, text);
    }
    if (f->format_spec) {
        put(o, ":");
        write_joined(o, f->format_spec, true);
    }
    put(o, "}");
}

static void write_joined_part(Out *o, Expr *e, bool spec)
{
    if (e->kind == AST_FormattedValue) {
        write_formatted(o, e);
    } else if (e->kind == AST_JoinedStr) {
        write_joined(o, e, spec);
    } else if (e->kind == AST_Constant && e->v.Constant.value.kind == CONST_STR) {
        put_escaping_braces(o, e->v.Constant.value.text, e->v.Constant.value.size);
    }
}

static void write_joined(Out *o, Expr *e, bool spec)
{
    if (e->kind != AST_JoinedStr) {
        write_joined_part(o, e, spec);
        return;
    }
    for (int i = 0; i < e->v.JoinedStr.values.len; i++) write_joined_part(o, e->v.JoinedStr.values.at[i], spec);
}

/* The text as a whole, then quoted as repr() would. */
static void write_fstring(Out *o, Expr *e)
{
    Out inner = {.arena = o->arena, .bail = o->bail};
    write_joined(&inner, e, false);
    PyObject *text = PyUnicode_DecodeUTF8(inner.text ? inner.text : "", (Py_ssize_t)inner.size, "surrogatepass");
    if (text == NULL) longjmp(*o->bail, 1);
    put(o, "f");
    write_object(o, text);
}

/* ---- the rest ---- */

static void write_call(Out *o, Expr *e)
{
    AstCall *k = &e->v.Call;
    write_expr(o, k->func, P_ATOM);
    if (k->args.len == 1 && k->keywords.len == 0 && k->args.at[0]->kind == AST_GeneratorExp) {
        write_expr(o, k->args.at[0], P_TEST); /* brings its parentheses */
        return;
    }
    put(o, "(");
    write_list(o, k->args);
    for (int i = 0; i < k->keywords.len; i++) {
        put_if(o, i > 0 || k->args.len > 0, ", ");
        Keyword *w = k->keywords.at[i];
        put(o, w->arg ? w->arg : "**");
        put_if(o, w->arg != NULL, "=");
        write_expr(o, w->value, w->arg ? P_TEST : P_EXPR);
    }
    put(o, ")");
}

static void write_attribute(Out *o, Expr *e)
{
    Expr *base = e->v.Attribute.value;
    write_expr(o, base, P_ATOM);
    bool number = base->kind == AST_Constant && base->v.Constant.value.kind == CONST_INT;
    put(o, number ? " ." : ".");
    put(o, e->v.Attribute.attr);
}

static void write_slice(Out *o, Expr *e)
{
    if (e->v.Slice.lower) write_expr(o, e->v.Slice.lower, P_TEST);
    put(o, ":");
    if (e->v.Slice.upper) write_expr(o, e->v.Slice.upper, P_TEST);
    if (e->v.Slice.step == NULL) return;
    put(o, ":");
    write_expr(o, e->v.Slice.step, P_TEST);
}

static void write_tuple(Out *o, Expr *e, Level level)
{
    seq_expr elts = e->v.Tuple.elts;
    if (elts.len == 0) {
        put(o, "()");
        return;
    }
    put_if(o, level > P_TUPLE, "(");
    write_list(o, elts);
    put_if(o, elts.len == 1, ",");
    put_if(o, level > P_TUPLE, ")");
}

static void write_prefixed(Out *o, const char *word, Expr *value, Level inner, bool parentheses)
{
    put_if(o, parentheses, "(");
    put(o, word);
    if (value) write_expr(o, value, inner);
    put_if(o, parentheses, ")");
}

static void write_expr(Out *o, Expr *e, Level level)
{
    switch (e->kind) {
    case AST_BoolOp: write_bool_op(o, e, level); break;
    case AST_BinOp: write_binary(o, e, level); break;
    case AST_UnaryOp: write_unary(o, e, level); break;
    case AST_Lambda: write_lambda(o, e, level); break;
    case AST_IfExp: write_if(o, e, level); break;
    case AST_Dict: write_dict(o, e); break;
    case AST_Set:
        put(o, "{");
        write_list(o, e->v.Set.elts);
        put(o, "}");
        break;
    case AST_GeneratorExp: write_comp(o, "(", e->v.GeneratorExp.elt, NULL, e->v.GeneratorExp.generators, ")"); break;
    case AST_ListComp: write_comp(o, "[", e->v.ListComp.elt, NULL, e->v.ListComp.generators, "]"); break;
    case AST_SetComp: write_comp(o, "{", e->v.SetComp.elt, NULL, e->v.SetComp.generators, "}"); break;
    case AST_DictComp:
        write_comp(o, "{", e->v.DictComp.key, e->v.DictComp.value, e->v.DictComp.generators, "}");
        break;
    case AST_Yield: write_prefixed(o, e->v.Yield.value ? "yield " : "yield", e->v.Yield.value, P_TUPLE, true); break;
    case AST_YieldFrom: write_prefixed(o, "yield from ", e->v.YieldFrom.value, P_TEST, true); break;
    case AST_Await: write_prefixed(o, "await ", e->v.Await.value, P_ATOM, level > P_AWAIT); break;
    case AST_Compare: write_compare(o, e, level); break;
    case AST_Call: write_call(o, e); break;
    case AST_Constant: write_constant(o, e); break;
    case AST_JoinedStr: case AST_FormattedValue: write_fstring(o, e); break;
    case AST_Attribute: write_attribute(o, e); break;
    case AST_Starred: write_prefixed(o, "*", e->v.Starred.value, P_EXPR, false); break;
    case AST_Name: put(o, e->v.Name.id); break;
    case AST_List:
        put(o, "[");
        write_list(o, e->v.List.elts);
        put(o, "]");
        break;
    case AST_Tuple: write_tuple(o, e, level); break;
    case AST_Subscript:
        write_expr(o, e->v.Subscript.value, P_ATOM);
        put(o, "[");
        write_expr(o, e->v.Subscript.slice, P_TUPLE);
        put(o, "]");
        break;
    case AST_Slice: write_slice(o, e); break;
    case AST_NamedExpr:
        put(o, "(");
        write_expr(o, e->v.NamedExpr.target, P_ATOM);
        put(o, " := ");
        write_expr(o, e->v.NamedExpr.value, P_ATOM);
        put(o, ")");
        break;
    default: break;
    }
}

const char *unparse(FrontArena *arena, Expr *e, size_t *size, jmp_buf *bail)
{
    Out o = {.arena = arena, .bail = bail};
    write_expr(&o, e, P_TEST);
    put_bytes(&o, "", 1);
    *size = o.size - 1;
    return o.text;
}
