/* numbers.c -- doubles to decimal digits and back.
 *
 * Shortest digits: Schubfach (R. Giulietti, "The Schubfach way to render doubles"). Fixed digits: the exact binary
 * fraction is multiplied out nine decimal digits at a time, only as far as asked, and what is left decides the rounding.
 * Reading: Clinger's exact small case, then Eisel-Lemire's 128-bit product, then the C library in the C locale. */
#include "runtime/text/numbers.h"
#include "runtime/text/pow10.h"
#include <errno.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>

typedef unsigned __int128 u128;

struct binary {
    uint64_t mantissa; /* value = mantissa * 2^exponent */
    int exponent;
    bool narrow; /* the next lower double is only half as far as the next higher */
};

static struct binary split(double v)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
    int exponent = (int)(bits >> 52 & 0x7ff);
    if (exponent == 0) return (struct binary){ fraction, -1074, false };
    return (struct binary){ fraction | (uint64_t)1 << 52, exponent - 1075, fraction == 0 && exponent > 1 };
}

static int floor_log2_pow10(int k) { return (int)((int64_t)k * 1741647 >> 19); }

/* ---- shortest ---- */

/* floor(g * cp / 2^128), bit 0 set when inexact. */
static uint64_t round_to_odd(uint64_t hi, uint64_t lo, uint64_t cp)
{
    u128 x = (u128)lo * cp, y = (u128)hi * cp + (uint64_t)(x >> 64);
    return (uint64_t)(y >> 64) | ((uint64_t)y > 1);
}

/* value ~ *digits * 10^(result) */
static int schubfach(struct binary b, uint64_t *digits)
{
    bool odd = (b.mantissa & 1) != 0;
    uint64_t c = 4 * b.mantissa, low = c - 2 + b.narrow, high = c + 2;
    int k = (int)(((int64_t)b.exponent * 1262611 - (b.narrow ? 524031 : 0)) >> 22);
    int h = b.exponent + floor_log2_pow10(-k) + 1;
    uint64_t hi = adder_pow10[-k - ADDER_POW10_MIN].hi, lo = adder_pow10[-k - ADDER_POW10_MIN].lo;
    if (-k < 0 || -k > 55) { /* the table is truncated; the method wants the next above */
        lo++;
        hi += lo == 0;
    }
    uint64_t vl = round_to_odd(hi, lo, low << h) + odd, v = round_to_odd(hi, lo, c << h);
    uint64_t vr = round_to_odd(hi, lo, high << h) - odd, s = v / 4;
    if (s >= 10) { /* one digit less, if exactly one of the two candidates lies inside */
        uint64_t t = s / 10;
        bool down = vl <= 40 * t, up = 40 * t + 40 <= vr;
        if (down != up) {
            *digits = t + up;
            return k + 1;
        }
    }
    bool down = vl <= 4 * s, up = 4 * s + 4 <= vr;
    if (down == up) up = v > 4 * s + 2 || (v == 4 * s + 2 && (s & 1) != 0);
    *digits = s + up;
    return k;
}

static void set_zero(struct adder_decimal *d)
{
    d->count = 1;
    d->point = 1;
    memcpy(d->digits, "0", 2);
}

/* Drops trailing zeros and puts the 0 behind the rest. */
static void finish(struct adder_decimal *d)
{
    while (d->count > 0 && d->digits[d->count - 1] == '0') d->count--;
    d->digits[d->count] = '\0';
    if (d->count == 0) set_zero(d);
}

void adder_decimal_shortest(struct adder_decimal *d, double v)
{
    uint64_t digits;
    char buf[20], *p = buf + sizeof buf;
    d->negative = signbit(v) != 0;
    v = fabs(v);
    if (v == 0) {
        set_zero(d);
        return;
    }
    int exponent = 0;
    if (v < 0x1p53 && v == (double)(uint64_t)v) digits = (uint64_t)v; /* its own digits are the shortest */
    else exponent = schubfach(split(v), &digits);
    do {
        *--p = (char)('0' + digits % 10);
        digits /= 10;
    } while (digits != 0);
    d->count = (int)(buf + sizeof buf - p);
    d->point = d->count + exponent;
    memcpy(d->digits, p, (size_t)d->count);
    finish(d);
}

/* ---- a given number of digits ---- */

#define WORDS 36 /* 32-bit words: 1074 fraction bits or 1024 integer bits, and slack */

/* The decimal digits of v as they come: an integer part, then nine digits a step from the fraction. */
struct digits_source {
    uint32_t fraction[WORDS]; /* fraction[count-1] is next after the point */
    int low, count;           /* words below `low` are 0 */
};

