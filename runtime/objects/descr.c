/* descr.c -- what class dicts hold for C code: methods, class methods, members, getsets, slot wrappers; method-wrapper
 * (a bound slot wrapper), and mappingproxy, the read-only view of a dict.
 *
 * A descriptor of a core static type is immortal and shared by all VMs; any other belongs to its class's VM. */
#include "runtime/api/signature.h"
#include "runtime/objects/type_internal.h"
#include "runtime/objects/str.h"
#include <structmember.h>
#include <string.h>

/* ---- Making ---- */

static PyObject *descr_new(PyTypeObject *kind, PyTypeObject *type, const char *name)
{
    PyDescrObject *d;
    if (is_shared(type)) {
        d = adder_immortal_gc_alloc((size_t)kind->tp_basicsize);
        if (d == NULL) return NULL;
        Py_SET_REFCNT(d, ADDER_IMMORTAL_REFCNT);
        Py_SET_TYPE(d, kind);
        d->d_type = type;
        d->d_name = adder_immortal_str(name, strlen(name));
        return d->d_name == NULL ? NULL : (PyObject *)d;
    }
    d = (PyDescrObject *)PyType_GenericAlloc(kind, 0);
    if (d == NULL) return NULL;
    d->d_type = (PyTypeObject *)Py_NewRef(type);
    d->d_name = PyUnicode_InternFromString(name);
    if (d->d_name == NULL) Py_CLEAR(d);
    return (PyObject *)d;
}

static PyObject *method_call_bound(PyObject *, PyObject *const *, size_t, PyObject *);
static PyObject *method_call_noargs(PyObject *, PyObject *const *, size_t, PyObject *);
static PyObject *method_call_one(PyObject *, PyObject *const *, size_t, PyObject *);
static PyObject *method_call_varargs(PyObject *, PyObject *const *, size_t, PyObject *);
static PyObject *method_call_fast(PyObject *, PyObject *const *, size_t, PyObject *);
static PyObject *method_call_fast_keywords(PyObject *, PyObject *const *, size_t, PyObject *);
static PyObject *method_call_method(PyObject *, PyObject *const *, size_t, PyObject *);

#define CALL_FLAGS (METH_VARARGS | METH_FASTCALL | METH_NOARGS | METH_O | METH_KEYWORDS | METH_METHOD | ADDER_METH_BOUND)

PyObject *PyDescr_NewMethod(PyTypeObject *type, PyMethodDef *row)
{
    vectorcallfunc call;
    switch (row->ml_flags & CALL_FLAGS) {
    case ADDER_METH_BOUND:                               call = method_call_bound; break;
    case METH_NOARGS:                                    call = method_call_noargs; break;
    case METH_O:                                         call = method_call_one; break;
    case METH_VARARGS:
    case METH_VARARGS | METH_KEYWORDS:                   call = method_call_varargs; break;
    case METH_FASTCALL:                                  call = method_call_fast; break;
    case METH_FASTCALL | METH_KEYWORDS:                  call = method_call_fast_keywords; break;
    case METH_METHOD | METH_FASTCALL | METH_KEYWORDS:    call = method_call_method; break;
    default:
        PyErr_Format(PyExc_SystemError, "%s() method: bad call flags", row->ml_name);
        return NULL;
    }
    PyMethodDescrObject *d = (PyMethodDescrObject *)descr_new(&PyMethodDescr_Type, type, row->ml_name);
    if (d == NULL) return NULL;
    d->d_method = row;
    d->vectorcall = call;
    return (PyObject *)d;
}

PyObject *PyDescr_NewClassMethod(PyTypeObject *type, PyMethodDef *row)
{
    PyMethodDescrObject *d = (PyMethodDescrObject *)descr_new(&PyClassMethodDescr_Type, type, row->ml_name);
    if (d != NULL) d->d_method = row;
    return (PyObject *)d;
}

PyObject *PyDescr_NewMember(PyTypeObject *type, PyMemberDef *member)
{
    PyMemberDescrObject *d = (PyMemberDescrObject *)descr_new(&PyMemberDescr_Type, type, member->name);
    if (d != NULL) d->d_member = member;
    return (PyObject *)d;
}

PyObject *PyDescr_NewGetSet(PyTypeObject *type, PyGetSetDef *getset)
{
    PyGetSetDescrObject *d = (PyGetSetDescrObject *)descr_new(&PyGetSetDescr_Type, type, getset->name);
    if (d != NULL) d->d_getset = getset;
    return (PyObject *)d;
}

