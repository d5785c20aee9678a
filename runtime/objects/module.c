/* module.c -- the module type, and making modules from the definitions of C modules (single and multi phase). */
#include "runtime/api/signature.h"
#include "runtime/objects/module.h"
#include "runtime/objects/type_internal.h"
#include "runtime/objects/str.h"
#include <string.h>

#define MODULE_OF(o) ((struct module *)(o))
#define DICT(o)      (MODULE_OF(o)->dict)

/* Set by the importer around a single-phase PyInit_ function: the name that the module gets. Part of the C API. */
const char *_Py_PackageContext;

/* ---- Making ---- */

PyObject *PyModuleDef_Init(PyModuleDef *def)
{
    if (def->m_base.m_index == 0) {
        Py_SET_REFCNT(def, ADDER_IMMORTAL_REFCNT);
        Py_SET_TYPE(def, &PyModuleDef_Type);
        def->m_base.m_index = adder_module_index();
    }
    return (PyObject *)def;
}

/* Indices of definitions are given out once a process, whichever VM asks. */
Py_ssize_t adder_module_index(void)
{
    static Py_ssize_t last; /* only grows */
    return __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED);
}

static int init_dict(PyObject *module, PyObject *dict, PyObject *name, PyObject *doc)
{
    if (PyDict_SetItem(dict, ID(__name__), name) < 0 || PyDict_SetItem(dict, ID(__doc__), doc != NULL ? doc : Py_None) < 0 ||
        PyDict_SetItem(dict, ID(__package__), Py_None) < 0 || PyDict_SetItem(dict, ID(__loader__), Py_None) < 0 ||
        PyDict_SetItem(dict, ID(__spec__), Py_None) < 0)
        return -1;
    if (PyUnicode_CheckExact(name)) Py_XSETREF(MODULE_OF(module)->name, Py_NewRef(name));
    return 0;
}

static PyObject *alloc(PyTypeObject *type)
{
    struct module *m = (struct module *)type->tp_alloc(type, 0);
    if (m == NULL) return NULL;
    if ((m->dict = PyDict_New()) == NULL) Py_CLEAR(m);
    return (PyObject *)m;
}

static PyObject *module_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    return alloc(type);
}

PyObject *PyModule_NewObject(PyObject *name)
{
    PyObject *m = alloc(&PyModule_Type);
    if (m != NULL && init_dict(m, DICT(m), name, NULL) < 0) Py_CLEAR(m);
    return m;
}

PyObject *PyModule_New(const char *name)
{
    PyObject *text = PyUnicode_FromString(name);
    PyObject *m = text == NULL ? NULL : PyModule_NewObject(text);
    Py_XDECREF(text);
    return m;
}

static int add_functions(PyObject *module, PyObject *name, PyMethodDef *functions)
{
    for (PyMethodDef *row = functions; row != NULL && row->ml_name != NULL; row++) {
        if (row->ml_flags & (METH_CLASS | METH_STATIC)) {
            PyErr_SetString(PyExc_ValueError, "module functions cannot set METH_CLASS or METH_STATIC");
            return -1;
        }
        PyObject *function = PyCMethod_New(row, module, name, NULL);
        PyObject *key = function == NULL ? NULL : adder_name_of(row->ml_name);
        int rc = key == NULL ? -1 : PyDict_SetItem(PyModule_GetDict(module), key, function);
        Py_XDECREF(key);
        Py_XDECREF(function);
        if (rc < 0) return -1;
    }
    return 0;
}

int PyModule_AddFunctions(PyObject *module, PyMethodDef *functions)
{
    PyObject *name = PyModule_GetNameObject(module);
    int rc = name == NULL ? -1 : add_functions(module, name, functions);
    Py_XDECREF(name);
    return rc;
}

static int alloc_state(struct module *m, PyModuleDef *def)
{
    if (def->m_size <= 0 || m->state != NULL) return 0;
    m->state = PyMem_Calloc(1, (size_t)def->m_size);
    if (m->state != NULL) return 0;
    PyErr_NoMemory();
    return -1;
}

