/* marshal_read.c -- bytes to objects; see marshal.h. Bad data raises: every length is checked against what is left. */
#include "runtime/memory/memory.h"
#include "runtime/objects/int.h"
#include "vm/code.h"
#include "vm/marshal.h"
#include "vm/marshal_format.h"
#include "vm/opcode.h"
#include <marshal.h>
#include <stdlib.h>

typedef struct {
    const char *at, *end;
    int depth;
    PyObject *refs; /* list of the objects with a number */
    bool failed;    /* an exception is set */
} Reader;

static void fail(Reader *r, PyObject *type, const char *message)
{
    if (!r->failed) PyErr_SetString(type, message);
    r->failed = true;
}

/* The next n bytes, or NULL when there are fewer. */
static const char *take(Reader *r, size_t n)
{
    if (!r->failed && (size_t)(r->end - r->at) < n) fail(r, PyExc_EOFError, "marshal data too short");
    if (r->failed) return NULL;
    const char *at = r->at;
    r->at += n;
    return at;
}

static uint64_t take_number(Reader *r, int bytes)
{
    const unsigned char *p = (const unsigned char *)take(r, (size_t)bytes);
    uint64_t v = 0;
    for (int i = bytes; p != NULL && i-- > 0;) v = v << 8 | p[i];
    return v;
}

static int take_byte(Reader *r)       { return (int)take_number(r, 1); }
static uint16_t take_u16(Reader *r)   { return (uint16_t)take_number(r, 2); }
static uint32_t take_u32(Reader *r)   { return (uint32_t)take_number(r, 4); }

/* A length; at least `each` bytes a unit must be left. */
static Py_ssize_t take_size(Reader *r, size_t each, const char *what)
{
    int32_t n = (int32_t)take_u32(r);
    if (n < 0) fail(r, PyExc_ValueError, what);
    else if (!r->failed && (size_t)n * each > (size_t)(r->end - r->at)) fail(r, PyExc_EOFError, "marshal data too short");
    return r->failed ? 0 : n;
}

static double take_double(Reader *r)
{
    uint64_t bits = take_number(r, 8);
    double d;
    memcpy(&d, &bits, 8);
    return d;
}

/* -- numbering. A container gets its number before its items are read. */

static Py_ssize_t reserve(Reader *r, int flag)
{
    if (!flag || r->failed) return -1;
    if (PyList_Append(r->refs, Py_None) < 0) return r->failed = true, -1;
    return PyList_GET_SIZE(r->refs) - 1;
}

static PyObject *number(Reader *r, PyObject *o, Py_ssize_t index)
{
    if (o != NULL && index >= 0 && PyList_SetItem(r->refs, index, Py_NewRef(o)) < 0) r->failed = true;
    return o;
}

static PyObject *take_reference(Reader *r)
{
    uint32_t n = take_u32(r);
    if (r->failed) return NULL;
    if ((Py_ssize_t)n < PyList_GET_SIZE(r->refs) && PyList_GET_ITEM(r->refs, n) != Py_None) {
        return Py_NewRef(PyList_GET_ITEM(r->refs, n));
    }
    fail(r, PyExc_ValueError, "bad marshal data (invalid reference)");
    return NULL;
}

/* -- atoms */

static PyObject *take_long(Reader *r)
{
    int32_t count = (int32_t)take_u32(r);
    Py_ssize_t n = count < 0 ? -(Py_ssize_t)count : count;
    const unsigned char *p = (const unsigned char *)take(r, (size_t)n * 2);
    if (p == NULL) return NULL;
    if (n == 0) return PyLong_FromLong(0);
    PyLongObject *result = _PyLong_New((n + 1) / 2);
    if (result == NULL) return NULL;
    memset(result->ob_digit, 0, (size_t)((n + 1) / 2) * sizeof(digit));
    for (Py_ssize_t i = 0; i < n; i++) {
        unsigned d = p[2 * i] | (unsigned)p[2 * i + 1] << 8;
        if (d > 0x7FFF || (i == n - 1 && d == 0)) {
            Py_DECREF(result);
            fail(r, PyExc_ValueError, d == 0 ? "bad marshal data (unnormalized long data)" : "bad marshal data (digit out of range in long)");
            return NULL;
        }
        result->ob_digit[i / 2] |= (digit)d << (i & 1 ? 15 : 0);
    }
    Py_SET_SIZE(result, count < 0 ? -((n + 1) / 2) : (n + 1) / 2);
    return (PyObject *)result;
}

static double take_text_double(Reader *r)
{
    int n = take_byte(r);
    char text[256];
    const char *p = take(r, (size_t)n);
    if (p == NULL) return -1;
    memcpy(text, p, (size_t)n);
    text[n] = 0;
    return PyOS_string_to_double(text, NULL, NULL);
}

