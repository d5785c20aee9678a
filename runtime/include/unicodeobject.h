/* unicodeobject.h -- str (PEP 393): code points in 1, 2 or 4 bytes each, whichever the largest one needs. */
#ifndef Py_UNICODEOBJECT_H
#define Py_UNICODEOBJECT_H

#include "object.h"
#include <ctype.h>
#include <stdarg.h>
#include <wchar.h>

typedef uint32_t Py_UCS4;
typedef uint16_t Py_UCS2;
typedef uint8_t Py_UCS1;
typedef wchar_t Py_UNICODE;

#define Py_USING_UNICODE
#define Py_UNICODE_SIZE SIZEOF_WCHAR_T
#define PY_UNICODE_TYPE wchar_t
#define Py_UNICODE_WIDE
#define USE_UNICODE_WCHAR_CACHE 1
#define Py_UNICODE_REPLACEMENT_CHARACTER ((Py_UCS4)0xFFFD)

/* ASCII only: the characters follow the structure. */
typedef struct {
    PyObject_HEAD
    Py_ssize_t length; /* code points */
    Py_hash_t hash;    /* -1 until asked for */
    struct {
        unsigned int interned : 2; /* SSTATE_* */
        unsigned int kind : 3;     /* bytes a code point: 1, 2, 4 */
        unsigned int compact : 1;  /* the characters follow the structure */
        unsigned int ascii : 1;
        unsigned int ready : 1;    /* always 1 for strings made here */
        unsigned int : 24;
    } state;
    wchar_t *wstr; /* wchar_t copy, made on demand */
} PyASCIIObject;

/* Any other compact string: the characters follow this structure. */
typedef struct {
    PyASCIIObject _base;
    Py_ssize_t utf8_length; /* bytes in utf8, without the NUL */
    char *utf8;             /* UTF-8 copy, made on demand */
    Py_ssize_t wstr_length;
} PyCompactUnicodeObject;

/* Instances of subclasses: the characters are a block of their own. */
typedef struct {
    PyCompactUnicodeObject _base;
    union {
        void *any;
        Py_UCS1 *latin1;
        Py_UCS2 *ucs2;
        Py_UCS4 *ucs4;
    } data;
} PyUnicodeObject;

#define SSTATE_NOT_INTERNED      0
#define SSTATE_INTERNED_MORTAL   1
#define SSTATE_INTERNED_IMMORTAL 2

enum PyUnicode_Kind {
    PyUnicode_WCHAR_KIND = 0, /* not ready; never made here */
    PyUnicode_1BYTE_KIND = 1,
    PyUnicode_2BYTE_KIND = 2,
    PyUnicode_4BYTE_KIND = 4
};

/* A str under construction, widened as characters come. */
typedef struct {
    PyObject *buffer;
    void *data;
    enum PyUnicode_Kind kind;
    Py_UCS4 maxchar;        /* largest the buffer can hold */
    Py_ssize_t size;        /* code points allocated */
    Py_ssize_t pos;         /* code points written */
    Py_ssize_t min_length;
    Py_UCS4 min_char;
    unsigned char overallocate; /* 1: grow by more than asked */
    unsigned char readonly;     /* 1: buffer is someone's str, copy before writing */
} _PyUnicodeWriter;

#define _PyASCIIObject_CAST(op)          ((PyASCIIObject *)(op))
#define _PyCompactUnicodeObject_CAST(op) ((PyCompactUnicodeObject *)(op))
#define _PyUnicodeObject_CAST(op)        ((PyUnicodeObject *)(op))

ADDER_API_BEGIN
extern PyTypeObject PyUnicode_Type;
extern PyTypeObject PyUnicodeIter_Type;

extern const unsigned char _Py_ascii_whitespace[];

