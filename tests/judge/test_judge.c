/*
 * The judge as its callers see it: what the report carries beside findings, and
 * that nothing in it depends on order of calls or chance. The findings
 * themselves are tested by the cases (test_cases.c).
 */
#include "judge/judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "support/mint.h"

/* Judges what is sent against one anchor, by the name of the host. */
static struct report *
judge_these(struct chain *take_presented, const struct mint *anchor,
    const struct judge_options *options, int64_t now)
{
	CLEANUP(chain_unref) struct chain *presented = take_presented;
	CLEANUP(trust_store_unref)
	struct trust_store *store = mint_trust("system", anchor, NULL);
	const struct trust_store *stores[] = {store};
	struct hostname name;
	struct error err = ERROR_INIT;
	const struct evidence evidence = {
	    .presented = presented,
	    .name = &name,
	    .stores = stores,
	    .store_count = 1,
	};

	assert_true(hostname_parse("www.example.test", &name, &err));
	return judge(&evidence, options, now);
}

static void
a_report_lives_longer_than_its_evidence(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	CLEANUP(report_unref)
	struct report *report =
	    judge_these(mint_presented(made.leaf, made.intermediate, NULL),
		made.root, &judge_options_default, MINT_NOW);

	assert_true(report->is_valid);
	assert_int_equal(report->severity, SEVERITY_OK);
	assert_int_equal(report->presented->len, 2);
	assert_int_equal(report->judged_at, MINT_NOW);
	assert_int_equal(report->paths.len, 1);
	const struct report_path *path = &report->paths.items[0];
	assert_int_equal(path->chain->len, 3);
	assert_ptr_equal(path->chain->certs[2], made.root->cert);
	assert_int_equal(path->origins.items[0], REPORT_PRESENTED);
	assert_int_equal(path->origins.items[2], REPORT_ANCHOR);
	assert_string_equal(path->anchor_stores, "system");
	assert_true(path->is_complete && path->is_presented && path->is_valid);
	assert_null(path->error);
}

static void
the_best_path_comes_first(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	const struct mint *old = MINT(.subject = "CN=Expired", .is_ca = true,
	    .not_before = 1, .not_after = 2);
	const struct mint *twin =
	    MINT(.subject = made.intermediate->cert->subject, .is_ca = true,
		.issuer = old, .key = made.intermediate->key_name);
	CLEANUP(report_unref)
	struct report *report = judge_these(
	    mint_presented(made.leaf, twin, made.intermediate, NULL), made.root,
	    &judge_options_default, MINT_NOW);

	assert_true(report->is_valid);
	assert_int_equal(report->paths.len, 2);
	assert_true(report->paths.items[0].is_valid);
	assert_false(report->paths.items[1].is_complete);
	assert_non_null(report->paths.items[1].error);
}

/* Whatever the time, the report of the second before holds_until is the one
 * that was given: so the memo may keep it. */
static void
nothing_changes_before_holds_until(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	int64_t now = made.leaf->cert->not_before - 5 * MINT_DAY;

	for (size_t i = 0; i < 6; i++) {
		CLEANUP(report_unref)
		struct report *first = judge_these(
		    mint_presented(made.leaf, made.intermediate, NULL),
		    made.root, &judge_options_default, now);
		CLEANUP(report_unref) struct report *last = NULL;

		if (first->holds_until == TIMESTAMP_NEVER)
			return;
		assert_true(first->holds_until > now);
		last = judge_these(
		    mint_presented(made.leaf, made.intermediate, NULL),
		    made.root, &judge_options_default, first->holds_until - 1);
		assert_int_equal(first->is_valid, last->is_valid);
		assert_int_equal(first->severity, last->severity);
		assert_int_equal(first->breaks_at, last->breaks_at);
		assert_int_equal(first->holds_until, last->holds_until);
		assert_int_equal(first->findings.len, last->findings.len);
		now = first->holds_until;
	}
}

/* A chain built to explode: every CA of every level signed by all of the level
 * above. It ends, and says that it did not look at everything. */
