/* compile_try.c -- try in all its forms, and with. Every instruction knows the handler that guards it (Unit.handler); from
 * that assemble.c makes the tables.
 *
 * While an exception is handled two temporaries hold what must be restored: s the exception handled before, s + 1 the one
 * now handled (until a clause takes it). The code of a handler is itself guarded: whatever is raised there replaces s + 1,
 * s is restored, and the new exception goes on. */
#include "vm/compile.h"

/* The end of every handler: restore and go on raising. Reached by falling in, and as a handler itself. */
static void raise_on(Compiler *c, Label label, int s, int outer)
{
    AstPos before = c->u->pos;
    place_label(c, label);
    c->u->handler = outer;
    c->u->pos = NOWHERE;
    emit(c, BASE_POP_EXC, opd_temp(s), OPD_NONE, OPD_NONE);
    emit(c, BASE_RERAISE, opd_temp(s + 1), opd_n(0), OPD_NONE);
    c->u->reachable = false;
    c->u->pos = before;
}

/* At a handler's entry: the exception arrives in s + 1; from here on `cleanup` guards. */
static void enter_handler(Compiler *c, Label entry, int s, Label cleanup, int outer)
{
    Unit *u = c->u;
    AstPos pos = u->pos;
    place_label(c, entry);
    u->handler = outer;
    u->pos = NOWHERE;
    emit(c, BASE_PUSH_EXC, opd_temp(s), opd_n(s + 1), OPD_NONE);
    u->pos = pos;
    u->handler = add_handler(c, cleanup, s + 1, s + 1);
    set_depth(c, s);
    push_temp(c);
    push_temp(c);
}

/* The body of `except ... as name`; the exception is in s + 1. Leaves through `end`. */
static void named_clause(Compiler *c, AstExceptHandler *h, int s, int outer, Label end, Join *join)
{
    Unit *u = c->u;
    int guard = u->handler;
    Label broken = new_label(c);
    Block block = {.handler = outer, .data = (void *)(uintptr_t)h->name};
    AstPos pos = u->pos;
    store_name(c, h->name, opd_temp(s + 1));
    set_depth(c, s + 1);
    push_block(c, &block, BLOCK_HANDLER_NAMED, s);
    u->handler = add_handler(c, broken, s + 1, s + 1);
    body(c, h->body);
    pop_block(c);
    u->handler = outer;
    u->pos = NOWHERE;
    emit(c, BASE_POP_EXC, opd_temp(s), OPD_NONE, OPD_NONE);
    unbind_name(c, h->name);
    join_add(c, join);
    emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, end);
    place_label(c, broken);
    u->handler = guard;
    set_depth(c, s + 2);
    unbind_name(c, h->name);
    raise_on(c, new_label(c), s, outer);
    u->handler = guard;
    u->pos = pos;
}

static void clause(Compiler *c, Expr *type, AstExceptHandler *h, int s, int outer, Label end, Join *join)
{
    Unit *u = c->u;
    Label next = new_label(c);
    int guard = u->handler;
    AssignedSet before = u->assigned;
    if (type) {
        Opd class = expr_any(c, type);
        emit_jump(c, BASE_JNOMATCH, opd_n(s + 1), class, next);
        set_depth(c, s + 2);
    }
    if (h->name) {
        named_clause(c, h, s, outer, end, join);
    } else {
        Block block = {.handler = outer};
        emit(c, BASE_DROP, opd_temp(s + 1), OPD_NONE, OPD_NONE);
        set_depth(c, s + 1);
        push_block(c, &block, BLOCK_HANDLER, s);
        body(c, h->body);
        pop_block(c);
        u->handler = outer;
        u->pos = NOWHERE;
        emit(c, BASE_POP_EXC, opd_temp(s), OPD_NONE, OPD_NONE);
        join_add(c, join);
        emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, end);
        u->handler = guard;
    }
    u->assigned = before;
    place_label(c, next);
    set_depth(c, s + 2);
}

