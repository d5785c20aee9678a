/* symtable.c -- builds the scopes (symtable.h) in one walk over the tree, then decides for every name of every scope
 * whether it is local, a cell, free or global.
 *
 * The second step needs no name sets: a scope is resolved after its parents, so for a name that it does not bind one
 * walks outwards to the first function that does (or says `global`), makes it a cell there, and enters it as free in the
 * scopes between. That costs the nesting depth for each name, and every name only once in each scope. */
#include "symtable.h"

const char *adder_intern(FrontArena *arena, const char *text, size_t size); /* parser.h */

static _Noreturn void fail(SymTable *st, AstPos pos, const char *message)
{
    st->error->message = message;
    st->error->pos = pos;
    longjmp(st->bail, 1);
}
#define FAIL(st, pos, ...) fail(st, pos, adder_front_format((st)->arena, __VA_ARGS__))

/* ---- scopes and symbols ---- */

static uint32_t pointer_hash(const void *p)
{
    return (uint32_t)(((uintptr_t)p >> 3) * 2654435761u);
}

static void enter_node(struct ScopeEntry *table, int capacity, const void *node, Scope *scope)
{
    uint32_t i = pointer_hash(node) & (uint32_t)(capacity - 1);
    while (table[i].node) i = (i + 1) & (uint32_t)(capacity - 1);
    table[i] = (struct ScopeEntry){node, scope};
}

static void remember_scope(SymTable *st, Scope *scope)
{
    if ((st->scopes + 1) * 2 > st->capacity) {
        int capacity = st->capacity ? st->capacity * 2 : 16;
        struct ScopeEntry *table = adder_front_alloc(st->arena, (size_t)capacity * sizeof *table);
        for (int i = 0; i < st->capacity; i++)
            if (st->by_node[i].node) enter_node(table, capacity, st->by_node[i].node, st->by_node[i].scope);
        st->by_node = table;
        st->capacity = capacity;
    }
    enter_node(st->by_node, st->capacity, scope->node, scope);
    st->scopes++;
}

Scope *adder_symtable_scope(const SymTable *st, const void *node)
{
    uint32_t i = pointer_hash(node) & (uint32_t)(st->capacity - 1);
    while (st->by_node[i].node != node) i = (i + 1) & (uint32_t)(st->capacity - 1);
    return st->by_node[i].scope;
}

Symbol *adder_symtable_find(const Scope *scope, const char *name)
{
    if (scope->capacity == 0) return NULL;
    uint32_t mask = (uint32_t)scope->capacity - 1, i = ident_of(name)->hash & mask;
    for (Symbol *s; (s = scope->table[i]) != NULL; i = (i + 1) & mask)
        if (s->name == name) return s;
    return NULL;
}

static void place_symbol(Symbol **table, int capacity, Symbol *symbol)
{
    uint32_t mask = (uint32_t)capacity - 1, i = ident_of(symbol->name)->hash & mask;
    while (table[i]) i = (i + 1) & mask;
    table[i] = symbol;
}

/* The symbol `name` of `scope`, made when new. */
static Symbol *symbol_of(SymTable *st, Scope *scope, const char *name)
{
    Symbol *s = adder_symtable_find(scope, name);
    if (s) return s;
    if ((scope->count + 1) * 3 > scope->capacity * 2) {
        int capacity = scope->capacity ? scope->capacity * 2 : 8;
        Symbol **table = adder_front_alloc(st->arena, (size_t)capacity * sizeof *table);
        for (s = scope->first; s; s = s->next) place_symbol(table, capacity, s);
        scope->table = table;
        scope->capacity = capacity;
    }
    s = adder_front_alloc(st->arena, sizeof *s);
    s->name = name;
    s->slot = -1;
    if (scope->last) scope->last->next = s;
    else scope->first = s;
    scope->last = s;
    scope->count++;
    place_symbol(scope->table, scope->capacity, s);
    return s;
}

const char *adder_mangle(FrontArena *arena, const char *private_name, const char *name)
{
    if (private_name == NULL || name[0] != '_' || name[1] != '_') return name;
    size_t size = ident_of(name)->size;
    if ((name[size - 1] == '_' && name[size - 2] == '_') || memchr(name, '.', size)) return name;
    while (*private_name == '_') private_name++;
    if (*private_name == '\0') return name;
    size_t prefix = strlen(private_name);
    char *text = adder_front_text(arena, prefix + size + 2);
    text[0] = '_';
    memcpy(text + 1, private_name, prefix);
    memcpy(text + 1 + prefix, name, size + 1);
    return adder_intern(arena, text, prefix + size + 1);
}

