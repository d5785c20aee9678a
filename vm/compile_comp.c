/* compile_comp.c -- comprehensions and generator expressions: a nested function called at once with the outermost
 * iterator, its only argument `.0`. */
#include "vm/compile.h"

typedef struct {
    CompKind kind;
    seq_comprehension loops;
    Expr *elt, *value; /* value: of a dict comprehension */
    Opd into;          /* the container, in a temporary */
} Comp;

static Comp comp_of(Expr *e)
{
    switch (e->kind) {
    case AST_ListComp: return (Comp){COMP_LIST, e->v.ListComp.generators, e->v.ListComp.elt, NULL, OPD_NONE};
    case AST_SetComp: return (Comp){COMP_SET, e->v.SetComp.generators, e->v.SetComp.elt, NULL, OPD_NONE};
    case AST_DictComp:
        return (Comp){COMP_DICT, e->v.DictComp.generators, e->v.DictComp.key, e->v.DictComp.value, OPD_NONE};
    default: return (Comp){COMP_GENERATOR, e->v.GeneratorExp.generators, e->v.GeneratorExp.elt, NULL, OPD_NONE};
    }
}

static void loop(Compiler *c, Comp *comp, int i);

static void element(Compiler *c, Comp *comp)
{
    int depth = c->u->depth;
    AstPos before = c->u->pos;
    if (comp->kind == COMP_DICT) {
        expr_push(c, comp->elt);
        expr_push(c, comp->value);
        c->u->pos = AST_POS(comp->elt);
        c->u->pos.end_lineno = comp->value->end_lineno;
        c->u->pos.end_col_offset = comp->value->end_col_offset;
        emit(c, BASE_MAP_ADD, opd_n(comp->into.index), opd_n(depth), OPD_NONE);
    } else {
        Opd item = expr_any(c, comp->elt);
        at(c, comp->elt);
        set_depth(c, depth);
        if (comp->kind == COMP_GENERATOR) {
            Opd sent = new_temp(c);
            emit(c, BASE_YIELD, sent, item, opd_n(c->u->scope->coroutine ? 2 : 0));
            emit(c, BASE_DROP, sent, OPD_NONE, OPD_NONE);
        } else {
            emit(c, comp->kind == COMP_LIST ? BASE_LIST_APPEND : BASE_SET_ADD, opd_n(comp->into.index), item, OPD_NONE);
        }
    }
    c->u->pos = before;
    set_depth(c, depth);
}

/* What is done for each item: conditions, then the next loop or the element. */
static void each(Compiler *c, Comp *comp, int i, Label next)
{
    seq_expr ifs = comp->loops.at[i]->ifs;
    for (int k = 0; k < ifs.len; k++) jump_if(c, ifs.at[k], next, false);
    if (i + 1 < comp->loops.len) loop(c, comp, i + 1);
    else element(c, comp);
}

/* `for x in [y]` means x = y. */
static Expr *single_item(Expr *iter)
{
    seq_expr elts = {0};
    if (iter->kind == AST_List) elts = iter->v.List.elts;
    if (iter->kind == AST_Tuple) elts = iter->v.Tuple.elts;
    return elts.len == 1 && elts.at[0]->kind != AST_Starred ? elts.at[0] : NULL;
}

static void sync_loop(Compiler *c, Comp *comp, int i)
{
    Comprehension *g = comp->loops.at[i];
    int depth = c->u->depth;
    Label next = new_label(c), each_label = new_label(c);
    Expr *single = i > 0 ? single_item(g->iter) : NULL;
    if (single) {
        store(c, g->target, expr_any(c, single));
        set_depth(c, depth);
        each(c, comp, i, next);
        place_label(c, next);
        return;
    }
    Opd iterator;
    if (i == 0) {
        iterator = place(c, opd_local(0), opd_temp(depth), false);
    } else {
        Opd iterable = expr_any(c, g->iter);
        set_depth(c, depth);
        iterator = new_temp(c);
        emit(c, BASE_GET_ITER, iterator, iterable, OPD_NONE);
    }
    emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, next);
    c->u->label_used[each_label] = c->u->label_used[next];
    place_label(c, each_label);
    Ref ref = {REF_NAME, 0, NULL};
    if (g->target->kind == AST_Name && g->target->lineno == c->u->pos.lineno) ref = resolve_name(c, g->target->v.Name.id);
    Opd item = opd_local(ref.index);
    if (ref.kind != REF_FAST) {
        item = new_temp(c);
        store(c, g->target, item);
        set_depth(c, depth + 1);
    } else {
        mark_assigned(c, ref.index);
    }
    each(c, comp, i, next);
    place_label(c, next);
    emit_jump(c, BASE_FOR_ITER, item, opd_n(iterator.index), each_label);
    set_depth(c, depth);
}

