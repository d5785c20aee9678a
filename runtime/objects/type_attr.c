/* type_attr.c -- the class `type`: attributes of classes, their getters, setters and methods, and the end of a class. */
#include "runtime/objects/slot_functions.h"
#include "runtime/objects/type_internal.h"
#include "runtime/objects/str.h"
#include <structmember.h>
#include <string.h>

const char *adder_type_short_name(PyTypeObject *type)
{
    const char *dot = is_heap(type) ? NULL : strrchr(type->tp_name, '.');
    return dot == NULL ? type->tp_name : dot + 1;
}

const char *_PyType_Name(PyTypeObject *type)
{
    const char *dot = strrchr(type->tp_name, '.');
    return dot == NULL ? type->tp_name : dot + 1;
}

/* ---- Doc strings of C types and functions ---- */

/* "name(...)\n--\n\n" at the start: the text after "name", or NULL. */
static const char *find_signature(const char *name, const char *doc)
{
    const char *dot = strrchr(name, '.');
    if (dot != NULL) name = dot + 1;
    size_t n = strlen(name);
    if (doc == NULL || strncmp(name, doc, n) != 0 || doc[n] != '(') return NULL;
    return doc + n;
}

/* The end of the signature: after ")\n--\n\n"; NULL when there is none. */
static const char *skip_signature(const char *doc)
{
    for (; *doc != '\0'; doc++) {
        if (*doc == ')' && strncmp(doc, ")\n--\n\n", 6) == 0) return doc + 6;
        if (*doc == '\n' && doc[1] == '\n') return NULL;
    }
    return NULL;
}

const char *adder_doc_without_signature(const char *name, const char *doc)
{
    const char *signature = find_signature(name, doc);
    const char *rest = signature == NULL ? NULL : skip_signature(signature);
    return rest == NULL ? doc : rest;
}

PyObject *_PyType_GetDocFromInternalDoc(const char *name, const char *doc)
{
    const char *text = doc == NULL ? NULL : adder_doc_without_signature(name, doc);
    if (text == NULL || *text == '\0') Py_RETURN_NONE;
    return PyUnicode_FromString(text);
}

PyObject *_PyType_GetTextSignatureFromInternalDoc(const char *name, const char *doc)
{
    const char *start = find_signature(name, doc), *end = start == NULL ? NULL : skip_signature(start);
    if (end == NULL) Py_RETURN_NONE;
    return PyUnicode_FromStringAndSize(start, end - 5 - start);
}

/* ---- Getting and setting attributes of classes ---- */

PyObject *adder_type_getattro(PyObject *self, PyObject *name)
{
    PyTypeObject *type = (PyTypeObject *)self, *meta = Py_TYPE(type);
    if (!PyUnicode_Check(name)) {
        PyErr_Format(PyExc_TypeError, "attribute name must be string, not '%.200s'", Py_TYPE(name)->tp_name);
        return NULL;
    }
    if (!(type->tp_flags & Py_TPFLAGS_READY) && PyType_Ready(type) < 0) return NULL;
    PyObject *meta_attr = _PyType_Lookup(meta, name), *result;
    descrgetfunc meta_get = NULL;
    if (meta_attr != NULL) {
        Py_INCREF(meta_attr);
        meta_get = Py_TYPE(meta_attr)->tp_descr_get;
        if (meta_get != NULL && PyDescr_IsData(meta_attr)) {
            result = meta_get(meta_attr, self, (PyObject *)meta);
            Py_DECREF(meta_attr);
            return result;
        }
    }
    PyObject *attr = _PyType_Lookup(type, name);
    if (attr != NULL) {
        Py_INCREF(attr);
        Py_XDECREF(meta_attr);
        descrgetfunc get = Py_TYPE(attr)->tp_descr_get;
        if (get == NULL) return attr;
        result = get(attr, NULL, self);
        Py_DECREF(attr);
        return result;
    }
    if (meta_get != NULL) {
        result = meta_get(meta_attr, self, (PyObject *)meta);
        Py_DECREF(meta_attr);
        return result;
    }
    if (meta_attr != NULL) return meta_attr;
    PyErr_Format(PyExc_AttributeError, "type object '%.50s' has no attribute '%U'", type->tp_name, name);
    return NULL;
}

