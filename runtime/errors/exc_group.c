/* exc_group.c -- BaseExceptionGroup and ExceptionGroup (PEP 654): trees of exceptions, split by a condition.
 *
 * A group is immutable: message and tuple of exceptions. Splitting keeps the tree's shape and each node's traceback,
 * cause, context and notes; a node without matching leaves disappears. ExceptionGroup has two bases, so it is no static
 * type but a class made for each interpreter. */
#include "runtime/errors/exceptions.h"
#include "runtime/memory/memory.h"
#include "runtime/objects/type.h"
#include <structmember.h>

#define GROUP(self) ((ExcGroup *)(self))

static bool is_group(PyObject *o) { return PyObject_TypeCheck(o, &_PyExc_BaseExceptionGroup); }
static PyObject *plain_group(void) { return adder_interp()->errors.exception_group; }

/* ---- making ---- */

/* All are exceptions: 1 when all derive from Exception, 0 when not; -1 with ValueError. */
static int check_items(PyObject *items)
{
    int ordinary = 1;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(items); i++) {
        PyObject *item = PyTuple_GET_ITEM(items, i);
        if (!PyExceptionInstance_Check(item)) {
            PyErr_Format(PyExc_ValueError, "Item %zd of second argument (exceptions) is not an exception", i);
            return -1;
        }
        if (!PyObject_TypeCheck(item, &_PyExc_Exception)) ordinary = 0;
    }
    return ordinary;
}

/* The class to make: BaseExceptionGroup of ordinary exceptions is an ExceptionGroup; one that is an Exception itself
 * takes no others. Borrowed, NULL with TypeError. */
static PyTypeObject *choose_class(PyTypeObject *type, int ordinary)
{
    if (type == &_PyExc_BaseExceptionGroup)
        return ordinary && plain_group() != NULL ? (PyTypeObject *)plain_group() : type; /* gone: the interpreter ends */
    if (ordinary || !PyType_IsSubtype(type, &_PyExc_Exception)) return type;
    if ((PyObject *)type == plain_group())
        PyErr_SetString(PyExc_TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
    else
        PyErr_Format(PyExc_TypeError, "Cannot nest BaseExceptions in '%.200s'", type->tp_name);
    return NULL;
}

static PyObject *group_tuple(PyObject *exceptions)
{
    if (!PySequence_Check(exceptions)) {
        PyErr_SetString(PyExc_TypeError, "second argument (exceptions) must be a sequence");
        return NULL;
    }
    PyObject *items = PySequence_Tuple(exceptions);
    if (items != NULL && PyTuple_GET_SIZE(items) == 0) {
        PyErr_SetString(PyExc_ValueError, "second argument (exceptions) must be a non-empty sequence");
        Py_CLEAR(items);
    }
    return items;
}

static PyObject *group_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *message, *exceptions;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "UO:BaseExceptionGroup.__new__", &message, &exceptions)) return NULL;
    PyObject *items = group_tuple(exceptions), *self = NULL;
    if (items == NULL) return NULL;
    int ordinary = check_items(items);
    if (ordinary < 0 || (type = choose_class(type, ordinary)) == NULL) goto done;
    self = adder_exc_new(type, args, NULL);
    if (self == NULL) goto done;
    GROUP(self)->msg = Py_NewRef(message);
    GROUP(self)->excs = Py_NewRef(items);
done:
    Py_DECREF(items);
    return self;
}

PyObject *adder_group_new(PyObject *message, PyObject *exceptions)
{
    return PyObject_CallFunctionObjArgs((PyObject *)&_PyExc_BaseExceptionGroup, message, exceptions, NULL);
}

/* ---- splitting ---- */

typedef enum { BY_TYPE, BY_PREDICATE, BY_IDENTITY } Kind;

/* What exceptions are looked for: a class or tuple of them, a function, or a set of addresses of leaves. */
typedef struct { Kind kind; PyObject *value; } Condition;

/* The two halves: new references, NULL when empty. */
typedef struct { PyObject *match, *rest; } Halves;