static const char *mangle(SymTable *st, const char *name)
{
    return adder_mangle(st->arena, st->current->private_name, name);
}

/* Notes that `scope` does what `flag` says with `name` (mangled). */
static Symbol *define_in(SymTable *st, Scope *scope, const char *name, uint32_t flag, AstPos pos)
{
    Symbol *s = symbol_of(st, scope, name);
    if ((flag & SYM_PARAM) && (s->flags & SYM_PARAM))
        FAIL(st, pos, "duplicate argument '%s' in function definition", name);
    s->flags |= flag;
    if (st->current->iter_target) {
        if (s->flags & (SYM_GLOBAL | SYM_NONLOCAL))
            FAIL(st, pos, "comprehension inner loop cannot rebind assignment expression target '%s'", name);
        s->flags |= SYM_COMP_ITER;
    }
    if ((flag & SYM_GLOBAL) && scope != st->top) symbol_of(st, st->top, name)->flags |= SYM_GLOBAL;
    return s;
}

static Symbol *define(SymTable *st, const char *name, uint32_t flag, AstPos pos)
{
    return define_in(st, st->current, mangle(st, name), flag, pos);
}

static Scope *enter(SymTable *st, ScopeKind kind, const char *name, const void *node, AstPos pos)
{
    Scope *scope = adder_front_alloc(st->arena, sizeof *scope), *parent = st->current;
    scope->kind = kind;
    scope->name = name;
    scope->node = node;
    scope->pos = pos;
    scope->parent = parent;
    if (parent) {
        scope->private_name = parent->private_name;
        scope->nested = parent->nested || parent->kind == SCOPE_FUNCTION;
        scope->iter_expr = parent->iter_expr;
        if (kind != SCOPE_ANNOTATION) {
            if (parent->last_child) parent->last_child->next = scope;
            else parent->first_child = scope;
            parent->last_child = scope;
        }
    }
    if (kind != SCOPE_ANNOTATION) remember_scope(st, scope);
    st->current = scope;
    return scope;
}

static void leave(SymTable *st)
{
    st->current = st->current->parent;
}

/* ---- the walk ---- */

static void visit_expr(SymTable *st, Expr **at);
static void visit_body(SymTable *st, seq_stmt body);

static void go_deeper(SymTable *st)
{
    if (++st->depth > st->depth_limit || ((st->depth & 15) == 0 && st->stack_low && st->stack_low())) {
        st->error->recursion = true;
        fail(st, (AstPos){0}, "maximum recursion depth exceeded during compilation");
    }
}

static void visit_optional(SymTable *st, Expr **at)
{
    if (*at) visit_expr(st, at);
}

static void visit_exprs(SymTable *st, seq_expr list)
{
    for (int i = 0; i < list.len; i++)
        if (list.at[i]) visit_expr(st, &list.at[i]);
}

static void visit_keywords(SymTable *st, seq_keyword list)
{
    for (int i = 0; i < list.len; i++) visit_expr(st, &list.at[i]->value);
}

static void visit_params(SymTable *st, seq_arg list)
{
    for (int i = 0; i < list.len; i++) define(st, list.at[i]->arg, SYM_PARAM, AST_POS(list.at[i]));
}

static void visit_arguments(SymTable *st, Arguments *a)
{
    visit_params(st, a->posonlyargs);
    visit_params(st, a->args);
    visit_params(st, a->kwonlyargs);
    if (a->vararg) {
        define(st, a->vararg->arg, SYM_PARAM, AST_POS(a->vararg));
        st->current->varargs = true;
    }
    if (a->kwarg) {
        define(st, a->kwarg->arg, SYM_PARAM, AST_POS(a->kwarg));
        st->current->varkeywords = true;
    }
}

/* An annotation of a module with `from __future__ import annotations` becomes a string: its names bind nothing. */
static void visit_annotation(SymTable *st, Expr **at)
{
    if (!st->future_annotations) {
        visit_expr(st, at);
        return;
    }
    bool before = st->in_annotation;
    st->in_annotation = true;
    enter(st, SCOPE_ANNOTATION, NULL, *at, AST_POS(*at));
    visit_expr(st, at);
    leave(st);
    st->in_annotation = before;
}

static void visit_arg_annotations(SymTable *st, seq_arg list)
{
    for (int i = 0; i < list.len; i++)
        if (list.at[i]->annotation) visit_annotation(st, &list.at[i]->annotation);
}

