/* deque.c -- collections.deque: a ring buffer of references, so both ends and any index are reached in constant time.
 *
 * Invariants: capacity is 0 or a power of two; item i is items[(start + i) & (capacity - 1)]; count <= capacity;
 * maxlen -1 or count <= maxlen. `changes` counts everything that moves items, for iterators to notice. */
#include "stdlib/collections/collections.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/slice.h"

typedef struct {
    PyObject_HEAD
    PyObject **items;
    size_t capacity, start;
    Py_ssize_t count, maxlen;
    size_t changes;
    PyObject *weakrefs;
} Deque;

#define DEQUE(o) ((Deque *)(o))
static bool is_deque(PyObject *o) { return PyObject_TypeCheck(o, &adder_deque_type); }

static inline PyObject **place(Deque *d, Py_ssize_t i) { return &d->items[(d->start + (size_t)i) & (d->capacity - 1)]; }

/* ---- Storage ---- */

/* Room for one more. 0, or -1 with MemoryError. */
static int grow(Deque *d)
{
    if ((size_t)d->count < d->capacity) return 0;
    size_t capacity = d->capacity == 0 ? 8 : d->capacity * 2;
    PyObject **items = capacity > PY_SSIZE_T_MAX / sizeof(*items) ? NULL : PyMem_Malloc(capacity * sizeof(*items));
    if (items == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < d->count; i++) items[i] = *place(d, i);
    PyMem_Free(d->items);
    d->items = items;
    d->capacity = capacity;
    d->start = 0;
    return 0;
}

static PyObject *take_first(Deque *d)
{
    PyObject *item = *place(d, 0);
    d->start++;
    d->count--;
    d->changes++;
    return item;
}

static PyObject *take_last(Deque *d)
{
    PyObject *item = *place(d, d->count - 1);
    d->count--;
    d->changes++;
    return item;
}

/* Takes the item over, on failure too. Beyond maxlen the other end gives way. */
static int push_last(Deque *d, PyObject *item)
{
    if (d->maxlen >= 0 && d->count >= d->maxlen) {
        if (d->maxlen == 0) {
            Py_DECREF(item);
            return 0;
        }
        PyObject *old = take_first(d); /* so there is room */
        *place(d, d->count++) = item;
        Py_DECREF(old);
        return 0;
    }
    if (grow(d) < 0) {
        Py_DECREF(item);
        return -1;
    }
    *place(d, d->count++) = item;
    d->changes++;
    return 0;
}

static int push_first(Deque *d, PyObject *item)
{
    PyObject *old = NULL;
    if (d->maxlen == 0) {
        Py_DECREF(item);
        return 0;
    }
    if (d->maxlen > 0 && d->count >= d->maxlen) {
        old = take_last(d);
    } else if (grow(d) < 0) {
        Py_DECREF(item);
        return -1;
    }
    d->start--;
    d->count++;
    *place(d, 0) = item;
    d->changes++;
    Py_XDECREF(old);
    return 0;
}

static int deque_tp_clear(PyObject *self)
{
    Deque *d = DEQUE(self), old = *d;
    d->items = NULL;
    d->capacity = d->start = 0;
    d->count = 0;
    d->changes++;
    for (Py_ssize_t i = 0; i < old.count; i++) Py_DECREF(*place(&old, i));
    PyMem_Free(old.items);
    return 0;
}

static void deque_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, deque_dealloc)
    if (DEQUE(self)->weakrefs != NULL) PyObject_ClearWeakRefs(self);
    deque_tp_clear(self);
    Py_TYPE(self)->tp_free(self);
    ADDER_TRASHCAN_END;
}

static int deque_traverse(PyObject *self, visitproc visit, void *arg)
{
    for (Py_ssize_t i = 0; i < DEQUE(self)->count; i++) Py_VISIT(*place(DEQUE(self), i));
    return 0;
}

static PyObject *deque_new(PyTypeObject *type, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    Deque *d = DEQUE(type->tp_alloc(type, 0));
    if (d != NULL) d->maxlen = -1;
    return (PyObject *)d;
}

