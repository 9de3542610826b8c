/* Signature checks, each done once and paid for; see signature.h. */
#include "pki/signature.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <string.h>

#include "base/mem.h"
#include "pki/cert_key.h"
#include "pki/crl.h"
#include "pki/crypto_error.h"
#include "pki/ocsp.h"
#include "pki/signature_digest.h"

#define FIRST_SLOTS 64 /* a power of two */
#define KEY_LEN (2 * CERT_SHA256_LEN)
/* Hashed in the time of a P-256 check; less than that, so that three lists of
 * the largest CAs fit into a judgement. */
#define OCTETS_A_UNIT 131072

struct slot {
	uint8_t key[KEY_LEN]; /* certificate, issuer's public key */
	enum signature_result result;
	bool is_used;
};

struct signature_cache {
	struct slot *slots; /* open addressing, at most half full */
	size_t slot_count, used_count;
	unsigned budget, spent, checks;
	bool is_spent;
};

struct signature_cache *
signature_cache_new(unsigned budget)
{
	struct signature_cache *cache = MEM_NEW(struct signature_cache);

	crypto_start();
	cache->budget = budget;
	cache->slot_count = FIRST_SLOTS;
	cache->slots = mem_new(FIRST_SLOTS, sizeof *cache->slots);
	return cache;
}

void
signature_cache_free(struct signature_cache *cache)
{
	if (cache == NULL)
		return;
	free(cache->slots);
	free(cache);
}

/* The slot that holds the key, or the free one where it belongs. */
static struct slot *
find_slot(struct slot *slots, size_t count, const uint8_t key[KEY_LEN])
{
	uint64_t a, b;
	size_t i;

	memcpy(&a, key, sizeof a);
	memcpy(&b, key + CERT_SHA256_LEN, sizeof b);
	i = (a ^ b) & (count - 1);
	while (slots[i].is_used && memcmp(slots[i].key, key, KEY_LEN) != 0)
		i = (i + 1) & (count - 1);
	return &slots[i];
}

static void
remember(struct signature_cache *cache, const uint8_t key[KEY_LEN],
    enum signature_result result)
{
	struct slot *slot;

	if (2 * (cache->used_count + 1) > cache->slot_count) {
		size_t count = cache->slot_count * 2;
		struct slot *slots = mem_new(count, sizeof *slots);

		for (size_t i = 0; i < cache->slot_count; i++) {
			if (cache->slots[i].is_used)
				*find_slot(slots, count, cache->slots[i].key) =
				    cache->slots[i];
		}
		free(cache->slots);
		cache->slots = slots;
		cache->slot_count = count;
	}
	slot = find_slot(cache->slots, cache->slot_count, key);
	memcpy(slot->key, key, KEY_LEN);
	slot->result = result;
	slot->is_used = true;
	cache->used_count++;
}

/* Answers what needs no arithmetic; SIGNATURE_GOOD: check it. */
static enum signature_result
look_at_algorithms(int signature_nid, EVP_PKEY *pkey)
{
	int digest = NID_undef, key_type = NID_undef, id;

	if (OBJ_find_sigid_algs(signature_nid, &digest, &key_type) != 1)
		return SIGNATURE_UNSUPPORTED;
	if (pkey == NULL)
		return SIGNATURE_UNSUPPORTED;
	id = EVP_PKEY_get_base_id(pkey);
	if (id == EVP_PKEY_KEYMGMT)
		return SIGNATURE_GOOD; /* of a provider's own kind: no number */
	if (id == EVP_PKEY_RSA_PSS)
		id = EVP_PKEY_RSA;
	if (key_type == EVP_PKEY_RSA_PSS)
		key_type = EVP_PKEY_RSA;
	/* A key of another kind cannot have made this signature. */
	return id == key_type ? SIGNATURE_GOOD : SIGNATURE_BAD;
}

/* Empties the error queue and tells a check that could not be made from one
 * that failed. */
static enum signature_result
classify_failure(void)
{
	enum signature_result result = SIGNATURE_BAD;
	unsigned long code;

	while ((code = ERR_get_error()) != 0) {
		int lib = ERR_GET_LIB(code), reason = ERR_GET_REASON(code);

		if (reason == ERR_R_UNSUPPORTED ||
		    (lib == ERR_LIB_ASN1 &&
			(reason == ASN1_R_UNKNOWN_SIGNATURE_ALGORITHM ||
			    reason ==
				ASN1_R_UNKNOWN_MESSAGE_DIGEST_ALGORITHM)) ||
		    (lib == ERR_LIB_EVP &&
			reason == EVP_R_UNSUPPORTED_ALGORITHM) ||
		    (lib == ERR_LIB_RSA &&
			(reason == RSA_R_MODULUS_TOO_LARGE ||
			    reason == RSA_R_BAD_E_VALUE)))
			result = SIGNATURE_UNSUPPORTED;
	}
	ERR_clear_error();
	return result;
}