NEW_REF PyObject *PyUnicode_FromStringAndSize(const char *u, Py_ssize_t size);
NEW_REF PyObject *PyUnicode_FromString(const char *u);
NEW_REF PyObject *PyUnicode_Substring(PyObject *str, Py_ssize_t start, Py_ssize_t end);
Py_UCS4 *PyUnicode_AsUCS4(PyObject *u, Py_UCS4 *buffer, Py_ssize_t buflen, int copy_null);
Py_UCS4 *PyUnicode_AsUCS4Copy(PyObject *u);
Py_ssize_t PyUnicode_GetLength(PyObject *unicode);
Py_ssize_t PyUnicode_GetSize(PyObject *unicode);
Py_UCS4 PyUnicode_ReadChar(PyObject *unicode, Py_ssize_t index);
int PyUnicode_WriteChar(PyObject *unicode, Py_ssize_t index, Py_UCS4 character);
int PyUnicode_Resize(PyObject **unicode, Py_ssize_t length);
NEW_REF PyObject *PyUnicode_FromEncodedObject(PyObject *obj, const char *encoding, const char *errors);
NEW_REF PyObject *PyUnicode_FromObject(PyObject *obj);
NEW_REF PyObject *PyUnicode_FromFormatV(const char *format, va_list vargs);
NEW_REF PyObject *PyUnicode_FromFormat(const char *format, ...);
void PyUnicode_InternInPlace(PyObject **string);
NEW_REF PyObject *PyUnicode_InternFromString(const char *v);
void PyUnicode_InternImmortal(PyObject **p);
NEW_REF PyObject *PyUnicode_FromWideChar(const wchar_t *w, Py_ssize_t size);
Py_ssize_t PyUnicode_AsWideChar(PyObject *unicode, wchar_t *w, Py_ssize_t size);
wchar_t *PyUnicode_AsWideCharString(PyObject *unicode, Py_ssize_t *size);
NEW_REF PyObject *PyUnicode_FromOrdinal(int ordinal);
const char *PyUnicode_GetDefaultEncoding(void);
NEW_REF PyObject *PyUnicode_Decode(const char *s, Py_ssize_t size, const char *encoding, const char *errors);
NEW_REF PyObject *PyUnicode_AsDecodedObject(PyObject *unicode, const char *encoding, const char *errors);
NEW_REF PyObject *PyUnicode_AsDecodedUnicode(PyObject *unicode, const char *encoding, const char *errors);
NEW_REF PyObject *PyUnicode_AsEncodedObject(PyObject *unicode, const char *encoding, const char *errors);
NEW_REF PyObject *PyUnicode_AsEncodedString(PyObject *unicode, const char *encoding, const char *errors);
NEW_REF PyObject *PyUnicode_AsEncodedUnicode(PyObject *unicode, const char *encoding, const char *errors);
NEW_REF PyObject *PyUnicode_BuildEncodingMap(PyObject *string);
NEW_REF PyObject *PyUnicode_DecodeUTF7(const char *s, Py_ssize_t size, const char *errors);
NEW_REF PyObject *PyUnicode_DecodeUTF7Stateful(const char *s, Py_ssize_t size, const char *errors,
                                               Py_ssize_t *consumed);
NEW_REF PyObject *PyUnicode_DecodeUTF8(const char *s, Py_ssize_t size, const char *errors);
NEW_REF PyObject *PyUnicode_DecodeUTF8Stateful(const char *s, Py_ssize_t size, const char *errors,
                                               Py_ssize_t *consumed);
NEW_REF PyObject *PyUnicode_AsUTF8String(PyObject *unicode);
const char *PyUnicode_AsUTF8AndSize(PyObject *unicode, Py_ssize_t *size);
NEW_REF PyObject *PyUnicode_DecodeUTF32(const char *s, Py_ssize_t size, const char *errors, int *byteorder);
NEW_REF PyObject *PyUnicode_DecodeUTF32Stateful(const char *s, Py_ssize_t size, const char *errors, int *byteorder,
                                                Py_ssize_t *consumed);
