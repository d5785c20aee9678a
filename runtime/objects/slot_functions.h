/* slot_functions.h -- the functions that fill the slots of Python classes, and those that call C slots from Python.
 * type_slots.c puts them into its table; one line each in slots.def. */
#ifndef ADDER_SLOT_FUNCTIONS_H
#define ADDER_SLOT_FUNCTIONS_H
#include "runtime/define.h"

PyObject *dunder_getattr_hook(PyObject *, PyObject *);
PyObject *dunder_getattro(PyObject *, PyObject *); /* when there is no __getattr__ */
int dunder_setattro(PyObject *, PyObject *, PyObject *);
PyObject *dunder_repr(PyObject *);
Py_hash_t dunder_hash(PyObject *);
PyObject *dunder_call(PyObject *, PyObject *, PyObject *);
PyObject *dunder_str(PyObject *);
PyObject *dunder_richcompare(PyObject *, PyObject *, int);
PyObject *dunder_iter(PyObject *);
PyObject *dunder_iternext(PyObject *);
PyObject *dunder_descr_get(PyObject *, PyObject *, PyObject *);
int dunder_descr_set(PyObject *, PyObject *, PyObject *);
int dunder_init(PyObject *, PyObject *, PyObject *);
PyObject *dunder_new(PyTypeObject *, PyObject *, PyObject *);
void dunder_finalize(PyObject *);
PyObject *dunder_await(PyObject *);
PyObject *dunder_aiter(PyObject *);
PyObject *dunder_anext(PyObject *);
Py_ssize_t dunder_length(PyObject *);
PyObject *dunder_subscript(PyObject *, PyObject *);
int dunder_ass_subscript(PyObject *, PyObject *, PyObject *);
PyObject *dunder_item(PyObject *, Py_ssize_t);
int dunder_ass_item(PyObject *, Py_ssize_t, PyObject *);
int dunder_contains(PyObject *, PyObject *);
int dunder_bool(PyObject *);
PyObject *dunder_power(PyObject *, PyObject *, PyObject *);
PyObject *dunder_inplace_power(PyObject *, PyObject *, PyObject *);
#define BINARY_SLOT(field) PyObject *dunder_##field(PyObject *, PyObject *);
BINARY_SLOT(add) BINARY_SLOT(subtract) BINARY_SLOT(multiply) BINARY_SLOT(remainder) BINARY_SLOT(divmod)
BINARY_SLOT(lshift) BINARY_SLOT(rshift) BINARY_SLOT(and) BINARY_SLOT(xor) BINARY_SLOT(or)
BINARY_SLOT(floor_divide) BINARY_SLOT(true_divide) BINARY_SLOT(matrix_multiply)
BINARY_SLOT(inplace_add) BINARY_SLOT(inplace_subtract) BINARY_SLOT(inplace_multiply) BINARY_SLOT(inplace_remainder)
BINARY_SLOT(inplace_lshift) BINARY_SLOT(inplace_rshift) BINARY_SLOT(inplace_and) BINARY_SLOT(inplace_xor)
BINARY_SLOT(inplace_or) BINARY_SLOT(inplace_floor_divide) BINARY_SLOT(inplace_true_divide)
BINARY_SLOT(inplace_matrix_multiply)
#undef BINARY_SLOT
#define UNARY_SLOT(field) PyObject *dunder_##field(PyObject *);
UNARY_SLOT(negative) UNARY_SLOT(positive) UNARY_SLOT(absolute) UNARY_SLOT(invert) UNARY_SLOT(int) UNARY_SLOT(float)
UNARY_SLOT(index)
#undef UNARY_SLOT

#define WRAPPER(name) PyObject *wrap_##name(PyObject *self, PyObject *args, void *wrapped);
WRAPPER(binary) WRAPPER(binary_left) WRAPPER(binary_right) WRAPPER(ternary) WRAPPER(ternary_right) WRAPPER(unary)
WRAPPER(inquiry) WRAPPER(length) WRAPPER(indexarg) WRAPPER(sq_item) WRAPPER(sq_setitem) WRAPPER(sq_delitem)
WRAPPER(contains) WRAPPER(objobjarg) WRAPPER(delitem) WRAPPER(setattr) WRAPPER(delattr) WRAPPER(hash) WRAPPER(del)
WRAPPER(lt) WRAPPER(le) WRAPPER(eq) WRAPPER(ne) WRAPPER(gt) WRAPPER(ge) WRAPPER(next) WRAPPER(descr_get)
WRAPPER(descr_set) WRAPPER(descr_delete)
#undef WRAPPER
PyObject *wrap_call(PyObject *self, PyObject *args, void *wrapped, PyObject *kwargs);
PyObject *wrap_init(PyObject *self, PyObject *args, void *wrapped, PyObject *kwargs);
#endif