PyObject *PyDescr_NewWrapper(PyTypeObject *type, struct wrapperbase *base, void *wrapped)
{
    PyWrapperDescrObject *d = (PyWrapperDescrObject *)descr_new(&PyWrapperDescr_Type, type, base->name);
    if (d == NULL) return NULL;
    d->d_base = base;
    d->d_wrapped = wrapped;
    return (PyObject *)d;
}

PyObject *adder_descr_from_row(PyTypeObject *type, PyMethodDef *row)
{
    if (row->ml_flags & METH_CLASS) {
        if (row->ml_flags & METH_STATIC) {
            PyErr_SetString(PyExc_ValueError, "method cannot be both class and static");
            return NULL;
        }
        return PyDescr_NewClassMethod(type, row);
    }
    if (!(row->ml_flags & METH_STATIC)) return PyDescr_NewMethod(type, row);
    PyTypeObject *shared = is_shared(type) ? type : NULL;
    PyObject *function = adder_cfunction_new_for(shared, row, (PyObject *)type, NULL);
    if (function == NULL) return NULL;
    PyObject *wrapped = adder_staticmethod_new_for(shared, function);
    if (shared == NULL) Py_DECREF(function);
    return wrapped;
}

int PyDescr_IsData(PyObject *descr) { return Py_TYPE(descr)->tp_descr_set != NULL; }

/* ---- What all have ---- */

static void descr_dealloc(PyObject *self)
{
    PyDescrObject *d = (PyDescrObject *)self;
    PyObject_GC_UnTrack(self);
    Py_XDECREF(d->d_type);
    Py_XDECREF(d->d_name);
    Py_XDECREF(d->d_qualname);
    PyObject_GC_Del(self);
}

static int descr_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((PyDescrObject *)self)->d_type);
    return 0;
}

static PyObject *descr_text(PyObject *self, const char *format)
{
    PyDescrObject *d = (PyDescrObject *)self;
    return PyUnicode_FromFormat(format, d->d_name, d->d_type->tp_name);
}
static PyObject *method_repr(PyObject *self) { return descr_text(self, "<method '%U' of '%s' objects>"); }
static PyObject *member_repr(PyObject *self) { return descr_text(self, "<member '%U' of '%s' objects>"); }
static PyObject *getset_repr(PyObject *self) { return descr_text(self, "<attribute '%U' of '%s' objects>"); }
static PyObject *wrapper_repr(PyObject *self) { return descr_text(self, "<slot wrapper '%U' of '%s' objects>"); }

/* An immortal descriptor keeps no computed name: it is shared. */
static PyObject *descr_get_qualname(PyObject *self, void *context)
{
    (void)context;
    PyDescrObject *d = (PyDescrObject *)self;
    if (d->d_qualname != NULL) return Py_NewRef(d->d_qualname);
    PyObject *type_name = PyType_GetQualName(d->d_type);
    PyObject *qualname = type_name == NULL ? NULL : PyUnicode_FromFormat("%S.%S", type_name, d->d_name);
    Py_XDECREF(type_name);
    if (qualname != NULL && !is_shared(d->d_type)) d->d_qualname = Py_NewRef(qualname);
    return qualname;
}

static PyObject *descr_reduce(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *builtins = PyEval_GetBuiltins();
    PyObject *getattr = PyMapping_GetItemString(builtins, "getattr");
    return getattr == NULL ? NULL : Py_BuildValue("N(OO)", getattr, PyDescr_TYPE(self), PyDescr_NAME(self));
}

static PyMethodDef descr_methods[] = {
    FN("__reduce__", descr_reduce, "($self, /)", "Pickled as getattr(class, name)."),
    { 0 },
};

static PyMemberDef descr_members[] = {
    { "__objclass__", T_OBJECT, offsetof(PyDescrObject, d_type), READONLY, NULL },
    { "__name__", T_OBJECT, offsetof(PyDescrObject, d_name), READONLY, NULL },
    { 0 },
};

/* Does the descriptor fit obj? Else TypeError. */
static bool descr_check(PyObject *self, PyObject *obj)
{
    if (PyObject_TypeCheck(obj, PyDescr_TYPE(self))) return true;
    PyErr_Format(PyExc_TypeError, "descriptor '%U' for '%.100s' objects doesn't apply to a '%.100s' object",
                 PyDescr_NAME(self), PyDescr_TYPE(self)->tp_name, Py_TYPE(obj)->tp_name);
    return false;
}

