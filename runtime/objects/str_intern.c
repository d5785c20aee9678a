/* str_intern.c -- one string object for one text, for those that are names.
 * The table of an interpreter counts no references: a mortal interned string takes itself out when it dies, so interning
 * never keeps memory. Linear probing with backward-shift deletion: no tombstones, so that lookups stay short. */
#include "runtime/names.h"
#include "runtime/objects/str.h"
#include "runtime/objects/str_intern.h"
#include "runtime/objects/str_state.h"
#include "runtime/state/interp.h"

static size_t slot_of(PyObject *s, size_t mask) { return (size_t)((PyASCIIObject *)s)->hash & mask; }

/* The slot that holds the same text as s, or the free one where it would go. */
static PyObject **find_slot(struct adder_str_state *st, PyObject *s)
{
    size_t mask = st->interned_capacity - 1, i = slot_of(s, mask);
    while (st->interned[i] != NULL && !adder_str_equal(st->interned[i], s)) i = (i + 1) & mask;
    return &st->interned[i];
}

/* Doubles the table. 0, or -1 without memory: it stays as it was. */
static int grow(struct adder_str_state *st)
{
    size_t capacity = st->interned_capacity ? st->interned_capacity * 2 : 2048, mask = capacity - 1;
    PyObject **fresh = PyMem_RawCalloc(capacity, sizeof *fresh);
    if (fresh == NULL) return -1;
    for (size_t k = 0; k < st->interned_capacity; k++) {
        PyObject *s = st->interned[k];
        if (s == NULL) continue;
        size_t i = slot_of(s, mask);
        while (fresh[i] != NULL) i = (i + 1) & mask;
        fresh[i] = s;
    }
    PyMem_RawFree(st->interned);
    st->interned = fresh;
    st->interned_capacity = capacity;
    return 0;
}

static int add(struct adder_str_state *st, PyObject *s)
{
    if ((st->interned_used + 1) * 3 > st->interned_capacity * 2 && grow(st) < 0) return -1;
    *find_slot(st, s) = s;
    st->interned_used++;
    return 0;
}

static int add_static(struct adder_str_state *st, PyObject *s)
{
    (void)PyUnicode_Type.tp_hash(s);
    return add(st, s);
}

int adder_str_init(struct adder_str_state *st)
{
    if (add_static(st, ADDER_EMPTY_STR) < 0) return -1;
    for (int c = 0; c < 256; c++)
        if (add_static(st, adder_str_latin1((unsigned char)c)) < 0) return -1;
    for (size_t i = 0; i < adder_names_count(); i++)
        if (add_static(st, adder_names_get(i)) < 0) return -1;
    return 0;
}

void adder_str_fini(struct adder_str_state *st)
{
    PyMem_RawFree(st->interned);
    st->interned = NULL;
    st->interned_capacity = st->interned_used = 0;
}

void adder_str_forget_interned(PyObject *s)
{
    struct adder_str_state *st = &adder_interp()->str;
    if (st->interned_capacity == 0) return;
    size_t mask = st->interned_capacity - 1, i = slot_of(s, mask);
    while (st->interned[i] != s) {
        if (st->interned[i] == NULL) return;
        i = (i + 1) & mask;
    }
    for (size_t j = (i + 1) & mask; st->interned[j] != NULL; j = (j + 1) & mask) {
        size_t home = slot_of(st->interned[j], mask);
        if (((j - home) & mask) < ((j - i) & mask)) continue; /* would move before its home */
        st->interned[i] = st->interned[j];
        i = j;
    }
    st->interned[i] = NULL;
    st->interned_used--;
}

/* Only exact strings are interned. Without memory the string simply stays as it is. */
void PyUnicode_InternInPlace(PyObject **p)
{
    PyObject *s = *p;
    if (s == NULL || !PyUnicode_CheckExact(s) || PyUnicode_CHECK_INTERNED(s)) return;
    struct adder_str_state *st = &adder_interp()->str;
    if (st->interned_capacity == 0) return;
    if (((PyASCIIObject *)s)->hash == -1) (void)PyUnicode_Type.tp_hash(s);
    PyObject *known = *find_slot(st, s);
    if (known != NULL) {
        Py_INCREF(known);
        *p = known;
        Py_DECREF(s);
        return;
    }
    if (add(st, s) == 0) ((PyASCIIObject *)s)->state.interned = SSTATE_INTERNED_MORTAL;
}

void PyUnicode_InternImmortal(PyObject **p)
{
    PyUnicode_InternInPlace(p);
    PyObject *s = *p;
    if (s == NULL || PyUnicode_CHECK_INTERNED(s) != SSTATE_INTERNED_MORTAL) return;
    ((PyASCIIObject *)s)->state.interned = SSTATE_INTERNED_IMMORTAL;
    Py_INCREF(s);
}

PyObject *PyUnicode_InternFromString(const char *text)
{
    PyObject *s = PyUnicode_FromString(text);
    if (s != NULL) PyUnicode_InternInPlace(&s);
    return s;
}

PyObject *_PyUnicode_FromId(_Py_Identifier *id)
{
    PyObject *s = PyUnicode_InternFromString(id->string);
    if (s == NULL) return NULL;
    PyUnicode_InternImmortal(&s);
    if (!PyUnicode_CHECK_INTERNED(s)) {
        Py_DECREF(s);
        return PyErr_NoMemory();
    }
    Py_DECREF(s); /* borrowed: the immortal one holds itself */
    return s;
}
