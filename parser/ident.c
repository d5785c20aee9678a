/* ident.c -- identifiers: interning, and for those beyond ASCII the Unicode rules (PEP 3131).
 *
 * The rules come from libunistring, which is 1.8 MB and rarely needed: it is loaded when the first identifier beyond
 * ASCII (or the first strange character) comes along, and stays. Its entry points are kept for the process; the lock
 * that every parse holds (front_memory.c) guards their loading. Without the library every character beyond ASCII
 * counts as a letter and names stay as they are written.
 */
#include "lexer.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uniname.h>

/* ---- interning ---- */

/* Open addressing; at most half full; capacity a power of 2. */
typedef struct IdentTable {
    Ident **slots;
    uint32_t mask, used;
} IdentTable;

static inline uint32_t hash_text(const char *text, size_t size)
{
    uint64_t hash = size * 0x9e3779b97f4a7c15u, word;
    for (; size >= 8; text += 8, size -= 8) {
        memcpy(&word, text, 8);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
    }
    word = 0;
    for (size_t i = 0; i < size; i++)
        word = word << 8 | (uint8_t)text[i];
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(hash >> 32);
}

static void grow_table(FrontArena *arena, IdentTable *table)
{
    uint32_t capacity = (table->mask + 1) * 2;
    Ident **slots = adder_front_alloc(arena, capacity * sizeof *slots);
    for (uint32_t i = 0; i <= table->mask; i++) {
        Ident *ident = table->slots[i];
        if (ident == NULL)
            continue;
        uint32_t at = ident->hash & (capacity - 1);
        while (slots[at])
            at = (at + 1) & (capacity - 1);
        slots[at] = ident;
    }
    table->slots = slots;
    table->mask = capacity - 1;
}

/* The keyword's token type, or T_NAME. Asked once for each different identifier. */
static TokenType keyword_type(const char *text, size_t size)
{
    static const struct { char text[9]; uint8_t size, type; } keywords[] = {
#define KEYWORD(name, text) {text, sizeof text - 1, T_##name},
#include "tokens.def"
    };
    if (size < 2 || size > 8)
        return T_NAME;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (keywords[i].size == size && memcmp(keywords[i].text, text, size) == 0)
            return (TokenType)keywords[i].type;
    return T_NAME;
}

static Ident *find_or_add(FrontArena *arena, IdentTable *table, const char *text, size_t size)
{
    uint32_t hash = hash_text(text, size), at = hash & table->mask;
    for (Ident *ident; (ident = table->slots[at]) != NULL; at = (at + 1) & table->mask)
        if (ident->hash == hash && ident->size == size && memcmp(ident->text, text, size) == 0)
            return ident;
    Ident *ident = adder_front_alloc(arena, offsetof(Ident, text) + size + 1);
    ident->hash = hash;
    ident->size = (uint32_t)size;
    ident->token = keyword_type(text, size);
    memcpy(ident->text, text, size);
    table->slots[at] = ident;
    if (++table->used * 2 > table->mask)
        grow_table(arena, table);
    return ident;
}

static IdentTable *new_table(FrontArena *arena)
{
    enum { FIRST_CAPACITY = 64 };
    IdentTable *table = adder_front_alloc(arena, sizeof *table);
    table->slots = adder_front_alloc(arena, FIRST_CAPACITY * sizeof *table->slots);
    table->mask = FIRST_CAPACITY - 1;
    return table;
}

const Ident *adder_intern_hashed(FrontArena *arena, const char *text, size_t size)
{
    if (__builtin_expect(arena->idents == NULL, 0))
        arena->idents = new_table(arena);
    return find_or_add(arena, arena->idents, text, size);
}

const char *adder_intern(FrontArena *arena, const char *text, size_t size)
{
    return adder_intern_hashed(arena, text, size)->text;
}

/* ---- UTF-8 ---- */

