/* Whole reports, looks and the catalogue as text. */
#include "render/render_text.h"

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
report_text(struct report *report, const struct render_style *style)
{
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	render_text_report(&buf, report, NULL, style);
	report_unref(report);
	return keep(&buf);
}

static void
a_good_report_is_short(void **state)
{
	assert_string_equal(report_text(scene_good(), &scene_style),
	    "ok: the chain is complete and trusted\n"
	    "  Clients accept it until 2026-07-16 (45 days).\n"
	    "\n"
	    "Chain\n"
	    "  1 www.example.test       until 2026-07-16 (45 days)\n"
	    "  `- 2 Test Intermediate   until 2036-05-29 (9 years)\n"
	    "     `- Test Root          trusted by system, until 2036-05-29 "
	    "(9 years)\n");
}

static void
what_tlsa_records_say_is_told_where_no_finding_does(void **state)
{
	struct report *report = scene_good();
	const struct tlsa record = {.usage = 3, .selector = 1, .matching = 1};

	report->dane = dane_new("_25._tcp.mx.example.test", DANE_SECURE);
	dane_add(report->dane, &record);
	dane_add(report->dane, &record);
	report->dane_matches = 2;
	assert_non_null(strstr(report_text(report, &scene_style),
	    "  Of 2 TLSA records at _25._tcp.mx.example.test 1 fits.\n"));

	report = scene_good();
	report->is_dane_open = true;
	report->dane = dane_new("_25._tcp.mx.example.test", DANE_UNKNOWN);
	report->dane->reason = mem_strdup("no answer");
	assert_non_null(strstr(report_text(report, &scene_style),
	    "  It is not known what TLSA records say: no answer.\n"));
}

static void
a_dated_rule_is_told_with_its_source(void **state)
{
	struct report *report = scene_good();
	const char *text;

	finding_add_rule(report_add(report, FINDING_DISTRUSTED_AUTHORITY,
			     report->presented->certs[1], "Refused by Chrome."),
	    "entrust-chrome", "Chrome Root Program");
	text = report_text(report, &scene_style);
	assert_non_null(strstr(text,
	    "    Refused by Chrome.\n"
	    "    By entrust-chrome: Chrome Root "
	    "Program.\n"));
	assert_non_null(strstr(
	    text, "Clients that go by the trust stores alone accept it until"));
}

static void
a_bad_report_leads_with_its_cause(void **state)
{
	struct render_style style = scene_style;

	style.has_remedies = false;
	assert_string_equal(report_text(scene_leaf_only(), &style),
	    "critical: only the server's own certificate is sent (leaf-only)\n"
	    "  Clients refuse it, unless they have or fetch what is missing.\n"
	    "\n"
	    "Chain\n"
	    "  1 www.example.test     until 2026-07-16 (45 days)\n"
	    "  `. Test Intermediate   missing: the server does not send it\n"
	    "     `- Test Root        trusted by system, until 2036-05-29 "
	    "(9 years)\n"
	    "\n"
	    "Findings\n"
	    "  critical  leaf-only\n"
	    "    Only the server's own certificate is sent; Test Intermediate, "
	    "which issued\n"
	    "    it, is missing.\n");
}

static void
remedies_follow_when_they_are_wanted(void **state)
{
	report_text(scene_leaf_only(), &scene_style);
	assert_non_null(strstr(shown, "\nWhat to do\n"));
	assert_non_null(strstr(shown, "\n  Apache httpd\n"));
}

static void
without_boxes_and_colour_all_is_ascii(void **state)
{
	report_text(scene_leaf_only(), &scene_style);
	for (const char *p = shown; *p != '\0'; p++)
		assert_true(*p == '\n' || (*p >= ' ' && *p <= '~'));
}

static const char *
look_text(enum failure failure, const char *detail, struct report *report,
    unsigned width)
{
	const struct render_style style = {.width = width};
	struct endpoint *endpoint = scene_endpoint();
	struct observation *observation = scene_observation(failure, detail);
	struct strbuf buf = STRBUF_INIT(sizeof shown);
	struct target target;

	scene_target(&target, endpoint);
	render_text_look(&buf, &target, observation, report, &style);
	target_clear(&target);
	observation_free(observation);
	endpoint_unref(endpoint);
	report_unref(report);
	return keep(&buf);
}

static void
a_look_is_one_line(void **state)
{
	assert_string_equal(look_text(FAILURE_NONE, "", scene_good(), 0),
	    "ok        www.example.test:443 at 192.0.2.10:443\n");
	assert_string_equal(look_text(FAILURE_NONE, "", scene_leaf_only(), 0),
	    "critical  www.example.test:443 at 192.0.2.10:443  leaf-only\n");
	assert_string_equal(
	    look_text(FAILURE_CONNECT_REFUSED, "nobody listens", NULL, 0),
	    "critical  www.example.test:443 at 192.0.2.10:443  "
	    "connect-refused: nobody listens\n");
}

