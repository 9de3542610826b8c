/* What breaks on which day: a picture, and the same in words. */
#include "web/timeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

#define NOW INT64_C(1780272000) /* 2026-06-01 */
#define MAX_BYTES 65536

static struct html
drawn(const int64_t *breaks_at, size_t count)
{
	struct html html = HTML_INIT(MAX_BYTES);
	CLEANUP(survey_unref) struct survey *survey = survey_new();
	const struct selection_query query = {
	    .state = SURVEY_STATE_COUNT, .page = 1};
	struct selection selection;

	for (size_t i = 0; i < count; i++) {
		struct endpoint *endpoint = endpoint_new();
		struct endpoint_status status;

		endpoint->id = mem_printf("h%zu.test:443", i);
		endpoint_status_begin(&status, endpoint);
		status.breaks_at = breaks_at[i];
		survey_add(survey, &status);
		endpoint_unref(endpoint);
	}
	while (!survey_sort(survey, 100))
		;
	selection_begin(&selection, survey, &query, NOW);
	assert_true(selection_step(&selection, 10000));
	timeline_add(&html, &selection, "/?state=ok");
	survey_unref(selection_end(&selection));
	return html;
}

static void
nothing_that_breaks_is_said_without_a_picture(void **state)
{
	CLEANUP(html_clear) struct html html = drawn(NULL, 0);

	assert_null(strstr(strbuf_text(&html.buf), "<svg"));
	assert_non_null(strstr(strbuf_text(&html.buf), "Nothing does"));
}

static void
a_day_is_a_bar_and_a_row_that_leads_to_its_endpoints(void **state)
{
	static const int64_t breaks_at[] = {
	    NOW + 5 * 86400, NOW + 5 * 86400, NOW + 30 * 86400};
	CLEANUP(html_clear) struct html html = drawn(breaks_at, 3);
	const char *text = strbuf_text(&html.buf);

	assert_non_null(strstr(text, "<title>2026-06-06: 2</title>"));
	assert_non_null(strstr(text, "<title>2026-07-01: 1</title>"));
	assert_non_null(
	    strstr(text, "href=\"/?state=ok&amp;breaks_by=2026-06-06\""));
	assert_non_null(strstr(text, "href=\"/endpoints/h2.test%3A443\""));
	assert_non_null(strstr(text,
	    "3 endpoints if nothing is renewed, the first on "
	    "2026-06-06."));
}

static void
the_fullest_day_is_the_highest_and_one_is_always_seen(void **state)
{
	int64_t breaks_at[2001];
	struct html html;

	breaks_at[0] = NOW + 86400;
	for (size_t i = 1; i < 2001; i++)
		breaks_at[i] = NOW + 2 * 86400;
	html = drawn(breaks_at, 2001);
	assert_non_null(strstr(strbuf_text(&html.buf), "height=\"100\""));
	assert_non_null(strstr(strbuf_text(&html.buf), "height=\"4\""));
	assert_non_null(strstr(strbuf_text(&html.buf), "and 1997 more"));
	html_clear(&html);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_that_breaks_is_said_without_a_picture),
	    cmocka_unit_test(
		a_day_is_a_bar_and_a_row_that_leads_to_its_endpoints),
	    cmocka_unit_test(
		the_fullest_day_is_the_highest_and_one_is_always_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
