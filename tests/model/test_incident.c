/* Incidents as values. */
#include "model/incident.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/mem.h"

static struct endpoint *
make_endpoint(const char *name)
{
	struct endpoint *endpoint = endpoint_new();

	snprintf(endpoint->host.text, sizeof endpoint->host.text, "%s", name);
	endpoint_finish(endpoint);
	return endpoint;
}

static void
ids_depend_on_code_subject_time_and_counter(void **state)
{
	struct endpoint *a = make_endpoint("a.example");
	struct incident *x = incident_new(FINDING_LEAF_ONLY, 100);
	struct incident *y = incident_new(FINDING_LEAF_ONLY, 100);
	char id[EVENT_ID_LEN + 1];

	x->endpoint = endpoint_ref(a);
	y->endpoint = endpoint_ref(a);
	incident_make_id(x, 1);
	incident_make_id(y, 1);
	assert_string_equal(x->id, y->id);
	assert_int_equal(strspn(x->id, "0123456789abcdef"), EVENT_ID_LEN);
	memcpy(id, x->id, sizeof id);
	incident_make_id(y, 2);
	assert_string_not_equal(y->id, id);
	y->opened_at = 101;
	incident_make_id(y, 1);
	assert_string_not_equal(y->id, id);
	y->opened_at = 100;
	y->code = FINDING_WRONG_ORDER;
	incident_make_id(y, 1);
	assert_string_not_equal(y->id, id);
	y->code = FINDING_LEAF_ONLY;
	y->has_digest = true;
	incident_make_id(y, 1);
	assert_string_not_equal(y->id, id);
	incident_free(x);
	incident_free(y);
	endpoint_unref(a);
}

static void
an_event_lists_each_endpoint_once_in_order(void **state)
{
	static const char *const names[] = {"c", "a", "b", "a", "c"};
	struct incident *incident = incident_new(FINDING_LEAF_EXPIRED, 7);
	struct event_incident described;

	incident->severity = SEVERITY_CRITICAL;
	incident->endpoint_count = 3;
	for (size_t i = 0; i < 5; i++)
		ARRAY_ADD(&incident->members)->endpoint =
		    make_endpoint(names[i]);
	incident_describe(incident, &described);
	assert_true(described.is_set);
	assert_int_equal(described.finding, FINDING_LEAF_EXPIRED);
	assert_int_equal(described.severity, SEVERITY_CRITICAL);
	assert_int_equal(described.opened_at, 7);
	assert_int_equal(described.resolved_at, 0);
	assert_int_equal(described.endpoint_count, 3);
	assert_int_equal(described.endpoints.len, 3);
	assert_string_equal(described.endpoints.items[0], "a:443");
	assert_string_equal(described.endpoints.items[1], "b:443");
	assert_string_equal(described.endpoints.items[2], "c:443");
	ARRAY_EACH (id, &described.endpoints)
		free(*id);
	ARRAY_CLEAR(&described.endpoints);
	incident_free(incident);
}

static void
a_long_list_is_cut_and_still_counted(void **state)
{
	struct incident *incident = incident_new(FINDING_LEAF_EXPIRED, 7);
	struct event_incident described;

	for (int i = 0; i < EVENT_MAX_ENDPOINTS + 50; i++) {
		char name[20];

		snprintf(name, sizeof name, "e%d.example", i);
		ARRAY_ADD(&incident->members)->endpoint = make_endpoint(name);
	}
	incident->endpoint_count = incident->members.len;
	incident_describe(incident, &described);
	assert_int_equal(described.endpoints.len, EVENT_MAX_ENDPOINTS);
	assert_int_equal(described.endpoint_count, EVENT_MAX_ENDPOINTS + 50);
	ARRAY_EACH (id, &described.endpoints)
		free(*id);
	ARRAY_CLEAR(&described.endpoints);
	incident_free(incident);
}

static void
nothing_is_freed_without_a_fuss(void **state)
{
	struct event_incident described;
	struct incident *incident = incident_new(FINDING_LEAF_ONLY, 1);

	incident_describe(incident, &described);
	assert_int_equal(described.endpoints.len, 0);
	incident_free(incident);
	incident_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ids_depend_on_code_subject_time_and_counter),
	    cmocka_unit_test(an_event_lists_each_endpoint_once_in_order),
	    cmocka_unit_test(a_long_list_is_cut_and_still_counted),
	    cmocka_unit_test(nothing_is_freed_without_a_fuss),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
