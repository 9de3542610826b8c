/*
 * An event's JSON, as it was kept: what a sink has to know of it to decide
 * whether it wants it.
 */
#pragma once

#include <jansson.h>

#include "model/event.h"
#include "model/sink_names.h"

struct payload_about {
	enum event_kind kind;
	enum severity worst;	      /* of the event and its incident */
	enum finding_code finding;    /* FINDING_COUNT: none */
	char sink[SINK_NAME_MAX + 1]; /* that it is about; "": none */
	bool is_page;		      /* PagerDuty has a word for it */
	bool is_routed; /* whom it is for was decided, severities too */
};

/* false: not an event of this version. */
bool payload_about(const char *payload, struct payload_about *ret_about);
/* Tells of a dead letter of this very sink, which would refuse that too,
 * without end. */
bool payload_is_own_burial(const struct payload_about *about, const char *sink);
/* As JSON, for this sink: where others heard of its incident before and this
 * one did not, it says so, as "first_here"; where people reach the web server
 * (page_url, or NULL), the page of its incident, as "page". NULL: it is none.
 */
json_t *payload_for(
    const char *payload, const char *sink, const char *page_url);
