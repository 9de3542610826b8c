/*
 * struct outage: what lasts of an outage of the monitor's own, of its network
 * or of its DNS: the one that is there, and the last one that was. The store
 * keeps it, so that one that is nearly over is so after a restart, too, and one
 * that comes and goes is known to.
 */
#pragma once

#include <stdint.h>

#include "base/names.h"

enum outage_of {
	OUTAGE_NETWORK,
	OUTAGE_DNS,
	OUTAGE_COUNT,
};

extern const struct names outage_names;

struct outage {
	enum outage_of of;
	int64_t since;	     /* 0: there is none now */
	int64_t back_since;  /* while since: the first answer; 0: none */
	unsigned looks, bad; /* of those from then on */
	int64_t ended_at, was_back_at; /* the last one, and its back_since */
	unsigned returns;	       /* times that it came back lately */
};

bool outage_is_same(const struct outage *a, const struct outage *b);
