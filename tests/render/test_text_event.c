/* Events and log lines as they read on a terminal and in a log. */
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
event_text(struct event *event, const struct render_style *style)
{
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	render_text_event(&buf, event, style);
	event_unref(event);
	return keep(&buf);
}

static void
an_alert_is_a_line_and_its_cure(void **state)
{
	const struct render_style style = {.width = 200};

	static const char start[] =
	    "2026-06-01 00:00:00Z  critical  incident-opened    "
	    "www.example.test:443 at 192.0.2.10: leaf-only "
	    "(only the server's own certificate is sent)\n    cure    Send ";

	event_text(scene_event(), &style);
	assert_int_equal(strncmp(shown, start, sizeof start - 1), 0);
}

static void
news_says_what_to_paste_and_a_reminder_does_not(void **state)
{
	struct event *reminder = scene_event();

	event_text(scene_event(), &scene_style);
	assert_non_null(strstr(shown, "    nginx\n"));
	assert_non_null(strstr(shown, "    Serve these, in this order\n"));
	reminder->kind = EVENT_INCIDENT_REMINDER;
	event_text(reminder, &scene_style);
	assert_null(strstr(shown, "nginx\n"));
}

static void
a_change_shows_both_chains(void **state)
{
	struct event *event = scene_event();
	struct report *good = scene_good();

	event->kind = EVENT_CHAIN_REGRESSED;
	event->before = verdict_new(good);
	event->after = verdict_new(event->report);
	event_text(event, &scene_style);
	assert_non_null(strstr(shown, "    before  www.example.test ("));
	assert_non_null(strstr(shown, ", Test Intermediate ("));
	assert_non_null(strstr(shown, "    after   www.example.test ("));
	report_unref(good);
}

static void
what_is_resolved_is_one_calm_line(void **state)
{
	const struct render_style wide = {.width = 0, .has_remedies = true};
	struct event *event = scene_event();

	event->kind = EVENT_INCIDENT_RESOLVED;
	event_text(event, &wide);
	assert_int_equal(
	    strncmp(
		shown, "2026-06-01 00:00:00Z  ok        incident-resolved", 49),
	    0);
	assert_ptr_equal(strchr(shown, '\n'), shown + strlen(shown) - 1);
}

static void
a_log_line_stays_one_line_and_has_the_facts(void **state)
{
	struct event *event = scene_event();
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	free(event->text);
	event->text = mem_strdup("two\nlines");
	event->after = verdict_new(event->report);
	render_text_event_line(&buf, event);
	keep(&buf);
	assert_null(strchr(shown, '\n'));
	assert_non_null(strstr(shown, "incident-opened: two lines"));
	assert_non_null(strstr(shown, "; cure: Send"));
	assert_non_null(strstr(shown, " finding=leaf-only "));
	assert_non_null(strstr(shown, " address=192.0.2.10:443 "));
	assert_non_null(strstr(shown, " after="));
	event_unref(event);
}

/* On a terminal an endpoint a line; in a log one line for all. */
static void
a_summary_is_a_list_on_a_terminal_alone(void **state)
{
	struct event *event = event_new(EVENT_FIRST_PASS, MINT_NOW);
	struct strbuf buf = STRBUF_INIT(sizeof shown);
	const struct event_row rows[] = {
	    {SEVERITY_CRITICAL, FINDING_LEAF_ONLY, mem_strdup("a:443"),
		mem_strdup("192.0.2.1:443")},
	    {SEVERITY_WARNING, FINDING_COUNT, mem_strdup("b:443"), NULL},
	};

	event->severity = SEVERITY_CRITICAL;
	event->text = mem_strdup("2 endpoints (a:443, b:443)");
	event->headline = mem_strdup("2 endpoints");
	for (size_t i = 0; i < 2; i++)
		*ARRAY_ADD(&event->rows) = rows[i];
	event->more_rows = 7;
	render_text_event_line(&buf, event);
	keep(&buf);
	assert_null(strchr(shown, '\n'));
	assert_non_null(strstr(shown, "(a:443, b:443)"));
	assert_string_equal(event_text(event, &scene_style),
	    "2026-06-01 00:00:00Z  critical  first-pass         2 endpoints\n"
	    "    critical  leaf-only    a:443 at 192.0.2.1:443\n"
	    "    warning   unreachable  b:443\n"
	    "    and 7 more\n");
}

static void
an_event_without_a_sentence_is_named_all_the_same(void **state)
{
	struct event *event = event_new(EVENT_MONITOR_STARTED, MINT_NOW);
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	render_text_message(&buf, event);
	assert_string_equal(keep(&buf), "monitor-started");
	event_unref(event);
}

static void
the_plain_remedy_has_cure_chain_and_recipes(void **state)
{
	struct event *event = scene_event();
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	render_text_event_remedy(&buf, event);
	keep(&buf);
	assert_int_equal(strncmp(shown, "Send ", 5), 0);
	assert_non_null(strstr(shown, "2. Test Intermediate"));
	assert_non_null(strstr(shown, "\nnginx\n"));
	assert_non_null(strstr(shown, "-connect 192.0.2.10:443"));
	assert_null(strchr(shown, 0x1b));
	event_unref(event);
}

static void
log_lines_stand_among_events_with_their_level(void **state)
{
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	render_text_log(
	    &buf, MINT_NOW, 4, "www.example.test", "slow", &scene_style);
	assert_string_equal(keep(&buf),
	    "2026-06-01 00:00:00Z  warning   www.example.test: slow\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_alert_is_a_line_and_its_cure),
	    cmocka_unit_test(news_says_what_to_paste_and_a_reminder_does_not),
	    cmocka_unit_test(a_change_shows_both_chains),
	    cmocka_unit_test(what_is_resolved_is_one_calm_line),
	    cmocka_unit_test(a_log_line_stays_one_line_and_has_the_facts),
	    cmocka_unit_test(a_summary_is_a_list_on_a_terminal_alone),
	    cmocka_unit_test(an_event_without_a_sentence_is_named_all_the_same),
	    cmocka_unit_test(the_plain_remedy_has_cure_chain_and_recipes),
	    cmocka_unit_test(log_lines_stand_among_events_with_their_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
