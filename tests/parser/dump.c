/* dump.c -- parses sources and prints trees, errors or times. A test tool: parser/ and libgc alone.
 *
 *   dump FILE...            one line a file: the tree, or ERROR and what a SyntaxError would carry
 *   dump -r DIR FILE...     compares that with DIR/<file, % for />, prints the names of those that differ
 *   dump -t N FILE...       parses each N times, prints lines a second
 *   dump -s                 reads snippets from stdin: "MODE FLAGS SIZE\n" and SIZE bytes each; one line for each
 *   -p before the others: sources are files being run (PARSE_FROM_FILE); -w: only the warnings, "KIND line message" each,
 *   and the error that the first of them would be
 */
#include "parser/ast_dump.h"
#include "parser/lexer.h"
#include "parser/parser.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct Job {
    ParseInput input;
    char *result; /* malloc()ed */
    bool parse_only, warnings_only;
    bool failed;
} Job;

static const char *const kinds[] = {
    "OK", "SyntaxError", "IndentationError", "TabError", "MemoryError", "RecursionError", "ValueError",
    "OverflowError", "UnicodeError"};

static const char *number_or_none(char buffer[16], bool present, int value)
{
    if (!present)
        return "None";
    snprintf(buffer, 16, "%d", value);
    return buffer;
}

static char *describe_error(FrontArena *arena, const ParseError *e)
{
    char a[16], b[16], c[16], d[16], *text;
    const char *shown = e->text ? adder_text_repr(arena, e->text, e->text_size) : "None";
    if (e->kind == PARSE_MEMORY_ERROR)
        return strdup("ERROR MemoryError|");
    if (!e->has_location && e->kind == PARSE_VALUE_ERROR)
        return asprintf(&text, "ERROR ValueError|%s", e->message) < 0 ? NULL : text;
    if (asprintf(&text, "ERROR %s|%s|%s|%s|%s|%s|%s", kinds[e->kind], e->message ? e->message : "",
                 number_or_none(a, e->has_location, e->pos.lineno), number_or_none(b, e->has_location, e->pos.offset),
                 number_or_none(c, e->has_end, e->pos.end_lineno),
                 number_or_none(d, e->has_end, e->pos.end_offset), shown) < 0)
        abort();
    return text;
}

static char *describe_warnings(FrontArena *arena, const ParseError *e)
{
    const char *text = "";
    for (ParseWarning *w = e->warnings; w; w = w->next)
        text = adder_front_format(arena, "%s%s %d %s;", text,
                                  w->kind == PARSE_SYNTAX_WARNING ? "SyntaxWarning" : "DeprecationWarning", w->lineno,
                                  w->message);
    if (e->warnings == NULL)
        return strdup("");
    const ParseWarning *w = e->warnings;
    ParseError first = {.kind = PARSE_SYNTAX_ERROR, .message = w->as_error, .has_location = true, .has_end = true,
                        .pos = w->pos, .text = w->text, .text_size = strlen(w->text)};
    char *as_error = describe_error(arena, &first), *result;
    if (asprintf(&result, "%s %s", text, as_error) < 0)
        abort();
    free(as_error);
    return result;
}

static int run(FrontArena *arena, void *arg)
{
    Job *job = arg;
    ParseError error;
    Mod *mod = adder_parse(arena, &job->input, &error);
    job->failed = mod == NULL;
    if (job->warnings_only) {
        job->result = describe_warnings(arena, &error);
        return 0;
    }
    if (mod == NULL)
        job->result = describe_error(arena, &error);
    else if (!job->parse_only)
        job->result = strdup(adder_ast_dump(arena, (AstNode *)mod, true));
    return 0;
}

static bool warnings_only;

