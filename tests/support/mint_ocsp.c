/* Turns recipes into signed OCSP responses; see mint_ocsp.h. */
#include "support/mint_ocsp.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

#include "pki/crypto_error.h"

#define UNKNOWN_OID "1.3.6.1.4.1.55738.666.1"

static void
must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "mint_ocsp: %s\n", what);
	ERR_print_errors_fp(stderr);
	abort();
}

static ASN1_GENERALIZEDTIME *
make_time(int64_t seconds)
{
	return ASN1_GENERALIZEDTIME_adj(
	    NULL, 0, (int)(seconds / MINT_DAY), (long)(seconds % MINT_DAY));
}

static int
status_number(const char *name)
{
	if (name == NULL || strcmp(name, "good") == 0)
		return V_OCSP_CERTSTATUS_GOOD;
	if (strcmp(name, "revoked") == 0)
		return V_OCSP_CERTSTATUS_REVOKED;
	must(strcmp(name, "unknown") == 0, name);
	return V_OCSP_CERTSTATUS_UNKNOWN;
}

static int
reason_number(const char *name)
{
	static const char *const names[] = {"unspecified", "keyCompromise",
	    "CACompromise", "affiliationChanged", "superseded",
	    "cessationOfOperation", "certificateHold"};

	if (name == NULL)
		return OCSP_REVOKED_STATUS_NOSTATUS;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(names[i], name) == 0)
			return (int)i;
	}
	must(false, name);
	return -1;
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

/* RFC 6962 3.3: the list in an OCTET STRING, in an extension. */
static void
add_scts(OCSP_SINGLERESP *to, const struct mint_ocsp_single *from)
{
	size_t len;
	CLEANUP(free)
	uint8_t *list =
	    mint_log_list(from->scts, from->sct_count, from->cert, &len);
	ASN1_OCTET_STRING *octets = ASN1_OCTET_STRING_new();
	X509_EXTENSION *extension;
	unsigned char *bytes = NULL;
	int bytes_len;

	must(ASN1_OCTET_STRING_set(octets, list, (int)len) == 1, "scts");
	bytes_len = i2d_ASN1_OCTET_STRING(octets, &bytes);
	must(bytes_len > 0 &&
		ASN1_OCTET_STRING_set(octets, bytes, bytes_len) == 1,
	    "scts");
	extension =
	    X509_EXTENSION_create_by_NID(NULL, NID_ct_cert_scts, 0, octets);
	must(OCSP_SINGLERESP_add_ext(to, extension, -1) == 1, "scts");
	X509_EXTENSION_free(extension);
	OPENSSL_free(bytes);
	ASN1_OCTET_STRING_free(octets);
}

static void
add_extensions(OCSP_SINGLERESP *to, const struct mint_ocsp_single *from)
{
	if (from->archive_cutoff != 0) {
		ASN1_GENERALIZEDTIME *cutoff = make_time(from->archive_cutoff);

		must(OCSP_SINGLERESP_add1_ext_i2d(
			 to, NID_id_pkix_OCSP_archiveCutoff, cutoff, 0, 0) == 1,
		    "archive cutoff");
		ASN1_GENERALIZEDTIME_free(cutoff);
	}
	if (from->has_unknown_critical) {
		X509_EXTENSION *extension = unknown_extension();

		must(OCSP_SINGLERESP_add_ext(to, extension, -1) == 1,
		    "extension");
		X509_EXTENSION_free(extension);
	}
	if (from->sct_count > 0)
		add_scts(to, from);
}

static int64_t
this_update_of(const struct mint_ocsp_single *single)
{
	return single->this_update != 0 ? single->this_update
					: mint_now - MINT_DAY;
}

static void
add_single(OCSP_BASICRESP *basic, const struct mint_ocsp_recipe *recipe,
    const struct mint_ocsp_single *from)
{
	const struct mint *issuer =
	    from->issuer != NULL ? from->issuer : recipe->issuer;
	const EVP_MD *digest = EVP_get_digestbyname(
	    recipe->id_digest != NULL ? recipe->id_digest : "SHA1");
	OCSP_CERTID *id =
	    OCSP_cert_to_id(digest, from->cert->x509, issuer->cert->x509);
	int status = status_number(from->status);
	int64_t next = from->next_update != 0 ? from->next_update
					      : mint_now + 7 * MINT_DAY;
	ASN1_GENERALIZEDTIME *first = make_time(this_update_of(from));
	ASN1_GENERALIZEDTIME *last =
	    next == MINT_OCSP_NEVER ? NULL : make_time(next);
	ASN1_GENERALIZEDTIME *revoked = status == V_OCSP_CERTSTATUS_REVOKED
	    ? make_time(from->revoked_at != 0 ? from->revoked_at
					      : mint_now - 10 * MINT_DAY)
	    : NULL;
	OCSP_SINGLERESP *single = OCSP_basic_add1_status(basic, id, status,
	    reason_number(from->reason), revoked, first, last);

	must(single != NULL, "single response");
	add_extensions(single, from);
	OCSP_CERTID_free(id);
	ASN1_GENERALIZEDTIME_free(first);
	ASN1_GENERALIZEDTIME_free(last);
	ASN1_GENERALIZEDTIME_free(revoked);
}

