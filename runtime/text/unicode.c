/* unicode.c -- what is a letter, a digit, a space; upper and lower case. */
#include "runtime/text/unicode.h"
#include <dlfcn.h>
#include <uniname.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    ALPHA = 1, DECIMAL = 2, DIGIT = 4, NUMERIC = 8, SPACE = 0x10, PRINTABLE = 0x20, LOWER = 0x40, UPPER = 0x80,
    ID_START = 0x100, ID_PART = 0x200, CASED = 0x400, CASE_IGNORABLE = 0x800, LINE_BREAK = 0x1000
};

static const uint16_t latin1[256] = {
    0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x10, 0x1010, 0x1010, 0x1010, 0x1010, 0x0, 0x0,
    0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x1010, 0x1010, 0x1010, 0x10,
    0x30, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x820, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x820, 0x20,
    0x22e, 0x22e, 0x22e, 0x22e, 0x22e, 0x22e, 0x22e, 0x22e, 0x22e, 0x22e, 0x820, 0x20, 0x20, 0x20, 0x20, 0x20,
    0x20, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1,
    0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x20, 0x20, 0x20, 0x820, 0x320,
    0x820, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761,
    0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x20, 0x20, 0x20, 0x20, 0x0,
    0x0, 0x0, 0x0, 0x0, 0x0, 0x1010, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0,
    0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0,
    0x10, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x820, 0x20, 0x761, 0x20, 0x20, 0x800, 0x20, 0x820,
    0x20, 0x20, 0x2c, 0x2c, 0x820, 0x761, 0x20, 0xa20, 0x820, 0x2c, 0x761, 0x20, 0x28, 0x28, 0x28, 0x20,
    0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1,
    0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x20, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x7a1, 0x761,
    0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761,
    0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x20, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761, 0x761,};

const unsigned char _Py_ascii_whitespace[128] = {
    ['\t'] = 1, ['\n'] = 1, ['\v'] = 1, ['\f'] = 1, ['\r'] = 1, [0x1c] = 1, [0x1d] = 1, [0x1e] = 1, [0x1f] = 1, [' '] = 1,
};

/* ---- the library --------------------------------------------------------------------------------------------------- */

/* Process-wide: a shared library is loaded once a process. Written under the once, read only afterwards. */
static struct {
    pthread_once_t once;
    struct adder_unistring functions;
    const struct adder_unistring *loaded; /* NULL: not there */
} unistring = { .once = PTHREAD_ONCE_INIT };

static bool find_functions(struct adder_unistring *u)
{
#define FIND(name) && (u->name = (__typeof__(u->name))dlsym(u->library, #name)) != NULL
    return true
        FIND(uc_general_category) FIND(uc_decimal_value) FIND(uc_digit_value) FIND(uc_numeric_value)
        FIND(uc_is_property_uppercase) FIND(uc_is_property_lowercase) FIND(uc_is_property_xid_start)
        FIND(uc_is_property_xid_continue) FIND(uc_is_property_cased) FIND(uc_is_property_case_ignorable)
        FIND(uc_toupper) FIND(uc_tolower) FIND(uc_totitle)
        FIND(u32_toupper) FIND(u32_tolower) FIND(u32_totitle) FIND(u32_casefold) FIND(u32_normalize)
        FIND(unicode_name_character) FIND(unicode_character_name)
        FIND(uninorm_nfc) FIND(uninorm_nfkc);
#undef FIND
}

static void load_unistring(void)
{
    static const char *const sonames[] = { "libunistring.so.2", "libunistring.so.5", "libunistring.so" };
    struct adder_unistring *u = &unistring.functions;
    for (size_t i = 0; i < sizeof sonames / sizeof *sonames && u->library == NULL; i++)
        u->library = dlopen(sonames[i], RTLD_LAZY | RTLD_LOCAL);
    if (u->library != NULL && find_functions(u)) unistring.loaded = u;
}

const struct adder_unistring *adder_unistring(void)
{
    pthread_once(&unistring.once, load_unistring);
    return unistring.loaded;
}

/* ---- questions ----------------------------------------------------------------------------------------------------- */

/* Letters without case that need no table: Han and Hangul. */
static inline bool is_plain_letter(Py_UCS4 ch)
{
    return (ch >= 0x4E00 && ch <= 0x9FFF) || (ch >= 0x3400 && ch <= 0x4DBF) || (ch >= 0xAC00 && ch <= 0xD7A3);
}

