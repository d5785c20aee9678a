/* compile_pattern.c -- match statements.
 *
 * The subject is in a temporary (or a local, when all patterns only compare it). Names are bound after the whole pattern has
 * matched: until then their values wait in temporaries reserved for the case, which hold None at first, so that what is
 * live depends on the depth alone: a pattern that fails at depth d jumps to fail[d], where one temporary after the other is
 * released. */
#include "vm/compile.h"

typedef struct {
    const char **names;   /* all names the case binds; the value of names[i] waits in temporary first + i */
    int count, capacity, first;
    const char **bound;   /* those bound so far on this path */
    int nbound;
    Label *fail;          /* by number of temporaries above `base`; NO_LABEL: not needed yet */
    int nfail, base;
    bool irrefutable_ok;  /* a pattern that always matches may stand here */
} Case;

static void pattern(Compiler *c, Case *k, Pattern *p, Opd subject);

/* ---- failing ---- */

static Label fail_label(Compiler *c, Case *k)
{
    int above = c->u->depth - k->base;
    if (above >= k->nfail) {
        int wanted = above + 8;
        Label *grown = adder_front_grow(c->arena, k->fail, (size_t)k->nfail * sizeof *grown, (size_t)wanted * sizeof *grown);
        for (int i = k->nfail; i < wanted; i++) grown[i] = NO_LABEL;
        k->fail = grown;
        k->nfail = wanted;
    }
    if (k->fail[above] == NO_LABEL) k->fail[above] = new_label(c);
    return k->fail[above];
}

static void place_fails(Compiler *c, Case *k)
{
    for (int above = k->nfail - 1; above >= 0; above--) {
        if (k->fail[above] != NO_LABEL) place_label(c, k->fail[above]);
        if (above) emit(c, BASE_DROP, opd_temp(k->base + above - 1), OPD_NONE, OPD_NONE);
    }
    set_depth(c, k->base);
    k->nfail = 0;
    k->fail = NULL;
}

/* The subject for an instruction that consumes it. */
static Opd copy_of(Compiler *c, Opd subject)
{
    if (subject.kind != KIND_T) return subject;
    Opd copy = new_temp(c);
    emit(c, BASE_DUP, copy, opd_n(subject.index), OPD_NONE);
    return copy;
}

/* Jumps to the fail label when the comparison with b, which together with a is on top, is false. */
static void fail_unless(Compiler *c, Case *k, OpBase jump_when_false, Opd a, Opd b, int depth)
{
    set_depth(c, depth);
    Label fail = fail_label(c, k);
    emit_jump(c, jump_when_false, a, b, fail);
}

static void fail_unless_true(Compiler *c, Case *k, OpBase test, Opd subject)
{
    int depth = c->u->depth;
    Opd answer = new_temp(c);
    emit(c, test, answer, opd_n(subject.index), OPD_NONE);
    fail_unless(c, k, BASE_JF, answer, OPD_NONE, depth);
}

static void fail_on_length(Compiler *c, Case *k, Opd subject, OpBase jump_when_false, long size)
{
    int depth = c->u->depth;
    Opd length = new_temp(c);
    emit(c, BASE_GET_LEN, length, opd_n(subject.index), OPD_NONE);
    Opd number = const_opd(c, shared_const(c, PyLong_FromLong(size)));
    fail_unless(c, k, jump_when_false, length, number, depth);
}

static void fail_if_none(Compiler *c, Case *k, Opd value)
{
    int depth = c->u->depth;
    Opd copy = copy_of(c, value), none = const_opd(c, Py_None);
    fail_unless(c, k, BASE_JIS, copy, none, depth);
}

/* ---- captures ---- */

static void collect(Compiler *c, Case *k, const char *name)
{
    if (name == NULL) return;
    for (int i = 0; i < k->count; i++)
        if (k->names[i] == name) return;
    if (k->count == k->capacity) {
        int capacity = k->capacity ? k->capacity * 2 : 8;
        k->names = adder_front_grow(c->arena, k->names, (size_t)k->count * sizeof(char *), (size_t)capacity * sizeof(char *));
        k->capacity = capacity;
    }
    k->names[k->count++] = name;
}

