/*
 * struct routes: which sinks an event is for, by what it is about. Pure: filled
 * by config, asked by incident/routing.h. Whether it is told at all is decided
 * elsewhere; this decides where.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/array.h"
#include "base/texts.h"
#include "model/endpoint.h"
#include "model/event.h"
#include "model/sink_names.h"

/* What is given must fit; what is not given fits all. Patterns: base/glob.h. */
struct route {
	ARRAY(struct endpoint_label) labels; /* value: a pattern; all of them */
	struct texts endpoints;		     /* patterns of ids or hosts; any */
	struct texts findings;		     /* patterns of codes; any */
	uint64_t events;   /* bits by enum event_kind; 0: any */
	int min_severity;  /* enum severity */
	bool is_monitor;   /* the monitor's own events, and no others */
	bool is_continued; /* those behind it are asked as well */
	struct texts sinks;
};

/* One that there is, by name. */
struct route_sink {
	char *name;
	int min_severity; /* what it wants at all; enum severity */
	bool has_alerts;  /* by incident: a summary of many opens none there */
};

struct routes {
	ARRAY(struct route) list; /* the first that fits, mostly */
	bool has_defaults;
	struct texts defaults; /* what no route takes; else all sinks */
	/* All but the journal, which gets all there is while no route and no
	 * default names it. */
	ARRAY(struct route_sink) sinks;
};

void route_clear(struct route *route);
void routes_clear(struct routes *routes);
/* Is this kind about the monitor itself, and not about an endpoint? */
bool route_is_of_monitor(enum event_kind kind);
/* Whatever fits `later` fits `earlier`, too: behind it, it is never asked. */
bool route_covers(const struct route *earlier, const struct route *later);
/* Nothing ever fits it; words why, else NULL. */
const char *route_contradiction(const struct route *route);
bool routes_has_alerts(const struct routes *routes, const char *name);
/* Does any route or default name the journal? */
bool routes_name_journal(const struct routes *routes);

/* What is asked. */
struct route_question {
	enum event_kind kind;
	enum severity
	    severity; /* the worse of the event's and its incident's */
	enum finding_code finding;	 /* FINDING_COUNT: none */
	const struct endpoint *endpoint; /* NULL: the monitor itself */
	/* By routes that name the kind, and no others: for the end of what
	 * others were told of. */
	bool is_by_kind_only;
};

/* Names of sinks (model/sink_names.h), to be freed; NULL: none. */
char *routes_find(
    const struct routes *routes, const struct route_question *question);
