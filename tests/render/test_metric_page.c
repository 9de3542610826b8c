/* An exposition, line by line, in both formats. */
#include "render/metric_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/histogram.h"

#define PAGE_MAX (64u << 10)

struct fixture {
	struct strbuf out;
	struct metric_page page;
};

static struct metric_page *
begin(struct fixture *fixture, enum metric_format format, enum metric_id id)
{
	fixture->out = (struct strbuf)STRBUF_INIT(PAGE_MAX);
	fixture->page =
	    (struct metric_page){.out = &fixture->out, .format = format};
	metric_begin(&fixture->page, id);
	return &fixture->page;
}

static void
end(struct fixture *fixture)
{
	strbuf_clear(&fixture->out);
}

static void
assert_has(const struct fixture *fixture, const char *line)
{
	const char *text = strbuf_text(&fixture->out);

	if (strstr(text, line) == NULL)
		fail_msg("no '%s' in:\n%s", line, text);
}

static void
assert_has_not(const struct fixture *fixture, const char *words)
{
	if (strstr(strbuf_text(&fixture->out), words) != NULL)
		fail_msg("'%s' in:\n%s", words, strbuf_text(&fixture->out));
}

static void
a_counter_is_named_by_its_family_in_openmetrics(UNUSED void **state)
{
	const char *const values[] = {"connect-refused"};
	struct fixture text, open;

	metric_add_int(
	    begin(&text, METRIC_FORMAT_TEXT, METRIC_PROBES), values, 3);
	metric_end(&text.page);
	metric_add_int(
	    begin(&open, METRIC_FORMAT_OPEN, METRIC_PROBES), values, 3);
	metric_end(&open.page);

	assert_has(&text, "# TYPE chainwatch_probes_total counter\n");
	assert_has(&open, "# TYPE chainwatch_probes counter\n");
	assert_has(&text,
	    "\nchainwatch_probes_total{outcome=\"connect-refused\"} 3\n");
	assert_has(&open,
	    "\nchainwatch_probes_total{outcome=\"connect-refused\"} 3\n");
	assert_has_not(&text, "EOF");
	assert_has(&open, " 3\n# EOF\n");
	end(&text);
	end(&open);
}

static void
an_info_is_a_gauge_to_the_text_format(UNUSED void **state)
{
	const char *const values[] = {"1.2", "OpenSSL 3"};
	struct fixture text, open;

	metric_add_info(begin(&text, METRIC_FORMAT_TEXT, METRIC_BUILD_INFO),
	    values, NULL, 0);
	metric_add_info(begin(&open, METRIC_FORMAT_OPEN, METRIC_BUILD_INFO),
	    values, NULL, 0);
	assert_has(&text, "# TYPE chainwatch_build_info gauge\n");
	assert_has(&open, "# TYPE chainwatch_build info\n");
	assert_has(&open,
	    "\nchainwatch_build_info{version=\"1.2\",openssl=\"OpenSSL 3\"} "
	    "1\n");
	end(&text);
	end(&open);
}

static void
units_are_told_where_there_is_a_word_for_them(UNUSED void **state)
{
	struct fixture text, open;

	metric_add(begin(&text, METRIC_FORMAT_TEXT, METRIC_LAG), NULL, 1.5);
	metric_add(begin(&open, METRIC_FORMAT_OPEN, METRIC_LAG), NULL, 1.5);
	assert_has_not(&text, "UNIT");
	assert_has(&open, "# UNIT chainwatch_schedule_lag_seconds seconds\n");
	assert_has(&open, "\nchainwatch_schedule_lag_seconds 1.5\n");
	end(&text);
	end(&open);
}

static void
values_cannot_break_out_of_their_line(UNUSED void **state)
{
	/* what only looks like a sample, an escape, a mark that turns the
	 * reading direction, and bytes that are no UTF-8 */
	const char *const values[] = {"a\"} 1\nprobe_success{instance=\"x\"} "
				      "1\n\x1b[31m\\\xe2\x80\xae\xff"};
	struct fixture fixture;
	const char *line;

	metric_add_int(
	    begin(&fixture, METRIC_FORMAT_TEXT, METRIC_PROBE_SUCCESS), values,
	    0);
	line = strstr(strbuf_text(&fixture.out), "\nprobe_success{");
	assert_non_null(line);
	assert_string_equal(line + 1,
	    "probe_success{instance=\"a\\\"} 1\\\\x0aprobe_success{instance="
	    "\\\"x\\\"} 1\\\\x0a\\\\x1b[31m\\\\\\\\\\\\u{202e}\\\\xff\"} 0\n");
	end(&fixture);
}

