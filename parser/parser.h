/* parser.h -- source text to tree: the one door into parser/.
 *
 *   static int compile_it(FrontArena *arena, void *arg) {
 *       Mod *tree = adder_parse(arena, &input, &error);
 *       if (tree == NULL) ... raise what `error` says ...
 *   }
 *   rc = adder_with_frontend_memory(compile_it, &job, &wait);
 *
 * parser/ knows no Python object: errors and warnings come back as data for the caller to raise and to issue.
 */
#ifndef ADDER_PARSER_PARSER_H
#define ADDER_PARSER_PARSER_H

#include "ast.h"

typedef enum ParseMode { PARSE_EXEC, PARSE_SINGLE, PARSE_EVAL, PARSE_FUNC_TYPE } ParseMode;

enum { /* ParseInput.flags */
    PARSE_IGNORE_COOKIE = 1,        /* the source is a str in UTF-8 (surrogates as 3 bytes): a coding cookie is a comment */
    PARSE_TYPE_COMMENTS = 2,        /* PyCF_TYPE_COMMENTS: keep `# type:` comments */
    PARSE_ALLOW_INCOMPLETE = 4,     /* PyCF_ALLOW_INCOMPLETE_INPUT: at the end of input say "incomplete input" */
    PARSE_DONT_IMPLY_DEDENT = 8,    /* PyCF_DONT_IMPLY_DEDENT: a block at the end needs its newline */
    PARSE_BARRY_AS_BDFL = 16,       /* `<>` instead of `!=` */
    PARSE_FROM_FILE = 32,           /* the source is a file being run, not compile()'s argument: bad bytes are an error
                                       wherever they are, and an error's text is the whole line of the file */
    PARSE_INTERACTIVE = 64,         /* PARSE_SINGLE typed line by line: an empty line ends blocks, what comes behind an
                                       error is not looked at, an error's text is its line alone */
    PARSE_OPEN_END = 128            /* with the former: lines may follow, the end ends nothing (adder_parse_needs_more) */
};

typedef struct ParseInput {
    const char *source;   /* any bytes; kept by the caller during the parse */
    size_t size;          /* in bytes */
    const char *filename; /* UTF-8; for messages about encodings */
    ParseMode mode;
    unsigned flags;
    int feature_version;  /* minor version of Python; 0: 11 */
    int max_int_digits;   /* of a decimal literal (sys.get_int_max_str_digits()); 0: 4300; negative: no limit */
    const void *stack_limit; /* lowest address the C stack may reach here; beyond it MemoryError. NULL: no check but the
                                parser's own limit of nesting, which needs some 3 MB */
    int (*lookup_name)(const char *name, size_t size); /* for '\\N{name}': the code point or -1; NULL: only the names
                                                          libunistring knows */
} ParseInput;

typedef enum ParseErrorKind {
    PARSE_OK,
    PARSE_SYNTAX_ERROR, PARSE_INDENTATION_ERROR, PARSE_TAB_ERROR,  /* with location and text */
    PARSE_MEMORY_ERROR,    /* nesting too deep for the parser: CPython raises MemoryError too; no message */
    PARSE_RECURSION_ERROR, /* reserved for the compiler's use of this struct */
    PARSE_VALUE_ERROR,     /* message only: null bytes */
    PARSE_OVERFLOW_ERROR,  /* message only */
    PARSE_UNICODE_ERROR    /* reserved */
} ParseErrorKind;

/* The attributes of the SyntaxError to raise: SyntaxError(message, (filename, lineno, offset, text, end_lineno,
 * end_offset)). Offsets count characters from 1. */
typedef struct ParseErrorPos { int lineno, offset, end_lineno, end_offset; } ParseErrorPos;

typedef enum ParseWarningKind { PARSE_DEPRECATION_WARNING, PARSE_SYNTAX_WARNING } ParseWarningKind;

/* A warning to issue at `filename`, `lineno`. If that raises an exception of the warning's own class, CPython raises
 * SyntaxError(as_error, ...) there instead. */
typedef struct ParseWarning {
    struct ParseWarning *next;
    ParseWarningKind kind;
    const char *message;   /* UTF-8 */
    int lineno;
    const char *as_error;  /* message of the SyntaxError */
    ParseErrorPos pos;
    const char *text;
} ParseWarning;

typedef struct ParseError {
    ParseErrorKind kind;
    const char *message;    /* UTF-8 (WTF-8), front-end memory */
    bool has_location;      /* false: SyntaxError(message) alone, all else None */
    bool has_end;           /* false: end_lineno and end_offset are None */
    bool incomplete;        /* more input could make this right (the REPL asks for a line) */
    ParseErrorPos pos;
    const char *text;       /* the source line with its newline, UTF-8; NULL: None */
    size_t text_size;
    ParseWarning *warnings; /* in source order, also when the parse fails; NULL when none */
} ParseError;

/* Parses `input`. Returns the tree, or NULL with error->kind set. error->warnings are to be issued in both cases,
 * before raising. Runs no Python code. Takes front-end memory from `arena`. */
Mod *adder_parse(FrontArena *arena, const ParseInput *input, ParseError *error);

/* For the prompt. Whether `source` (all lines typed so far, each with its newline) is the beginning of something that
 * wants further lines: an open bracket or string, a backslash, a compound statement not yet ended by a blank line.
 * False also for what is already wrong: parsing it then gives the error. */
bool adder_parse_needs_more(FrontArena *arena, const ParseInput *input);

/* `text` (size bytes of UTF-8, NFKC-normalised already) as an identifier: equal by pointer to every equal one of the
 * trees parsed with this arena. */
const char *adder_intern(FrontArena *arena, const char *text, size_t size);

/* Line `lineno` of the source as a SyntaxError's text: UTF-8 with its newline, *size bytes; NULL: no such line. For
 * the compiler's own errors. */
const char *adder_parse_line(FrontArena *arena, const ParseInput *input, int lineno, size_t *size);

#endif
