/* pycapsule.h -- a C pointer inside an object, with a name that is checked. */
#ifndef Py_CAPSULE_H
#define Py_CAPSULE_H

#include "object.h"

typedef void (*PyCapsule_Destructor)(PyObject *);

ADDER_API_BEGIN
extern PyTypeObject PyCapsule_Type;

NEW_REF PyObject *PyCapsule_New(void *pointer, const char *name, PyCapsule_Destructor destructor);
void *PyCapsule_GetPointer(PyObject *capsule, const char *name);
PyCapsule_Destructor PyCapsule_GetDestructor(PyObject *capsule);
const char *PyCapsule_GetName(PyObject *capsule);
void *PyCapsule_GetContext(PyObject *capsule);
int PyCapsule_IsValid(PyObject *capsule, const char *name);
int PyCapsule_SetPointer(PyObject *capsule, void *pointer);
int PyCapsule_SetDestructor(PyObject *capsule, PyCapsule_Destructor destructor);
int PyCapsule_SetName(PyObject *capsule, const char *name);
int PyCapsule_SetContext(PyObject *capsule, void *context);
void *PyCapsule_Import(const char *name, int no_block);
ADDER_API_END

#define PyCapsule_CheckExact(op) Py_IS_TYPE(op, &PyCapsule_Type)

#endif
