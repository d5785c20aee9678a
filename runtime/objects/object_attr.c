/* object_attr.c -- attributes of objects: the generic lookup (data descriptor, instance, other class attribute), its
 * counterpart for setting, and the quiet forms that report absence without an exception. */
#include "runtime/objects/slot_functions.h"
#include "runtime/objects/type_internal.h"
#include "runtime/objects/str.h"

/* Where the instance keeps its dict pointer; NULL when it has none. With inline values the dict is made first. */
PyObject **_PyObject_GetDictPtr(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    Py_ssize_t offset = type->tp_dictoffset;
    if (offset == 0) return NULL;
    if (type->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) {
        if (*adder_instance_dict_slot(o, type) == NULL && adder_instance_dict(o) == NULL) PyErr_Clear();
    } else if (offset < 0) { /* from the end of a variable-sized object */
        Py_ssize_t n = Py_SIZE(o) < 0 ? -Py_SIZE(o) : Py_SIZE(o);
        size_t size = (size_t)type->tp_basicsize + (size_t)n * (size_t)type->tp_itemsize;
        offset += (Py_ssize_t)((size + 7) & ~(size_t)7);
    }
    return (PyObject **)((char *)o + offset);
}

static ADDER_COLD PyObject *name_error(PyObject *name)
{
    PyErr_Format(PyExc_TypeError, "attribute name must be string, not '%.200s'", Py_TYPE(name)->tp_name);
    return NULL;
}

void adder_attribute_error(PyObject *obj, PyObject *name)
{
    PyErr_Format(PyExc_AttributeError, "'%.50s' object has no attribute '%U'", Py_TYPE(obj)->tp_name, name);
    adder_attribute_error_context(obj, name);
}

/* Puts obj and name into the AttributeError that is set (if they are not there yet), for "Did you mean". */
void adder_attribute_error_context(PyObject *obj, PyObject *name)
{
    PyObject *type, *value, *traceback;
    if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    if (value != NULL && PyObject_TypeCheck(value, (PyTypeObject *)PyExc_AttributeError)) {
        PyAttributeErrorObject *error = (PyAttributeErrorObject *)value;
        if (error->name == NULL && error->obj == NULL) {
            error->name = Py_NewRef(name);
            error->obj = Py_NewRef(obj);
        }
    }
    PyErr_Restore(type, value, traceback);
}

/* ---- Getting ---- */

/* The attribute from the instance itself: a new reference, or NULL (absent, or an exception). */
static PyObject *from_instance(PyObject *obj, PyTypeObject *type, PyObject *name, PyObject *dict)
{
    PyObject *value;
    if (dict == NULL) {
        if ((type->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) && ADDER_LIKELY(PyUnicode_CheckExact(name))) {
            value = adder_instance_get(obj, type, name, NULL);
            return value == NULL ? NULL : Py_NewRef(value);
        }
        if (type->tp_dictoffset == 0) return NULL;
        PyObject **slot = _PyObject_GetDictPtr(obj);
        dict = slot == NULL ? NULL : *slot;
        if (dict == NULL) return NULL;
    }
    Py_INCREF(dict);
    value = PyDict_GetItemWithError(dict, name);
    Py_XINCREF(value);
    Py_DECREF(dict);
    return value;
}

PyObject *adder_generic_getattr(PyObject *obj, PyObject *name, PyObject *dict, bool suppress)
{
    PyTypeObject *type = Py_TYPE(obj);
    if (!PyUnicode_Check(name)) return name_error(name);
    if (!(type->tp_flags & Py_TPFLAGS_READY) && PyType_Ready(type) < 0) return NULL;
    PyObject *descr = _PyType_Lookup(type, name), *result = NULL;
    descrgetfunc get = NULL;
    if (descr != NULL) {
        Py_INCREF(descr);
        get = Py_TYPE(descr)->tp_descr_get;
        if (get != NULL && PyDescr_IsData(descr)) {
            result = get(descr, obj, (PyObject *)type);
            goto done;
        }
    }
    result = from_instance(obj, type, name, dict);
    if (result != NULL || PyErr_Occurred()) goto done;
    if (get != NULL) result = get(descr, obj, (PyObject *)type);
    else if (descr != NULL) return descr;
    else if (!suppress) adder_attribute_error(obj, name);
done:
    if (result == NULL && suppress && PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_AttributeError)) PyErr_Clear();
    Py_XDECREF(descr);
    return result;
}

