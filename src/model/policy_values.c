/* Keywords and keys of a policy, as tables; see policy_values.h. */
#include "model/policy_values.h"

#include <stddef.h>
#include <string.h>

#include "model/policy_types.h"

struct key {
	const char *key;
	policy_type_fn read;
	size_t offset;
	bool is_required;
};

struct keyword {
	const char *word;
	enum policy_row_kind row;
	enum policy_kind kind; /* of a rule */
	const char *plain;     /* the plain word it takes; NULL: none */
	const struct key *keys;
};

#define AT(member) offsetof(struct policy_values, member)
#define KEY_NAME \
	{ \
		"name", policy_type_name, AT(name), true \
	}
#define KEY_SOURCE \
	{ \
		"source", policy_type_words, AT(rule.source), true \
	}
#define KEY_FROM \
	{ \
		"from", policy_type_day, AT(rule.from), true \
	}
#define KEY_DAYS \
	{ \
		"days", policy_type_days, AT(rule.days), true \
	}
#define KEY_SCOPE \
	{ \
		"scope", policy_type_scope, 0, false \
	}
#define KEY_PROGRAMMES \
	{ \
		"programmes", policy_type_programmes, 0, true \
	}
#define KEY_CLIENTS \
	{ \
		"clients", policy_type_words, AT(rule.clients), false \
	}
#define KEY_GROUP \
	{ \
		"roots", policy_type_name, AT(group), true \
	}
#define KEY_LACKING \
	{ \
		"clients", policy_type_names, AT(rule.lacking), true \
	}
#define KEYS_OF_A_ROOT \
	{"sha256", policy_type_sha256, 0, false}, \
	    {"spki", policy_type_spki, 0, false}, \
	{ \
		"label", policy_type_label, 0, false \
	}
#define KEYS(...) ((const struct key[]){__VA_ARGS__, {.key = NULL}})

static const struct keyword keywords[] = {
    {"version", POLICY_ROW_VERSION, .plain = "1", .keys = KEYS({.key = NULL})},
    {"base", POLICY_ROW_BASE, .plain = "shipped", .keys = KEYS({.key = NULL})},
    {"drop", POLICY_ROW_DROP, .keys = KEYS(KEY_NAME)},
    {"roots", POLICY_ROW_ROOTS,
	.keys = KEYS(KEY_NAME, {"public", policy_type_is_public, 0, false})},
    {"root", POLICY_ROW_ROOT, .keys = KEYS(KEYS_OF_A_ROOT)},
    {"public", POLICY_ROW_PUBLIC, .keys = KEYS(KEYS_OF_A_ROOT)},
    {"key-created", POLICY_ROW_KEY_CREATED,
	.keys = KEYS(KEYS_OF_A_ROOT,
	    {"date", policy_type_day, AT(root.key_made_at), true}, KEY_SOURCE)},
    {"lifetime", POLICY_ROW_RULE, POLICY_LIFETIME,
	.keys = KEYS(KEY_NAME, KEY_FROM, KEY_DAYS, KEY_SCOPE, KEY_SOURCE)},
    {"key", POLICY_ROW_RULE, POLICY_KEY,
	.keys =
	    KEYS(KEY_NAME, KEY_FROM, {"kind", policy_type_key_kind, 0, true},
		{"bits", policy_type_bits, AT(rule.bits), true}, KEY_SCOPE,
		KEY_SOURCE)},
    {"signature", POLICY_ROW_RULE, POLICY_SIGNATURE,
	.keys = KEYS(KEY_NAME, KEY_FROM,
	    {"digest", policy_type_digest_kind, 0, true}, KEY_SCOPE,
	    KEY_SOURCE)},
    {"short-lived", POLICY_ROW_RULE, POLICY_SHORT_LIVED,
	.keys = KEYS(KEY_NAME, KEY_FROM, KEY_DAYS, KEY_SOURCE)},
    {"transparency", POLICY_ROW_RULE, POLICY_TRANSPARENCY,
	.keys = KEYS(KEY_NAME, KEY_PROGRAMMES, KEY_CLIENTS, KEY_FROM, KEY_DAYS,
	    {"scts", policy_type_count, AT(rule.scts), true},
	    {"longer", policy_type_count, AT(rule.longer_scts), true},
	    {"operators", policy_type_count, AT(rule.operators), true},
	    {"beside", policy_type_count, AT(rule.beside), true}, KEY_SOURCE)},
    {"distrust", POLICY_ROW_RULE, POLICY_DISTRUST,
	.keys = KEYS(KEY_NAME, KEY_PROGRAMMES, KEY_CLIENTS, KEY_GROUP,
	    {"from", policy_type_day, AT(rule.from), false},
	    {"issued-after", policy_type_day_end, AT(rule.issued_after), false},
	    {"issued-before", policy_type_day, AT(rule.issued_before), false},
	    {"sct-after", policy_type_day_end, AT(rule.sct_after), false},
	    KEY_SOURCE)},
    {"remove", POLICY_ROW_RULE, POLICY_REMOVE,
	.keys = KEYS(KEY_NAME, KEY_PROGRAMMES, KEY_CLIENTS, KEY_GROUP, KEY_FROM,
	    KEY_SOURCE)},
    {"keep", POLICY_ROW_RULE, POLICY_KEEP,
	.keys = KEYS(KEY_NAME, KEY_PROGRAMMES, KEY_GROUP, KEY_SOURCE)},
    {"term", POLICY_ROW_RULE, POLICY_TERM,
	.keys = KEYS(KEY_NAME, KEY_PROGRAMMES, KEY_CLIENTS,
	    {"created-from", policy_type_day, AT(rule.from), false},
	    {"created-before", policy_type_day, AT(rule.created_before), false},
	    {"remove", policy_type_day, AT(rule.removed_at), false},
	    {"years", policy_type_years, AT(rule.years), false}, KEY_SOURCE)},
    {"lack", POLICY_ROW_RULE, POLICY_LACK,
	.keys = KEYS(KEY_NAME, KEY_LACKING,
	    {"roots", policy_type_name, AT(group), false},
	    {"created-from", policy_type_day, AT(rule.from), false},
	    KEY_SOURCE)},
};