static void put_nine(char *out, uint32_t chunk)
{
    for (int i = 8; i >= 0; i--, chunk /= 10) out[i] = (char)('0' + chunk % 10);
}

/* The integer part's digits into out; how many (0 for 0). */
static int integer_digits(struct binary b, char *out)
{
    uint32_t words[WORDS], chunks[WORDS];
    int n = 0, count = 0;
    if (b.exponent <= 0) {
        uint64_t whole = b.exponent > -64 ? b.mantissa >> -b.exponent : 0;
        for (; whole != 0; whole /= 1000000000) chunks[count++] = (uint32_t)(whole % 1000000000);
    } else {
        memset(words, 0, sizeof words);
        u128 shifted = (u128)b.mantissa << (b.exponent % 32);
        int base = b.exponent / 32;
        for (int i = 0; i < 3; i++) words[base + i] = (uint32_t)(shifted >> (32 * i));
        for (n = base + 3; n > 0 && words[n - 1] == 0;) n--;
        while (n > 0) {
            uint64_t rest = 0;
            for (int i = n; i-- > 0;) {
                rest = rest << 32 | words[i];
                words[i] = (uint32_t)(rest / 1000000000);
                rest %= 1000000000;
            }
            chunks[count++] = (uint32_t)rest;
            while (n > 0 && words[n - 1] == 0) n--;
        }
    }
    char *p = out;
    while (count > 0) {
        put_nine(p, chunks[--count]);
        p += 9;
    }
    int total = (int)(p - out), zeros = 0;
    while (zeros < total && out[zeros] == '0') zeros++;
    memmove(out, out + zeros, (size_t)(total - zeros));
    return total - zeros;
}

static void fraction_start(struct digits_source *f, struct binary b)
{
    f->low = f->count = 0;
    if (b.exponent >= 0) return;
    int bits = -b.exponent; /* fraction = (mantissa mod 2^bits) / 2^bits */
    u128 m = bits < 64 ? b.mantissa & (((uint64_t)1 << bits) - 1) : b.mantissa;
    if (m == 0) return;
    f->count = (bits + 31) / 32;
    m <<= f->count * 32 - bits;
    memset(f->fraction, 0, (size_t)f->count * sizeof f->fraction[0]);
    for (int i = 0; i < 3 && i < f->count; i++) f->fraction[i] = (uint32_t)(m >> (32 * i));
}

static bool fraction_is_zero(struct digits_source *f)
{
    while (f->low < f->count && f->fraction[f->low] == 0) f->low++;
    return f->low == f->count;
}

