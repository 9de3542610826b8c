/* What a change made worse; see regression.h. */
#include "incident/regression.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "incident/changes.h"
#include "incident/compare.h"

struct verdict *
regression_baseline(
    const struct target_state *state, const struct verdict *shown)
{
	if (state->is_seen && !verdict_same_chain(state->current, shown) &&
	    compare_is_good(state->current))
		return state->current;
	return state->good;
}

bool
regression_is(enum finding_code code)
{
	return code == FINDING_NAMES_LOST || code == FINDING_CLIENT_AUTH_LOST ||
	    code == FINDING_CHAIN_REGRESSED;
}

static bool
has_id(const struct table_item *item, const void *id)
{
	return strcmp(((const struct watched *)item)->endpoint->id, id) == 0;
}

static bool
is_watched_at(
    const struct step *step, const struct cert_details_name *name, int port)
{
	char id[HOSTNAME_MAX + 8];

	if (name->len > HOSTNAME_MAX)
		return false;
	snprintf(id, sizeof id, "%.*s:%d", (int)name->len, name->text, port);
	return table_find(step->endpoints, hash_text(HASH_START, id), has_id,
		   id) != NULL;
}

/* An endpoint of a name that went has a name-mismatch of its own if it shows
 * this certificate, and else another that covers it. */
static bool
is_any_name_unwatched(const struct step *step, const struct verdict *baseline,
    const struct verdict *shown, int port)
{
	struct cert_details_name name;
	const char *at = NULL;

	while (changes_next_lost(baseline, shown, &at, &name)) {
		if (!is_watched_at(step, &name, port) &&
		    !is_watched_at(step, &name, ENDPOINT_PORT_DEFAULT))
			return true;
	}
	return false;
}

/* Before what is no warning; each code once. */
static void
insert(fact_array *facts, const struct fact *fact)
{
	size_t at = 0;

	while (
	    at < facts->len && facts->items[at].severity >= SEVERITY_WARNING) {
		if (facts->items[at].code == fact->code)
			return;
		at++;
	}
	ARRAY_ADD(facts);
	memmove(&facts->items[at + 1], &facts->items[at],
	    (facts->len - 1 - at) * sizeof *facts->items);
	facts->items[at] = *fact;
}

bool
regression_add_facts(const struct step *step, int port,
    const struct verdict *baseline, const struct verdict *shown,
    fact_array *facts)
{
	CLEANUP(chain_changes_clear) struct chain_changes changes = {0};
	bool is_worse = false;

	changes_between(baseline, shown, &changes);
	ARRAY_EACH (change, &changes.list) {
		struct fact fact = {
		    .code = change->code,
		    .severity = SEVERITY_WARNING,
		};

		if (change->code == FINDING_COUNT ||
		    (change->code == FINDING_NAMES_LOST &&
			!is_any_name_unwatched(step, baseline, shown, port)))
			continue;
		if (finding_info(change->code)->subject ==
		    FINDING_ABOUT_CERTIFICATE)
			fact.sha256 = shown->certs[0]->sha256;
		insert(facts, &fact);
		is_worse = true;
	}
	return is_worse;
}
