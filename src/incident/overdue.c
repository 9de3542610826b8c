/* Later than usual; see overdue.h. */
#include "incident/overdue.h"

#include <string.h>

#include "base/mem.h"
#include "base/timestamp.h"
#include "incident/renewal.h"

/* A newer one is shown elsewhere, or was here: that is a rollout's matter. */
static bool
is_overdue(const struct step *step, const struct watched *watched,
    const struct verdict *shown)
{
	struct habit habit;

	return renewals_habit_shown(watched->renewals, shown, &habit) &&
	    shown->certs[0]->not_before >= watched->renewals->newest &&
	    renewal_left(shown->certs[0], step->now) < habit.late;
}

static struct fact *
find_expiring(const fact_array *facts)
{
	ARRAY_EACH (fact, facts) {
		if (fact->code == FINDING_LEAF_EXPIRING)
			return fact;
	}
	return NULL;
}

static void
put(fact_array *facts, const struct fact *fact)
{
	size_t at = 0;

	while (at < facts->len && facts->items[at].severity >= fact->severity)
		at++;
	ARRAY_ADD(facts);
	memmove(&facts->items[at + 1], &facts->items[at],
	    (facts->len - 1 - at) * sizeof *facts->items);
	facts->items[at] = *fact;
}

void
overdue_look(const struct step *step, const struct watched *watched,
    const struct target_state *state, const struct verdict *shown,
    fact_array *facts)
{
	struct fact overdue = {
	    .code = FINDING_RENEWAL_OVERDUE,
	    .severity = finding_info(FINDING_RENEWAL_OVERDUE)->severity,
	};
	struct fact *expiring = find_expiring(facts);
	bool is_open, is_warned;

	if (state->place.variant != VARIANT_USUAL || shown->cert_count == 0)
		return;
	overdue.sha256 = shown->certs[0]->sha256;
	is_open = book_find(step->book, overdue.code, overdue.sha256,
		      watched->endpoint) != NULL;
	is_warned = book_find(step->book, FINDING_LEAF_EXPIRING, overdue.sha256,
			watched->endpoint) != NULL;
	if (!is_open &&
	    (is_warned ||
		(expiring != NULL && expiring->severity > overdue.severity)))
		return;
	if (!is_overdue(step, watched, shown) && !(is_open && expiring != NULL))
		return;
	if (expiring != NULL && expiring->severity <= overdue.severity &&
	    !is_warned)
		ARRAY_REMOVE(facts, (size_t)(expiring - facts->items));
	put(facts, &overdue);
}

/* "renews at 33% left as a rule, now at 27%; learned from 5 renewals, the last
 * on 2026-05-01" */
void
overdue_explain(
    const struct step *step, const struct scene *scene, struct event *event)
{
	const struct watched *watched = scene->watched;
	const struct target_state *state =
	    scene->place == NULL ? NULL : watched_target(watched, scene->place);
	char last[TIMESTAMP_TEXT_MAX];
	struct habit habit;
	char *text;

	if (state == NULL || !state->is_seen ||
	    !renewals_habit_shown(watched->renewals, state->current, &habit))
		return;
	free(event->detail);
	event->detail =
	    mem_printf("renews at %u%% left as a rule, now at %u%%; "
		       "learned from %u renewals, the last on %s",
		(habit.usual + 5) / 10,
		renewal_left(state->current->certs[0], step->now) / 10,
		habit.count, timestamp_words(habit.last_at, last));
	text = mem_printf("%s: %s", event->text, event->detail);
	free(event->text);
	event->text = text;
}
