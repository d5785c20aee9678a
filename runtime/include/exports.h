/* exports.h -- symbol visibility and the two declaration macros that extension modules may use. */
#ifndef Py_EXPORTS_H
#define Py_EXPORTS_H

#include "adder_ownership.h"

#define Py_EXPORTED_SYMBOL __attribute__((visibility("default")))
#define Py_IMPORTED_SYMBOL __attribute__((visibility("default")))
#define Py_LOCAL_SYMBOL    __attribute__((visibility("hidden")))

#define PyAPI_FUNC(type) Py_EXPORTED_SYMBOL type
#define PyAPI_DATA(type) extern Py_EXPORTED_SYMBOL type
#ifdef __cplusplus
#define PyMODINIT_FUNC extern "C" Py_EXPORTED_SYMBOL PyObject *
#else
#define PyMODINIT_FUNC Py_EXPORTED_SYMBOL PyObject *
#endif

#endif
