/* bytes_methods.h -- what bytes and bytearray have in common: every function takes either, and gives the type it was given.
 * Arguments are read (which may run Python code) before the object's own bytes are looked at. */
#ifndef ADDER_BYTES_METHODS_H
#define ADDER_BYTES_METHODS_H
#include "runtime/define.h"
#include <stdbool.h>

/* A static bytes of length 0 or 1. */
struct adder_short_bytes {
    PyObject_VAR_HEAD
    Py_hash_t ob_shash;
    char ob_sval[8];
};
extern struct adder_short_bytes adder_empty_bytes ADDER_HIDDEN, adder_byte_pool[256] ADDER_HIDDEN;

/* Its bytes and their number. */
static inline const char *adder_bytes_data(PyObject *o, Py_ssize_t *n)
{
    *n = Py_SIZE(o);
    return PyByteArray_Check(o) ? PyByteArray_AS_STRING(o) : PyBytes_AS_STRING(o);
}
/* n bytes as a bytearray where `like` is one, else as bytes. */
NEW_REF PyObject *adder_bytes_make(PyObject *like, const char *s, Py_ssize_t n);

/* An argument's bytes: 0, or -1 with "a bytes-like object is required, not 'str'". PyBuffer_Release it. */
int adder_bytes_arg(PyObject *arg, Py_buffer *view);
/* A number 0..255 through __index__; -1 with ValueError or TypeError. `message` for what is out of range. */
int adder_byte_arg(PyObject *arg, const char *message);
/* Is value in self? sq_contains of both. */
int adder_bytes_contains(PyObject *self, PyObject *value);
/* self.join(iterable) */
NEW_REF PyObject *adder_bytes_iter(PyObject *self);
NEW_REF PyObject *adder_bytes_join(PyObject *self, PyObject *iterable);
/* b'...' with that quote rule; `prefix` before and `suffix` after it. */
NEW_REF PyObject *adder_bytes_repr(const char *s, Py_ssize_t n, const char *prefix, const char *suffix, bool escape_single);
/* Comparison of any two bytes-like objects, one of which is bytes or bytearray. */
NEW_REF PyObject *adder_bytes_richcompare(PyObject *a, PyObject *b, int op);
/* Hexadecimal digits, with a separator (or NULL) every `group` bytes from the right, or left when negative. */
NEW_REF PyObject *adder_bytes_to_hex(const char *s, Py_ssize_t n, PyObject *sep, int group);
/* The bytes that pairs of digits in a str give. */
NEW_REF PyObject *adder_bytes_from_hex(PyObject *text, bool bytearray);
/* Arguments encoding and errors of a constructor or decode(). 0, or -1; NULL stays NULL. */
int adder_text_arg(PyObject *arg, const char *function, const char *name, const char **out);

