/* One certificate as JSON; see certificate_line.h. */
#include "control/certificate_line.h"

#include "control/inventory_line.h"
#include "pki/pem.h"
#include "pki/signature.h"
#include "render/json_value.h"

#define PEM_TEXT_MAX (2 * CERT_MAX_BYTES)
#define SIGNATURE_BUDGET 1000 /* some 60 ms at most, on the loop */

static json_t *
urls_of(const char *const *urls, size_t count)
{
	json_t *list = json_value_array();

	for (size_t i = 0; i < count; i++)
		json_value_append(list, json_value_text(urls[i]));
	return list;
}

static json_t *
locations_of(const struct cert *cert)
{
	json_t *object = json_value_object();

	json_value_set(object, "issuers",
	    urls_of(cert->aia_issuers, cert->aia_issuer_count));
	json_value_set(
	    object, "ocsp", urls_of(cert->ocsp_urls, cert->ocsp_url_count));
	json_value_set(
	    object, "crls", urls_of(cert->crl_urls, cert->crl_url_count));
	return object;
}

static json_t *
pem_of(const struct cert *cert)
{
	CLEANUP(strbuf_clear) struct strbuf pem = STRBUF_INIT(PEM_TEXT_MAX);

	pem_write_cert(&pem, cert);
	return json_value_strbuf(&pem);
}

static json_t *
seen_of(const struct cert_seen *seen)
{
	json_t *object = json_value_object();

	json_value_set(object, "endpoint", json_value_text(seen->endpoint));
	json_value_set(object, "address", json_value_place(&seen->place));
	json_value_set(object, "variant",
	    json_value_text(variant_text((enum variant)seen->place.variant)));
	json_value_set(object, "from", json_value_time(seen->from));
	json_value_set(object, "to",
	    seen->to == 0 ? json_null() : json_value_time(seen->to));
	json_value_set(object, "position",
	    seen->position == 0 ? json_null()
				: json_value_number((int64_t)seen->position));
	return object;
}

/* Which of two signs the other; either may be what is asked about. */
struct pair {
	const struct cert *subject, *issuer;
};

/* false: it surely does not. */
static bool
is_signed(struct signature_cache *signatures, const struct pair *pair,
    json_t **ret_verified)
{
	*ret_verified = json_null();
	if (pair->subject == NULL || pair->issuer == NULL ||
	    pair->subject->malformed != NULL || pair->issuer->malformed != NULL)
		return true;
	if (!cert_names_issuer(pair->subject, pair->issuer))
		return false;
	switch (signature_check(signatures, pair->subject, pair->issuer)) {
	case SIGNATURE_GOOD: *ret_verified = json_true(); return true;
	case SIGNATURE_BAD: return false;
	case SIGNATURE_UNSUPPORTED:
	case SIGNATURE_TOO_COSTLY: break;
	}
	return true;
}

static json_t *
neighbours_of(struct signature_cache *signatures, const struct cert *cert,
    const struct cert_beside_list *list, bool are_issuers)
{
	json_t *array = json_value_array();

	ARRAY_EACH (beside, &list->items) {
		CLEANUP(cert_unref)
		struct cert *other = beside->der == NULL
		    ? NULL
		    : cert_new(beside->der, beside->der_len);
		const struct pair pair = {
		    .subject = are_issuers ? cert : other,
		    .issuer = are_issuers ? other : cert,
		};
		json_t *object, *verified;

		if (!is_signed(signatures, &pair, &verified))
			continue;
		object = json_value_object();
		json_value_set(object, "label", json_value_text(beside->label));
		json_value_set(object, "fingerprint_sha256",
		    json_value_sha256(beside->sha256));
		json_value_set(object, "issuer_label",
		    json_value_text(beside->issuer_label));
		json_value_set(
		    object, "not_after", json_value_time(beside->not_after));
		json_value_set(object, "verified", verified);
		json_value_append(array, object);
	}
	return array;
}

json_t *
certificate_line(const struct cert_record *record, struct name_set *watched)
{
	const struct inventory_filter all = {0};
	CLEANUP(signature_cache_free)
	struct signature_cache *signatures =
	    signature_cache_new(SIGNATURE_BUDGET);
	CLEANUP(cert_unref)
	struct cert *cert = record->cert.der == NULL
	    ? NULL
	    : cert_new(record->cert.der, record->cert.der_len);
	json_t *object = json_value_object(), *list = json_value_array();

	json_value_set(
	    object, "entry", inventory_line(&record->cert, &all, watched));
	json_value_set(
	    object, "pem", cert == NULL ? json_null() : pem_of(cert));
	json_value_set(object, "locations",
	    cert == NULL ? json_null() : locations_of(cert));
	ARRAY_EACH (seen, &record->seen)
		json_value_append(list, seen_of(seen));
	json_value_set(object, "seen", list);
	json_value_set(object, "seen_count",
	    json_value_number((int64_t)record->seen_count));
	json_value_set(
	    object, "from", json_value_number((int64_t)record->seen_from));
	json_value_set(object, "issuers",
	    neighbours_of(signatures, cert, &record->issuers, true));
	json_value_set(object, "issued",
	    neighbours_of(signatures, cert, &record->issued, false));
	json_value_set(object, "has_more_issued",
	    json_value_bool(record->has_more_issued));
	return object;
}
