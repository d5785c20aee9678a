/* complex.h -- what float needs of complex. */
#ifndef ADDER_OBJECTS_COMPLEX_H
#define ADDER_OBJECTS_COMPLEX_H
#include "runtime/define.h"

/* (x+0j) ** (y+0j): the result of a negative float to a fractional power. New complex or NULL with an exception. */
NEW_REF PyObject *adder_complex_pow_doubles(double x, double y);

#endif
