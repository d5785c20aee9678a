/* source.c -- the bytes of a source as the lexer wants them: UTF-8, lines ended by \n, a NUL.
 *
 * PEP 263: a byte order mark, or a `coding` comment on one of the first two lines, names the encoding; without one it
 * is UTF-8. UTF-8 is not checked here: bad bytes matter only where the text is used, in names and strings (and
 * everywhere in a file that is run, PARSE_FROM_FILE). The other encodings are decoded as a whole.
 */
#include "lexer.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

/* ---- errors ---- */

/* An encoding's errors have line 0 and column -1, as CPython's; those of a file that is run have no place at all. */
static bool refuse(Lexer *lx, const char *message)
{
    *lx->error = (ParseError){.kind = PARSE_SYNTAX_ERROR, .message = message,
                              .has_location = !(lx->input->flags & PARSE_FROM_FILE), .pos = {0, -1, 0, 0}};
    return false;
}

/* ---- the cookie ---- */

static bool is_name_char(char c) { return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '.'; }

/* Looks for `coding[:=] *name` in the comment of the line [line, end). Returns the name or NULL. */
static const char *line_cookie(const char *line, const char *end, size_t *size)
{
    const char *p = line;
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\f'))
        p++;
    if (p == end || *p != '#')
        return NULL;
    for (; end - p > 6; p++) {
        if (memcmp(p, "coding", 6) != 0)
            continue;
        const char *name = p + 6;
        if (*name != ':' && *name != '=')
            continue;
        do
            name++;
        while (name < end && (*name == ' ' || *name == '\t'));
        const char *stop = name;
        while (stop < end && is_name_char(*stop))
            stop++;
        if (stop > name)
            return *size = (size_t)(stop - name), name;
    }
    return NULL;
}

static bool is_blank_line(const char *line, const char *end)
{
    while (line < end && (*line == ' ' || *line == '\t' || *line == '\f'))
        line++;
    return line == end || *line == '#' || *line == '\r';
}

/* The encoding that the source declares, as written, or NULL. last_counts: also in a line without a newline. */
static const char *find_cookie(const char *source, size_t source_size, bool last_counts, size_t *size)
{
    const char *end = source + source_size;
    for (int i = 0; i < 2; i++) {
        const char *stop = source;
        while (stop < end && *stop != '\n' && *stop != '\r')
            stop++;
        if (stop == end && !last_counts)
            return NULL;
        const char *name = line_cookie(source, stop, size);
        if (name || stop == end || !is_blank_line(source, stop))
            return name;
        source = stop + 1 + (stop[0] == '\r' && stop + 1 < end && stop[1] == '\n');
    }
    return NULL;
}

/* Lower case with `-` for `_`, and the two encodings that have many names under one of them each. */
static void normal_name(char to[64], const char *name, size_t size)
{
    static const struct { const char *prefix, *name; } known[] = {
        {"utf-8", "utf-8"}, {"latin-1", "iso-8859-1"}, {"iso-8859-1", "iso-8859-1"}, {"iso-latin-1", "iso-8859-1"}};
    char start[13] = {0};
    for (size_t i = 0; i < 12 && i < size; i++)
        start[i] = name[i] == '_' ? '-' : (char)tolower((unsigned char)name[i]);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t length = strlen(known[i].prefix);
        if (strncmp(start, known[i].prefix, length) == 0 && (start[length] == 0 || start[length] == '-')) {
            strcpy(to, known[i].name);
            return;
        }
    }
    size = size < 63 ? size : 63;
    memcpy(to, name, size);
    to[size] = 0;
}

/* ---- decoding ---- */

typedef enum { DECODE_UTF8, DECODE_LATIN1, DECODE_ASCII, DECODE_TABLE, DECODE_MULTIBYTE, DECODE_NOT_TEXT,
               DECODE_UNKNOWN } DecodeKind;

/* `key`: the name in lower case without - _ and . */
static void squeeze(char to[64], const char *name)
{
    size_t n = 0;
    for (; *name && n < 63; name++)
        if (isalnum((unsigned char)*name))
            to[n++] = (char)tolower((unsigned char)*name);
    to[n] = 0;
}

static bool begins(const char *text, const char *prefix) { return strncmp(text, prefix, strlen(prefix)) == 0; }

static bool is_one_of(const char *key, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(key, *names) == 0)
            return true;
    return false;
}