int adder_type_setattro(PyObject *self, PyObject *name, PyObject *value)
{
    PyTypeObject *type = (PyTypeObject *)self;
    if (type->tp_flags & Py_TPFLAGS_IMMUTABLETYPE) {
        PyErr_Format(PyExc_TypeError, "cannot set %R attribute of immutable type '%s'", name, type->tp_name);
        return -1;
    }
    if (!PyUnicode_Check(name)) {
        PyErr_Format(PyExc_TypeError, "attribute name must be string, not '%.200s'", Py_TYPE(name)->tp_name);
        return -1;
    }
    Py_INCREF(name);
    if (PyUnicode_CheckExact(name)) PyUnicode_InternInPlace(&name);
    int rc = _PyObject_GenericSetAttrWithDict(self, name, value, type->tp_dict);
    if (rc == 0) {
        PyType_Modified(type);
        rc = adder_slots_update(type, name);
    }
    Py_DECREF(name);
    return rc;
}

/* ---- Names ---- */

PyObject *PyType_GetName(PyTypeObject *type)
{
    if (is_heap(type)) return Py_NewRef(heap_type(type)->ht_name);
    return PyUnicode_FromString(_PyType_Name(type));
}

PyObject *PyType_GetQualName(PyTypeObject *type)
{
    if (is_heap(type)) return Py_NewRef(heap_type(type)->ht_qualname);
    return PyType_GetName(type);
}

static PyObject *type_get_name(PyObject *self, void *context)
{
    (void)context;
    return PyType_GetName((PyTypeObject *)self);
}

static PyObject *type_get_qualname(PyObject *self, void *context)
{
    (void)context;
    return PyType_GetQualName((PyTypeObject *)self);
}

/* May `name` be set on this class? With value NULL: deleted never. */
static bool check_special(PyTypeObject *type, PyObject *value, const char *name)
{
    if (type->tp_flags & Py_TPFLAGS_IMMUTABLETYPE) {
        PyErr_Format(PyExc_TypeError, "cannot set '%s' attribute of immutable type '%s'", name, type->tp_name);
        return false;
    }
    if (value == NULL) {
        PyErr_Format(PyExc_TypeError, "cannot delete '%s' attribute of immutable type '%s'", name, type->tp_name);
        return false;
    }
    return PySys_Audit("object.__setattr__", "OsO", type, name, value) >= 0;
}

static int type_set_name(PyObject *self, PyObject *value, void *context)
{
    (void)context;
    PyTypeObject *type = (PyTypeObject *)self;
    Py_ssize_t size;
    if (!check_special(type, value, "__name__")) return -1;
    if (!PyUnicode_Check(value)) {
        PyErr_Format(PyExc_TypeError, "can only assign string to %s.__name__, not '%s'", type->tp_name, Py_TYPE(value)->tp_name);
        return -1;
    }
    const char *text = PyUnicode_AsUTF8AndSize(value, &size);
    if (text == NULL) return -1;
    if (strlen(text) != (size_t)size) {
        PyErr_SetString(PyExc_ValueError, "type name must not contain null characters");
        return -1;
    }
    type->tp_name = text;
    Py_SETREF(heap_type(type)->ht_name, Py_NewRef(value));
    return 0;
}

static int type_set_qualname(PyObject *self, PyObject *value, void *context)
{
    (void)context;
    PyTypeObject *type = (PyTypeObject *)self;
    if (!check_special(type, value, "__qualname__")) return -1;
    if (!PyUnicode_Check(value)) {
        PyErr_Format(PyExc_TypeError, "can only assign string to %s.__qualname__, not '%s'", type->tp_name, Py_TYPE(value)->tp_name);
        return -1;
    }
    Py_SETREF(heap_type(type)->ht_qualname, Py_NewRef(value));
    return 0;
}

static PyObject *type_get_module(PyObject *self, void *context)
{
    (void)context;
    PyTypeObject *type = (PyTypeObject *)self;
    if (is_heap(type)) {
        PyObject *module = PyDict_GetItemWithError(type->tp_dict, ID(__module__));
        if (module == NULL && !PyErr_Occurred()) PyErr_SetObject(PyExc_AttributeError, ID(__module__));
        return Py_XNewRef(module);
    }
    const char *dot = strrchr(type->tp_name, '.');
    if (dot == NULL) return Py_NewRef(ID(builtins));
    PyObject *module = PyUnicode_FromStringAndSize(type->tp_name, dot - type->tp_name);
    if (module != NULL) PyUnicode_InternInPlace(&module);
    return module;
}

