/* parse_expr.c -- expressions.
 *
 * Binary operators by precedence climbing, all else one function a rule. A target (of =, for, with, del) is read as an
 * expression and then looked at: the grammar's target rules accept exactly the expressions of those shapes.
 */
#include "parse.h"

static inline Expr *tuple_node(Parser *p, AstPos pos, seq_expr elts)
{
    return AST_NEW(p->arena, pos, Tuple, elts, AST_Load);
}

/* Whether the token can begin an expression (star_expressions, yield apart). */
static const bool begins_expression[T_COUNT] = {
    [T_NAME] = true, [T_NUMBER] = true, [T_STRING] = true, [T_LPAR] = true, [T_LSQB] = true, [T_LBRACE] = true,
    [T_MINUS] = true, [T_PLUS] = true, [T_TILDE] = true, [T_NOT] = true, [T_LAMBDA] = true, [T_AWAIT] = true,
    [T_NONE] = true, [T_TRUE] = true, [T_FALSE] = true, [T_ELLIPSIS] = true, [T_STAR] = true};

/* ---- targets ---- */

static bool is_target_list(seq_expr elts, bool (*is_one)(const Expr *))
{
    for (int i = 0; i < elts.len; i++)
        if (!is_one(elts.at[i]))
            return false;
    return true;
}

bool parse_is_target(const Expr *e)
{
    switch (e->kind) {
    case AST_Name: case AST_Attribute: case AST_Subscript:
        return true;
    case AST_Starred:
        return e->v.Starred.value->kind != AST_Starred && parse_is_target(e->v.Starred.value);
    case AST_Tuple:
        return is_target_list(e->v.Tuple.elts, parse_is_target);
    case AST_List:
        return is_target_list(e->v.List.elts, parse_is_target);
    default:
        return false;
    }
}

bool parse_is_del_target(const Expr *e)
{
    switch (e->kind) {
    case AST_Name: case AST_Attribute: case AST_Subscript:
        return true;
    case AST_Tuple:
        return is_target_list(e->v.Tuple.elts, parse_is_del_target);
    case AST_List:
        return is_target_list(e->v.List.elts, parse_is_del_target);
    default:
        return false;
    }
}

void parse_set_context(Expr *e, AstOp ctx)
{
    switch (e->kind) {
    case AST_Name: e->v.Name.ctx = ctx; break;
    case AST_Attribute: e->v.Attribute.ctx = ctx; break;
    case AST_Subscript: e->v.Subscript.ctx = ctx; break;
    case AST_Starred:
        e->v.Starred.ctx = ctx;
        parse_set_context(e->v.Starred.value, ctx);
        break;
    case AST_Tuple: case AST_List: {
        seq_expr elts = e->kind == AST_Tuple ? e->v.Tuple.elts : e->v.List.elts;
        if (e->kind == AST_Tuple)
            e->v.Tuple.ctx = ctx;
        else
            e->v.List.ctx = ctx;
        for (int i = 0; i < elts.len; i++)
            parse_set_context(elts.at[i], ctx);
        break;
    }
    default: break;
    }
}

/* star_target: '*' (!'*' star_target) | target_with_star_atom */
Expr *parse_star_target(Parser *p)
{
    Start start = start_here(p);
    Expr *e;
    if (accept(p, T_STAR)) {
        Expr *value = parse_primary(p);
        e = AST_NEW(p->arena, since(p, start), Starred, value, AST_Store);
    }
    else
        e = parse_primary(p);
    if (!parse_is_target(e))
        parse_fail(p);
    parse_set_context(e, AST_Store);
    return e;
}

/* star_targets: star_target !',' | star_target (',' star_target)* [','] */
Expr *parse_star_targets(Parser *p)
{
    Start start = start_here(p);
    Expr *first = parse_star_target(p);
    if (!at(p, T_COMMA))
        return first;
    int mark = seq_mark(p);
    push(p, first);
    while (accept(p, T_COMMA) && begins_expression[p->tok.type])
        push(p, parse_star_target(p));
    Expr *e = tuple_node(p, since(p, start), TAKE_SEQ(p, expr, mark));
    e->v.Tuple.ctx = AST_Store;
    return e;
}

