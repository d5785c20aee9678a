/* codecs_state.h -- one interpreter's codec registry; PyInterpreterState embeds it as `codecs`. */
#ifndef ADDER_CODECS_STATE_H
#define ADDER_CODECS_STATE_H

struct adder_codecs_state {
    struct _object *search_path;    /* list of search functions; NULL until the registry is first used, as the others */
    struct _object *search_cache;   /* dict: normalised name -> codec tuple */
    struct _object *error_registry; /* dict: name -> callable */
};

/* Drops the registry; it can be made again afterwards. */
void adder_codecs_clear(struct adder_codecs_state *state);
#endif
