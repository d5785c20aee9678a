/* moduleobject.h -- modules, and the definition an extension module hands over (PEP 489). */
#ifndef Py_MODULEOBJECT_H
#define Py_MODULEOBJECT_H

#include "object.h"

typedef struct PyModuleDef_Base {
    PyObject_HEAD
    PyObject *(*m_init)(void);
    Py_ssize_t m_index; /* its place among the interpreter's modules, 0 before the first import */
    PyObject *m_copy;   /* the module's dict after the first import */
} PyModuleDef_Base;

#define PyModuleDef_HEAD_INIT { PyObject_HEAD_INIT(NULL) NULL, 0, NULL, }

struct PyModuleDef_Slot {
    int slot;
    void *value;
};
#define Py_mod_create     1
#define Py_mod_exec       2
#define _Py_mod_LAST_SLOT 2

struct PyModuleDef {
    PyModuleDef_Base m_base;
    const char *m_name;
    const char *m_doc;
    Py_ssize_t m_size; /* bytes of state per module, -1: keeps state in globals */
    PyMethodDef *m_methods;
    PyModuleDef_Slot *m_slots;
    traverseproc m_traverse;
    inquiry m_clear;
    freefunc m_free;
};

ADDER_API_BEGIN
extern PyTypeObject PyModule_Type;
extern PyTypeObject PyModuleDef_Type;

NEW_REF PyObject *PyModule_NewObject(PyObject *name);
NEW_REF PyObject *PyModule_New(const char *name);
BORROWED_REF PyObject *PyModule_GetDict(PyObject *module);
NEW_REF PyObject *PyModule_GetNameObject(PyObject *module);
const char *PyModule_GetName(PyObject *module);
const char *PyModule_GetFilename(PyObject *module);
NEW_REF PyObject *PyModule_GetFilenameObject(PyObject *module);
PyModuleDef *PyModule_GetDef(PyObject *module);
void *PyModule_GetState(PyObject *module);
BORROWED_REF PyObject *PyModuleDef_Init(PyModuleDef *def);

void _PyModule_Clear(PyObject *o);
void _PyModule_ClearDict(PyObject *o);
int _PyModuleSpec_IsInitializing(PyObject *o);
ADDER_API_END

#define PyModule_Check(op)      PyObject_TypeCheck(op, &PyModule_Type)
#define PyModule_CheckExact(op) Py_IS_TYPE(op, &PyModule_Type)

#endif
