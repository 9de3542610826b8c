/*
 * Which sinks the events of a batch are for: what the routes say
 * (model/route.h), and beside these whoever was told of the incident before,
 * so that who heard it begin hears how it goes on and ends, however its
 * severity changed. Incidents remember who that is.
 */
#pragma once

#include "incident/fleet.h"
#include "model/route.h"

/* Openings that a summary brings to a sink that keeps alerts. */
#define ROUTING_MAX_EACH 20

struct hush_rules;

/* Sets the sinks of the batch's events and of their incidents. An incident
 * that reached an endpoint whose routes lead to others tells these alone, by
 * an event that is added here; not while it is quiet there (incident/hush.h).
 */
void routing_apply(const struct routes *routes, struct hush_rules *hush,
    struct batch *batch, int64_t now);
