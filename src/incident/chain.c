/* A look that showed a chain; see chain.h. */
#include "incident/chain.h"

#include <string.h>

#include "incident/announce.h"
#include "incident/compare.h"
#include "incident/divergence.h"
#include "incident/facts.h"
#include "incident/hush.h"
#include "incident/mixed.h"
#include "incident/overdue.h"
#include "incident/regression.h"
#include "incident/renewal.h"
#include "incident/rollout.h"
#include "incident/variant.h"

#define CHAIN_MAX_ALSO 32

/* What a look showed beside what was there before. */
struct sight {
	struct watched *watched;
	struct target_state *state;
	const struct verdict *now;
	struct verdict *before;	  /* shown until now, a reference; or NULL */
	struct verdict *baseline; /* the last good one, a reference; or NULL */
	const struct verdict *good; /* what to compare with; NULL: none */
	bool is_changed;
	bool is_rollback;   /* ... to one that was shown shortly before */
	bool has_regressed; /* in what only a comparison finds */
	bool is_covered;    /* a variant that shows what the usual look shows */
	bool is_quiet; /* there before the daemon was: the summary tells it */
	fact_array facts;
};

/* The looks at other addresses are from before this change. */
static void
note_change(struct step *step, struct watched *watched,
    const struct target_state *changed)
{
	for (uint32_t i = 0; i < watched->target_count; i++) {
		struct target_state *other = &watched->targets[i];

		if (other == changed || !other->is_fresh)
			continue;
		other->is_fresh = false;
		step_note_target(step, watched, other, false);
	}
}

/* An address that came up with another chain than the others show: have they
 * changed as well meanwhile? In the first pass all looks are recent. */
static bool
is_odd_newcomer(const struct step *step, const struct sight *sight)
{
	if (step->is_first_pass || sight->before != NULL ||
	    sight->state->place.variant != VARIANT_USUAL)
		return false;
	for (uint32_t i = 0; i < sight->watched->target_count; i++) {
		const struct target_state *other = &sight->watched->targets[i];

		if (other->is_seen &&
		    !verdict_same_chain(other->current, sight->now))
			return true;
	}
	return false;
}

/* Takes the verdict as the current one; what was before goes to the caller. */
static struct verdict *
take_current(struct target_state *state, struct verdict *verdict, bool is_new,
    int64_t now)
{
	struct verdict *before = state->current;

	state->current = verdict_ref(verdict);
	state->is_seen = true;
	if (is_new)
		state->chain_since = target_state_moment(now);
	return before;
}

/* What the next chain is held against: this one, unless it is worse than the
 * last good one. */
static void
take_good(struct step *step, const struct sight *sight, struct verdict *shown)
{
	struct target_state *state = sight->state;
	struct verdict *good = sight->baseline;

	if (compare_is_good(shown) && !sight->has_regressed)
		good = shown;
	if (good == state->good)
		return;
	verdict_ref(good);
	verdict_unref(state->good);
	state->good = good;
	step_note_target(step, sight->watched, state, true);
}

/* The fault that the change brought and that people do not know of; facts
 * stand worst first. */
static struct fact *
first_worse(const struct sight *sight)
{
	bool became_invalid = sight->good->is_valid && !sight->now->is_valid;

	ARRAY_EACH (fact, &sight->facts) {
		if ((fact->is_news || fact->is_regraded) &&
		    compare_is_worse(sight->good, fact->code, fact->severity))
			return fact;
	}
	ARRAY_EACH (fact, &sight->facts) {
		if (became_invalid && fact->is_news &&
		    verdict_find(sight->good, fact->code) == NULL)
			return fact;
	}
	return NULL;
}

static struct fact *
first_news(const struct sight *sight)
{
	ARRAY_EACH (fact, &sight->facts) {
		if (fact->is_news)
			return fact;
	}
	return NULL;
}

/* The change brought a fault that is known of: at another address of the
 * endpoint, or as the same certificate at another endpoint. It grows quietly,
 * and the change is part of it. */
static bool
is_known_fault(const struct sight *sight)
{
	ARRAY_EACH (fact, &sight->facts) {
		if (fact->is_joined &&
		    compare_is_worse(sight->good, fact->code, fact->severity))
			return true;
	}
	return false;
}

/* The other news: they go along with the lead. */
static size_t
list_also(const struct sight *sight, const struct fact *lead,
    enum finding_code also[CHAIN_MAX_ALSO])
{
	size_t count = 0;

	ARRAY_EACH (fact, &sight->facts) {
		if (fact->is_news && fact != lead && count < CHAIN_MAX_ALSO)
			also[count++] = fact->code;
	}
	return count;
}

