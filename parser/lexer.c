/* lexer.c -- UTF-8 text to tokens, in one pass over the bytes, on demand.
 *
 * The text ends with a NUL (after a newline, for a whole file), so no look at the next byte needs a bound. Positions, the moment at which a problem is
 * seen and what is shown of it follow CPython's tokenizer, since they are visible in every SyntaxError: in particular
 * a line is "entered" (lineno, line_start, shown) only when its first byte is wanted.
 */
#include "lexer.h"

#include <string.h>

const char *const adder_token_text[T_COUNT] = {
#define TOKEN(name, text) [T_##name] = text,
#define OPERATOR(name, text) [T_##name] = text,
#define KEYWORD(name, text) [T_##name] = text,
#include "tokens.def"
};

/* ---- bytes ---- */

enum { C_IDENT = 1, C_START = 2, C_DIGIT = 4, C_HEX = 8, C_HIGH = 16, C_STOP = 32, C_BLANK = 64 };

/* C_IDENT: goes on in an identifier; C_START: begins one; C_STOP: ends the fast scan inside a string. */
static const uint8_t class_of[256] = {
    ['0' ... '9'] = C_IDENT | C_DIGIT | C_HEX,
    ['a' ... 'f'] = C_IDENT | C_START | C_HEX,
    ['g' ... 'z'] = C_IDENT | C_START,
    ['A' ... 'F'] = C_IDENT | C_START | C_HEX,
    ['G' ... 'Z'] = C_IDENT | C_START,
    ['_'] = C_IDENT | C_START,
    [0x80 ... 0xff] = C_IDENT | C_START | C_HIGH | C_STOP,
    ['\''] = C_STOP, ['"'] = C_STOP, ['\\'] = C_STOP, ['\n'] = C_STOP, [0] = C_STOP,
    [' '] = C_BLANK, ['\t'] = C_BLANK, ['\f'] = C_BLANK,
};

static inline bool is(char c, int which) { return class_of[(uint8_t)c] & which; }

/* ---- lines ---- */

/* Enters the line that cur is at the start of. */
static inline void enter_line(Lexer *lx)
{
    struct LexState *s = &lx->state;
    s->lineno++;
    s->line_start = s->last_line = s->cur;
    if (s->token == NULL)
        s->shown = s->cur;
}

void adder_lexer_init(Lexer *lx, FrontArena *arena, const ParseInput *input, ParseError *error, const char *source,
                      const char *end)
{
    lx->arena = arena;
    lx->input = input;
    lx->error = error;
    lx->source = source;
    lx->end = end;
    lx->first_lineno = 1;
    lx->first_col = 0;
    lx->stop = LEX_GOING;
    lx->prefix = NULL;
    lx->raised = false;
    lx->quiet_end = false;
    lx->type_comments = input->flags & PARSE_TYPE_COMMENTS;
    lx->ignores_end = &lx->ignores;
    lx->warnings_end = &error->warnings;
    lx->state = (struct LexState){
        .cur = source, .line_start = source, .last_line = source, .shown = source, .lineno = 0, .at_line_start = true};
    lx->indent[0] = lx->alt_indent[0] = 0;
}

/* Where the current line's newline is, or the end. */
static const char *rest_of_line(Lexer *lx)
{
    const char *newline = memchr(lx->state.cur, '\n', (size_t)(lx->end - lx->state.cur));
    return newline ? newline : lx->end;
}

/* ---- tokens ---- */

static inline void give(Lexer *lx, Token *token, TokenType type, const char *start, const char *end)
{
    const struct LexState *s = &lx->state;
    token->type = type;
    token->level = (uint8_t)s->level;
    token->start = start;
    token->end = end;
    token->lineno = token->end_lineno = s->lineno;
    token->col_offset = start >= s->line_start ? (int)(start - s->line_start) : -1;
    token->end_col_offset = end ? (int)(end - s->line_start) : -1;
}