/* The bit of ch's general category; 0 without the library. */
static uint32_t category(Py_UCS4 ch)
{
    const struct adder_unistring *u = adder_unistring();
    return u == NULL ? 0 : u->uc_general_category(ch).bitmask;
}

int _PyUnicode_IsAlpha(Py_UCS4 ch)
{
    if (ch < 256) return latin1[ch] & ALPHA;
    if (is_plain_letter(ch)) return 1;
    return (category(ch) & UC_CATEGORY_MASK_L) != 0;
}

int _PyUnicode_IsPrintable(Py_UCS4 ch)
{
    if (ch < 256) return (latin1[ch] & PRINTABLE) != 0;
    if (is_plain_letter(ch)) return 1;
    uint32_t c = category(ch);
    return c != 0 && !(c & (UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Z));
}

int _PyUnicode_IsWhitespace(const Py_UCS4 ch)
{
    if (ch < 256) return (latin1[ch] & SPACE) != 0;
    return ch == 0x1680 || (ch >= 0x2000 && ch <= 0x200A) || ch == 0x2028 || ch == 0x2029 || ch == 0x202F || ch == 0x205F ||
           ch == 0x3000;
}

int _PyUnicode_IsLinebreak(const Py_UCS4 ch)
{
    if (ch < 256) return (latin1[ch] & LINE_BREAK) != 0;
    return ch == 0x2028 || ch == 0x2029;
}

#define PROPERTY(NAME, FLAG, FUNCTION, PLAIN)                                   \
    int NAME(Py_UCS4 ch)                                                        \
    {                                                                           \
        if (ch < 256) return (latin1[ch] & (FLAG)) != 0;                        \
        if (is_plain_letter(ch)) return PLAIN;                                  \
        const struct adder_unistring *u = adder_unistring();                    \
        return u != NULL && u->FUNCTION(ch);                                    \
    }
PROPERTY(_PyUnicode_IsLowercase, LOWER, uc_is_property_lowercase, 0)
PROPERTY(_PyUnicode_IsUppercase, UPPER, uc_is_property_uppercase, 0)
PROPERTY(_PyUnicode_IsXidStart, ID_START, uc_is_property_xid_start, 1)
PROPERTY(_PyUnicode_IsXidContinue, ID_PART, uc_is_property_xid_continue, 1)
PROPERTY(_PyUnicode_IsCased, CASED, uc_is_property_cased, 0)
PROPERTY(_PyUnicode_IsCaseIgnorable, CASE_IGNORABLE, uc_is_property_case_ignorable, 0)

int _PyUnicode_IsTitlecase(Py_UCS4 ch)
{
    return ch >= 256 && !is_plain_letter(ch) && (category(ch) & UC_CATEGORY_MASK_Lt) != 0;
}

/* ---- numbers ------------------------------------------------------------------------------------------------------- */

int _PyUnicode_ToDecimalDigit(Py_UCS4 ch)
{
    if (ch < 256) return latin1[ch] & DECIMAL ? (int)ch - '0' : -1;
    if (is_plain_letter(ch)) return -1;
    const struct adder_unistring *u = adder_unistring();
    return u == NULL ? -1 : u->uc_decimal_value(ch);
}

int _PyUnicode_ToDigit(Py_UCS4 ch)
{
    if (ch < 128) return _PyUnicode_ToDecimalDigit(ch);
    if (ch < 256) return ch == 0xB2 ? 2 : ch == 0xB3 ? 3 : ch == 0xB9 ? 1 : -1;
    if (is_plain_letter(ch)) return -1;
    const struct adder_unistring *u = adder_unistring();
    return u == NULL ? -1 : u->uc_digit_value(ch);
}