int adder_utf8_decode(const char *text, uint32_t *c)
{
    const uint8_t *p = (const uint8_t *)text;
    if (p[0] < 0x80)
        return *c = p[0], 1;
    if (p[0] < 0xe0)
        return *c = (uint32_t)(p[0] & 31) << 6 | (p[1] & 63), 2;
    if (p[0] < 0xf0)
        return *c = (uint32_t)(p[0] & 15) << 12 | (uint32_t)(p[1] & 63) << 6 | (p[2] & 63), 3;
    *c = (uint32_t)(p[0] & 7) << 18 | (uint32_t)(p[1] & 63) << 12 | (uint32_t)(p[2] & 63) << 6 | (p[3] & 63);
    return 4;
}

int adder_utf8_encode(char *to, uint32_t c)
{
    if (c < 0x80)
        return to[0] = (char)c, 1;
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xe0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 63));
        to[2] = (char)(0x80 | (c & 63));
        return 3;
    }
    to[0] = (char)(0xf0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 63));
    to[2] = (char)(0x80 | (c >> 6 & 63));
    to[3] = (char)(0x80 | (c & 63));
    return 4;
}

/* ---- libunistring ---- */

static struct {
    bool tried;
    void *library; /* NULL: not there; then none of the others is used */
    bool (*is_start)(ucs4_t);
    bool (*is_continue)(ucs4_t);
    bool (*is_category)(ucs4_t, uint32_t);
    uint8_t *(*normalise)(const void *form, const uint8_t *s, size_t n, uint8_t *buffer, size_t *length);
    ucs4_t (*lookup)(const char *name);
    const void *nfkc;
} unistring;

static bool load_unistring(void)
{
    if (unistring.tried)
        return unistring.library != NULL;
    unistring.tried = true;
    void *library = dlopen("libunistring.so.2", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        library = dlopen("libunistring.so.5", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        return false;
    *(void **)&unistring.is_start = dlsym(library, "uc_is_property_xid_start");
    *(void **)&unistring.is_continue = dlsym(library, "uc_is_property_xid_continue");
    *(void **)&unistring.is_category = dlsym(library, "uc_is_general_category_withtable");
    *(void **)&unistring.normalise = dlsym(library, "u8_normalize");
    *(void **)&unistring.lookup = dlsym(library, "unicode_name_character");
    unistring.nfkc = dlsym(library, "uninorm_nfkc");
    if (unistring.is_start && unistring.is_continue && unistring.is_category && unistring.normalise
        && unistring.lookup && unistring.nfkc)
        unistring.library = library;
    return unistring.library != NULL;
}

size_t adder_ident_span(const char *text, size_t size)
{
    bool loaded = load_unistring();
    for (size_t i = 0; i < size;) {
        uint32_t c;
        int length = adder_utf8_decode(text + i, &c);
        if (c >= 0x80 && loaded && !(i == 0 ? unistring.is_start(c) : unistring.is_continue(c)))
            return i;
        i += (size_t)length;
    }
    return size;
}

const char *adder_ident_normalise(FrontArena *arena, const char *text, size_t size, size_t *out_size)
{
    *out_size = size;
    if (!load_unistring())
        return text;
    size_t room = size * 20 + 16; /* no character grows more than that; else the library takes memory of its own */
    uint8_t *buffer = (uint8_t *)adder_front_text(arena, room);
    uint8_t *normal = unistring.normalise(unistring.nfkc, (const uint8_t *)text, size, buffer, &room);
    if (normal == NULL)
        longjmp(*arena->no_memory, 1);
    *out_size = room;
    if (normal == buffer)
        return (const char *)buffer;
    char *copy = adder_front_text(arena, room);
    memcpy(copy, normal, room);
    free(normal);
    return copy;
}

bool adder_char_printable(uint32_t c)
{
    if (c < 0x7f)
        return c >= 0x20;
    if (c < 0xa1)
        return false;
    enum { HIDDEN = UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Z };
    return !load_unistring() || !unistring.is_category(c, HIDDEN);
}

int adder_char_lookup(const char *name, size_t size)
{
    char text[128];
    if (size >= sizeof text || !load_unistring())
        return -1;
    memcpy(text, name, size);
    text[size] = 0;
    ucs4_t c = unistring.lookup(text);
    return c == UNINAME_INVALID ? -1 : (int)c;
}
