/* compile_def.c -- functions, lambdas and classes: their own code, and the code that makes them where they stand. */
#include "vm/compile.h"

/* ---- making a function object ---- */

static int cell_slot(Compiler *c, const char *name)
{
    Unit *u = c->u;
    Symbol *s = adder_symtable_find(u->scope, name);
    if (u->scope->kind == SCOPE_CLASS && strcmp(name, "__class__") == 0) {
        for (int i = u->first_cell; i < u->nlocals; i++)
            if (strcmp(u->locals[i]->name, name) == 0) return i;
    }
    return local_slot(c, s);
}

Opd make_function(Compiler *c, CodeObject *code, Scope *scope, int window, int flags, Opd dst)
{
    Unit *inner = c->closed;
    int free = inner->nlocals - inner->first_free, depth = c->u->depth;
    (void)scope;
    if (free) {
        for (int i = inner->first_free; i < inner->nlocals; i++)
            emit(c, BASE_LOAD_CELL, new_temp(c), opd_n(cell_slot(c, inner->locals[i]->name)), OPD_NONE);
        set_depth(c, depth);
        emit(c, BASE_BUILD_TUPLE, new_temp(c), opd_n(depth), opd_n(free));
        flags |= 8;
    }
    int index = const_index(c, (PyObject *)code);
    if (index > 65535) compile_fail(c, c->u->pos, "too many constants in one code block");
    set_depth(c, window);
    dst = result_in(c, dst);
    emit(c, BASE_MAKE_FUNCTION, dst, opd_n(window), opd_n(flags))->cache[0][0] = (uint16_t)index;
    return dst;
}

static bool positional_defaults(Compiler *c, seq_expr defaults)
{
    if (defaults.len == 0) return false;
    int depth = c->u->depth;
    PyObject *constants = constant_tuple(c, defaults);
    if (constants) {
        place(c, opd_const(const_index(c, constants)), opd_temp(depth), false);
        return true;
    }
    for (int i = 0; i < defaults.len; i++) expr_push(c, defaults.at[i]);
    set_depth(c, depth);
    emit(c, BASE_BUILD_TUPLE, new_temp(c), opd_n(depth), opd_n(defaults.len));
    return true;
}

static void push_name(Compiler *c, const char *name)
{
    place(c, opd_const(const_index(c, compile_str(c, name))), opd_temp(c->u->depth), false);
}

static bool keyword_defaults(Compiler *c, Arguments *a)
{
    int depth = c->u->depth, count = 0;
    for (int i = 0; i < a->kwonlyargs.len; i++) {
        if (a->kw_defaults.at[i] == NULL) continue;
        push_name(c, mangled(c, a->kwonlyargs.at[i]->arg));
        expr_push(c, a->kw_defaults.at[i]);
        count++;
    }
    if (count == 0) return false;
    set_depth(c, depth);
    emit(c, BASE_BUILD_MAP, new_temp(c), opd_n(depth), opd_n(count));
    return true;
}

int default_arguments(Compiler *c, Arguments *a)
{
    int flags = positional_defaults(c, a->defaults) ? 1 : 0;
    return flags | (keyword_defaults(c, a) ? 2 : 0);
}

void compile_annotation(Compiler *c, Expr *annotation)
{
    if (!c->st.future_annotations) {
        if (annotation->kind == AST_Starred) { /* *args: *Ts */
            int depth = c->u->depth;
            Opd value = expr_any(c, annotation->v.Starred.value);
            set_depth(c, depth);
            emit(c, BASE_UNPACK, new_temp(c), value, opd_n(1));
        } else {
            expr_push(c, annotation);
        }
        return;
    }
    size_t size;
    const char *text = unparse(c->arena, annotation, &size, &c->bail);
    PyObject *string = compile_own(c, PyUnicode_DecodeUTF8(text, (Py_ssize_t)size, "surrogatepass"));
    PyUnicode_InternInPlace(&c->job->objects.at[c->job->objects.count - 1]);
    string = c->job->objects.at[c->job->objects.count - 1];
    place(c, opd_const(const_index(c, string)), opd_temp(c->u->depth), false);
}

static void annotate(Compiler *c, const char *name, Expr *annotation)
{
    if (annotation == NULL) return;
    push_name(c, mangled(c, name));
    compile_annotation(c, annotation);
}

static void annotate_args(Compiler *c, seq_arg args)
{
    for (int i = 0; i < args.len; i++) annotate(c, args.at[i]->arg, args.at[i]->annotation);
}

static bool annotations(Compiler *c, Arguments *a, Expr *returns)
{
    int depth = c->u->depth;
    annotate_args(c, a->posonlyargs);
    annotate_args(c, a->args);
    if (a->vararg) annotate(c, a->vararg->arg, a->vararg->annotation);
    annotate_args(c, a->kwonlyargs);
    if (a->kwarg) annotate(c, a->kwarg->arg, a->kwarg->annotation);
    annotate(c, adder_intern(c->arena, "return", 6), returns);
    int count = c->u->depth - depth;
    if (count == 0) return false;
    set_depth(c, depth);
    emit(c, BASE_BUILD_TUPLE, new_temp(c), opd_n(depth), opd_n(count));
    return true;
}

