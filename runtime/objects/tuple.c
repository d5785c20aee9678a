/* tuple.c -- the type tuple: a fixed array of references inside the object.
 *
 * The empty tuple exists once, immortal. Dead tuples of 1 to 20 items are kept for reuse. A tuple starts out tracked by
 * the cycle collector, which untracks it once it has seen that no item can be part of a cycle. */
#include "runtime/objects/tuple.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/compare.h"
#include "runtime/objects/iter.h"
#include "runtime/objects/slice.h"

#ifndef ADDER_IMMORTAL_REFCNT
#define ADDER_IMMORTAL_REFCNT ((Py_ssize_t)1 << 60)
#endif

#define ITEMS(o) (((PyTupleObject *)(o))->ob_item)
#define HEAD_SIZE offsetof(PyTupleObject, ob_item)

struct adder_static_tuple adder_empty_tuple = {
    .tuple = { .ob_base = { .ob_base = { .ob_refcnt = ADDER_IMMORTAL_REFCNT, .ob_type = &PyTuple_Type } } } };

/* ---- Life ---- */

/* An untracked tuple whose items are not set; size > 0. */
static PyTupleObject *tuple_alloc(Py_ssize_t size)
{
    PyTupleObject *t;
    struct adder_free_chain *chain = size < ADDER_TUPLE_SIZES ? &adder_interp()->containers.tuples[size] : NULL;
    if (chain != NULL && (t = chain->head) != NULL) {
        chain->head = *(void **)t;
        chain->count--;
    } else {
        if ((size_t)size > ((size_t)PY_SSIZE_T_MAX - sizeof(GcHead) - HEAD_SIZE) / sizeof(PyObject *))
            return (PyTupleObject *)PyErr_NoMemory();
        t = adder_gc_alloc(HEAD_SIZE + (size_t)size * sizeof(PyObject *));
        if (t == NULL) return adder_no_memory();
        Py_SET_TYPE((PyObject *)t, &PyTuple_Type);
        Py_SET_SIZE((PyVarObject *)t, size);
    }
    Py_SET_REFCNT((PyObject *)t, 1);
    return t;
}

PyObject *PyTuple_New(Py_ssize_t size)
{
    if (size == 0) return Py_NewRef(ADDER_EMPTY_TUPLE);
    if (size < 0) {
        PyErr_BadInternalCall();
        return NULL;
    }
    PyTupleObject *t = tuple_alloc(size);
    if (t == NULL) return NULL;
    memset(t->ob_item, 0, (size_t)size * sizeof(PyObject *));
    adder_gc_track((PyObject *)t);
    return (PyObject *)t;
}

PyObject *adder_tuple_from_array(PyObject *const *items, Py_ssize_t n)
{
    if (n == 0) return Py_NewRef(ADDER_EMPTY_TUPLE);
    PyTupleObject *t = tuple_alloc(n);
    if (t == NULL) return NULL;
    for (Py_ssize_t i = 0; i < n; i++) t->ob_item[i] = Py_NewRef(items[i]);
    adder_gc_track((PyObject *)t);
    return (PyObject *)t;
}

PyObject *adder_tuple_from_array_steal(PyObject *const *items, Py_ssize_t n)
{
    if (n == 0) return Py_NewRef(ADDER_EMPTY_TUPLE);
    PyTupleObject *t = tuple_alloc(n);
    if (t == NULL) {
        for (Py_ssize_t i = 0; i < n; i++) Py_DECREF(items[i]);
        return NULL;
    }
    memcpy(t->ob_item, items, (size_t)n * sizeof(PyObject *));
    adder_gc_track((PyObject *)t);
    return (PyObject *)t;
}

PyObject *PyTuple_Pack(Py_ssize_t n, ...)
{
    if (n == 0) return Py_NewRef(ADDER_EMPTY_TUPLE);
    PyTupleObject *t = tuple_alloc(n);
    if (t == NULL) return NULL;
    va_list args;
    va_start(args, n);
    for (Py_ssize_t i = 0; i < n; i++) t->ob_item[i] = Py_NewRef(va_arg(args, PyObject *));
    va_end(args);
    adder_gc_track((PyObject *)t);
    return (PyObject *)t;
}

