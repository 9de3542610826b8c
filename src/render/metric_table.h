/*
 * The table of metrics (metrics.def) as rows, and the reference that people
 * read (contrib/prometheus/METRICS), which is made of it.
 */
#pragma once

#include "base/strbuf.h"

enum metric_type {
	METRIC_GAUGE,
	METRIC_COUNTER,
	METRIC_INFO,
	METRIC_HISTOGRAM,
};

enum metric_of {
	METRIC_OF_DAEMON,
	METRIC_OF_ENDPOINT, /* one for each: bounded */
	METRIC_OF_PROBE,    /* of /probe alone */
};

enum metric_id {
#define METRIC(id, ...) METRIC_##id,
#include "render/metrics.def"
#undef METRIC
	METRIC_ID_COUNT,
};

struct metric_row {
	const char *name; /* as it is asked for: "x_total", "x_info" */
	enum metric_type type;
	const char *labels; /* "sink,outcome"; "": none */
	enum metric_of of;
	const char *help;
};

const struct metric_row *metric_row(enum metric_id id);
const char *metric_type_text(enum metric_type type);
/* "seconds", "bytes" or "": by the name, before _total. */
const char *metric_unit(const struct metric_row *row);

#define METRIC_REFERENCE_MAX (64u << 10)

/* All of them, a paragraph each. */
void metric_reference(struct strbuf *ret_text);
