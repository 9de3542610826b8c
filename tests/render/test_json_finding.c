/* A finding as JSON, and its remedy. */
#include "render/json_finding.h"

#include "render/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char *
text_at(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void
a_finding_has_all_its_parts(void **state)
{
	struct report *report = scene_leaf_only();
	json_t *object = json_finding(&report->findings.items[0], report, NULL);

	assert_string_equal(text_at(object, "code"), "leaf-only");
	assert_string_equal(text_at(object, "severity"), "critical");
	assert_true(json_is_null(json_object_get(object, "certificate")));
	assert_string_equal(text_at(object, "title"),
	    "only the server's own certificate is sent");
	assert_string_equal(text_at(object, "missing"), "Test Intermediate");
	assert_non_null(strstr(text_at(object, "detail"), "is missing"));
	assert_true(json_is_object(json_object_get(object, "remedy")));
	json_decref(object);
	report_unref(report);
}

static void
a_certificate_at_fault_is_named_by_index_and_fingerprint(void **state)
{
	struct report *report = scene_good();
	const struct finding *finding = report_add(
	    report, FINDING_WEAK_KEY, report->presented->certs[1], "RSA 1024");
	json_t *object = json_finding(finding, report, NULL);

	assert_int_equal(
	    json_integer_value(json_object_get(object, "certificate")), 1);
	assert_int_equal(strlen(text_at(object, "fingerprint_sha256")), 64);
	json_decref(object);
	report_unref(report);
}

static void
a_dated_rule_is_named_with_its_source(void **state)
{
	struct report *report = scene_good();
	struct finding *finding = report_add(report, FINDING_LIFETIME_TOO_LONG,
	    report->presented->certs[0], "398 days");
	json_t *before = json_finding(finding, report, NULL), *after;

	assert_true(json_is_null(json_object_get(before, "rule")));
	assert_true(json_is_null(json_object_get(before, "source")));
	finding_add_rule(finding, "lifetime-200", "ballot SC-081");
	finding_add_rule(finding, "lifetime-200", "ballot SC-081");
	finding_add_rule(finding, "mine", "handbook");
	after = json_finding(finding, report, NULL);
	assert_string_equal(text_at(after, "rule"), "lifetime-200, mine");
	assert_string_equal(
	    text_at(after, "source"), "ballot SC-081; handbook");
	json_decref(before);
	json_decref(after);
	report_unref(report);
}

static void
recipes_are_filled_in_and_told_apart(void **state)
{
	struct endpoint *endpoint = scene_endpoint();
	const struct render_about about = {.endpoint = endpoint};
	const struct finding finding = {.code = FINDING_UNTRUSTED_ROOT,
	    .certificate = FINDING_CERTIFICATE_NONE};
	json_t *remedy = json_finding_remedy(&finding, NULL, &about);
	const json_t *clients = json_object_get(remedy, "client");
	size_t i;
	json_t *recipe;

	assert_true(json_array_size(clients) >= 6);
	assert_true(json_array_size(json_object_get(remedy, "server")) >= 1);
	json_array_foreach(clients, i, recipe)
	{
		assert_non_null(text_at(recipe, "where"));
		assert_non_null(text_at(recipe, "text"));
	}
	assert_non_null(strstr(text_at(remedy, "command"), SCENE_HOST ":443"));
	assert_true(strlen(text_at(remedy, "cure")) > 0);
	json_decref(remedy);
	endpoint_unref(endpoint);
}

static void
a_file_has_a_command_of_its_own(void **state)
{
	const struct render_about about = {.file = "fullchain.pem"};
	const struct finding finding = {
	    .code = FINDING_LEAF_ONLY, .certificate = FINDING_CERTIFICATE_NONE};
	json_t *remedy = json_finding_remedy(&finding, NULL, &about);

	assert_non_null(strstr(text_at(remedy, "command"), "fullchain.pem"));
	assert_null(strstr(text_at(remedy, "command"), "s_client"));
	json_decref(remedy);
}

static void
where_a_provider_serves_it_comes_first(void **state)
{
	const struct endpoint_via via = {.provider = PROVIDER_CLOUDFLARE};
	const struct render_about about = {.vias = &via, .via_count = 1};
	const struct finding finding = {
	    .code = FINDING_LEAF_ONLY, .certificate = FINDING_CERTIFICATE_NONE};
	const struct finding elsewhere = {.code = FINDING_UNREACHABLE,
	    .certificate = FINDING_CERTIFICATE_NONE};
	json_t *remedy = json_finding_remedy(&finding, NULL, &about);
	json_t *other = json_finding_remedy(&elsewhere, NULL, &about);
	const json_t *first =
	    json_array_get(json_object_get(remedy, "server"), 0);

	assert_string_equal(text_at(first, "where"), "Cloudflare");
	assert_non_null(strstr(text_at(first, "text"), "Bundle Method"));
	/* Not where the cure is no certificate. */
	first = json_array_get(json_object_get(other, "server"), 0);
	assert_string_not_equal(text_at(first, "where"), "Cloudflare");
	json_decref(remedy);
	json_decref(other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_finding_has_all_its_parts),
	    cmocka_unit_test(
		a_certificate_at_fault_is_named_by_index_and_fingerprint),
	    cmocka_unit_test(a_dated_rule_is_named_with_its_source),
	    cmocka_unit_test(recipes_are_filled_in_and_told_apart),
	    cmocka_unit_test(a_file_has_a_command_of_its_own),
	    cmocka_unit_test(where_a_provider_serves_it_comes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
