/* enumobject.h -- enumerate and reversed. */
#ifndef Py_ENUMOBJECT_H
#define Py_ENUMOBJECT_H

#include "object.h"

ADDER_API_BEGIN
extern PyTypeObject PyEnum_Type;
extern PyTypeObject PyReversed_Type;
ADDER_API_END

#endif
