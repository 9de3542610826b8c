/* What is wrong with the monitor itself, on a page. */
#include "web/own_faults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define NOW INT64_C(1780272000) /* 2026-06-01 */
#define MAX_BYTES 8192

static void
nothing_wrong_is_nothing_said(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(MAX_BYTES);
	const struct monitor_fault_list faults = {0};

	own_faults_add(&html, &faults, NOW);
	assert_int_equal(html.buf.len, 0);
}

static void
each_fault_is_named_with_its_subject_and_since_when(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(MAX_BYTES);
	struct monitor_fault_list faults = {0};
	const struct monitor_fault fault = {
	    .finding = FINDING_NETWORK_OFFLINE,
	    .subject = (char *)"<b>",
	    .severity = SEVERITY_CRITICAL,
	    .since = NOW - 3600,
	    .text = (char *)"nothing & nobody\x1b[0m",
	};

	monitor_fault_list_add(&faults, &fault);
	own_faults_add(&html, &faults, NOW);
	monitor_fault_list_clear(&faults);
	assert_non_null(
	    strstr(strbuf_text(&html.buf), "network-offline &lt;b&gt;"));
	assert_non_null(
	    strstr(strbuf_text(&html.buf), "nothing &amp; nobody\\x1b[0m"));
	assert_non_null(strstr(strbuf_text(&html.buf), "1 hour ago"));
	assert_non_null(strstr(strbuf_text(&html.buf), "panel edge critical"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_wrong_is_nothing_said),
	    cmocka_unit_test(
		each_fault_is_named_with_its_subject_and_since_when),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