/* Ideographs that mean numbers, and two numbers too large for the library's fractions. Sorted. */
static const struct {
    Py_UCS4 ch;
    double value;
} numerals[] = {
    { 0x3405, 5 }, { 0x3483, 2 }, { 0x382A, 5 }, { 0x3B4D, 7 }, { 0x4E00, 1 }, { 0x4E03, 7 }, { 0x4E07, 10000 },
    { 0x4E09, 3 }, { 0x4E5D, 9 }, { 0x4E8C, 2 }, { 0x4E94, 5 }, { 0x4E96, 4 }, { 0x4EBF, 1e08 }, { 0x4EC0, 10 },
    { 0x4EDF, 1000 }, { 0x4EE8, 3 }, { 0x4F0D, 5 }, { 0x4F70, 100 }, { 0x5104, 1e08 }, { 0x5146, 1e12 },
    { 0x5169, 2 }, { 0x516B, 8 }, { 0x516D, 6 }, { 0x5341, 10 }, { 0x5343, 1000 }, { 0x5344, 20 }, { 0x5345, 30 },
    { 0x534C, 40 }, { 0x53C1, 3 }, { 0x53C2, 3 }, { 0x53C3, 3 }, { 0x53C4, 3 }, { 0x56DB, 4 }, { 0x58F1, 1 },
    { 0x58F9, 1 }, { 0x5E7A, 1 }, { 0x5EFE, 9 }, { 0x5EFF, 20 }, { 0x5F0C, 1 }, { 0x5F0D, 2 }, { 0x5F0E, 3 },
    { 0x5F10, 2 }, { 0x62FE, 10 }, { 0x634C, 8 }, { 0x67D2, 7 }, { 0x6F06, 7 }, { 0x7396, 9 }, { 0x767E, 100 },
    { 0x8086, 4 }, { 0x842C, 10000 }, { 0x8CAE, 2 }, { 0x8CB3, 2 }, { 0x8D30, 2 }, { 0x9621, 1000 }, { 0x9646, 6 },
    { 0x964C, 100 }, { 0x9678, 6 }, { 0x96F6, 0 }, { 0x16B60, 1e10 }, { 0x16B61, 1e12 }, { 0x20001, 7 },
    { 0x20064, 4 }, { 0x200E2, 4 }, { 0x20121, 5 }, { 0x2092A, 1 }, { 0x20983, 30 }, { 0x2098C, 40 },
    { 0x2099C, 40 }, { 0x20AEA, 6 }, { 0x20AFD, 3 }, { 0x20B19, 3 }, { 0x22390, 2 }, { 0x22998, 3 },
    { 0x23B1B, 3 }, { 0x2626D, 4 },
};

/* Its number, or -1 when it is none. */
double _PyUnicode_ToNumeric(Py_UCS4 ch)
{
    if (ch < 256) {
        if (ch >= 0xBC && ch <= 0xBE) return 0.25 * (double)(ch - 0xBC + 1);
        return _PyUnicode_ToDigit(ch);
    }
    size_t low = 0, high = sizeof numerals / sizeof *numerals;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (numerals[mid].ch == ch) return numerals[mid].value;
        if (numerals[mid].ch < ch) low = mid + 1;
        else high = mid;
    }
    if (is_plain_letter(ch)) return -1;
    const struct adder_unistring *u = adder_unistring();
    if (u == NULL) return -1;
    uc_fraction_t f = u->uc_numeric_value(ch);
    return f.denominator == 0 ? -1 : (double)f.numerator / f.denominator;
}

int _PyUnicode_IsDecimalDigit(Py_UCS4 ch) { return _PyUnicode_ToDecimalDigit(ch) >= 0; }
int _PyUnicode_IsDigit(Py_UCS4 ch) { return _PyUnicode_ToDigit(ch) >= 0; }

int _PyUnicode_IsNumeric(Py_UCS4 ch)
{
    if (ch < 256) return (latin1[ch] & NUMERIC) != 0;
    if (_PyUnicode_ToNumeric(ch) != -1) return 1;
    if (is_plain_letter(ch)) return 0;
    const struct adder_unistring *u = adder_unistring(); /* TIBETAN DIGIT HALF ZERO is -1/2; nothing is -1 */
    return u != NULL && u->uc_numeric_value(ch).denominator != 0;
}

/* ---- case ---------------------------------------------------------------------------------------------------------- */

/* Simple mappings below 256; 0xFF and 0xB5 leave Latin-1 upwards. */
static Py_UCS4 latin1_upper(Py_UCS4 ch)
{
    if (ch < 128) return ch - 'a' < 26u ? ch - 32 : ch;
    if (ch == 0xB5) return 0x39C;
    if (ch == 0xFF) return 0x178;
    return ch >= 0xE0 && ch != 0xF7 ? ch - 32 : ch;
}

