/* Old and new side by side; see rollout.h. */
#include "incident/rollout.h"

#include <string.h>

#include "incident/announce.h"
#include "incident/flaps.h"
#include "incident/minority.h"

static bool
is_newer(const struct verdict *a, const struct verdict *b)
{
	if (a->cert_count == 0 || b->cert_count == 0)
		return a->cert_count > b->cert_count;
	if (a->certs[0]->not_before != b->certs[0]->not_before)
		return a->certs[0]->not_before > b->certs[0]->not_before;
	return a->certs[0]->not_after > b->certs[0]->not_after;
}

/* The one that is rolled out, and one that it takes the place of. */
static void
find_generations(const struct comparison *comparison, struct scene *scene)
{
	const struct watched *watched = comparison->watched;

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];

		if (!compare_is_in(comparison, state))
			continue;
		if (scene->after == NULL ||
		    is_newer(state->current, scene->after))
			scene->after = state->current;
		if (scene->before == NULL ||
		    is_newer(scene->before, state->current))
			scene->before = state->current;
	}
}

static bool
is_old(const struct comparison *comparison UNUSED,
    const struct target_state *state, const void *new)
{
	return !compare_same_leaf(state->current, new);
}

static struct event_rollout
count_targets(const struct comparison *comparison, const struct verdict *new)
{
	const struct watched *watched = comparison->watched;
	struct event_rollout rollout = {.since = watched->rollout_since};

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];

		if (!compare_is_in(comparison, state))
			continue;
		rollout.total++;
		rollout.done += !is_old(comparison, state, new);
	}
	return rollout;
}

static uint32_t
leaf_start(const struct verdict *verdict)
{
	uint32_t start = 0;

	if (verdict->cert_count > 0)
		memcpy(&start, verdict->certs[0]->sha256, sizeof start);
	return start;
}

static void
begin(struct step *step, struct watched *watched, struct scene *scene)
{
	watched->is_rollout_told = true;
	watched->rollout_to = leaf_start(scene->after);
	announce(step, EVENT_ROLLOUT_STARTED, SEVERITY_NOTICE, scene,
	    words_rollout_started(scene))
	    ->rollout = scene->rollout;
}

static void
stall(struct step *step, struct watched *watched,
    const struct comparison *comparison, struct scene *scene)
{
	struct open_incident *open = book_find(
	    step->book, FINDING_ROLLOUT_STALLED, NULL, watched->endpoint);

	if (open == NULL)
		open = flaps_open(
		    step, FINDING_ROLLOUT_STALLED, NULL, watched->endpoint);
	scene->open = open;
	minority_set(step, watched, open, comparison,
	    finding_info(FINDING_ROLLOUT_STALLED)->severity, is_old,
	    scene->after);
	if (open->incident->told != INCIDENT_UNTOLD)
		return;
	/* Its end is that of the incident. */
	watched->is_rollout_told = false;
	if (step->is_first_pass)
		announce_opened(step, scene, true);
	else
		announce(step, EVENT_ROLLOUT_STALLED, open->incident->severity,
		    scene, words_rollout_stalled(scene, step->now))
		    ->rollout = scene->rollout;
}

void
rollout_look(struct step *step, struct watched *watched,
    const struct comparison *comparison)
{
	const struct endpoint *endpoint = watched->endpoint;
	struct scene scene = {.watched = watched};
	int64_t lasts;

	if (watched->rollout_since == 0)
		watched->rollout_since = step->now;
	lasts = step->now - watched->rollout_since;
	find_generations(comparison, &scene);
	scene.rollout = count_targets(comparison, scene.after);
	if (lasts >= endpoint->settings->rollout.deadline_s)
		stall(step, watched, comparison, &scene);
	else if (lasts >= endpoint->settings->rollout.grace_s &&
	    !watched->is_rollout_told && !step->is_first_pass)
		begin(step, watched, &scene);
}

/* Of the targets that are not compared with this one. */
static bool
is_elsewhere(const struct watched *watched, const struct target_state *state)
{
	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *other = &watched->targets[i];

		if (!compare_is_beside(watched, other, state) &&
		    compare_beside(watched, other).agreement ==
			AGREEMENT_ROLLOUT)
			return true;
	}
	return false;
}

/* One that cannot be reached now, and showed another certificate when it could:
 * it has not arrived there. */
static bool
is_awaited(const struct watched *watched, const struct target_state *state)
{
	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *other = &watched->targets[i];

		if (other->is_seen && !other->is_reached && !other->is_mixed &&
		    compare_is_beside(watched, other, state) &&
		    !compare_same_leaf(other->current, state->current))
			return true;
	}
	return false;
}

static void
tell_end(struct step *step, struct watched *watched,
    const struct target_state *state)
{
	const struct comparison comparison = {.watched = watched, .of = state};
	struct scene scene = {.watched = watched, .after = state->current};
	struct event *event;

	scene.is_rollback = leaf_start(state->current) != watched->rollout_to;
	scene.rollout = count_targets(&comparison, state->current);
	event = announce(step, EVENT_ROLLOUT_FINISHED, SEVERITY_NOTICE, &scene,
	    words_rollout_finished(&scene, step->now));
	event->rollout = scene.rollout;
	event->rollout.is_taken_back = scene.is_rollback;
}

void
rollout_agree(struct step *step, struct watched *watched,
    const struct target_state *state)
{
	minority_agree(step, watched, FINDING_ROLLOUT_STALLED, state);
	if (watched->rollout_since == 0 || is_elsewhere(watched, state) ||
	    is_awaited(watched, state))
		return;
	if (watched->is_rollout_told)
		tell_end(step, watched, state);
	watched->rollout_since = 0;
	watched->is_rollout_told = false;
}

bool
rollout_is_under_way(const struct step *step, const struct watched *watched)
{
	return watched->rollout_since != 0 &&
	    step->now - watched->rollout_since >=
	    watched->endpoint->settings->rollout.grace_s;
}
