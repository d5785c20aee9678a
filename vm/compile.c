/* compile.c -- the compiler's ground floor: units, labels, constants, names, and the emitting of single instructions.
 *
 * Nothing is emitted where control cannot come: `reachable` is off after a return or jump until a label in use. */
#include "vm/compile.h"

#include "runtime/state/interp.h"

/* ---- errors and owned objects ---- */

_Noreturn void compile_bail(Compiler *c) { longjmp(c->bail, 1); }

_Noreturn void compile_fail(Compiler *c, AstPos pos, const char *message)
{
    c->error.message = message;
    c->error.pos = pos;
    longjmp(c->bail, 1);
}

PyObject *compile_own(Compiler *c, PyObject *object)
{
    ObjectList *list = &c->job->objects;
    if (object == NULL) compile_bail(c);
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 64;
        PyObject **grown = PyMem_Realloc(list->at, capacity * sizeof *grown);
        if (grown == NULL) {
            Py_DECREF(object);
            PyErr_NoMemory();
            compile_bail(c);
        }
        list->at = grown;
        list->capacity = capacity;
    }
    list->at[list->count++] = object;
    return object;
}

void adder_job_clear(Job *job)
{
    for (size_t i = 0; i < job->objects.count; i++) Py_DECREF(job->objects.at[i]);
    PyMem_Free(job->objects.at);
    job->objects = (ObjectList){0};
}

PyObject *compile_str(Compiler *c, const char *name)
{
    Ident *ident = ident_of(name);
    if (ident->user == NULL) {
        PyObject *s = PyUnicode_DecodeUTF8(name, ident->size, NULL);
        if (s) PyUnicode_InternInPlace(&s);
        ident->user = compile_own(c, s);
    }
    return ident->user;
}

void compile_warn(Compiler *c, AstPos pos, const char *message)
{
    PyObject *text = compile_own(c, PyUnicode_FromString(message));
    if (PyErr_WarnExplicitObject(PyExc_SyntaxWarning, text, c->job->filename, pos.lineno, NULL, NULL) == 0) return;
    if (!PyErr_ExceptionMatches(PyExc_SyntaxWarning)) compile_bail(c);
    PyErr_Clear(); /* warnings are errors: say where */
    compile_fail(c, pos, message);
}

static bool stack_low(void) { return adder_stack_low(adder_thread()); }

static _Noreturn void too_deep(Compiler *c)
{
    c->error.recursion = true;
    compile_fail(c, (AstPos){0}, "maximum recursion depth exceeded during compilation");
}

void compile_go_deeper(Compiler *c)
{
    if (++c->depth > c->st.depth_limit || ((c->depth & 7) == 0 && stack_low())) too_deep(c);
}

void compile_check_stack(Compiler *c)
{
    if (stack_low()) too_deep(c);
}

/* ---- growing arrays ---- */

#define GROW(c, array, count, capacity, first)                                                            \
    do {                                                                                                  \
        if ((count) == (capacity)) {                                                                      \
            int bigger_ = (capacity) ? (capacity) * 2 : (first);                                          \
            (array) = adder_front_grow((c)->arena, (array), (size_t)(count) * sizeof *(array),            \
                                       (size_t)bigger_ * sizeof *(array));                                \
            (capacity) = bigger_;                                                                         \
        }                                                                                                 \
    } while (0)

/* ---- labels ---- */

Label new_label(Compiler *c)
{
    Unit *u = c->u;
    if (u->nlabels == u->labels_capacity) {
        int capacity = u->labels_capacity ? u->labels_capacity * 2 : 32;
        u->labels = adder_front_grow(c->arena, u->labels, (size_t)u->nlabels * sizeof(int), (size_t)capacity * sizeof(int));
        u->label_used = adder_front_grow(c->arena, u->label_used, (size_t)u->nlabels, (size_t)capacity);
        u->labels_capacity = capacity;
    }
    u->labels[u->nlabels] = -1;
    u->label_used[u->nlabels] = false;
    return u->nlabels++;
}

