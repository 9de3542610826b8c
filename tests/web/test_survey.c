/* How all endpoints stood: in which order, and in slices. */
#include "web/survey.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static void
add(struct survey *survey, const char *id, enum severity severity,
    int64_t breaks_at, int64_t last_look_at)
{
	struct endpoint *endpoint = endpoint_new();
	struct endpoint_status status;

	endpoint->id = mem_strdup(id);
	endpoint_status_begin(&status, endpoint);
	status.severity = severity;
	status.breaks_at = breaks_at;
	status.last_look_at = last_look_at;
	status.is_looked_at = last_look_at != 0;
	status.is_seen = last_look_at != 0;
	survey_add(survey, &status);
	endpoint_status_clear(&status);
	endpoint_unref(endpoint);
}

static void
sort(struct survey *survey, size_t slice)
{
	unsigned slices = 0;

	while (!survey_sort(survey, slice))
		assert_true(++slices < 100000);
}

static const char *
id_at(const struct survey *survey, size_t i)
{
	return survey->rows.items[i].endpoint->id;
}

static void
the_worst_stand_first_and_the_unseen_before_the_good(void **state)
{
	CLEANUP(survey_unref) struct survey *survey = survey_new();

	add(survey, "good:443", SEVERITY_OK, 900, 10);
	add(survey, "unseen:443", SEVERITY_OK, 0, 0);
	add(survey, "notice:443", SEVERITY_NOTICE, 900, 10);
	add(survey, "critical:443", SEVERITY_CRITICAL, 900, 10);
	add(survey, "warning:443", SEVERITY_WARNING, 900, 10);
	sort(survey, 1);
	assert_string_equal(id_at(survey, 0), "critical:443");
	assert_string_equal(id_at(survey, 1), "warning:443");
	assert_string_equal(id_at(survey, 2), "notice:443");
	assert_string_equal(id_at(survey, 3), "unseen:443");
	assert_string_equal(id_at(survey, 4), "good:443");
	assert_int_equal(
	    survey_row_state(&survey->rows.items[3]), SURVEY_UNKNOWN);
}

static void
of_one_state_what_breaks_first_stands_first_then_by_id(void **state)
{
	CLEANUP(survey_unref) struct survey *survey = survey_new();

	add(survey, "a:443", SEVERITY_OK, 0, 10);
	add(survey, "b:443", SEVERITY_OK, 500, 10);
	add(survey, "c:443", SEVERITY_OK, 400, 10);
	add(survey, "d:443", SEVERITY_OK, 500, 10);
	sort(survey, 1000);
	assert_string_equal(id_at(survey, 0), "c:443");
	assert_string_equal(id_at(survey, 1), "b:443");
	assert_string_equal(id_at(survey, 2), "d:443");
	assert_string_equal(id_at(survey, 3), "a:443");
	assert_int_equal(survey_row_breaks_at(&survey->rows.items[0]), 400);
	assert_int_equal(survey_row_breaks_at(&survey->rows.items[3]), 0);
}

static void
what_is_broken_stands_before_what_will_be(void **state)
{
	CLEANUP(survey_unref) struct survey *survey = survey_new();

	add(survey, "soon:443", SEVERITY_CRITICAL, 400, 10);
	add(survey, "broken:443", SEVERITY_CRITICAL, 0, 10);
	sort(survey, 1000);
	assert_string_equal(id_at(survey, 0), "broken:443");
	assert_int_equal(survey_row_breaks_at(&survey->rows.items[0]), 0);
	assert_int_equal(survey_row_breaks_at(&survey->rows.items[1]), 400);
	assert_int_equal(
	    survey_row_state(&survey->rows.items[1]), SURVEY_CRITICAL);
}

/* Runs, rounds of merging, a rest: whatever the size of the slices. */
static void
thousands_are_sorted_in_slices_of_any_size(void **state)
{
	static const size_t slices[] = {1, 777, 1000000};

	for (size_t s = 0; s < sizeof slices / sizeof slices[0]; s++) {
		CLEANUP(survey_unref) struct survey *survey = survey_new();
		uint32_t random = 7;

		for (int i = 0; i < 5000; i++) {
			char id[32];

			random = random * 1664525 + 1013904223;
			snprintf(id, sizeof id, "%05d", i);
			add(survey, id, (enum severity)(random >> 8 & 3),
			    random >> 20, 10);
		}
		sort(survey, slices[s]);
		assert_int_equal(survey->rows.len, 5000);
		for (size_t i = 1; i < 5000; i++) {
			const struct survey_row *row = &survey->rows.items[i];

			assert_true(row[-1].order <= row->order);
			if (row[-1].order == row->order)
				assert_true(strcmp(id_at(survey, i - 1),
						id_at(survey, i)) < 0);
		}
	}
}

static void
the_longest_ago_that_one_was_looked_at_is_known(void **state)
{
	CLEANUP(survey_unref) struct survey *survey = survey_new();

	assert_int_equal(survey->oldest_look_at, 0);
	add(survey, "a", SEVERITY_OK, 0, 0);
	add(survey, "b", SEVERITY_OK, 0, 70);
	add(survey, "c", SEVERITY_OK, 0, 50);
	assert_int_equal(survey->oldest_look_at, 50);
}

static void
what_it_holds_is_given_up_in_slices(void **state)
{
	CLEANUP(survey_unref) struct survey *survey = survey_new();

	for (int i = 0; i < 10; i++)
		add(survey, "a", SEVERITY_OK, 0, 0);
	assert_false(survey_shrink(survey, 9));
	assert_int_equal(survey->rows.len, 1);
	assert_true(survey_shrink(survey, 9));
}

static void
a_row_is_small(void **state)
{
	assert_true(sizeof(struct survey_row) <= 24);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		the_worst_stand_first_and_the_unseen_before_the_good),
	    cmocka_unit_test(
		of_one_state_what_breaks_first_stands_first_then_by_id),
	    cmocka_unit_test(what_is_broken_stands_before_what_will_be),
	    cmocka_unit_test(thousands_are_sorted_in_slices_of_any_size),
	    cmocka_unit_test(the_longest_ago_that_one_was_looked_at_is_known),
	    cmocka_unit_test(what_it_holds_is_given_up_in_slices),
	    cmocka_unit_test(a_row_is_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
