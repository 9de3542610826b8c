/*
 * What expositions share: those under way, and how long they held the loop.
 * One for each server (web.h); /metrics and /probe are in route.h.
 */
#pragma once

#include "render/render_metrics.h"
#include "web/request.h"

#define METRICS_MAX_UNDER_WAY 4 /* each takes memory while it is read */

struct metrics_leftover;

struct web_metrics {
	unsigned under_way;
	int64_t longest_slice_us;
	/* of expositions that have ended, while it is freed in slices */
	ARRAY(struct metrics_leftover *) leftovers;
};

/* After the slicer is gone. */
void web_metrics_clear(struct web_metrics *metrics);

struct web_metrics *web_metrics_of(const struct web_request *request);
/* In the format that was asked for. */
struct http_reply metrics_reply(enum metric_format format);
