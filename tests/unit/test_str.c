/* test_str.c -- strings from C: kinds, growing in place, interning, the writer, searching, UTF-8, formatting. */
#include "runtime/names.h"
#include "runtime/objects/str.h"
#include "runtime/objects/str_impl.h"
#include "runtime/hash.h"
#include "runtime/memory/memory.h"
#include <criterion/criterion.h>
#include <stdlib.h>

static void start(void) { Py_Initialize(); }
static void stop(void)  { Py_FinalizeEx(); }
TestSuite(str, .init = start, .fini = stop);

static PyObject *text(const char *utf8)
{
    PyObject *s = PyUnicode_FromString(utf8);
    cr_assert_not_null(s);
    return s;
}

static void is(PyObject *s, const char *utf8) /* and drops it */
{
    cr_assert_not_null(s);
    cr_assert_str_eq(PyUnicode_AsUTF8(s), utf8);
    _PyUnicode_CheckConsistency(s, 1);
    Py_DECREF(s);
}

Test(str, take_the_narrowest_kind)
{
    const char *samples[] = { "abc", "ab\xc3\xa9", "a\xe4\xb8\xad", "a\xf0\x9f\x98\x80" };
    unsigned kinds[] = { 1, 1, 2, 4 };
    for (int i = 0; i < 4; i++) {
        PyObject *s = text(samples[i]);
        cr_assert_eq(PyUnicode_KIND(s), kinds[i]);
        cr_assert_eq(PyUnicode_IS_ASCII(s), i == 0);
        _PyUnicode_CheckConsistency(s, 1);
        Py_DECREF(s);
    }
    PyObject *wide = text("\xe4\xb8\xad" "abc");
    is(PyUnicode_Substring(wide, 1, 4), "abc");
    Py_DECREF(wide);
}

Test(str, share_the_short_ones)
{
    PyObject *a = text("a"), *b = PyUnicode_FromOrdinal('a'), *c = adder_str_latin1('a');
    cr_assert_eq(a, b);
    cr_assert_eq(a, c);
    Py_DECREF(a);
    Py_DECREF(b);
    PyObject *e1 = text(""), *e2 = PyUnicode_New(0, 0);
    cr_assert_eq(e1, e2);
    Py_DECREF(e1);
    Py_DECREF(e2);
}

Test(str, append_in_place_only_when_alone)
{
    PyObject *s = text("hello "), *more = text("world");
    cr_assert_eq(adder_str_append_inplace(&s, more), 0);
    PyObject *other = Py_NewRef(s);
    cr_assert_eq(adder_str_append_inplace(&s, more), 0);
    cr_assert_neq(s, other);
    is(other, "hello world");
    is(s, "hello worldworld");
    s = text("ab");
    PyObject *wide = text("\xe4\xb8\xad");
    cr_assert_eq(adder_str_append_inplace(&s, wide), 0);
    is(s, "ab\xe4\xb8\xad");
    s = text("xy");
    for (int i = 0; i < 5000; i++) cr_assert_eq(adder_str_append_inplace(&s, more), 0);
    cr_assert_eq(PyUnicode_GET_LENGTH(s), 2 + 5 * 5000);
    Py_DECREF(s);
    Py_DECREF(more);
    Py_DECREF(wide);
}

Test(str, intern_once_and_forget)
{
    PyObject *a = text("interned here"), *b = text("interned here");
    cr_assert_neq(a, b);
    PyUnicode_InternInPlace(&a);
    PyUnicode_InternInPlace(&b);
    cr_assert_eq(a, b);
    cr_assert_eq(Py_REFCNT(a), 2); /* the table counts nothing */
    Py_DECREF(a);
    Py_DECREF(b);
    for (int i = 0; i < 5000; i++) { /* through growth and deletion of the table */
        PyObject *s = PyUnicode_FromFormat("name %d", i), *t = PyUnicode_FromFormat("name %d", i);
        PyUnicode_InternInPlace(&s);
        PyUnicode_InternInPlace(&t);
        cr_assert_eq(s, t);
        Py_DECREF(t);
        if (i % 3) Py_DECREF(s);
    }
    PyObject *name = PyUnicode_InternFromString("append");
    cr_assert_eq(name, ID(append));
    Py_DECREF(name);
}

