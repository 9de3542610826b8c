/* "/incidents/ID": one that is open, one that is over, none; and what strangers
 * may have written. */
#include "web/web.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/markup.h"
#include "support/page_rig.h"
#include "web/incident_body.h"

static char *
link_of(struct page_rig *rig)
{
	return page_rig_incident(rig, "leaf-only");
}

static void
an_open_one_says_what_since_when_where_and_what_to_do(void **state)
{
	CLEANUP(free) char *url = link_of(*state);
	const char *page = page_rig_page(*state, url);

	page_rig_says(page, "leaf-only: ");
	page_rig_says(page, "critical open");
	page_rig_says(page, "It lasts for");
	page_rig_says(page, "1 endpoint in all; it is over at 0 of them.");
	page_rig_says(page, "192.0.2.1:443");
	page_rig_says(page, "still");
	page_rig_says(page, "What to do");
	page_rig_says(page,
	    "who fails, and what to paste where: "
	    "a.example.com:443");
	page_rig_says(page, "Notification told");
	assert_non_null(
	    strstr(page, "href=\"/endpoints/a.example.com%3A443\""));
}

static void
one_that_is_over_says_so_with_its_events(void **state)
{
	struct page_rig *rig = *state;
	CLEANUP(free) char *url = link_of(rig);
	const char *page;

	rig_serve(rig->kept->rig, "192.0.2.1", RIG_GOOD);
	rig_run(rig->kept->rig, 8000);
	page = page_rig_page(rig, url);
	page_rig_says(page, "critical over");
	page_rig_says(page, "Over since");
	page_rig_says(page, "it is over at 1 of them.");
	page_rig_says(page, "What to do if it comes again");
	page_rig_says(page, "incident-resolved");
	page_rig_says(page, "none now");
}

static void
what_is_not_known_is_said_to_be_so(void **state)
{
	struct page_rig *rig = *state;
	static const char *const targets[] = {
	    "/incidents/",
	    "/incidents/0123",
	    "/incidents/%3Cscript%3E",
	};

	for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++)
		assert_int_equal(
		    fake_http_get(rig->kept->rig->loop, targets[i])->status,
		    404);
}

static void
a_page_beyond_the_last_is_empty_and_no_fault(void **state)
{
	CLEANUP(free) char *url = link_of(*state);
	CLEANUP(free) char *beyond = mem_printf("%s?page=9999", url);

	page_rig_says(page_rig_page(*state, beyond), "1 endpoint in all");
}

static void
a_blast_radius_of_many_pages_leads_on(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(1u << 20);
	json_t *line = json_pack("{s:{s:s, s:s}, s:i, s:i, s:i}", "entry",
	    "finding", "leaf-only", "from", "2026-06-01T00:00:00Z",
	    "endpoint_count", 250, "over_count", 50, "from", 100);

	incident_body(&html, line, "/incidents/0a", MINT_NOW);
	markup_check(strbuf_text(&html.buf));
	page_rig_says(strbuf_text(&html.buf), "250 endpoints in all");
	assert_non_null(strstr(strbuf_text(&html.buf), "/incidents/0a?page=3"));
	json_decref(line);
}

static void
who_was_not_reached_is_named(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(1u << 20);
	json_t *line = json_pack("{s:{s:s}, s:[{s:{s:s, s:s, s:[s, s, s]}, "
				 "s:[{s:s, s:s, s:s}, {s:s, s:s}]}]}",
	    "entry", "finding", "leaf-only", "events", "event", "event",
	    "incident-opened", "text", "it broke", "routed_to", "journal",
	    "ops", "mail", "told", "sink", "ops", "state", "refused", "error",
	    "HTTP 400", "sink", "mail", "state", "told");

	incident_body(&html, line, "/incidents/0a", MINT_NOW);
	page_rig_says(strbuf_text(&html.buf),
	    "For: the local log (journal or standard error), ops, mail");
	page_rig_says(strbuf_text(&html.buf), "ops: refused");
	page_rig_says(strbuf_text(&html.buf), "HTTP 400");
	page_rig_says_not(strbuf_text(&html.buf), "mail: told");
	json_decref(line);
}

static void
whatever_strangers_write_is_text(void **state)
{
	struct page_rig *rig = *state;
	CLEANUP(free) char *url = link_of(rig);

	rig_serve(rig->kept->rig, "192.0.2.1", RIG_GOOD);
	rig_run(rig->kept->rig, 8000);
	for (size_t i = 0; i < PAGE_RIG_HOSTILE_COUNT; i++) {
		CLEANUP(html_clear) struct html html = HTML_INIT(8u << 20);
		json_t *lines = page_rig_ask(rig, "incident",
		    json_pack("{s:s}", "id", url + strlen("/incidents/")));

		page_rig_spoil(lines, page_rig_hostile[i]);
		incident_body(
		    &html, json_array_get(lines, 0), "/incidents/0a", MINT_NOW);
		page_rig_is_harmless(strbuf_text(&html.buf));
		json_decref(lines);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    PAGE_TEST(an_open_one_says_what_since_when_where_and_what_to_do),
	    PAGE_TEST(one_that_is_over_says_so_with_its_events),
	    PAGE_TEST(what_is_not_known_is_said_to_be_so),
	    PAGE_TEST(a_page_beyond_the_last_is_empty_and_no_fault),
	    cmocka_unit_test(a_blast_radius_of_many_pages_leads_on),
	    cmocka_unit_test(who_was_not_reached_is_named),
	    PAGE_TEST(whatever_strangers_write_is_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
