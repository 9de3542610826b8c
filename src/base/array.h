/*
 * Growable typed array, macros only:
 *
 *	ARRAY(struct thing) things;	in a struct, zero-initialised
 *	*ARRAY_ADD(&things) = thing;	appends a zeroed slot, gives its address
 *	ARRAY_EACH(t, &things)		struct thing *t walks all
 *	ARRAY_CLEAR(&things)		frees the slots, not what they own
 *	ARRAY_FIT(&things)		gives back the slots that are empty
 */
#pragma once

#include <stddef.h>
#include <string.h>

#include "base/mem.h"

#define ARRAY(type) \
	struct { \
		type *items; \
		size_t len, cap; \
	}

#define ARRAY_RESERVE(a, n) \
	do { \
		size_t want_ = (n); \
		if (want_ > (a)->cap) { \
			size_t cap_ = (a)->cap < 4 ? 4 : (a)->cap * 2; \
			if (cap_ < want_) \
				cap_ = want_; \
			(a)->items = \
			    mem_resize((a)->items, cap_, sizeof *(a)->items); \
			(a)->cap = cap_; \
		} \
	} while (0)

#define ARRAY_ADD(a) \
	__extension__({ \
		ARRAY_RESERVE((a), (a)->len + 1); \
		memset(&(a)->items[(a)->len], 0, sizeof *(a)->items); \
		&(a)->items[(a)->len++]; \
	})

/* Removes slot i and keeps the order of the rest. */
#define ARRAY_REMOVE(a, i) \
	do { \
		size_t i_ = (i); \
		memmove(&(a)->items[i_], &(a)->items[i_ + 1], \
		    ((a)->len - i_ - 1) * sizeof *(a)->items); \
		(a)->len--; \
	} while (0)

#define ARRAY_CLEAR(a) \
	do { \
		free((a)->items); \
		(a)->items = NULL; \
		(a)->len = (a)->cap = 0; \
	} while (0)

#define ARRAY_FIT(a) \
	do { \
		if ((a)->len > 0 && (a)->len < (a)->cap) { \
			(a)->items = mem_resize( \
			    (a)->items, (a)->len, sizeof *(a)->items); \
			(a)->cap = (a)->len; \
		} \
	} while (0)

#define ARRAY_EACH(it, a) \
	for (__typeof__((a)->items + 0) it = (a)->items; \
	     it != NULL && it < (a)->items + (a)->len; it++)
