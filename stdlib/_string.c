/* _string.c -- module _string: what string.Formatter takes format texts apart with. */
#include "runtime/objects/str_format.h"

static PyObject *string_formatter_parser(PyObject *module, PyObject *const *args)
{
    (void)module;
    return adder_formatter_parser(args[0]);
}

static PyObject *string_formatter_field_name_split(PyObject *module, PyObject *const *args)
{
    (void)module;
    return adder_formatter_field_name_split(args[0]);
}

static PyMethodDef _string_functions[] = {
    FN("formatter_parser", string_formatter_parser, "($module, string, /)", "The parts of a format text."),
    FN("formatter_field_name_split", string_formatter_field_name_split, "($module, string, /)", "First part and the rest of a field name."),
    { 0 }
};
MODULE(_string, "Helpers of class string.Formatter.", _string_functions, NULL)
