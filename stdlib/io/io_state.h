/* io_state.h -- what one interpreter keeps for its files; PyInterpreterState embeds it as `io`. */
#ifndef ADDER_IO_STATE_H
#define ADDER_IO_STATE_H

struct adder_io_state {
    struct _object *unsupported_operation; /* io.UnsupportedOperation; NULL until first asked for */
};

struct _is;
/* Makes sys.stdin, sys.stdout, sys.stderr and their sys.__x__ twins from descriptors 0, 1 and 2 as the configuration
 * says; a closed descriptor gives None. 0, or -1 with an exception set. */
int adder_io_init_std(struct _is *interp);
/* Drops what the state holds. */
void adder_io_clear(struct adder_io_state *state);
#endif
