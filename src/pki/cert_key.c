/* Kind, size and digest of keys and signature algorithms; see cert_key.h. */
#include "pki/cert_key.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/sha.h>
#include <string.h>

#include "base/mem.h"
#include "pki/key_cost.h"

#define OID_TEXT_MAX 128
#define GROUP_NAME_MAX 64

struct key_row {
	int id;
	enum cert_key_kind kind;
	const char *name;
	bool has_size; /* the size says something that the kind does not */
};

static const struct key_row key_rows[] = {
    {EVP_PKEY_RSA, CERT_KEY_RSA, "RSA", true},
    {EVP_PKEY_RSA2, CERT_KEY_RSA, "RSA", true}, /* of X.500; rare */
    {EVP_PKEY_RSA_PSS, CERT_KEY_RSA_PSS, "RSA-PSS", true},
    {EVP_PKEY_DSA, CERT_KEY_DSA, "DSA", true},
    {EVP_PKEY_EC, CERT_KEY_EC, "EC", true},
    {EVP_PKEY_ED25519, CERT_KEY_ED25519, "Ed25519", false},
    {EVP_PKEY_ED448, CERT_KEY_ED448, "Ed448", false},
};

/* The row by the algorithm that the certificate names, decoded or not. */
static const struct key_row *
find_row(const ASN1_OBJECT *algorithm)
{
	int nid = OBJ_obj2nid(algorithm);

	for (size_t i = 0; i < sizeof key_rows / sizeof key_rows[0]; i++) {
		if (key_rows[i].id == nid)
			return &key_rows[i];
	}
	return NULL;
}

/* The curve as NIST calls it, else as OpenSSL does. */
static char *
describe_curve(EVP_PKEY *pkey)
{
	char group[GROUP_NAME_MAX] = "";
	const char *nist;
	size_t len;

	if (EVP_PKEY_get_group_name(pkey, group, sizeof group, &len) != 1)
		return mem_printf("EC %d", EVP_PKEY_get_bits(pkey));
	nist = EC_curve_nid2nist(OBJ_txt2nid(group));
	return mem_printf("EC %s", nist != NULL ? nist : group);
}

static char *
describe_key(const struct key_row *row, EVP_PKEY *pkey)
{
	if (pkey == NULL)
		return mem_printf("unreadable %s key", row->name);
	if (row->kind == CERT_KEY_EC)
		return describe_curve(pkey);
	if (row->has_size)
		return mem_printf("%s %d", row->name, EVP_PKEY_get_bits(pkey));
	return mem_strdup(row->name);
}

static void
digest_key(X509_PUBKEY *pubkey, uint8_t ret_sha256[32])
{
	unsigned char *der = NULL;
	int len = i2d_X509_PUBKEY(pubkey, &der);

	if (len > 0)
		SHA256(der, (size_t)len, ret_sha256);
	OPENSSL_free(der);
}

unsigned
cert_key_cost(EVP_PKEY *pkey)
{
	int id = EVP_PKEY_get_base_id(pkey);
	enum cert_key_kind kind = CERT_KEY_UNKNOWN;

	for (size_t i = 0; i < sizeof key_rows / sizeof key_rows[0]; i++) {
		if (key_rows[i].id == id)
			kind = key_rows[i].kind;
	}
	return key_cost(pkey, kind, EVP_PKEY_get_bits(pkey));
}

void
cert_key_read(struct cert *cert)
{
	X509_PUBKEY *pubkey = X509_get_X509_PUBKEY(cert->x509);
	EVP_PKEY *pkey = X509_get0_pubkey(cert->x509);
	struct cert_key *key = &cert->key;
	const struct key_row *row;
	ASN1_OBJECT *algorithm = NULL;
	X509_ALGOR *full = NULL;
	int parameter_type = V_ASN1_UNDEF;
	char oid[OID_TEXT_MAX];

	X509_PUBKEY_get0_param(&algorithm, NULL, NULL, &full, pubkey);
	X509_ALGOR_get0(NULL, &parameter_type, NULL, full);
	digest_key(pubkey, key->sha256);
	key->is_readable = pkey != NULL;
	key->bits = pkey != NULL ? EVP_PKEY_get_bits(pkey) : 0;
	row = find_row(algorithm);
	key->check_cost = key_cost(
	    pkey, row == NULL ? CERT_KEY_UNKNOWN : row->kind, key->bits);
	if (row == NULL) {
		OBJ_obj2txt(oid, sizeof oid, algorithm, 0);
		key->text = mem_printf("unknown key (%s)", oid);
		return;
	}
	key->kind = row->kind;
	key->has_explicit_curve =
	    row->kind == CERT_KEY_EC && parameter_type == V_ASN1_SEQUENCE;
	key->text = describe_key(row, pkey);
}

void
cert_signature_read(struct cert *cert)
{
	struct cert_signature *signature = &cert->signature;
	const X509_ALGOR *outer = NULL;
	const ASN1_OBJECT *algorithm = NULL;
	int digest = NID_undef, bits = -1;
	char name[OID_TEXT_MAX];

	X509_get0_signature(NULL, &outer, cert->x509);
	X509_ALGOR_get0(&algorithm, NULL, NULL, outer);
	OBJ_obj2txt(name, sizeof name, algorithm, 0);
	signature->security_bits = -1;
	if (X509_get_signature_info(cert->x509, &digest, NULL, &bits, NULL)) {
		signature->digest_nid = digest;
		signature->security_bits = bits;
	}
	/* The name of PSS says nothing of its digest; all others do. */
	if (OBJ_obj2nid(algorithm) == NID_rsassaPss && digest != NID_undef)
		signature->text =
		    mem_printf("RSASSA-PSS with %s", OBJ_nid2sn(digest));
	else
		signature->text = mem_strdup(name);
	signature->is_consistent =
	    X509_ALGOR_cmp(outer, X509_get0_tbs_sigalg(cert->x509)) == 0;
}
