/* methodobject.h -- functions written in C: their row in a table, and the object made from it. */
#ifndef Py_METHODOBJECT_H
#define Py_METHODOBJECT_H

#include "object.h"

typedef PyObject *(*PyCFunction)(PyObject *, PyObject *);
typedef PyObject *(*_PyCFunctionFast)(PyObject *, PyObject *const *, Py_ssize_t);
typedef PyObject *(*PyCFunctionWithKeywords)(PyObject *, PyObject *, PyObject *);
typedef PyObject *(*_PyCFunctionFastWithKeywords)(PyObject *, PyObject *const *, Py_ssize_t, PyObject *);
typedef PyObject *(*PyCMethod)(PyObject *, PyTypeObject *, PyObject *const *, size_t, PyObject *);

/* Through a generic function pointer, so that no compiler warns of the change of type. */
#define _PyCFunction_CAST(func) ((PyCFunction)(void (*)(void))(func))

struct PyMethodDef {
    const char *ml_name;
    PyCFunction ml_meth;
    int ml_flags;       /* METH_* */
    const char *ml_doc;
};

/* How ml_meth wants to be called. */
#define METH_VARARGS   0x0001
#define METH_KEYWORDS  0x0002
#define METH_NOARGS    0x0004
#define METH_O         0x0008
#define METH_CLASS     0x0010
#define METH_STATIC    0x0020
#define METH_COEXIST   0x0040
#define METH_FASTCALL  0x0080
#define METH_STACKLESS 0x0000
#define METH_METHOD    0x0200

typedef struct {
    PyObject_HEAD
    PyMethodDef *m_ml;     /* borrowed, outlives the object */
    PyObject *m_self;      /* NULL for static methods */
    PyObject *m_module;    /* __module__ */
    PyObject *m_weakreflist;
    vectorcallfunc vectorcall;
} PyCFunctionObject;

typedef struct {
    PyCFunctionObject func;
    PyTypeObject *mm_class; /* the class that defines it */
} PyCMethodObject;

ADDER_API_BEGIN
extern PyTypeObject PyCFunction_Type;
extern PyTypeObject PyCMethod_Type;

PyCFunction PyCFunction_GetFunction(PyObject *o);
BORROWED_REF PyObject *PyCFunction_GetSelf(PyObject *o);
int PyCFunction_GetFlags(PyObject *o);
NEW_REF PyObject *PyCFunction_Call(PyObject *o1, PyObject *o2, PyObject *o3);
NEW_REF PyObject *PyCFunction_New(PyMethodDef *ptr, PyObject *o);
NEW_REF PyObject *PyCFunction_NewEx(PyMethodDef *ptr, PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyCMethod_New(PyMethodDef *ptr, PyObject *o1, PyObject *o2, PyTypeObject *type);

#define _PyCFunctionObject_CAST(func) ((PyCFunctionObject *)(func))
#define _PyCMethodObject_CAST(func)   ((PyCMethodObject *)(func))
static inline PyCFunction PyCFunction_GET_FUNCTION(PyObject *func) { return _PyCFunctionObject_CAST(func)->m_ml->ml_meth; }
static inline PyObject *PyCFunction_GET_SELF(PyObject *func)
{
    return _PyCFunctionObject_CAST(func)->m_ml->ml_flags & METH_STATIC ? NULL : _PyCFunctionObject_CAST(func)->m_self;
}
static inline int PyCFunction_GET_FLAGS(PyObject *func) { return _PyCFunctionObject_CAST(func)->m_ml->ml_flags; }
static inline PyTypeObject *PyCFunction_GET_CLASS(PyObject *func)
{
    return _PyCFunctionObject_CAST(func)->m_ml->ml_flags & METH_METHOD ? _PyCMethodObject_CAST(func)->mm_class : NULL;
}
#define PyCFunction_GET_FUNCTION(func) PyCFunction_GET_FUNCTION(_PyObject_CAST(func))
#define PyCFunction_GET_SELF(func)     PyCFunction_GET_SELF(_PyObject_CAST(func))
#define PyCFunction_GET_FLAGS(func)    PyCFunction_GET_FLAGS(_PyObject_CAST(func))
#define PyCFunction_GET_CLASS(func)    PyCFunction_GET_CLASS(_PyObject_CAST(func))
ADDER_API_END

#define PyCFunction_New(ml, self)           PyCFunction_NewEx((ml), (self), NULL)
#define PyCFunction_NewEx(ml, self, module) PyCMethod_New((ml), (self), (module), NULL)
#define PyCFunction_Check(op)               PyObject_TypeCheck(op, &PyCFunction_Type)
#define PyCFunction_CheckExact(op)          Py_IS_TYPE(op, &PyCFunction_Type)
#define PyCMethod_Check(op)                 PyObject_TypeCheck(op, &PyCMethod_Type)
#define PyCMethod_CheckExact(op)            Py_IS_TYPE(op, &PyCMethod_Type)

#endif
