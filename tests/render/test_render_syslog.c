/* Events as syslog messages: RFC 5424 read byte by byte. */
#include "render/render_syslog.h"

#include "base/mem.h"
#include "render/render_json.h"
#include "render/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const struct render_syslog_origin origin = {
    .facility = 3,
    .hostname = "mon1.example.net",
    .app_name = "chainwatchd",
    .procid = "4711",
};

static struct strbuf text_now = STRBUF_INIT(4 * RENDER_SYSLOG_MAX);

static int
drop_text(void **state)
{
	strbuf_clear(&text_now);
	return 0;
}

/* Takes the event; the text lasts until the next call. */
static const char *
message_of(struct event *event)
{
	json_t *json = render_json_event(event);

	strbuf_clear(&text_now);
	render_syslog(&text_now, &origin, json);
	json_decref(json);
	event_unref(event);
	return strbuf_text(&text_now);
}

static void
set(char **slot, const char *text)
{
	free(*slot);
	*slot = mem_strdup(text);
}

static void
the_header_has_all_its_parts(void **state)
{
	const char *text = message_of(scene_event());

	static const char head[] =
	    "<26>1 2026-06-01T00:00:00Z mon1.example.net "
	    "chainwatchd 4711 incident-opened "
	    "[chainwatch@32473 event=\"incident-opened\" ";

	assert_int_equal(strncmp(text, head, strlen(head)), 0);
}

static void
the_data_has_the_fields(void **state)
{
	static const char *const wanted[] = {
	    " event_id=\"00112233445566778899aabbccddeeff\"",
	    " sequence=\"7\"",
	    " severity=\"critical\"",
	    " finding=\"leaf-only\"",
	    " endpoint=\"" SCENE_HOST ":443\"",
	    " host=\"" SCENE_HOST "\"",
	    " port=\"443\"",
	    " address=\"192.0.2.10:443\"",
	    " incident=\"ffeeddccbbaa99887766554433221100\"",
	    " label_team=\"web\"",
	    " remedy=\"Send ",
	};
	const char *text = message_of(scene_event());

	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
		if (strstr(text, wanted[i]) == NULL)
			fail_msg("no%s in %s", wanted[i], text);
	}
}

static void
a_value_cannot_end_its_quotes_or_its_element(void **state)
{
	struct event *event = scene_event();
	const char *text;

	set(&event->detail, "a \"b\" c] d\\ [evil@1 x=\"y\"]");
	text = message_of(event);
	assert_non_null(strstr(
	    text, " detail=\"a \\\"b\\\" c\\] d\\\\ [evil@1 x=\\\"y\\\"\\]\""));
}

static void
a_newline_forges_no_line(void **state)
{
	struct event *event = scene_event();
	const char *text;

	set(&event->text, "one\n<0>1 - - - - - - two\x7f\x01");
	set(&event->detail, "three\r\nfour");
	text = message_of(event);
	assert_null(strpbrk(text, "\r\n\x7f\x01"));
	assert_non_null(strstr(text, "] one <0>1 - - - - - - two"));
}

static void
a_byte_order_mark_stands_only_before_what_is_not_ascii(void **state)
{
	struct event *event = scene_event();

	set(&event->text, "plain");
	assert_non_null(strstr(message_of(event), "] plain"));
	event = scene_event();
	set(&event->text, "z\xc3\xbcrich");
	assert_non_null(
	    strstr(message_of(event), "] \xef\xbb\xbfz\xc3\xbcrich"));
}

static void
a_long_event_is_cut_and_stays_well_formed(void **state)
{
	struct event *event = scene_event();
	char *words = mem_new(1, 20001);
	const char *text;

	memset(words, 'x', 20000);
	memcpy(words + RENDER_SYSLOG_VALUE_MAX - 1, "\xc3\xbc", 2);
	set(&event->detail, words);
	set(&event->text, words);
	free(words);
	text = message_of(event);
	assert_in_range(strlen(text), RENDER_SYSLOG_MAX / 2, RENDER_SYSLOG_MAX);
	/* the character at the edge went whole */
	assert_non_null(strstr(text, "xxx\" "));
	assert_non_null(strstr(text, "] \xef\xbb\xbfxxx"));
}

static void
a_change_carries_both_fingerprints(void **state)
{
	struct event *event = scene_event();
	struct report *good = scene_good();
	const char *text;

	event->before = verdict_new(good);
	event->after = verdict_new(event->report);
	report_unref(good);
	text = message_of(event);
	assert_non_null(strstr(text, " before=\""));
	assert_non_null(strstr(text, " after=\""));
}

static void
what_is_resolved_is_a_notice(void **state)
{
	struct event *event = scene_event();

	event->kind = EVENT_INCIDENT_RESOLVED;
	assert_int_equal(strncmp(message_of(event), "<29>1 ", 6), 0);
}

static void
odd_names_of_the_host_stay_one_word(void **state)
{
	struct render_syslog_origin odd = origin;
	struct strbuf text = STRBUF_INIT(RENDER_SYSLOG_MAX);
	struct event *event = scene_event();
	json_t *json = render_json_event(event);

	odd.enterprise = 4294967295;
	odd.hostname = "my host\xc3\xbc";
	odd.procid = "";
	render_syslog(&text, &odd, json);
	assert_non_null(
	    strstr(strbuf_text(&text), "Z my?host?? chainwatchd - incident"));
	assert_non_null(
	    strstr(strbuf_text(&text), " [chainwatch@4294967295 event="));
	strbuf_clear(&text);
	json_decref(json);
	event_unref(event);
}

static void
the_older_form_is_what_syslog_writes(void **state)
{
	const struct tm when = {
	    .tm_mon = 5, .tm_mday = 1, .tm_hour = 2, .tm_min = 3, .tm_sec = 4};
	struct strbuf text = STRBUF_INIT(2 * RENDER_SYSLOG_MAX);
	struct event *event = scene_event();
	json_t *json = render_json_event(event);

	render_syslog_bsd(&text, &origin, json, &when);
	assert_int_equal(strncmp(strbuf_text(&text),
			     "<26>Jun  1 02:03:04 chainwatchd[4711]: ", 39),
	    0);
	assert_non_null(strstr(
	    strbuf_text(&text), " [event=\"incident-opened\" event_id="));
	assert_int_equal(render_syslog_time(json), event->time);
	strbuf_clear(&text);
	json_decref(json);
	event_unref(event);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_header_has_all_its_parts),
	    cmocka_unit_test(the_data_has_the_fields),
	    cmocka_unit_test(a_value_cannot_end_its_quotes_or_its_element),
	    cmocka_unit_test(a_newline_forges_no_line),
	    cmocka_unit_test(
		a_byte_order_mark_stands_only_before_what_is_not_ascii),
	    cmocka_unit_test(a_long_event_is_cut_and_stays_well_formed),
	    cmocka_unit_test(a_change_carries_both_fingerprints),
	    cmocka_unit_test(what_is_resolved_is_a_notice),
	    cmocka_unit_test(odd_names_of_the_host_stay_one_word),
	    cmocka_unit_test(the_older_form_is_what_syslog_writes),
	};

	return cmocka_run_group_tests(tests, NULL, drop_text);
}