static void tuple_dealloc(PyObject *self)
{
    Py_ssize_t size = Py_SIZE(self);
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, tuple_dealloc)
    for (Py_ssize_t i = size; --i >= 0;) Py_XDECREF(ITEMS(self)[i]);
    if (PyTuple_CheckExact(self) && size > 0 && size < ADDER_TUPLE_SIZES) {
        struct adder_free_chain *chain = &adder_interp()->containers.tuples[size];
        if (chain->count < ADDER_TUPLE_FREE_MAX) {
            *(void **)self = chain->head;
            chain->head = self;
            chain->count++;
            goto done;
        }
    }
    Py_TYPE(self)->tp_free(self);
done:
    ADDER_TRASHCAN_END;
}

static int tuple_traverse(PyObject *self, visitproc visit, void *arg)
{
    for (Py_ssize_t i = Py_SIZE(self); --i >= 0;) Py_VISIT(ITEMS(self)[i]);
    return 0;
}

void _PyTuple_MaybeUntrack(PyObject *op)
{
    if (!PyTuple_CheckExact(op) || !adder_gc_is_tracked(op)) return;
    for (Py_ssize_t i = 0; i < Py_SIZE(op); i++) {
        PyObject *item = ITEMS(op)[i];
        if (item == NULL) return; /* still being built */
        if (adder_is_gc(item) && (!PyTuple_CheckExact(item) || adder_gc_is_tracked(item))) return;
    }
    PyObject_GC_UnTrack(op);
}

int _PyTuple_Resize(PyObject **where, Py_ssize_t size)
{
    PyObject *old = *where;
    if (old == NULL || !PyTuple_CheckExact(old) || (Py_SIZE(old) != 0 && Py_REFCNT(old) != 1)) {
        *where = NULL;
        Py_XDECREF(old);
        PyErr_BadInternalCall();
        return -1;
    }
    if (Py_SIZE(old) == size) return 0;
    PyObject *made = PyTuple_New(size);
    if (made != NULL && made != ADDER_EMPTY_TUPLE) {
        Py_ssize_t keep = Py_SIZE(old) < size ? Py_SIZE(old) : size;
        memcpy(ITEMS(made), ITEMS(old), (size_t)keep * sizeof(PyObject *));
        if (keep > 0) memset(ITEMS(old), 0, (size_t)keep * sizeof(PyObject *));
    }
    Py_DECREF(old);
    *where = made;
    return made == NULL ? -1 : 0;
}

void _PyTuple_DebugMallocStats(FILE *out)
{
    for (int i = 1; i < ADDER_TUPLE_SIZES; i++)
        fprintf(out, "%d free %d-sized tuples\n", adder_interp()->containers.tuples[i].count, i);
}

/* ---- Items ---- */

static Py_ssize_t tuple_len(PyObject *self) { return Py_SIZE(self); }

static bool check_tuple(PyObject *op)
{
    if (PyTuple_Check(op)) return true;
    PyErr_BadInternalCall();
    return false;
}

Py_ssize_t PyTuple_Size(PyObject *op) { return check_tuple(op) ? Py_SIZE(op) : -1; }

PyObject *PyTuple_GetItem(PyObject *op, Py_ssize_t i)
{
    if (!check_tuple(op)) return NULL;
    if ((size_t)i < (size_t)Py_SIZE(op)) return ITEMS(op)[i];
    PyErr_SetString(PyExc_IndexError, "tuple index out of range");
    return NULL;
}

int PyTuple_SetItem(PyObject *op, Py_ssize_t i, PyObject *item)
{
    if (!PyTuple_Check(op) || Py_REFCNT(op) != 1) {
        Py_XDECREF(item);
        PyErr_BadInternalCall();
        return -1;
    }
    if ((size_t)i >= (size_t)Py_SIZE(op)) {
        Py_XDECREF(item);
        PyErr_SetString(PyExc_IndexError, "tuple assignment index out of range");
        return -1;
    }
    PyObject *old = ITEMS(op)[i];
    ITEMS(op)[i] = item;
    Py_XDECREF(old);
    return 0;
}

static PyObject *tuple_item(PyObject *self, Py_ssize_t i)
{
    if ((size_t)i < (size_t)Py_SIZE(self)) return Py_NewRef(ITEMS(self)[i]);
    PyErr_SetString(PyExc_IndexError, "tuple index out of range");
    return NULL;
}

static PyObject *tuple_slice(PyObject *self, Py_ssize_t low, Py_ssize_t high)
{
    if (low == 0 && high == Py_SIZE(self) && PyTuple_CheckExact(self)) return Py_NewRef(self);
    return adder_tuple_from_array(ITEMS(self) + low, high - low);
}