static Py_UCS4 latin1_lower(Py_UCS4 ch)
{
    if (ch < 128) return ch - 'A' < 26u ? ch + 32 : ch;
    return ch >= 0xC0 && ch <= 0xDE && ch != 0xD7 ? ch + 32 : ch;
}

/* No case, or a surrogate, which the library must not see. */
static inline bool is_caseless(Py_UCS4 ch) { return is_plain_letter(ch) || Py_UNICODE_IS_SURROGATE(ch); }

#define SIMPLE_CASE(NAME, BELOW, FUNCTION)                                      \
    Py_UCS4 NAME(Py_UCS4 ch)                                                    \
    {                                                                           \
        if (ch < 256) return BELOW(ch);                                         \
        if (is_caseless(ch)) return ch;                                         \
        const struct adder_unistring *u = adder_unistring();                    \
        return u == NULL ? ch : u->FUNCTION(ch);                                \
    }
SIMPLE_CASE(_PyUnicode_ToUppercase, latin1_upper, uc_toupper)
SIMPLE_CASE(_PyUnicode_ToLowercase, latin1_lower, uc_tolower)
SIMPLE_CASE(_PyUnicode_ToTitlecase, latin1_upper, uc_totitle)

/* The characters whose upper, lower or title case may be several characters lie here. */
static inline bool is_special(Py_UCS4 ch)
{
    if (ch < 0x1E00) return ch == 0x130 || ch == 0x149 || ch == 0x1F0 || ch == 0x390 || ch == 0x3B0 || ch == 0x587;
    return ch <= 0x1FFF ? ch >= 0x1E90 : ch >= 0xFB00 && ch <= 0xFB17;
}

typedef uint32_t *(*CaseFunction)(const uint32_t *, size_t, const char *, void *, uint32_t *, size_t *);

/* The full mapping of one character into res[3]; how many they are. */
static int full_case(CaseFunction function, Py_UCS4 ch, Py_UCS4 *res)
{
    uint32_t in = ch, buf[8];
    size_t n = 8;
    uint32_t *out = function(&in, 1, NULL, NULL, buf, &n);
    if (out == buf && n >= 1 && n <= 3) {
        memcpy(res, out, n * sizeof *res);
        return (int)n;
    }
    if (out != NULL && out != buf) free(out);
    res[0] = ch;
    return 1;
}

#define FULL_CASE(NAME, SIMPLE, FUNCTION)                                       \
    int NAME(Py_UCS4 ch, Py_UCS4 *res)                                          \
    {                                                                           \
        const struct adder_unistring *u;                                        \
        if (ch >= 256 && is_special(ch) && (u = adder_unistring()) != NULL) return full_case(u->FUNCTION, ch, res); \
        res[0] = SIMPLE(ch);                                                    \
        return 1;                                                               \
    }
FULL_CASE(_PyUnicode_ToLowerFull, _PyUnicode_ToLowercase, u32_tolower)
FULL_CASE(full_upper, _PyUnicode_ToUppercase, u32_toupper)
FULL_CASE(full_title, _PyUnicode_ToTitlecase, u32_totitle)

/* Sharp s is the one character below 256 that becomes two. */
static int sharp_s(Py_UCS4 *res, Py_UCS4 first, Py_UCS4 second)
{
    res[0] = first;
    res[1] = second;
    return 2;
}

int _PyUnicode_ToUpperFull(Py_UCS4 ch, Py_UCS4 *res) { return ch == 0xDF ? sharp_s(res, 'S', 'S') : full_upper(ch, res); }
int _PyUnicode_ToTitleFull(Py_UCS4 ch, Py_UCS4 *res) { return ch == 0xDF ? sharp_s(res, 'S', 's') : full_title(ch, res); }

int _PyUnicode_ToFoldedFull(Py_UCS4 ch, Py_UCS4 *res)
{
    const struct adder_unistring *u;
    if (ch == 0xDF) return sharp_s(res, 's', 's');
    if (ch >= 256 && !is_caseless(ch) && (u = adder_unistring()) != NULL) return full_case(u->u32_casefold, ch, res);
    res[0] = ch == 0xB5 ? 0x3BC : _PyUnicode_ToLowercase(ch);
    return 1;
}

/* ---- normal form and names ----------------------------------------------------------------------------------------- */

