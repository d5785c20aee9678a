/* test_lexer.c -- tokens and their places, identifiers, numbers, what the lexer refuses; and the front end's memory. */
#include "parser/lexer.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- tokens ---- */

typedef struct Reading {
    const char *source;
    ParseMode mode;
    char tokens[2000]; /* "NAME[1:0-1:3] ...", as far as there is room */
    ParseError error;
    char message[300];
} Reading;

static int read_all(FrontArena *arena, void *arg)
{
    Reading *r = arg;
    ParseInput input = {.source = r->source, .size = strlen(r->source), .filename = "f", .mode = r->mode,
                        .flags = PARSE_IGNORE_COOKIE};
    Lexer *lx = adder_front_alloc(arena, sizeof *lx);
    Token token;
    char *to = r->tokens;
    memset(&r->error, 0, sizeof r->error);
    if (!adder_source_open(lx, arena, &input, &r->error))
        return -1;
    adder_lexer_init(lx, arena, &input, &r->error, lx->source, lx->end);
    do {
        adder_lex(lx, &token);
        if (r->tokens + sizeof r->tokens - to > 60)
            to += snprintf(to, (size_t)(r->tokens + sizeof r->tokens - to), "%s[%d:%d-%d:%d] ", adder_token_text[token.type],
                       token.lineno, token.col_offset, token.end_lineno, token.end_col_offset);
    } while (token.type != T_END && token.type != T_ERROR);
    snprintf(r->message, sizeof r->message, "%s", r->error.message ? r->error.message : "");
    return 0;
}

static Reading reading; /* of the test that runs; each runs in a process of its own */

static const char *tokens_of(const char *source)
{
    reading.source = source;
    reading.mode = PARSE_EXEC;
    cr_assert_eq(adder_with_frontend_memory(read_all, &reading, NULL), 0);
    return reading.tokens;
}

#define TOKENS(source, expected) cr_expect_str_eq(tokens_of(source), expected)
#define REFUSES(source, line, column, text)                                           \
    do {                                                                              \
        tokens_of(source);                                                            \
        cr_expect_str_eq(reading.message, text);                                      \
        cr_expect_eq(reading.error.pos.lineno, line);                                 \
        cr_expect_eq(reading.error.pos.offset, column, "offset %d", reading.error.pos.offset); \
    } while (0)

Test(lexer, names_and_operators)
{
    TOKENS("a\n", "NAME[1:0-1:1] NEWLINE[1:1-1:1] ENDMARKER[1:-1-1:-1] ");
    TOKENS("if x", "if[1:0-1:2] NAME[1:3-1:4] NEWLINE[1:4-1:4] ENDMARKER[1:-1-1:-1] ");
    TOKENS("a**=b//c", "NAME[1:0-1:1] **=[1:1-1:4] NAME[1:4-1:5] //[1:5-1:7] NAME[1:7-1:8] NEWLINE[1:8-1:8] "
                       "ENDMARKER[1:-1-1:-1] ");
    TOKENS("x...y", "NAME[1:0-1:1] ...[1:1-1:4] NAME[1:4-1:5] NEWLINE[1:5-1:5] ENDMARKER[1:-1-1:-1] ");
    TOKENS("a:=b->c", "NAME[1:0-1:1] :=[1:1-1:3] NAME[1:3-1:4] ->[1:4-1:6] NAME[1:6-1:7] NEWLINE[1:7-1:7] "
                      "ENDMARKER[1:-1-1:-1] ");
}

Test(lexer, blocks)
{
    TOKENS("if a:\n  b\nc\n", "if[1:0-1:2] NAME[1:3-1:4] :[1:4-1:5] NEWLINE[1:5-1:5] INDENT[2:-1-2:-1] NAME[2:2-2:3] "
                              "NEWLINE[2:3-2:3] DEDENT[3:-1-3:-1] NAME[3:0-3:1] NEWLINE[3:1-3:1] ENDMARKER[3:-1-3:-1] ");
    TOKENS("a\n\n  # only a comment\n\nb", "NAME[1:0-1:1] NEWLINE[1:1-1:1] NAME[5:0-5:1] NEWLINE[5:1-5:1] "
                                            "ENDMARKER[5:-1-5:-1] ");
    TOKENS("(a\n b)", "([1:0-1:1] NAME[1:1-1:2] NAME[2:1-2:2] )[2:2-2:3] NEWLINE[2:3-2:3] ENDMARKER[2:-1-2:-1] ");
    TOKENS("a\\\n  b", "NAME[1:0-1:1] NAME[2:2-2:3] NEWLINE[2:3-2:3] ENDMARKER[2:-1-2:-1] ");
}

