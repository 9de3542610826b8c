/* Revocation as JSON: who says what, since when, and how old that is. */
#include "render/json_revocation.h"

#include <openssl/x509v3.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "scene.h"

static struct revocation *
add(struct report *report, size_t i, enum revocation_status status)
{
	struct revocation *revocation = ARRAY_ADD(&report->revocations);

	revocation->cert = cert_ref(report->presented->certs[i]);
	revocation->status = status;
	revocation->reason = REVOCATION_NO_REASON;
	revocation->words = mem_strdup("It stands so.");
	return revocation;
}

static const char *
text_at(const json_t *list, size_t i, const char *key)
{
	return json_string_value(json_object_get(json_array_get(list, i), key));
}

static json_t *
at(const json_t *list, size_t i, const char *key)
{
	return json_object_get(json_array_get(list, i), key);
}

static void
each_certificate_says_how_it_stands(void **state)
{
	CLEANUP(report_unref) struct report *report = scene_good();
	struct revocation *revoked = add(report, 0, REVOCATION_REVOKED);
	json_t *list;

	revoked->source = REVOCATION_CRL;
	revoked->this_update = MINT_NOW - 3600;
	revoked->next_update = MINT_NOW + 3600;
	revoked->revoked_at = MINT_NOW - 86400;
	revoked->reason = CRL_REASON_KEY_COMPROMISE;
	revoked->url = mem_strdup("http://c.test/1.crl");
	(void)add(report, 1, REVOCATION_NOT_APPLICABLE);
	list = json_revocation(report);
	assert_int_equal(json_array_size(list), 2);
	assert_string_equal(text_at(list, 0, "status"), "revoked");
	assert_string_equal(text_at(list, 0, "source"), "crl");
	assert_string_equal(text_at(list, 0, "url"), "http://c.test/1.crl");
	assert_string_equal(text_at(list, 0, "reason"), "key compromise");
	assert_string_equal(
	    text_at(list, 0, "revoked_at"), "2026-05-31T00:00:00Z");
	assert_string_equal(
	    text_at(list, 0, "next_update"), "2026-06-01T01:00:00Z");
	assert_int_equal(json_integer_value(at(list, 0, "age_s")), 3600);
	assert_int_equal(json_integer_value(at(list, 1, "certificate")), 1);
	assert_string_equal(text_at(list, 1, "status"), "not-applicable");
	assert_true(json_is_null(at(list, 1, "this_update")));
	assert_true(json_is_null(at(list, 1, "age_s")));
	assert_true(json_is_null(at(list, 1, "revoked_at")));
	assert_string_equal(text_at(list, 1, "words"), "It stands so.");
	json_decref(list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_certificate_says_how_it_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
