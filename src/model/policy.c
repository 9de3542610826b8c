/* What may be asked of dated rules; see policy.h. */
#include "model/policy.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/names.h"

#define DAY_S 86400
#define YEAR_DIGITS 4

static const char *const programme_texts[] = {
    [POLICY_MOZILLA] = "mozilla",
    [POLICY_CHROME] = "chrome",
    [POLICY_APPLE] = "apple",
    [POLICY_MICROSOFT] = "microsoft",
    [POLICY_JAVA] = "java",
};

const struct names policy_programme_names = NAMES_INIT(programme_texts);

const char *
policy_programme_words(enum policy_programme programme)
{
	static const char *const words[] = {
	    [POLICY_MOZILLA] = "Mozilla",
	    [POLICY_CHROME] = "Chrome",
	    [POLICY_APPLE] = "Apple",
	    [POLICY_MICROSOFT] = "Microsoft",
	    [POLICY_JAVA] = "Java",
	};

	return words[programme];
}

struct policy *
policy_ref(struct policy *policy)
{
	assert(policy->refs > 0);
	policy->refs++;
	return policy;
}

void
policy_rule_clear(struct policy_rule *rule)
{
	free(rule->name);
	free(rule->source);
	free(rule->clients);
	texts_clear(&rule->lacking);
}

void
policy_unref(struct policy *policy)
{
	if (policy == NULL || --policy->refs > 0)
		return;
	ARRAY_EACH (rule, &policy->rules)
		policy_rule_clear(rule);
	ARRAY_CLEAR(&policy->rules);
	ARRAY_CLEAR(&policy->roots);
	free(policy->name);
	free(policy);
}

static int
compare_roots(const void *a, const void *b)
{
	return memcmp(((const struct policy_root *)a)->digest,
	    ((const struct policy_root *)b)->digest, CERT_SHA256_LEN);
}

void
policy_sort(struct policy *policy)
{
	if (policy->roots.len > 1)
		qsort(policy->roots.items, policy->roots.len,
		    sizeof policy->roots.items[0], compare_roots);
}

/* Rows of one digest. */
struct rows {
	const struct policy_root *first;
	size_t len;
};

static struct rows
find_digest(const struct policy *policy, const uint8_t *digest)
{
	size_t low = 0, high = policy->roots.len;
	struct rows rows = {0};

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(policy->roots.items[middle].digest, digest,
			CERT_SHA256_LEN) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	rows.first = policy->roots.items + low;
	while (low + rows.len < policy->roots.len &&
	    memcmp(rows.first[rows.len].digest, digest, CERT_SHA256_LEN) == 0)
		rows.len++;
	return rows;
}

#define WAYS 2 /* to name a root: by its fingerprint, by its key */

static void
find_root(const struct policy *policy, const struct cert *root,
    struct rows ret_rows[WAYS])
{
	ret_rows[0] = find_digest(policy, root->sha256);
	ret_rows[1] = find_digest(policy, root->key.sha256);
}

/* Calls for each row that names the root, until one answers true. */
typedef bool (*row_fn)(const struct policy_root *row, void *arg);

static bool
each_row(
    const struct policy *policy, const struct cert *root, row_fn fn, void *arg)
{
	struct rows rows[WAYS];

	if (policy == NULL || root->malformed != NULL)
		return false;
	find_root(policy, root, rows);
	for (size_t way = 0; way < WAYS; way++) {
		for (size_t i = 0; i < rows[way].len; i++) {
			if (rows[way].first[i].is_key == (way == 1) &&
			    fn(&rows[way].first[i], arg))
				return true;
		}
	}
	return false;
}

static bool
says_public(const struct policy_root *row, UNUSED void *arg)
{
	return row->is_public;
}

bool
policy_is_public(const struct policy *policy, const struct cert *root)
{
	return each_row(policy, root, says_public, NULL);
}

/* Is rule a stricter than b, both of one kind? */
static bool
is_stricter(const struct policy_rule *a, const struct policy_rule *b)
{
	if (a->kind == POLICY_KEY)
		return a->bits > b->bits;
	if (a->kind == POLICY_SIGNATURE)
		return a->digest_bits > b->digest_bits;
	return a->days < b->days;
}