/* ---- comprehensions ---- */

/* for_if_clauses: (['async'] 'for' star_targets 'in' disjunction ('if' disjunction)*)+ */
seq_comprehension parse_for_if_clauses(Parser *p)
{
    int mark = seq_mark(p);
    while (at(p, T_FOR) || at(p, T_ASYNC)) {
        Comprehension *clause = ast_comprehension(p->arena, (AstPos){0});
        clause->is_async = accept(p, T_ASYNC);
        expect(p, T_FOR);
        clause->target = parse_star_targets(p);
        expect(p, T_IN);
        clause->iter = parse_disjunction(p);
        int ifs = seq_mark(p);
        while (accept(p, T_IF))
            push(p, parse_disjunction(p));
        clause->ifs = TAKE_SEQ(p, expr, ifs);
        if (clause->is_async)
            since_version(p, 6, "Async comprehensions are");
        push(p, clause);
    }
    return TAKE_SEQ(p, comprehension, mark);
}

static inline bool at_for(const Parser *p) { return at(p, T_FOR) || at(p, T_ASYNC); }

/* ---- atoms in brackets ---- */

/* star_named_expression: '*' bitwise_or | named_expression */
Expr *parse_star_named_expression(Parser *p)
{
    if (!at(p, T_STAR))
        return parse_named_expression(p);
    Start start = start_here(p);
    parse_advance(p);
    Expr *value = parse_bitwise_or(p);
    return AST_NEW(p->arena, since(p, start), Starred, value, AST_Load);
}

/* ','.star_named_expression+ [','] up to `end`, which is not taken; the first is on the stack already. */
static seq_expr rest_of_list(Parser *p, int mark, TokenType end)
{
    while (accept(p, T_COMMA)) {
        if (at(p, end))
            break;
        push(p, parse_star_named_expression(p));
    }
    return TAKE_SEQ(p, expr, mark);
}

/* group, tuple, genexp: all that begins with '(' */
static Expr *parenthesised(Parser *p)
{
    Start start = start_here(p);
    parse_advance(p);
    if (accept(p, T_RPAR))
        return tuple_node(p, since(p, start), (seq_expr){0});
    if (at(p, T_YIELD)) {
        Expr *e = parse_yield_expr(p);
        expect(p, T_RPAR);
        return e;
    }
    Expr *first = parse_star_named_expression(p);
    if (at(p, T_COMMA)) {
        int mark = seq_mark(p);
        push(p, first);
        seq_expr elts = rest_of_list(p, mark, T_RPAR);
        expect(p, T_RPAR);
        return tuple_node(p, since(p, start), elts);
    }
    if (first->kind == AST_Starred)
        parse_fail(p);
    if (at_for(p)) {
        seq_comprehension clauses = parse_for_if_clauses(p);
        expect(p, T_RPAR);
        return AST_NEW(p->arena, since(p, start), GeneratorExp, first, clauses);
    }
    expect(p, T_RPAR);
    return first;
}

/* list: '[' [star_named_expressions] ']'; listcomp: '[' named_expression for_if_clauses ']' */
static Expr *list_display(Parser *p)
{
    Start start = start_here(p);
    seq_expr elts = {0};
    parse_advance(p);
    if (!at(p, T_RSQB)) {
        Expr *first = parse_star_named_expression(p);
        if (at_for(p) && first->kind != AST_Starred) {
            seq_comprehension clauses = parse_for_if_clauses(p);
            expect(p, T_RSQB);
            return AST_NEW(p->arena, since(p, start), ListComp, first, clauses);
        }
        int mark = seq_mark(p);
        push(p, first);
        elts = rest_of_list(p, mark, T_RSQB);
    }
    expect(p, T_RSQB);
    return AST_NEW(p->arena, since(p, start), List, elts, AST_Load);
}

