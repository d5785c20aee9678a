/* marshal_write.c -- objects to bytes; see marshal.h. An object met again is written as a reference to its number: those with one
 * owner only cannot be met again and get no number. */
#include "runtime/memory/memory.h"
#include "runtime/objects/int.h"
#include "vm/code_object.h"
#include "vm/marshal.h"
#include "vm/marshal_format.h"
#include "vm/opcode.h"
#include <marshal.h>

typedef struct {
    char *at;
    size_t size, room;
    int version, depth;
    PyObject *seen; /* dict: id(object) -> number; NULL for versions below 3 */
    bool failed;    /* an exception is set */
} Writer;

static void put_bytes(Writer *w, const void *data, size_t n)
{
    if (w->failed) return;
    if (w->size + n > w->room) {
        size_t room = (w->size + n) * 2 + 64;
        char *at = PyMem_Realloc(w->at, room);
        if (at == NULL) {
            PyErr_NoMemory();
            w->failed = true;
            return;
        }
        w->at = at;
        w->room = room;
    }
    memcpy(w->at + w->size, data, n);
    w->size += n;
}

static void put_byte(Writer *w, int byte)       { char c = (char)byte; put_bytes(w, &c, 1); }
static void put_u16(Writer *w, unsigned v)      { put_byte(w, (int)(v & 255)), put_byte(w, (int)(v >> 8 & 255)); }
static void put_u32(Writer *w, uint32_t v)      { put_u16(w, v & 0xFFFF), put_u16(w, v >> 16); }
static void put_u64(Writer *w, uint64_t v)      { put_u32(w, (uint32_t)v), put_u32(w, (uint32_t)(v >> 32)); }

static void put_size(Writer *w, Py_ssize_t n)
{
    if (n > INT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "unmarshallable object");
        w->failed = true;
    }
    put_u32(w, (uint32_t)n);
}

static void put_sized(Writer *w, const void *data, Py_ssize_t n) { put_size(w, n), put_bytes(w, data, (size_t)n); }

/* The object's number if it was written before (then written as a reference), else *flag says how to mark it. */
static bool put_reference(Writer *w, PyObject *o, int *flag)
{
    *flag = 0;
    if (w->seen == NULL || Py_REFCNT(o) == 1 || w->failed) return w->failed;
    PyObject *key = PyLong_FromVoidPtr(o), *number = key == NULL ? NULL : PyDict_GetItemWithError(w->seen, key);
    if (number != NULL) {
        put_byte(w, MARSHAL_REF);
        put_u32(w, (uint32_t)PyLong_AsLong(number));
    } else if (key != NULL && !PyErr_Occurred()) {
        number = PyLong_FromSsize_t(PyDict_GET_SIZE(w->seen));
        if (number != NULL && PyDict_SetItem(w->seen, key, number) == 0) *flag = MARSHAL_FLAG;
        Py_XDECREF(number);
        number = NULL;
    }
    Py_XDECREF(key);
    w->failed = w->failed || PyErr_Occurred() != NULL;
    return number != NULL || w->failed;
}

/* An int beyond 32 bits: a signed count of 15-bit digits, then the digits. */
static void put_long(Writer *w, PyObject *o, int flag)
{
    int overflow;
    long v = PyLong_AsLongAndOverflow(o, &overflow);
    if (!overflow && v >= INT32_MIN && v <= INT32_MAX) {
        put_byte(w, MARSHAL_INT | flag);
        put_u32(w, (uint32_t)v);
        return;
    }
    PyLongObject *n = (PyLongObject *)o;
    Py_ssize_t digits = Py_ABS(Py_SIZE(n)), count = digits * 2;
    if (n->ob_digit[digits - 1] >> 15 == 0) count--;
    put_byte(w, MARSHAL_LONG | flag);
    put_size(w, Py_SIZE(n) < 0 ? -count : count);
    for (Py_ssize_t i = 0; i < count; i++) put_u16(w, n->ob_digit[i / 2] >> (i & 1 ? 15 : 0) & 0x7FFF);
}

static void put_str(Writer *w, PyObject *o, int flag)
{
    bool interned = PyUnicode_CHECK_INTERNED(o) != 0;
    Py_ssize_t n = PyUnicode_GET_LENGTH(o);
    if (w->version >= 4 && PyUnicode_IS_ASCII(o)) {
        if (n < 256) {
            put_byte(w, (interned ? MARSHAL_SHORT_ASCII_INTERNED : MARSHAL_SHORT_ASCII) | flag);
            put_byte(w, (int)n);
        } else {
            put_byte(w, (interned ? MARSHAL_ASCII_INTERNED : MARSHAL_ASCII) | flag);
            put_size(w, n);
        }
        put_bytes(w, PyUnicode_1BYTE_DATA(o), (size_t)n);
        return;
    }
    PyObject *utf8 = PyUnicode_AsEncodedString(o, "utf-8", "surrogatepass");
    if (utf8 == NULL) {
        w->failed = true;
        return;
    }
    put_byte(w, (interned && w->version >= 3 ? MARSHAL_INTERNED : MARSHAL_UNICODE) | flag);
    put_sized(w, PyBytes_AS_STRING(utf8), PyBytes_GET_SIZE(utf8));
    Py_DECREF(utf8);
}

