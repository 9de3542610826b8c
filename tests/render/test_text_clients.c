/* What clients say, in a few lines or one by one, at any width. */
#include "render/text_clients.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "render/scene.h"
#include "render/text_layout.h"

#define END (MINT_NOW + 60 * 86400)

static void
add(struct report *report, const char *title, enum report_client_weight weight,
    int64_t breaks_at, const char *reason)
{
	struct report_client *client = ARRAY_ADD(&report->clients);

	client->name = client->title = title;
	client->weight = weight;
	client->is_checked = true;
	client->accepts = breaks_at != 0;
	client->breaks_at = breaks_at;
	if (client->accepts)
		client->breaks_reason = mem_strdup(reason);
	else
		client->reason = mem_strdup(reason);
}

static struct report *
make(bool is_valid)
{
	struct report *report = scene_good();

	report->is_valid = is_valid;
	report->breaks_at = is_valid ? END : 0;
	return report;
}

static char *
render(const struct report *report, bool has_clients, unsigned width)
{
	struct strbuf buf = STRBUF_INIT(10000);
	struct render_style style = scene_style;

	style.width = width;
	style.has_clients = has_clients;
	text_clients(&buf, report, &style);
	return buf.len == 0 ? mem_strdup("") : strbuf_take(&buf);
}

static void
expect(char *take_text, const char *expected)
{
	CLEANUP(free) char *text = take_text;

	assert_string_equal(text, expected);
}

static void
all_that_matter_are_counted_and_the_others_named(void **state)
{
	CLEANUP(report_unref) struct report *report = make(true);

	add(report, "A", REPORT_CLIENT_WATCHED, END, "\"L\" has expired");
	add(report, "B", REPORT_CLIENT_REQUIRED, END, "\"L\" has expired");
	expect(render(report, false, 80),
	    "\nClients\n  All 2 that matter here accept it.\n");
	add(report, "C", REPORT_CLIENT_IDLE, 0, "takes at most 6");
	expect(render(report, false, 80),
	    "\nClients\n  All 2 that matter here accept it. Of the others, C "
	    "would not (--clients says\n    why).\n");
}

static void
who_refuses_and_who_stops_is_said_with_its_reason(void **state)
{
	CLEANUP(report_unref) struct report *report = make(true);

	add(report, "A", REPORT_CLIENT_WATCHED, 0, "takes at most 6");
	add(report, "B", REPORT_CLIENT_WATCHED, 0, "takes at most 6");
	add(report, "C", REPORT_CLIENT_WATCHED, MINT_NOW + 30 * 86400,
	    "distrusts \"R\"");
	expect(render(report, false, 80),
	    "\nClients\n"
	    "  A and B refuse it, because each takes at most 6.\n"
	    "  Works today, stops on 2026-07-01 (30 days) in C, because it "
	    "distrusts \"R\".\n");
}

static void
where_it_is_not_valid_only_exceptions_are_told(void **state)
{
	CLEANUP(report_unref) struct report *report = make(false);

	add(report, "A", REPORT_CLIENT_WATCHED, 0, "finds no issuer of \"L\"");
	expect(render(report, false, 80), "");
	add(report, "B", REPORT_CLIENT_WATCHED, END, "\"L\" has expired");
	expect(render(report, false, 80),
	    "\nClients\n  B accepts it all the same: in other ways than by "
	    "what is sent, or less strict.\n");
}

static void
each_can_be_listed_and_no_line_is_too_wide(void **state)
{
	CLEANUP(report_unref) struct report *report = make(true);
	CLEANUP(free) char *text = NULL;

	add(report, "Some Client", REPORT_CLIENT_REQUIRED, 0,
	    "takes at most 10 certificates in the message");
	add(report, "B", REPORT_CLIENT_IDLE, END, "\"L\" has expired");
	expect(render(report, true, 80),
	    "\nClients\n"
	    "  refuses  Some Client (checked, required): takes at most 10 "
	    "certificates in the\n           message\n"
	    "  accepts  B (checked) until 2026-07-31 (60 days)\n");
	text = render(report, true, 40);
	for (const char *line = text; *line != '\0';
	     line += strcspn(line, "\n") + 1)
		assert_true(strcspn(line, "\n") <= 40);
}

static void
nothing_is_said_where_nobody_was_asked(void **state)
{
	CLEANUP(report_unref) struct report *report = make(true);

	expect(render(report, true, 80), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_that_matter_are_counted_and_the_others_named),
	    cmocka_unit_test(who_refuses_and_who_stops_is_said_with_its_reason),
	    cmocka_unit_test(where_it_is_not_valid_only_exceptions_are_told),
	    cmocka_unit_test(each_can_be_listed_and_no_line_is_too_wide),
	    cmocka_unit_test(nothing_is_said_where_nobody_was_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