static void visit_annotations(SymTable *st, Arguments *a, Expr **returns)
{
    visit_arg_annotations(st, a->posonlyargs);
    visit_arg_annotations(st, a->args);
    if (a->vararg && a->vararg->annotation) visit_annotation(st, &a->vararg->annotation);
    if (a->kwarg && a->kwarg->annotation) visit_annotation(st, &a->kwarg->annotation);
    visit_arg_annotations(st, a->kwonlyargs);
    if (*returns) visit_annotation(st, returns);
}

static void visit_function(SymTable *st, Stmt *s, AstFunctionDef *f)
{
    define(st, f->name, SYM_LOCAL, AST_POS(s));
    visit_exprs(st, f->args->defaults);
    visit_exprs(st, f->args->kw_defaults);
    visit_annotations(st, f->args, &f->returns);
    visit_exprs(st, f->decorator_list);
    Scope *scope = enter(st, SCOPE_FUNCTION, f->name, s, AST_POS(s));
    scope->coroutine = s->kind == AST_AsyncFunctionDef;
    if (scope->parent->kind == SCOPE_CLASS) {
        seq_arg first = f->args->posonlyargs.len ? f->args->posonlyargs : f->args->args;
        if (first.len) scope->self = first.at[0]->arg;
    }
    visit_arguments(st, f->args);
    visit_body(st, f->body);
    leave(st);
}

static void visit_class(SymTable *st, Stmt *s)
{
    AstClassDef *k = &s->v.ClassDef;
    define(st, k->name, SYM_LOCAL, AST_POS(s));
    visit_exprs(st, k->bases);
    visit_keywords(st, k->keywords);
    visit_exprs(st, k->decorator_list);
    void *table = st->attribute_table;
    int count = st->attribute_count, capacity = st->attribute_capacity;
    st->attribute_table = NULL;
    st->attribute_count = st->attribute_capacity = 0;
    Scope *scope = enter(st, SCOPE_CLASS, k->name, s, AST_POS(s));
    scope->private_name = k->name;
    visit_body(st, k->body);
    scope->self_attributes = st->attribute_count;
    leave(st);
    st->attribute_table = table;
    st->attribute_count = count;
    st->attribute_capacity = capacity;
}

static void add_attribute(SymTable *st, const char *name)
{
    if ((st->attribute_count + 1) * 2 > st->attribute_capacity) {
        int capacity = st->attribute_capacity ? st->attribute_capacity * 2 : 16;
        const char **table = adder_front_alloc(st->arena, (size_t)capacity * sizeof *table), **old = st->attribute_table;
        for (int i = 0; i < st->attribute_capacity; i++) {
            if (old[i] == NULL) continue;
            uint32_t j = ident_of(old[i])->hash & (uint32_t)(capacity - 1);
            while (table[j]) j = (j + 1) & (uint32_t)(capacity - 1);
            table[j] = old[i];
        }
        st->attribute_table = table;
        st->attribute_capacity = capacity;
    }
    const char **table = st->attribute_table;
    uint32_t mask = (uint32_t)st->attribute_capacity - 1, i = ident_of(name)->hash & mask;
    for (; table[i]; i = (i + 1) & mask)
        if (table[i] == name) return;
    table[i] = name;
    st->attribute_count++;
}

static void visit_attribute(SymTable *st, AstAttribute *a)
{
    const char *self = st->current->self;
    if (a->ctx == AST_Store && self && a->value->kind == AST_Name && a->value->v.Name.id == self)
        add_attribute(st, a->attr);
    visit_expr(st, &a->value);
}

static void visit_ann_assign(SymTable *st, Stmt *s)
{
    AstAnnAssign *a = &s->v.AnnAssign;
    if (a->target->kind == AST_Name) {
        const char *name = mangle(st, a->target->v.Name.id);
        Symbol *known = adder_symtable_find(st->current, name);
        if (known && (known->flags & (SYM_GLOBAL | SYM_NONLOCAL)) && st->current != st->top && a->simple)
            FAIL(st, AST_POS(s), "annotated name '%s' can't be %s", a->target->v.Name.id,
                 known->flags & SYM_GLOBAL ? "global" : "nonlocal");
        if (a->simple) define_in(st, st->current, name, SYM_ANNOTATED | SYM_LOCAL, AST_POS(a->target));
        else if (a->value) define_in(st, st->current, name, SYM_LOCAL, AST_POS(a->target));
    } else {
        visit_expr(st, &a->target);
    }
    visit_annotation(st, &a->annotation);
    visit_optional(st, &a->value);
}

