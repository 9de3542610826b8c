/* "/endpoints/ID": one that is good, broken, or never answered; the chain that
 * it gives to download; and what strangers may have written. */
#include "web/web.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/markup.h"
#include "support/page_rig.h"
#include "web/endpoint_body.h"

#define BROKEN "/endpoints/a.example.com%3A443"

static void
a_good_endpoint_shows_its_chain_and_nothing_wrong(void **state)
{
	const char *page =
	    page_rig_page(*state, "/endpoints/b.example.com%3A443");

	page_rig_says(page, "b.example.com:443");
	page_rig_says(page, "An ideal client takes it");
	page_rig_says(page, "Chain at 192.0.2.2:443");
	page_rig_says(page, "leads to system; it holds");
	page_rig_says(page, "Works for");
	page_rig_says_not(page, "What is wrong");
	page_rig_says_not(page, "The last look failed");
	page_rig_says_not(page, "broken");
	page_rig_says_not(page, "Open incidents");
	page_rig_says_not(page, "What to serve instead");
	assert_int_equal(markup_count(page, "svg", "class", "chain"), 1);
	assert_int_equal(markup_count(page, "svg", "class", "time"), 1);
}

static void
a_broken_one_says_what_is_wrong_for_whom_and_what_to_do(void **state)
{
	const char *page = page_rig_page(*state, BROKEN);

	page_rig_says(page, "State \xe2\x96\xb2 critical broken leaf-only");
	page_rig_says(page, "What works breaks");
	page_rig_says(page, "Not even an ideal client takes it. It fails for ");
	page_rig_says(page, "What is wrong, the cause first");
	page_rig_says(page, "fails finds no issuer");
	page_rig_says(page, "nginx");
	page_rig_says(page, "ssl_certificate");
	page_rig_says(page, "Open incidents");
	page_rig_says(page, "a watched server sent it");
	page_rig_says(page, "-----BEGIN CERTIFICATE-----");
	/* one for each address, as they differ */
	assert_int_equal(markup_count(page, "svg", "class", "chain"), 2);
	/* two issuers of one name and key would do */
	assert_int_equal(markup_count(page, "g", "class", "missing"), 2);
	assert_true(markup_count(page, "pre", "tabindex", "0") > 0);
}

static json_t *
chain_line(const char *address, const char *severity)
{
	return json_pack("{s:s, s:s, s:[{s:s}], s:{s:s}}", "type", "chain",
	    "chain", address, "addresses", "address", address, "report",
	    "severity", severity);
}

/* Of many chains the bad one is not among those behind a link. */
static void
the_worst_chain_stands_first(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(1u << 20);
	json_t *lines = json_pack("[{s:s, s:s}]", "type", "status", "id", "a");

	(void)state;
	for (int i = 0; i < ENDPOINT_BODY_MAX_CHAINS; i++)
		json_array_append_new(lines, chain_line("192.0.2.1", "ok"));
	json_array_append_new(lines, chain_line("192.0.2.8", "warning"));
	json_array_append_new(lines, chain_line("192.0.2.9", "critical"));
	endpoint_body(&html, lines, NULL, MINT_NOW);
	assert_non_null(strstr(strbuf_text(&html.buf), "Chain at 192.0.2.9"));
	assert_true(strstr(strbuf_text(&html.buf), "Chain at 192.0.2.9") <
	    strstr(strbuf_text(&html.buf), "Chain at 192.0.2.8"));
	assert_true(strstr(strbuf_text(&html.buf), "Chain at 192.0.2.8") <
	    strstr(strbuf_text(&html.buf), "Chain at 192.0.2.1"));
	page_rig_says(strbuf_text(&html.buf), "The chain at 192.0.2.1");
	json_decref(lines);
}

static void
one_that_never_answered_says_so(void **state)
{
	const char *page =
	    page_rig_page(*state, "/endpoints/c.example.com%3A443");

	page_rig_says(page, "No chain was seen yet.");
	page_rig_says(page, "last look: connect-refused");
	page_rig_says(page, "The last look failed");
	page_rig_says(page, "connect-refused : the connection is refused");
	page_rig_says(page, "At 192.0.2.3:443.");
	page_rig_says(page, "Start the server, or correct the port");
	page_rig_says(page, "ss -ltnp 'sport = :443'");
	page_rig_says(page, "openssl s_client -connect 192.0.2.3:443");
	assert_int_equal(markup_count(page, "svg", "class", "chain"), 0);
}

static void
all_that_it_names_is_linked(void **state)
{
	struct page_rig *rig = *state;
	const char *page = page_rig_page(rig, BROKEN);
	CLEANUP(free) char *incident = page_rig_link(page, "/incidents/");
	CLEANUP(free) char *cert = page_rig_link(page, "/certificates/");
	CLEANUP(free) char *label = page_rig_link(page, "/?label.team=");

	page_rig_says(page, "team=<b>web</b>");
	assert_string_equal(label, "/?label.team=%3Cb%3Eweb%3C%2Fb%3E");
	page_rig_says(page_rig_page(rig, incident), "What to do");
	page_rig_says(page_rig_page(rig, cert), "a.example.com");
}