void place_label(Compiler *c, Label label)
{
    Unit *u = c->u;
    u->labels[label] = u->count;
    if (u->label_used[label]) u->reachable = true;
    u->last_label = true;
}

/* ---- instructions ---- */

/* Whether a constant operand of `base` is meant as a number slot. */
static bool wants_number(OpBase base, int field)
{
    switch (base) {
    case BASE_IS: case BASE_ISNOT: case BASE_IN: case BASE_NOTIN: return false;
    case BASE_GETITEM: case BASE_GETITEMN: return field == 3;
    case BASE_SETITEM: case BASE_DELITEM: return field == 2;
    case BASE_LT: case BASE_LE: case BASE_EQ: case BASE_NE: case BASE_GT: case BASE_GE: return true;
    default: break;
    }
    return base < BASE_COPY; /* the arithmetic and compare-and-jump families come first in opcodes.def */
}

Ins *emit(Compiler *c, OpBase base, Opd a, Opd b, Opd cc)
{
    Unit *u = c->u;
    GROW(c, u->code, u->count, u->capacity, 64);
    Ins *ins = &u->code[u->count];
    Op op = adder_op_variant(base, a.kind, b.kind, cc.kind);
    ADDER_ASSERT(op != OP_COUNT, "an instruction has a variant for its operands");
    *ins = (Ins){.op = (uint16_t)op, .a = a.index, .b = b.index, .c = cc.index, .konst = -1, .target = NO_LABEL,
                 .handler = u->handler, .pos = u->pos};
    if (a.konst >= 0) { ins->konst = a.konst; ins->kfield = 1; }
    else if (b.konst >= 0) { ins->konst = b.konst; ins->kfield = 2; }
    else if (cc.konst >= 0) { ins->konst = cc.konst; ins->kfield = 3; }
    if (ins->kfield) ins->number = wants_number(base, ins->kfield);
    if (!u->reachable) return ins; /* overwritten by the next one */
    u->count++;
    u->last_label = false;
    return ins;
}

void emit_jump(Compiler *c, OpBase base, Opd a, Opd b, Label target)
{
    if (!c->u->reachable) return;
    emit(c, base, a, b, opd_n(0))->target = target;
    c->u->label_used[target] = true;
    if (base == BASE_JUMP || base == BASE_JUMP_BACK) c->u->reachable = false;
}

int push_temp(Compiler *c)
{
    Unit *u = c->u;
    int t = u->depth++;
    if (u->depth > u->max_depth) {
        u->max_depth = u->depth;
        if (u->depth > 65000) compile_fail(c, u->pos, "too many nested values");
    }
    return t;
}

Opd new_temp(Compiler *c) { return opd_temp(push_temp(c)); }

Opd result_in(Compiler *c, Opd dst)
{
    if (dst.kind == KIND_L) return dst;
    Opd t = new_temp(c);
    ADDER_ASSERT(dst.kind != KIND_T || dst.index == t.index, "a temporary wanted is the next one");
    return t;
}

static bool is_small_int(PyObject *object)
{
    if (!PyLong_CheckExact(object)) return false;
    int overflow;
    long v = PyLong_AsLongAndOverflow(object, &overflow);
    return !overflow && v >= -5 && v <= 256;
}

bool has_number_slot(PyObject *object)
{
    if (PyFloat_CheckExact(object)) return slot_double_fits(PyFloat_AS_DOUBLE(object));
    if (!PyLong_CheckExact(object)) return false;
    int overflow;
    long long v = PyLong_AsLongLongAndOverflow(object, &overflow);
    return !overflow && slot_int_fits(v);
}