static const struct keyword *
find_keyword(const char *word)
{
	for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++) {
		if (strcmp(keywords[i].word, word) == 0)
			return &keywords[i];
	}
	return NULL;
}

static const struct key *
find_key(const struct keyword *keyword, const char *name)
{
	for (const struct key *key = keyword->keys; key->key != NULL; key++) {
		if (strcmp(key->key, name) == 0)
			return key;
	}
	return NULL;
}

static bool
read_plain(const struct policy_lines *lines, const struct keyword *keyword,
    const struct policy_word *word, struct policy_values *values,
    struct error *err)
{
	if (keyword->plain == NULL)
		return policy_lines_fault(lines, word->line, err, ERROR_INVALID,
		    "'%s': words of a '%s' row are key=value", word->value,
		    keyword->word);
	if (values->word != NULL || strcmp(word->value, keyword->plain) != 0)
		return policy_lines_fault(lines, word->line, err, ERROR_INVALID,
		    "write '%s %s'", keyword->word, keyword->plain);
	values->word = word->value;
	return true;
}

static bool
read_one(const struct policy_lines *lines, const struct keyword *keyword,
    const struct policy_word *word, struct policy_values *values,
    struct error *err)
{
	const struct key *key = find_key(keyword, word->key);
	struct error reason = ERROR_INIT;

	if (key == NULL)
		return policy_lines_fault(lines, word->line, err, ERROR_INVALID,
		    "'%s' is no key of a '%s' row", word->key, keyword->word);
	if (!key->read(
		values, (char *)values + key->offset, word->value, &reason))
		return policy_lines_fault(lines, word->line, err, ERROR_INVALID,
		    "'%s' %s", word->key, reason.message);
	return true;
}

static const struct policy_word *
find_word(const struct policy_row *row, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++) {
		if (row->words[i].key != NULL &&
		    strcmp(row->words[i].key, key) == 0)
			return &row->words[i];
	}
	return NULL;
}