Test(str, write_from_left_to_right)
{
    _PyUnicodeWriter w;
    _PyUnicodeWriter_Init(&w);
    w.overallocate = 1;
    cr_assert_eq(_PyUnicodeWriter_WriteASCIIString(&w, "abc", 3), 0);
    cr_assert_eq(_PyUnicodeWriter_WriteChar(&w, 0xe9), 0);
    cr_assert_eq(_PyUnicodeWriter_WriteChar(&w, 0x4e2d), 0);
    cr_assert_eq(_PyUnicodeWriter_WriteChar(&w, 0x1f600), 0);
    is(_PyUnicodeWriter_Finish(&w), "abc\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80");
    _PyUnicodeWriter_Init(&w);
    PyObject *whole = text("whole");
    cr_assert_eq(_PyUnicodeWriter_WriteStr(&w, whole), 0);
    PyObject *same = _PyUnicodeWriter_Finish(&w);
    cr_assert_eq(same, whole);
    Py_DECREF(same);
    Py_DECREF(whole);
}

/* The plainest search there is. */
static Py_ssize_t slow_find(int kind, const void *s, Py_ssize_t n, const void *p, Py_ssize_t m, bool last)
{
    Py_ssize_t found = -1;
    for (Py_ssize_t i = 0; i + m <= n; i++) {
        Py_ssize_t k = 0;
        while (k < m && PyUnicode_READ(kind, s, i + k) == PyUnicode_READ(kind, p, k)) k++;
        if (k < m) continue;
        if (!last) return i;
        found = i;
    }
    return found;
}

Test(str, search_as_the_plainest_way_does)
{
    srand(1);
    for (int round = 0; round < 30000; round++) {
        int kind = 1 << rand() % 3;
        unsigned char s[4 * 200], p[4 * 40];
        Py_ssize_t n = rand() % 200, m = rand() % (round % 2 ? 40 : 6);
        for (Py_ssize_t i = 0; i < n; i++) PyUnicode_WRITE(kind, s, i, (Py_UCS4)(rand() % 8 ? 'a' : 'b'));
        for (Py_ssize_t i = 0; i < m; i++) PyUnicode_WRITE(kind, p, i, (Py_UCS4)(rand() % 8 ? 'a' : 'b'));
        cr_assert_eq(adder_chars_find(kind, s, n, p, m), slow_find(kind, s, n, p, m, false));
        cr_assert_eq(adder_chars_rfind(kind, s, n, p, m), slow_find(kind, s, n, p, m, true));
    }
}

Test(str, hash_as_siphash_13_does)
{
    unsigned char in[64];
    for (int i = 0; i < 64; i++) in[i] = (unsigned char)i;
    cr_assert_eq(adder_siphash13(0x0706050403020100u, 0x0f0e0d0c0b0a0908u, in, 0), 0xabac0158050fc4dcu);
    cr_assert_eq(adder_siphash13(0x0706050403020100u, 0x0f0e0d0c0b0a0908u, in, 1), 0xc9f49bf37d57ca93u);
    PyObject *a = text("some text"), *b = text("some text");
    cr_assert_eq(PyObject_Hash(a), PyObject_Hash(b));
    cr_assert_eq(PyObject_Hash(a), _Py_HashBytes("some text", 9));
    Py_DECREF(a);
    Py_DECREF(b);
}

Test(str, keep_their_utf8)
{
    PyObject *s = text("a\xe4\xb8\xad");
    Py_ssize_t n;
    const char *first = PyUnicode_AsUTF8AndSize(s, &n);
    cr_assert_eq(n, 4);
    cr_assert_eq(first, PyUnicode_AsUTF8(s));
    Py_DECREF(s);
    PyObject *lone = PyUnicode_FromOrdinal(0xd800);
    cr_assert_null(PyUnicode_AsUTF8(lone));
    cr_assert(PyErr_ExceptionMatches(PyExc_UnicodeEncodeError));
    PyErr_Clear();
    Py_DECREF(lone);
    cr_assert_null(PyUnicode_FromString("\xff"));
    cr_assert(PyErr_ExceptionMatches(PyExc_UnicodeDecodeError));
    PyErr_Clear();
}

Test(str, format_for_c)
{
    PyObject *o = text("o\xc3\xa9");
    is(PyUnicode_FromFormat("%d|%5d|%05d|%-3d|%ld|%zd|%lld", 1, -2, -3, 4, 5l, (Py_ssize_t)6, 7ll), "1|   -2|-0003|%-3d|%ld|%zd|%lld");
    is(PyUnicode_FromFormat("%ld|%zd|%lld|%u|%x|%lx", 5l, (Py_ssize_t)6, 7ll, 8u, 255, 255l), "5|6|7|8|ff|ff");
    is(PyUnicode_FromFormat("%s|%.2s|%5s|%U|%.1U|%S|%R|%A", "abc", "abc", "abc", o, o, o, o, o),
       "abc|ab|  abc|o\xc3\xa9|o|o\xc3\xa9|'o\xc3\xa9'|'o\\xe9'");
    is(PyUnicode_FromFormat("%c%c%%", 'a', 0x4e2d), "a\xe4\xb8\xad%");
    is(PyUnicode_FromFormat("%V %V", o, "x", NULL, "y"), "o\xc3\xa9 y");
    Py_DECREF(o);
}

