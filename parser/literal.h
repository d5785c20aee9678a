/* literal.h -- the values of number and string tokens. */
#ifndef ADDER_PARSER_LITERAL_H
#define ADDER_PARSER_LITERAL_H

#include "parse.h"

/* Bytes being gathered, in pointer-free front-end memory. */
typedef struct Buffer {
    char *text;
    size_t size, room;
    bool ascii; /* nothing above 0x7f was added */
} Buffer;

void buffer_add(Parser *p, Buffer *b, const char *text, size_t size);

/* Adds the text of a str literal's piece with its escapes resolved. `token` is where warnings are shown; errors go to
 * the token in hand. Leaves through parse_fail when an escape is bad. */
void parse_unescape(Parser *p, Buffer *to, const char *text, size_t size, const Token *token);
/* The same for bytes. */
void parse_unescape_bytes(Parser *p, Buffer *to, const char *text, size_t size, const Token *token);
/* Refuses text that is not UTF-8. */
void parse_check_utf8(Parser *p, const char *text, size_t size);

/* "invalid escape sequence '\c'", at the token. */
void parse_warn_escape(Parser *p, const Token *token, const char *escape);

/* f-strings (fstring.c): adds the pieces of the f-string [text, end) to what `f` gathers. */
typedef struct FString {
    Buffer last;       /* the literal text since the last field */
    bool has_last;
    bool formatted;    /* an f-string took part: the result is a JoinedStr */
    int mark;          /* values so far: the parser's stack above here */
    AstPos pos;        /* of the whole concatenation */
    const char *kind;  /* "u" or NULL */
} FString;
void parse_fstring(Parser *p, FString *f, const char **text, const char *end, bool raw, int depth,
                   const Token *token);
Expr *parse_finish_fstring(Parser *p, FString *f);

#endif