Test(lexer, strings)
{
    TOKENS("rb'a' ''", "STRING[1:0-1:5] STRING[1:6-1:8] NEWLINE[1:8-1:8] ENDMARKER[1:-1-1:-1] ");
    TOKENS("'''a\n'b''' c", "STRING[1:0-2:5] NAME[2:6-2:7] NEWLINE[2:7-2:7] ENDMARKER[2:-1-2:-1] ");
    TOKENS("'a\\\nb'", "STRING[1:0-2:2] NEWLINE[2:2-2:2] ENDMARKER[2:-1-2:-1] ");
    TOKENS("ub'a'", "NAME[1:0-1:2] STRING[1:2-1:5] NEWLINE[1:5-1:5] ENDMARKER[1:-1-1:-1] ");
    REFUSES("x = 'abc\n", 1, 5, "unterminated string literal (detected at line 1)");
    REFUSES("'''a\n\n", 1, 1, "unterminated triple-quoted string literal (detected at line 2)");
    REFUSES("'a\\\\\n'", 1, 1, "unterminated string literal (detected at line 1)"); /* the backslash is escaped itself */
}

Test(lexer, numbers)
{
    TOKENS("1_000 0xFf 1.e5 .5 09.5 1j", "NUMBER[1:0-1:5] NUMBER[1:6-1:10] NUMBER[1:11-1:15] NUMBER[1:16-1:18] "
           "NUMBER[1:19-1:23] NUMBER[1:24-1:26] NEWLINE[1:26-1:26] ENDMARKER[1:-1-1:-1] ");
    REFUSES("1__0", 1, 2, "invalid decimal literal");
    REFUSES("0o8", 1, 3, "invalid digit '8' in octal literal");
    REFUSES("0777", 1, 1, "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers");
    REFUSES("1a", 1, 1, "invalid decimal literal");
    tokens_of("1if 2else 3"); /* allowed, with a warning */
    cr_expect_eq(reading.error.kind, PARSE_OK);
}

Test(lexer, identifiers_beyond_ascii)
{
    TOKENS("\xc3\xa9t\xc3\xa9", "NAME[1:0-1:5] NEWLINE[1:5-1:5] ENDMARKER[1:-1-1:-1] ");
    REFUSES("a\xe2\x82\xac", 1, 2, "invalid character '\xe2\x82\xac' (U+20AC)");
    REFUSES("a\xe2\x80\x8b", 1, 2, "invalid non-printable character U+200B");
}

Test(lexer, refusals)
{
    REFUSES(")", 1, 1, "unmatched ')'");
    REFUSES("(\n]", 2, 1, "closing parenthesis ']' does not match opening parenthesis '(' on line 1");
    REFUSES("a\n[(b\n", 2, 2, "'(' was never closed");
    REFUSES("if a:\n    b\n  c", 3, 4, "unindent does not match any outer indentation level");
    REFUSES("if a:\n\tb\n        c", 3, 1, "inconsistent use of tabs and spaces in indentation");
    REFUSES("a \\ b", 1, 4, "unexpected character after line continuation character");
    REFUSES("\x01", 1, 1, "invalid non-printable character U+0001");
}

Test(lexer, limits)
{
    char source[20000];
    memset(source, '(', 300);
    strcpy(source + 300, "\n");
    REFUSES(source, 1, 201, "too many nested parentheses");
    char *to = source;
    for (int i = 0; i < 101; i++)
        to += sprintf(to, "%*sif 1:\n", i, "");
    REFUSES(source, 101, 1, "too many levels of indentation");
}

/* ---- identifiers are interned ---- */

static int intern_some(FrontArena *arena, void *arg)
{
    (void)arg;
    const char *a = adder_intern(arena, "name", 4), *b = adder_intern(arena, "names", 4);
    cr_expect_eq(a, b);
    cr_expect_neq(a, adder_intern(arena, "names", 5));
    cr_expect_eq(ident_of(a)->size, 4);
    cr_expect_eq(ident_of(adder_intern(arena, "while", 5))->token, T_WHILE);
    for (int i = 0; i < 5000; i++) { /* the table grows */
        char text[16];
        int size = sprintf(text, "v%d", i);
        adder_intern(arena, text, (size_t)size);
    }
    cr_expect_eq(a, adder_intern(arena, "name", 4));
    size_t size;
    const char *normal = adder_ident_normalise(arena, "\xef\xac\x81n", 4, &size); /* the ligature fi */
    cr_expect_eq(size, 3);
    cr_expect_eq(memcmp(normal, "fin", 3), 0);
    return 7;
}

