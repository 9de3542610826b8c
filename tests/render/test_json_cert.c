/* Certificates and paths as JSON. */
#include "render/json_cert.h"

#include "render/scene.h"
#include "support/mint.h"

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
what_was_sent_stands_in_its_order(void **state)
{
	struct report *report = scene_good();
	json_t *list = json_cert_presented(report->presented);
	const json_t *leaf = json_array_get(list, 0);

	assert_int_equal(json_array_size(list), 2);
	assert_int_equal(json_integer_value(json_object_get(leaf, "index")), 0);
	assert_string_equal(text_at(leaf, "label"), SCENE_HOST);
	assert_int_equal(strlen(text_at(leaf, "fingerprint_sha256")), 64);
	assert_string_equal(
	    json_string_value(json_array_get(
		json_object_get(json_object_get(leaf, "names"), "dns"), 0)),
	    SCENE_HOST);
	assert_string_equal(
	    text_at(json_array_get(list, 1), "label"), "Test Intermediate");
	json_decref(list);
	report_unref(report);
}

static void
a_certificate_that_cannot_be_read_says_why(void **state)
{
	struct cert *cert = cert_new((const uint8_t *)"junk", 4);
	struct chain *chain = chain_new(&cert, 1);
	json_t *list = json_cert_presented(chain);
	const json_t *item = json_array_get(list, 0);

	assert_non_null(text_at(item, "malformed"));
	assert_null(json_object_get(item, "not_after"));
	json_decref(list);
	chain_unref(chain);
	cert_unref(cert);
}

static void
more_names_than_the_limit_are_counted(void **state)
{
	struct cert_name *names =
	    mem_new(JSON_CERT_MAX_NAMES + 3, sizeof *names);
	struct cert cert = {.refs = 1,
	    .label = "many",
	    .names = names,
	    .name_count = JSON_CERT_MAX_NAMES + 3};
	struct cert *certs[] = {&cert};
	struct chain chain = {.certs = certs, .len = 1, .refs = 1};
	json_t *list;
	const json_t *item;

	for (size_t i = 0; i < cert.name_count; i++)
		names[i].text = "a.example";
	list = json_cert_presented(&chain);
	item = json_array_get(list, 0);
	assert_int_equal(
	    json_integer_value(json_object_get(item, "names_omitted")), 3);
	assert_int_equal(json_array_size(json_object_get(
			     json_object_get(item, "names"), "dns")),
	    JSON_CERT_MAX_NAMES);
	json_decref(list);
	free(names);
}

static void
a_path_says_where_each_certificate_is_from(void **state)
{
	struct report *report = scene_leaf_only();
	json_t *path =
	    json_cert_path(&report->paths.items[0], report->presented);
	const json_t *links = json_object_get(path, "certificates");

	assert_true(json_is_true(json_object_get(path, "complete")));
	assert_false(json_is_true(json_object_get(path, "presented_only")));
	assert_string_equal(
	    text_at(json_array_get(links, 0), "origin"), "presented");
	assert_string_equal(
	    text_at(json_array_get(links, 1), "origin"), "fleet");
	assert_true(
	    json_is_null(json_object_get(json_array_get(links, 1), "index")));
	assert_string_equal(
	    text_at(json_array_get(links, 2), "origin"), "anchor");
	json_decref(path);
	report_unref(report);
}

static void
stores_become_a_list(void **state)
{
	struct report *report = scene_good();
	json_t *path;
	const json_t *stores;

	free(report->paths.items[0].anchor_stores);
	report->paths.items[0].anchor_stores = mem_strdup("system, corp");
	path = json_cert_path(&report->paths.items[0], report->presented);
	stores = json_object_get(path, "anchor_stores");
	assert_int_equal(json_array_size(stores), 2);
	assert_string_equal(
	    json_string_value(json_array_get(stores, 1)), "corp");
	json_decref(path);
	report_unref(report);
}

static void
the_chain_to_serve_is_pem(void **state)
{
	struct report *report = scene_leaf_only();
	json_t *list = json_cert_suggested(report->suggested);

	assert_int_equal(json_array_size(list), 2);
	assert_int_equal(strncmp(text_at(json_array_get(list, 1), "pem"),
			     "-----BEGIN CERTIFICATE-----\n", 28),
	    0);
	json_decref(list);
	assert_true(json_is_null(json_cert_suggested(NULL)));
	report_unref(report);
}

static void
a_remembered_chain_has_fingerprints_and_findings(void **state)
{
	struct report *report = scene_leaf_only();
	struct verdict *verdict = verdict_new(report);
	json_t *object = json_cert_verdict(verdict);

	assert_string_equal(text_at(object, "severity"), "critical");
	assert_string_equal(json_string_value(json_array_get(
				json_object_get(object, "findings"), 0)),
	    "leaf-only");
	assert_string_equal(
	    text_at(json_array_get(json_object_get(object, "presented"), 0),
		"label"),
	    SCENE_HOST);
	json_decref(object);
	verdict_unref(verdict);
	report_unref(report);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_sent_stands_in_its_order),
	    cmocka_unit_test(a_certificate_that_cannot_be_read_says_why),
	    cmocka_unit_test(more_names_than_the_limit_are_counted),
	    cmocka_unit_test(a_path_says_where_each_certificate_is_from),
	    cmocka_unit_test(stores_become_a_list),
	    cmocka_unit_test(the_chain_to_serve_is_pem),
	    cmocka_unit_test(a_remembered_chain_has_fingerprints_and_findings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
