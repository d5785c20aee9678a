/* modsupport.h -- parsing arguments, building values, filling modules. Lengths ("s#") are always Py_ssize_t here. */
#ifndef Py_MODSUPPORT_H
#define Py_MODSUPPORT_H

#include "object.h"
#include "methodobject.h"
#include "moduleobject.h"
#include <stdarg.h>

#define PYTHON_API_VERSION 1013
#define PYTHON_API_STRING  "1013"
#define PYTHON_ABI_VERSION 3
#define PYTHON_ABI_STRING  "3"
#define Py_CLEANUP_SUPPORTED 0x20000

typedef struct _PyArg_Parser {
    const char *format;
    const char *const *keywords;
    const char *fname;
    const char *custom_msg;
    int pos;           /* positional-only parameters */
    int min;
    int max;           /* positional parameters */
    PyObject *kwtuple; /* the names, once parsed */
    struct _PyArg_Parser *next;
} _PyArg_Parser;

ADDER_API_BEGIN
extern const char *_Py_PackageContext;

NEW_REF PyObject *Py_BuildValue(const char *format, ...);
NEW_REF PyObject *Py_VaBuildValue(const char *format, va_list vargs);
int PyArg_Parse(PyObject *args, const char *format, ...);
int PyArg_ParseTuple(PyObject *args, const char *format, ...);
int PyArg_ParseTupleAndKeywords(PyObject *args, PyObject *kw, const char *format, char **keywords, ...);
int PyArg_VaParse(PyObject *o, const char *s, va_list va);
int PyArg_VaParseTupleAndKeywords(PyObject *args, PyObject *kw, const char *format, char **keywords, va_list vargs);
int PyArg_ValidateKeywordArguments(PyObject *o);
int PyArg_UnpackTuple(PyObject *args, const char *name, Py_ssize_t min, Py_ssize_t max, ...);
int PyModule_AddObjectRef(PyObject *module, const char *name, PyObject *value);
int PyModule_AddObject(PyObject *module, const char *name, STEALS_REF PyObject *value);
int PyModule_AddIntConstant(PyObject *module, const char *name, long value);
int PyModule_AddStringConstant(PyObject *module, const char *name, const char *value);
int PyModule_AddType(PyObject *module, PyTypeObject *type);
int PyModule_SetDocString(PyObject *module, const char *docstring);
int PyModule_AddFunctions(PyObject *module, PyMethodDef *functions);
int PyModule_ExecDef(PyObject *module, PyModuleDef *def);
NEW_REF PyObject *PyModule_Create2(PyModuleDef *def, int module_api_version);
NEW_REF PyObject *PyModule_FromDefAndSpec2(PyModuleDef *def, PyObject *spec, int module_api_version);

NEW_REF PyObject *_Py_BuildValue_SizeT(const char *s, ...);
NEW_REF PyObject *_Py_VaBuildValue_SizeT(const char *s, va_list va);
PyObject **_Py_VaBuildStack_SizeT(PyObject **small_stack, Py_ssize_t small_stack_len, const char *format, va_list va,
                                  Py_ssize_t *p_nargs);
PyObject **_Py_VaBuildStack(PyObject **small_stack, Py_ssize_t small_stack_len, const char *format, va_list va,
                            Py_ssize_t *p_nargs);
int _PyArg_UnpackStack(PyObject *const *args, Py_ssize_t nargs, const char *name, Py_ssize_t min, Py_ssize_t max,
                       ...);
int _PyArg_NoKeywords(const char *funcname, PyObject *kwargs);
int _PyArg_NoKwnames(const char *funcname, PyObject *kwnames);
int _PyArg_NoPositional(const char *funcname, PyObject *args);
void _PyArg_BadArgument(const char *s1, const char *s2, const char *s3, PyObject *o);
int _PyArg_CheckPositional(const char *s, Py_ssize_t n1, Py_ssize_t n2, Py_ssize_t n3);
int _PyArg_ParseTupleAndKeywordsFast(PyObject *o1, PyObject *o2, struct _PyArg_Parser *ptr, ...);
int _PyArg_ParseStack(PyObject *const *args, Py_ssize_t nargs, const char *format, ...);
int _PyArg_ParseStackAndKeywords(PyObject *const *args, Py_ssize_t n, PyObject *o, struct _PyArg_Parser *ptr, ...);
int _PyArg_VaParseTupleAndKeywordsFast(PyObject *o1, PyObject *o2, struct _PyArg_Parser *ptr, va_list va);
PyObject *const *_PyArg_UnpackKeywords(PyObject *const *args, Py_ssize_t nargs, PyObject *kwargs, PyObject *kwnames,
                                       struct _PyArg_Parser *parser, int minpos, int maxpos, int minkw,
                                       PyObject **buf);
