/* native.c -- the table of native modules, from stdlib/modules.def. */
#include "runtime/import/import.h"

#define BUILTIN(name) PyObject *PyInit_##name(void);
#define LIBRARY(name) PyObject *PyInit_##name(void);
#include "stdlib/modules.def"
#undef BUILTIN
#undef LIBRARY

const struct adder_native adder_native_modules[] = {
#define BUILTIN(name) { #name, PyInit_##name, false },
#define LIBRARY(name) { #name, PyInit_##name, true },
#include "stdlib/modules.def"
    { 0 },
};
