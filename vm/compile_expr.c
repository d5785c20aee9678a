/* compile_expr.c -- expressions but for calls, conditions and comprehensions, each with its own file.
 *
 * Locals and constants are handed on as operands without an instruction. Two things make that safe: CHECK where a local is
 * not certainly bound (at its own place, so that the error comes at the right moment and points at the name), and a copy
 * to a temporary where something evaluated later might rebind it, which only := in the same scope can. */
#include "vm/compile.h"

static bool simple(Expr *e, int depth)
{
    if (depth == 0) return false;
    switch (e->kind) {
    case AST_Constant: case AST_Name: return true;
    case AST_Attribute: return simple(e->v.Attribute.value, depth - 1);
    case AST_Subscript: return simple(e->v.Subscript.value, depth - 1) && simple(e->v.Subscript.slice, depth - 1);
    case AST_BinOp: return simple(e->v.BinOp.left, depth - 1) && simple(e->v.BinOp.right, depth - 1);
    default: return false;
    }
}

bool is_simple(Expr *e) { return e == NULL || simple(e, 4); }

Opd hold(Compiler *c, Opd value, bool number, Expr *later)
{
    if (value.kind != KIND_L || !c->u->scope->has_walrus || is_simple(later)) return value;
    return in_temp(c, value, number);
}

Opd expr_before(Compiler *c, Expr *e, bool number, Expr *later)
{
    return hold(c, expr(c, e, ANYWHERE, number), number, later);
}

Opd expr_push(Compiler *c, Expr *e) { return expr(c, e, opd_temp(c->u->depth), false); }

Opd expr_value(Compiler *c, Expr *e, bool number)
{
    Opd value = expr(c, e, ANYWHERE, number);
    return value.kind == KIND_K ? in_temp(c, value, number) : value;
}

/* ---- names ---- */

static Opd name(Compiler *c, Expr *e, Opd dst, bool number)
{
    Ref ref = resolve_name(c, e->v.Name.id);
    switch (ref.kind) {
    case REF_FAST: {
        Opd local = opd_local(ref.index);
        if (dst.kind == KIND__ && !is_assigned(c, ref.index)) emit(c, BASE_CHECK, local, OPD_NONE, OPD_NONE);
        mark_assigned(c, ref.index); /* bound, or we do not come here */
        return place(c, local, dst, number);
    }
    case REF_DEREF: dst = result_in(c, dst); emit(c, BASE_LOAD_DEREF, dst, opd_n(ref.index), OPD_NONE); break;
    case REF_CLASSDEREF: dst = result_in(c, dst); emit(c, BASE_LOAD_CLASSDEREF, dst, opd_n(ref.index), OPD_NONE); break;
    case REF_GLOBAL: dst = result_in(c, dst); emit(c, BASE_LOAD_GLOBAL, dst, opd_n(ref.index), OPD_NONE); break;
    case REF_NAME: dst = result_in(c, dst); emit(c, BASE_LOAD_NAME, dst, opd_n(ref.index), OPD_NONE); break;
    }
    return dst;
}

static Opd walrus(Compiler *c, Expr *e, Opd dst)
{
    Expr *target = e->v.NamedExpr.target;
    check_forbidden(c, target->v.Name.id, AST_POS(target), false);
    Ref ref = resolve_name(c, target->v.Name.id);
    if (ref.kind == REF_FAST) {
        expr(c, e->v.NamedExpr.value, opd_local(ref.index), false);
        mark_assigned(c, ref.index);
        return place(c, opd_local(ref.index), dst, false);
    }
    Opd value = expr_push(c, e->v.NamedExpr.value), copy = new_temp(c);
    emit(c, BASE_DUP, copy, opd_n(value.index), OPD_NONE);
    at(c, target);
    store_name(c, target->v.Name.id, copy);
    return place(c, value, dst, false);
}

/* ---- operators ---- */

