/* liveness.c -- two analyses of a finished unit, both over its basic blocks.
 *
 * Identity liveness, backwards over locals: is a local used later in a way that could tell its object from an equal one? If
 * not, a number may be copied, loaded or fetched unboxed (the N forms). Arithmetic, comparisons, truth tests and indexing are
 * no such uses; everything else is.
 *
 * Live temporaries, forwards from the operand kinds of opcodes.def: which temporaries hold something before each
 * instruction. The result is kept with the code for the unwinder, and for generators that are dropped or visited. */
#include "vm/compile.h"

typedef struct {
    int first, end;       /* instructions */
    uint64_t *set;        /* on entry: identity-live locals, or live temporaries */
    bool known;           /* temporaries: `set` is filled */
} BasicBlock;

typedef struct {
    FrontArena *arena;
    Unit *u;
    BasicBlock *blocks;
    int count, words;
    int *block_of;        /* by instruction, valid for those that begin a block */
} Flow;

static OpBase base_of(const Ins *ins) { return (OpBase)adder_op_info[ins->op].base; }

static bool ends_flow(const Ins *ins)
{
    switch (base_of(ins)) {
    case BASE_JUMP: case BASE_JUMP_BACK: case BASE_RET: case BASE_RAISE: case BASE_RERAISE: return true;
    default: return false;
    }
}

static void find_blocks(Flow *f, FrontArena *arena, Unit *u, int words)
{
    int n = u->count;
    bool *leader = adder_front_alloc(arena, (size_t)n + 1);
    f->arena = arena;
    f->u = u;
    f->words = words;
    leader[0] = true;
    for (int i = 0; i < n; i++) {
        if (u->code[i].target != NO_LABEL) leader[u->labels[u->code[i].target]] = leader[i + 1] = true;
        if (ends_flow(&u->code[i])) leader[i + 1] = true;
        if (u->code[i].handler >= 0) leader[u->labels[u->handlers[u->code[i].handler].label]] = true;
    }
    f->block_of = adder_front_alloc(arena, ((size_t)n + 1) * sizeof(int));
    for (int i = 0; i < n; i++) f->count += leader[i];
    f->blocks = adder_front_alloc(arena, (size_t)(f->count + 1) * sizeof(BasicBlock));
    uint64_t *sets = adder_front_alloc(arena, (size_t)(f->count + 1) * (size_t)words * sizeof *sets);
    int b = -1;
    for (int i = 0; i < n; i++) {
        if (leader[i]) {
            if (b >= 0) f->blocks[b].end = i;
            b++;
            f->blocks[b] = (BasicBlock){.first = i, .end = n, .set = sets + (size_t)b * (size_t)words};
        }
        f->block_of[i] = b;
    }
}

static BasicBlock *block_at(Flow *f, Label label) { return &f->blocks[f->block_of[f->u->labels[label]]]; }

static bool has(const uint64_t *set, int i) { return set[i / 64] >> (i % 64) & 1; }
static void add(uint64_t *set, int i) { set[i / 64] |= 1ULL << (i % 64); }
static void del(uint64_t *set, int i) { set[i / 64] &= ~(1ULL << (i % 64)); }
static void merge(uint64_t *set, const uint64_t *more, int words) { for (int i = 0; i < words; i++) set[i] |= more[i]; }

/* ---- identity ---- */

static bool ignores_identity(OpBase base, int field)
{
    if (base < BASE_COPY) return true; /* arithmetic and compare-and-jump come first in the table */
    switch (base) {
    case BASE_NEG: case BASE_POS: case BASE_INVERT: case BASE_NOT: case BASE_JF: case BASE_JT: case BASE_CHECK:
    case BASE_LT: case BASE_LE: case BASE_EQ: case BASE_NE: case BASE_GT: case BASE_GE: case BASE_COPYN: return true;
    case BASE_GETITEM: case BASE_GETITEMN: return field == 2;
    case BASE_DELITEM: return field == 1;
    default: return false;
    }
}

/* From what is identity-live after `ins` to what is before it. */
static void identity_before(const Ins *ins, uint64_t *live)
{
    const OpInfo *info = &adder_op_info[ins->op];
    const uint16_t operand[3] = {ins->a, ins->b, ins->c};
    bool dead_copy = info->base == BASE_COPY && info->kind[0] == KIND_l && !has(live, ins->a);
    for (int i = 0; i < 3; i++)
        if (info->kind[i] == KIND_l) del(live, operand[i]);
    if (info->base == BASE_MAKE_CELL) add(live, ins->a);
    if (dead_copy) return;
    for (int i = 0; i < 3; i++)
        if (info->kind[i] == KIND_L && !ignores_identity((OpBase)info->base, i)) add(live, operand[i]);
}

