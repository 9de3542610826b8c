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

static void
where_a_provider_serves_its_fields_are_named(void **state)
{
	struct report *report = scene_leaf_only();
	struct endpoint *endpoint = scene_endpoint();
	const struct endpoint_via vias[] = {
	    {.provider = PROVIDER_AWS_ELB}, {.provider = PROVIDER_NONE}};
	struct render_about about = {
	    .endpoint = endpoint, .vias = vias, .via_count = 1};
	struct strbuf buf = STRBUF_INIT(sizeof shown);
	const struct finding *finding = &report->findings.items[0];

	render_text_remedy(&buf, finding, report, &about, &scene_style);
	keep(&buf);
	assert_non_null(strstr(shown, "AWS Elastic Load Balancing\n"));
	assert_non_null(strstr(shown, "Certificate chain"));
	assert_non_null(strstr(shown, "have it put together\n"));
	assert_null(strstr(shown, "nginx\n"));

	/* An address of one's own shows it too. */
	about.via_count = 2;
	buf = (struct strbuf)STRBUF_INIT(sizeof shown);
	render_text_remedy(&buf, finding, report, &about, &scene_style);
	keep(&buf);
	assert_non_null(strstr(shown, "AWS Elastic Load Balancing\n"));
	assert_non_null(strstr(shown, "nginx\n"));
	endpoint_unref(endpoint);
	report_unref(report);
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
	    cmocka_unit_test(where_a_provider_serves_its_fields_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