/* Splits the pairs above `mark` into two sequences. */
static void take_pairs(Parser *p, int mark, seq_expr *keys, seq_expr *values)
{
    int len = (p->stack_used - mark) / 2;
    keys->len = values->len = len;
    if (len) {
        keys->at = adder_front_alloc(p->arena, (size_t)len * sizeof *keys->at);
        values->at = adder_front_alloc(p->arena, (size_t)len * sizeof *values->at);
    }
    for (int i = 0; i < len; i++) {
        keys->at[i] = p->stack[mark + 2 * i];
        values->at[i] = p->stack[mark + 2 * i + 1];
    }
    p->stack_used = mark;
}

/* double_starred_kvpair: '**' bitwise_or | expression ':' expression; pushes key (NULL for **) and value */
static void push_pair(Parser *p)
{
    Expr *key = NULL;
    if (!accept(p, T_DOUBLESTAR)) {
        key = parse_expression(p);
        expect(p, T_COLON);
        push(p, key);
        push(p, parse_expression(p));
    }
    else {
        push(p, key);
        push(p, parse_bitwise_or(p));
    }
}

/* dict and dictcomp, from the first pair's value on (first: its key, NULL when it is '**'). */
static Expr *dict_display(Parser *p, Start start, Expr *first)
{
    int mark = seq_mark(p);
    bool unpacks = first == NULL;
    Expr *value = unpacks ? parse_bitwise_or(p) : parse_expression(p);
    if (at_for(p) && !unpacks) {
        seq_comprehension clauses = parse_for_if_clauses(p);
        expect(p, T_RBRACE);
        return AST_NEW(p->arena, since(p, start), DictComp, first, value, clauses);
    }
    push(p, first);
    push(p, value);
    while (accept(p, T_COMMA) && !at(p, T_RBRACE))
        push_pair(p);
    expect(p, T_RBRACE);
    AstDict fields;
    take_pairs(p, mark, &fields.keys, &fields.values);
    return ast_Dict(p->arena, since(p, start), fields);
}

/* All that begins with '{': dict, set, dictcomp, setcomp */
static Expr *braced(Parser *p)
{
    Start start = start_here(p);
    parse_advance(p);
    if (accept(p, T_RBRACE))
        return AST_NEW(p->arena, since(p, start), Dict, {0}, {0});
    if (accept(p, T_DOUBLESTAR))
        return dict_display(p, start, NULL);
    Start first_start = start_here(p);
    Expr *first = parse_star_named_expression(p);
    if (at(p, T_COLON) && first->kind != AST_Starred) {
        /* `{a := 1: 2}` is none: only an expression can be a key. A parenthesised one starts further left. */
        if (first->kind == AST_NamedExpr && first->lineno == first_start.lineno
            && first->col_offset == first_start.col)
            parse_fail(p);
        parse_advance(p);
        return dict_display(p, start, first);
    }
    if (at_for(p) && first->kind != AST_Starred) {
        seq_comprehension clauses = parse_for_if_clauses(p);
        expect(p, T_RBRACE);
        return AST_NEW(p->arena, since(p, start), SetComp, first, clauses);
    }
    int mark = seq_mark(p);
    push(p, first);
    seq_expr elts = rest_of_list(p, mark, T_RBRACE);
    expect(p, T_RBRACE);
    return AST_NEW(p->arena, since(p, start), Set, elts);
}

/* ---- atoms ---- */

static Expr *keyword_constant(Parser *p, ConstantKind kind)
{
    Start start = start_here(p);
    parse_advance(p);
    return AST_NEW(p->arena, since(p, start), Constant, {.kind = kind}, NULL);
}

/* NUMBER */
Expr *parse_number(Parser *p)
{
    Start start = start_here(p);
    Constant value = parse_number_token(p, &p->tok);
    parse_advance(p);
    return AST_NEW(p->arena, since(p, start), Constant, value, NULL);
}

/* atom: NAME | True | False | None | strings | NUMBER | (tuple | group | genexp) | (list | listcomp)
 *     | (dict | set | dictcomp | setcomp) | '...' */
