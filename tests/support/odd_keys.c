/* Keys out of the ordinary; see odd_keys.h. */
#include "support/odd_keys.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hex.h"
#include "base/mem.h"

#define SEQUENCE 0x30
#define BIT_STRING 0x03
#define INTEGER 0x02

/* A test's own mistake: say why and stop. */
static void
must(bool is_good)
{
	if (is_good)
		return;
	ERR_print_errors_fp(stderr);
	abort();
}

/* ---- keys that somebody holds -------------------------------------------- */

static const struct odd_key {
	const char *name;
	enum mint_key_kind kind; /* where type is NULL */
	const char *type, *group, *form;
} keys[] = {
    {"P-256", MINT_EC_P256, NULL, NULL, NULL},
    {"P-384", MINT_EC_P384, NULL, NULL, NULL},
    {"P-521", MINT_EC_P521, NULL, NULL, NULL},
    {"P-256, its parameters written out", MINT_EC_EXPLICIT, NULL, NULL, NULL},
    {"P-256, its point compressed", 0, "EC", "P-256", "compressed"},
    {"P-256, its point hybrid", 0, "EC", "P-256", "hybrid"},
    {"P-224", 0, "EC", "P-224", NULL},
    {"P-192", 0, "EC", "P-192", NULL},
    {"secp256k1", 0, "EC", "secp256k1", NULL},
    {"sect283k1", 0, "EC", "sect283k1", NULL},
    {"brainpoolP256r1", MINT_EC_BRAINPOOL, NULL, NULL, NULL},
    {"brainpoolP512r1", 0, "EC", "brainpoolP512r1", NULL},
    {"SM2", 0, "SM2", NULL, NULL},
    {"RSA 1024", MINT_RSA_1024, NULL, NULL, NULL},
    {"RSA 2048", MINT_RSA_2048, NULL, NULL, NULL},
    {"RSA-PSS 2048", MINT_RSA_PSS_2048, NULL, NULL, NULL},
    {"DSA 1024", MINT_DSA_1024, NULL, NULL, NULL},
    {"Ed25519", MINT_ED25519, NULL, NULL, NULL},
    {"Ed448", MINT_ED448, NULL, NULL, NULL},
    {"X25519", 0, "X25519", NULL, NULL},
    {"X448", 0, "X448", NULL, NULL},
    {"DH", 0, "DH", "ffdhe2048", NULL},
    {"ML-DSA-44", 0, "ML-DSA-44", NULL, NULL},
    {"ML-DSA-87", 0, "ML-DSA-87", NULL, NULL},
    {"ML-KEM-768", 0, "ML-KEM-768", NULL, NULL},
    {"SLH-DSA-SHA2-128f", 0, "SLH-DSA-SHA2-128f", NULL, NULL},
};

size_t
odd_key_count(void)
{
	return sizeof keys / sizeof keys[0];
}

const char *
odd_key_name(size_t i)
{
	return keys[i].name;
}

static EVP_PKEY *
generate(const struct odd_key *key)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, key->type, NULL);
	EVP_PKEY *pkey = NULL;
	OSSL_PARAM params[3], *p = params;

	if (key->group != NULL)
		*p++ = OSSL_PARAM_construct_utf8_string(
		    OSSL_PKEY_PARAM_GROUP_NAME, (char *)key->group, 0);
	if (key->form != NULL)
		*p++ = OSSL_PARAM_construct_utf8_string(
		    OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT,
		    (char *)key->form, 0);
	*p = OSSL_PARAM_construct_end();
	if (ctx != NULL && EVP_PKEY_keygen_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_params(ctx, params) == 1)
		(void)EVP_PKEY_generate(ctx, &pkey);
	EVP_PKEY_CTX_free(ctx);
	ERR_clear_error();
	return pkey;
}

EVP_PKEY *
odd_key_make(size_t i)
{
	EVP_PKEY *pkey;

	if (keys[i].type != NULL)
		return generate(&keys[i]);
	pkey = mint_key(keys[i].name, keys[i].kind);
	must(EVP_PKEY_up_ref(pkey) == 1);
	return pkey;
}

