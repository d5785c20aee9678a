/* ast.c -- the module _ast: its classes, made from parser/ast.def.
 *
 * They are ordinary classes with a dict; only AST itself has methods of ours. Everything else about a class is data in
 * its dict: _fields, _attributes, __match_args__, and None for what is optional.
 */
#include "stdlib/ast/ast.h"
#include "runtime/state/interp.h"

/* ---- methods of AST ---- */

/* The `_fields` of the instance's class as a tuple; NULL with an exception. */
static PyObject *fields_of(PyObject *self)
{
    PyObject *fields = PyObject_GetAttrString((PyObject *)Py_TYPE(self), "_fields");
    if (fields == NULL && PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
        return PyTuple_New(0);
    }
    PyObject *tuple = fields == NULL ? NULL : PySequence_Tuple(fields);
    Py_XDECREF(fields);
    return tuple;
}

/* Positional arguments go to the fields in order, keywords to any attribute. */
static int set_arguments(PyObject *self, PyObject *fields, PyObject *args, PyObject *kw)
{
    Py_ssize_t count = PyTuple_GET_SIZE(args), wanted = PyTuple_GET_SIZE(fields);
    const char *type = _PyType_Name(Py_TYPE(self));
    if (count > wanted) {
        PyErr_Format(PyExc_TypeError, "%.400s constructor takes at most %zd positional argument%s", type, wanted,
                     wanted == 1 ? "" : "s");
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++)
        if (PyObject_SetAttr(self, PyTuple_GET_ITEM(fields, i), PyTuple_GET_ITEM(args, i)) < 0) return -1;
    PyObject *key, *value;
    for (Py_ssize_t at = 0; kw != NULL && PyDict_Next(kw, &at, &key, &value);) {
        int known = PySequence_Contains(fields, key);
        if (known < 0) return -1;
        if (known && PySequence_Index(fields, key) < count) {
            PyErr_Format(PyExc_TypeError, "%.400s got multiple values for argument '%U'", type, key);
            return -1;
        }
        if (PyErr_Occurred() || PyObject_SetAttr(self, key, value) < 0) return -1;
    }
    return 0;
}

