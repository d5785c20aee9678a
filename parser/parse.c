/* parse.c -- the entry: first pass, and on failure the second; tokens for the grammar's files. */
#include "parse.h"

/* ---- tokens ---- */

/* Positions in a field of an f-string are those of the whole source. */
static void shift_to_source(Parser *p, Token *token)
{
    if (p->lx.state.lineno != p->lx.first_lineno)
        return;
    if (token->col_offset >= 0)
        token->col_offset += p->lx.first_col;
    if (token->end_col_offset >= 0)
        token->end_col_offset += p->lx.first_col;
}

/* Interactive input: its end ends the statement, with its blocks. */
static void end_single(Parser *p)
{
    if (p->tok.type != T_END || !p->started || (p->input->flags & PARSE_OPEN_END)) {
        p->started = true;
        return;
    }
    p->started = false;
    p->tok.type = T_NEWLINE;
    if (p->lx.state.indents > 0 && !(p->input->flags & PARSE_DONT_IMPLY_DEDENT)) {
        p->lx.state.pending = -p->lx.state.indents;
        p->lx.state.indents = 0;
    }
}

void parse_advance(Parser *p)
{
    if (p->tok.type > T_DEDENT) { /* ORDER tokens.def: those without text come first */
        p->last_lineno = p->tok.end_lineno;
        p->last_col = p->tok.end_col_offset;
    }
    if (__builtin_expect(p->replay != NULL, 0)) {
        if (p->replay < p->replay_end)
            p->tok = *p->replay++;
        else
            p->tok.type = p->replay_stop;
        return;
    }
    adder_lex(&p->lx, &p->tok);
    if (__builtin_expect(p->tok.type == T_ERROR, 0))
        parse_fail(p);
    if (__builtin_expect(p->in_fstring, 0))
        shift_to_source(p, &p->tok);
    else if (p->input->mode == PARSE_SINGLE)
        end_single(p);
}

void parse_fail(Parser *p)
{
    longjmp(*p->fail, 1);
}

void parse_too_deep(Parser *p)
{
    if (p->lx.error->kind == PARSE_OK)
        p->lx.error->kind = PARSE_MEMORY_ERROR;
    parse_fail(p);
}

void parse_too_new(Parser *p, int minor, const char *what)
{
    adder_error_at_token(&p->lx, PARSE_SYNTAX_ERROR, &p->tok, "%s only supported in Python 3.%d and greater", what, minor);
    parse_fail(p);
}

void parse_grow_stack(Parser *p)
{
    int size = p->stack_size ? p->stack_size * 2 : 256;
    p->stack = adder_front_grow(p->arena, p->stack, (size_t)p->stack_used * sizeof *p->stack,
                                (size_t)size * sizeof *p->stack);
    p->stack_size = size;
}

/* ---- trying ---- */

ParseMark parse_save(Parser *p)
{
    int top = p->lx.state.level ? p->lx.state.level - 1 : 0;
    return (ParseMark){p->lx.state, p->tok, p->last_lineno, p->last_col, p->depth, p->stack_used, p->lx.bracket[top],
                       p->lx.bracket_line[top], p->lx.bracket_col[top], p->lx.ignores_end, p->lx.warnings_end,
                       p->started};
}

void parse_restore(Parser *p, const ParseMark *mark)
{
    int top = mark->lexer.level ? mark->lexer.level - 1 : 0;
    p->lx.state = mark->lexer;
    p->lx.bracket[top] = mark->bracket;
    p->lx.bracket_line[top] = mark->bracket_line;
    p->lx.bracket_col[top] = mark->bracket_col;
    p->tok = mark->tok;
    p->last_lineno = mark->last_lineno;
    p->last_col = mark->last_col;
    p->depth = mark->depth;
    p->stack_used = mark->stack_used;
    p->started = mark->started;
    p->lx.ignores_end = mark->ignores_end;
    *p->lx.ignores_end = NULL;
    p->lx.warnings_end = mark->warnings_end;
    *p->lx.warnings_end = NULL;
    p->lx.stop = LEX_GOING;
    p->lx.error->kind = PARSE_OK;
}

void *parse_attempt(Parser *p, void *(*rule)(Parser *))
{
    ParseMark mark = parse_save(p);
    jmp_buf here, *outer = p->fail;
    void *result = NULL;
    p->fail = &here;
    if (setjmp(here) == 0)
        result = rule(p);
    else
        parse_restore(p, &mark);
    p->fail = outer;
    return result;
}

/* ---- the entry ---- */

void parser_init(Parser *p, FrontArena *arena, const ParseInput *input, jmp_buf *fail)
{
    p->arena = arena;
    p->input = input;
    p->fail = fail;
    p->depth = BASE_DEPTH;
    p->version = input->feature_version ? input->feature_version : 11;
    p->words = (struct Words){adder_intern(arena, "match", 5), adder_intern(arena, "case", 4),
                              adder_intern(arena, "_", 1)};
}

/* Kept apart from adder_parse so that the jump lands in a frame whose variables do not change. */
static Mod *first_pass(Parser *p)
{
    jmp_buf failed;
    p->fail = &failed;
    if (setjmp(failed))
        return NULL;
    parse_advance(p);
    p->statement = parse_save(p);
    return parse_module(p);
}

Mod *adder_parse(FrontArena *arena, const ParseInput *input, ParseError *error)
{
    Parser *p = adder_front_alloc(arena, sizeof *p);
    memset(error, 0, sizeof *error);
    if (!adder_source_open(&p->lx, arena, input, error))
        return NULL;
    parser_init(p, arena, input, NULL);
    adder_lexer_init(&p->lx, arena, input, error, p->lx.source, p->lx.end);
    Mod *mod = first_pass(p);
    if (mod == NULL)
        parse_find_error(p);
    return mod;
}

/* ---- for the prompt, and for the compiler's errors ---- */

/* The lines are a whole statement, wrong before their end, or want more because the parser ran into the end. */
bool adder_parse_needs_more(FrontArena *arena, const ParseInput *input)
{
    ParseError error;
    ParseInput open = *input;
    open.mode = PARSE_SINGLE;
    open.flags |= PARSE_INTERACTIVE | PARSE_OPEN_END;
    return adder_parse(arena, &open, &error) == NULL && error.incomplete;
}

const char *adder_parse_line(FrontArena *arena, const ParseInput *input, int lineno, size_t *size)
{
    ParseError error = {0};
    Lexer *lx = adder_front_alloc(arena, sizeof *lx);
    if (lineno < 1 || !adder_source_open(lx, arena, input, &error))
        return NULL;
    const char *line = lx->source, *newline;
    for (; lineno > 1 && line < lx->end; lineno--) {
        newline = memchr(line, '\n', (size_t)(lx->end - line));
        line = newline ? newline + 1 : lx->end;
    }
    if (line >= lx->end)
        return NULL;
    newline = memchr(line, '\n', (size_t)(lx->end - line));
    return adder_front_clean(arena, line, (size_t)((newline ? newline + 1 : lx->end) - line), size);
}
