/* float_hex.c -- floats as hexadecimal text: [sign] 0x h.hhh p [sign] exponent, exact both ways. */
#include "runtime/objects/float_hex.h"
#include "runtime/objects/float.h"
#include "runtime/objects/str.h"
#include "runtime/text/numbers.h"
#include <float.h>
#include <math.h>
#include <stdio.h>

PyObject *adder_float_hex(double v)
{
    char buf[40];
    uint64_t bits;
    if (!isfinite(v)) return adder_str_from_ascii(buf, adder_float_repr(v, buf));
    memcpy(&bits, &v, sizeof bits);
    uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
    int exponent = (int)(bits >> 52 & 0x7ff);
    const char *sign = signbit(v) ? "-" : "";
    int n;
    if (v == 0) n = sprintf(buf, "%s0x0.0p+0", sign);
    else n = sprintf(buf, "%s0x%d.%013llxp%+d", sign, exponent != 0, (unsigned long long)fraction,
                     exponent != 0 ? exponent - 1023 : -1022);
    return adder_str_from_ascii(buf, n);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A literal as mantissa * 2^exponent; `more` tells that lower bits were not 0. */
struct literal {
    uint64_t mantissa; /* below 2^60 */
    int64_t exponent;
    bool more;
};

static const char *read_hex_digits(const char *p, struct literal *l, bool fraction)
{
    int d;
    for (; (d = hex_value(*p)) >= 0; p++) {
        if (l->mantissa >> 56 == 0) {
            l->mantissa = l->mantissa << 4 | (uint64_t)d;
            l->exponent -= fraction ? 4 : 0;
        } else {
            l->more |= d != 0;
            l->exponent += fraction ? 0 : 4;
        }
    }
    return p;
}

/* Behind the sign; NULL when there is no number. */
static const char *read_literal(const char *p, struct literal *l)
{
    *l = (struct literal){ 0 };
    if (p[0] == '0' && (p[1] | 0x20) == 'x') p += 2;
    const char *start = p;
    p = read_hex_digits(p, l, false);
    bool any = p > start;
    if (*p == '.') {
        const char *fraction = p + 1;
        p = read_hex_digits(fraction, l, true);
        any |= p > fraction;
    }
    if (!any) return NULL;
    if ((*p | 0x20) != 'p') return p;
    p++;
    bool negative = *p == '-';
    if (*p == '-' || *p == '+') p++;
    if (*p < '0' || *p > '9') return NULL;
    int64_t e = 0;
    for (; *p >= '0' && *p <= '9'; p++)
        if (e < (int64_t)1 << 58) e = e * 10 + (*p - '0');
    l->exponent += negative ? -e : e;
    return p;
}

/* Rounds half to even at bit 53 or at 2^-1074; infinite when too large. */
static double literal_value(const struct literal *l)
{
    if (l->mantissa == 0) return 0.0;
    int bits = 64 - __builtin_clzll(l->mantissa);
    if (l->exponent + bits > DBL_MAX_EXP + 1) return INFINITY;
    if (l->exponent + bits < DBL_MIN_EXP - DBL_MANT_DIG) return 0.0;
    int64_t lowest = Py_MAX(l->exponent + bits - DBL_MANT_DIG, DBL_MIN_EXP - DBL_MANT_DIG);
    int drop = (int)(lowest - l->exponent);
    if (drop <= 0) return ldexp((double)l->mantissa, (int)l->exponent);
    uint64_t q = drop < 64 ? l->mantissa >> drop : 0, rest = l->mantissa - (q << drop), half = (uint64_t)1 << (drop - 1);
    if (rest > half || (rest == half && (l->more || (q & 1) != 0))) q++;
    return ldexp((double)q, (int)lowest);
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

PyObject *adder_float_fromhex(PyObject *text)
{
    struct literal l;
    Py_ssize_t n;
    const char *s = PyUnicode_AsUTF8AndSize(text, &n), *end = s + n;
    if (s == NULL) return NULL;
    while (is_space(*s)) s++;
    double sign = *s == '-' ? -1.0 : 1.0, v = 0.0;
    const char *p = s + (*s == '-' || *s == '+');
    char first = (char)(*p | 0x20);
    if (first == 'i' || first == 'n') { /* inf, infinity, nan */
        char *stop;
        v = fabs(adder_strtod(p, &stop));
        p = stop == p ? NULL : stop;
    } else if ((p = read_literal(p, &l)) != NULL) {
        v = literal_value(&l);
        if (isinf(v)) {
            PyErr_SetString(PyExc_OverflowError, "hexadecimal value too large to represent as a float");
            return NULL;
        }
    }
    while (p != NULL && is_space(*p)) p++;
    if (p == end) return adder_float_new(sign * v);
    PyErr_SetString(PyExc_ValueError, "invalid hexadecimal floating-point string");
    return NULL;
}
