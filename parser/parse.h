/* parse.h -- what the grammar's files share: the parser's state, and the rules that cross files.
 *
 * Recursive descent with one token in hand, one function a grammar rule; a rule's function is called with the rule's
 * first token in hand and leaves the first token behind it there. There is no failure value: text that does not fit
 * leaves through parse_fail(), and why it does not fit is found by a second pass (parse_error.c). The few places
 * that must try one reading and then another do so on saved state (parse_attempt).
 */
#ifndef ADDER_PARSER_PARSE_H
#define ADDER_PARSER_PARSE_H

#include "lexer.h"

/* A place in the text to come back to, within one logical line. */
typedef struct ParseMark {
    struct LexState lexer;
    Token tok;
    int last_lineno, last_col, depth, stack_used;
    char bracket;               /* the innermost one open there, as its place in the lexer's list may be used again */
    int bracket_line, bracket_col;
    TypeIgnoreNote **ignores_end;
    ParseWarning **warnings_end;
    bool started;
} ParseMark;

typedef struct Parser {
    Lexer lx;
    Token tok;                    /* in hand */
    int last_lineno, last_col;    /* where the last token that is text ended */
    int depth;                    /* in the units of CPython's parser, whose limit is MAX_DEPTH */
    FrontArena *arena;
    const ParseInput *input;
    jmp_buf *fail;                /* where parse_fail goes */
    void **stack;                 /* elements of the sequences being built */
    int stack_used, stack_size;
    bool started;                 /* PARSE_SINGLE: a token was given; the end then counts as a newline, once */
    int version;                  /* minor, of the Python whose grammar is wanted */
    bool in_fstring;
    int fstring_depth;            /* nested replacement fields */
    struct Parser *inner;         /* for the fields of f-strings met here; NULL before the first */
    const Token *replay, *replay_end; /* tokens to give instead of the lexer's (second pass); NULL: the lexer's */
    TokenType replay_stop;        /* what follows them */
    ParseMark statement;          /* where the current top-level statement begins */
    struct Words { const char *match, *case_, *underscore; } words; /* soft keywords, interned */
} Parser;

enum {
    MAX_DEPTH = 6000,
    BASE_DEPTH = 27,    /* what CPython's parser has used up when it comes to a statement's expression */
    BRACKET_DEPTH = 28  /* ... and from one bracket's inside to the next */
};

/* ---- tokens ---- */

void parse_advance(Parser *p); /* takes the token in hand, gets the next */
_Noreturn void parse_fail(Parser *p);      /* this is not the grammar: to p->fail */
_Noreturn void parse_too_deep(Parser *p);  /* MemoryError */
_Noreturn void parse_too_new(Parser *p, int minor, const char *what);

/* Refuses what came with Python 3.`minor` when an older grammar was asked for; `what` is like "Await expressions are". */
static inline void since_version(Parser *p, int minor, const char *what)
{
    if (__builtin_expect(p->version < minor, 0))
        parse_too_new(p, minor, what);
}

static inline bool at(const Parser *p, TokenType type) { return p->tok.type == type; }

/* Takes the token if it is of that type. */
static inline bool accept(Parser *p, TokenType type)
{
    if (p->tok.type != type)
        return false;
    parse_advance(p);
    return true;
}

static inline void expect(Parser *p, TokenType type)
{
    if (p->tok.type != type)
        parse_fail(p);
    parse_advance(p);
}

/* Takes a name that is no keyword. */
static inline const char *expect_name(Parser *p)
{
    const char *name = p->tok.ident;
    expect(p, T_NAME);
    return name;
}

/* ---- positions ---- */

typedef struct Start { int lineno, col; } Start;

static inline Start start_here(const Parser *p) { return (Start){p->tok.lineno, p->tok.col_offset}; }
#define START_OF(node) ((Start){(node)->lineno, (node)->col_offset})

/* From `start` to the end of the last token taken. */
static inline AstPos since(const Parser *p, Start start)
{
    return (AstPos){start.lineno, start.col, p->last_lineno, p->last_col};
}

