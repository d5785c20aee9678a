/* fstring.c -- f-strings (PEP 498): literal text and replacement fields, each field's expression parsed for itself.
 *
 * As in CPython 3.11 the extent of a field's expression is found by a scan for its end, quotes and brackets counted,
 * and the expression is then parsed as the text "(expression)", with positions shifted to where it stands. Errors in
 * it are shown within that text; errors of the f-string's own syntax at the token behind the string.
 */
#include "literal.h"

enum { MAX_FIELD_DEPTH = 60 }; /* nesting needs a new kind of quote each time, so this is far off */

typedef struct Scan {
    Parser *p;
    const char *next, *end; /* of the f-string's text */
    const Token *token;     /* the string token it is in */
    bool raw;
    int depth;              /* 0: the string, 1: in a format specification, ... */
} Scan;

static _Noreturn void refuse(Scan *s, const char *message)
{
    adder_error_at_token(&s->p->lx, PARSE_SYNTAX_ERROR, &s->p->tok, "%s", message);
    parse_fail(s->p);
}

static _Noreturn void refuse_closing(Scan *s, char closing, char opening)
{
    refuse(s, adder_front_format(s->p->arena, "f-string: closing parenthesis '%c' does not match opening parenthesis "
                                 "'%c'", closing, opening));
}

/* ---- literal text ---- */

/* Reads up to a field, or to the end of this text. Returns true when a doubled brace ended it: more text follows. */
static bool literal_text(Scan *s, Buffer *to)
{
    const char *start = s->next, *p = start, *stop = NULL;
    bool doubled = false;
    while (p < s->end) {
        char c = *p++;
        if (!s->raw && c == '\\' && p < s->end) {
            c = *p++;
            if (c == 'N') { /* \N{name}: its braces are no field */
                if (p < s->end && *p++ == '{')
                    while (p < s->end && *p++ != '}')
                        ;
                continue;
            }
            if (c == '{')
                parse_warn_escape(s->p, s->token, p - 1);
        }
        if (c != '{' && c != '}')
            continue;
        if (s->depth == 0) {
            if (p < s->end && *p == c) {
                stop = p++;
                doubled = true;
                break;
            }
            if (c == '}')
                refuse(s, "f-string: single '}' is not allowed");
        }
        stop = --p;
        break;
    }
    s->next = p;
    size_t size = (size_t)((stop ? stop : p) - start);
    if (size == 0)
        return doubled;
    if (!s->raw && memchr(start, '\\', size))
        parse_unescape(s->p, to, start, size, s->token);
    else {
        for (size_t i = 0; i < size; i++)
            if ((uint8_t)start[i] >= 0x80) {
                to->ascii = false;
                parse_check_utf8(s->p, start, size);
                break;
            }
        buffer_add(s->p, to, start, size);
    }
    return doubled;
}

/* ---- a field's expression ---- */

/* Brackets and quotes seen while looking for the end of an expression. */
typedef struct Nesting {
    char open[MAX_BRACKETS];
    int depth;
    char quote; /* 0: not in a string */
    bool triple;
} Nesting;

static bool three(const char *p, const char *end, char c)
{
    return end - p > 2 && p[1] == c && p[2] == c;
}

static void close_nesting(Scan *s, Nesting *n, char c)
{
    if (n->depth == 0)
        refuse(s, adder_front_format(s->p->arena, "f-string: unmatched '%c'", c));
    char opening = n->open[--n->depth];
    if (!((opening == '(' && c == ')') || (opening != '(' && c == opening + 2)))
        refuse_closing(s, c, opening);
}