OpBase binary_base(AstOp op, bool inplace)
{
    switch (op) {
    case AST_Add: return inplace ? BASE_IADD : BASE_ADD;
    case AST_Sub: return inplace ? BASE_ISUB : BASE_SUB;
    case AST_Mult: return inplace ? BASE_IMUL : BASE_MUL;
    case AST_MatMult: return inplace ? BASE_IMATMUL : BASE_MATMUL;
    case AST_Div: return inplace ? BASE_ITRUEDIV : BASE_TRUEDIV;
    case AST_Mod: return inplace ? BASE_IMOD : BASE_MOD;
    case AST_Pow: return inplace ? BASE_IPOW : BASE_POW;
    case AST_LShift: return inplace ? BASE_ILSHIFT : BASE_LSHIFT;
    case AST_RShift: return inplace ? BASE_IRSHIFT : BASE_RSHIFT;
    case AST_BitOr: return inplace ? BASE_IOR : BASE_OR;
    case AST_BitXor: return inplace ? BASE_IXOR : BASE_XOR;
    case AST_BitAnd: return inplace ? BASE_IAND : BASE_AND;
    default: return inplace ? BASE_IFLOORDIV : BASE_FLOORDIV;
    }
}

static Opd binary(Compiler *c, Expr *e, Opd dst)
{
    int depth = c->u->depth;
    AstBinOp *b = &e->v.BinOp;
    Opd left = expr_before(c, b->left, true, b->right);
    Opd right = expr_number(c, b->right);
    if (left.kind == KIND_K && right.kind == KIND_K) left = in_temp(c, left, true);
    set_depth(c, depth);
    dst = result_in(c, dst);
    emit(c, binary_base(b->op, false), dst, left, right);
    return dst;
}

static Opd unary(Compiler *c, Expr *e, Opd dst)
{
    static const OpBase bases[] = {[AST_Invert - AST_Invert] = BASE_INVERT, [AST_Not - AST_Invert] = BASE_NOT,
                                   [AST_UAdd - AST_Invert] = BASE_POS, [AST_USub - AST_Invert] = BASE_NEG};
    int depth = c->u->depth;
    Opd value = expr_value(c, e->v.UnaryOp.operand, true);
    set_depth(c, depth);
    dst = result_in(c, dst);
    emit(c, bases[e->v.UnaryOp.op - AST_Invert], dst, value, OPD_NONE);
    return dst;
}

static bool is_local_name(Compiler *c, Expr *e)
{
    return e->kind == AST_Name && resolve_name(c, e->v.Name.id).kind == REF_FAST;
}

/* a and b, a or b as values. A local that decides is copied to the result; a temporary is tested and kept in place. */
static Opd bool_op(Compiler *c, Expr *e, Opd dst)
{
    Unit *u = c->u;
    seq_expr values = e->v.BoolOp.values;
    bool is_and = e->v.BoolOp.op == AST_And;
    int depth = u->depth;
    Label end = new_label(c);
    Opd into = opd_temp(depth);
    if (dst.kind == KIND_L) {
        bool all_locals = true;
        for (int i = 0; i + 1 < values.len && all_locals; i++) all_locals = is_local_name(c, values.at[i]);
        if (all_locals) into = dst;
    }
    AssignedSet before = u->assigned;
    for (int i = 0; i + 1 < values.len; i++) {
        Opd v = expr_any(c, values.at[i]);
        if (i == 0) before = u->assigned;
        if (v.kind == KIND_T) {
            emit_jump(c, is_and ? BASE_JF_KEEP : BASE_JT_KEEP, opd_n(v.index), OPD_NONE, end);
        } else {
            v = v.kind == KIND_K ? in_temp(c, v, false) : v;
            if (v.kind == KIND_T) {
                emit_jump(c, is_and ? BASE_JF_KEEP : BASE_JT_KEEP, opd_n(v.index), OPD_NONE, end);
            } else {
                Label next = new_label(c);
                emit_jump(c, is_and ? BASE_JT : BASE_JF, v, OPD_NONE, next);
                place(c, v, into, false);
                emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, end);
                place_label(c, next);
            }
        }
        set_depth(c, depth);
    }
    expr(c, values.at[values.len - 1], into, false);
    u->assigned = before;
    place_label(c, end);
    return into.kind == KIND_L ? into : place(c, into, dst, false);
}

