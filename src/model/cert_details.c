/* What a new certificate is held against; see cert_details.h. */
#include "model/cert_details.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

static const char *const key_names[] = {
    [CERT_KEY_UNKNOWN] = "unknown",
    [CERT_KEY_RSA] = "RSA",
    [CERT_KEY_RSA_PSS] = "RSA-PSS",
    [CERT_KEY_EC] = "EC",
    [CERT_KEY_DSA] = "DSA",
    [CERT_KEY_ED25519] = "Ed25519",
    [CERT_KEY_ED448] = "Ed448",
};

const struct names cert_details_key_names = NAMES_INIT(key_names);

struct cert_details *
cert_details_make(const struct cert_details *like, const char *names)
{
	size_t size = strlen(names) + 1;
	struct cert_details *details = mem_new(1, sizeof *details + size);

	*details = *like;
	memcpy(details->names, names, size);
	return details;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Whole names only; false: there is no room for it. */
static bool
add_name(struct strbuf *names, const char *text)
{
	if (names->len + strlen(text) + 2 > CERT_DETAILS_MAX_BYTES)
		return false;
	for (; *text != '\0'; text++)
		strbuf_add_char(names, lower(*text));
	strbuf_add_char(names, '\n');
	return true;
}

struct cert_details *
cert_details_of(const struct cert *cert)
{
	CLEANUP(strbuf_clear)
	struct strbuf names = STRBUF_INIT(CERT_DETAILS_MAX_BYTES);
	struct cert_details like = {
	    .key_kind = (uint8_t)cert->key.kind,
	    .key_bits =
		(uint16_t)(cert->key.bits > UINT16_MAX ? UINT16_MAX
						       : cert->key.bits),
	    .has_usages = cert->has_extended_key_usage,
	    .usages = (uint8_t)cert->extended_key_usage,
	    .has_pointer = cert->has_revocation_pointer,
	};
	size_t count = 0;

	for (size_t i = 0; i < cert->name_count; i++) {
		const struct cert_name *name = &cert->names[i];

		if (name->kind != CERT_NAME_DNS && name->kind != CERT_NAME_IP)
			continue;
		if (count++ == CERT_DETAILS_MAX_NAMES ||
		    !add_name(&names, name->text)) {
			like.has_more_names = true;
			break;
		}
	}
	return cert_details_make(&like, strbuf_text(&names));
}

bool
cert_details_is_for_clients(const struct cert_details *details)
{
	return !details->has_usages ||
	    (details->usages & (CERT_EKU_CLIENT_AUTH | CERT_EKU_ANY)) != 0;
}

struct strength {
	unsigned bits, strength;
};

/* Factoring and discrete logarithms; SP 800-57 part 1, table 2. */
static const struct strength factoring[] = {
    {15360, 256}, {7680, 192}, {3072, 128}, {2048, 112}, {1024, 80}};

static unsigned
factoring_strength(unsigned bits)
{
	for (size_t i = 0; i < sizeof factoring / sizeof factoring[0]; i++) {
		if (bits >= factoring[i].bits)
			return factoring[i].strength;
	}
	return bits > 0 ? 40 : 0;
}

unsigned
cert_details_strength(const struct cert_details *details)
{
	switch ((enum cert_key_kind)details->key_kind) {
	case CERT_KEY_RSA:
	case CERT_KEY_RSA_PSS:
	case CERT_KEY_DSA: return factoring_strength(details->key_bits);
	case CERT_KEY_EC: return details->key_bits / 2;
	case CERT_KEY_ED25519: return 128;
	case CERT_KEY_ED448: return 224;
	case CERT_KEY_UNKNOWN: break;
	}
	return 0;
}

const char *
cert_details_key_text(
    const struct cert_details *details, char text[static CERT_DETAILS_KEY_MAX])
{
	const char *kind =
	    names_text(&cert_details_key_names, details->key_kind);

	switch ((enum cert_key_kind)details->key_kind) {
	case CERT_KEY_RSA:
	case CERT_KEY_RSA_PSS:
	case CERT_KEY_DSA:
	case CERT_KEY_EC:
		snprintf(text, CERT_DETAILS_KEY_MAX, "%s %u", kind,
		    details->key_bits);
		return text;
	case CERT_KEY_ED25519:
	case CERT_KEY_ED448:
	case CERT_KEY_UNKNOWN: break;
	}
	return kind;
}

bool
cert_details_next_name(const char **at, struct cert_details_name *ret)
{
	ret->text = *at;
	ret->len = strcspn(*at, "\n");
	*at += ret->len + ((*at)[ret->len] == '\n');
	return ret->len > 0;
}

static bool
is_same(const struct cert_details_name *a, const char *text, size_t len)
{
	return a->len == len && memcmp(a->text, text, len) == 0;
}

/* RFC 6125 6.4.3: the star stands for one whole label. */
static bool
is_under(const struct cert_details_name *wildcard,
    const struct cert_details_name *name)
{
	const char *dot = memchr(name->text, '.', name->len);
	size_t head = dot == NULL ? 0 : (size_t)(dot - name->text);

	return wildcard->len > 2 && wildcard->text[0] == '*' && head > 0 &&
	    name->text[0] != '*' && wildcard->len == name->len - head + 1 &&
	    memcmp(wildcard->text + 1, dot, name->len - head) == 0;
}

bool
cert_details_covers(
    const struct cert_details *details, const struct cert_details_name *name)
{
	const char *at = details->names;
	struct cert_details_name own;

	while (cert_details_next_name(&at, &own)) {
		if (is_same(&own, name->text, name->len) ||
		    is_under(&own, name))
			return true;
	}
	return false;
}
