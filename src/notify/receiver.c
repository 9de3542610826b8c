/* What attempts show of a receiver; see receiver.h. */
#include "notify/receiver.h"

#include "base/log.h"

void
receiver_init(struct receiver *receiver, const struct courier_parts *parts,
    const char *noun, const char *name)
{
	*receiver =
	    (struct receiver){.parts = parts, .noun = noun, .name = name};
	receiver->health.is_failing = parts->was_failing != NULL &&
	    parts->was_failing(parts->told_arg, name);
}

static void
tell_failing(
    const struct receiver *receiver, bool is_failing, const char *words)
{
	const struct courier_parts *parts = receiver->parts;

	if (parts->failing != NULL)
		parts->failing(
		    parts->told_arg, receiver->name, is_failing, words);
}

static bool
note_change(
    const struct receiver *receiver, enum sink_change change, const char *words)
{
	switch (change) {
	case SINK_SAME: return false;
	case SINK_SHAKY:
		log_warning(receiver->name,
		    "the %s takes nothing; trying on: %s", receiver->noun,
		    words);
		return false;
	case SINK_BEGAN: tell_failing(receiver, true, words); return false;
	case SINK_ENDED: tell_failing(receiver, false, NULL); break;
	case SINK_BACK:
		log_info(receiver->name, "the %s takes events again",
		    receiver->noun);
	}
	return true;
}

static int64_t
pause_ms_after(const struct receiver *receiver,
    const struct delivery_outcome *outcome, uint32_t chance)
{
	if (outcome->retry_after_s > 0)
		return delivery_plan_after(
		    outcome, (struct delivery_tries){0}, chance)
		    .wait_ms;
	return delivery_backoff_ms(receiver->health.failures + 1, chance);
}

bool
receiver_note(struct receiver *receiver, const struct delivery_outcome *outcome,
    int64_t now_ms, uint32_t chance)
{
	bool is_given =
	    outcome->verdict == DELIVERY_TAKEN || outcome->is_taken_by_some;

	if (is_given)
		receiver->delivered++;
	else
		receiver->failed++;
	/* Who refuses a recipient is there, and takes others. */
	if (is_given || outcome->lacking != NULL)
		return note_change(
		    receiver, sink_health_success(&receiver->health), NULL);
	if (outcome->verdict != DELIVERY_TROUBLE)
		return false;
	return note_change(receiver,
	    sink_health_trouble(&receiver->health,
		pause_ms_after(receiver, outcome, chance), now_ms),
	    outcome->words);
}

void
receiver_buried(struct receiver *receiver, const struct courier_burial *burial,
    const char *payload, int64_t now_ms)
{
	struct courier_burial told = *burial;

	log_error(told.name, "event %s is a dead letter after %u attempt%s: %s",
	    told.id, told.attempts, told.attempts == 1 ? "" : "s", told.words);
	if (receiver->parts->buried != NULL &&
	    burials_add(&receiver->burials, payload, now_ms, &told.others))
		receiver->parts->buried(receiver->parts->told_arg, &told);
}
