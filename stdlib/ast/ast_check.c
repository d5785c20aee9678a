/* ast_check.c -- whether a tree that a program put together is one that a parser could have made.
 *
 * Required fields are there and of the right type (ast_read.c saw to that); here is what the types cannot say: contexts,
 * lists that may not be empty or must have the same length, names that are constants, positions.
 */
#include "stdlib/ast/ast.h"
#include "vm/compile.h"

static bool check_expr(const Expr *e, AstOp ctx);
static bool check_stmts(seq_stmt body);
static bool check_pattern(const Pattern *p, bool star_ok);

static bool refuse(const char *message)
{
    PyErr_SetString(PyExc_ValueError, message);
    return false;
}

/* ---- shared ---- */

static bool check_position(const AstNode *n)
{
    if (n->lineno > n->end_lineno) {
        PyErr_Format(PyExc_ValueError, "AST node line range (%d, %d) is not valid", n->lineno, n->end_lineno);
        return false;
    }
    if ((n->lineno < 0 && n->end_lineno != n->lineno) || (n->col_offset < 0 && n->col_offset != n->end_col_offset)) {
        PyErr_Format(PyExc_ValueError, "AST node column range (%d, %d) for line range (%d, %d) is not valid", n->col_offset,
                     n->end_col_offset, n->lineno, n->end_lineno);
        return false;
    }
    if (n->lineno == n->end_lineno && n->col_offset > n->end_col_offset) {
        PyErr_Format(PyExc_ValueError, "line %d, column %d-%d is not a valid range", n->lineno, n->col_offset,
                     n->end_col_offset);
        return false;
    }
    return true;
}
#define POSITION(node) check_position((const AstNode *)(node))

static bool check_name(const char *name)
{
    if (strcmp(name, "None") != 0 && strcmp(name, "True") != 0 && strcmp(name, "False") != 0) return true;
    PyErr_Format(PyExc_ValueError, "identifier field can't represent '%s' constant", name);
    return false;
}

static bool not_empty(int len, const char *what, const char *owner)
{
    if (len > 0) return true;
    PyErr_Format(PyExc_ValueError, "empty %s on %s", what, owner);
    return false;
}

static bool check_body(seq_stmt body, const char *owner)
{
    return not_empty(body.len, "body", owner) && check_stmts(body);
}

static bool check_exprs(seq_expr list, AstOp ctx)
{
    for (int i = 0; i < list.len; i++)
        if (list.at[i] != NULL && !check_expr(list.at[i], ctx)) return false;
    return true;
}

static bool check_maybe(const Expr *e) { return e == NULL || check_expr(e, AST_Load); }

static bool check_keywords(seq_keyword list)
{
    for (int i = 0; i < list.len; i++)
        if (!check_expr(list.at[i]->value, AST_Load)) return false;
    return true;
}

static bool check_args(seq_arg list)
{
    for (int i = 0; i < list.len; i++)
        if (!POSITION(list.at[i]) || !check_maybe(list.at[i]->annotation)) return false;
    return true;
}

static bool check_arguments(const Arguments *a)
{
    if (!check_args(a->posonlyargs) || !check_args(a->args) || !check_args(a->kwonlyargs)) return false;
    if ((a->vararg != NULL && !check_maybe(a->vararg->annotation)) || (a->kwarg != NULL && !check_maybe(a->kwarg->annotation)))
        return false;
    if (a->defaults.len > a->posonlyargs.len + a->args.len) return refuse("more positional defaults than args on arguments");
    if (a->kw_defaults.len != a->kwonlyargs.len)
        return refuse("length of kwonlyargs is not the same as kw_defaults on arguments");
    return check_exprs(a->defaults, AST_Load) && check_exprs(a->kw_defaults, AST_Load);
}

static bool check_clauses(seq_comprehension list)
{
    if (list.len == 0) return refuse("comprehension with no generators");
    for (int i = 0; i < list.len; i++) {
        const Comprehension *c = list.at[i];
        if (!check_expr(c->target, AST_Store) || !check_expr(c->iter, AST_Load) || !check_exprs(c->ifs, AST_Load)) return false;
    }
    return true;
}

