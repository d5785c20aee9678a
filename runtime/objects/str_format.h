/* str_format.h -- what module _string exports of the parser of str.format texts. */
#ifndef ADDER_STR_FORMAT_H
#define ADDER_STR_FORMAT_H
#include "runtime/define.h"

/* An iterator of (literal, field name, spec, conversion). TypeError when s is no str. */
NEW_REF PyObject *adder_formatter_parser(PyObject *s);
/* (first, iterator of (is_attribute, name)). */
NEW_REF PyObject *adder_formatter_field_name_split(PyObject *s);
extern PyTypeObject adder_formatter_iter_type ADDER_HIDDEN, adder_fieldname_iter_type ADDER_HIDDEN;
#endif
