/* compile_stmt.c -- statements but for definitions, try and with, and match; and all stores. */
#include "vm/compile.h"

/* ---- what encloses a statement ---- */

#define MOST_BLOCKS 20 /* CPython's limit, which programs can see */

void push_block(Compiler *c, Block *block, BlockKind kind, int slot)
{
    Unit *u = c->u;
    block->outer = u->block;
    block->kind = kind;
    block->slot = slot;
    u->nblocks += kind == BLOCK_HANDLER || kind == BLOCK_HANDLER_NAMED ? 2 : 1;
    if (u->nblocks > MOST_BLOCKS) compile_fail(c, u->pos, "too many statically nested blocks");
    u->block = block;
}

void pop_block(Compiler *c)
{
    Block *block = c->u->block;
    c->u->nblocks -= block->kind == BLOCK_HANDLER || block->kind == BLOCK_HANDLER_NAMED ? 2 : 1;
    c->u->block = block->outer;
}

void unwind_block(Compiler *c, Block *block)
{
    Unit *u = c->u;
    int depth = u->depth;
    switch (block->kind) {
    case BLOCK_LOOP: return;
    case BLOCK_ITER_LOOP: case BLOCK_ASYNC_LOOP: case BLOCK_KEEP:
        emit(c, BASE_DROP, opd_temp(block->slot), OPD_NONE, OPD_NONE);
        return;
    default: break;
    }
    u->handler = block->handler;
    switch (block->kind) {
    case BLOCK_FINALLY: {
        Stmt *s = block->data;
        Block *before = u->block;
        u->block = block->outer;
        body(c, s->v.Try.finalbody);
        u->block = before;
        u->pos = NOWHERE; /* what leaves comes after the finally part, on no line of its own */
        break;
    }
    case BLOCK_FINALLY_END:
        emit(c, BASE_DROP, opd_temp(block->slot + 1), OPD_NONE, OPD_NONE);
        emit(c, BASE_POP_EXC, opd_temp(block->slot), OPD_NONE, OPD_NONE);
        break;
    case BLOCK_WITH:
        at(c, block->data);
        emit(c, BASE_WITH_EXIT, opd_temp(block->slot), OPD_NONE, OPD_NONE);
        break;
    case BLOCK_ASYNC_WITH: {
        at(c, block->data);
        int value = push_temp(c);
        emit(c, BASE_WITH_EXIT_ASYNC, opd_temp(value), opd_temp(block->slot), OPD_NONE);
        compile_await(c, value, opd_temp(value), 2);
        drop(c, opd_temp(value));
        break;
    }
    case BLOCK_HANDLER: emit(c, BASE_POP_EXC, opd_temp(block->slot), OPD_NONE, OPD_NONE); break;
    case BLOCK_HANDLER_NAMED:
        emit(c, BASE_POP_EXC, opd_temp(block->slot), OPD_NONE, OPD_NONE);
        unbind_name(c, block->data);
        break;
    case BLOCK_GROUP_HANDLER:
        compile_fail(c, u->pos, "'break', 'continue' and 'return' cannot appear in an except* block");
    default: break;
    }
    set_depth(c, depth);
}

bool blocks_run_code(Compiler *c)
{
    for (Block *b = c->u->block; b; b = b->outer)
        if (b->kind == BLOCK_FINALLY || b->kind == BLOCK_HANDLER_NAMED || b->kind == BLOCK_WITH || b->kind == BLOCK_ASYNC_WITH)
            return true;
    return false;
}

/* Code that leaves all blocks inside `stop` (NULL: all of them). The caller restores handler and block. */
void unwind_to(Compiler *c, Block *stop)
{
    for (Block *b = c->u->block; b != stop; b = b->outer) {
        c->u->block = b->outer;
        unwind_block(c, b);
    }
}

/* ---- paths that meet ---- */

void join_add(Compiler *c, Join *join)
{
    if (!c->u->reachable) return;
    if (join->any) intersect_assigned(&join->set, &c->u->assigned);
    else join->set = c->u->assigned;
    join->any = true;
}

void join_end(Compiler *c, const Join *join)
{
    if (join->any) c->u->assigned = join->set;
}

/* ---- stores ---- */

