/* parse_pattern.c -- the match statement (PEP 634). `match`, `case` and `_` are names everywhere else. */
#include "parse.h"

/* ---- is it a match statement? ---- */

/* What can follow the word `match` in a match statement. All of them can, as operators or so, follow a name too. */
static const bool begins_subject[T_COUNT] = {
    [T_NAME] = true, [T_NUMBER] = true, [T_STRING] = true, [T_NONE] = true, [T_TRUE] = true, [T_FALSE] = true,
    [T_ELLIPSIS] = true, [T_LPAR] = true, [T_LSQB] = true, [T_LBRACE] = true, [T_TILDE] = true, [T_PLUS] = true,
    [T_MINUS] = true, [T_STAR] = true, [T_NOT] = true, [T_LAMBDA] = true, [T_AWAIT] = true};

/* Whether the logical line of `match` ends with a colon. A simple statement never does. */
static bool line_ends_with_colon(Parser *p)
{
    ParseMark mark = parse_save(p);
    bool silent = p->lx.silent;
    Token token;
    p->lx.silent = true;
    adder_lex(&p->lx, &token);
    TokenType last = token.type;
    if (begins_subject[token.type])
        while (token.type != T_NEWLINE && token.type != T_END && token.type != T_ERROR) {
            if (token.type != T_TYPE_COMMENT)
                last = token.type;
            adder_lex(&p->lx, &token);
        }
    p->lx.silent = silent;
    parse_restore(p, &mark);
    return token.type == T_NEWLINE && last == T_COLON;
}

/* ---- literals ---- */

static Expr *signed_number(Parser *p)
{
    Start start = start_here(p);
    bool negative = accept(p, T_MINUS);
    if (!at(p, T_NUMBER))
        parse_fail(p);
    Expr *number = parse_number(p);
    return negative ? AST_NEW(p->arena, since(p, start), UnaryOp, AST_USub, number) : number;
}

static bool is_imaginary(const Expr *e) { return e->kind == AST_Constant && e->v.Constant.value.kind == CONST_COMPLEX; }

/* complex_number: signed_real_number ('+' | '-') imaginary_number | signed_number */
static Expr *number_literal(Parser *p)
{
    Start start = start_here(p);
    Expr *real = signed_number(p);
    if (!at(p, T_PLUS) && !at(p, T_MINUS))
        return real;
    AstOp op = at(p, T_PLUS) ? AST_Add : AST_Sub;
    parse_advance(p);
    if (!at(p, T_NUMBER))
        parse_fail(p);
    Expr *imaginary = parse_number(p);
    if (!is_imaginary(imaginary) || is_imaginary(real->kind == AST_UnaryOp ? real->v.UnaryOp.operand : real))
        parse_fail(p);
    return AST_NEW(p->arena, since(p, start), BinOp, real, op, imaginary);
}

static bool at_number(const Parser *p) { return at(p, T_NUMBER) || at(p, T_MINUS); }

/* ---- patterns ---- */

static Pattern *as_pattern(Parser *p);

static Pattern *value_pattern(Parser *p, Start start, Expr *value)
{
    return AST_NEW(p->arena, since(p, start), MatchValue, value);
}

static Pattern *singleton_pattern(Parser *p, ConstantKind kind)
{
    Start start = start_here(p);
    parse_advance(p);
    return AST_NEW(p->arena, since(p, start), MatchSingleton, {.kind = kind});
}

/* '*' (NAME | '_') */
static Pattern *star_pattern(Parser *p)
{
    Start start = start_here(p);
    expect(p, T_STAR);
    const char *name = expect_name(p);
    return AST_NEW(p->arena, since(p, start), MatchStar, name == p->words.underscore ? NULL : name);
}

static Pattern *maybe_star_pattern(Parser *p) { return at(p, T_STAR) ? star_pattern(p) : as_pattern(p); }

/* ','.maybe_star_pattern+ [','] up to `end`, the first being on the stack. */
static seq_pattern rest_of_sequence(Parser *p, int mark, TokenType end)
{
    while (accept(p, T_COMMA) && !at(p, end))
        push(p, maybe_star_pattern(p));
    return TAKE_SEQ(p, pattern, mark);
}

/* sequence_pattern: '[' [...] ']' | '(' [...] ')'; group_pattern: '(' pattern ')' */
static Pattern *bracketed_pattern(Parser *p)
{
    Start start = start_here(p);
    TokenType end = at(p, T_LPAR) ? T_RPAR : T_RSQB;
    seq_pattern patterns = {0};
    parse_advance(p);
    if (!at(p, end)) {
        Pattern *first = maybe_star_pattern(p);
        if (end == T_RPAR && at(p, T_RPAR)) {
            if (first->kind == AST_MatchStar)
                parse_fail(p);
            parse_advance(p);
            return first;
        }
        int mark = seq_mark(p);
        push(p, first);
        patterns = rest_of_sequence(p, mark, end);
    }
    expect(p, end);
    return AST_NEW(p->arena, since(p, start), MatchSequence, patterns);
}

