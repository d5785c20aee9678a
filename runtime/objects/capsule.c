/* capsule.c -- PyCapsule: a C pointer handed from one extension module to another, under a name that is checked. */
#include "runtime/memory/memory.h"
#include <string.h>

struct capsule {
    PyObject_HEAD
    void *pointer;    /* never NULL */
    const char *name; /* the owner keeps it alive; may be NULL */
    void *context;
    PyCapsule_Destructor destructor;
};
#define CAPSULE(o) ((struct capsule *)(o))

PyObject *PyCapsule_New(void *pointer, const char *name, PyCapsule_Destructor destructor)
{
    if (pointer == NULL) {
        PyErr_SetString(PyExc_ValueError, "PyCapsule_New called with null pointer");
        return NULL;
    }
    struct capsule *c = PyObject_New(struct capsule, &PyCapsule_Type);
    if (c == NULL) return NULL;
    c->pointer = pointer;
    c->name = name;
    c->context = NULL;
    c->destructor = destructor;
    return (PyObject *)c;
}

static bool legal(PyObject *o, const char *function)
{
    if (o != NULL && PyCapsule_CheckExact(o) && CAPSULE(o)->pointer != NULL) return true;
    PyErr_Format(PyExc_ValueError, "%s called with invalid PyCapsule object", function);
    return false;
}

static bool same_name(const char *a, const char *b) { return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0; }

int PyCapsule_IsValid(PyObject *o, const char *name)
{
    return o != NULL && PyCapsule_CheckExact(o) && CAPSULE(o)->pointer != NULL && same_name(CAPSULE(o)->name, name);
}

void *PyCapsule_GetPointer(PyObject *o, const char *name)
{
    if (!legal(o, "PyCapsule_GetPointer")) return NULL;
    if (same_name(name, CAPSULE(o)->name)) return CAPSULE(o)->pointer;
    PyErr_SetString(PyExc_ValueError, "PyCapsule_GetPointer called with incorrect name");
    return NULL;
}

const char *PyCapsule_GetName(PyObject *o) { return legal(o, "PyCapsule_GetName") ? CAPSULE(o)->name : NULL; }
void *PyCapsule_GetContext(PyObject *o) { return legal(o, "PyCapsule_GetContext") ? CAPSULE(o)->context : NULL; }
PyCapsule_Destructor PyCapsule_GetDestructor(PyObject *o)
{
    return legal(o, "PyCapsule_GetDestructor") ? CAPSULE(o)->destructor : NULL;
}

int PyCapsule_SetPointer(PyObject *o, void *pointer)
{
    if (!legal(o, "PyCapsule_SetPointer")) return -1;
    if (pointer == NULL) {
        PyErr_SetString(PyExc_ValueError, "PyCapsule_SetPointer called with null pointer");
        return -1;
    }
    CAPSULE(o)->pointer = pointer;
    return 0;
}

int PyCapsule_SetName(PyObject *o, const char *name)
{
    if (!legal(o, "PyCapsule_SetName")) return -1;
    CAPSULE(o)->name = name;
    return 0;
}

int PyCapsule_SetContext(PyObject *o, void *context)
{
    if (!legal(o, "PyCapsule_SetContext")) return -1;
    CAPSULE(o)->context = context;
    return 0;
}

int PyCapsule_SetDestructor(PyObject *o, PyCapsule_Destructor destructor)
{
    if (!legal(o, "PyCapsule_SetDestructor")) return -1;
    CAPSULE(o)->destructor = destructor;
    return 0;
}

/* "package.module.attribute": the module is imported, then attributes are followed to a capsule of that very name. */
void *PyCapsule_Import(const char *name, int no_block)
{
    (void)no_block;
    void *pointer = NULL;
    const char *dot = strchr(name, '.');
    PyObject *o = NULL, *part = dot == NULL ? PyUnicode_FromString(name) : PyUnicode_FromStringAndSize(name, dot - name);
    if (part == NULL || (o = PyImport_Import(part)) == NULL) {
        if (part != NULL)
            PyErr_Format(PyExc_ImportError, "PyCapsule_Import could not import module \"%U\"", part);
        goto done;
    }
    while (dot != NULL && o != NULL) {
        const char *start = dot + 1;
        dot = strchr(start, '.');
        PyObject *attr = dot == NULL ? PyUnicode_FromString(start) : PyUnicode_FromStringAndSize(start, dot - start);
        if (attr == NULL) goto done;
        Py_SETREF(o, PyObject_GetAttr(o, attr));
        Py_DECREF(attr);
    }
    if (o == NULL) goto done;
    if (PyCapsule_IsValid(o, name)) pointer = CAPSULE(o)->pointer;
    else PyErr_Format(PyExc_AttributeError, "PyCapsule_Import \"%s\" is not valid", name);
done:
    Py_XDECREF(part);
    Py_XDECREF(o);
    return pointer;
}

static void capsule_dealloc(PyObject *self)
{
    if (CAPSULE(self)->destructor != NULL) CAPSULE(self)->destructor(self);
    PyObject_Free(self);
}

static PyObject *capsule_repr(PyObject *self)
{
    const char *name = CAPSULE(self)->name, *quote = name == NULL ? "" : "\"";
    return PyUnicode_FromFormat("<capsule object %s%s%s at %p>", quote, name == NULL ? "NULL" : name, quote, self);
}

PyTypeObject PyCapsule_Type = {
    STATIC_TYPE("PyCapsule", struct capsule),
    .tp_dealloc = capsule_dealloc,
    .tp_repr = capsule_repr,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "A C pointer that one extension module offers to others.",
};
