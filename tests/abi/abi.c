/* abi.c -- prints what a compiled extension module takes from the headers: sizes, offsets, constants, and what the
 * inline functions do to memory. Compiled once against python3.11-dev and once against ours; the output must agree. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <datetime.h>
#include <frameobject.h>
#include <marshal.h>
#include <osdefs.h>
#include <structmember.h>

static void layout(void)
{
#define STRUCT(type) printf("sizeof(%s)=%zu\nalignof(%s)=%zu\n", #type, sizeof(type), #type, _Alignof(type));
#define FIELD(type, field) \
    printf("%s.%s=%zu+%zu\n", #type, #field, offsetof(type, field), sizeof(((type *)0)->field));
#include "structs.def"
#undef STRUCT
#undef FIELD
}

static void values(void)
{
#define VALUE(name) printf("%s=%lld\n", #name, (long long)(name));
#define TEXT(name)  printf("%s=%s\n", #name, name);
#include "values.def"
#undef VALUE
#undef TEXT
    printf("Py_MATH=%.17g %.17g %.17g\n", (double)Py_MATH_PI, (double)Py_MATH_E, (double)Py_MATH_TAU);
}

static void types(void)
{
#define TYPE(name) printf("sizeof(%s)=%zu signed=%d\n", #name, sizeof(name), (name)-1 < (name)0);
    TYPE(Py_ssize_t) TYPE(Py_hash_t) TYPE(Py_uhash_t) TYPE(Py_UCS1) TYPE(Py_UCS2) TYPE(Py_UCS4) TYPE(Py_UNICODE)
    TYPE(digit) TYPE(sdigit) TYPE(twodigits) TYPE(stwodigits) TYPE(_PyTime_t) TYPE(PyGILState_STATE) TYPE(PySendResult)
    TYPE(PY_TIMEOUT_T) TYPE(enum PyUnicode_Kind) TYPE(PyLockStatus)
#undef TYPE
}

/* The bits of the str state, as memory. */
static void str_bits(void)
{
    PyASCIIObject s;
#define BIT(field, value)                                                    \
    memset(&s, 0, sizeof s);                                                 \
    s.state.field = value;                                                   \
    printf("state.%s=%x\n", #field, *(unsigned int *)&s.state);
    BIT(interned, 3) BIT(kind, 7) BIT(compact, 1) BIT(ascii, 1) BIT(ready, 1)
#undef BIT
}

static void counts(void)
{
    PyTypeObject type = {PyVarObject_HEAD_INIT(NULL, 7) .tp_flags = Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_HAVE_GC};
    PyVarObject o = {PyObject_HEAD_INIT(&type) 5};
    PyObject *p = (PyObject *)&o, *q = p;
    Py_INCREF(p);
    Py_XINCREF(p);
    Py_XINCREF((PyObject *)NULL);
    printf("after 2 increments: %zd\n", Py_REFCNT(p));
    Py_DECREF(p);
    Py_XDECREF(p);
    Py_XDECREF((PyObject *)NULL);
    printf("after 2 decrements: %zd\n", Py_REFCNT(p));
    Py_SET_REFCNT(p, 10);
    printf("set: %zd\n", p->ob_refcnt);
    Py_CLEAR(q);
    printf("clear: %zd %d\n", Py_REFCNT(p), q == NULL);
    Py_CLEAR(q);
    q = Py_NewRef(p);
    Py_SETREF(q, NULL);
    Py_XSETREF(q, Py_NewRef(p));
    printf("setref: %zd %d\n", Py_REFCNT(p), q == p);
    printf("size %zd %zd type %d %d\n", Py_SIZE(p), Py_SIZE(&type), Py_TYPE(p) == &type, Py_IS_TYPE(p, &type));
    Py_SET_SIZE(&o, -3);
    printf("size %zd list %d tuple %d gc %d\n", o.ob_size, PyList_Check(p), PyTuple_Check(p), PyType_IS_GC(&type));
}

static void accessors(void)
{
    PyObject *items[3] = {NULL, (PyObject *)items, NULL};
    PyListObject list = {.ob_item = items};
    Py_SET_SIZE(&list, 3);
    PyList_SET_ITEM((PyObject *)&list, 0, (PyObject *)&list);
    printf("list %zd %d %d\n", PyList_GET_SIZE(&list), PyList_GET_ITEM(&list, 0) == (PyObject *)&list,
           PyList_GET_ITEM(&list, 1) == (PyObject *)items);
    struct { PyASCIIObject head; char text[8]; } s = {.text = "hello"};
    s.head.length = 5;
    s.head.state.kind = 1;
    s.head.state.ascii = s.head.state.compact = s.head.state.ready = 1;
    printf("str %zd %c %x %d %d\n", PyUnicode_GET_LENGTH(&s), (char)PyUnicode_READ_CHAR((PyObject *)&s, 1),
           PyUnicode_MAX_CHAR_VALUE((PyObject *)&s), (int)PyUnicode_KIND((PyObject *)&s), PyUnicode_READY((PyObject *)&s));
    PyUnicode_WRITE(PyUnicode_2BYTE_KIND, s.text, 1, 0x4142);
    printf("wide %x %s\n", PyUnicode_READ(PyUnicode_2BYTE_KIND, s.text, 1), s.text);
    printf("surrogates %x %x %x\n", Py_UNICODE_HIGH_SURROGATE(0x10ffff), Py_UNICODE_LOW_SURROGATE(0x10437),
           Py_UNICODE_JOIN_SURROGATES(0xd801, 0xdc37));
    printf("vectorcall %zd round %zu %zu abs %d\n", PyVectorcall_NARGS(3 | PY_VECTORCALL_ARGUMENTS_OFFSET),
           (size_t)_Py_SIZE_ROUND_UP(13, 8), (size_t)_Py_SIZE_ROUND_DOWN(13, 8), Py_ABS(-4));
}

int main(void)
{
    layout();
    values();
    types();
    str_bits();
    counts();
    accessors();
    return 0;
}