/* What is signed: a certificate or a revocation list. */
struct signed_thing {
	const uint8_t *sha256;
	int signature_nid;
	unsigned extra_cost;
	bool (*verify)(const void *thing, EVP_PKEY *pkey);
	const void *thing;
};

/* By which key: a certificate's, which is read when it is needed. */
struct signing_key {
	const struct cert *issuer; /* NULL: it comes without one */
	EVP_PKEY *pkey;
	const uint8_t *sha256;
	unsigned cost;
};

static enum signature_result
check_by(struct signature_cache *cache, const struct signed_thing *signed_thing,
    const struct signing_key *by)
{
	uint8_t key[KEY_LEN];
	enum signature_result result;
	struct slot *slot;
	EVP_PKEY *pkey;
	unsigned cost;

	/* asked again and again, by each client's way of building */
	memcpy(key, signed_thing->sha256, CERT_SHA256_LEN);
	memcpy(key + CERT_SHA256_LEN, by->sha256, CERT_SHA256_LEN);
	slot = find_slot(cache->slots, cache->slot_count, key);
	if (slot->is_used)
		return slot->result;
	/* NULL: libcrypto cannot use it */
	pkey =
	    by->issuer == NULL ? by->pkey : X509_get0_pubkey(by->issuer->x509);
	result = look_at_algorithms(signed_thing->signature_nid, pkey);
	crypto_error_drop();
	if (result == SIGNATURE_GOOD) {
		cost = by->cost + signed_thing->extra_cost;
		if (cost > cache->budget - cache->spent) {
			cache->is_spent = true;
			return SIGNATURE_TOO_COSTLY;
		}
		cache->spent += cost;
		cache->checks++;
		if (!signed_thing->verify(signed_thing->thing, pkey))
			result = classify_failure();
	}
	remember(cache, key, result);
	return result;
}

static enum signature_result
check(struct signature_cache *cache, const struct signed_thing *signed_thing,
    const struct cert *issuer)
{
	const struct signing_key by = {
	    .issuer = issuer,
	    .sha256 = issuer->key.sha256,
	    .cost = issuer->key.check_cost,
	};

	return issuer->malformed != NULL ? SIGNATURE_UNSUPPORTED
					 : check_by(cache, signed_thing, &by);
}

/* The signed part goes in as the octets it came as. A sequence in an ASN1_TYPE
 * is encoded by copying it. */
static bool
verify_octets(const uint8_t *tbs, size_t len, const X509_ALGOR *algorithm,
    const ASN1_BIT_STRING *signature, EVP_PKEY *pkey)
{
	ASN1_STRING *octets = ASN1_STRING_type_new(V_ASN1_SEQUENCE);
	ASN1_TYPE *signed_part = ASN1_TYPE_new();
	bool ok = octets != NULL && signed_part != NULL &&
	    ASN1_STRING_set(octets, tbs, (int)len) == 1;

	if (ok) {
		ASN1_TYPE_set(signed_part, V_ASN1_SEQUENCE, TAKE(octets));
		ok = ASN1_item_verify(ASN1_ITEM_rptr(ASN1_ANY), algorithm,
			 signature, signed_part, pkey) == 1;
	}
	ASN1_STRING_free(octets);
	ASN1_TYPE_free(signed_part);
	return ok;
}

/* By either of two algorithms that differ: X509_verify would not look at the
 * signature at all, and who made it is another question. */
static bool
verify_by_either(const struct cert *cert, EVP_PKEY *pkey)
{
	const ASN1_BIT_STRING *signature = NULL;
	const X509_ALGOR *outer = NULL;
	const uint8_t *p = cert->der, *tbs;
	int tag = 0, class = 0;
	long len = 0;

	/* the first element of the outermost; the whole has parsed */
	if (ASN1_get_object(&p, &len, &tag, &class, (long)cert->der_len) & 0x80)
		return false;
	tbs = p;
	if (ASN1_get_object(
		&p, &len, &tag, &class, cert->der + cert->der_len - p) &
	    0x80)
		return false;
	len += p - tbs;
	X509_get0_signature(&signature, &outer, cert->x509);
	if (verify_octets(tbs, (size_t)len, outer, signature, pkey))
		return true;
	if (!verify_octets(tbs, (size_t)len, X509_get0_tbs_sigalg(cert->x509),
		signature, pkey))
		return false;
	crypto_error_drop(); /* of the outer one */
	return true;
}