static void
the_chain_to_serve_is_given_as_a_file(void **state)
{
	struct page_rig *rig = *state;
	CLEANUP(free)
	char *url = page_rig_link(page_rig_page(rig, BROKEN), BROKEN "?pem=");
	const struct rig_host *host = page_rig_host(rig, "a.example.com");
	CLEANUP(free) char *leaf = mint_pem(host->renewed);
	CLEANUP(free) char *issuer = mint_pem(host->chain.intermediate);
	CLEANUP(free) char *wanted = mem_printf("%s%s", leaf, issuer);
	const struct fake_answer *answer =
	    fake_http_get(rig->kept->rig->loop, url);

	assert_int_equal(answer->status, 200);
	assert_string_equal(answer->type, "application/x-pem-file");
	assert_string_equal(fake_http_header("Content-Disposition"),
	    "attachment; filename=\"a.example.com-fullchain.pem\"");
	assert_string_equal(answer->body, wanted);
}

static void
what_is_not_there_is_not_given(void **state)
{
	static const struct {
		const char *target;
		int status;
	} rows[] = {
	    {"/endpoints/", 404},
	    {"/endpoints/*", 404},
	    {"/endpoints/z.example.com%3A443", 404},
	    {"/endpoints/a.example.com", 404},
	    {BROKEN "?pem=", 400},
	    {BROKEN "?pem=..%2F..%2Fetc%2Fpasswd", 400},
	    {BROKEN "?pem=000000000000000000000000000000000000000000000000000"
		    "0000000000000",
		404},
	};
	struct page_rig *rig = *state;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(
		    fake_http_get(rig->kept->rig->loop, rows[i].target)->status,
		    rows[i].status);
}

static void
who_goes_before_it_is_answered_leaves_nothing_behind(void **state)
{
	struct page_rig *rig = *state;

	fake_http_begin(rig->kept->rig->loop, BROKEN);
	assert_true(fake_http_is_waiting());
	fake_http_abandon();
	rig_run(rig->kept->rig, 10);
	page_rig_page(rig, BROKEN);
}

static void
whatever_strangers_write_is_text(void **state)
{
	struct page_rig *rig = *state;

	for (size_t i = 0; i < PAGE_RIG_HOSTILE_COUNT; i++) {
		CLEANUP(html_clear) struct html html = HTML_INIT(8u << 20);
		json_t *lines = page_rig_ask(rig, "show",
		    json_pack("{s:s, s:i}", "pattern", "a.example.com:443",
			"recent", 60));

		page_rig_spoil(lines, page_rig_hostile[i]);
		endpoint_body(&html, lines, NULL, MINT_NOW);
		assert_false(strbuf_is_truncated(&html.buf));
		page_rig_is_harmless(strbuf_text(&html.buf));
		json_decref(lines);
	}
}

static void
lines_that_lack_everything_make_a_page_all_the_same(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(1u << 20);
	json_t *lines = json_pack("[{s:s}, {s:s}, {s:s}, {s:s}, {s:s}]", "type",
	    "status", "type", "chain", "type", "incident", "type", "history",
	    "type", "silence");

	endpoint_body(&html, lines, NULL, MINT_NOW);
	markup_check(strbuf_text(&html.buf));
	json_decref(lines);
}

static json_t *
lines_of_chains(size_t count)
{
	json_t *lines =
	    json_pack("[{s:s, s:s}]", "type", "status", "id", "a.test:443");

	for (size_t i = 0; i < count; i++) {
		CLEANUP(free) char *id = mem_printf("%064zu", i);
		CLEANUP(free) char *address = mem_printf("192.0.2.%zu:443", i);

		json_array_append_new(lines,
		    json_pack("{s:s, s:s, s:[{s:s}], s:{s:s}}", "type", "chain",
			"chain", id, "addresses", "address", address, "report",
			"severity", "ok"));
	}
	return lines;
}

static void
of_very_many_chains_some_are_shown_and_the_rest_linked(void **state)
{
	CLEANUP(html_clear) struct html html = HTML_INIT(4u << 20);
	CLEANUP(html_clear) struct html alone = HTML_INIT(4u << 20);
	CLEANUP(free) char *id = mem_printf("%064d", 40);
	json_t *lines = lines_of_chains(64);

	endpoint_body(&html, lines, NULL, MINT_NOW);
	markup_check(strbuf_text(&html.buf));
	assert_int_equal(
	    markup_count(strbuf_text(&html.buf), "section", "class", "ok"),
	    ENDPOINT_BODY_MAX_CHAINS);
	assert_non_null(strstr(strbuf_text(&html.buf), id));
	endpoint_body(&alone, lines, id, MINT_NOW);
	assert_int_equal(
	    markup_count(strbuf_text(&alone.buf), "section", "class", "ok"), 1);
	page_rig_says(strbuf_text(&alone.buf), "Chain at 192.0.2.40:443");
	json_decref(lines);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    PAGE_TEST(a_good_endpoint_shows_its_chain_and_nothing_wrong),
	    PAGE_TEST(a_broken_one_says_what_is_wrong_for_whom_and_what_to_do),
	    cmocka_unit_test(the_worst_chain_stands_first),
	    PAGE_TEST(one_that_never_answered_says_so),
	    PAGE_TEST(all_that_it_names_is_linked),
	    PAGE_TEST(the_chain_to_serve_is_given_as_a_file),
	    PAGE_TEST(what_is_not_there_is_not_given),
	    PAGE_TEST(who_goes_before_it_is_answered_leaves_nothing_behind),
	    PAGE_TEST(whatever_strangers_write_is_text),
	    cmocka_unit_test(
		of_very_many_chains_some_are_shown_and_the_rest_linked),
	    cmocka_unit_test(
		lines_that_lack_everything_make_a_page_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
