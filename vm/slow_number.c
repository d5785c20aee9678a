/* slow_number.c -- operators: the general way, and the choice of the form that the instruction has from then on. */
#include "vm/eval.h"

PyObject *adder_operand(Instr *pc, Slot *fp, int i, PyObject **temp)
{
    Slot *p = operand_slot(pc, fp, i);
    *temp = NULL;
    if (ADDER_UNLIKELY(*p == SLOT_NULL)) {
        adder_raise_unbound(fp, OPERAND(pc, i));
        return NULL;
    }
    if (!slot_is_number(*p)) return slot_object(*p);
    if (adder_op_info[pc->op].kind[i] == KIND_K) return *temp = adder_slot_box(*p);
    return slot_boxed(p);
}

PyObject *adder_slot_box(Slot s)
{
    if (slot_is_int(s)) return adder_int_new_i64(slot_int(s));
    if (slot_is_double(s)) return adder_float_new(slot_double(s));
    return Py_NewRef(slot_object(s));
}

int adder_raise_unbound(Slot *fp, int index)
{
    CodeObject *code = frame_code(fp);
    if (index >= code->nlocals) { /* a temporary is never unbound */
        PyErr_SetString(PyExc_SystemError, "an instruction reads a temporary that holds nothing");
        return -1;
    }
    PyObject *name = PyTuple_GET_ITEM(code->localnames, index);
    if (code->localkinds[index] & LOCAL_FREE) {
        PyErr_Format(PyExc_NameError, "cannot access free variable '%U' where it is not associated with a value in enclosing scope", name);
        PyObject *exc = adder_error_take();
        if (exc != NULL && PyObject_SetAttr(exc, ID(name), name) < 0) PyErr_Clear();
        if (exc != NULL) adder_error_restore(exc);
    } else PyErr_Format(PyExc_UnboundLocalError, "cannot access local variable '%U' where it is not associated with a value", name);
    return -1;
}

/* ---- Arithmetic */

enum { NONE, INT, FLOAT };

/* What kind of number the slot's content is, boxed or not. */
static int number_kind(Slot s)
{
    if (slot_is_int(s)) return INT;
    if (slot_is_double(s)) return FLOAT;
    if (s == SLOT_NULL) return NONE;
    if (Py_IS_TYPE(slot_object(s), &PyLong_Type)) return INT;
    return Py_IS_TYPE(slot_object(s), &PyFloat_Type) ? FLOAT : NONE;
}

static bool short_int(Slot s, int64_t *v)
{
    if (slot_is_int(s)) {
        *v = slot_int(s);
        return true;
    }
    return adder_int_get(slot_object(s), v);
}

static bool as_double(Slot s, double *d)
{
    int64_t v;
    if (slot_is_double(s)) *d = slot_double(s);
    else if (slot_is_int(s)) *d = (double)slot_int(s);
    else if (Py_IS_TYPE(slot_object(s), &PyFloat_Type)) *d = ((PyFloatObject *)slot_object(s))->ob_fval;
    else if (adder_int_get(slot_object(s), &v) && v < (1LL << 53) && v > -(1LL << 53)) *d = (double)v;
    else return false;
    return true;
}

/* Operators in the order of opcodes.def. */
enum { ADD, SUB, MUL, TRUEDIV, FLOORDIV, MOD, AND, OR, XOR, LSHIFT, RSHIFT, POW, MATMUL, OPERATORS };
#define POWER(name) static PyObject *name##2(PyObject *a, PyObject *b) { return name(a, b, Py_None); }
POWER(PyNumber_Power)
POWER(PyNumber_InPlacePower)
static const binaryfunc operators[2 * OPERATORS] = {
    PyNumber_Add, PyNumber_InPlaceAdd, PyNumber_Subtract, PyNumber_InPlaceSubtract,
    PyNumber_Multiply, PyNumber_InPlaceMultiply, PyNumber_TrueDivide, PyNumber_InPlaceTrueDivide,
    PyNumber_FloorDivide, PyNumber_InPlaceFloorDivide, PyNumber_Remainder, PyNumber_InPlaceRemainder,
    PyNumber_And, PyNumber_InPlaceAnd, PyNumber_Or, PyNumber_InPlaceOr, PyNumber_Xor, PyNumber_InPlaceXor,
    PyNumber_Lshift, PyNumber_InPlaceLshift, PyNumber_Rshift, PyNumber_InPlaceRshift,
    PyNumber_Power2, PyNumber_InPlacePower2, PyNumber_MatrixMultiply, PyNumber_InPlaceMatrixMultiply,
};

