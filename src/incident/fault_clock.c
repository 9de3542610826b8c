/* A clock that is not believed, and what follows; see monitor_faults.h. */
#include <string.h>

#include "base/duration.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "incident/announce.h"
#include "incident/kind.h"
#include "incident/monitor_faults.h"

#define ALL_UNKNOWN SIZE_MAX

static size_t
count_showing(const struct watched *watched)
{
	size_t count = 0;

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];

		count += state->is_seen || state->last_look_at == 0;
	}
	return count;
}

/* Targets that show a chain, or were not looked at yet. */
static size_t
count_all(const struct step *step)
{
	struct table_item *item;
	size_t at = 0, count = 0;

	if (step->endpoints->len > SAMPLE_MAX)
		return ALL_UNKNOWN;
	while ((item = table_next(step->endpoints, &at)) != NULL)
		count += count_showing((struct watched *)item);
	return count;
}

static char *
words(const struct clock_sanity *clock)
{
	static const char held[] = "what hangs on dates is held back until it "
				   "is right";
	char text[DURATION_TEXT_MAX];
	int64_t jumped_s = clock->jumped_s;

	switch (clock->why) {
	case CLOCK_BEFORE_BUILD:
		return mem_printf("the clock of this machine stands before the "
				  "day on which this program was built: %s",
		    held);
	case CLOCK_BEFORE_STORE:
		return mem_printf(
		    "the clock of this machine stands before what "
		    "the store has seen, and nobody keeps it right "
		    "(NTP): %s",
		    held);
	case CLOCK_JUMPED:
		duration_words(jumped_s < 0 ? -jumped_s : jumped_s, text);
		return mem_printf("the clock of this machine has jumped %s %s, "
				  "and nobody vouches for it (NTP): %s",
		    text, jumped_s < 0 ? "back" : "ahead", held);
	case CLOCK_AGAINST_DATES:
	case CLOCK_FINE: break;
	}
	return mem_printf(
	    "many certificates of different endpoints are expired "
	    "or not valid yet at once, and nobody keeps the clock "
	    "of this machine right (NTP): %s",
	    held);
}

static void
withdraw(struct step *step, struct open_incident *open)
{
	while (open->incident->members.len > 0) {
		struct watched *watched = open->owners.items[0];
		bool is_last = open->incident->members.len == 1;

		announce_leave(step, watched,
		    watched_member_anywhere(watched, open), WORDS_FIXED);
		*ARRAY_ADD(&step->batch->endpoints) = watched;
		if (is_last)
			return;
	}
}

/* What the first pass found and nobody was told of yet. */
static void
withdraw_untold(struct step *step)
{
	for (size_t i = step->book->open.len; i-- > 0;) {
		struct open_incident *open = step->book->open.items[i];

		if (open->incident->told == INCIDENT_IN_SUMMARY &&
		    incident_is_of_dates(open->incident->code))
			withdraw(step, open);
	}
}

void
monitor_faults_clock(struct step *step, const struct clock_evidence *evidence)
{
	struct clock_sanity *clock = &step->faults->clock;
	bool was_told = clock->is_told;
	const char *ntp = !evidence->is_known ? "not known"
	    : evidence->is_synchronised	      ? "synchronised"
					      : "not synchronised";
	char now[TIMESTAMP_TEXT_MAX];
	struct event *event;

	switch (clock_sanity_note(clock, evidence, count_all(step))) {
	case CLOCK_SAME: break;
	case CLOCK_DOUBTED: withdraw_untold(step); break;
	case CLOCK_BEGAN:
		withdraw_untold(step);
		event =
		    fault_tell(step, FINDING_CLOCK_SUSPECT, true, words(clock));
		event->detail = mem_printf("it says %s; NTP: %s",
		    timestamp_words(step->now, now), ntp);
		break;
	case CLOCK_ENDED:
		if (was_told)
			fault_tell(step, FINDING_CLOCK_SUSPECT, false,
			    mem_strdup("the clock of this machine is believed "
				       "again: dates are judged anew"));
		break;
	}
}

/* What hangs on dates is worst first like all else. */
static const struct verdict_finding *
beyond_dates(const struct verdict *verdict)
{
	for (size_t i = 0; verdict != NULL && i < verdict->finding_count; i++) {
		if (incident_is_beyond_dates(
			(enum finding_code)verdict->findings[i].code))
			return &verdict->findings[i];
	}
	return NULL;
}

void
monitor_faults_dates(struct step *step, const struct watched *watched,
    const struct target_state *state, const struct look *look)
{
	const struct verdict_finding *bad = beyond_dates(look->verdict);
	struct sample_look taken = {
	    .target = place_hash(watched->item.hash, &state->place),
	    .endpoint = watched->item.hash,
	    .network = watched->item.hash,
	    .at = step->now,
	    .is_bad = bad != NULL,
	};

	if (look->verdict == NULL)
		return;
	if (bad != NULL)
		taken.address =
		    hash_bytes(HASH_START, bad->sha256, sizeof bad->sha256);
	clock_sanity_look(&step->faults->clock, &taken,
	    state->is_seen && beyond_dates(state->current) != NULL);
}

bool
monitor_faults_doubt(const struct step *step, enum finding_code code)
{
	return step->faults != NULL && step->faults->clock.why != CLOCK_FINE &&
	    incident_is_of_dates(code);
}
