/* Signatures of logs; see sct_verify.h. */
#include "pki/sct_verify.h"

#include <openssl/ec.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

#include "base/mem.h"
#include "pki/crypto_error.h"
#include "pki/der_reader.h"

#define DER_EXTENSIONS 0xa3 /* [3] of a TBSCertificate, constructed */
#define HEADER_MAX 5	    /* identifier, and a length of up to 2^24 */
#define RSA_BITS_MIN 2048

/* RFC 5246 7.4.1.4.1 */
#define HASH_SHA256 4
#define SIGNED_BY_RSA 1
#define SIGNED_BY_ECDSA 3

enum entry_kind { ENTRY_CERT, ENTRY_PRECERT }; /* RFC 6962 3.1 */

struct sct_entry {
	enum entry_kind kind;
	uint8_t issuer_key[CERT_SHA256_LEN]; /* of a precertificate */
	uint8_t *der;
	size_t len;
};

void
sct_entry_free(struct sct_entry *entry)
{
	if (entry == NULL)
		return;
	free(entry->der);
	free(entry);
}

struct sct_entry *
sct_entry_of_cert(const struct cert *cert)
{
	struct sct_entry *entry = MEM_NEW(struct sct_entry);

	entry->kind = ENTRY_CERT;
	entry->der = mem_dup(cert->der, cert->der_len);
	entry->len = cert->der_len;
	return entry;
}

/* ---- the certificate without its list ------------------------------------ */

/* 1.3.6.1.4.1.11129.2.4.2 and .3: the list, and the poison of what was never
 * meant to be used. */
static bool
is_left_out(struct der_slice extension)
{
	static const uint8_t list[] = {
	    0x2b, 0x06, 0x01, 0x04, 0x01, 0xd6, 0x79, 0x02, 0x04, 0x02};
	static const uint8_t poison[] = {
	    0x2b, 0x06, 0x01, 0x04, 0x01, 0xd6, 0x79, 0x02, 0x04, 0x03};
	struct der_element oid;

	return der_take_as(&extension, DER_OID, &oid) &&
	    oid.content.len == sizeof list &&
	    (memcmp(oid.content.at, list, sizeof list) == 0 ||
		memcmp(oid.content.at, poison, sizeof poison) == 0);
}

/* Written from the end to the front, so that each length is known when its
 * header is due. */
struct writer {
	uint8_t *bytes;
	size_t at; /* what is written begins here */
};

static void
put(struct writer *writer, const uint8_t *bytes, size_t len)
{
	writer->at -= len;
	memcpy(writer->bytes + writer->at, bytes, len);
}

/* Before what stands from `at` up to `end`. */
static void
put_header(struct writer *writer, uint8_t identifier, size_t end)
{
	size_t len = end - writer->at, count = 0;
	uint8_t header[HEADER_MAX];

	for (size_t rest = len; len >= 0x80 && rest > 0; rest >>= 8)
		count++;
	header[0] = identifier;
	header[1] = count == 0 ? (uint8_t)len : (uint8_t)(0x80 | count);
	for (size_t i = 0; i < count; i++)
		header[2 + i] = (uint8_t)(len >> (8 * (count - 1 - i)));
	put(writer, header, 2 + count);
}

/* The extensions that stay, in their order. */
static bool
put_extensions(struct writer *writer, struct der_slice content)
{
	struct der_element list, extension;
	struct der_slice rest;
	size_t end = writer->at, kept = 0;
	uint8_t *bytes;

	if (!der_take_as(&content, DER_SEQUENCE, &list) || content.len != 0)
		return false;
	bytes = mem_new(list.content.len + 1, 1);
	for (rest = list.content; rest.len > 0;) {
		if (!der_take_as(&rest, DER_SEQUENCE, &extension)) {
			free(bytes);
			return false;
		}
		if (is_left_out(extension.content))
			continue;
		memcpy(bytes + kept, extension.whole.at, extension.whole.len);
		kept += extension.whole.len;
	}
	put(writer, bytes, kept);
	free(bytes);
	if (kept == 0)
		return true;
	put_header(writer, DER_SEQUENCE, end);
	put_header(writer, DER_EXTENSIONS, end);
	return true;
}

/* All else byte for byte, as it was signed. */
static bool
write_tbs(struct sct_entry *entry, struct der_slice tbs)
{
	size_t size = tbs.len + (size_t)3 * HEADER_MAX;
	struct writer writer = {.bytes = mem_new(size, 1), .at = size};
	struct der_slice rest = tbs;
	struct der_element element;
	size_t before = 0;
	bool ok = false;

	while (rest.len > 0 && der_take(&rest, &element)) {
		if (element.identifier == DER_EXTENSIONS)
			ok = rest.len == 0 &&
			    put_extensions(&writer, element.content);
		else
			before += element.whole.len;
	}
	ok = ok && rest.len == 0;
	if (ok) {
		put(&writer, tbs.at, before);
		put_header(&writer, DER_SEQUENCE, size);
		entry->len = size - writer.at;
		entry->der = mem_dup(writer.bytes + writer.at, entry->len);
	}
	free(writer.bytes);
	return ok;
}

