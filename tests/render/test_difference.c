/* Two reports held against each other. */
#include "render/difference.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "scene.h"

static void
add_client(struct report *report, const char *name, bool accepts)
{
	struct report_client *client = ARRAY_ADD(&report->clients);

	client->name = client->title = name;
	client->accepts = accepts;
}

static char *
text_of(const struct difference *difference)
{
	struct strbuf buf = STRBUF_INIT(8192);

	render_text_difference(&buf, difference, &scene_style);
	return strbuf_take(&buf);
}

static void
without_a_report_before_there_is_nothing_to_say(void **state)
{
	CLEANUP(report_unref) struct report *report = scene_good();
	const struct difference difference = {.after = report};
	CLEANUP(free) char *text = text_of(&difference);
	json_t *object = render_json_difference(&difference);

	assert_string_equal(text, "");
	assert_true(json_is_null(object));
	json_decref(object);
}

static void
equal_reports_differ_in_nothing(void **state)
{
	CLEANUP(report_unref) struct report *report = scene_good();
	const struct difference difference = {
	    .before = report, .after = report, .has_policy = true};
	CLEANUP(free) char *text = text_of(&difference);

	assert_string_equal(
	    text, "\nWhat differs from the rules built in\n  nothing\n");
}

static void
findings_clients_and_validity_are_told_each_way(void **state)
{
	CLEANUP(report_unref) struct report *good = scene_good();
	CLEANUP(report_unref) struct report *bad = scene_leaf_only();
	const struct difference worse = {
	    .before = good, .after = bad, .has_at = true, .has_trust = true};
	const struct difference better = {
	    .before = bad, .after = good, .has_trust = true};
	CLEANUP(free) char *down = NULL;
	CLEANUP(free) char *up = NULL;

	good->is_valid = true;
	good->breaks_at = TIMESTAMP_NEVER;
	add_client(good, "java", true);
	add_client(good, "curl", true);
	add_client(bad, "java", false);
	add_client(bad, "curl", true);
	down = text_of(&worse);
	assert_string_equal(down,
	    "\nWhat differs from now (2026-06-01 00:00 UTC), the system's "
	    "trust store\n"
	    "  the chain: is not valid; without, it is valid, without an end\n"
	    "  appears: leaf-only (critical)\n"
	    "  comes to refuse: java\n");
	up = text_of(&better);
	assert_non_null(strstr(up, "  vanishes: leaf-only (critical)\n"));
	assert_non_null(strstr(up, "  comes to accept: java\n"));
}

static void
json_has_the_same(void **state)
{
	CLEANUP(report_unref) struct report *good = scene_good();
	CLEANUP(report_unref) struct report *bad = scene_leaf_only();
	const struct difference difference = {
	    .before = good, .after = bad, .has_trust = true};
	json_t *object;
	char *text;

	add_client(good, "java", true);
	add_client(bad, "java", false);
	object = render_json_difference(&difference);
	text = json_dumps(object, JSON_COMPACT);
	assert_non_null(strstr(text,
	    "\"appear\":[{\"code\":\"leaf-only\",\"severity\":\"critical\"}],"
	    "\"vanish\":[],\"clients\":{\"java\":{\"before\":true,"
	    "\"after\":false}}"));
	assert_non_null(strstr(text, "\"policy\":null,\"trust\":\"system\"}"));
	free(text);
	json_decref(object);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(without_a_report_before_there_is_nothing_to_say),
	    cmocka_unit_test(equal_reports_differ_in_nothing),
	    cmocka_unit_test(findings_clients_and_validity_are_told_each_way),
	    cmocka_unit_test(json_has_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
