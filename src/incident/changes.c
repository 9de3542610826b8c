/* Two chains held against each other; see changes.h. */
#include "incident/changes.h"

#include <string.h>

#include "base/duration.h"
#include "base/strbuf.h"
#include "base/timestamp.h"
#include "clients/profile.h"

#define LIST_MAX_BYTES 1500
#define MAX_LISTED 5 /* named one by one */
#define DAY_S 86400

struct pair {
	const struct verdict *before, *after;
	const struct cert_facts *old_leaf, *new_leaf;
	const struct cert_details *old, *new; /* NULL: not known */
	struct chain_changes *changes;
};

/* --- faults ------------------------------------------------------------- */

static void
compare_findings(const struct pair *pair)
{
	for (size_t i = 0; i < pair->after->finding_count; i++) {
		const struct verdict_finding *finding =
		    &pair->after->findings[i];
		enum finding_code code = (enum finding_code)finding->code;
		const struct verdict_finding *known =
		    verdict_find(pair->before, code);

		if (finding->severity >= SEVERITY_WARNING &&
		    (known == NULL || known->severity < finding->severity))
			chain_changes_add(pair->changes, "finding",
			    known == NULL ? NULL
					  : mem_strdup(severity_text((
						enum severity)known->severity)),
			    mem_strdup(finding_code_text(code)))
			    ->is_worse = true;
	}
	for (size_t i = 0; i < pair->before->finding_count; i++) {
		const struct verdict_finding *finding =
		    &pair->before->findings[i];
		enum finding_code code = (enum finding_code)finding->code;

		if (finding->severity >= SEVERITY_WARNING &&
		    verdict_find(pair->after, code) == NULL)
			chain_changes_add(pair->changes, "finding",
			    mem_strdup(finding_code_text(code)), NULL);
	}
}

/* --- names -------------------------------------------------------------- */

static const struct cert_details *
details_of(const struct verdict *verdict)
{
	return verdict->cert_count == 0 ? NULL : verdict->certs[0]->details;
}

bool
changes_next_lost(const struct verdict *before, const struct verdict *after,
    const char **at, struct cert_details_name *ret_name)
{
	const struct cert_details *old = details_of(before);
	const struct cert_details *new = details_of(after);

	if (old == NULL || new == NULL || new->has_more_names)
		return false;
	if (*at == NULL)
		*at = old->names;
	while (cert_details_next_name(at, ret_name)) {
		if (!cert_details_covers(new, ret_name))
			return true;
	}
	return false;
}

/* "a.example, b.example and 3 more"; NULL: none. */
static char *
list_lost(const struct verdict *before, const struct verdict *after)
{
	struct strbuf buf = STRBUF_INIT(LIST_MAX_BYTES);
	struct cert_details_name name;
	const char *at = NULL;
	size_t count = 0;

	while (changes_next_lost(before, after, &at, &name)) {
		if (count++ < MAX_LISTED)
			strbuf_addf(&buf, "%s%.*s", count == 1 ? "" : ", ",
			    (int)name.len, name.text);
	}
	if (count == 0)
		return NULL;
	if (count > MAX_LISTED)
		strbuf_addf(&buf, " and %zu more", count - MAX_LISTED);
	return strbuf_take(&buf);
}

static void
compare_names(const struct pair *pair)
{
	char *lost = list_lost(pair->before, pair->after);
	char *gained = list_lost(pair->after, pair->before);
	struct chain_change *change;

	if (lost == NULL && gained == NULL)
		return;
	change = chain_changes_add(pair->changes, "names", lost, gained);
	if (lost == NULL) {
		change->words = mem_printf("also covers %s", gained);
		return;
	}
	change->is_worse = true;
	change->code = FINDING_NAMES_LOST;
	change->words = mem_printf("no longer covers %s", lost);
}

/* --- the certificate ---------------------------------------------------- */

static const char *
use_of(const struct cert_details *details)
{
	return cert_details_is_for_clients(details) ? "servers and clients"
						    : "servers";
}