struct sct_entry *
sct_entry_of_precert(
    const struct cert *cert, const struct cert *issuer, struct error *err)
{
	CLEANUP(sct_entry_free)
	struct sct_entry *entry = MEM_NEW(struct sct_entry);
	struct der_slice der = {cert->der, cert->der_len};
	struct der_element whole, tbs;

	entry->kind = ENTRY_PRECERT;
	memcpy(entry->issuer_key, issuer->key.sha256, CERT_SHA256_LEN);
	if (!der_take_as(&der, DER_SEQUENCE, &whole) ||
	    !der_take_as(&whole.content, DER_SEQUENCE, &tbs) ||
	    !write_tbs(entry, tbs.content)) {
		error_set(
		    err, ERROR_INVALID, "its extensions cannot be taken apart");
		return NULL;
	}
	return TAKE(entry);
}

/* ---- the signature --------------------------------------------------------
 */

static void
put_number(uint8_t *at, uint64_t number, size_t octets)
{
	for (size_t i = 0; i < octets; i++)
		at[i] = (uint8_t)(number >> (8 * (octets - 1 - i)));
}

/* RFC 6962 3.2, the digitally-signed struct, piece by piece. */
static bool
feed(EVP_MD_CTX *ctx, const struct sct *sct, const struct sct_entry *entry)
{
	uint8_t head[12] = {SCT_V1, 0 /* certificate_timestamp */};
	uint8_t len[3], extensions_len[2];

	put_number(head + 2, (uint64_t)sct->timestamp_ms, 8);
	put_number(head + 10, entry->kind, 2);
	put_number(len, entry->len, sizeof len);
	put_number(extensions_len, sct->extensions_len, sizeof extensions_len);
	return EVP_DigestVerifyUpdate(ctx, head, sizeof head) == 1 &&
	    (entry->kind == ENTRY_CERT ||
		EVP_DigestVerifyUpdate(
		    ctx, entry->issuer_key, sizeof entry->issuer_key) == 1) &&
	    EVP_DigestVerifyUpdate(ctx, len, sizeof len) == 1 &&
	    EVP_DigestVerifyUpdate(ctx, entry->der, entry->len) == 1 &&
	    EVP_DigestVerifyUpdate(
		ctx, extensions_len, sizeof extensions_len) == 1 &&
	    EVP_DigestVerifyUpdate(ctx, sct->extensions, sct->extensions_len) ==
	    1;
}

enum sct_check
sct_verify(
    const struct sct *sct, const struct sct_entry *entry, EVP_PKEY *log_key)
{
	EVP_MD_CTX *ctx;
	bool is_good;

	if (sct->version != SCT_V1 || sct->hash_algorithm != HASH_SHA256 ||
	    (sct->signature_algorithm != SIGNED_BY_ECDSA &&
		sct->signature_algorithm != SIGNED_BY_RSA))
		return SCT_CHECK_UNSUPPORTED;
	if (EVP_PKEY_is_a(log_key, "RSA") !=
	    (sct->signature_algorithm == SIGNED_BY_RSA))
		return SCT_CHECK_BAD;
	ctx = EVP_MD_CTX_new();
	is_good = ctx != NULL &&
	    EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, log_key) == 1 &&
	    feed(ctx, sct, entry) &&
	    EVP_DigestVerifyFinal(ctx, sct->signature, sct->signature_len) == 1;
	EVP_MD_CTX_free(ctx);
	crypto_error_drop();
	return is_good ? SCT_CHECK_GOOD : SCT_CHECK_BAD;
}

EVP_PKEY *
sct_log_key(const uint8_t *der, size_t len, struct error *err)
{
	const unsigned char *at = der;
	EVP_PKEY *key = d2i_PUBKEY(NULL, &at, (long)len);
	char group[32] = "";
	bool is_ec;

	crypto_error_drop();
	if (key == NULL || at != der + len) {
		EVP_PKEY_free(key);
		error_set(err, ERROR_INVALID, "is no SubjectPublicKeyInfo");
		return NULL;
	}
	is_ec = EVP_PKEY_is_a(key, "EC") &&
	    EVP_PKEY_get_group_name(key, group, sizeof group, NULL) == 1 &&
	    strcmp(group, "prime256v1") == 0;
	crypto_error_drop();
	if (is_ec ||
	    (EVP_PKEY_is_a(key, "RSA") &&
		EVP_PKEY_get_bits(key) >= RSA_BITS_MIN))
		return key;
	EVP_PKEY_free(key);
	error_set(err, ERROR_INVALID,
	    "is neither on P-256 nor RSA of %d bits and more", RSA_BITS_MIN);
	return NULL;
}
