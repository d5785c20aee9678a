/* list.h -- what the rest of the runtime knows of lists beyond the C API. */
#ifndef ADDER_OBJECTS_LIST_H
#define ADDER_OBJECTS_LIST_H

#include "runtime/define.h"

/* Makes room for `size` items and sets the length; new items are not set. Grows with spare room in proportion, so that
 * appending is linear in all; shrinks when less than half is used. 0, or -1 with MemoryError and nothing changed. */
int adder_list_resize(PyListObject *list, Py_ssize_t size);

/* Appends, taking over the reference even on failure. 0, or -1 with MemoryError. */
int adder_list_push_slow(PyListObject *list, STEALS_REF PyObject *item);
ADDER_INLINE int adder_list_push(PyListObject *list, STEALS_REF PyObject *item)
{
    Py_ssize_t n = Py_SIZE(list);
    if (ADDER_UNLIKELY(n >= list->allocated)) return adder_list_push_slow(list, item);
    list->ob_item[n] = item;
    Py_SET_SIZE((PyVarObject *)list, n + 1);
    return 0;
}

/* list += iterable. 0, or -1 with an exception; items appended before the error stay. */
int adder_list_extend(PyObject *list, PyObject *iterable);

/* A list of `n` items, a new reference to each. NULL with MemoryError. */
NEW_REF PyObject *adder_list_from_array(PyObject *const *items, Py_ssize_t n);
/* The same, taking the references over, on failure too. */
NEW_REF PyObject *adder_list_from_array_steal(STEALS_REF PyObject *const *items, Py_ssize_t n);

/* list.sort(key=key, reverse=reverse); key NULL: none. 0, or -1 with an exception (all items are still there). */
int adder_list_sort(PyObject *list, PyObject *key, int reverse);

#endif
