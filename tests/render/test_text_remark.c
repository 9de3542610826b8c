/* What is said of one certificate. */
#include "render/text_remark.h"

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

static const char *
remark(const struct text_remark_of *what, struct report *report,
    enum text_colour *ret_colour)
{
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	*ret_colour = text_remark(&buf, what, report);
	return keep(&buf);
}

static void
an_expired_certificate_is_red_with_its_date(void **state)
{
	const struct mint *leaf = MINT(.subject = "CN=" SCENE_HOST,
	    .not_after = MINT_NOW - 10 * MINT_DAY);
	struct report *report = scene_report(mint_presented(leaf, NULL));
	const struct text_remark_of what = {.cert = leaf->cert};
	enum text_colour colour;

	assert_string_equal(
	    remark(&what, report, &colour), "expired 2026-05-22 (10 days ago)");
	assert_int_equal(colour, TEXT_RED);
	report_unref(report);
}

static void
a_certificate_of_tomorrow_is_red_too(void **state)
{
	const struct mint *leaf = MINT(.subject = "CN=" SCENE_HOST,
	    .not_before = MINT_NOW + 10 * MINT_DAY,
	    .not_after = MINT_NOW + 20 * MINT_DAY);
	struct report *report = scene_report(mint_presented(leaf, NULL));
	const struct text_remark_of what = {.cert = leaf->cert};
	enum text_colour colour;

	assert_string_equal(remark(&what, report, &colour),
	    "not valid before 2026-06-11 (10 days)");
	assert_int_equal(colour, TEXT_RED);
	report_unref(report);
}

static void
the_last_second_still_counts(void **state)
{
	const struct mint *leaf =
	    MINT(.subject = "CN=" SCENE_HOST, .not_after = MINT_NOW);
	struct report *report = scene_report(mint_presented(leaf, NULL));
	const struct text_remark_of what = {.cert = leaf->cert};
	enum text_colour colour;

	remark(&what, report, &colour);
	assert_int_equal(strncmp(shown, "until ", 6), 0);
	report_unref(report);
}

static void
findings_about_it_are_named_unless_shown_anyway(void **state)
{
	struct report *report = scene_good();
	const struct cert *cert = report->presented->certs[0];
	const struct text_remark_of what = {.cert = cert};
	enum text_colour colour;

	report_add(report, FINDING_WEAK_KEY, cert, "RSA 1024");
	report_add(report, FINDING_LEAF_EXPIRED, cert, "expired");
	report_add(report, FINDING_NOT_A_CA, report->presented->certs[1], "x");
	assert_string_equal(remark(&what, report, &colour),
	    "until 2026-07-16 (45 days), weak-key");
	assert_int_equal(colour, TEXT_RED);
	report_unref(report);
}

static void
labels_that_two_certificates_share_show_fingerprints(void **state)
{
	const struct mint *a = MINT(.subject = "CN=Twin", .key = "twin-a");
	const struct mint *b = MINT(.subject = "CN=Twin", .key = "twin-b");
	struct report *report = scene_report(mint_presented(a, b, NULL));
	struct report *alone = scene_report(mint_presented(a, NULL));
	const struct text_remark_of what = {.cert = a->cert};
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	text_remark_label(&buf, &what, alone);
	assert_string_equal(keep(&buf), "Twin");
	text_remark_label(&buf, &what, report);
	assert_int_equal(strlen(keep(&buf)), strlen("Twin [01234567]"));
	report_unref(report);
	report_unref(alone);
}

static void
hostile_names_show_escaped(void **state)
{
	const struct mint *leaf = MINT(.subject = "CN=evil\x1b[31m\x07name");
	struct report *report = scene_report(mint_presented(leaf, NULL));
	const struct text_remark_of what = {.cert = leaf->cert};
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	text_remark_label(&buf, &what, report);
	keep(&buf);
	assert_null(strchr(shown, 0x1b));
	assert_null(strchr(shown, 0x07));
	assert_non_null(strstr(shown, "\\x1b"));
	report_unref(report);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_expired_certificate_is_red_with_its_date),
	    cmocka_unit_test(a_certificate_of_tomorrow_is_red_too),
	    cmocka_unit_test(the_last_second_still_counts),
	    cmocka_unit_test(findings_about_it_are_named_unless_shown_anyway),
	    cmocka_unit_test(
		labels_that_two_certificates_share_show_fingerprints),
	    cmocka_unit_test(hostile_names_show_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
