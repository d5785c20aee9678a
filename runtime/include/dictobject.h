/* dictobject.h -- dict and its views. Keys and values are kept in structures of our own. */
#ifndef Py_DICTOBJECT_H
#define Py_DICTOBJECT_H

#include "object.h"

typedef struct _dictkeysobject PyDictKeysObject;
typedef struct _dictvalues PyDictValues;

typedef struct {
    PyObject_HEAD
    Py_ssize_t ma_used;       /* items */
    uint64_t ma_version_tag;  /* changes with every change */
    PyDictKeysObject *ma_keys;
    PyDictValues *ma_values;  /* NULL unless the keys are shared */
} PyDictObject;

typedef struct {
    PyObject_HEAD
    PyDictObject *dv_dict;
} _PyDictViewObject;

ADDER_API_BEGIN
extern PyTypeObject PyDict_Type;
extern PyTypeObject PyDictKeys_Type;
extern PyTypeObject PyDictValues_Type;
extern PyTypeObject PyDictItems_Type;
extern PyTypeObject PyDictIterKey_Type;
extern PyTypeObject PyDictIterValue_Type;
extern PyTypeObject PyDictIterItem_Type;
extern PyTypeObject PyDictRevIterKey_Type;
extern PyTypeObject PyDictRevIterItem_Type;
extern PyTypeObject PyDictRevIterValue_Type;

NEW_REF PyObject *PyDict_New(void);
BORROWED_REF PyObject *PyDict_GetItem(PyObject *p, PyObject *key);
BORROWED_REF PyObject *PyDict_GetItemWithError(PyObject *p, PyObject *key);
int PyDict_SetItem(PyObject *mp, PyObject *key, PyObject *item);
int PyDict_DelItem(PyObject *p, PyObject *key);
void PyDict_Clear(PyObject *p);
int PyDict_Next(PyObject *mp, Py_ssize_t *pos, PyObject **key, PyObject **value);
NEW_REF PyObject *PyDict_Keys(PyObject *p);
NEW_REF PyObject *PyDict_Values(PyObject *p);
NEW_REF PyObject *PyDict_Items(PyObject *p);
Py_ssize_t PyDict_Size(PyObject *p);
NEW_REF PyObject *PyDict_Copy(PyObject *p);
int PyDict_Contains(PyObject *mp, PyObject *key);
int PyDict_Update(PyObject *a, PyObject *b);
int PyDict_Merge(PyObject *a, PyObject *b, int override);
int PyDict_MergeFromSeq2(PyObject *a, PyObject *seq2, int override);
BORROWED_REF PyObject *PyDict_GetItemString(PyObject *p, const char *key);
int PyDict_SetItemString(PyObject *p, const char *key, PyObject *val);
int PyDict_DelItemString(PyObject *p, const char *key);
BORROWED_REF PyObject *PyDict_SetDefault(PyObject *p, PyObject *key, PyObject *defaultobj);
NEW_REF PyObject *PyObject_GenericGetDict(PyObject *o, void *context);

BORROWED_REF PyObject *_PyDict_GetItem_KnownHash(PyObject *mp, PyObject *key, Py_hash_t hash);
BORROWED_REF PyObject *_PyDict_GetItemWithError(PyObject *dp, PyObject *key);
BORROWED_REF PyObject *_PyDict_GetItemIdWithError(PyObject *dp, _Py_Identifier *key);
BORROWED_REF PyObject *_PyDict_GetItemStringWithError(PyObject *dict, const char *s);
int _PyDict_SetItem_KnownHash(PyObject *mp, PyObject *key, PyObject *item, Py_hash_t hash);
int _PyDict_DelItem_KnownHash(PyObject *mp, PyObject *key, Py_hash_t hash);
int _PyDict_DelItemIf(PyObject *mp, PyObject *key, int (*predicate)(PyObject *));
int _PyDict_Next(PyObject *mp, Py_ssize_t *pos, PyObject **key, PyObject **value, Py_hash_t *hash);
int _PyDict_Contains_KnownHash(PyObject *dict, PyObject *key, Py_hash_t v);
int _PyDict_ContainsId(PyObject *dict, _Py_Identifier *id);
NEW_REF PyObject *_PyDict_NewPresized(Py_ssize_t minused);
void _PyDict_MaybeUntrack(PyObject *mp);
int _PyDict_HasOnlyStringKeys(PyObject *mp);
Py_ssize_t _PyDict_SizeOf(PyDictObject *ptr);
NEW_REF PyObject *_PyDict_Pop(PyObject *dict, PyObject *key, PyObject *value);
int _PyDict_MergeEx(PyObject *mp, PyObject *other, int override);
int _PyDict_SetItemId(PyObject *dp, _Py_Identifier *key, PyObject *item);
int _PyDict_DelItemId(PyObject *mp, _Py_Identifier *key);
NEW_REF PyObject *_PyDictView_New(PyObject *o, PyTypeObject *type);
NEW_REF PyObject *_PyDictView_Intersect(PyObject *self, PyObject *other);
ADDER_API_END

#define PyDict_Check(op)         PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_DICT_SUBCLASS)
#define PyDict_CheckExact(op)    Py_IS_TYPE(op, &PyDict_Type)
#define PyDict_GET_SIZE(op)      (((PyDictObject *)(op))->ma_used)
#define _PyDict_HasSplitTable(d) ((d)->ma_values != NULL)
#define PyDictKeys_Check(op)     PyObject_TypeCheck((op), &PyDictKeys_Type)
#define PyDictValues_Check(op)   PyObject_TypeCheck((op), &PyDictValues_Type)
#define PyDictItems_Check(op)    PyObject_TypeCheck((op), &PyDictItems_Type)
#define PyDictViewSet_Check(op)  (PyDictKeys_Check(op) || PyDictItems_Check(op))

#endif
