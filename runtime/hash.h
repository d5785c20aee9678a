/* hash.h -- the process's hash secret and what is hashed with it: str, bytes, and pointers without it. */
#ifndef ADDER_HASH_H
#define ADDER_HASH_H
#include "runtime/define.h"
#include <stdint.h>

/* Sets the secret, once, before the first string is hashed. `text` is the value of PYTHONHASHSEED or NULL: "random" and
 * NULL take it from the system, "0" makes it all zero, another decimal number below 2^32 derives it from that number.
 * Returns 0, -1 when the text is no such number, -2 when the system gives no random bytes. Later calls change nothing,
 * for strings hashed by another VM of this process must keep their hashes. */
int adder_hash_init(const char *text);
/* Is the secret random? What sys.flags.hash_randomization shows. */
int adder_hash_is_random(void);

/* SipHash-1-3 of n bytes under the 128-bit key (k0, k1). */
uint64_t adder_siphash13(uint64_t k0, uint64_t k1, const void *data, size_t n);
#endif