static Opd if_expr(Compiler *c, Expr *e, Opd dst, bool number)
{
    AstIfExp *i = &e->v.IfExp;
    int depth = c->u->depth;
    Label otherwise = new_label(c), end = new_label(c);
    if (dst.kind == KIND__) dst = opd_temp(depth);
    jump_if(c, i->test, otherwise, false);
    AssignedSet before = c->u->assigned;
    expr(c, i->body, dst, number);
    emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, end);
    set_depth(c, depth);
    c->u->assigned = before;
    place_label(c, otherwise);
    expr(c, i->orelse, dst, number);
    c->u->assigned = before;
    place_label(c, end);
    return dst;
}

/* ---- displays ---- */

#define MANY 30 /* more items than this are added to a growing container one by one */

static bool any_starred(seq_expr elts)
{
    for (int i = 0; i < elts.len; i++)
        if (elts.at[i]->kind == AST_Starred) return true;
    return false;
}

PyObject *constant_tuple(Compiler *c, seq_expr elts)
{
    for (int i = 0; i < elts.len; i++)
        if (elts.at[i]->kind != AST_Constant) return NULL;
    PyObject *tuple = compile_own(c, PyTuple_New(elts.len));
    for (int i = 0; i < elts.len; i++)
        PyTuple_SET_ITEM(tuple, i, Py_NewRef(constant_object(c, &elts.at[i]->v.Constant.value)));
    return shared_const(c, Py_NewRef(tuple));
}

/* A list or set in a new temporary, then its items one after the other; stars unpacked. */
static Opd growing(Compiler *c, seq_expr elts, bool set)
{
    Opd into = new_temp(c);
    int depth = c->u->depth;
    emit(c, set ? BASE_BUILD_SET : BASE_BUILD_LIST, into, opd_n(depth), opd_n(0));
    for (int i = 0; i < elts.len; i++) {
        Expr *e = elts.at[i];
        bool star = e->kind == AST_Starred;
        Opd item = expr_any(c, star ? e->v.Starred.value : e);
        OpBase base = set ? star ? BASE_SET_UPDATE : BASE_SET_ADD : star ? BASE_LIST_EXTEND : BASE_LIST_APPEND;
        emit(c, base, opd_n(into.index), item, OPD_NONE);
        set_depth(c, depth);
    }
    return into;
}

static Opd display(Compiler *c, seq_expr elts, OpBase base, Opd dst)
{
    int depth = c->u->depth;
    PyObject *constants;
    if (base != BASE_BUILD_TUPLE && elts.len >= 3 && (constants = constant_tuple(c, elts)) != NULL) {
        Opd into = new_temp(c);
        emit(c, base, into, opd_n(c->u->depth), opd_n(0));
        if (base == BASE_BUILD_SET) {
            PyObject *frozen = PyFrozenSet_New(constants);
            if (frozen == NULL) compile_bail(c);
            constants = shared_const(c, frozen);
        }
        Opd all = const_opd(c, constants);
        emit(c, base == BASE_BUILD_SET ? BASE_SET_UPDATE : BASE_LIST_EXTEND, opd_n(into.index), all, OPD_NONE);
        set_depth(c, into.index + 1);
        return place(c, into, dst, false);
    }
    if (elts.len > MANY || any_starred(elts)) {
        Opd into = growing(c, elts, base == BASE_BUILD_SET);
        if (base != BASE_BUILD_TUPLE) return place(c, into, dst, false);
        set_depth(c, depth);
        dst = result_in(c, dst);
        emit(c, BASE_LIST_TO_TUPLE, dst, into, OPD_NONE);
        return dst;
    }
    for (int i = 0; i < elts.len; i++) expr_push(c, elts.at[i]);
    set_depth(c, depth);
    dst = result_in(c, dst);
    emit(c, base, dst, opd_n(depth), opd_n(elts.len));
    return dst;
}