static void collect_names(Compiler *c, Case *k, Pattern *p)
{
    seq_pattern parts = {0}, more = {0};
    compile_go_deeper(c);
    switch (p->kind) {
    case AST_MatchStar: collect(c, k, p->v.MatchStar.name); break;
    case AST_MatchAs:
        if (p->v.MatchAs.pattern) collect_names(c, k, p->v.MatchAs.pattern);
        collect(c, k, p->v.MatchAs.name);
        break;
    case AST_MatchMapping:
        parts = p->v.MatchMapping.patterns;
        break;
    case AST_MatchSequence: parts = p->v.MatchSequence.patterns; break;
    case AST_MatchOr: parts = p->v.MatchOr.patterns; break;
    case AST_MatchClass:
        parts = p->v.MatchClass.patterns;
        more = p->v.MatchClass.kwd_patterns;
        break;
    default: break;
    }
    for (int i = 0; i < parts.len; i++) collect_names(c, k, parts.at[i]);
    for (int i = 0; i < more.len; i++) collect_names(c, k, more.at[i]);
    if (p->kind == AST_MatchMapping) collect(c, k, p->v.MatchMapping.rest);
    compile_go_back(c);
}

/* The value (consumed when it is on top, copied when it is a subject that stays) waits under `name`. */
static void capture(Compiler *c, Case *k, const char *name, Opd value, bool consume, AstPos pos)
{
    check_forbidden(c, name, pos, false);
    for (int i = 0; i < k->nbound; i++)
        if (k->bound[i] == name) COMPILE_FAIL(c, pos, "multiple assignments to name '%s' in pattern", name);
    k->bound[k->nbound++] = name;
    int slot = k->first;
    for (int i = 0; k->names[i] != name; i++) slot++;
    emit(c, BASE_DROP, opd_temp(slot), OPD_NONE, OPD_NONE);
    if (value.kind == KIND_T) emit(c, BASE_DUP, opd_temp(slot), opd_n(value.index), OPD_NONE);
    else emit(c, BASE_COPY, opd_temp(slot), value, OPD_NONE);
    if (consume) drop(c, value);
}

static bool is_wildcard(const Pattern *p) { return p->kind == AST_MatchAs && p->v.MatchAs.name == NULL; }
static bool is_star_wildcard(const Pattern *p) { return p->kind == AST_MatchStar && p->v.MatchStar.name == NULL; }

static void subpattern(Compiler *c, Case *k, Pattern *p, Opd subject)
{
    bool before = k->irrefutable_ok;
    k->irrefutable_ok = true;
    pattern(c, k, p, subject);
    k->irrefutable_ok = before;
}

/* Patterns for `n` temporaries from `first`, the topmost ones, which are released in the end. */
static void subpatterns(Compiler *c, Case *k, seq_pattern list, int offset, int first)
{
    for (int i = 0; i < list.len; i++) {
        Opd part = opd_temp(first + offset + i);
        if (is_wildcard(list.at[i])) continue;
        if (list.at[i]->kind == AST_MatchStar) {
            if (list.at[i]->v.MatchStar.name)
                capture(c, k, list.at[i]->v.MatchStar.name, part, false, AST_POS(list.at[i]));
        } else {
            subpattern(c, k, list.at[i], part);
        }
    }
}

static void release_down_to(Compiler *c, int depth)
{
    while (c->u->depth > depth) drop(c, opd_temp(c->u->depth - 1));
}

/* ---- the kinds of patterns ---- */

static void value_pattern(Compiler *c, Case *k, Expr *value, Opd subject)
{
    int depth = c->u->depth;
    if (value->kind != AST_Constant && value->kind != AST_Attribute && value->kind != AST_JoinedStr)
        compile_fail(c, AST_POS(value), "patterns may only match literals and attribute lookups");
    Opd copy = copy_of(c, subject), with = expr_number(c, value);
    fail_unless(c, k, BASE_JFEQ, copy, with, depth);
}

static void singleton_pattern(Compiler *c, Case *k, Pattern *p, Opd subject)
{
    int depth = c->u->depth;
    Opd copy = copy_of(c, subject), with = const_opd(c, constant_object(c, &p->v.MatchSingleton.value));
    fail_unless(c, k, BASE_JISNOT, copy, with, depth);
}

