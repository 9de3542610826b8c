/* Signatures: right answers, each paid for once, none beyond the budget. */
#include "pki/signature.h"

#include <openssl/err.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint.h"

#define AMPLE 1000

static enum signature_result
check(const struct mint *mint, const struct mint *issuer)
{
	struct signature_cache *cache = signature_cache_new(AMPLE);
	enum signature_result result =
	    signature_check(cache, mint->cert, issuer->cert);

	assert_int_equal(ERR_peek_error(), 0);
	signature_cache_free(cache);
	return result;
}

static const struct mint *
root_of(enum mint_key_kind kind)
{
	return MINT(.subject = "CN=Root", .is_ca = true, .key_kind = kind);
}

static void
every_usual_key_verifies_what_it_signed(void **state)
{
	static const enum mint_key_kind kinds[] = {
	    MINT_EC_P256,
	    MINT_EC_P384,
	    MINT_EC_P521,
	    MINT_EC_BRAINPOOL,
	    MINT_EC_EXPLICIT,
	    MINT_RSA_1024,
	    MINT_RSA_2048,
	    MINT_RSA_PSS_2048,
	    MINT_DSA_1024,
	    MINT_ED25519,
	    MINT_ED448,
	};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		const struct mint *root = root_of(kinds[i]);
		const struct mint *good =
		    MINT(.subject = "CN=leaf", .issuer = root);
		const struct mint *bad = MINT(.subject = "CN=leaf",
		    .issuer = root, .has_broken_signature = true);

		assert_int_equal(check(good, root), SIGNATURE_GOOD);
		assert_int_equal(check(bad, root), SIGNATURE_BAD);
	}
}

/* The host's policy says no to these elsewhere; here they are facts. */
static void
weak_digests_are_verified_all_the_same(void **state)
{
	const struct mint *root = root_of(MINT_RSA_1024);

	assert_int_equal(
	    check(MINT(.subject = "CN=leaf", .issuer = root, .digest = "SHA1"),
		root),
	    SIGNATURE_GOOD);
	assert_int_equal(
	    check(MINT(.subject = "CN=leaf", .issuer = root, .digest = "MD5"),
		root),
	    SIGNATURE_GOOD);
}

static void
pss_by_an_ordinary_rsa_key_verifies(void **state)
{
	const struct mint *root = root_of(MINT_RSA_2048);

	assert_int_equal(
	    check(MINT(.subject = "CN=leaf", .issuer = root, .is_pss = true),
		root),
	    SIGNATURE_GOOD);
}

static void
same_name_with_another_key_did_not_sign(void **state)
{
	const struct mint *root = root_of(MINT_EC_P256);
	const struct mint *impostor =
	    MINT(.subject = "CN=Root", .key = "another", .is_ca = true);
	const struct mint *leaf = MINT(.subject = "CN=leaf", .issuer = root);

	assert_int_equal(check(leaf, impostor), SIGNATURE_BAD);
}

static void
key_of_another_kind_did_not_sign_and_costs_nothing(void **state)
{
	const struct mint *leaf =
	    MINT(.subject = "CN=leaf", .issuer = root_of(MINT_EC_P256));
	struct signature_cache *cache = signature_cache_new(0);

	assert_int_equal(
	    signature_check(cache, leaf->cert, root_of(MINT_RSA_2048)->cert),
	    SIGNATURE_BAD);
	assert_false(signature_cache_is_spent(cache));
	signature_cache_free(cache);
}

static void
differing_algorithms_inside_and_outside_are_no_forgery(void **state)
{
	const struct mint *root = root_of(MINT_EC_P256);
	const struct mint *leaf = MINT(.subject = "CN=leaf", .issuer = root,
	    .outer_algorithm = "ecdsa-with-SHA384");

	const struct mint *altered = MINT(.subject = "CN=leaf", .issuer = root,
	    .outer_algorithm = "ecdsa-with-SHA384",
	    .has_broken_signature = true);

	assert_int_equal(check(leaf, root), SIGNATURE_GOOD);
	assert_false(leaf->cert->signature.is_consistent);
	assert_int_equal(check(altered, root), SIGNATURE_BAD);
}

static void
unknown_algorithm_or_unreadable_key_is_unsupported(void **state)
{
	const struct mint *root = root_of(MINT_EC_P256);
	const struct mint *blind =
	    MINT(.subject = "CN=Root", .is_ca = true, .has_broken_key = true);
	const struct mint *leaf = MINT(.subject = "CN=leaf", .issuer = root);
	const struct mint *unknown = MINT(.subject = "CN=leaf", .issuer = root,
	    .signature_oid = "1.2.3.4");
	/* md2WithRSAEncryption: a name, but no such digest any more */
	const struct mint *ancient =
	    MINT(.subject = "CN=leaf", .issuer = root_of(MINT_RSA_1024),
		.signature_oid = "1.2.840.113549.1.1.2");

	assert_int_equal(check(unknown, root), SIGNATURE_UNSUPPORTED);
	assert_int_equal(check(leaf, blind), SIGNATURE_UNSUPPORTED);
	assert_int_equal(
	    check(ancient, root_of(MINT_RSA_1024)), SIGNATURE_UNSUPPORTED);
}

static void
malformed_certificates_are_neither_signed_nor_sign(void **state)
{
	const struct mint *root = root_of(MINT_EC_P256);
	struct cert *junk = cert_new((const uint8_t *)"x", 1);
	struct signature_cache *cache = signature_cache_new(AMPLE);

	assert_int_equal(
	    signature_check(cache, junk, root->cert), SIGNATURE_BAD);
	assert_int_equal(
	    signature_check(cache, root->cert, junk), SIGNATURE_UNSUPPORTED);
	signature_cache_free(cache);
	cert_unref(junk);
}