static DecodeKind decode_kind(const char *key)
{
    static const char *const utf8[] = {"utf8", "u8", "utf", "cp65001", "utf8sig", "utf8ucs2", "utf8ucs4", NULL};
    static const char *const latin1[] = {"iso88591", "latin1", "latin", "l1", "8859", "cp819", "iso8859", "88591", NULL};
    static const char *const ascii[] = {"ascii", "usascii", "646", "us", "iso646us", "cp367", "ansix341968", NULL};
    static const char *const other[] = {"hex", "base64", "rot13", "zlib", "bz2", "uu", "quopri", "quotedprintable", NULL};
    if (is_one_of(key, utf8)) return DECODE_UTF8;
    if (is_one_of(key, latin1)) return DECODE_LATIN1;
    if (is_one_of(key, ascii)) return DECODE_ASCII;
    if (is_one_of(key, other)) return DECODE_NOT_TEXT;
    if (begins(key, "iso8859") || begins(key, "latin") || begins(key, "koi8") || begins(key, "mac")
        || begins(key, "windows125") || (begins(key, "cp") && strlen(key) >= 4 && !begins(key, "cp9"))
        || begins(key, "tis620") || begins(key, "hproman8") || begins(key, "ptcp154"))
        return DECODE_TABLE;
    if (begins(key, "euc") || begins(key, "gb") || begins(key, "big5") || begins(key, "shift") || begins(key, "sjis")
        || begins(key, "cp9") || begins(key, "hz") || begins(key, "iso2022") || begins(key, "johab")
        || begins(key, "utf16") || begins(key, "utf32") || begins(key, "utf7"))
        return DECODE_MULTIBYTE;
    return DECODE_UNKNOWN;
}

/* The name that iconv knows the encoding by; `tries` is 0, 1, ... NULL: no more. */
static const char *iconv_name(const char *name, const char *key, int tries, char buffer[80])
{
    switch (tries) {
    case 0:
        return name;
    case 1: /* latin_9 -> latin9, cp_1252 -> cp1252 */
        return strcpy(buffer, key);
    case 2:
        if (begins(key, "iso8859"))
            snprintf(buffer, 80, "ISO-8859-%s", key + 7);
        else if (begins(key, "mac"))
            strcpy(buffer, "MACINTOSH");
        else if (begins(key, "windows"))
            snprintf(buffer, 80, "CP%s", key + 7);
        else if (begins(key, "euc"))
            snprintf(buffer, 80, "EUC-%s", key + 3);
        else
            return NULL;
        return buffer;
    default:
        return NULL;
    }
}

/* Through libc. *out gets the text. */
static bool decode_iconv(Lexer *lx, const char *name, const char *key, DecodeKind kind, const char *text, size_t size,
                         const char **out, size_t *out_size)
{
    char buffer[80];
    iconv_t cd = (iconv_t)-1;
    for (int tries = 0; cd == (iconv_t)-1; tries++) {
        const char *known = kind == DECODE_UNKNOWN ? NULL : iconv_name(name, key, tries, buffer);
        if (known == NULL)
            return refuse(lx, adder_front_format(lx->arena, lx->input->flags & PARSE_FROM_FILE
                                                 ? "encoding problem: %s" : "unknown encoding: %s", name));
        cd = iconv_open("UTF-8", known);
    }
    size_t room = size * 4 + 16, left = size, space = room;
    char *to = adder_front_text(lx->arena, room), *next = to, *from = (char *)(uintptr_t)text;
    bool good = iconv(cd, &from, &left, &next, &space) != (size_t)-1;
    iconv_close(cd);
    *out = to;
    *out_size = room - space;
    if (good)
        return true;
    size_t at = size - left;
    if (lx->input->flags & PARSE_FROM_FILE)
        return refuse(lx, adder_front_format(lx->arena, "encoding problem: %s", name));
    if (kind == DECODE_TABLE)
        return refuse(lx, adder_front_format(lx->arena, "'charmap' codec can't decode byte 0x%02x in position %zu: "
                                             "character maps to <undefined>", (uint8_t)text[at], at));
    for (char *p = strcpy(buffer, name); *p; p++)
        *p = *p == '-' ? '_' : (char)tolower((unsigned char)*p);
    return refuse(lx, adder_front_format(lx->arena, "'%s' codec can't decode byte 0x%02x in position %zu: %s", buffer,
                                         (uint8_t)text[at], at, left > 1 || errno == EILSEQ
                                         ? "illegal multibyte sequence" : "incomplete multibyte sequence"));
}

