/* structmember.h -- C fields of a structure as Python attributes. */
#ifndef Py_STRUCTMEMBER_H
#define Py_STRUCTMEMBER_H

#include "object.h"
#include <stddef.h>

struct PyMemberDef {
    const char *name;
    int type;          /* T_* */
    Py_ssize_t offset; /* bytes from the object's start */
    int flags;
    const char *doc;
};

#define T_SHORT          0
#define T_INT            1
#define T_LONG           2
#define T_FLOAT          3
#define T_DOUBLE         4
#define T_STRING         5
#define T_OBJECT         6  /* NULL reads as None */
#define T_CHAR           7
#define T_BYTE           8
#define T_UBYTE          9
#define T_USHORT         10
#define T_UINT           11
#define T_ULONG          12
#define T_STRING_INPLACE 13
#define T_BOOL           14
#define T_OBJECT_EX      16 /* NULL raises AttributeError */
#define T_LONGLONG       17
#define T_ULONGLONG      18
#define T_PYSSIZET       19
#define T_NONE           20

#define READONLY            1
#define READ_RESTRICTED     2
#define PY_AUDIT_READ       READ_RESTRICTED
#define PY_WRITE_RESTRICTED 4
#define RESTRICTED          (READ_RESTRICTED | PY_WRITE_RESTRICTED)

ADDER_API_BEGIN
NEW_REF PyObject *PyMember_GetOne(const char *obj_addr, PyMemberDef *m);
int PyMember_SetOne(char *ptr1, PyMemberDef *ptr2, PyObject *o);
ADDER_API_END

#endif
