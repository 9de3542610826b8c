/* From one page of a long list to the next. */
#include "web/pager.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define MAX_BYTES 4096

static void
what_is_no_page_is_the_first(void **state)
{
	static const char *const odd[] = {
	    "", "0", "-1", "x", "2x", " 2", "99999999999999999999", NULL};

	for (size_t i = 0; odd[i] != NULL; i++)
		assert_int_equal(pager_page(odd[i]), 1);
	assert_int_equal(pager_page(NULL), 1);
	assert_int_equal(pager_page("7"), 7);
}

static void
a_single_page_has_none(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(MAX_BYTES);

	pager_add(&html, "/", 1, 1);
	pager_add_open(&html, "/", 1, false);
	assert_int_equal(html.buf.len, 0);
}

static void
it_leads_to_the_pages_beside_it(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(MAX_BYTES);
	const char *text;

	pager_add(&html, "/?state=ok", 4, 9);
	text = strbuf_text(&html.buf);
	assert_non_null(strstr(text, "<a href=\"/?state=ok\">First</a>"));
	assert_non_null(strstr(text, "href=\"/?state=ok&amp;page=3\""));
	assert_non_null(strstr(text, "href=\"/?state=ok&amp;page=5\""));
	assert_non_null(strstr(text, "href=\"/?state=ok&amp;page=9\""));
	assert_non_null(strstr(text, "Page 4 of 9"));
}

static void
the_last_page_leads_back_only(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(MAX_BYTES);

	pager_add(&html, "/x", 2, 2);
	assert_non_null(strstr(strbuf_text(&html.buf), "href=\"/x\""));
	assert_null(strstr(strbuf_text(&html.buf), "Next"));
	assert_null(strstr(strbuf_text(&html.buf), "First"));
}

static void
a_list_without_an_end_leads_on_while_there_is_more(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(MAX_BYTES);

	pager_add_open(&html, "/x", 2, true);
	assert_non_null(strstr(strbuf_text(&html.buf), "href=\"/x?page=3\""));
	assert_null(strstr(strbuf_text(&html.buf), "Last"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_no_page_is_the_first),
	    cmocka_unit_test(a_single_page_has_none),
	    cmocka_unit_test(it_leads_to_the_pages_beside_it),
	    cmocka_unit_test(the_last_page_leads_back_only),
	    cmocka_unit_test(
		a_list_without_an_end_leads_on_while_there_is_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
