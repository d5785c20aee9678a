/* osmodule.h -- what other modules use of os. */
#ifndef Py_OSMODULE_H
#define Py_OSMODULE_H

#include "object.h"

ADDER_API_BEGIN
NEW_REF PyObject *PyOS_FSPath(PyObject *path);
ADDER_API_END

#endif