static void
long_values_are_cut(UNUSED void **state)
{
	static char value[5000];
	const char *const values[] = {value};
	struct fixture fixture;

	memset(value, 'x', sizeof value - 1);
	metric_add_int(
	    begin(&fixture, METRIC_FORMAT_TEXT, METRIC_PROBE_SUCCESS), values,
	    0);
	assert_true(fixture.out.len < 2000);
	assert_has(&fixture, "x...\"} 0\n");
	end(&fixture);
}

static void
letters_of_the_world_stay_as_they_are(UNUSED void **state)
{
	const char *const values[] = {"b\xc3\xbc"
				      "cher.example:443"};
	struct fixture fixture;

	metric_add_int(
	    begin(&fixture, METRIC_FORMAT_OPEN, METRIC_PROBE_SUCCESS), values,
	    1);
	assert_has(&fixture,
	    "{instance=\"b\xc3\xbc"
	    "cher.example:443\"} 1\n");
	end(&fixture);
}

static void
labels_of_people_become_names_of_labels(UNUSED void **state)
{
	const char *const values[] = {"a:1", "a", "1", ""};
	const struct metric_extra extras[] = {
	    {"team", "web"}, {"a.b-c", "1"}, {"a_b_c", "2"}};
	struct fixture fixture;

	metric_add_info(
	    begin(&fixture, METRIC_FORMAT_TEXT, METRIC_ENDPOINT_INFO), values,
	    extras, 3);
	assert_has(&fixture,
	    "{instance=\"a:1\",host=\"a\",port=\"1\",starttls=\"\","
	    "label_team=\"web\",label_a_b_c=\"1\"} 1\n");
	end(&fixture);
}

static void
who_asks_of_one_is_not_told_of_whom(UNUSED void **state)
{
	const char *const values[] = {"a:1", "0"};
	struct fixture fixture;

	begin(&fixture, METRIC_FORMAT_TEXT, METRIC_CERTIFICATE_NOT_AFTER)
	    ->is_of_one = true;
	metric_add_int(&fixture.page, values, 7);
	assert_has(&fixture, "_seconds{position=\"0\"} 7\n");
	metric_begin(&fixture.page, METRIC_PROBE_SUCCESS);
	metric_add_int(&fixture.page, values, 1);
	assert_has(&fixture, "\nprobe_success 1\n");
	end(&fixture);
}

static void
buckets_are_cumulative_and_bounds_are_floats(UNUSED void **state)
{
	const char *const values[] = {"dial"};
	struct histogram histogram = {0};
	struct fixture fixture;

	histogram_note_us(&histogram, 90);
	histogram_note_ms(&histogram, 1000);
	histogram_note_ms(&histogram, 60000);
	metric_add_histogram(
	    begin(&fixture, METRIC_FORMAT_TEXT, METRIC_STAGE_DURATION), values,
	    &histogram);
#define NAME "chainwatch_stage_duration_seconds"
	assert_has(&fixture, "# TYPE " NAME " histogram\n");
	assert_has(&fixture, NAME "_bucket{stage=\"dial\",le=\"0.0001\"} 1\n");
	assert_has(&fixture, NAME "_bucket{stage=\"dial\",le=\"0.5\"} 1\n");
	assert_has(&fixture, NAME "_bucket{stage=\"dial\",le=\"1.0\"} 2\n");
	assert_has(&fixture, NAME "_bucket{stage=\"dial\",le=\"30.0\"} 2\n");
	assert_has(&fixture, NAME "_bucket{stage=\"dial\",le=\"+Inf\"} 3\n");
	assert_has(&fixture, NAME "_sum{stage=\"dial\"} 61.00009\n");
	assert_has(&fixture, NAME "_count{stage=\"dial\"} 3\n");
	end(&fixture);
}

static void
large_numbers_lose_nothing(UNUSED void **state)
{
	struct fixture fixture;

	metric_add(begin(&fixture, METRIC_FORMAT_TEXT, METRIC_PROCESS_START),
	    NULL, 1795286730.25);
	assert_has(&fixture, "\nprocess_start_time_seconds 1795286730.25\n");
	metric_add_int(&fixture.page, NULL, 253402300799);
	assert_has(&fixture, "\nprocess_start_time_seconds 253402300799\n");
	end(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_counter_is_named_by_its_family_in_openmetrics),
	    cmocka_unit_test(an_info_is_a_gauge_to_the_text_format),
	    cmocka_unit_test(units_are_told_where_there_is_a_word_for_them),
	    cmocka_unit_test(values_cannot_break_out_of_their_line),
	    cmocka_unit_test(long_values_are_cut),
	    cmocka_unit_test(letters_of_the_world_stay_as_they_are),
	    cmocka_unit_test(labels_of_people_become_names_of_labels),
	    cmocka_unit_test(who_asks_of_one_is_not_told_of_whom),
	    cmocka_unit_test(buckets_are_cumulative_and_bounds_are_floats),
	    cmocka_unit_test(large_numbers_lose_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