PyObject *PyObject_GenericGetAttr(PyObject *obj, PyObject *name) { return adder_generic_getattr(obj, name, NULL, false); }

PyObject *_PyObject_GenericGetAttrWithDict(PyObject *obj, PyObject *name, PyObject *dict, int suppress)
{
    return adder_generic_getattr(obj, name, dict, suppress != 0);
}

PyObject *PyObject_GetAttr(PyObject *obj, PyObject *name)
{
    PyTypeObject *type = Py_TYPE(obj);
    if (!PyUnicode_Check(name)) return name_error(name);
    PyObject *result = NULL;
    if (ADDER_LIKELY(type->tp_getattro != NULL)) result = type->tp_getattro(obj, name);
    else if (type->tp_getattr != NULL) {
        const char *text = PyUnicode_AsUTF8(name);
        if (text != NULL) result = type->tp_getattr(obj, (char *)text);
    } else PyErr_Format(PyExc_AttributeError, "'%.50s' object has no attribute '%U'", type->tp_name, name);
    if (result == NULL) adder_attribute_error_context(obj, name);
    return result;
}

int adder_attr_lookup(PyObject *obj, PyObject *name, PyObject **result)
{
    PyTypeObject *type = Py_TYPE(obj);
    *result = NULL;
    if (!PyUnicode_Check(name)) {
        name_error(name);
        return -1;
    }
    if (type->tp_getattro == PyObject_GenericGetAttr) {
        *result = adder_generic_getattr(obj, name, NULL, true);
        return *result != NULL ? 1 : PyErr_Occurred() ? -1 : 0;
    }
    if (type->tp_getattro != NULL) *result = type->tp_getattro(obj, name);
    else if (type->tp_getattr != NULL) {
        const char *text = PyUnicode_AsUTF8(name);
        if (text == NULL) return -1;
        *result = type->tp_getattr(obj, (char *)text);
    } else return 0;
    if (*result != NULL) return 1;
    if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return -1;
    PyErr_Clear();
    return 0;
}

int _PyObject_LookupAttr(PyObject *obj, PyObject *name, PyObject **result) { return adder_attr_lookup(obj, name, result); }

int _PyObject_LookupAttrId(PyObject *obj, _Py_Identifier *id, PyObject **result)
{
    PyObject *name = _PyUnicode_FromId(id);
    *result = NULL;
    return name == NULL ? -1 : adder_attr_lookup(obj, name, result);
}

PyObject *PyObject_GetAttrString(PyObject *obj, const char *text)
{
    PyObject *name = PyUnicode_FromString(text);
    PyObject *result = name == NULL ? NULL : PyObject_GetAttr(obj, name);
    Py_XDECREF(name);
    return result;
}

PyObject *_PyObject_GetAttrId(PyObject *obj, _Py_Identifier *id)
{
    PyObject *name = _PyUnicode_FromId(id);
    return name == NULL ? NULL : PyObject_GetAttr(obj, name);
}

int PyObject_HasAttr(PyObject *obj, PyObject *name)
{
    PyObject *value;
    int rc = adder_attr_lookup(obj, name, &value);
    if (rc < 0) {
        PyErr_Clear();
        return 0;
    }
    Py_XDECREF(value);
    return rc;
}

int PyObject_HasAttrString(PyObject *obj, const char *text)
{
    PyObject *name = PyUnicode_FromString(text);
    if (name == NULL) {
        PyErr_Clear();
        return 0;
    }
    int rc = PyObject_HasAttr(obj, name);
    Py_DECREF(name);
    return rc;
}

