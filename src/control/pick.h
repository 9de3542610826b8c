/*
 * The one endpoint that is meant: what is called so, else the only one that
 * fits; or else which ones do.
 */
#pragma once

#include "base/error.h"
#include "base/texts.h"

#define PICK_OFFERED 5 /* are named where several fit */

struct pick {
	const char *pattern; /* lent */
	char *id;	     /* the last that fits */
	bool is_exact;
	size_t count;
	struct texts some;
};

/* In the order in which they are to be named. */
void pick_offer(struct pick *pick, const char *id);
/* NULL: none, or several; err names them. The id is the caller's. */
char *pick_end(struct pick *pick, struct error *err);