static void try_except(Compiler *c, AstTry *t)
{
    Unit *u = c->u;
    int s = u->depth, outer = u->handler;
    Label entry = new_label(c), cleanup = new_label(c), end = new_label(c);
    Block block = {.handler = outer};
    Join join = {0};
    AssignedSet before = u->assigned;
    push_block(c, &block, BLOCK_TRY, s);
    u->handler = add_handler(c, entry, s + 1, s);
    bool reachable = u->reachable;
    body(c, t->body);
    pop_block(c);
    u->handler = outer;
    body(c, t->orelse);
    join_add(c, &join);
    u->pos = NOWHERE;
    emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, end);
    u->assigned = before;
    u->label_used[entry] = reachable;
    enter_handler(c, entry, s, cleanup, outer);
    u->label_used[cleanup] = reachable;
    for (int i = 0; i < t->handlers.len; i++) {
        ExceptHandler *h = t->handlers.at[i];
        at(c, h);
        if (h->v.ExceptHandler.type == NULL && i + 1 < t->handlers.len)
            compile_fail(c, AST_POS(h), "default 'except:' must be last");
        clause(c, h->v.ExceptHandler.type, &h->v.ExceptHandler, s, outer, end, &join);
    }
    raise_on(c, cleanup, s, outer);
    place_label(c, end);
    join_end(c, &join);
    set_depth(c, s);
}

/* The part of a try statement before its finally. */
static void protected_part(Compiler *c, Stmt *s)
{
    if (s->v.Try.handlers.len == 0) body(c, s->v.Try.body);
    else if (s->kind == AST_Try) try_except(c, &s->v.Try);
    else compile_try_star(c, s);
}

static void try_finally(Compiler *c, Stmt *stmt)
{
    Unit *u = c->u;
    int s = u->depth, outer = u->handler;
    Label entry = new_label(c), cleanup = new_label(c), end = new_label(c);
    Block block = {.handler = outer, .data = stmt}, again = {.handler = outer};
    AssignedSet before = u->assigned, after;
    bool reachable = u->reachable;
    push_block(c, &block, BLOCK_FINALLY, s);
    u->handler = add_handler(c, entry, s + 1, s);
    protected_part(c, stmt);
    pop_block(c);
    u->handler = outer;
    set_depth(c, s);
    body(c, stmt->v.Try.finalbody);
    after = u->assigned;
    u->pos = NOWHERE;
    emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, end);
    u->assigned = before;
    u->label_used[entry] = reachable;
    at(c, stmt);
    enter_handler(c, entry, s, cleanup, outer);
    u->label_used[cleanup] = reachable;
    push_block(c, &again, BLOCK_FINALLY_END, s);
    body(c, stmt->v.Try.finalbody);
    pop_block(c);
    raise_on(c, cleanup, s, outer);
    u->assigned = after;
    place_label(c, end);
    set_depth(c, s);
}

void compile_try(Compiler *c, Stmt *s)
{
    if (s->v.Try.body.at[0]->lineno != s->lineno) line_marker(c);
    if (s->v.Try.finalbody.len) try_finally(c, s);
    else try_except(c, &s->v.Try);
}

/* ---- except* ----
 * s before, s+1 the group, s+2 list of what handlers raised, s+3 the part not yet matched, s+4 the part that matches,
 * s+5 the group again (as the exception handled before the clause), s+6 what a clause raises. */