static void store_attribute(Compiler *c, Expr *target, Opd value)
{
    Expr *base = target->v.Attribute.value;
    check_forbidden(c, target->v.Attribute.attr, AST_POS(target), false);
    value = hold(c, value, false, base);
    Opd object = expr_value(c, base, false);
    locate_attribute(c, target);
    emit(c, BASE_SETATTR, object, value, opd_n(name_index(c, mangled(c, target->v.Attribute.attr))));
}

static void store_item(Compiler *c, Expr *target, Opd value)
{
    AstSubscript *s = &target->v.Subscript;
    value = is_simple(s->value) ? hold(c, value, false, s->slice) : hold(c, value, false, s->value);
    Opd base = expr_before(c, s->value, false, s->slice);
    if (base.kind == KIND_K) base = in_temp(c, base, false);
    Opd index = expr_number(c, s->slice);
    if (index.kind == KIND_K && value.kind == KIND_K) index = in_temp(c, index, true);
    emit(c, BASE_SETITEM, base, index, value);
}

static void unpack(Compiler *c, Expr *target, seq_expr elts, Opd value)
{
    int star = -1, base = c->u->depth, n = elts.len;
    for (int i = 0; i < n; i++) {
        if (elts.at[i]->kind != AST_Starred) continue;
        if (star >= 0) compile_fail(c, AST_POS(target), "multiple starred expressions in assignment");
        star = i;
    }
    if (star >= 256 || (star >= 0 && n - star - 1 >= 256))
        compile_fail(c, AST_POS(target), "too many expressions in star-unpacking assignment");
    if (value.kind == KIND_T && value.index == base - 1) base--; /* in the place of what is unpacked */
    set_depth(c, base);
    for (int i = 0; i < n; i++) push_temp(c);
    if (n == 0) push_temp(c);
    if (star < 0) emit(c, BASE_UNPACK, opd_temp(base), value, opd_n(n));
    else emit(c, BASE_UNPACK_EX, opd_temp(base), value, opd_n(star | (n - star - 1) << 8));
    for (int i = 0; i < n; i++) {
        Expr *e = elts.at[i];
        set_depth(c, base + n);
        store(c, e->kind == AST_Starred ? e->v.Starred.value : e, opd_temp(base + i));
    }
}

/* Stores `value` and consumes it; `depth` is as before afterwards. */
void store(Compiler *c, Expr *target, Opd value)
{
    Unit *u = c->u;
    int depth = u->depth;
    AstPos before = u->pos;
    compile_go_deeper(c);
    at(c, target);
    switch (target->kind) {
    case AST_Name: store_name(c, target->v.Name.id, value); break;
    case AST_Attribute: store_attribute(c, target, value); break;
    case AST_Subscript: store_item(c, target, value); break;
    case AST_Tuple: unpack(c, target, target->v.Tuple.elts, value); break;
    case AST_List: unpack(c, target, target->v.List.elts, value); break;
    case AST_Starred: compile_fail(c, AST_POS(target), "starred assignment target must be in a list or tuple");
    default: compile_fail(c, AST_POS(target), "cannot assign to expression");
    }
    u->pos = before;
    compile_go_back(c);
    set_depth(c, depth);
}

/* ---- assignment ---- */

static bool plain_items(seq_expr elts)
{
    for (int i = 0; i < elts.len; i++)
        if (elts.at[i]->kind == AST_Starred) return false;
    return true;
}

/* Whether storing to any of the first `n` targets could rebind local `slot`. */
static bool rebinds(Compiler *c, seq_expr targets, int n, int slot)
{
    for (int i = 0; i < n; i++) {
        Expr *t = targets.at[i];
        if (t->kind != AST_Name) return true;
        Ref ref = resolve_name(c, t->v.Name.id);
        if (ref.kind == REF_FAST && ref.index == slot) return true;
    }
    return false;
}

/* a, b = 1, 2, which has become one constant. */
static bool assign_constants(Compiler *c, Expr *target, Expr *value)
{
    PyObject *tuple = expr_constant(c, value);
    if (tuple == NULL || !PyTuple_CheckExact(tuple) || c->u->far_mode) return false;
    if (target->kind != AST_Tuple && target->kind != AST_List) return false;
    seq_expr to = target->v.Tuple.elts;
    if (to.len != PyTuple_GET_SIZE(tuple) || to.len > 16 || !plain_items(to)) return false;
    for (int i = 0; i < to.len; i++) store(c, to.at[i], const_opd(c, PyTuple_GET_ITEM(tuple, i)));
    return true;
}