static void load_const(Compiler *c, Opd value, Opd dst, bool number)
{
    Unit *u = c->u;
    PyObject *object = u->consts[value.konst].object;
    if (u->far_mode) {
        Ins *ins = emit(c, BASE_LOADK_FAR, dst, opd_n(0), opd_n(0));
        ins->konst = value.konst;
        ins->kfield = 4;
        return;
    }
    bool unboxed = has_number_slot(object) && (number || is_small_int(object));
    Ins *ins = emit(c, unboxed ? BASE_LOADKN : BASE_LOADK, dst, opd_n(0), OPD_NONE);
    ins->konst = value.konst;
    ins->kfield = 2;
    ins->number = unboxed;
}

Opd place(Compiler *c, Opd value, Opd dst, bool number)
{
    if (dst.kind == KIND__) return value;
    if (value.kind == KIND_T) {
        if (dst.kind == KIND_L) emit(c, BASE_MOVE, dst, value, OPD_NONE);
        ADDER_ASSERT(dst.kind == KIND_L || dst.index == value.index, "a temporary is where it was wanted");
        return dst;
    }
    Opd to = result_in(c, dst);
    if (value.kind == KIND_L) emit(c, number ? BASE_COPYN : BASE_COPY, to, value, OPD_NONE);
    else load_const(c, value, to, number);
    return to;
}

Opd in_temp(Compiler *c, Opd value, bool number)
{
    return value.kind == KIND_T ? value : place(c, value, opd_temp(c->u->depth), number);
}

void drop(Compiler *c, Opd value)
{
    if (value.kind != KIND_T) return;
    emit(c, BASE_DROP, value, OPD_NONE, OPD_NONE);
    c->u->depth = value.index;
}

int add_handler(Compiler *c, Label label, int slot, int depth)
{
    Unit *u = c->u;
    GROW(c, u->handlers, u->nhandlers, u->handlers_capacity, 8);
    u->handlers[u->nhandlers] = (IrHandler){label, (uint16_t)slot, (uint16_t)depth, u->handler};
    u->label_used[label] = true;
    if (slot >= u->max_depth) u->max_depth = slot + 1;
    return u->nhandlers++;
}

/* ---- definite assignment ---- */

void mark_assigned(Compiler *c, int slot)
{
    if (slot < ASSIGNED_WORDS * 64) c->u->assigned.word[slot / 64] |= 1ULL << (slot % 64);
}

bool is_assigned(Compiler *c, int slot)
{
    if (slot >= ASSIGNED_WORDS * 64 || !(c->u->assigned.word[slot / 64] >> (slot % 64) & 1)) return false;
    Symbol *s = c->u->locals[slot];
    return s && !(s->flags & SYM_UNBOUND_LATER);
}

/* ---- constants ---- */

/* Constants are one when type and value agree, in tuples and frozensets too; -0.0 is not 0.0. */
static bool same_constant(PyObject *a, PyObject *b)
{
    if (a == b) return true;
    if (Py_TYPE(a) != Py_TYPE(b)) return false;
    if (PyUnicode_CheckExact(a)) return PyUnicode_Compare(a, b) == 0;
    if (PyFloat_CheckExact(a)) {
        double x = PyFloat_AS_DOUBLE(a), y = PyFloat_AS_DOUBLE(b);
        return memcmp(&x, &y, sizeof x) == 0;
    }
    if (PyComplex_CheckExact(a)) {
        Py_complex x = PyComplex_AsCComplex(a), y = PyComplex_AsCComplex(b);
        return memcmp(&x, &y, sizeof x) == 0;
    }
    if (PyTuple_CheckExact(a)) {
        Py_ssize_t n = PyTuple_GET_SIZE(a);
        if (n != PyTuple_GET_SIZE(b)) return false;
        for (Py_ssize_t i = 0; i < n; i++)
            if (!same_constant(PyTuple_GET_ITEM(a, i), PyTuple_GET_ITEM(b, i))) return false;
        return true;
    }
    if (PyLong_CheckExact(a) || PyBytes_CheckExact(a)) return PyObject_RichCompareBool(a, b, Py_EQ) == 1;
    return false; /* frozensets and code objects stay apart */
}

