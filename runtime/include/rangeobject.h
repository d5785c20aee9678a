/* rangeobject.h -- range. */
#ifndef Py_RANGEOBJECT_H
#define Py_RANGEOBJECT_H

#include "object.h"

ADDER_API_BEGIN
extern PyTypeObject PyRange_Type;
extern PyTypeObject PyRangeIter_Type;
extern PyTypeObject PyLongRangeIter_Type;
ADDER_API_END

#define PyRange_Check(op) Py_IS_TYPE(op, &PyRange_Type)

#endif