/* What a row must say beside the keys that are required of all of its kind. */
static const char *
find_contradiction(const struct policy_values *values)
{
	const struct policy_rule *rule = &values->rule;

	switch (values->kind) {
	case POLICY_ROW_ROOT:
	case POLICY_ROW_PUBLIC:
	case POLICY_ROW_KEY_CREATED:
		return values->has_digest == values->has_key_digest
		    ? "a root wants either 'sha256' or 'spki'"
		    : NULL;
	case POLICY_ROW_RULE: break;
	case POLICY_ROW_VERSION:
	case POLICY_ROW_BASE:
		return values->word == NULL ? "a word is missing" : NULL;
	case POLICY_ROW_DROP:
	case POLICY_ROW_ROOTS: return NULL;
	}
	if (rule->kind == POLICY_DISTRUST &&
	    rule->issued_after == TIMESTAMP_NEVER && rule->issued_before == 0 &&
	    rule->sct_after == TIMESTAMP_NEVER)
		return "'distrust' wants 'issued-after', 'issued-before' or "
		       "'sct-after'; 'remove' refuses a root altogether";
	if (rule->kind == POLICY_TERM &&
	    (rule->removed_at != 0) == (rule->years != 0))
		return "'term' wants either 'remove' or 'years'";
	if (rule->kind == POLICY_LACK &&
	    (values->group != NULL) == (rule->from != 0))
		return "'lack' wants either 'roots' or 'created-from'";
	if (rule->kind == POLICY_TRANSPARENCY &&
	    (rule->scts > rule->longer_scts || rule->operators > rule->scts ||
		rule->operators > rule->beside))
		return "'longer' is at least 'scts', and 'operators' at most "
		       "'scts' and 'beside'";
	if (rule->kind == POLICY_TERM && rule->from >= rule->created_before)
		return "'created-from' must be earlier than 'created-before'";
	return NULL;
}

static bool
check_all(const struct policy_lines *lines, const struct policy_row *row,
    const struct keyword *keyword, const struct policy_values *values,
    struct error *err)
{
	const char *contradiction;

	for (const struct key *key = keyword->keys; key->key != NULL; key++) {
		if (key->is_required &&
		    find_word(row, row->len, key->key) == NULL)
			return policy_lines_fault(lines, row->line, err,
			    ERROR_INVALID, "a '%s' row wants '%s'",
			    keyword->word, key->key);
	}
	contradiction = find_contradiction(values);
	if (contradiction != NULL)
		return policy_lines_fault(
		    lines, row->line, err, ERROR_INVALID, "%s", contradiction);
	return true;
}

static bool
read_row(const struct policy_lines *lines, const struct policy_row *row,
    const struct keyword *keyword, struct policy_values *values,
    struct error *err)
{
	for (size_t i = 0; i < row->len; i++) {
		const struct policy_word *word = &row->words[i];

		if (word->key == NULL) {
			if (!read_plain(lines, keyword, word, values, err))
				return false;
			continue;
		}
		if (find_word(row, i, word->key) != NULL)
			return policy_lines_fault(lines, word->line, err,
			    ERROR_INVALID, "'%s' stands twice in one row",
			    word->key);
		if (!read_one(lines, keyword, word, values, err))
			return false;
	}
	return check_all(lines, row, keyword, values, err);
}

bool
policy_values_read(const struct policy_lines *lines,
    const struct policy_row *row, struct policy_values *ret_values,
    struct error *err)
{
	const struct keyword *keyword = find_keyword(row->keyword);
	struct policy_values values = {
	    .rule.issued_after = TIMESTAMP_NEVER,
	    .rule.sct_after = TIMESTAMP_NEVER,
	    .rule.created_before = TIMESTAMP_NEVER,
	    .rule.group = POLICY_NO_GROUP,
	    .root.group = POLICY_NO_GROUP,
	};

	if (keyword == NULL)
		return policy_lines_fault(lines, row->line, err, ERROR_INVALID,
		    "'%s' is no keyword of a policy", row->keyword);
	values.kind = keyword->row;
	values.rule.kind = keyword->kind;
	if (!read_row(lines, row, keyword, &values, err)) {
		policy_rule_clear(&values.rule);
		return false;
	}
	*ret_values = values;
	return true;
}