static uint32_t
chain_start(const struct verdict *verdict)
{
	uint32_t start;

	memcpy(&start, verdict->chain_id, sizeof start);
	return start;
}

/* Has another address of the endpoint announced this chain already? */
static bool
is_announced(const struct sight *sight)
{
	struct watched *watched = sight->watched;
	uint32_t start = chain_start(sight->now);
	bool is_known = watched->is_announced && watched->announced == start;

	if (sight->state->place.variant != VARIANT_USUAL)
		return variant_is_shown_elsewhere(
		    watched, sight->state, sight->now);
	watched->is_announced = true;
	watched->announced = start;
	return is_known;
}

/* Does another target, compared with this one, show the same now? */
static bool
is_shown_beside(const struct sight *sight)
{
	for (uint32_t i = 0; i < sight->watched->target_count; i++) {
		const struct target_state *other = &sight->watched->targets[i];

		if (other != sight->state && compare_takes_part(other) &&
		    compare_is_beside(sight->watched, sight->state, other) &&
		    verdict_same_chain(other->current, sight->now))
			return true;
	}
	return false;
}

/* By turns, as the operator said they may be. */
static bool
is_declared_turn(const struct sight *sight)
{
	const struct allowed *allowed =
	    sight->watched->endpoint->settings->allowed;

	return sight->is_rollback && allowed_declares(allowed, sight->before) &&
	    allowed_declares(allowed, sight->now);
}

/* A change between two good chains that people know of: another address showed
 * it first, or it goes back and forth. */
static bool
is_old_news(const struct step *step, const struct sight *sight)
{
	if (!compare_is_good(sight->before) || !compare_is_good(sight->now))
		return false;
	if (is_declared_turn(sight))
		return true;
	if (sight->is_rollback && sight->state->alternations > 1)
		return true;
	return is_shown_beside(sight) &&
	    (!sight->is_rollback || rollout_is_under_way(step, sight->watched));
}

static void
tell_change(struct step *step, struct sight *sight, struct scene *scene)
{
	struct fact *worse = first_worse(sight);
	struct fact *news = worse != NULL ? worse : first_news(sight);
	enum finding_code also[CHAIN_MAX_ALSO];
	bool is_known = is_announced(sight) || is_old_news(step, sight);

	scene->also = also;
	scene->also_count = list_also(sight, news, also);
	scene->before = worse != NULL ? sight->good : sight->before;
	scene->open = news == NULL ? NULL : news->open;
	if (worse != NULL) {
		announce(step, EVENT_CHAIN_REGRESSED, worse->severity, scene,
		    words_regressed(scene));
		worse->is_regraded = false;
		return;
	}
	if (news == NULL || news->severity < SEVERITY_WARNING) {
		if (is_known_fault(sight))
			is_known = true;
		if (!is_known)
			announce(step, EVENT_CHAIN_CHANGED, SEVERITY_NOTICE,
			    scene, words_chain_changed(scene));
	}
	/* Not told by the change: no worse than it was, but another one. */
	if (news != NULL && news->open->incident->told == INCIDENT_UNTOLD)
		announce_opened(step, scene, false);
}

static void
tell_news(struct step *step, struct sight *sight, struct scene *scene)
{
	struct fact *news = first_news(sight);
	enum finding_code also[CHAIN_MAX_ALSO];

	if (news == NULL)
		return;
	scene->also = also;
	scene->also_count = list_also(sight, news, also);
	scene->open = news->open;
	announce_opened(step, scene, sight->is_quiet);
}

static void
tell_regraded(struct step *step, struct sight *sight, struct scene *scene)
{
	scene->also_count = 0;
	scene->before = NULL;
	ARRAY_EACH (fact, &sight->facts) {
		if (!fact->is_regraded)
			continue;
		scene->open = fact->open;
		announce(step, EVENT_INCIDENT_CHANGED,
		    fact->open->incident->severity, scene,
		    words_severity_changed(scene, fact->was));
	}
}

static bool
has_known_lead(const struct sight *sight, const struct fact *news)
{
	ARRAY_EACH (fact, &sight->facts) {
		if (fact->is_joined && fact->severity >= news->severity)
			return true;
	}
	return false;
}

/* What went along with another fault at an endpoint before goes along with it
 * here as well: two certificates at fault in the chains of a whole fleet are
 * one message. */
static void
drop_company(struct sight *sight)
{
	ARRAY_EACH (fact, &sight->facts) {
		const struct incident *incident = fact->open->incident;

		if (fact->is_news && incident->has_digest &&
		    incident->endpoint_count > 1 && has_known_lead(sight, fact))
			fact->is_news = false;
	}
}