NEW_REF PyObject *PyUnicode_AsUTF32String(PyObject *unicode);
NEW_REF PyObject *PyUnicode_DecodeUTF16(const char *s, Py_ssize_t size, const char *errors, int *byteorder);
NEW_REF PyObject *PyUnicode_DecodeUTF16Stateful(const char *s, Py_ssize_t size, const char *errors, int *byteorder,
                                                Py_ssize_t *consumed);
NEW_REF PyObject *PyUnicode_AsUTF16String(PyObject *unicode);
NEW_REF PyObject *PyUnicode_DecodeUnicodeEscape(const char *s, Py_ssize_t size, const char *errors);
NEW_REF PyObject *PyUnicode_AsUnicodeEscapeString(PyObject *unicode);
NEW_REF PyObject *PyUnicode_DecodeRawUnicodeEscape(const char *s, Py_ssize_t size, const char *errors);
NEW_REF PyObject *PyUnicode_AsRawUnicodeEscapeString(PyObject *unicode);
NEW_REF PyObject *PyUnicode_DecodeLatin1(const char *s, Py_ssize_t size, const char *errors);
NEW_REF PyObject *PyUnicode_AsLatin1String(PyObject *unicode);
NEW_REF PyObject *PyUnicode_DecodeASCII(const char *s, Py_ssize_t size, const char *errors);
NEW_REF PyObject *PyUnicode_AsASCIIString(PyObject *unicode);
NEW_REF PyObject *PyUnicode_DecodeCharmap(const char *data, Py_ssize_t size, PyObject *mapping, const char *errors);
NEW_REF PyObject *PyUnicode_AsCharmapString(PyObject *unicode, PyObject *mapping);
NEW_REF PyObject *PyUnicode_DecodeLocaleAndSize(const char *str, Py_ssize_t len, const char *errors);
NEW_REF PyObject *PyUnicode_DecodeLocale(const char *str, const char *errors);
NEW_REF PyObject *PyUnicode_EncodeLocale(PyObject *unicode, const char *errors);
int PyUnicode_FSConverter(PyObject *obj, void *result);
int PyUnicode_FSDecoder(PyObject *obj, void *result);
NEW_REF PyObject *PyUnicode_DecodeFSDefault(const char *s);
NEW_REF PyObject *PyUnicode_DecodeFSDefaultAndSize(const char *s, Py_ssize_t size);
NEW_REF PyObject *PyUnicode_EncodeFSDefault(PyObject *unicode);
NEW_REF PyObject *PyUnicode_Concat(PyObject *left, PyObject *right);
void PyUnicode_Append(PyObject **pleft, PyObject *right);
void PyUnicode_AppendAndDel(PyObject **pleft, STEALS_REF PyObject *right);
NEW_REF PyObject *PyUnicode_Split(PyObject *s, PyObject *sep, Py_ssize_t maxsplit);
NEW_REF PyObject *PyUnicode_Splitlines(PyObject *s, int keepend);
NEW_REF PyObject *PyUnicode_Partition(PyObject *s, PyObject *sep);
NEW_REF PyObject *PyUnicode_RPartition(PyObject *s, PyObject *sep);
NEW_REF PyObject *PyUnicode_RSplit(PyObject *s, PyObject *sep, Py_ssize_t maxsplit);
NEW_REF PyObject *PyUnicode_Translate(PyObject *str, PyObject *table, const char *errors);
NEW_REF PyObject *PyUnicode_Join(PyObject *separator, PyObject *seq);
Py_ssize_t PyUnicode_Tailmatch(PyObject *str, PyObject *substr, Py_ssize_t start, Py_ssize_t end, int direction);
Py_ssize_t PyUnicode_Find(PyObject *str, PyObject *substr, Py_ssize_t start, Py_ssize_t end, int direction);
Py_ssize_t PyUnicode_FindChar(PyObject *str, Py_UCS4 ch, Py_ssize_t start, Py_ssize_t end, int direction);
Py_ssize_t PyUnicode_Count(PyObject *str, PyObject *substr, Py_ssize_t start, Py_ssize_t end);
NEW_REF PyObject *PyUnicode_Replace(PyObject *str, PyObject *substr, PyObject *replstr, Py_ssize_t maxcount);
int PyUnicode_Compare(PyObject *left, PyObject *right);
int PyUnicode_CompareWithASCIIString(PyObject *uni, const char *string);
NEW_REF PyObject *PyUnicode_RichCompare(PyObject *left, PyObject *right, int o);
NEW_REF PyObject *PyUnicode_Format(PyObject *format, PyObject *args);
int PyUnicode_Contains(PyObject *container, PyObject *element);
int PyUnicode_IsIdentifier(PyObject *o);
NEW_REF PyObject *PyUnicode_New(Py_ssize_t size, Py_UCS4 maxchar);
Py_ssize_t PyUnicode_CopyCharacters(PyObject *to, Py_ssize_t to_start, PyObject *from, Py_ssize_t from_start,
                                    Py_ssize_t how_many);
