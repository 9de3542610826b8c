/*
 * struct fetch_counts: what asking URLs of certificates came to, counted since
 * the start. A plain value, embedded where it is counted.
 */
#pragma once

#include <stdint.h>

struct fetch_counts {
	uint64_t got;
	uint64_t same;	      /* what is kept is still the newest */
	uint64_t unreachable; /* no answer, or one that says no */
	uint64_t unusable;    /* something else came, or too much */
	uint64_t refused;     /* not asked: the address is not allowed */
};
