/*
 * The web server of the daemon: a page for people, an API, metrics. It shows
 * and never acts: GET and HEAD alone are heard, and nothing that they reach
 * changes anything. Off unless the configuration says where to listen.
 *
 * Who asks for it under a name that is not its own is refused, so that no
 * foreign page can read it by having its name point here (DNS rebinding).
 */
#pragma once

#include "base/texts.h"
#include "control/control.h"
#include "net/http_server.h"

struct metric_values;

struct web_options {
	struct http_server_options server;
	struct texts hosts; /* names that are its own, beside addresses and
			     * localhost */
	const char *url; /* where people reach it, with a '/' at its end; NULL:
			  * not said */
	size_t metrics_endpoints; /* that have series of their own */
	bool has_least_slices;	  /* of /metrics; for tests */
	/* Adds what it knows to what /metrics tells. NULL: nobody does. */
	void (*figures)(void *arg, struct metric_values *values);
	void *figures_arg;
};

struct web;

/* NULL: it cannot listen there. Copies both. */
struct web *web_new(const struct control_parts *parts,
    const struct web_options *options, struct error *err);
/* Who waits is not answered any more. */
void web_free(struct web *web);
CLEANUP_DEFINE(struct web, web_free)
/* Where it listens, with the port it has. */
struct ip_address web_address(const struct web *web);
