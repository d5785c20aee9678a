/* longintrepr.h -- the digits of an int: base 2**30, least significant first; ob_size has the sign and the count. */
#ifndef Py_LONGINTREPR_H
#define Py_LONGINTREPR_H

#include "object.h"

typedef uint32_t digit;
typedef int32_t sdigit;
typedef uint64_t twodigits;
typedef int64_t stwodigits;

#define PyLong_SHIFT          30
#define _PyLong_DECIMAL_SHIFT 9                   /* the largest power of ten in a digit */
#define _PyLong_DECIMAL_BASE  ((digit)1000000000)
#define PyLong_BASE           ((digit)1 << PyLong_SHIFT)
#define PyLong_MASK           ((digit)(PyLong_BASE - 1))

struct _longobject {
    PyObject_VAR_HEAD
    digit ob_digit[1];
};

ADDER_API_BEGIN
PyLongObject *_PyLong_New(Py_ssize_t n);
NEW_REF PyObject *_PyLong_Copy(PyLongObject *src);
ADDER_API_END

#endif