/* Moves s->next from the expression's first byte to the byte that ends it: one of ! : } = */
static void skip_expression(Scan *s)
{
    Nesting n;
    n.depth = 0;
    n.quote = 0;
    const char *p = s->next;
    for (; p < s->end; p++) {
        char c = *p;
        if (c == '\\')
            refuse(s, "f-string expression part cannot include a backslash");
        if (n.quote) {
            if (c != n.quote || (n.triple && !three(p, s->end, c)))
                continue;
            p += n.triple ? 2 : 0;
            n.quote = 0;
        }
        else if (c == '\'' || c == '"') {
            n.quote = c;
            n.triple = three(p, s->end, c);
            p += n.triple ? 2 : 0;
        }
        else if (c == '[' || c == '{' || c == '(') {
            if (n.depth >= MAX_BRACKETS)
                refuse(s, "f-string: too many nested parenthesis");
            n.open[n.depth++] = c;
        }
        else if (c == '#')
            refuse(s, "f-string expression part cannot include '#'");
        else if (n.depth == 0 && (c == '!' || c == ':' || c == '}' || c == '=' || c == '<' || c == '>')) {
            if (p + 1 < s->end && p[1] == '=' && c != ':' && c != '}')
                p++; /* a comparison operator */
            else if (c != '<' && c != '>')
                break;
        }
        else if (c == ']' || c == '}' || c == ')')
            close_nesting(s, &n, c);
    }
    s->next = p;
    if (n.quote)
        refuse(s, "f-string: unterminated string");
    if (n.depth)
        refuse(s, adder_front_format(s->p->arena, "f-string: unmatched '%c'", n.open[n.depth - 1]));
    if (p >= s->end)
        refuse(s, "f-string: expecting '}'");
}

static bool is_blank(const char *p, const char *end)
{
    for (; p < end; p++)
        if (*p != ' ' && *p != '\t' && *p != '\n' && *p != '\f' && *p != '\r')
            return false;
    return true;
}

/* Where "(expression)" begins, for a field whose brace is at `brace`: its line, and the column its own column 0 has. */
static void locate(const Token *token, const char *brace, int *lineno, int *col)
{
    const char *line = token->start;
    int lines = 0;
    for (const char *p = token->start; p < brace; p++)
        if (*p == '\n') {
            lines++;
            line = p + 1;
        }
    const char *p = brace + 1;
    while (*p == ' ' || *p == '\t' || *p == '\f')
        p++;
    bool newline_follows = *p == '\n' || *p == '}';
    *lineno = token->lineno + lines;
    *col = (lines ? 0 : token->col_offset) + (newline_follows ? 0 : (int)(brace - line));
}

/* A parser for the field's expression [start, end), set up. It is used again for the next field at this depth. */
static Parser *field_parser(Scan *s, const char *start, const char *end)
{
    Parser *p = s->p;
    if (p->fstring_depth >= MAX_FIELD_DEPTH)
        parse_too_deep(p);
    if (p->inner == NULL)
        p->inner = adder_front_alloc(p->arena, sizeof *p->inner);
    Parser *inner = p->inner;
    size_t size = (size_t)(end - start);
    char *text = adder_front_text(p->arena, size + 4);
    text[0] = '(';
    memcpy(text + 1, start, size);
    memcpy(text + 1 + size, ")\n", 3);
    parser_init(inner, p->arena, p->input, NULL);
    adder_lexer_init(&inner->lx, p->arena, p->input, p->lx.error, text, text + size + 3);
    locate(s->token, start - 1, &inner->lx.first_lineno, &inner->lx.first_col);
    inner->lx.state.lineno = inner->lx.first_lineno - 1;
    inner->lx.type_comments = false;
    inner->lx.char_offsets = false;
    inner->lx.prefix = "f-string: ";
    inner->lx.silent = p->lx.silent;
    inner->lx.warnings_end = p->lx.warnings_end;
    inner->in_fstring = true;
    inner->fstring_depth = p->fstring_depth + 1;
    inner->depth = p->depth + BRACKET_DEPTH;
    inner->stack_used = 0;
    inner->tok.type = T_END;
    return inner;
}

/* NULL: it does not parse. */
static Expr *run_field_parser(Parser *inner)
{
    jmp_buf failed;
    inner->fail = &failed;
    if (setjmp(failed))
        return NULL;
    return parse_fstring_input(inner);
}

static Expr *parse_field_expression(Scan *s, const char *start, const char *end)
{
    Parser *inner = field_parser(s, start, end);
    Expr *e = run_field_parser(inner);
    s->p->lx.warnings_end = inner->lx.warnings_end;
    if (e)
        return e;
    parse_find_error(inner);
    parse_fail(s->p);
}

/* ---- fields ---- */