Test(front_memory, interning) { cr_expect_eq(adder_with_frontend_memory(intern_some, NULL, NULL), 7); }

/* ---- memory ---- */

typedef struct List { struct List *next; long value; } List;

/* Far more than fits before a collection: what is linked must survive, the rest need not. */
static int build_list(FrontArena *arena, void *arg)
{
    List *list = NULL;
    long sum = 0;
    for (long i = 0; i < 20000; i++) {
        List *link = adder_front_alloc(arena, sizeof *link);
        cr_assert(link->next == NULL && link->value == 0, "memory comes zeroed");
        *link = (List){list, i};
        list = link;
        memset(adder_front_text(arena, 5000), 0xff, 5000);
    }
    for (; list; list = list->next)
        sum += list->value;
    *(long *)arg = sum;
    return 0;
}

Test(front_memory, keeps_what_is_linked)
{
    long sum = 0;
    cr_expect_eq(adder_with_frontend_memory(build_list, &sum, NULL), 0);
    cr_expect_eq(sum, 199990000);
}

static int nested(FrontArena *arena, void *arg)
{
    int *depth = arg;
    List *mine = adder_front_alloc(arena, sizeof *mine);
    mine->value = *depth;
    if (--*depth > 0)
        cr_expect_eq(adder_with_frontend_memory(nested, depth, NULL), 0);
    return mine->value > 0 ? 0 : 1;
}

Test(front_memory, nests)
{
    int depth = 20;
    cr_expect_eq(adder_with_frontend_memory(nested, &depth, NULL), 0);
}

static void *in_thread(void *arg)
{
    (void)arg;
    for (int i = 0; i < 50; i++) {
        long sum = 0;
        Reading *r = calloc(1, sizeof *r);
        r->source = "def f(a):\n  return [a, 'x', 1.5]\n";
        cr_assert_eq(adder_with_frontend_memory(read_all, r, NULL), 0);
        cr_assert_eq(r->error.kind, PARSE_OK);
        if (i % 25 == 0)
            cr_assert(adder_with_frontend_memory(build_list, &sum, NULL) == 0 && sum == 199990000);
        free(r);
    }
    return NULL;
}

static volatile sig_atomic_t signals_seen;
static void count_signal(int number) { (void)number; signals_seen++; }

Test(front_memory, threads_one_after_another_and_no_signals)
{
    struct sigaction action = {.sa_handler = count_signal}, after;
    sigaction(SIGPWR, &action, NULL);
    sigaction(SIGXCPU, &action, NULL);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, in_thread, NULL), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    sigaction(SIGPWR, NULL, &after);
    cr_expect_eq(after.sa_handler, count_signal, "the host's handler is kept");
    cr_expect_eq(signals_seen, 0);
}

Test(front_memory, fork_while_another_thread_compiles)
{
    pthread_t thread;
    cr_assert_eq(pthread_create(&thread, NULL, in_thread, NULL), 0);
    for (int i = 0; i < 20; i++) {
        pid_t child = fork();
        if (child == 0) {
            tokens_of("a = 1\n");
            _exit(reading.error.kind == PARSE_OK ? 0 : 1);
        }
        int status;
        waitpid(child, &status, 0);
        cr_expect_eq(status, 0);
    }
    pthread_join(thread, NULL);
}

/* Waiting for another thread's compile lets go of the caller's lock. */
static int released, acquired;
static void *release(void) { released++; return &released; }
static void acquire(void *saved) { acquired += saved == &released; }

static int slow(FrontArena *arena, void *arg)
{
    (void)arena, (void)arg;
    usleep(100000);
    return 0;
}

static void *run_slow(void *arg) { adder_with_frontend_memory(slow, arg, NULL); return NULL; }

Test(front_memory, waiting)
{
    static const FrontWait wait = {release, acquire};
    pthread_t thread;
    pthread_create(&thread, NULL, run_slow, NULL);
    usleep(30000);
    cr_expect_eq(adder_with_frontend_memory(slow, NULL, &wait), 0);
    pthread_join(thread, NULL);
    cr_expect(released == 1 && acquired == 1);
}
