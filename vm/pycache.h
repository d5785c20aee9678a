/* pycache.h -- compiled modules kept in __pycache__, under our own tag. */
#ifndef ADDER_PYCACHE_H
#define ADDER_PYCACHE_H
#include "runtime/define.h"

#define PYCACHE_TAG "adder-311"

/* The code object of a source file: from its cache file when that is fresh, else compiled, and written back when the VM may.
 * *cached is a new reference to the cache file's name, or NULL. OSError, SyntaxError... */
NEW_REF PyObject *adder_source_code(PyObject *path, bool package, PyObject **cached);

/* The code object in a bytecode file that stands for a source file. ImportError for one that is not ours. */
NEW_REF PyObject *adder_bytecode_file(PyObject *path);
#endif