/* ---- Methods that add and take ---- */

static PyObject *none_or_error(int rc) { return rc < 0 ? NULL : Py_NewRef(Py_None); }

static PyObject *deque_append(PyObject *self, PyObject *const *args)
{
    return none_or_error(push_last(DEQUE(self), Py_NewRef(args[0])));
}

static PyObject *deque_appendleft(PyObject *self, PyObject *const *args)
{
    return none_or_error(push_first(DEQUE(self), Py_NewRef(args[0])));
}

static PyObject *empty_error(void)
{
    PyErr_SetString(PyExc_IndexError, "pop from an empty deque");
    return NULL;
}

static PyObject *deque_pop(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return DEQUE(self)->count == 0 ? empty_error() : take_last(DEQUE(self));
}

static PyObject *deque_popleft(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return DEQUE(self)->count == 0 ? empty_error() : take_first(DEQUE(self));
}

static PyObject *deque_clear(PyObject *self, PyObject *const *Py_UNUSED(args)) { return none_or_error(deque_tp_clear(self)); }

/* Adds what the iterable yields at one end. 0, or -1 with an exception. */
static int extend_by(PyObject *self, PyObject *iterable, int (*push)(Deque *d, PyObject *item))
{
    PyObject *copy = iterable == self ? PySequence_List(iterable) : Py_NewRef(iterable);
    PyObject *iter = copy == NULL ? NULL : PyObject_GetIter(copy), *item;
    Py_XDECREF(copy);
    if (iter == NULL) return -1;
    int rc = 0;
    while (rc == 0 && (item = PyIter_Next(iter)) != NULL) rc = push(DEQUE(self), item);
    Py_DECREF(iter);
    return rc < 0 || PyErr_Occurred() ? -1 : 0;
}

static PyObject *deque_extend(PyObject *self, PyObject *const *args) { return none_or_error(extend_by(self, args[0], push_last)); }
static PyObject *deque_extendleft(PyObject *self, PyObject *const *args) { return none_or_error(extend_by(self, args[0], push_first)); }

static PyObject *deque_inplace_concat(PyObject *self, PyObject *other)
{
    return extend_by(self, other, push_last) < 0 ? NULL : Py_NewRef(self);
}

/* Turns the ring so that `n` items from the end come to the front (negative: the other way). */
static int rotate(Deque *d, Py_ssize_t n)
{
    if (d->count <= 1) return 0;
    n %= d->count;
    if (n < 0) n += d->count;
    if (n > d->count / 2) n -= d->count; /* the shorter way */
    d->changes++;
    if ((size_t)d->count == d->capacity) { /* full ring: only the start moves */
        d->start -= (size_t)n;
        return 0;
    }
    for (; n > 0; n--) {
        PyObject *item = *place(d, d->count - 1);
        d->start--;
        *place(d, 0) = item;
    }
    for (; n < 0; n++) {
        PyObject *item = *place(d, 0);
        d->start++;
        *place(d, d->count - 1) = item;
    }
    return 0;
}

static PyObject *deque_rotate(PyObject *self, PyObject *const *args)
{
    PyObject *index = PyNumber_Index(args[0]);
    if (index == NULL) return NULL;
    Py_ssize_t n = PyLong_AsSsize_t(index);
    Py_DECREF(index);
    if (n == -1 && PyErr_Occurred()) return NULL;
    return none_or_error(rotate(DEQUE(self), n));
}

static PyObject *deque_reverse(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    Deque *d = DEQUE(self);
    for (Py_ssize_t i = 0, j = d->count - 1; i < j; i++, j--) {
        PyObject *item = *place(d, i);
        *place(d, i) = *place(d, j);
        *place(d, j) = item;
    }
    d->changes++;
    Py_RETURN_NONE;
}