/* Items by index, where the star is a wildcard and need not be built. */
static void items_by_index(Compiler *c, Case *k, seq_pattern list, int star, Opd subject)
{
    int depth = c->u->depth;
    for (int i = 0; i < list.len; i++) {
        if (i == star || is_wildcard(list.at[i])) continue;
        Opd copy = copy_of(c, subject), index;
        if (i < star) {
            index = const_opd(c, shared_const(c, PyLong_FromLong(i)));
        } else {
            index = new_temp(c);
            emit(c, BASE_GET_LEN, index, opd_n(subject.index), OPD_NONE);
            emit(c, BASE_SUB, index, index, const_opd(c, shared_const(c, PyLong_FromLong(list.len - i))));
        }
        set_depth(c, depth);
        Opd item = new_temp(c);
        emit(c, BASE_GETITEM, item, copy, index);
        subpattern(c, k, list.at[i], item);
        release_down_to(c, depth);
    }
}

static void sequence_pattern(Compiler *c, Case *k, Pattern *p, Opd subject)
{
    seq_pattern list = p->v.MatchSequence.patterns;
    int star = -1, depth = c->u->depth;
    bool only_wildcards = true;
    for (int i = 0; i < list.len; i++) {
        if (list.at[i]->kind == AST_MatchStar) {
            if (star >= 0) compile_fail(c, AST_POS(p), "multiple starred names in sequence pattern");
            star = i;
        }
        only_wildcards = only_wildcards && (is_wildcard(list.at[i]) || is_star_wildcard(list.at[i]));
    }
    fail_unless_true(c, k, BASE_MATCH_SEQUENCE, subject);
    if (star < 0) fail_on_length(c, k, subject, BASE_JFEQ, list.len);
    else if (list.len > 1) fail_on_length(c, k, subject, BASE_JFGE, list.len - 1);
    if (only_wildcards) return;
    if (star >= 0 && is_star_wildcard(list.at[star])) {
        items_by_index(c, k, list, star, subject);
        return;
    }
    if (star >= 256 || (star >= 0 && list.len - star - 1 >= 256))
        compile_fail(c, AST_POS(p), "too many expressions in star-unpacking sequence pattern");
    Opd copy = copy_of(c, subject);
    set_depth(c, depth);
    for (int i = 0; i < list.len; i++) push_temp(c);
    if (star < 0) emit(c, BASE_UNPACK, opd_temp(depth), copy, opd_n(list.len));
    else emit(c, BASE_UNPACK_EX, opd_temp(depth), copy, opd_n(star | (list.len - star - 1) << 8));
    subpatterns(c, k, list, 0, depth);
    release_down_to(c, depth);
}

static void check_mapping_keys(Compiler *c, seq_expr keys, Pattern *p)
{
    PyObject *seen = compile_own(c, PySet_New(NULL));
    for (int i = 0; i < keys.len; i++) {
        Expr *key = keys.at[i];
        if (key == NULL)
            compile_fail(c, AST_POS(p), "can't use NULL keys in MatchMapping (set 'rest' parameter instead)");
        if (key->kind == AST_Attribute) continue;
        if (key->kind != AST_Constant)
            compile_fail(c, AST_POS(key), "mapping pattern keys may only match literals and attribute lookups");
        PyObject *object = constant_object(c, &key->v.Constant.value);
        int known = PySet_Contains(seen, object);
        if (known < 0) compile_bail(c);
        if (known) {
            PyObject *repr = compile_own(c, PyObject_Repr(object));
            const char *text = PyUnicode_AsUTF8(repr);
            if (text == NULL) compile_bail(c);
            COMPILE_FAIL(c, AST_POS(p), "mapping pattern checks duplicate key (%s)", text);
        }
        if (PySet_Add(seen, object) < 0) compile_bail(c);
    }
}

static void mapping_pattern(Compiler *c, Case *k, Pattern *p, Opd subject)
{
    AstMatchMapping *m = &p->v.MatchMapping;
    int depth = c->u->depth, size = m->keys.len;
    fail_unless_true(c, k, BASE_MATCH_MAPPING, subject);
    if (size == 0 && m->rest == NULL) return;
    if (size) fail_on_length(c, k, subject, BASE_JFGE, size);
    check_mapping_keys(c, m->keys, p);
    for (int i = 0; i < size; i++) expr_push(c, m->keys.at[i]);
    set_depth(c, depth);
    Opd keys = new_temp(c), values;
    emit(c, BASE_BUILD_TUPLE, keys, opd_n(depth), opd_n(size));
    values = new_temp(c);
    emit(c, BASE_MATCH_KEYS, values, opd_n(subject.index), opd_n(keys.index));
    fail_if_none(c, k, values);
    set_depth(c, values.index);
    for (int i = 0; i < size; i++) push_temp(c);
    if (size) emit(c, BASE_UNPACK, opd_temp(values.index), values, opd_n(size));
    else emit(c, BASE_DROP, values, OPD_NONE, OPD_NONE);
    subpatterns(c, k, m->patterns, 0, values.index);
    release_down_to(c, values.index);
    if (m->rest) {
        Opd rest = new_temp(c);
        emit(c, BASE_COPY_DICT_WITHOUT, rest, opd_n(subject.index), opd_n(keys.index));
        capture(c, k, m->rest, rest, true, AST_POS(p));
    }
    release_down_to(c, depth);
}