static uint32_t constant_hash(PyObject *o)
{
    uintptr_t h = (uintptr_t)Py_TYPE(o) >> 4;
    if (PyTuple_CheckExact(o)) {
        h += 31;
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(o); i++) h = h * 1000003 + constant_hash(PyTuple_GET_ITEM(o, i));
    } else if (PyUnicode_CheckExact(o) || PyLong_CheckExact(o) || PyBytes_CheckExact(o) || PyComplex_CheckExact(o)) {
        h += (uintptr_t)PyObject_Hash(o);
    } else if (PyFloat_CheckExact(o)) {
        uint64_t bits;
        double d = PyFloat_AS_DOUBLE(o);
        memcpy(&bits, &d, sizeof bits);
        h += (uintptr_t)bits * 31 + (uintptr_t)(bits >> 32);
    } else {
        h += (uintptr_t)o >> 4;
    }
    return (uint32_t)(h ^ h >> 17 ^ h >> 34) * 2654435761u;
}

struct SharedConst { PyObject *object; uint32_t hash; };

static void enter_shared(struct SharedConst *table, int capacity, struct SharedConst entry)
{
    uint32_t mask = (uint32_t)capacity - 1, i = entry.hash & mask;
    while (table[i].object) i = (i + 1) & mask;
    table[i] = entry;
}

PyObject *shared_const(Compiler *c, PyObject *object)
{
    compile_own(c, object);
    if ((c->shared_count + 1) * 2 > c->shared_capacity) {
        int capacity = c->shared_capacity ? c->shared_capacity * 2 : 128;
        struct SharedConst *table = adder_front_alloc(c->arena, (size_t)capacity * sizeof *table);
        for (int i = 0; i < c->shared_capacity; i++)
            if (c->shared[i].object) enter_shared(table, capacity, c->shared[i]);
        c->shared = table;
        c->shared_capacity = capacity;
    }
    uint32_t hash = constant_hash(object), mask = (uint32_t)c->shared_capacity - 1;
    for (uint32_t i = hash & mask; c->shared[i].object; i = (i + 1) & mask)
        if (c->shared[i].hash == hash && same_constant(c->shared[i].object, object)) return c->shared[i].object;
    enter_shared(c->shared, c->shared_capacity, (struct SharedConst){object, hash});
    c->shared_count++;
    return object;
}

static bool looks_like_name(const char *s, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char ch = (unsigned char)s[i];
        if (!(ch == '_' || (unsigned)(ch | 32) - 'a' < 26u || (unsigned)ch - '0' < 10u)) return false;
    }
    return true;
}

static PyObject *number_object(const Constant *k)
{
    if (k->kind == CONST_INT)
        return k->small ? PyLong_FromLongLong(k->integer) : PyLong_FromString(k->text, NULL, 0);
    if (k->kind == CONST_FLOAT) return PyFloat_FromDouble(k->number);
    return PyComplex_FromDoubles(0.0, k->number);
}

PyObject *constant_object(Compiler *c, Constant *k)
{
    PyObject *object;
    switch ((int)k->kind) {
    case CONST_NONE: return Py_None;
    case CONST_TRUE: return Py_True;
    case CONST_FALSE: return Py_False;
    case CONST_ELLIPSIS: return Py_Ellipsis;
    case CONST_OBJECT: return (PyObject *)(uintptr_t)k->text;
    case CONST_STR:
        object = PyUnicode_DecodeUTF8(k->text, (Py_ssize_t)k->size, k->ascii ? NULL : "surrogatepass");
        if (object && k->ascii && looks_like_name(k->text, k->size)) PyUnicode_InternInPlace(&object);
        break;
    case CONST_BYTES: object = PyBytes_FromStringAndSize(k->text, (Py_ssize_t)k->size); break;
    default: object = number_object(k); break;
    }
    if (object == NULL) compile_bail(c);
    object = shared_const(c, object);
    k->kind = (ConstantKind)CONST_OBJECT; /* made once */
    k->text = (const char *)object;
    return object;
}