/* The codes stand below the address, not cut by the edge. */
static void
a_look_wraps_on_a_narrow_terminal(void **state)
{
	struct render_style narrow = scene_style;
	struct observation *observation = scene_observation(FAILURE_NONE, "");
	struct report *report = scene_leaf_only();
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	narrow.width = 40;
	assert_string_equal(look_text(FAILURE_NONE, "", scene_leaf_only(), 50),
	    "critical  www.example.test:443 at 192.0.2.10:443\n"
	    "            leaf-only\n");
	/* To the very edge */
	assert_string_equal(look_text(FAILURE_NONE, "", scene_leaf_only(), 59),
	    "critical  www.example.test:443 at 192.0.2.10:443  leaf-only\n");
	render_text_look_at(
	    &buf, "[2001:db8:1111:2222::1]:443", observation, report, &narrow);
	assert_string_equal(keep(&buf),
	    "critical  [2001:db8:1111:2222::1]:443\n"
	    "            leaf-only\n");
	observation_free(observation);
	report_unref(report);
}

static void
all_products_stand_in_explain_only(void **state)
{
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	report_text(scene_leaf_only(), &scene_style);
	assert_null(strstr(shown, "smtpd_tls_chain_files"));
	assert_non_null(strstr(shown, "Postfix, Dovecot"));
	assert_non_null(strstr(shown, "chainwatch explain"));
	render_text_explain(&buf, FINDING_LEAF_ONLY, &scene_style);
	assert_non_null(strstr(keep(&buf), "smtpd_tls_chain_files"));
}

static void
a_failure_has_cause_words_and_remedy(void **state)
{
	struct endpoint *endpoint = scene_endpoint();
	const struct render_about about = {.endpoint = endpoint};
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	render_text_failure(&buf, FINDING_CONNECT_TIMEOUT, "no answer for 10 s",
	    &about, &scene_style);
	keep(&buf);
	assert_int_equal(strncmp(shown, "critical: ", 10), 0);
	assert_non_null(strstr(shown, "(connect-timeout)\n"));
	assert_non_null(strstr(shown, "  no answer for 10 s\n"));
	assert_non_null(strstr(shown, "\nWhat to do\n"));
	endpoint_unref(endpoint);
}

static void
every_code_is_explained(void **state)
{
	for (int i = 0; i < FINDING_COUNT; i++) {
		struct strbuf buf = STRBUF_INIT(sizeof shown);
		const struct finding_info *info =
		    finding_info((enum finding_code)i);

		render_text_explain(&buf, (enum finding_code)i, &scene_style);
		assert_non_null(strstr(strbuf_text(&buf), info->code));
		assert_non_null(strstr(strbuf_text(&buf), "What to do\n"));
		strbuf_clear(&buf);
	}
}

static void
the_catalogue_lists_every_code(void **state)
{
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	render_text_catalogue(&buf, &scene_style);
	for (int i = 0; i < FINDING_COUNT; i++)
		assert_non_null(strstr(strbuf_text(&buf),
		    finding_code_text((enum finding_code)i)));
	strbuf_clear(&buf);
}

static void
a_heading_says_where_and_how_fast(void **state)
{
	struct endpoint *endpoint = scene_endpoint();
	struct observation *observation = scene_observation(FAILURE_NONE, "");
	struct strbuf buf = STRBUF_INIT(sizeof shown);
	struct target target;

	scene_target(&target, endpoint);
	render_text_heading(&buf, &target, observation, &scene_style);
	assert_string_equal(keep(&buf),
	    "www.example.test:443 at 192.0.2.10:443   TLS 1.3, 23 ms\n");
	target_clear(&target);
	observation_free(observation);
	endpoint_unref(endpoint);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_good_report_is_short),
	    cmocka_unit_test(
		what_tlsa_records_say_is_told_where_no_finding_does),
	    cmocka_unit_test(a_dated_rule_is_told_with_its_source),
	    cmocka_unit_test(a_bad_report_leads_with_its_cause),
	    cmocka_unit_test(remedies_follow_when_they_are_wanted),
	    cmocka_unit_test(without_boxes_and_colour_all_is_ascii),
	    cmocka_unit_test(a_look_is_one_line),
	    cmocka_unit_test(a_look_wraps_on_a_narrow_terminal),
	    cmocka_unit_test(all_products_stand_in_explain_only),
	    cmocka_unit_test(a_failure_has_cause_words_and_remedy),
	    cmocka_unit_test(every_code_is_explained),
	    cmocka_unit_test(the_catalogue_lists_every_code),
	    cmocka_unit_test(a_heading_says_where_and_how_fast),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
