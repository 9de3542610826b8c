/* Addresses that differ; see divergence.h. */
#include "incident/divergence.h"

#include "incident/announce.h"
#include "incident/compare.h"

/* How bad a difference is that no fault explains: what clients get depends on
 * where they land; two good generations too long side by side is less. */
static enum severity
severity_of(const struct comparison *comparison)
{
	if (comparison->is_explained)
		return comparison->severity;
	if (comparison->agreement == AGREEMENT_ROLLOUT)
		return SEVERITY_WARNING;
	return finding_info(FINDING_DIVERGENT_CHAIN)->severity;
}

/* Makes the members those that differ now. It keeps at least one meanwhile,
 * so that it does not end by the way. */
static void
set_members(struct step *step, struct watched *watched,
    struct open_incident *open, const struct comparison *comparison)
{
	enum severity severity = severity_of(comparison);

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];
		struct membership *m =
		    watched_member(watched, open, &state->place);

		if (!compare_takes_part(state) ||
		    !compare_differs(comparison, state))
			continue;
		step_note(step, open);
		if (m == NULL) {
			book_join(
			    open, watched, &state->place, severity, step->now);
			continue;
		}
		book_member(m)->clean_count = 0;
		book_grade(m, severity);
	}
	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];
		struct membership *m =
		    watched_member(watched, open, &state->place);

		if (m != NULL && compare_takes_part(state) &&
		    !compare_differs(comparison, state))
			announce_leave(step, watched, m, WORDS_FIXED);
	}
}

static void
differ(struct step *step, struct watched *watched,
    const struct comparison *comparison)
{
	struct scene scene = {.watched = watched};
	struct open_incident *open = book_find(
	    step->book, FINDING_DIVERGENT_CHAIN, NULL, watched->endpoint);
	bool is_rollout = comparison->agreement == AGREEMENT_ROLLOUT;

	if (open == NULL)
		open = book_open(step->book, FINDING_DIVERGENT_CHAIN, NULL,
		    watched->endpoint, step->now);
	set_members(step, watched, open, comparison);
	if (comparison->is_explained || open->incident->told != INCIDENT_UNTOLD)
		return;
	scene.open = open;
	if (step->is_first_pass) {
		announce_opened(step, &scene, true);
		return;
	}
	announce(step, EVENT_INCIDENT_OPENED, open->incident->severity, &scene,
	    words_divergent(
		&scene, is_rollout, step->now - watched->rollout_since));
}

/* One that differed and can be seen to agree now. */
static bool
has_clean_member(
    const struct watched *watched, const struct open_incident *open)
{
	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];

		if (compare_takes_part(state) &&
		    watched_member(watched, open, &state->place) != NULL)
			return true;
	}
	return false;
}

/* A clean look of one that differed. */
static void
agree(struct step *step, struct watched *watched,
    const struct target_state *state)
{
	struct open_incident *open = book_find(
	    step->book, FINDING_DIVERGENT_CHAIN, NULL, watched->endpoint);
	struct membership *m;

	if (open == NULL || !compare_takes_part(state))
		return;
	m = watched_member(watched, open, &state->place);
	if (m == NULL) {
		/* Perhaps they agree because this one moved. */
		if (has_clean_member(watched, open))
			step_look_again(step, true);
		return;
	}
	step_note(step, open);
	if (++book_member(m)->clean_count < step->options->clean_looks)
		step_look_again(step, false);
	else
		announce_leave(step, watched, m, WORDS_FIXED);
}

void
divergence_look(
    struct step *step, struct watched *watched, struct target_state *state)
{
	struct comparison comparison;

	if (watched->target_count < 2)
		return;
	comparison = compare_addresses(watched);
	switch (comparison.agreement) {
	case AGREEMENT_UNKNOWN: return;
	case AGREEMENT_SAME:
		watched->rollout_since = 0;
		agree(step, watched, state);
		return;
	case AGREEMENT_DIVERGENT: differ(step, watched, &comparison); return;
	case AGREEMENT_ROLLOUT:
		if (watched->rollout_since == 0)
			watched->rollout_since = step->now;
		if (step->now - watched->rollout_since >=
		    step->options->rollout_grace_s)
			differ(step, watched, &comparison);
		else
			agree(step, watched, state);
		return;
	}
}