int const_index(Compiler *c, PyObject *object)
{
    Unit *u = c->u;
    if ((u->nconsts + 1) * 2 > u->const_table_size) {
        int size = u->const_table_size ? u->const_table_size * 2 : 16;
        u->const_table = (int *)adder_front_alloc(c->arena, (size_t)size * sizeof(int));
        u->const_table_size = size;
        for (int i = 0; i < u->nconsts; i++) {
            uint32_t j = (uint32_t)((uintptr_t)u->consts[i].object >> 4) & (uint32_t)(size - 1);
            while (u->const_table[j]) j = (j + 1) & (uint32_t)(size - 1);
            u->const_table[j] = i + 1;
        }
    }
    uint32_t mask = (uint32_t)u->const_table_size - 1, j = (uint32_t)((uintptr_t)object >> 4) & mask;
    for (; u->const_table[j]; j = (j + 1) & mask)
        if (u->consts[u->const_table[j] - 1].object == object) return u->const_table[j] - 1;
    GROW(c, u->consts, u->nconsts, u->consts_capacity, 16);
    u->consts[u->nconsts] = (IrConst){object, -1, -1};
    u->const_table[j] = ++u->nconsts;
    return u->nconsts - 1;
}

Opd const_opd(Compiler *c, PyObject *object)
{
    Opd k = opd_const(const_index(c, object));
    if (!c->u->far_mode) return k;
    Opd t = new_temp(c); /* constants may be too far away for an operand */
    load_const(c, k, t, false);
    return t;
}

/* ---- names ---- */

static int find_name(Unit *u, const char *name, uint32_t *where)
{
    uint32_t mask = (uint32_t)u->name_table_size - 1, j = ident_of(name)->hash & mask;
    for (; u->name_table[j]; j = (j + 1) & mask)
        if (u->names[u->name_table[j] - 1] == name) return u->name_table[j] - 1;
    *where = j;
    return -1;
}

int name_index(Compiler *c, const char *name)
{
    Unit *u = c->u;
    uint32_t where = 0;
    if ((u->nnames + 1) * 2 > u->name_table_size) {
        int size = u->name_table_size ? u->name_table_size * 2 : 32;
        u->name_table = adder_front_alloc(c->arena, (size_t)size * sizeof(int));
        u->name_table_size = size;
        for (int i = 0; i < u->nnames; i++) {
            find_name(u, u->names[i], &where);
            u->name_table[where] = i + 1;
        }
    }
    int index = find_name(u, name, &where);
    if (index >= 0) return index;
    if (u->nnames >= 65535) compile_fail(c, u->pos, "too many different names in one code block");
    GROW(c, u->names, u->nnames, u->names_capacity, 16);
    u->names[u->nnames] = name;
    u->name_table[where] = ++u->nnames;
    return u->nnames - 1;
}

const char *mangled(Compiler *c, const char *name)
{
    return adder_mangle(c->arena, c->u->scope->private_name, name);
}

int local_slot(Compiler *c, Symbol *symbol)
{
    Unit *u = c->u;
    if (symbol->slot < 0) {
        symbol->slot = u->next_local++;
        u->locals[symbol->slot] = symbol;
    }
    return symbol->slot;
}

Ref resolve_name(Compiler *c, const char *name)
{
    Unit *u = c->u;
    name = mangled(c, name);
    Symbol *s = adder_symtable_find(u->scope, name);
    bool is_namespace = u->namespace_slot >= 0;
    switch (s ? s->where : WHERE_NONE) {
    case WHERE_FREE: return (Ref){u->scope->kind == SCOPE_CLASS ? REF_CLASSDEREF : REF_DEREF, local_slot(c, s), s};
    case WHERE_CELL: return (Ref){REF_DEREF, local_slot(c, s), s};
    case WHERE_LOCAL:
        if (!is_namespace) return (Ref){REF_FAST, local_slot(c, s), s};
        break;
    case WHERE_GLOBAL_EXPLICIT: return (Ref){REF_GLOBAL, name_index(c, name), s};
    case WHERE_GLOBAL_IMPLICIT:
        if (!is_namespace) return (Ref){REF_GLOBAL, name_index(c, name), s};
        break;
    default: break;
    }
    return (Ref){REF_NAME, name_index(c, name), s};
}