static PyObject *constant_keys(Compiler *c, seq_expr keys)
{
    for (int i = 0; i < keys.len; i++)
        if (keys.at[i] == NULL) return NULL;
    return keys.len > 1 && keys.len <= MANY / 2 ? constant_tuple(c, keys) : NULL;
}

static Opd dict(Compiler *c, Expr *e, Opd dst)
{
    AstDict *d = &e->v.Dict;
    int depth = c->u->depth, direct = 0;
    PyObject *keys = constant_keys(c, d->keys);
    if (keys) {
        for (int i = 0; i < d->values.len; i++) expr_push(c, d->values.at[i]);
        set_depth(c, depth);
        dst = result_in(c, dst);
        emit(c, BASE_BUILD_CONST_KEY_MAP, dst, opd_n(depth), opd_n(d->values.len))->cache[0][0] =
            (uint16_t)const_index(c, keys);
        if (c->u->nconsts > 65535) compile_fail(c, AST_POS(e), "too many constants in one code block");
        return dst;
    }
    while (direct < d->keys.len && d->keys.at[direct]) direct++;
    if (direct > MANY / 2) direct = 0; /* one after the other */
    for (int i = 0; i < direct; i++) {
        expr_push(c, d->keys.at[i]);
        expr_push(c, d->values.at[i]);
    }
    set_depth(c, depth);
    bool complete = direct == d->keys.len;
    Opd into = result_in(c, complete ? dst : ANYWHERE);
    emit(c, BASE_BUILD_MAP, into, opd_n(depth), opd_n(direct));
    if (complete) return into;
    for (int i = direct; i < d->keys.len; i++) {
        if (d->keys.at[i] == NULL) {
            emit(c, BASE_DICT_UPDATE, opd_n(into.index), expr_any(c, d->values.at[i]), OPD_NONE);
        } else {
            expr_push(c, d->keys.at[i]);
            expr_push(c, d->values.at[i]);
            emit(c, BASE_MAP_ADD, opd_n(into.index), opd_n(depth + 1), OPD_NONE);
        }
        set_depth(c, depth + 1);
    }
    return place(c, into, dst, false);
}

/* ---- f-strings ---- */

static Opd formatted_value(Compiler *c, Expr *e, Opd dst)
{
    AstFormattedValue *f = &e->v.FormattedValue;
    int depth = c->u->depth, how = 0;
    expr_push(c, f->value);
    switch (f->conversion) {
    case 's': how = 1; break;
    case 'r': how = 2; break;
    case 'a': how = 3; break;
    default: break;
    }
    if (f->format_spec) {
        expr_push(c, f->format_spec);
        how |= 4;
    }
    set_depth(c, depth);
    dst = result_in(c, dst);
    emit(c, BASE_FORMAT, dst, opd_n(depth), opd_n(how));
    return dst;
}

static Opd joined_str(Compiler *c, Expr *e, Opd dst)
{
    seq_expr values = e->v.JoinedStr.values;
    int depth = c->u->depth;
    if (values.len == 0) return place(c, const_opd(c, shared_const(c, PyUnicode_FromStringAndSize("", 0))), dst, false);
    if (values.len == 1 && values.at[0]->kind == AST_FormattedValue) return expr(c, values.at[0], dst, false);
    for (int i = 0; i < values.len; i++) {
        if (c->u->depth == depth + MANY) { /* so far as one string */
            set_depth(c, depth);
            emit(c, BASE_BUILD_STRING, new_temp(c), opd_n(depth), opd_n(MANY));
        }
        expr_push(c, values.at[i]);
    }
    int count = c->u->depth - depth;
    set_depth(c, depth);
    dst = result_in(c, dst);
    emit(c, BASE_BUILD_STRING, dst, opd_n(depth), opd_n(count));
    return dst;
}

/* ---- attributes and items ---- */

