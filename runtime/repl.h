/* repl.h -- the interactive prompt. */
#ifndef ADDER_REPL_H
#define ADDER_REPL_H
#include "runtime/define.h"

/* Reads, runs and prints until the end of input, in the names of __main__. Errors are shown and the loop goes on; SystemExit ends
 * it. Returns the exit status. */
int adder_repl_run(FILE *in, FILE *out);

/* Prints the version line, as far as the config wants it. */
void adder_repl_banner(void);
#endif
