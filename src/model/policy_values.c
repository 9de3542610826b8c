/* Keywords and keys of a policy, as tables; see policy_values.h. */
#include "model/policy_values.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "base/names.h"
#include "base/safe_print.h"

#define DAY_S 86400
#define DATE_LEN 10 /* "2026-11-21" */
#define MAX_DAYS 10000
#define MAX_YEARS 100
#define MAX_BITS 16384
#define MIN_BITS 160
#define NAME_MAX_LEN 64

/* Says only what it wants; the caller says where and which key. slot is the
 * row's offset into values. */
typedef bool (*value_fn)(struct policy_values *values, void *slot,
    const char *text, struct error *err);

struct key {
	const char *key;
	value_fn read;
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

static bool
wants(struct error *err, const char *what)
{
	return error_set(err, ERROR_INVALID, "%s", what);
}

static bool
read_name(UNUSED struct policy_values *values, void *slot, const char *text,
    struct error *err)
{
	size_t len = strlen(text);

	if (len == 0 || len > NAME_MAX_LEN ||
	    text[strspn(text,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789._-")] != '\0')
		return wants(
		    err, "must be 1 to 64 letters, digits, '.', '_' and '-'");
	*(const char **)slot = text;
	return true;
}

static bool
read_words(UNUSED struct policy_values *values, void *slot, const char *text,
    struct error *err)
{
	if (text[0] == '\0')
		return wants(err, "must not be empty");
	*(char **)slot = safe_print_dup(text, strlen(text), POLICY_VALUE_MAX);
	return true;
}

/* For people who read the text; nothing is kept. */
static bool
read_label(UNUSED struct policy_values *values, UNUSED void *slot,
    const char *text, struct error *err)
{
	return text[0] != '\0' || wants(err, "must not be empty");
}

static bool
read_day(UNUSED struct policy_values *values, void *slot, const char *text,
    struct error *err)
{
	return timestamp_parse(text, slot, NULL) ||
	    wants(err,
		"must be a date such as 2026-03-15, or a time such as "
		"2026-03-15T00:00:00Z");
}

/* Of a bare date its last second. */
static bool
read_day_end(struct policy_values *values, void *slot, const char *text,
    struct error *err)
{
	if (!read_day(values, slot, text, err))
		return false;
	if (strlen(text) == DATE_LEN)
		*(int64_t *)slot += DAY_S - 1;
	return true;
}

static bool
read_number(void *slot, const char *text, unsigned least, unsigned most,
    struct error *err)
{
	char *end;
	unsigned long number;

	errno = 0;
	number = strtoul(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 ||
	    number < least || number > most)
		return error_set(err, ERROR_INVALID,
		    "must be a number from %u to %u", least, most);
	*(unsigned *)slot = (unsigned)number;
	return true;
}

static bool
read_days(UNUSED struct policy_values *values, void *slot, const char *text,
    struct error *err)
{
	return read_number(slot, text, 1, MAX_DAYS, err);
}

static bool
read_years(UNUSED struct policy_values *values, void *slot, const char *text,
    struct error *err)
{
	return read_number(slot, text, 1, MAX_YEARS, err);
}

static bool
read_bits(UNUSED struct policy_values *values, void *slot, const char *text,
    struct error *err)
{
	return read_number(slot, text, MIN_BITS, MAX_BITS, err);
}

static bool
read_key_kind(struct policy_values *values, UNUSED void *slot, const char *text,
    struct error *err)
{
	if (strcmp(text, "rsa") == 0)
		values->rule.key_kind = CERT_KEY_RSA;
	else if (strcmp(text, "ec") == 0)
		values->rule.key_kind = CERT_KEY_EC;
	else
		return wants(err, "must be rsa or ec");
	return true;
}

static bool
read_digest_kind(struct policy_values *values, UNUSED void *slot,
    const char *text, struct error *err)
{
	static const struct {
		const char *text;
		int bits;
	} rows[] = {{"sha256", 128}, {"sha384", 192}, {"sha512", 256}};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (strcmp(rows[i].text, text) != 0)
			continue;
		values->rule.digest_bits = rows[i].bits;
		return true;
	}
	return wants(err, "must be sha256, sha384 or sha512");
}

static bool
read_scope(struct policy_values *values, UNUSED void *slot, const char *text,
    struct error *err)
{
	if (strcmp(text, "public") != 0 && strcmp(text, "all") != 0)
		return wants(err, "must be public or all");
	values->rule.is_for_all = strcmp(text, "all") == 0;
	return true;
}

static bool
read_is_public(struct policy_values *values, UNUSED void *slot,
    const char *text, struct error *err)
{
	if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
		return wants(err, "must be yes or no");
	values->root.is_public = strcmp(text, "yes") == 0;
	return true;
}

static bool
read_programmes(struct policy_values *values, UNUSED void *slot,
    const char *text, struct error *err)
{
	CLEANUP(free) char *copy = mem_strdup(text);
	char *rest = copy, *name;

	while ((name = strsep(&rest, ",")) != NULL) {
		int programme;

		if (!names_find(&policy_programme_names, name, &programme))
			return wants(err,
			    "must be of mozilla, chrome, apple, microsoft and "
			    "java, with commas between them");
		if ((values->rule.programmes & 1u << programme) != 0)
			return wants(err, "must not name one twice");
		values->rule.programmes |= 1u << programme;
	}
	return true;
}

static bool
read_digest_of(struct policy_values *values, const char *text, bool *has_digest,
    struct error *err)
{
	if (!hex_decode(text, values->root.digest, CERT_SHA256_LEN))
		return wants(err,
		    "must be the 64 hexadecimal digits of a "
		    "SHA-256, without colons");
	*has_digest = true;
	return true;
}

static bool
read_sha256(struct policy_values *values, UNUSED void *slot, const char *text,
    struct error *err)
{
	return read_digest_of(values, text, &values->has_digest, err);
}

static bool
read_spki(struct policy_values *values, UNUSED void *slot, const char *text,
    struct error *err)
{
	values->root.is_key = true;
	return read_digest_of(values, text, &values->has_key_digest, err);
}

#define AT(member) offsetof(struct policy_values, member)
#define KEY_NAME \
	{ \
		"name", read_name, AT(name), true \
	}
#define KEY_SOURCE \
	{ \
		"source", read_words, AT(rule.source), true \
	}
#define KEY_FROM \
	{ \
		"from", read_day, AT(rule.from), true \
	}
#define KEY_DAYS \
	{ \
		"days", read_days, AT(rule.days), true \
	}
#define KEY_SCOPE \
	{ \
		"scope", read_scope, 0, false \
	}
#define KEY_PROGRAMMES \
	{ \
		"programmes", read_programmes, 0, true \
	}
#define KEY_CLIENTS \
	{ \
		"clients", read_words, AT(rule.clients), false \
	}
#define KEY_GROUP \
	{ \
		"roots", read_name, AT(group), true \
	}
#define KEYS_OF_A_ROOT \
	{"sha256", read_sha256, 0, false}, {"spki", read_spki, 0, false}, \
	{ \
		"label", read_label, 0, false \
	}
#define KEYS(...) ((const struct key[]){__VA_ARGS__, {.key = NULL}})

static const struct keyword keywords[] = {
    {"version", POLICY_ROW_VERSION, .plain = "1", .keys = KEYS({.key = NULL})},
    {"base", POLICY_ROW_BASE, .plain = "shipped", .keys = KEYS({.key = NULL})},
    {"drop", POLICY_ROW_DROP, .keys = KEYS(KEY_NAME)},
    {"roots", POLICY_ROW_ROOTS,
	.keys = KEYS(KEY_NAME, {"public", read_is_public, 0, false})},
    {"root", POLICY_ROW_ROOT, .keys = KEYS(KEYS_OF_A_ROOT)},
    {"public", POLICY_ROW_PUBLIC, .keys = KEYS(KEYS_OF_A_ROOT)},
    {"key-created", POLICY_ROW_KEY_CREATED,
	.keys = KEYS(KEYS_OF_A_ROOT,
	    {"date", read_day, AT(root.key_made_at), true}, KEY_SOURCE)},
    {"lifetime", POLICY_ROW_RULE, POLICY_LIFETIME,
	.keys = KEYS(KEY_NAME, KEY_FROM, KEY_DAYS, KEY_SCOPE, KEY_SOURCE)},
    {"key", POLICY_ROW_RULE, POLICY_KEY,
	.keys = KEYS(KEY_NAME, KEY_FROM, {"kind", read_key_kind, 0, true},
	    {"bits", read_bits, AT(rule.bits), true}, KEY_SCOPE, KEY_SOURCE)},
    {"signature", POLICY_ROW_RULE, POLICY_SIGNATURE,
	.keys = KEYS(KEY_NAME, KEY_FROM, {"digest", read_digest_kind, 0, true},
	    KEY_SCOPE, KEY_SOURCE)},
    {"short-lived", POLICY_ROW_RULE, POLICY_SHORT_LIVED,
	.keys = KEYS(KEY_NAME, KEY_FROM, KEY_DAYS, KEY_SOURCE)},
    {"distrust", POLICY_ROW_RULE, POLICY_DISTRUST,
	.keys = KEYS(KEY_NAME, KEY_PROGRAMMES, KEY_CLIENTS, KEY_GROUP,
	    {"from", read_day, AT(rule.from), false},
	    {"issued-after", read_day_end, AT(rule.issued_after), false},
	    {"issued-before", read_day, AT(rule.issued_before), false},
	    {"sct-after", read_day_end, AT(rule.sct_after), false},
	    KEY_SOURCE)},
    {"remove", POLICY_ROW_RULE, POLICY_REMOVE,
	.keys = KEYS(KEY_NAME, KEY_PROGRAMMES, KEY_CLIENTS, KEY_GROUP, KEY_FROM,
	    KEY_SOURCE)},
    {"keep", POLICY_ROW_RULE, POLICY_KEEP,
	.keys = KEYS(KEY_NAME, KEY_PROGRAMMES, KEY_GROUP, KEY_SOURCE)},
    {"term", POLICY_ROW_RULE, POLICY_TERM,
	.keys = KEYS(KEY_NAME, KEY_PROGRAMMES, KEY_CLIENTS,
	    {"created-from", read_day, AT(rule.from), false},
	    {"created-before", read_day, AT(rule.created_before), false},
	    {"remove", read_day, AT(rule.removed_at), false},
	    {"years", read_years, AT(rule.years), false}, KEY_SOURCE)},
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
