/* A chain as a picture, its words, and what both are made of: out of what the
 * judge says of real chains. */
#include "web/draw_chain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "judge/judge.h"
#include "render/json_value.h"
#include "render/render_json.h"
#include "support/markup.h"
#include "support/mint.h"
#include "web/list_chain.h"

#define PAGE_MAX (1u << 20)

struct shown {
	json_t *report;
	struct sketch sketch;
	struct html picture, list;
	char *picture_text, *list_text;
};

/* known: at hand, and not sent; or NULL. */
static void
show_by(struct shown *shown, struct chain *take_presented,
    const struct mint *anchor, const struct mint *known)
{
	CLEANUP(chain_unref) struct chain *presented = take_presented;
	CLEANUP(trust_store_unref)
	struct trust_store *store = mint_trust("system", anchor, NULL);
	const struct trust_store *stores[] = {store};
	struct cert_set *fleet = cert_set_new();
	const struct evidence evidence = {
	    .presented = presented,
	    .stores = stores,
	    .store_count = 1,
	    .known = {[KNOWN_FLEET] = fleet},
	};
	const struct render_about about = {0};
	struct report *report;

	if (known != NULL)
		cert_set_add(fleet, known->cert);
	report = judge(&evidence, &judge_options_default, MINT_NOW);
	shown->report = render_json_report(report, &about);
	report_unref(report);
	cert_set_free(fleet);
}

static void
draw(struct shown *shown)
{
	shown->picture = (struct html)HTML_INIT(PAGE_MAX);
	shown->list = (struct html)HTML_INIT(PAGE_MAX);
	sketch_make(shown->report, &shown->sketch);
	draw_chain(&shown->picture, &shown->sketch, MINT_NOW);
	list_chain(&shown->list, &shown->sketch, shown->report, MINT_NOW);
	shown->picture_text = markup_text(strbuf_text(&shown->picture.buf));
	shown->list_text = markup_text(strbuf_text(&shown->list.buf));
}

static void
clear(struct shown *shown)
{
	sketch_clear(&shown->sketch);
	json_decref(shown->report);
	html_clear(&shown->picture);
	html_clear(&shown->list);
	free(shown->picture_text);
	free(shown->list_text);
}

static size_t
boxes_of(const struct shown *shown, const char *class_name)
{
	return markup_count(
	    strbuf_text(&shown->picture.buf), "g", "class", class_name);
}

static void
assert_says(const char *text, const char *wanted)
{
	if (strstr(text, wanted) == NULL)
		fail_msg("'%s' is not in: %s", wanted, text);
}

static void
a_good_chain_stands_in_order_with_the_anchor_last(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	struct shown shown;

	show_by(&shown, mint_presented(made.leaf, made.intermediate, NULL),
	    made.root, NULL);
	draw(&shown);
	assert_int_equal(shown.sketch.nodes.len, 3);
	assert_int_equal(shown.sketch.nodes.items[1].index, 1);
	assert_int_equal(shown.sketch.nodes.items[2].kind, SKETCH_ANCHOR);
	assert_int_equal(shown.sketch.edges.len, 2);
	assert_true(shown.sketch.edges.items[0].is_valid);
	assert_int_equal(boxes_of(&shown, "sent"), 2);
	assert_int_equal(boxes_of(&shown, "anchor"), 1);
	assert_int_equal(boxes_of(&shown, "missing"), 0);
	assert_int_equal(boxes_of(&shown, "arrow"), 2);
	assert_says(shown.picture_text, "trusted by system");
	assert_says(shown.list_text, "leads to system; it holds");
	assert_says(shown.list_text, "signed by Test Intermediate");
	clear(&shown);
}

static void
what_is_missing_is_dashed_where_it_belongs(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	struct shown shown;

	show_by(&shown, mint_presented(made.leaf, NULL), made.root,
	    made.intermediate);
	draw(&shown);
	assert_int_equal(shown.sketch.nodes.len, 3);
	assert_int_equal(shown.sketch.nodes.items[1].kind, SKETCH_MISSING);
	assert_int_equal(boxes_of(&shown, "missing"), 1);
	assert_says(shown.picture_text, "a watched server sent it");
	assert_says(shown.list_text, "with what was not sent");
	clear(&shown);
}

static void
what_is_missing_and_not_known_is_drawn_by_its_name(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	struct shown shown;

	show_by(&shown, mint_presented(made.leaf, NULL), made.root, NULL);
	draw(&shown);
	assert_int_equal(shown.sketch.nodes.len, 2);
	assert_int_equal(shown.sketch.nodes.items[1].kind, SKETCH_UNKNOWN);
	assert_string_equal(
	    shown.sketch.nodes.items[1].label, made.intermediate->cert->label);
	assert_int_equal(shown.sketch.edges.len, 1);
	assert_int_equal(boxes_of(&shown, "unknown"), 1);
	assert_says(shown.list_text, "leads to no trust store");
	assert_says(shown.list_text, "to be signed by");
	clear(&shown);
}

