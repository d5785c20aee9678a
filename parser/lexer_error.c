/* lexer_error.c -- recording what is wrong, with the positions and the line of text that a SyntaxError shows.
 *
 * There are two ways in CPython, and both can be seen: the tokenizer counts characters and shows a line without its
 * newline; the parser counts bytes, converts them, and shows the line with its newline when it is the last one read.
 */
#include "lexer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *format_list(FrontArena *arena, const char *format, va_list list)
{
    va_list again;
    va_copy(again, list);
    int size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (size < 0)
        return "";
    char *text = adder_front_text(arena, (size_t)size + 1);
    vsnprintf(text, (size_t)size + 1, format, list);
    return text;
}

const char *adder_front_format(FrontArena *arena, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const char *text = format_list(arena, format, list);
    va_end(list);
    return text;
}

/* ---- bad bytes ---- */

/* The length of the well-formed character at `text` (1 to 4); or, when it is malformed, minus the count of bytes that
 * belong to it, and *why says what is missing. */
static int utf8_step(const char *text, size_t size, const char **why)
{
    const uint8_t *p = (const uint8_t *)text;
    uint8_t low = 0x80, high = 0xbf;
    int need;
    if (p[0] < 0x80)
        return 1;
    *why = "invalid start byte";
    if (p[0] < 0xc2 || p[0] > 0xf4)
        return -1;
    need = p[0] < 0xe0 ? 1 : p[0] < 0xf0 ? 2 : 3;
    if (p[0] == 0xe0) low = 0xa0;
    if (p[0] == 0xed) high = 0x9f;
    if (p[0] == 0xf0) low = 0x90;
    if (p[0] == 0xf4) high = 0x8f;
    for (int i = 1; i <= need; i++) {
        if ((size_t)i >= size) {
            *why = "unexpected end of data";
            return -i;
        }
        if (p[i] < low || p[i] > high) {
            *why = "invalid continuation byte";
            return -i;
        }
        low = 0x80, high = 0xbf;
    }
    return need + 1;
}

const char *adder_utf8_problem(FrontArena *arena, const char *text, size_t size)
{
    for (size_t i = 0; i < size;) {
        const char *why;
        int step = utf8_step(text + i, size - i, &why);
        if (step == -1)
            return adder_front_format(arena, "'utf-8' codec can't decode byte 0x%02x in position %zu: %s",
                                      (uint8_t)text[i], i, why);
        if (step < 0)
            return adder_front_format(arena, "'utf-8' codec can't decode bytes in position %zu-%zu: %s", i,
                                      i + (size_t)-step - 1, why);
        i += (size_t)step;
    }
    return NULL;
}

const char *adder_front_clean(FrontArena *arena, const char *text, size_t size, size_t *clean_size)
{
    char *clean = adder_front_text(arena, size * 3 + 1), *to = clean;
    for (size_t i = 0; i < size;) {
        const char *why;
        int step = utf8_step(text + i, size - i, &why);
        if (step > 0)
            to = memcpy(to, text + i, (size_t)step), to += step;
        else
            to = memcpy(to, "\xef\xbf\xbd", 3), to += 3, step = -step;
        i += (size_t)step;
    }
    *to = 0;
    *clean_size = (size_t)(to - clean);
    return clean;
}

/* How many characters bytes.decode(errors="replace") makes of [text, text + size). */
static int count_chars(const char *text, size_t size)
{
    int count = 0;
    for (size_t i = 0; i < size; count++) {
        const char *why;
        int step = utf8_step(text + i, size - i, &why);
        i += (size_t)(step > 0 ? step : -step);
    }
    return count;
}

/* ---- lines ---- */

/* Where the line that `p` is in ends: behind its newline. */
static const char *line_end(const Lexer *lx, const char *p)
{
    const char *newline = memchr(p, '\n', (size_t)(lx->end - p));
    return newline ? newline + 1 : lx->end;
}

/* Line `lineno`, counted from lx->first_lineno, or the last one read. */
static const char *find_line(const Lexer *lx, int lineno, const char *limit)
{
    const char *line = lx->source;
    for (int i = lx->first_lineno; i < lineno; i++) {
        const char *next = line_end(lx, line);
        if (next > limit || next >= lx->end)
            break;
        line = next;
    }
    return line;
}

/* The text that the parser shows for an error on line `lineno`. */
static const char *error_text(Lexer *lx, int lineno, size_t *size)
{
    const char *start, *read = line_end(lx, lx->state.last_line); /* up to where lines have been read */
    const char *end;
    if (lx->input->flags & (PARSE_FROM_FILE | PARSE_INTERACTIVE)) {
        start = find_line(lx, lineno, lx->end);
        end = line_end(lx, start);
        end -= (lx->input->flags & PARSE_INTERACTIVE) && lineno < lx->state.lineno && end > start && end[-1] == '\n';
        if (start == lx->source && lx->shows_mark) {
            const char *marked = adder_front_format(lx->arena, "\xef\xbb\xbf%.*s", (int)(end - start), start);
            return adder_front_clean(lx->arena, marked, (size_t)(end - start) + 3, size);
        }
    }
    else if (lx->state.lineno <= lineno && read > lx->state.shown) {
        start = lx->state.shown;
        end = read;
    }
    else {
        start = find_line(lx, lineno, read);
        end = line_end(lx, start);
        end -= end > start && end[-1] == '\n';
    }
    return adder_front_clean(lx->arena, start, (size_t)(end - start), size);
}

