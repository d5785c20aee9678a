/* bltinmodule.h -- types that only the builtins module shows. */
#ifndef Py_BLTINMODULE_H
#define Py_BLTINMODULE_H

#include "object.h"

ADDER_API_BEGIN
extern PyTypeObject PyFilter_Type;
extern PyTypeObject PyMap_Type;
extern PyTypeObject PyZip_Type;
ADDER_API_END

#endif
