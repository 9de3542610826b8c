/* "/" as a browser gets it: what is worst, what is asked for, hostile text. */
#include "web/web.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/fake_http.h"
#include "support/monitor_rig.h"
#include "web/selection.h"

struct scene {
	struct rig *rig;
	struct web *web;
	struct web_options options;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);
	struct error err = ERROR_INIT;
	struct control_parts parts;

	scene->rig = rig_new(NULL);
	parts = (struct control_parts){
	    .loop = scene->rig->loop,
	    .clock = &scene->rig->clock,
	    .monitor = scene->rig->monitor,
	    .fleet = scene->rig->fleet,
	    .inspector = scene->rig->inspector,
	};
	scene->web = web_new(&parts, &scene->options, &err);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	web_free(scene->web);
	rig_free(scene->rig);
	free(scene);
	return 0;
}

static struct endpoint *
watch(struct scene *scene, const char *host, const char *address,
    enum rig_serves serves)
{
	struct endpoint *endpoint =
	    rig_endpoint(scene->rig, host, address, 3600);

	rig_serve(scene->rig, address, serves);
	return endpoint;
}

static void
label(struct endpoint *endpoint, const char *key, const char *value)
{
	struct endpoint_label *label = ARRAY_ADD(&endpoint->labels);

	label->key = mem_strdup(key);
	label->value = mem_strdup(value);
}

static void
look(struct scene *scene)
{
	rig_apply(scene->rig);
	rig_run(scene->rig, 4000);
}

static const char *
page(struct scene *scene, const char *target)
{
	const struct fake_answer *answer =
	    fake_http_get(scene->rig->loop, target);

	assert_int_equal(answer->status, 200);
	assert_string_equal(answer->type, "text/html; charset=utf-8");
	return answer->body;
}

static bool
has(const char *text, const char *words)
{
	return strstr(text, words) != NULL;
}

static void
the_worst_stand_above_the_good(void **state)
{
	struct scene *scene = *state;
	const char *text;

	watch(scene, "a.example.com", "192.0.2.1", RIG_GOOD);
	watch(scene, "b.example.com", "192.0.2.2", RIG_LEAF_ONLY);
	look(scene);
	text = strstr(page(scene, "/"), "id=\"list\"");
	assert_non_null(text);
	assert_true(strstr(text, ">b.example.com:443</a>") <
	    strstr(text, ">a.example.com:443</a>"));
	assert_true(has(text, ">leaf-only</a>"));
	assert_true(has(text, "<strong>broken</strong>"));
	assert_true(has(text, "<div class=\"dim\">since <time"));
	assert_true(has(text, "2 of 2 endpoints"));
	assert_true(has(text, "href=\"/endpoints/a.example.com%3A443\""));
}

static void
each_part_of_what_is_asked_narrows_it(void **state)
{
	struct scene *scene = *state;

	label(watch(scene, "a.example.com", "192.0.2.1", RIG_GOOD), "team",
	    "web & mail");
	watch(scene, "b.example.com", "192.0.2.2", RIG_LEAF_ONLY);
	label(watch(scene, "shop.example.com", "192.0.2.3", RIG_GOOD), "team",
	    "a\\b");
	look(scene);
	assert_true(has(page(scene, "/?pattern=SHOP"), "1 of 3 endpoints"));
	assert_true(has(page(scene, "/?state=ok"), "2 of 3 endpoints"));
	assert_true(has(
	    page(scene, "/?label.team=web%20%26%20mail"), "1 of 3 endpoints"));
	assert_true(has(page(scene, "/?label.team=none"), "No endpoint fits"));
	/* as its form sends what it shows */
	assert_true(has(page(scene, "/?label.team=a%5C%5Cb"), "1 of 3"));
	assert_true(has(page(scene, "/?label.team=a%5Cb"), "1 of 3"));
	assert_true(
	    has(page(scene, "/?breaks_by=2000-01-01"), "No endpoint fits"));
	assert_true(
	    has(page(scene, "/?breaks_by=2100-01-01"), "of 3 endpoints"));
	/* It stays in the form, and in the links to other states. */
	assert_true(has(page(scene, "/?pattern=a%22b"), "value=\"a&quot;b\""));
	assert_true(has(page(scene, "/?pattern=shop"),
	    "href=\"/?pattern=shop&amp;state=critical\""));
}

