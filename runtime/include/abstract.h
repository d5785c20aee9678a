/* abstract.h -- operations that work on any object: calls, attributes, numbers, sequences, mappings, iteration. */
#ifndef Py_ABSTRACTOBJECT_H
#define Py_ABSTRACTOBJECT_H

#include "object.h"
#include "pystate.h"
#include "tupleobject.h"
#include "listobject.h"
#include "unicodeobject.h"

#define _PY_FASTCALL_SMALL_STACK 5

/* Operations of _PySequence_IterSearch. */
#define PY_ITERSEARCH_COUNT    1
#define PY_ITERSEARCH_INDEX    2
#define PY_ITERSEARCH_CONTAINS 3

ADDER_API_BEGIN
int PyAIter_Check(PyObject *o);
int PyIndex_Check(PyObject *o);
int PyIter_Check(PyObject *o);
NEW_REF PyObject *PyIter_Next(PyObject *o);
PySendResult PyIter_Send(PyObject *iter, PyObject *o, PyObject **p);
int PyMapping_Check(PyObject *o);
Py_ssize_t PyMapping_Size(PyObject *o);
Py_ssize_t PyMapping_Length(PyObject *o);
int PyMapping_HasKeyString(PyObject *o, const char *key);
int PyMapping_HasKey(PyObject *o, PyObject *key);
NEW_REF PyObject *PyMapping_Keys(PyObject *o);
NEW_REF PyObject *PyMapping_Values(PyObject *o);
NEW_REF PyObject *PyMapping_Items(PyObject *o);
NEW_REF PyObject *PyMapping_GetItemString(PyObject *o, const char *key);
int PyMapping_SetItemString(PyObject *o, const char *key, PyObject *v);
int PyNumber_Check(PyObject *o);
NEW_REF PyObject *PyNumber_Add(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_Subtract(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_Multiply(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_MatrixMultiply(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_FloorDivide(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_TrueDivide(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_Remainder(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_Divmod(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_Power(PyObject *o1, PyObject *o2, PyObject *o3);
NEW_REF PyObject *PyNumber_Negative(PyObject *o);
NEW_REF PyObject *PyNumber_Positive(PyObject *o);
NEW_REF PyObject *PyNumber_Absolute(PyObject *o);
NEW_REF PyObject *PyNumber_Invert(PyObject *o);
NEW_REF PyObject *PyNumber_Lshift(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_Rshift(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_And(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_Xor(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_Or(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_Index(PyObject *o);
Py_ssize_t PyNumber_AsSsize_t(PyObject *o, PyObject *exc);
NEW_REF PyObject *PyNumber_Long(PyObject *o);
NEW_REF PyObject *PyNumber_Float(PyObject *o);
NEW_REF PyObject *PyNumber_InPlaceAdd(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_InPlaceSubtract(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_InPlaceMultiply(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_InPlaceMatrixMultiply(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_InPlaceFloorDivide(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_InPlaceTrueDivide(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_InPlaceRemainder(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_InPlacePower(PyObject *o1, PyObject *o2, PyObject *o3);
NEW_REF PyObject *PyNumber_InPlaceLshift(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_InPlaceRshift(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_InPlaceAnd(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_InPlaceXor(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_InPlaceOr(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PyNumber_ToBase(PyObject *n, int base);
NEW_REF PyObject *PyObject_CallNoArgs(PyObject *callable);
NEW_REF PyObject *PyObject_Call(PyObject *callable, PyObject *args, PyObject *kwargs);
NEW_REF PyObject *PyObject_CallObject(PyObject *callable, PyObject *args);
NEW_REF PyObject *PyObject_CallFunction(PyObject *callable, const char *format, ...);
NEW_REF PyObject *PyObject_CallMethod(PyObject *obj, const char *name, const char *format, ...);
NEW_REF PyObject *PyObject_CallFunctionObjArgs(PyObject *callable, ...);
NEW_REF PyObject *PyObject_CallMethodObjArgs(PyObject *obj, PyObject *name, ...);
NEW_REF PyObject *PyObject_Type(PyObject *o);
Py_ssize_t PyObject_Size(PyObject *o);
Py_ssize_t PyObject_Length(PyObject *o);
NEW_REF PyObject *PyObject_GetItem(PyObject *o, PyObject *key);
int PyObject_SetItem(PyObject *o, PyObject *key, PyObject *v);
int PyObject_DelItemString(PyObject *o, const char *key);
int PyObject_DelItem(PyObject *o, PyObject *key);
int PyObject_AsCharBuffer(PyObject *obj, const char **buffer, Py_ssize_t *buffer_len);
int PyObject_CheckReadBuffer(PyObject *o);
int PyObject_AsReadBuffer(PyObject *obj, const void **buffer, Py_ssize_t *buffer_len);
int PyObject_AsWriteBuffer(PyObject *obj, void **buffer, Py_ssize_t *buffer_len);
NEW_REF PyObject *PyObject_Format(PyObject *obj, PyObject *format_spec);
NEW_REF PyObject *PyObject_GetIter(PyObject *o);
NEW_REF PyObject *PyObject_GetAIter(PyObject *o);
int PyObject_IsInstance(PyObject *inst, PyObject *cls);
int PyObject_IsSubclass(PyObject *derived, PyObject *cls);
NEW_REF PyObject *PyObject_Vectorcall(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *kwnames);
NEW_REF PyObject *PyObject_VectorcallDict(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *kwdict);
NEW_REF PyObject *PyObject_CallOneArg(PyObject *callable, PyObject *arg);
NEW_REF PyObject *PyObject_VectorcallMethod(PyObject *name, PyObject *const *args, size_t nargsf, PyObject *kwnames);
Py_ssize_t PyObject_LengthHint(PyObject *o, Py_ssize_t defaultvalue);
int PySequence_Check(PyObject *o);
Py_ssize_t PySequence_Size(PyObject *o);
Py_ssize_t PySequence_Length(PyObject *o);
NEW_REF PyObject *PySequence_Concat(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PySequence_Repeat(PyObject *o, Py_ssize_t count);
NEW_REF PyObject *PySequence_GetItem(PyObject *o, Py_ssize_t i);
NEW_REF PyObject *PySequence_GetSlice(PyObject *o, Py_ssize_t i1, Py_ssize_t i2);
int PySequence_SetItem(PyObject *o, Py_ssize_t i, PyObject *v);
int PySequence_DelItem(PyObject *o, Py_ssize_t i);
int PySequence_SetSlice(PyObject *o, Py_ssize_t i1, Py_ssize_t i2, PyObject *v);
int PySequence_DelSlice(PyObject *o, Py_ssize_t i1, Py_ssize_t i2);
NEW_REF PyObject *PySequence_Tuple(PyObject *o);
NEW_REF PyObject *PySequence_List(PyObject *o);
NEW_REF PyObject *PySequence_Fast(PyObject *o, const char *m);
Py_ssize_t PySequence_Count(PyObject *o, PyObject *value);
int PySequence_Contains(PyObject *o, PyObject *value);
int PySequence_In(PyObject *o, PyObject *value);
Py_ssize_t PySequence_Index(PyObject *o, PyObject *value);
NEW_REF PyObject *PySequence_InPlaceConcat(PyObject *o1, PyObject *o2);
NEW_REF PyObject *PySequence_InPlaceRepeat(PyObject *o, Py_ssize_t count);
vectorcallfunc PyVectorcall_Function(PyObject *o);
NEW_REF PyObject *PyVectorcall_Call(PyObject *callable, PyObject *tuple, PyObject *dict);

PyObject *_Py_CheckFunctionResult(PyThreadState *tstate, PyObject *callable, PyObject *result, const char *where);
void _Py_FreeCharPArray(char *const *array);
void _Py_add_one_to_index_F(int nd, Py_ssize_t *index, const Py_ssize_t *shape);
void _Py_add_one_to_index_C(int nd, Py_ssize_t *index, const Py_ssize_t *shape);
int _Py_convert_optional_to_ssize_t(PyObject *o, void *ptr);
NEW_REF PyObject *_PyNumber_Index(PyObject *o);
NEW_REF PyObject *_PyObject_CallFunction_SizeT(PyObject *callable, const char *format, ...);
NEW_REF PyObject *_PyObject_CallMethod_SizeT(PyObject *obj, const char *name, const char *format, ...);
NEW_REF PyObject *_PyObject_MakeTpCall(PyThreadState *tstate, PyObject *callable, PyObject *const *args,
                                       Py_ssize_t nargs, PyObject *keywords);
NEW_REF PyObject *_PyObject_FastCall(PyObject *func, PyObject *const *args, Py_ssize_t nargs);
NEW_REF PyObject *_PyObject_CallMethod(PyObject *obj, PyObject *name, const char *format, ...);
NEW_REF PyObject *_PyObject_CallMethodId(PyObject *obj, _Py_Identifier *name, const char *format, ...);
NEW_REF PyObject *_PyObject_CallMethodId_SizeT(PyObject *obj, _Py_Identifier *name, const char *format, ...);
NEW_REF PyObject *_PyObject_CallMethodIdObjArgs(PyObject *obj, _Py_Identifier *name, ...);
int _PyObject_HasLen(PyObject *o);
int _PyObject_RealIsInstance(PyObject *inst, PyObject *cls);
int _PyObject_RealIsSubclass(PyObject *derived, PyObject *cls);
Py_ssize_t _PySequence_IterSearch(PyObject *seq, PyObject *obj, int operation);
char *const *_PySequence_BytesToCharpArray(PyObject *self);
NEW_REF PyObject *_PyStack_AsDict(PyObject *const *values, PyObject *kwnames);

/* The argument count without the flag bit of vectorcall. */
static inline Py_ssize_t PyVectorcall_NARGS(size_t n) { return (Py_ssize_t)(n & ~PY_VECTORCALL_ARGUMENTS_OFFSET); }
static inline PyObject *PyObject_CallMethodNoArgs(PyObject *self, PyObject *name)
{
    return PyObject_VectorcallMethod(name, &self, 1 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
}
static inline PyObject *PyObject_CallMethodOneArg(PyObject *self, PyObject *name, PyObject *arg)
{
    PyObject *args[2] = {self, arg};
    return PyObject_VectorcallMethod(name, args, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
}
static inline PyObject *_PyObject_CallMethodIdNoArgs(PyObject *self, _Py_Identifier *name)
{
    PyObject *str = _PyUnicode_FromId(name);
    return str == NULL ? NULL : PyObject_CallMethodNoArgs(self, str);
}
static inline PyObject *_PyObject_CallMethodIdOneArg(PyObject *self, _Py_Identifier *name, PyObject *arg)
{
    PyObject *str = _PyUnicode_FromId(name);
    return str == NULL ? NULL : PyObject_CallMethodOneArg(self, str, arg);
}
ADDER_API_END

#define PyObject_DelAttrString(o, name)   PyObject_SetAttrString((o), (name), NULL)
#define PyObject_DelAttr(o, name)         PyObject_SetAttr((o), (name), NULL)
#define PyObject_Length                   PyObject_Size
#define PySequence_Length                 PySequence_Size
#define PySequence_In                     PySequence_Contains
#define PyMapping_Length                  PyMapping_Size
#define PyMapping_DelItemString(o, key)   PyObject_DelItemString((o), (key))
#define PyMapping_DelItem(o, key)         PyObject_DelItem((o), (key))

/* On what PySequence_Fast returned: a list or a tuple. */
#define PySequence_Fast_GET_SIZE(o)       (PyList_Check(o) ? PyList_GET_SIZE(o) : PyTuple_GET_SIZE(o))
#define PySequence_Fast_GET_ITEM(o, i)    (PyList_Check(o) ? PyList_GET_ITEM(o, (i)) : PyTuple_GET_ITEM(o, (i)))
#define PySequence_Fast_ITEMS(sf)         (PyList_Check(sf) ? ((PyListObject *)(sf))->ob_item : ((PyTupleObject *)(sf))->ob_item)
#define PySequence_ITEM(o, i)             (Py_TYPE(o)->tp_as_sequence->sq_item((o), (i)))

/* Names of 3.8. */
#define _PyObject_Vectorcall       PyObject_Vectorcall
#define _PyObject_VectorcallMethod PyObject_VectorcallMethod
#define _PyObject_FastCallDict     PyObject_VectorcallDict
#define _PyVectorcall_Function     PyVectorcall_Function
#define _PyObject_CallOneArg       PyObject_CallOneArg
#define _PyObject_CallMethodNoArgs PyObject_CallMethodNoArgs
#define _PyObject_CallMethodOneArg PyObject_CallMethodOneArg

#ifdef PY_SSIZE_T_CLEAN
#define PyObject_CallFunction   _PyObject_CallFunction_SizeT
#define PyObject_CallMethod     _PyObject_CallMethod_SizeT
#define _PyObject_CallMethodId  _PyObject_CallMethodId_SizeT
#endif

#endif
