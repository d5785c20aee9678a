/* compare.h -- equality of plain objects without a call: what containers try before they ask the objects. */
#ifndef ADDER_OBJECTS_COMPARE_H
#define ADDER_OBJECTS_COMPARE_H

#include "runtime/objects/int.h"
#include "runtime/objects/str.h"

/* Are two objects the same one, or equal exact str or short exact int? 1, 0, or -1: only the objects know. */
static inline int adder_equal_quick(PyObject *a, PyObject *b)
{
    if (a == b) return 1;
    PyTypeObject *type = Py_TYPE(a);
    if (type != Py_TYPE(b)) return -1;
    if (type == &PyUnicode_Type) return adder_str_equal(a, b);
    int64_t x, y;
    if (type == &PyLong_Type && adder_int_get(a, &x) && adder_int_get(b, &y)) return x == y;
    return -1;
}

#endif
