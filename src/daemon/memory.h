/*
 * Gives memory back that was freed. Looks, and what is kept of them, are made
 * and freed between what lasts, so that the allocator keeps whole pages that
 * nothing is in: after the first look at 100,000 targets as much again as is
 * used. Whoever has done some work calls it; it acts once in a while, and wakes
 * nobody.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MEMORY_PAUSE_MS 60000	    /* between two looks at it */
#define MEMORY_WASTE_MIN (8u << 20) /* bytes that are not worth it */
#define MEMORY_WASTE_SHARE 10	    /* ... nor is a smaller share of all */

/* Of the process: what is resident and no file's, and what is in use of it. */
struct memory_state {
	size_t resident, used;
};

struct memory {
	int64_t looked_at_ms;
};

bool memory_is_wasted(const struct memory_state *state);
/* false: it cannot be told here. */
bool memory_read(struct memory_state *ret_state);
void memory_settle(struct memory *memory, int64_t now_ms);
