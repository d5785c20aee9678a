/* type_lookup.c -- finding an attribute through the MRO: the method cache and the version tags that keep it honest.
 *
 * A tag is given to a type only when all its bases have one, so that a change of a base, which takes away its subclasses'
 * tags, finds them all. Core static types never change: their tags are their indices, the same in every VM. */
#include "runtime/objects/type_internal.h"
#include "runtime/objects/str.h"

int adder_type_state_init(struct adder_type_state *state)
{
    state->cache = PyMem_RawCalloc(ADDER_TYPE_CACHE_SIZE, sizeof *state->cache);
    state->static_types = PyMem_RawCalloc(adder_static_type_count(), sizeof *state->static_types);
    state->next_version = (uint32_t)adder_static_type_count() + 1;
    return state->cache != NULL && state->static_types != NULL ? 0 : -1;
}

static void clear_cache(struct adder_type_state *state)
{
    if (state->cache == NULL) return;
    for (size_t i = 0; i < ADDER_TYPE_CACHE_SIZE; i++) {
        state->cache[i].version = 0;
        Py_CLEAR(state->cache[i].name);
    }
}

static void clear_free_list(PyObject **head, int *count, size_t link)
{
    while (*head != NULL) {
        PyObject *dead = *head;
        *head = *(PyObject **)((char *)dead + link);
        PyObject_GC_Del(dead);
    }
    *count = 0;
}

void adder_type_state_clear(struct adder_type_state *state)
{
    clear_cache(state);
    clear_free_list(&state->method_free, &state->method_free_count, offsetof(PyMethodObject, im_func));
    clear_free_list(&state->cfunction_free, &state->cfunction_free_count, offsetof(PyCFunctionObject, m_self));
}

void adder_type_state_fini(struct adder_type_state *state)
{
    adder_type_state_clear(state);
    if (state->static_types != NULL)
        for (size_t i = 0; i < adder_static_type_count(); i++) PyMem_RawFree(state->static_types[i].subclasses.items);
    PyMem_RawFree(state->static_types);
    PyMem_RawFree(state->cache);
    state->static_types = NULL;
    state->cache = NULL;
}

int adder_type_init(PyInterpreterState *interp) { return adder_type_state_init(&interp->type); }
void adder_type_fini(PyInterpreterState *interp) { adder_type_state_fini(&interp->type); }

/* ---- Version tags ---- */

static bool assign_version(PyTypeObject *type)
{
    struct adder_type_state *state = &adder_interp()->type;
    if (state->next_version == 0 || !(type->tp_flags & Py_TPFLAGS_READY)) return false;
    PyObject *bases = type->tp_bases;
    for (Py_ssize_t i = 0; bases != NULL && i < PyTuple_GET_SIZE(bases); i++)
        if (adder_type_version((PyTypeObject *)PyTuple_GET_ITEM(bases, i)) == 0) return false;
    if (state->next_version == 0) return false;
    type->tp_version_tag = state->next_version++;
    type->tp_flags |= Py_TPFLAGS_VALID_VERSION_TAG;
    return true;
}

uint32_t adder_type_version(PyTypeObject *type)
{
    if (ADDER_LIKELY(type->tp_version_tag != 0)) return type->tp_version_tag;
    return assign_version(type) ? type->tp_version_tag : 0;
}

void PyType_Modified(PyTypeObject *type)
{
    if (type->tp_version_tag == 0 || is_shared(type)) return;
    struct adder_type_list *list = adder_type_subclasses(type);
    for (size_t i = 0; i < list->count; i++) PyType_Modified(list->items[i]);
    type->tp_flags &= ~Py_TPFLAGS_VALID_VERSION_TAG;
    type->tp_version_tag = 0;
}

void adder_type_modified(PyTypeObject *type) { PyType_Modified(type); }

unsigned int PyType_ClearCache(void)
{
    struct adder_type_state *state = &adder_interp()->type;
    clear_cache(state);
    return state->next_version - 1;
}

/* ---- Lookup ---- */

/* `name` in one type's own dict; borrowed, NULL without an exception when absent. */
static PyObject *find_in(PyTypeObject *type, PyObject *name)
{
    PyObject *dict = adder_type_dict(type), *value;
    if (ADDER_UNLIKELY(dict == NULL)) goto fail;
    if (ADDER_LIKELY(PyUnicode_CheckExact(name))) value = adder_dict_get_str_fast(dict, name);
    else value = PyDict_GetItemWithError(dict, name);
    if (value != NULL) return value;
fail:
    if (ADDER_UNLIKELY(PyErr_Occurred() != NULL)) PyErr_Clear();
    return NULL;
}

