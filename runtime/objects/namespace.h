/* namespace.h -- types.SimpleNamespace. */
#ifndef ADDER_NAMESPACE_H
#define ADDER_NAMESPACE_H
#include "runtime/define.h"

extern PyTypeObject _PyNamespace_Type;

/* A namespace with a copy of `attributes` (a dict, or NULL for none). NULL with an exception. */
NEW_REF PyObject *adder_namespace_new(PyObject *attributes);
/* The same under the name that C callers know. */
NEW_REF PyObject *_PyNamespace_New(PyObject *attributes);
#endif
