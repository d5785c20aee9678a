/* test_slot.c -- the encoding of slots: what fits comes back, order is kept, nothing is taken for something else. */
#include "vm/slot.h"
#include <criterion/criterion.h>
#include <math.h>

static const int64_t ints[] = { 0, 1, -1, 256, -5, 1LL << 30, -(1LL << 30), SLOT_INT_MAX, SLOT_INT_MIN, SLOT_INT_MAX - 1, SLOT_INT_MIN + 1 };
static const double doubles[] = { 0.0, -0.0, 1.0, -1.0, 1e308, -1e308, 5e-324, -5e-324, INFINITY, -INFINITY, 3.14159 };
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

Test(slot, ints_come_back)
{
    for (size_t i = 0; i < COUNT(ints); i++) {
        Slot s = slot_from_int(ints[i]);
        cr_assert(slot_int_fits(ints[i]));
        cr_assert(slot_is_int(s) && slot_is_number(s) && !slot_is_double(s) && !slot_is_object(s));
        cr_assert_eq(slot_int(s), ints[i]);
    }
    cr_assert(!slot_int_fits(SLOT_INT_MAX + 1));
    cr_assert(!slot_int_fits(SLOT_INT_MIN - 1));
    cr_assert(!slot_int_fits(INT64_MAX) && !slot_int_fits(INT64_MIN));
}

Test(slot, ints_keep_their_order)
{
    for (size_t i = 0; i < COUNT(ints); i++)
        for (size_t j = 0; j < COUNT(ints); j++)
            cr_assert_eq(ints[i] < ints[j], slot_from_int(ints[i]) < slot_from_int(ints[j]));
}

Test(slot, sums_that_do_not_fit_leave_the_range_of_ints)
{
    for (size_t i = 0; i < COUNT(ints); i++)
        for (size_t j = 0; j < COUNT(ints); j++) {
            Slot sum = slot_from_int(ints[i]) + (slot_from_int(ints[j]) - SLOT_INT);
            cr_assert_eq(sum >= SLOT_INT_TAG, slot_int_fits(ints[i] + ints[j]));
            Slot difference = slot_from_int(ints[i]) - (slot_from_int(ints[j]) - SLOT_INT);
            cr_assert_eq(difference >= SLOT_INT_TAG, slot_int_fits(ints[i] - ints[j]));
        }
}

Test(slot, doubles_come_back_bit_by_bit)
{
    for (size_t i = 0; i < COUNT(doubles); i++) {
        Slot s = slot_from_double(doubles[i]);
        double d = slot_double(s);
        cr_assert(slot_double_fits(doubles[i]));
        cr_assert(slot_is_double(s) && slot_is_number(s) && !slot_is_int(s) && !slot_is_object(s));
        cr_assert_eq(memcmp(&d, &doubles[i], sizeof d), 0);
    }
    cr_assert(!slot_double_fits(NAN));
}

Test(slot, objects_and_nothing)
{
    int thing;
    Slot s = slot_from_object((PyObject *)&thing);
    cr_assert(slot_is_object(s) && !slot_is_number(s));
    cr_assert_eq((void *)slot_object(s), (void *)&thing);
    cr_assert(!slot_is_object(SLOT_NULL) && !slot_is_number(SLOT_NULL) && !slot_is_int(SLOT_NULL) && !slot_is_double(SLOT_NULL));
}

Test(slot, both_int_needs_two)
{
    Slot i = slot_from_int(7), d = slot_from_double(7.0);
    cr_assert(slot_both_int(i, slot_from_int(-7)));
    cr_assert(!slot_both_int(i, d) && !slot_both_int(d, i) && !slot_both_int(d, d) && !slot_both_int(i, SLOT_NULL));
    for (size_t k = 0; k < COUNT(ints); k++)
        for (size_t j = 0; j < COUNT(doubles); j++) cr_assert(!slot_both_int(slot_from_int(ints[k]), slot_from_double(doubles[j])));
}