/* Two ints of up to 60 bits. False: the result is longer, or an error. */
static bool int_result(int operator, int64_t x, int64_t y, int64_t *r)
{
    switch (operator) {
    case ADD: return !__builtin_add_overflow(x, y, r);
    case SUB: return !__builtin_sub_overflow(x, y, r);
    case MUL: return !__builtin_mul_overflow(x, y, r);
    case FLOORDIV:
        if (y == 0) return false;
        *r = x / y - (x % y != 0 && (x < 0) != (y < 0));
        return true;
    case MOD:
        if (y == 0) return false;
        *r = x % y;
        if (*r != 0 && (*r < 0) != (y < 0)) *r += y;
        return true;
    case AND: *r = x & y; return true;
    case OR:  *r = x | y; return true;
    case XOR: *r = x ^ y; return true;
    case RSHIFT:
        if (y < 0) return false;
        *r = x >> (y > 63 ? 63 : y);
        return true;
    default: return false;
    }
}

static bool float_result(int operator, double x, double y, double *r)
{
    switch (operator) {
    case ADD: *r = x + y; return true;
    case SUB: *r = x - y; return true;
    case MUL: *r = x * y; return true;
    case TRUEDIV:
        if (y == 0.0) return false;
        *r = x / y;
        return true;
    case FLOORDIV:
    case MOD: {
        double q, m;
        if (y == 0.0) return false;
        adder_float_divmod(x, y, &q, &m);
        *r = operator == MOD ? m : q;
        return true;
    }
    case POW: return x > 0.0 && adder_float_pow(x, y, r) == 0;
    default: return false;
    }
}

/* The result of an operator on two numbers as a slot; 1 when done, 0: do it the general way, -1: exception. */
static int number_result(int operator, int kind, Slot a, Slot b, Slot *r)
{
    int64_t x, y, v;
    double d, e;
    PyObject *o;
    if (kind == INT && operator != TRUEDIV) {
        if (!short_int(a, &x) || !short_int(b, &y) || !int_result(operator, x, y, &v)) return 0;
        if (slot_int_fits(v)) {
            *r = slot_from_int(v);
            return 1;
        }
        o = adder_int_new_i64(v);
    } else {
        if (!as_double(a, &d) || !as_double(b, &e) || !float_result(operator, d, e, &d)) {
            if (PyErr_Occurred()) return -1;
            return 0;
        }
        if (slot_double_fits(d)) {
            *r = slot_from_double(d);
            return 1;
        }
        o = adder_float_new(d);
    }
    if (o == NULL) return -1;
    *r = slot_from_object(o);
    return 1;
}

/* s += t on strings: when the local that holds s is also the destination (or s is a temporary of ours alone), nobody else
 * sees the old text, and it may grow in place. Only then s has one reference. */
static int append_str(Slot *fp, Instr *pc)
{
    const OpInfo *info = &adder_op_info[pc->op];
    PyObject *left = slot_object(fp[pc->b]), *right = slot_object(*operand_slot(pc, fp, 2));
    bool own = info->kind[1] == KIND_T || (info->kind[1] == KIND_L && info->kind[0] == KIND_l && pc->a == pc->b);
    if (!own || Py_REFCNT(left) != 1 || left == right) return 0;
    fp[pc->b] = SLOT_NULL;
    PyUnicode_Append(&left, right);
    if (left == NULL) return -1; /* the one case where an operand is lost: no memory, and no second reference to keep it */
    operand_consume(pc, fp, 2);
    store_object(pc, fp, left);
    return 1;
}

SLOW(adder_slow_binary)
{
    (void)thread;
    const OpInfo *info = &adder_op_info[pc->op];
    int generic = info->generic, index = (generic - BASE_ADD) / 4, operator = index / 2;
    Slot a = *operand_slot(pc, fp, 1), b = *operand_slot(pc, fp, 2), r;
    int ka = number_kind(a), kb = number_kind(b);
    if (ka != NONE && kb != NONE) {
        int kind = ka == INT && kb == INT ? INT : FLOAT;
        pc->op = op_in_form(pc->op, (OpBase)(generic + kind));
        int done = number_result(operator, kind, a, b, &r);
        if (done < 0) return -1;
        if (done > 0) {
            operand_consume(pc, fp, 1);
            operand_consume(pc, fp, 2);
            store_slot(pc, fp, r);
            return 0;
        }
    } else pc->op = op_in_form(pc->op, (OpBase)(generic + 3));
    if (operator == ADD && slot_is_object(a) && slot_is_object(b) && PyUnicode_CheckExact(slot_object(a)) &&
        PyUnicode_CheckExact(slot_object(b)) && info->kind[1] != KIND_K) {
        int done = append_str(fp, pc);
        if (done != 0) return done < 0 ? -1 : 0;
    }
    PyObject *ta, *tb = NULL, *left = adder_operand(pc, fp, 1, &ta), *right, *x;
    if (left == NULL) return -1;
    right = adder_operand(pc, fp, 2, &tb);
    x = right == NULL ? NULL : operators[index](left, right);
    Py_XDECREF(ta);
    Py_XDECREF(tb);
    if (x == NULL) return -1;
    operand_consume(pc, fp, 1);
    operand_consume(pc, fp, 2);
    store_slot(pc, fp, slot_from_result(x));
    return 0;
}

