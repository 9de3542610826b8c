/* Issuers seen elsewhere: only proven ones, and not too many. */
#include "inspect/known_issuers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/mint.h"

/* A report with one path: leaf and intermediate sent, the root an anchor. */
static struct report *
report_of(const struct mint *leaf, const struct mint *intermediate,
    const struct mint *root, bool is_complete)
{
	struct report *report = report_new();
	struct report_path *path = ARRAY_ADD(&report->paths);

	path->chain = mint_presented(leaf, intermediate, root, NULL);
	*ARRAY_ADD(&path->origins) = REPORT_PRESENTED;
	*ARRAY_ADD(&path->origins) = REPORT_PRESENTED;
	*ARRAY_ADD(&path->origins) = REPORT_ANCHOR;
	path->is_complete = is_complete;
	return report;
}

static void
learns_the_intermediate_of_a_complete_path(void **state)
{
	CLEANUP(known_issuers_free)
	struct known_issuers *known = known_issuers_new(100);
	struct mint_chain c = mint_chain_for("www.example.test");
	CLEANUP(report_unref)
	struct report *report = report_of(c.leaf, c.intermediate, c.root, true);
	uint64_t before = known_issuers_generation(known);
	const struct cert_set *set;

	known_issuers_learn(known, report);
	set = known_issuers_set(known);
	assert_int_equal(cert_set_len(set), 1);
	assert_non_null(cert_set_find(set, c.intermediate->cert->sha256));
	assert_true(known_issuers_generation(known) > before);
}

static void
learning_the_same_again_changes_nothing(void **state)
{
	CLEANUP(known_issuers_free)
	struct known_issuers *known = known_issuers_new(100);
	struct mint_chain c = mint_chain_for("www.example.test");
	CLEANUP(report_unref)
	struct report *report = report_of(c.leaf, c.intermediate, c.root, true);
	uint64_t generation;

	known_issuers_learn(known, report);
	generation = known_issuers_generation(known);
	known_issuers_learn(known, report);
	assert_int_equal(known_issuers_generation(known), generation);
}

static void
learns_nothing_from_a_path_without_anchor(void **state)
{
	CLEANUP(known_issuers_free)
	struct known_issuers *known = known_issuers_new(100);
	struct mint_chain c = mint_chain_for("www.example.test");
	CLEANUP(report_unref)
	struct report *report =
	    report_of(c.leaf, c.intermediate, c.root, false);

	known_issuers_learn(known, report);
	assert_int_equal(cert_set_len(known_issuers_set(known)), 0);
}

static void
keeps_the_newer_half_when_it_is_full(void **state)
{
	enum { MAX = 16 };
	CLEANUP(known_issuers_free)
	struct known_issuers *known = known_issuers_new(MAX);
	struct mint_chain c = mint_chain_for("www.example.test");
	const struct mint *last = NULL;

	for (unsigned i = 0; i < MAX + 1; i++) {
		CLEANUP(report_unref) struct report *report = NULL;
		char subject[32];

		snprintf(subject, sizeof subject, "CN=Sub %u", i);
		last = MINT(.subject = subject, .issuer = c.root, .is_ca = true,
		    .key = "shared");
		report = report_of(c.leaf, last, c.root, true);
		known_issuers_learn(known, report);
	}
	assert_int_equal(cert_set_len(known_issuers_set(known)), MAX / 2 + 1);
	assert_non_null(
	    cert_set_find(known_issuers_set(known), last->cert->sha256));
}

static void
count(void *arg, const struct cert *cert)
{
	++*(unsigned *)arg;
}

static void
what_was_known_before_is_not_learnt(void **state)
{
	CLEANUP(known_issuers_free)
	struct known_issuers *known = known_issuers_new(100);
	struct mint_chain c = mint_chain_for("www.example.test");
	const struct mint *other = MINT(.subject = "CN=Other", .is_ca = true);
	CLEANUP(report_unref)
	struct report *report = report_of(c.leaf, c.intermediate, c.root, true);
	CLEANUP(report_unref)
	struct report *new_one = report_of(c.leaf, other, c.root, true);
	unsigned learnt = 0;

	known_issuers_on_learnt(known, count, &learnt);
	known_issuers_add(known, c.intermediate->cert);
	assert_int_equal(cert_set_len(known_issuers_set(known)), 1);
	known_issuers_learn(known, report);
	assert_int_equal(learnt, 0);
	known_issuers_learn(known, new_one);
	assert_int_equal(learnt, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(learns_the_intermediate_of_a_complete_path),
	    cmocka_unit_test(learning_the_same_again_changes_nothing),
	    cmocka_unit_test(learns_nothing_from_a_path_without_anchor),
	    cmocka_unit_test(keeps_the_newer_half_when_it_is_full),
	    cmocka_unit_test(what_was_known_before_is_not_learnt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