/* Each expression with its 1st, 2nd, 3rd ... allocation failing: a MemoryError or the result, and nothing else. */
Test(str, survive_every_failing_allocation)
{
    static const char *const expressions[] = {
        "'a,b,c,d,e,f,g,h,i,j,k,l,m,n,o'.split(',')", "' a b c '.rsplit()", "'a\\nb\\r\\nc'.splitlines(True)", "'abc'.partition('b')",
        "'-'.join(['abc', 'd\\u4e2d', 'e'])", "'abcabc'.replace('b', '\\u4e2d\\u4e2e')", "'\\u4e2dbc'.replace('\\u4e2d', 'x')",
        "'stra\\xdfe \\u01c6x'.title()", "'hello'.center(20, '\\u4e2d')", "'a\\tb'.expandtabs()", "'abc'.translate({97: 'xy', 98: None})",
        "str.maketrans('abc', 'xyz', 'd')", "repr('a\\'\\n\\x80\\u4e2d')", "'%s %5d %r %.2f %x' % ('a', 5, 'b', 1.5, 255)",
        "'%(a)s' % {'a': 'x' * 100}", "'{0:>10}{a!r}{0[0]}'.format('abc', a='z')", "'{:{}}'.format('abc', '>10')", "'abc\\u4e2d'.encode('utf-16')",
        "'abc\\u4e2d'.encode('ascii', 'backslashreplace')", "'abc\\u4e2d'.encode('ascii', 'namereplace')", "'\\udc80'.encode('utf-8', 'surrogateescape')",
        "b'\\xff\\xfea'.decode('utf-8', 'replace')", "b'\\xff'.decode('ascii', 'backslashreplace')", "b'a\\\\n\\\\u4e2d'.decode('unicode_escape')",
        "b'\\xe4\\xb8\\xad'.decode('utf-8')", "'x' * 1000 + 'y'", "('abc' * 300)[::7]", "[c for c in 'ab\\u4e2d']", "str(b'abc', 'latin-1')",
        "bytes([1, 2, 3] * 30)", "bytes('\\u4e2d', 'utf-8')", "b'a,b,c'.split(b',')", "b', '.join([b'a', bytearray(b'bc')])", "b'abab'.replace(b'a', b'xyz')",
        "b'%s %5d %a' % (b'x', 7, 'q')", "bytearray(b'abc') * 5 + b'def'", "bytes.fromhex('00ff10')", "b'abc'.hex(':')", "repr(bytearray(b'a\\n'))",
        "bytearray(b'abc').extend(range(200))", "b'abc'.translate(None, b'b')", "b'aBc'.swapcase()", "b'a\\tb'.expandtabs()", "b'abc'.partition(b'b')",
        "'\\u4e2d\\u6587'.encode('unicode_escape')", "'+\\u4e2d'.encode('utf-7')", "b'+Ti0-'.decode('utf-7')", "f'{1.5:>10.3f}{\"abc\":^9}{7!r}'",
    };
    struct adder_gate *gate = &adder_interp()->memory.gate;
    PyObject *globals = PyDict_New();
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++) {
        PyObject *code = Py_CompileString(expressions[i], "<test>", Py_eval_input), *expected, *result = NULL;
        cr_assert_not_null(code, "%s", expressions[i]);
        expected = PyEval_EvalCode(code, globals, globals);
        cr_assert_not_null(expected, "%s", expressions[i]);
        for (int k = 0; k < 400 && result == NULL; k++) {
            adder_gate_set(gate, SIZE_MAX, SIZE_MAX, k, false);
            result = PyEval_EvalCode(code, globals, globals);
            adder_gate_set(gate, SIZE_MAX, SIZE_MAX, -1, false);
            if (result == NULL) {
                cr_assert(PyErr_ExceptionMatches(PyExc_MemoryError), "%s, allocation %d", expressions[i], k);
                PyErr_Clear();
            } else {
                cr_assert_eq(PyObject_RichCompareBool(result, expected, Py_EQ), 1, "%s, allocation %d", expressions[i], k);
            }
        }
        cr_assert_not_null(result, "%s", expressions[i]);
        Py_DECREF(result);
        Py_DECREF(expected);
        Py_DECREF(code);
    }
    Py_DECREF(globals);
}
