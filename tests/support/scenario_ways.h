/*
 * How the endpoints of a scenario are come to: their fronts, and the proxies
 * that they are behind. For scenario.c only.
 */
#pragma once

#include "model/endpoint.h"

/* One front for each role that the story has; NULL for none. */
const struct endpoint_front *scenario_ways_front(
    struct endpoint *endpoint, enum endpoint_role role);
#define SCENARIO_PROXY_MAX 64

/* "http:HOST:PORT", "socks5:HOST:PORT", or "none", which becomes "". false: it
 * is neither. */
bool scenario_ways_read(const char *word, char ret_proxy[SCENARIO_PROXY_MAX]);
/* The endpoint is behind that one; "": behind none. */
void scenario_ways_set(struct endpoint *endpoint, const char *proxy);