static void group_clause(Compiler *c, AstExceptHandler *h, int s, Label next)
{
    Unit *u = c->u;
    int guard = u->handler, outer_depth = s + 4;
    Label none = new_label(c), broken = new_label(c);
    Block block = {.handler = guard};
    AstPos pos = u->pos;
    set_depth(c, outer_depth);
    Opd class = expr_any(c, h->type);
    set_depth(c, outer_depth);
    Opd match = new_temp(c), rest = new_temp(c);
    emit(c, BASE_EG_MATCH, match, opd_n(s + 3), class);
    emit(c, BASE_DROP, opd_temp(s + 3), OPD_NONE, OPD_NONE);
    emit(c, BASE_DUP, opd_temp(s + 3), opd_n(rest.index), OPD_NONE);
    emit(c, BASE_DROP, rest, OPD_NONE, OPD_NONE);
    emit(c, BASE_DUP, rest, opd_n(match.index), OPD_NONE);
    Opd none_const = const_opd(c, Py_None);
    emit_jump(c, BASE_JIS, rest, none_const, none);
    set_depth(c, s + 5);
    emit(c, BASE_PUSH_EXC, new_temp(c), opd_n(s + 4), OPD_NONE);
    u->handler = add_handler(c, broken, s + 6, s + 6);
    if (h->name) {
        Opd copy = new_temp(c);
        emit(c, BASE_DUP, copy, opd_n(s + 4), OPD_NONE);
        store_name(c, h->name, copy);
        set_depth(c, s + 6);
    }
    push_block(c, &block, BLOCK_GROUP_HANDLER, s);
    AssignedSet before = u->assigned;
    bool reachable = u->reachable;
    body(c, h->body);
    u->assigned = before;
    pop_block(c);
    u->handler = guard;
    u->pos = NOWHERE;
    if (h->name) unbind_name(c, h->name);
    emit(c, BASE_POP_EXC, opd_temp(s + 5), OPD_NONE, OPD_NONE);
    emit(c, BASE_DROP, opd_temp(s + 4), OPD_NONE, OPD_NONE);
    emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, next);
    u->label_used[broken] = reachable;
    place_label(c, broken);
    set_depth(c, s + 7);
    if (h->name) unbind_name(c, h->name);
    emit(c, BASE_LIST_APPEND, opd_n(s + 2), opd_temp(s + 6), OPD_NONE);
    emit(c, BASE_POP_EXC, opd_temp(s + 5), OPD_NONE, OPD_NONE);
    emit(c, BASE_DROP, opd_temp(s + 4), OPD_NONE, OPD_NONE);
    emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, next);
    place_label(c, none);
    emit(c, BASE_DROP, opd_temp(s + 4), OPD_NONE, OPD_NONE);
    u->pos = pos;
    place_label(c, next);
    set_depth(c, outer_depth);
}

static void group_end(Compiler *c, int s, int outer, Label cleanup, Label end)
{
    Unit *u = c->u;
    Label nothing = new_label(c);
    AstPos pos = u->pos;
    u->pos = NOWHERE;
    emit(c, BASE_LIST_APPEND, opd_n(s + 2), opd_temp(s + 3), OPD_NONE);
    emit(c, BASE_EG_FINISH, opd_temp(s + 3), opd_n(s + 1), opd_temp(s + 2));
    emit(c, BASE_DUP, opd_temp(s + 4), opd_n(s + 3), OPD_NONE);
    set_depth(c, s + 5);
    Opd none = const_opd(c, Py_None);
    emit_jump(c, BASE_JIS, opd_temp(s + 4), none, nothing);
    u->handler = outer;
    emit(c, BASE_DROP, opd_temp(s + 1), OPD_NONE, OPD_NONE);
    emit(c, BASE_POP_EXC, opd_temp(s), OPD_NONE, OPD_NONE);
    emit(c, BASE_RERAISE, opd_temp(s + 3), opd_n(0), OPD_NONE);
    u->reachable = false;
    place_label(c, nothing);
    emit(c, BASE_DROP, opd_temp(s + 3), OPD_NONE, OPD_NONE);
    emit(c, BASE_DROP, opd_temp(s + 1), OPD_NONE, OPD_NONE);
    emit(c, BASE_POP_EXC, opd_temp(s), OPD_NONE, OPD_NONE);
    emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, end);
    set_depth(c, s + 2);
    raise_on(c, cleanup, s, outer);
    u->pos = pos;
}

static void try_except_star(Compiler *c, AstTry *t)
{
    Unit *u = c->u;
    int s = u->depth, outer = u->handler;
    Label entry = new_label(c), cleanup = new_label(c), end = new_label(c);
    Block block = {.handler = outer};
    AssignedSet before = u->assigned;
    bool reachable = u->reachable;
    push_block(c, &block, BLOCK_TRY, s);
    u->handler = add_handler(c, entry, s + 1, s);
    body(c, t->body);
    pop_block(c);
    u->handler = outer;
    body(c, t->orelse);
    u->pos = NOWHERE;
    emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, end);
    u->assigned = before;
    u->label_used[entry] = reachable;
    enter_handler(c, entry, s, cleanup, outer);
    u->label_used[cleanup] = reachable;
    u->pos = NOWHERE;
    emit(c, BASE_BUILD_LIST, new_temp(c), opd_n(s + 3), opd_n(0));
    emit(c, BASE_DUP, new_temp(c), opd_n(s + 1), OPD_NONE);
    for (int i = 0; i < t->handlers.len; i++) {
        at(c, t->handlers.at[i]);
        group_clause(c, &t->handlers.at[i]->v.ExceptHandler, s, new_label(c));
    }
    group_end(c, s, outer, cleanup, end);
    u->assigned = before;
    place_label(c, end);
    set_depth(c, s);
}