#define DESCR_TYPE(type_name, Struct)                                                          \
    STATIC_TYPE(type_name, Struct), .tp_dealloc = descr_dealloc, .tp_traverse = descr_traverse, \
    .tp_getattro = PyObject_GenericGetAttr, .tp_members = descr_members

/* ---- Text of doc and signature ---- */

/* __text_signature__ of a row: None for rows whose signature has no self ("(object, /)"), which is only for binding. */
PyObject *adder_row_text_signature(PyMethodDef *row)
{
    if ((row->ml_flags & (ADDER_METH_BOUND | METH_STATIC)) == ADDER_METH_BOUND && row->ml_doc != NULL) {
        const char *open = strchr(row->ml_doc, '(');
        if (open != NULL && open[1] != '$') Py_RETURN_NONE;
    }
    return _PyType_GetTextSignatureFromInternalDoc(row->ml_name, row->ml_doc);
}

static PyObject *method_get_doc(PyObject *self, void *context)
{
    (void)context;
    PyMethodDef *row = ((PyMethodDescrObject *)self)->d_method;
    return _PyType_GetDocFromInternalDoc(row->ml_name, row->ml_doc);
}
static PyObject *method_get_text_signature(PyObject *self, void *context)
{
    (void)context;
    return adder_row_text_signature(((PyMethodDescrObject *)self)->d_method);
}
static PyObject *member_get_doc(PyObject *self, void *context)
{
    (void)context;
    const char *doc = ((PyMemberDescrObject *)self)->d_member->doc;
    return doc == NULL ? Py_NewRef(Py_None) : PyUnicode_FromString(doc);
}
static PyObject *getset_get_doc(PyObject *self, void *context)
{
    (void)context;
    const char *doc = ((PyGetSetDescrObject *)self)->d_getset->doc;
    return doc == NULL ? Py_NewRef(Py_None) : PyUnicode_FromString(doc);
}
static PyObject *wrapper_get_doc(PyObject *self, void *context)
{
    (void)context;
    struct wrapperbase *base = ((PyWrapperDescrObject *)self)->d_base;
    return _PyType_GetDocFromInternalDoc(base->name, base->doc);
}
static PyObject *wrapper_get_text_signature(PyObject *self, void *context)
{
    (void)context;
    struct wrapperbase *base = ((PyWrapperDescrObject *)self)->d_base;
    return _PyType_GetTextSignatureFromInternalDoc(base->name, base->doc);
}

/* ---- method_descriptor ---- */

static PyObject *method_get(PyObject *self, PyObject *obj, PyObject *type)
{
    PyMethodDescrObject *d = (PyMethodDescrObject *)self;
    if (obj == NULL) return Py_NewRef(self);
    if (!descr_check(self, obj)) return NULL;
    if (!(d->d_method->ml_flags & METH_METHOD)) return PyCMethod_New(d->d_method, obj, NULL, NULL);
    if (PyType_Check(type)) return PyCMethod_New(d->d_method, obj, NULL, PyDescr_TYPE(self));
    PyErr_Format(PyExc_TypeError, "descriptor '%U' needs a type, not '%s', as arg 2", PyDescr_NAME(self), Py_TYPE(type)->tp_name);
    return NULL;
}

/* Checks that args[0] is there and fits; then, if asked, that there are no keywords. */
static ADDER_COLD bool bad_self(PyObject *func, PyObject *const *args, Py_ssize_t n)
{
    if (n < 1) {
        PyObject *shown = _PyObject_FunctionStr(func);
        if (shown != NULL) PyErr_Format(PyExc_TypeError, "unbound method %U needs an argument", shown);
        Py_XDECREF(shown);
        return false;
    }
    return descr_check(func, args[0]);
}

ADDER_INLINE bool self_fits(PyObject *func, PyObject *const *args, Py_ssize_t n)
{
    return ADDER_LIKELY(n >= 1 && Py_TYPE(args[0]) == PyDescr_TYPE(func)) || bad_self(func, args, n);
}