/* ---- decorators: nested call windows, the innermost argument being what is decorated ---- */

static void decorators(Compiler *c, seq_expr list)
{
    for (int i = 0; i < list.len; i++) {
        int window = c->u->depth;
        expr_push(c, list.at[i]);
        set_depth(c, window);
        open_window(c);
    }
}

static void apply_decorators(Compiler *c, seq_expr list)
{
    AstPos before = c->u->pos;
    for (int i = list.len - 1; i >= 0; i--) {
        int argument = c->u->depth - 1;
        at(c, list.at[i]);
        set_depth(c, argument - 4);
        emit(c, BASE_CALL, new_temp(c), opd_n(argument), opd_n(1));
    }
    c->u->pos = before;
}

/* ---- functions ---- */

static void check_params(Compiler *c, seq_arg args)
{
    for (int i = 0; i < args.len; i++) check_forbidden(c, args.at[i]->arg, c->u->pos, false);
}

static void check_arguments(Compiler *c, Arguments *a)
{
    check_params(c, a->posonlyargs);
    check_params(c, a->args);
    if (a->vararg) check_forbidden(c, a->vararg->arg, c->u->pos, false);
    check_params(c, a->kwonlyargs);
    if (a->kwarg) check_forbidden(c, a->kwarg->arg, c->u->pos, false);
}

void set_arguments(Compiler *c, Arguments *a)
{
    c->u->posonlyargcount = a->posonlyargs.len;
    c->u->argcount = a->posonlyargs.len + a->args.len;
    c->u->kwonlyargcount = a->kwonlyargs.len;
}

void return_none(Compiler *c)
{
    Unit *u = c->u;
    int depth = u->depth;
    u->pos = NOWHERE; /* the line is that of wherever control comes from */
    emit(c, BASE_RET, const_opd(c, Py_None), opd_n(u->nlocals), OPD_NONE)->implicit = true;
    u->reachable = false;
    set_depth(c, depth);
}

static Constant *docstring(seq_stmt list)
{
    if (list.len == 0 || list.at[0]->kind != AST_Expr) return NULL;
    Expr *e = list.at[0]->v.Expr.value;
    if (e->kind != AST_Constant) return NULL;
    Constant *k = &e->v.Constant.value;
    if ((int)k->kind == CONST_OBJECT) return PyUnicode_CheckExact((PyObject *)(uintptr_t)k->text) ? k : NULL;
    return k->kind == CONST_STR ? k : NULL;
}

static CodeObject *function_code(Compiler *c, Stmt *s, int firstlineno, bool far_mode)
{
    AstFunctionDef *f = &s->v.FunctionDef;
    open_unit(c, adder_symtable_scope(&c->st, s), f->name, firstlineno, far_mode);
    set_arguments(c, f->args);
    Constant *doc = c->job->optimize < 2 ? docstring(f->body) : NULL;
    const_index(c, doc ? constant_object(c, doc) : Py_None);
    seq_stmt list = f->body;
    if (doc) {
        list.at++;
        list.len--;
    }
    body(c, list);
    if (c->u->reachable) return_none(c);
    return close_unit(c);
}

static int first_line(int lineno, seq_expr decorator_list)
{
    return decorator_list.len ? decorator_list.at[0]->lineno : lineno;
}

void compile_function(Compiler *c, Stmt *s)
{
    AstFunctionDef *f = &s->v.FunctionDef; /* AsyncFunctionDef is alike */
    int depth = c->u->depth;
    check_arguments(c, f->args);
    decorators(c, f->decorator_list);
    int window = c->u->depth, firstlineno = first_line(s->lineno, f->decorator_list);
    int flags = default_arguments(c, f->args);
    if (annotations(c, f->args, f->returns)) flags |= 4;
    CodeObject *code = function_code(c, s, firstlineno, false);
    if (code == NULL) code = function_code(c, s, firstlineno, true);
    make_function(c, code, NULL, window, flags, opd_temp(window));
    apply_decorators(c, f->decorator_list);
    store_name(c, f->name, opd_temp(depth));
    set_depth(c, depth);
}

static CodeObject *lambda_code(Compiler *c, Expr *e, bool far_mode)
{
    AstLambda *l = &e->v.Lambda;
    open_unit(c, adder_symtable_scope(&c->st, e), "<lambda>", e->lineno, far_mode);
    Unit *u = c->u;
    set_arguments(c, l->args);
    u->is_lambda = true;
    const_index(c, Py_None); /* a lambda has no docstring */
    at(c, l->body);
    Opd value = expr_any(c, l->body);
    emit(c, BASE_RET, value, opd_n(u->nlocals), OPD_NONE);
    return close_unit(c);
}

Opd compile_lambda(Compiler *c, Expr *e, Opd dst)
{
    int window = c->u->depth;
    check_arguments(c, e->v.Lambda.args);
    int flags = default_arguments(c, e->v.Lambda.args);
    CodeObject *code = lambda_code(c, e, false);
    if (code == NULL) code = lambda_code(c, e, true);
    return make_function(c, code, NULL, window, flags, dst);
}

