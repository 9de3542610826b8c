/* Events of one message; see consignment.h. */
#include "notify/consignment.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

_Static_assert(DELIVERY_RETRY_AFTER_MAX_S <= OUTBOX_LATEST_S,
    "a wait that is due looks like one of a wrong clock");

void
consignment_clear(struct consignment *consignment)
{
	for (size_t i = 0; i < consignment->count; i++)
		outbox_item_clear(&consignment->parcels[i].item);
	free(consignment->parcels);
	free(TAKE(consignment->lacking));
	consignment->parcels = NULL;
	consignment->count = consignment->settled = 0;
	consignment->has_failed = false;
	consignment->words[0] = '\0';
}

void
consignment_begin(struct consignment *consignment, size_t most)
{
	consignment->parcels = mem_new(most, sizeof *consignment->parcels);
}

void
consignment_add(
    struct consignment *consignment, const struct outbox_item *take_item)
{
	struct parcel *parcel = &consignment->parcels[consignment->count++];

	parcel->consignment = consignment;
	parcel->item = *take_item;
	parcel->action = DELIVERY_DONE;
}

bool
consignment_fits(
    const struct consignment *consignment, const struct outbox_item *item)
{
	const char *lacking = consignment->count == 0
	    ? item->lacking
	    : consignment->parcels[0].item.lacking;

	if (lacking == NULL || item->lacking == NULL)
		return lacking == item->lacking;
	return strcmp(lacking, item->lacking) == 0;
}

void
consignment_plan(struct consignment *consignment,
    const struct delivery_outcome *outcome, int64_t wall_ms, uint32_t chance)
{
	snprintf(consignment->words, sizeof consignment->words, "%s",
	    outcome->words);
	free(consignment->lacking);
	consignment->lacking = mem_strdup(outcome->lacking);
	for (size_t i = 0; i < consignment->count; i++) {
		struct parcel *parcel = &consignment->parcels[i];
		const struct delivery_tries before = {
		    .attempts = parcel->item.attempts,
		    .refusals = parcel->item.refusals,
		};
		struct delivery_plan plan =
		    delivery_plan_after(outcome, before, chance);

		parcel->action = plan.action;
		parcel->is_refusal = plan.is_refusal;
		parcel->next_at = (wall_ms + plan.wait_ms + 999) / 1000;
	}
}

static void
on_settled(void *arg, bool is_ok)
{
	struct parcel *parcel = arg;
	struct consignment *consignment = parcel->consignment;

	consignment->has_failed |= !is_ok;
	if (++consignment->settled == consignment->count)
		consignment->done(consignment->arg, !consignment->has_failed);
}

static bool
hand_in(struct parcel *parcel)
{
	struct outbox *outbox = parcel->consignment->outbox;
	uint64_t sequence = parcel->item.sequence;
	const char *words = parcel->consignment->words;
	const char *lacking = parcel->consignment->lacking;

	switch (parcel->action) {
	case DELIVERY_DONE:
		return outbox_delivered(outbox, sequence, on_settled, parcel);
	case DELIVERY_RETRY:
		if (lacking != NULL)
			return outbox_retry_rest(outbox, sequence,
			    parcel->next_at, lacking, words, on_settled,
			    parcel);
		return outbox_retry(outbox, sequence, parcel->next_at,
		    parcel->is_refusal, words, on_settled, parcel);
	case DELIVERY_BURY: break;
	}
	return outbox_bury(
	    outbox, sequence, lacking, words, on_settled, parcel);
}

bool
consignment_settle(struct consignment *consignment)
{
	bool is_all = true;

	for (size_t i = 0; i < consignment->count; i++) {
		struct parcel *parcel = &consignment->parcels[i];

		if (!parcel->is_handed_in)
			parcel->is_handed_in = hand_in(parcel);
		is_all &= parcel->is_handed_in;
	}
	return is_all;
}