PyObject *adder_unicode_nfkc(PyObject *s)
{
    const struct adder_unistring *u;
    Py_ssize_t n = PyUnicode_GET_LENGTH(s);
    int kind = PyUnicode_KIND(s);
    const void *data = PyUnicode_DATA(s);
    bool plain = true;
    for (Py_ssize_t i = 0; i < n && plain && !PyUnicode_IS_ASCII(s); i++) {
        Py_UCS4 ch = PyUnicode_READ(kind, data, i);
        plain = ch < 128 || (is_plain_letter(ch) && ch < 0xAC00);
    }
    if (plain || (u = adder_unistring()) == NULL) return Py_NewRef(s);
    Py_UCS4 *wide = PyUnicode_AsUCS4Copy(s);
    if (wide == NULL) return NULL;
    size_t length;
    uint32_t *out = u->u32_normalize(*(void *const *)u->uninorm_nfkc, wide, (size_t)n, NULL, &length);
    PyMem_Free(wide);
    if (out == NULL) return PyErr_NoMemory();
    PyObject *result = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, out, (Py_ssize_t)length);
    free(out);
    return result;
}

/* The CJK unified ideographs of Unicode 14. */
static bool is_unified_ideograph(Py_UCS4 ch)
{
    return (ch >= 0x3400 && ch <= 0x4DBF) || (ch >= 0x4E00 && ch <= 0x9FFF) || (ch >= 0x20000 && ch <= 0x2A6DF) ||
           (ch >= 0x2A700 && ch <= 0x2B738) || (ch >= 0x2B740 && ch <= 0x2B81D) || (ch >= 0x2B820 && ch <= 0x2CEA1) ||
           (ch >= 0x2CEB0 && ch <= 0x2EBE0) || (ch >= 0x30000 && ch <= 0x3134A);
}

/* Hangul syllables are named after their parts. */
static const char *const jamo_l[] = { "G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H" };
static const char *const jamo_v[] = { "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO",
                                      "WE", "WI", "YU", "EU", "YI", "I" };
static const char *const jamo_t[] = { "", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH",
                                      "M", "B", "BS", "S", "SS", "NG", "J", "C", "K", "T", "P", "H" };
static const char hangul_prefix[] = "HANGUL SYLLABLE ", cjk_prefix[] = "CJK UNIFIED IDEOGRAPH-";

int adder_unicode_name(Py_UCS4 ch, char *buf)
{
    if (is_unified_ideograph(ch)) {
        snprintf(buf, ADDER_UNICODE_NAME_MAX, "%s%X", cjk_prefix, (unsigned)ch);
        return 1;
    }
    if (ch >= 0xAC00 && ch <= 0xD7A3) {
        unsigned s = ch - 0xAC00;
        snprintf(buf, ADDER_UNICODE_NAME_MAX, "%s%s%s%s", hangul_prefix, jamo_l[s / 588], jamo_v[s % 588 / 28], jamo_t[s % 28]);
        return 1;
    }
    const struct adder_unistring *u = adder_unistring();
    return u != NULL && u->unicode_character_name(ch, buf) != NULL;
}

/* The longest entry of a jamo table that the text begins with: its index, or -1. */
static int match_jamo(const char **text, const char *const *table, int n)
{
    int best = -1;
    size_t longest = 0;
    for (int i = 0; i < n; i++) {
        size_t len = strlen(table[i]);
        if ((best < 0 || len > longest) && strncmp(*text, table[i], len) == 0) best = i, longest = len;
    }
    *text += longest;
    return best;
}

static Py_UCS4 lookup_hangul(const char *rest)
{
    int l = match_jamo(&rest, jamo_l, 19), v = l < 0 ? -1 : match_jamo(&rest, jamo_v, 21), t = v < 0 ? -1 : match_jamo(&rest, jamo_t, 28);
    if (t < 0 || *rest != 0) return (Py_UCS4)-1;
    return (Py_UCS4)(0xAC00 + (l * 21 + v) * 28 + t);
}

static Py_UCS4 lookup_cjk(const char *rest)
{
    size_t n = strlen(rest);
    if ((n != 4 && n != 5) || strspn(rest, "0123456789ABCDEF") != n) return (Py_UCS4)-1;
    Py_UCS4 ch = (Py_UCS4)strtoul(rest, NULL, 16);
    return is_unified_ideograph(ch) ? ch : (Py_UCS4)-1;
}