static void identity_out(Flow *f, int b, uint64_t *live)
{
    const Ins *last = &f->u->code[f->blocks[b].end - 1];
    memset(live, 0, (size_t)f->words * sizeof *live);
    if (last->target != NO_LABEL) {
        merge(live, block_at(f, last->target)->set, f->words);
        if (base_of(last) == BASE_FOR_ITER && adder_op_info[last->op].kind[0] == KIND_l) del(live, last->a);
    }
    if (!ends_flow(last) && b + 1 < f->count) merge(live, f->blocks[b + 1].set, f->words);
}

static void identity_walk(Flow *f, int b, uint64_t *live, void (*visit)(Flow *, Ins *, const uint64_t *))
{
    Unit *u = f->u;
    identity_out(f, b, live);
    for (int i = f->blocks[b].end - 1; i >= f->blocks[b].first; i--) {
        Ins *ins = &u->code[i];
        const Ins as_was = *ins; /* a copy counts as a use, even when it now becomes an unboxed one */
        if (visit) visit(f, ins, live);
        if (base_of(&as_was) != BASE_FOR_ITER) identity_before(&as_was, live);
        if (ins->handler >= 0) merge(live, block_at(f, u->handlers[ins->handler].label)->set, f->words);
    }
}

static void become(Ins *ins, OpBase base)
{
    const OpInfo *info = &adder_op_info[ins->op];
    Op op = adder_op_variant(base, (OpKind)info->kind[0], (OpKind)info->kind[1], (OpKind)info->kind[2]);
    ADDER_ASSERT(op != OP_COUNT, "the N form has the same variants");
    ins->op = (uint16_t)op;
}

static void use_unboxed(Flow *f, Ins *ins, const uint64_t *after)
{
    const OpInfo *info = &adder_op_info[ins->op];
    bool to_local = info->kind[0] == KIND_l, dead = to_local && !has(after, ins->a);
    switch (info->base) {
    case BASE_COPY:
        if (dead || !has(after, ins->b)) become(ins, BASE_COPYN);
        break;
    case BASE_LOADK:
        if (dead && has_number_slot(f->u->consts[ins->konst].object)) {
            become(ins, BASE_LOADKN);
            ins->number = true;
        }
        break;
    case BASE_GETATTR: if (dead) become(ins, BASE_GETATTRN); break;
    case BASE_GETITEM: if (dead) become(ins, BASE_GETITEMN); break;
    case BASE_FOR_ITER:
        if (to_local && !has(block_at(f, ins->target)->set, ins->a)) become(ins, BASE_FOR_ITERN);
        break;
    case BASE_YIELD:
        if (info->kind[1] == KIND_L && !has(after, ins->b)) ins->c |= 4;
        break;
    default: break;
    }
}

static bool has_candidates(const Unit *u)
{
    for (int i = 0; i < u->count; i++) {
        switch (base_of(&u->code[i])) {
        case BASE_COPY: case BASE_LOADK: case BASE_GETATTR: case BASE_GETITEM: case BASE_FOR_ITER: case BASE_YIELD: return true;
        default: break;
        }
    }
    return false;
}

void ir_identity_liveness(FrontArena *arena, Unit *u)
{
    Flow f = {0};
    if (u->nlocals == 0 || u->namespace_slot >= 0 || u->count == 0 || !has_candidates(u)) return;
    find_blocks(&f, arena, u, (u->nlocals + 63) / 64);
    uint64_t *live = adder_front_alloc(arena, (size_t)f.words * sizeof *live);
    for (bool changed = true; changed;) {
        changed = false;
        for (int b = f.count - 1; b >= 0; b--) {
            identity_walk(&f, b, live, NULL);
            if (memcmp(live, f.blocks[b].set, (size_t)f.words * sizeof *live) == 0) continue;
            memcpy(f.blocks[b].set, live, (size_t)f.words * sizeof *live);
            changed = true;
        }
    }
    for (int b = 0; b < f.count; b++) identity_walk(&f, b, live, use_unboxed);
}

/* ---- temporaries ---- */

typedef struct { int first, count; } Span;

