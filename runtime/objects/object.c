/* object.c -- what any object can do: repr, comparison, hash, truth, dir(). */
#include "runtime/objects/type_internal.h"
#include "runtime/objects/str.h"
#include <string.h>

/* ---- Counting and making ---- */

#undef Py_Is
#undef Py_IsNone
#undef Py_NewRef
#undef Py_XNewRef
int Py_Is(PyObject *x, PyObject *y) { return x == y; }
int Py_IsNone(PyObject *x) { return x == Py_None; }
PyObject *Py_NewRef(PyObject *o) { return _Py_NewRef(o); }
PyObject *Py_XNewRef(PyObject *o) { return _Py_XNewRef(o); }
#define Py_NewRef(op)  _Py_NewRef(_PyObject_CAST(op))
#define Py_XNewRef(op) _Py_XNewRef(_PyObject_CAST(op))
void Py_IncRef(PyObject *o) { Py_XINCREF(o); }
void Py_DecRef(PyObject *o) { Py_XDECREF(o); }
void _Py_IncRef(PyObject *o) { Py_INCREF(o); }
void _Py_DecRef(PyObject *o) { Py_DECREF(o); }
void _Py_NewReference(PyObject *o) { Py_SET_REFCNT(o, 1); }
void _Py_Dealloc(PyObject *o) { Py_TYPE(o)->tp_dealloc(o); }

PyObject *PyObject_Init(PyObject *o, PyTypeObject *type)
{
    if (o == NULL) return PyErr_NoMemory();
    Py_SET_TYPE(o, type);
    if (is_heap(type)) Py_INCREF(type);
    Py_SET_REFCNT(o, 1);
    return o;
}

PyVarObject *PyObject_InitVar(PyVarObject *o, PyTypeObject *type, Py_ssize_t size)
{
    if (PyObject_Init((PyObject *)o, type) == NULL) return NULL;
    Py_SET_SIZE(o, size);
    return o;
}

PyObject *_PyObject_New(PyTypeObject *type)
{
    PyObject *o = PyObject_Malloc((size_t)type->tp_basicsize);
    return o == NULL ? PyErr_NoMemory() : PyObject_Init(o, type);
}

PyVarObject *_PyObject_NewVar(PyTypeObject *type, Py_ssize_t n)
{
    size_t size = (size_t)type->tp_basicsize + (size_t)n * (size_t)type->tp_itemsize;
    PyVarObject *o = PyObject_Malloc((size + 7) & ~(size_t)7);
    return o == NULL ? (PyVarObject *)PyErr_NoMemory() : PyObject_InitVar(o, type, n);
}

/* ---- Text ---- */

static PyObject *recursive_text(PyObject *o, reprfunc make, const char *where, const char *method)
{
    if (Py_EnterRecursiveCall(where)) return NULL;
    PyObject *text = make(o);
    Py_LeaveRecursiveCall();
    if (text == NULL || PyUnicode_Check(text)) return text;
    PyErr_Format(PyExc_TypeError, "%s returned non-string (type %.200s)", method, Py_TYPE(text)->tp_name);
    Py_DECREF(text);
    return NULL;
}

PyObject *PyObject_Repr(PyObject *o)
{
    if (PyErr_CheckSignals()) return NULL;
    if (o == NULL) return PyUnicode_FromString("<NULL>");
    if (Py_TYPE(o)->tp_repr == NULL) return PyUnicode_FromFormat("<%s object at %p>", Py_TYPE(o)->tp_name, o);
    return recursive_text(o, Py_TYPE(o)->tp_repr, " while getting the repr of an object", "__repr__");
}

PyObject *PyObject_Str(PyObject *o)
{
    if (PyErr_CheckSignals()) return NULL;
    if (o == NULL) return PyUnicode_FromString("<NULL>");
    if (PyUnicode_CheckExact(o)) return Py_NewRef(o);
    if (Py_TYPE(o)->tp_str == NULL) return PyObject_Repr(o);
    return recursive_text(o, Py_TYPE(o)->tp_str, " while getting the str of an object", "__str__");
}

PyObject *PyObject_ASCII(PyObject *o)
{
    PyObject *repr = PyObject_Repr(o);
    if (repr == NULL || PyUnicode_IS_ASCII(repr)) return repr;
    PyObject *bytes = _PyUnicode_AsASCIIString(repr, "backslashreplace");
    Py_DECREF(repr);
    if (bytes == NULL) return NULL;
    PyObject *ascii = PyUnicode_DecodeASCII(PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes), "strict");
    Py_DECREF(bytes);
    return ascii;
}

