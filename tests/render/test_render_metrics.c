/* The daemon's own families: all of the table, each once, in both formats. */
#include "render/render_metrics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define PAGE_MAX (256u << 10)

struct fixture {
	struct metric_values values;
	struct metric_fleet fleet;
	struct strbuf out;
	struct metric_page page;
};

/* All that can be there is. */
static int
set_up(void **state)
{
	struct fixture *fixture = MEM_NEW(struct fixture);
	struct metric_values *values = &fixture->values;

	values->version = "1";
	values->openssl = "3";
	values->keeping.is_there = true;
	fixture->fleet.next_break_at = 1;
	*ARRAY_ADD(&values->sinks) = (struct metric_sink){.name = "ops"};
	fixture->out = (struct strbuf)STRBUF_INIT(PAGE_MAX);
	fixture->page.out = &fixture->out;
	*state = fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;

	metric_values_clear(&fixture->values);
	strbuf_clear(&fixture->out);
	free(fixture);
	return 0;
}

static const char *
write_all(struct fixture *fixture, enum metric_format format)
{
	fixture->page.format = format;
	render_metrics(&fixture->page, &fixture->values, &fixture->fleet);
	metric_end(&fixture->page);
	assert_false(strbuf_is_truncated(&fixture->out));
	return strbuf_text(&fixture->out);
}

static size_t
count(const char *text, const char *words)
{
	size_t found = 0;

	for (; (text = strstr(text, words)) != NULL; text++)
		found++;
	return found;
}

static void
each_family_of_the_daemon_is_there_once(void **state)
{
	const char *text = write_all(*state, METRIC_FORMAT_TEXT);

	for (size_t i = 0; i < METRIC_ID_COUNT; i++) {
		const struct metric_row *row = metric_row((enum metric_id)i);
		char *type = mem_printf("# TYPE %s ", row->name);
		size_t expected = row->of == METRIC_OF_DAEMON ? 1 : 0;

		if (count(text, type) != expected)
			fail_msg("%s stands there %zu times", row->name,
			    count(text, type));
		free(type);
	}
}

static void
each_family_has_samples(void **state)
{
	const char *text = write_all(*state, METRIC_FORMAT_TEXT);

	for (size_t i = 0; i < METRIC_ID_COUNT; i++) {
		const struct metric_row *row = metric_row((enum metric_id)i);
		char *with = mem_printf("\n%s{", row->name);
		char *without = mem_printf("\n%s ", row->name);

		if (row->of == METRIC_OF_DAEMON &&
		    row->type != METRIC_HISTOGRAM)
			assert_true(
			    count(text, with) + count(text, without) > 0);
		free(with);
		free(without);
	}
}

static void
openmetrics_has_one_end(void **state)
{
	const char *text = write_all(*state, METRIC_FORMAT_OPEN);

	assert_int_equal(count(text, "# EOF\n"), 1);
	assert_string_equal(text + strlen(text) - 6, "# EOF\n");
	assert_int_equal(count(text, "_total counter\n"), 0);
}

static void
what_is_not_known_is_left_out(void **state)
{
	struct fixture *fixture = *state;
	const char *text;

	fixture->values.keeping.is_there = false;
	fixture->values.process.open_fds = METRIC_UNKNOWN;
	fixture->values.sinks.items[0].waiting = METRIC_UNKNOWN;
	fixture->fleet.next_break_at = 0;
	text = write_all(fixture, METRIC_FORMAT_TEXT);
	assert_int_equal(count(text, "chainwatch_store_"), 0);
	assert_int_equal(count(text, "process_open_fds"), 0);
	assert_int_equal(
	    count(text, "_events{sink=\"ops\",state=\"waiting\"}"), 0);
	assert_int_equal(count(text, "chainwatch_next_break"), 0);
}

static void
a_reload_that_was_refused_shows(void **state)
{
	struct fixture *fixture = *state;
	const char *text;

	fixture->values.config.loaded = 2;
	fixture->values.config.rejected = 1;
	fixture->values.config.is_rejected = true;
	text = write_all(fixture, METRIC_FORMAT_TEXT);
	assert_int_equal(count(text, "\nchainwatch_config_generation 3\n"), 1);
	assert_int_equal(
	    count(text, "\nchainwatch_config_last_reload_successful 0\n"), 1);
	assert_int_equal(count(text,
			     "\nchainwatch_config_reloads_total{outcome="
			     "\"rejected\"} 1\n"),
	    1);
}

/* A hostile name of a sink can come by no configuration; if it did: */
static void
each_line_is_a_sample_or_a_comment(void **state)
{
	struct fixture *fixture = *state;
	const char *line;

	fixture->values.sinks.items[0].name = "a\"} 1\nb{\\";
	line = write_all(fixture, METRIC_FORMAT_TEXT);
	while (*line != '\0') {
		size_t len = strcspn(line, "\n");

		assert_true(strncmp(line, "# ", 2) == 0 ||
		    strncmp(line, "chainwatch_", 11) == 0 ||
		    strncmp(line, "process_", 8) == 0);
		line += len + 1;
	}
}

#define WITH_VALUES(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_VALUES(each_family_of_the_daemon_is_there_once),
	    WITH_VALUES(each_family_has_samples),
	    WITH_VALUES(openmetrics_has_one_end),
	    WITH_VALUES(what_is_not_known_is_left_out),
	    WITH_VALUES(a_reload_that_was_refused_shows),
	    WITH_VALUES(each_line_is_a_sample_or_a_comment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