static bool no_keywords(PyObject *func, PyObject *kwnames)
{
    if (kwnames == NULL || PyTuple_GET_SIZE(kwnames) == 0) return true;
    PyObject *shown = _PyObject_FunctionStr(func);
    if (shown != NULL) PyErr_Format(PyExc_TypeError, "%U takes no keyword arguments", shown);
    Py_XDECREF(shown);
    return false;
}

static PyObject *count_error(PyObject *func, const char *takes, Py_ssize_t given)
{
    PyObject *shown = _PyObject_FunctionStr(func);
    if (shown != NULL) PyErr_Format(PyExc_TypeError, "%U takes %s (%zd given)", shown, takes, given);
    Py_XDECREF(shown);
    return NULL;
}

#define ROW(func) (((PyMethodDescrObject *)(func))->d_method)
#define METHOD(func, Type) ((Type)(void (*)(void))ROW(func)->ml_meth)

static PyObject *method_call_bound(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    if (!self_fits(func, args, n)) return NULL;
    struct adder_row *row = adder_row(ROW(func));
    if (ADDER_LIKELY(kwnames == NULL && adder_row_exact(row, n - 1))) return row->fn(args[0], args + 1);
    return adder_row_call(row, func, args[0], args + 1, n - 1, kwnames);
}

static PyObject *method_call_noargs(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    if (!self_fits(func, args, n) || !no_keywords(func, kwnames)) return NULL;
    if (n != 1) return count_error(func, "no arguments", n - 1);
    return METHOD(func, PyCFunction)(args[0], NULL);
}

static PyObject *method_call_one(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    if (!self_fits(func, args, n) || !no_keywords(func, kwnames)) return NULL;
    if (n != 2) return count_error(func, "exactly one argument", n - 1);
    return METHOD(func, PyCFunction)(args[0], args[1]);
}

static PyObject *tuple_from(PyObject *const *args, Py_ssize_t n)
{
    PyObject *tuple = PyTuple_New(n);
    for (Py_ssize_t i = 0; tuple != NULL && i < n; i++) PyTuple_SET_ITEM(tuple, i, Py_NewRef(args[i]));
    return tuple;
}

static PyObject *method_call_varargs(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    bool keywords = (ROW(func)->ml_flags & METH_KEYWORDS) != 0;
    if (!self_fits(func, args, n) || (!keywords && !no_keywords(func, kwnames))) return NULL;
    PyObject *tuple = tuple_from(args + 1, n - 1), *dict = NULL, *result = NULL;
    if (tuple == NULL) return NULL;
    if (kwnames != NULL && PyTuple_GET_SIZE(kwnames) > 0 && (dict = _PyStack_AsDict(args + n, kwnames)) == NULL) goto done;
    if (keywords) result = METHOD(func, PyCFunctionWithKeywords)(args[0], tuple, dict);
    else result = METHOD(func, PyCFunction)(args[0], tuple);
done:
    Py_DECREF(tuple);
    Py_XDECREF(dict);
    return result;
}

static PyObject *method_call_fast(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    if (!self_fits(func, args, n) || !no_keywords(func, kwnames)) return NULL;
    return METHOD(func, _PyCFunctionFast)(args[0], args + 1, n - 1);
}

static PyObject *method_call_fast_keywords(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    if (!self_fits(func, args, n)) return NULL;
    return METHOD(func, _PyCFunctionFastWithKeywords)(args[0], args + 1, n - 1, kwnames);
}

static PyObject *method_call_method(PyObject *func, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    if (!self_fits(func, args, n)) return NULL;
    return METHOD(func, PyCMethod)(args[0], PyDescr_TYPE(func), args + 1, (size_t)(n - 1), kwnames);
}

static PyGetSetDef method_getsets[] = {
    { "__doc__", method_get_doc, NULL, NULL, NULL },
    { "__qualname__", descr_get_qualname, NULL, NULL, NULL },
    { "__text_signature__", method_get_text_signature, NULL, NULL, NULL },
    { 0 },
};

PyTypeObject PyMethodDescr_Type = {
    DESCR_TYPE("method_descriptor", PyMethodDescrObject),
    .tp_vectorcall_offset = offsetof(PyMethodDescrObject, vectorcall),
    .tp_repr = method_repr,
    .tp_call = PyVectorcall_Call,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_METHOD_DESCRIPTOR,
    .tp_methods = descr_methods,
    .tp_getset = method_getsets,
    .tp_descr_get = method_get,
};

/* ---- classmethod_descriptor ---- */

