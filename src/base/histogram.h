/*
 * struct histogram: how long things took, counted in buckets with fixed bounds.
 * A plain value, zero-initialised; embedded where the things happen.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define HISTOGRAM_BUCKETS 17 /* and one for what is longer */

extern const int64_t histogram_bounds_us[HISTOGRAM_BUCKETS];

struct histogram {
	uint64_t counts[HISTOGRAM_BUCKETS + 1]; /* of each bucket alone */
	uint64_t total;
	int64_t sum_us;
};

/* What is negative was not measured, and is not counted. */
void histogram_note_us(struct histogram *histogram, int64_t us);
void histogram_note_ms(struct histogram *histogram, int64_t ms);