static void class_pattern(Compiler *c, Case *k, Pattern *p, Opd subject)
{
    AstMatchClass *m = &p->v.MatchClass;
    int depth = c->u->depth, positional = m->patterns.len, named = m->kwd_attrs.len;
    for (int i = 0; i < named; i++) {
        const char *name = m->kwd_attrs.at[i];
        check_forbidden(c, name, AST_POS(m->kwd_patterns.at[i]), false);
        for (int j = i + 1; j < named; j++)
            if (m->kwd_attrs.at[j] == name)
                COMPILE_FAIL(c, AST_POS(m->kwd_patterns.at[j]), "attribute name repeated in class pattern: %s", name);
    }
    expr_push(c, m->cls);
    PyObject *names = compile_own(c, PyTuple_New(named));
    for (int i = 0; i < named; i++) PyTuple_SET_ITEM(names, i, Py_NewRef(compile_str(c, m->kwd_attrs.at[i])));
    names = shared_const(c, Py_NewRef(names));
    place(c, opd_const(const_index(c, names)), opd_temp(depth + 1), false);
    set_depth(c, depth);
    Opd values = new_temp(c);
    emit(c, BASE_MATCH_CLASS, values, opd_n(subject.index), opd_n(depth))->cache[0][0] = (uint16_t)positional;
    fail_if_none(c, k, values);
    set_depth(c, depth);
    for (int i = 0; i < positional + named; i++) push_temp(c);
    if (positional + named) emit(c, BASE_UNPACK, opd_temp(depth), values, opd_n(positional + named));
    else emit(c, BASE_DROP, values, OPD_NONE, OPD_NONE);
    subpatterns(c, k, m->patterns, 0, depth);
    subpatterns(c, k, m->kwd_patterns, positional, depth);
    release_down_to(c, depth);
}

static void as_pattern(Compiler *c, Case *k, Pattern *p, Opd subject)
{
    AstMatchAs *m = &p->v.MatchAs;
    if (m->pattern == NULL) {
        if (!k->irrefutable_ok && m->name)
            COMPILE_FAIL(c, AST_POS(p), "name capture '%s' makes remaining patterns unreachable", m->name);
        if (!k->irrefutable_ok) compile_fail(c, AST_POS(p), "wildcard makes remaining patterns unreachable");
    } else {
        pattern(c, k, m->pattern, subject);
    }
    if (m->name) capture(c, k, m->name, subject, false, AST_POS(p));
}

static bool same_names(const char **a, const char **b, int n)
{
    for (int i = 0; i < n; i++) {
        int j = 0;
        while (j < n && b[j] != a[i]) j++;
        if (j == n) return false;
    }
    return true;
}

static void or_pattern(Compiler *c, Case *k, Pattern *p, Opd subject)
{
    seq_pattern list = p->v.MatchOr.patterns;
    Label matched = new_label(c);
    Case outer = *k;
    int depth = c->u->depth, before = k->nbound, bound = 0;
    const char **control = NULL;
    for (int i = 0; i < list.len; i++) {
        bool last = i + 1 == list.len;
        k->nbound = before;
        k->irrefutable_ok = last && outer.irrefutable_ok;
        k->base = depth;
        k->fail = NULL;
        k->nfail = 0;
        at(c, list.at[i]);
        pattern(c, k, list.at[i], subject);
        if (i == 0) {
            bound = k->nbound - before;
            control = adder_front_alloc(c->arena, (size_t)(bound + 1) * sizeof *control);
            for (int j = 0; j < bound; j++) control[j] = k->bound[before + j];
        } else if (k->nbound - before != bound || !same_names(control, k->bound + before, bound)) {
            compile_fail(c, c->u->pos, "alternative patterns bind different names");
        }
        emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, matched);
        place_fails(c, k);
    }
    k->base = outer.base;
    k->fail = outer.fail;
    k->nfail = outer.nfail;
    k->irrefutable_ok = outer.irrefutable_ok;
    set_depth(c, depth);
    emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, fail_label(c, k));
    place_label(c, matched);
}

