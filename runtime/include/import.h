/* import.h -- importing, sys.modules, and the tables of modules compiled in. */
#ifndef Py_IMPORT_H
#define Py_IMPORT_H

#include "object.h"

/* A module compiled into the program. */
struct _inittab {
    const char *name; /* NULL ends the table */
    PyObject *(*initfunc)(void);
};

/* A Python module frozen into the program. */
struct _frozen {
    const char *name; /* NULL ends the table */
    const unsigned char *code;
    int size;
    int is_package;
    PyObject *(*get_code)(void);
};

ADDER_API_BEGIN
extern struct _inittab *PyImport_Inittab;
extern const struct _frozen *PyImport_FrozenModules;

long PyImport_GetMagicNumber(void);
const char *PyImport_GetMagicTag(void);
NEW_REF PyObject *PyImport_ExecCodeModule(const char *name, PyObject *co);
NEW_REF PyObject *PyImport_ExecCodeModuleEx(const char *name, PyObject *co, const char *pathname);
NEW_REF PyObject *PyImport_ExecCodeModuleWithPathnames(const char *name, PyObject *co, const char *pathname,
                                                       const char *cpathname);
NEW_REF PyObject *PyImport_ExecCodeModuleObject(PyObject *name, PyObject *co, PyObject *pathname,
                                                PyObject *cpathname);
BORROWED_REF PyObject *PyImport_GetModuleDict(void);
NEW_REF PyObject *PyImport_GetModule(PyObject *name);
BORROWED_REF PyObject *PyImport_AddModuleObject(PyObject *name);
BORROWED_REF PyObject *PyImport_AddModule(const char *name);
NEW_REF PyObject *PyImport_ImportModule(const char *name);
NEW_REF PyObject *PyImport_ImportModuleNoBlock(const char *name);
NEW_REF PyObject *PyImport_ImportModuleLevel(const char *name, PyObject *globals, PyObject *locals,
                                             PyObject *fromlist, int level);
NEW_REF PyObject *PyImport_ImportModuleLevelObject(PyObject *name, PyObject *globals, PyObject *locals,
                                                   PyObject *fromlist, int level);
NEW_REF PyObject *PyImport_GetImporter(PyObject *path);
NEW_REF PyObject *PyImport_Import(PyObject *name);
NEW_REF PyObject *PyImport_ReloadModule(PyObject *m);
int PyImport_ImportFrozenModuleObject(PyObject *name);
int PyImport_ImportFrozenModule(const char *name);
int PyImport_AppendInittab(const char *name, PyObject *(*initfunc)(void));
int PyImport_ExtendInittab(struct _inittab *newtab);
NEW_REF PyObject *PyInit__imp(void);

int _PyImport_IsInitialized(PyInterpreterState *interp);
NEW_REF PyObject *_PyImport_GetModuleId(_Py_Identifier *name);
int _PyImport_SetModule(PyObject *name, PyObject *module);
int _PyImport_SetModuleString(const char *name, PyObject *module);
void _PyImport_AcquireLock(void);
int _PyImport_ReleaseLock(void);
NEW_REF PyObject *_PyImport_GetModuleAttr(PyObject *o, PyObject *name);
NEW_REF PyObject *_PyImport_GetModuleAttrString(const char *s1, const char *s2);
ADDER_API_END

#define PyImport_ImportModuleEx(n, g, l, f) PyImport_ImportModuleLevel(n, g, l, f, 0)

#endif
