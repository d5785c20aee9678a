/* unicode.h -- properties of characters, Unicode 14. The functions of the C API (_PyUnicode_IsAlpha ...) are declared by
 * Python.h and defined in unicode.c; here is what they rest on.
 *
 * Characters below 256 are answered from our own table, frequent East Asian letters from their ranges; for the rest
 * libunistring is loaded when the first one comes along. Where it cannot be loaded, every other character counts as
 * unassigned: no letter, no digit, its own upper and lower case. */
#ifndef ADDER_UNICODE_H
#define ADDER_UNICODE_H
#include "runtime/define.h"
#include <stdbool.h>
#include <stdint.h>
#include <unictype.h>

/* libunistring's functions, by their own names. All set, or the library is not there. */
struct adder_unistring {
    uc_general_category_t (*uc_general_category)(ucs4_t);
    int (*uc_decimal_value)(ucs4_t);
    int (*uc_digit_value)(ucs4_t);
    uc_fraction_t (*uc_numeric_value)(ucs4_t);
    bool (*uc_is_property_uppercase)(ucs4_t);
    bool (*uc_is_property_lowercase)(ucs4_t);
    bool (*uc_is_property_xid_start)(ucs4_t);
    bool (*uc_is_property_xid_continue)(ucs4_t);
    bool (*uc_is_property_cased)(ucs4_t);
    bool (*uc_is_property_case_ignorable)(ucs4_t);
    ucs4_t (*uc_toupper)(ucs4_t);
    ucs4_t (*uc_tolower)(ucs4_t);
    ucs4_t (*uc_totitle)(ucs4_t);
    uint32_t *(*u32_toupper)(const uint32_t *, size_t, const char *, void *, uint32_t *, size_t *);
    uint32_t *(*u32_tolower)(const uint32_t *, size_t, const char *, void *, uint32_t *, size_t *);
    uint32_t *(*u32_totitle)(const uint32_t *, size_t, const char *, void *, uint32_t *, size_t *);
    uint32_t *(*u32_casefold)(const uint32_t *, size_t, const char *, void *, uint32_t *, size_t *);
    uint32_t *(*u32_normalize)(void *, const uint32_t *, size_t, uint32_t *, size_t *);
    ucs4_t (*unicode_name_character)(const char *);
    char *(*unicode_character_name)(ucs4_t, char *);
    const void *uninorm_nfc, *uninorm_nfkc;
    void *library; /* the dlopen handle, for what else a client wants of it */
};
/* Loads the library at the first call; NULL when it is not installed. */
const struct adder_unistring *adder_unistring(void);

/* The text in normal form KC, for identifiers. ASCII comes back as it is. NULL with an exception. */
NEW_REF PyObject *adder_unicode_nfkc(PyObject *s);

/* The name of a character into buf (ADDER_UNICODE_NAME_MAX bytes): 1, or 0 when it has none. */
#define ADDER_UNICODE_NAME_MAX 256
int adder_unicode_name(Py_UCS4 ch, char *buf);
/* The character of that name (n bytes, any case), or (Py_UCS4)-1. Names of sequences are unknown here. */
Py_UCS4 adder_unicode_lookup(const char *name, size_t n);
#endif
