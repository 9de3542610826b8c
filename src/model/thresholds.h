/*
 * struct thresholds: how long before its end the operator wants to hear of a
 * certificate, as a time or as a share of its lifetime. Made by config, carried
 * by endpoint and evidence; what they come to for one certificate is the
 * judge's to say (judge/horizon.h). A plain value; all zero is what nobody has
 * said anything of.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* One of the two is set, or none. */
struct threshold {
	uint32_t seconds;
	uint32_t percent; /* of the lifetime; no padding: hashed by bytes */
};

struct thresholds {
	struct threshold warning, critical;
};

static inline bool
threshold_equal(const struct threshold *a, const struct threshold *b)
{
	return a->seconds == b->seconds && a->percent == b->percent;
}

static inline bool
thresholds_equal(const struct thresholds *a, const struct thresholds *b)
{
	return threshold_equal(&a->warning, &b->warning) &&
	    threshold_equal(&a->critical, &b->critical);
}
