/* The changes to a list are asked for, and what became of that is worth a word,
 * not a finding. */
#include "judge/delta.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "judge/judge.h"
#include "support/mint_crl.h"

#define LIST_URL "http://crl.test/a.crl"
#define DELTA_URL "http://crl.test/a+.crl"
#define OTHER_URL "http://crl.test/b+.crl"
#define MAX_ANSWERS 3

struct scene {
	const struct mint *root, *leaf;
	struct crl *list, *delta;
	struct revocation_answer answers[MAX_ANSWERS];
	size_t count;
	bool is_given; /* the list, by the operator */
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	scene->root = MINT(.subject = "CN=Root,O=Test", .is_ca = true);
	scene->leaf = MINT(.subject = "CN=leaf", .issuer = scene->root,
	    .names = "DNS:x.test",
	    .extensions = {"crlDistributionPoints=URI:" LIST_URL});
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	crl_free(scene->list);
	crl_free(scene->delta);
	free(scene);
	return 0;
}

static struct revocation_answer *
add_answer(struct scene *scene, const char *url)
{
	struct revocation_answer *answer = &scene->answers[scene->count++];

	assert_true(scene->count <= MAX_ANSWERS);
	*answer = (struct revocation_answer){
	    .kind = REVOCATION_ANSWER_CRL,
	    .url = url,
	    .asked_at = MINT_NOW,
	};
	return answer;
}

/* A list that names where its changes are. */
static void
publish(struct scene *scene)
{
	scene->list =
	    MINT_CRL(.issuer = scene->root, .number = 5, .freshest = DELTA_URL);
	add_answer(scene, LIST_URL)->crl = scene->list;
}

static void
publish_delta(struct scene *scene, struct crl *take_delta)
{
	publish(scene);
	scene->delta = take_delta;
	add_answer(scene, DELTA_URL)->crl = take_delta;
}

static struct report *
look(const struct scene *scene)
{
	CLEANUP(chain_unref)
	struct chain *chain = mint_presented(scene->leaf, scene->root, NULL);
	struct trust_store *store = mint_trust("system", scene->root, NULL);
	const struct trust_store *stores[] = {store};
	struct evidence evidence = {
	    .presented = chain,
	    .stores = stores,
	    .store_count = 1,
	    .revocation = REVOCATION_HARD,
	    .revocation_answers = scene->answers,
	    .revocation_answer_count = scene->count,
	    .crls = (const struct crl *const *)&scene->list,
	    .crl_count = scene->is_given ? 1 : 0,
	};
	struct report *report =
	    judge(&evidence, &judge_options_default, MINT_NOW);

	trust_store_unref(store);
	return report;
}

static const struct want *
find_want(const struct report *report)
{
	const struct want *found = NULL;

	ARRAY_EACH (want, &report->wants) {
		if (want->kind == WANT_DELTA) {
			assert_null(found);
			found = want;
		}
	}
	return found;
}

/* The leaf is good by its list, whatever becomes of the changes. */
static void
must_say(const struct scene *scene, const char *words)
{
	CLEANUP(report_unref) struct report *report = look(scene);
	const struct revocation *leaf = &report->revocations.items[0];

	ARRAY_EACH (finding, &report->findings) {
		assert_int_not_equal(finding->code, FINDING_CRL_STALE);
		assert_int_not_equal(finding->code, FINDING_CRL_UNUSABLE);
		assert_int_not_equal(finding->code, FINDING_REVOCATION_UNKNOWN);
	}
	assert_int_equal(leaf->status, REVOCATION_GOOD);
	if (words == NULL && strstr(leaf->words, "delta") != NULL)
		fail_msg("%s", leaf->words);
	if (words != NULL && strstr(leaf->words, words) == NULL)
		fail_msg("%s, not %s", leaf->words, words);
}

static void
changes_are_wanted_once_their_list_is_there(void **state)
{
	struct scene *scene = *state;
	struct report *report = look(scene);
	const struct want *want;

	assert_null(find_want(report));
	report_unref(report);
	publish(scene);
	report = look(scene);
	want = find_want(report);
	assert_non_null(want);
	assert_ptr_equal(want->cert, scene->leaf->cert);
	assert_ptr_equal(want->issuer, scene->root->cert);
	assert_true(want->is_trusted);
	assert_int_equal(want->urls.len, 1);
	assert_string_equal(want->urls.items[0], DELTA_URL);
	report_unref(report);
	must_say(scene, "not known yet: there is a delta list at " DELTA_URL);
}

static void
those_that_the_certificate_names_come_first(void **state)
{
	struct scene *scene = *state;
	struct report *report;
	const struct want *want;

	scene->leaf = MINT(.subject = "CN=leaf", .issuer = scene->root,
	    .names = "DNS:x.test",
	    .extensions = {"crlDistributionPoints=URI:" LIST_URL,
		"freshestCRL=URI:" OTHER_URL ",URI:" DELTA_URL});
	publish(scene);
	report = look(scene);
	want = find_want(report);
	assert_non_null(want);
	assert_int_equal(want->urls.len, 2);
	assert_string_equal(want->urls.items[0], OTHER_URL);
	assert_string_equal(want->urls.items[1], DELTA_URL);
	report_unref(report);
}

