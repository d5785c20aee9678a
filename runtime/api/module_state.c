/* module_state.c -- PyState_*: the module of a definition in this interpreter, for extension modules from before multi-phase
 * initialisation. Kept in the interpreter's dict under the definition's address. */
#include "runtime/define.h"
#include "runtime/state/interp.h"

static PyObject *states(void) { return PyInterpreterState_GetDict(adder_interp()); }

/* The key; NULL with an exception. */
static PyObject *key_of(PyModuleDef *def) { return PyUnicode_FromFormat("PyState %p", (void *)def); }

PyObject *PyState_FindModule(PyModuleDef *def)
{
    PyObject *dict = states(), *key = dict == NULL || def->m_slots != NULL ? NULL : key_of(def), *module = NULL;
    if (key != NULL) module = PyDict_GetItemWithError(dict, key);
    Py_XDECREF(key);
    if (module == NULL) PyErr_Clear(); /* NULL means no such module, never an exception */
    return module;
}

int PyState_AddModule(PyObject *module, PyModuleDef *def)
{
    if (def == NULL) Py_FatalError("module definition is NULL");
    if (def->m_slots != NULL) {
        PyErr_SetString(PyExc_SystemError, "PyState_AddModule called on module with slots");
        return -1;
    }
    PyObject *dict = states(), *key = dict == NULL ? NULL : key_of(def);
    int rc = key == NULL ? -1 : PyDict_SetItem(dict, key, module);
    Py_XDECREF(key);
    return rc;
}

int PyState_RemoveModule(PyModuleDef *def)
{
    if (def->m_slots != NULL) {
        PyErr_SetString(PyExc_SystemError, "PyState_RemoveModule called on module with slots");
        return -1;
    }
    PyObject *dict = states(), *key = dict == NULL ? NULL : key_of(def);
    int rc = key == NULL ? -1 : PyDict_DelItem(dict, key);
    Py_XDECREF(key);
    if (rc < 0 && PyErr_ExceptionMatches(PyExc_KeyError)) {
        PyErr_Clear();
        PyErr_SetString(PyExc_SystemError, "module index out of bounds.");
    }
    return rc;
}
