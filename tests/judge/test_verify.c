/* What X509_verify_cert says of a path as it is handed over. */
#include "judge/verify.h"

#include <openssl/x509_vfy.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/mint.h"

/* A path of these certificates, the last one its anchor. */
static struct verify_result
verify(size_t count, const struct mint *const *minted)
{
	CLEANUP(verifier_free) struct verifier *verifier = verifier_new();
	struct path_cert certs[8];
	struct path path = {
	    .certs = certs,
	    .len = count,
	    .end = PATH_ANCHORED,
	};
	struct verify_result result;

	for (size_t i = 0; i < count; i++)
		certs[i] = (struct path_cert){.cert = minted[i]->cert};
	verify_path(verifier, &path, &result);
	return result;
}

#define VERIFY(...) \
	verify(sizeof((const struct mint *[]){__VA_ARGS__}) / \
		sizeof(const struct mint *), \
	    (const struct mint *const[]){__VA_ARGS__})

static void
a_good_path_has_no_errors(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	struct verify_result result =
	    VERIFY(made.leaf, made.intermediate, made.root);

	assert_true(result.is_whole);
	assert_int_equal(result.error_count, 0);
}

static void
dates_and_signatures_are_left_to_others(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true,
	    .not_before = 1, .not_after = 2);
	const struct mint *leaf =
	    MINT(.subject = "CN=leaf", .issuer = root, .names = "DNS:x.test",
		.not_before = 3, .not_after = 4, .has_broken_signature = true);
	struct verify_result result = VERIFY(leaf, root);

	assert_true(result.is_whole);
	assert_int_equal(result.error_count, 0);
}

static void
a_key_identifier_does_not_lead_it_astray(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	const struct mint *leaf =
	    MINT(.subject = "CN=leaf", .issuer = made.intermediate,
		.names = "DNS:x.test", .authority_key_id = "0011223344");
	struct verify_result result =
	    VERIFY(leaf, made.intermediate, made.root);

	assert_true(result.is_whole);
	assert_int_equal(result.error_count, 0);
}

static void
every_error_is_collected_with_its_place(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *upper = MINT(.subject = "CN=Upper", .is_ca = true,
	    .issuer = root, .has_path_len = true, .path_len = 0);
	const struct mint *lower = MINT(.subject = "CN=Lower", .is_ca = true,
	    .issuer = upper, .extensions = {"1.2.3.4=critical,DER:0500"});
	const struct mint *leaf = MINT(.subject = "CN=leaf", .issuer = lower,
	    .names = "DNS:x.test", .extended_key_usage = "clientAuth");
	struct verify_result result = VERIFY(leaf, lower, upper, root);
	static const struct verify_error expected[] = {
	    {X509_V_ERR_INVALID_PURPOSE, 0},
	    {X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION, 1},
	    {X509_V_ERR_PATH_LENGTH_EXCEEDED, 2},
	};

	assert_true(result.is_whole);
	assert_int_equal(result.error_count, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(result.errors[i].error, expected[i].error);
		assert_int_equal(result.errors[i].depth, expected[i].depth);
	}
}

static void
an_anchor_need_not_sign_itself(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	struct verify_result result = VERIFY(made.leaf, made.intermediate);

	assert_true(result.is_whole);
	assert_int_equal(result.error_count, 0);
}

static void
a_leaf_can_be_its_own_anchor(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	struct verify_result result = VERIFY(made.leaf);

	assert_true(result.is_whole);
	assert_int_equal(result.error_count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_good_path_has_no_errors),
	    cmocka_unit_test(dates_and_signatures_are_left_to_others),
	    cmocka_unit_test(a_key_identifier_does_not_lead_it_astray),
	    cmocka_unit_test(every_error_is_collected_with_its_place),
	    cmocka_unit_test(an_anchor_need_not_sign_itself),
	    cmocka_unit_test(a_leaf_can_be_its_own_anchor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