/* ---- expressions ---- */

/* The node's own context must be the one its place asks for; what has none can only be loaded. */
static bool check_context(const Expr *e, AstOp wanted)
{
    AstOp actual;
    switch (e->kind) {
    case AST_Attribute: actual = e->v.Attribute.ctx; break;
    case AST_Subscript: actual = e->v.Subscript.ctx; break;
    case AST_Starred: actual = e->v.Starred.ctx; break;
    case AST_Name: actual = e->v.Name.ctx; break;
    case AST_List: actual = e->v.List.ctx; break;
    case AST_Tuple: actual = e->v.Tuple.ctx; break;
    default:
        if (wanted == AST_Load) return true;
        PyErr_Format(PyExc_ValueError, "expression which can't be assigned to in %s context", adder_ast_op_names[wanted]);
        return false;
    }
    if (actual == wanted) return true;
    PyErr_Format(PyExc_ValueError, "expression must have %s context but has %s instead", adder_ast_op_names[wanted],
                 adder_ast_op_names[actual]);
    return false;
}

static bool check_compare(const AstCompare *c)
{
    if (c->comparators.len == 0) return refuse("Compare with no comparators");
    if (c->comparators.len != c->ops.len) return refuse("Compare has a different number of comparators and operands");
    return check_exprs(c->comparators, AST_Load) && check_expr(c->left, AST_Load);
}

static bool check_expr(const Expr *e, AstOp ctx)
{
    if (!POSITION(e) || !check_context(e, ctx)) return false;
    switch (e->kind) {
    case AST_BoolOp:
        if (e->v.BoolOp.values.len < 2) return refuse("BoolOp with less than 2 values");
        return check_exprs(e->v.BoolOp.values, AST_Load);
    case AST_BinOp: return check_expr(e->v.BinOp.left, AST_Load) && check_expr(e->v.BinOp.right, AST_Load);
    case AST_UnaryOp: return check_expr(e->v.UnaryOp.operand, AST_Load);
    case AST_Lambda: return check_arguments(e->v.Lambda.args) && check_expr(e->v.Lambda.body, AST_Load);
    case AST_IfExp:
        return check_expr(e->v.IfExp.test, AST_Load) && check_expr(e->v.IfExp.body, AST_Load)
            && check_expr(e->v.IfExp.orelse, AST_Load);
    case AST_Dict:
        if (e->v.Dict.keys.len != e->v.Dict.values.len) return refuse("Dict doesn't have the same number of keys as values");
        return check_exprs(e->v.Dict.keys, AST_Load) && check_exprs(e->v.Dict.values, AST_Load);
    case AST_Set: return check_exprs(e->v.Set.elts, AST_Load);
    case AST_ListComp: return check_clauses(e->v.ListComp.generators) && check_expr(e->v.ListComp.elt, AST_Load);
    case AST_SetComp: return check_clauses(e->v.SetComp.generators) && check_expr(e->v.SetComp.elt, AST_Load);
    case AST_GeneratorExp: return check_clauses(e->v.GeneratorExp.generators) && check_expr(e->v.GeneratorExp.elt, AST_Load);
    case AST_DictComp:
        return check_clauses(e->v.DictComp.generators) && check_expr(e->v.DictComp.key, AST_Load)
            && check_expr(e->v.DictComp.value, AST_Load);
    case AST_Yield: return check_maybe(e->v.Yield.value);
    case AST_YieldFrom: return check_expr(e->v.YieldFrom.value, AST_Load);
    case AST_Await: return check_expr(e->v.Await.value, AST_Load);
    case AST_Compare: return check_compare(&e->v.Compare);
    case AST_Call:
        return check_expr(e->v.Call.func, AST_Load) && check_exprs(e->v.Call.args, AST_Load)
            && check_keywords(e->v.Call.keywords);
    case AST_JoinedStr: return check_exprs(e->v.JoinedStr.values, AST_Load);
    case AST_FormattedValue:
        return check_expr(e->v.FormattedValue.value, AST_Load) && check_maybe(e->v.FormattedValue.format_spec);
    case AST_Attribute: return check_expr(e->v.Attribute.value, AST_Load);
    case AST_Subscript: return check_expr(e->v.Subscript.slice, AST_Load) && check_expr(e->v.Subscript.value, AST_Load);
    case AST_Starred: return check_expr(e->v.Starred.value, ctx);
    case AST_List: return check_exprs(e->v.List.elts, ctx);
    case AST_Tuple: return check_exprs(e->v.Tuple.elts, ctx);
    case AST_NamedExpr: return check_expr(e->v.NamedExpr.value, AST_Load);
    case AST_Slice: return check_maybe(e->v.Slice.lower) && check_maybe(e->v.Slice.upper) && check_maybe(e->v.Slice.step);
    case AST_Name: return check_name(e->v.Name.id);
    default: return true;
    }
}

