/* test_blocks.c -- the size-class allocator, the gate and the collector's heads. */
#include "runtime/memory/gc.h"
#include "runtime/memory/region.h"
#include "runtime/state/interp.h"
#include <criterion/criterion.h>
#include <stdlib.h>

static void start(void) { Py_Initialize(); }
static void stop(void)  { Py_FinalizeEx(); }
TestSuite(blocks, .init = start, .fini = stop);

static struct adder_gate *gate(void) { return &adder_interp()->memory.gate; }

Test(blocks, are_aligned_and_apart)
{
    enum { N = 3000 };
    char **p = malloc(N * sizeof *p);
    for (int i = 0; i < N; i++) {
        size_t size = (size_t)(i * 7) % 700 + 1;
        p[i] = adder_block_alloc(size);
        cr_assert_not_null(p[i]);
        cr_assert_eq((uintptr_t)p[i] % 16, 0);
        cr_assert_geq(adder_block_size(p[i]), size);
        memset(p[i], i & 255, size);
    }
    for (int i = 0; i < N; i++) {
        size_t size = (size_t)(i * 7) % 700 + 1;
        for (size_t k = 0; k < size; k++) cr_assert_eq((unsigned char)p[i][k], i & 255);
    }
    for (int i = 0; i < N; i += 2) adder_block_free(p[i]);
    for (int i = 1; i < N; i += 2) adder_block_free(p[i]);
    free(p);
}

Test(blocks, account_returns_to_where_it_was)
{
    size_t live = gate()->live, count = gate()->blocks;
    void *p[4] = { adder_block_alloc(1), adder_block_alloc(512), adder_block_alloc(513), adder_block_alloc(1 << 20) };
    cr_assert_eq(gate()->blocks, count + 4);
    cr_assert_geq(gate()->live, live + 1 + 512 + 513 + (1 << 20));
    for (int i = 0; i < 4; i++) adder_block_free(p[i]);
    cr_assert_eq(gate()->blocks, count);
    cr_assert_eq(gate()->live, live);
}

Test(blocks, resize_keeps_what_is_in_it)
{
    size_t live = gate()->live;
    char *p = NULL;
    for (size_t size = 1; size < 100000; size = size * 3 / 2 + 1) {
        size_t old = size * 2 / 3;
        p = adder_block_resize(p, size);
        cr_assert_not_null(p);
        for (size_t i = 0; i < old && i < 64 && old > 1; i++) cr_assert_eq(p[i], (char)i);
        for (size_t i = 0; i < size && i < 64; i++) p[i] = (char)i;
    }
    p = adder_block_resize(p, 10);
    for (int i = 0; i < 10; i++) cr_assert_eq(p[i], (char)i);
    adder_block_free(p);
    cr_assert_eq(gate()->live, live);
}

Test(blocks, limit_refuses_and_changes_nothing)
{
    size_t live = gate()->live;
    adder_gate_set(gate(), live + 4096, SIZE_MAX, -1, false);
    cr_assert_null(adder_block_alloc(100000));
    cr_assert_eq(gate()->live, live);
    void *p = adder_block_alloc(64);
    cr_assert_not_null(p);
    cr_assert_null(adder_block_resize(p, 1 << 20));
    cr_assert_eq(adder_block_size(p), 64);
    adder_block_free(p);
    adder_gate_set(gate(), SIZE_MAX, SIZE_MAX, -1, false);
    cr_assert_eq(gate()->live, live);
}

Test(blocks, injected_failure_comes_once_or_for_ever)
{
    adder_gate_set(gate(), SIZE_MAX, SIZE_MAX, 2, false);
    void *a = adder_block_alloc(16), *b = adder_block_alloc(16), *c = adder_block_alloc(16), *d = adder_block_alloc(16);
    cr_assert(a != NULL && b != NULL && c == NULL && d != NULL);
    adder_gate_set(gate(), SIZE_MAX, SIZE_MAX, 0, true);
    void *e = adder_block_alloc(16), *f = adder_block_alloc(16);
    adder_gate_set(gate(), SIZE_MAX, SIZE_MAX, -1, false);
    cr_assert(e == NULL && f == NULL);
    adder_block_free(a), adder_block_free(b), adder_block_free(d);
}

Test(blocks, huge_sizes_fail)
{
    cr_assert_null(PyMem_Malloc((size_t)PY_SSIZE_T_MAX + 1));
    cr_assert_null(PyMem_Calloc((size_t)1 << 40, (size_t)1 << 40));
    cr_assert_null(adder_block_alloc(SIZE_MAX));
}

Test(blocks, arenas_go_back)
{
    enum { N = 100000 };
    void **p = malloc(N * sizeof *p);
    for (int i = 0; i < N; i++) p[i] = adder_block_alloc(256);
    size_t many = adder_interp()->memory.heap.arena_count;
    for (int i = 0; i < N; i++) adder_block_free(p[i]);
    free(p);
    cr_assert_lt(adder_interp()->memory.heap.arena_count, many / 4 + 2);
}

Test(blocks, cycle_is_found)
{
    PyObject *a = PyList_New(0), *b = PyList_New(0);
    cr_assert(PyList_Append(a, b) == 0 && PyList_Append(b, a) == 0);
    adder_gc_collect(2);
    size_t count = gate()->blocks;
    Py_DECREF(a), Py_DECREF(b);
    cr_assert_eq(adder_gc_collect(2), 2);
    cr_assert_lt(gate()->blocks, count);
}

Test(blocks, what_is_reachable_stays)
{
    PyObject *outside = PyList_New(0), *ring = PyList_New(0);
    cr_assert(PyList_Append(ring, ring) == 0 && PyList_Append(outside, ring) == 0);
    Py_DECREF(ring);
    cr_assert_eq(adder_gc_collect(2), 0);
    cr_assert_eq(PyList_GET_SIZE(PyList_GET_ITEM(outside, 0)), 1);
    Py_DECREF(outside);
    cr_assert_eq(adder_gc_collect(2), 1);
}