PyObject *PyTuple_GetSlice(PyObject *op, Py_ssize_t low, Py_ssize_t high)
{
    if (op == NULL || !check_tuple(op)) return NULL;
    if (low < 0) low = 0;
    if (high > Py_SIZE(op)) high = Py_SIZE(op);
    if (high < low) high = low;
    return tuple_slice(op, low, high);
}

static PyObject *tuple_subscript(PyObject *self, PyObject *key)
{
    if (PyIndex_Check(key)) {
        Py_ssize_t i = PyNumber_AsSsize_t(key, PyExc_IndexError);
        if (i == -1 && PyErr_Occurred()) return NULL;
        return tuple_item(self, i < 0 ? i + Py_SIZE(self) : i);
    }
    if (!PySlice_Check(key)) {
        PyErr_Format(PyExc_TypeError, "tuple indices must be integers or slices, not %.200s", Py_TYPE(key)->tp_name);
        return NULL;
    }
    Py_ssize_t start, stop, step;
    if (PySlice_Unpack(key, &start, &stop, &step) < 0) return NULL;
    Py_ssize_t n = PySlice_AdjustIndices(Py_SIZE(self), &start, &stop, step);
    if (n <= 0) return Py_NewRef(ADDER_EMPTY_TUPLE);
    if (step == 1) return tuple_slice(self, start, stop);
    PyTupleObject *t = tuple_alloc(n);
    if (t == NULL) return NULL;
    for (Py_ssize_t i = 0, at = start; i < n; i++, at += step) t->ob_item[i] = Py_NewRef(ITEMS(self)[at]);
    adder_gc_track((PyObject *)t);
    return (PyObject *)t;
}

static int tuple_contains(PyObject *self, PyObject *value)
{
    for (Py_ssize_t i = 0; i < Py_SIZE(self); i++) {
        int rc = adder_equal_quick(ITEMS(self)[i], value);
        if (rc < 0) rc = PyObject_RichCompareBool(ITEMS(self)[i], value, Py_EQ);
        if (rc != 0) return rc;
    }
    return 0;
}

static PyObject *tuple_concat(PyObject *a, PyObject *b)
{
    if (Py_SIZE(a) == 0 && PyTuple_CheckExact(b)) return Py_NewRef(b);
    if (!PyTuple_Check(b)) {
        PyErr_Format(PyExc_TypeError, "can only concatenate tuple (not \"%.200s\") to tuple", Py_TYPE(b)->tp_name);
        return NULL;
    }
    if (Py_SIZE(b) == 0 && PyTuple_CheckExact(a)) return Py_NewRef(a);
    Py_ssize_t n = Py_SIZE(a), m = Py_SIZE(b);
    if (n > PY_SSIZE_T_MAX - m) return PyErr_NoMemory();
    if (n + m == 0) return Py_NewRef(ADDER_EMPTY_TUPLE);
    PyTupleObject *t = tuple_alloc(n + m);
    if (t == NULL) return NULL;
    for (Py_ssize_t i = 0; i < n; i++) t->ob_item[i] = Py_NewRef(ITEMS(a)[i]);
    for (Py_ssize_t i = 0; i < m; i++) t->ob_item[n + i] = Py_NewRef(ITEMS(b)[i]);
    adder_gc_track((PyObject *)t);
    return (PyObject *)t;
}

static PyObject *tuple_repeat(PyObject *self, Py_ssize_t times)
{
    Py_ssize_t n = Py_SIZE(self);
    if ((n == 0 || times == 1) && PyTuple_CheckExact(self)) return Py_NewRef(self);
    if (n == 0 || times <= 0) return Py_NewRef(ADDER_EMPTY_TUPLE);
    if (n > PY_SSIZE_T_MAX / times) return PyErr_NoMemory();
    PyTupleObject *t = tuple_alloc(n * times);
    if (t == NULL) return NULL;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *item = ITEMS(self)[i];
        Py_SET_REFCNT(item, Py_REFCNT(item) + times);
        t->ob_item[i] = item;
    }
    for (Py_ssize_t done = n, total = n * times; done < total;) { /* doubling */
        Py_ssize_t chunk = done <= total - done ? done : total - done;
        memcpy(t->ob_item + done, t->ob_item, (size_t)chunk * sizeof(PyObject *));
        done += chunk;
    }
    adder_gc_track((PyObject *)t);
    return (PyObject *)t;
}