PyObject *PyObject_Bytes(PyObject *o)
{
    if (o == NULL) return PyBytes_FromString("<NULL>");
    if (PyBytes_CheckExact(o)) return Py_NewRef(o);
    bool found;
    PyObject *bytes = adder_special_call_maybe(o, ID(__bytes__), &o, 1, &found);
    if (!found) return PyBytes_FromObject(o);
    if (bytes != NULL && !PyBytes_Check(bytes)) {
        PyErr_Format(PyExc_TypeError, "__bytes__ returned non-bytes (type %.200s)", Py_TYPE(bytes)->tp_name);
        Py_CLEAR(bytes);
    }
    return bytes;
}

PyObject *_PyObject_FunctionStr(PyObject *function)
{
    PyObject *qualname, *module = NULL, *text = NULL;
    int rc = _PyObject_LookupAttr(function, ID(__qualname__), &qualname);
    if (rc < 0) return NULL;
    if (rc == 0) return PyObject_Str(function);
    rc = _PyObject_LookupAttr(function, ID(__module__), &module);
    if (rc < 0) goto done;
    if (module != NULL && module != Py_None) {
        int same = PyObject_RichCompareBool(module, ID(builtins), Py_NE);
        if (same < 0) goto done;
        if (same > 0) {
            text = PyUnicode_FromFormat("%S.%S()", module, qualname);
            goto done;
        }
    }
    text = PyUnicode_FromFormat("%S()", qualname);
done:
    Py_DECREF(qualname);
    Py_XDECREF(module);
    return text;
}

int PyObject_Print(PyObject *o, FILE *file, int flags)
{
    PyObject *text = flags & Py_PRINT_RAW ? PyObject_Str(o) : PyObject_Repr(o);
    Py_ssize_t size;
    const char *chars = text == NULL ? NULL : PyUnicode_AsUTF8AndSize(text, &size);
    int rc = -1;
    if (chars != NULL) {
        rc = fwrite(chars, 1, (size_t)size, file) == (size_t)size ? 0 : -1;
        if (rc < 0) PyErr_SetFromErrno(PyExc_OSError);
    }
    Py_XDECREF(text);
    return rc;
}

void _PyObject_Dump(PyObject *o)
{
    if (o == NULL) fprintf(stderr, "object: NULL\n");
    else fprintf(stderr, "object at %p: type %s, refcount %zd\n", (void *)o, Py_TYPE(o)->tp_name, Py_REFCNT(o));
    fflush(stderr);
}

int _PyObject_IsFreed(PyObject *o) { return o == NULL || Py_TYPE(o) == NULL; }
int _PyObject_CheckConsistency(PyObject *o, int check) { (void)check; return o != NULL && Py_TYPE(o) != NULL; }
void _Py_BreakPoint(void) {}

void _PyObject_AssertFailed(PyObject *o, const char *expression, const char *message, const char *file, int line,
                            const char *function)
{
    fprintf(stderr, "%s:%d: %s: %s%s%s\n", file, line, function ? function : "", expression ? expression : "failed",
            message ? ": " : "", message ? message : "");
    _PyObject_Dump(o);
    Py_FatalError("_PyObject_AssertFailed");
}

/* ---- Comparison ---- */

int _Py_SwappedOp[] = { Py_GT, Py_GE, Py_EQ, Py_NE, Py_LT, Py_LE };
static const char *const operator_text[] = { "<", "<=", "==", "!=", ">", ">=" };

static PyObject *compare(PyObject *v, PyObject *w, int op)
{
    PyTypeObject *vt = Py_TYPE(v), *wt = Py_TYPE(w);
    bool tried_reflected = false;
    PyObject *result;
    if (vt != wt && PyType_IsSubtype(wt, vt) && wt->tp_richcompare != NULL) {
        tried_reflected = true;
        if ((result = wt->tp_richcompare(w, v, _Py_SwappedOp[op])) != Py_NotImplemented) return result;
        Py_DECREF(result);
    }
    if (Py_TYPE(v)->tp_richcompare != NULL) {
        if ((result = Py_TYPE(v)->tp_richcompare(v, w, op)) != Py_NotImplemented) return result;
        Py_DECREF(result);
    }
    if (!tried_reflected && Py_TYPE(w)->tp_richcompare != NULL) {
        if ((result = Py_TYPE(w)->tp_richcompare(w, v, _Py_SwappedOp[op])) != Py_NotImplemented) return result;
        Py_DECREF(result);
    }
    if (op == Py_EQ) return PyBool_FromLong(v == w);
    if (op == Py_NE) return PyBool_FromLong(v != w);
    PyErr_Format(PyExc_TypeError, "'%s' not supported between instances of '%.100s' and '%.100s'", operator_text[op],
                 Py_TYPE(v)->tp_name, Py_TYPE(w)->tp_name);
    return NULL;
}