static PyObject *classmethod_get(PyObject *self, PyObject *obj, PyObject *type)
{
    PyMethodDescrObject *d = (PyMethodDescrObject *)self;
    if (type == NULL) {
        if (obj == NULL) {
            PyErr_Format(PyExc_TypeError, "descriptor '%U' for type '%.100s' needs either an object or a type",
                         PyDescr_NAME(self), PyDescr_TYPE(self)->tp_name);
            return NULL;
        }
        type = (PyObject *)Py_TYPE(obj);
    }
    if (!PyType_Check(type)) {
        PyErr_Format(PyExc_TypeError, "descriptor '%U' for type '%.100s' needs a type, not a '%.100s' as arg 2",
                     PyDescr_NAME(self), PyDescr_TYPE(self)->tp_name, Py_TYPE(type)->tp_name);
        return NULL;
    }
    if (!PyType_IsSubtype((PyTypeObject *)type, PyDescr_TYPE(self))) {
        PyErr_Format(PyExc_TypeError, "descriptor '%U' requires a subtype of '%.100s' but received '%.100s'",
                     PyDescr_NAME(self), PyDescr_TYPE(self)->tp_name, ((PyTypeObject *)type)->tp_name);
        return NULL;
    }
    PyTypeObject *cls = d->d_method->ml_flags & METH_METHOD ? PyDescr_TYPE(self) : NULL;
    return PyCMethod_New(d->d_method, type, NULL, cls);
}

static PyObject *classmethod_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (PyTuple_GET_SIZE(args) < 1) {
        PyErr_Format(PyExc_TypeError, "descriptor '%U' of '%.100s' object needs an argument", PyDescr_NAME(self),
                     PyDescr_TYPE(self)->tp_name);
        return NULL;
    }
    PyObject *bound = classmethod_get(self, NULL, PyTuple_GET_ITEM(args, 0));
    if (bound == NULL) return NULL;
    PyObject *result = PyObject_VectorcallDict(bound, ((PyTupleObject *)args)->ob_item + 1, (size_t)PyTuple_GET_SIZE(args) - 1, kwargs);
    Py_DECREF(bound);
    return result;
}

PyTypeObject PyClassMethodDescr_Type = {
    DESCR_TYPE("classmethod_descriptor", PyMethodDescrObject),
    .tp_repr = method_repr,
    .tp_call = classmethod_call,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_methods = descr_methods,
    .tp_getset = method_getsets,
    .tp_descr_get = classmethod_get,
};

/* ---- member_descriptor ---- */

static PyObject *member_get(PyObject *self, PyObject *obj, PyObject *type)
{
    (void)type;
    PyMemberDef *member = ((PyMemberDescrObject *)self)->d_member;
    if (obj == NULL) return Py_NewRef(self);
    if (!descr_check(self, obj)) return NULL;
    if ((member->flags & READ_RESTRICTED) && PySys_Audit("object.__getattr__", "Os", obj, member->name) < 0) return NULL;
    return PyMember_GetOne((char *)obj, member);
}

/* The wording for setters names the requirement the other way round. */
static bool descr_check_set(PyObject *self, PyObject *obj) { return descr_check(self, obj); }

static int member_set(PyObject *self, PyObject *obj, PyObject *value)
{
    if (!descr_check_set(self, obj)) return -1;
    return PyMember_SetOne((char *)obj, ((PyMemberDescrObject *)self)->d_member, value);
}

static PyGetSetDef member_getsets[] = {
    { "__doc__", member_get_doc, NULL, NULL, NULL },
    { "__qualname__", descr_get_qualname, NULL, NULL, NULL },
    { 0 },
};

PyTypeObject PyMemberDescr_Type = {
    DESCR_TYPE("member_descriptor", PyMemberDescrObject),
    .tp_repr = member_repr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_methods = descr_methods,
    .tp_getset = member_getsets,
    .tp_descr_get = member_get,
    .tp_descr_set = member_set,
};

/* ---- getset_descriptor ---- */

static PyObject *getset_get(PyObject *self, PyObject *obj, PyObject *type)
{
    (void)type;
    PyGetSetDef *getset = ((PyGetSetDescrObject *)self)->d_getset;
    if (obj == NULL) return Py_NewRef(self);
    if (!descr_check(self, obj)) return NULL;
    if (getset->get != NULL) return getset->get(obj, getset->closure);
    PyErr_Format(PyExc_AttributeError, "attribute '%U' of '%.100s' objects is not readable", PyDescr_NAME(self),
                 PyDescr_TYPE(self)->tp_name);
    return NULL;
}