/* Takes item i out by moving the nearer end up; a new reference. */
static PyObject *take_at(Deque *d, Py_ssize_t i)
{
    PyObject *item = *place(d, i);
    if (i < d->count / 2) {
        for (; i > 0; i--) *place(d, i) = *place(d, i - 1);
        d->start++;
    } else {
        for (; i < d->count - 1; i++) *place(d, i) = *place(d, i + 1);
    }
    d->count--;
    d->changes++;
    return item;
}

static PyObject *deque_insert(PyObject *self, PyObject *const *args)
{
    Deque *d = DEQUE(self);
    Py_ssize_t where = PyNumber_AsSsize_t(args[0], PyExc_OverflowError);
    if (where == -1 && PyErr_Occurred()) return NULL;
    if (d->count == d->maxlen) {
        PyErr_SetString(PyExc_IndexError, "deque already at its maximum size");
        return NULL;
    }
    if (where < 0) where = where + d->count < 0 ? 0 : where + d->count;
    if (where > d->count) where = d->count;
    if (grow(d) < 0) return NULL;
    if (where < d->count / 2) {
        d->start--;
        d->count++;
        for (Py_ssize_t i = 0; i < where; i++) *place(d, i) = *place(d, i + 1);
    } else {
        d->count++;
        for (Py_ssize_t i = d->count - 1; i > where; i--) *place(d, i) = *place(d, i - 1);
    }
    *place(d, where) = Py_NewRef(args[1]);
    d->changes++;
    Py_RETURN_NONE;
}

/* ---- Searching ---- */

static int mutated(void)
{
    PyErr_SetString(PyExc_RuntimeError, "deque mutated during iteration");
    return -2;
}

/* The first i in [from, to) whose item equals value; -1 when there is none, -2 with an exception. */
static Py_ssize_t find_value(Deque *d, PyObject *value, Py_ssize_t from, Py_ssize_t to)
{
    size_t changes = d->changes;
    for (Py_ssize_t i = from; i < to; i++) {
        PyObject *item = Py_NewRef(*place(d, i));
        int rc = PyObject_RichCompareBool(item, value, Py_EQ);
        Py_DECREF(item);
        if (rc < 0) return -2;
        if (rc > 0) return i;
        if (changes != d->changes) return mutated();
    }
    return -1;
}

static int deque_contains(PyObject *self, PyObject *value)
{
    Py_ssize_t i = find_value(DEQUE(self), value, 0, DEQUE(self)->count);
    return i == -2 ? -1 : i >= 0;
}

static PyObject *deque_index(PyObject *self, PyObject *const *args)
{
    Deque *d = DEQUE(self);
    Py_ssize_t from = 0, to = d->count;
    if (args[1] != NULL && adder_slice_index(args[1], &from) < 0) return NULL;
    if (args[2] != NULL && adder_slice_index(args[2], &to) < 0) return NULL;
    if (from < 0 && (from += d->count) < 0) from = 0;
    if (to < 0 && (to += d->count) < 0) to = 0;
    if (to > d->count) to = d->count;
    Py_ssize_t i = find_value(d, args[0], from, to);
    if (i == -1) PyErr_Format(PyExc_ValueError, "%R is not in deque", args[0]);
    return i < 0 ? NULL : PyLong_FromSsize_t(i);
}

static PyObject *deque_count(PyObject *self, PyObject *const *args)
{
    Deque *d = DEQUE(self);
    Py_ssize_t count = 0;
    size_t changes = d->changes;
    for (Py_ssize_t i = 0; i < d->count; i++) {
        PyObject *item = Py_NewRef(*place(d, i));
        int rc = PyObject_RichCompareBool(item, args[0], Py_EQ);
        Py_DECREF(item);
        if (rc < 0) return NULL;
        count += rc;
        if (changes != d->changes) {
            mutated();
            return NULL;
        }
    }
    return PyLong_FromSsize_t(count);
}

