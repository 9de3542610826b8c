/*
 * What an exposition says of the daemon itself and of the fleet as a whole.
 * Whoever runs fills in the values; this writes them.
 */
#pragma once

#include "base/array.h"
#include "base/histogram.h"
#include "model/event.h"
#include "model/failure.h"
#include "model/fetch_counts.h"
#include "render/metric_fleet.h"

#define METRIC_UNKNOWN (-1) /* of a number that could not be had: left out */

enum metric_stage {
	METRIC_STAGE_LATE, /* between due and begun */
	METRIC_STAGE_DIAL,
	METRIC_STAGE_STARTTLS,
	METRIC_STAGE_HANDSHAKE,
	METRIC_STAGE_PROBE,
	METRIC_STAGE_JUDGE,
	METRIC_STAGE_COUNT,
};

enum metric_fetch_kind {
	METRIC_FETCH_AIA,
	METRIC_FETCH_OCSP,
	METRIC_FETCH_CRL,
	METRIC_FETCH_COUNT,
};

struct metric_process {
	double cpu_s, started_at;
	int64_t resident_bytes, virtual_bytes, open_fds, max_fds;
};

struct metric_looks {
	uint64_t ended[FAILURE_COUNT]; /* FAILURE_NONE: well */
	size_t waiting, dialing, handshaking;
	struct histogram stages[METRIC_STAGE_COUNT];
	uint64_t inspections, judgements, memo_hits;
	int64_t lag_ms, worst_lag_ms, overdue_ms;
};

struct metric_keeping {
	bool is_there, is_failing;
	size_t jobs;
	int64_t age_ms;
	uint64_t written, failed;
};

struct metric_sink {
	const char *name; /* lent */
	/* METRIC_UNKNOWN: it has no such thing */
	int64_t waiting, dead, age_s;
	int64_t delivered, failed, dropped;
};

struct metric_fetching {
	struct fetch_counts counts;
	size_t kept;
	int64_t running, bytes; /* or METRIC_UNKNOWN */
};

struct metric_web {
	uint64_t answered, refused, ended;
	size_t connections;
	int64_t longest_slice_us;
};

struct metric_config {
	uint64_t loaded, rejected; /* reloads */
	bool is_rejected;	   /* the last one was */
	int64_t loaded_at;
};

struct metric_values {
	const char *version, *openssl; /* lent */
	size_t targets;
	size_t incidents[FINDING_COUNT][METRIC_SEVERITIES];
	size_t quiet[HUSH_COUNT];
	uint64_t events[EVENT_KIND_COUNT];
	bool faults[FINDING_COUNT]; /* of the monitor's own */
	struct metric_looks looks;
	struct metric_keeping keeping;
	ARRAY(struct metric_sink) sinks;
	struct metric_fetching fetching[METRIC_FETCH_COUNT];
	struct metric_web web;
	struct metric_config config;
	struct metric_process process;
};

void metric_values_clear(struct metric_values *values);
/* All families of METRIC_OF_DAEMON; some 40 KB. */
void render_metrics(struct metric_page *page,
    const struct metric_values *values, const struct metric_fleet *fleet);