Py_ssize_t PyUnicode_Fill(PyObject *unicode, Py_ssize_t start, Py_ssize_t length, Py_UCS4 fill_char);
NEW_REF PyObject *PyUnicode_FromKindAndData(int kind, const void *buffer, Py_ssize_t size);
NEW_REF PyObject *PyUnicode_FromUnicode(const Py_UNICODE *u, Py_ssize_t size);
Py_UNICODE *PyUnicode_AsUnicode(PyObject *unicode);
Py_UNICODE *PyUnicode_AsUnicodeAndSize(PyObject *unicode, Py_ssize_t *size);
const char *PyUnicode_AsUTF8(PyObject *unicode);

int _PyUnicode_CheckConsistency(PyObject *o, int check_content);
int _PyUnicode_Ready(PyObject *unicode);
NEW_REF PyObject *_PyUnicode_Copy(PyObject *unicode);
void _PyUnicode_FastCopyCharacters(PyObject *to, Py_ssize_t to_start, PyObject *from, Py_ssize_t from_start,
                                   Py_ssize_t how_many);
void _PyUnicode_FastFill(PyObject *unicode, Py_ssize_t start, Py_ssize_t length, Py_UCS4 fill_char);
NEW_REF PyObject *_PyUnicode_FromASCII(const char *buffer, Py_ssize_t size);
Py_UCS4 _PyUnicode_FindMaxChar(PyObject *unicode, Py_ssize_t start, Py_ssize_t end);
const Py_UNICODE *_PyUnicode_AsUnicode(PyObject *unicode);
int _PyUnicode_FormatAdvancedWriter(_PyUnicodeWriter *writer, PyObject *obj, PyObject *format_spec, Py_ssize_t start,
                                    Py_ssize_t end);
NEW_REF PyObject *_PyUnicode_EncodeUTF7(PyObject *unicode, int base64SetO, int base64WhiteSpace, const char *errors);
NEW_REF PyObject *_PyUnicode_AsUTF8String(PyObject *unicode, const char *errors);
NEW_REF PyObject *_PyUnicode_EncodeUTF32(PyObject *object, const char *errors, int byteorder);
NEW_REF PyObject *_PyUnicode_EncodeUTF16(PyObject *unicode, const char *errors, int byteorder);
NEW_REF PyObject *_PyUnicode_DecodeUnicodeEscapeStateful(const char *string, Py_ssize_t length, const char *errors,
                                                         Py_ssize_t *consumed);
NEW_REF PyObject *_PyUnicode_DecodeUnicodeEscapeInternal2(const char *string, Py_ssize_t length, const char *errors,
                                                          Py_ssize_t *consumed, int *first_invalid_escape_char,
                                                          const char **first_invalid_escape_ptr);
NEW_REF PyObject *_PyUnicode_DecodeUnicodeEscapeInternal(const char *string, Py_ssize_t length, const char *errors,
                                                         Py_ssize_t *consumed, const char **first_invalid_escape);
NEW_REF PyObject *_PyUnicode_DecodeRawUnicodeEscapeStateful(const char *string, Py_ssize_t length, const char *errors,
                                                            Py_ssize_t *consumed);