static struct odd_cert
take_der(const X509 *x509)
{
	unsigned char *der = NULL;
	int len = i2d_X509(x509, &der);
	struct odd_cert cert;

	must(len > 0);
	cert.der = mem_dup(der, (size_t)len);
	cert.len = (size_t)len;
	OPENSSL_free(der);
	return cert;
}

/* What that kind of key signs with, and others do not. */
static const EVP_MD *
digest_of(EVP_PKEY *signer)
{
	if (EVP_PKEY_is_a(signer, "SM2"))
		return EVP_sm3();
	if (EVP_PKEY_is_a(signer, "RSA") || EVP_PKEY_is_a(signer, "RSA-PSS") ||
	    EVP_PKEY_is_a(signer, "EC") || EVP_PKEY_is_a(signer, "DSA"))
		return EVP_sha256();
	return NULL;
}

struct odd_cert
odd_cert_with_key(const struct mint *base, EVP_PKEY *key, EVP_PKEY *signer)
{
	X509 *x509 = X509_dup(base->cert->x509);
	struct odd_cert cert = {0};

	must(x509 != NULL && X509_set_pubkey(x509, key) == 1);
	if (X509_sign(x509, signer, digest_of(signer)) > 0)
		cert = take_der(x509);
	X509_free(x509);
	ERR_clear_error();
	return cert;
}

/* ---- keys that nobody holds ---------------------------------------------- */

enum part {
	PART_POINT,   /* of a key on P-256 */
	PART_RSA,     /* RSAPublicKey of 2048 bits */
	PART_HEX,     /* what the row says */
	PART_NUMBERS, /* RSAPublicKey: so many bits, what the row says for e */
	PART_SM2,     /* a point of that curve */
};

#define OID_EC "06072a8648ce3d0201"
#define OID_P256 "06082a8648ce3d030107"
#define OID_P384 "06052b81040022"
#define OID_RSA "06092a864886f70d010101"
#define OID_PSS "06092a864886f70d01010a"
#define NULLS "0500"
#define SHA256_ID "300d06096086480165030402010500"
#define MGF1_SHA256 "301a06092a864886f70d010108" SHA256_ID
#define E_USUAL "010001"
#define TWICE(x) x x
#define OCTETS_32 \
	"8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"

