/* What somebody wants to see of a survey. */
#include "web/selection.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

#define NOW (1000 * (int64_t)SELECTION_DAY_S + 3600)

struct scene {
	struct survey *survey;
	struct selection_query query;
	struct selection selection;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	scene->survey = survey_new();
	scene->query.state = SURVEY_STATE_COUNT;
	scene->query.page = 1;
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	survey_unref(selection_end(&scene->selection));
	survey_unref(scene->survey);
	ARRAY_CLEAR(&scene->query.labels);
	free(scene);
	return 0;
}

static void
add(struct scene *scene, const char *id, enum severity severity,
    int64_t breaks_at, const char *team)
{
	struct endpoint *endpoint = endpoint_new();
	struct endpoint_status status;

	endpoint->id = mem_strdup(id);
	if (team != NULL) {
		struct endpoint_label *label =
		    ARRAY_ADD(&endpoint->settings->labels);

		label->key = mem_strdup("team");
		label->value = mem_strdup(team);
	}
	endpoint_status_begin(&status, endpoint);
	status.severity = severity;
	status.breaks_at = breaks_at;
	status.is_looked_at = true;
	status.is_seen = true;
	survey_add(scene->survey, &status);
	endpoint_status_clear(&status);
	endpoint_unref(endpoint);
}

static const struct selection *
look(struct scene *scene)
{
	survey_unref(selection_end(&scene->selection));
	while (!survey_sort(scene->survey, 100))
		;
	selection_begin(&scene->selection, scene->survey, &scene->query, NOW);
	while (!selection_step(&scene->selection, 3))
		;
	return &scene->selection;
}

static void
a_text_is_looked_for_anywhere_and_in_any_case(void **state)
{
	struct scene *scene = *state;

	add(scene, "www.shop.example:443", SEVERITY_OK, 0, NULL);
	add(scene, "mail.example:25", SEVERITY_OK, 0, NULL);
	add(scene, "[2001:db8::1]:443", SEVERITY_OK, 0, NULL);
	scene->query.pattern = "SHOP";
	assert_int_equal(look(scene)->all, 1);
	scene->query.pattern = "[2001:";
	assert_int_equal(look(scene)->all, 1);
	scene->query.pattern = "";
	assert_int_equal(look(scene)->all, 3);
	scene->query.pattern = "%";
	assert_int_equal(look(scene)->all, 0);
}

static void
with_wildcards_it_is_the_pattern_of_the_commands(void **state)
{
	struct scene *scene = *state;

	add(scene, "www.shop.example:443", SEVERITY_OK, 0, NULL);
	add(scene, "shop.example:443", SEVERITY_OK, 0, NULL);
	scene->query.pattern = "*.shop.example";
	assert_int_equal(look(scene)->all, 1);
	scene->query.pattern = "shop.*";
	assert_int_equal(look(scene)->all, 1);
}

static void
all_that_is_asked_must_fit(void **state)
{
	struct scene *scene = *state;

	add(scene, "a.test:443", SEVERITY_CRITICAL, 0, "web");
	add(scene, "b.test:443", SEVERITY_CRITICAL, 0, "mail");
	add(scene, "c.test:443", SEVERITY_OK, 0, "web");
	add(scene, "d.test:443", SEVERITY_OK, 0, NULL);
	*ARRAY_ADD(&scene->query.labels) =
	    (struct endpoint_label){(char *)"team", (char *)"web"};
	assert_int_equal(look(scene)->all, 2);
	scene->query.state = SURVEY_CRITICAL;
	assert_int_equal(look(scene)->all, 1);
	assert_string_equal(
	    scene->selection.page[0]->endpoint->id, "a.test:443");
}

/* So that one can turn from one state to the other. */
static void
counts_are_of_all_states_whichever_is_shown(void **state)
{
	struct scene *scene = *state;

	add(scene, "a.test:443", SEVERITY_CRITICAL, 0, NULL);
	add(scene, "b.test:443", SEVERITY_WARNING, 0, NULL);
	add(scene, "c.test:443", SEVERITY_OK, 0, NULL);
	add(scene, "d.other:443", SEVERITY_OK, 0, NULL);
	scene->query.state = SURVEY_WARNING;
	scene->query.pattern = ".test";
	assert_int_equal(look(scene)->all, 1);
	assert_int_equal(scene->selection.counts[SURVEY_CRITICAL], 1);
	assert_int_equal(scene->selection.counts[SURVEY_WARNING], 1);
	assert_int_equal(scene->selection.counts[SURVEY_OK], 1);
}

static void
what_breaks_is_counted_on_its_day(void **state)
{
	struct scene *scene = *state;
	const struct selection *selection;

	add(scene, "past:443", SEVERITY_OK, NOW - 1, NULL);
	add(scene, "now:443", SEVERITY_OK, NOW, NULL);
	add(scene, "tomorrow:443", SEVERITY_OK, 1001 * (int64_t)86400, NULL);
	add(scene, "last:443", SEVERITY_OK, 1090 * (int64_t)86400 - 1, NULL);
	add(scene, "later:443", SEVERITY_OK, 1090 * (int64_t)86400, NULL);
	add(scene, "never:443", SEVERITY_OK, 0, NULL);
	selection = look(scene);
	assert_int_equal(selection->days[0].count, 1);
	assert_int_equal(selection->days[1].count, 1);
	assert_string_equal(
	    selection->days[1].named[0]->endpoint->id, "tomorrow:443");
	assert_int_equal(selection->days[89].count, 1);
	assert_int_equal(selection->later, 2);
	scene->query.breaks_by = 1001 * (int64_t)86400;
	assert_int_equal(look(scene)->all, 3);
}

static void
a_day_names_a_few_and_counts_all(void **state)
{
	struct scene *scene = *state;

	for (int i = 0; i < 9; i++)
		add(scene, "x:443", SEVERITY_OK, NOW + 5, NULL);
	assert_int_equal(look(scene)->days[0].count, 9);
	assert_non_null(scene->selection.days[0].named[2]);
}

static void
a_page_is_a_hundred_and_the_last_the_rest(void **state)
{
	struct scene *scene = *state;
	char id[32];

	assert_int_equal(selection_pages(look(scene)), 1);
	for (int i = 0; i < 250; i++) {
		snprintf(id, sizeof id, "%03d.test:443", i);
		add(scene, id, SEVERITY_OK, 0, NULL);
	}
	scene->survey->is_sorted = false;
	scene->query.page = 3;
	assert_int_equal(look(scene)->page_len, 50);
	assert_int_equal(selection_pages(&scene->selection), 3);
	assert_string_equal(
	    scene->selection.page[0]->endpoint->id, "200.test:443");
	scene->query.page = 4;
	assert_int_equal(look(scene)->page_len, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_text_is_looked_for_anywhere_and_in_any_case),
	    TEST(with_wildcards_it_is_the_pattern_of_the_commands),
	    TEST(all_that_is_asked_must_fit),
	    TEST(counts_are_of_all_states_whichever_is_shown),
	    TEST(what_breaks_is_counted_on_its_day),
	    TEST(a_day_names_a_few_and_counts_all),
	    TEST(a_page_is_a_hundred_and_the_last_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