/* An attribute over several lines is shown at its name only. */
void locate_attribute(Compiler *c, Expr *e)
{
    if (e->lineno == e->end_lineno) return;
    AstPos *pos = &c->u->pos;
    int size = (int)ident_of(e->v.Attribute.attr)->size;
    pos->lineno = e->end_lineno;
    if (size <= e->end_col_offset) {
        pos->col_offset = e->end_col_offset - size;
        pos->end_col_offset = e->end_col_offset;
    } else {
        pos->col_offset = pos->end_col_offset = -1;
    }
}

/* super().name with no arguments, in a function that has __class__. */
bool is_plain_super(Compiler *c, Expr *e)
{
    if (e->kind != AST_Call || e->v.Call.args.len || e->v.Call.keywords.len || e->v.Call.func->kind != AST_Name) return false;
    if (strcmp(e->v.Call.func->v.Name.id, "super") != 0 || c->u->scope->kind != SCOPE_FUNCTION) return false;
    Symbol *cell = adder_symtable_find(c->u->scope, adder_intern(c->arena, "__class__", 9));
    return cell && cell->where == WHERE_FREE && c->u->argcount > 0 && !c->u->scope->comp
        && resolve_name(c, e->v.Call.func->v.Name.id).kind == REF_GLOBAL;
}

static Opd super_attribute(Compiler *c, Expr *e, Opd dst)
{
    Unit *u = c->u;
    int depth = u->depth;
    Symbol *self = u->locals[0];
    expr_push(c, e->v.Attribute.value->v.Call.func);
    Ref cell = resolve_name(c, adder_intern(c->arena, "__class__", 9));
    emit(c, BASE_LOAD_CELL, new_temp(c), opd_n(cell.index), OPD_NONE);
    if (self->where == WHERE_CELL) emit(c, BASE_LOAD_DEREF, new_temp(c), opd_n(0), OPD_NONE);
    else place(c, opd_local(0), opd_temp(u->depth), false);
    set_depth(c, depth);
    dst = result_in(c, dst);
    emit(c, BASE_SUPER_ATTR, dst, opd_n(depth), opd_n(name_index(c, mangled(c, e->v.Attribute.attr))));
    return dst;
}

static Opd attribute(Compiler *c, Expr *e, Opd dst, bool number)
{
    int depth = c->u->depth;
    if (is_plain_super(c, e->v.Attribute.value)) return super_attribute(c, e, dst);
    Opd base = expr_value(c, e->v.Attribute.value, false);
    locate_attribute(c, e);
    set_depth(c, depth);
    dst = result_in(c, dst);
    int index = name_index(c, mangled(c, e->v.Attribute.attr));
    emit(c, number ? BASE_GETATTRN : BASE_GETATTR, dst, base, opd_n(index));
    return dst;
}

static const char *type_of(Expr *e)
{
    switch (e->kind) {
    case AST_Tuple: return "tuple";
    case AST_List: case AST_ListComp: return "list";
    case AST_Dict: case AST_DictComp: return "dict";
    case AST_Set: case AST_SetComp: return "set";
    case AST_GeneratorExp: return "generator";
    case AST_Lambda: return "function";
    case AST_JoinedStr: case AST_FormattedValue: return "str";
    case AST_Constant:
        switch ((int)e->v.Constant.value.kind) {
        case CONST_NONE: return "NoneType";
        case CONST_TRUE: case CONST_FALSE: return "bool";
        case CONST_ELLIPSIS: return "ellipsis";
        case CONST_INT: return "int";
        case CONST_FLOAT: return "float";
        case CONST_COMPLEX: return "complex";
        case CONST_STR: return "str";
        case CONST_BYTES: return "bytes";
        default: return Py_TYPE((PyObject *)(uintptr_t)e->v.Constant.value.text)->tp_name;
        }
    default: return NULL;
    }
}

void warn_callable(Compiler *c, Expr *e)
{
    if (e->kind == AST_Lambda || type_of(e) == NULL) return;
    compile_warn(c, c->u->pos, adder_front_format(c->arena, "'%.200s' object is not callable; perhaps you missed a comma?",
                                                  type_of(e)));
}

