/* What to do, as text to paste. */
#include "render/text_remedy.h"

#include "render/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static char shown[32768];

static const char *
keep(struct strbuf *buf)
{
	assert_true(buf->len < sizeof shown);
	memcpy(shown, strbuf_text(buf), buf->len + 1);
	strbuf_clear(buf);
	return shown;
}

static size_t
count(const char *text, const char *words)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, words)) != NULL; p++)
		n++;
	return n;
}

static void
recipes_that_findings_share_are_given_once(void **state)
{
	struct report *report = scene_leaf_only();
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	report_add(report, FINDING_ROOT_INCLUDED, NULL, "x");
	report_add(report, FINDING_WRONG_ORDER, NULL, "x");
	text_remedy_all(&buf, report, NULL, &scene_style);
	keep(&buf);
	assert_int_equal(count(shown, "  nginx\n"), 1);
	assert_int_equal(count(shown, "To see it yourself"), 1);
	report_unref(report);
}

static void
the_chain_to_serve_is_listed_with_what_is_not_sent(void **state)
{
	struct report *report = scene_leaf_only();
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	text_remedy_suggested(&buf, report, &scene_style, 2);
	assert_string_equal(keep(&buf),
	    "\n"
	    "  Serve these, in this order\n"
	    "    1. www.example.test\n"
	    "    2. Test Intermediate   (not sent now)\n");
	report_unref(report);
}

static void
names_are_filled_in(void **state)
{
	struct report *report = scene_leaf_only();
	struct endpoint *endpoint = scene_endpoint();
	const struct render_about about = {.endpoint = endpoint};
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	render_text_remedy(
	    &buf, &report->findings.items[0], report, &about, &scene_style);
	keep(&buf);
	assert_non_null(strstr(shown, "-servername www.example.test"));
	assert_null(strstr(shown, "{host}"));
	endpoint_unref(endpoint);
	report_unref(report);
}

static void
nothing_wrong_needs_nothing_done(void **state)
{
	struct report *report = scene_good();
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	text_remedy_all(&buf, report, NULL, &scene_style);
	assert_int_equal(buf.len, 0);
	report_unref(report);
}

static void
no_finding_is_without_a_cure(void **state)
{
	for (int i = 0; i < FINDING_COUNT; i++) {
		const struct finding finding = {.code = (enum finding_code)i,
		    .certificate = FINDING_CERTIFICATE_NONE};
		struct strbuf buf = STRBUF_INIT(sizeof shown);

		render_text_remedy(&buf, &finding, NULL, NULL, &scene_style);
		if (buf.len == 0)
			fail_msg("%s", finding_code_text(finding.code));
		strbuf_clear(&buf);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(recipes_that_findings_share_are_given_once),
	    cmocka_unit_test(
		the_chain_to_serve_is_listed_with_what_is_not_sent),
	    cmocka_unit_test(names_are_filled_in),
	    cmocka_unit_test(nothing_wrong_needs_nothing_done),
	    cmocka_unit_test(no_finding_is_without_a_cure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
