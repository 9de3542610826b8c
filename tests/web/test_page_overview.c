/* "/" as a browser gets it: what is worst, what is asked for, hostile text. */
#include "web/web.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/page_rig.h"
#include "web/selection.h"

static struct endpoint *
watch(struct page_rig *page, const char *host, const char *address,
    enum rig_serves serves)
{
	struct endpoint *endpoint =
	    rig_endpoint(page->kept->rig, host, address, 3600);

	rig_serve(page->kept->rig, address, serves);
	return endpoint;
}

static void
label(struct endpoint *endpoint, const char *key, const char *value)
{
	struct endpoint_label *label = ARRAY_ADD(&endpoint->settings->labels);

	label->key = mem_strdup(key);
	label->value = mem_strdup(value);
}

static void
look(struct page_rig *page)
{
	rig_apply(page->kept->rig);
	rig_run(page->kept->rig, 4000);
}

static void
the_worst_stand_above_the_good(void **state)
{
	struct page_rig *page = *state;
	const char *text;

	watch(page, "a.example.com", "192.0.2.1", RIG_GOOD);
	watch(page, "b.example.com", "192.0.2.2", RIG_LEAF_ONLY);
	look(page);
	text = strstr(page_rig_page(page, "/"), "id=\"list\"");
	assert_non_null(text);
	assert_true(strstr(text, ">b.example.com:443</a>") <
	    strstr(text, ">a.example.com:443</a>"));
	assert_true(page_rig_has(text, ">leaf-only</a>"));
	assert_true(page_rig_has(text, "<strong>broken</strong>"));
	assert_true(page_rig_has(text, "<div class=\"dim\">since <time"));
	assert_true(page_rig_has(text, "2 of 2 endpoints"));
	assert_true(
	    page_rig_has(text, "href=\"/endpoints/a.example.com%3A443\""));
}

static void
each_part_of_what_is_asked_narrows_it(void **state)
{
	struct page_rig *page = *state;

	label(watch(page, "a.example.com", "192.0.2.1", RIG_GOOD), "team",
	    "web & mail");
	watch(page, "b.example.com", "192.0.2.2", RIG_LEAF_ONLY);
	label(watch(page, "shop.example.com", "192.0.2.3", RIG_GOOD), "team",
	    "a\\b");
	look(page);
	assert_true(page_rig_has(
	    page_rig_page(page, "/?pattern=SHOP"), "1 of 3 endpoints"));
	assert_true(page_rig_has(
	    page_rig_page(page, "/?state=ok"), "2 of 3 endpoints"));
	assert_true(
	    page_rig_has(page_rig_page(page, "/?label.team=web%20%26%20mail"),
		"1 of 3 endpoints"));
	assert_true(page_rig_has(
	    page_rig_page(page, "/?label.team=none"), "No endpoint fits"));
	/* as its form sends what it shows */
	assert_true(page_rig_has(
	    page_rig_page(page, "/?label.team=a%5C%5Cb"), "1 of 3"));
	assert_true(
	    page_rig_has(page_rig_page(page, "/?label.team=a%5Cb"), "1 of 3"));
	assert_true(page_rig_has(
	    page_rig_page(page, "/?breaks_by=2000-01-01"), "No endpoint fits"));
	assert_true(page_rig_has(
	    page_rig_page(page, "/?breaks_by=2100-01-01"), "of 3 endpoints"));
	/* It stays in the form, and in the links to other states. */
	assert_true(page_rig_has(
	    page_rig_page(page, "/?pattern=a%22b"), "value=\"a&quot;b\""));
	assert_true(page_rig_has(page_rig_page(page, "/?pattern=shop"),
	    "href=\"/?pattern=shop&amp;state=critical\""));
}

