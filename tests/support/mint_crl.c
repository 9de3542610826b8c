/* Turns recipes into signed revocation lists; see mint_crl.h. */
#include "support/mint_crl.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "pki/crypto_error.h"
#include "support/mint_names.h"

#define UNKNOWN_OID "1.3.6.1.4.1.55738.666.1"

static void
must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "mint_crl: %s\n", what);
	ERR_print_errors_fp(stderr);
	abort();
}

static ASN1_TIME *
make_time(int64_t seconds)
{
	return ASN1_TIME_adj(
	    NULL, 0, (int)(seconds / MINT_DAY), (long)(seconds % MINT_DAY));
}

/* The bit of ReasonFlags that x509v3_config(5) calls so. */
static int
reason_bit(const char *name)
{
	static const char *const names[] = {"unused", "keyCompromise",
	    "CACompromise", "affiliationChanged", "superseded",
	    "cessationOfOperation", "certificateHold", "privilegeWithdrawn",
	    "AACompromise"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(names[i], name) == 0)
			return (int)i;
	}
	must(false, name);
	return -1;
}

/* The number of CRLReason; beyond 6 it is not that of the bit. */
static int
reason_number(const char *name)
{
	if (strcmp(name, "removeFromCRL") == 0)
		return CRL_REASON_REMOVE_FROM_CRL;
	if (strcmp(name, "unspecified") == 0)
		return CRL_REASON_UNSPECIFIED;
	return reason_bit(name) <= CRL_REASON_CERTIFICATE_HOLD
	    ? reason_bit(name)
	    : reason_bit(name) + 2;
}

static X509_EXTENSION *
unknown_extension(void)
{
	ASN1_OCTET_STRING *octets = ASN1_OCTET_STRING_new();
	ASN1_OBJECT *oid = OBJ_txt2obj(UNKNOWN_OID, 1);
	X509_EXTENSION *extension;

	ASN1_OCTET_STRING_set(octets, (const unsigned char *)"\x05", 2);
	extension = X509_EXTENSION_create_by_OBJ(NULL, oid, 1, octets);
	must(extension != NULL, "unknown extension");
	ASN1_OBJECT_free(oid);
	ASN1_OCTET_STRING_free(octets);
	return extension;
}

/* In an indirect list each entry says whose certificate it is about. */
static void
add_certificate_issuer(X509_REVOKED *entry, const struct cert *cert)
{
	GENERAL_NAMES *names = sk_GENERAL_NAME_new_null();
	GENERAL_NAME *name = GENERAL_NAME_new();

	GENERAL_NAME_set0_value(
	    name, GEN_DIRNAME, X509_NAME_dup(X509_get_issuer_name(cert->x509)));
	sk_GENERAL_NAME_push(names, name);
	must(X509_REVOKED_add1_ext_i2d(entry, NID_certificate_issuer, names, 1,
		 X509V3_ADD_APPEND) == 1,
	    "certificate issuer");
	GENERAL_NAMES_free(names);
}

static void
add_entry(X509_CRL *list, const struct mint_crl_recipe *recipe, size_t i)
{
	const struct mint_crl_revoked *from = &recipe->revoked[i];
	X509_REVOKED *entry = X509_REVOKED_new();
	ASN1_TIME *date =
	    make_time(from->date != 0 ? from->date : MINT_NOW - 10 * MINT_DAY);

	X509_REVOKED_set_serialNumber(
	    entry, (ASN1_INTEGER *)X509_get0_serialNumber(from->cert->x509));
	X509_REVOKED_set_revocationDate(entry, date);
	ASN1_TIME_free(date);
	if (from->reason != NULL) {
		ASN1_ENUMERATED *reason = ASN1_ENUMERATED_new();

		ASN1_ENUMERATED_set(reason, reason_number(from->reason));
		must(X509_REVOKED_add1_ext_i2d(entry, NID_crl_reason, reason, 0,
			 X509V3_ADD_APPEND) == 1,
		    "reason");
		ASN1_ENUMERATED_free(reason);
	}
	if (recipe->is_indirect)
		add_certificate_issuer(entry, from->cert);
	if (recipe->has_unknown_entry && i == 0) {
		X509_EXTENSION *extension = unknown_extension();

		X509_REVOKED_add_ext(entry, extension, -1);
		X509_EXTENSION_free(extension);
	}
	must(X509_CRL_add0_revoked(list, entry) == 1, "entry");
}

