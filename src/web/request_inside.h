/* What web.c and request.c share; see request.h. */
#pragma once

#include "web/metrics.h"
#include "web/request.h"

struct web {
	struct control_parts parts;
	struct web_options options; /* its own */
	char *url;
	struct http_server *server;
	struct slicer *slicer;
	struct surveyor *surveyor;
	struct web_metrics metrics;
	unsigned api_under_way; /* web/api_answer.c */
};

struct web_request *web_request_new(
    struct web *web, struct http_exchange *exchange);
void web_request_set_rest(struct web_request *request, size_t prefix_len);
/* After whoever answers has returned: what was answered is freed, and what
 * neither was nor waits is a fault of ours that is answered with 500. */
void web_request_settle(struct web_request *request);