static int condition_from(PyObject *value, Condition *out)
{
    out->value = value;
    out->kind = BY_TYPE;
    if (PyFunction_Check(value)) {
        out->kind = BY_PREDICATE;
        return 0;
    }
    if (PyExceptionClass_Check(value)) return 0;
    if (PyTuple_CheckExact(value)) {
        Py_ssize_t i = 0, n = PyTuple_GET_SIZE(value);
        while (i < n && PyExceptionClass_Check(PyTuple_GET_ITEM(value, i))) i++;
        if (i == n) return 0;
    }
    PyErr_SetString(PyExc_TypeError, "expected a function, exception type or tuple of exception types");
    return -1;
}

/* 1, 0, or -1 with an exception. */
static int condition_holds(const Condition *condition, PyObject *exc)
{
    if (condition->kind == BY_TYPE) return PyErr_GivenExceptionMatches(exc, condition->value);
    if (condition->kind == BY_PREDICATE) {
        PyObject *answer = PyObject_CallOneArg(condition->value, exc);
        if (answer == NULL) return -1;
        int truth = PyObject_IsTrue(answer);
        Py_DECREF(answer);
        return truth;
    }
    if (is_group(exc)) return 0;
    PyObject *id = PyLong_FromVoidPtr(exc);
    if (id == NULL) return -1;
    int found = PySet_Contains(condition->value, id);
    Py_DECREF(id);
    return found;
}

/* Gives a part of `group` what its node has beside its exceptions. 0, or -1 with an exception. */
static int copy_node(PyObject *group, PyObject *part)
{
    PyObject *tb = PyException_GetTraceback(group), *notes;
    if (tb != NULL) {
        int rc = PyException_SetTraceback(part, tb);
        Py_DECREF(tb);
        if (rc < 0) return -1;
    }
    PyException_SetContext(part, PyException_GetContext(group));
    PyException_SetCause(part, PyException_GetCause(group));
    if (adder_attr_lookup(group, ID(__notes__), &notes) < 0) return -1;
    if (notes == NULL) return 0;
    int rc = 0;
    if (PySequence_Check(notes)) {
        PyObject *copy = PySequence_List(notes);
        rc = copy == NULL ? -1 : PyObject_SetAttr(part, ID(__notes__), copy);
        Py_XDECREF(copy);
    }
    Py_DECREF(notes);
    return rc;
}

/* The node of `group` with only these exceptions: a new reference, NULL without exception when there are none. */
static PyObject *node_with(PyObject *group, PyObject *exceptions)
{
    if (PyList_GET_SIZE(exceptions) == 0) return NULL;
    PyObject *part = PyObject_CallMethodOneArg(group, ID(derive), exceptions);
    if (part == NULL) return NULL;
    if (!is_group(part)) {
        PyErr_SetString(PyExc_TypeError, "derive must return an instance of BaseExceptionGroup");
        Py_CLEAR(part);
    } else if (copy_node(group, part) < 0) {
        Py_CLEAR(part);
    }
    return part;
}

static int split(PyObject *exc, const Condition *condition, bool want_rest, Halves *out);

/* Appends and drops what is not NULL. */
static int push(PyObject *list, STEALS_REF PyObject *item)
{
    if (item == NULL) return 0;
    int rc = PyList_Append(list, item);
    Py_DECREF(item);
    return rc;
}

static int split_items(PyObject *group, const Condition *condition, bool want_rest, PyObject *match, PyObject *rest)
{
    PyObject *items = GROUP(group)->excs;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(items); i++) {
        Halves h;
        if (split(PyTuple_GET_ITEM(items, i), condition, want_rest, &h) < 0) return -1;
        if (push(match, h.match) < 0) {
            Py_XDECREF(h.rest);
            return -1;
        }
        if (push(rest, h.rest) < 0) return -1;
    }
    return 0;
}