static void async_loop(Compiler *c, Comp *comp, int i)
{
    Unit *u = c->u;
    Comprehension *g = comp->loops.at[i];
    int depth = u->depth, outer_handler = u->handler;
    Label next = new_label(c), over = new_label(c);
    if (i == 0) {
        place(c, opd_local(0), opd_temp(depth), false);
    } else {
        Opd iterable = expr_any(c, g->iter);
        set_depth(c, depth);
        emit(c, BASE_GET_AITER, new_temp(c), iterable, OPD_NONE);
    }
    place_label(c, next);
    u->handler = add_handler(c, over, depth + 1, depth + 1);
    compile_await(c, depth + 1, opd_n(depth), -2);
    u->handler = outer_handler;
    store(c, g->target, opd_temp(depth + 1));
    set_depth(c, depth + 1);
    Label again = new_label(c);
    each(c, comp, i, again);
    place_label(c, again);
    emit_jump(c, BASE_JUMP_BACK, OPD_NONE, OPD_NONE, next);
    place_label(c, over);
    emit(c, BASE_END_ASYNC_FOR, opd_temp(depth + 1), opd_temp(depth), OPD_NONE);
    set_depth(c, depth);
}

static void loop(Compiler *c, Comp *comp, int i)
{
    AssignedSet before = c->u->assigned;
    compile_check_stack(c);
    if (comp->loops.at[i]->is_async) async_loop(c, comp, i);
    else sync_loop(c, comp, i);
    c->u->assigned = before;
}

static CodeObject *code_of(Compiler *c, Expr *e, Comp comp, bool far_mode)
{
    static const char *const names[] = {[COMP_LIST] = "<listcomp>", [COMP_SET] = "<setcomp>", [COMP_DICT] = "<dictcomp>",
                                        [COMP_GENERATOR] = "<genexpr>"};
    static const OpBase builders[] = {[COMP_LIST] = BASE_BUILD_LIST, [COMP_SET] = BASE_BUILD_SET, [COMP_DICT] = BASE_BUILD_MAP};
    open_unit(c, adder_symtable_scope(&c->st, e), names[comp.kind], e->lineno, far_mode);
    Unit *u = c->u;
    u->argcount = 1;
    at(c, e);
    if (comp.kind != COMP_GENERATOR) {
        comp.into = new_temp(c);
        emit(c, builders[comp.kind], comp.into, opd_n(u->depth), opd_n(0));
    }
    loop(c, &comp, 0);
    Opd result = comp.kind == COMP_GENERATOR ? const_opd(c, Py_None) : comp.into;
    emit(c, BASE_RET, result, opd_n(u->nlocals), OPD_NONE);
    return close_unit(c);
}

Opd comprehension(Compiler *c, Expr *e, Opd dst)
{
    Comp comp = comp_of(e);
    Scope *scope = adder_symtable_scope(&c->st, e), *around = c->u->scope;
    bool is_await = scope->coroutine && comp.kind != COMP_GENERATOR;
    bool in_async = around->kind == SCOPE_FUNCTION
                 && (around->comp || ((const AstNode *)around->node)->kind == AST_AsyncFunctionDef);
    if (is_await && !in_async && !(c->top_level_await && around->kind == SCOPE_MODULE))
        compile_fail(c, AST_POS(e), "asynchronous comprehension outside of an asynchronous function");
    CodeObject *code = code_of(c, e, comp, false);
    if (code == NULL) code = code_of(c, e, comp, true);

    int slot = c->u->depth, window = is_await ? slot + 1 : slot; /* awaiting wants the result one below */
    if (is_await) push_temp(c);
    make_function(c, code, scope, window, 0, opd_temp(window));
    set_depth(c, window);
    open_window(c);
    Comprehension *outermost = comp.loops.at[0];
    Opd iterable = expr_any(c, outermost->iter);
    set_depth(c, window + 4);
    emit(c, outermost->is_async ? BASE_GET_AITER : BASE_GET_ITER, new_temp(c), iterable, OPD_NONE);
    set_depth(c, window);
    dst = is_await ? dst : result_in(c, dst);
    emit(c, BASE_CALL, is_await ? new_temp(c) : dst, opd_n(window + 4), opd_n(1));
    if (!is_await) return dst;
    compile_await(c, slot, opd_temp(window), 0);
    return place(c, opd_temp(slot), dst, false);
}
