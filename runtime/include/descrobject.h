/* descrobject.h -- what type dictionaries hold for C methods, members, properties and slots. */
#ifndef Py_DESCROBJECT_H
#define Py_DESCROBJECT_H

#include "object.h"
#include "methodobject.h"

typedef PyObject *(*getter)(PyObject *, void *);
typedef int (*setter)(PyObject *, PyObject *, void *);

struct PyGetSetDef {
    const char *name;
    getter get;
    setter set;      /* NULL: read-only; called with NULL to delete */
    const char *doc;
    void *closure;   /* passed on to both */
};

struct PyMemberDef;

typedef PyObject *(*wrapperfunc)(PyObject *self, PyObject *args, void *wrapped);
typedef PyObject *(*wrapperfunc_kwds)(PyObject *self, PyObject *args, void *wrapped, PyObject *kwds);

struct wrapperbase {
    const char *name;     /* "__add__" */
    int offset;           /* of the slot in PyHeapTypeObject */
    void *function;       /* what fills the slot for Python classes */
    wrapperfunc wrapper;  /* what calls the slot from Python */
    const char *doc;
    int flags;
    PyObject *name_strobj;
};
#define PyWrapperFlag_KEYWORDS 1 /* wrapper is a wrapperfunc_kwds */

typedef struct {
    PyObject_HEAD
    PyTypeObject *d_type;
    PyObject *d_name;
    PyObject *d_qualname;
} PyDescrObject;

#define PyDescr_COMMON PyDescrObject d_common
#define PyDescr_TYPE(x) (((PyDescrObject *)(x))->d_type)
#define PyDescr_NAME(x) (((PyDescrObject *)(x))->d_name)

typedef struct {
    PyDescr_COMMON;
    PyMethodDef *d_method;
    vectorcallfunc vectorcall;
} PyMethodDescrObject;

typedef struct {
    PyDescr_COMMON;
    PyMemberDef *d_member;
} PyMemberDescrObject;

typedef struct {
    PyDescr_COMMON;
    PyGetSetDef *d_getset;
} PyGetSetDescrObject;

typedef struct {
    PyDescr_COMMON;
    struct wrapperbase *d_base;
    void *d_wrapped; /* the slot's function */
} PyWrapperDescrObject;

ADDER_API_BEGIN
extern PyTypeObject PyClassMethodDescr_Type;
extern PyTypeObject PyGetSetDescr_Type;
extern PyTypeObject PyMemberDescr_Type;
extern PyTypeObject PyMethodDescr_Type;
extern PyTypeObject PyWrapperDescr_Type;
extern PyTypeObject PyDictProxy_Type;
extern PyTypeObject PyProperty_Type;

extern PyTypeObject _PyMethodWrapper_Type;

NEW_REF PyObject *PyDescr_NewMethod(PyTypeObject *type, PyMethodDef *ptr);
NEW_REF PyObject *PyDescr_NewClassMethod(PyTypeObject *type, PyMethodDef *ptr);
NEW_REF PyObject *PyDescr_NewMember(PyTypeObject *type, PyMemberDef *meth);
NEW_REF PyObject *PyDescr_NewGetSet(PyTypeObject *type, PyGetSetDef *ptr);
NEW_REF PyObject *PyDescr_NewWrapper(PyTypeObject *type, struct wrapperbase *wrapper, void *wrapped);
int PyDescr_IsData(PyObject *descr);
NEW_REF PyObject *PyDictProxy_New(PyObject *o);
NEW_REF PyObject *PyWrapper_New(PyObject *o1, PyObject *o2);
ADDER_API_END

#endif
