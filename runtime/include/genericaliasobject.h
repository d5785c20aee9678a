/* genericaliasobject.h -- list[int] and its like. */
#ifndef Py_GENERICALIASOBJECT_H
#define Py_GENERICALIASOBJECT_H

#include "object.h"

ADDER_API_BEGIN
extern PyTypeObject Py_GenericAliasType;

NEW_REF PyObject *Py_GenericAlias(PyObject *origin, PyObject *args);
ADDER_API_END

#endif