void compile_try_star(Compiler *c, Stmt *s)
{
    if (s->v.TryStar.body.at[0]->lineno != s->lineno) line_marker(c);
    bool inside_finally = c->u->block && c->u->block->kind == BLOCK_FINALLY && c->u->block->data == s;
    if (s->v.TryStar.finalbody.len && !inside_finally) try_finally(c, s);
    else try_except_star(c, &s->v.Try);
}

/* ---- with ----
 * s the exit method; in the handler s+1 the exception handled before, s+2 the exception. */

static void with_handler(Compiler *c, Stmt *stmt, int s, Label entry, int outer, Label end)
{
    Unit *u = c->u;
    bool is_async = stmt->kind == AST_AsyncWith;
    Label cleanup = new_label(c), suppressed = new_label(c);
    place_label(c, entry);
    u->handler = outer;
    set_depth(c, s + 3);
    emit(c, BASE_PUSH_EXC, opd_temp(s + 1), opd_n(s + 2), OPD_NONE);
    u->handler = add_handler(c, cleanup, s + 2, s + 2);
    u->label_used[cleanup] = u->reachable;
    Opd answer = new_temp(c);
    emit(c, BASE_WITH_EXCEPT, answer, opd_n(s), opd_n(s + 2));
    if (is_async) compile_await(c, answer.index, answer, 2);
    emit_jump(c, BASE_JT, answer, OPD_NONE, suppressed);
    place_label(c, cleanup);
    u->handler = outer;
    AstPos pos = u->pos;
    u->pos = NOWHERE;
    emit(c, BASE_POP_EXC, opd_temp(s + 1), OPD_NONE, OPD_NONE);
    emit(c, BASE_DROP, opd_temp(s), OPD_NONE, OPD_NONE);
    emit(c, BASE_RERAISE, opd_temp(s + 2), opd_n(0), OPD_NONE);
    u->reachable = false;
    place_label(c, suppressed);
    emit(c, BASE_DROP, opd_temp(s + 2), OPD_NONE, OPD_NONE);
    emit(c, BASE_POP_EXC, opd_temp(s + 1), OPD_NONE, OPD_NONE);
    emit(c, BASE_DROP, opd_temp(s), OPD_NONE, OPD_NONE);
    u->pos = pos;
    place_label(c, end);
}

void compile_with(Compiler *c, Stmt *stmt, int item)
{
    Unit *u = c->u;
    AstWith *w = &stmt->v.With; /* AsyncWith is alike */
    WithItem *it = w->items.at[item];
    bool is_async = stmt->kind == AST_AsyncWith;
    int s = u->depth, outer = u->handler;
    Label entry = new_label(c), end = new_label(c);
    Block block = {.handler = outer, .data = stmt};
    compile_go_deeper(c);
    Opd manager = expr_any(c, it->context_expr);
    set_depth(c, s);
    Opd exit = new_temp(c), value = new_temp(c);
    emit(c, is_async ? BASE_BEFORE_ASYNC_WITH : BASE_BEFORE_WITH, exit, manager, value);
    if (is_async) compile_await(c, value.index, value, 1);
    AssignedSet before = u->assigned;
    bool reachable = u->reachable;
    push_block(c, &block, is_async ? BLOCK_ASYNC_WITH : BLOCK_WITH, s);
    u->handler = add_handler(c, entry, s + 2, s + 1);
    if (it->optional_vars) store(c, it->optional_vars, value);
    else drop(c, value);
    set_depth(c, s + 1);
    if (item + 1 < w->items.len) compile_with(c, stmt, item + 1);
    else body(c, w->body);
    pop_block(c);
    u->handler = outer;
    at(c, stmt);
    if (u->reachable) unwind_block(c, &block);
    emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, end);
    u->assigned = before;
    u->label_used[entry] = reachable;
    with_handler(c, stmt, s, entry, outer, end);
    set_depth(c, s);
    compile_go_back(c);
}