/* ---- module and class bodies ---- */

static bool has_annotations(seq_stmt list);

static bool handlers_have_annotations(seq_excepthandler list)
{
    for (int i = 0; i < list.len; i++)
        if (has_annotations(list.at[i]->v.ExceptHandler.body)) return true;
    return false;
}

static bool statement_has_annotations(Stmt *s)
{
    switch (s->kind) {
    case AST_AnnAssign: return true;
    case AST_For: case AST_AsyncFor: return has_annotations(s->v.For.body) || has_annotations(s->v.For.orelse);
    case AST_While: return has_annotations(s->v.While.body) || has_annotations(s->v.While.orelse);
    case AST_If: return has_annotations(s->v.If.body) || has_annotations(s->v.If.orelse);
    case AST_With: case AST_AsyncWith: return has_annotations(s->v.With.body);
    case AST_Match:
        for (int i = 0; i < s->v.Match.cases.len; i++)
            if (has_annotations(s->v.Match.cases.at[i]->body)) return true;
        return false;
    case AST_Try: case AST_TryStar:
        return has_annotations(s->v.Try.body) || has_annotations(s->v.Try.finalbody)
            || handlers_have_annotations(s->v.Try.handlers) || has_annotations(s->v.Try.orelse);
    default: return false;
    }
}

static bool has_annotations(seq_stmt list)
{
    for (int i = 0; i < list.len; i++)
        if (statement_has_annotations(list.at[i])) return true;
    return false;
}

/* Sets name = value, a constant. */
static void store_constant(Compiler *c, const char *name, size_t size, PyObject *value)
{
    int depth = c->u->depth;
    store_name(c, adder_intern(c->arena, name, size), const_opd(c, value));
    set_depth(c, depth);
}

void module_body(Compiler *c, seq_stmt list)
{
    Unit *u = c->u;
    if (list.len && u->scope->kind == SCOPE_MODULE) u->pos = AST_POS(list.at[0]);
    if (has_annotations(list)) emit(c, BASE_SETUP_ANNOTATIONS, OPD_NONE, OPD_NONE, OPD_NONE);
    Constant *doc = c->job->optimize < 2 && !c->interactive ? docstring(list) : NULL;
    if (doc) {
        at(c, list.at[0]->v.Expr.value);
        store_constant(c, "__doc__", 7, constant_object(c, doc));
        list.at++;
        list.len--;
    }
    body(c, list);
}

static void class_result(Compiler *c)
{
    Unit *u = c->u;
    if (!u->reachable) return;
    if (!u->scope->needs_class_closure) {
        return_none(c);
        return;
    }
    int slot = cell_slot(c, adder_intern(c->arena, "__class__", 9));
    u->pos = NOWHERE;
    Opd cell = new_temp(c), copy = new_temp(c);
    emit(c, BASE_LOAD_CELL, cell, opd_n(slot), OPD_NONE);
    emit(c, BASE_DUP, copy, opd_n(cell.index), OPD_NONE);
    store_name(c, adder_intern(c->arena, "__classcell__", 13), copy);
    emit(c, BASE_RET, cell, opd_n(u->nlocals), OPD_NONE);
    set_depth(c, cell.index);
}

static CodeObject *class_code(Compiler *c, Stmt *s, int firstlineno, bool far_mode)
{
    AstClassDef *k = &s->v.ClassDef;
    open_unit(c, adder_symtable_scope(&c->st, s), k->name, firstlineno, far_mode);
    Unit *u = c->u;
    u->pos = (AstPos){firstlineno, 0, firstlineno, 0};
    Opd module = new_temp(c);
    emit(c, BASE_LOAD_NAME, module, opd_n(name_index(c, adder_intern(c->arena, "__name__", 8))), OPD_NONE);
    store_name(c, adder_intern(c->arena, "__module__", 10), module);
    set_depth(c, module.index);
    store_constant(c, "__qualname__", 12, shared_const(c, Py_NewRef(u->qualname)));
    module_body(c, k->body);
    class_result(c);
    return close_unit(c);
}

void compile_class(Compiler *c, Stmt *s)
{
    AstClassDef *k = &s->v.ClassDef;
    int depth = c->u->depth, firstlineno = first_line(s->lineno, k->decorator_list);
    decorators(c, k->decorator_list);
    CodeObject *code = class_code(c, s, firstlineno, false);
    if (code == NULL) code = class_code(c, s, firstlineno, true);
    Unit *inner = c->closed;
    int window = c->u->depth;
    emit(c, BASE_LOAD_BUILD_CLASS, new_temp(c), OPD_NONE, OPD_NONE);
    set_depth(c, window);
    open_window(c);
    c->closed = inner;
    make_function(c, code, NULL, window + 4, 0, opd_temp(window + 4));
    push_name(c, k->name);
    call_with(c, window, 2, k->bases, k->keywords, opd_temp(window));
    set_depth(c, window + 1);
    apply_decorators(c, k->decorator_list);
    store_name(c, k->name, opd_temp(depth));
    set_depth(c, depth);
}
