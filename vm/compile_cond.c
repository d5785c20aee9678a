/* compile_cond.c -- truth: conditions compiled to jumps, and comparisons, chained ones included. */
#include "vm/compile.h"

static bool placed(Compiler *c, Label label) { return c->u->labels[label] >= 0; }

static void jump(Compiler *c, Label target)
{
    emit_jump(c, placed(c, target) ? BASE_JUMP_BACK : BASE_JUMP, OPD_NONE, OPD_NONE, target);
}

bool constant_truth(Compiler *c, Expr *e, bool *truth)
{
    PyObject *value = expr_constant(c, e);
    if (value == NULL) return false;
    int t = PyObject_IsTrue(value);
    if (t < 0) compile_bail(c);
    *truth = t;
    return true;
}

/* ---- comparisons ---- */

typedef struct { OpBase value, when_true, when_false; } CompareBases;

static CompareBases compare_bases(AstOp op)
{
    switch (op) {
    case AST_Eq: return (CompareBases){BASE_EQ, BASE_JTEQ, BASE_JFEQ};
    case AST_NotEq: return (CompareBases){BASE_NE, BASE_JTNE, BASE_JFNE};
    case AST_Lt: return (CompareBases){BASE_LT, BASE_JTLT, BASE_JFLT};
    case AST_LtE: return (CompareBases){BASE_LE, BASE_JTLE, BASE_JFLE};
    case AST_Gt: return (CompareBases){BASE_GT, BASE_JTGT, BASE_JFGT};
    case AST_GtE: return (CompareBases){BASE_GE, BASE_JTGE, BASE_JFGE};
    case AST_Is: return (CompareBases){BASE_IS, BASE_JIS, BASE_JISNOT};
    case AST_IsNot: return (CompareBases){BASE_ISNOT, BASE_JISNOT, BASE_JIS};
    case AST_In: return (CompareBases){BASE_IN, BASE_JIN, BASE_JNOTIN};
    default: return (CompareBases){BASE_NOTIN, BASE_JNOTIN, BASE_JIN};
    }
}

static bool sees_identity(AstOp op) { return op == AST_Is || op == AST_IsNot || op == AST_In || op == AST_NotIn; }

static bool fair_for_is(Expr *e)
{
    if (e->kind != AST_Constant) return true;
    if ((int)e->v.Constant.value.kind != CONST_OBJECT) return e->v.Constant.value.kind <= CONST_ELLIPSIS;
    PyObject *o = (PyObject *)(uintptr_t)e->v.Constant.value.text;
    return o == Py_None || o == Py_True || o == Py_False || o == Py_Ellipsis;
}

static void check_literals(Compiler *c, AstCompare *cmp)
{
    bool left = fair_for_is(cmp->left);
    for (int i = 0; i < cmp->ops.len; i++) {
        bool right = fair_for_is(cmp->comparators.at[i]);
        if (cmp->ops.at[i] == AST_Is && !(left && right))
            compile_warn(c, c->u->pos, "\"is\" with a literal. Did you mean \"==\"?");
        if (cmp->ops.at[i] == AST_IsNot && !(left && right))
            compile_warn(c, c->u->pos, "\"is not\" with a literal. Did you mean \"!=\"?");
        left = right;
    }
}

/* The middle operand of a chain, to be used by two comparisons: *first is for the first one, the result for the second. */
static Opd middle(Compiler *c, Expr *e, Expr *later, Opd *first, bool number)
{
    Opd value = expr_before(c, e, number, later);
    *first = value;
    if (value.kind == KIND_T) {
        *first = new_temp(c);
        emit(c, BASE_DUP, *first, opd_n(value.index), OPD_NONE);
    }
    return value;
}

/* Two constants never meet in one instruction, and the operands that must be variables are. */
static void settle(Compiler *c, AstOp op, bool jumping, Opd *left, Opd *right)
{
    if (left->kind == KIND_K && right->kind == KIND_K) *left = in_temp(c, *left, !sees_identity(op));
    if (!jumping) return;
    if ((op == AST_Is || op == AST_IsNot) && left->kind == KIND_K) {
        if (right->kind == KIND_K) *left = in_temp(c, *left, false);
        else { /* the same question the other way round */
            Opd swap = *left;
            *left = *right;
            *right = swap;
        }
    }
    if ((op == AST_In || op == AST_NotIn) && right->kind == KIND_K) *right = in_temp(c, *right, false);
}

/* In a long chain the operand that stays is moved to the bottom now and then: the frame stays small. */
static Opd move_down(Compiler *c, Opd keep, int depth)
{
    if (keep.kind != KIND_T || keep.index < depth + 4) return keep;
    emit(c, BASE_DUP, opd_temp(depth), opd_n(keep.index), OPD_NONE);
    emit(c, BASE_DROP, keep, OPD_NONE, OPD_NONE);
    set_depth(c, depth + 1);
    return opd_temp(depth);
}