void check_forbidden(Compiler *c, const char *name, AstPos pos, bool deleting)
{
    if (strcmp(name, "__debug__") == 0)
        COMPILE_FAIL(c, pos, deleting ? "cannot delete __debug__" : "cannot assign to __debug__");
}

void store_name(Compiler *c, const char *name, Opd value)
{
    check_forbidden(c, name, c->u->pos, false);
    Ref ref = resolve_name(c, name);
    switch (ref.kind) {
    case REF_FAST:
        place(c, value, opd_local(ref.index), false);
        mark_assigned(c, ref.index);
        return;
    case REF_DEREF: case REF_CLASSDEREF: emit(c, BASE_STORE_DEREF, opd_n(ref.index), value, OPD_NONE); break;
    case REF_GLOBAL: emit(c, BASE_STORE_GLOBAL, opd_n(ref.index), value, OPD_NONE); break;
    case REF_NAME: emit(c, BASE_STORE_NAME, opd_n(ref.index), value, OPD_NONE); break;
    }
}

void delete_name(Compiler *c, const char *name)
{
    check_forbidden(c, name, c->u->pos, true);
    Ref ref = resolve_name(c, name);
    static const OpBase bases[] = {[REF_FAST] = BASE_DELETE, [REF_DEREF] = BASE_DELETE_DEREF, [REF_GLOBAL] = BASE_DELETE_GLOBAL,
                                   [REF_NAME] = BASE_DELETE_NAME, [REF_CLASSDEREF] = BASE_DELETE_DEREF};
    emit(c, bases[ref.kind], opd_n(ref.index), opd_n(0), OPD_NONE);
}

void unbind_name(Compiler *c, const char *name)
{
    Ref ref = resolve_name(c, name);
    if (ref.kind == REF_FAST) {
        emit(c, BASE_CLEAR, opd_n(ref.index), OPD_NONE, OPD_NONE);
        return;
    }
    int depth = c->u->depth;
    store_name(c, name, const_opd(c, Py_None));
    set_depth(c, depth);
    delete_name(c, name);
}

/* ---- units ---- */

static bool is_cell(const Symbol *s) { return s->where == WHERE_CELL; }

static bool is_free(const Scope *scope, const Symbol *s)
{
    return s->where == WHERE_FREE || (scope->kind == SCOPE_CLASS && (s->flags & SYM_FREE_CLASS));
}

static int by_name(const void *a, const void *b)
{
    return strcmp((*(Symbol *const *)a)->name, (*(Symbol *const *)b)->name);
}

static void number_sorted(Unit *u, Symbol **list, int count)
{
    qsort(list, (size_t)count, sizeof *list, by_name);
    for (int i = 0; i < count; i++) {
        list[i]->slot = u->next_local;
        u->locals[u->next_local++] = list[i];
    }
}

/* Slots: the namespace, parameters (as the symbol table met them), plain locals (numbered as the code meets them), cells
 * and free variables by name. */
