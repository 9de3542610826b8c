/* Names matched in every way that some client does; see name_facts.h. */
#include "clients/name_facts.h"

#include <openssl/x509.h>
#include <string.h>

#include "base/ip_address.h"
#include "base/mem.h"
#include "pki/dns_name.h"

struct label {
	const char *text;
	size_t len;
};

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
equal_caseless(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (lower(a[i]) != lower(b[i]))
			return false;
	}
	return true;
}

/* The label at *text, which is moved behind its dot; false at the end. */
static bool
next_label(const char **text, const char *end, struct label *ret_label)
{
	const char *dot;

	if (*text > end)
		return false;
	dot = memchr(*text, '.', (size_t)(end - *text));
	if (dot == NULL)
		dot = end;
	*ret_label = (struct label){*text, (size_t)(dot - *text)};
	*text = dot + 1;
	return true;
}

static bool
is_star(const struct label *pattern)
{
	return pattern->len == 1 && pattern->text[0] == '*';
}

/* "f*o": one star among other characters. NAME_*; 0: it does not match. */
static unsigned
match_partly(const struct label *pattern, const struct label *label)
{
	const char *star = memchr(pattern->text, '*', pattern->len);
	size_t before, after;

	if (star == NULL)
		return 0;
	before = (size_t)(star - pattern->text);
	after = pattern->len - before - 1;
	if (memchr(star + 1, '*', after) != NULL ||
	    label->len < before + after ||
	    !equal_caseless(pattern->text, label->text, before) ||
	    !equal_caseless(star + 1, label->text + label->len - after, after))
		return 0;
	if (label->len >= 4 && equal_caseless(label->text, "xn--", 4))
		return NAME_PARTIAL_IDN;
	if (before == 0)
		return NAME_PARTIAL_HEAD;
	return after == 0 ? NAME_PARTIAL : NAME_PARTIAL_MIDDLE;
}

/* How a pattern of labels answers to the name; 0: it does not. */
static unsigned
match_pattern(const char *pattern, size_t len, const char *name)
{
	const char *whole = pattern, *pattern_end = pattern + len;
	const char *name_end = name + strlen(name);
	struct label want, have;
	unsigned kind = NAME_PLAIN;
	size_t literal = 0;
	bool is_first = true, has_star = false;

	while (next_label(&pattern, pattern_end, &want)) {
		if (!next_label(&name, name_end, &have))
			return 0;
		if (want.len == have.len &&
		    equal_caseless(want.text, have.text, want.len)) {
			literal++;
		} else if (is_star(&want) && have.len > 0) {
			has_star = true;
			if (!is_first)
				kind = NAME_STAR_INSIDE;
			else if (memchr(have.text, '_', have.len) != NULL)
				kind = NAME_STAR_LOOSE;
		} else if (is_first && match_partly(&want, &have) != 0) {
			kind = match_partly(&want, &have);
		} else {
			return 0;
		}
		is_first = false;
	}
	if (name <= name_end || literal == 0)
		return 0; /* further labels, or stars alone */
	if (!has_star || kind != NAME_PLAIN)
		return kind;
	if (literal == 1)
		return NAME_TOP;
	return dns_name_find_reach((const uint8_t *)whole, len) ==
		DNS_NAME_PUBLIC_SUFFIX
	    ? NAME_SUFFIX
	    : kind;
}

static unsigned
match_text(const struct hostname *name, const char *text, size_t len)
{
	CLEANUP(free) char *copy = NULL;
	struct ip_address address;

	if (!name->is_address)
		return match_pattern(text, len, name->text);
	copy = mem_strndup(text, len);
	if (!ip_address_parse(copy, &address))
		return match_pattern(text, len, name->text) != 0
		    ? NAME_TEXT_IS_ADDRESS
		    : 0;
	return ip_address_compare(&address, &name->address) == 0
	    ? NAME_TEXT_IS_ADDRESS
	    : 0;
}

static void
match_common_names(struct name_facts *facts, const struct hostname *name,
    const struct cert *cert)
{
	const X509_NAME *subject = X509_get_subject_name(cert->x509);
	int at = -1;

	if (cert->common_name == NULL)
		return;
	facts->by_common_name = facts->by_any_common_name =
	    match_text(name, cert->common_name, strlen(cert->common_name));
	while ((at = X509_NAME_get_index_by_NID(subject, NID_commonName, at)) >=
	    0) {
		const ASN1_STRING *text =
		    X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));

		facts->common_name_count++;
		if (ASN1_STRING_length(text) == 0)
			continue; /* where there may be no pointer either */
		facts->by_any_common_name |=
		    match_text(name, (const char *)ASN1_STRING_get0_data(text),
			(size_t)ASN1_STRING_length(text));
	}
}

struct name_facts
name_facts_of(const struct hostname *name, const struct cert *cert)
{
	struct name_facts facts = {
	    .is_asked = name != NULL,
	    .has_san = cert->has_san,
	};

	for (size_t i = 0; i < cert->name_count; i++) {
		const struct cert_name *entry = &cert->names[i];

		if (entry->kind == CERT_NAME_DNS) {
			facts.has_dns_name = true;
			if (name != NULL)
				facts.by_san |= match_text(name,
				    (const char *)entry->raw, entry->raw_len);
			continue;
		}
		facts.has_ip_name |= entry->kind == CERT_NAME_IP;
		if (entry->kind == CERT_NAME_IP && name != NULL &&
		    name->is_address &&
		    entry->raw_len == ip_address_len(&name->address) &&
		    memcmp(entry->raw, name->address.bytes, entry->raw_len) ==
			0)
			facts.by_san |= NAME_IP_BYTES;
	}
	if (name == NULL)
		return facts;
	match_common_names(&facts, name, cert);
	facts.has_underscore =
	    !name->is_address && strchr(name->text, '_') != NULL;
	facts.is_ipv6 = name->is_address && name->address.family == 6;
	return facts;
}