static PyObject *take_str(Reader *r, bool utf8, size_t n, bool intern)
{
    const char *p = take(r, n);
    if (p == NULL) return NULL;
    PyObject *o = utf8 ? PyUnicode_DecodeUTF8(p, (Py_ssize_t)n, "surrogatepass")
                       : PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND, p, (Py_ssize_t)n);
    if (o != NULL && intern) PyUnicode_InternInPlace(&o);
    return o;
}

/* -- containers */

static PyObject *take_object(Reader *r);

static PyObject *take_item(Reader *r)
{
    PyObject *o = take_object(r);
    if (o == NULL && !r->failed) fail(r, PyExc_TypeError, "NULL object in marshal data for object");
    return o;
}

static PyObject *take_tuple(Reader *r, Py_ssize_t n, int flag)
{
    Py_ssize_t index = reserve(r, flag);
    PyObject *tuple = r->failed ? NULL : PyTuple_New(n);
    for (Py_ssize_t i = 0; tuple != NULL && i < n; i++) {
        PyObject *item = take_item(r);
        if (item == NULL) Py_CLEAR(tuple);
        else PyTuple_SET_ITEM(tuple, i, item);
    }
    return number(r, tuple, index);
}

static PyObject *take_list(Reader *r, int flag)
{
    Py_ssize_t n = take_size(r, 1, "bad marshal data (list size out of range)"), index = reserve(r, flag);
    PyObject *list = r->failed ? NULL : number(r, PyList_New(0), index);
    for (Py_ssize_t i = 0; list != NULL && i < n; i++) {
        PyObject *item = take_item(r);
        if (item == NULL || PyList_Append(list, item) < 0) Py_CLEAR(list);
        Py_XDECREF(item);
    }
    return list;
}

static PyObject *take_dict(Reader *r, int flag)
{
    Py_ssize_t index = reserve(r, flag);
    PyObject *dict = r->failed ? NULL : number(r, PyDict_New(), index), *key;
    while (dict != NULL && (key = take_object(r)) != NULL) {
        PyObject *value = take_item(r);
        if (value == NULL || PyDict_SetItem(dict, key, value) < 0) Py_CLEAR(dict);
        Py_DECREF(key);
        Py_XDECREF(value);
    }
    if (r->failed || PyErr_Occurred()) Py_CLEAR(dict);
    return dict;
}

static PyObject *take_set(Reader *r, bool frozen, int flag)
{
    Py_ssize_t n = take_size(r, 1, "bad marshal data (set size out of range)"), index = reserve(r, flag);
    PyObject *items = r->failed ? NULL : PyTuple_New(n);
    for (Py_ssize_t i = 0; items != NULL && i < n; i++) {
        PyObject *item = take_item(r);
        if (item == NULL) Py_CLEAR(items);
        else PyTuple_SET_ITEM(items, i, item);
    }
    PyObject *set = items == NULL ? NULL : frozen ? PyFrozenSet_New(items) : PySet_New(items);
    Py_XDECREF(items);
    return number(r, set, index);
}

/* -- code */

/* A copy of a sized block in memory of its own; *size is its size. NULL with the reader failed. */
static uint8_t *take_block(Reader *r, Py_ssize_t *size)
{
    *size = take_size(r, 1, "bad marshal data (code)");
    const char *p = take(r, (size_t)*size);
    uint8_t *block = p == NULL ? NULL : PyMem_Malloc((size_t)*size + 1);
    if (p != NULL && block == NULL) PyErr_NoMemory(), r->failed = true;
    return block == NULL ? NULL : memcpy(block, p, (size_t)*size);
}

static void take_handlers(Reader *r, CodeObject *code, uint32_t n)
{
    if ((size_t)n * 16 > (size_t)(r->end - r->at)) fail(r, PyExc_EOFError, "marshal data too short");
    if (r->failed) return;
    code->handlers = PyMem_Malloc((n + 1) * sizeof *code->handlers);
    if (code->handlers == NULL) {
        PyErr_NoMemory();
        r->failed = true;
        return;
    }
    code->nhandlers = n;
    for (uint32_t i = 0; i < n; i++) {
        Handler *h = &code->handlers[i];
        h->start = take_u32(r), h->end = take_u32(r), h->handler = take_u32(r), h->slot = take_u16(r), h->depth = take_u16(r);
    }
}

