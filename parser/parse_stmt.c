/* parse_stmt.c -- statements, blocks, and the four kinds of whole input. */
#include "parse.h"

static const char *token_text(Parser *p, const Token *token)
{
    return adder_front_format(p->arena, "%.*s", (int)(token->end - token->start), token->start);
}

/* [TYPE_COMMENT] */
static const char *type_comment(Parser *p)
{
    if (!at(p, T_TYPE_COMMENT))
        return NULL;
    const char *text = token_text(p, &p->tok);
    parse_advance(p);
    return text;
}

/* ---- assignment and expression statements ---- */

/* ORDER AUG */
static const uint8_t augmented[] = {
    AST_Add, AST_Sub, AST_Mult, AST_MatMult, AST_Div, AST_Mod, AST_BitAnd, AST_BitOr, AST_BitXor, AST_LShift,
    AST_RShift, AST_Pow, AST_FloorDiv};

static bool is_single_target(const Expr *e)
{
    return e->kind == AST_Name || e->kind == AST_Attribute || e->kind == AST_Subscript;
}

/* ':' expression ['=' annotated_rhs] */
static Stmt *annotated_assignment(Parser *p, Start start, Expr *target, bool parenthesised)
{
    if (!is_single_target(target))
        parse_fail(p);
    parse_advance(p);
    parse_set_context(target, AST_Store);
    Expr *annotation = parse_expression(p), *value = NULL;
    if (accept(p, T_EQUAL))
        value = parse_yield_or_star_expressions(p);
    int simple = target->kind == AST_Name && !parenthesised;
    since_version(p, 6, simple ? "Variable annotation syntax is" : "Variable annotations syntax is");
    return AST_NEW(p->arena, since(p, start), AnnAssign, target, annotation, value, simple);
}

static Stmt *augmented_assignment(Parser *p, Start start, Expr *target)
{
    if (!is_single_target(target))
        parse_fail(p);
    AstOp op = augmented[p->tok.type - T_PLUSEQUAL];
    if (op == AST_MatMult)
        since_version(p, 5, "The '@' operator is");
    parse_advance(p);
    parse_set_context(target, AST_Store);
    Expr *value = parse_yield_or_star_expressions(p);
    return AST_NEW(p->arena, since(p, start), AugAssign, target, op, value);
}

/* (star_targets '=')+ (yield_expr | star_expressions) !'=' [TYPE_COMMENT] */
static Stmt *plain_assignment(Parser *p, Start start, Expr *value)
{
    int mark = seq_mark(p);
    while (at(p, T_EQUAL)) {
        if (!parse_is_target(value))
            parse_fail(p);
        parse_set_context(value, AST_Store);
        push(p, value);
        parse_advance(p);
        value = parse_yield_or_star_expressions(p);
    }
    seq_expr targets = TAKE_SEQ(p, expr, mark);
    const char *comment = type_comment(p);
    return AST_NEW(p->arena, since(p, start), Assign, targets, value, comment);
}

/* assignment | star_expressions */
static Stmt *expression_statement(Parser *p)
{
    Start start = start_here(p);
    bool parenthesised = at(p, T_LPAR);
    Expr *e = parse_star_expressions(p);
    if (at(p, T_EQUAL))
        return plain_assignment(p, start, e);
    if (p->tok.type >= T_PLUSEQUAL && p->tok.type <= T_DOUBLESLASHEQUAL)
        return augmented_assignment(p, start, e);
    if (at(p, T_COLON))
        return annotated_assignment(p, start, e, parenthesised);
    return AST_NEW(p->arena, since(p, start), Expr, e);
}

static Stmt *yield_stmt(Parser *p)
{
    Start start = start_here(p);
    Expr *e = parse_yield_expr(p);
    return AST_NEW(p->arena, since(p, start), Expr, e);
}

/* ---- simple statements ---- */