static int type_set_module(PyObject *self, PyObject *value, void *context)
{
    (void)context;
    PyTypeObject *type = (PyTypeObject *)self;
    if (!check_special(type, value, "__module__")) return -1;
    PyType_Modified(type);
    return PyDict_SetItem(type->tp_dict, ID(__module__), value);
}

/* ---- __abstractmethods__ ---- */

static PyObject *type_get_abstractmethods(PyObject *self, void *context)
{
    (void)context;
    PyTypeObject *type = (PyTypeObject *)self;
    PyObject *methods = type == &PyType_Type ? NULL : PyDict_GetItemWithError(adder_type_dict(type), ID(__abstractmethods__));
    if (methods == NULL && !PyErr_Occurred()) PyErr_SetObject(PyExc_AttributeError, ID(__abstractmethods__));
    return Py_XNewRef(methods);
}

static int type_set_abstractmethods(PyObject *self, PyObject *value, void *context)
{
    (void)context;
    PyTypeObject *type = (PyTypeObject *)self;
    int abstract = value == NULL ? 0 : PyObject_IsTrue(value), rc;
    if (abstract < 0) return -1;
    if (value != NULL) rc = PyDict_SetItem(type->tp_dict, ID(__abstractmethods__), value);
    else {
        rc = PyDict_DelItem(type->tp_dict, ID(__abstractmethods__));
        if (rc < 0 && PyErr_ExceptionMatches(PyExc_KeyError)) PyErr_SetObject(PyExc_AttributeError, ID(__abstractmethods__));
    }
    if (rc < 0) return -1;
    PyType_Modified(type);
    if (abstract) type->tp_flags |= Py_TPFLAGS_IS_ABSTRACT;
    else type->tp_flags &= ~Py_TPFLAGS_IS_ABSTRACT;
    return 0;
}

/* ---- __bases__ ---- */

static PyObject *type_get_bases(PyObject *self, void *context)
{
    (void)context;
    return Py_NewRef(((PyTypeObject *)self)->tp_bases);
}

/* By tp_base alone: inside a custom mro() the MROs may be those of before the assignment under way. */
static bool on_base_chain(PyTypeObject *type, PyTypeObject *wanted)
{
    while (type != NULL && type != wanted) type = type->tp_base;
    return type == wanted;
}

static int check_new_bases(PyTypeObject *type, PyObject *bases)
{
    if (!check_special(type, bases, "__bases__")) return -1;
    if (!PyTuple_Check(bases)) {
        PyErr_Format(PyExc_TypeError, "can only assign tuple to %s.__bases__, not %s", type->tp_name, Py_TYPE(bases)->tp_name);
        return -1;
    }
    if (PyTuple_GET_SIZE(bases) == 0) {
        PyErr_Format(PyExc_TypeError, "can only assign non-empty tuple to %s.__bases__, not ()", type->tp_name);
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(bases); i++) {
        PyObject *base = PyTuple_GET_ITEM(bases, i);
        if (!PyType_Check(base)) {
            PyErr_Format(PyExc_TypeError, "%s.__bases__ must be tuple of classes, not '%s'", type->tp_name, Py_TYPE(base)->tp_name);
            return -1;
        }
        if (PyType_IsSubtype((PyTypeObject *)base, type) || on_base_chain((PyTypeObject *)base, type)) {
            PyErr_SetString(PyExc_TypeError, "a __bases__ item causes an inheritance cycle");
            return -1;
        }
    }
    return 0;
}

static void undo_mros(PyObject *undo)
{
    for (Py_ssize_t i = PyList_GET_SIZE(undo); i-- > 0;) {
        PyObject *entry = PyList_GET_ITEM(undo, i);
        PyTypeObject *type = (PyTypeObject *)PyTuple_GET_ITEM(entry, 0);
        if (type->tp_mro == PyTuple_GET_ITEM(entry, 2)) Py_SETREF(type->tp_mro, Py_NewRef(PyTuple_GET_ITEM(entry, 1)));
        PyType_Modified(type);
    }
}

static void fixup_tree(PyTypeObject *type)
{
    PyType_Modified(type);
    adder_slots_fixup(type);
    struct adder_type_list *list = adder_type_subclasses(type);
    for (size_t i = 0; i < list->count; i++) fixup_tree(list->items[i]);
}

