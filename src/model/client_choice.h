/*
 * struct client_choice: which clients matter to an endpoint. Made by config,
 * carried by the endpoint and the evidence; what the bits stand for, rows of
 * clients/profiles.c, is the matter of clients/choice.h. A plain value; all
 * zero is what nobody has said anything of: the mainstream is watched.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define CLIENT_CHOICE_MAX 64 /* profiles there can be */

struct client_choice {
	bool is_given;
	uint64_t required; /* that one refuses is critical */
	uint64_t watched;  /* ... a warning */
};

static inline bool
client_choice_equal(
    const struct client_choice *a, const struct client_choice *b)
{
	return a->is_given == b->is_given && a->required == b->required &&
	    a->watched == b->watched;
}
