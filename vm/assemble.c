/* assemble.c -- from a unit's list of instructions to the code object: jumps measured, constants placed behind the code,
 * handler table, line table, table of live temporaries.
 *
 * Jumps reach 32767 words. A longer unconditional one becomes JUMP_FAR; a longer conditional one jumps to an island behind
 * itself:  cond +2; JUMP +2; JUMP_FAR target. When constants come to lie too far from the code the unit is compiled again
 * in far mode, where they are loaded by number. */
#include "vm/compile.h"

#include "vm/code_object.h"

typedef struct {
    Compiler *c;
    Unit *u;
    uint32_t *offsets;    /* of each instruction; one more: the end */
    uint32_t total, slots;
} Assembly;

static const OpInfo *info_of(const Ins *ins) { return &adder_op_info[ins->op]; }

static bool is_jump(const Ins *ins) { return ins->op == OP_JUMP || ins->op == OP_JUMP_BACK; }

/* A jump to a return is that return. */
static void return_at_once(Ins *jump, const Ins *there)
{
    if (info_of(there)->base != BASE_RET) return;
    AstPos pos = there->implicit ? jump->pos : there->pos;
    int handler = jump->handler;
    *jump = *there;
    jump->pos = pos;
    jump->handler = handler;
}

/* A jump to a jump goes on to where that leads. */
static void thread_jumps(Unit *u)
{
    for (int i = 0; i < u->count; i++) {
        Ins *ins = &u->code[i];
        for (int hops = 0; ins->target != NO_LABEL && hops < 4; hops++) {
            const Ins *there = &u->code[u->labels[ins->target]];
            int to = there->op == OP_JUMP && there != ins ? u->labels[there->target] : -1;
            if (to <= i) break; /* backward jumps keep their check of the eval breaker where it is */
            if (there->pos.lineno >= 0 && there->pos.lineno != ins->pos.lineno) break; /* a line to be traced */
            ins->target = there->target;
        }
        if (ins->op == OP_JUMP) return_at_once(ins, &u->code[u->labels[ins->target]]);
    }
}

static void measure(Assembly *a)
{
    Unit *u = a->u;
    uint32_t at = 0;
    for (int i = 0; i < u->count; i++) {
        const Ins *ins = &u->code[i];
        a->offsets[i] = at;
        at += 1u + info_of(ins)->cache + (ins->far && !is_jump(ins) ? 2u : 0u);
    }
    a->offsets[u->count] = a->total = at;
}

static int32_t distance(Assembly *a, int i)
{
    Unit *u = a->u;
    return (int32_t)a->offsets[u->labels[u->code[i].target]] - (int32_t)a->offsets[i];
}

static void find_far_jumps(Assembly *a)
{
    bool changed = true;
    while (changed) {
        changed = false;
        measure(a);
        if (a->total < 32000) return;
        for (int i = 0; i < a->u->count; i++) {
            Ins *ins = &a->u->code[i];
            if (ins->target == NO_LABEL || ins->far) continue;
            int32_t d = distance(a, i);
            if (d >= -32760 && d <= 32760) continue;
            ins->far = changed = true;
        }
    }
}

/* Gives every constant that is used its slots. */
static void number_slots(Assembly *a)
{
    Unit *u = a->u;
    for (int i = 0; i < u->nconsts; i++) u->consts[i].boxed_slot = u->consts[i].number_slot = -1;
    for (int i = 0; i < u->count; i++) {
        Ins *ins = &u->code[i];
        if (ins->kfield == 0) continue;
        IrConst *k = &u->consts[ins->konst];
        if (ins->number) ins->number = has_number_slot(k->object);
        int *slot = ins->number ? &k->number_slot : &k->boxed_slot;
        if (*slot < 0) *slot = (int)a->slots++;
    }
}

static Slot number_slot(PyObject *o)
{
    return PyFloat_CheckExact(o) ? slot_from_double(PyFloat_AS_DOUBLE(o)) : slot_from_int(PyLong_AsLongLong(o));
}

static void write_slots(Assembly *a, Slot *slots)
{
    Unit *u = a->u;
    for (int i = 0; i < u->nconsts; i++) {
        const IrConst *k = &u->consts[i];
        if (k->boxed_slot >= 0) slots[k->boxed_slot] = slot_from_object(k->object);
        if (k->number_slot >= 0) slots[k->number_slot] = number_slot(k->object);
    }
}

static Instr far_jump(int32_t d)
{
    return (Instr){OP_JUMP_FAR, 0, (uint16_t)(uint32_t)d, (uint16_t)((uint32_t)d >> 16)};
}