static PyObject *deque_remove(PyObject *self, PyObject *const *args)
{
    Deque *d = DEQUE(self);
    size_t changes = d->changes;
    Py_ssize_t i = find_value(d, args[0], 0, d->count);
    if (i == -2 && changes != d->changes && PyErr_ExceptionMatches(PyExc_RuntimeError)) {
        PyErr_Clear();
        PyErr_SetString(PyExc_IndexError, "deque mutated during remove().");
    }
    if (i == -1) PyErr_Format(PyExc_ValueError, "%R is not in deque", args[0]);
    if (i < 0) return NULL;
    if (changes != d->changes) {
        PyErr_SetString(PyExc_IndexError, "deque mutated during remove().");
        return NULL;
    }
    Py_DECREF(take_at(d, i));
    Py_RETURN_NONE;
}

/* ---- As a sequence ---- */

static Py_ssize_t deque_len(PyObject *self) { return DEQUE(self)->count; }

static PyObject *deque_item(PyObject *self, Py_ssize_t i)
{
    if ((size_t)i < (size_t)DEQUE(self)->count) return Py_NewRef(*place(DEQUE(self), i));
    PyErr_SetString(PyExc_IndexError, "deque index out of range");
    return NULL;
}

static int deque_ass_item(PyObject *self, Py_ssize_t i, PyObject *value)
{
    Deque *d = DEQUE(self);
    if ((size_t)i >= (size_t)d->count) {
        PyErr_SetString(PyExc_IndexError, "deque index out of range");
        return -1;
    }
    PyObject *old;
    if (value == NULL) {
        old = take_at(d, i);
    } else {
        old = *place(d, i);
        *place(d, i) = Py_NewRef(value);
    }
    Py_DECREF(old);
    return 0;
}

/* A deque of the same class with the same maxlen; for subclasses by calling the class. */
static PyObject *deque_copy_of(PyObject *self)
{
    Deque *d = DEQUE(self);
    if (Py_IS_TYPE(self, &adder_deque_type)) {
        PyObject *copy = deque_new(&adder_deque_type, NULL, NULL);
        if (copy == NULL) return NULL;
        DEQUE(copy)->maxlen = d->maxlen;
        for (Py_ssize_t i = 0; i < d->count; i++) {
            if (push_last(DEQUE(copy), Py_NewRef(*place(d, i))) < 0) {
                Py_DECREF(copy);
                return NULL;
            }
        }
        return copy;
    }
    PyObject *copy = d->maxlen < 0 ? PyObject_CallOneArg((PyObject *)Py_TYPE(self), self)
                                   : PyObject_CallFunction((PyObject *)Py_TYPE(self), "On", self, d->maxlen);
    if (copy != NULL && !is_deque(copy)) {
        PyErr_Format(PyExc_TypeError, "%.200s() must return a deque, not %.200s", Py_TYPE(self)->tp_name, Py_TYPE(copy)->tp_name);
        Py_CLEAR(copy);
    }
    return copy;
}

static PyObject *deque_copy(PyObject *self, PyObject *const *Py_UNUSED(args)) { return deque_copy_of(self); }

static PyObject *deque_concat(PyObject *self, PyObject *other)
{
    if (!is_deque(other)) {
        PyErr_Format(PyExc_TypeError, "can only concatenate deque (not \"%.200s\") to deque", Py_TYPE(other)->tp_name);
        return NULL;
    }
    PyObject *sum = deque_copy_of(self);
    if (sum != NULL && extend_by(sum, other, push_last) < 0) Py_CLEAR(sum);
    return sum;
}

static PyObject *deque_inplace_repeat(PyObject *self, Py_ssize_t times)
{
    Deque *d = DEQUE(self);
    Py_ssize_t n = d->count;
    if (n == 0 || times == 1) return Py_NewRef(self);
    if (times <= 0) {
        deque_tp_clear(self);
        return Py_NewRef(self);
    }
    if (times > PY_SSIZE_T_MAX / n) return PyErr_NoMemory();
    if (d->maxlen >= 0 && n * times > d->maxlen) times = (d->maxlen + n - 1) / n; /* more would only push out the same */
    PyObject *items = PySequence_List(self);
    if (items == NULL) return NULL;
    for (Py_ssize_t k = 1; k < times; k++) {
        for (Py_ssize_t i = 0; i < n; i++) {
            if (push_last(d, Py_NewRef(PyList_GET_ITEM(items, i))) == 0) continue;
            Py_DECREF(items);
            return NULL;
        }
    }
    Py_DECREF(items);
    return Py_NewRef(self);
}