/* A pending exception is put aside: lookups also run while one is being handled by C code. */
static PyObject *walk(PyTypeObject *type, PyObject *name, PyTypeObject **owner)
{
    PyObject *mro = type->tp_mro, *found = NULL;
    *owner = NULL;
    if (mro == NULL) { /* not ready: only the type itself and its bases are known */
        for (PyTypeObject *t = type; t != NULL && found == NULL; t = t->tp_base)
            if (t->tp_dict != NULL && (found = find_in(t, name)) != NULL) *owner = t;
        return found;
    }
    Py_INCREF(mro); /* comparing odd keys may run code that replaces it */
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(mro); i++) {
        PyTypeObject *t = (PyTypeObject *)PyTuple_GET_ITEM(mro, i);
        if ((found = find_in(t, name)) != NULL) {
            *owner = t;
            break;
        }
    }
    Py_DECREF(mro);
    return found;
}

PyObject *adder_type_lookup_owner(PyTypeObject *type, PyObject *name, PyTypeObject **owner)
{
    PyObject *type_, *value, *traceback, *found;
    if (ADDER_LIKELY(PyErr_Occurred() == NULL)) return walk(type, name, owner);
    PyErr_Fetch(&type_, &value, &traceback);
    found = walk(type, name, owner);
    PyErr_Restore(type_, value, traceback);
    return found;
}

static struct adder_type_cache_entry *cache_entry(struct adder_type_state *state, uint32_t version, PyObject *name)
{
    size_t i = ((size_t)(uintptr_t)name >> 4) ^ (size_t)version * 0x9E5u;
    return &state->cache[i & (ADDER_TYPE_CACHE_SIZE - 1)];
}

static ADDER_COLD PyObject *lookup_and_cache(PyTypeObject *type, PyObject *name)
{
    PyTypeObject *owner;
    uint32_t version = adder_type_version(type);
    PyObject *found = adder_type_lookup_owner(type, name, &owner);
    if (version == 0 || type->tp_version_tag != version || !PyUnicode_CheckExact(name) || !PyUnicode_CHECK_INTERNED(name))
        return found;
    struct adder_type_cache_entry *entry = cache_entry(&adder_interp()->type, version, name);
    PyObject *old = entry->name;
    entry->version = version;
    entry->name = Py_NewRef(name);
    entry->value = found;
    Py_XDECREF(old); /* an exact str: runs no code */
    return found;
}

PyObject *_PyType_Lookup(PyTypeObject *type, PyObject *name)
{
    uint32_t version = type->tp_version_tag;
    if (ADDER_LIKELY(version != 0)) {
        struct adder_type_cache_entry *entry = cache_entry(&adder_interp()->type, version, name);
        if (ADDER_LIKELY(entry->version == version && entry->name == name)) return entry->value;
    }
    return lookup_and_cache(type, name);
}

PyObject *adder_type_lookup(PyTypeObject *type, PyObject *name) { return _PyType_Lookup(type, name); }

PyObject *_PyType_LookupId(PyTypeObject *type, _Py_Identifier *id)
{
    PyObject *name = _PyUnicode_FromId(id);
    return name == NULL ? NULL : _PyType_Lookup(type, name);
}

/* ---- Special methods ---- */

PyObject *adder_special_lookup(PyObject *self, PyObject *name, bool *unbound)
{
    PyObject *found = _PyType_Lookup(Py_TYPE(self), name);
    *unbound = false;
    if (found == NULL) return NULL;
    if (PyType_HasFeature(Py_TYPE(found), Py_TPFLAGS_METHOD_DESCRIPTOR)) {
        *unbound = true;
        return Py_NewRef(found);
    }
    descrgetfunc get = Py_TYPE(found)->tp_descr_get;
    if (get == NULL) return Py_NewRef(found);
    Py_INCREF(found); /* the getter may drop it from the class */
    PyObject *bound = get(found, self, (PyObject *)Py_TYPE(self));
    Py_DECREF(found);
    return bound;
}

PyObject *adder_special_call_maybe(PyObject *self, PyObject *name, PyObject *const *args, Py_ssize_t nargs, bool *found)
{
    bool unbound;
    PyObject *method = adder_special_lookup(self, name, &unbound);
    *found = method != NULL || PyErr_Occurred() != NULL;
    if (method == NULL) return NULL;
    PyObject *result = unbound ? PyObject_Vectorcall(method, args, (size_t)nargs, NULL)
                               : PyObject_Vectorcall(method, args + 1, (size_t)(nargs - 1), NULL);
    Py_DECREF(method);
    return result;
}

PyObject *adder_special_call(PyObject *self, PyObject *name, PyObject *const *args, Py_ssize_t nargs)
{
    bool found;
    PyObject *result = adder_special_call_maybe(self, name, args, nargs, &found);
    if (!found) PyErr_SetObject(PyExc_AttributeError, name);
    return result;
}

PyObject *_PyObject_LookupSpecialId(PyObject *self, _Py_Identifier *id)
{
    PyObject *name = _PyUnicode_FromId(id);
    PyObject *found = name == NULL ? NULL : _PyType_Lookup(Py_TYPE(self), name);
    if (found == NULL) return NULL;
    descrgetfunc get = Py_TYPE(found)->tp_descr_get;
    return get == NULL ? Py_NewRef(found) : get(found, self, (PyObject *)Py_TYPE(self));
}