static void
a_chain_built_to_explode_is_bounded(void **state)
{
	enum { LEVELS = 8, WIDTH = 3 };
	const struct mint *root = MINT(.subject = "CN=Boom", .is_ca = true);
	const struct mint *above[WIDTH] = {root, root, root};
	const struct mint *level[WIDTH];
	ARRAY(struct cert *) certs = {.len = 0};

	*ARRAY_ADD(&certs) = NULL;
	for (size_t i = 0; i < LEVELS; i++) {
		CLEANUP(free) char *subject = mem_printf("CN=Level %zu", i);

		for (size_t k = 0; k < WIDTH; k++) {
			CLEANUP(free)
			char *key = mem_printf("boom-%zu-%zu", i, k);

			for (size_t n = 0; n < WIDTH; n++) {
				level[k] =
				    MINT(.subject = subject, .is_ca = true,
					.issuer = above[n], .key = key);
				*ARRAY_ADD(&certs) = level[k]->cert;
			}
		}
		memcpy(above, level, sizeof above);
	}
	certs.items[0] = MINT(.subject = "CN=leaf", .issuer = above[0],
	    .names = "DNS:www.example.test")
			     ->cert;

	CLEANUP(report_unref)
	struct report *report = judge_these(chain_new(certs.items, certs.len),
	    root, &judge_options_default, MINT_NOW);
	ARRAY_CLEAR(&certs);
	assert_true(report->has_more_paths);
	assert_non_null(report_find(report, FINDING_CHAIN_TOO_LARGE));
	assert_true(report->paths.len <= judge_options_default.max_paths);
}

/* "prefix 0 suffix", "prefix 1 suffix" ... joined by commas. */
static char *
series(size_t count, const char *prefix, const char *suffix)
{
	struct strbuf buf = STRBUF_INIT(1u << 20);

	for (size_t i = 0; i < count; i++)
		strbuf_addf(
		    &buf, "%s%s%zu%s", i == 0 ? "" : ",", prefix, i, suffix);
	return strbuf_take(&buf);
}

/* Names times constraints times paths: the first are looked at, the rest is
 * left, and the report says so. */
static void
names_and_constraints_are_bounded(void **state)
{
	CLEANUP(free) char *names = series(1000, "DNS:n", ".example.test");
	CLEANUP(free) char *more = series(1000, "permitted;DNS:m", ".test");
	CLEANUP(free)
	char *all_names = mem_printf("DNS:www.example.test,%s", names);
	CLEANUP(free)
	char *constraints =
	    mem_printf("critical,permitted;DNS:example.test,%s", more);
	const struct mint *root = MINT(.subject = "CN=Wide", .is_ca = true);
	const struct mint *same[6];

	for (size_t i = 0; i < 6; i++)
		same[i] = MINT(.subject = "CN=Issuing", .is_ca = true,
		    .issuer = root, .name_constraints = constraints);
	const struct mint *leaf =
	    MINT(.subject = "CN=leaf", .issuer = same[0], .names = all_names);
	CLEANUP(report_unref)
	struct report *report =
	    judge_these(mint_presented(leaf, same[0], same[1], same[2], same[3],
			    same[4], same[5], NULL),
		root, &judge_options_default, MINT_NOW);

	assert_true(report->is_valid);
	assert_int_equal(report->paths.len, 4); /* a million each */
	assert_true(report->has_more_paths);
	assert_non_null(report_find(report, FINDING_CHAIN_TOO_LARGE));
}

static void
nothing_presented_is_a_finding(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	CLEANUP(report_unref)
	struct report *report = judge_these(
	    chain_new(NULL, 0), made.root, &judge_options_default, MINT_NOW);

	assert_false(report->is_valid);
	assert_int_equal(report->severity, SEVERITY_CRITICAL);
	assert_int_equal(report->holds_until, TIMESTAMP_NEVER);
	assert_non_null(report_find(report, FINDING_NO_CERTIFICATE));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_report_lives_longer_than_its_evidence),
	    cmocka_unit_test(the_best_path_comes_first),
	    cmocka_unit_test(nothing_changes_before_holds_until),
	    cmocka_unit_test(a_chain_built_to_explode_is_bounded),
	    cmocka_unit_test(names_and_constraints_are_bounded),
	    cmocka_unit_test(nothing_presented_is_a_finding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
