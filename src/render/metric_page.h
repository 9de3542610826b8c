/*
 * struct metric_page: an exposition for Prometheus being written, in one of its
 * two formats (metric_format.h).
 *
 * A family of the table is begun, then its samples follow; label names come
 * from the table, values by the caller, in the table's order. Whatever bytes a
 * value has, its line stays one line of UTF-8: what cannot be shown is escaped
 * visibly (base/safe_print.h), then as the formats want it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "render/metric_format.h"
#include "render/metric_table.h"

#define METRIC_VALUE_MAX 600 /* characters of a label's value */
#define METRIC_EXTRAS_MAX 64 /* labels beside those of the table */

struct histogram;

struct metric_page {
	struct strbuf *out; /* lent */
	enum metric_format format;
	bool is_of_one;	   /* who asks says of whom: no label "instance" */
	enum metric_id id; /* the family that was begun */
};

void metric_begin(struct metric_page *page, enum metric_id id);
/* A sample: the values of its labels; NULL: it has none. */
void metric_add(
    struct metric_page *page, const char *const *values, double value);
void metric_add_int(
    struct metric_page *page, const char *const *values, int64_t value);

/* What people call their things. The name becomes label_NAME, of letters,
 * digits and _ only; where two become the same the later one is left out. */
struct metric_extra {
	const char *name, *value;
};

/* An info, with METRIC_EXTRAS_MAX extras at most. */
void metric_add_info(struct metric_page *page, const char *const *values,
    const struct metric_extra *extras, size_t extra_count);
void metric_add_histogram(struct metric_page *page, const char *const *values,
    const struct histogram *histogram);
/* The end of it all, which OpenMetrics wants to see. */
void metric_end(struct metric_page *page);