/* The temporaries of the window that starts at operand `field` of ins. */
static Span window_of(const Ins *ins, OpBase base, int field)
{
    int n = ins->c;
    switch (base) {
    case BASE_CALL: case BASE_CALL_METHOD: case BASE_CALL_KW: return (Span){ins->b, n};
    case BASE_CALL_EX: return (Span){ins->b, n & 1 ? 2 : 1};
    case BASE_MAKE_FUNCTION: return (Span){ins->b, (n & 1) + (n >> 1 & 1) + (n >> 2 & 1) + (n >> 3 & 1)};
    case BASE_SUPER_ATTR: return (Span){ins->b, 3};
    case BASE_BUILD_MAP: return (Span){ins->b, 2 * n};
    case BASE_FORMAT: return (Span){ins->b, n & 4 ? 2 : 1};
    case BASE_MAP_ADD: return (Span){ins->b, 2};
    case BASE_RAISE: return (Span){ins->a, ins->b};
    case BASE_MATCH_CLASS: case BASE_IMPORT_NAME: return (Span){ins->c, 2};
    default: return (Span){field == 1 ? ins->b : ins->c, n};
    }
}

static void clear_span(uint64_t *live, Span s, int nlocals)
{
    for (int i = 0; i < s.count; i++) del(live, s.first - nlocals + i);
}

static void set_span(uint64_t *live, Span s, int nlocals)
{
    for (int i = 0; i < s.count; i++) add(live, s.first - nlocals + i);
}

/* What ins does to the live temporaries when it falls through (jumps: when it jumps). */
static void temps_after(const Ins *ins, uint64_t *live, int nlocals, bool jumps)
{
    const OpInfo *info = &adder_op_info[ins->op];
    const uint16_t operand[3] = {ins->a, ins->b, ins->c};
    OpBase base = (OpBase)info->base;
    for (int i = 0; i < 3; i++) {
        if (info->kind[i] == KIND_T) del(live, operand[i] - nlocals);
        if (info->kind[i] == KIND_W) clear_span(live, window_of(ins, base, i), nlocals);
    }
    switch (base) {
    case BASE_CALL: case BASE_CALL_METHOD: case BASE_CALL_KW: case BASE_CALL_EX: del(live, ins->b - 4 - nlocals); break;
    case BASE_JF_KEEP: case BASE_JT_KEEP: if (!jumps) del(live, ins->a - nlocals); break;
    case BASE_FOR_ITER: case BASE_FOR_ITERN:
        if (jumps) break;
        del(live, ins->b - nlocals);
        return; /* nothing is written */
    case BASE_UNPACK: set_span(live, (Span){ins->a, ins->c}, nlocals); return;
    case BASE_UNPACK_EX: set_span(live, (Span){ins->a, (ins->c & 255) + 1 + (ins->c >> 8)}, nlocals); return;
    case BASE_EG_MATCH: add(live, ins->a + 1 - nlocals); break;
    case BASE_LOAD_METHOD: add(live, ins->a + 4 - nlocals); break;
    default: break;
    }
    for (int i = 0; i < 3; i++)
        if (info->kind[i] == KIND_t) add(live, operand[i] - nlocals);
}

/* Gives block `b` its entry state; says whether that is new. All ways into a block agree on what is live. */
static bool arrive(Flow *f, BasicBlock *b, const uint64_t *live)
{
    if (b->known) {
        ADDER_ASSERT(memcmp(b->set, live, (size_t)f->words * sizeof *live) == 0, "all paths leave the same temporaries");
        return false;
    }
    memcpy(b->set, live, (size_t)f->words * sizeof *live);
    b->known = true;
    return true;
}

static void arrive_at_handler(Flow *f, const IrHandler *h, const uint64_t *live, uint64_t *scratch, bool *again)
{
    BasicBlock *b = block_at(f, h->label);
    if (b->known) return;
    memset(scratch, 0, (size_t)f->words * sizeof *scratch);
    for (int i = 0; i < h->depth - f->u->nlocals; i++)
        if (has(live, i)) add(scratch, i);
    add(scratch, h->slot - f->u->nlocals);
    *again |= arrive(f, b, scratch);
}

static void walk_block(Flow *f, int index, uint64_t *live, uint64_t *scratch, bool *again)
{
    Unit *u = f->u;
    BasicBlock *b = &f->blocks[index];
    size_t size = (size_t)f->words * sizeof *live;
    memcpy(live, b->set, size);
    for (int i = b->first; i < b->end; i++) {
        const Ins *ins = &u->code[i];
        if (ins->handler >= 0) arrive_at_handler(f, &u->handlers[ins->handler], live, scratch, again);
        if (ins->target != NO_LABEL) {
            memcpy(scratch, live, size);
            temps_after(ins, scratch, u->nlocals, true);
            *again |= arrive(f, block_at(f, ins->target), scratch);
        }
        temps_after(ins, live, u->nlocals, false);
    }
    if (!ends_flow(&u->code[b->end - 1]) && index + 1 < f->count) *again |= arrive(f, &f->blocks[index + 1], live);
}

typedef struct { uint32_t *at; size_t count, capacity; } Runs;

