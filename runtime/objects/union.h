/* union.h -- types.UnionType: int | str. */
#ifndef ADDER_UNION_H
#define ADDER_UNION_H
#include "runtime/define.h"

extern PyTypeObject _PyUnion_Type;
extern PyTypeObject adder_generic_alias_iter_type;

/* nb_or of classes, aliases and unions: a new union, the class itself when nothing is added, or NotImplemented. */
NEW_REF PyObject *adder_union_or(PyObject *a, PyObject *b);
#endif
