/* One endpoint for people. */
#include "cli/show_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* 2026-01-01T00:00:00Z */
#define NOW INT64_C(1767225600)

static char *
shown(const char *json, bool has_colour)
{
	struct strbuf buf = STRBUF_INIT(65536);
	const struct render_style style = {
	    .width = 80, .has_colour = has_colour};
	json_t *object = json_loads(json, 0, NULL);

	assert_non_null(object);
	show_text(&buf, object, NOW, &style);
	json_decref(object);
	return strbuf_take(&buf);
}

static void
assert_shows(const char *json, const char *words)
{
	char *text = shown(json, false);

	if (strstr(text, words) == NULL)
		fail_msg("'%s' is not in: %s", words, text);
	free(text);
}

static void
all_of_an_endpoint_is_told(void **state)
{
	char *text = shown(
	    "{\"id\":\"a.test:443\",\"state\":\"critical\",\"labels\":"
	    "{\"team\":\"web\"},\"breaks_at\":\"2026-01-13T00:00:00Z\","
	    "\"last_look_at\":\"2025-12-31T23:59:40Z\","
	    "\"next_look_at\":\"2026-01-01T00:00:40Z\",\"addresses\":["
	    "{\"address\":\"192.0.2.1:443\",\"variant\":\"usual\",\"front\":"
	    "{\"role\":\"cdn\",\"name\":\"eu-1\"},\"severity\":\"critical\","
	    "\"finding\":\"leaf-only\",\"failure\":null,\"chain_since\":"
	    "\"2025-12-30T12:00:00Z\"}],\"variants\":[],\"chains\":["
	    "{\"since\":\"2025-12-30T12:00:00Z\",\"found\":"
	    "\"leaf-only, tls-version-old\",\"addresses\":[{\"address\":"
	    "\"192.0.2.1:443\",\"variant\":\"usual\"}],\"text\":\"TREE\\n\","
	    "\"report\":{\"findings\":[{\"code\":\"leaf-only\"}],"
	    "\"first_stop\":{\"at\":\"2026-01-10T00:00:00Z\",\"clients\":"
	    "[\"Java\",\"Go\"],\"reason\":\"why\"}}}],\"incidents\":["
	    "{\"type\":\"incident\",\"id\":\"3f2a90c1d4d8d443\",\"severity\":"
	    "\"critical\",\"finding\":"
	    "\"leaf-only\",\"from\":\"2025-12-31T22:00:00Z\",\"told\":\"told\","
	    "\"detail\":\"words\",\"endpoints\":[\"a.test:443\"],"
	    "\"endpoint_count\":3}],\"history\":[]}",
	    false);

	assert_string_equal(text,
	    "a.test:443   critical\n"
	    "  Labels: team=web\n"
	    "  Breaks in 12 days, 2026-01-13 00:00 UTC. First for Java, Go, "
	    "2026-01-10: why.\n"
	    "  Last looked at 20 seconds ago, next in 40 seconds.\n"
	    "\n"
	    "Addresses\n"
	    "  192.0.2.1:443, cdn eu-1  critical  leaf-only, shown since "
	    "2025-12-30 12:00\n"
	    "\n"
	    "At 192.0.2.1:443, since 2025-12-30 12:00\n"
	    "TREE\n"
	    "  The last look found, too: tls-version-old\n"
	    "\n"
	    "Open incidents\n"
	    "  critical leaf-only (3f2a90c1)\n"
	    "    Open since 2025-12-31 22:00, for 2 hours, told; 3 endpoints: "
	    "a.test:443 and\n"
	    "    2 more. words\n");
	free(text);
}

static void
what_was_never_seen_says_so(void **state)
{
	assert_shows("{\"id\":\"a.test:443\",\"state\":\"unknown\","
		     "\"last_look_at\":null,\"addresses\":[{\"address\":"
		     "\"192.0.2.1:443\",\"failure\":\"connect-refused\"}]}",
	    "connect-refused at the last look, no chain was seen");
	assert_shows("{\"id\":\"a.test:443\",\"state\":\"unknown\"}",
	    "  Not looked at yet.\n");
	assert_shows("{\"id\":\"a.test:443\",\"chains\":[{\"text\":null}]}",
	    "Its certificates were not all kept.");
}

static void
where_the_last_look_failed_stands_what_to_do(void **state)
{
	assert_shows("{\"id\":\"a.test:443\",\"failures\":[{\"finding\":"
		     "\"connect-refused\",\"addresses\":[{\"address\":"
		     "\"192.0.2.1:443\",\"variant\":\"usual\"},{\"address\":"
		     "\"192.0.2.2:443\",\"variant\":\"usual\"}],\"text\":"
		     "\"WHAT TO DO\\n\"}],\"chains\":[{\"text\":\"TREE\\n\"}]}",
	    "\nAt 192.0.2.1:443, 192.0.2.2:443, the last look failed\n"
	    "WHAT TO DO\n"
	    "\nAt ");
}

static void
only_colours_pass_of_what_was_rendered_elsewhere(void **state)
{
	char *text = shown("{\"id\":\"a\",\"chains\":[{\"text\":"
			   "\"\\u001b[1;31mred\\u001b[0m \\u001b[2J\\u001b]0;x"
			   "\\u0007 \\\\x1b \\u202e\\n\"}]}",
	    true);

	assert_non_null(strstr(text,
	    "\x1b[1;31mred\x1b[0m \\x1b[2J\\x1b]0;x\\x07 \\x1b "
	    "\\u{202e}\n"));
	free(text);
}

static void
how_it_renews_is_told_where_that_is_known(void **state)
{
	char *text = shown("{\"id\":\"a\",\"habit\":null}", false);

	assert_null(strstr(text, "renews"));
	free(text);
	text = shown("{\"id\":\"a\",\"habit\":{\"left_percent\":33,"
		     "\"overdue_percent\":26,\"renewals\":5,\"last_at\":"
		     "\"2025-12-01T12:00:00Z\"}}",
	    false);
	assert_non_null(strstr(text,
	    "  Renews at 33% left as a rule (learned "
	    "from 5 renewals, the last on 2025-12-01"));
	assert_non_null(strstr(text, "overdue below 26%."));
	free(text);
}

static void
what_keeps_it_quiet_is_told_with_who_and_why(void **state)
{
	char *text = shown(
	    "{\"id\":\"a\",\"silences\":[{\"id\":3,\"pattern\":\"*.test\","
	    "\"labels\":{\"team\":\"web\"},\"finding\":\"leaf-only\","
	    "\"certificate\":\"\",\"tied\":false,\"reason\":\"moving "
	    "\\u001b[2J\""
	    ",\"author\":\"anna\",\"ends_at\":\"2026-01-02T00:00:00Z\"}]}",
	    false);

	assert_non_null(strstr(text,
	    "\nSilences\n"
	    "   3  until 2026-01-02T00:00:00Z  leaf-only at *.test with "
	    "team=web\n"
	    "      by anna: moving \\x1b[2J\n"));
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_of_an_endpoint_is_told),
	    cmocka_unit_test(what_was_never_seen_says_so),
	    cmocka_unit_test(where_the_last_look_failed_stands_what_to_do),
	    cmocka_unit_test(how_it_renews_is_told_where_that_is_known),
	    cmocka_unit_test(what_keeps_it_quiet_is_told_with_who_and_why),
	    cmocka_unit_test(only_colours_pass_of_what_was_rendered_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
