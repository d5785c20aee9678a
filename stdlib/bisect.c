/* bisect.c -- the module _bisect: binary search in ordered sequences. */
#include "runtime/define.h"

/* The parameters all four functions share: (a, x, lo=0, hi=None, *, key=None). */
struct search {
    PyObject *list, *item, *key; /* key NULL: none */
    Py_ssize_t low, high;        /* high -1: the length */
};

/* Reads them; 0, or -1 with an exception. */
static int read_arguments(PyObject *const *args, struct search *s)
{
    s->list = args[0];
    s->item = args[1];
    s->key = Py_IsNone(args[4]) ? NULL : args[4];
    s->low = PyNumber_AsSsize_t(args[2], PyExc_OverflowError);
    if (s->low == -1 && PyErr_Occurred()) return -1;
    s->high = -1;
    if (!Py_IsNone(args[3])) {
        s->high = PyNumber_AsSsize_t(args[3], PyExc_OverflowError);
        if (s->high == -1 && PyErr_Occurred()) return -1;
    }
    if (s->low < 0) {
        PyErr_SetString(PyExc_ValueError, "lo must be non-negative");
        return -1;
    }
    if (s->high == -1 && (s->high = PySequence_Size(s->list)) < 0) return -1;
    return 0;
}

/* Is a < b? 1, 0, -1. */
static int less(PyObject *a, PyObject *b) { return PyObject_RichCompareBool(a, b, Py_LT); }

/* The place for `item` (its key already taken): behind equal ones when `right`. -1 with an exception. */
static Py_ssize_t find_place(struct search *s, PyObject *item, bool right)
{
    Py_ssize_t low = s->low, high = s->high;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2; /* the sum may not fit */
        PyObject *there = PySequence_GetItem(s->list, middle);
        if (there != NULL && s->key != NULL) Py_SETREF(there, PyObject_CallOneArg(s->key, there));
        if (there == NULL) return -1;
        int rc = right ? less(item, there) : less(there, item);
        Py_DECREF(there);
        if (rc < 0) return -1;
        if (rc == right) high = middle;
        else low = middle + 1;
    }
    return low;
}

static PyObject *bisect_any(PyObject *const *args, bool right)
{
    struct search s;
    if (read_arguments(args, &s) < 0) return NULL;
    Py_ssize_t place = find_place(&s, s.item, right);
    return place < 0 ? NULL : PyLong_FromSsize_t(place);
}

static PyObject *insort_any(PyObject *const *args, bool right)
{
    struct search s;
    if (read_arguments(args, &s) < 0) return NULL;
    PyObject *item = s.key == NULL ? Py_NewRef(s.item) : PyObject_CallOneArg(s.key, s.item);
    if (item == NULL) return NULL;
    Py_ssize_t place = find_place(&s, item, right);
    Py_DECREF(item);
    if (place < 0) return NULL;
    if (PyList_CheckExact(s.list)) return PyList_Insert(s.list, place, s.item) < 0 ? NULL : Py_NewRef(Py_None);
    PyObject *done = PyObject_CallMethod(s.list, "insert", "nO", place, s.item);
    if (done == NULL) return NULL;
    Py_DECREF(done);
    Py_RETURN_NONE;
}

static PyObject *bisect_bisect_right(PyObject *Py_UNUSED(m), PyObject *const *args) { return bisect_any(args, true); }
static PyObject *bisect_bisect_left(PyObject *Py_UNUSED(m), PyObject *const *args) { return bisect_any(args, false); }
static PyObject *bisect_insort_right(PyObject *Py_UNUSED(m), PyObject *const *args) { return insort_any(args, true); }
static PyObject *bisect_insort_left(PyObject *Py_UNUSED(m), PyObject *const *args) { return insort_any(args, false); }

#define PARAMETERS "($module, /, a, x, lo=0, hi=None, *, key=None)"
static PyMethodDef bisect_functions[] = {
    FN("bisect_right", bisect_bisect_right, PARAMETERS,
       "The index where x belongs in the ordered list a, behind items equal to it."),
    FN("bisect_left", bisect_bisect_left, PARAMETERS,
       "The index where x belongs in the ordered list a, before items equal to it."),
    FN("insort_right", bisect_insort_right, PARAMETERS, "Insert x into the ordered list a, behind items equal to it."),
    FN("insort_left", bisect_insort_left, PARAMETERS, "Insert x into the ordered list a, before items equal to it."),
    {0} };

MODULE(_bisect, "Binary search and insertion in ordered lists.", bisect_functions, NULL)