static bool at_simple_end(const Parser *p) { return at(p, T_NEWLINE) || at(p, T_SEMI); }

/* return_stmt: 'return' [star_expressions] */
static Stmt *return_stmt(Parser *p)
{
    Start start = start_here(p);
    parse_advance(p);
    Expr *value = at_simple_end(p) ? NULL : parse_star_expressions(p);
    return AST_NEW(p->arena, since(p, start), Return, value);
}

/* raise_stmt: 'raise' [expression ['from' expression]] */
static Stmt *raise_stmt(Parser *p)
{
    Start start = start_here(p);
    Expr *exc = NULL, *cause = NULL;
    parse_advance(p);
    if (!at_simple_end(p)) {
        exc = parse_expression(p);
        if (accept(p, T_FROM))
            cause = parse_expression(p);
    }
    return AST_NEW(p->arena, since(p, start), Raise, exc, cause);
}

/* global_stmt, nonlocal_stmt: word ','.NAME+ */
static Stmt *scope_stmt(Parser *p)
{
    Start start = start_here(p);
    bool global = at(p, T_GLOBAL);
    int mark = seq_mark(p);
    do {
        parse_advance(p);
        push(p, (void *)(uintptr_t)expect_name(p));
    } while (at(p, T_COMMA));
    seq_identifier names = TAKE_SEQ(p, identifier, mark);
    return global ? AST_NEW(p->arena, since(p, start), Global, names)
                  : AST_NEW(p->arena, since(p, start), Nonlocal, names);
}

/* del_stmt: 'del' del_targets &(';' | NEWLINE) */
static Stmt *del_stmt(Parser *p)
{
    Start start = start_here(p);
    int mark = seq_mark(p);
    parse_advance(p);
    do {
        Expr *target = parse_primary(p);
        if (!parse_is_del_target(target))
            parse_fail(p);
        parse_set_context(target, AST_Del);
        push(p, target);
    } while (accept(p, T_COMMA) && !at_simple_end(p));
    if (!at_simple_end(p))
        parse_fail(p);
    seq_expr targets = TAKE_SEQ(p, expr, mark);
    return AST_NEW(p->arena, since(p, start), Delete, targets);
}

/* assert_stmt: 'assert' expression [',' expression] */
static Stmt *assert_stmt(Parser *p)
{
    Start start = start_here(p);
    parse_advance(p);
    Expr *test = parse_expression(p);
    Expr *msg = accept(p, T_COMMA) ? parse_expression(p) : NULL;
    return AST_NEW(p->arena, since(p, start), Assert, test, msg);
}

/* ---- import ---- */

/* dotted_name, as one identifier */
static const char *dotted_name(Parser *p)
{
    const char *name = expect_name(p);
    if (!at(p, T_DOT))
        return name;
    size_t size = ident_of(name)->size, room = size + 64;
    char *text = adder_front_text(p->arena, room);
    memcpy(text, name, size);
    while (accept(p, T_DOT)) {
        const Ident *part = ident_of(expect_name(p));
        if (size + part->size + 1 > room) {
            room = (size + part->size + 1) * 2;
            text = memcpy(adder_front_text(p->arena, room), text, size);
        }
        text[size++] = '.';
        memcpy(text + size, part->text, part->size);
        size += part->size;
    }
    return adder_intern(p->arena, text, size);
}

static Alias *alias(Parser *p, const char *(*name_rule)(Parser *))
{
    Start start = start_here(p);
    const char *name = name_rule(p);
    const char *asname = accept(p, T_AS) ? expect_name(p) : NULL;
    Alias *a = ast_alias(p->arena, since(p, start));
    a->name = name;
    a->asname = asname;
    return a;
}

/* import_name: 'import' ','.(dotted_name ['as' NAME])+ */
static Stmt *import_name(Parser *p)
{
    Start start = start_here(p);
    int mark = seq_mark(p);
    do {
        parse_advance(p);
        push(p, alias(p, dotted_name));
    } while (at(p, T_COMMA));
    seq_alias names = TAKE_SEQ(p, alias, mark);
    return AST_NEW(p->arena, since(p, start), Import, names);
}