/* a, b = x, y without the tuple: all values first, then the stores. */
static bool assign_pairwise(Compiler *c, Expr *target, Expr *value)
{
    if (value->kind != AST_Tuple && value->kind != AST_List) return false;
    if (target->kind != AST_Tuple && target->kind != AST_List) return false;
    seq_expr to = target->v.Tuple.elts, from = value->v.Tuple.elts; /* List begins alike */
    if (to.len != from.len || to.len == 0 || to.len > 16 || !plain_items(to) || !plain_items(from)) return false;
    Opd values[16];
    for (int i = 0; i < from.len; i++) {
        Expr *later = i + 1 < from.len && c->u->scope->has_walrus ? value : NULL;
        values[i] = expr_before(c, from.at[i], false, later);
        if (values[i].kind == KIND_L && rebinds(c, to, i, values[i].index)) values[i] = in_temp(c, values[i], false);
    }
    for (int i = 0; i < to.len; i++) store(c, to.at[i], values[i]);
    return true;
}

static bool is_fast_name(Compiler *c, Expr *e, Opd *local)
{
    if (e->kind != AST_Name || strcmp(e->v.Name.id, "__debug__") == 0) return false;
    Ref ref = resolve_name(c, e->v.Name.id);
    *local = opd_local(ref.index);
    return ref.kind == REF_FAST;
}

void assign(Compiler *c, Expr *target, Expr *value)
{
    int depth = c->u->depth;
    Opd local;
    if (is_fast_name(c, target, &local)) {
        expr(c, value, local, false);
        mark_assigned(c, local.index);
    } else if (!assign_constants(c, target, value) && !assign_pairwise(c, target, value)) {
        store(c, target, expr_any(c, value));
    }
    set_depth(c, depth);
}

static void assign_many(Compiler *c, seq_expr targets, Expr *value)
{
    int depth = c->u->depth;
    Opd v = expr_any(c, value), copy;
    bool names_only = v.kind == KIND_L ? !rebinds(c, targets, targets.len - 1, v.index) : true;
    if (!names_only) v = in_temp(c, v, false);
    if (v.kind == KIND_T && is_fast_name(c, targets.at[0], &copy) && !c->u->scope->has_walrus) {
        seq_expr rest = {targets.at + 1, targets.len - 1};
        if (!rebinds(c, rest, rest.len, copy.index)) { /* a = b = x: b is given what a holds */
            store(c, targets.at[0], v);
            set_depth(c, depth);
            for (int i = 0; i < rest.len; i++) store(c, rest.at[i], copy);
            return;
        }
    }
    for (int i = 0; i < targets.len - 1; i++) {
        if (v.kind == KIND_T) {
            copy = new_temp(c);
            emit(c, BASE_DUP, copy, opd_n(v.index), OPD_NONE);
        } else {
            copy = v;
        }
        store(c, targets.at[i], copy);
        set_depth(c, v.kind == KIND_T ? v.index + 1 : depth);
    }
    store(c, targets.at[targets.len - 1], v);
    set_depth(c, depth);
}

/* A second operand for the same value: itself, or a copy of a temporary. */
static Opd twice(Compiler *c, Opd value)
{
    if (value.kind != KIND_T) return value;
    Opd copy = new_temp(c);
    emit(c, BASE_DUP, copy, opd_n(value.index), OPD_NONE);
    return copy;
}

static void aug_name(Compiler *c, AstAugAssign *a)
{
    Opd local, old = expr_before(c, a->target, true, a->value);
    if (!is_fast_name(c, a->target, &local)) local = OPD_NONE;
    Opd operand = expr_number(c, a->value);
    int depth = old.kind == KIND_T ? old.index : operand.kind == KIND_T ? operand.index : c->u->depth;
    set_depth(c, depth);
    Opd result = result_in(c, local);
    emit(c, binary_base(a->op, true), result, old, operand);
    if (local.kind == KIND_L) return;
    at(c, a->target);
    store_name(c, a->target->v.Name.id, result);
}