/* A token without text, placed where the lexer is. */
static void give_empty(Lexer *lx, Token *token, TokenType type)
{
    token->type = type;
    token->level = (uint8_t)lx->state.level;
    token->start = token->end = NULL;
    token->lineno = token->end_lineno = lx->state.lineno;
    token->col_offset = token->end_col_offset = -1;
}

static void give_error(Lexer *lx, Token *token)
{
    if (lx->stop == LEX_GOING)
        lx->stop = LEX_ERROR;
    give_empty(lx, token, T_ERROR);
}

/* The source ended where it may not. */
static void give_eof_error(Lexer *lx, Token *token)
{
    lx->stop = LEX_EOF;
    give_empty(lx, token, T_ERROR);
    if (lx->state.level)
        adder_error_unclosed(lx);
    else
        adder_error_at_token(lx, PARSE_SYNTAX_ERROR, token, "unexpected EOF while parsing");
}

/* Indentation errors: CPython's parser raises them, at the offending line. */
static void give_indent_error(Lexer *lx, Token *token, ParseErrorKind kind, const char *message)
{
    give_error(lx, token);
    adder_error_at(lx, kind, lx->state.lineno, 0, lx->state.lineno, -1, "%s", message);
}

/* ---- identifiers ---- */

/* Reports the character at `bad`, and leaves the lexer behind it. */
static void bad_character(Lexer *lx, const char *bad)
{
    uint32_t c;
    lx->state.cur = bad + adder_utf8_decode(bad, &c);
    if (adder_char_printable(c)) {
        char text[5] = {0};
        adder_utf8_encode(text, c);
        adder_lex_error(lx, -1, -1, "invalid character '%s' (U+%04X)", text, c);
    }
    else
        adder_lex_error(lx, -1, -1, "invalid non-printable character U+%04X", c);
}

/* An identifier with bytes above 0x7f in it. */
static void lex_wide_name(Lexer *lx, Token *token, const char *start)
{
    const char *end = lx->state.cur;
    size_t size = (size_t)(end - start);
    const char *problem = adder_utf8_problem(lx->arena, start, size);
    if (problem) {
        give_error(lx, token);
        adder_error_at_token(lx, PARSE_SYNTAX_ERROR, token, "(unicode error) %s", problem);
        return;
    }
    size_t good = adder_ident_span(start, size);
    if (good < size) {
        bad_character(lx, start + good);
        give_error(lx, token);
        return;
    }
    size_t normal_size;
    const char *normal = adder_ident_normalise(lx->arena, start, size, &normal_size);
    give(lx, token, T_NAME, start, end);
    token->ident = adder_intern_hashed(lx->arena, normal, normal_size)->text;
}

/* ---- strings ---- */

/* The error is shown on the string's first line, and the lexer goes back to behind the string's first byte. */
static void string_unterminated(Lexer *lx, Token *token, const char *start, bool triple, const char *first_line,
                                int first_lineno)
{
    struct LexState *s = &lx->state;
    int last = s->lineno;
    bool at_end = triple || s->cur >= lx->end;
    s->cur = start + 1;
    s->line_start = first_line;
    s->lineno = first_lineno;
    if (triple)
        adder_lex_error(lx, -1, -1, "unterminated triple-quoted string literal (detected at line %d)", last);
    else
        adder_lex_error(lx, -1, -1, "unterminated string literal (detected at line %d)", last);
    give_error(lx, token);
    if (at_end)
        lx->stop = LEX_EOF;
}

/* From the opening quote on; `start` is where the prefix began. */
static void lex_string(Lexer *lx, Token *token, const char *start)
{
    struct LexState *s = &lx->state;
    const char *p = s->cur, *first_line = s->line_start;
    int first_lineno = s->lineno;
    char quote = *p++;
    bool triple = p[0] == quote && p[1] == quote;
    token->escaped = token->non_ascii = false;
    if (triple)
        p += 2;
    for (;;) {
        while (!is(*p, C_STOP))
            p++;
        char c = *p;
        if (c == quote && (!triple || (p[1] == quote && p[2] == quote)))
            break;
        if (p >= lx->end || (c == '\n' && !triple)) {
            s->cur = p;
            string_unterminated(lx, token, start, triple, first_line, first_lineno);
            return;
        }
        if (c == '\\') {
            token->escaped = true;
            c = *++p;
            if (p >= lx->end)
                continue;
        }
        if (is(c, C_HIGH))
            token->non_ascii = true;
        p++;
        if (c == '\n' && p < lx->end) {
            s->cur = p;
            enter_line(lx);
        }
    }
    s->cur = p + (triple ? 3 : 1);
    token->type = T_STRING;
    token->level = (uint8_t)s->level;
    token->start = start;
    token->end = s->cur;
    token->lineno = first_lineno;
    token->col_offset = (int)(start - first_line);
    token->end_lineno = s->lineno;
    token->end_col_offset = (int)(s->cur - s->line_start);
}