/* import_from_targets: '(' names [','] ')' | names | '*' */
static seq_alias import_from_targets(Parser *p)
{
    int mark = seq_mark(p);
    if (at(p, T_STAR)) {
        Start start = start_here(p);
        parse_advance(p);
        Alias *all = ast_alias(p->arena, since(p, start));
        all->name = adder_intern(p->arena, "*", 1);
        push(p, all);
        return TAKE_SEQ(p, alias, mark);
    }
    bool bracketed = accept(p, T_LPAR);
    do
        push(p, alias(p, expect_name));
    while (accept(p, T_COMMA) && !(bracketed && at(p, T_RPAR)));
    if (bracketed)
        expect(p, T_RPAR);
    return TAKE_SEQ(p, alias, mark);
}

/* import_from: 'from' ('.' | '...')* dotted_name 'import' targets | 'from' ('.' | '...')+ 'import' targets */
static Stmt *import_from(Parser *p)
{
    Start start = start_here(p);
    int level = 0;
    parse_advance(p);
    for (; at(p, T_DOT) || at(p, T_ELLIPSIS); parse_advance(p))
        level += at(p, T_DOT) ? 1 : 3;
    const char *module = level && at(p, T_IMPORT) ? NULL : dotted_name(p);
    expect(p, T_IMPORT);
    seq_alias names = import_from_targets(p);
    return AST_NEW(p->arena, since(p, start), ImportFrom, module, names, level);
}

/* simple_stmt */
static Stmt *simple_stmt(Parser *p)
{
    AstPos pos = AST_POS(&p->tok);
    switch (p->tok.type) {
    case T_RETURN: return return_stmt(p);
    case T_IMPORT: return import_name(p);
    case T_FROM: return import_from(p);
    case T_RAISE: return raise_stmt(p);
    case T_PASS: parse_advance(p); return AST_NEW(p->arena, pos, Pass);
    case T_BREAK: parse_advance(p); return AST_NEW(p->arena, pos, Break);
    case T_CONTINUE: parse_advance(p); return AST_NEW(p->arena, pos, Continue);
    case T_DEL: return del_stmt(p);
    case T_YIELD: return yield_stmt(p);
    case T_ASSERT: return assert_stmt(p);
    case T_GLOBAL: case T_NONLOCAL: return scope_stmt(p);
    default: return expression_statement(p);
    }
}

/* simple_stmts: ';'.simple_stmt+ [';'] NEWLINE; pushes them, and leaves the NEWLINE in hand */
static void simple_stmts_line(Parser *p)
{
    do
        push(p, simple_stmt(p));
    while (accept(p, T_SEMI) && !at(p, T_NEWLINE));
    if (!at(p, T_NEWLINE))
        parse_fail(p);
}

static void simple_stmts(Parser *p)
{
    simple_stmts_line(p);
    parse_advance(p);
}

/* ---- compound statements ---- */

static void statement(Parser *p);

/* block: NEWLINE INDENT statement+ DEDENT | simple_stmts */
seq_stmt parse_block(Parser *p)
{
    int mark = seq_mark(p);
    if (accept(p, T_NEWLINE)) {
        expect(p, T_INDENT);
        deeper(p, 5);
        do
            statement(p);
        while (!at(p, T_DEDENT) && !at(p, T_END));
        shallower(p, 5);
        expect(p, T_DEDENT);
    }
    else
        simple_stmts(p);
    return TAKE_SEQ(p, stmt, mark);
}

static seq_stmt suite(Parser *p)
{
    expect(p, T_COLON);
    return parse_block(p);
}

static seq_stmt else_block(Parser *p)
{
    return accept(p, T_ELSE) ? suite(p) : (seq_stmt){0};
}

