/* funcobject.h -- functions written in Python. What is inside is ours; the accessors below are functions. */
#ifndef Py_FUNCOBJECT_H
#define Py_FUNCOBJECT_H

#include "object.h"

typedef struct _PyFunctionObject PyFunctionObject;

ADDER_API_BEGIN
extern PyTypeObject PyFunction_Type;
extern PyTypeObject PyClassMethod_Type;
extern PyTypeObject PyStaticMethod_Type;

NEW_REF PyObject *PyClassMethod_New(PyObject *o);
NEW_REF PyObject *PyFunction_New(PyObject *code, PyObject *globals);
NEW_REF PyObject *PyFunction_NewWithQualName(PyObject *code, PyObject *globals, PyObject *qualname);
BORROWED_REF PyObject *PyFunction_GetCode(PyObject *o);
BORROWED_REF PyObject *PyFunction_GetGlobals(PyObject *func);
BORROWED_REF PyObject *PyFunction_GetModule(PyObject *o);
BORROWED_REF PyObject *PyFunction_GetDefaults(PyObject *o);
int PyFunction_SetDefaults(PyObject *func, PyObject *o);
BORROWED_REF PyObject *PyFunction_GetKwDefaults(PyObject *func);
int PyFunction_SetKwDefaults(PyObject *func, PyObject *o);
BORROWED_REF PyObject *PyFunction_GetClosure(PyObject *o);
int PyFunction_SetClosure(PyObject *func, PyObject *o);
BORROWED_REF PyObject *PyFunction_GetAnnotations(PyObject *o);
int PyFunction_SetAnnotations(PyObject *func, PyObject *o);
NEW_REF PyObject *PyStaticMethod_New(PyObject *o);

NEW_REF PyObject *_PyFunction_Vectorcall(PyObject *func, PyObject *const *stack, size_t nargsf, PyObject *kwnames);
ADDER_API_END

#define PyFunction_Check(op)           Py_IS_TYPE(op, &PyFunction_Type)
#define PyFunction_GET_CODE(func)      PyFunction_GetCode(_PyObject_CAST(func))
#define PyFunction_GET_GLOBALS(func)   PyFunction_GetGlobals(_PyObject_CAST(func))
#define PyFunction_GET_MODULE(func)    PyFunction_GetModule(_PyObject_CAST(func))
#define PyFunction_GET_DEFAULTS(func)  PyFunction_GetDefaults(_PyObject_CAST(func))
#define PyFunction_GET_KW_DEFAULTS(func) PyFunction_GetKwDefaults(_PyObject_CAST(func))
#define PyFunction_GET_CLOSURE(func)   PyFunction_GetClosure(_PyObject_CAST(func))
#define PyFunction_GET_ANNOTATIONS(func) PyFunction_GetAnnotations(_PyObject_CAST(func))

#endif
