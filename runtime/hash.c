/* hash.c -- SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF") keyed once a process.
 * The secret is one of the few process-wide variables: strings are shared between VMs, so their hashes must agree. */
#include "runtime/hash.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

_Py_HashSecret_t _Py_HashSecret;
static struct {
    pthread_mutex_t lock;
    int done, random;
} secret_state = { PTHREAD_MUTEX_INITIALIZER, 0, 0 };

static inline uint64_t rotl(uint64_t x, int b) { return x << b | x >> (64 - b); }

static inline uint64_t load64(const unsigned char *p)
{
    uint64_t v;
    memcpy(&v, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    return v;
}

/* The last 0 to 7 bytes, little endian, without reading past them. */
static inline uint64_t load_tail(const unsigned char *p, size_t n)
{
    uint64_t v = 0;
    switch (n) {
    case 7: v |= (uint64_t)p[6] << 48; /* fall through */
    case 6: v |= (uint64_t)p[5] << 40; /* fall through */
    case 5: v |= (uint64_t)p[4] << 32; /* fall through */
    case 4: {
        uint32_t w;
        memcpy(&w, p, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        w = __builtin_bswap32(w);
#endif
        return v | w;
    }
    case 3: v |= (uint64_t)p[2] << 16; /* fall through */
    case 2: v |= (uint64_t)p[1] << 8;  /* fall through */
    case 1: v |= p[0];
    }
    return v;
}

#define SIP_ROUND(v0, v1, v2, v3)                                               \
    do {                                                                        \
        v0 += v1; v1 = rotl(v1, 13); v1 ^= v0; v0 = rotl(v0, 32);               \
        v2 += v3; v3 = rotl(v3, 16); v3 ^= v2;                                  \
        v0 += v3; v3 = rotl(v3, 21); v3 ^= v0;                                  \
        v2 += v1; v1 = rotl(v1, 17); v1 ^= v2; v2 = rotl(v2, 32);               \
    } while (0)

uint64_t adder_siphash13(uint64_t k0, uint64_t k1, const void *data, size_t n)
{
    const unsigned char *p = data;
    uint64_t v0 = k0 ^ 0x736f6d6570736575u, v1 = k1 ^ 0x646f72616e646f6du;
    uint64_t v2 = k0 ^ 0x6c7967656e657261u, v3 = k1 ^ 0x7465646279746573u;
    uint64_t last = (uint64_t)n << 56;
    for (; n >= 8; p += 8, n -= 8) {
        uint64_t m = load64(p);
        v3 ^= m;
        SIP_ROUND(v0, v1, v2, v3);
        v0 ^= m;
    }
    last |= load_tail(p, n);
    v3 ^= last;
    SIP_ROUND(v0, v1, v2, v3);
    v0 ^= last;
    v2 ^= 0xff;
    SIP_ROUND(v0, v1, v2, v3);
    SIP_ROUND(v0, v1, v2, v3);
    SIP_ROUND(v0, v1, v2, v3);
    return v0 ^ v1 ^ v2 ^ v3;
}

Py_hash_t _Py_HashBytes(const void *data, Py_ssize_t n)
{
    if (n == 0) return 0;
    Py_hash_t h = (Py_hash_t)adder_siphash13(_Py_HashSecret.siphash.k0, _Py_HashSecret.siphash.k1, data, (size_t)n);
    return h == -1 ? -2 : h;
}

/* Objects lie on multiples of 16: the low bits move up, where they do no harm. */
Py_hash_t _Py_HashPointerRaw(const void *p)
{
    size_t y = (size_t)p;
    return (Py_hash_t)(y >> 4 | y << (8 * sizeof(void *) - 4));
}

Py_hash_t _Py_HashPointer(const void *p)
{
    Py_hash_t h = _Py_HashPointerRaw(p);
    return h == -1 ? -2 : h;
}

static Py_hash_t hash_bytes(const void *data, Py_ssize_t n) { return _Py_HashBytes(data, n); }

PyHash_FuncDef *PyHash_GetFuncDef(void)
{
    static PyHash_FuncDef def = { hash_bytes, "siphash13", 64, 128 };
    return &def;
}

/* A seed is stretched by a linear congruential generator, whose upper bits are the secret. */
static void stretch(uint32_t seed, unsigned char *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        seed = seed * 214013u + 2531011u;
        out[i] = (unsigned char)(seed >> 16);
    }
}

/* Reads a decimal number below 2^32. 0, or -1. */
static int parse_seed(const char *text, uint32_t *seed)
{
    char *end;
    errno = 0;
    unsigned long v = strtoul(text, &end, 10);
    if (*end != 0 || end == text || *text == '-' || errno != 0 || v > 0xffffffffu) return -1;
    *seed = (uint32_t)v;
    return 0;
}

static int fill_random(unsigned char *out, size_t n)
{
    while (n > 0) {
        ssize_t got = getrandom(out, n, GRND_NONBLOCK);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return -2;
        out += got;
        n -= (size_t)got;
    }
    return 0;
}

static int fill_secret(const char *text)
{
    if (text == NULL || *text == 0 || strcmp(text, "random") == 0) {
        secret_state.random = 1;
        return fill_random(_Py_HashSecret.uc, sizeof _Py_HashSecret.uc);
    }
    uint32_t seed;
    if (parse_seed(text, &seed) < 0) return -1;
    if (seed != 0) {
        secret_state.random = 1;
        stretch(seed, _Py_HashSecret.uc, sizeof _Py_HashSecret.uc);
    }
    return 0;
}

int adder_hash_init(const char *text)
{
    pthread_mutex_lock(&secret_state.lock);
    int rc = secret_state.done ? 0 : fill_secret(text);
    if (rc == 0) secret_state.done = 1;
    pthread_mutex_unlock(&secret_state.lock);
    return rc;
}

int adder_hash_is_random(void) { return secret_state.random; }