/* ---- Hash, comparison, repr ---- */

/* The mixing step of xxHash64 for each item's hash; the length is stirred in at the end. */
#define PRIME_1 ((Py_uhash_t)11400714785074694791ULL)
#define PRIME_2 ((Py_uhash_t)14029467366897019727ULL)
#define PRIME_5 ((Py_uhash_t)2870177450012600261ULL)

static Py_hash_t tuple_hash(PyObject *self)
{
    Py_uhash_t acc = PRIME_5;
    Py_ssize_t n = Py_SIZE(self);
    if (ADDER_UNLIKELY(adder_stack_low(adder_thread()))) { /* tuples in tuples in tuples ... */
        PyErr_SetString(PyExc_RecursionError, "maximum recursion depth exceeded");
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_hash_t hash = PyObject_Hash(ITEMS(self)[i]);
        if (hash == -1) return -1;
        acc += (Py_uhash_t)hash * PRIME_2;
        acc = (acc << 31) | (acc >> 33);
        acc *= PRIME_1;
    }
    acc += (Py_uhash_t)n ^ (PRIME_5 ^ 3527539UL);
    return acc == (Py_uhash_t)-1 ? 1546275796 : (Py_hash_t)acc;
}

static PyObject *tuple_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!PyTuple_Check(a) || !PyTuple_Check(b)) Py_RETURN_NOTIMPLEMENTED;
    Py_ssize_t n = Py_SIZE(a), m = Py_SIZE(b), i;
    for (i = 0; i < n && i < m; i++) {
        int rc = adder_equal_quick(ITEMS(a)[i], ITEMS(b)[i]);
        if (rc < 0 && (rc = PyObject_RichCompareBool(ITEMS(a)[i], ITEMS(b)[i], Py_EQ)) < 0) return NULL;
        if (rc == 0) break;
    }
    if (i >= n || i >= m) { Py_RETURN_RICHCOMPARE(n, m, op); }
    if (op == Py_EQ || op == Py_NE) return PyBool_FromLong(op == Py_NE);
    return PyObject_RichCompare(ITEMS(a)[i], ITEMS(b)[i], op);
}

static int write_items(_PyUnicodeWriter *writer, PyObject *self)
{
    for (Py_ssize_t i = 0; i < Py_SIZE(self); i++) {
        if (i > 0 && _PyUnicodeWriter_WriteASCIIString(writer, ", ", 2) < 0) return -1;
        PyObject *text = PyObject_Repr(ITEMS(self)[i]);
        int rc = text == NULL ? -1 : _PyUnicodeWriter_WriteStr(writer, text);
        Py_XDECREF(text);
        if (rc < 0) return -1;
    }
    return Py_SIZE(self) == 1 ? _PyUnicodeWriter_WriteASCIIString(writer, ",)", 2)
                              : _PyUnicodeWriter_WriteChar(writer, ')');
}

static PyObject *tuple_repr(PyObject *self)
{
    if (Py_SIZE(self) == 0) return PyUnicode_FromString("()");
    int rc = Py_ReprEnter(self);
    if (rc != 0) return rc > 0 ? PyUnicode_FromString("(...)") : NULL;
    _PyUnicodeWriter writer;
    _PyUnicodeWriter_Init(&writer);
    writer.overallocate = 1;
    writer.min_length = Py_SIZE(self) > 1 ? 3 * Py_SIZE(self) : 4;
    PyObject *text = NULL;
    if (_PyUnicodeWriter_WriteChar(&writer, '(') == 0 && write_items(&writer, self) == 0)
        text = _PyUnicodeWriter_Finish(&writer);
    else
        _PyUnicodeWriter_Dealloc(&writer);
    Py_ReprLeave(self);
    return text;
}

/* ---- Methods and construction ---- */

static PyObject *tuple_index(PyObject *self, PyObject *const *args)
{
    Py_ssize_t start, stop, n = Py_SIZE(self);
    if (adder_slice_index(args[1], &start) < 0 || adder_slice_index(args[2], &stop) < 0) return NULL;
    if (start < 0 && (start += n) < 0) start = 0;
    if (stop < 0) stop += n;
    if (stop > n) stop = n;
    for (Py_ssize_t i = start; i < stop; i++) {
        int rc = PyObject_RichCompareBool(ITEMS(self)[i], args[0], Py_EQ);
        if (rc != 0) return rc < 0 ? NULL : PyLong_FromSsize_t(i);
    }
    PyErr_SetString(PyExc_ValueError, "tuple.index(x): x not in tuple");
    return NULL;
}

