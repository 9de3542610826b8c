/* Values of a policy's rows by their types; see policy_types.h. */
#include "model/policy_types.h"

#include <errno.h>
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
#define MAX_COUNT 16 /* of timestamps */
#define MIN_BITS 160
#define NAME_MAX_LEN 64

static bool
wants(struct error *err, const char *what)
{
	return error_set(err, ERROR_INVALID, "%s", what);
}

bool
policy_type_name(UNUSED struct policy_values *values, void *slot,
    const char *text, struct error *err)
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

bool
policy_type_names(UNUSED struct policy_values *values, void *slot,
    const char *text, struct error *err)
{
	struct texts *names = slot;
	CLEANUP(free) char *copy = mem_strdup(text);
	char *rest = copy, *name;
	const char *unused;

	while ((name = strsep(&rest, ",")) != NULL) {
		if (!policy_type_name(values, &unused, name, err))
			return false;
		if (texts_has(names, name))
			return wants(err, "must not name one twice");
		texts_add(names, name);
	}
	return true;
}

bool
policy_type_words(UNUSED struct policy_values *values, void *slot,
    const char *text, struct error *err)
{
	if (text[0] == '\0')
		return wants(err, "must not be empty");
	*(char **)slot = safe_print_dup(text, strlen(text), POLICY_VALUE_MAX);
	return true;
}

/* For people who read the text; nothing is kept. */
bool
policy_type_label(UNUSED struct policy_values *values, UNUSED void *slot,
    const char *text, struct error *err)
{
	return text[0] != '\0' || wants(err, "must not be empty");
}

bool
policy_type_day(UNUSED struct policy_values *values, void *slot,
    const char *text, struct error *err)
{
	return timestamp_parse(text, slot, NULL) ||
	    wants(err,
		"must be a date such as 2026-03-15, or a time such as "
		"2026-03-15T00:00:00Z");
}

/* Of a bare date its last second. */
bool
policy_type_day_end(struct policy_values *values, void *slot, const char *text,
    struct error *err)
{
	if (!policy_type_day(values, slot, text, err))
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

bool
policy_type_days(UNUSED struct policy_values *values, void *slot,
    const char *text, struct error *err)
{
	return read_number(slot, text, 1, MAX_DAYS, err);
}

bool
policy_type_years(UNUSED struct policy_values *values, void *slot,
    const char *text, struct error *err)
{
	return read_number(slot, text, 1, MAX_YEARS, err);
}

bool
policy_type_bits(UNUSED struct policy_values *values, void *slot,
    const char *text, struct error *err)
{
	return read_number(slot, text, MIN_BITS, MAX_BITS, err);
}

bool
policy_type_count(UNUSED struct policy_values *values, void *slot,
    const char *text, struct error *err)
{
	return read_number(slot, text, 1, MAX_COUNT, err);
}

bool
policy_type_key_kind(struct policy_values *values, UNUSED void *slot,
    const char *text, struct error *err)
{
	if (strcmp(text, "rsa") == 0)
		values->rule.key_kind = CERT_KEY_RSA;
	else if (strcmp(text, "ec") == 0)
		values->rule.key_kind = CERT_KEY_EC;
	else
		return wants(err, "must be rsa or ec");
	return true;
}

bool
policy_type_digest_kind(struct policy_values *values, UNUSED void *slot,
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

bool
policy_type_scope(struct policy_values *values, UNUSED void *slot,
    const char *text, struct error *err)
{
	if (strcmp(text, "public") != 0 && strcmp(text, "all") != 0)
		return wants(err, "must be public or all");
	values->rule.is_for_all = strcmp(text, "all") == 0;
	return true;
}

bool
policy_type_is_public(struct policy_values *values, UNUSED void *slot,
    const char *text, struct error *err)
{
	if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
		return wants(err, "must be yes or no");
	values->root.is_public = strcmp(text, "yes") == 0;
	return true;
}

bool
policy_type_programmes(struct policy_values *values, UNUSED void *slot,
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

bool
policy_type_sha256(struct policy_values *values, UNUSED void *slot,
    const char *text, struct error *err)
{
	return read_digest_of(values, text, &values->has_digest, err);
}

bool
policy_type_spki(struct policy_values *values, UNUSED void *slot,
    const char *text, struct error *err)
{
	values->root.is_key = true;
	return read_digest_of(values, text, &values->has_key_digest, err);
}