Expr *parse_atom(Parser *p)
{
    switch (p->tok.type) {
    case T_NAME: {
        const char *id = p->tok.ident;
        AstPos pos = AST_POS(&p->tok);
        parse_advance(p);
        return parse_name_node(p, id, pos, AST_Load);
    }
    case T_NUMBER: return parse_number(p);
    case T_STRING: return parse_strings(p);
    case T_LPAR: case T_LSQB: case T_LBRACE: {
        TokenType type = p->tok.type;
        deeper(p, BRACKET_DEPTH);
        Expr *e = type == T_LPAR ? parenthesised(p) : type == T_LSQB ? list_display(p) : braced(p);
        shallower(p, BRACKET_DEPTH);
        return e;
    }
    case T_NONE: return keyword_constant(p, CONST_NONE);
    case T_TRUE: return keyword_constant(p, CONST_TRUE);
    case T_FALSE: return keyword_constant(p, CONST_FALSE);
    case T_ELLIPSIS: return keyword_constant(p, CONST_ELLIPSIS);
    default: parse_fail(p);
    }
}

/* ---- calls ---- */

/* Behind a first argument followed by `for`: the generator must be the only argument, and takes the parentheses. */
static Expr *sole_genexp(Parser *p, Expr *element, Start open)
{
    seq_comprehension clauses = parse_for_if_clauses(p);
    expect(p, T_RPAR);
    return AST_NEW(p->arena, since(p, open), GeneratorExp, element, clauses);
}

static Keyword *keyword_node(Parser *p, Start start, const char *name, Expr *value)
{
    Keyword *keyword = ast_keyword(p->arena, since(p, start));
    keyword->arg = name;
    keyword->value = value;
    return keyword;
}

/* args: positional and `*x` up to the first keyword; then `name=x` and `*x`; after the first `**x` only those two. */
void parse_arguments(Parser *p, seq_expr *args, seq_keyword *keywords, Start open, bool bare_genexp)
{
    /* Positional ones are pushed directly, keywords wait in a list of their own (most calls have one kind). */
    enum { POSITIONAL, KEYWORDS, UNPACKED } stage = POSITIONAL;
    int mark = seq_mark(p), count = 0, room = 0;
    Keyword **named = NULL;
    bool first = true;
    for (; !at(p, T_RPAR); first = false) {
        Start start = start_here(p);
        Keyword *keyword = NULL;
        if (at(p, T_STAR)) {
            if (stage == UNPACKED)
                parse_fail(p);
            parse_advance(p);
            Expr *value = parse_expression(p);
            push(p, AST_NEW(p->arena, since(p, start), Starred, value, AST_Load));
        }
        else if (accept(p, T_DOUBLESTAR)) {
            stage = UNPACKED;
            Expr *value = parse_expression(p);
            keyword = keyword_node(p, start, NULL, value);
        }
        else if (stage != POSITIONAL) { /* only a keyword can follow: what else is there is not even read */
            const char *name = expect_name(p);
            expect(p, T_EQUAL);
            Expr *value = parse_expression(p);
            keyword = keyword_node(p, start, name, value);
        }
        else {
            Expr *e = parse_named_expression(p);
            if (at(p, T_EQUAL)) {
                if (e->kind != AST_Name || e->lineno != start.lineno || e->col_offset != start.col)
                    parse_fail(p);
                parse_advance(p);
                Expr *value = parse_expression(p);
                keyword = keyword_node(p, start, e->v.Name.id, value);
                stage = KEYWORDS;
            }
            else if (at_for(p) && first && bare_genexp) {
                push(p, sole_genexp(p, e, open));
                *args = TAKE_SEQ(p, expr, mark);
                *keywords = (seq_keyword){0};
                return;
            }
            else
                push(p, e);
        }
        if (keyword) {
            if (count == room) {
                int wanted = room ? room * 2 : 4;
                named = adder_front_grow(p->arena, named, (size_t)room * sizeof *named, (size_t)wanted * sizeof *named);
                room = wanted;
            }
            named[count++] = keyword;
        }
        if (!accept(p, T_COMMA))
            break;
    }
    expect(p, T_RPAR);
    *args = TAKE_SEQ(p, expr, mark);
    *keywords = (seq_keyword){named, count};
}