static Constant text_constant(const Buffer *b)
{
    return (Constant){.kind = CONST_STR, .ascii = b->ascii, .text = b->text ? b->text : "", .size = b->size};
}

/* Ends the literal text gathered so far. */
static void flush_text(Parser *p, FString *f)
{
    if (f->last.size)
        push(p, AST_NEW(p->arena, f->pos, Constant, text_constant(&f->last), f->kind));
    f->last = (Buffer){.ascii = true};
    f->has_last = false;
}

static Expr *format_spec(Scan *s, FString *f)
{
    FString spec = {.mark = seq_mark(s->p), .pos = AST_POS(s->token), .kind = f->kind, .formatted = true, .last.ascii = true};
    parse_fstring(s->p, &spec, &s->next, s->end, s->raw, s->depth + 1, s->token);
    return parse_finish_fstring(s->p, &spec);
}

/* '{' expression ['='] ['!' conversion] [':' spec] '}' */
static void replacement_field(Scan *s, FString *f)
{
    Parser *p = s->p;
    if (s->depth >= 2)
        refuse(s, "f-string: expressions nested too deeply");
    const char *start = ++s->next;
    skip_expression(s);
    if (is_blank(start, s->next))
        refuse(s, *s->next == '!' || *s->next == ':' || *s->next == '='
                  ? adder_front_format(p->arena, "f-string: expression required before '%c'", *s->next)
                  : "f-string: empty expression not allowed");
    Expr *value = parse_field_expression(s, start, s->next), *spec = NULL;
    bool shows_text = *s->next == '=';
    int conversion = -1;
    if (shows_text) {
        since_version(p, 8, "f-string: self documenting expressions are");
        s->next++;
        while (s->next < s->end && (*s->next == ' ' || (*s->next >= '\t' && *s->next <= '\r')))
            s->next++;
        for (const char *q = start; q < s->next; q++)
            if ((uint8_t)*q >= 0x80)
                f->last.ascii = false;
        buffer_add(p, &f->last, start, (size_t)(s->next - start));
        f->has_last = true;
    }
    if (s->next < s->end && *s->next == '!') {
        if (++s->next >= s->end)
            refuse(s, "f-string: expecting '}'");
        conversion = (unsigned char)*s->next++;
        if (conversion != 's' && conversion != 'r' && conversion != 'a')
            refuse(s, "f-string: invalid conversion character: expected 's', 'r', or 'a'");
    }
    flush_text(p, f);
    if (s->next < s->end && *s->next == ':') {
        if (++s->next >= s->end)
            refuse(s, "f-string: expecting '}'");
        spec = format_spec(s, f);
    }
    if (s->next >= s->end || *s->next != '}')
        refuse(s, "f-string: expecting '}'");
    s->next++;
    if (shows_text && spec == NULL && conversion == -1)
        conversion = 'r';
    push(p, AST_NEW(p->arena, f->pos, FormattedValue, value, conversion, spec));
}

void parse_fstring(Parser *p, FString *f, const char **text, const char *end, bool raw, int depth, const Token *token)
{
    Scan s = {.p = p, .next = *text, .end = end, .token = token, .raw = raw, .depth = depth};
    while (s.next < s.end) {
        if (literal_text(&s, &f->last))
            continue;
        if (s.next >= s.end || *s.next == '}') /* the end of a format specification */
            break;
        replacement_field(&s, f);
    }
    *text = s.next;
    if (depth == 0 && s.next < s.end)
        refuse(&s, "f-string: unexpected end of string");
}

/* What was gathered: a Constant, or a JoinedStr once an f-string took part. */
Expr *parse_finish_fstring(Parser *p, FString *f)
{
    if (!f->formatted)
        return AST_NEW(p->arena, f->pos, Constant, text_constant(&f->last), f->kind);
    flush_text(p, f);
    return AST_NEW(p->arena, f->pos, JoinedStr, TAKE_SEQ(p, expr, f->mark));
}

/* fstring: star_expressions, which the text's own parentheses make a group or a tuple */
Expr *parse_fstring_input(Parser *p)
{
    parse_advance(p);
    p->statement = parse_save(p);
    return parse_star_expressions(p);
}
