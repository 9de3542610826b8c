/* HTML: what is text stays text. */
#include "web/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
markup_in_text_and_attributes_is_text(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(4096);

	(void)state;
	html_open(&html, "a", "href", "/x?a=1&b=\"<'", "class", NULL, NULL);
	html_text(&html, "<script>alert('1 & 2')</script>");
	html_close(&html, "a");
	assert_string_equal(strbuf_text(&html.buf),
	    "<a href=\"/x?a=1&amp;b=&quot;&lt;&#39;\">"
	    "&lt;script&gt;alert(&#39;1 &amp; 2&#39;)&lt;/script&gt;</a>");
}

static void
what_hides_or_turns_the_text_is_shown(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(4096);

	(void)state;
	html_bytes(&html, "a\0b\x1b[31m\n", 9);
	html_text(&html,
	    "\xe2\x80\xae"
	    "exe\xff");
	assert_string_equal(
	    strbuf_text(&html.buf), "a\\x00b\\x1b[31m\\x0a\\u{202e}exe\\xff");
}

static void
lines_of_our_own_stay_as_they_are(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(4096);

	(void)state;
	html_lines(&html, "cat a \\\n\t> b\x1b");
	assert_string_equal(
	    strbuf_text(&html.buf), "cat a \\\n\t&gt; b\xef\xbf\xbd");
}

static void
elements_without_content_are_not_closed(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(4096);

	(void)state;
	html_open(&html, "p", NULL);
	html_open(&html, "br", NULL);
	html_element(&html, "b", "x", "id", "y", NULL);
	html_element(&html, "i", NULL, NULL);
	html_textf(&html, "%d<", 1);
	html_close(&html, "p");
	assert_int_equal(html.depth, 0);
	assert_string_equal(
	    strbuf_text(&html.buf), "<p><br><b id=\"y\">x</b><i></i>1&lt;</p>");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(markup_in_text_and_attributes_is_text),
	    cmocka_unit_test(what_hides_or_turns_the_text_is_shown),
	    cmocka_unit_test(lines_of_our_own_stay_as_they_are),
	    cmocka_unit_test(elements_without_content_are_not_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