/* if_stmt: 'if' named_expression ':' block (elif_stmt | [else_block])
 * A chain of elif is read in a loop and built from its end, so that its length costs no C stack. */
static Stmt *if_stmt(Parser *p)
{
    int mark = seq_mark(p), levels = 0;
    do {
        Start start = start_here(p);
        parse_advance(p);
        deeper(p, 1);
        levels++;
        Expr *test = parse_named_expression(p);
        seq_stmt body = suite(p);
        push(p, AST_NEW(p->arena, since(p, start), If, test, body, {0}));
    } while (at(p, T_ELIF));
    shallower(p, levels);
    seq_stmt orelse = else_block(p);
    Stmt *inner = NULL;
    while (p->stack_used > mark) {
        Stmt *s = p->stack[--p->stack_used];
        if (inner) {
            orelse = (seq_stmt){adder_front_alloc(p->arena, sizeof inner), 1};
            orelse.at[0] = inner;
        }
        s->v.If.orelse = orelse;
        s->end_lineno = p->last_lineno;
        s->end_col_offset = p->last_col;
        inner = s;
    }
    return inner;
}

/* while_stmt: 'while' named_expression ':' block [else_block] */
static Stmt *while_stmt(Parser *p)
{
    Start start = start_here(p);
    parse_advance(p);
    Expr *test = parse_named_expression(p);
    seq_stmt body = suite(p);
    seq_stmt orelse = else_block(p);
    return AST_NEW(p->arena, since(p, start), While, test, body, orelse);
}

/* for_stmt: 'for' star_targets 'in' star_expressions ':' [TYPE_COMMENT] block [else_block] */
static Stmt *for_stmt(Parser *p, Start start, bool is_async)
{
    AstFor f = {0};
    parse_advance(p);
    f.target = parse_star_targets(p);
    expect(p, T_IN);
    f.iter = parse_star_expressions(p);
    expect(p, T_COLON);
    f.type_comment = type_comment(p);
    f.body = parse_block(p);
    f.orelse = else_block(p);
    if (is_async)
        since_version(p, 5, "Async for loops are");
    AstPos pos = since(p, start);
    return is_async ? AST_NEW(p->arena, pos, AsyncFor, f.target, f.iter, f.body, f.orelse, f.type_comment)
                    : ast_For(p->arena, pos, f);
}

/* with_item: expression 'as' star_target &(',' | ')' | ':') | expression */
static void push_with_item(Parser *p)
{
    WithItem *item = ast_withitem(p->arena, (AstPos){0});
    item->context_expr = parse_expression(p);
    if (accept(p, T_AS)) {
        item->optional_vars = parse_star_target(p);
        if (!at(p, T_COMMA) && !at(p, T_RPAR) && !at(p, T_COLON))
            parse_fail(p);
    }
    push(p, item);
}

/* '(' ','.with_item+ [','] ')' &':' */
static void *bracketed_with_items(Parser *p)
{
    int mark = seq_mark(p);
    parse_advance(p);
    do
        push_with_item(p);
    while (accept(p, T_COMMA) && !at(p, T_RPAR));
    expect(p, T_RPAR);
    if (!at(p, T_COLON))
        parse_fail(p);
    seq_withitem *items = adder_front_alloc(p->arena, sizeof *items);
    *items = TAKE_SEQ(p, withitem, mark);
    return items;
}