static void visit_declaration(SymTable *st, Stmt *s, seq_identifier names, uint32_t flag)
{
    const char *word = flag == SYM_GLOBAL ? "global" : "nonlocal";
    for (int i = 0; i < names.len; i++) {
        const char *name = mangle(st, names.at[i]);
        Symbol *known = adder_symtable_find(st->current, name);
        uint32_t flags = known ? known->flags : 0;
        if (flags & SYM_PARAM) FAIL(st, AST_POS(s), "name '%s' is parameter and %s", names.at[i], word);
        if (flags & SYM_USED) FAIL(st, AST_POS(s), "name '%s' is used prior to %s declaration", names.at[i], word);
        if (flags & SYM_ANNOTATED) FAIL(st, AST_POS(s), "annotated name '%s' can't be %s", names.at[i], word);
        if (flags & SYM_LOCAL)
            FAIL(st, AST_POS(s), "name '%s' is assigned to before %s declaration", names.at[i], word);
        Symbol *symbol = define_in(st, st->current, name, flag, AST_POS(s));
        if (symbol->directive.lineno == 0) symbol->directive = AST_POS(s);
    }
}

static void visit_alias(SymTable *st, Alias *a)
{
    const char *name = a->asname ? a->asname : a->name, *dot = strchr(name, '.');
    if (strcmp(name, "*") == 0) {
        if (st->current->kind != SCOPE_MODULE) FAIL(st, AST_POS(a), "import * only allowed at module level");
        return;
    }
    if (dot) name = adder_intern(st->arena, name, (size_t)(dot - name));
    define(st, name, SYM_IMPORT, AST_POS(a));
}

static void visit_aliases(SymTable *st, seq_alias names)
{
    for (int i = 0; i < names.len; i++) visit_alias(st, names.at[i]);
}

static void visit_pattern(SymTable *st, Pattern *p);

static void visit_patterns(SymTable *st, seq_pattern list)
{
    for (int i = 0; i < list.len; i++) visit_pattern(st, list.at[i]);
}

static void visit_pattern(SymTable *st, Pattern *p)
{
    go_deeper(st);
    switch (p->kind) {
    case AST_MatchValue: visit_expr(st, &p->v.MatchValue.value); break;
    case AST_MatchSingleton: break;
    case AST_MatchSequence: visit_patterns(st, p->v.MatchSequence.patterns); break;
    case AST_MatchStar:
        if (p->v.MatchStar.name) define(st, p->v.MatchStar.name, SYM_LOCAL, AST_POS(p));
        break;
    case AST_MatchMapping:
        visit_exprs(st, p->v.MatchMapping.keys);
        visit_patterns(st, p->v.MatchMapping.patterns);
        if (p->v.MatchMapping.rest) define(st, p->v.MatchMapping.rest, SYM_LOCAL, AST_POS(p));
        break;
    case AST_MatchClass:
        visit_expr(st, &p->v.MatchClass.cls);
        visit_patterns(st, p->v.MatchClass.patterns);
        visit_patterns(st, p->v.MatchClass.kwd_patterns);
        break;
    case AST_MatchAs:
        if (p->v.MatchAs.pattern) visit_pattern(st, p->v.MatchAs.pattern);
        if (p->v.MatchAs.name) define(st, p->v.MatchAs.name, SYM_LOCAL, AST_POS(p));
        break;
    case AST_MatchOr: visit_patterns(st, p->v.MatchOr.patterns); break;
    default: break;
    }
    st->depth--;
}

static void visit_handlers(SymTable *st, seq_excepthandler list)
{
    for (int i = 0; i < list.len; i++) {
        AstExceptHandler *h = &list.at[i]->v.ExceptHandler;
        visit_optional(st, &h->type);
        if (h->name) define(st, h->name, SYM_LOCAL | SYM_UNBOUND_LATER, AST_POS(list.at[i]));
        visit_body(st, h->body);
    }
}

static void visit_with(SymTable *st, AstWith *w)
{
    for (int i = 0; i < w->items.len; i++) {
        visit_expr(st, &w->items.at[i]->context_expr);
        visit_optional(st, &w->items.at[i]->optional_vars);
    }
    visit_body(st, w->body);
}

