/* setobject.h -- set and frozenset. */
#ifndef Py_SETOBJECT_H
#define Py_SETOBJECT_H

#include "object.h"

#define PySet_MINSIZE 8

typedef struct {
    PyObject *key;
    Py_hash_t hash;
} setentry;

typedef struct {
    PyObject_HEAD
    Py_ssize_t fill;   /* entries in use and deleted ones */
    Py_ssize_t used;   /* entries in use */
    Py_ssize_t mask;   /* entries of the table less one, a power of two less one */
    setentry *table;   /* smalltable, or a block */
    Py_hash_t hash;    /* frozenset only, -1 until asked for */
    Py_ssize_t finger; /* where pop() looks next */
    setentry smalltable[PySet_MINSIZE];
    PyObject *weakreflist;
} PySetObject;

ADDER_API_BEGIN
extern PyTypeObject PySet_Type;
extern PyTypeObject PyFrozenSet_Type;
extern PyTypeObject PySetIter_Type;

extern PyObject *_PySet_Dummy;

NEW_REF PyObject *PyFrozenSet_New(PyObject *iterable);
NEW_REF PyObject *PySet_New(PyObject *o);
int PySet_Add(PyObject *set, PyObject *key);
int PySet_Clear(PyObject *set);
int PySet_Contains(PyObject *anyset, PyObject *key);
int PySet_Discard(PyObject *set, PyObject *key);
NEW_REF PyObject *PySet_Pop(PyObject *set);
Py_ssize_t PySet_Size(PyObject *anyset);

int _PySet_NextEntry(PyObject *set, Py_ssize_t *pos, PyObject **key, Py_hash_t *hash);
int _PySet_Update(PyObject *set, PyObject *iterable);
ADDER_API_END

#define PySet_GET_SIZE(op)      (((PySetObject *)(op))->used)
#define PySet_CheckExact(op)    Py_IS_TYPE(op, &PySet_Type)
#define PyFrozenSet_CheckExact(op) Py_IS_TYPE(op, &PyFrozenSet_Type)
#define PyAnySet_CheckExact(op) (Py_IS_TYPE(op, &PySet_Type) || Py_IS_TYPE(op, &PyFrozenSet_Type))
#define PySet_Check(op)         (Py_IS_TYPE(op, &PySet_Type) || PyType_IsSubtype(Py_TYPE(op), &PySet_Type))
#define PyFrozenSet_Check(op)   (Py_IS_TYPE(op, &PyFrozenSet_Type) || PyType_IsSubtype(Py_TYPE(op), &PyFrozenSet_Type))
#define PyAnySet_Check(op)                                                                \
    (PyAnySet_CheckExact(op) || PyType_IsSubtype(Py_TYPE(op), &PySet_Type) ||             \
     PyType_IsSubtype(Py_TYPE(op), &PyFrozenSet_Type))

#endif
