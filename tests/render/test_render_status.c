/* How an endpoint stands, as JSON. */
#include "render/render_status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static json_t *
render(struct endpoint *endpoint, struct habit habit)
{
	struct endpoint_status status;
	json_t *row;

	endpoint_status_begin(&status, endpoint);
	status.habit = habit;
	row = render_status(&status);
	endpoint_status_clear(&status);
	return row;
}

static int64_t
number(const json_t *row, const char *key)
{
	return json_integer_value(
	    json_object_get(json_object_get(row, "habit"), key));
}

static void
what_was_not_learnt_is_null(void **state)
{
	struct endpoint *endpoint = endpoint_new();
	json_t *row = render(endpoint, (struct habit){.count = 0});

	assert_true(json_is_null(json_object_get(row, "habit")));
	assert_string_equal(
	    json_string_value(json_object_get(row, "state")), "unknown");
	assert_true(json_is_false(json_object_get(row, "is_broken")));
	json_decref(row);
	endpoint_unref(endpoint);
	(void)state;
}

static void
a_habit_is_told_in_per_cent(void **state)
{
	struct endpoint *endpoint = endpoint_new();
	json_t *row = render(endpoint,
	    (struct habit){
		.usual = 326, .late = 268, .count = 5, .last_at = 60});

	assert_int_equal(number(row, "left_percent"), 33);
	/* never sooner than it is so */
	assert_int_equal(number(row, "overdue_percent"), 26);
	assert_int_equal(number(row, "renewals"), 5);
	assert_string_equal(json_string_value(json_object_get(
				json_object_get(row, "habit"), "last_at")),
	    "1970-01-01T00:01:00Z");
	json_decref(row);
	endpoint_unref(endpoint);
	(void)state;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_not_learnt_is_null),
	    cmocka_unit_test(a_habit_is_told_in_per_cent),
	};

	return cmocka_run_group_tests_name("render_status", tests, NULL, NULL);
}