static void
add_number(X509_CRL *list, int nid, unsigned number, bool is_critical)
{
	ASN1_INTEGER *value = ASN1_INTEGER_new();

	ASN1_INTEGER_set_uint64(value, number);
	must(X509_CRL_add1_ext_i2d(
		 list, nid, value, is_critical, X509V3_ADD_APPEND) == 1,
	    "number");
	ASN1_INTEGER_free(value);
}

static DIST_POINT_NAME *
make_point(const struct mint_crl_recipe *recipe)
{
	DIST_POINT_NAME *point = DIST_POINT_NAME_new();
	X509_NAME *name;

	if (recipe->point != NULL) {
		point->type = 0;
		point->name.fullname = mint_names_alternative(recipe->point);
		return point;
	}
	name = mint_names_dn(recipe->point_relative);
	point->type = 1;
	point->name.relativename = sk_X509_NAME_ENTRY_new_null();
	for (int i = 0; i < X509_NAME_entry_count(name); i++)
		sk_X509_NAME_ENTRY_push(point->name.relativename,
		    X509_NAME_ENTRY_dup(X509_NAME_get_entry(name, i)));
	X509_NAME_free(name);
	return point;
}

static void
add_scope(X509_CRL *list, const struct mint_crl_recipe *recipe)
{
	ISSUING_DIST_POINT *scope;

	if (!recipe->has_users_only && !recipe->has_cas_only &&
	    !recipe->has_attributes_only && !recipe->is_indirect &&
	    recipe->point == NULL && recipe->point_relative == NULL &&
	    recipe->reasons == NULL)
		return;
	scope = ISSUING_DIST_POINT_new();
	scope->onlyuser = recipe->has_users_only ? 0xff : 0;
	scope->onlyCA = recipe->has_cas_only ? 0xff : 0;
	scope->onlyattr = recipe->has_attributes_only ? 0xff : 0;
	scope->indirectCRL = recipe->is_indirect ? 0xff : 0;
	if (recipe->point != NULL || recipe->point_relative != NULL)
		scope->distpoint = make_point(recipe);
	if (recipe->reasons != NULL) {
		scope->onlysomereasons = ASN1_BIT_STRING_new();
		ASN1_BIT_STRING_set_bit(
		    scope->onlysomereasons, reason_bit(recipe->reasons), 1);
	}
	must(X509_CRL_add1_ext_i2d(list, NID_issuing_distribution_point, scope,
		 1, X509V3_ADD_APPEND) == 1,
	    "scope");
	ISSUING_DIST_POINT_free(scope);
}

static void
add_freshest(X509_CRL *list, const char *url)
{
	char *names = mem_printf("URI:%s", url);
	DIST_POINT *point = DIST_POINT_new();
	CRL_DIST_POINTS *points = sk_DIST_POINT_new_null();

	point->distpoint = DIST_POINT_NAME_new();
	point->distpoint->type = 0;
	point->distpoint->name.fullname = mint_names_alternative(names);
	sk_DIST_POINT_push(points, point);
	must(X509_CRL_add1_ext_i2d(
		 list, NID_freshest_crl, points, 0, X509V3_ADD_APPEND) == 1,
	    "freshest");
	CRL_DIST_POINTS_free(points);
	free(names);
}

static void
set_dates(X509_CRL *list, const struct mint_crl_recipe *recipe)
{
	int64_t from = recipe->this_update != 0 ? recipe->this_update
						: MINT_NOW - MINT_DAY;
	int64_t to = recipe->next_update != 0 ? recipe->next_update
					      : MINT_NOW + 7 * MINT_DAY;
	ASN1_TIME *first = make_time(from);
	ASN1_TIME *last = to == MINT_CRL_NEVER ? NULL : make_time(to);

	must(X509_CRL_set1_lastUpdate(list, first) == 1, "thisUpdate");
	if (last != NULL)
		must(X509_CRL_set1_nextUpdate(list, last) == 1, "nextUpdate");
	ASN1_TIME_free(first);
	ASN1_TIME_free(last);
}

static void
add_authority_key_id(X509_CRL *list, const struct cert *issuer)
{
	AUTHORITY_KEYID *id = AUTHORITY_KEYID_new();

	id->keyid = ASN1_OCTET_STRING_new();
	ASN1_OCTET_STRING_set(
	    id->keyid, issuer->subject_key_id, (int)issuer->subject_key_id_len);
	must(X509_CRL_add1_ext_i2d(list, NID_authority_key_identifier, id, 0,
		 X509V3_ADD_APPEND) == 1,
	    "authority key identifier");
	AUTHORITY_KEYID_free(id);
}

