/* What a sink has to know of an event, out of its JSON. */
#include "notify/payload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define EVENT \
	"{\"event\":\"incident-resolved\",\"severity\":\"ok\"," \
	"\"text\":\"all is well\",\"incident\":{\"severity\":\"warning\"}}"

static void
the_end_of_an_incident_is_as_bad_as_it_was(void **state)
{
	struct payload_about about;

	assert_true(payload_about(EVENT, &about));
	assert_int_equal(about.kind, EVENT_INCIDENT_RESOLVED);
	assert_int_equal(about.worst, SEVERITY_WARNING);
	assert_false(payload_about("{", &about));
	assert_false(payload_about("{\"event\":\"of-the-future\"}", &about));
}

static void
what_was_routed_says_so(void **state)
{
	struct payload_about about;

	assert_true(payload_about(EVENT, &about));
	assert_false(about.is_routed);
	assert_true(payload_about("{\"event\":\"incident-opened\","
				  "\"routed_to\":[\"ops\"]}",
	    &about));
	assert_true(about.is_routed);
}

static void
only_its_own_dead_letters_are_not_for_a_sink(void **state)
{
	struct payload_about about;

	assert_true(payload_about("{\"event\":\"monitor-fault\","
				  "\"finding\":\"dead-letter\","
				  "\"sink\":\"ops\"}",
	    &about));
	assert_true(payload_is_own_burial(&about, "ops"));
	assert_false(payload_is_own_burial(&about, "mail"));
}

static void
who_hears_it_first_is_known(void **state)
{
	static const char late[] =
	    "{\"event\":\"incident-changed\",\"newly_told\":[\"mail\"]}";
	json_t *event = payload_for(late, "mail", NULL);

	assert_true(json_is_true(json_object_get(event, "first_here")));
	json_decref(event);
	event = payload_for(late, "ops", NULL);
	assert_null(json_object_get(event, "first_here"));
	json_decref(event);
	assert_null(payload_for("{", "ops", "https://watch.test/"));
}

static void
the_page_of_its_incident_is_told_where_there_is_one(void **state)
{
	static const char about[] = "{\"event\":\"incident-opened\","
				    "\"incident\":{\"id\":\"0a1b\"}}";
	static const char of_ours[] =
	    "{\"event\":\"monitor-fault\",\"incident\":null}";
	json_t *event = payload_for(about, "ops", "https://watch.test/x/");

	assert_string_equal(json_string_value(json_object_get(event, "page")),
	    "https://watch.test/x/incidents/0a1b");
	json_decref(event);
	event = payload_for(about, "ops", NULL);
	assert_null(json_object_get(event, "page"));
	json_decref(event);
	event = payload_for(of_ours, "ops", "https://watch.test/");
	assert_null(json_object_get(event, "page"));
	json_decref(event);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_end_of_an_incident_is_as_bad_as_it_was),
	    cmocka_unit_test(what_was_routed_says_so),
	    cmocka_unit_test(only_its_own_dead_letters_are_not_for_a_sink),
	    cmocka_unit_test(who_hears_it_first_is_known),
	    cmocka_unit_test(
		the_page_of_its_incident_is_told_where_there_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
