/* literal.c -- the values of number and string tokens, and the concatenation of adjacent strings. */
#include "literal.h"

#include <locale.h>
#include <stdlib.h>

/* ---- numbers ---- */

/* Copies a number's text without its underscores, NUL-terminated. */
static const char *plain_digits(Parser *p, const Token *token, size_t *size)
{
    size_t length = (size_t)(token->end - token->start), n = 0;
    char *text = adder_front_text(p->arena, length + 1);
    for (size_t i = 0; i < length; i++)
        if (token->start[i] != '_')
            text[n++] = token->start[i];
    text[n] = 0;
    *size = n;
    return text;
}

static int digit_value(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

static bool int_value(const char *text, size_t size, int64_t *value)
{
    int base = 10;
    size_t i = 0;
    if (size > 2 && text[0] == '0' && text[1] > '9') {
        base = (text[1] | 0x20) == 'x' ? 16 : (text[1] | 0x20) == 'o' ? 8 : 2;
        i = 2;
    }
    int64_t n = 0;
    for (; i < size; i++)
        if (__builtin_mul_overflow(n, (int64_t)base, &n) || __builtin_add_overflow(n, (int64_t)digit_value(text[i]), &n))
            return false;
    *value = n;
    return true;
}

/* The conversion of decimal digits takes quadratic time: their count is limited (sys.set_int_max_str_digits). */
static void check_int_size(Parser *p, const Token *token, const char *text, size_t size)
{
    int limit = p->input->max_int_digits;
    limit = limit == 0 ? 4300 : limit;
    if (limit < 0 || size <= (size_t)limit || (size > 2 && text[0] == '0' && text[1] > '9'))
        return;
    adder_error_at(&p->lx, PARSE_SYNTAX_ERROR, token->lineno, -1, token->lineno, -1,
                   "Exceeds the limit (%d digits) for integer string conversion: value has %zu digits; "
                   "use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer "
                   "literals to avoid decimal conversion limits.", limit, size);
    parse_fail(p);
}

/* strtod as if in the C locale, whatever the program's is: only the decimal point differs. */
static double float_value(const char *text)
{
    char point = *localeconv()->decimal_point;
    if (point == '.')
        return strtod(text, NULL);
    char copy[400], *big = NULL, *to = copy;
    size_t size = strlen(text) + 1;
    if (size > sizeof copy && (to = big = malloc(size)) == NULL)
        return 0;
    memcpy(to, text, size);
    char *dot = strchr(to, '.');
    if (dot)
        *dot = point;
    double value = strtod(to, NULL);
    free(big);
    return value;
}

Constant parse_number_token(Parser *p, const Token *token)
{
    Constant c = {.kind = CONST_INT};
    size_t length = (size_t)(token->end - token->start);
    if (length <= 2 && token->start[0] >= '0' && (length == 1 || (token->start[1] >= '0' && token->start[1] <= '9'))) {
        char *text = adder_front_text(p->arena, 3);
        memcpy(text, token->start, length);
        text[length] = 0;
        c.text = text;
        c.size = length;
        c.small = true;
        for (size_t i = 0; i < length; i++)
            c.integer = c.integer * 10 + (text[i] - '0');
        return c;
    }
    c.text = plain_digits(p, token, &c.size);
    if (c.size < length)
        since_version(p, 6, "Underscores in numeric literals are");
    bool prefixed = c.text[0] == '0' && c.size > 1 && (c.text[1] | 0x20) >= 'a' && (c.text[1] | 0x20) != 'e'
                 && (c.text[1] | 0x20) != 'j';
    char last = c.text[c.size - 1];
    if (!prefixed && (last | 0x20) == 'j') {
        ((char *)(uintptr_t)c.text)[c.size - 1] = 0;
        return (Constant){.kind = CONST_COMPLEX, .number = float_value(c.text)};
    }
    if (!prefixed && strpbrk(c.text, ".eE"))
        return (Constant){.kind = CONST_FLOAT, .number = float_value(c.text)};
    c.small = int_value(c.text, c.size, &c.integer);
    if (!c.small)
        check_int_size(p, token, c.text, c.size);
    return c;
}

/* ---- buffers ---- */

void buffer_add(Parser *p, Buffer *b, const char *text, size_t size)
{
    if (b->size + size > b->room) {
        size_t room = (b->size + size) * 2 + 16;
        char *grown = adder_front_text(p->arena, room);
        if (b->size)
            memcpy(grown, b->text, b->size);
        b->text = grown;
        b->room = room;
    }
    if (size)
        memcpy(b->text + b->size, text, size);
    b->size += size;
}

static void add_char(Parser *p, Buffer *b, uint32_t c)
{
    char text[4];
    int size = adder_utf8_encode(text, c);
    if (c >= 0x80)
        b->ascii = false;
    buffer_add(p, b, text, (size_t)size);
}

/* ---- escapes ---- */

void parse_check_utf8(Parser *p, const char *text, size_t size)
{
    const char *problem = adder_utf8_problem(p->arena, text, size);
    if (problem == NULL)
        return;
    adder_error_at_token(&p->lx, PARSE_SYNTAX_ERROR, &p->tok, "(unicode error) %s", problem);
    parse_fail(p);
}

void parse_warn_escape(Parser *p, const Token *token, const char *escape)
{
    if (*escape >= '4' && *escape <= '7') {
        const char *message =
            adder_front_format(p->arena, "invalid octal escape sequence '\\%.3s'", escape);
        adder_parse_warn(&p->lx, PARSE_DEPRECATION_WARNING, token, message, "%s", message);
        return;
    }
    uint32_t c;
    int size = adder_utf8_decode(escape, &c);
    const char *message = adder_front_format(p->arena, "invalid escape sequence '\\%.*s'", size, escape);
    adder_parse_warn(&p->lx, PARSE_DEPRECATION_WARNING, token, message, "%s", message);
}

typedef struct Unescape {
    Parser *p;
    const char *start, *next, *end;
    size_t widened; /* CPython's codec sees each character beyond ASCII as \UXXXXXXXX: what that adds to positions */
    const char *first_invalid;
} Unescape;

/* The codec's error for the escape that began at `escape` and reaches to u->next. */
static _Noreturn void bad_escape(Unescape *u, const char *escape, const char *why)
{
    size_t from = (size_t)(escape - u->start) + u->widened, to = (size_t)(u->next - u->start) + u->widened - 1;
    if (from == to)
        adder_error_at_token(&u->p->lx, PARSE_SYNTAX_ERROR, &u->p->tok, "(unicode error) 'unicodeescape' codec can't "
                             "decode byte 0x%02x in position %zu: %s", (uint8_t)*escape, from, why);
    else
        adder_error_at_token(&u->p->lx, PARSE_SYNTAX_ERROR, &u->p->tok, "(unicode error) 'unicodeescape' codec can't "
                             "decode bytes in position %zu-%zu: %s", from, to, why);
    parse_fail(u->p);
}

static bool is_hex(char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

static uint32_t hex_escape(Unescape *u, const char *escape, int count, const char *why)
{
    uint32_t c = 0;
    for (int i = 0; i < count; i++, u->next++) {
        if (u->next >= u->end || !is_hex(*u->next))
            bad_escape(u, escape, why);
        c = c << 4 | (uint32_t)digit_value(*u->next);
    }
    if (c > 0x10ffff)
        bad_escape(u, escape, "illegal Unicode character");
    return c;
}

/* \N{name} */
static uint32_t named_escape(Unescape *u, const char *escape)
{
    if (u->next >= u->end || *u->next != '{')
        bad_escape(u, escape, "malformed \\N character escape");
    const char *name = ++u->next, *close = memchr(name, '}', (size_t)(u->end - name));
    if (close == NULL || close == name) {
        u->next = close ? close + 1 : u->end;
        if (close == NULL) /* the rest counts, widened */
            for (const char *q = name; q < u->end; q++)
                if ((uint8_t)*q >= 0xc0) {
                    uint32_t c;
                    u->widened += 10 - (size_t)adder_utf8_decode(q, &c);
                }
        bad_escape(u, escape, "malformed \\N character escape");
    }
    u->next = close + 1;
    int (*lookup)(const char *, size_t) = u->p->input->lookup_name ? u->p->input->lookup_name : adder_char_lookup;
    int c = lookup(name, (size_t)(close - name));
    if (c < 0)
        bad_escape(u, escape, "unknown Unicode character name");
    return (uint32_t)c;
}

static uint32_t octal_escape(Unescape *u, char first)
{
    const char *digits = u->next - 1;
    uint32_t c = (uint32_t)(first - '0');
    for (int i = 0; i < 2 && u->next < u->end && *u->next >= '0' && *u->next <= '7'; i++)
        c = c * 8 + (uint32_t)(*u->next++ - '0');
    if (c > 0377 && u->first_invalid == NULL)
        u->first_invalid = digits;
    return c;
}

/* The escapes that str and bytes share; -1: a newline to skip, -2: none of them. */
static int simple_escape(char c)
{
    switch (c) {
    case '\n': return -1;
    case '\\': case '\'': case '"': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 't': return '\t';
    case 'n': return '\n';
    case 'r': return '\r';
    case 'v': return '\v';
    case 'a': return '\a';
    default: return -2;
    }
}

/* The escape at u->next (behind the backslash). */
static void one_escape(Unescape *u, Buffer *to)
{
    const char *escape = u->next - 1;
    if (u->next >= u->end || (uint8_t)*u->next >= 0x80) { /* a backslash, without a warning */
        buffer_add(u->p, to, "\\", 1);
        u->widened += 5;
        return;
    }
    char c = *u->next++;
    int simple = simple_escape(c);
    if (simple >= 0)
        add_char(u->p, to, (uint32_t)simple);
    else if (simple == -1)
        return;
    else if (c >= '0' && c <= '7')
        add_char(u->p, to, octal_escape(u, c));
    else if (c == 'x')
        add_char(u->p, to, hex_escape(u, escape, 2, "truncated \\xXX escape"));
    else if (c == 'u')
        add_char(u->p, to, hex_escape(u, escape, 4, "truncated \\uXXXX escape"));
    else if (c == 'U')
        add_char(u->p, to, hex_escape(u, escape, 8, "truncated \\UXXXXXXXX escape"));
    else if (c == 'N')
        add_char(u->p, to, named_escape(u, escape));
    else { /* not an escape: both characters stay */
        u->next--;
        if (u->first_invalid == NULL)
            u->first_invalid = u->next;
        buffer_add(u->p, to, "\\", 1);
    }
}

void parse_unescape(Parser *p, Buffer *to, const char *text, size_t size, const Token *token)
{
    Unescape u = {.p = p, .start = text, .next = text, .end = text + size};
    while (u.next < u.end) {
        const char *run = u.next;
        size_t wide = 0;
        while (u.next < u.end && *u.next != '\\') {
            uint8_t c = (uint8_t)*u.next++;
            if (c >= 0x80)
                to->ascii = false;
            if (c >= 0xc0)
                wide += 10;
            if (c >= 0x80)
                wide--;
        }
        if (!to->ascii)
            parse_check_utf8(p, run, (size_t)(u.next - run));
        u.widened += wide;
        buffer_add(p, to, run, (size_t)(u.next - run));
        if (u.next < u.end) {
            u.next++;
            one_escape(&u, to);
        }
    }
    if (u.first_invalid)
        parse_warn_escape(p, token, u.first_invalid);
}

void parse_unescape_bytes(Parser *p, Buffer *to, const char *text, size_t size, const Token *token)
{
    Unescape u = {.p = p, .start = text, .next = text, .end = text + size};
    while (u.next < u.end) {
        const char *backslash = memchr(u.next, '\\', (size_t)(u.end - u.next));
        const char *stop = backslash ? backslash : u.end;
        buffer_add(p, to, u.next, (size_t)(stop - u.next));
        if (backslash == NULL)
            break;
        u.next = stop + 2;
        char c = stop[1], byte;
        int simple = simple_escape(c);
        if (simple == -1)
            continue;
        byte = (char)simple;
        if (c >= '0' && c <= '7')
            byte = (char)octal_escape(&u, c);
        else if (c == 'x') {
            if (u.end - u.next < 2 || !is_hex(u.next[0]) || !is_hex(u.next[1])) {
                adder_error_at_token(&p->lx, PARSE_SYNTAX_ERROR, &p->tok, "(value error) invalid \\x escape at position "
                                     "%zu", (size_t)(stop - text));
                parse_fail(p);
            }
            byte = (char)(digit_value(u.next[0]) << 4 | digit_value(u.next[1]));
            u.next += 2;
        }
        else if (simple == -2) {
            if (u.first_invalid == NULL)
                u.first_invalid = stop + 1;
            u.next = stop + 1;
            byte = '\\';
        }
        buffer_add(p, to, &byte, 1);
    }
    if (u.first_invalid)
        parse_warn_escape(p, token, u.first_invalid);
}

/* ---- string tokens ---- */

typedef struct Piece {
    const char *text, *end; /* between the quotes */
    bool bytes, raw, format;
} Piece;

static Piece take_apart(const Token *token)
{
    Piece piece = {0};
    const char *s = token->start, *end = token->end;
    for (; *s != '"' && *s != '\''; s++) {
        char c = *s | 0x20;
        piece.bytes |= c == 'b';
        piece.raw |= c == 'r';
        piece.format |= c == 'f';
    }
    int quotes = end - s >= 6 && s[1] == *s && s[2] == *s ? 3 : 1;
    piece.text = s + quotes;
    piece.end = end - quotes;
    return piece;
}

/* The most frequent case needs no copy: one literal without escapes. */
static Expr *lone_string(Parser *p, const Token *token)
{
    Piece piece = take_apart(token);
    if (token->non_ascii)
        parse_check_utf8(p, piece.text, (size_t)(piece.end - piece.text));
    Constant value = {.kind = CONST_STR, .ascii = !token->non_ascii, .text = piece.text,
                      .size = (size_t)(piece.end - piece.text)};
    return AST_NEW(p->arena, AST_POS(token), Constant, value, *token->start == 'u' ? "u" : NULL);
}

static void add_bytes(Parser *p, Buffer *to, const Piece *piece, const Token *token)
{
    if (token->non_ascii) {
        adder_error_at_token(&p->lx, PARSE_SYNTAX_ERROR, &p->tok, "bytes can only contain ASCII literal characters");
        parse_fail(p);
    }
    size_t size = (size_t)(piece->end - piece->text);
    if (piece->raw || !token->escaped)
        buffer_add(p, to, piece->text, size);
    else
        parse_unescape_bytes(p, to, piece->text, size, token);
}

static void add_str(Parser *p, FString *f, const Piece *piece, const Token *token)
{
    size_t size = (size_t)(piece->end - piece->text);
    if (piece->format) {
        const char *text = piece->text;
        f->formatted = true;
        since_version(p, 6, "Format strings are");
        parse_fstring(p, f, &text, piece->end, piece->raw, 0, token);
        return;
    }
    if (piece->raw || !token->escaped) {
        if (token->non_ascii) {
            parse_check_utf8(p, piece->text, size);
            f->last.ascii = false;
        }
        buffer_add(p, &f->last, piece->text, size);
    }
    else
        parse_unescape(p, &f->last, piece->text, size, token);
    f->has_last = true;
}

/* strings: STRING+. The tokens are taken first: an error in one of them is shown at the token behind them. */
Expr *parse_strings(Parser *p)
{
    Token fixed[4], *tokens = fixed;
    int count = 0, room = 4;
    do {
        if (count == room) {
            tokens = adder_front_grow(p->arena, tokens, (size_t)count * sizeof *tokens,
                                      (size_t)count * 2 * sizeof *tokens);
            room *= 2;
        }
        tokens[count++] = p->tok;
        parse_advance(p);
    } while (at(p, T_STRING));
    char first = *tokens[0].start | 0x20;
    if (count == 1 && !tokens[0].escaped && first != 'b' && first != 'f' && first != 'r')
        return lone_string(p, &tokens[0]);
    AstPos pos = {tokens[0].lineno, tokens[0].col_offset, tokens[count - 1].end_lineno,
                  tokens[count - 1].end_col_offset};
    FString f = {.mark = seq_mark(p), .pos = pos, .kind = *tokens[0].start == 'u' ? "u" : NULL, .last.ascii = true};
    bool bytes = false;
    for (int i = 0; i < count; i++) {
        Piece piece = take_apart(&tokens[i]);
        if (piece.bytes && tokens[i].non_ascii)
            add_bytes(p, &f.last, &piece, &tokens[i]);
        if (i && piece.bytes != bytes) {
            adder_error_at_token(&p->lx, PARSE_SYNTAX_ERROR, &p->tok, "cannot mix bytes and nonbytes literals");
            parse_fail(p);
        }
        bytes = piece.bytes;
        if (bytes)
            add_bytes(p, &f.last, &piece, &tokens[i]);
        else
            add_str(p, &f, &piece, &tokens[i]);
    }
    if (!bytes)
        return parse_finish_fstring(p, &f);
    Constant value = {.kind = CONST_BYTES, .text = f.last.text ? f.last.text : "", .size = f.last.size};
    return AST_NEW(p->arena, pos, Constant, value, NULL);
}
