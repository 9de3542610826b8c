/* Reads a revocation list; its entries are crl_entries.c's, its extensions
 * crl_extensions.c's. */
#include "pki/crl.h"

#include <openssl/sha.h>
#include <string.h>

#include "base/mem.h"
#include "pki/cert_names.h"
#include "pki/cert_time.h"
#include "pki/crl_parts.h"
#include "pki/crypto_error.h"

static bool
refuse(struct error *err, const char *why)
{
	return error_set(err, ERROR_INVALID, "not a revocation list: %s", why);
}

static bool
read_algorithm(struct crl *crl, const struct der_element *inner,
    const struct der_element *outer)
{
	const unsigned char *p = outer->whole.at;

	crl->algorithm = d2i_X509_ALGOR(NULL, &p, (long)outer->whole.len);
	crl->is_consistent = inner->whole.len == outer->whole.len &&
	    memcmp(inner->whole.at, outer->whole.at, outer->whole.len) == 0;
	return crl->algorithm != NULL;
}

static bool
read_signature(struct crl *crl, const struct der_element *bits)
{
	const unsigned char *p = bits->whole.at;

	crl->signature = d2i_ASN1_BIT_STRING(NULL, &p, (long)bits->whole.len);
	return crl->signature != NULL;
}

static bool
read_issuer(struct crl *crl, const struct der_element *name)
{
	const unsigned char *p = name->whole.at;

	crl->issuer = d2i_X509_NAME(NULL, &p, (long)name->whole.len);
	if (crl->issuer == NULL || p != name->whole.at + name->whole.len)
		return false;
	crl->issuer_hash = cert_name_hash(crl->issuer);
	crl->label = cert_name_label(crl->issuer);
	if (crl->label == NULL)
		crl->label = mem_strdup("an unnamed issuer");
	*ARRAY_ADD(&crl->issuers) = crl->issuer;
	return true;
}

static bool
read_dates(struct crl *crl, struct der_slice *tbs)
{
	struct der_element time;

	if (!der_take(tbs, &time) ||
	    !cert_time_read_octets(time.identifier, time.content.at,
		time.content.len, &crl->this_update))
		return false;
	crl->next_update = TIMESTAMP_NEVER;
	if (der_peek(tbs) != DER_UTC_TIME &&
	    der_peek(tbs) != DER_GENERALIZED_TIME)
		return true;
	return der_take(tbs, &time) &&
	    cert_time_read_octets(time.identifier, time.content.at,
		time.content.len, &crl->next_update);
}

/* TBSCertList, RFC 5280 5.1. */
static bool
read_list(struct crl *crl, struct der_slice tbs,
    struct der_element *ret_algorithm, struct error *err)
{
	struct der_element element;

	(void)der_take_as(&tbs, DER_INTEGER, &element); /* version */
	if (!der_take_as(&tbs, DER_SEQUENCE, ret_algorithm))
		return refuse(err, "no signature algorithm");
	if (!der_take_as(&tbs, DER_SEQUENCE, &element) ||
	    !read_issuer(crl, &element))
		return refuse(err, "the issuer's name cannot be read");
	if (!read_dates(crl, &tbs))
		return refuse(err, "its dates cannot be read");
	if (der_take_as(&tbs, DER_SEQUENCE, &element) &&
	    !crl_read_entries(crl, element.content, err))
		return false;
	if (der_take_as(&tbs, DER_CONTEXT_0, &element) &&
	    !crl_read_extensions(crl, element.content, err))
		return false;
	return tbs.len == 0 || refuse(err, "something follows its extensions");
}

static bool
read_all(struct crl *crl, struct error *err)
{
	struct der_slice rest = {.at = crl->der, .len = crl->der_len};
	struct der_element list, tbs, algorithm, bits, inner;

	if (!der_take_as(&rest, DER_SEQUENCE, &list) || rest.len > 0 ||
	    !der_take_as(&list.content, DER_SEQUENCE, &tbs) ||
	    !der_take_as(&list.content, DER_SEQUENCE, &algorithm) ||
	    !der_take_as(&list.content, DER_BIT_STRING, &bits) ||
	    list.content.len > 0)
		return refuse(err, "its outer form is another one");
	crl->tbs = tbs.whole;
	if (!read_list(crl, tbs.content, &inner, err))
		return false;
	if (!read_algorithm(crl, &inner, &algorithm) ||
	    !read_signature(crl, &bits))
		return refuse(err, "its signature cannot be read");
	return true;
}

struct crl *
crl_new(const uint8_t *der, size_t der_len, struct error *err)
{
	struct crl *crl;
	bool ok;

	if (der_len > CRL_MAX_BYTES) {
		error_set(err, ERROR_LIMIT,
		    "a revocation list of more than %u MB",
		    CRL_MAX_BYTES >> 20);
		return NULL;
	}
	crypto_start();
	crl = MEM_NEW(struct crl);
	SHA256(der, der_len, crl->sha256);
	crl->der = mem_dup(der, der_len);
	crl->der_len = der_len;
	crl->reasons = CRL_ALL_REASONS;
	ok = read_all(crl, err);
	crypto_error_drop();
	if (ok)
		return crl;
	crl_free(crl);
	return NULL;
}

void
crl_free(struct crl *crl)
{
	if (crl == NULL)
		return;
	for (size_t i = 1; i < crl->issuers.len; i++)
		X509_NAME_free(crl->issuers.items[i]);
	ARRAY_CLEAR(&crl->issuers);
	ARRAY_CLEAR(&crl->entries);
	X509_NAME_free(crl->issuer);
	ASN1_INTEGER_free(crl->number);
	ASN1_INTEGER_free(crl->base);
	ISSUING_DIST_POINT_free(crl->scope);
	X509_ALGOR_free(crl->algorithm);
	ASN1_BIT_STRING_free(crl->signature);
	free((void *)crl->unknown_critical);
	free((void *)crl->label);
	free((void *)crl->der);
	if (crl->cut != NULL)
		ARRAY_CLEAR(&crl->cut->asked);
	free(crl->cut);
	free(crl);
}

bool
crl_is_indirect(const struct crl *crl)
{
	return crl->scope != NULL && crl->scope->indirectCRL > 0;
}

bool
crl_names_issuer(const struct crl *crl, const struct cert *issuer)
{
	return issuer->malformed == NULL &&
	    issuer->subject_hash == crl->issuer_hash &&
	    X509_NAME_cmp(crl->issuer, X509_get_subject_name(issuer->x509)) ==
	    0;
}

const char *
crl_reason_words(int reason)
{
	static const char *const words[] = {
	    [CRL_REASON_KEY_COMPROMISE] = "key compromise",
	    [CRL_REASON_CA_COMPROMISE] = "CA compromise",
	    [CRL_REASON_AFFILIATION_CHANGED] = "affiliation changed",
	    [CRL_REASON_SUPERSEDED] = "superseded",
	    [CRL_REASON_CESSATION_OF_OPERATION] = "cessation of operation",
	    [CRL_REASON_CERTIFICATE_HOLD] = "on hold",
	    [CRL_REASON_PRIVILEGE_WITHDRAWN] = "privilege withdrawn",
	    [CRL_REASON_AA_COMPROMISE] = "AA compromise",
	};

	if (reason < 0 || (size_t)reason >= sizeof words / sizeof words[0])
		return NULL;
	return words[reason];
}