/* Whether [start, cur) is a string prefix: any of r b u f br rb fr rf, in either case. */
static bool is_prefix(const char *start, const char *end)
{
    char a = start[0] | 0x20;
    if (end - start == 1)
        return a == 'r' || a == 'b' || a == 'u' || a == 'f';
    char b = start[1] | 0x20;
    return end - start == 2 && ((a == 'r' && (b == 'b' || b == 'f')) || ((a == 'b' || a == 'f') && b == 'r'));
}

static void lex_name(Lexer *lx, Token *token, const char *start)
{
    const char *p = start + 1;
    int seen = class_of[(uint8_t)*start];
    while (is(*p, C_IDENT))
        seen |= class_of[(uint8_t)*p++];
    lx->state.cur = p;
    if ((*p == '"' || *p == '\'') && p - start <= 2 && is_prefix(start, p)) {
        lex_string(lx, token, start);
        return;
    }
    if (seen & C_HIGH) {
        lex_wide_name(lx, token, start);
        return;
    }
    const Ident *ident = adder_intern_hashed(lx->arena, start, (size_t)(p - start));
    give(lx, token, (TokenType)ident->token, start, p);
    token->ident = ident->text;
}

/* ---- numbers ---- */

static bool is_whole_word(const char *p, const char *word)
{
    size_t size = strlen(word);
    return strncmp(p, word, size) == 0 && !is(p[size], C_IDENT);
}

/* After a number: a letter here is an error, unless it begins a keyword that can follow one (1if x else y). Leaves the
 * lexer as CPython does: before the letter. */
static bool number_ends(Lexer *lx, const char *kind)
{
    const char *p = lx->state.cur;
    bool word = false;
    switch (*p) {
    case 'a': word = is_whole_word(p, "and"); break;
    case 'e': word = is_whole_word(p, "else"); break;
    case 'f': word = is_whole_word(p, "for"); break;
    case 'i': word = p[1] == 'f' || p[1] == 'n' || p[1] == 's'; break;
    case 'o': word = is_whole_word(p, "or"); break;
    case 'n': word = is_whole_word(p, "not"); break;
    default: break;
    }
    if (word) {
        const char *message = adder_front_format(lx->arena, "invalid %s literal", kind);
        adder_parse_warn(lx, PARSE_SYNTAX_WARNING, NULL, message, "%s", message);
        return true;
    }
    if (!is(*p, C_IDENT))
        return true;
    adder_lex_error(lx, -1, -1, "invalid %s literal", kind);
    return false;
}

/* Digits with single underscores between them, from a digit on. */
static bool decimal_tail(Lexer *lx)
{
    const char *p = lx->state.cur;
    for (;;) {
        while (is(*p, C_DIGIT))
            p++;
        if (*p != '_')
            break;
        if (!is(*++p, C_DIGIT)) {
            lx->state.cur = p;
            adder_lex_error(lx, -1, -1, "invalid decimal literal");
            return false;
        }
    }
    lx->state.cur = p;
    return true;
}