static int getset_set(PyObject *self, PyObject *obj, PyObject *value)
{
    PyGetSetDef *getset = ((PyGetSetDescrObject *)self)->d_getset;
    if (!descr_check_set(self, obj)) return -1;
    if (getset->set != NULL) return getset->set(obj, value, getset->closure);
    PyErr_Format(PyExc_AttributeError, "attribute '%U' of '%.100s' objects is not writable", PyDescr_NAME(self),
                 PyDescr_TYPE(self)->tp_name);
    return -1;
}

static PyGetSetDef getset_getsets[] = {
    { "__doc__", getset_get_doc, NULL, NULL, NULL },
    { "__qualname__", descr_get_qualname, NULL, NULL, NULL },
    { 0 },
};

PyTypeObject PyGetSetDescr_Type = {
    DESCR_TYPE("getset_descriptor", PyGetSetDescrObject),
    .tp_repr = getset_repr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_getset = getset_getsets,
    .tp_descr_get = getset_get,
    .tp_descr_set = getset_set,
};

/* ---- wrapper_descriptor ---- */

static PyObject *wrapper_raw_call(PyWrapperDescrObject *d, PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (d->d_base->flags & PyWrapperFlag_KEYWORDS)
        return ((wrapperfunc_kwds)(void (*)(void))d->d_base->wrapper)(self, args, d->d_wrapped, kwargs);
    if (kwargs != NULL && PyDict_GET_SIZE(kwargs) != 0) {
        PyErr_Format(PyExc_TypeError, "wrapper %s() takes no keyword arguments", d->d_base->name);
        return NULL;
    }
    return d->d_base->wrapper(self, args, d->d_wrapped);
}

static PyObject *wrapper_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    if (n < 1) {
        PyErr_Format(PyExc_TypeError, "descriptor '%U' of '%.100s' object needs an argument", PyDescr_NAME(self),
                     PyDescr_TYPE(self)->tp_name);
        return NULL;
    }
    PyObject *obj = PyTuple_GET_ITEM(args, 0);
    if (!_PyObject_RealIsSubclass((PyObject *)Py_TYPE(obj), (PyObject *)PyDescr_TYPE(self))) {
        PyErr_Format(PyExc_TypeError, "descriptor '%U' requires a '%.100s' object but received a '%.100s'",
                     PyDescr_NAME(self), PyDescr_TYPE(self)->tp_name, Py_TYPE(obj)->tp_name);
        return NULL;
    }
    PyObject *rest = PyTuple_GetSlice(args, 1, n);
    if (rest == NULL) return NULL;
    PyObject *result = wrapper_raw_call((PyWrapperDescrObject *)self, obj, rest, kwargs);
    Py_DECREF(rest);
    return result;
}

static PyObject *wrapper_get(PyObject *self, PyObject *obj, PyObject *type)
{
    (void)type;
    if (obj == NULL) return Py_NewRef(self);
    return descr_check(self, obj) ? PyWrapper_New(self, obj) : NULL;
}

static PyGetSetDef wrapper_getsets[] = {
    { "__doc__", wrapper_get_doc, NULL, NULL, NULL },
    { "__qualname__", descr_get_qualname, NULL, NULL, NULL },
    { "__text_signature__", wrapper_get_text_signature, NULL, NULL, NULL },
    { 0 },
};

PyTypeObject PyWrapperDescr_Type = {
    DESCR_TYPE("wrapper_descriptor", PyWrapperDescrObject),
    .tp_repr = wrapper_repr,
    .tp_call = wrapper_call,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_METHOD_DESCRIPTOR,
    .tp_methods = descr_methods,
    .tp_getset = wrapper_getsets,
    .tp_descr_get = wrapper_get,
};

/* ---- method-wrapper: a slot wrapper bound to an object ---- */

struct bound_wrapper {
    PyObject_HEAD
    PyWrapperDescrObject *descr;
    PyObject *self;
};

PyObject *PyWrapper_New(PyObject *descr, PyObject *self)
{
    struct bound_wrapper *w = (struct bound_wrapper *)PyType_GenericAlloc(&_PyMethodWrapper_Type, 0);
    if (w == NULL) return NULL;
    w->descr = (PyWrapperDescrObject *)Py_NewRef(descr);
    w->self = Py_NewRef(self);
    return (PyObject *)w;
}