static PyObject *ast_init(PyObject *self, PyObject *args, PyObject *kw)
{
    PyObject *fields = fields_of(self);
    int rc = fields == NULL ? -1 : set_arguments(self, fields, args, kw);
    Py_XDECREF(fields);
    if (rc < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *ast_reduce(PyObject *self, PyObject *ignored ADDER_UNUSED)
{
    PyObject *dict = PyObject_GetAttr(self, ID(__dict__));
    PyObject *state = dict == NULL ? NULL : PyDict_Copy(dict);
    Py_XDECREF(dict);
    return state == NULL ? NULL : Py_BuildValue("O()N", Py_TYPE(self), state);
}

static PyMethodDef ast_methods[] = {
    { "__init__", (PyCFunction)(void (*)(void))ast_init, METH_VARARGS | METH_KEYWORDS, "Sets fields and attributes." },
    { "__reduce__", ast_reduce, METH_NOARGS, "How to pickle a node." },
    { 0 },
};

/* ---- classes ---- */

/* A new class with `dict` (consumed) in the module `ast`. */
static PyObject *new_class(const char *name, PyObject *base, PyObject *dict)
{
    if (dict == NULL) return NULL;
    PyObject *module = PyUnicode_InternFromString("ast"), *cls = NULL;
    if (module != NULL && PyDict_SetItem(dict, ID(__module__), module) == 0)
        cls = PyObject_CallFunction((PyObject *)&PyType_Type, "s(O)O", name, base, dict);
    Py_XDECREF(module);
    Py_DECREF(dict);
    return cls;
}

static PyObject *make_base(void)
{
    PyObject *cls = new_class("AST", (PyObject *)&PyBaseObject_Type,
                              Py_BuildValue("{s(),s(),s()}", "_fields", "_attributes", "__match_args__"));
    for (PyMethodDef *def = ast_methods; cls != NULL && def->ml_name != NULL; def++) {
        PyObject *method = PyDescr_NewMethod((PyTypeObject *)cls, def);
        if (method == NULL || PyObject_SetAttrString(cls, def->ml_name, method) < 0) Py_CLEAR(cls);
        Py_XDECREF(method);
    }
    return cls;
}

/* "expr left, operator op": the fields as documentation shows them. */
static PyObject *describe_fields(AstKind kind)
{
    static const char *const types[] = {
        "mod", "stmt", "expr", "comprehension", "excepthandler", "arguments", "arg", "keyword", "alias", "withitem",
        "match_case", "pattern", "type_ignore", "identifier", "string", "constant", "int", "expr_context", "boolop",
        "operator", "unaryop", "cmpop" }; /* ORDER AstFieldType */
    PyObject *text = PyUnicode_FromFormat("%s", adder_ast_info[kind].name);
    const char *before = "(";
    const AstField *field = adder_ast_fields(kind);
    for (; text != NULL && field->name != NULL; field++, before = ", ") {
        const char *mark = field->shape == 'Q' ? "?" : field->shape == 'S' ? "*" : field->shape == 'O' ? "*" : "";
        PyObject *longer = PyUnicode_FromFormat("%U%s%s%s %s", text, before, types[field->type], mark, field->name);
        Py_SETREF(text, longer);
    }
    if (text != NULL && before[0] == ',') Py_SETREF(text, PyUnicode_FromFormat("%U)", text));
    return text;
}

static PyObject *field_names(AstKind kind)
{
    const AstField *fields = adder_ast_fields(kind);
    Py_ssize_t count = 0;
    while (fields[count].name != NULL) count++;
    PyObject *names = PyTuple_New(count);
    for (Py_ssize_t i = 0; names != NULL && i < count; i++) {
        PyObject *name = PyUnicode_InternFromString(fields[i].name);
        if (name == NULL) Py_CLEAR(names);
        else PyTuple_SET_ITEM(names, i, name);
    }
    return names;
}

/* The dict of a class with positions: the ends are optional. */
static int add_positions(struct adder_ast_types *t, PyObject *dict)
{
    if (PyDict_SetItemString(dict, "_attributes", t->positions) < 0) return -1;
    if (PyDict_SetItemString(dict, "end_lineno", Py_None) < 0) return -1;
    return PyDict_SetItemString(dict, "end_col_offset", Py_None);
}

static PyObject *sum_class(struct adder_ast_types *t, const char *name, bool positions)
{
    PyObject *dict = PyDict_New();
    if (dict != NULL && positions && add_positions(t, dict) < 0) Py_CLEAR(dict);
    if (dict != NULL && !positions) {
        PyObject *none = PyTuple_New(0);
        if (none == NULL || PyDict_SetItemString(dict, "_attributes", none) < 0) Py_CLEAR(dict);
        Py_XDECREF(none);
    }
    return new_class(name, t->base, dict);
}

static PyObject *kind_class(struct adder_ast_types *t, AstKind kind)
{
    const AstInfo *info = &adder_ast_info[kind];
    PyObject *doc = describe_fields(kind), *names = t->fields[kind] = field_names(kind);
    PyObject *dict = doc == NULL || names == NULL ? NULL
                   : Py_BuildValue("{sOsOsO}", "_fields", names, "__match_args__", names, "__doc__", doc);
    Py_XDECREF(doc);
    for (const AstField *f = adder_ast_fields(kind); dict != NULL && f->name != NULL; f++)
        if (f->shape == 'Q' && PyDict_SetItemString(dict, f->name, Py_None) < 0) Py_CLEAR(dict);
    if (dict != NULL && info->base == NULL && info->has_position && add_positions(t, dict) < 0) Py_CLEAR(dict);
    return new_class(info->name, info->base == NULL ? t->base : t->sums[kind], dict);
}

static int make_kinds(struct adder_ast_types *t)
{
    PyObject *sum = NULL;
    const char *sum_name = NULL; /* constructors of a sum type follow each other */
    for (int kind = AST_NONE + 1; kind < AST_KIND_COUNT; kind++) {
        const AstInfo *info = &adder_ast_info[kind];
        if (info->base != NULL && info->base != sum_name && (sum_name == NULL || strcmp(info->base, sum_name) != 0)) {
            Py_XSETREF(sum, sum_class(t, info->base, info->has_position));
            if (sum == NULL) return -1;
        }
        sum_name = info->base;
        if (info->base != NULL) t->sums[kind] = Py_NewRef(sum);
        if ((t->classes[kind] = kind_class(t, (AstKind)kind)) == NULL) {
            Py_XDECREF(sum);
            return -1;
        }
    }
    Py_XDECREF(sum);
    return 0;
}

static const char *op_sum_name(int op)
{
    static const char *const names[AST_OP_COUNT] = {
#define CASE(type, name) [AST_##name] = #type,
#include "parser/ast.def"
    };
    return names[op];
}

static int make_ops(struct adder_ast_types *t)
{
    PyObject *sum = NULL;
    for (int op = AST_NO_OP + 1; op < AST_OP_COUNT; op++) {
        if (op == AST_NO_OP + 1 || strcmp(op_sum_name(op), op_sum_name(op - 1)) != 0)
            Py_XSETREF(sum, sum_class(t, op_sum_name(op), false));
        if (sum == NULL) return -1;
        t->op_sums[op] = Py_NewRef(sum);
        t->op_classes[op] = new_class(adder_ast_op_names[op], sum,
                                      Py_BuildValue("{s()s()ss}", "_fields", "__match_args__", "__doc__",
                                                    adder_ast_op_names[op]));
        t->ops[op] = t->op_classes[op] == NULL ? NULL : PyObject_CallNoArgs(t->op_classes[op]);
        if (t->ops[op] == NULL) break;
    }
    Py_XDECREF(sum);
    return t->ops[AST_OP_COUNT - 1] == NULL ? -1 : 0;
}

static void drop(struct adder_ast_types *t)
{
    for (int i = 0; i < AST_KIND_COUNT; i++) {
        Py_XDECREF(t->sums[i]);
        Py_XDECREF(t->classes[i]);
        Py_XDECREF(t->fields[i]);
    }
    for (int i = 0; i < AST_OP_COUNT; i++) {
        Py_XDECREF(t->op_classes[i]);
        Py_XDECREF(t->op_sums[i]);
        Py_XDECREF(t->ops[i]);
    }
    Py_XDECREF(t->base);
    Py_XDECREF(t->positions);
    PyMem_Free(t);
}

struct adder_ast_types *adder_ast_types(void)
{
    PyInterpreterState *interp = adder_interp();
    if (interp->ast != NULL) return interp->ast;
    struct adder_ast_types *t = PyMem_Calloc(1, sizeof *t);
    if (t == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    t->positions = Py_BuildValue("(ssss)", "lineno", "col_offset", "end_lineno", "end_col_offset");
    t->base = t->positions == NULL ? NULL : make_base();
    if (t->base == NULL || make_kinds(t) < 0 || make_ops(t) < 0) {
        drop(t);
        return NULL;
    }
    return interp->ast = t;
}

void adder_ast_clear(PyInterpreterState *interp)
{
    struct adder_ast_types *t = interp->ast;
    interp->ast = NULL;
    if (t != NULL) drop(t);
}

int adder_ast_check(PyObject *o)
{
    if (adder_interp()->ast == NULL) return 0; /* no class, no instance */
    return PyObject_IsInstance(o, adder_interp()->ast->base);
}

/* ---- the module ---- */

static int add_class(PyObject *module, PyObject *cls)
{
    return PyModule_AddObjectRef(module, _PyType_Name((PyTypeObject *)cls), cls);
}

static int _ast_exec(PyObject *module)
{
    struct adder_ast_types *t = adder_ast_types();
    if (t == NULL || add_class(module, t->base) < 0) return -1;
    for (int i = AST_NONE + 1; i < AST_KIND_COUNT; i++)
        if ((t->sums[i] != NULL && add_class(module, t->sums[i]) < 0) || add_class(module, t->classes[i]) < 0) return -1;
    for (int i = AST_NO_OP + 1; i < AST_OP_COUNT; i++)
        if (add_class(module, t->op_sums[i]) < 0 || add_class(module, t->op_classes[i]) < 0) return -1;
    if (PyModule_AddIntConstant(module, "PyCF_ALLOW_TOP_LEVEL_AWAIT", PyCF_ALLOW_TOP_LEVEL_AWAIT) < 0) return -1;
    if (PyModule_AddIntConstant(module, "PyCF_ONLY_AST", PyCF_ONLY_AST) < 0) return -1;
    return PyModule_AddIntConstant(module, "PyCF_TYPE_COMMENTS", PyCF_TYPE_COMMENTS);
}

static PyMethodDef _ast_functions[] = { { 0 } };

MODULE(_ast, NULL, _ast_functions, _ast_exec)