static void
what_cannot_be_meant_is_refused(void **state)
{
	struct scene *scene = *state;
	struct strbuf target = STRBUF_INIT(1000);

	strbuf_add(&target, "/?pattern=");
	while (target.len < 300)
		strbuf_add_char(&target, 'x');
	assert_int_equal(
	    fake_http_get(scene->rig->loop, strbuf_text(&target))->status, 400);
	strbuf_clear(&target);
	assert_int_equal(
	    fake_http_get(scene->rig->loop, "/?state=bad")->status, 400);
	assert_int_equal(
	    fake_http_get(scene->rig->loop, "/?breaks_by=soon")->status, 400);
}

static void
a_long_list_is_turned_over_by_pages(void **state)
{
	struct scene *scene = *state;
	char host[64];

	for (unsigned i = 0; i < 2 * SELECTION_PAGE + 1; i++) {
		snprintf(host, sizeof host, "h%04u.example.com", i);
		watch(scene, host, "192.0.2.1", RIG_GOOD);
	}
	rig_apply(scene->rig);
	assert_true(has(page(scene, "/"), "Page 1 of 3"));
	assert_true(has(page(scene, "/"), "href=\"/?page=2\""));
	assert_false(has(page(scene, "/"), "h0200.example.com:443"));
	assert_true(has(page(scene, "/?page=3"), "h0200.example.com:443"));
	assert_true(has(page(scene, "/?page=4"), "not that long"));
}

static void
what_was_never_looked_at_is_said_to_be_so(void **state)
{
	struct scene *scene = *state;

	assert_true(has(page(scene, "/"), "Nothing is watched"));
	watch(scene, "a.example.com", "192.0.2.1", RIG_GOOD);
	rig_apply(scene->rig);
	assert_true(has(page(scene, "/"), "not looked at yet"));
	rig_run(scene->rig, 4000);
	assert_false(has(page(scene, "/"), "not looked at yet"));
}

/* Markup, escapes, a line break, marks that turn the reading direction. */
static void
hostile_labels_are_text(void **state)
{
	struct scene *scene = *state;
	const char *text;

	label(watch(scene, "a.example.com", "192.0.2.1", RIG_GOOD), "team",
	    "<script>alert(1)</script>\x1b[31m\n\xe2\x80\xae\"'");
	look(scene);
	text = page(scene, "/");
	assert_false(has(text, "<script"));
	assert_true(has(text, "&lt;script&gt;"));
	assert_true(has(text, "\\x1b[31m\\x0a\\u{202e}&quot;&#39;"));
	assert_null(strchr(text, '\x1b'));
	assert_false(has(text, "\xe2\x80\xae"));
}

static void
who_is_gone_leaves_nothing_behind(void **state)
{
	struct scene *scene = *state;

	watch(scene, "a.example.com", "192.0.2.1", RIG_GOOD);
	look(scene);
	fake_http_begin(scene->rig->loop, "/");
	assert_true(fake_http_is_waiting());
	fake_http_abandon();
	fake_loop_run_for(scene->rig->loop, 1000);
	assert_true(has(page(scene, "/"), "a.example.com"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_worst_stand_above_the_good),
	    TEST(each_part_of_what_is_asked_narrows_it),
	    TEST(what_cannot_be_meant_is_refused),
	    TEST(a_long_list_is_turned_over_by_pages),
	    TEST(what_was_never_looked_at_is_said_to_be_so),
	    TEST(hostile_labels_are_text),
	    TEST(who_is_gone_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
