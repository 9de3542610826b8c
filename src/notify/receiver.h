/*
 * struct receiver: who is behind a sink, as the attempts to give it something
 * show: how many it took, whether it is in trouble and for how long nothing is
 * sent to it, and who is told of that. For courier.c.
 */
#pragma once

#include "notify/burials.h"
#include "notify/courier.h"
#include "notify/sink_health.h"

struct receiver {
	const struct courier_parts *parts; /* lent, as the names are */
	const char *noun, *name;
	struct sink_health health;
	uint64_t delivered, failed; /* attempts */
	struct burials burials;
};

void receiver_init(struct receiver *receiver, const struct courier_parts *parts,
    const char *noun, const char *name);
/* An attempt has ended. true: it takes messages again, and nothing that waits
 * for it need wait longer. chance: any random number. */
bool receiver_note(struct receiver *receiver,
    const struct delivery_outcome *outcome, int64_t now_ms, uint32_t chance);
/* A message is a dead letter; payload: the event's JSON. */
void receiver_buried(struct receiver *receiver,
    const struct courier_burial *burial, const char *payload, int64_t now_ms);