static void
what_cannot_be_meant_is_refused(void **state)
{
	struct page_rig *page = *state;
	struct strbuf target = STRBUF_INIT(1000);

	strbuf_add(&target, "/?pattern=");
	while (target.len < 300)
		strbuf_add_char(&target, 'x');
	assert_int_equal(
	    fake_http_get(page->kept->rig->loop, strbuf_text(&target))->status,
	    400);
	strbuf_clear(&target);
	assert_int_equal(
	    fake_http_get(page->kept->rig->loop, "/?state=bad")->status, 400);
	assert_int_equal(
	    fake_http_get(page->kept->rig->loop, "/?breaks_by=soon")->status,
	    400);
}

static void
a_long_list_is_turned_over_by_pages(void **state)
{
	struct page_rig *page = *state;
	char host[64];

	for (unsigned i = 0; i < 2 * SELECTION_PAGE + 1; i++) {
		snprintf(host, sizeof host, "h%04u.example.com", i);
		watch(page, host, "192.0.2.1", RIG_GOOD);
	}
	rig_apply(page->kept->rig);
	assert_true(page_rig_has(page_rig_page(page, "/"), "Page 1 of 3"));
	assert_true(
	    page_rig_has(page_rig_page(page, "/"), "href=\"/?page=2\""));
	assert_false(
	    page_rig_has(page_rig_page(page, "/"), "h0200.example.com:443"));
	assert_true(page_rig_has(
	    page_rig_page(page, "/?page=3"), "h0200.example.com:443"));
	assert_true(
	    page_rig_has(page_rig_page(page, "/?page=4"), "not that long"));
}

static void
what_was_never_looked_at_is_said_to_be_so(void **state)
{
	struct page_rig *page = *state;

	assert_true(
	    page_rig_has(page_rig_page(page, "/"), "Nothing is watched"));
	watch(page, "a.example.com", "192.0.2.1", RIG_GOOD);
	rig_apply(page->kept->rig);
	assert_true(
	    page_rig_has(page_rig_page(page, "/"), "not looked at yet"));
	rig_run(page->kept->rig, 4000);
	assert_false(
	    page_rig_has(page_rig_page(page, "/"), "not looked at yet"));
}

/* Markup, escapes, a line break, marks that turn the reading direction. */
static void
hostile_labels_are_text(void **state)
{
	struct page_rig *page = *state;
	const char *text;

	label(watch(page, "a.example.com", "192.0.2.1", RIG_GOOD), "team",
	    "<script>alert(1)</script>\x1b[31m\n\xe2\x80\xae\"'");
	look(page);
	text = page_rig_page(page, "/");
	assert_false(page_rig_has(text, "<script"));
	assert_true(page_rig_has(text, "&lt;script&gt;"));
	assert_true(page_rig_has(text, "\\x1b[31m\\x0a\\u{202e}&quot;&#39;"));
	assert_null(strchr(text, '\x1b'));
	assert_false(page_rig_has(text, "\xe2\x80\xae"));
}

static void
who_is_gone_leaves_nothing_behind(void **state)
{
	struct page_rig *page = *state;

	watch(page, "a.example.com", "192.0.2.1", RIG_GOOD);
	look(page);
	fake_http_begin(page->kept->rig->loop, "/");
	assert_true(fake_http_is_waiting());
	fake_http_abandon();
	fake_loop_run_for(page->kept->rig->loop, 1000);
	assert_true(page_rig_has(page_rig_page(page, "/"), "a.example.com"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    EMPTY_PAGE_TEST(the_worst_stand_above_the_good),
	    EMPTY_PAGE_TEST(each_part_of_what_is_asked_narrows_it),
	    EMPTY_PAGE_TEST(what_cannot_be_meant_is_refused),
	    EMPTY_PAGE_TEST(a_long_list_is_turned_over_by_pages),
	    EMPTY_PAGE_TEST(what_was_never_looked_at_is_said_to_be_so),
	    EMPTY_PAGE_TEST(hostile_labels_are_text),
	    EMPTY_PAGE_TEST(who_is_gone_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