PyObject *const *_PyArg_UnpackKeywordsWithVararg(PyObject *const *args, Py_ssize_t nargs, PyObject *kwargs,
                                                 PyObject *kwnames, struct _PyArg_Parser *parser, int minpos,
                                                 int maxpos, int minkw, int vararg, PyObject **buf);
NEW_REF PyObject *_PyModule_CreateInitialized(PyModuleDef *def, int i);

/* The same functions under the names that PY_SSIZE_T_CLEAN gave before 3.13. */
int _PyArg_Parse_SizeT(PyObject *args, const char *format, ...);
int _PyArg_ParseTuple_SizeT(PyObject *args, const char *format, ...);
int _PyArg_ParseTupleAndKeywords_SizeT(PyObject *args, PyObject *kwargs, const char *format, char **keywords, ...);
int _PyArg_VaParse_SizeT(PyObject *args, const char *format, va_list va);
int _PyArg_VaParseTupleAndKeywords_SizeT(PyObject *args, PyObject *kwargs, const char *format, char **keywords, va_list va);
int _PyArg_ParseStack_SizeT(PyObject *const *args, Py_ssize_t nargs, const char *format, ...);
int _PyArg_ParseStackAndKeywords_SizeT(PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames,
                                       struct _PyArg_Parser *parser, ...);
ADDER_API_END

#define _PyArg_NoKeywords(name, kwargs)  ((kwargs) == NULL || _PyArg_NoKeywords((name), (kwargs)))
#define _PyArg_NoKwnames(name, kwnames)  ((kwnames) == NULL || _PyArg_NoKwnames((name), (kwnames)))
#define _PyArg_NoPositional(name, args)  ((args) == NULL || _PyArg_NoPositional((name), (args)))
#define _PyArg_CheckPositional(name, n, min, max)                                         \
    ((!(min) || (min) <= (n)) && ((max) == PY_SSIZE_T_MAX || (n) <= (max))                \
         ? 1 : _PyArg_CheckPositional((name), (n), (min), (max)))
#define _PyArg_UnpackKeywords(args, n, kwargs, kwnames, parser, minpos, maxpos, minkw, buf)                      \
    (((minkw) == 0 && (kwargs) == NULL && (kwnames) == NULL && (minpos) <= (n) && (n) <= (maxpos) &&             \
      (args) != NULL) ? (args)                                                                                   \
         : _PyArg_UnpackKeywords((args), (n), (kwargs), (kwnames), (parser), (minpos), (maxpos), (minkw), (buf)))

#ifdef PY_SSIZE_T_CLEAN
#define PyArg_Parse                    _PyArg_Parse_SizeT
#define PyArg_ParseTuple               _PyArg_ParseTuple_SizeT
#define PyArg_ParseTupleAndKeywords    _PyArg_ParseTupleAndKeywords_SizeT
#define PyArg_VaParse                  _PyArg_VaParse_SizeT
#define PyArg_VaParseTupleAndKeywords  _PyArg_VaParseTupleAndKeywords_SizeT
#define Py_BuildValue                  _Py_BuildValue_SizeT
#define Py_VaBuildValue                _Py_VaBuildValue_SizeT
#endif

#define ANY_VARARGS(n) ((n) == PY_SSIZE_T_MAX)
#define PyModule_AddIntMacro(m, c)        PyModule_AddIntConstant((m), #c, (c))
#define PyModule_AddStringMacro(m, c)     PyModule_AddStringConstant((m), #c, (c))
#define PyModule_Create(def)              PyModule_Create2((def), PYTHON_API_VERSION)
#define PyModule_FromDefAndSpec(def, spec) PyModule_FromDefAndSpec2((def), (spec), PYTHON_API_VERSION)

#endif