NEW_REF PyObject *_PyUnicode_AsLatin1String(PyObject *unicode, const char *errors);
NEW_REF PyObject *_PyUnicode_AsASCIIString(PyObject *unicode, const char *errors);
NEW_REF PyObject *_PyUnicode_EncodeCharmap(PyObject *unicode, PyObject *mapping, const char *errors);
NEW_REF PyObject *_PyUnicode_TransformDecimalAndSpaceToASCII(PyObject *unicode);
NEW_REF PyObject *_PyUnicode_JoinArray(PyObject *separator, PyObject *const *items, Py_ssize_t seqlen);
int _PyUnicode_EqualToASCIIId(PyObject *left, _Py_Identifier *right);
int _PyUnicode_EqualToASCIIString(PyObject *left, const char *right);
NEW_REF PyObject *_PyUnicode_XStrip(PyObject *self, int striptype, PyObject *sepobj);
Py_ssize_t _PyUnicode_InsertThousandsGrouping(_PyUnicodeWriter *writer, Py_ssize_t n_buffer, PyObject *digits,
                                              Py_ssize_t d_pos, Py_ssize_t n_digits, Py_ssize_t min_width,
                                              const char *grouping, PyObject *thousands_sep, Py_UCS4 *maxchar);
int _PyUnicode_IsLowercase(Py_UCS4 ch);
int _PyUnicode_IsUppercase(Py_UCS4 ch);
int _PyUnicode_IsTitlecase(Py_UCS4 ch);
int _PyUnicode_IsXidStart(Py_UCS4 ch);
int _PyUnicode_IsXidContinue(Py_UCS4 ch);
int _PyUnicode_IsWhitespace(const Py_UCS4 ch);
int _PyUnicode_IsLinebreak(const Py_UCS4 ch);
Py_UCS4 _PyUnicode_ToLowercase(Py_UCS4 ch);
Py_UCS4 _PyUnicode_ToUppercase(Py_UCS4 ch);
Py_UCS4 _PyUnicode_ToTitlecase(Py_UCS4 ch);
int _PyUnicode_ToLowerFull(Py_UCS4 ch, Py_UCS4 *res);
int _PyUnicode_ToTitleFull(Py_UCS4 ch, Py_UCS4 *res);
int _PyUnicode_ToUpperFull(Py_UCS4 ch, Py_UCS4 *res);
int _PyUnicode_ToFoldedFull(Py_UCS4 ch, Py_UCS4 *res);
int _PyUnicode_IsCaseIgnorable(Py_UCS4 ch);
int _PyUnicode_IsCased(Py_UCS4 ch);
int _PyUnicode_ToDecimalDigit(Py_UCS4 ch);
int _PyUnicode_ToDigit(Py_UCS4 ch);
double _PyUnicode_ToNumeric(Py_UCS4 ch);
int _PyUnicode_IsDecimalDigit(Py_UCS4 ch);
int _PyUnicode_IsDigit(Py_UCS4 ch);
int _PyUnicode_IsNumeric(Py_UCS4 ch);
int _PyUnicode_IsPrintable(Py_UCS4 ch);
int _PyUnicode_IsAlpha(Py_UCS4 ch);
NEW_REF PyObject *_PyUnicode_FormatLong(PyObject *str, int i1, int i2, int i3);
BORROWED_REF PyObject *_PyUnicode_FromId(_Py_Identifier *id);
int _PyUnicode_EQ(PyObject *str, PyObject *o);
int _PyUnicode_Equal(PyObject *str, PyObject *o);
int _PyUnicode_WideCharString_Converter(PyObject *str, void *ptr);
int _PyUnicode_WideCharString_Opt_Converter(PyObject *str, void *ptr);
Py_ssize_t _PyUnicode_ScanIdentifier(PyObject *str);
void _PyUnicodeWriter_Init(_PyUnicodeWriter *writer);
int _PyUnicodeWriter_PrepareInternal(_PyUnicodeWriter *writer, Py_ssize_t length, Py_UCS4 maxchar);
int _PyUnicodeWriter_PrepareKindInternal(_PyUnicodeWriter *writer, enum PyUnicode_Kind kind);
int _PyUnicodeWriter_WriteChar(_PyUnicodeWriter *writer, Py_UCS4 ch);
int _PyUnicodeWriter_WriteStr(_PyUnicodeWriter *writer, PyObject *str);
int _PyUnicodeWriter_WriteSubstring(_PyUnicodeWriter *writer, PyObject *str, Py_ssize_t start, Py_ssize_t end);
int _PyUnicodeWriter_WriteASCIIString(_PyUnicodeWriter *writer, const char *str, Py_ssize_t len);
int _PyUnicodeWriter_WriteLatin1String(_PyUnicodeWriter *writer, const char *str, Py_ssize_t len);
NEW_REF PyObject *_PyUnicodeWriter_Finish(_PyUnicodeWriter *writer);
void _PyUnicodeWriter_Dealloc(_PyUnicodeWriter *writer);

