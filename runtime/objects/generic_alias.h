/* generic_alias.h -- what list[int] and int | list[T] share: their parameters and filling them in. */
#ifndef ADDER_GENERIC_ALIAS_H
#define ADDER_GENERIC_ALIAS_H
#include "runtime/define.h"
#include <stdbool.h>

/* The type variables among `args` (a tuple) and their own parameters, each once. A new tuple, or NULL. */
NEW_REF PyObject *adder_generic_parameters(PyObject *args);

/* `args` with the type variables `parameters` replaced by `item` (one, or a tuple of them): what self[item] makes. A new
 * tuple; NULL with an exception, TypeError when the numbers differ. Runs Python code. */
NEW_REF PyObject *adder_generic_substitute(PyObject *self, PyObject *args, PyObject *parameters, PyObject *item);

/* "module.Name" for a class, repr() for others, "..." for Ellipsis. */
NEW_REF PyObject *adder_generic_item_repr(PyObject *item);

/* items joined by `separator`, each by adder_generic_item_repr, NoneType as "None" when `none`. */
NEW_REF PyObject *adder_generic_join(PyObject *items, const char *separator, bool none);
#endif
