/* compile_call.c -- calls. Arguments are evaluated straight into the window that becomes the callee's frame:
 *
 *   w       the callee        w+1 .. w+3   its frame header, left alone        w+4 ..   the arguments
 */
#include "vm/compile.h"

#define MOST_DIRECT 30 /* argument values and names; more go through a tuple and a dict, as in CPython */

int open_window(Compiler *c)
{
    int window = push_temp(c);
    for (int i = 1; i < 4; i++) push_temp(c);
    return window;
}

static void check_keywords(Compiler *c, seq_keyword keywords)
{
    for (int i = 0; i < keywords.len; i++) {
        const char *name = keywords.at[i]->arg;
        if (name == NULL) continue;
        check_forbidden(c, name, c->u->pos, false);
        for (int j = i + 1; j < keywords.len; j++)
            if (keywords.at[j]->arg == name)
                COMPILE_FAIL(c, AST_POS(keywords.at[j]), "keyword argument repeated: %s", name);
    }
}

static bool plain_arguments(seq_expr args, seq_keyword keywords)
{
    for (int i = 0; i < args.len; i++)
        if (args.at[i]->kind == AST_Starred) return false;
    for (int i = 0; i < keywords.len; i++)
        if (keywords.at[i]->arg == NULL) return false;
    return args.len + 2 * keywords.len <= MOST_DIRECT;
}

static PyObject *keyword_names(Compiler *c, seq_keyword keywords)
{
    PyObject *names = compile_own(c, PyTuple_New(keywords.len));
    for (int i = 0; i < keywords.len; i++)
        PyTuple_SET_ITEM(names, i, Py_NewRef(compile_str(c, keywords.at[i]->arg)));
    return shared_const(c, Py_NewRef(names));
}

/* Arguments are in place: `given` of them, and `window` says where. */
static Opd plain_call(Compiler *c, int window, int given, seq_expr args, seq_keyword keywords, bool method, Opd dst)
{
    for (int i = 0; i < args.len; i++) expr_push(c, args.at[i]);
    for (int i = 0; i < keywords.len; i++) expr_push(c, keywords.at[i]->value);
    int count = given + args.len + keywords.len;
    set_depth(c, window);
    dst = result_in(c, dst);
    if (keywords.len == 0) {
        emit(c, method ? BASE_CALL_METHOD : BASE_CALL, dst, opd_n(window + 4), opd_n(count));
        return dst;
    }
    int names = const_index(c, keyword_names(c, keywords));
    if (names > 65535) compile_fail(c, c->u->pos, "too many constants in one code block");
    Ins *ins = emit(c, BASE_CALL_KW, dst, opd_n(window + 4), opd_n(count));
    ins->cache[1][0] = method;
    ins->cache[1][1] = (uint16_t)names;
    return dst;
}

/* All positional arguments as one tuple or iterable at window + 4. */
static void positional_tuple(Compiler *c, int window, int given, seq_expr args)
{
    int at_args = window + 4;
    set_depth(c, at_args);
    if (given == 0 && args.len == 1 && args.at[0]->kind == AST_Starred) {
        expr_push(c, args.at[0]->v.Starred.value);
        return;
    }
    if (given == 0 && args.len == 0) {
        place(c, opd_const(const_index(c, shared_const(c, PyTuple_New(0)))), opd_temp(at_args), false);
        return;
    }
    Opd list = new_temp(c);
    emit(c, BASE_BUILD_LIST, list, opd_n(at_args), opd_n(given));
    for (int i = 0; i < args.len; i++) {
        bool star = args.at[i]->kind == AST_Starred;
        Opd item = expr_any(c, star ? args.at[i]->v.Starred.value : args.at[i]);
        emit(c, star ? BASE_LIST_EXTEND : BASE_LIST_APPEND, opd_n(list.index), item, OPD_NONE);
        set_depth(c, at_args + 1);
    }
    emit(c, BASE_LIST_TO_TUPLE, list, list, OPD_NONE);
}

/* name=value pairs from `first` as a dict in the next temporary; the number of pairs. */
static int named_run(Compiler *c, seq_keyword keywords, int first)
{
    int depth = c->u->depth, n = 0;
    for (; first + n < keywords.len && keywords.at[first + n]->arg && n < MOST_DIRECT / 2; n++) {
        place(c, opd_const(const_index(c, compile_str(c, keywords.at[first + n]->arg))), opd_temp(c->u->depth), false);
        expr_push(c, keywords.at[first + n]->value);
    }
    set_depth(c, depth);
    emit(c, BASE_BUILD_MAP, new_temp(c), opd_n(depth), opd_n(n));
    return n;
}

static void keyword_dict(Compiler *c, int window, seq_keyword keywords)
{
    int dict = c->u->depth, i = named_run(c, keywords, 0);
    while (i < keywords.len) {
        Opd more;
        if (keywords.at[i]->arg == NULL) {
            more = expr_any(c, keywords.at[i++]->value);
        } else {
            more = opd_temp(c->u->depth);
            i += named_run(c, keywords, i);
        }
        emit(c, BASE_DICT_MERGE, opd_n(dict), more, opd_n(window));
        set_depth(c, dict + 1);
    }
}

Opd call_with(Compiler *c, int window, int given, seq_expr args, seq_keyword keywords, Opd dst)
{
    check_keywords(c, keywords);
    if (plain_arguments(args, keywords)) return plain_call(c, window, given, args, keywords, false, dst);
    positional_tuple(c, window, given, args);
    if (keywords.len) keyword_dict(c, window, keywords);
    set_depth(c, window);
    dst = result_in(c, dst);
    emit(c, BASE_CALL_EX, dst, opd_n(window + 4), opd_n(keywords.len ? 1 : 0));
    return dst;
}

static Opd method_call(Compiler *c, Expr *e, Opd dst)
{
    AstCall *k = &e->v.Call;
    Expr *method = k->func;
    int window = c->u->depth;
    check_keywords(c, k->keywords);
    Opd object = expr_value(c, method->v.Attribute.value, false);
    at(c, method);
    locate_attribute(c, method);
    set_depth(c, window);
    open_window(c);
    push_temp(c);
    emit(c, BASE_LOAD_METHOD, opd_temp(window), object, opd_n(name_index(c, mangled(c, method->v.Attribute.attr))));
    at(c, e);
    locate_attribute(c, method);
    return plain_call(c, window, 1, k->args, k->keywords, true, dst);
}

Opd call(Compiler *c, Expr *e, Opd dst)
{
    AstCall *k = &e->v.Call;
    Expr *func = k->func;
    if (func->kind == AST_Attribute && plain_arguments(k->args, k->keywords) && !is_plain_super(c, func->v.Attribute.value))
        return method_call(c, e, dst);
    warn_callable(c, func);
    int window = c->u->depth;
    expr_push(c, func);
    set_depth(c, window);
    open_window(c);
    return call_with(c, window, 0, k->args, k->keywords, dst);
}