static void take_instructions(Reader *r, CodeObject *code)
{
    uint32_t n = take_u32(r);
    const char *words = take(r, (size_t)n * 8);
    uint32_t slots = take_u32(r);
    if (!r->failed && (size_t)slots * 8 > (size_t)(r->end - r->at)) fail(r, PyExc_EOFError, "marshal data too short");
    if (r->failed) return;
    code->instrs = PyMem_Malloc(((size_t)n + slots + 1) * 8);
    if (code->instrs == NULL) {
        PyErr_NoMemory();
        r->failed = true;
        return;
    }
    code->ninstrs = n;
    memcpy(code->instrs, words, (size_t)n * 8);
    for (uint32_t i = 0; i < n; i += 1 + adder_op_info[code->instrs[i].op].cache) {
        if (code->instrs[i].op >= OP_COUNT) return fail(r, PyExc_ValueError, "bad marshal data (unknown opcode)");
    }
    Slot *place = (Slot *)(code->instrs + n);
    for (uint32_t i = 0; i < slots; i++) {
        Slot slot = take_number(r, 8);
        if (!slot_is_number(slot)) {
            if (slot == 0 || slot > (uint64_t)PyTuple_GET_SIZE(code->consts)) return fail(r, PyExc_ValueError, "bad marshal data (constant)");
            slot = slot_from_object(PyTuple_GET_ITEM(code->consts, (Py_ssize_t)slot - 1));
        }
        place[i] = slot;
    }
    code->nslots = slots;
}

static bool is_strings(PyObject *tuple)
{
    if (tuple == NULL || !PyTuple_CheckExact(tuple)) return false;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
        if (!PyUnicode_Check(PyTuple_GET_ITEM(tuple, i))) return false;
    }
    return true;
}

static void take_code_into(Reader *r, CodeObject *code)
{
    if (take_u32(r) != MARSHAL_CODE_VERSION) return fail(r, PyExc_ValueError, "bad marshal data (code of another version)");
    uint32_t v[13];
    for (size_t i = 0; i < Py_ARRAY_LENGTH(v); i++) v[i] = take_u32(r);
    code->nlocals = (uint16_t)v[0], code->framesize = (uint16_t)v[1], code->fast_argc = (uint16_t)v[2];
    code->nfree_first = (uint16_t)v[3], code->namespace_slot = (uint16_t)v[4], code->self_attributes = (uint16_t)v[5];
    code->flags = (int)v[6], code->argcount = (int)v[7], code->posonlyargcount = (int)v[8], code->kwonlyargcount = (int)v[9];
    code->stacksize = (int)v[10], code->firstlineno = (int)v[11];
    take_handlers(r, code, v[12]);
    Py_ssize_t size;
    code->positions = take_block(r, &size), code->positions_size = (uint32_t)size;
    code->live = take_block(r, &size), code->live_size = (uint32_t)size;
    code->localkinds = take_block(r, &size);
    if (size != code->nlocals) fail(r, PyExc_ValueError, "bad marshal data (code)");
    PyObject **const objects[] = { &code->consts, &code->names, &code->localnames, &code->filename, &code->name, &code->qualname };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(objects) && !r->failed; i++) *objects[i] = take_item(r);
    if (r->failed) return;
    if (!PyTuple_CheckExact(code->consts) || !is_strings(code->names) || !is_strings(code->localnames) ||
        PyTuple_GET_SIZE(code->localnames) != code->nlocals || !PyUnicode_Check(code->filename) ||
        !PyUnicode_Check(code->name) || !PyUnicode_Check(code->qualname)) {
        return fail(r, PyExc_ValueError, "bad marshal data (code)");
    }
    take_instructions(r, code);
}

static PyObject *take_code(Reader *r, int flag)
{
    Py_ssize_t index = reserve(r, flag);
    CodeObject *code = r->failed ? NULL : (CodeObject *)adder_code_new_blank();
    if (code == NULL) return NULL;
    take_code_into(r, code);
    if (r->failed) Py_CLEAR(code);
    return number(r, (PyObject *)code, index);
}

/* -- any object */

static PyObject *take_atom(Reader *r, int type)
{
    switch (type) {
    case MARSHAL_INT: return PyLong_FromLong((int32_t)take_u32(r));
    case MARSHAL_LONG: return take_long(r);
    case MARSHAL_FLOAT: return PyFloat_FromDouble(take_double(r));
    case MARSHAL_FLOAT_TEXT: return PyFloat_FromDouble(take_text_double(r));
    case MARSHAL_COMPLEX: {
        double real = take_double(r), imag = take_double(r);
        return PyComplex_FromDoubles(real, imag);
    }
    case MARSHAL_COMPLEX_TEXT: {
        double real = take_text_double(r), imag = take_text_double(r);
        return PyComplex_FromDoubles(real, imag);
    }
    case MARSHAL_BYTES: {
        Py_ssize_t n = take_size(r, 1, "bad marshal data (bytes object size out of range)");
        const char *p = take(r, (size_t)n);
        return p == NULL ? NULL : PyBytes_FromStringAndSize(p, n);
    }
    case MARSHAL_SHORT_ASCII: case MARSHAL_SHORT_ASCII_INTERNED:
        return take_str(r, false, (size_t)take_byte(r), type == MARSHAL_SHORT_ASCII_INTERNED);
    case MARSHAL_ASCII: case MARSHAL_ASCII_INTERNED:
        return take_str(r, false, (size_t)take_size(r, 1, "bad marshal data (string size out of range)"), type == MARSHAL_ASCII_INTERNED);
    case MARSHAL_UNICODE: case MARSHAL_INTERNED:
        return take_str(r, true, (size_t)take_size(r, 1, "bad marshal data (string size out of range)"), type == MARSHAL_INTERNED);
    default:
        fail(r, PyExc_ValueError, "bad marshal data (unknown type code)");
        return NULL;
    }
}