/* with_stmt: 'with' '(' ','.with_item+ [','] ')' ':' block | 'with' ','.with_item+ ':' [TYPE_COMMENT] block */
static Stmt *with_stmt(Parser *p, Start start, bool is_async)
{
    parse_advance(p);
    seq_withitem items, *bracketed = at(p, T_LPAR) ? parse_attempt(p, bracketed_with_items) : NULL;
    const char *comment = NULL;
    if (bracketed) {
        items = *bracketed;
        expect(p, T_COLON);
    }
    else {
        int mark = seq_mark(p);
        do
            push_with_item(p);
        while (accept(p, T_COMMA));
        items = TAKE_SEQ(p, withitem, mark);
        expect(p, T_COLON);
        comment = type_comment(p);
    }
    seq_stmt body = parse_block(p);
    if (is_async)
        since_version(p, 5, "Async with statements are");
    if (bracketed)
        since_version(p, 9, "Parenthesized context managers are");
    AstPos pos = since(p, start);
    return is_async ? AST_NEW(p->arena, pos, AsyncWith, items, body, comment)
                    : AST_NEW(p->arena, pos, With, items, body, comment);
}

typedef enum { EXCEPT_UNKNOWN, EXCEPT_PLAIN, EXCEPT_STAR } ExceptKind;

/* except_block: 'except' [expression ['as' NAME]] ':' block; except_star_block: 'except' '*' expression ...
 * The first decides which kind all are. */
static void push_except_block(Parser *p, ExceptKind *kind)
{
    Start start = start_here(p);
    AstExceptHandler handler = {0};
    parse_advance(p);
    if (*kind == EXCEPT_UNKNOWN)
        *kind = at(p, T_STAR) ? EXCEPT_STAR : EXCEPT_PLAIN;
    if (*kind == EXCEPT_STAR)
        expect(p, T_STAR);
    if (*kind == EXCEPT_STAR || !at(p, T_COLON)) {
        handler.type = parse_expression(p);
        if (accept(p, T_AS))
            handler.name = expect_name(p);
    }
    handler.body = suite(p);
    push(p, ast_ExceptHandler(p->arena, since(p, start), handler));
}

/* try_stmt: 'try' ':' block (finally_block | (except_block+ | except_star_block+) [else_block] [finally_block]) */
static Stmt *try_stmt(Parser *p)
{
    Start start = start_here(p);
    AstTry t = {0};
    ExceptKind kind = EXCEPT_UNKNOWN;
    parse_advance(p);
    t.body = suite(p);
    int mark = seq_mark(p);
    while (at(p, T_EXCEPT))
        push_except_block(p, &kind);
    t.handlers = TAKE_SEQ(p, excepthandler, mark);
    if (t.handlers.len)
        t.orelse = else_block(p);
    if (accept(p, T_FINALLY))
        t.finalbody = suite(p);
    else if (t.handlers.len == 0)
        parse_fail(p);
    if (kind == EXCEPT_STAR)
        since_version(p, 11, "Exception groups are");
    AstPos pos = since(p, start);
    return kind == EXCEPT_STAR ? AST_NEW(p->arena, pos, TryStar, t.body, t.handlers, t.orelse, t.finalbody)
                               : ast_Try(p->arena, pos, t);
}

/* func_type_comment: NEWLINE TYPE_COMMENT &(NEWLINE INDENT) | TYPE_COMMENT */
static void *type_comment_line(Parser *p)
{
    expect(p, T_NEWLINE);
    if (!at(p, T_TYPE_COMMENT))
        parse_fail(p);
    const char *text = token_text(p, &p->tok);
    parse_advance(p);
    if (!at(p, T_NEWLINE))
        parse_fail(p);
    return (void *)(uintptr_t)text;
}

static const char *func_type_comment(Parser *p)
{
    if (at(p, T_NEWLINE) && p->lx.type_comments)
        return parse_attempt(p, type_comment_line);
    return type_comment(p);
}