static void number_locals(Compiler *c, Unit *u)
{
    Scope *scope = u->scope;
    bool fast = u->namespace_slot < 0;
    int total = scope->count + 2, cells = 0, frees = 0, plain = 0;
    Symbol **cell = adder_front_alloc(c->arena, (size_t)total * sizeof *cell);
    Symbol **free = adder_front_alloc(c->arena, (size_t)total * sizeof *free);
    u->locals = adder_front_alloc(c->arena, (size_t)total * sizeof *u->locals);
    u->next_local = fast ? 0 : 1;
    for (Symbol *s = scope->first; s; s = s->next) {
        s->slot = -1;
        if (fast && (s->flags & SYM_PARAM)) local_slot(c, s);
        else if (is_free(scope, s)) free[frees++] = s;
        else if (is_cell(s)) cell[cells++] = s;
        else if (s->where == WHERE_LOCAL && fast) plain++;
    }
    if (scope->kind == SCOPE_CLASS && scope->needs_class_closure) {
        Symbol *s = adder_front_alloc(c->arena, sizeof *s);
        s->name = adder_intern(c->arena, "__class__", 9);
        s->where = WHERE_CELL;
        s->slot = -1;
        cell[cells++] = s;
    }
    if (u->next_local + plain + cells + frees > 60000) compile_fail(c, scope->pos, "too many local variables");
    int after_params = u->next_local;
    u->next_local += plain;
    u->first_cell = u->next_local;
    number_sorted(u, cell, cells);
    u->first_free = u->next_local;
    number_sorted(u, free, frees);
    u->nlocals = u->next_local;
    u->next_local = after_params;
    u->depth = u->max_depth = u->nlocals;
}

static void make_cells(Compiler *c, Unit *u)
{
    for (int i = 0; i < u->first_cell; i++)
        if (u->locals[i] && is_cell(u->locals[i])) emit(c, BASE_MAKE_CELL, opd_n(i), opd_n(0), OPD_NONE);
    for (int i = u->first_cell; i < u->first_free; i++) emit(c, BASE_MAKE_CELL, opd_n(i), opd_n(1), OPD_NONE);
}

/* CPython's rules: module.Class.method, function.<locals>.inner; a name declared global stands alone. */
static PyObject *qualified_name(Compiler *c, Unit *u)
{
    Unit *outer = u->outer;
    if (outer == NULL || outer->outer == NULL) return PyUnicode_FromString(u->name);
    Scope *scope = u->scope;
    if (scope->kind == SCOPE_CLASS || (scope->name && !scope->comp)) {
        Symbol *s = adder_symtable_find(outer->scope, mangled(c, scope->name));
        if (s && s->where == WHERE_GLOBAL_EXPLICIT) return PyUnicode_FromString(u->name);
    }
    const char *middle = outer->scope->kind == SCOPE_FUNCTION ? ".<locals>." : ".";
    return PyUnicode_FromFormat("%U%s%s", outer->qualname, middle, u->name);
}

void open_unit(Compiler *c, Scope *scope, const char *name, int firstlineno, bool far_mode)
{
    Unit *u = adder_front_alloc(c->arena, sizeof *u);
    u->outer = c->u;
    u->scope = scope;
    u->name = name;
    u->firstlineno = firstlineno;
    u->far_mode = far_mode;
    u->handler = -1;
    u->reachable = true;
    u->namespace_slot = scope->kind == SCOPE_FUNCTION ? -1 : 0;
    if (u->outer) u->qualname = compile_own(c, qualified_name(c, u)); /* mangles with the outer unit's class */
    c->u = u;
    if (u->qualname == NULL) u->qualname = compile_own(c, PyUnicode_FromString(name));
    number_locals(c, u);
    u->pos = (AstPos){firstlineno, -1, firstlineno, -1};
    make_cells(c, u);
    for (int i = 0; i < u->first_cell; i++)
        if (u->locals[i] && (u->locals[i]->flags & SYM_PARAM)) mark_assigned(c, i);
}

void abandon_unit(Compiler *c) { c->u = c->u->outer; }

CodeObject *close_unit(Compiler *c)
{
    Unit *u = c->u;
    CodeObject *code = assemble(c, u);
    if (code == NULL && PyErr_Occurred()) compile_bail(c);
    c->u = u->outer;
    c->closed = u;
    if (code == NULL) {
        if (u->far_mode) compile_fail(c, u->pos, "code block too large");
        return NULL;
    }
    return code;
}

/* ---- the door ---- */