static void put(Writer *w, PyObject *o);

static void put_tuple(Writer *w, PyObject *o, int flag)
{
    Py_ssize_t n = PyTuple_GET_SIZE(o);
    if (w->version >= 4 && n < 256) put_byte(w, MARSHAL_SMALL_TUPLE | flag), put_byte(w, (int)n);
    else put_byte(w, MARSHAL_TUPLE | flag), put_size(w, n);
    for (Py_ssize_t i = 0; i < n; i++) put(w, PyTuple_GET_ITEM(o, i));
}

static void put_list(Writer *w, PyObject *o, int flag)
{
    put_byte(w, MARSHAL_LIST | flag);
    put_size(w, PyList_GET_SIZE(o));
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(o); i++) put(w, PyList_GET_ITEM(o, i));
}

static void put_dict(Writer *w, PyObject *o, int flag)
{
    Py_ssize_t at = 0;
    PyObject *key, *value;
    put_byte(w, MARSHAL_DICT | flag);
    while (PyDict_Next(o, &at, &key, &value)) put(w, key), put(w, value);
    put_byte(w, MARSHAL_NULL);
}

/* Items in the order of their own bytes, so that equal sets give equal results. */
static void put_set(Writer *w, PyObject *o, int flag)
{
    PyObject *pairs = PyList_New(0), *iter = pairs == NULL ? NULL : PyObject_GetIter(o), *item;
    put_byte(w, (PyFrozenSet_CheckExact(o) ? MARSHAL_FROZENSET : MARSHAL_SET) | flag);
    put_size(w, PySet_GET_SIZE(o));
    while (iter != NULL && (item = PyIter_Next(iter)) != NULL) {
        PyObject *bytes = adder_marshal_dumps(item, w->version);
        PyObject *pair = bytes == NULL ? NULL : PyTuple_Pack(2, bytes, item);
        if (pair == NULL || PyList_Append(pairs, pair) < 0) w->failed = true;
        Py_XDECREF(bytes);
        Py_XDECREF(pair);
        Py_DECREF(item);
    }
    if (PyErr_Occurred() || PyList_Sort(pairs) < 0) w->failed = true;
    for (Py_ssize_t i = 0; !w->failed && i < PyList_GET_SIZE(pairs); i++) put(w, PyTuple_GET_ITEM(PyList_GET_ITEM(pairs, i), 1));
    Py_XDECREF(iter);
    Py_XDECREF(pairs);
}

/* -- code */

/* Instructions as the compiler made them: in their general form, caches empty but for operands. */
static void put_instructions(Writer *w, CodeObject *code)
{
    put_u32(w, code->ninstrs);
    for (uint32_t i = 0; i < code->ninstrs;) {
        Instr in = adder_code_general(code, i++);
        put_u16(w, in.op), put_u16(w, in.a), put_u16(w, in.b), put_u16(w, in.c);
        for (int k = 0; k < adder_op_info[in.op].cache; k++, i++) {
            Instr word = adder_code_operand_cache(in.op) ? code->instrs[i] : (Instr){ 0 };
            put_u16(w, 0), put_u16(w, word.a), put_u16(w, word.b), put_u16(w, 0);
        }
    }
}

/* A constant slot is a number as it is, or an object found by its place in co_consts. */
static void put_slots(Writer *w, CodeObject *code)
{
    const Slot *slots = (const Slot *)(code->instrs + code->ninstrs);
    Py_ssize_t n = PyTuple_GET_SIZE(code->consts);
    put_u32(w, code->nslots);
    for (uint32_t i = 0; i < code->nslots; i++) {
        Slot slot = slots[i];
        if (slot_is_object(slot)) {
            Py_ssize_t k = i < n && PyTuple_GET_ITEM(code->consts, i) == slot_object(slot) ? (Py_ssize_t)i : 0;
            while (k < n && PyTuple_GET_ITEM(code->consts, k) != slot_object(slot)) k++;
            ADDER_ASSERT(k < n, "every constant slot's object is in consts");
            slot = (Slot)k + 1;
        }
        put_u64(w, slot);
    }
}