/* ---- Access without checks ---- */
#define PyUnicode_Check(op)      PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_UNICODE_SUBCLASS)
#define PyUnicode_CheckExact(op) Py_IS_TYPE(op, &PyUnicode_Type)

static inline unsigned int PyUnicode_CHECK_INTERNED(PyObject *op) { return _PyASCIIObject_CAST(op)->state.interned; }
static inline unsigned int PyUnicode_IS_READY(PyObject *op) { return _PyASCIIObject_CAST(op)->state.ready; }
static inline unsigned int PyUnicode_IS_ASCII(PyObject *op) { return _PyASCIIObject_CAST(op)->state.ascii; }
static inline int PyUnicode_IS_COMPACT(PyObject *op) { return _PyASCIIObject_CAST(op)->state.compact; }
static inline int PyUnicode_IS_COMPACT_ASCII(PyObject *op)
{
    return _PyASCIIObject_CAST(op)->state.ascii && _PyASCIIObject_CAST(op)->state.compact;
}
#define PyUnicode_CHECK_INTERNED(op)   PyUnicode_CHECK_INTERNED(_PyObject_CAST(op))
#define PyUnicode_IS_READY(op)         PyUnicode_IS_READY(_PyObject_CAST(op))
#define PyUnicode_IS_ASCII(op)         PyUnicode_IS_ASCII(_PyObject_CAST(op))
#define PyUnicode_IS_COMPACT(op)       PyUnicode_IS_COMPACT(_PyObject_CAST(op))
#define PyUnicode_IS_COMPACT_ASCII(op) PyUnicode_IS_COMPACT_ASCII(_PyObject_CAST(op))

#define PyUnicode_KIND(op) ((enum PyUnicode_Kind)_PyASCIIObject_CAST(op)->state.kind)

static inline Py_ssize_t PyUnicode_GET_LENGTH(PyObject *op) { return _PyASCIIObject_CAST(op)->length; }
#define PyUnicode_GET_LENGTH(op) PyUnicode_GET_LENGTH(_PyObject_CAST(op))

/* The characters of a compact string, then of any. */
static inline void *_PyUnicode_COMPACT_DATA(PyObject *op)
{
    return PyUnicode_IS_ASCII(op) ? (void *)(_PyASCIIObject_CAST(op) + 1) : (void *)(_PyCompactUnicodeObject_CAST(op) + 1);
}
static inline void *_PyUnicode_NONCOMPACT_DATA(PyObject *op) { return _PyUnicodeObject_CAST(op)->data.any; }
static inline void *PyUnicode_DATA(PyObject *op)
{
    return PyUnicode_IS_COMPACT(op) ? _PyUnicode_COMPACT_DATA(op) : _PyUnicode_NONCOMPACT_DATA(op);
}
#define PyUnicode_DATA(op)       PyUnicode_DATA(_PyObject_CAST(op))
#define PyUnicode_1BYTE_DATA(op) ((Py_UCS1 *)PyUnicode_DATA(op))
#define PyUnicode_2BYTE_DATA(op) ((Py_UCS2 *)PyUnicode_DATA(op))
#define PyUnicode_4BYTE_DATA(op) ((Py_UCS4 *)PyUnicode_DATA(op))