PyObject *PyObject_RichCompare(PyObject *v, PyObject *w, int op)
{
    if (v == NULL || w == NULL) {
        if (!PyErr_Occurred()) PyErr_BadInternalCall();
        return NULL;
    }
    if (Py_EnterRecursiveCall(" in comparison")) return NULL;
    PyObject *result = compare(v, w, op);
    Py_LeaveRecursiveCall();
    return result;
}

int PyObject_RichCompareBool(PyObject *v, PyObject *w, int op)
{
    if (v == w) {
        if (op == Py_EQ) return 1;
        if (op == Py_NE) return 0;
    }
    PyObject *result = PyObject_RichCompare(v, w, op);
    if (result == NULL) return -1;
    int truth = PyBool_Check(result) ? result == Py_True : PyObject_IsTrue(result);
    Py_DECREF(result);
    return truth;
}

/* ---- Hash and truth ---- */

Py_hash_t PyObject_HashNotImplemented(PyObject *o)
{
    PyErr_Format(PyExc_TypeError, "unhashable type: '%.200s'", Py_TYPE(o)->tp_name);
    return -1;
}

Py_hash_t PyObject_Hash(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    if (ADDER_LIKELY(type->tp_hash != NULL)) return type->tp_hash(o);
    if (!(type->tp_flags & Py_TPFLAGS_READY)) {
        if (PyType_Ready(type) < 0) return -1;
        if (type->tp_hash != NULL) return type->tp_hash(o);
    }
    return PyObject_HashNotImplemented(o);
}

int PyObject_IsTrue(PyObject *o)
{
    if (o == Py_True) return 1;
    if (o == Py_False || o == Py_None) return 0;
    PyTypeObject *type = Py_TYPE(o);
    Py_ssize_t n;
    if (type->tp_as_number != NULL && type->tp_as_number->nb_bool != NULL) n = type->tp_as_number->nb_bool(o);
    else if (type->tp_as_mapping != NULL && type->tp_as_mapping->mp_length != NULL) n = type->tp_as_mapping->mp_length(o);
    else if (type->tp_as_sequence != NULL && type->tp_as_sequence->sq_length != NULL) n = type->tp_as_sequence->sq_length(o);
    else return 1;
    return n > 0 ? 1 : (int)n;
}

int PyObject_Not(PyObject *o)
{
    int truth = PyObject_IsTrue(o);
    return truth < 0 ? truth : !truth;
}

int PyCallable_Check(PyObject *o) { return o != NULL && Py_TYPE(o)->tp_call != NULL; }
PyObject *PyObject_SelfIter(PyObject *o) { return Py_NewRef(o); }

PyObject *_PyObject_NextNotImplemented(PyObject *o)
{
    PyErr_Format(PyExc_TypeError, "'%.200s' object is not iterable", Py_TYPE(o)->tp_name);
    return NULL;
}

int _PyObject_IsAbstract(PyObject *o)
{
    PyObject *flag;
    if (o == NULL) return 0;
    int rc = _PyObject_LookupAttr(o, ID(__isabstractmethod__), &flag);
    if (rc <= 0) return rc;
    rc = PyObject_IsTrue(flag);
    Py_DECREF(flag);
    return rc;
}

/* ---- dir() ---- */

static PyObject *dir_locals(void)
{
    PyObject *locals = PyEval_GetLocals();
    PyObject *names = locals == NULL ? NULL : PyMapping_Keys(locals);
    if (names == NULL) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_SystemError, "frame does not exist");
        return NULL;
    }
    if (!PyList_Check(names)) {
        PyErr_Format(PyExc_TypeError, "dir(): expected keys() of locals to be a list, not '%.200s'", Py_TYPE(names)->tp_name);
        Py_CLEAR(names);
    } else if (PyList_Sort(names) < 0) Py_CLEAR(names);
    return names;
}

PyObject *PyObject_Dir(PyObject *o)
{
    if (o == NULL) return dir_locals();
    bool found;
    PyObject *result = adder_special_call_maybe(o, ID(__dir__), &o, 1, &found);
    if (!found) PyErr_SetString(PyExc_TypeError, "object does not provide __dir__");
    if (result == NULL) return NULL;
    PyObject *names = PySequence_List(result);
    Py_DECREF(result);
    if (names != NULL && PyList_Sort(names) < 0) Py_CLEAR(names);
    return names;
}
