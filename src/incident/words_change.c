/* The sentences about a chain that changed; declared in words.h. */
#include "incident/words_parts.h"

#include <string.h>

#include "base/timestamp.h"
#include "incident/changes.h"

#define MAX_CHANGES 4 /* named in a sentence; the event lists all */

static bool
same_leaf(const struct verdict *a, const struct verdict *b)
{
	return a->cert_count > 0 && b->cert_count > 0 &&
	    memcmp(a->certs[0]->sha256, b->certs[0]->sha256, CERT_SHA256_LEN) ==
	    0;
}

/* The first finding that counts, or NULL. */
static const char *
fault_of(const struct verdict *verdict)
{
	if (verdict->finding_count == 0 ||
	    verdict->findings[0].severity < SEVERITY_WARNING)
		return NULL;
	return finding_code_text((enum finding_code)verdict->findings[0].code);
}

static const struct chain_change *
find_change(const struct chain_changes *changes, const char *what)
{
	ARRAY_EACH (change, &changes->list) {
		if (strcmp(change->what, what) == 0)
			return change;
	}
	return NULL;
}

static bool
is_worse_in(const struct chain_changes *changes, const char *what)
{
	const struct chain_change *change = find_change(changes, what);

	return change != NULL && change->is_worse;
}

/* Longer than before, and for all the names of before. */
static bool
is_renewal(const struct cert_facts *before, const struct cert_facts *after,
    const struct chain_changes *changes)
{
	return after->not_after > before->not_after &&
	    !is_worse_in(changes, "names");
}

static void
add_issuer(struct strbuf *buf, const struct cert_facts *before,
    const struct cert_facts *after)
{
	if (strcmp(before->issuer_label, after->issuer_label) == 0)
		strbuf_addf(buf, ", same issuer (%s)", after->issuer_label);
	else
		strbuf_addf(buf, ", issued by %s instead of %s",
		    after->issuer_label, before->issuer_label);
}

static void
add_leaf_change(struct strbuf *buf, const struct scene *scene,
    const struct chain_changes *changes)
{
	const struct cert_facts *before = scene->before->certs[0];
	const struct cert_facts *after = scene->after->certs[0];
	char until[TIMESTAMP_TEXT_MAX], was_until[TIMESTAMP_TEXT_MAX];

	timestamp_words(after->not_after, until);
	timestamp_words(before->not_after, was_until);
	if (scene->is_rollback) {
		strbuf_addf(buf,
		    "rolled back: %s, valid until %s, is shown again instead "
		    "of the one until %s",
		    after->label, until, was_until);
	} else if (is_renewal(before, after, changes)) {
		strbuf_addf(buf, "renewed: valid until %s", until);
		add_issuer(buf, before, after);
	} else {
		strbuf_addf(buf,
		    "new certificate %s from %s until %s, was until %s",
		    after->label, after->issuer_label, until, was_until);
	}
}

/* "R10" where it is one, else how many. */
static void
add_list(struct strbuf *buf, const char *list)
{
	strbuf_add(buf, list == NULL ? "none" : list);
}

static void
add_bundle_change(struct strbuf *buf, const struct scene *scene,
    const struct chain_changes *changes)
{
	const struct chain_change *order = find_change(changes, "order");
	const struct chain_change *other =
	    find_change(changes, "intermediates");

	if (order != NULL) {
		strbuf_add(
		    buf, "the same certificates are sent in another order");
		return;
	}
	strbuf_add(buf,
	    scene->is_rollback
		? "rolled back: what was sent along before is sent again"
		: "other certificates are sent along with the same one");
	if (other == NULL)
		return;
	strbuf_add(buf, " (");
	add_list(buf, other->after);
	strbuf_add(buf, " instead of ");
	add_list(buf, other->before);
	strbuf_add(buf, ")");
}

static void
add_change(struct strbuf *buf, const struct scene *scene,
    const struct chain_changes *changes)
{
	if (same_leaf(scene->before, scene->after))
		add_bundle_change(buf, scene, changes);
	else if (scene->after->cert_count == 0 ||
	    scene->before->cert_count == 0)
		strbuf_add(buf, "another list of certificates is sent");
	else
		add_leaf_change(buf, scene, changes);
}

/* What got worse, or what else is otherwise. */
static void
add_changes(
    struct strbuf *buf, const struct chain_changes *changes, bool is_worse)
{
	size_t said = 0, left = 0;

	ARRAY_EACH (change, &changes->list) {
		if (change->words == NULL || change->is_worse != is_worse)
			continue;
		if (said++ < MAX_CHANGES)
			strbuf_addf(buf, "; it %s", change->words);
		else
			left++;
	}
	if (left > 0)
		strbuf_addf(buf, " and %zu more changes", left);
}

/* How many addresses of the endpoint show the chain after, in the variant that
 * the sentence is about. */
static size_t
count_showing(const struct scene *scene)
{
	const struct watched *watched = scene->watched;
	uint8_t variant =
	    scene->place == NULL ? VARIANT_USUAL : scene->place->variant;
	bool is_usual = variant == VARIANT_USUAL;
	const struct target_state *states =
	    is_usual ? watched->targets : watched->variants;
	uint32_t of = is_usual ? watched->target_count : watched->variant_count;
	size_t count = 0;

	for (uint32_t i = 0; i < of; i++)
		count += states[i].is_seen &&
		    states[i].place.variant == variant &&
		    verdict_same_chain(states[i].current, scene->after);
	return count;
}

char *
words_regressed(const struct scene *scene)
{
	CLEANUP(chain_changes_clear) struct chain_changes changes = {0};
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);

	words_add_place(&buf, scene);
	strbuf_add(&buf, ": chain got worse after a change");
	if (scene->open->incident->code != FINDING_CHAIN_REGRESSED) {
		strbuf_add(&buf, ": ");
		words_add_finding(&buf, scene);
	}
	words_add_also(&buf, scene);
	if (scene->before != NULL) {
		changes_between(scene->before, scene->after, &changes);
		add_changes(&buf, &changes, true);
	}
	words_add_extent(&buf, scene);
	return strbuf_take(&buf);
}

char *
words_chain_changed(const struct scene *scene)
{
	CLEANUP(chain_changes_clear) struct chain_changes changes = {0};
	struct strbuf buf = STRBUF_INIT(WORDS_MAX_BYTES);
	const char *was = fault_of(scene->before);
	const char *is = fault_of(scene->after);

	changes_between(scene->before, scene->after, &changes);
	words_add_place(&buf, scene);
	strbuf_add(&buf, ": ");
	add_change(&buf, scene, &changes);
	if (is != NULL)
		strbuf_addf(
		    &buf, "; %s %s", was == NULL ? "shows" : "still", is);
	else if (was != NULL)
		strbuf_addf(&buf, "; %s is gone", was);
	if (!scene->is_rollback) {
		add_changes(&buf, &changes, true);
		add_changes(&buf, &changes, false);
	}
	words_add_also(&buf, scene);
	if (scene->watched->target_count > 1)
		strbuf_addf(&buf, "; %zu of %u addresses", count_showing(scene),
		    (unsigned)scene->watched->target_count);
	return strbuf_take(&buf);
}