static int split_group(PyObject *group, const Condition *condition, bool want_rest, Halves *out)
{
    PyObject *match = PyList_New(0), *rest = PyList_New(0);
    int rc = -1;
    if (match == NULL || rest == NULL) goto done;
    if (Py_EnterRecursiveCall(" in exceptiongroup_split_recursive")) goto done;
    rc = split_items(group, condition, want_rest, match, rest);
    Py_LeaveRecursiveCall();
    if (rc < 0) goto done;
    out->match = node_with(group, match);
    if (out->match == NULL && PyErr_Occurred()) rc = -1;
    if (rc == 0 && want_rest) {
        out->rest = node_with(group, rest);
        if (out->rest == NULL && PyErr_Occurred()) {
            Py_CLEAR(out->match);
            rc = -1;
        }
    }
done:
    Py_XDECREF(rest);
    Py_XDECREF(match);
    return rc;
}

/* Splits the tree at exc. 0, or -1 with an exception and nothing in *out. */
static int split(PyObject *exc, const Condition *condition, bool want_rest, Halves *out)
{
    out->match = out->rest = NULL;
    int holds = condition_holds(condition, exc);
    if (holds < 0) return -1;
    if (holds) {
        out->match = Py_NewRef(exc);
        return 0;
    }
    if (is_group(exc)) return split_group(exc, condition, want_rest, out);
    if (want_rest) out->rest = Py_NewRef(exc);
    return 0;
}

/* NULL becomes None. */
static PyObject *or_none(PyObject *o) { return o != NULL ? o : Py_NewRef(Py_None); }

/* ---- methods ---- */

static PyObject *group_derive(PyObject *self, PyObject *const *args)
{
    return adder_group_new(GROUP(self)->msg, args[0]);
}

static PyObject *group_split(PyObject *self, PyObject *const *args)
{
    Condition condition;
    Halves h;
    if (condition_from(args[0], &condition) < 0 || split(self, &condition, true, &h) < 0) return NULL;
    PyObject *pair = PyTuple_New(2);
    if (pair == NULL) {
        Py_XDECREF(h.match);
        Py_XDECREF(h.rest);
        return NULL;
    }
    PyTuple_SET_ITEM(pair, 0, or_none(h.match));
    PyTuple_SET_ITEM(pair, 1, or_none(h.rest));
    return pair;
}

static PyObject *group_subgroup(PyObject *self, PyObject *const *args)
{
    Condition condition;
    Halves h;
    if (condition_from(args[0], &condition) < 0 || split(self, &condition, false, &h) < 0) return NULL;
    return or_none(h.match);
}

static PyObject *group_class_getitem(PyObject *type, PyObject *const *args) { return Py_GenericAlias(type, args[0]); }

static PyObject *group_str(PyObject *self)
{
    Py_ssize_t n = PyTuple_GET_SIZE(GROUP(self)->excs);
    return PyUnicode_FromFormat("%S (%zd sub-exception%s)", GROUP(self)->msg, n, n == 1 ? "" : "s");
}

static PyMethodDef group_methods[] = {
    FNC("__class_getitem__", group_class_getitem, "($type, item, /)", "For annotations."),
    FN("derive", group_derive, "($self, excs, /)", "A group of the same kind with other exceptions."),
    FN("split", group_split, "($self, condition, /)", "(the part that fulfils the condition, the rest); None for empty."),
    FN("subgroup", group_subgroup, "($self, condition, /)", "The part that fulfils the condition, or None."),
    {0}
};

static PyMemberDef group_members[] = {
    {"message", T_OBJECT, offsetof(ExcGroup, msg), READONLY, "The message."},
    {"exceptions", T_OBJECT, offsetof(ExcGroup, excs), READONLY, "The tuple of exceptions."},
    {0}
};

PyTypeObject _PyExc_BaseExceptionGroup = {
    EXC_TYPE(BaseExceptionGroup, &_PyExc_BaseException, Group, "Several unrelated exceptions raised together."),
    .tp_init = adder_exc_init, .tp_new = group_new, .tp_str = group_str, .tp_members = group_members,
    .tp_methods = group_methods,
};

/* ---- except* ---- */

/* Only exception classes, and no groups, may stand in an except* clause. */
static int check_clause(PyObject *type)
{
    Py_ssize_t n = PyTuple_Check(type) ? PyTuple_GET_SIZE(type) : 1;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *t = PyTuple_Check(type) ? PyTuple_GET_ITEM(type, i) : type;
        if (!PyExceptionClass_Check(t)) {
            PyErr_SetString(PyExc_TypeError, "catching classes that do not inherit from BaseException is not allowed");
            return -1;
        }
        if (PyType_IsSubtype((PyTypeObject *)t, &_PyExc_BaseExceptionGroup)) {
            PyErr_SetString(PyExc_TypeError,
                            "catching ExceptionGroup with except* is not allowed. Use except instead.");
            return -1;
        }
    }
    return 0;
}

