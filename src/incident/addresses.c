/* An endpoint's addresses come and go; see addresses.h. */
#include "incident/addresses.h"

#include <string.h>

#include "base/mem.h"
#include "incident/announce.h"
#include "incident/book.h"
#include "incident/kind.h"
#include "incident/variant.h"

static bool
has_unseen_target(const struct watched *watched)
{
	for (uint32_t i = 0; i < watched->target_count; i++) {
		if (watched->targets[i].last_look_at == 0)
			return true;
	}
	return false;
}

static bool
is_only_member(const struct watched *watched, const struct membership *member)
{
	for (uint32_t i = 0; i < watched->membership_count; i++) {
		const struct membership *other = &watched->memberships[i];

		if (other != member && other->open == member->open)
			return false;
	}
	return true;
}

/* A fact that only the dropped address showed waits for those that came in its
 * place: the endpoint as a whole is the member meanwhile. */
static bool
can_wait(const struct watched *watched, const struct membership *membership)
{
	return incident_kind(membership->open->incident->code) ==
	    INCIDENT_FACT &&
	    book_member(membership)->place.variant == VARIANT_USUAL &&
	    is_only_member(watched, membership) && has_unseen_target(watched);
}

/* What a chain shows stays where addresses take turns; all else ends. */
static bool
is_held(const struct watched *watched, const struct membership *membership,
    int64_t now)
{
	const struct absences *absences = watched->absences;

	return absences != NULL && absences->returned_at != 0 &&
	    now - absences->returned_at < ADDRESSES_ABSENT_KEEP_S &&
	    book_member(membership)->place.variant == VARIANT_USUAL &&
	    incident_kind(membership->open->incident->code) == INCIDENT_FACT;
}

static void
drop_address(
    struct step *step, struct watched *watched, const struct place *place)
{
	uint32_t i = 0;

	while (i < watched->membership_count) {
		struct membership *m = &watched->memberships[i];

		if (place_compare(&book_member(m)->place, place) != 0 ||
		    is_held(watched, m, step->now)) {
			i++;
			continue;
		}
		if (!can_wait(watched, m)) {
			announce_leave(step, watched, m, WORDS_ADDRESS_GONE);
			continue;
		}
		memset(&book_member(m)->place, 0, sizeof book_member(m)->place);
		step_note(step, m->open);
		i++;
	}
}

/* Those that wait, once all that came have been looked at, or one of them
 * shows the same. */
static void
settle_waiting(struct step *step, struct watched *watched)
{
	uint32_t i = 0;

	while (i < watched->membership_count) {
		struct membership *m = &watched->memberships[i];

		if (incident_kind(m->open->incident->code) == INCIDENT_FACT &&
		    place_is_none(&book_member(m)->place) &&
		    (!is_only_member(watched, m) ||
			!has_unseen_target(watched)))
			announce_leave(step, watched, m, WORDS_ADDRESS_GONE);
		else
			i++;
	}
}

/* Ends all that is open at an address. */
static void
end_at(struct step *step, struct watched *watched, const struct place *place)
{
	uint32_t i = 0;

	while (i < watched->membership_count) {
		struct membership *m = &watched->memberships[i];

		if (place_compare(&book_member(m)->place, place) == 0)
			announce_leave(step, watched, m, WORDS_ADDRESS_GONE);
		else
			i++;
	}
}

/* Gone for good: out of the list, and out of the store. */
static void
forget(struct step *step, struct watched *watched, uint32_t i)
{
	struct absences *absences = watched->absences;
	struct target_state state = absences->items[i];

	absences->items[i] = absences->items[--absences->len];
	*ARRAY_ADD(&step->batch->gone) = state.place;
	end_at(step, watched, &state.place);
	target_state_clear(&state);
}

static uint32_t
oldest_of(const struct absences *absences)
{
	uint32_t oldest = 0;

	for (uint32_t i = 1; i < absences->len; i++) {
		if (absences->items[i].gone_at <
		    absences->items[oldest].gone_at)
			oldest = i;
	}
	return oldest;
}

static void
forget_old(struct step *step, struct watched *watched)
{
	const struct absences *absences = watched->absences;
	uint32_t i = 0;

	while (i < absences->len) {
		if (step->now - absences->items[i].gone_at >=
		    ADDRESSES_ABSENT_KEEP_S)
			forget(step, watched, i);
		else
			i++;
	}
	while (absences->len > ADDRESSES_ABSENT_MAX)
		forget(step, watched, oldest_of(absences));
}

static void
add_absent(struct watched *watched, const struct target_state *state)
{
	struct absences *absences = watched->absences;

	if (absences == NULL)
		absences = watched->absences = MEM_NEW(struct absences);
	absences->items = mem_resize(
	    absences->items, absences->len + 1, sizeof *absences->items);
	absences->items[absences->len++] = *state;
}

