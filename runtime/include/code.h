/* code.h -- code objects: what the compiler makes of a body. The instructions are ours; the accessors are functions. */
#ifndef Py_CODE_H
#define Py_CODE_H

#include "object.h"

/* co_flags */
#define CO_OPTIMIZED          0x0001
#define CO_NEWLOCALS          0x0002
#define CO_VARARGS            0x0004
#define CO_VARKEYWORDS        0x0008
#define CO_NESTED             0x0010
#define CO_GENERATOR          0x0020
#define CO_COROUTINE          0x0080
#define CO_ITERABLE_COROUTINE 0x0100
#define CO_ASYNC_GENERATOR    0x0200
#define CO_FUTURE_DIVISION         0x20000
#define CO_FUTURE_ABSOLUTE_IMPORT  0x40000
#define CO_FUTURE_WITH_STATEMENT   0x80000
#define CO_FUTURE_PRINT_FUNCTION   0x100000
#define CO_FUTURE_UNICODE_LITERALS 0x200000
#define CO_FUTURE_BARRY_AS_BDFL    0x400000
#define CO_FUTURE_GENERATOR_STOP   0x800000
#define CO_FUTURE_ANNOTATIONS      0x1000000
#define CO_MAXBLOCKS 20

#define PY_PARSER_REQUIRES_FUTURE_KEYWORD

struct _opaque {
    int computed_line;
    const uint8_t *lo_next;
    const uint8_t *limit;
};
/* The instructions [ar_start, ar_end) belong to line ar_line. */
typedef struct _line_offsets {
    int ar_start;
    int ar_end;
    int ar_line;
    struct _opaque opaque;
} PyCodeAddressRange;

ADDER_API_BEGIN
extern PyTypeObject PyCode_Type;

NEW_REF PyCodeObject *PyCode_NewEmpty(const char *filename, const char *funcname, int firstlineno);
int PyCode_Addr2Line(PyCodeObject *code, int i);
int PyCode_Addr2Location(PyCodeObject *co, int byte_offset, int *start_line, int *start_column, int *end_line,
                         int *end_column);
NEW_REF PyObject *PyCode_GetCode(PyCodeObject *co);
NEW_REF PyObject *PyCode_GetVarnames(PyCodeObject *co);
NEW_REF PyObject *PyCode_GetCellvars(PyCodeObject *co);
NEW_REF PyObject *PyCode_GetFreevars(PyCodeObject *co);

int _PyCode_GetExtra(PyObject *code, Py_ssize_t index, void **extra);
int _PyCode_SetExtra(PyObject *code, Py_ssize_t index, void *extra);

/* Facts that 3.11's headers read from the structure. */
int PyCode_GetFlags(PyCodeObject *code);
int PyCode_GetArgCount(PyCodeObject *code);
int PyCode_GetFirstLineNumber(PyCodeObject *code);
BORROWED_REF PyObject *PyCode_GetName(PyCodeObject *code);
BORROWED_REF PyObject *PyCode_GetQualName(PyCodeObject *code);
BORROWED_REF PyObject *PyCode_GetFileName(PyCodeObject *code);
Py_ssize_t PyCode_GetNumFree(PyCodeObject *code);
ADDER_API_END

#define PyCode_Check(op) Py_IS_TYPE(op, &PyCode_Type)

#endif