/* A caught exception that is no group is handed over inside one. */
static PyObject *wrap(PyObject *exc)
{
    PyObject *items = PyTuple_Pack(1, exc), *message = PyUnicode_FromString(""), *group = NULL;
    if (items != NULL && message != NULL) group = adder_group_new(message, items);
    Py_XDECREF(message);
    Py_XDECREF(items);
    return group;
}

/* split() of the group, which a subclass may have overridden. */
static int split_by_method(PyObject *exc, PyObject *type, PyObject **match, PyObject **rest)
{
    PyObject *pair = PyObject_CallMethod(exc, "split", "(O)", type);
    if (pair == NULL) return -1;
    if (!PyTuple_CheckExact(pair)) {
        PyErr_Format(PyExc_TypeError, "%.200s.split must return a tuple, got %.200s", Py_TYPE(exc)->tp_name,
                     Py_TYPE(pair)->tp_name);
        Py_DECREF(pair);
        return -1;
    }
    if (PyTuple_GET_SIZE(pair) < 2) {
        PyErr_Format(PyExc_TypeError, "%.200s.split must return a 2-tuple, got tuple of size %zd",
                     Py_TYPE(exc)->tp_name, PyTuple_GET_SIZE(pair));
        Py_DECREF(pair);
        return -1;
    }
    *match = Py_NewRef(PyTuple_GET_ITEM(pair, 0));
    *rest = Py_NewRef(PyTuple_GET_ITEM(pair, 1));
    Py_DECREF(pair);
    return 0;
}

int adder_group_match(PyObject *exc, PyObject *type, PyObject **match, PyObject **rest)
{
    *match = *rest = NULL;
    if (check_clause(type) < 0) return -1;
    if (exc == Py_None) {
        *match = Py_NewRef(Py_None);
        *rest = Py_NewRef(Py_None);
        return 0;
    }
    if (PyErr_GivenExceptionMatches(exc, type)) {
        *match = is_group(exc) ? Py_NewRef(exc) : wrap(exc);
        if (*match == NULL) return -1;
        *rest = Py_NewRef(Py_None);
        return 0;
    }
    if (is_group(exc)) return split_by_method(exc, type, match, rest);
    *match = Py_NewRef(Py_None);
    *rest = Py_NewRef(exc);
    return 0;
}

/* Adds the addresses of all leaves below exc to a set. 0, or -1 with an exception. */
static int collect_leaves(PyObject *exc, PyObject *set)
{
    if (!is_group(exc)) {
        PyObject *id = PyLong_FromVoidPtr(exc);
        int rc = id == NULL ? -1 : PySet_Add(set, id);
        Py_XDECREF(id);
        return rc;
    }
    if (Py_EnterRecursiveCall(" in collect_exception_group_leaf_ids")) return -1;
    PyObject *items = GROUP(exc)->excs;
    int rc = 0;
    for (Py_ssize_t i = 0; rc == 0 && i < PyTuple_GET_SIZE(items); i++) rc = collect_leaves(PyTuple_GET_ITEM(items, i), set);
    Py_LeaveRecursiveCall();
    return rc;
}

/* The part of orig that the groups in `keep` together still hold; a new reference, None when nothing. */
static PyObject *project(PyObject *orig, PyObject *keep)
{
    PyObject *leaves = PySet_New(NULL);
    if (leaves == NULL) return NULL;
    Halves h = {NULL, NULL};
    int rc = 0;
    for (Py_ssize_t i = 0; rc == 0 && i < PyList_GET_SIZE(keep); i++) rc = collect_leaves(PyList_GET_ITEM(keep, i), leaves);
    Condition condition = {BY_IDENTITY, leaves};
    if (rc == 0) rc = split(orig, &condition, false, &h);
    Py_DECREF(leaves);
    return rc < 0 ? NULL : or_none(h.match);
}