static PyObject *deque_repeat(PyObject *self, Py_ssize_t times)
{
    PyObject *copy = deque_copy_of(self);
    PyObject *result = copy == NULL ? NULL : deque_inplace_repeat(copy, times);
    Py_XDECREF(copy);
    return result;
}

static PyObject *deque_repr(PyObject *self)
{
    int rc = Py_ReprEnter(self);
    if (rc != 0) return rc > 0 ? PyUnicode_FromString("[...]") : NULL;
    PyObject *items = PySequence_List(self), *text = NULL;
    const char *dot = strrchr(Py_TYPE(self)->tp_name, '.'), *name = dot != NULL ? dot + 1 : Py_TYPE(self)->tp_name;
    if (items != NULL && DEQUE(self)->maxlen >= 0)
        text = PyUnicode_FromFormat("%s(%R, maxlen=%zd)", name, items, DEQUE(self)->maxlen);
    else if (items != NULL)
        text = PyUnicode_FromFormat("%s(%R)", name, items);
    Py_XDECREF(items);
    Py_ReprLeave(self);
    return text;
}

static PyObject *deque_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!is_deque(a) || !is_deque(b)) Py_RETURN_NOTIMPLEMENTED;
    Py_ssize_t n = DEQUE(a)->count, m = DEQUE(b)->count;
    if (a == b || (n != m && (op == Py_EQ || op == Py_NE))) {
        if (a != b) return PyBool_FromLong(op == Py_NE);
        return PyBool_FromLong(op == Py_EQ || op == Py_LE || op == Py_GE);
    }
    PyObject *left = PyObject_GetIter(a), *right = PyObject_GetIter(b), *x = NULL, *y = NULL, *result = NULL;
    int same = 1;
    while (left != NULL && right != NULL) {
        if ((x = PyIter_Next(left)) == NULL && PyErr_Occurred()) goto done;
        if ((y = PyIter_Next(right)) == NULL && PyErr_Occurred()) goto done;
        if (x == NULL || y == NULL) break;
        if ((same = PyObject_RichCompareBool(x, y, Py_EQ)) <= 0) break;
        Py_CLEAR(x);
        Py_CLEAR(y);
    }
    if (left == NULL || right == NULL || same < 0) goto done;
    if (same == 0) result = op == Py_EQ || op == Py_NE ? PyBool_FromLong(op == Py_NE) : PyObject_RichCompare(x, y, op);
    else { /* one ended first, or both */
        int rest = (x != NULL) - (y != NULL);
        result = PyBool_FromLong(op == Py_LT ? rest < 0 : op == Py_LE ? rest <= 0 : op == Py_EQ ? rest == 0
                                 : op == Py_NE ? rest != 0 : op == Py_GT ? rest > 0 : rest >= 0);
    }
done:
    Py_XDECREF(x);
    Py_XDECREF(y);
    Py_XDECREF(left);
    Py_XDECREF(right);
    return result;
}

static int deque_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = { "iterable", "maxlen", NULL };
    PyObject *iterable = NULL, *limit = NULL;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|OO:deque", names, &iterable, &limit)) return -1;
    Py_ssize_t maxlen = -1;
    if (limit != NULL && !Py_IsNone(limit)) {
        maxlen = PyLong_AsSsize_t(limit);
        if (maxlen == -1 && PyErr_Occurred()) return -1;
        if (maxlen < 0) {
            PyErr_SetString(PyExc_ValueError, "maxlen must be non-negative");
            return -1;
        }
    }
    DEQUE(self)->maxlen = maxlen;
    if (DEQUE(self)->count > 0) deque_tp_clear(self);
    return iterable == NULL ? 0 : extend_by(self, iterable, push_last);
}