static void visit_stmt(SymTable *st, Stmt *s)
{
    go_deeper(st);
    switch (s->kind) {
    case AST_FunctionDef: visit_function(st, s, &s->v.FunctionDef); break;
    case AST_AsyncFunctionDef: visit_function(st, s, (AstFunctionDef *)&s->v.AsyncFunctionDef); break;
    case AST_ClassDef: visit_class(st, s); break;
    case AST_Return:
        if (s->v.Return.value) {
            visit_expr(st, &s->v.Return.value);
            st->current->returns_value = true;
        }
        break;
    case AST_Delete: visit_exprs(st, s->v.Delete.targets); break;
    case AST_Assign:
        visit_exprs(st, s->v.Assign.targets);
        visit_expr(st, &s->v.Assign.value);
        break;
    case AST_AugAssign:
        visit_expr(st, &s->v.AugAssign.target);
        visit_expr(st, &s->v.AugAssign.value);
        break;
    case AST_AnnAssign: visit_ann_assign(st, s); break;
    case AST_For: case AST_AsyncFor: {
        AstFor *f = &s->v.For; /* AsyncFor has the same fields */
        visit_expr(st, &f->target);
        visit_expr(st, &f->iter);
        visit_body(st, f->body);
        visit_body(st, f->orelse);
        break;
    }
    case AST_While:
        visit_expr(st, &s->v.While.test);
        visit_body(st, s->v.While.body);
        visit_body(st, s->v.While.orelse);
        break;
    case AST_If:
        visit_expr(st, &s->v.If.test);
        visit_body(st, s->v.If.body);
        visit_body(st, s->v.If.orelse);
        break;
    case AST_With: case AST_AsyncWith: visit_with(st, &s->v.With); break;
    case AST_Match:
        visit_expr(st, &s->v.Match.subject);
        for (int i = 0; i < s->v.Match.cases.len; i++) {
            MatchCase *c = s->v.Match.cases.at[i];
            visit_pattern(st, c->pattern);
            visit_optional(st, &c->guard);
            visit_body(st, c->body);
        }
        break;
    case AST_Raise:
        visit_optional(st, &s->v.Raise.exc);
        visit_optional(st, &s->v.Raise.cause);
        break;
    case AST_Try: case AST_TryStar:
        visit_body(st, s->v.Try.body);
        visit_body(st, s->v.Try.orelse);
        visit_handlers(st, s->v.Try.handlers);
        visit_body(st, s->v.Try.finalbody);
        break;
    case AST_Assert:
        visit_expr(st, &s->v.Assert.test);
        visit_optional(st, &s->v.Assert.msg);
        break;
    case AST_Import: visit_aliases(st, s->v.Import.names); break;
    case AST_ImportFrom: visit_aliases(st, s->v.ImportFrom.names); break;
    case AST_Global: visit_declaration(st, s, s->v.Global.names, SYM_GLOBAL); break;
    case AST_Nonlocal: visit_declaration(st, s, s->v.Nonlocal.names, SYM_NONLOCAL); break;
    case AST_Expr: visit_expr(st, &s->v.Expr.value); break;
    default: break;
    }
    st->depth--;
}

static void visit_body(SymTable *st, seq_stmt body)
{
    for (int i = 0; i < body.len; i++) visit_stmt(st, body.at[i]);
}

/* The name that := binds inside a comprehension belongs to the function or module around it. */
static void extend_walrus(SymTable *st, Expr *target)
{
    const char *plain = target->v.Name.id, *name = mangle(st, plain);
    AstPos pos = AST_POS(target);
    for (Scope *outer = st->current; outer; outer = outer->parent) {
        if (outer->comp) {
            Symbol *s = adder_symtable_find(outer, name);
            if (s && (s->flags & SYM_COMP_ITER))
                FAIL(st, pos, "assignment expression cannot rebind comprehension iteration variable '%s'", plain);
            continue;
        }
        if (outer->kind == SCOPE_CLASS)
            FAIL(st, pos, "assignment expression within a comprehension cannot be used in a class body");
        uint32_t flag = SYM_GLOBAL;
        if (outer->kind == SCOPE_FUNCTION) {
            Symbol *s = adder_symtable_find(outer, name);
            flag = s && (s->flags & SYM_GLOBAL) ? SYM_GLOBAL : SYM_NONLOCAL;
        }
        Symbol *mine = define_in(st, st->current, name, flag, pos);
        mine->directive = pos;
        define_in(st, outer, name, outer->kind == SCOPE_FUNCTION ? SYM_LOCAL : SYM_GLOBAL, pos);
        return;
    }
}