static const struct odd_spki {
	const char *name;
	const char *algorithm; /* what is in the AlgorithmIdentifier */
	enum part part;
	const char *text; /* the key, or the exponent */
	unsigned bits;	  /* of the modulus */
	unsigned unused;  /* bits, as the bit string says */
	const char *tail; /* behind the bit string */
} spkis[] = {
    {"EC, as it should be", OID_EC OID_P256, PART_POINT, "", 0, 0, ""},
    {"EC without a curve", OID_EC, PART_POINT, "", 0, 0, ""},
    {"EC with NULL for a curve", OID_EC NULLS, PART_POINT, "", 0, 0, ""},
    {"EC with a curve of nobody's", OID_EC "06022a03", PART_POINT, "", 0, 0,
	""},
    {"EC with more behind the curve", OID_EC OID_P256 NULLS, PART_POINT, "", 0,
	0, ""},
    {"a point of another curve", OID_EC OID_P384, PART_POINT, "", 0, 0, ""},
    {"a point of a curve of the same size", OID_EC "06052b8104000a", PART_POINT,
	"", 0, 0, ""},
    {"id-ecDH", "06052b8104010c" OID_P256, PART_POINT, "", 0, 0, ""},
    {"id-ecMQV", "06052b8104010d" OID_P256, PART_POINT, "", 0, 0, ""},
    {"a point under RSA's name", OID_RSA NULLS, PART_POINT, "", 0, 0, ""},
    {"infinity", OID_EC OID_P256, PART_HEX, "00", 0, 0, ""},
    {"no point at all", OID_EC OID_P256, PART_HEX, "", 0, 0, ""},
    {"a point beside the curve", OID_EC OID_P256, PART_HEX,
	"04" TWICE(OCTETS_32), 0, 0, ""},
    {"a compressed point that may be none", OID_EC OID_P256, PART_HEX,
	"02" OCTETS_32, 0, 0, ""},
    {"a point too long", OID_EC OID_P256, PART_HEX, "04" TWICE(OCTETS_32) "00",
	0, 0, ""},
    {"unused bits", OID_EC OID_P256, PART_POINT, "", 0, 3, ""},
    {"more than 7 unused bits", OID_EC OID_P256, PART_POINT, "", 0, 9, ""},
    {"octets behind the key", OID_EC OID_P256, PART_POINT, "", 0, 0, NULLS},
    {"SM2 by its curve", OID_EC "06082a811ccf5501822d", PART_SM2, "", 0, 0, ""},
    {"RSA, as it should be", OID_RSA NULLS, PART_RSA, "", 0, 0, ""},
    {"RSA without parameters", OID_RSA, PART_RSA, "", 0, 0, ""},
    {"RSA with other parameters", OID_RSA "0403aabbcc", PART_RSA, "", 0, 0, ""},
    {"RSA with NULL of an octet", OID_RSA "050100", PART_RSA, "", 0, 0, ""},
    {"the same key as RSA-PSS", OID_PSS, PART_RSA, "", 0, 0, ""},
    {"the same key as RSA-PSS with NULL", OID_PSS NULLS, PART_RSA, "", 0, 0,
	""},
    {"the same key as RSA-PSS for SHA-256 alone",
	OID_PSS "3034a00f" SHA256_ID "a11c" MGF1_SHA256 "a203020120", PART_RSA,
	"", 0, 0, ""},
    {"the same key as RSA-OAEP", "06092a864886f70d010107", PART_RSA, "", 0, 0,
	""},
    {"the same key as rsa of X.509", "06045508010102020800", PART_RSA, "", 0, 0,
	""},
    {"the same key as EC", OID_EC OID_P256, PART_RSA, "", 0, 0, ""},
    {"an algorithm of nobody's", "06032a0304", PART_RSA, "", 0, 0, ""},
    {"RSA 8", OID_RSA NULLS, PART_NUMBERS, E_USUAL, 8, 0, ""},
    {"RSA 512", OID_RSA NULLS, PART_NUMBERS, E_USUAL, 512, 0, ""},
    {"RSA 2047", OID_RSA NULLS, PART_NUMBERS, E_USUAL, 2047, 0, ""},
    {"RSA 8192", OID_RSA NULLS, PART_NUMBERS, E_USUAL, 8192, 0, ""},
    {"RSA 16384", OID_RSA NULLS, PART_NUMBERS, E_USUAL, 16384, 0, ""},
    {"RSA 16400", OID_RSA NULLS, PART_NUMBERS, E_USUAL, 16400, 0, ""},
    {"RSA 40000", OID_RSA NULLS, PART_NUMBERS, E_USUAL, 40000, 0, ""},
    {"RSA with e = 0", OID_RSA NULLS, PART_NUMBERS, "00", 2048, 0, ""},
    {"RSA with e = 1", OID_RSA NULLS, PART_NUMBERS, "01", 2048, 0, ""},
    {"RSA with e = 4", OID_RSA NULLS, PART_NUMBERS, "04", 2048, 0, ""},
    {"RSA with e below 0", OID_RSA NULLS, PART_NUMBERS, "83", 2048, 0, ""},
    {"RSA with e of no octet", OID_RSA NULLS, PART_NUMBERS, "", 2048, 0, ""},
    {"RSA with e in too many octets", OID_RSA NULLS, PART_NUMBERS, "00010001",
	2048, 0, ""},
    {"RSA with a long e", OID_RSA NULLS, PART_NUMBERS,
	"7f" TWICE(TWICE(OCTETS_32)), 2048, 0, ""},
    {"RSA with n = 0", OID_RSA NULLS, PART_HEX,
	"30060201000201"
	"03",
	0, 0, ""},
    {"RSA with n below 0", OID_RSA NULLS, PART_HEX, "3006020181020103", 0, 0,
	""},
    {"RSA with an even n", OID_RSA NULLS, PART_HEX,
	"30070202010002"
	"0103",
	0, 0, ""},
    {"RSA with n alone", OID_RSA NULLS, PART_HEX, "3003020113", 0, 0, ""},
    {"RSA with three numbers", OID_RSA NULLS, PART_HEX,
	"3009020113020103020103", 0, 0, ""},
    {"RSA with octets behind", OID_RSA NULLS, PART_HEX, "30060201130201030500",
	0, 0, ""},
    {"RSA in BER", OID_RSA NULLS, PART_HEX,
	"308006"
	"0201130201030000",
	0, 0, ""},
    {"Ed25519", "06032b6570", PART_HEX, OCTETS_32, 0, 0, ""},
    {"Ed25519 with parameters", "06032b6570" NULLS, PART_HEX, OCTETS_32, 0, 0,
	""},
    {"Ed25519 too short", "06032b6570", PART_HEX, "8520", 0, 0, ""},
    {"Ed448 of the wrong length", "06032b6571", PART_HEX, OCTETS_32, 0, 0, ""},
    {"X25519", "06032b656e", PART_HEX, OCTETS_32, 0, 0, ""},
    {"DSA without parameters", "06072a8648ce380401", PART_HEX, "020113", 0, 0,
	""},
    {"DH without parameters", "06092a864886f70d010301", PART_HEX, "020113", 0,
	0, ""},
    {"ML-DSA-44 too short", "0609608648016503040311", PART_HEX, OCTETS_32, 0, 0,
	""},
    {"no algorithm", "", PART_POINT, "", 0, 0, ""},
};