static inline Py_UCS4 PyUnicode_READ(int kind, const void *data, Py_ssize_t index)
{
    if (kind == PyUnicode_1BYTE_KIND) return ((const Py_UCS1 *)data)[index];
    if (kind == PyUnicode_2BYTE_KIND) return ((const Py_UCS2 *)data)[index];
    return ((const Py_UCS4 *)data)[index];
}
static inline void PyUnicode_WRITE(int kind, void *data, Py_ssize_t index, Py_UCS4 value)
{
    if (kind == PyUnicode_1BYTE_KIND)
        ((Py_UCS1 *)data)[index] = (Py_UCS1)value;
    else if (kind == PyUnicode_2BYTE_KIND)
        ((Py_UCS2 *)data)[index] = (Py_UCS2)value;
    else
        ((Py_UCS4 *)data)[index] = value;
}
static inline Py_UCS4 PyUnicode_READ_CHAR(PyObject *op, Py_ssize_t index)
{
    return PyUnicode_READ((int)PyUnicode_KIND(op), PyUnicode_DATA(op), index);
}
#define PyUnicode_READ(kind, data, index) PyUnicode_READ((int)(kind), (const void *)(data), (index))
#define PyUnicode_WRITE(kind, data, index, value) PyUnicode_WRITE((int)(kind), (void *)(data), (index), (Py_UCS4)(value))
#define PyUnicode_READ_CHAR(op, index)    PyUnicode_READ_CHAR(_PyObject_CAST(op), (index))

/* An upper bound of the string's code points: 0x7f, 0xff, 0xffff or 0x10ffff. */
static inline Py_UCS4 PyUnicode_MAX_CHAR_VALUE(PyObject *op)
{
    if (PyUnicode_IS_ASCII(op)) return 0x7fU;
    if (PyUnicode_KIND(op) == PyUnicode_1BYTE_KIND) return 0xffU;
    if (PyUnicode_KIND(op) == PyUnicode_2BYTE_KIND) return 0xffffU;
    return 0x10ffffU;
}
#define PyUnicode_MAX_CHAR_VALUE(op) PyUnicode_MAX_CHAR_VALUE(_PyObject_CAST(op))

/* 0 for the strings made here; they are always ready. */
static inline int PyUnicode_READY(PyObject *op) { return PyUnicode_IS_READY(op) ? 0 : _PyUnicode_Ready(op); }
#define PyUnicode_READY(op) PyUnicode_READY(_PyObject_CAST(op))

/* ---- wchar_t view of a string, deprecated ---- */
static inline Py_ssize_t PyUnicode_WSTR_LENGTH(PyObject *op)
{
    return PyUnicode_IS_COMPACT_ASCII(op) ? _PyASCIIObject_CAST(op)->length : _PyCompactUnicodeObject_CAST(op)->wstr_length;
}
static inline Py_UNICODE *PyUnicode_AS_UNICODE(PyObject *op)
{
    wchar_t *wstr = _PyASCIIObject_CAST(op)->wstr;
    return wstr != NULL ? wstr : PyUnicode_AsUnicode(op);
}
static inline Py_ssize_t PyUnicode_GET_SIZE(PyObject *op)
{
    if (_PyASCIIObject_CAST(op)->wstr == NULL) (void)PyUnicode_AsUnicode(op);
    return PyUnicode_WSTR_LENGTH(op);
}
#define PyUnicode_WSTR_LENGTH(op)   PyUnicode_WSTR_LENGTH(_PyObject_CAST(op))
#define PyUnicode_AS_UNICODE(op)    PyUnicode_AS_UNICODE(_PyObject_CAST(op))
#define PyUnicode_AS_DATA(op)       ((const char *)PyUnicode_AS_UNICODE(op))
#define PyUnicode_GET_SIZE(op)      PyUnicode_GET_SIZE(_PyObject_CAST(op))
#define PyUnicode_GET_DATA_SIZE(op) (PyUnicode_GET_SIZE(op) * Py_UNICODE_SIZE)

