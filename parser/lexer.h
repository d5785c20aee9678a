/* lexer.h -- bytes to tokens, and the place where errors are recorded. */
#ifndef ADDER_PARSER_LEXER_H
#define ADDER_PARSER_LEXER_H

#include "parser.h"

typedef enum TokenType {
#define TOKEN(name, text) T_##name,
#define OPERATOR(name, text) T_##name,
#define KEYWORD(name, text) T_##name,
#include "tokens.def"
    T_COUNT
} TokenType;

extern const char *const adder_token_text[T_COUNT]; /* "(", "while", "NAME" */

typedef struct Token {
    TokenType type;
    uint8_t level;  /* brackets open behind it */
    bool escaped;   /* T_STRING: a backslash is inside */
    bool non_ascii; /* T_STRING: a byte above 0x7f is inside */
    int lineno, col_offset, end_lineno, end_col_offset; /* columns are -1 for tokens without text, as in CPython */
    const char *start, *end; /* in the lexer's buffer; NULL without text */
    const char *ident;       /* T_NAME and keywords: interned */
} Token;

enum { MAX_INDENT = 100, MAX_BRACKETS = 200 };

/* How the lexer ended, when it gave T_ERROR. */
typedef enum LexStop { LEX_GOING, LEX_EOF, LEX_ERROR } LexStop;

typedef struct TypeIgnoreNote { struct TypeIgnoreNote *next; int lineno; const char *tag; } TypeIgnoreNote;

/* Everything a parse knows about its text. Copying `state` saves the lexer's place within one logical line. */
typedef struct Lexer {
    struct LexState {
        const char *cur;        /* next byte */
        const char *line_start; /* of the line that holds cur */
        const char *last_line;  /* the line entered last; not line_start when that was moved back for an error */
        const char *shown;      /* start of what an error here shows as its text: this line, or the first line of the
                                   token that reaches over several */
        const char *token;      /* start of the token being read; NULL between tokens */
        int lineno;
        int level;              /* open brackets */
        int pending;            /* INDENTs (> 0) or DEDENTs (< 0) to give */
        int indents;            /* indentation levels; indent[indents] is the current one */
        bool at_line_start;     /* the last token was a NEWLINE: the next line has not been entered */
    } state;
    const char *source, *end;   /* UTF-8, newlines are \n, the last byte is \n, a NUL follows */
    FrontArena *arena;
    const ParseInput *input;
    bool char_offsets;          /* false: columns of errors are bytes (bytes given to compile() without a cookie) */
    bool shows_mark;            /* the first line's text in errors begins with the byte order mark */
    bool type_comments;
    bool silent;                /* no warnings now: this text has been read before */
    int first_lineno;           /* f-string parts: the line the text starts on; 1 for a whole source */
    int first_col;              /* ... and what is added to columns on that line */
    const char *prefix;         /* f-string parts: what messages of the parser begin with; else NULL */
    bool quiet_end;             /* open brackets at the end are no error: the second pass at the prompt */
    bool raised;                /* the last error came from adder_lex_error */
    LexStop stop;
    ParseError *error;          /* kind stays PARSE_OK until something is wrong */
    ParseWarning **warnings_end;
    TypeIgnoreNote *ignores, **ignores_end;
    int indent[MAX_INDENT + 1], alt_indent[MAX_INDENT + 1]; /* columns with tabs to 8 and to 1 */
    char bracket[MAX_BRACKETS];
    int bracket_line[MAX_BRACKETS], bracket_col[MAX_BRACKETS];
} Lexer;

/* Starts reading [source, end), which is as described above. */
void adder_lexer_init(Lexer *lx, FrontArena *arena, const ParseInput *input, ParseError *error, const char *source,
                      const char *end);

/* Reads the next token. At the end T_END again and again; T_ERROR when lx->error says what is wrong. */
void adder_lex(Lexer *lx, Token *token);

/* ---- errors (lexer_error.c) ---- */

enum { CURRENT_COL = -5 }; /* as end_lineno: up to where the lexer is */

/* Records an error as CPython's parser does: columns from 0 in bytes, -1 for unknown. The first one recorded stays. */
void adder_error_at(Lexer *lx, ParseErrorKind kind, int lineno, int col, int end_lineno, int end_col,
                    const char *format, ...) __attribute__((format(printf, 7, 8)));
/* ... at a token, or where the lexer is when the token has no text. */
void adder_error_at_token(Lexer *lx, ParseErrorKind kind, const Token *token, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Records an error as CPython's tokenizer does: on the current line, columns from 1 in characters; -1: here. */
void adder_lex_error(Lexer *lx, int col, int end_col, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* "'(' was never closed", for the innermost open bracket. */
void adder_error_unclosed(Lexer *lx);
/* Adds a warning at `token`'s line, or at the lexer's place when NULL. */
void adder_parse_warn(Lexer *lx, ParseWarningKind kind, const Token *token, const char *as_error, const char *format,
                      ...) __attribute__((format(printf, 5, 6)));
/* printf into front-end memory. */
const char *adder_front_format(FrontArena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* [text, text + size) as valid UTF-8, with bad bytes replaced, as bytes.decode(errors="replace") does. */
const char *adder_front_clean(FrontArena *arena, const char *text, size_t size, size_t *clean_size);

/* ---- source (source.c) ---- */

/* Turns the input into what a Lexer wants: decodes (PEP 263), unifies newlines, adds a last one. Returns false with
 * lx->error set. Sets source, end, char_offsets. */
bool adder_source_open(Lexer *lx, FrontArena *arena, const ParseInput *input, ParseError *error);

/* What is wrong with [text, text + size) as UTF-8, in a codec error's words ("'utf-8' codec can't decode byte ..."), or
 * NULL. */
const char *adder_utf8_problem(FrontArena *arena, const char *text, size_t size);

/* ---- identifiers (ident.c) ---- */

const Ident *adder_intern_hashed(FrontArena *arena, const char *text, size_t size);
/* The length of the valid identifier that `text` begins with, when it holds bytes above 0x7f. */
size_t adder_ident_span(const char *text, size_t size);
/* `text` in NFKC, in front-end memory. */
const char *adder_ident_normalise(FrontArena *arena, const char *text, size_t size, size_t *out_size);
/* Whether str.isprintable() holds for the character. */
bool adder_char_printable(uint32_t c);
/* The code point named, or -1. */
int adder_char_lookup(const char *name, size_t size);
/* Decodes one character of valid UTF-8 (or WTF-8) and returns its length. */
int adder_utf8_decode(const char *text, uint32_t *c);
int adder_utf8_encode(char *to, uint32_t c);

#endif