static void
tell(struct step *step, struct sight *sight)
{
	struct scene scene = {
	    .watched = sight->watched,
	    .place = &sight->state->place,
	    .after = sight->now,
	    .is_rollback = sight->is_rollback,
	};

	drop_company(sight);
	if (sight->is_changed && !mixed_is_anywhere(sight->watched))
		tell_change(step, sight, &scene);
	else
		tell_news(step, sight, &scene);
	tell_regraded(step, sight, &scene);
}

/* One look clean is not yet clean; an alternating address never is, and once
 * it has calmed it has been clean for long. */
static unsigned
clean_needed(const struct step *step, enum mixed mixed)
{
	switch (mixed) {
	case MIXED_NO: return step->options->clean_looks;
	case MIXED_YES: return 0;
	case MIXED_CALMED: return 1;
	}
	return 0;
}

/* The state takes what the look showed. */
static enum mixed
take_sight(struct step *step, struct sight *sight, const struct look *look)
{
	struct target_state *state = sight->state;
	bool is_new = sight->is_changed || !state->is_seen;

	mixed_note(state, look->verdict, step->now);
	sight->before = take_current(state, look->verdict, is_new, step->now);
	if (sight->is_changed)
		hush_note_gone(step, sight->before);
	if (is_declared_turn(sight))
		state->alternations = 0;
	take_good(step, sight, look->verdict);
	if (sight->good == NULL)
		sight->good = sight->before;
	state->is_reached = state->is_fresh = true;
	if (is_odd_newcomer(step, sight)) {
		note_change(step, sight->watched, state);
		step_look_again(step, true);
	}
	if (sight->is_changed && state->place.variant == VARIANT_USUAL)
		note_change(step, sight->watched, state);
	return mixed_look(step, sight->watched, state);
}

/* Has what is worse stood for so long that it is meant? */
static bool
is_meant(const struct step *step, const struct sight *sight)
{
	return !sight->is_changed &&
	    step->now - sight->state->chain_since >= REGRESSION_MEANT_S;
}

/* All that the look shows, by itself and beside the chain before. What comes
 * by turns is not compared. */
static void
find_facts(
    const struct step *step, struct sight *sight, const struct look *look)
{
	facts_of(look, &sight->facts);
	if (!sight->is_changed)
		overdue_look(step, sight->watched, sight->state, sight->now,
		    &sight->facts);
	facts_drop_doubted(step, &sight->facts);
	if (sight->baseline != NULL && !sight->is_rollback &&
	    !is_meant(step, sight) && !mixed_is_anywhere(sight->watched))
		sight->has_regressed =
		    regression_add_facts(step, sight->watched->endpoint->port,
			sight->baseline, sight->now, &sight->facts);
}

/* Seen at one address, a renewal is the endpoint's. */
static void
learn(struct step *step, const struct sight *sight)
{
	struct watched *watched = sight->watched;

	if (sight->is_changed && !sight->is_rollback &&
	    sight->state->place.variant == VARIANT_USUAL &&
	    !mixed_is_anywhere(watched) &&
	    renewals_note(&watched->renewals, sight->state->current, sight->now,
		step->now))
		watched->renewals->noted_in = step->number;
}

void
chain_look(struct step *step, struct watched *watched,
    struct target_state *state, const struct look *look)
{
	struct verdict *baseline = regression_baseline(state, look->verdict);
	bool is_changed = state->is_seen &&
	    !verdict_same_chain(state->current, look->verdict);
	struct sight sight = {
	    .watched = watched,
	    .state = state,
	    .now = look->verdict,
	    .baseline = baseline == NULL ? NULL : verdict_ref(baseline),
	    .good = baseline,
	    .is_changed = is_changed,
	    .is_rollback = is_changed && mixed_was_shown(state, look->verdict),
	    .is_covered = variant_is_covered(watched, state, look->verdict),
	    .is_quiet = step->is_first_pass && !state->is_seen,
	};
	enum mixed mixed;

	learn(step, &sight);
	if (!sight.is_covered)
		find_facts(step, &sight, look);
	mixed = take_sight(step, &sight, look);
	facts_enter(step, watched, &state->place, &sight.facts);
	if (!sight.is_covered)
		tell(step, &sight);
	facts_leave(step, watched, &state->place, look->verdict, &sight.facts,
	    clean_needed(step, mixed));
	if (state->place.variant == VARIANT_USUAL)
		divergence_look(step, watched, state);
	if (sight.is_changed && !sight.is_covered && mixed == MIXED_NO)
		step_look_again(step, true);
	ARRAY_CLEAR(&sight.facts);
	verdict_unref(sight.baseline);
	verdict_unref(sight.before);
}
