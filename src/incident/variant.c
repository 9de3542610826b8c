/* Addresses in other variants; see variant.h. */
#include "incident/variant.h"

#include "base/mem.h"
#include "incident/announce.h"
#include "incident/chain.h"

static struct target_state *
add_state(struct watched *watched, const struct target *target)
{
	uint32_t count = watched->variant_count + 1;
	struct target_state *state;

	/* One at a time: an address has one or two of them. */
	watched->variants =
	    mem_resize(watched->variants, count, sizeof *watched->variants);
	state = &watched->variants[watched->variant_count++];
	*state = (struct target_state){.place = target->place};
	target_state_set_via(state, &target->via);
	return state;
}

struct target_state *
variant_state(struct watched *watched, const struct look *look)
{
	const struct place *place = &look->target->place;
	const struct place usual = place_in_variant(place, VARIANT_USUAL);
	struct target_state *state = watched_target(watched, place);

	if (state != NULL || look->verdict == NULL ||
	    watched_target(watched, &usual) == NULL)
		return state;
	return add_state(watched, look->target);
}

const struct target_state *
variant_usual_beside(
    const struct watched *watched, const struct target_state *state)
{
	const struct place usual =
	    place_in_variant(&state->place, VARIANT_USUAL);

	return watched_target(watched, &usual);
}

bool
variant_is_wanted(
    const struct watched *watched, const struct target_state *state)
{
	return variants_have(watched->endpoint->variants,
		   (enum variant)state->place.variant) &&
	    variant_usual_beside(watched, state) != NULL;
}

bool
variant_is_covered(const struct watched *watched,
    const struct target_state *state, const struct verdict *verdict)
{
	const struct target_state *usual;

	if (state->place.variant == VARIANT_USUAL)
		return false;
	usual = variant_usual_beside(watched, state);
	return usual != NULL && usual->is_seen && usual->is_reached &&
	    verdict_same_chain(usual->current, verdict);
}

bool
variant_is_shown_elsewhere(const struct watched *watched,
    const struct target_state *state, const struct verdict *verdict)
{
	for (uint32_t i = 0; i < watched->variant_count; i++) {
		const struct target_state *other = &watched->variants[i];

		if (other != state && other->is_seen &&
		    other->place.variant == state->place.variant &&
		    verdict_same_chain(other->current, verdict))
			return true;
	}
	return false;
}

static bool
is_member(const struct membership *membership, const struct place *place)
{
	return place_compare(&book_member(membership)->place, place) == 0;
}

static bool
is_member_anywhere(const struct watched *watched, const struct place *place)
{
	for (uint32_t i = 0; i < watched->membership_count; i++) {
		if (is_member(&watched->memberships[i], place))
			return true;
	}
	return false;
}

/* A server may refuse once for reasons of the moment, but not again and again
 * what it offers. */
static void
refused(struct step *step, struct watched *watched, struct target_state *state)
{
	uint32_t i = 0;

	if (state->look_count < UINT8_MAX)
		state->look_count++;
	if (!is_member_anywhere(watched, &state->place))
		return;
	if (state->look_count < step->options->clean_looks) {
		step_look_again(step, false);
		return;
	}
	state->is_mixed = false;
	while (i < watched->membership_count) {
		struct membership *m = &watched->memberships[i];

		if (is_member(m, &state->place))
			announce_leave(step, watched, m, WORDS_NOT_OFFERED);
		else
			i++;
	}
}

/* A chain that is new here, and unlike what the usual look showed when it was
 * last made: has that changed as well since? */
static bool
is_doubtful(const struct step *step, const struct watched *watched,
    struct target_state *state, const struct verdict *verdict)
{
	const struct target_state *usual = variant_usual_beside(watched, state);
	int64_t since = state->doubt_since;

	if ((state->is_seen && verdict_same_chain(state->current, verdict)) ||
	    variant_is_covered(watched, state, verdict))
		return false;
	if (since == 0)
		since = step->now - VARIANT_BESIDE_S;
	if (usual == NULL || usual->last_look_at >= since)
		return false;
	if (state->doubt_since == 0)
		state->doubt_since = step->now;
	return true;
}

void
variant_look(struct step *step, struct watched *watched,
    struct target_state *state, const struct look *look)
{
	if (look->verdict == NULL) {
		if (look->is_refused)
			refused(step, watched, state);
		return;
	}
	state->look_count = 0;
	if (is_doubtful(step, watched, state, look->verdict)) {
		step_look_again(step, true);
		return;
	}
	state->doubt_since = 0;
	chain_look(step, watched, state, look);
}
