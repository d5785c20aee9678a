/* structseq.h -- tuples with named fields, such as os.stat_result. */
#ifndef Py_STRUCTSEQ_H
#define Py_STRUCTSEQ_H

#include "tupleobject.h"

typedef struct PyStructSequence_Field {
    const char *name; /* PyStructSequence_UnnamedField: only by index; NULL ends the array */
    const char *doc;
} PyStructSequence_Field;

typedef struct PyStructSequence_Desc {
    const char *name;
    const char *doc;
    PyStructSequence_Field *fields;
    int n_in_sequence; /* the first so many are also items of the tuple */
} PyStructSequence_Desc;

typedef PyTupleObject PyStructSequence;

ADDER_API_BEGIN
extern const char *const PyStructSequence_UnnamedField;

void PyStructSequence_InitType(PyTypeObject *type, PyStructSequence_Desc *desc);
int PyStructSequence_InitType2(PyTypeObject *type, PyStructSequence_Desc *desc);
PyTypeObject *PyStructSequence_NewType(PyStructSequence_Desc *desc);
NEW_REF PyObject *PyStructSequence_New(PyTypeObject *type);
void PyStructSequence_SetItem(PyObject *p, Py_ssize_t pos, STEALS_REF PyObject *o);
BORROWED_REF PyObject *PyStructSequence_GetItem(PyObject *p, Py_ssize_t pos);
ADDER_API_END

#define PyStructSequence_SET_ITEM(op, index, value) PyTuple_SET_ITEM((op), (index), (value))
#define PyStructSequence_GET_ITEM(op, index)        PyTuple_GET_ITEM((op), (index))

#endif