static PyObject *tuple_count(PyObject *self, PyObject *const *args)
{
    Py_ssize_t count = 0;
    for (Py_ssize_t i = 0; i < Py_SIZE(self); i++) {
        int rc = PyObject_RichCompareBool(ITEMS(self)[i], args[0], Py_EQ);
        if (rc < 0) return NULL;
        count += rc;
    }
    return PyLong_FromSsize_t(count);
}

static PyObject *tuple_getnewargs(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return Py_BuildValue("(N)", adder_tuple_from_array(ITEMS(self), Py_SIZE(self)));
}

static PyObject *tuple_iter(PyObject *self) { return adder_seq_iter_new(&PyTupleIter_Type, self, 0); }

/* An instance of a subclass, with the items of any iterable. */
static PyObject *subtype_new(PyTypeObject *type, PyObject *iterable)
{
    PyObject *items = iterable == NULL ? Py_NewRef(ADDER_EMPTY_TUPLE) : PySequence_Tuple(iterable);
    if (items == NULL) return NULL;
    PyObject *made = type->tp_alloc(type, Py_SIZE(items));
    for (Py_ssize_t i = 0; made != NULL && i < Py_SIZE(items); i++) ITEMS(made)[i] = Py_NewRef(ITEMS(items)[i]);
    Py_DECREF(items);
    return made;
}

static PyObject *make(PyTypeObject *type, PyObject *iterable)
{
    if (type != &PyTuple_Type) return subtype_new(type, iterable);
    return iterable == NULL ? Py_NewRef(ADDER_EMPTY_TUPLE) : PySequence_Tuple(iterable);
}

static PyObject *tuple_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if ((type == &PyTuple_Type || type->tp_init == PyTuple_Type.tp_init) && !_PyArg_NoKeywords("tuple", kwargs)) return NULL;
    PyObject *iterable = NULL;
    return PyArg_UnpackTuple(args, "tuple", 0, 1, &iterable) ? make(type, iterable) : NULL;
}

static PyObject *tuple_vectorcall(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t nargs = PyVectorcall_NARGS(nargsf);
    if (!_PyArg_NoKwnames("tuple", kwnames) || !_PyArg_CheckPositional("tuple", nargs, 0, 1)) return NULL;
    return make((PyTypeObject *)type, nargs == 1 ? args[0] : NULL);
}

static PyMethodDef tuple_methods[] = {
    FN("__getnewargs__", tuple_getnewargs, "($self, /)", "What copying and pickling give to __new__."),
    FN("index", tuple_index, "($self, value, start=0, stop=sys.maxsize, /)",
       "The first index of value between start and stop; ValueError if it is not there."),
    FN("count", tuple_count, "($self, value, /)", "How many items are equal to value."),
    { "__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, "See PEP 585" },
    {0} };

static PySequenceMethods tuple_sequence = {
    .sq_length = tuple_len, .sq_concat = tuple_concat, .sq_repeat = tuple_repeat, .sq_item = tuple_item,
    .sq_contains = tuple_contains };
static PyMappingMethods tuple_mapping = { .mp_length = tuple_len, .mp_subscript = tuple_subscript };

PyTypeObject PyTuple_Type = {
    .ob_base = { PyObject_HEAD_INIT(&PyType_Type) 0 },
    .tp_name = "tuple",
    .tp_basicsize = HEAD_SIZE,
    .tp_itemsize = sizeof(PyObject *),
    .tp_dealloc = tuple_dealloc,
    .tp_repr = tuple_repr,
    .tp_as_sequence = &tuple_sequence,
    .tp_as_mapping = &tuple_mapping,
    .tp_hash = tuple_hash,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_TUPLE_SUBCLASS
                | _Py_TPFLAGS_MATCH_SELF | Py_TPFLAGS_SEQUENCE,
    .tp_doc = "tuple(iterable=(), /)\n--\n\nAn immutable sequence. A tuple given as argument is returned as it is.",
    .tp_traverse = tuple_traverse,
    .tp_richcompare = tuple_richcompare,
    .tp_iter = tuple_iter,
    .tp_methods = tuple_methods,
    .tp_new = tuple_new,
    .tp_free = PyObject_GC_Del,
    .tp_vectorcall = tuple_vectorcall,
};