/* function_def_raw: ['async'] 'def' NAME '(' [params] ')' ['->' expression] ':' [func_type_comment] block */
static Stmt *function_def(Parser *p, Start start, bool is_async, seq_expr decorators)
{
    AstFunctionDef f = {.decorator_list = decorators};
    parse_advance(p);
    f.name = expect_name(p);
    expect(p, T_LPAR);
    f.args = parse_parameters(p, T_RPAR, true);
    expect(p, T_RPAR);
    if (accept(p, T_ARROW))
        f.returns = parse_expression(p);
    expect(p, T_COLON);
    f.type_comment = func_type_comment(p);
    f.body = parse_block(p);
    if (is_async)
        since_version(p, 5, "Async functions are");
    AstPos pos = since(p, start);
    if (is_async)
        return AST_NEW(p->arena, pos, AsyncFunctionDef, f.name, f.args, f.body, f.decorator_list, f.returns,
                       f.type_comment);
    return ast_FunctionDef(p->arena, pos, f);
}

/* class_def_raw: 'class' NAME ['(' [arguments] ')'] ':' block */
static Stmt *class_def(Parser *p, seq_expr decorators)
{
    Start start = start_here(p);
    AstClassDef c = {.decorator_list = decorators};
    parse_advance(p);
    c.name = expect_name(p);
    if (at(p, T_LPAR)) {
        Start open = start_here(p);
        parse_advance(p);
        parse_arguments(p, &c.bases, &c.keywords, open, false);
    }
    c.body = suite(p);
    return ast_ClassDef(p->arena, since(p, start), c);
}

/* 'async' (def | with | for) */
static Stmt *async_stmt(Parser *p, seq_expr decorators)
{
    Start start = start_here(p);
    parse_advance(p);
    switch (p->tok.type) {
    case T_DEF: return function_def(p, start, true, decorators);
    case T_WITH: if (decorators.len) break; return with_stmt(p, start, true);
    case T_FOR: if (decorators.len) break; return for_stmt(p, start, true);
    default: break;
    }
    parse_fail(p);
}

/* decorators: ('@' named_expression NEWLINE)+, and what they decorate */
static Stmt *decorated(Parser *p)
{
    int mark = seq_mark(p);
    while (accept(p, T_AT)) {
        push(p, parse_named_expression(p));
        expect(p, T_NEWLINE);
    }
    seq_expr decorators = TAKE_SEQ(p, expr, mark);
    switch (p->tok.type) {
    case T_DEF: return function_def(p, start_here(p), false, decorators);
    case T_CLASS: return class_def(p, decorators);
    case T_ASYNC: return async_stmt(p, decorators);
    default: parse_fail(p);
    }
}

/* compound_stmt; NULL: what is in hand begins a simple one */
static Stmt *compound_stmt(Parser *p)
{
    switch (p->tok.type) {
    case T_DEF: return function_def(p, start_here(p), false, (seq_expr){0});
    case T_IF: return if_stmt(p);
    case T_CLASS: return class_def(p, (seq_expr){0});
    case T_WITH: return with_stmt(p, start_here(p), false);
    case T_FOR: return for_stmt(p, start_here(p), false);
    case T_TRY: return try_stmt(p);
    case T_WHILE: return while_stmt(p);
    case T_AT: return decorated(p);
    case T_ASYNC: return async_stmt(p, (seq_expr){0});
    case T_NAME: return p->tok.ident == p->words.match ? parse_match_stmt(p) : NULL;
    default: return NULL;
    }
}

/* statement: compound_stmt | simple_stmts; pushes what it reads */
static void statement(Parser *p)
{
    Stmt *compound = compound_stmt(p);
    if (compound)
        push(p, compound);
    else
        simple_stmts(p);
}

/* ---- inputs ---- */

static seq_type_ignore type_ignores(Parser *p)
{
    int mark = seq_mark(p);
    for (TypeIgnoreNote *note = p->lx.ignores; note; note = note->next)
        push(p, AST_NEW(p->arena, (AstPos){0}, TypeIgnore, note->lineno, note->tag));
    return TAKE_SEQ(p, type_ignore, mark);
}

