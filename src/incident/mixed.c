/* Alternating chains; see mixed.h. */
#include "incident/mixed.h"

#include <string.h>

#include "incident/announce.h"
#include "incident/flaps.h"

static uint32_t
start_of(const struct verdict *verdict)
{
	uint32_t start;

	memcpy(&start, verdict->chain_id, sizeof start);
	return start;
}

/* Drops id from the recent ones, puts the one shown last before the others. */
static void
push_recent(struct target_state *state, uint32_t dropped, uint32_t newest)
{
	uint32_t kept[TARGET_STATE_RECENT] = {newest};
	size_t len = 1;

	for (size_t i = 0; i < TARGET_STATE_RECENT; i++) {
		if (len < TARGET_STATE_RECENT && state->recent[i] != dropped &&
		    state->recent[i] != newest)
			kept[len++] = state->recent[i];
	}
	memcpy(state->recent, kept, sizeof kept);
}

bool
mixed_was_shown(const struct target_state *state, const struct verdict *verdict)
{
	uint32_t id = start_of(verdict);

	for (size_t i = 0; i < TARGET_STATE_RECENT; i++) {
		if (state->recent[i] == id)
			return true;
	}
	return false;
}

void
mixed_note(
    struct target_state *state, const struct verdict *verdict, int64_t now)
{
	uint32_t id = start_of(verdict);

	if (!state->is_seen) {
		state->steady_looks = 1;
		return;
	}
	if (verdict_same_chain(state->current, verdict)) {
		if (state->steady_looks < UINT8_MAX)
			state->steady_looks++;
		return;
	}
	if (now - state->chain_since >= MIXED_WINDOW_S)
		state->alternations = 0;
	for (size_t i = 0; i < TARGET_STATE_RECENT; i++) {
		if (state->recent[i] == id && state->alternations < UINT8_MAX)
			state->alternations++;
	}
	push_recent(state, id, start_of(state->current));
	state->steady_looks = 1;
}

static void
begin(struct step *step, struct watched *watched, struct target_state *state)
{
	struct scene scene = {.watched = watched, .place = &state->place};
	struct open_incident *open =
	    book_find(step->book, FINDING_MIXED_CHAIN, NULL, watched->endpoint);
	bool is_new = open == NULL;

	if (is_new)
		open = flaps_open(
		    step, FINDING_MIXED_CHAIN, NULL, watched->endpoint);
	state->is_mixed = true;
	book_join(open, watched, &state->place,
	    finding_info(FINDING_MIXED_CHAIN)->severity, step->now);
	step_note(step, open);
	scene.open = open;
	if (is_new)
		announce_opened(step, &scene, false);
}

/* What may have calmed is looked at often enough to know within the hour,
 * however long its interval is. */
static void
look_sooner(struct step *step, const struct target_state *state)
{
	if (state->steady_looks >= MIXED_STEADY_LOOKS)
		step_look_again_in(step, MIXED_LOOK_S);
}

enum mixed
mixed_look(
    struct step *step, struct watched *watched, struct target_state *state)
{
	struct open_incident *open;

	if (!state->is_mixed) {
		if (state->alternations < step->options->mixed_changes)
			return MIXED_NO;
		begin(step, watched, state);
		return MIXED_YES;
	}
	if (state->steady_looks < MIXED_CALM_LOOKS ||
	    step->now - state->chain_since < MIXED_CALM_S) {
		look_sooner(step, state);
		return MIXED_YES;
	}
	open =
	    book_find(step->book, FINDING_MIXED_CHAIN, NULL, watched->endpoint);
	announce_leave(step, watched,
	    watched_member(watched, open, &state->place), WORDS_FIXED);
	state->is_mixed = false;
	state->alternations = 0;
	return MIXED_CALMED;
}

bool
mixed_is_anywhere(const struct watched *watched)
{
	for (uint32_t i = 0; i < watched->target_count; i++) {
		if (watched->targets[i].is_mixed)
			return true;
	}
	for (uint32_t i = 0; i < watched->variant_count; i++) {
		if (watched->variants[i].is_mixed)
			return true;
	}
	return false;
}
