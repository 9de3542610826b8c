/* What was, as JSON. */
#include "control/history_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* 2026-01-01T00:00:00Z */
#define NEW_YEAR INT64_C(1767225600)
#define DAY 86400

static const char *
text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	assert_non_null(text);
	return text;
}

static void
a_renewal_says_how_much_was_left(void **state)
{
	const struct history_entry entry = {
	    .kind = HISTORY_CHAIN,
	    .from = NEW_YEAR,
	    .endpoint = (char *)"a.test:443",
	    .place = {.address = {.family = 4,
			  .bytes = {192, 0, 2, 1},
			  .port = 443},
		.variant = VARIANT_RSA},
	    .change = HISTORY_RENEWED,
	    .leaf = {.label = (char *)"a.test",
		.issuer_label = (char *)"R11",
		.not_after = NEW_YEAR + 90 * DAY},
	    .before = {.label = (char *)"a.test",
		.issuer_label = (char *)"R10",
		.not_after = NEW_YEAR + 28 * DAY},
	};
	json_t *line = history_line(&entry);

	assert_string_equal(text_of(line, "type"), "chain");
	assert_string_equal(text_of(line, "change"), "renewed");
	assert_string_equal(text_of(line, "address"), "192.0.2.1:443");
	assert_string_equal(text_of(line, "variant"), "rsa");
	assert_string_equal(text_of(line, "from"), "2026-01-01T00:00:00Z");
	assert_true(json_is_null(json_object_get(line, "to")));
	assert_int_equal(
	    json_integer_value(json_object_get(line, "left_s")), 28 * DAY);
	assert_string_equal(
	    text_of(json_object_get(line, "before"), "issuer"), "R10");
	json_decref(line);
}

static void
what_was_first_replaced_nothing(void **state)
{
	const struct history_entry entry = {.kind = HISTORY_CHAIN, .from = 1};
	json_t *line = history_line(&entry);

	assert_true(json_is_null(json_object_get(line, "before")));
	assert_true(json_is_null(json_object_get(line, "left_s")));
	assert_true(json_is_null(json_object_get(
	    json_object_get(line, "leaf"), "not_after"))); /* not known */
	json_decref(line);
}

static void
an_incident_says_how_long_it_was(void **state)
{
	struct history_entry entry = {
	    .kind = HISTORY_INCIDENT,
	    .from = NEW_YEAR,
	    .to = NEW_YEAR + 7200,
	    .id = (char *)"0123",
	    .finding = (char *)"expired",
	    .severity = (char *)"critical",
	    .told = (char *)"told",
	    .is_about_certificate = true,
	    .endpoint_count = 400,
	};
	json_t *line;

	texts_add(&entry.endpoints, "a.test:443");
	line = history_line(&entry);
	assert_int_equal(
	    json_integer_value(json_object_get(line, "duration_s")), 7200);
	assert_int_equal(
	    json_integer_value(json_object_get(line, "endpoint_count")), 400);
	assert_int_equal(
	    json_array_size(json_object_get(line, "endpoints")), 1);
	assert_int_equal(strlen(text_of(line, "fingerprint_sha256")), 64);
	json_decref(line);
	entry.to = 0;
	entry.is_about_certificate = false;
	line = history_line(&entry);
	assert_true(json_is_null(json_object_get(line, "duration_s")));
	assert_true(json_is_null(json_object_get(line, "to")));
	assert_true(json_is_null(json_object_get(line, "fingerprint_sha256")));
	json_decref(line);
	texts_clear(&entry.endpoints);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_renewal_says_how_much_was_left),
	    cmocka_unit_test(what_was_first_replaced_nothing),
	    cmocka_unit_test(an_incident_says_how_long_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