/* Column `col` (from 1, in bytes of `text`) in characters. */
static int char_column(const char *text, size_t size, int col)
{
    if (col < 0)
        return col;
    return count_chars(text, (size_t)col > size + 1 ? size + 1 : (size_t)col);
}

/* ---- recording ---- */

/* The parser's messages within f-strings begin with a prefix. */
static const char *parser_message(Lexer *lx, const char *format, va_list list)
{
    const char *message = format_list(lx->arena, format, list);
    return lx->prefix ? adder_front_format(lx->arena, "%s%s", lx->prefix, message) : message;
}

static void record(Lexer *lx, ParseErrorKind kind, ParseErrorPos pos, const char *text, size_t size,
                   const char *message)
{
    ParseError *error = lx->error;
    error->kind = kind;
    error->message = message;
    error->has_location = error->has_end = true;
    error->pos = pos;
    error->text = text;
    error->text_size = size;
}

/* Columns from 0 in bytes to what SyntaxError shows; sets *text. */
static ParseErrorPos parser_pos(Lexer *lx, int lineno, int col, int end_lineno, int end_col, const char **text,
                                size_t *size)
{
    *text = error_text(lx, lineno, size);
    ParseErrorPos pos = {lineno, col + 1 - lx->first_col, end_lineno, end_col + 1 - lx->first_col};
    if (lx->char_offsets) {
        pos.offset = char_column(*text, *size, col + 1);
        if (end_col + 1 > 0)
            pos.end_offset = char_column(*text, *size, end_col + 1);
    }
    return pos;
}

void adder_error_at(Lexer *lx, ParseErrorKind kind, int lineno, int col, int end_lineno, int end_col,
                    const char *format, ...)
{
    if (lx->error->kind != PARSE_OK)
        return;
    va_list list;
    va_start(list, format);
    const char *message = parser_message(lx, format, list), *text;
    va_end(list);
    if (end_lineno == CURRENT_COL) {
        end_lineno = lx->state.lineno;
        end_col = (int)(lx->state.cur - lx->state.line_start) - 1;
    }
    size_t size;
    ParseErrorPos pos = parser_pos(lx, lineno, col, end_lineno, end_col, &text, &size);
    record(lx, kind, pos, text, size, message);
}

/* A token without text counts as being where the lexer is, with no end. */
static ParseErrorPos token_pos(Lexer *lx, const Token *token, const char **text, size_t *size)
{
    int col = token->col_offset, end = token->end_col_offset;
    bool file_end = (lx->input->flags & PARSE_FROM_FILE) && lx->stop == LEX_EOF && lx->state.token == NULL;
    if (col < 0 && !file_end)
        col = (int)(lx->state.cur - lx->state.line_start) - 1; /* at the end of a file it stays unknown */
    return parser_pos(lx, token->lineno, col, token->end_lineno, end < 0 ? -2 : end, text, size);
}

void adder_error_at_token(Lexer *lx, ParseErrorKind kind, const Token *token, const char *format, ...)
{
    if (lx->error->kind != PARSE_OK)
        return;
    va_list list;
    va_start(list, format);
    const char *message = parser_message(lx, format, list), *text;
    va_end(list);
    size_t size;
    ParseErrorPos pos = token_pos(lx, token, &text, &size);
    record(lx, kind, pos, text, size, message);
}

void adder_error_unclosed(Lexer *lx)
{
    int level = lx->state.level - 1;
    adder_error_at(lx, PARSE_SYNTAX_ERROR, lx->bracket_line[level], lx->bracket_col[level], lx->bracket_line[level], -1,
                   "'%c' was never closed", lx->bracket[level]);
}

/* The current line without its newline, and `col` (-1: up to cur) on it. */
static ParseErrorPos lexer_pos(Lexer *lx, int col, int end_col, const char **text, size_t *size)
{
    const struct LexState *s = &lx->state;
    if (col < 0)
        col = count_chars(s->line_start, (size_t)(s->cur - s->line_start));
    if (end_col < 0)
        end_col = col;
    *text = adder_front_clean(lx->arena, s->line_start, strcspn(s->line_start, "\n"), size);
    return (ParseErrorPos){s->lineno, col, s->lineno, end_col};
}

void adder_lex_error(Lexer *lx, int col, int end_col, const char *format, ...)
{
    lx->stop = LEX_ERROR;
    lx->raised = true;
    if (lx->error->kind != PARSE_OK)
        return;
    va_list list;
    va_start(list, format);
    const char *message = format_list(lx->arena, format, list), *text;
    va_end(list);
    size_t size;
    ParseErrorPos pos = lexer_pos(lx, col, end_col, &text, &size);
    record(lx, PARSE_SYNTAX_ERROR, pos, text, size, message);
}

void adder_parse_warn(Lexer *lx, ParseWarningKind kind, const Token *token, const char *as_error, const char *format,
                      ...)
{
    if (lx->silent)
        return;
    ParseWarning *warning = adder_front_alloc(lx->arena, sizeof *warning);
    va_list list;
    va_start(list, format);
    warning->message = format_list(lx->arena, format, list);
    va_end(list);
    size_t size;
    warning->kind = kind;
    warning->lineno = token ? token->lineno : lx->state.lineno;
    warning->as_error = as_error;
    warning->pos = token ? token_pos(lx, token, &warning->text, &size) : lexer_pos(lx, -1, -1, &warning->text, &size);
    *lx->warnings_end = warning;
    lx->warnings_end = &warning->next;
}