static void refuse_in_annotation(SymTable *st, Expr *e, const char *what)
{
    if (st->current->kind == SCOPE_ANNOTATION) FAIL(st, AST_POS(e), "'%s' can not be used within an annotation", what);
}

static void visit_walrus(SymTable *st, Expr *e)
{
    refuse_in_annotation(st, e, "named expression");
    if (st->current->iter_expr > 0)
        FAIL(st, AST_POS(e), "assignment expression cannot be used in a comprehension iterable expression");
    if (st->current->comp) extend_walrus(st, e->v.NamedExpr.target);
    st->current->has_walrus = true;
    visit_expr(st, &e->v.NamedExpr.value);
    visit_expr(st, &e->v.NamedExpr.target);
}

static void visit_iterable(SymTable *st, Expr **at)
{
    st->current->iter_expr++;
    visit_expr(st, at);
    st->current->iter_expr--;
}

static void visit_comp_target(SymTable *st, Expr **at)
{
    st->current->iter_target = true;
    visit_expr(st, at);
    st->current->iter_target = false;
}

static void visit_comprehension(SymTable *st, Expr *e, CompKind kind, seq_comprehension loops, Expr **elt, Expr **value)
{
    Comprehension *outermost = loops.at[0];
    visit_iterable(st, &outermost->iter);
    Scope *scope = enter(st, SCOPE_FUNCTION, NULL, e, AST_POS(e));
    scope->comp = kind;
    scope->coroutine = outermost->is_async;
    define_in(st, scope, adder_intern(st->arena, ".0", 2), SYM_PARAM, AST_POS(e));
    for (int i = 0; i < loops.len; i++) {
        visit_comp_target(st, &loops.at[i]->target);
        if (i) visit_iterable(st, &loops.at[i]->iter);
        visit_exprs(st, loops.at[i]->ifs);
        if (loops.at[i]->is_async) scope->coroutine = true;
    }
    if (value) visit_expr(st, value);
    visit_expr(st, elt);
    scope->generator = kind == COMP_GENERATOR;
    leave(st);
    if (scope->coroutine && kind != COMP_GENERATOR) st->current->coroutine = true;
}

static void visit_yield(SymTable *st, Expr *e, Expr **value)
{
    static const char *const inside[] = {
        [COMP_LIST] = "'yield' inside list comprehension", [COMP_SET] = "'yield' inside set comprehension",
        [COMP_DICT] = "'yield' inside dict comprehension", [COMP_GENERATOR] = "'yield' inside generator expression"};
    refuse_in_annotation(st, e, "yield expression");
    visit_optional(st, value);
    st->current->generator = true;
    if (st->current->comp) fail(st, AST_POS(e), inside[st->current->comp]);
}

static void visit_lambda(SymTable *st, Expr *e)
{
    Arguments *a = e->v.Lambda.args;
    visit_exprs(st, a->defaults);
    visit_exprs(st, a->kw_defaults);
    enter(st, SCOPE_FUNCTION, NULL, e, AST_POS(e));
    visit_arguments(st, a);
    visit_expr(st, &e->v.Lambda.body);
    leave(st);
}

static void visit_name(SymTable *st, Expr *e)
{
    AstName *n = &e->v.Name;
    uint32_t flag = n->ctx == AST_Load ? SYM_USED : n->ctx == AST_Del ? SYM_LOCAL | SYM_UNBOUND_LATER : SYM_LOCAL;
    define(st, n->id, flag, AST_POS(e));
    if (n->ctx == AST_Load && st->current->kind == SCOPE_FUNCTION && strcmp(n->id, "super") == 0)
        define_in(st, st->current, adder_intern(st->arena, "__class__", 9), SYM_USED, AST_POS(e));
}