/* ---- sequences: push elements above a mark, then take them off as a seq_x ---- */

void parse_grow_stack(Parser *p);

static inline int seq_mark(const Parser *p) { return p->stack_used; }

static inline void push(Parser *p, void *element)
{
    if (p->stack_used == p->stack_size)
        parse_grow_stack(p);
    p->stack[p->stack_used++] = element;
}

static inline AstSeq seq_take(Parser *p, int mark)
{
    AstSeq seq = {NULL, p->stack_used - mark};
    if (seq.len) {
        seq.at = adder_front_alloc(p->arena, (size_t)seq.len * sizeof *seq.at);
        memcpy(seq.at, p->stack + mark, (size_t)seq.len * sizeof *seq.at);
    }
    p->stack_used = mark;
    return seq;
}
#define TAKE_SEQ(p, type, mark)                              \
    (__extension__({                                         \
        AstSeq taken_ = seq_take(p, mark);                   \
        (seq_##type){(AST_T_##type *)(void *)taken_.at, taken_.len}; \
    }))

/* ---- depth ---- */

static inline void deeper(Parser *p, int levels)
{
    p->depth += levels;
    if (p->depth > MAX_DEPTH || (const void *)__builtin_frame_address(0) < p->input->stack_limit)
        parse_too_deep(p);
}
static inline void shallower(Parser *p, int levels) { p->depth -= levels; }

/* ---- trying ---- */

ParseMark parse_save(Parser *p);
void parse_restore(Parser *p, const ParseMark *mark);

/* Runs rule(p); when it fails everything is as before and NULL comes back. */
void *parse_attempt(Parser *p, void *(*rule)(Parser *));

/* ---- rules: parse_expr.c ---- */

Expr *parse_expression(Parser *p);
Expr *parse_named_expression(Parser *p);
Expr *parse_star_expressions(Parser *p);
Expr *parse_star_expression(Parser *p);
Expr *parse_star_named_expression(Parser *p);
seq_comprehension parse_for_if_clauses(Parser *p);
Expr *parse_disjunction(Parser *p);
Expr *parse_bitwise_or(Parser *p);
Expr *parse_primary(Parser *p);
Expr *parse_atom(Parser *p);
Expr *parse_yield_expr(Parser *p);
Expr *parse_yield_or_star_expressions(Parser *p);
Expr *parse_star_targets(Parser *p);  /* a for statement's, ready for storing */
Expr *parse_star_target(Parser *p);
Expr *parse_number(Parser *p);
Expr *parse_fstring_input(Parser *p); /* ( ... ) and the end */
/* Arguments between parentheses, both in order, behind `(`; takes the `)`. bare_genexp: f(x for x in y) is allowed. */
void parse_arguments(Parser *p, seq_expr *args, seq_keyword *keywords, Start open, bool bare_genexp);
Arguments *parse_parameters(Parser *p, TokenType end, bool annotated);

/* Whether the expression can be assigned to / deleted. */
bool parse_is_target(const Expr *e);
bool parse_is_del_target(const Expr *e);
void parse_set_context(Expr *e, AstOp ctx);

static inline Expr *parse_name_node(Parser *p, const char *id, AstPos pos, AstOp ctx)
{
    return AST_NEW(p->arena, pos, Name, id, ctx);
}

/* ---- parse_stmt.c, parse_pattern.c, fstring.c ---- */

Mod *parse_module(Parser *p);      /* by p->input->mode */
seq_stmt parse_block(Parser *p);
Stmt *parse_match_stmt(Parser *p); /* NULL when `match` is a name here: nothing was taken then */
Expr *parse_strings(Parser *p);    /* adjacent literals, f-strings among them */
Constant parse_number_token(Parser *p, const Token *token);

/* ---- parse.c ---- */

void parser_init(Parser *p, FrontArena *arena, const ParseInput *input, jmp_buf *fail);
/* Second pass, after a failure of the first: says in p->lx.error what is wrong. */
void parse_find_error(Parser *p);

#endif
