/* Transparency as JSON: which log, how it came, and what it is worth. */
#include "render/json_transparency.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "scene.h"

static const char *
text_at(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void
what_was_not_looked_at_is_null(void **state)
{
	json_t *json = json_transparency(NULL);

	assert_true(json_is_null(json));
	json_decref(json);
}

static void
each_timestamp_says_how_it_stands(void **state)
{
	struct transparency *transparency = transparency_new();
	json_t *json, *one;

	*ARRAY_ADD(&transparency->scts) = (struct report_sct){
	    .way = SCT_STAPLED,
	    .standing = SCT_VALID,
	    .timestamp_ms = MINT_NOW * 1000 + 1,
	    .log = mem_strdup("Argon"),
	    .operator= mem_strdup("Google"),
	    .log_state = CT_LOG_READONLY,
	};
	*ARRAY_ADD(&transparency->scts) = (struct report_sct){
	    .way = SCT_EMBEDDED,
	    .standing = SCT_UNKNOWN_LOG,
	    .log_id = {0xab},
	};
	transparency->counts[SCT_EMBEDDED] = 1;
	transparency->counts[SCT_STAPLED] = 1;
	transparency->wanted = 2;
	transparency->list = mem_strdup("logs.json");
	transparency->list_made_at = MINT_NOW - 86400;
	json = json_transparency(transparency);
	assert_int_equal(
	    json_integer_value(json_object_get(json, "embedded")), 1);
	assert_int_equal(
	    json_integer_value(json_object_get(json, "handshake")), 0);
	assert_int_equal(json_integer_value(json_object_get(json, "valid")), 1);
	assert_int_equal(
	    json_integer_value(json_object_get(json, "wanted")), 2);
	assert_true(json_is_false(json_object_get(json, "enough")));
	assert_string_equal(
	    text_at(json_object_get(json, "log_list"), "made_at"),
	    "2026-05-31T00:00:00Z");
	one = json_array_get(json_object_get(json, "timestamps"), 0);
	assert_string_equal(text_at(one, "delivery"), "stapled");
	assert_string_equal(text_at(one, "status"), "valid");
	assert_string_equal(text_at(one, "log"), "Argon");
	assert_string_equal(text_at(one, "operator"), "Google");
	assert_string_equal(text_at(one, "log_state"), "readonly");
	assert_string_equal(text_at(one, "time"), "2026-06-01T00:00:00Z");
	one = json_array_get(json_object_get(json, "timestamps"), 1);
	assert_string_equal(text_at(one, "status"), "unknown-log");
	assert_int_equal(strncmp(text_at(one, "log_id"), "ab00", 4), 0);
	assert_true(json_is_null(json_object_get(one, "log_state")));
	json_decref(json);
	transparency_free(transparency);
}

static void
without_a_list_nothing_is_valid_or_invalid(void **state)
{
	struct transparency *transparency = transparency_new();
	json_t *json;

	transparency->is_enough = true;
	json = json_transparency(transparency);
	assert_true(json_is_null(json_object_get(json, "valid")));
	assert_true(json_is_null(json_object_get(json, "log_list")));
	assert_true(json_is_true(json_object_get(json, "enough")));
	json_decref(json);
	transparency_free(transparency);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_not_looked_at_is_null),
	    cmocka_unit_test(each_timestamp_says_how_it_stands),
	    cmocka_unit_test(without_a_list_nothing_is_valid_or_invalid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