static bool decode(Lexer *lx, const char *name, const char *text, size_t size, const char **out, size_t *out_size)
{
    char key[64];
    squeeze(key, name);
    DecodeKind kind = decode_kind(key);
    bool from_file = lx->input->flags & PARSE_FROM_FILE;
    *out = text;
    *out_size = size;
    if (kind == DECODE_NOT_TEXT)
        return refuse(lx, adder_front_format(lx->arena, "'%s' is not a text encoding; use codecs.decode() to handle "
                                             "arbitrary codecs", name));
    if (kind == DECODE_UTF8) {
        const char *problem = adder_utf8_problem(lx->arena, text, size);
        if (problem && from_file)
            problem = adder_front_format(lx->arena, "encoding problem: %s", name);
        return problem == NULL || refuse(lx, problem);
    }
    if (kind == DECODE_ASCII) {
        for (size_t i = 0; i < size; i++)
            if ((uint8_t)text[i] >= 0x80)
                return refuse(lx, from_file ? adder_front_format(lx->arena, "encoding problem: %s", name)
                                            : adder_front_format(lx->arena, "'ascii' codec can't decode byte 0x%02x in "
                                            "position %zu: ordinal not in range(128)", (uint8_t)text[i], i));
        return true;
    }
    if (kind != DECODE_LATIN1)
        return decode_iconv(lx, name, key, kind, text, size, out, out_size);
    char *to = adder_front_text(lx->arena, size * 2 + 1);
    *out = to;
    for (size_t i = 0; i < size; i++)
        to += adder_utf8_encode(to, (uint8_t)text[i]);
    *out_size = (size_t)(to - *out);
    return true;
}

/* ---- lines ---- */

/* Copies the text with \r\n and \r as \n, and ends it with a NUL; a whole file ends with a newline, too. */
static void unify_lines(Lexer *lx, const char *text, size_t size)
{
    char *copy = adder_front_text(lx->arena, size + 2), *to = copy;
    if (memchr(text, '\r', size) == NULL)
        to = (char *)memcpy(to, text, size) + size;
    else
        for (size_t i = 0; i < size; i++) {
            if (text[i] == '\r' && i + 1 < size && text[i + 1] == '\n')
                continue;
            *to++ = text[i] == '\r' ? '\n' : text[i];
        }
    bool ended = size && text[size - 1] == '\n' && (size == 1 || text[size - 2] != '\r');
    ended |= size && text[size - 1] == '\r'; /* CPython adds a newline behind \r\n, too: line numbers show it */
    if (lx->input->mode == PARSE_EXEC && size && !ended)
        *to++ = '\n';
    *to = 0;
    lx->source = copy;
    lx->end = to;
}

/* A file that is run is UTF-8 throughout. */
static bool check_file(Lexer *lx, const char *text, size_t size, bool declared)
{
    int line = 1;
    for (const char *p = text, *end = text + size; p < end; line++) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        const char *stop = newline ? newline + 1 : end;
        bool high = false;
        for (const char *q = p; q < stop; q++)
            high |= (uint8_t)*q >= 0x80;
        if (high && !declared && adder_utf8_problem(lx->arena, p, (size_t)(stop - p))) {
            while ((uint8_t)*p < 0x80 || adder_utf8_problem(lx->arena, p, 1) == NULL) {
                uint32_t c;
                const char *next = p + adder_utf8_decode(p, &c);
                if ((uint8_t)*p >= 0x80 && (next > stop || adder_utf8_problem(lx->arena, p, (size_t)(next - p))))
                    break;
                p = next;
            }
            return refuse(lx, adder_front_format(lx->arena, "Non-UTF-8 code starting with '\\x%02x' in file %s on line "
                                                 "%d, but no encoding declared; see https://peps.python.org/pep-0263/ "
                                                 "for details", (uint8_t)*p, lx->input->filename, line));
        }
        p = stop;
    }
    return true;
}

bool adder_source_open(Lexer *lx, FrontArena *arena, const ParseInput *input, ParseError *error)
{
    const char *text = input->source;
    size_t size = input->size, name_size = 0;
    lx->arena = arena;
    lx->input = input;
    lx->error = error;
    lx->char_offsets = true;
    if (memchr(text, 0, size)) {
        *error = (ParseError){.kind = PARSE_VALUE_ERROR, .message = "source code string cannot contain null bytes"};
        return false;
    }
    if (!(input->flags & PARSE_IGNORE_COOKIE)) {
        bool mark = size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0;
        text += mark ? 3 : 0;
        size -= mark ? 3 : 0;
        const char *cookie = find_cookie(text, size, input->mode == PARSE_EXEC, &name_size);
        char name[64];
        if (cookie) {
            normal_name(name, cookie, name_size);
            if (mark && strcmp(name, "utf-8") != 0)
                return refuse(lx, adder_front_format(arena, "encoding problem: %s with BOM", name));
            if (strcmp(name, "utf-8") != 0 && !decode(lx, name, text, size, &text, &size))
                return false;
        }
        if ((input->flags & PARSE_FROM_FILE) && !check_file(lx, text, size, cookie || mark))
            return false;
        lx->char_offsets = cookie || mark;
        lx->shows_mark = mark && (input->flags & PARSE_FROM_FILE);
    }
    unify_lines(lx, text, size);
    return true;
}