/* 0x, 0o, 0b: cur is behind the letter. */
static bool radix_digits(Lexer *lx, const char *kind, int top)
{
    const char *p = lx->state.cur;
    for (;;) {
        if (*p == '_')
            p++;
        const char *first = p;
        while (top ? (*p >= '0' && *p <= top) : is(*p, C_HEX))
            p++;
        if (top && is(*p, C_DIGIT)) {
            lx->state.cur = p + 1;
            adder_lex_error(lx, -1, -1, "invalid digit '%c' in %s literal", *p, kind);
            return false;
        }
        lx->state.cur = p;
        if (p == first) {
            adder_lex_error(lx, -1, -1, "invalid %s literal", kind);
            return false;
        }
        if (*p != '_')
            return number_ends(lx, kind);
    }
}

/* Behind the integer part: fraction, exponent, j. */
static bool number_rest(Lexer *lx, bool fraction)
{
    struct LexState *s = &lx->state;
    if (fraction && *s->cur == '.') {
        s->cur++;
        if (is(*s->cur, C_DIGIT) && !decimal_tail(lx))
            return false;
    }
    if ((*s->cur | 0x20) == 'e') {
        const char *e = s->cur++;
        bool sign = *s->cur == '+' || *s->cur == '-';
        s->cur += sign;
        if (is(*s->cur, C_DIGIT)) {
            if (!decimal_tail(lx))
                return false;
        }
        else if (sign) {
            adder_lex_error(lx, -1, -1, "invalid decimal literal");
            return false;
        }
        else {
            s->cur = e;
            return number_ends(lx, "decimal");
        }
    }
    if ((*s->cur | 0x20) == 'j') {
        s->cur++;
        return number_ends(lx, "imaginary");
    }
    return number_ends(lx, "decimal");
}

/* A literal that begins with 0: a radix prefix, zeros, or a float. */
static bool zero_number(Lexer *lx, const char *start)
{
    struct LexState *s = &lx->state;
    const char *p = start + 1;
    s->cur = p + 1;
    switch (*p | 0x20) {
    case 'x': return radix_digits(lx, "hexadecimal", 0);
    case 'o': return radix_digits(lx, "octal", '7');
    case 'b': return radix_digits(lx, "binary", '1');
    default: break;
    }
    bool nonzero = false;
    for (;; p++) {
        if (*p == '_' && !is(*++p, C_DIGIT)) {
            s->cur = p;
            adder_lex_error(lx, -1, -1, "invalid decimal literal");
            return false;
        }
        if (*p != '0')
            break;
    }
    const char *zeros_end = p + 1;
    s->cur = p;
    if (is(*p, C_DIGIT)) {
        nonzero = true;
        if (!decimal_tail(lx))
            return false;
    }
    char c = *s->cur;
    if (nonzero && c != '.' && (c | 0x20) != 'e' && (c | 0x20) != 'j') {
        adder_lex_error(lx, (int)(start + 1 - s->line_start), (int)(zeros_end - s->line_start),
                        "leading zeros in decimal integer literals are not permitted; "
                        "use an 0o prefix for octal integers");
        return false;
    }
    return number_rest(lx, true);
}

static void lex_number(Lexer *lx, Token *token, const char *start)
{
    bool good;
    lx->state.cur = start;
    if (*start == '0')
        good = zero_number(lx, start);
    else if (*start == '.')
        good = number_rest(lx, true);
    else
        good = decimal_tail(lx) && number_rest(lx, true);
    if (good)
        give(lx, token, T_NUMBER, start, lx->state.cur);
    else
        give_error(lx, token);
}

/* ---- indentation ---- */

/* cur is behind a backslash. Goes to the start of the next line; false: nothing sensible follows (error recorded). */
static bool continue_line(Lexer *lx, Token *token)
{
    struct LexState *s = &lx->state;
    if (*s->cur != '\n') {
        if (s->cur < lx->end)
            s->cur++;
        give_error(lx, token);
        adder_error_at(lx, PARSE_SYNTAX_ERROR, s->lineno, (int)(s->cur - s->shown - 1), s->lineno, -1,
                       "unexpected character after line continuation character");
        return false;
    }
    s->cur++;
    if (s->cur >= lx->end) {
        give_eof_error(lx, token);
        return false;
    }
    enter_line(lx);
    return true;
}

