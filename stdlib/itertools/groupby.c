/* groupby.c -- groupby: consecutive items with the same key, as (key, iterator of the group).
 *
 * Groups share the source with the groupby; asking for the next group ends the one before it. */
#include "runtime/memory/memory.h"
#include "stdlib/itertools/itertools.h"

#define source      ref[0]
#define keyfunc     ref[1] /* None: the item itself */
#define key_now     ref[2] /* key of the item read last */
#define key_wanted  ref[3] /* key of the group given out last */

typedef struct {
    struct itertool tool;
    PyObject *item;   /* read, not yet given out; NULL otherwise */
    PyObject *group;  /* borrowed: the group iterator that may still give out items; only compared */
} GroupBy;

#define parent ref[0] /* of a group: its groupby */
#define key    ref[1] /* and its key */

static PyObject *groupby_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *in[2];
    if (adder_bind_args("groupby(iterable, key=None)", args, kwargs, in) < 0) return NULL;
    GroupBy *by = (GroupBy *)itertool_new(type);
    if (by == NULL) return NULL;
    by->tool.keyfunc = Py_NewRef(in[1]);
    if ((by->tool.source = PyObject_GetIter(in[0])) == NULL) Py_CLEAR(by);
    return (PyObject *)by;
}

static int groupby_clear(PyObject *self)
{
    Py_CLEAR(((GroupBy *)self)->item);
    return itertool_clear(self);
}

static int groupby_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((GroupBy *)self)->item);
    return itertool_traverse(self, visit, arg);
}

static void groupby_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    ADDER_TRASHCAN_BEGIN(self, groupby_dealloc)
    groupby_clear(self);
    Py_TYPE(self)->tp_free(self);
    ADDER_TRASHCAN_END;
}

/* Reads one more item and its key. 0, or -1 at the end or with an exception. */
static int read_item(GroupBy *by)
{
    PyObject *item = step(by->tool.source);
    if (item == NULL) return -1;
    PyObject *k = Py_IsNone(by->tool.keyfunc) ? Py_NewRef(item) : PyObject_CallOneArg(by->tool.keyfunc, item);
    if (k == NULL) {
        Py_DECREF(item);
        return -1;
    }
    Py_XSETREF(by->item, item);
    Py_XSETREF(by->tool.key_now, k);
    return 0;
}

/* Do two keys, owned meanwhile, agree? 1, 0, -1. */
static int same_key(PyObject *a, PyObject *b)
{
    Py_INCREF(a);
    Py_INCREF(b);
    int rc = PyObject_RichCompareBool(a, b, Py_EQ);
    Py_DECREF(a);
    Py_DECREF(b);
    return rc;
}

static PyObject *group_new(GroupBy *by, PyObject *k)
{
    struct itertool *group = itertool_new(&adder_itertools__grouper);
    if (group == NULL) return NULL;
    group->parent = Py_NewRef((PyObject *)by);
    group->key = Py_NewRef(k);
    by->group = (PyObject *)group;
    return (PyObject *)group;
}

static PyObject *groupby_next(PyObject *self)
{
    GroupBy *by = (GroupBy *)self;
    by->group = NULL;
    while (by->tool.key_now == NULL || by->tool.key_wanted != NULL) { /* on to the first item of another group */
        if (by->tool.key_now != NULL) {
            int rc = same_key(by->tool.key_wanted, by->tool.key_now);
            if (rc < 0) return NULL;
            if (rc == 0) break;
        }
        if (read_item(by) < 0) return NULL;
        if (by->tool.key_wanted == NULL) break;
    }
    Py_XSETREF(by->tool.key_wanted, Py_NewRef(by->tool.key_now));
    PyObject *group = group_new(by, by->tool.key_wanted);
    if (group == NULL) return NULL;
    PyObject *pair = PyTuple_Pack(2, by->tool.key_now, group);
    Py_DECREF(group);
    return pair;
}

