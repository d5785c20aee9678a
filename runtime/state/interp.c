/* interp.c -- interpreter states as the C API shows them, and the process's list of them. */
#include "runtime/state/interp.h"
#include "runtime/state/lifecycle.h"
#include <pthread.h>

/* Process-wide, under the mutex: which interpreters exist. */
static pthread_mutex_t list_mutex = PTHREAD_MUTEX_INITIALIZER;
static PyInterpreterState *head, *first; /* newest; the one that Py_Initialize made */
static int64_t next_id;

void adder_interp_link(PyInterpreterState *interp)
{
    pthread_mutex_lock(&list_mutex);
    interp->id = next_id++;
    interp->next = head;
    head = interp;
    if (first == NULL) first = interp;
    pthread_mutex_unlock(&list_mutex);
}

void adder_interp_unlink(PyInterpreterState *interp)
{
    pthread_mutex_lock(&list_mutex);
    for (PyInterpreterState **p = &head; *p != NULL; p = &(*p)->next) {
        if (*p != interp) continue;
        *p = interp->next;
        break;
    }
    if (first == interp) first = NULL;
    if (head == NULL) next_id = 0;
    pthread_mutex_unlock(&list_mutex);
}

PyInterpreterState *adder_interp_head(void) { return head; }
PyInterpreterState *adder_interp_main(void) { return first; }

PyInterpreterState *PyInterpreterState_Get(void)                       { return PyThreadState_Get()->interp; }
PyInterpreterState *PyInterpreterState_Main(void)                      { return first; }
PyInterpreterState *PyInterpreterState_Head(void)                      { return head; }
PyInterpreterState *PyInterpreterState_Next(PyInterpreterState *i)     { return i->next; }
PyThreadState *PyInterpreterState_ThreadHead(PyInterpreterState *i)    { return i->threads; }
int64_t PyInterpreterState_GetID(PyInterpreterState *i)                { return i->id; }

PyObject *PyInterpreterState_GetDict(PyInterpreterState *interp)
{
    if (interp->dict == NULL && (interp->dict = PyDict_New()) == NULL) PyErr_Clear();
    return interp->dict;
}