/* Compares the line's indentation with the open ones and sets `pending`. */
static bool set_indentation(Lexer *lx, Token *token, int col, int alt)
{
    struct LexState *s = &lx->state;
    int top = s->indents;
    bool mixed;
    if (col == lx->indent[top])
        mixed = alt != lx->alt_indent[top];
    else if (col > lx->indent[top]) {
        if (top + 1 >= MAX_INDENT) {
            give_indent_error(lx, token, PARSE_INDENTATION_ERROR, "too many levels of indentation");
            return false;
        }
        mixed = alt <= lx->alt_indent[top];
        if (!mixed) {
            s->pending++;
            s->indents = ++top;
            lx->indent[top] = col;
            lx->alt_indent[top] = alt;
        }
    }
    else {
        while (top > 0 && col < lx->indent[top])
            s->pending--, top--;
        s->indents = top;
        if (col != lx->indent[top]) {
            s->cur = rest_of_line(lx);
            s->cur += s->cur < lx->end;
            give_error(lx, token);
            adder_error_at_token(lx, PARSE_INDENTATION_ERROR, token,
                                 "unindent does not match any outer indentation level");
            return false;
        }
        mixed = alt != lx->alt_indent[top];
    }
    if (mixed)
        give_indent_error(lx, token, PARSE_TAB_ERROR, "inconsistent use of tabs and spaces in indentation");
    return !mixed;
}

/* A comment at cur ('#'). Returns true when it is a type comment that was given as a token. */
static bool lex_comment(Lexer *lx, Token *token)
{
    struct LexState *s = &lx->state;
    const char *end = rest_of_line(lx);
    const char *p = s->cur + 1;
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    if (!lx->type_comments || end - p < 5 || memcmp(p, "type:", 5) != 0) {
        s->cur = end;
        return false;
    }
    p += 5;
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    const char *tag = p + 6;
    bool ignore = end - p >= 6 && memcmp(p, "ignore", 6) == 0
               && !(tag < end && ((uint8_t)*tag >= 128 || (is(*tag, C_IDENT) && *tag != '_')));
    s->cur = end;
    if (ignore) {
        size_t size = (size_t)(end - tag);
        TypeIgnoreNote *note = adder_front_alloc(lx->arena, sizeof *note);
        note->lineno = s->lineno;
        note->tag = adder_front_format(lx->arena, "%.*s", (int)size, tag);
        *lx->ignores_end = note;
        lx->ignores_end = &note->next;
        return false;
    }
    give(lx, token, T_TYPE_COMMENT, p, end);
    return true;
}

/* At the prompt, an empty line ends blocks and a first line without code is a statement: they are not skipped. */
static bool is_let_through(const Lexer *lx, int col)
{
    const struct LexState *s = &lx->state;
    if (!(lx->input->flags & PARSE_INTERACTIVE) || (*s->cur != '\n' && *s->cur != '#'))
        return false;
    return (col == 0 && *s->cur == '\n') || s->lineno == 1;
}

/* At the start of a line outside brackets: skips blank lines and comments, measures the indentation of the first
 * other line. false: an error token was given. */
static bool begin_line(Lexer *lx, Token *token)
{
    struct LexState *s = &lx->state;
    for (;;) {
        s->token = NULL;
        if (s->cur >= lx->end) { /* the end: the line before stays the current one */
            s->at_line_start = false;
            for (; s->indents > 0 && !(lx->input->flags & PARSE_OPEN_END); s->indents--)
                s->pending--;
            return true;
        }
        enter_line(lx);
        int col = 0, alt = 0, continued = 0;
        for (;;) {
            char c = *s->cur;
            if (c == ' ')
                col++, alt++;
            else if (c == '\t') {
                col = (col / 8 + 1) * 8;
                alt = alt + 1;
            }
            else if (c == '\f')
                col = alt = 0;
            else if (c == '\\') { /* only what stands before the first backslash counts */
                continued = continued ? continued : col;
                s->cur++;
                if (!continue_line(lx, token))
                    return false;
                continue;
            }
            else
                break;
            s->cur++;
        }
        if (is_let_through(lx, col)) {
            s->at_line_start = false;
            return set_indentation(lx, token, 0, 0);
        }
        if (*s->cur == '#') {
            if (lx->type_comments && lex_comment(lx, token)) { /* on a line of its own: a NEWLINE follows */
                s->at_line_start = false;
                return false;
            }
            s->cur = rest_of_line(lx);
            if (s->cur >= lx->end) { /* the end, without a newline: nothing is unindented */
                s->at_line_start = false;
                return true;
            }
        }
        if (*s->cur == '\n') { /* a blank line */
            s->cur++;
            continue;
        }
        s->at_line_start = false;
        return set_indentation(lx, token, continued ? continued : col, continued ? continued : alt);
    }
}

