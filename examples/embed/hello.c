/* hello.c -- Python inside a C program.
 *
 *   cc hello.c -o hello $(pkg-config --cflags --libs adder) && ./hello */
#include <Python.h>

int main(void)
{
    Py_Initialize();
    int failed = PyRun_SimpleString("words = ['hello', 'from', 'Python']\n"
                                    "print(' '.join(words).capitalize())");
    PyObject *module = PyImport_AddModule("__main__");
    PyObject *words = PyObject_GetAttrString(module, "words");
    printf("C sees a list of %zd words\n", words != NULL ? PyList_Size(words) : -1);
    Py_XDECREF(words);
    return Py_FinalizeEx() < 0 || failed;
}
