/* "/incidents", "/certificates", "/silences", "/style.css" of a fleet that has
 * something to list, and of one that has not. */
#include "web/web.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/silence.h"
#include "support/page_rig.h"

/* One that is broken, and one that is good. */
static int
set_up(void **state)
{
	struct page_rig *page;
	struct rig *rig;

	page_rig_set_up_empty(state);
	page = *state;
	rig = page->kept->rig;
	rig_endpoint(rig, "a.example.com", "192.0.2.1", 3600);
	rig_serve(rig, "192.0.2.1", RIG_LEAF_ONLY);
	rig_endpoint(rig, "b.example.com", "192.0.2.2", 3600);
	rig_serve(rig, "192.0.2.2", RIG_GOOD);
	rig_apply(rig);
	return 0;
}

static void
what_is_open_is_listed_and_leads_on(void **state)
{
	struct page_rig *page = *state;
	const char *text;

	assert_true(
	    page_rig_has(page_rig_page(page, "/incidents"), "There is none."));
	rig_run(page->kept->rig, 4000);
	text = page_rig_page(page, "/incidents");
	assert_true(page_rig_has(text, "Open (1)"));
	assert_true(page_rig_has(text, ">leaf-only</a>"));
	assert_true(page_rig_has(text, "href=\"/incidents/"));
	assert_true(
	    page_rig_has(text, "href=\"/endpoints/a.example.com%3A443\""));
	assert_false(page_rig_has(text, "b.example.com"));
}

static void
what_has_ended_is_listed_apart(void **state)
{
	struct page_rig *page = *state;

	rig_run(page->kept->rig, 4000);
	assert_true(page_rig_has(
	    page_rig_page(page, "/incidents?over=1"), "There is none."));
	rig_serve(page->kept->rig, "192.0.2.1", RIG_GOOD);
	rig_run(page->kept->rig, 8000);
	assert_true(
	    page_rig_has(page_rig_page(page, "/incidents"), "There is none."));
	assert_true(page_rig_has(
	    page_rig_page(page, "/incidents?over=1"), ">leaf-only</a>"));
}

static void
incidents_are_narrowed_by_what_is_asked(void **state)
{
	static const char *const others[] = {
	    "/incidents?pattern=b.example",
	    "/incidents?finding=expired",
	    "/incidents?severity=notice",
	};
	struct page_rig *page = *state;

	rig_run(page->kept->rig, 4000);
	assert_true(
	    page_rig_has(page_rig_page(page,
			     "/incidents?pattern=A.EXA&finding=leaf-only"
			     "&severity=critical"),
		">leaf-only</a>"));
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		assert_true(page_rig_has(
		    page_rig_page(page, others[i]), "There is none."));
}

static void
certificates_are_listed_by_their_end(void **state)
{
	struct page_rig *page = *state;
	const char *text;

	assert_true(page_rig_has(
	    page_rig_page(page, "/certificates"), "There is none."));
	rig_run(page->kept->rig, 4000);
	text = page_rig_page(page, "/certificates");
	assert_true(page_rig_has(text, "href=\"/certificates/"));
	assert_true(
	    page_rig_has(text, "href=\"/endpoints/b.example.com%3A443\""));
	text = page_rig_page(page, "/certificates?pattern=b.example.com");
	assert_true(page_rig_has(text, "/endpoints/b.example.com%3A443"));
	assert_true(page_rig_has(text, ">b.example.com</a>"));
	assert_false(page_rig_has(text, ">a.example.com</a>"));
	assert_true(
	    page_rig_has(page_rig_page(page, "/certificates?issuer=nobody"),
		"There is none."));
	assert_true(page_rig_has(
	    page_rig_page(page, "/certificates?ends_by=2000-01-01"),
	    "There is none."));
	assert_true(page_rig_has(
	    page_rig_page(page, "/certificates?ends_from=2000-01-01"),
	    "b.example.com"));
	assert_int_equal(
	    fake_http_get(page->kept->rig->loop, "/certificates?ends_by=soon")
		->status,
	    400);
	assert_int_equal(
	    fake_http_get(page->kept->rig->loop, "/certificates?after=x.y")
		->status,
	    400);
}

static size_t
rows_of(const char *text)
{
	size_t count = 0;

	while ((text = strstr(text, "<th scope=\"row\">")) != NULL) {
		count++;
		text++;
	}
	return count;
}

/* Where "Next" leads; NULL: nowhere. Free it. */
static char *
next_of(const char *text)
{
	const char *after = strstr(text, "&amp;after=");

	return after == NULL ? NULL
			     : mem_printf("/certificates?unused=1&%.*s",
				   (int)strcspn(after + 5, "\""), after + 5);
}

/* Each has a certificate of its own, and an issuer. */
static void
more_than_a_page_go_on_behind_the_last(void **state)
{
	struct page_rig *page = *state;
	struct rig *rig = page->kept->rig;
	char *url = mem_strdup("/certificates?unused=1");
	size_t pages = 0, rows = 0;

	for (unsigned i = 0; i < 60; i++) {
		char host[64], address[64];

		snprintf(host, sizeof host, "h%u.example.com", i);
		snprintf(address, sizeof address, "192.0.2.%u", 10 + i);
		rig_endpoint(rig, host, address, 3600);
		rig_serve(rig, address, RIG_GOOD);
	}
	rig_apply(rig);
	rig_run(rig, 8000);
	while (url != NULL && pages < 10) {
		const char *text = page_rig_page(page, url);

		assert_true(rows_of(text) <= 50);
		assert_int_equal(pages > 0, page_rig_has(text, ">First</a>"));
		rows += rows_of(text);
		pages++;
		free(url);
		url = next_of(text);
	}
	assert_null(url);
	assert_true(pages >= 2);
	assert_true((int64_t)rows ==
	    kept_rig_ask(page->kept, "SELECT count(*) FROM certificate"));
}

