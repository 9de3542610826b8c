/*
 * What expositions share: those under way, and how long they held the loop.
 * One for each server (web.h); /metrics and /probe are in route.h.
 */
#pragma once

#include "render/render_metrics.h"
#include "web/request.h"

#define METRICS_MAX_UNDER_WAY 4 /* each takes memory while it is read */

struct web_metrics {
	unsigned under_way;
	int64_t longest_slice_us;
};

struct web_metrics *web_metrics_of(const struct web_request *request);
/* In the format that was asked for. */
struct http_reply metrics_reply(enum metric_format format);