/* file: [statements] ENDMARKER */
static Mod *file(Parser *p)
{
    int mark = seq_mark(p);
    while (!at(p, T_END)) {
        p->statement = parse_save(p);
        statement(p);
    }
    seq_stmt body = TAKE_SEQ(p, stmt, mark);
    return AST_NEW(p->arena, (AstPos){0}, Module, body, type_ignores(p));
}

/* Whether there is more than blanks and comments behind the single statement. */
static bool more_follows(const Parser *p)
{
    for (const char *s = p->lx.state.cur; *s; s++) {
        if (*s == '#')
            while (s[1] && s[1] != '\n')
                s++;
        else if (*s != ' ' && *s != '\t' && *s != '\n' && *s != '\f')
            return true;
    }
    return false;
}

/* interactive: compound_stmt NEWLINE | simple_stmts | NEWLINE. Nothing is read behind the NEWLINE. */
static Mod *interactive(Parser *p)
{
    int mark = seq_mark(p);
    Stmt *compound;
    if (at(p, T_NEWLINE))
        push(p, AST_NEW(p->arena, AST_POS(&p->tok), Pass));
    else if ((compound = compound_stmt(p)) != NULL)
        push(p, compound);
    else
        simple_stmts_line(p);
    if (!at(p, T_NEWLINE))
        parse_fail(p);
    if (more_follows(p)) {
        adder_error_at_token(&p->lx, PARSE_SYNTAX_ERROR, &p->tok,
                             "multiple statements found while compiling a single statement");
        p->lx.stop = LEX_ERROR;
        parse_fail(p);
    }
    seq_stmt body = TAKE_SEQ(p, stmt, mark);
    return AST_NEW(p->arena, (AstPos){0}, Interactive, body);
}

/* expressions: expression (',' expression)* [','] */
static Expr *expressions(Parser *p)
{
    Start start = start_here(p);
    Expr *first = parse_expression(p);
    if (!at(p, T_COMMA))
        return first;
    int mark = seq_mark(p);
    push(p, first);
    while (accept(p, T_COMMA) && !at(p, T_NEWLINE) && !at(p, T_END))
        push(p, parse_expression(p));
    seq_expr elts = TAKE_SEQ(p, expr, mark);
    return AST_NEW(p->arena, since(p, start), Tuple, elts, AST_Load);
}

static void only_newlines(Parser *p)
{
    while (accept(p, T_NEWLINE))
        ;
    if (!at(p, T_END))
        parse_fail(p);
}

/* eval: expressions NEWLINE* ENDMARKER */
static Mod *eval(Parser *p)
{
    Expr *body = expressions(p);
    only_newlines(p);
    return AST_NEW(p->arena, (AstPos){0}, Expression, body);
}

/* func_type: '(' [type_expressions] ')' '->' expression NEWLINE* ENDMARKER
 * type_expressions: ','.expression+ [',' '*' expression] [',' '**' expression] | ... */
static Mod *func_type(Parser *p)
{
    int mark = seq_mark(p);
    bool starred = false, more = true;
    expect(p, T_LPAR);
    while (more && !at(p, T_RPAR)) {
        if (accept(p, T_DOUBLESTAR)) {
            push(p, parse_expression(p));
            break;
        }
        if (starred)
            parse_fail(p);
        starred = accept(p, T_STAR);
        push(p, parse_expression(p));
        more = accept(p, T_COMMA);
        if (more && at(p, T_RPAR))
            parse_fail(p);
    }
    seq_expr types = TAKE_SEQ(p, expr, mark);
    expect(p, T_RPAR);
    expect(p, T_ARROW);
    Expr *returns = parse_expression(p);
    only_newlines(p);
    return AST_NEW(p->arena, (AstPos){0}, FunctionType, types, returns);
}

Mod *parse_module(Parser *p)
{
    switch (p->input->mode) {
    case PARSE_SINGLE: return interactive(p);
    case PARSE_EVAL: return eval(p);
    case PARSE_FUNC_TYPE: return func_type(p);
    default: return file(p);
    }
}