/* slice: [expression] ':' [expression] [':' [expression]] | named_expression; also starred_expression in a tuple */
static Expr *slice(Parser *p)
{
    Start start = start_here(p);
    Expr *lower = NULL, *upper = NULL, *step = NULL;
    if (accept(p, T_STAR)) {
        Expr *value = parse_expression(p);
        return AST_NEW(p->arena, since(p, start), Starred, value, AST_Load);
    }
    if (!at(p, T_COLON)) {
        lower = parse_named_expression(p);
        if (!at(p, T_COLON))
            return lower;
        if (lower->kind == AST_NamedExpr && lower->lineno == start.lineno && lower->col_offset == start.col)
            parse_fail(p);
    }
    parse_advance(p);
    if (!at(p, T_COLON) && !at(p, T_RSQB) && !at(p, T_COMMA))
        upper = parse_expression(p);
    if (accept(p, T_COLON) && !at(p, T_RSQB) && !at(p, T_COMMA))
        step = parse_expression(p);
    return AST_NEW(p->arena, since(p, start), Slice, lower, upper, step);
}

/* slices: slice !',' | ','.(slice | starred_expression)+ [','] */
static Expr *slices(Parser *p)
{
    Start start = start_here(p);
    Expr *first = slice(p);
    if (!at(p, T_COMMA) && first->kind != AST_Starred)
        return first;
    int mark = seq_mark(p);
    push(p, first);
    while (accept(p, T_COMMA) && !at(p, T_RSQB))
        push(p, slice(p));
    return tuple_node(p, since(p, start), TAKE_SEQ(p, expr, mark));
}

/* primary: atom ('.' NAME | genexp | '(' [arguments] ')' | '[' slices ']')* */
Expr *parse_primary(Parser *p)
{
    Start start = start_here(p);
    Expr *e = parse_atom(p);
    for (;;) {
        switch (p->tok.type) {
        case T_DOT: {
            parse_advance(p);
            const char *name = expect_name(p);
            e = AST_NEW(p->arena, since(p, start), Attribute, e, name, AST_Load);
            break;
        }
        case T_LPAR: {
            Start open = start_here(p);
            AstCall call = {.func = e};
            deeper(p, BRACKET_DEPTH);
            parse_advance(p);
            parse_arguments(p, &call.args, &call.keywords, open, true);
            shallower(p, BRACKET_DEPTH);
            e = ast_Call(p->arena, since(p, start), call);
            break;
        }
        case T_LSQB: {
            deeper(p, BRACKET_DEPTH);
            parse_advance(p);
            Expr *index = slices(p);
            expect(p, T_RSQB);
            shallower(p, BRACKET_DEPTH);
            e = AST_NEW(p->arena, since(p, start), Subscript, e, index, AST_Load);
            break;
        }
        default:
            return e;
        }
    }
}

/* ---- operators ---- */

static Expr *factor(Parser *p);

/* power: await_primary ['**' factor]; await_primary: 'await' primary | primary */
static Expr *power(Parser *p)
{
    Start start = start_here(p);
    Expr *e;
    if (accept(p, T_AWAIT)) {
        Expr *value = parse_primary(p);
        since_version(p, 5, "Await expressions are");
        e = AST_NEW(p->arena, since(p, start), Await, value);
    }
    else
        e = parse_primary(p);
    if (!accept(p, T_DOUBLESTAR))
        return e;
    deeper(p, 2);
    Expr *right = factor(p);
    shallower(p, 2);
    return AST_NEW(p->arena, since(p, start), BinOp, e, AST_Pow, right);
}

/* factor: ('+' | '-' | '~') factor | power */
static Expr *factor(Parser *p)
{
    AstOp op;
    switch (p->tok.type) {
    case T_PLUS: op = AST_UAdd; break;
    case T_MINUS: op = AST_USub; break;
    case T_TILDE: op = AST_Invert; break;
    default: return power(p);
    }
    Start start = start_here(p);
    parse_advance(p);
    deeper(p, 1);
    Expr *operand = factor(p);
    shallower(p, 1);
    return AST_NEW(p->arena, since(p, start), UnaryOp, op, operand);
}