static PyObject *deque_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    PyObject *state = PyObject_CallMethodNoArgs(self, ID(__getstate__)), *iter = NULL;
    if (state == NULL || (iter = PyObject_GetIter(self)) == NULL) {
        Py_XDECREF(state);
        return NULL;
    }
    if (DEQUE(self)->maxlen < 0) return Py_BuildValue("O()NN", Py_TYPE(self), state, iter);
    return Py_BuildValue("O(()n)NN", Py_TYPE(self), DEQUE(self)->maxlen, state, iter);
}

static PyObject *deque_sizeof(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return PyLong_FromSsize_t(Py_TYPE(self)->tp_basicsize + (Py_ssize_t)(DEQUE(self)->capacity * sizeof(PyObject *)));
}

static PyObject *deque_get_maxlen(PyObject *self, void *Py_UNUSED(closure))
{
    return DEQUE(self)->maxlen < 0 ? Py_NewRef(Py_None) : PyLong_FromSsize_t(DEQUE(self)->maxlen);
}

/* ---- Iterators, both ways ---- */

typedef struct {
    PyObject_HEAD
    Deque *deque;
    Py_ssize_t index;  /* items given out */
    Py_ssize_t left;
    size_t changes;    /* the deque's when the iterator was made */
} DequeIter;

static PyObject *iter_over(PyTypeObject *type, PyObject *deque, Py_ssize_t index)
{
    DequeIter *it = PyObject_GC_New(DequeIter, type);
    if (it == NULL) return NULL;
    it->deque = DEQUE(Py_NewRef(deque));
    it->index = index;
    it->left = DEQUE(deque)->count - index;
    it->changes = DEQUE(deque)->changes;
    PyObject_GC_Track(it);
    return (PyObject *)it;
}

static PyObject *deque_iter(PyObject *self) { return iter_over(&adder_deque_iter_type, self, 0); }

static PyObject *deque_reversed(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return iter_over(&adder_deque_reverse_iter_type, self, 0);
}

static void dequeiter_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((DequeIter *)self)->deque);
    PyObject_GC_Del(self);
}

static int dequeiter_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((DequeIter *)self)->deque);
    return 0;
}

static PyObject *dequeiter_next(PyObject *self)
{
    DequeIter *it = (DequeIter *)self;
    Deque *d = it->deque;
    if (it->changes != d->changes) {
        it->left = 0;
        PyErr_SetString(PyExc_RuntimeError, "deque mutated during iteration");
        return NULL;
    }
    if (it->left <= 0) return NULL;
    it->left--;
    Py_ssize_t i = it->index++;
    return Py_NewRef(*place(d, Py_IS_TYPE(self, &adder_deque_iter_type) ? i : d->count - 1 - i));
}

/* _deque_iterator(deque, index=0): what pickles name. */
static PyObject *dequeiter_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *deque;
    Py_ssize_t index = 0;
    if (!_PyArg_NoKeywords(type->tp_name, kwargs) || !PyArg_ParseTuple(args, "O!|n", &adder_deque_type, &deque, &index))
        return NULL;
    Py_ssize_t n = DEQUE(deque)->count;
    return iter_over(type, deque, index < 0 ? 0 : index > n ? n : index);
}

static PyObject *dequeiter_length_hint(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    return PyLong_FromSsize_t(((DequeIter *)self)->left);
}

static PyObject *dequeiter_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    DequeIter *it = (DequeIter *)self;
    return Py_BuildValue("O(On)", Py_TYPE(self), it->deque, it->deque->count - it->left);
}

static PyMethodDef dequeiter_methods[] = {
    FN("__length_hint__", dequeiter_length_hint, "($self, /)", "How many items are still to come."),
    FN("__reduce__", dequeiter_reduce, "($self, /)", "State for pickling."),
    {0} };

