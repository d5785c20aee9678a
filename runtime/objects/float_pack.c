/* float_pack.c -- doubles as the IEEE formats of 2, 4 and 8 bytes, in either byte order. */
#include "runtime/define.h"
#include <math.h>
#include <string.h>

/* The n low bytes of `bits`, least significant first when `le`. */
static void put_bytes(char *p, uint64_t bits, int n, int le)
{
    for (int i = 0; i < n; i++, bits >>= 8) p[le ? i : n - 1 - i] = (char)bits;
}

static uint64_t get_bytes(const char *p, int n, int le)
{
    uint64_t bits = 0;
    for (int i = 0; i < n; i++) bits = bits << 8 | (unsigned char)p[le ? n - 1 - i : i];
    return bits;
}

int PyFloat_Pack8(double v, char *p, int le)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    put_bytes(p, bits, 8, le);
    return 0;
}

int PyFloat_Pack4(double v, char *p, int le)
{
    float f = (float)v;
    uint32_t bits;
    if (isinf(f) && !isinf(v)) {
        PyErr_SetString(PyExc_OverflowError, "float too large to pack with f format");
        return -1;
    }
    memcpy(&bits, &f, sizeof bits);
    put_bytes(p, bits, 4, le);
    return 0;
}

/* A finite double's magnitude as half-precision bits, rounded half to even; 0x7c00 and above: too large. */
static unsigned half_bits(double v)
{
    int exponent;
    if (v == 0) return 0;
    frexp(v, &exponent); /* v < 2^exponent */
    if (exponent > 16) return 0x7c00;
    int lowest = exponent - 11 < -24 ? -24 : exponent - 11; /* the last place: 10 bits of fraction, or subnormal */
    double units = rint(ldexp(v, -lowest));                 /* nearest, ties to even */
    unsigned u = (unsigned)units;
    return ((unsigned)(lowest + 24) << 10) + u; /* the leading bit adds itself to the exponent */
}

int PyFloat_Pack2(double v, char *p, int le)
{
    unsigned bits = isnan(v) ? 0x7e00 : isinf(v) ? 0x7c00 : half_bits(fabs(v));
    if (isfinite(v) && bits >= 0x7c00) {
        PyErr_SetString(PyExc_OverflowError, "float too large to pack with e format");
        return -1;
    }
    if (signbit(v)) bits |= 0x8000;
    put_bytes(p, bits, 2, le);
    return 0;
}

double PyFloat_Unpack8(const char *p, int le)
{
    uint64_t bits = get_bytes(p, 8, le);
    double v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

double PyFloat_Unpack4(const char *p, int le)
{
    uint32_t bits = (uint32_t)get_bytes(p, 4, le);
    float f;
    memcpy(&f, &bits, sizeof f);
    return f;
}

double PyFloat_Unpack2(const char *p, int le)
{
    unsigned bits = (unsigned)get_bytes(p, 2, le);
    int exponent = (int)(bits >> 10 & 0x1f);
    double fraction = bits & 0x3ff, v;
    if (exponent == 0x1f) v = fraction == 0 ? INFINITY : NAN;
    else if (exponent == 0) v = ldexp(fraction, -24);
    else v = ldexp(fraction + 1024, exponent - 25);
    return (bits & 0x8000) != 0 ? -v : v;
}