static PyObject *take_typed(Reader *r, int type, int flag)
{
    switch (type) {
    case MARSHAL_NULL: return NULL;
    case MARSHAL_NONE: return Py_NewRef(Py_None);
    case MARSHAL_FALSE: return Py_NewRef(Py_False);
    case MARSHAL_TRUE: return Py_NewRef(Py_True);
    case MARSHAL_ELLIPSIS: return Py_NewRef(Py_Ellipsis);
    case MARSHAL_STOPITER: return Py_NewRef(PyExc_StopIteration);
    case MARSHAL_REF: return take_reference(r);
    case MARSHAL_SMALL_TUPLE: return take_tuple(r, take_byte(r), flag);
    case MARSHAL_TUPLE: return take_tuple(r, take_size(r, 1, "bad marshal data (tuple size out of range)"), flag);
    case MARSHAL_LIST: return take_list(r, flag);
    case MARSHAL_DICT: return take_dict(r, flag);
    case MARSHAL_SET: case MARSHAL_FROZENSET: return take_set(r, type == MARSHAL_FROZENSET, flag);
    case MARSHAL_CODE: return take_code(r, flag);
    default: {
        PyObject *o = take_atom(r, type);
        if (r->failed) Py_CLEAR(o);
        return o == NULL ? NULL : number(r, o, reserve(r, flag));
    }
    }
}

/* NULL without failure for the end mark of dicts. */
static PyObject *take_object(Reader *r)
{
    const char *p = r->failed || r->at == r->end ? NULL : take(r, 1);
    if (p == NULL) {
        fail(r, PyExc_EOFError, "EOF read where object expected");
        return NULL;
    }
    if (r->depth == MARSHAL_DEPTH) {
        fail(r, PyExc_ValueError, "recursion limit exceeded");
        return NULL;
    }
    r->depth++;
    int byte = (unsigned char)*p, type = byte & ~MARSHAL_FLAG;
    PyObject *o = take_typed(r, type, byte & MARSHAL_FLAG);
    r->depth--;
    if (o == NULL && type != MARSHAL_NULL) r->failed = true;
    return o;
}

PyObject *adder_marshal_loads(const char *data, Py_ssize_t size, Py_ssize_t *used)
{
    Reader r = { .at = data, .end = data + size, .refs = PyList_New(0) };
    if (r.refs == NULL) return NULL;
    PyObject *o = take_item(&r);
    if (r.failed) Py_CLEAR(o);
    Py_DECREF(r.refs);
    if (used != NULL) *used = r.at - data;
    return o;
}

PyObject *PyMarshal_ReadObjectFromString(const char *data, Py_ssize_t size) { return adder_marshal_loads(data, size, NULL); }

/* -- files */

static long read_number(FILE *file, int bytes)
{
    unsigned long v = 0;
    for (int i = 0; i < bytes; i++) {
        int c = getc(file);
        if (c == EOF) {
            PyErr_SetString(PyExc_EOFError, "EOF read where data expected");
            return -1;
        }
        v |= (unsigned long)c << 8 * i;
    }
    return bytes == 2 ? (long)(int16_t)v : (long)(int32_t)v;
}

long PyMarshal_ReadLongFromFile(FILE *file) { return read_number(file, 4); }
int PyMarshal_ReadShortFromFile(FILE *file) { return (int)read_number(file, 2); }

/* Reads to the end of the file, then puts the file position after the object. */
PyObject *PyMarshal_ReadObjectFromFile(FILE *file)
{
    long start = ftell(file);
    char *data = NULL;
    size_t size = 0, room = 0, got;
    do {
        char *larger = PyMem_Realloc(data, room = room * 2 + 4096);
        if (larger == NULL) {
            PyMem_Free(data);
            return PyErr_NoMemory();
        }
        data = larger;
        got = fread(data + size, 1, room - size, file);
        size += got;
    } while (got > 0);
    Py_ssize_t used;
    PyObject *o = adder_marshal_loads(data, (Py_ssize_t)size, &used);
    PyMem_Free(data);
    if (start >= 0) fseek(file, start + used, SEEK_SET);
    return o;
}

PyObject *PyMarshal_ReadLastObjectFromFile(FILE *file) { return PyMarshal_ReadObjectFromFile(file); }
