/*
 * An event as a message of PagerDuty's Events API v2, from its JSON
 * (render_json.h). What opens or worsens triggers, what ends resolves, both
 * with the incident's id as dedup_key, so that PagerDuty has one alert for one
 * incident; an acknowledgement acknowledges. What is no alert (a chain that
 * changed, a rollout) is a change event, which wakes nobody.
 *
 * Faults of the monitor's own have no incident: their dedup_key is the finding
 * and what it is about.
 */
#pragma once

#include <jansson.h>

#include "base/strbuf.h"

#define PAGERDUTY_SUMMARY_MAX 1024 /* characters; the API cuts there */
/* The API refuses more than 512 kB; some of it is left for the envelope. */
#define PAGERDUTY_BODY_MAX (500u << 10)

struct pagerduty_message {
	char *body;	/* JSON; free it. It holds the routing key */
	bool is_change; /* for the other of the API's two doors */
};

/* false: there is nothing to say to it of this event. */
bool render_pagerduty_is_for(const json_t *event);
bool render_pagerduty_event(const json_t *event, const char *routing_key,
    struct pagerduty_message *ret_message);