static int type_set_bases(PyObject *self, PyObject *bases, void *context)
{
    (void)context;
    PyTypeObject *type = (PyTypeObject *)self;
    if (check_new_bases(type, bases) < 0) return -1;
    PyTypeObject *base = adder_best_base(bases), *old_base = type->tp_base;
    if (base == NULL || !adder_type_layout_compatible(old_base, base, "__bases__")) return -1;
    PyObject *old_bases = type->tp_bases, *undo = PyList_New(0);
    if (undo == NULL) return -1;
    type->tp_bases = Py_NewRef(bases);
    type->tp_base = (PyTypeObject *)Py_NewRef(base);
    if (adder_mro_update_hierarchy(type, undo) < 0) {
        PyObject *t, *v, *tb;
        PyErr_Fetch(&t, &v, &tb);
        undo_mros(undo);
        PyTypeObject *unused = old_base;
        if (type->tp_bases == bases) { /* else mro() assigned others, which stay */
            unused = type->tp_base;
            type->tp_base = old_base;
            Py_SETREF(type->tp_bases, Py_NewRef(old_bases));
        }
        Py_DECREF(unused);
        Py_DECREF(old_bases);
        Py_DECREF(undo);
        PyErr_Restore(t, v, tb);
        return -1;
    }
    Py_DECREF(undo);
    int rc = 0;
    if (type->tp_bases == bases) { /* mro() may have assigned __bases__ itself */
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(old_bases); i++)
            adder_subclass_remove((PyTypeObject *)PyTuple_GET_ITEM(old_bases, i), type);
        for (Py_ssize_t i = 0; rc == 0 && i < PyTuple_GET_SIZE(bases); i++)
            rc = adder_subclass_add((PyTypeObject *)PyTuple_GET_ITEM(bases, i), type);
        fixup_tree(type);
    }
    Py_DECREF(old_bases);
    Py_DECREF(old_base);
    return rc;
}

/* ---- Other attributes ---- */

static PyObject *type_get_dict(PyObject *self, void *context)
{
    (void)context;
    PyObject *dict = adder_type_dict((PyTypeObject *)self);
    return dict == NULL ? NULL : PyDictProxy_New(dict);
}

static PyObject *type_get_doc(PyObject *self, void *context)
{
    (void)context;
    PyTypeObject *type = (PyTypeObject *)self;
    if (!is_heap(type) && type->tp_doc != NULL) return _PyType_GetDocFromInternalDoc(type->tp_name, type->tp_doc);
    PyObject *doc = PyDict_GetItemWithError(adder_type_dict(type), ID(__doc__));
    if (doc == NULL) return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
    descrgetfunc get = Py_TYPE(doc)->tp_descr_get;
    return get != NULL ? get(doc, NULL, self) : Py_NewRef(doc);
}

static int type_set_doc(PyObject *self, PyObject *value, void *context)
{
    (void)context;
    PyTypeObject *type = (PyTypeObject *)self;
    if (!check_special(type, value, "__doc__")) return -1;
    PyType_Modified(type);
    return PyDict_SetItem(type->tp_dict, ID(__doc__), value);
}

static PyObject *type_get_text_signature(PyObject *self, void *context)
{
    (void)context;
    PyTypeObject *type = (PyTypeObject *)self;
    return _PyType_GetTextSignatureFromInternalDoc(type->tp_name, type->tp_doc);
}

/* A mapping made when first asked for; C types have none. */
static PyObject *type_get_annotations(PyObject *self, void *context)
{
    (void)context;
    PyTypeObject *type = (PyTypeObject *)self;
    if (!is_heap(type)) {
        PyErr_Format(PyExc_AttributeError, "type object '%s' has no attribute '__annotations__'", type->tp_name);
        return NULL;
    }
    PyObject *found = PyDict_GetItemWithError(type->tp_dict, ID(__annotations__));
    if (found != NULL) {
        descrgetfunc get = Py_TYPE(found)->tp_descr_get;
        return get != NULL ? get(found, NULL, self) : Py_NewRef(found);
    }
    PyObject *made = PyErr_Occurred() ? NULL : PyDict_New();
    if (made != NULL && PyDict_SetItem(type->tp_dict, ID(__annotations__), made) < 0) Py_CLEAR(made);
    if (made != NULL) PyType_Modified(type);
    return made;
}