/* As the generic lookup, but a function of the class is given unbound. */
int adder_method_lookup(PyObject *obj, PyObject *name, PyObject **method)
{
    PyTypeObject *type = Py_TYPE(obj);
    *method = NULL;
    if (type->tp_getattro != PyObject_GenericGetAttr || !PyUnicode_CheckExact(name)) {
        *method = PyObject_GetAttr(obj, name);
        return *method == NULL ? -1 : 0;
    }
    PyObject *descr = _PyType_Lookup(type, name), *value;
    bool is_method = descr != NULL && PyType_HasFeature(Py_TYPE(descr), Py_TPFLAGS_METHOD_DESCRIPTOR);
    if (!is_method) {
        *method = PyObject_GetAttr(obj, name);
        return *method == NULL ? -1 : 0;
    }
    Py_INCREF(descr);
    value = from_instance(obj, type, name, NULL);
    if (value != NULL || PyErr_Occurred()) {
        Py_DECREF(descr);
        *method = value;
        return value == NULL ? -1 : 0;
    }
    *method = descr;
    return 1;
}

int _PyObject_GetMethod(PyObject *obj, PyObject *name, PyObject **method)
{
    int rc = adder_method_lookup(obj, name, method);
    return rc < 0 ? 0 : rc;
}

/* ---- Setting ---- */

static ADDER_COLD void missing_error(PyObject *obj, PyObject *name)
{
    if (PyType_Check(obj))
        PyErr_Format(PyExc_AttributeError, "type object '%.50s' has no attribute '%U'", ((PyTypeObject *)obj)->tp_name, name);
    else PyErr_Format(PyExc_AttributeError, "'%.100s' object has no attribute '%U'", Py_TYPE(obj)->tp_name, name);
    adder_attribute_error_context(obj, name);
}

static int set_in_dict(PyObject *obj, PyObject *dict, PyObject *name, PyObject *value)
{
    Py_INCREF(dict);
    int rc = value != NULL ? PyDict_SetItem(dict, name, value) : PyDict_DelItem(dict, name);
    Py_DECREF(dict);
    if (rc < 0 && PyErr_ExceptionMatches(PyExc_KeyError)) missing_error(obj, name);
    return rc;
}

static ADDER_COLD int cannot_set(PyObject *obj, PyObject *name, PyObject *descr)
{
    if (descr != NULL)
        PyErr_Format(PyExc_AttributeError, "'%.50s' object attribute '%U' is read-only", Py_TYPE(obj)->tp_name, name);
    else missing_error(obj, name);
    return -1;
}

static int set_in_instance(PyObject *obj, PyTypeObject *type, PyObject *name, PyObject *value, PyObject *descr)
{
    if ((type->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) && PyUnicode_CheckExact(name)) {
        if (value != NULL) return adder_instance_set(obj, type, name, value) < 0 ? -1 : 0;
        int rc = adder_instance_delete(obj, type, name);
        if (rc == 0) missing_error(obj, name);
        return rc > 0 ? 0 : -1;
    }
    PyObject **slot = type->tp_dictoffset == 0 ? NULL : _PyObject_GetDictPtr(obj);
    if (slot == NULL) return cannot_set(obj, name, descr);
    if (*slot == NULL) {
        if (value == NULL) {
            missing_error(obj, name);
            return -1;
        }
        if ((*slot = PyDict_New()) == NULL) return -1;
    }
    return set_in_dict(obj, *slot, name, value);
}

int _PyObject_GenericSetAttrWithDict(PyObject *obj, PyObject *name, PyObject *value, PyObject *dict)
{
    PyTypeObject *type = Py_TYPE(obj);
    if (!PyUnicode_Check(name)) {
        name_error(name);
        return -1;
    }
    if (!(type->tp_flags & Py_TPFLAGS_READY) && PyType_Ready(type) < 0) return -1;
    Py_INCREF(name);
    PyObject *descr = _PyType_Lookup(type, name);
    Py_XINCREF(descr);
    int rc;
    if (descr != NULL && Py_TYPE(descr)->tp_descr_set != NULL) rc = Py_TYPE(descr)->tp_descr_set(descr, obj, value);
    else if (dict != NULL) rc = set_in_dict(obj, dict, name, value);
    else rc = set_in_instance(obj, type, name, value, descr);
    Py_XDECREF(descr);
    Py_DECREF(name);
    return rc;
}