static void put_code(Writer *w, CodeObject *code, int flag)
{
    put_byte(w, MARSHAL_CODE | flag);
    put_u32(w, MARSHAL_CODE_VERSION);
    const uint32_t numbers[] = {
        code->nlocals, code->framesize, code->fast_argc, code->nfree_first, code->namespace_slot, code->self_attributes,
        (uint32_t)code->flags, (uint32_t)code->argcount, (uint32_t)code->posonlyargcount, (uint32_t)code->kwonlyargcount,
        (uint32_t)code->stacksize, (uint32_t)code->firstlineno, code->nhandlers };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(numbers); i++) put_u32(w, numbers[i]);
    for (uint32_t i = 0; i < code->nhandlers; i++) {
        const Handler *h = &code->handlers[i];
        put_u32(w, h->start), put_u32(w, h->end), put_u32(w, h->handler), put_u16(w, h->slot), put_u16(w, h->depth);
    }
    put_sized(w, code->positions, code->positions_size);
    put_sized(w, code->live, code->live_size);
    put_sized(w, code->localkinds, code->nlocals);
    put(w, code->consts), put(w, code->names), put(w, code->localnames);
    put(w, code->filename), put(w, code->name), put(w, code->qualname);
    put_instructions(w, code);
    put_slots(w, code);
}

/* -- any object */

static void put_buffer(Writer *w, PyObject *o, int flag)
{
    Py_buffer view;
    if (PyObject_GetBuffer(o, &view, PyBUF_SIMPLE) < 0) {
        PyErr_SetString(PyExc_ValueError, "unmarshallable object");
        w->failed = true;
        return;
    }
    put_byte(w, MARSHAL_BYTES | flag);
    put_sized(w, view.buf, view.len);
    PyBuffer_Release(&view);
}

static void put_double(Writer *w, double d)
{
    uint64_t bits;
    memcpy(&bits, &d, 8);
    put_u64(w, bits);
}

static void put_object(Writer *w, PyObject *o)
{
    int flag;
    if (put_reference(w, o, &flag)) return;
    if (PyLong_CheckExact(o)) put_long(w, o, flag);
    else if (PyFloat_CheckExact(o)) put_byte(w, MARSHAL_FLOAT | flag), put_double(w, PyFloat_AS_DOUBLE(o));
    else if (PyComplex_CheckExact(o)) {
        put_byte(w, MARSHAL_COMPLEX | flag);
        put_double(w, PyComplex_RealAsDouble(o)), put_double(w, PyComplex_ImagAsDouble(o));
    } else if (PyUnicode_CheckExact(o)) put_str(w, o, flag);
    else if (PyTuple_CheckExact(o)) put_tuple(w, o, flag);
    else if (PyBytes_CheckExact(o)) put_byte(w, MARSHAL_BYTES | flag), put_sized(w, PyBytes_AS_STRING(o), PyBytes_GET_SIZE(o));
    else if (PyList_CheckExact(o)) put_list(w, o, flag);
    else if (PyDict_CheckExact(o)) put_dict(w, o, flag);
    else if (PyAnySet_CheckExact(o)) put_set(w, o, flag);
    else if (PyCode_Check(o)) put_code(w, (CodeObject *)o, flag);
    else put_buffer(w, o, flag);
}

static void put(Writer *w, PyObject *o)
{
    if (w->failed) return;
    if (o == NULL) put_byte(w, MARSHAL_NULL);
    else if (o == Py_None) put_byte(w, MARSHAL_NONE);
    else if (o == Py_False) put_byte(w, MARSHAL_FALSE);
    else if (o == Py_True) put_byte(w, MARSHAL_TRUE);
    else if (o == Py_Ellipsis) put_byte(w, MARSHAL_ELLIPSIS);
    else if (o == PyExc_StopIteration) put_byte(w, MARSHAL_STOPITER);
    else if (w->depth == MARSHAL_DEPTH) {
        PyErr_SetString(PyExc_ValueError, "object too deeply nested to marshal");
        w->failed = true;
    } else {
        w->depth++;
        put_object(w, o);
        w->depth--;
    }
}

PyObject *adder_marshal_dumps(PyObject *object, int version)
{
    Writer w = { .version = version };
    if (version >= 3 && (w.seen = PyDict_New()) == NULL) return NULL;
    put(&w, object);
    PyObject *result = w.failed ? NULL : PyBytes_FromStringAndSize(w.at, (Py_ssize_t)w.size);
    Py_XDECREF(w.seen);
    PyMem_Free(w.at);
    return result;
}

PyObject *PyMarshal_WriteObjectToString(PyObject *object, int version) { return adder_marshal_dumps(object, version); }

void PyMarshal_WriteObjectToFile(PyObject *object, FILE *file, int version)
{
    PyObject *bytes = adder_marshal_dumps(object, version);
    if (bytes != NULL) fwrite(PyBytes_AS_STRING(bytes), 1, (size_t)PyBytes_GET_SIZE(bytes), file);
    Py_XDECREF(bytes);
}

void PyMarshal_WriteLongToFile(long value, FILE *file, int version)
{
    (void)version;
    for (int i = 0; i < 4; i++) putc((int)(value >> 8 * i & 255), file);
}