static int type_set_annotations(PyObject *self, PyObject *value, void *context)
{
    (void)context;
    PyTypeObject *type = (PyTypeObject *)self;
    if (type->tp_flags & Py_TPFLAGS_IMMUTABLETYPE) {
        PyErr_Format(PyExc_TypeError, "cannot set '__annotations__' attribute of immutable type '%s'", type->tp_name);
        return -1;
    }
    int rc;
    if (value != NULL) rc = PyDict_SetItem(type->tp_dict, ID(__annotations__), value);
    else {
        rc = PyDict_Contains(type->tp_dict, ID(__annotations__));
        if (rc == 0) {
            PyErr_SetString(PyExc_AttributeError, "__annotations__");
            return -1;
        }
        if (rc > 0) rc = PyDict_DelItem(type->tp_dict, ID(__annotations__));
    }
    if (rc == 0) PyType_Modified(type);
    return rc;
}

PyGetSetDef adder_type_getsets[] = {
    { "__name__", type_get_name, type_set_name, NULL, NULL },
    { "__qualname__", type_get_qualname, type_set_qualname, NULL, NULL },
    { "__bases__", type_get_bases, type_set_bases, NULL, NULL },
    { "__module__", type_get_module, type_set_module, NULL, NULL },
    { "__abstractmethods__", type_get_abstractmethods, type_set_abstractmethods, NULL, NULL },
    { "__dict__", type_get_dict, NULL, NULL, NULL },
    { "__doc__", type_get_doc, type_set_doc, NULL, NULL },
    { "__text_signature__", type_get_text_signature, NULL, NULL, NULL },
    { "__annotations__", type_get_annotations, type_set_annotations, NULL, NULL },
    { 0 },
};

PyMemberDef adder_type_members[] = {
    { "__basicsize__", T_PYSSIZET, offsetof(PyTypeObject, tp_basicsize), READONLY, NULL },
    { "__itemsize__", T_PYSSIZET, offsetof(PyTypeObject, tp_itemsize), READONLY, NULL },
    { "__flags__", T_ULONG, offsetof(PyTypeObject, tp_flags), READONLY, NULL },
    { "__weakrefoffset__", T_PYSSIZET, offsetof(PyTypeObject, tp_weaklistoffset), READONLY, NULL },
    { "__base__", T_OBJECT, offsetof(PyTypeObject, tp_base), READONLY, NULL },
    { "__dictoffset__", T_PYSSIZET, offsetof(PyTypeObject, tp_dictoffset), READONLY, NULL },
    { "__mro__", T_OBJECT, offsetof(PyTypeObject, tp_mro), READONLY, NULL },
    { 0 },
};

/* ---- Methods ---- */

static PyObject *type_mro(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *mro = adder_mro_compute((PyTypeObject *)self);
    PyObject *list = mro == NULL ? NULL : PySequence_List(mro);
    Py_XDECREF(mro);
    return list;
}

static PyObject *type_subclasses(PyObject *self, PyObject *const *args)
{
    (void)args;
    struct adder_type_list *list = adder_type_subclasses((PyTypeObject *)self);
    PyObject *result = PyList_New(0);
    for (size_t i = 0; result != NULL && i < list->count; i++)
        if (PyList_Append(result, (PyObject *)list->items[i]) < 0) Py_CLEAR(result);
    return result;
}

static PyObject *type_prepare(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    (void)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    return PyDict_New();
}

static PyObject *type_instancecheck(PyObject *self, PyObject *const *args)
{
    int rc = _PyObject_RealIsInstance(args[0], self);
    return rc < 0 ? NULL : PyBool_FromLong(rc);
}

static PyObject *type_subclasscheck(PyObject *self, PyObject *const *args)
{
    int rc = _PyObject_RealIsSubclass(args[0], self);
    return rc < 0 ? NULL : PyBool_FromLong(rc);
}

static PyObject *type_dir(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *all = PyDict_New(), *names = NULL;
    if (all != NULL && adder_merge_class_names(all, self) == 0) names = PyDict_Keys(all);
    Py_XDECREF(all);
    return names;
}