/* Is e a part of orig that was not touched, rather than newly raised? Parts share what copy_node copies. */
static bool is_part_of(PyObject *e, PyObject *orig)
{
    return EXC_BASE(e)->traceback == EXC_BASE(orig)->traceback && EXC_BASE(e)->cause == EXC_BASE(orig)->cause &&
           EXC_BASE(e)->context == EXC_BASE(orig)->context;
}

/* Combines the newly raised exceptions and the part of orig that goes on. */
static PyObject *combine(PyObject *orig, PyObject *raised, PyObject *reraised)
{
    PyObject *part = project(orig, reraised);
    if (part == NULL || PyList_GET_SIZE(raised) == 0) return part;
    int rc = part == Py_None ? 0 : PyList_Append(raised, part);
    Py_DECREF(part);
    if (rc < 0) return NULL;
    PyObject *message = PyUnicode_FromString("");
    if (message == NULL) return NULL;
    PyObject *group = adder_group_new(message, raised);
    Py_DECREF(message);
    return group;
}

PyObject *adder_group_reraise(PyObject *orig, PyObject *list)
{
    PyObject *raised = PyList_New(0), *reraised = PyList_New(0), *result = NULL;
    if (raised == NULL || reraised == NULL) goto done;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
        PyObject *e = PyList_GET_ITEM(list, i);
        if (e == Py_None) continue;
        if (!is_group(orig)) { /* it was wrapped: at most one clause ran */
            result = Py_NewRef(e);
            goto done;
        }
        if (PyList_Append(is_part_of(e, orig) ? reraised : raised, e) < 0) goto done;
    }
    result = is_group(orig) ? combine(orig, raised, reraised) : Py_NewRef(Py_None);
done:
    Py_XDECREF(reraised);
    Py_XDECREF(raised);
    return result;
}

/* ---- an interpreter's share ---- */

static int make_exception_group(struct adder_errors_state *state)
{
    PyObject *bases = PyTuple_Pack(2, &_PyExc_BaseExceptionGroup, &_PyExc_Exception);
    if (bases == NULL) return -1;
    state->exception_group = PyErr_NewException("builtins.ExceptionGroup", bases, NULL);
    Py_DECREF(bases);
    return state->exception_group == NULL ? -1 : 0;
}

/* The spare MemoryErrors, made while there is memory. */
static int make_spares(struct adder_errors_state *state)
{
    PyObject *empty = PyTuple_New(0);
    if (empty == NULL) return -1;
    for (int i = 0; i <= ADDER_SPARE_MEMORY_ERRORS; i++) {
        PyObject *exc = adder_exc_new(&_PyExc_MemoryError, empty, NULL);
        if (exc == NULL) break;
        if (i == 0) {
            state->last_memory_error = exc;
            continue;
        }
        PyObject_GC_UnTrack(exc);
        state->spare_memory_errors[i - 1] = exc;
        state->spare_count = i;
    }
    Py_DECREF(empty);
    return state->spare_count == ADDER_SPARE_MEMORY_ERRORS ? 0 : -1;
}

int adder_errors_init(PyInterpreterState *interp)
{
    return make_spares(&interp->errors) < 0 || make_exception_group(&interp->errors) < 0 ? -1 : 0;
}

void adder_errors_clear(PyInterpreterState *interp)
{
    struct adder_errors_state *state = &interp->errors;
    Py_CLEAR(state->exception_group);
    Py_CLEAR(state->unraisable_type);
    Py_CLEAR(state->warning_filters);
    Py_CLEAR(state->warning_once);
    Py_CLEAR(state->warning_default);
}

void adder_errors_fini(PyInterpreterState *interp)
{
    struct adder_errors_state *state = &interp->errors;
    PyObject *last = state->last_memory_error;
    state->last_memory_error = NULL; /* from here on a MemoryError that dies is freed */
    while (state->spare_count > 0) {
        PyObject *spare = state->spare_memory_errors[--state->spare_count];
        PyObject_GC_Track(spare);
        Py_DECREF(spare);
    }
    Py_XDECREF(last);
    adder_errors_clear(interp); /* what was made since */
}