static void visit_parts(SymTable *st, Expr *e)
{
    switch (e->kind) {
    case AST_BoolOp: visit_exprs(st, e->v.BoolOp.values); break;
    case AST_NamedExpr: visit_walrus(st, e); break;
    case AST_BinOp:
        visit_expr(st, &e->v.BinOp.left);
        visit_expr(st, &e->v.BinOp.right);
        break;
    case AST_UnaryOp: visit_expr(st, &e->v.UnaryOp.operand); break;
    case AST_Lambda: visit_lambda(st, e); break;
    case AST_IfExp:
        visit_expr(st, &e->v.IfExp.test);
        visit_expr(st, &e->v.IfExp.body);
        visit_expr(st, &e->v.IfExp.orelse);
        break;
    case AST_Dict:
        visit_exprs(st, e->v.Dict.keys);
        visit_exprs(st, e->v.Dict.values);
        break;
    case AST_Set: visit_exprs(st, e->v.Set.elts); break;
    case AST_ListComp: visit_comprehension(st, e, COMP_LIST, e->v.ListComp.generators, &e->v.ListComp.elt, NULL); break;
    case AST_SetComp: visit_comprehension(st, e, COMP_SET, e->v.SetComp.generators, &e->v.SetComp.elt, NULL); break;
    case AST_GeneratorExp:
        visit_comprehension(st, e, COMP_GENERATOR, e->v.GeneratorExp.generators, &e->v.GeneratorExp.elt, NULL);
        break;
    case AST_DictComp:
        visit_comprehension(st, e, COMP_DICT, e->v.DictComp.generators, &e->v.DictComp.key, &e->v.DictComp.value);
        break;
    case AST_Await:
        refuse_in_annotation(st, e, "await expression");
        visit_expr(st, &e->v.Await.value);
        st->current->coroutine = true;
        break;
    case AST_Yield: visit_yield(st, e, &e->v.Yield.value); break;
    case AST_YieldFrom: visit_yield(st, e, &e->v.YieldFrom.value); break;
    case AST_Compare:
        visit_expr(st, &e->v.Compare.left);
        visit_exprs(st, e->v.Compare.comparators);
        break;
    case AST_Call:
        visit_expr(st, &e->v.Call.func);
        visit_exprs(st, e->v.Call.args);
        visit_keywords(st, e->v.Call.keywords);
        break;
    case AST_FormattedValue:
        visit_expr(st, &e->v.FormattedValue.value);
        visit_optional(st, &e->v.FormattedValue.format_spec);
        break;
    case AST_JoinedStr: visit_exprs(st, e->v.JoinedStr.values); break;
    case AST_Attribute: visit_attribute(st, &e->v.Attribute); break;
    case AST_Subscript:
        visit_expr(st, &e->v.Subscript.value);
        visit_expr(st, &e->v.Subscript.slice);
        break;
    case AST_Starred: visit_expr(st, &e->v.Starred.value); break;
    case AST_Name: visit_name(st, e); break;
    case AST_List: visit_exprs(st, e->v.List.elts); break;
    case AST_Tuple: visit_exprs(st, e->v.Tuple.elts); break;
    case AST_Slice:
        visit_optional(st, &e->v.Slice.lower);
        visit_optional(st, &e->v.Slice.upper);
        visit_optional(st, &e->v.Slice.step);
        break;
    default: break;
    }
}

static void visit_expr(SymTable *st, Expr **at)
{
    Expr *e = *at;
    if (e->kind == AST_Constant) return;
    if (e->kind == AST_Name && strcmp(e->v.Name.id, "__debug__") != 0) {
        visit_name(st, e);
        return;
    }
    go_deeper(st);
    visit_parts(st, e);
    if (st->fold && !st->in_annotation) *at = st->fold(st->fold_context, e);
    st->depth--;
}

/* ---- resolving ---- */

/* Whether `name` is bound by a function around `scope`: makes it a cell there, and free in the scopes between. */
static bool bind_outside(SymTable *st, Scope *scope, const char *name)
{
    Scope *owner;
    bool is_class_cell = false;
    for (owner = scope->parent; owner; owner = owner->parent) {
        if (owner->kind == SCOPE_MODULE) return false;
        if (owner->kind == SCOPE_CLASS) {
            if (strcmp(name, "__class__") == 0) {
                is_class_cell = true;
                break;
            }
            continue;
        }
        Symbol *s = adder_symtable_find(owner, name);
        if (s == NULL) continue;
        if (s->where == WHERE_GLOBAL_EXPLICIT) return false;
        if (s->where == WHERE_LOCAL || s->where == WHERE_CELL) {
            s->where = WHERE_CELL;
            break;
        }
        if (s->where == WHERE_FREE) break; /* resolved already: everything further out is in place */
    }
    if (owner == NULL) return false;
    if (is_class_cell) owner->needs_class_closure = true;
    for (Scope *between = scope->parent; between != owner; between = between->parent) {
        Symbol *s = symbol_of(st, between, name);
        if (s->flags & SYM_BOUND || s->where == WHERE_GLOBAL_EXPLICIT) s->flags |= SYM_FREE_CLASS;
        else {
            s->where = WHERE_FREE;
            s->flags |= s->flags ? 0 : SYM_FREE;
        }
    }
    return true;
}

