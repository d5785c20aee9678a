/* odictobject.h -- collections.OrderedDict. */
#ifndef Py_ODICTOBJECT_H
#define Py_ODICTOBJECT_H

#include "dictobject.h"

typedef struct _odictobject PyODictObject;

ADDER_API_BEGIN
extern PyTypeObject PyODict_Type;
extern PyTypeObject PyODictIter_Type;
extern PyTypeObject PyODictKeys_Type;
extern PyTypeObject PyODictItems_Type;
extern PyTypeObject PyODictValues_Type;

NEW_REF PyObject *PyODict_New(void);
int PyODict_SetItem(PyObject *od, PyObject *key, PyObject *item);
int PyODict_DelItem(PyObject *od, PyObject *key);
ADDER_API_END

#define PyODict_Check(op)                    PyObject_TypeCheck(op, &PyODict_Type)
#define PyODict_CheckExact(op)               Py_IS_TYPE(op, &PyODict_Type)
#define PyODict_SIZE(op)                     PyDict_GET_SIZE((op))
#define PyODict_GetItem(od, key)             PyDict_GetItem(_PyObject_CAST(od), key)
#define PyODict_GetItemWithError(od, key)    PyDict_GetItemWithError(_PyObject_CAST(od), key)
#define PyODict_Contains(od, key)            PyDict_Contains(_PyObject_CAST(od), key)
#define PyODict_Size(od)                     PyDict_Size(_PyObject_CAST(od))
#define PyODict_GetItemString(od, key)       PyDict_GetItemString(_PyObject_CAST(od), key)

#endif