/* Single phase: the module itself comes from PyInit_. */
PyObject *_PyModule_CreateInitialized(PyModuleDef *def, int api_version)
{
    if (PyModuleDef_Init(def) == NULL) return NULL;
    (void)api_version;
    const char *name = def->m_name;
    if (def->m_slots != NULL) {
        PyErr_Format(PyExc_SystemError, "module %s: PyModule_Create is incompatible with m_slots", name);
        return NULL;
    }
    /* Inside a package the importer knows the full name, of which the definition has the last part. */
    if (_Py_PackageContext != NULL) {
        const char *dot = strrchr(_Py_PackageContext, '.');
        if (dot != NULL && strcmp(def->m_name, dot + 1) == 0) {
            name = _Py_PackageContext;
            _Py_PackageContext = NULL;
        }
    }
    PyObject *m = PyModule_New(name);
    if (m == NULL || alloc_state(MODULE_OF(m), def) < 0) goto fail;
    if (PyModule_AddFunctions(m, def->m_methods) < 0) goto fail;
    if (def->m_doc != NULL && PyModule_SetDocString(m, def->m_doc) < 0) goto fail;
    MODULE_OF(m)->def = def;
    return m;
fail:
    Py_XDECREF(m);
    return NULL;
}

PyObject *PyModule_Create2(PyModuleDef *def, int api_version) { return _PyModule_CreateInitialized(def, api_version); }

/* ---- Multi phase ---- */

/* What a definition's slots ask for: the create function, and whether there is something to execute. */
static int read_slots(PyModuleDef *def, const char *name, PyObject *(**create)(PyObject *, PyModuleDef *), bool *exec)
{
    *create = NULL;
    *exec = false;
    for (PyModuleDef_Slot *s = def->m_slots; s != NULL && s->slot != 0; s++) {
        if (s->slot == Py_mod_create) {
            if (*create != NULL) {
                PyErr_Format(PyExc_SystemError, "module %s has multiple create slots", name);
                return -1;
            }
            *create = (PyObject *(*)(PyObject *, PyModuleDef *))s->value;
        } else if (s->slot == Py_mod_exec) *exec = true;
        else {
            PyErr_Format(PyExc_SystemError, "module %s uses unknown slot ID %i", name, s->slot);
            return -1;
        }
    }
    return 0;
}

static PyObject *create_by_slot(PyModuleDef *def, PyObject *spec, const char *name, PyObject *(*create)(PyObject *, PyModuleDef *))
{
    PyObject *m = create(spec, def);
    if (m == NULL) {
        if (!PyErr_Occurred()) PyErr_Format(PyExc_SystemError, "creation of module %s failed without setting an exception", name);
        return NULL;
    }
    if (!PyErr_Occurred()) return m;
    _PyErr_FormatFromCause(PyExc_SystemError, "creation of module %s raised unreported exception", name);
    Py_DECREF(m);
    return NULL;
}

PyObject *PyModule_FromDefAndSpec2(PyModuleDef *def, PyObject *spec, int api_version)
{
    PyObject *(*create)(PyObject *, PyModuleDef *), *m = NULL;
    bool exec;
    (void)api_version;
    PyModuleDef_Init(def);
    PyObject *name_object = PyObject_GetAttr(spec, ID(name));
    const char *name = name_object == NULL ? NULL : PyUnicode_AsUTF8(name_object);
    if (name == NULL) goto fail;
    if (def->m_size < 0) {
        PyErr_Format(PyExc_SystemError, "module %s: m_size may not be negative for multi-phase initialization", name);
        goto fail;
    }
    if (read_slots(def, name, &create, &exec) < 0) goto fail;
    m = create != NULL ? create_by_slot(def, spec, name, create) : PyModule_NewObject(name_object);
    if (m == NULL) goto fail;
    if (PyModule_Check(m)) {
        MODULE_OF(m)->def = def;
    } else {
        if (def->m_size > 0 || def->m_traverse != NULL || def->m_clear != NULL || def->m_free != NULL) {
            PyErr_Format(PyExc_SystemError, "module %s is not a module object, but requests module state", name);
            goto fail;
        }
        if (exec) {
            PyErr_Format(PyExc_SystemError, "module %s specifies execution slots, but did not create a ModuleType instance", name);
            goto fail;
        }
    }
    if (def->m_methods != NULL && add_functions(m, name_object, def->m_methods) < 0) goto fail;
    if (def->m_doc != NULL && PyModule_SetDocString(m, def->m_doc) < 0) goto fail;
    Py_DECREF(name_object);
    return m;
fail:
    Py_XDECREF(m);
    Py_XDECREF(name_object);
    return NULL;
}