size_t
odd_spki_count(void)
{
	return sizeof spkis / sizeof spkis[0];
}

const char *
odd_spki_name(size_t i)
{
	return spkis[i].name;
}

struct octets {
	ARRAY(uint8_t) bytes;
};

static void
add(struct octets *to, const void *bytes, size_t len)
{
	if (len == 0)
		return;
	ARRAY_RESERVE(&to->bytes, to->bytes.len + len);
	memcpy(to->bytes.items + to->bytes.len, bytes, len);
	to->bytes.len += len;
}

static void
add_hex(struct octets *to, const char *text)
{
	size_t len = strlen(text) / 2;
	uint8_t bytes[256];

	must(len <= sizeof bytes && hex_decode(text, bytes, len));
	add(to, bytes, len);
}

/* With its identifier and length in front; content is cleared. */
static void
add_element(struct octets *to, uint8_t identifier, struct octets *content)
{
	size_t len = content->bytes.len;
	uint8_t head[5] = {identifier, 0x83, (uint8_t)(len >> 16),
	    (uint8_t)(len >> 8), (uint8_t)len};
	uint8_t small[2] = {identifier, (uint8_t)len};
	uint8_t middle[3] = {identifier, 0x81, (uint8_t)len};
	uint8_t large[4] = {
	    identifier, 0x82, (uint8_t)(len >> 8), (uint8_t)len};

	if (len < 0x80)
		add(to, small, sizeof small);
	else if (len < 0x100)
		add(to, middle, sizeof middle);
	else if (len < 0x10000)
		add(to, large, sizeof large);
	else
		add(to, head, sizeof head);
	add(to, content->bytes.items, len);
	ARRAY_CLEAR(&content->bytes);
}

static void
add_point(struct octets *to, const char *type)
{
	EVP_PKEY *sm2 =
	    type == NULL ? NULL : EVP_PKEY_Q_keygen(NULL, NULL, type);
	EVP_PKEY *key = type == NULL ? mint_key("a point", MINT_EC_P256) : sm2;
	unsigned char *point = NULL;
	size_t len = EVP_PKEY_get1_encoded_public_key(key, &point);

	must(len > 0);
	add(to, point, len);
	OPENSSL_free(point);
	EVP_PKEY_free(sm2);
}

static void
add_rsa(struct octets *to)
{
	unsigned char *der = NULL;
	int len = i2d_PublicKey(mint_key("a modulus", MINT_RSA_2048), &der);

	must(len > 0);
	add(to, der, (size_t)len);
	OPENSSL_free(der);
}

