/* marshal.h -- objects to bytes and back: CPython's marshal format 4, with code objects in our own form. */
#ifndef ADDER_MARSHAL_H
#define ADDER_MARSHAL_H
#include "runtime/define.h"

#define MARSHAL_DEPTH 2000 /* nesting beyond which ValueError is raised */

/* bytes of `object`; ValueError "unmarshallable object" for other types. */
NEW_REF PyObject *adder_marshal_dumps(PyObject *object, int version);
/* The object in data[0..size); *used is how many bytes it took. EOFError, ValueError or TypeError for bad data. */
NEW_REF PyObject *adder_marshal_loads(const char *data, Py_ssize_t size, Py_ssize_t *used);
#endif