static const struct { uint8_t level, op; } binary[T_COUNT] = {
    [T_VBAR] = {1, AST_BitOr},
    [T_CIRCUMFLEX] = {2, AST_BitXor},
    [T_AMPER] = {3, AST_BitAnd},
    [T_LEFTSHIFT] = {4, AST_LShift}, [T_RIGHTSHIFT] = {4, AST_RShift},
    [T_PLUS] = {5, AST_Add}, [T_MINUS] = {5, AST_Sub},
    [T_STAR] = {6, AST_Mult}, [T_SLASH] = {6, AST_Div}, [T_DOUBLESLASH] = {6, AST_FloorDiv},
    [T_PERCENT] = {6, AST_Mod}, [T_AT] = {6, AST_MatMult}};

/* bitwise_or, bitwise_xor, bitwise_and, shift_expr, sum, term: left-associative, by level */
static Expr *binary_expression(Parser *p, int level)
{
    Start start = start_here(p);
    Expr *left = factor(p);
    for (;;) {
        int found = binary[p->tok.type].level;
        if (found < level)
            return left;
        AstOp op = binary[p->tok.type].op;
        parse_advance(p);
        Expr *right = binary_expression(p, found + 1);
        if (op == AST_MatMult)
            since_version(p, 5, "The '@' operator is");
        left = AST_NEW(p->arena, since(p, start), BinOp, left, op, right);
    }
}

Expr *parse_bitwise_or(Parser *p) { return binary_expression(p, 1); }

/* The comparison operator in hand, taken; AST_NO_OP: none. */
static AstOp comparison_operator(Parser *p)
{
    AstOp op;
    switch (p->tok.type) {
    case T_EQEQUAL: op = AST_Eq; break;
    case T_NOTEQUAL:
        /* `<>` is the operator under the flag and nothing without it, `!=` the other way round */
        if ((*p->tok.start == '<') != ((p->input->flags & PARSE_BARRY_AS_BDFL) != 0))
            parse_fail(p);
        op = AST_NotEq;
        break;
    case T_LESS: op = AST_Lt; break;
    case T_LESSEQUAL: op = AST_LtE; break;
    case T_GREATER: op = AST_Gt; break;
    case T_GREATEREQUAL: op = AST_GtE; break;
    case T_IN: op = AST_In; break;
    case T_IS:
        parse_advance(p);
        return accept(p, T_NOT) ? AST_IsNot : AST_Is;
    case T_NOT:
        parse_advance(p);
        expect(p, T_IN);
        return AST_NotIn;
    default: return AST_NO_OP;
    }
    parse_advance(p);
    return op;
}

static const bool begins_comparison[T_COUNT] = {
    [T_EQEQUAL] = true, [T_NOTEQUAL] = true, [T_LESS] = true, [T_LESSEQUAL] = true, [T_GREATER] = true,
    [T_GREATEREQUAL] = true, [T_IN] = true, [T_IS] = true, [T_NOT] = true};

/* comparison: bitwise_or (operator bitwise_or)* */
static Expr *comparison(Parser *p)
{
    Start start = start_here(p);
    Expr *left = parse_bitwise_or(p);
    if (!begins_comparison[p->tok.type])
        return left;
    int mark = seq_mark(p), count = 0, room = 2;
    AstOp *ops = adder_front_alloc(p->arena, (size_t)room * sizeof *ops), op;
    while ((op = comparison_operator(p)) != AST_NO_OP) {
        if (count == room) {
            ops = adder_front_grow(p->arena, ops, (size_t)count * sizeof *ops, (size_t)count * 2 * sizeof *ops);
            room *= 2;
        }
        ops[count++] = op;
        push(p, parse_bitwise_or(p));
    }
    seq_expr comparators = TAKE_SEQ(p, expr, mark);
    return AST_NEW(p->arena, since(p, start), Compare, left, {ops, count}, comparators);
}

/* inversion: 'not' inversion | comparison */
static Expr *inversion(Parser *p)
{
    if (!at(p, T_NOT))
        return comparison(p);
    Start start = start_here(p);
    parse_advance(p);
    deeper(p, 1);
    Expr *operand = inversion(p);
    shallower(p, 1);
    return AST_NEW(p->arena, since(p, start), UnaryOp, AST_Not, operand);
}