static PyObject *type_sizeof(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyTypeObject *type = (PyTypeObject *)self;
    size_t size = sizeof(PyTypeObject);
    if (is_heap(type)) {
        size = sizeof(PyHeapTypeObject) + (size_t)Py_SIZE(type) * sizeof(PyMemberDef);
        if (heap_type(type)->ht_cached_keys != NULL)
            size += sizeof(struct _dictkeysobject) +
                    (size_t)adder_shared_keys_capacity(heap_type(type)->ht_cached_keys) * sizeof(struct adder_dict_str_entry);
    }
    return PyLong_FromSize_t(size);
}

PyMethodDef adder_type_methods[] = {
    FN("mro", type_mro, "($self, /)", "Return a type's method resolution order."),
    FN("__subclasses__", type_subclasses, "($self, /)", "Return a list of immediate subclasses."),
    FNVC("__prepare__", type_prepare, "", "Returns the dict that a class body fills."),
    FN("__instancecheck__", type_instancecheck, "($self, instance, /)", "Check if an object is an instance."),
    FN("__subclasscheck__", type_subclasscheck, "($self, subclass, /)", "Check if a class is a subclass."),
    FN("__dir__", type_dir, "($self, /)", "Specialized __dir__ implementation for types."),
    FN("__sizeof__", type_sizeof, "($self, /)", "Return memory consumption of the type object."),
    { 0 },
};

/* ---- repr, | , init ---- */

static PyObject *type_repr(PyObject *self)
{
    PyTypeObject *type = (PyTypeObject *)self;
    if (type->tp_name == NULL) return PyUnicode_FromFormat("<class at %p>", type);
    PyObject *module = type_get_module(self, NULL), *name, *text;
    if (module == NULL) PyErr_Clear();
    else if (!PyUnicode_Check(module)) Py_CLEAR(module);
    if ((name = PyType_GetQualName(type)) == NULL) {
        Py_XDECREF(module);
        return NULL;
    }
    if (module != NULL && !_PyUnicode_EqualToASCIIString(module, "builtins"))
        text = PyUnicode_FromFormat("<class '%U.%U'>", module, name);
    else text = PyUnicode_FromFormat("<class '%s'>", type->tp_name);
    Py_XDECREF(module);
    Py_DECREF(name);
    return text;
}

static int type_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    (void)self;
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    if (kwargs != NULL && n == 1 && PyDict_GET_SIZE(kwargs) > 0) {
        PyErr_SetString(PyExc_TypeError, "type.__init__() takes no keyword arguments");
        return -1;
    }
    if (n == 1 || n == 3) return 0;
    PyErr_SetString(PyExc_TypeError, "type.__init__() takes 1 or 3 arguments");
    return -1;
}

/* ---- The end of a class ---- */

static int type_traverse(PyObject *self, visitproc visit, void *arg)
{
    PyTypeObject *type = (PyTypeObject *)self;
    if (!is_heap(type)) return 0;
    Py_VISIT(type->tp_dict);
    Py_VISIT(type->tp_mro);
    Py_VISIT(type->tp_bases);
    Py_VISIT(type->tp_base);
    Py_VISIT(heap_type(type)->ht_module);
    return 0;
}

/* Breaking the cycle class -> dict -> function -> class and class -> MRO -> class. The bases stay: instances that die
 * later need them. */
static int type_clear(PyObject *self)
{
    PyTypeObject *type = (PyTypeObject *)self;
    if (!is_heap(type)) return 0;
    PyType_Modified(type);
    if (type->tp_dict != NULL) PyDict_Clear(type->tp_dict);
    Py_CLEAR(heap_type(type)->ht_module);
    Py_CLEAR(type->tp_mro);
    return 0;
}