void
addresses_restore(struct watched *watched, struct target_state *take_state)
{
	add_absent(watched, take_state);
	/* How long they used to be away is not kept: what is held, is. */
	watched->absences->longest_s =
	    ADDRESSES_ABSENT_KEEP_S / ADDRESSES_HOLD_TIMES;
	if (watched->absences->returned_at < take_state->gone_at)
		watched->absences->returned_at = take_state->gone_at;
	memset(take_state, 0, sizeof *take_state);
}

void
addresses_replace_endpoint(
    struct watched *watched, const struct endpoint *endpoint)
{
	struct absences *absences = watched->absences;

	for (uint32_t i = 0; absences != NULL && i < absences->len; i++)
		target_state_follow(&absences->items[i], endpoint);
}

/* It is as it was when it went; only, what it shows now is not known yet. */
static void
come_back(const struct step *step, struct absences *absences,
    struct target_state *from, struct target_state *state)
{
	int64_t absence_s = step->now - from->gone_at;

	*state = *from;
	state->gone_at = 0;
	state->is_fresh = false;
	absences->returned_at = step->now;
	if (absence_s > absences->longest_s)
		absences->longest_s = absence_s;
	*from = absences->items[--absences->len];
}

/* The states of the addresses there are now: known ones move over, each
 * address counts once, and there is room for exactly as many as there are. */
static void
take_targets(struct step *step, struct watched *watched, struct watched *old,
    const struct target *targets, size_t count)
{
	watched->target_count = 0;
	watched->targets =
	    count == 0 ? NULL : mem_new(count, sizeof *watched->targets);
	for (size_t i = 0; i < count; i++) {
		const struct place *place = &targets[i].place;
		struct target_state *known, *state;

		if (watched_target(watched, place) != NULL)
			continue;
		state = &watched->targets[watched->target_count++];
		known = watched_target(old, place);
		if (known != NULL) {
			*state = *known;
			memset(known, 0, sizeof *known);
		} else if ((known = watched_absent(watched, place)) != NULL) {
			come_back(step, watched->absences, known, state);
			step_note_target(step, watched, state, false);
		}
		state->place = *place;
		target_state_set_via(state, &targets[i].via);
	}
}

/* Variants go with their address, and when they are asked for no more. */
static void
drop_variants(struct step *step, struct watched *watched)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < watched->variant_count; i++) {
		struct target_state *state = &watched->variants[i];
		struct endpoint_via via;

		if (variant_is_wanted(watched, state)) {
			via = target_state_via(
			    variant_usual_beside(watched, state));
			target_state_set_via(state, &via);
			watched->variants[kept++] = *state;
			continue;
		}
		*ARRAY_ADD(&step->batch->gone) = state->place;
		drop_address(step, watched, &state->place);
		target_state_clear(state);
	}
	watched->variant_count = kept;
}

/* One that was never looked at has no history. */
static void
let_go(struct step *step, struct watched *watched, struct target_state *state)
{
	drop_address(step, watched, &state->place);
	if (state->last_look_at == 0) {
		*ARRAY_ADD(&step->batch->gone) = state->place;
		end_at(step, watched, &state->place);
		target_state_clear(state);
		return;
	}
	state->gone_at = target_state_moment(step->now);
	add_absent(watched, state);
}

void
addresses_set(struct step *step, struct watched *watched,
    const struct target *targets, size_t count)
{
	struct watched old = *watched;

	take_targets(step, watched, &old, targets, count);
	drop_variants(step, watched);
	for (uint32_t i = 0; i < old.target_count; i++) {
		if (!place_is_none(&old.targets[i].place)) /* not moved over */
			let_go(step, watched, &old.targets[i]);
	}
	free(old.targets);
	if (watched->absences == NULL)
		return;
	forget_old(step, watched);
	/* They stay where they are from here on. */
	for (uint32_t i = 0; i < watched->absences->len; i++) {
		if (watched->absences->items[i].gone_at == step->now)
			step_note_target(
			    step, watched, &watched->absences->items[i], false);
	}
}

/* What is open at those that are away for much longer than they ever were. */
static void
end_held(struct step *step, struct watched *watched)
{
	const struct absences *absences = watched->absences;
	int64_t hold_s = absences->longest_s * ADDRESSES_HOLD_TIMES;

	if (hold_s < ADDRESSES_HOLD_LEAST_S)
		hold_s = ADDRESSES_HOLD_LEAST_S;
	if (hold_s > ADDRESSES_ABSENT_KEEP_S)
		hold_s = ADDRESSES_ABSENT_KEEP_S;
	for (uint32_t i = 0; i < absences->len; i++) {
		if (step->now - absences->items[i].gone_at >= hold_s)
			end_at(step, watched, &absences->items[i].place);
	}
}

void
addresses_settle(struct step *step, struct watched *watched)
{
	settle_waiting(step, watched);
	if (watched->absences != NULL)
		end_held(step, watched);
}