static void aug_attribute(Compiler *c, AstAugAssign *a, AstPos pos)
{
    Expr *t = a->target;
    at(c, t);
    Opd object = hold(c, expr_value(c, t->v.Attribute.value, false), false, a->value);
    locate_attribute(c, t);
    int index = name_index(c, mangled(c, t->v.Attribute.attr)), depth = c->u->depth;
    Opd again = twice(c, object);
    set_depth(c, depth);
    Opd old = new_temp(c);
    emit(c, BASE_GETATTRN, old, again, opd_n(index));
    c->u->pos = pos;
    Opd operand = expr_number(c, a->value);
    emit(c, binary_base(a->op, true), old, old, operand);
    at(c, t);
    locate_attribute(c, t);
    emit(c, BASE_SETATTR, object, old, opd_n(index));
}

static void aug_item(Compiler *c, AstAugAssign *a, AstPos pos)
{
    AstSubscript *s = &a->target->v.Subscript;
    at(c, a->target);
    Opd base = expr_before(c, s->value, false, s->slice);
    if (base.kind == KIND_K) base = in_temp(c, base, false);
    base = hold(c, base, false, a->value);
    Opd index = hold(c, expr_number(c, s->slice), true, a->value);
    int depth = c->u->depth;
    Opd base2 = twice(c, base), index2 = twice(c, index);
    set_depth(c, depth);
    Opd old = new_temp(c);
    emit(c, BASE_GETITEMN, old, base2, index2);
    c->u->pos = pos;
    Opd operand = expr_number(c, a->value);
    emit(c, binary_base(a->op, true), old, old, operand);
    at(c, a->target);
    emit(c, BASE_SETITEM, base, index, old);
}

static void aug_assign(Compiler *c, Stmt *s)
{
    AstAugAssign *a = &s->v.AugAssign;
    int depth = c->u->depth;
    AstPos pos = c->u->pos;
    switch (a->target->kind) {
    case AST_Name: aug_name(c, a); break;
    case AST_Attribute: aug_attribute(c, a, pos); break;
    case AST_Subscript: aug_item(c, a, pos); break;
    default: compile_fail(c, AST_POS(a->target), "illegal expression for augmented assignment");
    }
    set_depth(c, depth);
}

static void annotated_parts(Compiler *c, Expr *e)
{
    if (e->kind == AST_Tuple) {
        for (int i = 0; i < e->v.Tuple.elts.len; i++) annotated_parts(c, e->v.Tuple.elts.at[i]);
    } else if (e->kind == AST_Slice) {
        if (e->v.Slice.lower) expr_drop(c, e->v.Slice.lower);
        if (e->v.Slice.upper) expr_drop(c, e->v.Slice.upper);
        if (e->v.Slice.step) expr_drop(c, e->v.Slice.step);
    } else {
        expr_drop(c, e);
    }
}

static void ann_assign(Compiler *c, Stmt *s)
{
    AstAnnAssign *a = &s->v.AnnAssign;
    Unit *u = c->u;
    int depth = u->depth;
    bool wants = u->scope->kind != SCOPE_FUNCTION;
    if (a->value) assign(c, a->target, a->value);
    switch (a->target->kind) {
    case AST_Name:
        check_forbidden(c, a->target->v.Name.id, u->pos, false);
        if (!a->simple || !wants) break;
        compile_annotation(c, a->annotation);
        Opd dict = new_temp(c);
        emit(c, BASE_LOAD_NAME, dict, opd_n(name_index(c, adder_intern(c->arena, "__annotations__", 15))), OPD_NONE);
        Opd key = const_opd(c, compile_str(c, mangled(c, a->target->v.Name.id)));
        emit(c, BASE_SETITEM, dict, key, opd_temp(depth));
        break;
    case AST_Attribute:
        check_forbidden(c, a->target->v.Attribute.attr, u->pos, false);
        if (!a->value) expr_drop(c, a->target->v.Attribute.value);
        break;
    case AST_Subscript:
        if (a->value) break;
        expr_drop(c, a->target->v.Subscript.value);
        annotated_parts(c, a->target->v.Subscript.slice);
        break;
    default: compile_fail(c, AST_POS(s), "invalid node type for annotated assignment");
    }
    if (!a->simple && wants && !c->st.future_annotations) expr_drop(c, a->annotation);
    set_depth(c, depth);
}