/* conjunction: inversion ('and' inversion)* */
static Expr *conjunction(Parser *p)
{
    Start start = start_here(p);
    Expr *first = inversion(p);
    if (!at(p, T_AND))
        return first;
    int mark = seq_mark(p);
    push(p, first);
    while (accept(p, T_AND))
        push(p, inversion(p));
    seq_expr values = TAKE_SEQ(p, expr, mark);
    return AST_NEW(p->arena, since(p, start), BoolOp, AST_And, values);
}

/* disjunction: conjunction ('or' conjunction)* */
Expr *parse_disjunction(Parser *p)
{
    Start start = start_here(p);
    Expr *first = conjunction(p);
    if (!at(p, T_OR))
        return first;
    int mark = seq_mark(p);
    push(p, first);
    while (accept(p, T_OR))
        push(p, conjunction(p));
    seq_expr values = TAKE_SEQ(p, expr, mark);
    return AST_NEW(p->arena, since(p, start), BoolOp, AST_Or, values);
}

/* lambdef: 'lambda' [lambda_params] ':' expression */
static Expr *lambdef(Parser *p)
{
    Start start = start_here(p);
    parse_advance(p);
    Arguments *args = parse_parameters(p, T_COLON, false);
    expect(p, T_COLON);
    deeper(p, 2);
    Expr *body = parse_expression(p);
    shallower(p, 2);
    return AST_NEW(p->arena, since(p, start), Lambda, args, body);
}

/* expression: disjunction ['if' disjunction 'else' expression] | lambdef */
Expr *parse_expression(Parser *p)
{
    if (at(p, T_LAMBDA))
        return lambdef(p);
    Start start = start_here(p);
    Expr *body = parse_disjunction(p);
    if (!accept(p, T_IF))
        return body;
    Expr *test = parse_disjunction(p);
    expect(p, T_ELSE);
    deeper(p, 1);
    Expr *orelse = parse_expression(p);
    shallower(p, 1);
    return AST_NEW(p->arena, since(p, start), IfExp, test, body, orelse);
}

/* named_expression: NAME ':=' expression | expression !':=' */
Expr *parse_named_expression(Parser *p)
{
    Start start = start_here(p);
    Expr *e = parse_expression(p);
    if (!at(p, T_COLONEQUAL))
        return e;
    if (e->kind != AST_Name || e->lineno != start.lineno || e->col_offset != start.col)
        parse_fail(p);
    parse_advance(p);
    e->v.Name.ctx = AST_Store;
    Expr *value = parse_expression(p);
    since_version(p, 8, "Assignment expressions are");
    return AST_NEW(p->arena, since(p, start), NamedExpr, e, value);
}

/* yield_expr: 'yield' 'from' expression | 'yield' [star_expressions] */
Expr *parse_yield_expr(Parser *p)
{
    Start start = start_here(p);
    expect(p, T_YIELD);
    if (accept(p, T_FROM)) {
        Expr *value = parse_expression(p);
        return AST_NEW(p->arena, since(p, start), YieldFrom, value);
    }
    Expr *value = begins_expression[p->tok.type] ? parse_star_expressions(p) : NULL;
    return AST_NEW(p->arena, since(p, start), Yield, value);
}

/* star_expression: '*' bitwise_or | expression */
Expr *parse_star_expression(Parser *p)
{
    if (!at(p, T_STAR))
        return parse_expression(p);
    return parse_star_named_expression(p);
}

/* star_expressions: star_expression (',' star_expression)* [','] */
Expr *parse_star_expressions(Parser *p)
{
    Start start = start_here(p);
    Expr *first = parse_star_expression(p);
    if (!at(p, T_COMMA))
        return first;
    int mark = seq_mark(p);
    push(p, first);
    while (accept(p, T_COMMA) && begins_expression[p->tok.type])
        push(p, parse_star_expression(p));
    return tuple_node(p, since(p, start), TAKE_SEQ(p, expr, mark));
}

Expr *parse_yield_or_star_expressions(Parser *p)
{
    return at(p, T_YIELD) ? parse_yield_expr(p) : parse_star_expressions(p);
}