/* ---- operators ---- */

static void open_bracket(Lexer *lx, Token *token, TokenType type, const char *start)
{
    struct LexState *s = &lx->state;
    if (s->level >= MAX_BRACKETS) {
        adder_lex_error(lx, -1, -1, "too many nested parentheses");
        give_error(lx, token);
        return;
    }
    lx->bracket[s->level] = *start;
    lx->bracket_line[s->level] = s->lineno;
    lx->bracket_col[s->level] = (int)(start - s->line_start);
    s->level++;
    give(lx, token, type, start, s->cur);
}

static void close_bracket(Lexer *lx, Token *token, TokenType type, const char *start)
{
    struct LexState *s = &lx->state;
    if (s->level == 0)
        adder_lex_error(lx, -1, -1, "unmatched '%c'", *start);
    else {
        char opening = lx->bracket[--s->level];
        if ((opening == '(' && *start == ')') || (opening != '(' && *start == opening + 2)) {
            give(lx, token, type, start, s->cur);
            return;
        }
        if (lx->bracket_line[s->level] != s->lineno)
            adder_lex_error(lx, -1, -1, "closing parenthesis '%c' does not match opening parenthesis '%c' on line %d",
                            *start, opening, lx->bracket_line[s->level]);
        else
            adder_lex_error(lx, -1, -1, "closing parenthesis '%c' does not match opening parenthesis '%c'", *start,
                            opening);
    }
    give_error(lx, token);
}

/* Gives the operator of `size` bytes. */
static inline void op(Lexer *lx, Token *token, TokenType type, const char *start, int size)
{
    lx->state.cur = start + size;
    give(lx, token, type, start, start + size);
}

/* c, c=  */
#define ONE_OR_ASSIGN(one, assign) op(lx, token, p[1] == '=' ? (assign) : (one), p, p[1] == '=' ? 2 : 1)
/* c, c=, cc, cc= */
#define DOUBLED(one, assign, two, two_assign)                                                       \
    (p[1] == p[0] ? op(lx, token, p[2] == '=' ? (two_assign) : (two), p, p[2] == '=' ? 3 : 2)       \
                  : ONE_OR_ASSIGN(one, assign))

