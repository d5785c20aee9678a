/* adder_ownership.h -- who owns a reference, written where compiler and reader see it. Arguments are borrowed unless marked. */
#ifndef ADDER_OWNERSHIP_H
#define ADDER_OWNERSHIP_H

#ifndef NEW_REF
#define NEW_REF      __attribute__((warn_unused_result)) /* result: the caller drops it */
#endif
#ifndef BORROWED_REF
#define BORROWED_REF /* result: lives while its container holds it, unchanged */
#endif
#ifndef STEALS_REF
#define STEALS_REF   /* argument: consumed, on success and on failure alike */
#endif

/* Around the declarations of each public header: C linkage, visible outside the library. */
#ifdef __cplusplus
#define ADDER_API_BEGIN extern "C" { _Pragma("GCC visibility push(default)")
#define ADDER_API_END   _Pragma("GCC visibility pop") }
#else
#define ADDER_API_BEGIN _Pragma("GCC visibility push(default)")
#define ADDER_API_END   _Pragma("GCC visibility pop")
#endif

#endif
