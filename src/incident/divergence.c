/* Addresses that differ; see divergence.h. */
#include "incident/divergence.h"

#include "incident/announce.h"
#include "incident/compare.h"
#include "incident/flaps.h"
#include "incident/minority.h"
#include "incident/rollout.h"

/* How bad a difference is that no fault explains: what clients get depends on
 * where they land. */
static enum severity
severity_of(const struct comparison *comparison)
{
	return comparison->is_explained
	    ? comparison->severity
	    : finding_info(FINDING_DIVERGENT_CHAIN)->severity;
}

static bool
is_minority(const struct comparison *comparison,
    const struct target_state *state, const void *arg UNUSED)
{
	return compare_differs(comparison, state);
}

static void
differ(struct step *step, struct watched *watched,
    const struct comparison *comparison)
{
	struct scene scene = {
	    .watched = watched, .majority = comparison->majority};
	struct open_incident *open = book_find(
	    step->book, FINDING_DIVERGENT_CHAIN, NULL, watched->endpoint);

	if (open == NULL)
		open = flaps_open(
		    step, FINDING_DIVERGENT_CHAIN, NULL, watched->endpoint);
	minority_set(step, watched, open, comparison, severity_of(comparison),
	    is_minority, NULL);
	if (comparison->is_explained || open->incident->told != INCIDENT_UNTOLD)
		return;
	scene.open = open;
	if (step->is_first_pass) {
		announce_opened(step, &scene, true);
		return;
	}
	announce(step, EVENT_INCIDENT_OPENED, open->incident->severity, &scene,
	    words_divergent(&scene));
}

void
divergence_look(
    struct step *step, struct watched *watched, struct target_state *state)
{
	struct comparison comparison;

	if (watched->target_count < 2)
		return;
	comparison = compare_beside(watched, state);
	switch (comparison.agreement) {
	case AGREEMENT_UNKNOWN: return;
	case AGREEMENT_SAME:
		minority_agree(step, watched, FINDING_DIVERGENT_CHAIN, state);
		rollout_agree(step, watched, state);
		return;
	case AGREEMENT_DIVERGENT: differ(step, watched, &comparison); return;
	case AGREEMENT_ROLLOUT:
		minority_agree(step, watched, FINDING_DIVERGENT_CHAIN, state);
		rollout_look(step, watched, &comparison);
		return;
	}
}