/* False: a constant is out of reach. */
static bool write_instruction(Assembly *a, Instr *code, int i)
{
    Unit *u = a->u;
    const Ins *ins = &u->code[i];
    uint32_t at = a->offsets[i];
    Instr *out = &code[at];
    *out = (Instr){ins->op, ins->a, ins->b, ins->c};
    if (ins->kfield) {
        const IrConst *k = &u->consts[ins->konst];
        uint32_t slot = (uint32_t)(ins->number ? k->number_slot : k->boxed_slot), away = a->total + slot - at;
        if (ins->kfield == 4) {
            out->b = (uint16_t)slot;
            out->c = (uint16_t)(slot >> 16);
        } else {
            if (away > 32767) return false;
            uint16_t *field = ins->kfield == 1 ? &out->a : ins->kfield == 2 ? &out->b : &out->c;
            *field = (uint16_t)away;
        }
    }
    for (int w = 0; w < info_of(ins)->cache; w++) out[1 + w] = (Instr){0, ins->cache[w][0], ins->cache[w][1], 0};
    if (ins->target == NO_LABEL) return true;
    int32_t d = distance(a, i);
    if (!ins->far) {
        out->c = (uint16_t)(int16_t)d;
    } else if (is_jump(ins)) {
        *out = far_jump(d);
    } else {
        out->c = 2;
        out[1] = (Instr){OP_JUMP, 0, 0, 2};
        out[2] = far_jump(d - 2);
    }
    return true;
}

static bool write_instructions(Assembly *a, CodeObject *code)
{
    code->instrs = PyMem_Calloc((size_t)a->total + a->slots + 1, sizeof(Instr));
    if (code->instrs == NULL) {
        PyErr_NoMemory();
        return false;
    }
    code->ninstrs = a->total;
    code->nslots = a->slots;
    for (int i = 0; i < a->u->count; i++)
        if (!write_instruction(a, code->instrs, i)) return false;
    write_slots(a, (Slot *)(code->instrs + a->total));
    return true;
}

/* One entry for each run of instructions under the same handler. */
static bool write_handlers(Assembly *a, CodeObject *code)
{
    Unit *u = a->u;
    uint32_t n = 0;
    for (int i = 0; i < u->count; i++)
        n += u->code[i].handler >= 0 && (i == 0 || u->code[i].handler != u->code[i - 1].handler);
    if (n == 0) return true;
    code->handlers = PyMem_Malloc(n * sizeof *code->handlers);
    if (code->handlers == NULL) {
        PyErr_NoMemory();
        return false;
    }
    for (int i = 0; i < u->count; i++) {
        int h = u->code[i].handler;
        if (h < 0) continue;
        if (i == 0 || h != u->code[i - 1].handler) {
            const IrHandler *ir = &u->handlers[h];
            code->handlers[code->nhandlers++] =
                (Handler){a->offsets[i], 0, a->offsets[u->labels[ir->label]], ir->slot, ir->depth};
        }
        code->handlers[code->nhandlers - 1].end = a->offsets[i + 1];
    }
    return true;
}

static uint8_t *copy_block(const void *from, size_t size)
{
    uint8_t *block = PyMem_Malloc(size + 1);
    if (block == NULL) PyErr_NoMemory();
    else if (size) memcpy(block, from, size);
    return block;
}

static bool write_tables(Assembly *a, CodeObject *code)
{
    const uint8_t *live = ir_live_table(a->c->arena, a->u, a->offsets, &code->live_size);
    const uint8_t *positions = pack_positions(a->c->arena, a->u, a->offsets, a->total, &code->positions_size);
    return (code->live = copy_block(live, code->live_size)) != NULL
        && (code->positions = copy_block(positions, code->positions_size)) != NULL;
}

/* ---- names and constants as objects ---- */

static PyObject *const_tuple(Unit *u)
{
    PyObject *tuple = PyTuple_New(u->nconsts);
    if (tuple == NULL) return NULL;
    for (int i = 0; i < u->nconsts; i++) PyTuple_SET_ITEM(tuple, i, Py_NewRef(u->consts[i].object));
    return tuple;
}

static PyObject *name_tuple(Compiler *c, Unit *u)
{
    for (int i = 0; i < u->nnames; i++) compile_str(c, u->names[i]); /* may bail, so before the tuple */
    PyObject *tuple = PyTuple_New(u->nnames);
    if (tuple == NULL) return NULL;
    for (int i = 0; i < u->nnames; i++) PyTuple_SET_ITEM(tuple, i, Py_NewRef(compile_str(c, u->names[i])));
    return tuple;
}