int PyModule_ExecDef(PyObject *module, PyModuleDef *def)
{
    const char *name = PyModule_GetName(module);
    if (name == NULL) return -1;
    if (alloc_state(MODULE_OF(module), def) < 0) return -1;
    for (PyModuleDef_Slot *s = def->m_slots; s != NULL && s->slot != 0; s++) {
        if (s->slot != Py_mod_exec || s->value == NULL) continue;
        int rc = ((int (*)(PyObject *))s->value)(module);
        if (rc != 0) {
            if (!PyErr_Occurred())
                PyErr_Format(PyExc_SystemError, "execution of module %s failed without setting an exception", name);
            return -1;
        }
        if (PyErr_Occurred()) {
            _PyErr_FormatFromCause(PyExc_SystemError, "execution of module %s raised unreported exception", name);
            return -1;
        }
    }
    return 0;
}

/* ---- Parts ---- */

PyObject *PyModule_GetDict(PyObject *m)
{
    if (PyModule_Check(m)) return DICT(m);
    PyErr_BadInternalCall();
    return NULL;
}

int PyModule_SetDocString(PyObject *m, const char *doc)
{
    PyObject *text = PyUnicode_FromString(doc);
    int rc = text == NULL ? -1 : PyObject_SetAttr(m, ID(__doc__), text);
    Py_XDECREF(text);
    return rc;
}

PyObject *PyModule_GetNameObject(PyObject *m)
{
    if (!PyModule_Check(m)) {
        PyErr_BadArgument();
        return NULL;
    }
    PyObject *name = PyDict_GetItemWithError(DICT(m), ID(__name__));
    if (name != NULL && PyUnicode_Check(name)) return Py_NewRef(name);
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_SystemError, "nameless module");
    return NULL;
}

const char *PyModule_GetName(PyObject *m)
{
    PyObject *name = PyModule_GetNameObject(m);
    if (name == NULL) return NULL;
    Py_DECREF(name); /* the dict holds it */
    return PyUnicode_AsUTF8(name);
}

PyObject *PyModule_GetFilenameObject(PyObject *m)
{
    if (!PyModule_Check(m)) {
        PyErr_BadArgument();
        return NULL;
    }
    PyObject *file = PyDict_GetItemWithError(DICT(m), ID(__file__));
    if (file != NULL && PyUnicode_Check(file)) return Py_NewRef(file);
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_SystemError, "module filename missing");
    return NULL;
}

const char *PyModule_GetFilename(PyObject *m)
{
    PyObject *file = PyModule_GetFilenameObject(m);
    if (file == NULL) return NULL;
    Py_DECREF(file);
    return PyUnicode_AsUTF8(file);
}

PyModuleDef *PyModule_GetDef(PyObject *m)
{
    if (PyModule_Check(m)) return MODULE_OF(m)->def;
    PyErr_BadArgument();
    return NULL;
}

void *PyModule_GetState(PyObject *m)
{
    if (PyModule_Check(m)) return MODULE_OF(m)->state;
    PyErr_BadArgument();
    return NULL;
}

/* ---- Filling ---- */

PyObject *adder_name_of(const char *text)
{
    return PyUnicode_InternFromString(text);
}

int PyModule_AddObjectRef(PyObject *m, const char *name, PyObject *value)
{
    if (!PyModule_Check(m)) {
        PyErr_SetString(PyExc_TypeError, "PyModule_AddObjectRef() first argument must be a module");
        return -1;
    }
    if (value == NULL) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_SystemError, "PyModule_AddObjectRef() must be called with an exception raised if value is NULL");
        return -1;
    }
    PyObject *key = adder_name_of(name);
    int rc = key == NULL ? -1 : PyDict_SetItem(DICT(m), key, value);
    Py_XDECREF(key);
    return rc;
}

/* Steals the value on success only: the API has always been so. */
int PyModule_AddObject(PyObject *m, const char *name, PyObject *value)
{
    int rc = PyModule_AddObjectRef(m, name, value);
    if (rc == 0) Py_XDECREF(value);
    return rc;
}

int PyModule_AddIntConstant(PyObject *m, const char *name, long value)
{
    PyObject *o = PyLong_FromLong(value);
    int rc = o == NULL ? -1 : PyModule_AddObjectRef(m, name, o);
    Py_XDECREF(o);
    return rc;
}

int PyModule_AddStringConstant(PyObject *m, const char *name, const char *value)
{
    PyObject *o = PyUnicode_FromString(value);
    int rc = o == NULL ? -1 : PyModule_AddObjectRef(m, name, o);
    Py_XDECREF(o);
    return rc;
}

int PyModule_AddType(PyObject *m, PyTypeObject *type)
{
    if (PyType_Ready(type) < 0) return -1;
    return PyModule_AddObjectRef(m, _PyType_Name(type), (PyObject *)type);
}

/* ---- Ending ---- */

