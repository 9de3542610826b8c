/* The chain to serve, or why there is none: what fix and the page give. */
#include "judge/mended.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "judge/judge.h"
#include "support/mint.h"

#define PEM_MAX 65536

struct scene {
	struct trust_store *store;
	struct cert_set *known;
};

static struct report *
judge_by(const struct scene *scene, const struct chain *chain, bool has_known)
{
	const struct trust_store *stores[] = {scene->store};
	struct evidence evidence = {
	    .presented = chain, .stores = stores, .store_count = 1};

	if (has_known)
		evidence.known[KNOWN_FLEET] = scene->known;
	return judge(&evidence, &judge_options_default, MINT_NOW);
}

static struct report *
judge_alone(const void *arg, const struct chain *chain)
{
	return judge_by(arg, chain, false);
}

/* known: at hand beside what is given, or NULL. */
static void
mend(struct chain *take_given, const struct mint *anchor,
    const struct mint *known, struct mended *ret_mended)
{
	CLEANUP(chain_unref) struct chain *given = take_given;
	struct scene scene = {.store = mint_trust("system", anchor, NULL),
	    .known = cert_set_new()};
	CLEANUP(report_unref) struct report *before = NULL;

	if (known != NULL)
		cert_set_add(scene.known, known->cert);
	before = judge_by(&scene, given, true);
	mended_make(before, judge_alone, &scene, ret_mended);
	trust_store_unref(scene.store);
	cert_set_free(scene.known);
}

static void
what_is_missing_is_added_and_the_root_left_out(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	CLEANUP(strbuf_clear) struct strbuf pem = STRBUF_INIT(PEM_MAX);
	CLEANUP(strbuf_clear) struct strbuf wanted = STRBUF_INIT(PEM_MAX);
	char *text;
	struct mended mended;

	mend(mint_presented(made.leaf, made.root, NULL), made.root,
	    made.intermediate, &mended);
	assert_null(mended.refusal);
	assert_true(mended.after->is_valid);
	mended_write(&pem, mended.chain, 0, mended.chain->len);
	text = mint_pem(made.leaf);
	strbuf_add(&wanted, text);
	free(text);
	text = mint_pem(made.intermediate);
	strbuf_add(&wanted, text);
	free(text);
	assert_string_equal(strbuf_text(&pem), strbuf_text(&wanted));
	mended_clear(&mended);
}

static void
a_chain_that_is_right_stays_as_it_is(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	struct mended mended;

	mend(mint_presented(made.leaf, made.intermediate, NULL), made.root,
	    NULL, &mended);
	assert_int_equal(mended.chain->len, 2);
	assert_true(
	    cert_equal(mended.chain->certs[1], made.intermediate->cert));
	mended_clear(&mended);
}

static void
what_nobody_knows_is_refused_with_its_reason(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	struct mended mended;

	mend(mint_presented(made.leaf, NULL), made.root, NULL, &mended);
	assert_null(mended.chain);
	assert_int_equal(mended.fault.code, FINDING_LEAF_ONLY);
	assert_non_null(strstr(mended.refusal, made.intermediate->cert->label));
	mended_clear(&mended);
}

static void
an_expired_issuer_is_not_given_out(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *old = MINT(.subject = "CN=Old", .issuer = root,
	    .is_ca = true, .not_before = 1, .not_after = 2);
	const struct mint *leaf = MINT(.subject = "CN=www.example.test",
	    .issuer = old, .names = "DNS:www.example.test");
	struct mended mended;

	mend(mint_presented(leaf, old, NULL), root, NULL, &mended);
	assert_null(mended.chain);
	assert_int_equal(mended.fault.code, FINDING_INTERMEDIATE_EXPIRED);
	mended_clear(&mended);
}

static void
a_part_of_a_chain_can_be_written(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	CLEANUP(chain_unref)
	struct chain *chain =
	    mint_presented(made.leaf, made.intermediate, NULL);
	CLEANUP(strbuf_clear) struct strbuf pem = STRBUF_INIT(PEM_MAX);
	char *text = mint_pem(made.intermediate);

	mended_write(&pem, chain, 1, 5);
	assert_string_equal(strbuf_text(&pem), text);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_missing_is_added_and_the_root_left_out),
	    cmocka_unit_test(a_chain_that_is_right_stays_as_it_is),
	    cmocka_unit_test(what_nobody_knows_is_refused_with_its_reason),
	    cmocka_unit_test(an_expired_issuer_is_not_given_out),
	    cmocka_unit_test(a_part_of_a_chain_can_be_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