static void
compare_usages(const struct pair *pair)
{
	struct chain_change *change;

	if (cert_details_is_for_clients(pair->old) ==
	    cert_details_is_for_clients(pair->new))
		return;
	change = chain_changes_add(pair->changes, "usages",
	    mem_strdup(use_of(pair->old)), mem_strdup(use_of(pair->new)));
	if (cert_details_is_for_clients(pair->new))
		return;
	change->is_worse = true;
	change->code = FINDING_CLIENT_AUTH_LOST;
	change->words =
	    mem_strdup("is no longer good as a client's certificate");
}

static void
compare_keys(const struct pair *pair)
{
	unsigned was = cert_details_strength(pair->old);
	unsigned is = cert_details_strength(pair->new);
	char old[CERT_DETAILS_KEY_MAX], new[CERT_DETAILS_KEY_MAX];
	struct chain_change *change;

	if (pair->old->key_kind == pair->new->key_kind &&
	    pair->old->key_bits == pair->new->key_bits)
		return;
	change = chain_changes_add(pair->changes, "key",
	    mem_strdup(cert_details_key_text(pair->old, old)),
	    mem_strdup(cert_details_key_text(pair->new, new)));
	change->is_worse = is != 0 && is < was;
	if (change->is_worse)
		change->code = FINDING_CHAIN_REGRESSED;
	change->words = mem_printf("has a %s key: %s instead of %s",
	    change->is_worse ? "weaker" : "new kind of", change->after,
	    change->before);
}

static int64_t
lifetime_of(const struct cert_facts *facts)
{
	return facts->not_after - facts->not_before;
}

static void
compare_pointers(const struct pair *pair)
{
	struct chain_change *change;

	if (pair->old->has_pointer == pair->new->has_pointer)
		return;
	change = chain_changes_add(pair->changes, "revocation",
	    mem_strdup(pair->old->has_pointer ? "told where to ask" : "silent"),
	    mem_strdup(
		pair->new->has_pointer ? "tells where to ask" : "silent"));
	if (pair->new->has_pointer ||
	    lifetime_of(pair->new_leaf) <= CHANGES_SHORT_LIVED_S)
		return;
	change->is_worse = true;
	change->code = FINDING_CHAIN_REGRESSED;
	change->words =
	    mem_strdup("no longer tells where its revocation can be asked for");
}

static void
compare_lifetimes(const struct pair *pair)
{
	int64_t was = lifetime_of(pair->old_leaf);
	int64_t is = lifetime_of(pair->new_leaf);
	char before[DURATION_TEXT_MAX], after[DURATION_TEXT_MAX];
	struct chain_change *change;

	/* A day is rounding. */
	if (was - is <= DAY_S && is - was <= DAY_S)
		return;
	change = chain_changes_add(pair->changes, "lifetime",
	    mem_strdup(duration_words(was, before)),
	    mem_strdup(duration_words(is, after)));
	change->words = mem_printf(
	    "is made for %s instead of %s", change->after, change->before);
}

static void
compare_issuers(const struct pair *pair)
{
	const char *was = pair->old_leaf->issuer_label;
	const char *is = pair->new_leaf->issuer_label;

	if (strcmp(was, is) != 0)
		chain_changes_add(
		    pair->changes, "issuer", mem_strdup(was), mem_strdup(is));
}

/* --- the chain ---------------------------------------------------------- */

/* A generation older, not only a sibling made some days before. */
static bool
is_older(const struct pair *pair)
{
	return pair->new_leaf->not_before < pair->old_leaf->not_before &&
	    pair->before->breaks_at - pair->after->breaks_at >
	    lifetime_of(pair->new_leaf) / 4;
}

/* Its end is nearer, and not because certificates of shorter life are used: an
 * older one came back, or what is sent along ends before it. */
static bool
ends_too_early(const struct pair *pair)
{
	return pair->after->breaks_at < pair->before->breaks_at &&
	    (is_older(pair) ||
		pair->after->breaks_at < pair->new_leaf->not_after);
}

static void
compare_ends(const struct pair *pair)
{
	char before[TIMESTAMP_TEXT_MAX], after[TIMESTAMP_TEXT_MAX];
	struct chain_change *change;

	if (!pair->before->is_valid || !pair->after->is_valid ||
	    pair->before->breaks_at == pair->after->breaks_at)
		return;
	change = chain_changes_add(pair->changes, "breaks_at",
	    mem_strdup(timestamp_format(pair->before->breaks_at, before)),
	    mem_strdup(timestamp_format(pair->after->breaks_at, after)));
	if (!ends_too_early(pair))
		return;
	change->is_worse = true;
	change->code = FINDING_CHAIN_REGRESSED;
	change->words = mem_printf("stops working sooner: %s, was %s",
	    timestamp_words(pair->after->breaks_at, after),
	    timestamp_words(pair->before->breaks_at, before));
}