static void warn_subscript(Compiler *c, Expr *value, Expr *index)
{
    const char *type = type_of(value), *of = type_of(index);
    bool sequence = type && (strcmp(type, "str") == 0 || strcmp(type, "bytes") == 0 || strcmp(type, "tuple") == 0
                             || strcmp(type, "list") == 0);
    switch (value->kind) {
    case AST_Constant:
        if (sequence) break;
        /* fall through */
    case AST_Set: case AST_SetComp: case AST_GeneratorExp: case AST_Lambda:
        compile_warn(c, c->u->pos, adder_front_format(c->arena, "'%.200s' object is not subscriptable; perhaps you missed a comma?",
                                                      type));
        return;
    default: break;
    }
    if (!sequence || of == NULL || strcmp(of, "int") == 0 || strcmp(of, "bool") == 0 || index->kind == AST_Slice) return;
    compile_warn(c, c->u->pos, adder_front_format(c->arena, "%.200s indices must be integers or slices, not %.200s; "
                                                  "perhaps you missed a comma?", type, of));
}

Opd slice_part(Compiler *c, Expr *e)
{
    return e ? expr_push(c, e) : place(c, opd_const(const_index(c, Py_None)), opd_temp(c->u->depth), false);
}

static Opd slice(Compiler *c, Expr *e, Opd dst)
{
    int depth = c->u->depth;
    slice_part(c, e->v.Slice.lower);
    slice_part(c, e->v.Slice.upper);
    if (e->v.Slice.step) expr_push(c, e->v.Slice.step);
    set_depth(c, depth);
    Opd into = new_temp(c);
    emit(c, BASE_BUILD_SLICE, into, opd_n(depth), opd_n(e->v.Slice.step ? 3 : 2));
    return place(c, into, dst, false);
}

static Opd subscript(Compiler *c, Expr *e, Opd dst, bool number)
{
    AstSubscript *s = &e->v.Subscript;
    int depth = c->u->depth;
    warn_subscript(c, s->value, s->slice);
    Opd base = expr_before(c, s->value, false, s->slice);
    if (base.kind == KIND_K) base = in_temp(c, base, false);
    Opd index = expr_number(c, s->slice);
    set_depth(c, depth);
    dst = result_in(c, dst);
    emit(c, number ? BASE_GETITEMN : BASE_GETITEM, dst, base, index);
    return dst;
}

/* ---- generators ---- */

static bool is_async_gen(const Scope *s) { return s->coroutine && s->generator; }

void compile_await(Compiler *c, int slot, Opd awaitable, int where)
{
    Unit *u = c->u;
    Label loop = new_label(c), done = new_label(c);
    set_depth(c, slot + 1);
    Opd iterator = new_temp(c), value = opd_temp(slot);
    if (where >= 0) emit(c, BASE_GET_AWAITABLE, iterator, awaitable, opd_n(where));
    else if (where == -1) emit(c, BASE_GET_YIELD_FROM_ITER, iterator, awaitable, OPD_NONE);
    else emit(c, BASE_GET_ANEXT, iterator, opd_n(awaitable.index), OPD_NONE);
    set_depth(c, slot);
    place(c, opd_const(const_index(c, Py_None)), value, false);
    place_label(c, loop);
    emit_jump(c, BASE_SEND, opd_n(slot), opd_n(iterator.index), done);
    emit(c, BASE_YIELD, value, value, opd_n(1));
    bool reachable = u->reachable;
    emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, loop);
    u->reachable = reachable;
    place_label(c, done);
    emit(c, BASE_DROP, iterator, OPD_NONE, OPD_NONE);
    set_depth(c, slot + 1);
}

/* awaitable into a temporary, then the value of awaiting it there too */
static Opd delegate(Compiler *c, Expr *value, int where, Opd dst)
{
    int slot = c->u->depth;
    Opd what = expr_any(c, value);
    compile_await(c, slot, what, where);
    return place(c, opd_temp(slot), dst, false);
}