/* a < b < c as a value: the first false comparison's result, or the last one's. */
static Opd chain(Compiler *c, AstCompare *cmp, Opd dst)
{
    int depth = c->u->depth, n = cmp->ops.len;
    Label end = new_label(c);
    Opd left = expr_before(c, cmp->left, true, cmp->comparators.at[0]);
    AssignedSet before = c->u->assigned;
    for (int i = 0; i < n - 1; i++) {
        AstOp op = cmp->ops.at[i];
        Opd first, keep = middle(c, cmp->comparators.at[i], cmp->comparators.at[i + 1], &first, !sees_identity(op));
        if (i == 0) before = c->u->assigned;
        settle(c, op, false, &left, &first);
        int kept = keep.kind == KIND_T ? keep.index : -1;
        set_depth(c, kept >= 0 ? kept + 1 : depth);
        Opd result = new_temp(c);
        emit(c, compare_bases(op).value, result, left, first);
        if (result.index == depth) {
            emit_jump(c, BASE_JF_KEEP, opd_n(result.index), OPD_NONE, end);
        } else { /* the middle operand and perhaps a hole lie below the result */
            Label tidy = new_label(c), go_on = new_label(c);
            emit_jump(c, BASE_JF_KEEP, opd_n(result.index), OPD_NONE, tidy);
            emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, go_on);
            place_label(c, tidy);
            emit(c, BASE_DROP, keep, OPD_NONE, OPD_NONE);
            emit(c, BASE_DUP, opd_temp(depth), opd_n(result.index), OPD_NONE);
            emit(c, BASE_DROP, result, OPD_NONE, OPD_NONE);
            emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, end);
            place_label(c, go_on);
        }
        set_depth(c, kept >= 0 ? kept + 1 : depth);
        left = move_down(c, keep, depth);
    }
    AstOp op = cmp->ops.at[n - 1];
    Opd right = expr(c, cmp->comparators.at[n - 1], ANYWHERE, !sees_identity(op));
    settle(c, op, false, &left, &right);
    set_depth(c, depth);
    Opd result = new_temp(c);
    emit(c, compare_bases(op).value, result, left, right);
    c->u->assigned = before;
    place_label(c, end);
    return place(c, result, dst, false);
}

Opd compare(Compiler *c, Expr *e, Opd dst)
{
    AstCompare *cmp = &e->v.Compare;
    check_literals(c, cmp);
    if (cmp->ops.len > 1) return chain(c, cmp, dst);
    int depth = c->u->depth;
    AstOp op = cmp->ops.at[0];
    Opd left = expr_before(c, cmp->left, !sees_identity(op), cmp->comparators.at[0]);
    Opd right = expr(c, cmp->comparators.at[0], ANYWHERE, !sees_identity(op));
    settle(c, op, false, &left, &right);
    set_depth(c, depth);
    dst = result_in(c, dst);
    emit(c, compare_bases(op).value, dst, left, right);
    return dst;
}

/* Jumps to target when the comparison is `when`. The fused instructions that jump on false only go forwards. */
static void compare_and_jump(Compiler *c, AstOp op, Opd left, Opd right, Label target, bool when)
{
    CompareBases bases = compare_bases(op);
    settle(c, op, true, &left, &right);
    if (!when && placed(c, target) && !sees_identity(op)) {
        Label next = new_label(c);
        emit_jump(c, bases.when_true, left, right, next);
        jump(c, target);
        place_label(c, next);
        return;
    }
    emit_jump(c, when ? bases.when_true : bases.when_false, left, right, target);
}

#define FEW 4

/* The items of a short constant tuple of ints and strs, for which `in` asks nothing but ==. NULL for anything else. */
static PyObject *few_plain_items(Compiler *c, Expr *e)
{
    PyObject *tuple = expr_constant(c, e);
    if (tuple == NULL || !PyTuple_CheckExact(tuple) || c->u->far_mode) return NULL;
    Py_ssize_t n = PyTuple_GET_SIZE(tuple);
    if (n == 0 || n > FEW) return NULL;
    for (Py_ssize_t i = 0; i < n; i++)
        if (!PyLong_CheckExact(PyTuple_GET_ITEM(tuple, i)) && !PyUnicode_CheckExact(PyTuple_GET_ITEM(tuple, i))) return NULL;
    return tuple;
}