#define DEQUE_ITER_TYPE(py_name)                                                                                     \
    STATIC_TYPE("_collections." py_name, DequeIter), .tp_dealloc = dequeiter_dealloc,                                \
    .tp_getattro = PyObject_GenericGetAttr, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,                     \
    .tp_traverse = dequeiter_traverse, .tp_iter = PyObject_SelfIter, .tp_iternext = dequeiter_next,                  \
    .tp_methods = dequeiter_methods, .tp_new = dequeiter_new, .tp_free = PyObject_GC_Del

PyTypeObject adder_deque_iter_type = { DEQUE_ITER_TYPE("_deque_iterator") };
PyTypeObject adder_deque_reverse_iter_type = { DEQUE_ITER_TYPE("_deque_reverse_iterator") };

/* ---- The type ---- */

static PyMethodDef deque_methods[] = {
    FN("append", deque_append, "(object, /)", "Add an element to the right side of the deque."),
    FN("appendleft", deque_appendleft, "(object, /)", "Add an element to the left side of the deque."),
    FN("clear", deque_clear, "()", "Remove all elements from the deque."),
    FN("__copy__", deque_copy, "()", "Return a shallow copy of a deque."),
    FN("copy", deque_copy, "()", "Return a shallow copy of a deque."),
    FN("count", deque_count, "(object, /)", "D.count(value) -- return number of occurrences of value"),
    FN("extend", deque_extend, "(object, /)", "Extend the right side of the deque with elements from the iterable"),
    FN("extendleft", deque_extendleft, "(object, /)", "Extend the left side of the deque with elements from the iterable"),
    FN("index", deque_index, "(value, start=<unrepresentable>, stop=<unrepresentable>, /)",
       "D.index(value, [start, [stop]]) -- return first index of value.\nRaises ValueError if the value is not present."),
    FN("insert", deque_insert, "(index, object, /)", "D.insert(index, object) -- insert object before index"),
    FN("pop", deque_pop, "()", "Remove and return the rightmost element."),
    FN("popleft", deque_popleft, "()", "Remove and return the leftmost element."),
    FN("__reduce__", deque_reduce, "()", "Return state information for pickling."),
    FN("remove", deque_remove, "(object, /)", "D.remove(value) -- remove first occurrence of value."),
    FN("__reversed__", deque_reversed, "()", "D.__reversed__() -- return a reverse iterator over the deque"),
    FN("reverse", deque_reverse, "()", "D.reverse() -- reverse *IN PLACE*"),
    FN("rotate", deque_rotate, "(n=1, /)", "Rotate the deque n steps to the right (default n=1).  If n is negative, rotates left."),
    FN("__sizeof__", deque_sizeof, "()", "D.__sizeof__() -- size of D in memory, in bytes"),
    { "__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, "See PEP 585" },
    {0} };

static PyGetSetDef deque_getset[] = {
    { "maxlen", deque_get_maxlen, NULL, "maximum size of a deque or None if unbounded", NULL },
    {0} };

static PySequenceMethods deque_sequence = {
    .sq_length = deque_len, .sq_concat = deque_concat, .sq_repeat = deque_repeat, .sq_item = deque_item,
    .sq_ass_item = deque_ass_item, .sq_contains = deque_contains, .sq_inplace_concat = deque_inplace_concat,
    .sq_inplace_repeat = deque_inplace_repeat };

PyTypeObject adder_deque_type = {
    STATIC_TYPE("collections.deque", Deque), .tp_dealloc = deque_dealloc, .tp_repr = deque_repr,
    .tp_as_sequence = &deque_sequence, .tp_hash = PyObject_HashNotImplemented,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_SEQUENCE,
    .tp_doc = "deque([iterable[, maxlen]]) --> deque object\n\nA list-like sequence optimized for data accesses near its endpoints.",
    .tp_traverse = deque_traverse, .tp_clear = deque_tp_clear, .tp_richcompare = deque_richcompare,
    .tp_weaklistoffset = offsetof(Deque, weakrefs), .tp_iter = deque_iter, .tp_methods = deque_methods,
    .tp_getset = deque_getset, .tp_init = deque_init, .tp_alloc = PyType_GenericAlloc, .tp_new = deque_new,
    .tp_free = PyObject_GC_Del };