static void
set_produced_at(OCSP_BASICRESP *basic, int64_t at)
{
	must(ASN1_GENERALIZEDTIME_adj(
		 (ASN1_GENERALIZEDTIME *)OCSP_resp_get0_produced_at(basic), 0,
		 (int)(at / MINT_DAY), (long)(at % MINT_DAY)) != NULL,
	    "producedAt");
}

static void
sign(OCSP_BASICRESP *basic, const struct mint_ocsp_recipe *recipe)
{
	const struct mint *signer =
	    recipe->signer != NULL ? recipe->signer : recipe->issuer;
	int id = EVP_PKEY_get_base_id(signer->key);
	const EVP_MD *digest = id == EVP_PKEY_ED25519 || id == EVP_PKEY_ED448
	    ? NULL
	    : EVP_get_digestbyname(
		  recipe->digest != NULL ? recipe->digest : "SHA256");
	unsigned long flags = OCSP_NOTIME |
	    (recipe->is_by_key ? OCSP_RESPID_KEY : 0) |
	    (recipe->has_no_certs ? OCSP_NOCERTS : 0);
	STACK_OF(X509) *extra = sk_X509_new_null();
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	if (recipe->extra != NULL)
		sk_X509_push(extra, recipe->extra->x509);
	must(EVP_DigestSignInit(ctx, NULL, digest, NULL, signer->key) == 1 &&
		OCSP_basic_sign_ctx(
		    basic, signer->cert->x509, ctx, extra, flags) == 1,
	    "signing");
	EVP_MD_CTX_free(ctx);
	sk_X509_free(extra);
}

static OCSP_BASICRESP *
make_basic(const struct mint_ocsp_recipe *recipe)
{
	OCSP_BASICRESP *basic = OCSP_BASICRESP_new();

	for (size_t i = 0;
	     i < MINT_OCSP_MAX_SINGLES && recipe->singles[i].cert != NULL; i++)
		add_single(basic, recipe, &recipe->singles[i]);
	set_produced_at(basic,
	    recipe->produced_at != 0 ? recipe->produced_at
				     : this_update_of(&recipe->singles[0]));
	if (recipe->has_unknown_critical) {
		X509_EXTENSION *extension = unknown_extension();

		must(OCSP_BASICRESP_add_ext(basic, extension, -1) == 1,
		    "extension");
		X509_EXTENSION_free(extension);
	}
	sign(basic, recipe);
	if (recipe->has_broken_signature) {
		ASN1_OCTET_STRING *bits =
		    (ASN1_OCTET_STRING *)OCSP_resp_get0_signature(basic);

		bits->data[bits->length - 1] ^= 1;
	}
	return basic;
}

uint8_t *
mint_ocsp_der(const struct mint_ocsp_recipe *recipe, size_t *ret_len)
{
	OCSP_BASICRESP *basic =
	    recipe->status == OCSP_RESPONSE_STATUS_SUCCESSFUL
	    ? make_basic(recipe)
	    : NULL;
	OCSP_RESPONSE *response = OCSP_response_create(recipe->status, basic);
	unsigned char *der = NULL;
	uint8_t *copy;
	int len = i2d_OCSP_RESPONSE(response, &der);

	must(len > 0, "encoding");
	copy = mem_dup(der, (size_t)len);
	*ret_len = (size_t)len;
	OPENSSL_free(der);
	OCSP_RESPONSE_free(response);
	OCSP_BASICRESP_free(basic);
	crypto_error_drop();
	return copy;
}

struct ocsp *
mint_ocsp(const struct mint_ocsp_recipe *recipe)
{
	struct error err = ERROR_INIT;
	size_t len = 0;
	CLEANUP(free) uint8_t *der = mint_ocsp_der(recipe, &len);
	struct ocsp *ocsp = ocsp_new(der, len, &err);

	must(ocsp != NULL, err.message);
	return ocsp;
}