/* `local in (1, 2)` as comparisons one after the other. False: it is something else. */
static bool jump_in_few(Compiler *c, AstCompare *cmp, Label target, bool when)
{
    Expr *left = cmp->left;
    if (cmp->ops.len > 1 || (cmp->ops.at[0] != AST_In && cmp->ops.at[0] != AST_NotIn) || left->kind != AST_Name) return false;
    PyObject *items = few_plain_items(c, cmp->comparators.at[0]);
    if (items == NULL || resolve_name(c, left->v.Name.id).kind != REF_FAST) return false;
    bool found_jumps = (cmp->ops.at[0] == AST_In) == when;
    Opd local = expr_number(c, left);
    Label found = found_jumps ? target : new_label(c);
    Py_ssize_t n = PyTuple_GET_SIZE(items);
    for (Py_ssize_t i = 0; i < n; i++) {
        Opd item = const_opd(c, PyTuple_GET_ITEM(items, i));
        bool last = i + 1 == n && !found_jumps;
        compare_and_jump(c, AST_Eq, item, local, last ? target : found, !last);
    }
    if (!found_jumps) place_label(c, found);
    return true;
}

void jump_compare(Compiler *c, Expr *e, Label target, bool when)
{
    AstCompare *cmp = &e->v.Compare;
    int depth = c->u->depth, n = cmp->ops.len;
    check_literals(c, cmp);
    if (jump_in_few(c, cmp, target, when)) return;
    Label no = n > 1 && when ? new_label(c) : target; /* where a false comparison inside the chain goes */
    Opd left = expr_before(c, cmp->left, !sees_identity(cmp->ops.at[0]), cmp->comparators.at[0]);
    AssignedSet before = c->u->assigned;
    for (int i = 0; i < n - 1; i++) {
        AstOp op = cmp->ops.at[i];
        Opd first, keep = middle(c, cmp->comparators.at[i], cmp->comparators.at[i + 1], &first, !sees_identity(op));
        if (i == 0) before = c->u->assigned;
        if (keep.kind != KIND_T) {
            compare_and_jump(c, op, left, first, no, false);
        } else {
            Label tidy = new_label(c), go_on = new_label(c);
            compare_and_jump(c, op, left, first, tidy, false);
            emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, go_on);
            place_label(c, tidy);
            emit(c, BASE_DROP, keep, OPD_NONE, OPD_NONE);
            jump(c, no);
            place_label(c, go_on);
        }
        set_depth(c, keep.kind == KIND_T ? keep.index + 1 : depth);
        left = move_down(c, keep, depth);
    }
    AstOp op = cmp->ops.at[n - 1];
    Opd right = expr(c, cmp->comparators.at[n - 1], ANYWHERE, !sees_identity(op));
    compare_and_jump(c, op, left, right, target, when);
    if (n > 1) c->u->assigned = before;
    if (no != target) place_label(c, no);
    set_depth(c, depth);
}

/* ---- conditions ---- */

static void jump_bool_op(Compiler *c, Expr *e, Label target, bool when)
{
    seq_expr values = e->v.BoolOp.values;
    bool decides = e->v.BoolOp.op == AST_Or; /* the truth of one operand that settles it */
    Label skip = decides == when ? target : new_label(c);
    AssignedSet before = c->u->assigned;
    for (int i = 0; i < values.len - 1; i++) {
        jump_if(c, values.at[i], skip, decides);
        if (i == 0) before = c->u->assigned;
    }
    jump_if(c, values.at[values.len - 1], target, when);
    c->u->assigned = before;
    if (skip != target) place_label(c, skip);
}

static void jump_if_expr(Compiler *c, Expr *e, Label target, bool when)
{
    Label otherwise = new_label(c), end = new_label(c);
    jump_if(c, e->v.IfExp.test, otherwise, false);
    AssignedSet before = c->u->assigned;
    jump_if(c, e->v.IfExp.body, target, when);
    jump(c, end);
    place_label(c, otherwise);
    c->u->assigned = before;
    jump_if(c, e->v.IfExp.orelse, target, when);
    c->u->assigned = before;
    place_label(c, end);
}

void jump_if(Compiler *c, Expr *e, Label target, bool when)
{
    Unit *u = c->u;
    int depth = u->depth;
    bool truth;
    if (constant_truth(c, e, &truth)) {
        if (truth == when) jump(c, target);
        return;
    }
    compile_go_deeper(c);
    AstPos before = u->pos;
    if (e->kind == AST_UnaryOp && e->v.UnaryOp.op == AST_Not) {
        jump_if(c, e->v.UnaryOp.operand, target, !when);
    } else if (e->kind == AST_BoolOp) {
        jump_bool_op(c, e, target, when);
    } else if (e->kind == AST_IfExp) {
        jump_if_expr(c, e, target, when);
    } else if (e->kind == AST_Compare) {
        at(c, e);
        jump_compare(c, e, target, when);
    } else {
        emit_jump(c, when ? BASE_JT : BASE_JF, expr_value(c, e, true), OPD_NONE, target);
    }
    u->pos = before;
    set_depth(c, depth);
    compile_go_back(c);
}
