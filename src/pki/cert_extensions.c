/* Reads extensions, each by a row; see cert_extensions.h. */
#include "pki/cert_extensions.h"

#include <limits.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"
#include "pki/cert_names.h"
#include "pki/crypto_error.h"
#include "pki/der.h"
#include "pki/sct.h"

#define URL_MAX 2048	 /* characters kept of a URL */
#define STATUS_REQUEST 5 /* RFC 7633, RFC 6066: must staple */

/* Takes what X509V3_EXT_d2i gave; frees it. */
typedef void (*extension_fn)(struct cert *cert, void *decoded);

struct extension_row {
	int nid;
	uint32_t bit; /* CERT_EXT_* */
	extension_fn read;
};

static void
read_basic_constraints(struct cert *cert, void *decoded)
{
	BASIC_CONSTRAINTS *constraints = decoded;
	int64_t limit = -1;

	cert->has_basic_constraints = true;
	cert->is_ca = constraints->ca != 0;
	cert->has_path_len = constraints->pathlen != NULL;
	cert->has_negative_path_len = cert->has_path_len &&
	    ASN1_STRING_type(constraints->pathlen) == V_ASN1_NEG_INTEGER;
	if (constraints->pathlen != NULL &&
	    ASN1_INTEGER_get_int64(&limit, constraints->pathlen) == 1 &&
	    limit >= 0 && limit < INT_MAX)
		cert->path_len = (int)limit;
	crypto_error_drop(); /* a limit beyond 64 bits is none */
	BASIC_CONSTRAINTS_free(constraints);
}

static void
read_key_usage(struct cert *cert, void *decoded)
{
	ASN1_BIT_STRING *bits = decoded;
	const unsigned char *p = ASN1_STRING_get0_data(bits);
	int len = ASN1_STRING_length(bits);

	/* The order of octets is that of the KU_ constants. */
	cert->has_key_usage = true;
	if (len > 0)
		cert->key_usage = p[0];
	if (len > 1)
		cert->key_usage |= (uint32_t)p[1] << 8;
	ASN1_BIT_STRING_free(bits);
}

static uint32_t
usage_bit(const ASN1_OBJECT *object)
{
	static const struct {
		int nid;
		uint32_t bit;
	} rows[] = {
	    {NID_server_auth, CERT_EKU_SERVER_AUTH},
	    {NID_client_auth, CERT_EKU_CLIENT_AUTH},
	    {NID_anyExtendedKeyUsage, CERT_EKU_ANY},
	    {NID_ms_sgc, CERT_EKU_SGC},
	    {NID_ns_sgc, CERT_EKU_SGC},
	    {NID_OCSP_sign, CERT_EKU_OCSP_SIGNING},
	};
	int nid = OBJ_obj2nid(object);

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (rows[i].nid == nid)
			return rows[i].bit;
	}
	return CERT_EKU_OTHER;
}

static void
read_extended_key_usage(struct cert *cert, void *decoded)
{
	EXTENDED_KEY_USAGE *usages = decoded;

	cert->has_extended_key_usage = true;
	for (int i = 0; i < sk_ASN1_OBJECT_num(usages); i++)
		cert->extended_key_usage |=
		    usage_bit(sk_ASN1_OBJECT_value(usages, i));
	EXTENDED_KEY_USAGE_free(usages);
}

static void
read_alternative_names(struct cert *cert, void *decoded)
{
	GENERAL_NAMES *names = decoded;

	cert_names_add(cert, names);
	GENERAL_NAMES_free(names);
}

static void
read_subject_key_id(struct cert *cert, void *decoded)
{
	ASN1_OCTET_STRING *id = decoded;
	size_t len = (size_t)ASN1_STRING_length(id);

	cert->subject_key_id = mem_dup(ASN1_STRING_get0_data(id), len);
	cert->subject_key_id_len = len;
	ASN1_OCTET_STRING_free(id);
}

static void
read_authority_key_id(struct cert *cert, void *decoded)
{
	AUTHORITY_KEYID *id = decoded;

	if (id->keyid != NULL) {
		size_t len = (size_t)ASN1_STRING_length(id->keyid);

		cert->authority_key_id =
		    mem_dup(ASN1_STRING_get0_data(id->keyid), len);
		cert->authority_key_id_len = len;
	}
	cert->has_authority_issuer = id->issuer != NULL;
	cert->has_authority_serial = id->serial != NULL;
	AUTHORITY_KEYID_free(id);
}

/* The first ones are kept. */
static void
add_url(const GENERAL_NAME *name, const char **urls, size_t max, size_t *count)
{
	const ASN1_STRING *url;

	if (name->type != GEN_URI || *count == max)
		return;
	url = name->d.uniformResourceIdentifier;
	urls[(*count)++] = safe_print_dup(ASN1_STRING_get0_data(url),
	    (size_t)ASN1_STRING_length(url), URL_MAX);
}