static void
what_is_not_needed_is_pale_and_what_is_wrong_is_marked(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	const struct mint *other = MINT(.subject = "CN=Other", .is_ca = true);
	const struct mint *old = MINT(.subject = "CN=www.example.test",
	    .issuer = made.intermediate, .names = "DNS:www.example.test",
	    .not_before = MINT_NOW - 90 * MINT_DAY,
	    .not_after = MINT_NOW - 3 * MINT_DAY);
	struct shown shown;

	show_by(&shown,
	    mint_presented(old, made.intermediate, other, old, NULL), made.root,
	    NULL);
	draw(&shown);
	assert_int_equal(
	    shown.sketch.nodes.items[0].severity, SEVERITY_CRITICAL);
	assert_int_equal(boxes_of(&shown, "critical"), 1);
	assert_int_equal(boxes_of(&shown, "pale"), 2);
	assert_int_equal(shown.sketch.nodes.items[3].again, 0);
	assert_says(shown.picture_text, "leaf-expired");
	assert_says(shown.picture_text, "sent again");
	assert_says(shown.picture_text, "expired on 2026-05-29");
	assert_says(shown.list_text, "not needed");
	clear(&shown);
}

static void
an_order_that_is_wrong_is_drawn_as_sent_with_arrows_beside(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	const struct mint *top =
	    MINT(.subject = "CN=Top", .issuer = made.root, .is_ca = true);
	const struct mint *low =
	    MINT(.subject = "CN=Low", .issuer = top, .is_ca = true);
	const struct mint *leaf = MINT(.subject = "CN=www.example.test",
	    .issuer = low, .names = "DNS:www.example.test");
	struct shown shown;

	show_by(&shown, mint_presented(leaf, top, low, NULL), made.root, NULL);
	draw(&shown);
	assert_string_equal(shown.sketch.nodes.items[1].label, "Top");
	assert_int_equal(shown.sketch.edges.len, 3);
	assert_int_equal(boxes_of(&shown, "arrow"), 3);
	assert_int_equal(boxes_of(&shown, "pale"), 0);
	clear(&shown);
}

/* Each as the judge's JSON has it, and then raw, which it never is. */
static void
hostile_texts_stay_texts(void **state)
{
	static const char *const hostile[] = {
	    "</text></svg><script>alert(1)</script>",
	    "\" onload=\"alert(1)",
	    "a\x1b[31m\nb\rc",
	    "gnp.\xe2\x80\xaetxt",
	    "&lt;b&gt;",
	    "\\u{202E}\\x00",
	};

	for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
		struct mint_chain made = mint_chain_for("www.example.test");
		struct shown shown;
		json_t *cert;

		show_by(&shown,
		    mint_presented(made.leaf, made.intermediate, NULL),
		    made.root, NULL);
		cert = json_array_get(
		    json_object_get(shown.report, "presented"), 0);
		json_object_set_new(
		    cert, "label", json_string_nocheck(hostile[i]));
		draw(&shown);
		assert_int_equal(markup_count(strbuf_text(&shown.picture.buf),
				     "script", NULL, NULL),
		    0);
		assert_null(strstr(shown.picture_text, "\x1b"));
		assert_null(strstr(shown.picture_text, "\xe2\x80\xae"));
		assert_null(strstr(shown.list_text, "\xe2\x80\xae"));
		clear(&shown);
	}
}

static void
hostile_certificates_are_drawn_as_the_judge_escaped_them(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *leaf = MINT(.subject = "CN=<b>x</b>&\"'",
	    .issuer = root, .names = "DNS:www.example.test");
	struct shown shown;

	show_by(&shown, mint_presented(leaf, NULL), root, NULL);
	draw(&shown);
	assert_says(shown.picture_text, "<b>x</b>&\"'");
	assert_says(shown.list_text, "<b>x</b>&\"'");
	assert_int_equal(
	    markup_count(strbuf_text(&shown.picture.buf), "b", NULL, NULL), 0);
	clear(&shown);
}

static void
very_many_certificates_and_paths_are_bounded(void **state)
{
	struct shown shown = {.report = json_value_object()};
	json_t *presented = json_value_array();

	for (int i = 0; i < 4 * SKETCH_MAX_NODES; i++) {
		CLEANUP(free) char *digits = mem_printf("%064d", i);

		json_value_append(presented,
		    json_pack("{s:s, s:s}", "label", "x", "fingerprint_sha256",
			digits));
	}
	json_value_set(shown.report, "presented", presented);
	draw(&shown);
	assert_int_equal(shown.sketch.nodes.len, SKETCH_MAX_NODES);
	assert_true(shown.sketch.has_more);
	clear(&shown);
}

static void
a_report_of_nothing_is_no_picture(void **state)
{
	struct shown shown = {.report = json_value_object()};

	draw(&shown);
	assert_string_equal(strbuf_text(&shown.picture.buf), "");
	clear(&shown);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_good_chain_stands_in_order_with_the_anchor_last),
	    cmocka_unit_test(what_is_missing_is_dashed_where_it_belongs),
	    cmocka_unit_test(
		what_is_missing_and_not_known_is_drawn_by_its_name),
	    cmocka_unit_test(
		what_is_not_needed_is_pale_and_what_is_wrong_is_marked),
	    cmocka_unit_test(
		an_order_that_is_wrong_is_drawn_as_sent_with_arrows_beside),
	    cmocka_unit_test(hostile_texts_stay_texts),
	    cmocka_unit_test(
		hostile_certificates_are_drawn_as_the_judge_escaped_them),
	    cmocka_unit_test(very_many_certificates_and_paths_are_bounded),
	    cmocka_unit_test(a_report_of_nothing_is_no_picture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