static void add_run(Flow *f, Runs *runs, uint32_t start, const uint64_t *live, int width)
{
    size_t step = (size_t)width + 1;
    uint32_t mask[2 * 1024];
    for (int i = 0; i < width; i++) mask[i] = (uint32_t)(live[i / 2] >> (i % 2 * 32));
    if (runs->count >= step && memcmp(runs->at + runs->count - width, mask, (size_t)width * 4) == 0) return;
    if (runs->count + step > runs->capacity) {
        size_t capacity = runs->capacity ? runs->capacity * 2 : step * 32;
        runs->at = adder_front_grow(f->arena, runs->at, runs->count * 4, capacity * 4);
        runs->capacity = capacity;
    }
    runs->at[runs->count] = start;
    memcpy(runs->at + runs->count + 1, mask, (size_t)width * 4);
    runs->count += step;
}

static void block_runs(Flow *f, int index, uint64_t *live, uint64_t *scratch, Runs *runs, const uint32_t *offsets, int width)
{
    Unit *u = f->u;
    BasicBlock *b = &f->blocks[index];
    memcpy(live, b->set, (size_t)f->words * sizeof *live);
    for (int i = b->first; i < b->end; i++) {
        const Ins *ins = &u->code[i];
        add_run(f, runs, offsets[i], live, width); /* any instruction may be where the breaker raises */
        memcpy(scratch, live, (size_t)f->words * sizeof *live);
        temps_after(ins, live, u->nlocals, false);
        bool island = ins->far && base_of(ins) != BASE_JUMP && base_of(ins) != BASE_JUMP_BACK;
        if (!island) continue;
        add_run(f, runs, offsets[i] + 1, live, width);
        temps_after(ins, scratch, u->nlocals, true);
        add_run(f, runs, offsets[i] + 2, scratch, width);
    }
}

/* The table: u32 width in 32-bit words, then entries {u32 first instruction offset, width words of mask} in order. Empty
 * when no temporary is ever live where it matters. */
uint8_t *ir_live_table(FrontArena *arena, Unit *u, const uint32_t *offsets, uint32_t *size)
{
    Flow f = {0};
    Runs runs = {0};
    int temps = u->max_depth - u->nlocals + 1;
    int width = (temps + 31) / 32;
    *size = 0;
    if (u->count == 0 || width > 2 * 1024) return NULL;
    find_blocks(&f, arena, u, (temps + 63) / 64);
    uint64_t *live = adder_front_alloc(arena, (size_t)f.words * sizeof *live);
    uint64_t *scratch = adder_front_alloc(arena, (size_t)f.words * sizeof *live);
    bool *done = adder_front_alloc(arena, (size_t)f.count);
    f.blocks[0].known = true;
    for (bool again = true; again;) {
        again = false;
        for (int b = 0; b < f.count; b++) {
            if (done[b] || !f.blocks[b].known) continue;
            done[b] = true;
            walk_block(&f, b, live, scratch, &again);
        }
    }
    for (int b = 0; b < f.count; b++)
        if (f.blocks[b].known) block_runs(&f, b, live, scratch, &runs, offsets, width);
    if (runs.count == (size_t)width + 1) { /* a single run: nothing ever lives */
        bool any = false;
        for (int i = 0; i < width; i++) any = any || runs.at[1 + i];
        if (!any) return NULL;
    }
    uint8_t *table = (uint8_t *)adder_front_text(arena, 4 + runs.count * 4);
    uint32_t w = (uint32_t)width;
    memcpy(table, &w, 4);
    memcpy(table + 4, runs.at, runs.count * 4);
    *size = (uint32_t)(4 + runs.count * 4);
    return table;
}

/* ---- reading the table ---- */

static uint32_t word_at(const uint8_t *p)
{
    uint32_t w;
    memcpy(&w, p, 4);
    return w;
}

void adder_code_live(CodeObject *code, int lasti, void (*visit)(int slot, void *arg), void *arg)
{
    if (code->live_size < 8) return;
    uint32_t width = word_at(code->live), step = (width + 1) * 4, count = (code->live_size - 4) / step;
    uint32_t low = 0, high = count; /* the last entry that starts at or before lasti */
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (word_at(code->live + 4 + mid * step) <= (uint32_t)lasti) low = mid + 1;
        else high = mid;
    }
    if (low == 0) return;
    const uint8_t *entry = code->live + 4 + (low - 1) * step;
    for (uint32_t w = 0; w < width; w++)
        for (uint32_t mask = word_at(entry + 4 + w * 4); mask; mask &= mask - 1)
            visit(code->nlocals + (int)(w * 32) + __builtin_ctz(mask), arg);
}