static void delete(Compiler *c, Expr *target)
{
    int depth = c->u->depth;
    at(c, target);
    switch (target->kind) {
    case AST_Name: delete_name(c, target->v.Name.id); break;
    case AST_Attribute: {
        Opd base = expr_value(c, target->v.Attribute.value, false);
        locate_attribute(c, target);
        emit(c, BASE_DELATTR, base, opd_n(name_index(c, mangled(c, target->v.Attribute.attr))), OPD_NONE);
        break;
    }
    case AST_Subscript: {
        Opd base = expr_before(c, target->v.Subscript.value, false, target->v.Subscript.slice);
        if (base.kind == KIND_K) base = in_temp(c, base, false);
        Opd index = expr_number(c, target->v.Subscript.slice);
        emit(c, BASE_DELITEM, base, index, OPD_NONE);
        break;
    }
    case AST_Tuple: case AST_List:
        for (int i = 0; i < target->v.Tuple.elts.len; i++) delete(c, target->v.Tuple.elts.at[i]);
        break;
    default: compile_fail(c, AST_POS(target), "cannot delete expression");
    }
    set_depth(c, depth);
}

/* ---- branches and loops ---- */

void line_marker(Compiler *c)
{
    Unit *u = c->u;
    if (u->count == 0 || u->last_label || u->code[u->count - 1].pos.lineno != u->pos.lineno)
        emit(c, BASE_NOP, OPD_NONE, OPD_NONE, OPD_NONE);
}

static void if_statement(Compiler *c, Stmt *s)
{
    AstIf *i = &s->v.If;
    Label otherwise = new_label(c), end = new_label(c);
    Join join = {0};
    bool truth;
    if (constant_truth(c, i->test, &truth)) line_marker(c);
    jump_if(c, i->test, otherwise, false);
    AssignedSet before = c->u->assigned;
    body(c, i->body);
    join_add(c, &join);
    c->u->pos = NOWHERE;
    if (i->orelse.len) emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, end);
    c->u->assigned = before;
    place_label(c, otherwise);
    if (i->orelse.len) {
        body(c, i->orelse);
        join_add(c, &join);
        place_label(c, end);
    } else if (c->u->label_used[otherwise]) {
        join.set = before;
        join.any = true;
    }
    join_end(c, &join);
}

static void while_statement(Compiler *c, Stmt *s)
{
    AstWhile *w = &s->v.While;
    Unit *u = c->u;
    Block block = {.start = new_label(c), .exit = new_label(c)};
    Label top = new_label(c), otherwise = new_label(c);
    AstPos pos = u->pos;
    bool truth, endless = constant_truth(c, w->test, &truth) && truth;
    if (constant_truth(c, w->test, &truth)) line_marker(c);
    if (!endless) jump_if(c, w->test, otherwise, false);
    AssignedSet before = u->assigned;
    push_block(c, &block, BLOCK_LOOP, 0);
    place_label(c, top);
    body(c, w->body);
    pop_block(c);
    place_label(c, block.start);
    u->assigned = before;
    u->pos = pos;
    if (endless) emit_jump(c, BASE_JUMP_BACK, OPD_NONE, OPD_NONE, top);
    else jump_if(c, w->test, top, true);
    u->assigned = before;
    place_label(c, otherwise);
    body(c, w->orelse);
    u->assigned = before;
    place_label(c, block.exit);
}

static void for_statement(Compiler *c, Stmt *s)
{
    AstFor *f = &s->v.For;
    Unit *u = c->u;
    int depth = u->depth;
    Block block = {.start = new_label(c), .exit = new_label(c)};
    Label top = new_label(c);
    AstPos pos = u->pos;
    Opd iterable = expr_any(c, fold_iterable(c, f->iter)), local;
    set_depth(c, depth);
    Opd iterator = new_temp(c);
    emit(c, BASE_GET_ITER, iterator, iterable, OPD_NONE);
    AssignedSet before = u->assigned;
    push_block(c, &block, BLOCK_ITER_LOOP, iterator.index);
    emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, block.start);
    u->label_used[top] = u->label_used[block.start];
    place_label(c, top);
    if (f->target->lineno == pos.lineno && is_fast_name(c, f->target, &local)) {
        mark_assigned(c, local.index);
    } else {
        local = new_temp(c);
        store(c, f->target, local);
        set_depth(c, iterator.index + 1);
    }
    u->pos = pos;
    body(c, f->body);
    pop_block(c);
    u->assigned = before;
    place_label(c, block.start);
    u->pos = pos;
    emit_jump(c, BASE_FOR_ITER, local, opd_n(iterator.index), top);
    set_depth(c, depth);
    body(c, f->orelse);
    u->assigned = before;
    place_label(c, block.exit);
}