static char *describe(const char *source, size_t size, const char *filename, ParseMode mode, unsigned flags)
{
    Job job = {.input = {.source = source, .size = size, .filename = filename, .mode = mode, .flags = flags},
               .warnings_only = warnings_only};
    if (adder_with_frontend_memory(run, &job, NULL) == ADDER_FRONT_NO_MEMORY)
        return strdup("ERROR no memory");
    return job.result;
}

static char *read_file(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        perror(path);
        exit(2);
    }
    fseek(f, 0, SEEK_END);
    *size = (size_t)ftell(f);
    rewind(f);
    char *text = malloc(*size + 1);
    if (fread(text, 1, *size, f) != *size)
        abort();
    fclose(f);
    return text;
}

static int compare(const char *folder, char **files, unsigned flags)
{
    int different = 0, count = 0;
    for (; *files; files++, count++) {
        char path[4096];
        size_t size, expected_size;
        char *text = read_file(*files, &size);
        char *got = describe(text, size, *files, PARSE_EXEC, flags);
        int start = snprintf(path, sizeof path, "%s/", folder);
        snprintf(path + start, sizeof path - (size_t)start, "%s", *files + (**files == '/'));
        for (char *p = path + start; *p; p++)
            if (*p == '/')
                *p = '%';
        char *expected = read_file(path, &expected_size);
        expected_size -= expected_size && expected[expected_size - 1] == '\n';
        if (strlen(got) != expected_size || memcmp(got, expected, expected_size) != 0) {
            size_t i = 0;
            while (i < expected_size && got[i] == expected[i])
                i++;
            size_t from = i > 150 ? i - 150 : 0;
            printf("%s\n  expected ...%.300s\n  got      ...%.300s\n", *files, expected + from, got + from);
            different++;
        }
        free(text), free(got), free(expected);
    }
    printf("%d of %d differ\n", different, count);
    return different != 0;
}

static void measure(int times, char **files)
{
    long lines = 0;
    struct timespec start, end;
    double seconds = 0;
    for (; *files; files++) {
        size_t size;
        char *text = read_file(*files, &size);
        for (size_t i = 0; i < size; i++)
            lines += (text[i] == '\n') * times;
        clock_gettime(CLOCK_MONOTONIC, &start);
        for (int i = 0; i < times; i++) {
            Job job = {.input = {.source = text, .size = size, .filename = *files}, .parse_only = true};
            adder_with_frontend_memory(run, &job, NULL);
            free(job.result);
        }
        clock_gettime(CLOCK_MONOTONIC, &end);
        seconds += (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) * 1e-9;
        free(text);
    }
    printf("%ld lines, %.3f s, %.0f lines/s\n", lines, seconds, (double)lines / seconds);
}

static void snippets(void)
{
    int mode;
    unsigned flags;
    size_t size;
    while (scanf("%d %u %zu", &mode, &flags, &size) == 3) {
        getchar();
        char *text = malloc(size + 1);
        if (fread(text, 1, size, stdin) != size)
            abort();
        char *result = describe(text, size, "f", (ParseMode)mode, flags);
        printf("%s\n", result);
        fflush(stdout);
        free(text), free(result);
    }
}

int main(int argc, char **argv)
{
    unsigned flags = 0;
    if (argc > 1 && strcmp(argv[1], "-p") == 0)
        flags = PARSE_FROM_FILE, argv++, argc--;
    if (argc > 1 && strcmp(argv[1], "-w") == 0)
        warnings_only = true, argv++, argc--;
    if (argc > 2 && strcmp(argv[1], "-r") == 0)
        return compare(argv[2], argv + 3, flags);
    if (argc > 2 && strcmp(argv[1], "-t") == 0)
        measure(atoi(argv[2]), argv + 3);
    else if (argc > 1 && strcmp(argv[1], "-s") == 0)
        snippets();
    else
        for (char **file = argv + 1; *file; file++) {
            size_t size;
            char *text = read_file(*file, &size);
            char *result = describe(text, size, *file, PARSE_EXEC, flags);
            puts(result);
            free(text), free(result);
        }
    return 0;
}
