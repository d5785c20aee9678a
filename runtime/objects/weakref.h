/* weakref.h -- the list of an object's weak references, for the collector and the weakref module. */
#ifndef ADDER_WEAKREF_H
#define ADDER_WEAKREF_H
#include "runtime/define.h"

/* Where the list of `o` begins (a pointer to NULL: no reference yet); NULL when the type has no weak references. */
PyWeakReference **adder_weakref_list(PyObject *o);
#endif