static void
each_question_is_answered_by_one_check(void **state)
{
	struct mint_chain c = mint_chain_for("www.example.test");
	struct signature_cache *cache = signature_cache_new(AMPLE);

	for (int i = 0; i < 3; i++) {
		assert_int_equal(
		    signature_check(cache, c.leaf->cert, c.intermediate->cert),
		    SIGNATURE_GOOD);
		assert_int_equal(
		    signature_check(cache, c.leaf->cert, c.root->cert),
		    SIGNATURE_BAD);
	}
	assert_int_equal(signature_cache_checks(cache), 2);
	signature_cache_free(cache);
}

/* A cross-sign of the issuer has its key: asking it is the same question. */
static void
issuers_with_one_key_share_the_answer(void **state)
{
	const struct mint *ca = MINT(.subject = "CN=CA", .is_ca = true);
	const struct mint *cross = MINT(.subject = "CN=CA", .is_ca = true,
	    .issuer = MINT(.subject = "CN=Other", .is_ca = true));
	const struct mint *leaf = MINT(.subject = "CN=leaf", .issuer = ca);
	struct signature_cache *cache = signature_cache_new(AMPLE);

	assert_int_equal(
	    signature_check(cache, leaf->cert, ca->cert), SIGNATURE_GOOD);
	assert_int_equal(
	    signature_check(cache, leaf->cert, cross->cert), SIGNATURE_GOOD);
	assert_int_equal(signature_cache_checks(cache), 1);
	signature_cache_free(cache);
}

static void
many_answers_are_remembered(void **state)
{
	const struct mint *root = root_of(MINT_EC_P256);
	struct signature_cache *cache = signature_cache_new(AMPLE);
	const struct mint *leaves[100];

	for (int i = 0; i < 100; i++) {
		leaves[i] = MINT(.subject = "CN=leaf", .issuer = root,
		    .has_broken_signature = i % 3 == 0);
		signature_check(cache, leaves[i]->cert, root->cert);
	}
	for (int i = 0; i < 100; i++)
		assert_int_equal(
		    signature_check(cache, leaves[i]->cert, root->cert),
		    i % 3 == 0 ? SIGNATURE_BAD : SIGNATURE_GOOD);
	assert_int_equal(signature_cache_checks(cache), 100);
	signature_cache_free(cache);
}

static void
spent_budget_stops_new_checks_only(void **state)
{
	struct mint_chain c = mint_chain_for("www.example.test");
	struct signature_cache *cache = signature_cache_new(1);

	assert_false(signature_cache_is_spent(cache));
	assert_int_equal(
	    signature_check(cache, c.leaf->cert, c.intermediate->cert),
	    SIGNATURE_GOOD);
	assert_false(signature_cache_is_spent(cache));
	assert_int_equal(
	    signature_check(cache, c.intermediate->cert, c.root->cert),
	    SIGNATURE_TOO_COSTLY);
	assert_true(signature_cache_is_spent(cache));
	assert_int_equal(
	    signature_check(cache, c.leaf->cert, c.intermediate->cert),
	    SIGNATURE_GOOD);
	signature_cache_free(cache);
}

static void
cost_follows_key_and_size(void **state)
{
	static const struct {
		enum mint_key_kind kind;
		unsigned cost;
	} rows[] = {
	    {MINT_EC_P256, 1},
	    {MINT_EC_P384, 10},
	    {MINT_EC_P521, 10},
	    {MINT_EC_BRAINPOOL, 8},
	    {MINT_RSA_2048, 1},
	    {MINT_ED25519, 2},
	    {MINT_ED448, 4},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct mint *root = root_of(rows[i].kind);
		struct signature_cache *just =
		    signature_cache_new(rows[i].cost);
		struct signature_cache *less =
		    signature_cache_new(rows[i].cost - 1);

		assert_true(signature_is_self_signed(just, root->cert));
		assert_int_equal(signature_check(less, root->cert, root->cert),
		    SIGNATURE_TOO_COSTLY);
		signature_cache_free(just);
		signature_cache_free(less);
	}
}

static void
self_signed_is_told_by_the_key_and_not_by_names(void **state)
{
	const struct mint *root = root_of(MINT_EC_P256);
	const struct mint *rollover = MINT(.subject = "CN=Root", .issuer = root,
	    .key = "new", .is_ca = true);
	struct signature_cache *cache = signature_cache_new(AMPLE);

	assert_true(rollover->cert->is_self_issued);
	assert_true(signature_is_self_signed(cache, root->cert));
	assert_false(signature_is_self_signed(cache, rollover->cert));
	signature_cache_free(cache);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_usual_key_verifies_what_it_signed),
	    cmocka_unit_test(weak_digests_are_verified_all_the_same),
	    cmocka_unit_test(pss_by_an_ordinary_rsa_key_verifies),
	    cmocka_unit_test(same_name_with_another_key_did_not_sign),
	    cmocka_unit_test(
		key_of_another_kind_did_not_sign_and_costs_nothing),
	    cmocka_unit_test(
		differing_algorithms_inside_and_outside_are_no_forgery),
	    cmocka_unit_test(
		unknown_algorithm_or_unreadable_key_is_unsupported),
	    cmocka_unit_test(
		malformed_certificates_are_neither_signed_nor_sign),
	    cmocka_unit_test(each_question_is_answered_by_one_check),
	    cmocka_unit_test(issuers_with_one_key_share_the_answer),
	    cmocka_unit_test(many_answers_are_remembered),
	    cmocka_unit_test(spent_budget_stops_new_checks_only),
	    cmocka_unit_test(cost_follows_key_and_size),
	    cmocka_unit_test(self_signed_is_told_by_the_key_and_not_by_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