/* ---- Single code points ---- */
static inline int Py_UNICODE_IS_SURROGATE(Py_UCS4 c) { return c >= 0xD800 && c <= 0xDFFF; }
static inline int Py_UNICODE_IS_HIGH_SURROGATE(Py_UCS4 c) { return c >= 0xD800 && c <= 0xDBFF; }
static inline int Py_UNICODE_IS_LOW_SURROGATE(Py_UCS4 c) { return c >= 0xDC00 && c <= 0xDFFF; }
static inline Py_UCS4 Py_UNICODE_JOIN_SURROGATES(Py_UCS4 high, Py_UCS4 low)
{
    return 0x10000 + (((high & 0x03FF) << 10) | (low & 0x03FF));
}
static inline Py_UCS4 Py_UNICODE_HIGH_SURROGATE(Py_UCS4 c) { return 0xD800 - (0x10000 >> 10) + (c >> 10); }
static inline Py_UCS4 Py_UNICODE_LOW_SURROGATE(Py_UCS4 c) { return 0xDC00 + (c & 0x3FF); }

static inline int Py_UNICODE_ISSPACE(Py_UCS4 c)
{
    return c < 128 ? _Py_ascii_whitespace[c] : _PyUnicode_IsWhitespace(c);
}
#define Py_UNICODE_ISLOWER(c)     _PyUnicode_IsLowercase(c)
#define Py_UNICODE_ISUPPER(c)     _PyUnicode_IsUppercase(c)
#define Py_UNICODE_ISTITLE(c)     _PyUnicode_IsTitlecase(c)
#define Py_UNICODE_ISLINEBREAK(c) _PyUnicode_IsLinebreak(c)
#define Py_UNICODE_ISDECIMAL(c)   _PyUnicode_IsDecimalDigit(c)
#define Py_UNICODE_ISDIGIT(c)     _PyUnicode_IsDigit(c)
#define Py_UNICODE_ISNUMERIC(c)   _PyUnicode_IsNumeric(c)
#define Py_UNICODE_ISPRINTABLE(c) _PyUnicode_IsPrintable(c)
#define Py_UNICODE_ISALPHA(c)     _PyUnicode_IsAlpha(c)
#define Py_UNICODE_TOLOWER(c)     _PyUnicode_ToLowercase(c)
#define Py_UNICODE_TOUPPER(c)     _PyUnicode_ToUppercase(c)
#define Py_UNICODE_TOTITLE(c)     _PyUnicode_ToTitlecase(c)
#define Py_UNICODE_TODECIMAL(c)   _PyUnicode_ToDecimalDigit(c)
#define Py_UNICODE_TODIGIT(c)     _PyUnicode_ToDigit(c)
#define Py_UNICODE_TONUMERIC(c)   _PyUnicode_ToNumeric(c)
static inline int Py_UNICODE_ISALNUM(Py_UCS4 c)
{
    return Py_UNICODE_ISALPHA(c) || Py_UNICODE_ISDECIMAL(c) || Py_UNICODE_ISDIGIT(c) || Py_UNICODE_ISNUMERIC(c);
}

#define _PyUnicode_AsString PyUnicode_AsUTF8
#define _PyUnicodeWriter_Prepare(writer, count, max_char)                                                        \
    (((max_char) <= (writer)->maxchar && (count) <= (writer)->size - (writer)->pos) ? 0                          \
     : (count) == 0 ? 0 : _PyUnicodeWriter_PrepareInternal((writer), (count), (max_char)))
#define _PyUnicodeWriter_PrepareKind(writer, new_kind) \
    ((new_kind) <= (writer)->kind ? 0 : _PyUnicodeWriter_PrepareKindInternal((writer), (new_kind)))
ADDER_API_END

#endif