/* Sets names to None in two passes, first those that start with one underscore, so that what a module's own objects need
 * while they die is there as long as possible. __builtins__ stays. */
void _PyModule_ClearDict(PyObject *dict)
{
    PyObject *key, *value;
    for (int pass = 0; pass < 2; pass++)
        for (Py_ssize_t pos = 0; PyDict_Next(dict, &pos, &key, &value);) {
            if (value == Py_None || !PyUnicode_Check(key) || PyUnicode_GET_LENGTH(key) == 0) continue;
            bool underscore = PyUnicode_READ_CHAR(key, 0) == '_' &&
                              (PyUnicode_GET_LENGTH(key) < 2 || PyUnicode_READ_CHAR(key, 1) != '_');
            if (pass == 0 && !underscore) continue;
            if (pass == 1 && _PyUnicode_EqualToASCIIString(key, "__builtins__")) continue;
            if (PyDict_SetItem(dict, key, Py_None) < 0) PyErr_WriteUnraisable(NULL);
        }
}

void _PyModule_Clear(PyObject *m)
{
    if (DICT(m) != NULL) _PyModule_ClearDict(DICT(m));
}

int _PyModuleSpec_IsInitializing(PyObject *spec)
{
    PyObject *value;
    if (spec == NULL || _PyObject_LookupAttr(spec, ID(_initializing), &value) <= 0) {
        PyErr_Clear();
        return 0;
    }
    int truth = PyObject_IsTrue(value);
    Py_DECREF(value);
    if (truth < 0) PyErr_Clear();
    return truth > 0;
}

static void module_dealloc(PyObject *self)
{
    struct module *m = MODULE_OF(self);
    PyObject_GC_UnTrack(self);
    if (m->weakrefs != NULL) PyObject_ClearWeakRefs(self);
    if (m->def != NULL && m->def->m_free != NULL && (m->def->m_size <= 0 || m->state != NULL)) m->def->m_free(self);
    Py_XDECREF(m->dict);
    Py_XDECREF(m->name);
    PyMem_Free(m->state);
    Py_TYPE(self)->tp_free(self);
}

static int module_traverse(PyObject *self, visitproc visit, void *arg)
{
    struct module *m = MODULE_OF(self);
    if (m->def != NULL && m->def->m_traverse != NULL && (m->def->m_size <= 0 || m->state != NULL)) {
        int rc = m->def->m_traverse(self, visit, arg);
        if (rc) return rc;
    }
    Py_VISIT(m->dict);
    return 0;
}

static int module_clear(PyObject *self)
{
    struct module *m = MODULE_OF(self);
    int rc = 0;
    if (m->def != NULL && m->def->m_clear != NULL && (m->def->m_size <= 0 || m->state != NULL)) rc = m->def->m_clear(self);
    if (PyErr_Occurred()) PyErr_WriteUnraisable(NULL);
    Py_CLEAR(m->dict);
    return rc;
}

/* ---- Python side ---- */

static int module_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *a[2];
    if (adder_bind_args("module(name, doc=None)", args, kwargs, a) < 0) return -1;
    if (!PyUnicode_Check(a[0])) {
        PyErr_Format(PyExc_TypeError, "module() argument 'name' must be str, not %.50s", Py_TYPE(a[0])->tp_name);
        return -1;
    }
    if (DICT(self) == NULL && (DICT(self) = PyDict_New()) == NULL) return -1;
    return init_dict(self, DICT(self), a[0], a[1]);
}

static PyObject *module_repr(PyObject *self)
{
    return adder_module_repr(self);
}

/* What a missing attribute of a module says: module __getattr__, or whether the module is only half imported. */
static PyObject *missing_attribute(PyObject *self, PyObject *name)
{
    PyObject *dict = DICT(self), *getattr = PyDict_GetItemWithError(dict, ID(__getattr__));
    if (getattr != NULL) {
        Py_INCREF(getattr);
        PyObject *result = PyObject_CallOneArg(getattr, name);
        Py_DECREF(getattr);
        return result;
    }
    PyObject *module_name = PyErr_Occurred() ? NULL : PyDict_GetItemWithError(dict, ID(__name__));
    if (module_name != NULL && PyUnicode_Check(module_name)) {
        Py_INCREF(module_name);
        PyObject *spec = Py_XNewRef(PyDict_GetItemWithError(dict, ID(__spec__)));
        if (_PyModuleSpec_IsInitializing(spec))
            PyErr_Format(PyExc_AttributeError, "partially initialized module '%U' has no attribute '%U' (most likely due to a "
                         "circular import)", module_name, name);
        else PyErr_Format(PyExc_AttributeError, "module '%U' has no attribute '%U'", module_name, name);
        Py_XDECREF(spec);
        Py_DECREF(module_name);
    } else if (!PyErr_Occurred()) PyErr_Format(PyExc_AttributeError, "module has no attribute '%U'", name);
    return NULL;
}