static bool
verify_cert(const void *thing, EVP_PKEY *pkey)
{
	const struct cert *cert = thing;

	if (!cert->signature.is_consistent)
		return verify_by_either(cert, pkey);
	return X509_verify(cert->x509, pkey) == 1;
}

enum signature_result
signature_check(struct signature_cache *cache, const struct cert *cert,
    const struct cert *issuer)
{
	struct signed_thing signed_thing = {
	    .sha256 = cert->sha256,
	    .verify = verify_cert,
	    .thing = cert,
	};

	if (cert->malformed != NULL)
		return SIGNATURE_BAD;
	signed_thing.signature_nid = X509_get_signature_nid(cert->x509);
	return check(cache, &signed_thing, issuer);
}

enum signature_result
signature_check_key(
    struct signature_cache *cache, const struct cert *cert, EVP_PKEY *pkey)
{
	const struct signed_thing signed_thing = {
	    .sha256 = cert->sha256,
	    .signature_nid = cert->malformed != NULL
		? NID_undef
		: X509_get_signature_nid(cert->x509),
	    .verify = verify_cert,
	    .thing = cert,
	};
	uint8_t sha256[CERT_SHA256_LEN];
	const struct signing_key by = {
	    .pkey = pkey,
	    .sha256 = sha256,
	    .cost = cert_key_cost(pkey),
	};
	unsigned char *der = NULL;
	int len = i2d_PUBKEY(pkey, &der);

	crypto_error_drop();
	if (cert->malformed != NULL || len <= 0)
		return SIGNATURE_BAD;
	SHA256(der, (size_t)len, sha256);
	OPENSSL_free(der);
	return check_by(cache, &signed_thing, &by);
}

/* A list is never decoded as a whole. */
static bool
verify_crl(const void *thing, EVP_PKEY *pkey)
{
	const struct crl *crl = thing;

	if (crl->cut != NULL)
		return signature_digest_verify(crl->algorithm, crl->cut->digest,
		    crl->cut->digest_len, crl->signature, pkey);
	return verify_octets(
	    crl->tbs.at, crl->tbs.len, crl->algorithm, crl->signature, pkey);
}

enum signature_result
signature_check_crl(struct signature_cache *cache, const struct crl *crl,
    const struct cert *issuer)
{
	const ASN1_OBJECT *algorithm;
	struct signed_thing signed_thing = {
	    .sha256 = crl->sha256,
	    .extra_cost = (unsigned)(crl->tbs.len / OCTETS_A_UNIT),
	    .verify = verify_crl,
	    .thing = crl,
	};

	if (!crl->is_consistent)
		return SIGNATURE_BAD;
	if (crl->cut != NULL && crl->cut->digest_len == 0)
		return SIGNATURE_UNSUPPORTED;
	X509_ALGOR_get0(&algorithm, NULL, NULL, crl->algorithm);
	signed_thing.signature_nid = OBJ_obj2nid(algorithm);
	return check(cache, &signed_thing, issuer);
}

struct ocsp_check {
	const struct ocsp *ocsp;
	const struct cert *signer;
};

/* The signature alone, by the one key: whether its owner may sign is asked
 * elsewhere. */
static bool
verify_ocsp(const void *thing, EVP_PKEY *pkey)
{
	const struct ocsp_check *check = thing;
	STACK_OF(X509) *signer = sk_X509_new_null();
	bool ok = signer != NULL &&
	    sk_X509_push(signer, check->signer->x509) > 0 &&
	    OCSP_basic_verify(check->ocsp->basic, signer, NULL,
		OCSP_NOINTERN | OCSP_NOVERIFY) == 1;

	(void)pkey; /* the signer's own */
	sk_X509_free(signer);
	return ok;
}

enum signature_result
signature_check_ocsp(struct signature_cache *cache, const struct ocsp *ocsp,
    const struct cert *signer)
{
	const struct ocsp_check ocsp_check = {ocsp, signer};
	struct signed_thing signed_thing = {
	    .sha256 = ocsp->sha256,
	    .signature_nid = ocsp->signature_nid,
	    .verify = verify_ocsp,
	    .thing = &ocsp_check,
	};

	return check(cache, &signed_thing, signer);
}

bool
signature_is_self_signed(struct signature_cache *cache, const struct cert *cert)
{
	return signature_check(cache, cert, cert) == SIGNATURE_GOOD;
}

unsigned
signature_cache_checks(const struct signature_cache *cache)
{
	return cache->checks;
}

bool
signature_cache_is_spent(const struct signature_cache *cache)
{
	return cache->is_spent;
}