/* ---- parameters ---- */

/* A parameter's name and, for def, its annotation. */
static Arg *parameter(Parser *p, bool annotated, bool star_annotation)
{
    Start start = start_here(p);
    const char *name = expect_name(p);
    Expr *annotation = NULL;
    if (annotated && accept(p, T_COLON))
        annotation = star_annotation ? parse_star_expression(p) : parse_expression(p);
    Arg *arg = ast_arg(p->arena, since(p, start));
    arg->arg = name;
    arg->annotation = annotation;
    return arg;
}

/* Behind a parameter: its comma (false: there is none) and its type comment. */
static bool parameter_end(Parser *p, Arg *arg)
{
    bool comma = accept(p, T_COMMA);
    if (at(p, T_TYPE_COMMENT) && arg) {
        arg->type_comment = adder_front_format(p->arena, "%.*s", (int)(p->tok.end - p->tok.start), p->tok.start);
        parse_advance(p);
    }
    return comma;
}

/* What follows `*` (taken): an optional name, keyword-only parameters, `**` and its name. */
static void star_etc(Parser *p, Arguments *args, bool annotated)
{
    bool bare = at(p, T_COMMA);
    if (!bare)
        args->vararg = parameter(p, annotated, true);
    int mark = seq_mark(p);
    bool more = parameter_end(p, args->vararg);
    while (more && at(p, T_NAME)) {
        Arg *arg = parameter(p, annotated, false);
        push(p, arg);
        push(p, accept(p, T_EQUAL) ? parse_expression(p) : NULL);
        more = parameter_end(p, arg);
    }
    int count = (p->stack_used - mark) / 2;
    if (bare && count == 0)
        parse_fail(p);
    seq_expr names, defaults;
    take_pairs(p, mark, &names, &defaults);
    args->kwonlyargs = (seq_arg){(Arg **)(void *)names.at, count};
    args->kw_defaults = count ? defaults : (seq_expr){0};
    if (more && accept(p, T_DOUBLESTAR)) {
        args->kwarg = parameter(p, annotated, false);
        parameter_end(p, args->kwarg);
    }
}

/* parameters: name[=default], ... with `/`, `*`, `**`, up to `end`, which is not taken */
Arguments *parse_parameters(Parser *p, TokenType end, bool annotated)
{
    Arguments *args = ast_arguments(p->arena, (AstPos){0});
    int mark = seq_mark(p);
    Expr *defaults[8];
    int count = 0, room = 8;
    Expr **list = defaults;
    bool more = true;
    while (more && !at(p, end)) {
        if (accept(p, T_STAR)) {
            args->args = TAKE_SEQ(p, arg, mark);
            star_etc(p, args, annotated);
            break;
        }
        if (accept(p, T_DOUBLESTAR)) {
            args->kwarg = parameter(p, annotated, false);
            parameter_end(p, args->kwarg);
            break;
        }
        if (at(p, T_SLASH)) {
            if (args->posonlyargs.len || seq_mark(p) == mark)
                parse_fail(p);
            parse_advance(p);
            args->posonlyargs = TAKE_SEQ(p, arg, mark);
            more = parameter_end(p, NULL);
            continue;
        }
        Arg *arg = parameter(p, annotated, false);
        push(p, arg);
        if (accept(p, T_EQUAL)) {
            if (count == room) {
                list = adder_front_grow(p->arena, list, (size_t)count * sizeof *list, (size_t)count * 2 * sizeof *list);
                room *= 2;
            }
            list[count++] = parse_expression(p);
        }
        else if (count)
            parse_fail(p);
        more = parameter_end(p, arg);
    }
    if (seq_mark(p) > mark)
        args->args = TAKE_SEQ(p, arg, mark);
    if (args->posonlyargs.len)
        since_version(p, 8, "Positional-only parameters are");
    if (count && list == defaults)
        list = adder_front_grow(p->arena, defaults, (size_t)count * sizeof *list, (size_t)count * sizeof *list);
    args->defaults = (seq_expr){count ? list : NULL, count};
    return args;
}