static void
read_access_description(struct cert *cert, const ACCESS_DESCRIPTION *access)
{
	switch (OBJ_obj2nid(access->method)) {
	case NID_ad_OCSP:
		cert->has_revocation_pointer = true;
		add_url(access->location, cert->ocsp_urls, CERT_MAX_OCSP,
		    &cert->ocsp_url_count);
		break;
	case NID_ad_ca_issuers:
		add_url(access->location, cert->aia_issuers, CERT_MAX_AIA,
		    &cert->aia_issuer_count);
		break;
	default: break;
	}
}

static void
read_information_access(struct cert *cert, void *decoded)
{
	AUTHORITY_INFO_ACCESS *access = decoded;

	for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(access); i++)
		read_access_description(
		    cert, sk_ACCESS_DESCRIPTION_value(access, i));
	AUTHORITY_INFO_ACCESS_free(access);
}

static void
read_distribution_points(struct cert *cert, void *decoded)
{
	CRL_DIST_POINTS *points = decoded;

	if (sk_DIST_POINT_num(points) > 0)
		cert->has_revocation_pointer = true;
	for (int i = 0; i < sk_DIST_POINT_num(points); i++) {
		const DIST_POINT_NAME *name =
		    sk_DIST_POINT_value(points, i)->distpoint;

		if (name == NULL || name->type != 0)
			continue;
		for (int k = 0; k < sk_GENERAL_NAME_num(name->name.fullname);
		     k++)
			add_url(sk_GENERAL_NAME_value(name->name.fullname, k),
			    cert->crl_urls, CERT_MAX_CRLS,
			    &cert->crl_url_count);
	}
	CRL_DIST_POINTS_free(points);
}

static void
read_name_constraints(struct cert *cert, void *decoded)
{
	NAME_CONSTRAINTS *constraints = decoded;
	int permitted = sk_GENERAL_SUBTREE_num(constraints->permittedSubtrees);
	int excluded = sk_GENERAL_SUBTREE_num(constraints->excludedSubtrees);

	cert->has_name_constraints = true;
	if (permitted > 0) /* -1: none at all */
		cert->name_constraint_count += (size_t)permitted;
	if (excluded > 0)
		cert->name_constraint_count += (size_t)excluded;
	NAME_CONSTRAINTS_free(constraints);
}

static void
read_policy_constraints(struct cert *cert, void *decoded)
{
	cert->has_policy_constraints = true;
	POLICY_CONSTRAINTS_free(decoded);
}

static void
read_inhibit_any_policy(struct cert *cert, void *decoded)
{
	cert->has_policy_constraints = true;
	ASN1_INTEGER_free(decoded);
}

static void
read_tls_feature(struct cert *cert, void *decoded)
{
	TLS_FEATURE *features = decoded;

	for (int i = 0; i < sk_ASN1_INTEGER_num(features); i++) {
		int64_t feature = 0;

		if (ASN1_INTEGER_get_int64(
			&feature, sk_ASN1_INTEGER_value(features, i)) == 1 &&
		    feature == STATUS_REQUEST)
			cert->has_must_staple = true;
	}
	crypto_error_drop();
	TLS_FEATURE_free(features);
}

/* Read to see that it can be: what they say is left to libcrypto. */
static void
drop_policies(UNUSED struct cert *cert, void *decoded)
{
	CERTIFICATEPOLICIES_free(decoded);
}

static void
drop_policy_mappings(UNUSED struct cert *cert, void *decoded)
{
	sk_POLICY_MAPPING_pop_free(decoded, POLICY_MAPPING_free);
}

static const struct extension_row rows[] = {
    {NID_basic_constraints, CERT_EXT_BASIC_CONSTRAINTS, read_basic_constraints},
    {NID_key_usage, CERT_EXT_KEY_USAGE, read_key_usage},
    {NID_ext_key_usage, CERT_EXT_EXTENDED_KEY_USAGE, read_extended_key_usage},
    {NID_subject_alt_name, CERT_EXT_SAN, read_alternative_names},
    {NID_subject_key_identifier, CERT_EXT_SUBJECT_KEY_ID, read_subject_key_id},
    {NID_authority_key_identifier, CERT_EXT_AUTHORITY_KEY_ID,
	read_authority_key_id},
    {NID_info_access, CERT_EXT_AIA, read_information_access},
    {NID_crl_distribution_points, CERT_EXT_CRL_POINTS,
	read_distribution_points},
    {NID_name_constraints, CERT_EXT_NAME_CONSTRAINTS, read_name_constraints},
    {NID_certificate_policies, CERT_EXT_POLICIES, drop_policies},
    {NID_policy_mappings, CERT_EXT_POLICY_MAPPINGS, drop_policy_mappings},
    {NID_policy_constraints, CERT_EXT_POLICY_CONSTRAINTS,
	read_policy_constraints},
    {NID_inhibit_any_policy, CERT_EXT_INHIBIT_ANY_POLICY,
	read_inhibit_any_policy},
    {NID_tlsfeature, CERT_EXT_TLS_FEATURE, read_tls_feature},
};

