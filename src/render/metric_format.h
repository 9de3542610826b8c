/*
 * The two formats of an exposition, and which of them an Accept header asks
 * for (RFC 9110 12.5.1).
 */
#pragma once

enum metric_format {
	METRIC_FORMAT_TEXT, /* Prometheus' text format, 0.0.4 */
	METRIC_FORMAT_OPEN, /* OpenMetrics 1.0.0 */
};

/* The text format where both are as welcome by a wildcard, or none is: the
 * header is a stranger's. NULL: none was sent. */
enum metric_format metric_format_of(const char *accept);
const char *metric_format_type(enum metric_format format); /* Content-Type */