/* ---- patterns ---- */

static bool check_patterns(seq_pattern list, bool star_ok)
{
    for (int i = 0; i < list.len; i++)
        if (!check_pattern(list.at[i], star_ok)) return false;
    return true;
}

static bool check_capture(const char *name)
{
    if (strcmp(name, "_") == 0) return refuse("can't capture name '_' in patterns");
    return check_name(name);
}

/* A tree from objects has its constants as objects, but for the singletons. */
static PyObject *constant_of(const Expr *e)
{
    bool object = e->kind == AST_Constant && (int)e->v.Constant.value.kind == CONST_OBJECT;
    return object ? (PyObject *)(uintptr_t)e->v.Constant.value.text : NULL;
}

static bool is_real(const Expr *e)
{
    PyObject *value = constant_of(e);
    return value != NULL && (PyLong_CheckExact(value) || PyFloat_CheckExact(value));
}

static bool is_complex(const Expr *e)
{
    PyObject *value = constant_of(e);
    return value != NULL && PyComplex_CheckExact(value);
}

static bool is_negative(const Expr *e, bool complex_ok)
{
    if (e->kind != AST_UnaryOp || e->v.UnaryOp.op != AST_USub) return false;
    return is_real(e->v.UnaryOp.operand) || (complex_ok && is_complex(e->v.UnaryOp.operand));
}

/* A literal, a signed or complex number, or something with a dot. */
static bool check_match_value(const Expr *e)
{
    if (!check_expr(e, AST_Load)) return false;
    PyObject *value = constant_of(e);
    switch (e->kind) {
    case AST_Constant:
        if (value != NULL && (is_real(e) || is_complex(e) || PyUnicode_CheckExact(value) || PyBytes_CheckExact(value))) return true;
        return refuse("unexpected constant inside of a literal pattern");
    case AST_Attribute: case AST_JoinedStr: /* the latter is refused by the compiler */
        return true;
    case AST_UnaryOp:
        if (is_negative(e, true)) return true;
        break;
    case AST_BinOp:
        if ((e->v.BinOp.op == AST_Add || e->v.BinOp.op == AST_Sub) && is_complex(e->v.BinOp.right)
            && (is_real(e->v.BinOp.left) || is_negative(e->v.BinOp.left, false))) return true;
        break;
    default: break;
    }
    return refuse("patterns may only match literals and attribute lookups");
}

static bool check_class_pattern(const AstMatchClass *c)
{
    if (c->kwd_attrs.len != c->kwd_patterns.len)
        return refuse("MatchClass doesn't have the same number of keyword attributes as patterns");
    if (!check_expr(c->cls, AST_Load)) return false;
    const Expr *cls = c->cls;
    while (cls->kind == AST_Attribute) cls = cls->v.Attribute.value;
    if (cls->kind != AST_Name) return refuse("MatchClass cls field can only contain Name or Attribute nodes.");
    for (int i = 0; i < c->kwd_attrs.len; i++)
        if (!check_name(c->kwd_attrs.at[i])) return false;
    return check_patterns(c->patterns, false) && check_patterns(c->kwd_patterns, false);
}