static void lex_operator(Lexer *lx, Token *token, const char *p)
{
    lx->state.cur = p + 1;
    switch (*p) {
    case '(': open_bracket(lx, token, T_LPAR, p); break;
    case '[': open_bracket(lx, token, T_LSQB, p); break;
    case '{': open_bracket(lx, token, T_LBRACE, p); break;
    case ')': close_bracket(lx, token, T_RPAR, p); break;
    case ']': close_bracket(lx, token, T_RSQB, p); break;
    case '}': close_bracket(lx, token, T_RBRACE, p); break;
    case ',': op(lx, token, T_COMMA, p, 1); break;
    case ';': op(lx, token, T_SEMI, p, 1); break;
    case '~': op(lx, token, T_TILDE, p, 1); break;
    case ':': ONE_OR_ASSIGN(T_COLON, T_COLONEQUAL); break;
    case '=': ONE_OR_ASSIGN(T_EQUAL, T_EQEQUAL); break;
    case '+': ONE_OR_ASSIGN(T_PLUS, T_PLUSEQUAL); break;
    case '%': ONE_OR_ASSIGN(T_PERCENT, T_PERCENTEQUAL); break;
    case '&': ONE_OR_ASSIGN(T_AMPER, T_AMPEREQUAL); break;
    case '|': ONE_OR_ASSIGN(T_VBAR, T_VBAREQUAL); break;
    case '^': ONE_OR_ASSIGN(T_CIRCUMFLEX, T_CIRCUMFLEXEQUAL); break;
    case '@': ONE_OR_ASSIGN(T_AT, T_ATEQUAL); break;
    case '!': ONE_OR_ASSIGN(T_OTHER, T_NOTEQUAL); break;
    case '*': DOUBLED(T_STAR, T_STAREQUAL, T_DOUBLESTAR, T_DOUBLESTAREQUAL); break;
    case '/': DOUBLED(T_SLASH, T_SLASHEQUAL, T_DOUBLESLASH, T_DOUBLESLASHEQUAL); break;
    case '>': DOUBLED(T_GREATER, T_GREATEREQUAL, T_RIGHTSHIFT, T_RIGHTSHIFTEQUAL); break;
    case '<':
        if (p[1] == '>')
            op(lx, token, T_NOTEQUAL, p, 2);
        else
            DOUBLED(T_LESS, T_LESSEQUAL, T_LEFTSHIFT, T_LEFTSHIFTEQUAL);
        break;
    case '-':
        if (p[1] == '>')
            op(lx, token, T_ARROW, p, 2);
        else
            ONE_OR_ASSIGN(T_MINUS, T_MINEQUAL);
        break;
    case '.':
        if (p[1] == '.' && p[2] == '.')
            op(lx, token, T_ELLIPSIS, p, 3);
        else
            op(lx, token, T_DOT, p, 1);
        break;
    case '$': case '?': case '`':
        op(lx, token, T_OTHER, p, 1);
        break;
    default: /* control characters; bytes above 0x7f begin names */
        adder_lex_error(lx, -1, -1, "invalid non-printable character U+%04X", (uint8_t)*p);
        give_error(lx, token);
        break;
    }
}

/* ---- the whole ---- */

/* The newline at cur ends a statement; `start` is where its comment begins, or cur. */
static void lex_newline(Lexer *lx, Token *token, const char *start)
{
    struct LexState *s = &lx->state;
    give(lx, token, T_NEWLINE, start, s->cur);
    s->cur++;
    s->at_line_start = true;
}

void adder_lex(Lexer *lx, Token *token)
{
    struct LexState *s = &lx->state;
    s->token = NULL;
    if (s->at_line_start && !begin_line(lx, token))
        return;
    if (s->pending) {
        give_empty(lx, token, s->pending > 0 ? T_INDENT : T_DEDENT);
        s->pending += s->pending > 0 ? -1 : 1;
        return;
    }
    for (;;) {
        const char *p = s->cur;
        while (is(*p, C_BLANK))
            p++;
        s->cur = s->token = p;
        if (is(*p, C_START)) {
            lex_name(lx, token, p);
            return;
        }
        if (is(*p, C_DIGIT) || (*p == '.' && is(p[1], C_DIGIT))) {
            lex_number(lx, token, p);
            return;
        }
        switch (*p) {
        case '#':
            if (lex_comment(lx, token))
                return;
            if (s->level == 0 && s->cur < lx->end) {
                lex_newline(lx, token, p);
                return;
            }
            continue;
        case '\n':
            if (s->level == 0) {
                lex_newline(lx, token, p);
                return;
            }
            s->cur++;
            s->token = NULL;
            if (s->cur < lx->end)
                enter_line(lx);
            continue;
        case '"': case '\'':
            lex_string(lx, token, p);
            return;
        case '\\':
            s->cur++;
            if (!continue_line(lx, token))
                return;
            continue;
        case 0:
            if (p >= lx->end) {
                s->token = NULL;
                if (s->level && !lx->quiet_end)
                    give_eof_error(lx, token);
                else {
                    lx->stop = LEX_EOF;
                    give_empty(lx, token, T_END);
                }
                return;
            } /* fall through */
        default:
            lex_operator(lx, token, p);
            return;
        }
    }
}
