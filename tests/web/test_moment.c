/* Points in time on a page. */
#include "web/moment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/timestamp.h"

#define NOW INT64_C(1780272000) /* 2026-06-01 */
#define MAX_BYTES 4096

static void
a_span_says_how_far_off_and_exactly_when(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(MAX_BYTES);

	moment_span(&html, NOW + 3 * 86400, NOW);
	assert_string_equal(strbuf_text(&html.buf),
	    "<time datetime=\"2026-06-04T00:00:00Z\" "
	    "title=\"2026-06-04 00:00 UTC\">in 3 days</time>");
	html_clear(&html);
	moment_span(&html, NOW - 7200, NOW);
	assert_string_equal(strbuf_text(&html.buf),
	    "<time datetime=\"2026-05-31T22:00:00Z\" "
	    "title=\"2026-05-31 22:00 UTC\">2 hours ago</time>");
}

static void
a_day_has_no_time(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(MAX_BYTES);

	moment_day(&html, NOW + 60);
	assert_string_equal(strbuf_text(&html.buf),
	    "<time datetime=\"2026-06-01T00:01:00Z\">2026-06-01</time>");
}

static void
what_is_not_known_is_a_dash(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(MAX_BYTES);

	moment_span(&html, 0, NOW);
	moment_exact(&html, 0);
	moment_day(&html, TIMESTAMP_NEVER);
	assert_string_equal(strbuf_text(&html.buf), "---");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_span_says_how_far_off_and_exactly_when),
	    cmocka_unit_test(a_day_has_no_time),
	    cmocka_unit_test(what_is_not_known_is_a_dash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