SLOW(adder_slow_unary)
{
    (void)thread;
    Slot s = fp[pc->b];
    OpBase base = op_generic(pc->op);
    if (slot_is_number(s)) {
        Slot r = SLOT_NULL;
        if (slot_is_double(s)) {
            if (base == BASE_NEG) r = slot_from_double(-slot_double(s));
            else if (base == BASE_POS) r = s;
        } else {
            int64_t v = slot_int(s);
            v = base == BASE_NEG ? -v : base == BASE_POS ? v : ~v;
            if (slot_int_fits(v)) r = slot_from_int(v);
        }
        if (r != SLOT_NULL && !(base == BASE_POS)) {
            store_slot(pc, fp, r);
            return 0;
        }
    }
    PyObject *temp, *o = adder_operand(pc, fp, 1, &temp);
    if (o == NULL) return -1;
    PyObject *x = base == BASE_NEG ? PyNumber_Negative(o) : base == BASE_POS ? PyNumber_Positive(o) : PyNumber_Invert(o);
    if (x == NULL) return -1;
    operand_consume(pc, fp, 1);
    store_slot(pc, fp, slot_from_result(x));
    return 0;
}

/* ---- Truth and comparison */

int adder_slow_truth(Slot *fp, int index, Slot s)
{
    if (slot_is_double(s)) return slot_double(s) != 0.0;
    if (slot_is_int(s)) return slot_int(s) != 0;
    if (s == SLOT_NULL) return adder_raise_unbound(fp, index);
    return PyObject_IsTrue(slot_object(s));
}

SLOW(adder_slow_not)
{
    (void)thread;
    int truth = adder_slow_truth(fp, pc->b, fp[pc->b]);
    if (truth < 0) return -1;
    operand_consume(pc, fp, 1);
    store_object(pc, fp, Py_NewRef(truth ? Py_False : Py_True));
    return 0;
}

int adder_slow_identical(Slot *fp, Instr *pc)
{
    OpBase base = op_generic(pc->op);
    int first = base == BASE_IS || base == BASE_ISNOT; /* operands are b, c or a, b */
    Slot *p = operand_slot(pc, fp, first), *q = operand_slot(pc, fp, first + 1), a = *p, b = *q;
    if (a == SLOT_NULL) return adder_raise_unbound(fp, OPERAND(pc, first));
    if (b == SLOT_NULL) return adder_raise_unbound(fp, OPERAND(pc, first + 1));
    if (p == q) return 1;
    if (slot_is_int(a) && adder_int_is_small(slot_int(a))) a = slot_from_object(adder_int_small(slot_int(a)));
    if (slot_is_int(b) && adder_int_is_small(slot_int(b))) b = slot_from_object(adder_int_small(slot_int(b)));
    return !slot_is_number(a) && a == b;
}

SLOW(adder_slow_is)
{
    (void)thread;
    int same = adder_slow_identical(fp, pc);
    if (same < 0) return -1;
    operand_consume(pc, fp, 1);
    operand_consume(pc, fp, 2);
    store_object(pc, fp, Py_NewRef(same == (op_generic(pc->op) == BASE_IS) ? Py_True : Py_False));
    return 0;
}

static int compare_ints(int op, int64_t a, int64_t b)
{
    switch (op) {
    case Py_LT: return a < b;
    case Py_LE: return a <= b;
    case Py_EQ: return a == b;
    case Py_NE: return a != b;
    case Py_GT: return a > b;
    default:    return a >= b;
    }
}
static int compare_doubles(int op, double a, double b)
{
    switch (op) {
    case Py_LT: return a < b;
    case Py_LE: return a <= b;
    case Py_EQ: return a == b;
    case Py_NE: return a != b;
    case Py_GT: return a > b;
    default:    return a >= b;
    }
}

/* Two short numbers compared. 1, 0; -1: not such numbers. */
static int compare_numbers(int op, Slot a, Slot b, int *kind)
{
    int ka = number_kind(a), kb = number_kind(b);
    int64_t x, y;
    double d, e;
    *kind = ka == NONE || kb == NONE ? 3 : ka == INT && kb == INT ? INT : FLOAT;
    if (*kind == INT) return short_int(a, &x) && short_int(b, &y) ? compare_ints(op, x, y) : -1;
    if (*kind == FLOAT) return as_double(a, &d) && as_double(b, &e) ? compare_doubles(op, d, e) : -1;
    return -1;
}

