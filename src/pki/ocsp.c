/* Reads an OCSP response; see ocsp.h. */
#include "pki/ocsp.h"

#include <openssl/sha.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "base/mem.h"
#include "pki/cert_time.h"
#include "pki/crypto_error.h"

#define NO_REASON (-1)

static bool
refuse(struct error *err, const char *why)
{
	crypto_error_drop();
	return error_set(err, ERROR_INVALID, "not an OCSP response: %s", why);
}

static bool
read_time(const ASN1_GENERALIZEDTIME *time, int64_t *ret_seconds)
{
	return time != NULL &&
	    cert_time_read_octets(DER_GENERALIZED_TIME,
		ASN1_STRING_get0_data(time), (size_t)ASN1_STRING_length(time),
		ret_seconds);
}

/* Extensions that say nothing against taking the answer as it is. */
static bool
is_known(const X509_EXTENSION *extension)
{
	switch (OBJ_obj2nid(
	    X509_EXTENSION_get_object((X509_EXTENSION *)extension))) {
	case NID_id_pkix_OCSP_Nonce:
	case NID_id_pkix_OCSP_CrlID:
	case NID_id_pkix_OCSP_archiveCutoff:
	case NID_id_pkix_OCSP_extendedStatus:
	case NID_ct_cert_scts:
	case NID_crl_reason:
	case NID_invalidity_date: return true;
	default: return false;
	}
}

static bool
read_archive_cutoff(OCSP_SINGLERESP *from, struct ocsp_single *single)
{
	ASN1_GENERALIZEDTIME *cutoff = OCSP_SINGLERESP_get1_ext_d2i(
	    from, NID_id_pkix_OCSP_archiveCutoff, NULL, NULL);
	bool ok = cutoff == NULL || read_time(cutoff, &single->archive_cutoff);

	ASN1_GENERALIZEDTIME_free(cutoff);
	return ok;
}

static void
read_scts(OCSP_SINGLERESP *from, struct ocsp_single *single)
{
	int at = OCSP_SINGLERESP_get_ext_by_NID(from, NID_ct_cert_scts, -1);
	const ASN1_OCTET_STRING *octets;

	if (at < 0)
		return;
	octets = X509_EXTENSION_get_data(OCSP_SINGLERESP_get_ext(from, at));
	single->scts = (struct der_slice){
	    .at = ASN1_STRING_get0_data(octets),
	    .len = (size_t)ASN1_STRING_length(octets),
	};
}

static bool
read_single(OCSP_SINGLERESP *from, struct ocsp_single *single)
{
	ASN1_GENERALIZEDTIME *revoked_at = NULL, *first = NULL, *last = NULL;

	single->id = (OCSP_CERTID *)OCSP_SINGLERESP_get0_id(from);
	single->reason = NO_REASON;
	single->status = OCSP_single_get0_status(
	    from, &single->reason, &revoked_at, &first, &last);
	single->next_update = TIMESTAMP_NEVER;
	if (!read_time(first, &single->this_update) ||
	    (last != NULL && !read_time(last, &single->next_update)))
		return false;
	if (single->status == V_OCSP_CERTSTATUS_REVOKED &&
	    !read_time(revoked_at, &single->revoked_at))
		return false;
	for (int i = 0; i < OCSP_SINGLERESP_get_ext_count(from); i++) {
		X509_EXTENSION *extension = OCSP_SINGLERESP_get_ext(from, i);

		if (X509_EXTENSION_get_critical(extension) &&
		    !is_known(extension))
			single->has_unknown_critical = true;
	}
	read_scts(from, single);
	return read_archive_cutoff(from, single);
}

static bool
read_singles(struct ocsp *ocsp, struct error *err)
{
	int count = OCSP_resp_count(ocsp->basic);

	if (count > OCSP_MAX_SINGLES)
		return error_set(err, ERROR_LIMIT,
		    "an OCSP response about more than %d certificates",
		    OCSP_MAX_SINGLES);
	for (int i = 0; i < count; i++) {
		if (!read_single(OCSP_resp_get0(ocsp->basic, i),
			ARRAY_ADD(&ocsp->singles)))
			return refuse(err,
			    "what it says of a certificate cannot be read");
	}
	return true;
}

static bool
read_certs(struct ocsp *ocsp, struct error *err)
{
	const STACK_OF(X509) *certs = OCSP_resp_get0_certs(ocsp->basic);

	if (sk_X509_num(certs) > OCSP_MAX_CERTS)
		return error_set(err, ERROR_LIMIT,
		    "an OCSP response with more than %d certificates",
		    OCSP_MAX_CERTS);
	for (int i = 0; i < sk_X509_num(certs); i++) {
		X509 *x509 = sk_X509_value(certs, i);
		unsigned char *der = NULL;
		int len = i2d_X509(x509, &der);

		if (len > 0)
			*ARRAY_ADD(&ocsp->certs) =
			    cert_new_parsed(x509, der, (size_t)len);
		OPENSSL_free(der);
	}
	return true;
}