static void
add_extensions(X509_CRL *list, const struct mint_crl_recipe *recipe)
{
	if (!recipe->has_no_number)
		add_number(list, NID_crl_number,
		    recipe->number == 0 ? 1 : recipe->number,
		    recipe->is_number_critical);
	if (recipe->base > 0)
		add_number(list, NID_delta_crl, recipe->base, true);
	add_scope(list, recipe);
	if (recipe->freshest != NULL)
		add_freshest(list, recipe->freshest);
	if (recipe->has_authority_key_id)
		add_authority_key_id(list, recipe->issuer->cert);
	if (recipe->has_unknown_critical) {
		X509_EXTENSION *extension = unknown_extension();

		X509_CRL_add_ext(list, extension, -1);
		X509_EXTENSION_free(extension);
	}
}

static void
sign(X509_CRL *list, const struct mint_crl_recipe *recipe)
{
	const struct mint *signer =
	    recipe->signer != NULL ? recipe->signer : recipe->issuer;
	int id = EVP_PKEY_get_base_id(signer->key);
	const EVP_MD *digest = id == EVP_PKEY_ED25519 || id == EVP_PKEY_ED448
	    ? NULL
	    : EVP_sha256();

	must(X509_CRL_sign(list, signer->key, digest) > 0, "signing");
}

/* The last byte of the DER is one of the signature. */
static struct crl *
finish(X509_CRL *list, const struct mint_crl_recipe *recipe)
{
	struct error err = ERROR_INIT;
	unsigned char *der = NULL;
	int len = i2d_X509_CRL(list, &der);
	struct crl *crl;

	must(len > 0, "encoding");
	if (recipe->has_broken_signature)
		der[len - 1] ^= 1;
	crl = crl_new(der, (size_t)len, &err);
	must(crl != NULL, err.message);
	OPENSSL_free(der);
	X509_CRL_free(list);
	crypto_error_drop();
	return crl;
}

struct crl *
mint_crl(const struct mint_crl_recipe *recipe)
{
	X509_CRL *list = X509_CRL_new();

	must(X509_CRL_set_version(list, X509_CRL_VERSION_2) == 1 &&
		X509_CRL_set_issuer_name(list,
		    X509_get_subject_name(recipe->issuer->cert->x509)) == 1,
	    "issuer");
	set_dates(list, recipe);
	add_extensions(list, recipe);
	for (size_t i = 0;
	     i < MINT_CRL_MAX_REVOKED && recipe->revoked[i].cert != NULL; i++)
		add_entry(list, recipe, i);
	sign(list, recipe);
	return finish(list, recipe);
}

char *
mint_crl_pem(const struct crl *crl)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *text = NULL, *copy;
	long len;

	must(PEM_write_bio(bio, PEM_STRING_X509_CRL, "", crl->der,
		 (long)crl->der_len) > 0,
	    "PEM");
	len = BIO_get_mem_data(bio, &text);
	copy = mem_strndup(text, (size_t)len);
	BIO_free(bio);
	return copy;
}

/* Writes text as hex to at; returns where that ends. */
static char *
add_hex(char *at, const void *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		at += snprintf(at, 3, "%02x", ((const uint8_t *)bytes)[i]);
	return at;
}

/* One of RFC 5280 4.2.1.13; each length fits into one octet, as the name and
 * the URL are those of a test. */
char *
mint_crl_point(const char *url, const struct mint *publisher)
{
	unsigned char *name = NULL;
	int name_len =
	    i2d_X509_NAME(X509_get_subject_name(publisher->cert->x509), &name);
	size_t url_len = strlen(url);
	size_t whole = url_len + 6 + (size_t)name_len + 4;
	const unsigned u = (unsigned)url_len, n = (unsigned)name_len;
	char url_hex[256], name_hex[256];
	char *text;

	if (name_len <= 0 || whole > 123)
		abort();
	add_hex(url_hex, url, url_len);
	add_hex(name_hex, name, (size_t)name_len);
	OPENSSL_free(name);
	text = mem_printf("crlDistributionPoints=DER:30%02x30%02x"
			  "a0%02xa0%02x86%02x%sa2%02xa4%02x%s",
	    (unsigned)whole + 2, (unsigned)whole, u + 4, u + 2, u, url_hex,
	    n + 2, n, name_hex);
	return text;
}
