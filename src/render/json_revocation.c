/* Revocation as JSON; see json_revocation.h. */
#include "render/json_revocation.h"

#include "pki/crl.h"
#include "render/json_value.h"

/* Its place among those sent; null: it was not. */
static json_t *
place_of(const struct report *report, const struct cert *cert)
{
	int at = report->presented == NULL
	    ? -1
	    : chain_find(report->presented, cert->sha256);

	return at < 0 ? json_null() : json_value_number(at);
}

static json_t *
time_of(const struct revocation *revocation, int64_t at)
{
	return revocation->source == REVOCATION_NO_SOURCE ? json_null()
							  : json_value_time(at);
}

static json_t *
one_of(const struct report *report, const struct revocation *revocation)
{
	json_t *one = json_value_object();
	bool is_revoked = revocation->status == REVOCATION_REVOKED;

	json_value_set(one, "certificate", place_of(report, revocation->cert));
	json_value_set(one, "label", json_value_text(revocation->cert->label));
	json_value_set(one, "fingerprint_sha256",
	    json_value_sha256(revocation->cert->sha256));
	json_value_set(one, "status",
	    json_value_text(
		names_text(&revocation_status_names, revocation->status)));
	json_value_set(one, "source",
	    json_value_text(
		names_text(&revocation_source_names, revocation->source)));
	json_value_set(one, "url", json_value_text(revocation->url));
	json_value_set(
	    one, "this_update", time_of(revocation, revocation->this_update));
	json_value_set(
	    one, "next_update", time_of(revocation, revocation->next_update));
	json_value_set(one, "age_s",
	    revocation->source == REVOCATION_NO_SOURCE
		? json_null()
		: json_value_number(
		      report->judged_at - revocation->this_update));
	json_value_set(one, "revoked_at",
	    is_revoked ? json_value_time(revocation->revoked_at) : json_null());
	json_value_set(one, "reason",
	    json_value_text(
		is_revoked ? crl_reason_words(revocation->reason) : NULL));
	json_value_set(one, "words", json_value_text(revocation->words));
	return one;
}

json_t *
json_revocation(const struct report *report)
{
	json_t *list = json_value_array();

	ARRAY_EACH (revocation, &report->revocations)
		json_value_append(list, one_of(report, revocation));
	return list;
}
