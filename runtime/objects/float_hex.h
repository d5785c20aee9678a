/* float_hex.h -- floats as hexadecimal text, the exact form. */
#ifndef ADDER_OBJECTS_FLOAT_HEX_H
#define ADDER_OBJECTS_FLOAT_HEX_H
#include "runtime/define.h"

/* float.hex(). New str or NULL. */
NEW_REF PyObject *adder_float_hex(double v);
/* float.fromhex() for the type itself. New float; NULL with TypeError, ValueError or OverflowError. */
NEW_REF PyObject *adder_float_fromhex(PyObject *text);

#endif