/* The comparison in the order of opcodes.def. */
static const int8_t comparisons[] = { Py_LT, Py_LE, Py_EQ, Py_NE, Py_GT, Py_GE };

/* Equality of exact strings without a call through types. 1, 0; -1: not two strings. */
static int compare_strings(int op, PyObject *a, PyObject *b)
{
    if ((op != Py_EQ && op != Py_NE) || !PyUnicode_CheckExact(a) || !PyUnicode_CheckExact(b)) return -1;
    if (a == b) return op == Py_EQ;
    Py_ssize_t n = PyUnicode_GET_LENGTH(a);
    bool same = n == PyUnicode_GET_LENGTH(b) && PyUnicode_KIND(a) == PyUnicode_KIND(b) &&
                memcmp(PyUnicode_DATA(a), PyUnicode_DATA(b), (size_t)n * PyUnicode_KIND(a)) == 0;
    return same == (op == Py_EQ);
}

int adder_slow_compare_jump(AdderThread *thread, Slot *fp, Instr *pc)
{
    (void)thread;
    const OpInfo *info = &adder_op_info[pc->op];
    int generic = info->generic, family = (generic - BASE_JFLT) / 4, op = comparisons[family / 2], kind;
    bool wanted = family % 2; /* JT */
    Slot a = *operand_slot(pc, fp, 0), b = *operand_slot(pc, fp, 1);
    int truth = compare_numbers(op, a, b, &kind);
    pc->op = op_in_form(pc->op, (OpBase)(generic + kind));
    if (truth < 0) {
        PyObject *ta, *tb = NULL, *left = adder_operand(pc, fp, 0, &ta), *right;
        if (left == NULL) return -1;
        right = adder_operand(pc, fp, 1, &tb);
        if (right != NULL && (truth = compare_strings(op, left, right)) < 0) {
            PyObject *x = PyObject_RichCompare(left, right, op);
            if (x != NULL) {
                truth = x == Py_True ? 1 : x == Py_False ? 0 : PyObject_IsTrue(x);
                Py_DECREF(x);
            }
        }
        Py_XDECREF(ta);
        Py_XDECREF(tb);
        if (truth < 0) return -1;
    }
    operand_consume(pc, fp, 0);
    operand_consume(pc, fp, 1);
    return (truth != 0) == wanted;
}

SLOW(adder_slow_compare)
{
    (void)thread;
    int op = comparisons[op_generic(pc->op) - BASE_LT], kind;
    int truth = compare_numbers(op, *operand_slot(pc, fp, 1), *operand_slot(pc, fp, 2), &kind);
    PyObject *x;
    if (truth >= 0) x = Py_NewRef(truth ? Py_True : Py_False);
    else {
        PyObject *ta, *tb = NULL, *left = adder_operand(pc, fp, 1, &ta), *right;
        if (left == NULL) return -1;
        right = adder_operand(pc, fp, 2, &tb);
        x = right == NULL ? NULL : PyObject_RichCompare(left, right, op);
        Py_XDECREF(ta);
        Py_XDECREF(tb);
        if (x == NULL) return -1;
    }
    operand_consume(pc, fp, 1);
    operand_consume(pc, fp, 2);
    store_object(pc, fp, x);
    return 0;
}

/* Is operand i in operand j? 1, 0, -1; consumes both when it does not fail. */
static int contains(Instr *pc, Slot *fp, int i, int j)
{
    PyObject *ta, *tb = NULL, *item = adder_operand(pc, fp, i, &ta), *container;
    if (item == NULL) return -1;
    container = adder_operand(pc, fp, j, &tb);
    int found = container == NULL ? -1 : PySequence_Contains(container, item);
    Py_XDECREF(ta);
    Py_XDECREF(tb);
    if (found < 0) return -1;
    operand_consume(pc, fp, i);
    operand_consume(pc, fp, j);
    return found;
}

SLOW(adder_slow_contains)
{
    (void)thread;
    bool wanted = op_generic(pc->op) == BASE_IN;
    int found = contains(pc, fp, 1, 2);
    if (found < 0) return -1;
    store_object(pc, fp, Py_NewRef((found != 0) == wanted ? Py_True : Py_False));
    return 0;
}

FLOW_FUNCTION(adder_flow_contains)
{
    (void)thread;
    bool wanted = op_generic(pc->op) == BASE_JIN;
    int found = contains(pc, fp, 0, 1);
    if (found < 0) return NULL;
    return (found != 0) == wanted ? pc + (int16_t)pc->c : pc + 1;
}
