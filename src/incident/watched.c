/* One endpoint as the fleet holds it; see watched.h. */
#include "incident/watched.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "incident/book.h"

struct watched *
watched_new(struct endpoint *endpoint)
{
	struct watched *watched = MEM_NEW(struct watched);

	watched->endpoint = endpoint_ref(endpoint);
	watched->item.hash = watched_hash(endpoint);
	return watched;
}

static void
clear_absences(struct absences *absences)
{
	if (absences == NULL)
		return;
	for (uint32_t i = 0; i < absences->len; i++)
		target_state_clear(&absences->items[i]);
	free(absences->items);
	free(absences);
}

void
watched_free(struct watched *watched)
{
	if (watched == NULL)
		return;
	for (uint32_t i = 0; i < watched->target_count; i++)
		target_state_clear(&watched->targets[i]);
	for (uint32_t i = 0; i < watched->variant_count; i++)
		target_state_clear(&watched->variants[i]);
	clear_absences(watched->absences);
	free(watched->renewals);
	free(watched->targets);
	free(watched->variants);
	free(watched->memberships);
	endpoint_unref(watched->endpoint);
	free(watched);
}

uint64_t
watched_hash(const struct endpoint *endpoint)
{
	return hash_text(HASH_START, endpoint->id);
}

bool
watched_is(const struct table_item *item, const void *endpoint)
{
	const struct watched *watched = (const struct watched *)item;
	const struct endpoint *wanted = endpoint;

	return watched->endpoint == wanted ||
	    strcmp(watched->endpoint->id, wanted->id) == 0;
}

struct target_state *
watched_target(const struct watched *watched, const struct place *place)
{
	bool is_usual = place->variant == VARIANT_USUAL;
	struct target_state *states =
	    is_usual ? watched->targets : watched->variants;
	uint32_t count =
	    is_usual ? watched->target_count : watched->variant_count;

	for (uint32_t i = 0; i < count; i++) {
		if (place_compare(&states[i].place, place) == 0)
			return &states[i];
	}
	return NULL;
}

struct target_state *
watched_absent(const struct watched *watched, const struct place *place)
{
	const struct absences *absences = watched->absences;

	for (uint32_t i = 0; absences != NULL && i < absences->len; i++) {
		if (place_compare(&absences->items[i].place, place) == 0)
			return &absences->items[i];
	}
	return NULL;
}

struct membership *
watched_member(const struct watched *watched, const struct open_incident *open,
    const struct place *place)
{
	for (uint32_t i = 0; i < watched->membership_count; i++) {
		struct membership *membership = &watched->memberships[i];

		if (membership->open == open &&
		    place_compare(&book_member(membership)->place, place) == 0)
			return membership;
	}
	return NULL;
}

struct membership *
watched_member_anywhere(
    const struct watched *watched, const struct open_incident *open)
{
	for (uint32_t i = 0; i < watched->membership_count; i++) {
		if (watched->memberships[i].open == open)
			return &watched->memberships[i];
	}
	return NULL;
}

/* Is it a member in another variant, which was counted? */
static bool
is_counted(const struct watched *watched, uint32_t at)
{
	const struct membership *m = &watched->memberships[at];

	for (uint32_t i = 0; i < at; i++) {
		const struct membership *other = &watched->memberships[i];

		if (other->open == m->open &&
		    place_is_beside(
			&book_member(other)->place, &book_member(m)->place))
			return true;
	}
	return false;
}

size_t
watched_member_count(
    const struct watched *watched, const struct open_incident *open)
{
	size_t count = 0;

	for (uint32_t i = 0; i < watched->membership_count; i++) {
		const struct membership *m = &watched->memberships[i];

		count += m->open == open &&
		    !place_is_none(&book_member(m)->place) &&
		    watched_absent(watched, &book_member(m)->place) == NULL &&
		    !is_counted(watched, i);
	}
	return count;
}

void
watched_join(struct watched *watched, struct open_incident *open, size_t index)
{
	uint32_t count = watched->membership_count + 1;

	/* One at a time: few endpoints have any, and those have few. */
	watched->memberships = mem_resize(
	    watched->memberships, count, sizeof *watched->memberships);
	watched->memberships[count - 1] =
	    (struct membership){.open = open, .index = index};
	watched->membership_count = count;
}

bool
watched_is_first(const struct watched *watched, uint32_t at)
{
	for (uint32_t i = 0; i < at; i++) {
		if (watched->memberships[i].open ==
		    watched->memberships[at].open)
			return false;
	}
	return true;
}

void
watched_quit(struct watched *watched, struct membership *membership)
{
	size_t at = (size_t)(membership - watched->memberships);

	memmove(membership, membership + 1,
	    (watched->membership_count - at - 1) * sizeof *membership);
	if (--watched->membership_count > 0)
		return;
	free(watched->memberships);
	watched->memberships = NULL;
}

enum endpoint_role
watched_role(const struct target_state *state)
{
	return state->front == NULL ? ENDPOINT_ROLE_NONE : state->front->role;
}