static PyObject *module_getattro(PyObject *self, PyObject *name)
{
    PyObject *result = adder_generic_getattr(self, name, DICT(self), true);
    if (result != NULL || PyErr_Occurred() || DICT(self) == NULL) return result;
    result = missing_attribute(self, name);
    if (result == NULL) adder_attribute_error_context(self, name);
    return result;
}

static PyObject *module_dir(PyObject *self, PyObject *const *args)
{
    (void)args;
    PyObject *dict = PyObject_GetAttr(self, ID(__dict__)), *names = NULL;
    if (dict == NULL) return NULL;
    if (!PyDict_Check(dict)) PyErr_Format(PyExc_TypeError, "%.200s.__dict__ is not a dictionary", "<module>");
    else {
        PyObject *dir = PyDict_GetItemWithError(dict, ID(__dir__));
        if (dir != NULL) names = PyObject_CallNoArgs(dir);
        else if (!PyErr_Occurred()) names = PyDict_Keys(dict);
    }
    Py_DECREF(dict);
    return names;
}

static PyObject *module_get_annotations(PyObject *self, void *context)
{
    (void)context;
    PyObject *dict = PyObject_GetAttr(self, ID(__dict__));
    if (dict == NULL || !PyDict_Check(dict)) {
        if (dict != NULL) PyErr_Format(PyExc_TypeError, "<module>.__dict__ is not a dictionary");
        Py_XDECREF(dict);
        return NULL;
    }
    PyObject *annotations = Py_XNewRef(PyDict_GetItemWithError(dict, ID(__annotations__)));
    if (annotations == NULL && !PyErr_Occurred() && (annotations = PyDict_New()) != NULL &&
        PyDict_SetItem(dict, ID(__annotations__), annotations) < 0)
        Py_CLEAR(annotations);
    Py_DECREF(dict);
    return annotations;
}

static int module_set_annotations(PyObject *self, PyObject *value, void *context)
{
    (void)context;
    PyObject *dict = PyObject_GetAttr(self, ID(__dict__));
    int rc = -1;
    if (dict == NULL) return -1;
    if (!PyDict_Check(dict)) PyErr_Format(PyExc_TypeError, "<module>.__dict__ is not a dictionary");
    else if (value != NULL) rc = PyDict_SetItem(dict, ID(__annotations__), value);
    else if ((rc = PyDict_DelItem(dict, ID(__annotations__))) < 0 && PyErr_ExceptionMatches(PyExc_KeyError))
        PyErr_SetString(PyExc_AttributeError, "__annotations__");
    Py_DECREF(dict);
    return rc;
}

static PyObject *module_get_dict(PyObject *self, void *context)
{
    (void)context;
    if (DICT(self) == NULL) PyErr_SetObject(PyExc_AttributeError, ID(__dict__));
    return Py_XNewRef(DICT(self));
}

static PyMethodDef module_methods[] = {
    FN("__dir__", module_dir, "($self, /)", "__dir__() -> list\nspecialized dir() implementation"),
    { 0 },
};
static PyGetSetDef module_getsets[] = {
    { "__dict__", module_get_dict, NULL, NULL, NULL },
    { "__annotations__", module_get_annotations, module_set_annotations, NULL, NULL },
    { 0 },
};

PyTypeObject PyModule_Type = {
    STATIC_TYPE("module", struct module),
    .tp_dealloc = module_dealloc,
    .tp_repr = module_repr,
    .tp_getattro = module_getattro,
    .tp_setattro = PyObject_GenericSetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .tp_doc = "module(name, doc=None)\n--\n\nAn empty module of that name.",
    .tp_traverse = module_traverse,
    .tp_clear = module_clear,
    .tp_weaklistoffset = offsetof(struct module, weakrefs),
    .tp_methods = module_methods,
    .tp_getset = module_getsets,
    .tp_dictoffset = offsetof(struct module, dict),
    .tp_init = module_init,
    .tp_alloc = PyType_GenericAlloc,
    .tp_new = module_new,
    .tp_free = PyObject_GC_Del,
};

PyTypeObject PyModuleDef_Type = { STATIC_TYPE("moduledef", PyModuleDef), .tp_flags = Py_TPFLAGS_DEFAULT };
