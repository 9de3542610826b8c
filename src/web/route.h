/* What is to be found where; each page is a file page_NAME.c with a row in the
 * table of web.c. */
#pragma once

#include "web/request.h"

struct web_route {
	const char *path; /* "/incidents/" is a prefix, "/incidents" is not */
	/* Answers, or waits (web_wait, web_read_store). */
	void (*answer)(struct web_request *request);
};

extern const struct web_route web_route_api;
extern const struct web_route web_route_certificate;
extern const struct web_route web_route_certificates;
extern const struct web_route web_route_endpoint;
extern const struct web_route web_route_health;
extern const struct web_route web_route_incident;
extern const struct web_route web_route_incidents;
extern const struct web_route web_route_overview;
extern const struct web_route web_route_ready;
extern const struct web_route web_route_silences;
extern const struct web_route web_route_style;
extern const struct web_route web_route_metrics;
extern const struct web_route web_route_probe;
