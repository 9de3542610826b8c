/*
 * Who hears of what in a scenario (tests/scenarios/README): routes, sinks and
 * labels. For scenario.c only.
 */
#pragma once

#include "incident/fleet.h"
#include "model/route.h"

/* Starts zeroed: there are none, and nothing is said of sinks. */
struct scenario_routes {
	struct routes routes;
};

void scenario_routes_clear(struct scenario_routes *routes);
/* Does a line with this first word belong here? */
bool scenario_routes_is(const char *word);
/* endpoint: named by the second word; NULL: none. false: it cannot be read. */
bool scenario_routes_play(struct scenario_routes *routes,
    struct endpoint *endpoint, char **words, size_t count);
void scenario_routes_apply(const struct scenario_routes *routes,
    struct fleet *fleet, struct batch *batch, int64_t now);
/* " -> web,pager", and " first pager". */
void scenario_routes_words(const struct scenario_routes *routes,
    const struct event *event, struct strbuf *buf);