static uint32_t fraction_next(struct digits_source *f)
{
    uint64_t carry = 0;
    for (int i = f->low; i < f->count; i++) {
        carry += (uint64_t)f->fraction[i] * 1000000000;
        f->fraction[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return (uint32_t)carry;
}

/* Rounds digits[0, have) to `keep`; `more` tells that something other than zeros follows. */
static void round_at(struct adder_decimal *d, int have, int keep, bool more)
{
    if (keep >= have) {
        d->count = have;
        return;
    }
    d->count = keep < 0 ? 0 : keep;
    if (keep < 0) return;
    for (int i = keep + 1; i < have && !more; i++) more = d->digits[i] != '0';
    char next = d->digits[keep];
    bool odd = keep > 0 && ((d->digits[keep - 1] - '0') & 1) != 0;
    if (next < '5' || (next == '5' && !more && !odd)) return;
    int i = keep - 1;
    while (i >= 0 && d->digits[i] == '9') d->digits[i--] = '0';
    if (i >= 0) {
        d->digits[i]++;
        return;
    }
    d->digits[0] = '1'; /* 99.9 -> 100: the zeros that follow are dropped anyway */
    for (int k = 1; k < keep; k++) d->digits[k] = '0';
    d->count = keep > 0 ? keep : 1;
    d->point++;
}

/* `significant` > 0, or 0: then `places` after the point. */
static void fixed_digits(struct adder_decimal *d, double v, int significant, int places)
{
    struct digits_source f;
    d->negative = signbit(v) != 0;
    v = fabs(v);
    if (v == 0) {
        set_zero(d);
        return;
    }
    struct binary b = split(v);
    int have = integer_digits(b, d->digits);
    d->point = have;
    fraction_start(&f, b);
    while (!fraction_is_zero(&f)) {
        int want = significant > 0 ? significant : d->point + places;
        if (have > want + 1 || (have == 0 && want < -9)) break;
        uint32_t chunk = fraction_next(&f);
        if (have == 0) { /* leading zeros are no digits */
            if (chunk == 0) {
                d->point -= 9;
                continue;
            }
            char nine[9];
            put_nine(nine, chunk);
            int zeros = 0;
            while (nine[zeros] == '0') zeros++;
            d->point -= zeros;
            have = 9 - zeros;
            memcpy(d->digits, nine + zeros, (size_t)have);
        } else {
            put_nine(d->digits + have, chunk);
            have += 9;
        }
    }
    if (have == 0) { /* below half of the last place */
        d->count = 0;
        finish(d);
        return;
    }
    int64_t keep = significant > 0 ? significant : (int64_t)d->point + places;
    round_at(d, have, keep > have ? have : keep < -1 ? -1 : (int)keep, !fraction_is_zero(&f));
    finish(d);
}

void adder_decimal_significant(struct adder_decimal *d, double v, int count) { fixed_digits(d, v, count, 0); }

/* Digits of an integer that counts units of 10^-places. */
static void from_units(struct adder_decimal *d, uint64_t units, int places)
{
    char buf[20], *p = buf + sizeof buf;
    for (; units != 0; units /= 10) *--p = (char)('0' + units % 10);
    d->count = (int)(buf + sizeof buf - p);
    d->point = d->count - places;
    memcpy(d->digits, p, (size_t)d->count);
    finish(d);
}

/* The usual case of adder_decimal_places in 128 bits: v * 10^places exactly, then rounded. False when it is not one. */
static bool places_short(struct adder_decimal *d, double v, int places)
{
    static const uint64_t powers[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000 };
    if (places < 0 || places >= (int)(sizeof powers / sizeof powers[0])) return false;
    struct binary b = split(fabs(v));
    int shift = -b.exponent;
    if (shift <= 0 || shift > 120) return false;
    u128 units = (u128)b.mantissa * powers[places], rest = units & (((u128)1 << shift) - 1), half = (u128)1 << (shift - 1);
    units >>= shift;
    if (units >> 63 != 0) return false;
    if (rest > half || (rest == half && (units & 1) != 0)) units++;
    d->negative = signbit(v) != 0;
    from_units(d, (uint64_t)units, places);
    return true;
}

void adder_decimal_places(struct adder_decimal *d, double v, int places)
{
    if (places_short(d, v, places)) return;
    if (places > 1100) places = 1100; /* no double has more */
    if (places < -400) places = -400;
    fixed_digits(d, v, 0, places);
}

/* ---- reading ---- */

struct literal {
    uint64_t mantissa; /* the first 19 significant digits */
    int64_t exponent;  /* decimal, for that mantissa */
    bool more;         /* further digits were not 0 */
};

static inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

static const char *read_digits(const char *p, struct literal *l, bool fraction, int *significant)
{
    for (; is_digit(*p); p++) {
        if (*significant > 0 || *p != '0') {
            if ((*significant)++ < 19) {
                l->mantissa = l->mantissa * 10 + (uint64_t)(*p - '0');
                l->exponent -= fraction;
                continue;
            }
            l->more |= *p != '0';
            l->exponent += !fraction;
        } else {
            l->exponent -= fraction;
        }
    }
    return p;
}

/* Reads an unsigned decimal literal; NULL when there is none. */
static const char *read_literal(const char *p, struct literal *l)
{
    int significant = 0;
    const char *start = p;
    *l = (struct literal){ 0 };
    p = read_digits(p, l, false, &significant);
    bool any = p > start;
    if (*p == '.') {
        const char *fraction = p + 1;
        p = read_digits(fraction, l, true, &significant);
        if (!any && p == fraction) return NULL;
        any = true;
    }
    if (!any) return NULL;
    if (*p != 'e' && *p != 'E') return p;
    const char *q = p + 1;
    bool negative = *q == '-';
    if (*q == '-' || *q == '+') q++;
    if (!is_digit(*q)) return p;
    int64_t e = 0;
    for (; is_digit(*q); q++)
        if (e < (int64_t)1 << 50) e = e * 10 + (*q - '0');
    l->exponent += negative ? -e : e;
    return q;
}

/* Eisel-Lemire: the product with the table's 128 bits decides unless it lies too near a boundary (false). m != 0. */
static bool eisel_lemire(uint64_t m, int64_t e10, double *out)
{
    if (e10 < ADDER_POW10_MIN || e10 > 308) return false;
    int zeros = __builtin_clzll(m);
    m <<= zeros;
    uint64_t hi = adder_pow10[e10 - ADDER_POW10_MIN].hi, lo = adder_pow10[e10 - ADDER_POW10_MIN].lo;
    u128 x = (u128)m * hi;
    uint64_t xh = (uint64_t)(x >> 64), xl = (uint64_t)x;
    if ((xh & 0x1ff) == 0x1ff && xl + m < m) { /* the lower half of the power may matter */
        u128 y = (u128)m * lo;
        uint64_t merged = xl + (uint64_t)(y >> 64);
        xh += merged < xl;
        if ((xh & 0x1ff) == 0x1ff && merged + 1 == 0 && (uint64_t)y + m < m) return false;
        xl = merged;
    }
    int msb = (int)(xh >> 63);
    uint64_t mantissa = xh >> (msb + 9); /* 54 bits */
    int64_t exponent = floor_log2_pow10((int)e10) + 63 + 1 + 1023 - zeros - (1 - msb);
    if (xl == 0 && (xh & 0x1ff) == 0 && (mantissa & 3) == 1) return false; /* exactly half, perhaps */
    mantissa = (mantissa + (mantissa & 1)) >> 1;
    if (mantissa >> 53 != 0) {
        mantissa >>= 1;
        exponent++;
    }
    if (exponent < 1 || exponent > 2046) return false; /* subnormal, overflow */
    uint64_t bits = (uint64_t)exponent << 52 | (mantissa & (((uint64_t)1 << 52) - 1));
    memcpy(out, &bits, sizeof bits);
    return true;
}

static double library_strtod(const char *s)
{
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0); /* shared and static in the C library: nothing to free */
    int saved = errno;
    double v = strtod_l(s, NULL, c);
    errno = saved;
    return v;
}

static double literal_value(const struct literal *l, const char *s)
{
    static const double exact[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    double a, b;
    if (l->mantissa == 0) return 0.0;
    if (!l->more && l->mantissa <= (uint64_t)1 << 53 && l->exponent >= -22 && l->exponent <= 22)
        return l->exponent < 0 ? (double)l->mantissa / exact[-l->exponent] : (double)l->mantissa * exact[l->exponent];
    if (eisel_lemire(l->mantissa, l->exponent, &a)) {
        if (!l->more) return a;
        if (eisel_lemire(l->mantissa + 1, l->exponent, &b) && a == b) return a;
    }
    return library_strtod(s);
}

/* `word` in any case at p? */
static bool matches(const char *p, const char *word)
{
    for (; *word != '\0'; p++, word++)
        if ((*p | 0x20) != *word) return false;
    return true;
}

double adder_strtod(const char *s, char **end)
{
    struct literal l;
    const char *p = s + (*s == '-' || *s == '+');
    double v;
    if (matches(p, "inf")) {
        v = INFINITY;
        p += matches(p + 3, "inity") ? 8 : 3;
    } else if (matches(p, "nan")) {
        v = NAN;
        p += 3;
    } else {
        const char *stop = read_literal(p, &l);
        if (stop == NULL) {
            *end = (char *)s;
            return 0.0;
        }
        v = literal_value(&l, p);
        p = stop;
    }
    *end = (char *)p;
    return *s == '-' ? -v : v;
}

double PyOS_string_to_double(const char *s, char **endptr, PyObject *overflow_exception)
{
    char *end;
    double v = adder_strtod(s, &end);
    if (end == s || (endptr == NULL && *end != '\0')) {
        PyErr_Format(PyExc_ValueError, "could not convert string to float: '%.200s'", s);
        if (endptr != NULL) *endptr = (char *)s;
        return -1.0;
    }
    if (endptr != NULL) *endptr = end;
    const char *digits = s + (*s == '-' || *s == '+');
    if (overflow_exception != NULL && isinf(v) && (is_digit(*digits) || *digits == '.')) {
        PyErr_Format(overflow_exception, "value too large to convert to float: '%.200s'", s);
        return -1.0;
    }
    return v;
}

PyObject *adder_number_without_underscores(const char *s, Py_ssize_t n, const char *what, PyObject *shown, void *arg,
                                           PyObject *(*parse)(const char *s, Py_ssize_t n, void *arg))
{
    const char *end = s + n;
    char prev = '\0';
    if (memchr(s, '_', (size_t)n) == NULL) return parse(s, n, arg);
    char *copy = PyMem_Malloc((size_t)n + 1), *out = copy;
    if (copy == NULL) return PyErr_NoMemory();
    for (const char *p = s; p < end; prev = *p++) {
        bool wrong = *p == '_' ? !is_digit(prev) : prev == '_' && !is_digit(*p);
        if (wrong || *p == '\0') goto bad;
        if (*p != '_') *out++ = *p;
    }
    if (prev == '_') goto bad;
    *out = '\0';
    PyObject *r = parse(copy, out - copy, arg);
    PyMem_Free(copy);
    return r;
bad:
    PyMem_Free(copy);
    PyErr_Format(PyExc_ValueError, "could not convert string to %s: %R", what, shown);
    return NULL;
}

/* ---- writing ---- */

/* What PyOS_double_to_string was asked for. */
struct layout {
    char code;        /* e f g r */
    int precision;
    bool upper, alt, add_dot_0;
};

/* Characters between the first digit and the exponent: `lead` digits before the point. */
static char *put_digits(char *out, const struct adder_decimal *d, int lead, int places, bool point)
{
    int at = 0; /* index of the next digit; negative: zeros before the first */
    if (lead <= 0) {
        *out++ = '0';
        at = lead;
    } else {
        for (; at < lead; at++) *out++ = at < d->count ? d->digits[at] : '0';
    }
    if (places > 0 || point) *out++ = '.';
    for (; places > 0; places--, at++) *out++ = at >= 0 && at < d->count ? d->digits[at] : '0';
    return out;
}

static char *put_exponent(char *out, int e, bool upper)
{
    *out++ = upper ? 'E' : 'e';
    *out++ = e < 0 ? '-' : '+';
    if (e < 0) e = -e;
    if (e >= 100) *out++ = (char)('0' + e / 100);
    *out++ = (char)('0' + e / 10 % 10);
    *out++ = (char)('0' + e % 10);
    return out;
}

/* Settles digits, notation and places. *scientific; result: places after the point. */
static int choose(const struct layout *l, struct adder_decimal *d, double v, bool *scientific)
{
    switch (l->code) {
    case 'f':
        adder_decimal_places(d, v, l->precision);
        *scientific = false;
        return l->precision == 0 && l->add_dot_0 ? 1 : l->precision;
    case 'e':
        adder_decimal_significant(d, v, l->precision < 1100 ? l->precision + 1 : 1101);
        *scientific = true;
        return l->precision;
    case 'r':
        adder_decimal_shortest(d, v);
        *scientific = d->point <= -4 || d->point > 16;
        break;
    default:
        adder_decimal_significant(d, v, l->precision > 0 ? Py_MIN(l->precision, 1101) : 1);
        *scientific = d->point <= -4 || d->point > (l->precision > 0 ? l->precision : 1) - l->add_dot_0;
    }
    int digits = l->alt && l->code == 'g' ? (l->precision > 0 ? l->precision : 1) : d->count;
    int places = *scientific ? digits - 1 : digits - d->point;
    if (places <= 0) places = 0;
    if (places == 0 && l->add_dot_0 && !*scientific) places = 1;
    return places;
}

static char *not_finite(double v, bool upper, bool sign, int *type)
{
    char *out = PyMem_Malloc(8), *p = out;
    if (out == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    if (isnan(v)) *type = Py_DTST_NAN;
    else *type = Py_DTST_INFINITE;
    if (isinf(v) && v < 0) *p++ = '-';
    else if (sign) *p++ = '+';
    strcpy(p, isnan(v) ? (upper ? "NAN" : "nan") : upper ? "INF" : "inf");
    return out;
}

static bool is_zero(const struct adder_decimal *d) { return d->count == 1 && d->digits[0] == '0'; }

char *PyOS_double_to_string(double v, char code, int precision, int flags, int *type)
{
    struct adder_decimal d;
    struct layout l = { .precision = precision, .alt = (flags & Py_DTSF_ALT) != 0, .add_dot_0 = (flags & Py_DTSF_ADD_DOT_0) != 0 };
    int dummy;
    bool scientific;
    l.upper = code == 'E' || code == 'F' || code == 'G';
    l.code = l.upper ? (char)(code | 0x20) : code;
    if (strchr("efgr", l.code) == NULL || l.code == '\0' || (l.code == 'r' && precision != 0) || precision < 0) {
        PyErr_BadInternalCall();
        return NULL;
    }
    if (type == NULL) type = &dummy;
    if (!isfinite(v)) return not_finite(v, l.upper, (flags & Py_DTSF_SIGN) != 0, type);
    *type = Py_DTST_FINITE;
    int places = choose(&l, &d, v, &scientific);
    char *text = PyMem_Malloc((size_t)places + (size_t)(d.point > 0 && !scientific ? d.point : 1) + 12);
    if (text == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    char *p = text;
    if (d.negative && !((flags & Py_DTSF_NO_NEG_0) != 0 && is_zero(&d))) *p++ = '-';
    else if ((flags & Py_DTSF_SIGN) != 0) *p++ = '+';
    p = put_digits(p, &d, scientific ? 1 : d.point, places, l.alt);
    if (scientific) p = put_exponent(p, d.point - 1, l.upper);
    *p = '\0';
    return text;
}
