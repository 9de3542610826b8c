/* Comparing chains and addresses; see compare.h. */
#include "incident/compare.h"

#include <string.h>

bool
compare_is_worse(const struct verdict *before, enum finding_code code,
    enum severity severity)
{
	const struct verdict_finding *known = verdict_find(before, code);

	if (severity < SEVERITY_WARNING)
		return false;
	return known == NULL || known->severity < (uint8_t)severity;
}

bool
compare_is_good(const struct verdict *verdict)
{
	return verdict->is_valid && verdict->severity < SEVERITY_WARNING;
}

bool
compare_takes_part(const struct target_state *state)
{
	return state->is_seen && state->is_reached && !state->is_mixed;
}

bool
compare_same_leaf(const struct verdict *a, const struct verdict *b)
{
	return a->cert_count == 0 || b->cert_count == 0 ||
	    memcmp(a->certs[0]->sha256, b->certs[0]->sha256, CERT_SHA256_LEN) ==
	    0;
}

/* The fronts of a role that may differ stand for themselves. */
static unsigned
part_of(const struct watched *watched, const struct target_state *state)
{
	const struct allowed *allowed = watched->endpoint->settings->allowed;

	return allowed == NULL ? 0
			       : allowed->roles & (1u << watched_role(state));
}

bool
compare_is_beside(const struct watched *watched, const struct target_state *a,
    const struct target_state *b)
{
	return a->place.variant == b->place.variant &&
	    part_of(watched, a) == part_of(watched, b);
}

bool
compare_is_in(
    const struct comparison *comparison, const struct target_state *state)
{
	return compare_takes_part(state) &&
	    compare_is_beside(comparison->watched, comparison->of, state);
}

/* Equal for all that is asked of them. */
static bool
is_alike(const struct watched *watched, const struct verdict *a,
    const struct verdict *b)
{
	const struct allowed *allowed = watched->endpoint->settings->allowed;

	return verdict_same_chain(a, b) ||
	    (allowed_declares(allowed, a) && allowed_declares(allowed, b));
}

/* That an old certificate nears its end is why there is a new one. */
static bool
is_fault(const struct verdict_finding *finding)
{
	return finding->severity >= SEVERITY_WARNING &&
	    finding->code != FINDING_LEAF_EXPIRING &&
	    finding->code != FINDING_BREAKS_BEFORE_LEAF;
}

/* The worst fault of a that b does not show; OK: none. */
static enum severity
own_fault(const struct verdict *a, const struct verdict *b)
{
	for (size_t i = 0; i < a->finding_count; i++) {
		const struct verdict_finding *finding = &a->findings[i];

		if (is_fault(finding) &&
		    verdict_find(b, (enum finding_code)finding->code) == NULL)
			return (enum severity)finding->severity;
	}
	return SEVERITY_OK;
}

static size_t
count_of(const struct comparison *comparison, const struct verdict *verdict)
{
	const struct watched *watched = comparison->watched;
	size_t count = 0;

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];

		count += compare_is_in(comparison, state) &&
		    is_alike(watched, state->current, verdict);
	}
	return count;
}

/* Where two chains are shown by equally many, the one with less wrong is taken
 * for the right one, then the one with the newer leaf. */
static bool
is_preferred(const struct verdict *a, const struct verdict *b)
{
	if (a->severity != b->severity)
		return a->severity < b->severity;
	if (a->cert_count == 0 || b->cert_count == 0)
		return a->cert_count > b->cert_count;
	return a->certs[0]->not_before > b->certs[0]->not_before;
}

static const struct verdict *
find_majority(const struct comparison *comparison)
{
	const struct watched *watched = comparison->watched;
	const struct verdict *majority = NULL;
	size_t most = 0;

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];
		size_t count;

		if (!compare_is_in(comparison, state) ||
		    (majority != NULL &&
			is_alike(watched, majority, state->current)))
			continue;
		count = count_of(comparison, state->current);
		if (count < most ||
		    (count == most && !is_preferred(state->current, majority)))
			continue;
		most = count;
		majority = state->current;
	}
	return majority;
}

/* Nearly always everything is the same. Where something differs, whoever has
 * not been looked at since a chain changed may have changed as well. */
static enum agreement
quick_agreement(const struct comparison *comparison)
{
	const struct watched *watched = comparison->watched;
	const struct verdict *first = NULL;
	bool is_same = true, is_stale = false;
	size_t count = 0;

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];

		if (!compare_is_in(comparison, state))
			continue;
		count++;
		is_stale |= !state->is_fresh;
		if (first == NULL)
			first = state->current;
		else if (!is_alike(watched, first, state->current))
			is_same = false;
	}
	if (count < 2 || (!is_same && is_stale))
		return AGREEMENT_UNKNOWN;
	return is_same ? AGREEMENT_SAME : AGREEMENT_DIVERGENT;
}

static void
compare_with_majority(
    struct comparison *comparison, const struct target_state *state)
{
	const struct verdict *majority = comparison->majority;
	enum severity own = own_fault(state->current, majority);
	enum severity others = own_fault(majority, state->current);
	enum severity worse = severity_worse(own, others);

	if (worse > SEVERITY_OK) {
		comparison->is_explained = true;
		comparison->severity =
		    severity_worse(comparison->severity, worse);
	}
	if (worse > SEVERITY_OK || compare_same_leaf(state->current, majority))
		comparison->agreement = AGREEMENT_DIVERGENT;
}

struct comparison
compare_beside(const struct watched *watched, const struct target_state *of)
{
	struct comparison comparison = {.watched = watched, .of = of};

	comparison.agreement = quick_agreement(&comparison);
	if (comparison.agreement != AGREEMENT_DIVERGENT)
		return comparison;
	comparison.majority = find_majority(&comparison);
	comparison.agreement = AGREEMENT_ROLLOUT;
	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];

		if (compare_differs(&comparison, state))
			compare_with_majority(&comparison, state);
	}
	return comparison;
}

bool
compare_differs(
    const struct comparison *comparison, const struct target_state *state)
{
	return comparison->majority != NULL &&
	    compare_is_in(comparison, state) &&
	    !is_alike(
		comparison->watched, state->current, comparison->majority);
}
