/* sys.h -- the module sys: made once a VM, before any other module. */
#ifndef ADDER_SYS_H
#define ADDER_SYS_H
#include "runtime/define.h"

/* Makes the module from the VM's config and sets interp->sysdict. The streams and the import lists come later from their
 * own parts. A new reference, or NULL with an exception set. */
NEW_REF PyObject *adder_sys_new(PyInterpreterState *interp);

/* sys.setdlopenflags(): how extension modules are loaded. */
int adder_sys_dlopen_flags(void);

/* Parts of the module, each in its own file. */
extern PyMethodDef adder_sys_hooks[];   /* sys_hooks.c: displayhook, excepthook, ..., audit */
extern PyMethodDef adder_sys_tracing[]; /* sys_trace.c: settrace, setprofile, ... */
extern PyMethodDef adder_sys_control[]; /* sys_control.c: limits, sizes, frames */

/* sys_info.c: flags, version_info, float_info, implementation and other facts go into `dict`. 0, or -1 with an exception. */
int adder_sys_add_facts(PyObject *dict, PyInterpreterState *interp);

/* sys_names.c: what the library of 3.11 consists of; NULL ends the list. */
extern const char *const adder_stdlib_module_names[];

#endif