static void async_for_statement(Compiler *c, Stmt *s)
{
    AstFor *f = &s->v.For; /* AsyncFor is alike */
    Unit *u = c->u;
    int depth = u->depth, outer = u->handler;
    Block block = {.start = new_label(c), .exit = new_label(c)};
    Label over = new_label(c);
    AstPos pos = u->pos;
    Opd iterable = expr_any(c, f->iter);
    set_depth(c, depth);
    emit(c, BASE_GET_AITER, new_temp(c), iterable, OPD_NONE);
    AssignedSet before = u->assigned;
    place_label(c, block.start);
    push_block(c, &block, BLOCK_ASYNC_LOOP, depth);
    u->handler = add_handler(c, over, depth + 1, depth + 1);
    compile_await(c, depth + 1, opd_n(depth), -2);
    u->handler = outer;
    store(c, f->target, opd_temp(depth + 1));
    set_depth(c, depth + 1);
    u->pos = pos;
    body(c, f->body);
    pop_block(c);
    u->pos = NOWHERE;
    emit_jump(c, BASE_JUMP_BACK, OPD_NONE, OPD_NONE, block.start);
    u->assigned = before;
    place_label(c, over);
    at(c, f->iter);
    emit(c, BASE_END_ASYNC_FOR, opd_temp(depth + 1), opd_temp(depth), OPD_NONE);
    u->pos = pos;
    set_depth(c, depth);
    body(c, f->orelse);
    u->assigned = before;
    place_label(c, block.exit);
}

static void leave_loop(Compiler *c, bool is_break)
{
    Unit *u = c->u;
    Block *stop = u->block, *before = u->block;
    int handler = u->handler;
    for (; stop; stop = stop->outer) {
        if (stop->kind <= BLOCK_ASYNC_LOOP) break;
        if (stop->kind == BLOCK_GROUP_HANDLER)
            compile_fail(c, u->pos, "'break', 'continue' and 'return' cannot appear in an except* block");
    }
    if (stop == NULL) compile_fail(c, u->pos, is_break ? "'break' outside loop" : "'continue' not properly in loop");
    if (u->block != stop) line_marker(c);
    unwind_to(c, stop);
    if (is_break) unwind_block(c, stop);
    Label target = is_break ? stop->exit : stop->start;
    bool back = !is_break && u->labels[target] >= 0;
    emit_jump(c, back ? BASE_JUMP_BACK : BASE_JUMP, OPD_NONE, OPD_NONE, target);
    u->block = before;
    u->handler = handler;
}

static void return_statement(Compiler *c, Stmt *s)
{
    Unit *u = c->u;
    Expr *e = s->v.Return.value;
    int depth = u->depth, handler = u->handler;
    Block keep, *before = u->block;
    if (u->scope->kind != SCOPE_FUNCTION) compile_fail(c, u->pos, "'return' outside function");
    if (e && u->scope->coroutine && u->scope->generator)
        compile_fail(c, u->pos, "'return' with value in async generator");
    Opd value = e ? expr_any(c, e) : const_opd(c, Py_None);
    if (e && e->kind == AST_Constant && e->lineno == s->lineno) at(c, e);
    if (value.kind == KIND_L && blocks_run_code(c)) value = in_temp(c, value, false);
    if (value.kind == KIND_K && before) line_marker(c);
    if (value.kind != KIND_T) {
        unwind_to(c, NULL);
    } else { /* a finally that leaves otherwise drops the value first */
        for (Block *b = before; b; b = b->outer) {
            keep = (Block){.outer = b->outer, .kind = BLOCK_KEEP, .slot = value.index};
            u->block = &keep;
            Block inner = *b;
            inner.outer = &keep;
            unwind_block(c, &inner);
        }
    }
    emit(c, BASE_RET, value, opd_n(u->nlocals), OPD_NONE);
    u->reachable = false;
    u->block = before;
    u->handler = handler;
    set_depth(c, depth);
}