/* Names of control characters, which have no formal name but aliases. */
static const struct {
    Py_UCS4 ch;
    const char *name;
} aliases[] = {
    { 0x0, "NULL" }, { 0x0, "NUL" }, { 0x1, "START OF HEADING" }, { 0x1, "SOH" }, { 0x2, "START OF TEXT" },
    { 0x2, "STX" }, { 0x3, "END OF TEXT" }, { 0x3, "ETX" }, { 0x4, "END OF TRANSMISSION" }, { 0x4, "EOT" },
    { 0x5, "ENQUIRY" }, { 0x5, "ENQ" }, { 0x6, "ACKNOWLEDGE" }, { 0x6, "ACK" }, { 0x7, "ALERT" }, { 0x7, "BEL" },
    { 0x8, "BACKSPACE" }, { 0x8, "BS" }, { 0x9, "CHARACTER TABULATION" }, { 0x9, "HORIZONTAL TABULATION" },
    { 0x9, "HT" }, { 0x9, "TAB" }, { 0xA, "LINE FEED" }, { 0xA, "NEW LINE" }, { 0xA, "END OF LINE" }, { 0xA, "LF" },
    { 0xA, "NL" }, { 0xA, "EOL" }, { 0xB, "LINE TABULATION" }, { 0xB, "VERTICAL TABULATION" }, { 0xB, "VT" },
    { 0xC, "FORM FEED" }, { 0xC, "FF" }, { 0xD, "CARRIAGE RETURN" }, { 0xD, "CR" }, { 0xE, "SHIFT OUT" },
    { 0xE, "LOCKING-SHIFT ONE" }, { 0xE, "SO" }, { 0xF, "SHIFT IN" }, { 0xF, "LOCKING-SHIFT ZERO" }, { 0xF, "SI" },
    { 0x10, "DATA LINK ESCAPE" }, { 0x10, "DLE" }, { 0x11, "DEVICE CONTROL ONE" }, { 0x11, "DC1" },
    { 0x12, "DEVICE CONTROL TWO" }, { 0x12, "DC2" }, { 0x13, "DEVICE CONTROL THREE" }, { 0x13, "DC3" },
    { 0x14, "DEVICE CONTROL FOUR" }, { 0x14, "DC4" }, { 0x15, "NEGATIVE ACKNOWLEDGE" }, { 0x15, "NAK" },
    { 0x16, "SYNCHRONOUS IDLE" }, { 0x16, "SYN" }, { 0x17, "END OF TRANSMISSION BLOCK" }, { 0x17, "ETB" },
    { 0x18, "CANCEL" }, { 0x18, "CAN" }, { 0x19, "END OF MEDIUM" }, { 0x19, "EOM" }, { 0x1A, "SUBSTITUTE" },
    { 0x1A, "SUB" }, { 0x1B, "ESCAPE" }, { 0x1B, "ESC" }, { 0x1C, "INFORMATION SEPARATOR FOUR" },
    { 0x1C, "FILE SEPARATOR" }, { 0x1C, "FS" }, { 0x1D, "INFORMATION SEPARATOR THREE" }, { 0x1D, "GROUP SEPARATOR" },
    { 0x1D, "GS" }, { 0x1E, "INFORMATION SEPARATOR TWO" }, { 0x1E, "RECORD SEPARATOR" }, { 0x1E, "RS" },
    { 0x1F, "INFORMATION SEPARATOR ONE" }, { 0x1F, "UNIT SEPARATOR" }, { 0x1F, "US" }, { 0x20, "SP" },
    { 0x7F, "DELETE" }, { 0x7F, "DEL" }, { 0x80, "PADDING CHARACTER" }, { 0x80, "PAD" },
    { 0x81, "HIGH OCTET PRESET" }, { 0x81, "HOP" }, { 0x82, "BREAK PERMITTED HERE" }, { 0x82, "BPH" },
    { 0x83, "NO BREAK HERE" }, { 0x83, "NBH" }, { 0x84, "INDEX" }, { 0x84, "IND" }, { 0x85, "NEXT LINE" },
    { 0x85, "NEL" }, { 0x86, "START OF SELECTED AREA" }, { 0x86, "SSA" }, { 0x87, "END OF SELECTED AREA" },
    { 0x87, "ESA" }, { 0x88, "CHARACTER TABULATION SET" }, { 0x88, "HORIZONTAL TABULATION SET" }, { 0x88, "HTS" },
    { 0x89, "CHARACTER TABULATION WITH JUSTIFICATION" }, { 0x89, "HORIZONTAL TABULATION WITH JUSTIFICATION" },
    { 0x89, "HTJ" }, { 0x8A, "LINE TABULATION SET" }, { 0x8A, "VERTICAL TABULATION SET" }, { 0x8A, "VTS" },
    { 0x8B, "PARTIAL LINE FORWARD" }, { 0x8B, "PARTIAL LINE DOWN" }, { 0x8B, "PLD" },
    { 0x8C, "PARTIAL LINE BACKWARD" }, { 0x8C, "PARTIAL LINE UP" }, { 0x8C, "PLU" }, { 0x8D, "REVERSE LINE FEED" },
    { 0x8D, "REVERSE INDEX" }, { 0x8D, "RI" }, { 0x8E, "SINGLE SHIFT TWO" }, { 0x8E, "SINGLE-SHIFT-2" },
    { 0x8E, "SS2" }, { 0x8F, "SINGLE SHIFT THREE" }, { 0x8F, "SINGLE-SHIFT-3" }, { 0x8F, "SS3" },
    { 0x90, "DEVICE CONTROL STRING" }, { 0x90, "DCS" }, { 0x91, "PRIVATE USE ONE" }, { 0x91, "PRIVATE USE-1" },
    { 0x91, "PU1" }, { 0x92, "PRIVATE USE TWO" }, { 0x92, "PRIVATE USE-2" }, { 0x92, "PU2" },
    { 0x93, "SET TRANSMIT STATE" }, { 0x93, "STS" }, { 0x94, "CANCEL CHARACTER" }, { 0x94, "CCH" },
    { 0x95, "MESSAGE WAITING" }, { 0x95, "MW" }, { 0x96, "START OF GUARDED AREA" },
    { 0x96, "START OF PROTECTED AREA" }, { 0x96, "SPA" }, { 0x97, "END OF GUARDED AREA" },
    { 0x97, "END OF PROTECTED AREA" }, { 0x97, "EPA" }, { 0x98, "START OF STRING" }, { 0x98, "SOS" },
    { 0x99, "SINGLE GRAPHIC CHARACTER INTRODUCER" }, { 0x99, "SGC" }, { 0x9A, "SINGLE CHARACTER INTRODUCER" },
    { 0x9A, "SCI" }, { 0x9B, "CONTROL SEQUENCE INTRODUCER" }, { 0x9B, "CSI" }, { 0x9C, "STRING TERMINATOR" },
    { 0x9C, "ST" }, { 0x9D, "OPERATING SYSTEM COMMAND" }, { 0x9D, "OSC" }, { 0x9E, "PRIVACY MESSAGE" },
    { 0x9E, "PM" }, { 0x9F, "APPLICATION PROGRAM COMMAND" }, { 0x9F, "APC" }, { 0xA0, "NBSP" }, { 0xAD, "SHY" },
    { 0x1A2, "LATIN CAPITAL LETTER GHA" }, { 0x1A3, "LATIN SMALL LETTER GHA" }, { 0x34F, "CGJ" }, { 0x61C, "ALM" },
    { 0x709, "SYRIAC SUBLINEAR COLON SKEWED LEFT" }, { 0xCDE, "KANNADA LETTER LLLA" }, { 0xE9D, "LAO LETTER FO FON" },
    { 0xE9F, "LAO LETTER FO FAY" }, { 0xEA3, "LAO LETTER RO" }, { 0xEA5, "LAO LETTER LO" },
    { 0xFD0, "TIBETAN MARK BKA- SHOG GI MGO RGYAN" }, { 0x11EC, "HANGUL JONGSEONG YESIEUNG-KIYEOK" },
    { 0x11ED, "HANGUL JONGSEONG YESIEUNG-SSANGKIYEOK" }, { 0x11EE, "HANGUL JONGSEONG SSANGYESIEUNG" },
    { 0x11EF, "HANGUL JONGSEONG YESIEUNG-KHIEUKH" }, { 0x180B, "FVS1" }, { 0x180C, "FVS2" }, { 0x180D, "FVS3" },
    { 0x180F, "FVS4" }, { 0x180E, "MVS" }, { 0x200B, "ZWSP" }, { 0x200C, "ZWNJ" }, { 0x200D, "ZWJ" },
    { 0x200E, "LRM" }, { 0x200F, "RLM" }, { 0x202A, "LRE" }, { 0x202B, "RLE" }, { 0x202C, "PDF" }, { 0x202D, "LRO" },
    { 0x202E, "RLO" }, { 0x202F, "NNBSP" }, { 0x205F, "MMSP" }, { 0x2060, "WJ" }, { 0x2066, "LRI" },
    { 0x2067, "RLI" }, { 0x2068, "FSI" }, { 0x2069, "PDI" }, { 0x2118, "WEIERSTRASS ELLIPTIC FUNCTION" },
    { 0x2448, "MICR ON US SYMBOL" }, { 0x2449, "MICR DASH SYMBOL" }, { 0xA015, "YI SYLLABLE ITERATION MARK" },
    { 0xFE18, "PRESENTATION FORM FOR VERTICAL RIGHT WHITE LENTICULAR BRACKET" }, { 0xFEFF, "BYTE ORDER MARK" },
    { 0xFEFF, "BOM" }, { 0xFEFF, "ZWNBSP" }, { 0x1D0C5, "BYZANTINE MUSICAL SYMBOL FTHORA SKLIRON CHROMA VASIS" },
    { 0x122D4, "CUNEIFORM SIGN NU11 TENU" }, { 0x122D5, "CUNEIFORM SIGN NU11 OVER NU11 BUR OVER BUR" },
    { 0x16E56, "MEDEFAIDRIN CAPITAL LETTER H" }, { 0x16E57, "MEDEFAIDRIN CAPITAL LETTER NG" },
    { 0x16E76, "MEDEFAIDRIN SMALL LETTER H" }, { 0x16E77, "MEDEFAIDRIN SMALL LETTER NG" },
};

