/* TLSA records as values; see tlsa.h. */
#include "pki/tlsa.h"

#include <openssl/err.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"

void
tlsa_clear(struct tlsa *record)
{
	free(record->data);
	memset(record, 0, sizeof *record);
}

const char *
tlsa_fault(const struct tlsa *record)
{
	if (record->usage > TLSA_DANE_EE)
		return "has a usage that is not defined";
	if (record->selector > TLSA_KEY)
		return "has a selector that is not defined";
	switch (record->matching) {
	case TLSA_EXACT: return record->len > 0 ? NULL : "has no association";
	case TLSA_SHA256:
		return record->len == SHA256_DIGEST_LENGTH
		    ? NULL
		    : "has an association that is no SHA-256 digest";
	case TLSA_SHA512:
		return record->len == SHA512_DIGEST_LENGTH
		    ? NULL
		    : "has an association that is no SHA-512 digest";
	}
	return "has a matching type that is not defined";
}

/* What the selector chooses. *ret_owned: to OPENSSL_free, or NULL. */
static bool
select_bytes(const struct cert *cert, uint8_t selector, const uint8_t **ret,
    size_t *ret_len, unsigned char **ret_owned)
{
	int len;

	*ret_owned = NULL;
	if (selector == TLSA_WHOLE) {
		*ret = cert->der;
		*ret_len = cert->der_len;
		return true;
	}
	if (cert->malformed != NULL)
		return false;
	len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert->x509), ret_owned);
	ERR_clear_error();
	if (len <= 0)
		return false;
	*ret = *ret_owned;
	*ret_len = (size_t)len;
	return true;
}

bool
tlsa_matches(const struct tlsa *record, const struct cert *cert)
{
	uint8_t digest[SHA512_DIGEST_LENGTH];
	unsigned char *owned;
	const uint8_t *bytes;
	size_t len;
	bool is_match = false;

	if (tlsa_fault(record) != NULL ||
	    !select_bytes(cert, record->selector, &bytes, &len, &owned))
		return false;
	switch ((enum tlsa_matching)record->matching) {
	case TLSA_EXACT:
		is_match =
		    len == record->len && memcmp(bytes, record->data, len) == 0;
		break;
	case TLSA_SHA256:
		SHA256(bytes, len, digest);
		is_match = memcmp(digest, record->data, record->len) == 0;
		break;
	case TLSA_SHA512:
		SHA512(bytes, len, digest);
		is_match = memcmp(digest, record->data, record->len) == 0;
		break;
	}
	OPENSSL_free(owned);
	return is_match;
}

static EVP_PKEY *
read_key(const struct tlsa *record)
{
	const unsigned char *at = record->data;
	long len = (long)record->len;
	EVP_PKEY *key = NULL;

	if (record->selector == TLSA_KEY) {
		key = d2i_PUBKEY(NULL, &at, len);
	} else {
		X509 *ca = d2i_X509(NULL, &at, len);

		if (ca != NULL)
			key = X509_get_pubkey(ca);
		X509_free(ca);
	}
	ERR_clear_error();
	return key;
}

bool
tlsa_signed(const struct tlsa *record, const struct cert *cert,
    struct signature_cache *signatures)
{
	EVP_PKEY *key;
	bool is_signed;

	if (record->matching != TLSA_EXACT || tlsa_fault(record) != NULL ||
	    cert->malformed != NULL)
		return false;
	key = read_key(record);
	is_signed = key != NULL &&
	    signature_check_key(signatures, cert, key) == SIGNATURE_GOOD;
	EVP_PKEY_free(key);
	ERR_clear_error();
	return is_signed;
}

static void
format(struct strbuf *buf, uint8_t usage, uint8_t selector, uint8_t matching,
    const uint8_t *data, size_t len)
{
	char hex[2 * TLSA_SHOWN_MAX + 1];
	size_t shown = len < TLSA_SHOWN_MAX ? len : TLSA_SHOWN_MAX;

	hex_encode(data, shown, hex);
	strbuf_addf(buf, "%u %u %u %s%s", usage, selector, matching, hex,
	    shown < len ? "..." : "");
}

void
tlsa_format(struct strbuf *buf, const struct tlsa *record)
{
	format(buf, record->usage, record->selector, record->matching,
	    record->data, record->len);
}

bool
tlsa_format_for(struct strbuf *buf, const struct cert *cert, uint8_t usage,
    uint8_t selector, uint8_t matching)
{
	uint8_t digest[SHA512_DIGEST_LENGTH];
	unsigned char *owned;
	const uint8_t *bytes;
	size_t len;

	if (!select_bytes(cert, selector, &bytes, &len, &owned))
		return false;
	if (matching == TLSA_SHA512) {
		SHA512(bytes, len, digest);
		format(buf, usage, selector, TLSA_SHA512, digest,
		    SHA512_DIGEST_LENGTH);
	} else if (matching == TLSA_EXACT && len <= TLSA_SHOWN_MAX) {
		format(buf, usage, selector, TLSA_EXACT, bytes, len);
	} else {
		SHA256(bytes, len, digest);
		format(buf, usage, selector, TLSA_SHA256, digest,
		    SHA256_DIGEST_LENGTH);
	}
	OPENSSL_free(owned);
	return true;
}
