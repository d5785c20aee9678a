/* names.c -- the strings that exist before any interpreter does: names.def's, the empty one and the 256 shortest.
 * They are immortal, interned in every VM and never change, but for the hash, which is the same in all VMs of a process
 * and is stored when first asked for. A one-character name is not allowed in names.def: the pool has it already. */
#include "runtime/names.h"
#include "runtime/objects/str.h"

#ifndef ADDER_IMMORTAL_REFCNT
#define ADDER_IMMORTAL_REFCNT ((Py_ssize_t)1 << 60)
#endif

#define ASCII_HEAD(n)                                                                                   \
    { .ob_base = { .ob_refcnt = ADDER_IMMORTAL_REFCNT, .ob_type = &PyUnicode_Type }, .length = (n), .hash = -1, \
      .state = { .interned = SSTATE_INTERNED_IMMORTAL, .kind = PyUnicode_1BYTE_KIND, .compact = 1, .ascii = 1, .ready = 1 } }
#define LATIN1_HEAD(c)                                                                                  \
    { ._base = { .ob_base = { .ob_refcnt = ADDER_IMMORTAL_REFCNT, .ob_type = &PyUnicode_Type }, .length = 1, .hash = -1, \
                 .state = { .interned = SSTATE_INTERNED_IMMORTAL, .kind = PyUnicode_1BYTE_KIND, .compact = 1, .ready = 1 } }, \
      .utf8_length = 2, .utf8 = adder_latin1_chars[(c) - 128].utf8 }

#define NAME(x)                                                                                         \
    _Static_assert(sizeof #x > 2, "one-character names come from the pool");                           \
    ADDER_HIDDEN struct { PyASCIIObject head; char data[sizeof #x]; } adder_name_##x = { ASCII_HEAD(sizeof #x - 1), #x };
#include "runtime/names.def"
#undef NAME

struct adder_ascii_char adder_empty_string = { .head = ASCII_HEAD(0) };

#define ONE(c)   [c] = { .head = ASCII_HEAD(1), .data = { c } },
#define FOUR(c)  ONE(c) ONE(c + 1) ONE(c + 2) ONE(c + 3)
#define MANY(c)  FOUR(c) FOUR(c + 4) FOUR(c + 8) FOUR(c + 12) FOUR(c + 16) FOUR(c + 20) FOUR(c + 24) FOUR(c + 28)
struct adder_ascii_char adder_ascii_chars[128] = { MANY(0) MANY(32) MANY(64) MANY(96) };
#undef ONE

#define ONE(c)                                                                                          \
    [(c) - 128] = { .head = LATIN1_HEAD(c), .data = { c }, .utf8 = { (char)(0xC0 | (c) >> 6), (char)(0x80 | ((c) & 0x3F)) } },
struct adder_latin1_char adder_latin1_chars[128] = { MANY(128) MANY(160) MANY(192) MANY(224) };

static PyASCIIObject *const names[] = {
#define NAME(x) &adder_name_##x.head,
#include "runtime/names.def"
#undef NAME
};

size_t adder_names_count(void) { return sizeof names / sizeof *names; }
PyObject *adder_names_get(size_t i) { return (PyObject *)names[i]; }
