/* context.h -- contextvars (PEP 567). */
#ifndef Py_CONTEXT_H
#define Py_CONTEXT_H

#include "object.h"

typedef struct _pycontextobject PyContext;
typedef struct _pycontextvarobject PyContextVar;
typedef struct _pycontexttokenobject PyContextToken;

ADDER_API_BEGIN
extern PyTypeObject PyContext_Type;
extern PyTypeObject PyContextVar_Type;
extern PyTypeObject PyContextToken_Type;

NEW_REF PyObject *PyContext_New(void);
NEW_REF PyObject *PyContext_Copy(PyObject *context);
NEW_REF PyObject *PyContext_CopyCurrent(void);
int PyContext_Enter(PyObject *context);
int PyContext_Exit(PyObject *ctx);
NEW_REF PyObject *PyContextVar_New(const char *name, PyObject *default_value);
int PyContextVar_Get(PyObject *var, PyObject *default_value, PyObject **value);
NEW_REF PyObject *PyContextVar_Set(PyObject *var, PyObject *value);
int PyContextVar_Reset(PyObject *var, PyObject *token);
ADDER_API_END

#define PyContext_CheckExact(op)      Py_IS_TYPE((op), &PyContext_Type)
#define PyContextVar_CheckExact(op)   Py_IS_TYPE((op), &PyContextVar_Type)
#define PyContextToken_CheckExact(op) Py_IS_TYPE((op), &PyContextToken_Type)

#endif