/* name_or_attr: NAME ('.' NAME)* */
static Expr *name_or_attr(Parser *p)
{
    Start start = start_here(p);
    const char *id = expect_name(p);
    Expr *e = parse_name_node(p, id, since(p, start), AST_Load);
    while (accept(p, T_DOT)) {
        const char *attr = expect_name(p);
        e = AST_NEW(p->arena, since(p, start), Attribute, e, attr, AST_Load);
    }
    return e;
}

/* class_pattern: name_or_attr '(' [positional patterns, then NAME '=' pattern] [','] ')' */
static Pattern *class_pattern(Parser *p, Start start, Expr *cls)
{
    AstMatchClass fields = {.cls = cls};
    int names_len = 0, room = 0, mark = seq_mark(p), positional = 0;
    const char **names = NULL;
    parse_advance(p);
    while (!at(p, T_RPAR)) {
        Pattern *one = as_pattern(p);
        if (at(p, T_EQUAL)) {
            if (one->kind != AST_MatchAs || one->v.MatchAs.pattern || one->end_lineno != p->last_lineno
                || one->end_col_offset != p->last_col)
                parse_fail(p);
            /* `_` as a keyword was read as the wildcard */
            const char *name = one->v.MatchAs.name ? one->v.MatchAs.name : p->words.underscore;
            parse_advance(p);
            if (names_len == room) {
                int wanted = room ? room * 2 : 4;
                names = adder_front_grow(p->arena, names, (size_t)room * sizeof *names, (size_t)wanted * sizeof *names);
                room = wanted;
            }
            names[names_len++] = name;
            one = as_pattern(p);
        }
        else if (names_len)
            parse_fail(p);
        else
            positional++;
        push(p, one);
        if (!accept(p, T_COMMA))
            break;
    }
    expect(p, T_RPAR);
    seq_pattern all = TAKE_SEQ(p, pattern, mark);
    fields.patterns = (seq_pattern){all.at, positional};
    fields.kwd_patterns = (seq_pattern){all.at + positional, all.len - positional};
    fields.kwd_attrs = (seq_identifier){names, names_len};
    return ast_MatchClass(p->arena, since(p, start), fields);
}

/* A key of a mapping pattern: a literal or a dotted name. */
static Expr *mapping_key(Parser *p)
{
    if (at_number(p))
        return number_literal(p);
    switch (p->tok.type) {
    case T_STRING: return parse_strings(p);
    case T_NONE: case T_TRUE: case T_FALSE: return parse_atom(p);
    default: break;
    }
    Expr *e = name_or_attr(p);
    if (e->kind != AST_Attribute)
        parse_fail(p);
    return e;
}

/* mapping_pattern: '{' [key ':' pattern, ...] ['**' NAME] [','] '}' */
static Pattern *mapping_pattern(Parser *p)
{
    Start start = start_here(p);
    AstMatchMapping fields = {0};
    int mark = seq_mark(p);
    parse_advance(p);
    while (!at(p, T_RBRACE)) {
        if (accept(p, T_DOUBLESTAR)) {
            if (p->tok.ident == p->words.underscore && at(p, T_NAME))
                parse_fail(p);
            fields.rest = expect_name(p);
            accept(p, T_COMMA);
            break;
        }
        push(p, mapping_key(p));
        expect(p, T_COLON);
        push(p, as_pattern(p));
        if (!accept(p, T_COMMA))
            break;
    }
    expect(p, T_RBRACE);
    int len = (p->stack_used - mark) / 2;
    Expr **keys = adder_front_alloc(p->arena, (size_t)len * sizeof *keys);
    Pattern **patterns = adder_front_alloc(p->arena, (size_t)len * sizeof *patterns);
    for (int i = 0; i < len; i++) {
        keys[i] = p->stack[mark + 2 * i];
        patterns[i] = p->stack[mark + 2 * i + 1];
    }
    p->stack_used = mark;
    fields.keys = (seq_expr){keys, len};
    fields.patterns = (seq_pattern){patterns, len};
    return ast_MatchMapping(p->arena, since(p, start), fields);
}

/* capture_pattern, wildcard_pattern, value_pattern, class_pattern: all that begins with a name */
static Pattern *name_pattern(Parser *p)
{
    Start start = start_here(p);
    Expr *e = name_or_attr(p);
    if (at(p, T_LPAR))
        return class_pattern(p, start, e);
    if (e->kind == AST_Attribute)
        return value_pattern(p, start, e);
    const char *name = e->v.Name.id == p->words.underscore ? NULL : e->v.Name.id;
    return AST_NEW(p->arena, since(p, start), MatchAs, NULL, name);
}