/* The last rule to come into force, of those for public CAs or for all. */
static const struct policy_rule *
latest(const struct policy *policy, enum policy_kind kind, int64_t key_kind,
    int64_t issued_at, bool is_for_all)
{
	const struct policy_rule *found = NULL;

	ARRAY_EACH (rule, &policy->rules) {
		if (rule->kind == kind && rule->key_kind == key_kind &&
		    rule->is_for_all == is_for_all && rule->from <= issued_at &&
		    (found == NULL || rule->from > found->from))
			found = rule;
	}
	return found;
}

static const struct policy_rule *
find_limit(const struct policy *policy, enum policy_kind kind, int64_t key_kind,
    int64_t issued_at, bool is_public)
{
	const struct policy_rule *own = NULL, *other = NULL;

	if (policy == NULL)
		return NULL;
	own = latest(policy, kind, key_kind, issued_at, true);
	if (is_public)
		other = latest(policy, kind, key_kind, issued_at, false);
	if (own == NULL || other == NULL)
		return own != NULL ? own : other;
	return is_stricter(own, other) ? own : other;
}

const struct policy_rule *
policy_lifetime(const struct policy *policy, int64_t issued_at, bool is_public)
{
	return find_limit(policy, POLICY_LIFETIME, 0, issued_at, is_public);
}

const struct policy_rule *
policy_key(const struct policy *policy, enum cert_key_kind kind,
    int64_t issued_at, bool is_public)
{
	if (kind == CERT_KEY_RSA_PSS)
		kind = CERT_KEY_RSA;
	return find_limit(policy, POLICY_KEY, kind, issued_at, is_public);
}

const struct policy_rule *
policy_signature(const struct policy *policy, int64_t issued_at, bool is_public)
{
	return find_limit(policy, POLICY_SIGNATURE, 0, issued_at, is_public);
}

const struct policy_rule *
policy_short_lived(const struct policy *policy, int64_t issued_at)
{
	return find_limit(policy, POLICY_SHORT_LIVED, 0, issued_at, true);
}

const struct policy_rule *
policy_transparency(const struct policy *policy,
    enum policy_programme programme, int64_t issued_at)
{
	const struct policy_rule *found = NULL;

	if (policy == NULL)
		return NULL;
	ARRAY_EACH (rule, &policy->rules) {
		if (rule->kind == POLICY_TRANSPARENCY &&
		    (rule->programmes >> programme & 1u) != 0 &&
		    rule->from <= issued_at &&
		    (found == NULL || rule->from > found->from))
			found = rule;
	}
	return found;
}

bool
policy_is_longer(const struct cert *cert, unsigned days)
{
	/* without overflow: dates of certificates end with the year 9999 */
	return cert->not_after - cert->not_before + 1 > (int64_t)days * DAY_S;
}

/* A certificate without timestamps of its own may have them elsewhere, made
 * when it was issued: its first day stands in. */
static bool
has_sct_after(const struct cert *leaf, int64_t second)
{
	if (leaf->earliest_sct_ms == 0)
		return leaf->not_before > second;
	return leaf->earliest_sct_ms / 1000 > second ||
	    (leaf->earliest_sct_ms / 1000 == second &&
		leaf->earliest_sct_ms % 1000 > 0);
}

static bool
is_meant(const struct policy_rule *rule, const struct cert *leaf)
{
	if (rule->kind == POLICY_REMOVE)
		return true;
	if (rule->kind != POLICY_DISTRUST)
		return false;
	return (rule->issued_after == TIMESTAMP_NEVER ||
		   leaf->not_before > rule->issued_after) &&
	    (rule->issued_before == 0 ||
		leaf->not_before < rule->issued_before) &&
	    (rule->sct_after == TIMESTAMP_NEVER ||
		has_sct_after(leaf, rule->sct_after));
}