static Py_UCS4 lookup_alias(const char *name)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcmp(aliases[i].name, name) == 0) return aliases[i].ch;
    if (strncmp(name, "VS", 2) != 0) return (Py_UCS4)-1;
    char *end;
    long n = name[2] >= '1' && name[2] <= '9' ? strtol(name + 2, &end, 10) : 0; /* variation selectors 1 to 256 */
    if (n < 1 || n > 256 || *end != 0) return (Py_UCS4)-1;
    return n <= 16 ? 0xFE00 + (Py_UCS4)n - 1 : 0xE0100 + (Py_UCS4)n - 17;
}

/* The library is more generous than Python: it takes '_' for a space and lets hyphens go. Its answer must have the name. */
static Py_UCS4 lookup_library(const char *name)
{
    const struct adder_unistring *u = adder_unistring();
    char back[ADDER_UNICODE_NAME_MAX];
    if (u == NULL) return (Py_UCS4)-1;
    Py_UCS4 ch = u->unicode_name_character(name);
    if (ch == UNINAME_INVALID || u->unicode_character_name(ch, back) == NULL) return (Py_UCS4)-1;
    if (strcmp(back, name) != 0) return (Py_UCS4)-1;
    if (strncmp(name, hangul_prefix, sizeof hangul_prefix - 1) == 0 || is_unified_ideograph(ch)) return (Py_UCS4)-1;
    return ch;
}

Py_UCS4 adder_unicode_lookup(const char *name, size_t n)
{
    char upper[ADDER_UNICODE_NAME_MAX];
    if (n == 0 || n >= sizeof upper) return (Py_UCS4)-1;
    for (size_t i = 0; i < n; i++) upper[i] = (char)(name[i] >= 'a' && name[i] <= 'z' ? name[i] - 32 : name[i]);
    upper[n] = 0;
    if (strlen(upper) != n) return (Py_UCS4)-1;
    if (strncmp(upper, hangul_prefix, sizeof hangul_prefix - 1) == 0) return lookup_hangul(upper + sizeof hangul_prefix - 1);
    if (strncmp(upper, cjk_prefix, sizeof cjk_prefix - 1) == 0) return lookup_cjk(upper + sizeof cjk_prefix - 1);
    Py_UCS4 ch = lookup_library(upper);
    return ch != (Py_UCS4)-1 ? ch : lookup_alias(upper);
}
