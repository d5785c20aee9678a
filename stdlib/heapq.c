/* heapq.c -- the module _heapq: a binary heap in a list.
 *
 * A comparison may run Python code that changes the list: every step checks that its length is still what it was, and the
 * items compared are owned meanwhile. Sinking goes down to a leaf along the smaller children first and rises from there,
 * which takes fewer comparisons than stopping on the way (Knuth vol. 3, 5.2.3, exercise 18). */
#include "runtime/define.h"

#define ITEMS(heap) (((PyListObject *)(heap))->ob_item)

/* Does heap[i] come before heap[j]? Smallest first, or largest first when `max`. 1, 0, -1 (also: the list changed). */
static int before(PyObject *heap, Py_ssize_t i, Py_ssize_t j, Py_ssize_t n, bool max)
{
    PyObject *a = Py_NewRef(ITEMS(heap)[i]), *b = Py_NewRef(ITEMS(heap)[j]);
    int rc = max ? PyObject_RichCompareBool(b, a, Py_LT) : PyObject_RichCompareBool(a, b, Py_LT);
    Py_DECREF(a);
    Py_DECREF(b);
    if (rc >= 0 && PyList_GET_SIZE(heap) != n) {
        PyErr_SetString(PyExc_RuntimeError, "list changed size during iteration");
        return -1;
    }
    return rc;
}

static void swap(PyObject *heap, Py_ssize_t i, Py_ssize_t j)
{
    PyObject *item = ITEMS(heap)[i];
    ITEMS(heap)[i] = ITEMS(heap)[j];
    ITEMS(heap)[j] = item;
}

/* Lets heap[i] rise, no higher than `top`. 0, or -1 with an exception. */
static int rise(PyObject *heap, Py_ssize_t top, Py_ssize_t i, bool max)
{
    Py_ssize_t n = PyList_GET_SIZE(heap);
    while (i > top) {
        Py_ssize_t parent = (i - 1) / 2;
        int rc = before(heap, i, parent, n, max);
        if (rc <= 0) return rc;
        swap(heap, i, parent);
        i = parent;
    }
    return 0;
}

/* Lets heap[top] sink to its place. */
static int sink(PyObject *heap, Py_ssize_t top, bool max)
{
    Py_ssize_t n = PyList_GET_SIZE(heap), i = top;
    while (i < n / 2) {
        Py_ssize_t child = 2 * i + 1;
        if (child + 1 < n) {
            int rc = before(heap, child, child + 1, n, max);
            if (rc < 0) return -1;
            child += !rc;
        }
        swap(heap, i, child);
        i = child;
    }
    return rise(heap, top, i, max);
}

/* `what` is how messages call the argument: "heappop() argument". */
static bool check_list(PyObject *heap, const char *what)
{
    if (PyList_Check(heap)) return true;
    PyErr_Format(PyExc_TypeError, "%s must be list, not %.50s", what, Py_IsNone(heap) ? "None" : Py_TYPE(heap)->tp_name);
    return false;
}

static PyObject *pop_any(PyObject *heap, bool max)
{
    Py_ssize_t n = PyList_GET_SIZE(heap);
    if (n == 0) {
        PyErr_SetString(PyExc_IndexError, "index out of range");
        return NULL;
    }
    PyObject *last = Py_NewRef(PyList_GET_ITEM(heap, n - 1));
    if (PyList_SetSlice(heap, n - 1, n, NULL) < 0) {
        Py_DECREF(last);
        return NULL;
    }
    if (n == 1) return last;
    PyObject *first = ITEMS(heap)[0];
    ITEMS(heap)[0] = last;
    if (sink(heap, 0, max) == 0) return first;
    Py_DECREF(first);
    return NULL;
}

static PyObject *replace_any(PyObject *heap, PyObject *item, bool max)
{
    if (PyList_GET_SIZE(heap) == 0) {
        PyErr_SetString(PyExc_IndexError, "index out of range");
        return NULL;
    }
    PyObject *first = ITEMS(heap)[0];
    ITEMS(heap)[0] = Py_NewRef(item);
    if (sink(heap, 0, max) == 0) return first;
    Py_DECREF(first);
    return NULL;
}

static PyObject *heapify_any(PyObject *heap, bool max)
{
    for (Py_ssize_t i = PyList_GET_SIZE(heap) / 2; --i >= 0;)
        if (sink(heap, i, max) < 0) return NULL;
    Py_RETURN_NONE;
}

#define HEAP_FUNCTION(name, what, call)                                                    \
    static PyObject *heapq_##name(PyObject *Py_UNUSED(module), PyObject *const *args)      \
    {                                                                                      \
        return check_list(args[0], what) ? call : NULL;                                    \
    }
HEAP_FUNCTION(heappop, "heappop() argument", pop_any(args[0], false))
HEAP_FUNCTION(heapreplace, "heapreplace() argument 1", replace_any(args[0], args[1], false))
HEAP_FUNCTION(heapify, "heapify() argument", heapify_any(args[0], false))
HEAP_FUNCTION(heappop_max, "_heappop_max() argument", pop_any(args[0], true))
HEAP_FUNCTION(heapreplace_max, "_heapreplace_max() argument 1", replace_any(args[0], args[1], true))
HEAP_FUNCTION(heapify_max, "_heapify_max() argument", heapify_any(args[0], true))

static PyObject *heapq_heappush(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    if (!check_list(args[0], "heappush() argument 1") || PyList_Append(args[0], args[1]) < 0) return NULL;
    return rise(args[0], 0, PyList_GET_SIZE(args[0]) - 1, false) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *heapq_heappushpop(PyObject *Py_UNUSED(module), PyObject *const *args)
{
    PyObject *heap = args[0], *item = args[1];
    if (!check_list(heap, "heappushpop() argument 1")) return NULL;
    if (PyList_GET_SIZE(heap) == 0) return Py_NewRef(item);
    PyObject *top = Py_NewRef(ITEMS(heap)[0]);
    int rc = PyObject_RichCompareBool(top, item, Py_LT);
    Py_DECREF(top);
    if (rc <= 0) return rc < 0 ? NULL : Py_NewRef(item);
    return replace_any(heap, item, false);
}

static PyMethodDef heapq_functions[] = {
    FN("heappush", heapq_heappush, "($module, heap, item, /)", "Push item onto the heap."),
    FN("heappushpop", heapq_heappushpop, "($module, heap, item, /)",
       "Push item on the heap, then pop and return the smallest item; faster than one after the other."),
    FN("heappop", heapq_heappop, "($module, heap, /)", "Pop the smallest item off the heap."),
    FN("heapreplace", heapq_heapreplace, "($module, heap, item, /)",
       "Pop and return the smallest item, then push item; faster than one after the other."),
    FN("heapify", heapq_heapify, "($module, heap, /)", "Make a list a heap, in place, in linear time."),
    FN("_heappop_max", heapq_heappop_max, "($module, heap, /)", "Maxheap variant of heappop."),
    FN("_heapreplace_max", heapq_heapreplace_max, "($module, heap, item, /)", "Maxheap variant of heapreplace."),
    FN("_heapify_max", heapq_heapify_max, "($module, heap, /)", "Maxheap variant of heapify."),
    {0} };

MODULE(_heapq, "A heap in a list: heap[0] is the smallest item, heap[k] <= heap[2*k+1] and heap[k] <= heap[2*k+2].",
       heapq_functions, NULL)
