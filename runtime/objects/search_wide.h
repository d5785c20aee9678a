/* search_wide.h -- searching characters; included once a width with CHAR and NAME(x) defined. With BYTES too only what the C
 * library does not do better for bytes.
 * Long needles in long texts: the two-way algorithm (Crochemore and Perrin, "Two-way string-matching", 1991), linear in
 * time whatever the text. Short ones: the first character, then a comparison. */

static Py_ssize_t NAME(count_char)(const CHAR *s, Py_ssize_t n, Py_UCS4 ch)
{
    Py_ssize_t count = 0;
    for (Py_ssize_t i = 0; i < n; i++) count += s[i] == (CHAR)ch;
    return count;
}

#ifndef BYTES
static Py_ssize_t NAME(find_char)(const CHAR *s, Py_ssize_t n, Py_UCS4 ch)
{
    Py_ssize_t i = 0;
    for (; i + 16 <= n; i += 16) { /* sixteen at a time: a loop without exits becomes vector instructions */
        CHAR any = 0;
        for (int k = 0; k < 16; k++) any |= s[i + k] == (CHAR)ch;
        if (any) break;
    }
    for (; i < n; i++)
        if (s[i] == ch) return i;
    return -1;
}

static Py_ssize_t NAME(rfind_char)(const CHAR *s, Py_ssize_t n, Py_UCS4 ch)
{
    while (n-- > 0)
        if (s[n] == ch) return n;
    return -1;
}

/* The start of the needle's greatest suffix under < or >, and that suffix's period. */
static Py_ssize_t NAME(max_suffix)(const CHAR *p, Py_ssize_t m, Py_ssize_t *period, bool inverted)
{
    Py_ssize_t left = 0, right = 1, k = 0, per = 1;
    while (right + k < m) {
        CHAR a = p[right + k], b = p[left + k];
        if (inverted ? b < a : a < b) {
            right += k + 1;
            k = 0;
            per = right - left;
        } else if (a == b) {
            if (k + 1 == per) right += per, k = 0;
            else k++;
        } else {
            left = right++;
            k = 0;
            per = 1;
        }
    }
    *period = per;
    return left;
}

static Py_ssize_t NAME(two_way)(const CHAR *s, Py_ssize_t n, const CHAR *p, Py_ssize_t m)
{
    Py_ssize_t per1, per2, cut1 = NAME(max_suffix)(p, m, &per1, false), cut2 = NAME(max_suffix)(p, m, &per2, true);
    Py_ssize_t cut = cut1 > cut2 ? cut1 : cut2, period = cut1 > cut2 ? per1 : per2;
    bool periodic = cut + period <= m && memcmp(p, p + period, (size_t)cut * sizeof *p) == 0;
    if (!periodic) period = (cut > m - cut ? cut : m - cut) + 1;
    Py_ssize_t known = 0; /* characters of the needle's head known to match: only for periodic needles */
    for (Py_ssize_t j = 0; j <= n - m;) {
        Py_ssize_t i = cut > known ? cut : known;
        while (i < m && p[i] == s[j + i]) i++;
        if (i < m) {
            j += i - cut + 1;
            known = 0;
            continue;
        }
        i = cut;
        while (i > known && p[i - 1] == s[j + i - 1]) i--;
        if (i <= known) return j;
        j += period;
        if (periodic) known = m - period;
    }
    return -1;
}

static Py_ssize_t NAME(find)(const CHAR *s, Py_ssize_t n, const CHAR *p, Py_ssize_t m)
{
    Py_ssize_t last = n - m, misses = 0;
    for (Py_ssize_t i = 0; i <= last; i++) {
        Py_ssize_t hop = NAME(find_char)(s + i, last + 1 - i, p[0]);
        if (hop < 0) return -1;
        i += hop;
        if (s[i + m - 1] == p[m - 1] && memcmp(s + i, p, (size_t)m * sizeof *p) == 0) return i;
        if (++misses > 32 && m > 8) {
            Py_ssize_t rest = NAME(two_way)(s + i + 1, n - i - 1, p, m);
            return rest < 0 ? rest : i + 1 + rest;
        }
    }
    return -1;
}
#endif

static Py_ssize_t NAME(rfind)(const CHAR *s, Py_ssize_t n, const CHAR *p, Py_ssize_t m)
{
    uint64_t bloom = 0; /* the needle's characters, by their low six bits */
    Py_ssize_t skip = m - 1;
    for (Py_ssize_t i = m - 1; i > 0; i--) {
        bloom |= (uint64_t)1 << (p[i] & 63);
        if (p[i] == p[0]) skip = i - 1;
    }
    bloom |= (uint64_t)1 << (p[0] & 63);
    for (Py_ssize_t i = n - m; i >= 0; i--) {
        if (s[i] == p[0]) {
            if (memcmp(s + i, p, (size_t)m * sizeof *p) == 0) return i;
            if (i > 0 && !(bloom >> (s[i - 1] & 63) & 1)) i -= m;
            else i -= skip;
        } else if (i > 0 && !(bloom >> (s[i - 1] & 63) & 1)) {
            i -= m;
        }
    }
    return -1;
}