static void type_dealloc(PyObject *self)
{
    PyTypeObject *type = (PyTypeObject *)self;
    PyHeapTypeObject *et = heap_type(type);
    ADDER_ASSERT(is_heap(type), "only heap types die");
    PyObject_GC_UnTrack(self);
    PyObject *t, *v, *tb;
    PyErr_Fetch(&t, &v, &tb);
    for (Py_ssize_t i = 0; type->tp_bases != NULL && i < PyTuple_GET_SIZE(type->tp_bases); i++) {
        PyObject *base = PyTuple_GET_ITEM(type->tp_bases, i);
        if (PyType_Check(base)) adder_subclass_remove((PyTypeObject *)base, type);
    }
    PyErr_Restore(t, v, tb);
    PyObject_ClearWeakRefs(self);
    Py_XDECREF(type->tp_base);
    Py_XDECREF(type->tp_dict);
    Py_XDECREF(type->tp_bases);
    Py_XDECREF(type->tp_mro);
    struct adder_type_list *subclasses = (struct adder_type_list *)type->tp_subclasses;
    if (subclasses != NULL) PyMem_RawFree(subclasses->items);
    PyMem_RawFree(subclasses);
    PyObject_Free((char *)type->tp_doc);
    Py_XDECREF(et->ht_name);
    Py_XDECREF(et->ht_qualname);
    Py_XDECREF(et->ht_slots);
    adder_shared_keys_free(et->ht_cached_keys);
    Py_XDECREF(et->ht_module);
    PyMem_Free(et->_ht_tpname);
    PyTypeObject *meta = Py_TYPE(self);
    meta->tp_free(self);
    if (is_heap(meta) && meta->tp_dealloc == type_dealloc) Py_DECREF(meta);
}

/* Static types are never collected; they are no collectable objects at all. */
static int type_is_gc(PyObject *self) { return is_heap((PyTypeObject *)self); }

unsigned long PyType_GetFlags(PyTypeObject *type) { return type->tp_flags; }

PyObject *PyType_GetModule(PyTypeObject *type)
{
    if (!is_heap(type)) {
        PyErr_Format(PyExc_TypeError, "PyType_GetModule: Type '%s' is not a heap type", type->tp_name);
        return NULL;
    }
    if (heap_type(type)->ht_module != NULL) return heap_type(type)->ht_module;
    PyErr_Format(PyExc_TypeError, "PyType_GetModule: Type '%s' has no associated module", type->tp_name);
    return NULL;
}

void *PyType_GetModuleState(PyTypeObject *type)
{
    PyObject *module = PyType_GetModule(type);
    return module == NULL ? NULL : PyModule_GetState(module);
}

PyObject *PyType_GetModuleByDef(PyTypeObject *type, PyModuleDef *def)
{
    PyObject *mro = type->tp_mro;
    for (Py_ssize_t i = 0; mro != NULL && i < PyTuple_GET_SIZE(mro); i++) {
        PyTypeObject *t = (PyTypeObject *)PyTuple_GET_ITEM(mro, i);
        PyObject *module = is_heap(t) ? heap_type(t)->ht_module : NULL;
        if (module != NULL && PyModule_GetDef(module) == def) return module;
    }
    PyErr_Format(PyExc_TypeError, "PyType_GetModuleByDef: No superclass of '%s' has the given module", type->tp_name);
    return NULL;
}

static PyObject *type_vectorcall(PyObject *self, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    if (n == 1 && self == (PyObject *)&PyType_Type) {
        if (kwnames != NULL && PyTuple_GET_SIZE(kwnames) > 0) {
            PyErr_SetString(PyExc_TypeError, "type() takes 1 or 3 arguments");
            return NULL;
        }
        return Py_NewRef(Py_TYPE(args[0]));
    }
    return _PyObject_MakeTpCall(PyThreadState_Get(), self, args, n, kwnames);
}

static PyNumberMethods type_as_number = { .nb_or = adder_union_or };

PyTypeObject PyType_Type = {
    STATIC_TYPE("type", PyHeapTypeObject),
    .tp_itemsize = sizeof(PyMemberDef),
    .tp_dealloc = type_dealloc,
    .tp_vectorcall_offset = offsetof(PyTypeObject, tp_vectorcall),
    .tp_repr = type_repr,
    .tp_as_number = &type_as_number,
    .tp_call = adder_type_call,
    .tp_getattro = adder_type_getattro,
    .tp_setattro = adder_type_setattro,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_TYPE_SUBCLASS |
                Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    .tp_traverse = type_traverse,
    .tp_clear = type_clear,
    .tp_weaklistoffset = offsetof(PyTypeObject, tp_weaklist),
    .tp_methods = adder_type_methods,
    .tp_members = adder_type_members,
    .tp_getset = adder_type_getsets,
    .tp_dictoffset = offsetof(PyTypeObject, tp_dict),
    .tp_init = type_init,
    .tp_new = adder_type_new,
    .tp_free = PyObject_GC_Del,
    .tp_is_gc = type_is_gc,
    .tp_vectorcall = type_vectorcall,
};