/* Odd, and nobody knows its factors. */
static void
add_numbers(struct octets *to, unsigned bits, const char *exponent)
{
	struct octets n = {0}, e = {0}, both = {0};
	uint8_t top = (uint8_t)(0x80 >> (7 - (bits - 1) % 8));

	if (top == 0x80)
		add(&n, "", 1);
	add(&n, &top, 1);
	for (unsigned i = 1; i < (bits + 7) / 8; i++)
		add(&n, &(uint8_t){(uint8_t)(i * 37 | 1)}, 1);
	add_hex(&e, exponent);
	add_element(&both, INTEGER, &n);
	add_element(&both, INTEGER, &e);
	add_element(to, SEQUENCE, &both);
}

static void
add_spki(struct octets *to, const struct odd_spki *spki)
{
	struct octets algorithm = {0}, key = {0}, info = {0};
	uint8_t unused = (uint8_t)spki->unused;

	add(&key, &unused, 1);
	switch (spki->part) {
	case PART_POINT: add_point(&key, NULL); break;
	case PART_SM2: add_point(&key, "SM2"); break;
	case PART_RSA: add_rsa(&key); break;
	case PART_HEX: add_hex(&key, spki->text); break;
	case PART_NUMBERS: add_numbers(&key, spki->bits, spki->text); break;
	}
	add_hex(&algorithm, spki->algorithm);
	add_element(&info, SEQUENCE, &algorithm);
	add_element(&info, BIT_STRING, &key);
	add_hex(&info, spki->tail);
	add_element(to, SEQUENCE, &info);
}

/* The base's TBSCertificate with that key in the place of its own. */
static struct octets
tbs_with(X509 *x509, const struct odd_spki *spki)
{
	unsigned char *tbs = NULL, *key = NULL, *at;
	int tbs_len = i2d_re_X509_tbs(x509, &tbs);
	int key_len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x509), &key);
	struct octets content = {0}, whole = {0};
	size_t head;

	must(tbs_len > 0 && key_len > 0);
	head = tbs[1] < 0x80 ? 2 : 2 + (tbs[1] & 0x7fu);
	at = memmem(tbs, (size_t)tbs_len, key, (size_t)key_len);
	must(at != NULL);
	add(&content, tbs + head, (size_t)(at - tbs) - head);
	add_spki(&content, spki);
	add(&content, at + key_len, (size_t)(tbs + tbs_len - at - key_len));
	add_element(&whole, SEQUENCE, &content);
	OPENSSL_free(tbs);
	OPENSSL_free(key);
	return whole;
}

static void
add_signature(struct octets *to, const struct octets *tbs, EVP_PKEY *signer)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	struct octets bits = {0};
	uint8_t signature[256];
	size_t len = sizeof signature;

	must(EVP_DigestSignInit_ex(
		 ctx, NULL, "SHA256", NULL, NULL, signer, NULL) == 1);
	must(EVP_DigestSign(
		 ctx, signature, &len, tbs->bytes.items, tbs->bytes.len) == 1);
	add(&bits, "", 1);
	add(&bits, signature, len);
	add_element(to, BIT_STRING, &bits);
	EVP_MD_CTX_free(ctx);
}

struct odd_cert
odd_cert_with_spki(const struct mint *base, size_t i, EVP_PKEY *signer)
{
	X509 *x509 = X509_dup(base->cert->x509);
	struct octets tbs = tbs_with(x509, &spkis[i]);
	struct octets whole = {0}, content = {0};
	unsigned char *algorithm = NULL;
	int len = i2d_X509_ALGOR(X509_get0_tbs_sigalg(x509), &algorithm);

	must(len > 0);
	add(&content, tbs.bytes.items, tbs.bytes.len);
	add(&content, algorithm, (size_t)len);
	add_signature(&content, &tbs, signer);
	add_element(&whole, SEQUENCE, &content);
	ARRAY_CLEAR(&tbs.bytes);
	OPENSSL_free(algorithm);
	X509_free(x509);
	return (struct odd_cert){whole.bytes.items, whole.bytes.len};
}
