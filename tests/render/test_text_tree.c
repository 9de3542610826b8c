/* The chain as a tree: as it reads on a terminal. */
#include "render/text_tree.h"

#include "render/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
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

/* Takes the report. */
static const char *
tree(struct report *report, const struct render_style *style)
{
	struct strbuf buf = STRBUF_INIT(sizeof shown);

	text_tree(&buf, report, style);
	report_unref(report);
	return keep(&buf);
}

static void
a_good_chain_ends_at_its_anchor(void **state)
{
	assert_string_equal(tree(scene_good(), &scene_style),
	    "  1 www.example.test       until 2026-07-16 (45 days)\n"
	    "  `- 2 Test Intermediate   until 2036-05-29 (9 years)\n"
	    "     `- Test Root          trusted by system, until 2036-05-29 "
	    "(9 years)\n");
}

static void
boxes_are_drawn_where_the_terminal_has_them(void **state)
{
	const struct render_style boxes = {.width = 80, .has_boxes = true};

	assert_string_equal(tree(scene_leaf_only(), &boxes),
	    "  1 www.example.test     until 2026-07-16 (45 days)\n"
	    "  \u2514\u254c Test Intermediate   missing: the server does not "
	    "send it\n"
	    "     \u2514\u2500 Test Root        trusted by system, until "
	    "2036-05-29 (9 years)\n");
}

static void
what_is_missing_stands_where_it_is_missing(void **state)
{
	assert_string_equal(tree(scene_leaf_only(), &scene_style),
	    "  1 www.example.test     until 2026-07-16 (45 days)\n"
	    "  `. Test Intermediate   missing: the server does not send it\n"
	    "     `- Test Root        trusted by system, until 2036-05-29 "
	    "(9 years)\n");
}

static void
an_issuer_that_nobody_knows_is_missing_by_name(void **state)
{
	assert_string_equal(tree(scene_unknown(), &scene_style),
	    "  1 www.example.test     until 2026-07-16 (45 days)\n"
	    "  `. Test Intermediate   missing: the server does not send it\n");
}

static void
narrow_terminals_wrap_the_remarks_only(void **state)
{
	const struct render_style narrow = {.width = 50};

	assert_string_equal(tree(scene_good(), &narrow),
	    "  1 www.example.test       until 2026-07-16 (45\n"
	    "                           days)\n"
	    "  `- 2 Test Intermediate   until 2036-05-29 (9\n"
	    "                           years)\n"
	    "     `- Test Root          trusted by system,\n"
	    "                           until 2036-05-29 (9\n"
	    "                           years)\n");
}

static void
a_root_that_no_store_has_is_said_to_be_in_none(void **state)
{
	struct mint_chain chain = mint_chain_for(SCENE_HOST);
	struct report *report = scene_report(
	    mint_presented(chain.leaf, chain.intermediate, chain.root, NULL));

	SCENE_PATH(report, NULL, {chain.leaf, REPORT_PRESENTED},
	    {chain.intermediate, REPORT_PRESENTED},
	    {chain.root, REPORT_PRESENTED});
	tree(report, &scene_style);
	assert_non_null(strstr(shown,
	    "     `- 3 Test Root        in no trust store, until 2036-05-29"));
	assert_null(strstr(shown, "missing"));
}

static void
what_was_sent_for_nothing_stands_apart(void **state)
{
	struct mint_chain chain = mint_chain_for(SCENE_HOST);
	const struct mint *other = MINT(.subject = "CN=Other CA", .is_ca = true,
	    .not_after = MINT_NOW - 10 * MINT_DAY);
	struct report *report = scene_report(mint_presented(
	    chain.leaf, chain.intermediate, other, chain.intermediate, NULL));

	SCENE_PATH(report, "system", {chain.leaf, REPORT_PRESENTED},
	    {chain.intermediate, REPORT_PRESENTED},
	    {chain.root, REPORT_ANCHOR});
	tree(report, &scene_style);
	assert_non_null(strstr(shown,
	    "\n"
	    "  sent besides\n"
	    "  3 Other CA               not needed, expired 2026-05-22 (10 "
	    "days ago)\n"
	    "  4 Test Intermediate      sent again: the same as 2, until "));
}

static void
a_root_that_is_sent_is_marked_in_its_place(void **state)
{
	struct mint_chain chain = mint_chain_for(SCENE_HOST);
	struct report *report = scene_report(
	    mint_presented(chain.leaf, chain.intermediate, chain.root, NULL));

	SCENE_PATH(report, "corp", {chain.leaf, REPORT_PRESENTED},
	    {chain.intermediate, REPORT_PRESENTED},
	    {chain.root, REPORT_ANCHOR});
	tree(report, &scene_style);
	assert_non_null(strstr(
	    shown, "`- 3 Test Root        trusted by corp, sent though"));
	assert_null(strstr(shown, "sent besides"));
}