/* The rows that both types have; `SPELL` is unused text for documentation. ORDER: as dir() shows them. */
#define ADDER_BYTES_METHODS                                                                                         \
    FN("capitalize", bytes_capitalize, "($self, /)", "First byte upper case, the rest lower case, ASCII only."),      \
    FN("center", bytes_center, "($self, width, fillchar=<unrepresentable>, /)", "Padded on both sides."),                          \
    FN("count", bytes_count, "($self, sub, start=None, end=None, /)", "How often sub occurs, without overlap."),      \
    FN("decode", bytes_decode, "($self, /, encoding='utf-8', errors='strict')", "The text that it holds in an encoding."), \
    FN("endswith", bytes_endswith, "($self, suffix, start=None, end=None, /)", "Does it end with suffix, or one of a tuple?"), \
    FN("expandtabs", bytes_expandtabs, "($self, /, tabsize=8)", "Tabs replaced by spaces."),                          \
    FN("find", bytes_find, "($self, sub, start=None, end=None, /)", "The lowest index of sub, or -1."),               \
    FN("hex", bytes_hex, "($self, sep=<unrepresentable>, bytes_per_sep=1)", "As hexadecimal digits."),                 \
    FN("index", bytes_index, "($self, sub, start=None, end=None, /)", "As find, with ValueError when absent."),       \
    FN("isalnum", bytes_isalnum, "($self, /)", "All ASCII letters or digits, and not empty?"),                        \
    FN("isalpha", bytes_isalpha, "($self, /)", "All ASCII letters, and not empty?"),                                  \
    FN("isascii", bytes_isascii, "($self, /)", "All below 128?"),                                                     \
    FN("isdigit", bytes_isdigit, "($self, /)", "All ASCII digits, and not empty?"),                                   \
    FN("islower", bytes_islower, "($self, /)", "All letters lower case, and is there one?"),                          \
    FN("isspace", bytes_isspace, "($self, /)", "All ASCII white space, and not empty?"),                              \
    FN("istitle", bytes_istitle, "($self, /)", "Every word capitalized?"),                                            \
    FN("isupper", bytes_isupper, "($self, /)", "All letters upper case, and is there one?"),                          \
    FN("join", bytes_join, "($self, iterable_of_bytes, /)", "The parts of an iterable with this between them."),      \
    FN("ljust", bytes_ljust, "($self, width, fillchar=<unrepresentable>, /)", "Padded on the right."),                             \
    FN("lower", bytes_lower, "($self, /)", "In lower case, ASCII only."),                                             \
    FN("lstrip", bytes_lstrip, "($self, bytes=None, /)", "Without those bytes (or white space) at the start."),       \
    FNS("maketrans", bytes_maketrans, "(frm, to, /)", "A table for translate."),                                      \
    FN("partition", bytes_partition, "($self, sep, /)", "What is before sep, sep, and what is after it."),            \
    FN("removeprefix", bytes_removeprefix, "($self, prefix, /)", "Without the prefix, where it is there."),           \
    FN("removesuffix", bytes_removesuffix, "($self, suffix, /)", "Without the suffix, where it is there."),           \
    FN("replace", bytes_replace, "($self, old, new, count=-1, /)", "A copy with old replaced by new."),               \
    FN("rfind", bytes_rfind, "($self, sub, start=None, end=None, /)", "The highest index of sub, or -1."),            \
    FN("rindex", bytes_rindex, "($self, sub, start=None, end=None, /)", "As rfind, with ValueError when absent."),    \
    FN("rjust", bytes_rjust, "($self, width, fillchar=<unrepresentable>, /)", "Padded on the left."),                              \
    FN("rpartition", bytes_rpartition, "($self, sep, /)", "As partition, at the last sep."),                          \
    FN("rsplit", bytes_rsplit, "($self, /, sep=None, maxsplit=-1)", "As split, counting splits from the right."),     \
    FN("rstrip", bytes_rstrip, "($self, bytes=None, /)", "Without those bytes (or white space) at the end."),         \
    FN("split", bytes_split, "($self, /, sep=None, maxsplit=-1)", "The parts between separators; white space without one."), \
    FN("splitlines", bytes_splitlines, "($self, /, keepends=False)", "The lines."),                                   \
    FN("startswith", bytes_startswith, "($self, prefix, start=None, end=None, /)", "Does it begin with prefix, or one of a tuple?"), \
    FN("strip", bytes_strip, "($self, bytes=None, /)", "Without those bytes (or white space) at both ends."),         \
    FN("swapcase", bytes_swapcase, "($self, /)", "Upper case to lower and the other way round, ASCII only."),         \
    FN("title", bytes_title, "($self, /)", "Every word capitalized, ASCII only."),                                    \
    FN("translate", bytes_translate, "($self, table, /, delete=<unrepresentable>)", "Each byte through a table; those of delete left out."), \
    FN("upper", bytes_upper, "($self, /)", "In upper case, ASCII only."),                                             \
    FN("zfill", bytes_zfill, "($self, width, /)", "Padded with zeros after the sign."),                               \
    FNC("fromhex", bytes_fromhex, "($type, string, /)", "From pairs of hexadecimal digits.")

#define ADDER_BYTES_METHOD(name) PyObject *bytes_##name(PyObject *self, PyObject *const *args)
ADDER_BYTES_METHOD(capitalize); ADDER_BYTES_METHOD(center); ADDER_BYTES_METHOD(count); ADDER_BYTES_METHOD(decode);
ADDER_BYTES_METHOD(endswith); ADDER_BYTES_METHOD(expandtabs); ADDER_BYTES_METHOD(find); ADDER_BYTES_METHOD(hex);
ADDER_BYTES_METHOD(index); ADDER_BYTES_METHOD(isalnum); ADDER_BYTES_METHOD(isalpha); ADDER_BYTES_METHOD(isascii);
ADDER_BYTES_METHOD(isdigit); ADDER_BYTES_METHOD(islower); ADDER_BYTES_METHOD(isspace); ADDER_BYTES_METHOD(istitle);
ADDER_BYTES_METHOD(isupper); ADDER_BYTES_METHOD(join); ADDER_BYTES_METHOD(ljust); ADDER_BYTES_METHOD(lower);
ADDER_BYTES_METHOD(lstrip); ADDER_BYTES_METHOD(maketrans); ADDER_BYTES_METHOD(partition); ADDER_BYTES_METHOD(removeprefix);
ADDER_BYTES_METHOD(removesuffix); ADDER_BYTES_METHOD(replace); ADDER_BYTES_METHOD(rfind); ADDER_BYTES_METHOD(rindex);
ADDER_BYTES_METHOD(rjust); ADDER_BYTES_METHOD(rpartition); ADDER_BYTES_METHOD(rsplit); ADDER_BYTES_METHOD(rstrip);
ADDER_BYTES_METHOD(split); ADDER_BYTES_METHOD(splitlines); ADDER_BYTES_METHOD(startswith); ADDER_BYTES_METHOD(strip);
ADDER_BYTES_METHOD(swapcase); ADDER_BYTES_METHOD(title); ADDER_BYTES_METHOD(translate); ADDER_BYTES_METHOD(upper);
ADDER_BYTES_METHOD(zfill); ADDER_BYTES_METHOD(fromhex);
#endif
