/* What the operator says of a certificate; see expectation.h. */
#include "model/expectation.h"

#include <openssl/evp.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

#define HEX_DIGITS (2 * CERT_SHA256_LEN)
#define BASE64_LEN 44 /* of 32 bytes, the last character is '=' */

struct expectation *
expectation_new(void)
{
	struct expectation *expectation = MEM_NEW(struct expectation);

	expectation->refs = 1;
	return expectation;
}

struct expectation *
expectation_ref(struct expectation *expectation)
{
	expectation->refs++;
	return expectation;
}

void
expectation_unref(struct expectation *expectation)
{
	if (expectation == NULL || --expectation->refs > 0)
		return;
	ARRAY_EACH (issuer, &expectation->issuers)
		free(issuer->text);
	ARRAY_EACH (key, &expectation->keys)
		free(key->text);
	ARRAY_CLEAR(&expectation->issuers);
	ARRAY_CLEAR(&expectation->keys);
	free(expectation);
}

static bool
lists_equal(const struct expected *a, size_t a_len, const struct expected *b,
    size_t len)
{
	if (a_len != len)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (a[i].kind != b[i].kind || strcmp(a[i].text, b[i].text) != 0)
			return false;
	}
	return true;
}

bool
expectation_equal(const struct expectation *a, const struct expectation *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return lists_equal(a->issuers.items, a->issuers.len, b->issuers.items,
		   b->issuers.len) &&
	    lists_equal(a->keys.items, a->keys.len, b->keys.items, b->keys.len);
}

uint64_t
expectation_hash(const struct expectation *expectation)
{
	uint64_t hash = HASH_START;

	if (expectation == NULL)
		return 0;
	ARRAY_EACH (issuer, &expectation->issuers)
		hash = hash_bytes(hash, issuer->text, strlen(issuer->text) + 1);
	hash = hash_bytes(hash, "", 1); /* where the keys begin */
	ARRAY_EACH (key, &expectation->keys)
		hash = hash_bytes(hash, key->text, strlen(key->text) + 1);
	return hash;
}

static int
hex_value(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c == '\0'
	    ? NULL
	    : strchr(digits, c >= 'A' && c <= 'F' ? c | 32 : c);

	return at == NULL ? -1 : (int)(at - digits);
}

/* With or without a colon between bytes. */
static bool
parse_hex(const char *text, uint8_t ret_digest[CERT_SHA256_LEN])
{
	size_t digits = 0;

	for (; *text != '\0'; text++) {
		int value = hex_value(*text);

		if (*text == ':' && digits % 2 == 0 && digits > 0)
			continue;
		if (value < 0 || digits == HEX_DIGITS)
			return false;
		if (digits % 2 == 0)
			ret_digest[digits / 2] = (uint8_t)(value << 4);
		else
			ret_digest[digits / 2] |= (uint8_t)value;
		digits++;
	}
	return digits == HEX_DIGITS;
}

static bool
parse_base64(const char *text, uint8_t ret_digest[CERT_SHA256_LEN])
{
	uint8_t bytes[CERT_SHA256_LEN + 1]; /* the padding becomes a zero */

	if (strlen(text) != BASE64_LEN || text[BASE64_LEN - 1] != '=' ||
	    strchr(text, '=') != text + BASE64_LEN - 1 ||
	    EVP_DecodeBlock(bytes, (const uint8_t *)text, BASE64_LEN) !=
		(int)sizeof bytes)
		return false;
	memcpy(ret_digest, bytes, CERT_SHA256_LEN);
	return true;
}

/* What follows the prefix that marks a public key's digest; NULL: no prefix. */
static const char *
skip_prefix(const char *text)
{
	static const char *const prefixes[] = {"sha256//", "sha256/"};

	for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
		size_t len = strlen(prefixes[i]);

		if (strncmp(text, prefixes[i], len) == 0)
			return text + len;
	}
	return NULL;
}

static bool
wrong_key(struct error *err)
{
	return error_set(err, ERROR_INVALID,
	    "is no SHA-256 of a public key; write sha256// and 44 characters "
	    "of base64 as for curl's --pinnedpubkey, or 64 hexadecimal digits");
}

bool
expectation_add_issuer(
    struct expectation *expectation, const char *text, struct error *err)
{
	struct expected issuer = {.kind = EXPECTED_NAME};
	const char *pin = skip_prefix(text);

	if (strnlen(text, EXPECTED_TEXT_MAX + 1) > EXPECTED_TEXT_MAX)
		return error_set(err, ERROR_LIMIT, "is longer than %d bytes",
		    EXPECTED_TEXT_MAX);
	if (text[0] == '\0')
		return error_set(err, ERROR_INVALID,
		    "is empty; give a name as the certificate has it");
	if (pin != NULL) {
		issuer.kind = EXPECTED_KEY;
		if (!parse_base64(pin, issuer.sha256))
			return wrong_key(err);
	} else if (parse_hex(text, issuer.sha256)) {
		issuer.kind = EXPECTED_CERTIFICATE;
	}
	issuer.text = mem_strdup(text);
	*ARRAY_ADD(&expectation->issuers) = issuer;
	return true;
}

bool
expectation_add_key(
    struct expectation *expectation, const char *text, struct error *err)
{
	struct expected key = {.kind = EXPECTED_KEY};
	const char *pin = skip_prefix(text);

	if (!parse_base64(pin != NULL ? pin : text, key.sha256) &&
	    (pin != NULL || !parse_hex(text, key.sha256)))
		return wrong_key(err);
	key.text = mem_strdup(text);
	*ARRAY_ADD(&expectation->keys) = key;
	return true;
}
