/* ast_build.c -- the parser's tree to Python objects, node by node along the field tables. */
#include "stdlib/ast/ast.h"
#include "runtime/state/interp.h"

/* How deep trees may be, as in CPython a multiple of the recursion limit; and the C stack's end in any case. */
enum { DEPTH_SCALE = 3 };

typedef struct Builder {
    struct adder_ast_types *types;
    int depth, limit;
} Builder;

static PyObject *node_object(Builder *b, const AstNode *node);

static PyObject *text_object(const char *text, size_t size)
{
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)size, "surrogatepass");
}

static PyObject *constant_object(const Constant *c)
{
    switch (c->kind) {
    case CONST_NONE: Py_RETURN_NONE;
    case CONST_TRUE: Py_RETURN_TRUE;
    case CONST_FALSE: Py_RETURN_FALSE;
    case CONST_ELLIPSIS: return Py_NewRef(Py_Ellipsis);
    case CONST_INT: return c->small ? PyLong_FromLongLong(c->integer) : PyLong_FromString(c->text, NULL, 0);
    case CONST_FLOAT: return PyFloat_FromDouble(c->number);
    case CONST_COMPLEX: return PyComplex_FromDoubles(0, c->number);
    case CONST_STR: return text_object(c->text, c->size);
    case CONST_BYTES: return PyBytes_FromStringAndSize(c->text, (Py_ssize_t)c->size);
    }
    return NULL;
}

/* One value of the field's type; NULL pointers are None. */
static PyObject *value_object(Builder *b, AstFieldType type, const void *value)
{
    switch (type) {
    case FIELD_identifier: case FIELD_string: {
        const char *text = *(const char *const *)value;
        if (text == NULL) Py_RETURN_NONE;
        PyObject *str = text_object(text, strlen(text));
        if (str != NULL && type == FIELD_identifier) PyUnicode_InternInPlace(&str);
        return str;
    }
    case FIELD_constant: return constant_object(value);
    case FIELD_int: return PyLong_FromLong(*(const int *)value);
    case FIELD_expr_context: case FIELD_boolop: case FIELD_operator: case FIELD_unaryop: case FIELD_cmpop:
        return Py_NewRef(b->types->ops[*(const AstOp *)value]);
    default: {
        const AstNode *node = *(const AstNode *const *)value;
        if (node == NULL) Py_RETURN_NONE;
        return node_object(b, node);
    }
    }
}

static PyObject *sequence_object(Builder *b, AstFieldType type, const AstSeq *seq)
{
    PyObject *list = PyList_New(seq->len);
    for (int i = 0; list != NULL && i < seq->len; i++) {
        const void *value = type == FIELD_cmpop ? (const void *)((const AstOp *)(const void *)seq->at + i)
                                                : (const void *)&seq->at[i];
        PyObject *item = value_object(b, type, value);
        if (item == NULL) Py_CLEAR(list);
        else PyList_SET_ITEM(list, i, item);
    }
    return list;
}

static int set_positions(Builder *b, PyObject *object, const AstNode *node)
{
    const int values[] = { node->lineno, node->col_offset, node->end_lineno, node->end_col_offset };
    for (int i = 0; i < 4; i++) {
        PyObject *number = PyLong_FromLong(values[i]);
        int rc = number == NULL ? -1 : PyObject_SetAttr(object, PyTuple_GET_ITEM(b->types->positions, i), number);
        Py_XDECREF(number);
        if (rc < 0) return -1;
    }
    return 0;
}

static int set_fields(Builder *b, PyObject *object, const AstNode *node)
{
    const AstField *fields = adder_ast_fields(node->kind);
    PyObject *names = b->types->fields[node->kind];
    for (int i = 0; fields[i].name != NULL; i++) {
        const void *value = (const char *)node + fields[i].offset;
        bool many = fields[i].shape == 'S' || fields[i].shape == 'O';
        PyObject *item = many ? sequence_object(b, fields[i].type, value) : value_object(b, fields[i].type, value);
        int rc = item == NULL ? -1 : PyObject_SetAttr(object, PyTuple_GET_ITEM(names, i), item);
        Py_XDECREF(item);
        if (rc < 0) return -1;
    }
    return adder_ast_info[node->kind].has_position ? set_positions(b, object, node) : 0;
}

static PyObject *node_object(Builder *b, const AstNode *node)
{
    if (++b->depth > b->limit || adder_stack_low(adder_thread())) {
        PyErr_SetString(PyExc_RecursionError, "maximum recursion depth exceeded during ast construction");
        return NULL;
    }
    PyTypeObject *type = (PyTypeObject *)b->types->classes[node->kind];
    PyObject *object = PyType_GenericNew(type, NULL, NULL);
    if (object != NULL && set_fields(b, object, node) < 0) Py_CLEAR(object);
    b->depth--;
    return object;
}

PyObject *adder_ast_to_object(const Mod *tree)
{
    Builder b = { .types = adder_ast_types(), .limit = Py_GetRecursionLimit() };
    b.limit = b.limit > INT_MAX / DEPTH_SCALE ? INT_MAX : b.limit * DEPTH_SCALE;
    return b.types == NULL ? NULL : node_object(&b, (const AstNode *)tree);
}