static void
ways_branch_where_they_part_and_the_bad_one_says_why(void **state)
{
	struct mint_chain chain = mint_chain_for(SCENE_HOST);
	const struct mint *old = MINT(.subject = "CN=Old Root", .is_ca = true,
	    .not_after = MINT_NOW - MINT_DAY);
	const struct mint *cross = MINT(.subject = "CN=Test Root",
	    .key = chain.root->key_name, .issuer = old, .is_ca = true);
	struct report *report = scene_report(
	    mint_presented(chain.leaf, chain.intermediate, cross, NULL));

	SCENE_PATH(report, "system", {chain.leaf, REPORT_PRESENTED},
	    {chain.intermediate, REPORT_PRESENTED},
	    {chain.root, REPORT_ANCHOR});
	SCENE_PATH(report, "system", {chain.leaf, REPORT_PRESENTED},
	    {chain.intermediate, REPORT_PRESENTED}, {cross, REPORT_PRESENTED},
	    {old, REPORT_ANCHOR})
	    ->error = mem_strdup("Old Root has expired");
	tree(report, &scene_style);
	assert_non_null(strstr(shown, "     |- Test Root ["));
	assert_non_null(strstr(shown, "     `- 3 Test Root ["));
	assert_non_null(strstr(shown, "        `- Old Root"));
	assert_non_null(strstr(shown, "this way fails: Old Root has expired"));
}

static void
many_ways_are_counted_unless_all_are_wanted(void **state)
{
	struct render_style style = scene_style;

	for (int verbose = 0; verbose < 2; verbose++) {
		struct mint_chain chain = mint_chain_for(SCENE_HOST);
		struct report *report =
		    scene_report(mint_presented(chain.leaf, NULL));

		for (int i = 0; i < TEXT_TREE_MAX_PATHS + 2; i++) {
			char subject[32];

			snprintf(subject, sizeof subject, "CN=Root %d", i);
			SCENE_PATH(report, "system",
			    {chain.leaf, REPORT_PRESENTED},
			    {MINT(.subject = subject, .is_ca = true),
				REPORT_ANCHOR});
		}
		style.is_verbose = verbose;
		tree(report, &style);
		if (verbose) {
			assert_non_null(strstr(shown, "Root 4"));
			assert_null(strstr(shown, "more ways"));
		} else {
			assert_null(strstr(shown, "Root 4"));
			assert_non_null(strstr(shown, "2 more ways to go"));
		}
	}
}

static void
verbose_shows_keys_and_fingerprints_below_each(void **state)
{
	struct render_style style = scene_style;
	struct report *report = scene_good();
	char fingerprint[CERT_FINGERPRINT_TEXT_MAX];
	char *line;

	cert_fingerprint(report->presented->certs[0]->sha256, fingerprint);
	line = mem_printf("\n  |  SHA-256 %s\n  `- 2 Test Inter", fingerprint);
	style.is_verbose = true;
	tree(report, &style);
	assert_non_null(strstr(shown, "\n  |  EC P-256, ecdsa-with-SHA256, "));
	assert_non_null(strstr(shown, line));
	assert_non_null(strstr(shown, "\n           EC P-256"));
	free(line);
}

static void
a_chain_without_a_path_is_still_listed(void **state)
{
	struct cert *junk = cert_new((const uint8_t *)"junk", 4);
	struct report *report = scene_report(chain_new(&junk, 1));

	cert_unref(junk);
	tree(report, &scene_style);
	assert_non_null(strstr(shown, "cannot be read: "));
	assert_null(strstr(shown, "sent besides"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_good_chain_ends_at_its_anchor),
	    cmocka_unit_test(boxes_are_drawn_where_the_terminal_has_them),
	    cmocka_unit_test(what_is_missing_stands_where_it_is_missing),
	    cmocka_unit_test(an_issuer_that_nobody_knows_is_missing_by_name),
	    cmocka_unit_test(narrow_terminals_wrap_the_remarks_only),
	    cmocka_unit_test(a_root_that_no_store_has_is_said_to_be_in_none),
	    cmocka_unit_test(what_was_sent_for_nothing_stands_apart),
	    cmocka_unit_test(a_root_that_is_sent_is_marked_in_its_place),
	    cmocka_unit_test(
		ways_branch_where_they_part_and_the_bad_one_says_why),
	    cmocka_unit_test(many_ways_are_counted_unless_all_are_wanted),
	    cmocka_unit_test(verbose_shows_keys_and_fingerprints_below_each),
	    cmocka_unit_test(a_chain_without_a_path_is_still_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