/* closed_pattern */
static Pattern *closed_pattern(Parser *p)
{
    Start start = start_here(p);
    switch (p->tok.type) {
    case T_NUMBER: case T_MINUS: return value_pattern(p, start, number_literal(p));
    case T_STRING: return value_pattern(p, start, parse_strings(p));
    case T_NONE: return singleton_pattern(p, CONST_NONE);
    case T_TRUE: return singleton_pattern(p, CONST_TRUE);
    case T_FALSE: return singleton_pattern(p, CONST_FALSE);
    case T_NAME: return name_pattern(p);
    case T_LPAR: case T_LSQB: case T_LBRACE: {
        deeper(p, 10);
        Pattern *inner = at(p, T_LBRACE) ? mapping_pattern(p) : bracketed_pattern(p);
        shallower(p, 10);
        return inner;
    }
    default: parse_fail(p);
    }
}

/* or_pattern: '|'.closed_pattern+ */
static Pattern *or_pattern(Parser *p)
{
    Start start = start_here(p);
    Pattern *first = closed_pattern(p);
    if (!at(p, T_VBAR))
        return first;
    int mark = seq_mark(p);
    push(p, first);
    while (accept(p, T_VBAR))
        push(p, closed_pattern(p));
    seq_pattern patterns = TAKE_SEQ(p, pattern, mark);
    return AST_NEW(p->arena, since(p, start), MatchOr, patterns);
}

/* pattern: or_pattern ['as' NAME] */
static Pattern *as_pattern(Parser *p)
{
    Start start = start_here(p);
    Pattern *one = or_pattern(p);
    if (!accept(p, T_AS))
        return one;
    if (at(p, T_NAME) && p->tok.ident == p->words.underscore)
        parse_fail(p);
    const char *name = expect_name(p);
    if (at(p, T_DOT) || at(p, T_LPAR) || at(p, T_EQUAL))
        parse_fail(p);
    return AST_NEW(p->arena, since(p, start), MatchAs, one, name);
}

/* patterns: open_sequence_pattern | pattern */
static Pattern *pattern(Parser *p)
{
    Start start = start_here(p);
    Pattern *first = maybe_star_pattern(p);
    if (!at(p, T_COMMA)) {
        if (first->kind == AST_MatchStar)
            parse_fail(p);
        return first;
    }
    int mark = seq_mark(p);
    push(p, first);
    while (accept(p, T_COMMA) && !at(p, T_COLON) && !at(p, T_IF))
        push(p, maybe_star_pattern(p));
    seq_pattern patterns = TAKE_SEQ(p, pattern, mark);
    return AST_NEW(p->arena, since(p, start), MatchSequence, patterns);
}

/* ---- the statement ---- */

/* case_block: "case" patterns ['if' named_expression] ':' block */
static MatchCase *case_block(Parser *p)
{
    MatchCase *c = ast_match_case(p->arena, (AstPos){0});
    if (!at(p, T_NAME) || p->tok.ident != p->words.case_)
        parse_fail(p);
    parse_advance(p);
    c->pattern = pattern(p);
    if (accept(p, T_IF))
        c->guard = parse_named_expression(p);
    expect(p, T_COLON);
    c->body = parse_block(p);
    return c;
}

/* subject_expr: star_named_expression ',' [star_named_expressions] | named_expression */
static Expr *subject_expr(Parser *p)
{
    Start start = start_here(p);
    int mark = seq_mark(p);
    bool tuple = false;
    do {
        Start one = start_here(p);
        if (accept(p, T_STAR)) {
            Expr *value = parse_bitwise_or(p);
            push(p, AST_NEW(p->arena, since(p, one), Starred, value, AST_Load));
        }
        else
            push(p, parse_named_expression(p));
    } while (accept(p, T_COMMA) && (tuple = true, !at(p, T_COLON)));
    seq_expr elts = TAKE_SEQ(p, expr, mark);
    if (tuple)
        return AST_NEW(p->arena, since(p, start), Tuple, elts, AST_Load);
    if (elts.at[0]->kind == AST_Starred)
        parse_fail(p);
    return elts.at[0];
}

/* match_stmt: "match" subject_expr ':' NEWLINE INDENT case_block+ DEDENT */
Stmt *parse_match_stmt(Parser *p)
{
    if (!line_ends_with_colon(p))
        return NULL;
    Start start = start_here(p);
    parse_advance(p);
    Expr *subject = subject_expr(p);
    expect(p, T_COLON);
    expect(p, T_NEWLINE);
    expect(p, T_INDENT);
    int mark = seq_mark(p);
    deeper(p, 5);
    do
        push(p, case_block(p));
    while (!at(p, T_DEDENT) && !at(p, T_END));
    shallower(p, 5);
    expect(p, T_DEDENT);
    seq_match_case cases = TAKE_SEQ(p, match_case, mark);
    since_version(p, 10, "Pattern matching is");
    return AST_NEW(p->arena, since(p, start), Match, subject, cases);
}