static bool
read_basic(struct ocsp *ocsp, struct error *err)
{
	const X509_ALGOR *algorithm;
	const ASN1_OBJECT *oid = NULL;
	int key_type = NID_undef;

	if (!read_time(
		OCSP_resp_get0_produced_at(ocsp->basic), &ocsp->produced_at))
		return refuse(err, "when it was made cannot be read");
	algorithm = OCSP_resp_get0_tbs_sigalg(ocsp->basic);
	X509_ALGOR_get0(&oid, NULL, NULL, algorithm);
	ocsp->signature_nid = OBJ_obj2nid(oid);
	if (OBJ_find_sigid_algs(
		ocsp->signature_nid, &ocsp->digest_nid, &key_type) != 1)
		ocsp->digest_nid = NID_undef;
	for (int i = 0; i < OCSP_BASICRESP_get_ext_count(ocsp->basic); i++) {
		X509_EXTENSION *extension =
		    OCSP_BASICRESP_get_ext(ocsp->basic, i);

		if (X509_EXTENSION_get_critical(extension) &&
		    !is_known(extension))
			ocsp->has_unknown_critical = true;
	}
	return read_singles(ocsp, err) && read_certs(ocsp, err);
}

static bool
read_all(struct ocsp *ocsp, const uint8_t *der, size_t len, struct error *err)
{
	const unsigned char *p = der;
	OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &p, (long)len);
	bool ok = false;

	if (response == NULL) {
		refuse(err, "its outer form is another one");
	} else if (p != der + len) {
		refuse(err, "something follows it");
	} else {
		ocsp->status = OCSP_response_status(response);
		ok = true;
		if (ocsp->status == OCSP_RESPONSE_STATUS_SUCCESSFUL) {
			ocsp->basic = OCSP_response_get1_basic(response);
			ok = ocsp->basic != NULL
			    ? read_basic(ocsp, err)
			    : refuse(err, "there is no basic response in it");
		}
	}
	OCSP_RESPONSE_free(response);
	return ok;
}

struct ocsp *
ocsp_new(const uint8_t *der, size_t der_len, struct error *err)
{
	struct ocsp *ocsp;
	bool ok;

	if (der_len > OCSP_MAX_BYTES) {
		error_set(err, ERROR_LIMIT,
		    "an OCSP response of more than %u KB",
		    OCSP_MAX_BYTES >> 10);
		return NULL;
	}
	crypto_start();
	ocsp = MEM_NEW(struct ocsp);
	SHA256(der, der_len, ocsp->sha256);
	ok = read_all(ocsp, der, der_len, err);
	crypto_error_drop();
	if (ok)
		return ocsp;
	ocsp_free(ocsp);
	return NULL;
}

void
ocsp_free(struct ocsp *ocsp)
{
	if (ocsp == NULL)
		return;
	ARRAY_EACH (cert, &ocsp->certs)
		cert_unref(*cert);
	ARRAY_CLEAR(&ocsp->certs);
	ARRAY_CLEAR(&ocsp->singles);
	OCSP_BASICRESP_free(ocsp->basic);
	free(ocsp);
}

static bool
is_usable_digest(int nid)
{
	return nid == NID_sha1 || nid == NID_sha256 || nid == NID_sha384 ||
	    nid == NID_sha512;
}

/* The hash of the issuer's name is that of its encoding, which may be another
 * in the issuer's own certificate: either will do. */
static bool
is_about(OCSP_CERTID *id, const struct cert *cert, const struct cert *issuer)
{
	ASN1_OBJECT *oid = NULL;
	const X509_NAME *const names[] = {
	    X509_get_issuer_name(cert->x509),
	    X509_get_subject_name(issuer->x509),
	};
	const EVP_MD *digest;
	ASN1_INTEGER *serial = NULL;
	bool is_same = false;

	if (OCSP_id_get0_info(NULL, &oid, NULL, &serial, id) != 1 ||
	    !is_usable_digest(OBJ_obj2nid(oid)) ||
	    ASN1_INTEGER_cmp(serial, X509_get0_serialNumber(cert->x509)) != 0)
		return false;
	digest = EVP_get_digestbyobj(oid);
	for (size_t i = 0; i < 2 && !is_same; i++) {
		OCSP_CERTID *own = OCSP_cert_id_new(digest, names[i],
		    X509_get0_pubkey_bitstr(issuer->x509),
		    X509_get0_serialNumber(cert->x509));

		is_same = own != NULL && OCSP_id_cmp(own, id) == 0;
		OCSP_CERTID_free(own);
	}
	return is_same;
}

const struct ocsp_single *
ocsp_find(
    const struct ocsp *ocsp, const struct cert *cert, const struct cert *issuer)
{
	const struct ocsp_single *best = NULL;

	if (cert->malformed != NULL || issuer->malformed != NULL)
		return NULL;
	ARRAY_EACH (single, &ocsp->singles) {
		if (is_about(single->id, cert, issuer) &&
		    (best == NULL || single->this_update > best->this_update))
			best = single;
	}
	crypto_error_drop();
	return best;
}

const char *
ocsp_status_words(const struct ocsp *ocsp)
{
	switch (ocsp->status) {
	case OCSP_RESPONSE_STATUS_SUCCESSFUL: return NULL;
	case OCSP_RESPONSE_STATUS_MALFORMEDREQUEST:
		return "it says that the request was malformed";
	case OCSP_RESPONSE_STATUS_INTERNALERROR:
		return "it says that the responder has an internal error";
	case OCSP_RESPONSE_STATUS_TRYLATER:
		return "it says that one should try later";
	case OCSP_RESPONSE_STATUS_SIGREQUIRED:
		return "it says that requests must be signed";
	case OCSP_RESPONSE_STATUS_UNAUTHORIZED:
		return "it says that the responder may not or cannot answer "
		       "for this certificate (unauthorized)";
	default: return "it has a status that nobody knows";
	}
}