static void pattern(Compiler *c, Case *k, Pattern *p, Opd subject)
{
    compile_go_deeper(c);
    at(c, p); /* not set back: errors found later are shown at the part looked at last */
    switch (p->kind) {
    case AST_MatchValue: value_pattern(c, k, p->v.MatchValue.value, subject); break;
    case AST_MatchSingleton: singleton_pattern(c, k, p, subject); break;
    case AST_MatchSequence: sequence_pattern(c, k, p, subject); break;
    case AST_MatchMapping: mapping_pattern(c, k, p, subject); break;
    case AST_MatchClass: class_pattern(c, k, p, subject); break;
    case AST_MatchAs: as_pattern(c, k, p, subject); break;
    case AST_MatchOr: or_pattern(c, k, p, subject); break;
    default: compile_fail(c, AST_POS(p), "invalid pattern");
    }
    compile_go_back(c);
}

/* ---- the statement ---- */

static bool only_compares(Pattern *p)
{
    if (p->kind == AST_MatchOr) {
        for (int i = 0; i < p->v.MatchOr.patterns.len; i++)
            if (!only_compares(p->v.MatchOr.patterns.at[i])) return false;
        return true;
    }
    return p->kind == AST_MatchValue || p->kind == AST_MatchSingleton || is_wildcard(p);
}

/* The subject can stay in its local when nothing binds before the last pattern was tried. */
static bool subject_may_stay(Compiler *c, AstMatch *m)
{
    if (c->u->scope->has_walrus) return false;
    for (int i = 0; i < m->cases.len; i++)
        if (!only_compares(m->cases.at[i]->pattern)) return false;
    return true;
}

static void match_case(Compiler *c, MatchCase *mc, bool last, Opd subject, Label end, Join *join)
{
    Unit *u = c->u;
    int depth = u->depth;
    Label next = new_label(c);
    Case k = {.first = depth, .irrefutable_ok = mc->guard != NULL || last};
    AssignedSet before = u->assigned;
    at(c, mc->pattern);
    collect_names(c, &k, mc->pattern);
    for (int i = 0; i < k.count; i++) place(c, opd_const(const_index(c, Py_None)), opd_temp(depth + i), false);
    k.bound = adder_front_alloc(c->arena, (size_t)(k.count + 1) * sizeof *k.bound);
    k.base = depth + k.count;
    pattern(c, &k, mc->pattern, subject);
    for (int i = 0; i < k.nbound; i++) {
        int slot = depth;
        while (k.names[slot - depth] != k.bound[i]) slot++;
        store_name(c, k.bound[i], opd_temp(slot));
    }
    set_depth(c, depth);
    if (mc->guard) jump_if(c, mc->guard, next, false);
    drop(c, subject);
    body(c, mc->body);
    join_add(c, join);
    emit_jump(c, BASE_JUMP, OPD_NONE, OPD_NONE, end);
    u->assigned = before;
    at(c, mc->pattern);
    place_fails(c, &k);
    for (int i = k.count - 1; i >= 0; i--) emit(c, BASE_DROP, opd_temp(depth + i), OPD_NONE, OPD_NONE);
    place_label(c, next);
    set_depth(c, depth);
}

void compile_match(Compiler *c, Stmt *s)
{
    AstMatch *m = &s->v.Match;
    Unit *u = c->u;
    int depth = u->depth;
    Label end = new_label(c);
    Join join = {0};
    Opd subject = expr_any(c, m->subject);
    if (subject.kind == KIND_K || (subject.kind == KIND_L && !subject_may_stay(c, m))) subject = in_temp(c, subject, false);
    for (int i = 0; i < m->cases.len; i++) match_case(c, m->cases.at[i], i + 1 == m->cases.len, subject, end, &join);
    if (subject.kind == KIND_T) emit(c, BASE_DROP, subject, OPD_NONE, OPD_NONE);
    join_add(c, &join);
    place_label(c, end);
    join_end(c, &join);
    set_depth(c, depth);
}