static void
a_list_that_names_none_wants_none(void **state)
{
	struct scene *scene = *state;
	struct report *report;

	scene->list = MINT_CRL(.issuer = scene->root);
	add_answer(scene, LIST_URL)->crl = scene->list;
	report = look(scene);
	assert_null(find_want(report));
	report_unref(report);
	must_say(scene, NULL);
}

/* Who gives a list does without its changes. */
static void
nobody_will_ask_for_changes_to_a_list_that_is_given(void **state)
{
	struct scene *scene = *state;

	publish(scene);
	scene->count = 0; /* ... and is fetched from nowhere */
	scene->is_given = true;
	must_say(scene,
	    "since is not known: there is a delta list at " DELTA_URL
	    ", which nobody asks for.");
}

static void
nobody_there_is_a_word_and_no_finding(void **state)
{
	struct scene *scene = *state;
	struct revocation_answer *answer;

	publish(scene);
	answer = add_answer(scene, DELTA_URL);
	answer->outcome = REVOCATION_UNREACHABLE;
	answer->detail = "it timed out";
	answer->failures = 9;
	must_say(scene,
	    "since is not known: the delta list at " DELTA_URL
	    ": it timed out.");
}

static void
one_that_does_not_count_is_a_word_and_no_finding(void **state)
{
	struct scene *scene = *state;
	const struct mint *root = scene->root;
	const struct mint *forger = MINT(.subject = "CN=Forger", .key = "evil");
	const struct {
		struct crl *delta;
		const char *words;
	} rows[] = {
	    {MINT_CRL(.issuer = root, .number = 7, .base = 5,
		 .next_update = MINT_NOW - 1),
		"cannot be used: it has ended"},
	    {MINT_CRL(.issuer = root, .number = 7, .base = 6),
		"cannot be used: it is a change to a later list"},
	    {MINT_CRL(.issuer = root, .has_no_number = true, .base = 5),
		"cannot be used: without a CRL number"},
	    {MINT_CRL(.issuer = root, .number = 7, .base = 5,
		 .has_users_only = true),
		"cannot be used: it is a change to a list for other"},
	    {MINT_CRL(.issuer = root, .number = 7, .base = 5,
		 .has_authority_key_id = true),
		"by another key"},
	    {MINT_CRL(.issuer = root, .number = 7, .base = 5,
		 .this_update = MINT_NOW + 1),
		"cannot be used: it begins only later"},
	    {MINT_CRL(.issuer = root, .signer = forger, .number = 7, .base = 5,
		 .revoked = {{.cert = scene->leaf->cert}}),
		"cannot be used: its signature does not verify"},
	    {MINT_CRL(.issuer = root, .number = 5, .base = 5), NULL},
	    {MINT_CRL(.issuer = root, .number = 6, .base = 5),
		"with its delta list of"},
	};

	publish_delta(scene, NULL);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		scene->answers[1].crl = rows[i].delta;
		must_say(scene, rows[i].words);
		crl_free(rows[i].delta);
	}
}

/* The words give the dates of what was looked at last. */
static void
the_dates_are_those_of_the_changes(void **state)
{
	struct scene *scene = *state;
	struct report *report;

	publish_delta(scene,
	    MINT_CRL(.issuer = scene->root, .number = 6, .base = 5,
		.this_update = MINT_NOW - 60, .next_update = MINT_NOW + 60));
	report = look(scene);
	assert_true(report->revocations.items[0].this_update == MINT_NOW - 60);
	assert_true(report->revocations.items[0].next_update == MINT_NOW + 60);
	report_unref(report);
}

static void
what_changes_revoke_is_theirs_to_say(void **state)
{
	struct scene *scene = *state;
	struct report *report;

	publish_delta(scene,
	    MINT_CRL(.issuer = scene->root, .number = 6, .base = 5,
		.revoked = {{.cert = scene->leaf->cert}}));
	report = look(scene);
	assert_int_equal(
	    report->revocations.items[0].status, REVOCATION_REVOKED);
	assert_non_null(strstr(report->revocations.items[0].words,
	    "says the delta revocation list of \"Root\" at " DELTA_URL));
	report_unref(report);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(changes_are_wanted_once_their_list_is_there),
	    TEST(those_that_the_certificate_names_come_first),
	    TEST(a_list_that_names_none_wants_none),
	    TEST(nobody_will_ask_for_changes_to_a_list_that_is_given),
	    TEST(nobody_there_is_a_word_and_no_finding),
	    TEST(one_that_does_not_count_is_a_word_and_no_finding),
	    TEST(the_dates_are_those_of_the_changes),
	    TEST(what_changes_revoke_is_theirs_to_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
