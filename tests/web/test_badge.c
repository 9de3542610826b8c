/* How bad something is: a sign and a word, whatever the colour. */
#include "web/badge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define MAX_BYTES 4096

static void
each_state_has_a_sign_of_its_own(void **state)
{
	for (int a = 0; a < SURVEY_STATE_COUNT; a++) {
		assert_true(*badge_sign((enum survey_state)a) != '\0');
		for (int b = 0; b < a; b++)
			assert_string_not_equal(
			    badge_sign((enum survey_state)a),
			    badge_sign((enum survey_state)b));
	}
}

static void
the_word_is_there_to_be_read(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(MAX_BYTES);

	badge_severity(&html, SEVERITY_CRITICAL);
	assert_non_null(strstr(strbuf_text(&html.buf), " critical</span>"));
	assert_non_null(
	    strstr(strbuf_text(&html.buf), "class=\"badge critical\""));
	assert_non_null(strstr(strbuf_text(&html.buf), "aria-hidden=\"true\""));
}

static void
what_is_no_severity_shows_as_unknown(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(MAX_BYTES);

	badge_named(&html, "<b>");
	badge_named(&html, NULL);
	assert_null(strstr(strbuf_text(&html.buf), "<b>"));
	assert_non_null(strstr(strbuf_text(&html.buf), "unknown"));
	html_clear(&html);
	badge_named(&html, "warning");
	assert_non_null(strstr(strbuf_text(&html.buf), " warning</span>"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_state_has_a_sign_of_its_own),
	    cmocka_unit_test(the_word_is_there_to_be_read),
	    cmocka_unit_test(what_is_no_severity_shows_as_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