static void resolve_symbol(SymTable *st, Scope *scope, Symbol *s)
{
    if (s->flags & SYM_GLOBAL) {
        if (s->flags & SYM_NONLOCAL) FAIL(st, s->directive, "name '%s' is nonlocal and global", s->name);
        s->where = WHERE_GLOBAL_EXPLICIT;
    } else if (s->flags & SYM_NONLOCAL) {
        if (scope->kind == SCOPE_MODULE) FAIL(st, s->directive, "nonlocal declaration not allowed at module level");
        if (!bind_outside(st, scope, s->name)) FAIL(st, s->directive, "no binding for nonlocal '%s' found", s->name);
        s->where = WHERE_FREE;
    } else if (s->flags & SYM_BOUND) {
        s->where = WHERE_LOCAL;
    } else if (s->where == WHERE_NONE) {
        s->where = bind_outside(st, scope, s->name) ? WHERE_FREE : WHERE_GLOBAL_IMPLICIT;
    }
}

static void resolve(SymTable *st, Scope *scope)
{
    go_deeper(st);
    for (Symbol *s = scope->first; s; s = s->next) resolve_symbol(st, scope, s);
    for (Scope *child = scope->first_child; child; child = child->next) resolve(st, child);
    st->depth--;
}

bool adder_symtable_build(SymTable *st)
{
    if (setjmp(st->bail)) return false;
    Mod *mod = st->mod;
    st->top = enter(st, SCOPE_MODULE, NULL, mod, (AstPos){0});
    switch (mod->kind) {
    case AST_Module: visit_body(st, mod->v.Module.body); break;
    case AST_Interactive: visit_body(st, mod->v.Interactive.body); break;
    case AST_Expression: visit_expr(st, &mod->v.Expression.body); break;
    default: break;
    }
    leave(st);
    resolve(st, st->top);
    return true;
}

/* ---- __future__ ---- */

static bool future_error(FrontArena *arena, FrontError *error, Stmt *s, const char *message, const char *name)
{
    error->message = name ? adder_front_format(arena, message, name) : message;
    error->pos = AST_POS(s);
    return false;
}

#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static bool future_names(FrontArena *arena, Stmt *s, int *flags, FrontError *error)
{
    static const struct { const char *name; int flag; } features[] = {
        {"nested_scopes", 0}, {"generators", 0}, {"division", 0}, {"absolute_import", 0}, {"with_statement", 0},
        {"print_function", 0}, {"unicode_literals", 0}, {"barry_as_FLUFL", 0x400000}, {"generator_stop", 0},
        {"annotations", 0x1000000}};
    seq_alias names = s->v.ImportFrom.names;
    for (int i = 0; i < names.len; i++) {
        const char *name = names.at[i]->name;
        size_t k, count = sizeof features / sizeof *features;
        for (k = 0; k < count && strcmp(features[k].name, name) != 0; k++) {}
        if (k < count) *flags |= features[k].flag;
        else if (strcmp(name, "braces") == 0) return future_error(arena, error, s, "not a chance", NULL);
        else return future_error(arena, error, s, "future feature %.100s is not defined", name);
    }
    return true;
}

bool adder_future_features(FrontArena *arena, Mod *mod, int *flags, int *last_line, FrontError *error)
{
    if (mod->kind != AST_Module && mod->kind != AST_Interactive) return true;
    seq_stmt body = mod->kind == AST_Module ? mod->v.Module.body : mod->v.Interactive.body;
    bool over = false;
    int line = 0;
    for (int i = 0; i < body.len; i++) {
        Stmt *s = body.at[i];
        bool is_future = s->kind == AST_ImportFrom && s->v.ImportFrom.level == 0 && s->v.ImportFrom.module
                         && strcmp(s->v.ImportFrom.module, "__future__") == 0;
        if (over && s->lineno > line) break; /* the compiler refuses later ones */
        line = s->lineno;
        if (is_future) {
            if (over)
                return future_error(arena, error, s,
                                    "from __future__ imports must occur at the beginning of the file", NULL);
            if (!future_names(arena, s, flags, error)) return false;
            *last_line = s->lineno;
        } else if (!(i == 0 && s->kind == AST_Expr && s->v.Expr.value->kind == AST_Constant
                     && s->v.Expr.value->v.Constant.value.kind == CONST_STR)) {
            over = true;
        }
    }
    return true;
}