static Opd yield(Compiler *c, Expr *e, Opd dst)
{
    int depth = c->u->depth;
    if (c->u->scope->kind != SCOPE_FUNCTION) compile_fail(c, AST_POS(e), "'yield' outside function");
    Opd value = e->v.Yield.value ? expr_any(c, e->v.Yield.value) : const_opd(c, Py_None);
    set_depth(c, depth);
    dst = result_in(c, dst);
    emit(c, BASE_YIELD, dst, value, opd_n(is_async_gen(c->u->scope) ? 2 : 0));
    return dst;
}

static Opd yield_from(Compiler *c, Expr *e, Opd dst)
{
    Scope *scope = c->u->scope;
    if (scope->kind != SCOPE_FUNCTION) compile_fail(c, AST_POS(e), "'yield' outside function");
    if (scope->node && ((const AstNode *)scope->node)->kind == AST_AsyncFunctionDef)
        compile_fail(c, AST_POS(e), "'yield from' inside async function");
    return delegate(c, e->v.YieldFrom.value, -1, dst);
}

static Opd await(Compiler *c, Expr *e, Opd dst)
{
    Scope *scope = c->u->scope;
    if (!(c->top_level_await && scope->kind == SCOPE_MODULE)) {
        if (scope->kind != SCOPE_FUNCTION) compile_fail(c, AST_POS(e), "'await' outside function");
        if (((const AstNode *)scope->node)->kind != AST_AsyncFunctionDef && !scope->comp)
            compile_fail(c, AST_POS(e), "'await' outside async function");
    }
    return delegate(c, e->v.Await.value, 0, dst);
}

/* ---- the switch ---- */

static Opd dispatch(Compiler *c, Expr *e, Opd dst, bool number)
{
    switch (e->kind) {
    case AST_BoolOp: return bool_op(c, e, dst);
    case AST_NamedExpr: return walrus(c, e, dst);
    case AST_BinOp: return binary(c, e, dst);
    case AST_UnaryOp: return unary(c, e, dst);
    case AST_Lambda: return compile_lambda(c, e, dst);
    case AST_IfExp: return if_expr(c, e, dst, number);
    case AST_Dict: return dict(c, e, dst);
    case AST_Set: return display(c, e->v.Set.elts, BASE_BUILD_SET, dst);
    case AST_List: return display(c, e->v.List.elts, BASE_BUILD_LIST, dst);
    case AST_Tuple: return display(c, e->v.Tuple.elts, BASE_BUILD_TUPLE, dst);
    case AST_ListComp: case AST_SetComp: case AST_DictComp: case AST_GeneratorExp: return comprehension(c, e, dst);
    case AST_Await: return await(c, e, dst);
    case AST_Yield: return yield(c, e, dst);
    case AST_YieldFrom: return yield_from(c, e, dst);
    case AST_Compare: return compare(c, e, dst);
    case AST_Call: return call(c, e, dst);
    case AST_FormattedValue: return formatted_value(c, e, dst);
    case AST_JoinedStr: return joined_str(c, e, dst);
    case AST_Attribute: return attribute(c, e, dst, number);
    case AST_Subscript: return subscript(c, e, dst, number);
    case AST_Starred: compile_fail(c, AST_POS(e), "can't use starred expression here");
    case AST_Slice: return slice(c, e, dst);
    default: break;
    }
    PyErr_Format(PyExc_SystemError, "unexpected expression %d", (int)e->kind);
    compile_bail(c);
}

Opd expr(Compiler *c, Expr *e, Opd dst, bool number)
{
    Unit *u = c->u;
    AstPos before = u->pos;
    int depth = u->depth;
    Opd result;
    at(c, e);
    if (e->kind == AST_Constant) {
        result = place(c, const_opd(c, constant_object(c, &e->v.Constant.value)), dst, number);
    } else if (e->kind == AST_Name) {
        result = name(c, e, dst, number);
    } else {
        compile_go_deeper(c);
        result = dispatch(c, e, dst, number);
        compile_go_back(c);
    }
    u->pos = before;
    u->depth = result.kind == KIND_T ? result.index + 1 : depth;
    return result;
}

void expr_drop(Compiler *c, Expr *e)
{
    int depth = c->u->depth;
    drop(c, expr_any(c, e));
    set_depth(c, depth);
}
