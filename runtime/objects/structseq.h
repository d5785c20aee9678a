/* structseq.h -- making named tuple types of C (PyStructSequence) beyond the C API. */
#ifndef ADDER_OBJECTS_STRUCTSEQ_H
#define ADDER_OBJECTS_STRUCTSEQ_H
#include "runtime/define.h"
#include <structseq.h>

/* PyStructSequence_NewType with type flags added; ADDER's sys uses Py_TPFLAGS_DISALLOW_INSTANTIATION. */
NEW_REF PyTypeObject *adder_structseq_type(PyStructSequence_Desc *desc, unsigned long flags);

/* A value of `type` from n new references, all of which are consumed; NULL when one of them is NULL (with the exception
 * that made it so) or memory runs out. */
NEW_REF PyObject *adder_structseq_of(PyTypeObject *type, PyObject **items, Py_ssize_t n);

#endif
