/*
 * enum hush: why something that happened is not told: it is kept, shown by who
 * asks, and in the journal at a low priority, but no receiver is given it.
 * incident/hush.h decides.
 */
#pragma once

#include "base/names.h"

enum hush {
	HUSH_NONE, /* it is told */
	HUSH_SILENCED,
	HUSH_MAINTENANCE,
	HUSH_ACKNOWLEDGED,
	HUSH_FLAPPING,
	HUSH_COUNT,
};

extern const struct names hush_names; /* "silenced", ... */

const char *hush_text(enum hush hush);
