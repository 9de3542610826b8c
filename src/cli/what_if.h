/*
 * struct what_if: what a command's --at, --policy and --trust are held against:
 * now, the rules built in, the system's trust store; of each only what was
 * given otherwise.
 */
#pragma once

#include "cli/trust.h"
#include "render/difference.h"

struct what_if {
	bool has_at, has_policy, has_trust;
	int64_t at;	    /* of the report before */
	struct trust trust; /* likewise */
};

/* at, options: as given; at negative where not. trust: what they led to. Gives
 * nothing to compare with where nothing was given, or where there is no
 * system's store (has_any false). */
void what_if_load(struct what_if *what_if, int64_t at,
    const struct trust_options *options, const struct trust *trust);
bool what_if_has_any(const struct what_if *what_if);
void what_if_clear(struct what_if *what_if);
/* before may be NULL. */
struct difference what_if_difference(const struct what_if *what_if,
    const struct report *before, const struct report *after);