/* ---- the others ---- */

static void raise_statement(Compiler *c, Stmt *s)
{
    int depth = c->u->depth, n = 0;
    if (s->v.Raise.exc) {
        expr_push(c, s->v.Raise.exc);
        n++;
        if (s->v.Raise.cause) {
            expr_push(c, s->v.Raise.cause);
            n++;
        }
    }
    emit(c, BASE_RAISE, opd_n(depth), opd_n(n), OPD_NONE);
    c->u->reachable = false;
    set_depth(c, depth);
}

static void assert_statement(Compiler *c, Stmt *s)
{
    AstAssert *a = &s->v.Assert;
    int depth = c->u->depth;
    PyObject *constant = expr_constant(c, a->test);
    if ((a->test->kind == AST_Tuple && a->test->v.Tuple.elts.len > 0)
        || (constant && PyTuple_CheckExact(constant) && PyTuple_GET_SIZE(constant) > 0))
        compile_warn(c, c->u->pos, "assertion is always true, perhaps remove parentheses?");
    if (c->job->optimize) return;
    Label end = new_label(c);
    AssignedSet before;
    jump_if(c, a->test, end, true);
    before = c->u->assigned;
    Opd error = new_temp(c);
    emit(c, BASE_LOAD_ASSERTION_ERROR, error, OPD_NONE, OPD_NONE);
    if (a->msg) {
        set_depth(c, depth);
        open_window(c);
        expr_push(c, a->msg);
        set_depth(c, depth);
        emit(c, BASE_CALL, new_temp(c), opd_n(depth + 4), opd_n(1));
    }
    emit(c, BASE_RAISE, opd_n(depth), opd_n(1), OPD_NONE);
    c->u->reachable = false;
    c->u->assigned = before;
    set_depth(c, depth);
    place_label(c, end);
}

static void expr_statement(Compiler *c, Stmt *s)
{
    Expr *e = s->v.Expr.value;
    Unit *u = c->u;
    int depth = u->depth;
    if (c->interactive && u->outer == NULL) {
        expr_push(c, e);
        emit(c, BASE_PRINT_EXPR, opd_temp(depth), OPD_NONE, OPD_NONE);
        set_depth(c, depth);
        return;
    }
    if (e->kind == AST_Constant) {
        line_marker(c);
        return;
    }
    at(c, e); /* releasing the value belongs to its line, not to that of a parenthesis before it */
    expr_drop(c, e);
}

static void import_names(Compiler *c, PyObject *fromlist, int level, const char *module)
{
    int depth = c->u->depth;
    PyObject *number = shared_const(c, PyLong_FromLong(level));
    place(c, opd_const(const_index(c, fromlist)), opd_temp(depth), false);
    place(c, opd_const(const_index(c, number)), opd_temp(depth + 1), false);
    set_depth(c, depth + 1);
    emit(c, BASE_IMPORT_NAME, opd_temp(depth), opd_n(name_index(c, mangled(c, module))), opd_n(depth));
}

/* import a.b.c as d: the parts one after the other, the last is stored. */
static void import_as(Compiler *c, const char *dots, const char *name)
{
    int first = c->u->depth - 1;
    while (*dots) {
        const char *end = strchrnul(++dots, '.');
        const char *part = adder_intern(c->arena, dots, (size_t)(end - dots));
        int from = c->u->depth - 1;
        emit(c, BASE_IMPORT_FROM, new_temp(c), opd_n(from), opd_n(name_index(c, mangled(c, part))));
        dots = end;
    }
    int last = c->u->depth - 1;
    store_name(c, name, opd_temp(last));
    for (int i = last - 1; i >= first; i--) emit(c, BASE_DROP, opd_temp(i), OPD_NONE, OPD_NONE);
}

void compile_import(Compiler *c, Stmt *s)
{
    seq_alias names = s->v.Import.names;
    int depth = c->u->depth;
    for (int i = 0; i < names.len; i++) {
        Alias *a = names.at[i];
        const char *dot = strchr(a->name, '.');
        import_names(c, Py_None, 0, a->name);
        if (a->asname && dot) import_as(c, dot, a->asname);
        else if (a->asname) store_name(c, a->asname, opd_temp(depth));
        else store_name(c, dot ? adder_intern(c->arena, a->name, (size_t)(dot - a->name)) : a->name, opd_temp(depth));
        set_depth(c, depth);
    }
}