static void bound_dealloc(PyObject *self)
{
    struct bound_wrapper *w = (struct bound_wrapper *)self;
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, bound_dealloc)
    Py_XDECREF(w->descr);
    Py_XDECREF(w->self);
    PyObject_GC_Del(self);
    ADDER_TRASHCAN_END;
}

static int bound_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((struct bound_wrapper *)self)->descr);
    Py_VISIT(((struct bound_wrapper *)self)->self);
    return 0;
}

static PyObject *bound_repr(PyObject *self)
{
    struct bound_wrapper *w = (struct bound_wrapper *)self;
    return PyUnicode_FromFormat("<method-wrapper '%s' of %s object at %p>", w->descr->d_base->name, Py_TYPE(w->self)->tp_name, w->self);
}

static PyObject *bound_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    struct bound_wrapper *w = (struct bound_wrapper *)self;
    return wrapper_raw_call(w->descr, w->self, args, kwargs);
}

static PyObject *bound_richcompare(PyObject *a, PyObject *b, int op)
{
    if ((op != Py_EQ && op != Py_NE) || !Py_IS_TYPE(b, &_PyMethodWrapper_Type)) Py_RETURN_NOTIMPLEMENTED;
    struct bound_wrapper *x = (struct bound_wrapper *)a, *y = (struct bound_wrapper *)b;
    return PyBool_FromLong((x->descr == y->descr && x->self == y->self) == (op == Py_EQ));
}

static Py_hash_t bound_hash(PyObject *self)
{
    struct bound_wrapper *w = (struct bound_wrapper *)self;
    Py_hash_t h = _Py_HashPointer(w->self) ^ _Py_HashPointer(w->descr);
    return h == -1 ? -2 : h;
}

static PyObject *bound_get_objclass(PyObject *self, void *context)
{
    (void)context;
    return Py_NewRef(PyDescr_TYPE(((struct bound_wrapper *)self)->descr));
}
static PyObject *bound_get_name(PyObject *self, void *context)
{
    (void)context;
    return Py_NewRef(PyDescr_NAME(((struct bound_wrapper *)self)->descr));
}
static PyObject *bound_get_qualname(PyObject *self, void *context)
{
    return descr_get_qualname((PyObject *)((struct bound_wrapper *)self)->descr, context);
}
static PyObject *bound_get_doc(PyObject *self, void *context)
{
    return wrapper_get_doc((PyObject *)((struct bound_wrapper *)self)->descr, context);
}
static PyObject *bound_get_text_signature(PyObject *self, void *context)
{
    return wrapper_get_text_signature((PyObject *)((struct bound_wrapper *)self)->descr, context);
}

static PyObject *bound_reduce(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct bound_wrapper *w = (struct bound_wrapper *)self;
    PyObject *getattr = PyMapping_GetItemString(PyEval_GetBuiltins(), "getattr");
    return getattr == NULL ? NULL : Py_BuildValue("N(OO)", getattr, w->self, PyDescr_NAME(w->descr));
}

static PyMethodDef bound_methods[] = {
    FN("__reduce__", bound_reduce, "($self, /)", "Pickled as getattr(object, name)."),
    { 0 },
};
static PyMemberDef bound_members[] = {
    { "__self__", T_OBJECT, offsetof(struct bound_wrapper, self), READONLY, NULL },
    { 0 },
};
static PyGetSetDef bound_getsets[] = {
    { "__objclass__", bound_get_objclass, NULL, NULL, NULL },
    { "__name__", bound_get_name, NULL, NULL, NULL },
    { "__qualname__", bound_get_qualname, NULL, NULL, NULL },
    { "__doc__", bound_get_doc, NULL, NULL, NULL },
    { "__text_signature__", bound_get_text_signature, NULL, NULL, NULL },
    { 0 },
};

PyTypeObject _PyMethodWrapper_Type = {
    STATIC_TYPE("method-wrapper", struct bound_wrapper),
    .tp_dealloc = bound_dealloc,
    .tp_repr = bound_repr,
    .tp_hash = bound_hash,
    .tp_call = bound_call,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = bound_traverse,
    .tp_richcompare = bound_richcompare,
    .tp_methods = bound_methods,
    .tp_members = bound_members,
    .tp_getset = bound_getsets,
};