int PyObject_GenericSetAttr(PyObject *obj, PyObject *name, PyObject *value)
{
    return _PyObject_GenericSetAttrWithDict(obj, name, value, NULL);
}

int PyObject_SetAttr(PyObject *obj, PyObject *name, PyObject *value)
{
    PyTypeObject *type = Py_TYPE(obj);
    if (!PyUnicode_Check(name)) {
        name_error(name);
        return -1;
    }
    Py_INCREF(name);
    PyUnicode_InternInPlace(&name);
    int rc = -1;
    if (ADDER_LIKELY(type->tp_setattro != NULL)) rc = type->tp_setattro(obj, name, value);
    else if (type->tp_setattr != NULL) {
        const char *text = PyUnicode_AsUTF8(name);
        if (text != NULL) rc = type->tp_setattr(obj, (char *)text, value);
    } else {
        bool readable = type->tp_getattr != NULL || type->tp_getattro != NULL;
        PyErr_Format(PyExc_TypeError, readable ? "'%.100s' object has only read-only attributes (%s .%U)"
                                               : "'%.100s' object has no attributes (%s .%U)",
                     type->tp_name, value == NULL ? "del" : "assign to", name);
    }
    Py_DECREF(name);
    return rc;
}

int PyObject_SetAttrString(PyObject *obj, const char *text, PyObject *value)
{
    PyObject *name = PyUnicode_InternFromString(text);
    int rc = name == NULL ? -1 : PyObject_SetAttr(obj, name, value);
    Py_XDECREF(name);
    return rc;
}

int _PyObject_SetAttrId(PyObject *obj, _Py_Identifier *id, PyObject *value)
{
    PyObject *name = _PyUnicode_FromId(id);
    return name == NULL ? -1 : PyObject_SetAttr(obj, name, value);
}

/* ---- __dict__ ---- */

PyObject *PyObject_GenericGetDict(PyObject *obj, void *context)
{
    (void)context;
    if (Py_TYPE(obj)->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) {
        PyObject *dict = adder_instance_dict(obj);
        return dict == NULL ? NULL : Py_NewRef(dict);
    }
    PyObject **slot = _PyObject_GetDictPtr(obj);
    if (slot == NULL) {
        PyErr_SetString(PyExc_AttributeError, "This object has no __dict__");
        return NULL;
    }
    if (*slot == NULL && (*slot = PyDict_New()) == NULL) return NULL;
    return Py_NewRef(*slot);
}

int PyObject_GenericSetDict(PyObject *obj, PyObject *value, void *context)
{
    (void)context;
    bool inline_values = (Py_TYPE(obj)->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) != 0;
    PyObject **slot = inline_values ? NULL : _PyObject_GetDictPtr(obj);
    if (!inline_values && slot == NULL) {
        PyErr_SetString(PyExc_AttributeError, "This object has no __dict__");
        return -1;
    }
    if (value == NULL && !inline_values) {
        PyErr_SetString(PyExc_TypeError, "cannot delete __dict__");
        return -1;
    }
    if (value != NULL && !PyDict_Check(value)) {
        PyErr_Format(PyExc_TypeError, "__dict__ must be set to a dictionary, not a '%.200s'", Py_TYPE(value)->tp_name);
        return -1;
    }
    if (inline_values) return adder_instance_set_dict(obj, value);
    Py_XSETREF(*slot, Py_NewRef(value));
    return 0;
}

/* Has the instance no attributes in a __dict__, or no __dict__ at all? */
bool adder_instance_dict_is_empty(PyObject *obj)
{
    PyTypeObject *type = Py_TYPE(obj);
    if (type->tp_dictoffset == 0) return true;
    if (type->tp_flags & ADDER_TPFLAGS_INLINE_VALUES) {
        PyObject *dict = *adder_instance_dict_slot(obj, type);
        return dict == NULL ? adder_instance_used(obj, type) == 0 : PyDict_GET_SIZE(dict) == 0;
    }
    PyObject **slot = _PyObject_GetDictPtr(obj);
    return slot == NULL || *slot == NULL || PyDict_GET_SIZE(*slot) == 0;
}