void compile_import_from(Compiler *c, Stmt *s)
{
    AstImportFrom *f = &s->v.ImportFrom;
    int depth = c->u->depth;
    if (s->lineno > c->last_future_line && f->module && strcmp(f->module, "__future__") == 0)
        compile_fail(c, c->u->pos, "from __future__ imports must occur at the beginning of the file");
    PyObject *fromlist = compile_own(c, PyTuple_New(f->names.len));
    for (int i = 0; i < f->names.len; i++)
        PyTuple_SET_ITEM(fromlist, i, Py_NewRef(compile_str(c, f->names.at[i]->name)));
    fromlist = shared_const(c, Py_NewRef(fromlist));
    import_names(c, fromlist, f->level > 0 ? f->level : 0, f->module ? f->module : adder_intern(c->arena, "", 0));
    for (int i = 0; i < f->names.len; i++) {
        Alias *a = f->names.at[i];
        if (i == 0 && strcmp(a->name, "*") == 0) {
            emit(c, BASE_IMPORT_STAR, opd_temp(depth), OPD_NONE, OPD_NONE);
            set_depth(c, depth);
            return;
        }
        set_depth(c, depth + 1);
        emit(c, BASE_IMPORT_FROM, new_temp(c), opd_n(depth), opd_n(name_index(c, mangled(c, a->name))));
        store_name(c, a->asname ? a->asname : a->name, opd_temp(depth + 1));
    }
    drop(c, opd_temp(depth));
    set_depth(c, depth);
}

static void check_async(Compiler *c, Stmt *s, const char *what)
{
    Scope *scope = c->u->scope;
    if (c->top_level_await && scope->kind == SCOPE_MODULE) return;
    if (scope->kind == SCOPE_FUNCTION && !scope->comp && ((const AstNode *)scope->node)->kind == AST_AsyncFunctionDef) return;
    COMPILE_FAIL(c, AST_POS(s), "'async %s' outside async function", what);
}

static void dispatch(Compiler *c, Stmt *s)
{
    switch (s->kind) {
    case AST_FunctionDef: case AST_AsyncFunctionDef: compile_function(c, s); break;
    case AST_ClassDef: compile_class(c, s); break;
    case AST_Return: return_statement(c, s); break;
    case AST_Delete:
        for (int i = 0; i < s->v.Delete.targets.len; i++) delete(c, s->v.Delete.targets.at[i]);
        break;
    case AST_Assign:
        if (s->v.Assign.targets.len == 1) assign(c, s->v.Assign.targets.at[0], s->v.Assign.value);
        else assign_many(c, s->v.Assign.targets, s->v.Assign.value);
        break;
    case AST_AugAssign: aug_assign(c, s); break;
    case AST_AnnAssign: ann_assign(c, s); break;
    case AST_For: for_statement(c, s); break;
    case AST_AsyncFor:
        check_async(c, s, "for");
        async_for_statement(c, s);
        break;
    case AST_While: while_statement(c, s); break;
    case AST_If: if_statement(c, s); break;
    case AST_With: compile_with(c, s, 0); break;
    case AST_AsyncWith:
        check_async(c, s, "with");
        compile_with(c, s, 0);
        break;
    case AST_Match: compile_match(c, s); break;
    case AST_Raise: raise_statement(c, s); break;
    case AST_Try: compile_try(c, s); break;
    case AST_TryStar: compile_try_star(c, s); break;
    case AST_Assert: assert_statement(c, s); break;
    case AST_Import: compile_import(c, s); break;
    case AST_ImportFrom: compile_import_from(c, s); break;
    case AST_Expr: expr_statement(c, s); break;
    case AST_Pass: line_marker(c); break;
    case AST_Break: leave_loop(c, true); break;
    case AST_Continue: leave_loop(c, false); break;
    default: break; /* global, nonlocal: the symbol table knows */
    }
}

void statement(Compiler *c, Stmt *s)
{
    compile_go_deeper(c);
    at(c, s);
    dispatch(c, s);
    compile_go_back(c);
}

void body(Compiler *c, seq_stmt list)
{
    for (int i = 0; i < list.len; i++) statement(c, list.at[i]);
}