static bool write_locals(Compiler *c, Unit *u, CodeObject *code)
{
    const char *hidden = adder_intern(c->arena, u->namespace_slot >= 0 ? ".namespace" : ".unused",
                                      u->namespace_slot >= 0 ? 10 : 7);
    compile_str(c, hidden);
    for (int i = 0; i < u->nlocals; i++)
        if (u->locals[i]) compile_str(c, u->locals[i]->name);
    code->localnames = PyTuple_New(u->nlocals);
    code->localkinds = PyMem_Malloc((size_t)u->nlocals + 1);
    if (code->localkinds == NULL) PyErr_NoMemory();
    if (code->localnames == NULL || code->localkinds == NULL) return false;
    for (int i = 0; i < u->nlocals; i++) {
        Symbol *s = u->locals[i];
        PyTuple_SET_ITEM(code->localnames, i, Py_NewRef(compile_str(c, s ? s->name : hidden)));
        uint8_t kind = LOCAL_PLAIN;
        if (s == NULL) kind = LOCAL_HIDDEN;
        else if (i >= u->first_free) kind = LOCAL_FREE;
        else if (i >= u->first_cell) kind = LOCAL_CELL;
        else if (s->where == WHERE_CELL) kind = LOCAL_PLAIN | LOCAL_CELL;
        code->localkinds[i] = kind;
    }
    return true;
}

static int code_flags(Compiler *c, Unit *u)
{
    Scope *s = u->scope;
    int flags = c->job->flags & 0x1FE0000;
    if (s->kind != SCOPE_FUNCTION) return flags;
    flags |= CO_OPTIMIZED | CO_NEWLOCALS;
    if (s->nested) flags |= CO_NESTED;
    if (s->generator && !s->coroutine) flags |= CO_GENERATOR;
    if (!s->generator && s->coroutine) flags |= CO_COROUTINE;
    if (s->generator && s->coroutine) flags |= CO_ASYNC_GENERATOR;
    if (s->varargs) flags |= CO_VARARGS;
    if (s->varkeywords) flags |= CO_VARKEYWORDS;
    return flags;
}

static bool write_facts(Compiler *c, Unit *u, CodeObject *code)
{
    code->flags = code_flags(c, u);
    if (u->scope->kind == SCOPE_MODULE && c->top_level_await && u->scope->coroutine) code->flags |= CO_COROUTINE;
    code->argcount = u->argcount;
    code->posonlyargcount = u->posonlyargcount;
    code->kwonlyargcount = u->kwonlyargcount;
    code->nlocals = (uint16_t)u->nlocals;
    code->framesize = (uint16_t)(u->max_depth + 1);
    code->nfree_first = (uint16_t)u->first_free;
    code->namespace_slot = u->namespace_slot < 0 ? NO_NAMESPACE : (uint16_t)u->namespace_slot;
    int attributes = u->scope->self_attributes;
    code->self_attributes = (uint16_t)(attributes > 65535 ? 65535 : attributes);
    int special = CO_VARARGS | CO_VARKEYWORDS | CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR;
    bool fast = !(code->flags & special) && u->kwonlyargcount == 0 && u->namespace_slot < 0;
    code->fast_argc = fast ? (uint16_t)u->argcount : FAST_ARGC_NONE;
    code->stacksize = u->max_depth - u->nlocals + 1;
    code->firstlineno = u->firstlineno;
    code->filename = Py_NewRef(c->job->filename);
    code->qualname = Py_NewRef(u->qualname);
    code->name = PyUnicode_FromString(u->name);
    if (code->name) PyUnicode_InternInPlace(&code->name);
    return code->name != NULL;
}

CodeObject *assemble(Compiler *c, Unit *u)
{
    Assembly a = {.c = c, .u = u};
    CodeObject *code = adder_code_new_blank();
    if (code == NULL) return NULL;
    compile_own(c, (PyObject *)code); /* bailing out below is safe */
    thread_jumps(u);
    ir_identity_liveness(c->arena, u);
    a.offsets = (uint32_t *)adder_front_alloc(c->arena, ((size_t)u->count + 1) * sizeof *a.offsets);
    find_far_jumps(&a);
    number_slots(&a);
    if (!write_facts(c, u, code) || !write_locals(c, u, code)) compile_bail(c);
    if ((code->names = name_tuple(c, u)) == NULL || (code->consts = const_tuple(u)) == NULL) compile_bail(c);
    if (!write_instructions(&a, code)) {
        if (PyErr_Occurred()) compile_bail(c);
        return NULL;
    }
    if (!write_handlers(&a, code) || !write_tables(&a, code)) compile_bail(c);
#ifdef ADDER_DEBUG
    const char *wrong = adder_code_verify(code);
    ADDER_ASSERT(wrong == NULL, "the verifier accepts the code");
#endif
    return code;
}
