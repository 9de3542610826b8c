/* Whom an event is for, as JSON. */
#include "render/json_routing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"

static void
expect(const char *sinks, const char *newly, const char *expected)
{
	CLEANUP(event_unref)
	struct event *event = event_new(EVENT_INCIDENT_CHANGED, 0);
	json_t *object = json_object();
	CLEANUP(free) char *text = NULL;

	event->sinks = mem_strdup(sinks);
	event->newly_told = mem_strdup(newly);
	json_routing_set(object, event);
	text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
	assert_string_equal(text, expected);
	json_decref(object);
}

static void
names_stand_in_lists_and_null_is_all(void **state)
{
	expect(NULL, NULL, "{\"newly_told\":[],\"routed_to\":null}");
	expect("", NULL, "{\"newly_told\":[],\"routed_to\":[]}");
	expect("ops pager", "pager",
	    "{\"newly_told\":[\"pager\"],\"routed_to\":[\"ops\",\"pager\"]}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_stand_in_lists_and_null_is_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