static PyObject *group_next(PyObject *self)
{
    GroupBy *by = (GroupBy *)TOOL(self)->parent;
    if (by->group != self) return NULL;
    if (by->item == NULL && read_item(by) < 0) return NULL;
    int rc = same_key(TOOL(self)->key, by->tool.key_now);
    if (rc <= 0) return NULL;
    PyObject *item = by->item;
    by->item = NULL;
    return item;
}

static PyObject *groupby_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    GroupBy *by = (GroupBy *)self;
    struct itertool *it = &by->tool;
    if (by->item != NULL && it->key_now != NULL && it->key_wanted != NULL)
        return Py_BuildValue("O(OO)(OOO)", Py_TYPE(self), it->source, it->keyfunc, by->item, it->key_wanted, it->key_now);
    return Py_BuildValue("O(OO)", Py_TYPE(self), it->source, it->keyfunc);
}

static PyObject *groupby_setstate(PyObject *self, PyObject *const *args)
{
    GroupBy *by = (GroupBy *)self;
    PyObject *item, *wanted, *now;
    if (!PyTuple_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "state is not a tuple");
        return NULL;
    }
    if (!PyArg_ParseTuple(args[0], "OOO", &item, &wanted, &now)) return NULL;
    Py_XSETREF(by->item, Py_NewRef(item));
    Py_XSETREF(by->tool.key_wanted, Py_NewRef(wanted));
    Py_XSETREF(by->tool.key_now, Py_NewRef(now));
    Py_RETURN_NONE;
}

static PyMethodDef groupby_methods[] = {
    FN("__reduce__", groupby_reduce, "()", "State for pickling."),
    FN("__setstate__", groupby_setstate, "(state, /)", "Take over a pickled state."),
    {0} };

PyTypeObject adder_itertools_groupby = {
    ITERTOOL_TYPE("groupby", GroupBy, "groupby(iterable, key=None)\n--\n\n"
                  "Pairs of a key and an iterator over the consecutive items that have it.\n\n"
                  "key: what to compute from each item; the item itself when None."),
    .tp_dealloc = groupby_dealloc, .tp_traverse = groupby_traverse, .tp_clear = groupby_clear,
    .tp_iternext = groupby_next, .tp_methods = groupby_methods, .tp_new = groupby_new };

/* ---- One group ---- */

static PyObject *group_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *by, *k;
    if (!_PyArg_NoKeywords("_grouper", kwargs)
        || !PyArg_ParseTuple(args, "O!O:_grouper", &adder_itertools_groupby, &by, &k)) return NULL;
    (void)type;
    return group_new((GroupBy *)by, k);
}

static void group_dealloc(PyObject *self)
{
    GroupBy *by = (GroupBy *)TOOL(self)->parent;
    if (by != NULL && by->group == self) by->group = NULL;
    itertool_dealloc(self);
}

static int group_clear(PyObject *self)
{
    GroupBy *by = (GroupBy *)TOOL(self)->parent;
    if (by != NULL && by->group == self) by->group = NULL;
    Py_CLEAR(TOOL(self)->key);
    return 0; /* the parent reference stays: stepping needs it, and the groupby does not own us */
}

static PyObject *group_reduce(PyObject *self, PyObject *const *Py_UNUSED(args))
{
    if (((GroupBy *)TOOL(self)->parent)->group == self)
        return Py_BuildValue("O(OO)", Py_TYPE(self), TOOL(self)->parent, TOOL(self)->key);
    PyObject *builtin = _PyEval_GetBuiltin(ID(iter));
    return builtin == NULL ? NULL : Py_BuildValue("N(())", builtin);
}

static PyMethodDef group_methods[] = { FN("__reduce__", group_reduce, "()", "State for pickling."), {0} };

PyTypeObject adder_itertools__grouper = {
    STATIC_TYPE("itertools._grouper", struct itertool), .tp_dealloc = group_dealloc,
    .tp_getattro = PyObject_GenericGetAttr, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = itertool_traverse, .tp_clear = group_clear, .tp_iter = PyObject_SelfIter, .tp_iternext = group_next,
    .tp_methods = group_methods, .tp_alloc = PyType_GenericAlloc, .tp_new = group_tp_new, .tp_free = PyObject_GC_Del };