#define ROW_COUNT (sizeof rows / sizeof rows[0])

static size_t
find_row(int nid)
{
	size_t i = 0;

	while (i < ROW_COUNT && rows[i].nid != nid)
		i++;
	return i;
}

static int
compare_objects(const void *a, const void *b)
{
	return OBJ_cmp(
	    *(const ASN1_OBJECT *const *)a, *(const ASN1_OBJECT *const *)b);
}

/* By sorting: thousands of extensions fit into one hostile certificate. */
static bool
has_duplicates(const STACK_OF(X509_EXTENSION) * extensions)
{
	int count = sk_X509_EXTENSION_num(extensions);
	CLEANUP(free) const ASN1_OBJECT **objects = NULL;

	if (count < 2)
		return false;
	objects = mem_new((size_t)count, sizeof *objects);
	for (int i = 0; i < count; i++)
		objects[i] = X509_EXTENSION_get_object(
		    sk_X509_EXTENSION_value(extensions, i));
	qsort(objects, (size_t)count, sizeof *objects, compare_objects);
	for (int i = 1; i < count; i++) {
		if (OBJ_cmp(objects[i - 1], objects[i]) == 0)
			return true;
	}
	return false;
}

/* The octets of an extension are DER again, which the certificate's own DER
 * does not show. */
static void
look_at_der(struct cert *cert, X509_EXTENSION *extension)
{
	const ASN1_OCTET_STRING *octets = X509_EXTENSION_get_data(extension);

	if (cert->der_fault == NULL)
		cert->der_fault = der_find_fault(ASN1_STRING_get0_data(octets),
		    (size_t)ASN1_STRING_length(octets));
}

/* Not by libcrypto, which makes an object of each. One that is not well-formed
 * counts as none: every client that looks at timestamps does so. */
static void
read_scts(struct cert *cert, X509_EXTENSION *extension)
{
	const ASN1_OCTET_STRING *octets = X509_EXTENSION_get_data(extension);
	CLEANUP(free) uint8_t *bytes = NULL;
	struct sct_list list;

	cert->has_scts = true;
	if (!sct_list_read_extension(ASN1_STRING_get0_data(octets),
		(size_t)ASN1_STRING_length(octets), &list, &bytes, NULL))
		return;
	cert->sct_count = list.len;
	cert->earliest_sct_ms = sct_list_earliest_ms(&list);
}

void
cert_extensions_read(struct cert *cert)
{
	const STACK_OF(X509_EXTENSION) *extensions =
	    X509_get0_extensions(cert->x509);
	bool is_seen[ROW_COUNT] = {false};

	cert->path_len = -1;
	cert->has_duplicate_extension = has_duplicates(extensions);
	for (int i = 0; i < sk_X509_EXTENSION_num(extensions); i++) {
		X509_EXTENSION *extension =
		    sk_X509_EXTENSION_value(extensions, i);
		int nid = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
		size_t row = find_row(nid);
		void *decoded;

		if (nid == NID_ct_precert_scts && !cert->has_scts)
			read_scts(cert, extension);
		if (row == ROW_COUNT || is_seen[row])
			continue; /* of doubles the first counts */
		is_seen[row] = true;
		cert->extensions |= rows[row].bit;
		if (X509_EXTENSION_get_critical(extension))
			cert->critical_extensions |= rows[row].bit;
		if (nid == NID_subject_alt_name)
			cert->has_san = true;
		look_at_der(cert, extension);
		decoded = X509V3_EXT_d2i(extension);
		if (decoded != NULL) {
			rows[row].read(cert, decoded);
			continue;
		}
		cert->has_unreadable_extension = true;
		cert->unreadable_extensions |= rows[row].bit;
		crypto_error_drop();
	}
}

void
cert_extensions_clear(struct cert *cert)
{
	cert_names_clear(cert);
	free((void *)cert->subject_key_id);
	free((void *)cert->authority_key_id);
	for (size_t i = 0; i < cert->aia_issuer_count; i++)
		free((void *)cert->aia_issuers[i]);
	for (size_t i = 0; i < cert->ocsp_url_count; i++)
		free((void *)cert->ocsp_urls[i]);
	for (size_t i = 0; i < cert->crl_url_count; i++)
		free((void *)cert->crl_urls[i]);
}