struct refusal {
	const struct policy *policy;
	unsigned programme; /* its bit */
	const struct cert *leaf;
	int64_t from;
	const struct policy_rule *rule;
	bool has_own_date; /* a row of its own instead of POLICY_TERM */
	bool is_public;
	int64_t key_made_at;
};

static void
refuse_from(
    struct refusal *refusal, int64_t from, const struct policy_rule *rule)
{
	if (from >= refusal->from)
		return;
	refusal->from = from;
	refusal->rule = rule;
}

static bool
look_at_row(const struct policy_root *row, void *arg)
{
	struct refusal *refusal = arg;

	refusal->is_public = refusal->is_public || row->is_public;
	if (row->key_made_at != 0)
		refusal->key_made_at = row->key_made_at;
	if (row->group == POLICY_NO_GROUP)
		return false;
	ARRAY_EACH (rule, &refusal->policy->rules) {
		if (rule->group != row->group ||
		    (rule->programmes & refusal->programme) == 0)
			continue;
		if (rule->kind == POLICY_REMOVE || rule->kind == POLICY_KEEP)
			refusal->has_own_date = true;
		if (is_meant(rule, refusal->leaf))
			refuse_from(refusal, rule->from, rule);
	}
	return false;
}

static bool
add_years(int64_t at, unsigned years, int64_t *ret_at)
{
	char text[TIMESTAMP_TEXT_MAX], later[TIMESTAMP_TEXT_MAX + 8];

	timestamp_format(at, text);
	snprintf(later, sizeof later, "%04lu%s",
	    strtoul(text, NULL, 10) + years, text + YEAR_DIGITS);
	return timestamp_parse(later, ret_at, NULL);
}

/* The same day of a later year; the 29th of February becomes the 28th. */
static int64_t
years_later(int64_t at, unsigned years)
{
	int64_t later;

	if (add_years(at, years, &later) ||
	    add_years(at - DAY_S, years, &later))
		return later;
	return TIMESTAMP_NEVER; /* beyond the year 9999 */
}

/* Keys are not made later than their certificate, and Mozilla takes its first
 * day where no report of the ceremony is there (Root Store Policy 7.4). */
static void
look_at_age(struct refusal *refusal, const struct cert *root)
{
	int64_t made_at =
	    refusal->key_made_at != 0 ? refusal->key_made_at : root->not_before;

	ARRAY_EACH (rule, &refusal->policy->rules) {
		if (rule->kind != POLICY_TERM ||
		    (rule->programmes & refusal->programme) == 0 ||
		    made_at < rule->from || made_at >= rule->created_before)
			continue;
		refuse_from(refusal,
		    rule->removed_at != 0 ? rule->removed_at
					  : years_later(made_at, rule->years),
		    rule);
	}
}

int64_t
policy_refused_from(const struct policy *policy,
    enum policy_programme programme, const struct cert *root,
    const struct cert *leaf, const struct policy_rule **ret_rule)
{
	struct refusal refusal = {
	    .policy = policy,
	    .programme = 1u << programme,
	    .leaf = leaf,
	    .from = TIMESTAMP_NEVER,
	};

	*ret_rule = NULL;
	if (policy == NULL || leaf->malformed != NULL)
		return TIMESTAMP_NEVER;
	each_row(policy, root, look_at_row, &refusal);
	if (refusal.is_public && !refusal.has_own_date)
		look_at_age(&refusal, root);
	*ret_rule = refusal.rule;
	return refusal.from;
}

static bool
is_of_group(const struct policy_root *row, void *arg)
{
	return row->group == *(const int *)arg;
}

const struct policy_rule *
policy_lacks(
    const struct policy *policy, const char *client, const struct cert *root)
{
	if (policy == NULL)
		return NULL;
	ARRAY_EACH (rule, &policy->rules) {
		if (rule->kind != POLICY_LACK ||
		    !texts_has(&rule->lacking, client))
			continue;
		if (rule->group == POLICY_NO_GROUP
			? root->not_before >= rule->from &&
			    policy_is_public(policy, root)
			: each_row(policy, root, is_of_group, &rule->group))
			return rule;
	}
	return NULL;
}