static void compile_eval(Compiler *c, Expr *e)
{
    at(c, e);
    Opd value = expr_any(c, e);
    at(c, e);
    emit(c, BASE_RET, value, opd_n(c->u->nlocals), OPD_NONE);
    c->u->reachable = false;
    if (value.kind == KIND_T) set_depth(c, value.index);
}

static CodeObject *compile_mod(Compiler *c, bool far_mode)
{
    Mod *mod = c->mod;
    open_unit(c, c->st.top, "<module>", 1, far_mode);
    switch (mod->kind) {
    case AST_Module: module_body(c, mod->v.Module.body); break;
    case AST_Interactive: module_body(c, mod->v.Interactive.body); break;
    default: compile_eval(c, mod->v.Expression.body); break;
    }
    if (c->u->reachable) return_none(c);
    return close_unit(c);
}

static CodeObject *compile_inside(Compiler *c)
{
    if (setjmp(c->bail)) return NULL;
    c->last_future_line = -1;
    c->error_from = FROM_FUTURE;
    if (!adder_future_features(c->arena, c->mod, &c->job->flags, &c->last_future_line, &c->error)) return NULL;
    c->error_from = FROM_SYMTABLE;
    c->st.future_annotations = (c->job->flags & 0x1000000) != 0;
    if (!adder_symtable_build(&c->st)) return NULL;
    c->error_from = FROM_COMPILER;
    CodeObject *code = compile_mod(c, false);
    return code ? code : compile_mod(c, true);
}

/* The details that a SyntaxError carries differ a little with who found it. Columns are in bytes of UTF-8. */
static void raise_syntax_error(Compiler *c)
{
    PyObject *filename = c->job->filename, *text, *args;
    const char *message = c->error.message;
    AstPos pos = c->error.pos;
    if (c->error_from != FROM_COMPILER) {
        bool future = c->error_from == FROM_FUTURE;
        PyErr_SetString(PyExc_SyntaxError, message);
        if (future) PyErr_SyntaxLocationObject(filename, pos.lineno, pos.col_offset + 1);
        else
            PyErr_RangedSyntaxLocationObject(filename, pos.lineno, pos.col_offset + 1, pos.end_lineno, pos.end_col_offset + 1);
        return;
    }
    text = PyErr_ProgramTextObject(filename, pos.lineno);
    if (text == NULL) {
        if (PyErr_Occurred()) PyErr_Clear();
        text = Py_NewRef(Py_None);
    }
    args = Py_BuildValue("s(OiiNii)", message, filename, pos.lineno, pos.col_offset + 1, text, pos.end_lineno,
                         pos.end_col_offset + 1);
    if (args == NULL) return;
    PyErr_SetObject(PyExc_SyntaxError, args);
    Py_DECREF(args);
}

static void raise_front_error(Compiler *c)
{
    if (c->error.recursion) PyErr_SetString(PyExc_RecursionError, c->error.message);
    else raise_syntax_error(c);
}

CodeObject *adder_compile(FrontArena *arena, Mod *mod, Job *job)
{
    Compiler *c = adder_front_alloc(arena, sizeof *c);
    AdderThread *thread = adder_thread();
    int limit = Py_GetRecursionLimit(), depth = thread->recursion_depth;
    c->arena = arena;
    c->mod = mod;
    c->job = job;
    c->interactive = mod->kind == AST_Interactive;
    c->top_level_await = (job->flags & PyCF_ALLOW_TOP_LEVEL_AWAIT) != 0;
    c->st.arena = arena;
    c->st.mod = mod;
    c->st.error = &c->error;
    c->st.depth_limit = limit > INT_MAX / 3 ? limit : limit * 3; /* a compiler's level costs less than a call */
    c->st.depth = c->depth = depth > INT_MAX / 3 ? depth : depth * 3;
    c->st.fold = fold_expr;
    c->st.fold_context = c;
    c->st.stack_low = stack_low;
    CodeObject *code = compile_inside(c);
    if (code == NULL && c->error.message) raise_front_error(c);
    return code;
}