static bool check_mapping_pattern(const AstMatchMapping *m)
{
    if (m->keys.len != m->patterns.len) return refuse("MatchMapping doesn't have the same number of keys as patterns");
    if (m->rest != NULL && !check_capture(m->rest)) return false;
    for (int i = 0; i < m->keys.len; i++) {
        const Expr *key = m->keys.at[i];
        bool singleton = key->kind == AST_Constant && key->v.Constant.value.kind <= CONST_FALSE;
        if (!singleton && !check_match_value(key)) return false;
    }
    return check_patterns(m->patterns, false);
}

static bool check_pattern(const Pattern *p, bool star_ok)
{
    if (!POSITION(p)) return false;
    switch (p->kind) {
    case AST_MatchValue: return check_match_value(p->v.MatchValue.value);
    case AST_MatchSingleton:
        return p->v.MatchSingleton.value.kind <= CONST_FALSE
            || refuse("MatchSingleton can only contain True, False and None");
    case AST_MatchSequence: return check_patterns(p->v.MatchSequence.patterns, true);
    case AST_MatchMapping: return check_mapping_pattern(&p->v.MatchMapping);
    case AST_MatchClass: return check_class_pattern(&p->v.MatchClass);
    case AST_MatchStar:
        if (!star_ok) return refuse("can't use MatchStar here");
        return p->v.MatchStar.name == NULL || check_capture(p->v.MatchStar.name);
    case AST_MatchAs:
        if (p->v.MatchAs.name != NULL && !check_capture(p->v.MatchAs.name)) return false;
        if (p->v.MatchAs.pattern == NULL) return true;
        if (p->v.MatchAs.name == NULL) return refuse("MatchAs must specify a target name if a pattern is given");
        return check_pattern(p->v.MatchAs.pattern, false);
    case AST_MatchOr:
        if (p->v.MatchOr.patterns.len < 2) return refuse("MatchOr requires at least 2 patterns");
        return check_patterns(p->v.MatchOr.patterns, false);
    default: return true;
    }
}

/* ---- statements ---- */

static bool check_assigned(seq_expr targets, const char *owner, AstOp ctx)
{
    return not_empty(targets.len, "targets", owner) && check_exprs(targets, ctx);
}

static bool check_function(const AstFunctionDef *f, const char *owner)
{
    return check_body(f->body, owner) && check_arguments(f->args) && check_exprs(f->decorator_list, AST_Load)
        && check_maybe(f->returns);
}

static bool check_for(const AstFor *f, const char *owner)
{
    return check_expr(f->target, AST_Store) && check_expr(f->iter, AST_Load) && check_body(f->body, owner)
        && check_stmts(f->orelse);
}

static bool check_with(const AstWith *w, const char *owner)
{
    if (!not_empty(w->items.len, "items", owner)) return false;
    for (int i = 0; i < w->items.len; i++) {
        const WithItem *item = w->items.at[i];
        if (!check_expr(item->context_expr, AST_Load)) return false;
        if (item->optional_vars != NULL && !check_expr(item->optional_vars, AST_Store)) return false;
    }
    return check_body(w->body, owner);
}

static bool check_try(const AstTry *t, const char *owner)
{
    if (!check_body(t->body, owner)) return false;
    if (t->handlers.len == 0 && t->finalbody.len == 0) {
        PyErr_Format(PyExc_ValueError, "%s has neither except handlers nor finalbody", owner);
        return false;
    }
    if (t->handlers.len == 0 && t->orelse.len != 0) {
        PyErr_Format(PyExc_ValueError, "%s has orelse but no except handlers", owner);
        return false;
    }
    for (int i = 0; i < t->handlers.len; i++) {
        const ExceptHandler *h = t->handlers.at[i];
        if (!POSITION(h) || !check_maybe(h->v.ExceptHandler.type) || !check_body(h->v.ExceptHandler.body, "ExceptHandler"))
            return false;
    }
    return check_stmts(t->finalbody) && check_stmts(t->orelse);
}

static bool check_match(const AstMatch *m)
{
    if (!check_expr(m->subject, AST_Load) || !not_empty(m->cases.len, "cases", "Match")) return false;
    for (int i = 0; i < m->cases.len; i++) {
        const MatchCase *c = m->cases.at[i];
        if (!check_pattern(c->pattern, false) || !check_maybe(c->guard) || !check_body(c->body, "match_case")) return false;
    }
    return true;
}