/* "Java and Go"; NULL: none. */
static char *
list_clients(uint64_t which)
{
	struct strbuf buf = STRBUF_INIT(LIST_MAX_BYTES);
	size_t count = 0;

	for (size_t i = 0; i < client_profile_count; i++) {
		if ((which >> i & 1) != 0)
			strbuf_addf(&buf, "%s%s", count++ == 0 ? "" : ", ",
			    client_profiles[i].title);
	}
	return count == 0 ? NULL : strbuf_take(&buf);
}

/* Who refuses what is not valid is no news. That a client which matters
 * refuses is a finding of its own. */
static void
compare_clients(const struct pair *pair)
{
	uint64_t was = pair->before->accepting, is = pair->after->accepting;
	struct chain_change *change;

	if (was == 0 || is == 0 || was == is || !pair->after->is_valid)
		return;
	change = chain_changes_add(pair->changes, "clients",
	    list_clients(was & ~is), list_clients(is & ~was));
	if (change->before == NULL)
		return;
	change->is_worse = true;
	change->words = mem_printf("is refused now by %s", change->before);
}

/* The labels of what is sent behind the server's certificate. */
static char *
list_certs(const struct verdict *verdict)
{
	struct strbuf buf = STRBUF_INIT(LIST_MAX_BYTES);

	if (verdict->cert_count < 2)
		return NULL;
	for (size_t i = 1; i < verdict->cert_count; i++)
		strbuf_addf(
		    &buf, "%s%s", i == 1 ? "" : ", ", verdict->certs[i]->label);
	return strbuf_take(&buf);
}

static bool
has_cert(const struct verdict *verdict, const struct cert_facts *facts)
{
	for (size_t i = 1; i < verdict->cert_count; i++) {
		if (memcmp(verdict->certs[i]->sha256, facts->sha256,
			CERT_SHA256_LEN) == 0)
			return true;
	}
	return false;
}

static bool
has_all_of(const struct verdict *verdict, const struct verdict *other)
{
	for (size_t i = 1; i < other->cert_count; i++) {
		if (!has_cert(verdict, other->certs[i]))
			return false;
	}
	return true;
}

static bool
is_same_rest(const struct verdict *a, const struct verdict *b)
{
	if (a->cert_count != b->cert_count)
		return false;
	for (size_t i = 1; i < a->cert_count; i++) {
		if (memcmp(a->certs[i]->sha256, b->certs[i]->sha256,
			CERT_SHA256_LEN) != 0)
			return false;
	}
	return true;
}

static void
compare_rest(const struct pair *pair)
{
	bool is_order;

	if (is_same_rest(pair->before, pair->after))
		return;
	is_order = pair->before->cert_count == pair->after->cert_count &&
	    has_all_of(pair->before, pair->after) &&
	    has_all_of(pair->after, pair->before);
	chain_changes_add(pair->changes, is_order ? "order" : "intermediates",
	    list_certs(pair->before), list_certs(pair->after));
}

void
changes_between(const struct verdict *before, const struct verdict *after,
    struct chain_changes *ret_changes)
{
	struct pair pair = {
	    .before = before, .after = after, .changes = ret_changes};

	memset(ret_changes, 0, sizeof *ret_changes);
	if (verdict_same_chain(before, after))
		return;
	compare_findings(&pair);
	if (before->cert_count == 0 || after->cert_count == 0)
		return;
	pair.old_leaf = before->certs[0];
	pair.new_leaf = after->certs[0];
	pair.old = details_of(before);
	pair.new = details_of(after);
	if (pair.old != NULL && pair.new != NULL) {
		compare_names(&pair);
		compare_usages(&pair);
		compare_keys(&pair);
		compare_pointers(&pair);
	}
	compare_ends(&pair);
	compare_clients(&pair);
	compare_issuers(&pair);
	compare_lifetimes(&pair);
	compare_rest(&pair);
	chain_changes_sort(ret_changes);
}
