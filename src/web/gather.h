/*
 * What a command of the control socket says, all of it, for a page: the lines
 * are gathered and handed over at once. So pages show what `chainwatch` shows,
 * by the same readers.
 */
#pragma once

#include <jansson.h>

#include "web/request.h"

#define GATHER_MAX_LINES 2000

struct gathered {
	const json_t
	    *lines;  /* array, each with its "type"; lent for the call */
	bool is_cut; /* there were more */
	const char *failure; /* in words; NULL: it did not fail */
	bool is_missing;     /* ... what was asked for is not there */
};

/* On the loop; answers, or gathers again. Not called when who asked is gone. */
typedef void (*gather_fn)(
    struct web_request *request, void *arg, const struct gathered *gathered);

/* The request waits. take_ask is the command's request, "command" left out;
 * free_arg is called in the end, in any case; it may be NULL. */
void gather_lines(struct web_request *request, const char *command,
    json_t *take_ask, gather_fn fn, void *arg, void (*free_arg)(void *arg));

/* The first line of that type; NULL: none. */
const json_t *gathered_first(const struct gathered *gathered, const char *type);
/* The page that says why there is nothing to show. */
void gathered_fail(
    struct web_request *request, const struct gathered *gathered);