static bool check_ann_assign(const AstAnnAssign *a)
{
    if (a->target->kind != AST_Name && a->simple) {
        PyErr_SetString(PyExc_TypeError, "AnnAssign with simple non-Name target");
        return false;
    }
    return check_expr(a->target, AST_Store) && check_maybe(a->value) && check_expr(a->annotation, AST_Load);
}

static bool check_stmt(const Stmt *s)
{
    const char *owner = adder_ast_info[s->kind].name;
    if (!POSITION(s)) return false;
    switch (s->kind) {
    case AST_FunctionDef: return check_function(&s->v.FunctionDef, owner);
    case AST_AsyncFunctionDef: return check_function((const AstFunctionDef *)(const void *)&s->v.AsyncFunctionDef, owner);
    case AST_ClassDef:
        return check_body(s->v.ClassDef.body, owner) && check_exprs(s->v.ClassDef.bases, AST_Load)
            && check_keywords(s->v.ClassDef.keywords) && check_exprs(s->v.ClassDef.decorator_list, AST_Load);
    case AST_Return: return check_maybe(s->v.Return.value);
    case AST_Delete: return check_assigned(s->v.Delete.targets, owner, AST_Del);
    case AST_Assign: return check_assigned(s->v.Assign.targets, owner, AST_Store) && check_expr(s->v.Assign.value, AST_Load);
    case AST_AugAssign: return check_expr(s->v.AugAssign.target, AST_Store) && check_expr(s->v.AugAssign.value, AST_Load);
    case AST_AnnAssign: return check_ann_assign(&s->v.AnnAssign);
    case AST_For: return check_for(&s->v.For, owner);
    case AST_AsyncFor: return check_for((const AstFor *)(const void *)&s->v.AsyncFor, owner);
    case AST_While:
        return check_expr(s->v.While.test, AST_Load) && check_body(s->v.While.body, owner) && check_stmts(s->v.While.orelse);
    case AST_If: return check_expr(s->v.If.test, AST_Load) && check_body(s->v.If.body, owner) && check_stmts(s->v.If.orelse);
    case AST_With: return check_with(&s->v.With, owner);
    case AST_AsyncWith: return check_with((const AstWith *)(const void *)&s->v.AsyncWith, owner);
    case AST_Match: return check_match(&s->v.Match);
    case AST_Raise:
        if (s->v.Raise.exc == NULL && s->v.Raise.cause != NULL) return refuse("Raise with cause but no exception");
        return check_maybe(s->v.Raise.exc) && check_maybe(s->v.Raise.cause);
    case AST_Try: return check_try(&s->v.Try, owner);
    case AST_TryStar: return check_try((const AstTry *)(const void *)&s->v.TryStar, owner);
    case AST_Assert: return check_expr(s->v.Assert.test, AST_Load) && check_maybe(s->v.Assert.msg);
    case AST_Import: return not_empty(s->v.Import.names.len, "names", owner);
    case AST_ImportFrom:
        if (s->v.ImportFrom.level < 0) return refuse("Negative ImportFrom level");
        return not_empty(s->v.ImportFrom.names.len, "names", owner);
    case AST_Global: return not_empty(s->v.Global.names.len, "names", owner);
    case AST_Nonlocal: return not_empty(s->v.Nonlocal.names.len, "names", owner);
    case AST_Expr: return check_expr(s->v.Expr.value, AST_Load);
    default: return true;
    }
}

static bool check_stmts(seq_stmt body)
{
    for (int i = 0; i < body.len; i++)
        if (!check_stmt(body.at[i])) return false;
    return true;
}

int adder_ast_validate(const Mod *tree)
{
    bool good;
    switch (tree->kind) {
    case AST_Module: good = check_stmts(tree->v.Module.body); break;
    case AST_Interactive: good = check_stmts(tree->v.Interactive.body); break;
    case AST_Expression: good = check_expr(tree->v.Expression.body, AST_Load); break;
    default: good = check_exprs(tree->v.FunctionType.argtypes, AST_Load) && check_expr(tree->v.FunctionType.returns, AST_Load);
    }
    return good ? 0 : -1;
}
