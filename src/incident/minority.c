/* Addresses that differ, as members; see minority.h. */
#include "incident/minority.h"

#include "incident/announce.h"

static void
enter(struct step *step, struct watched *watched, struct open_incident *open,
    const struct target_state *state, enum severity severity)
{
	struct membership *m = watched_member(watched, open, &state->place);

	step_note(step, open);
	if (m == NULL) {
		book_join(open, watched, &state->place, severity, step->now);
		return;
	}
	book_member(m)->clean_count = 0;
	book_grade(m, severity);
}

void
minority_set(struct step *step, struct watched *watched,
    struct open_incident *open, const struct comparison *comparison,
    enum severity severity, minority_fn is_member, const void *arg)
{
	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];

		if (compare_is_in(comparison, state) &&
		    is_member(comparison, state, arg))
			enter(step, watched, open, state, severity);
	}
	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];
		struct membership *m =
		    watched_member(watched, open, &state->place);

		if (m != NULL && compare_is_in(comparison, state) &&
		    !is_member(comparison, state, arg))
			announce_leave(step, watched, m, WORDS_FIXED);
	}
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

void
minority_agree(struct step *step, struct watched *watched,
    enum finding_code code, const struct target_state *state)
{
	struct open_incident *open =
	    book_find(step->book, code, NULL, watched->endpoint);
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