static void
silences_say_what_until_when_by_whom_and_why(void **state)
{
	struct page_rig *page = *state;
	struct rig *rig = page->kept->rig;
	struct silence *silence = silence_new();
	struct error err = ERROR_INIT;
	const char *text;

	rig_run(rig, 4000);
	assert_true(
	    page_rig_has(page_rig_page(page, "/silences"), "There is none."));
	silence->author = mem_strdup("anna");
	silence->reason = mem_strdup("moving <house>\x1b[1m");
	silence->finding = FINDING_LEAF_ONLY;
	silence->ends_at = clock_wall_s(&rig->clock) + 7200;
	if (monitor_silence(rig->monitor, silence, &err) == NULL)
		fail_msg("%s", err.message);
	fake_loop_run_for(rig->loop, 1000);
	text = page_rig_page(page, "/silences");
	assert_true(page_rig_has(text, "1 silence<"));
	assert_true(page_rig_has(text, "leaf-only"));
	assert_true(page_rig_has(text, ">anna</td>"));
	assert_true(page_rig_has(text, "moving &lt;house&gt;\\x1b[1m"));
	assert_true(page_rig_has(text, "in 1 hour"));
}

static bool
is_stale(const char *page)
{
	return page_rig_has(page,
	    "The store cannot be written: what is read "
	    "from it, like history, lacks");
}

/* What was there is shown, and that it is not all. */
static void
while_the_store_fails_it_is_read_and_said_so(void **state)
{
	static const char *const targets[] = {
	    "/certificates", "/incidents", "/endpoints/a.example.com%3A443"};
	struct page_rig *page = *state;
	const struct fake_answer *answer;

	rig_run(page->kept->rig, 4000);
	assert_false(is_stale(page_rig_page(page, "/incidents")));
	fault_vfs_set(FAULT_WRITE, 0, -1);
	rig_run(page->kept->rig, 4000);
	for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
		const char *text = page_rig_page(page, targets[i]);

		assert_true(is_stale(text));
		assert_true(page_rig_has(text, "a.example.com"));
	}
	assert_false(is_stale(page_rig_page(page, "/")));
	answer = fake_http_get(page->kept->rig->loop, "/api/v1/events");
	assert_int_equal(answer->status, 200);
	assert_true(
	    page_rig_has(answer->body, "\"event\":\"incident-opened\""));
	assert_true(page_rig_has(answer->body, ",\"stale_s\":"));
	fault_vfs_heal();
	rig_run(page->kept->rig, 4000);
	assert_false(is_stale(page_rig_page(page, "/incidents")));
	assert_true(page_rig_has(
	    page_rig_page(page, "/certificates"), "b.example.com"));
}

/* The disk is at fault, not who asks. */
static void
a_store_that_cannot_be_read_is_said_with_when_to_come_again(void **state)
{
	struct page_rig *page = *state;
	const struct fake_answer *answer;

	rig_run(page->kept->rig, 4000);
	fault_vfs_set(FAULT_READ, 0, -1);
	answer = fake_http_get(page->kept->rig->loop, "/certificates");
	assert_int_equal(answer->status, 503);
	assert_string_equal(fake_http_header("Retry-After"), "5");
	assert_true(page_rig_has(answer->body, "<h1>"));
	fault_vfs_heal();
	assert_true(page_rig_has(
	    page_rig_page(page, "/certificates"), "b.example.com"));
}

static void
the_style_is_given_once_and_known_by_its_tag(void **state)
{
	struct page_rig *page = *state;
	struct loop *loop = page->kept->rig->loop;
	const struct fake_answer *answer = fake_http_get(loop, "/style.css");
	CLEANUP(free) char *again = NULL;

	assert_int_equal(answer->status, 200);
	assert_string_equal(answer->type, "text/css; charset=utf-8");
	assert_true(page_rig_has(answer->body, "prefers-color-scheme: dark"));
	assert_string_equal(fake_http_header("Cache-Control"), "no-cache");
	again = mem_printf("If-None-Match: %s", fake_http_header("ETag"));
	answer = fake_http_ask(loop, "/style.css", again);
	assert_int_equal(answer->status, 304);
	assert_int_equal(answer->len, 0);
	answer = fake_http_ask(loop, "/style.css", "If-None-Match: \"0\"");
	assert_int_equal(answer->status, 200);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, set_up, page_rig_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_open_is_listed_and_leads_on),
	    TEST(what_has_ended_is_listed_apart),
	    TEST(incidents_are_narrowed_by_what_is_asked),
	    TEST(certificates_are_listed_by_their_end),
	    TEST(more_than_a_page_go_on_behind_the_last),
	    TEST(silences_say_what_until_when_by_whom_and_why),
	    TEST(while_the_store_fails_it_is_read_and_said_so),
	    TEST(a_store_that_cannot_be_read_is_said_with_when_to_come_again),
	    TEST(the_style_is_given_once_and_known_by_its_tag),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
