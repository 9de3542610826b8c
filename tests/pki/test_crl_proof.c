/* Lists that prove to be what was asked for, and others. */
#include "pki/crl_proof.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint_crl.h"

#define BUDGET 100
#define HERE "URI:http://crl.test/7.crl"
#define ELSEWHERE "URI:http://crl.test/8.crl"

static const struct mint *
a_root(void)
{
	return MINT(.subject = "CN=Root,O=Test", .is_ca = true);
}

/* Of the root's name, and somebody else's key. */
static const struct mint *
a_forger(void)
{
	return MINT(.subject = "CN=Root,O=Test", .is_ca = true,
	    .key = "forger");
}

static const struct mint *
a_leaf(void)
{
	return MINT(.subject = "CN=leaf", .issuer = a_root(),
	    .names = "DNS:leaf.test",
	    .extensions = {"crlDistributionPoints=" HERE});
}

static const char *
fault_by(struct crl *take_crl, const struct mint *issuer, unsigned budget)
{
	CLEANUP(signature_cache_free)
	struct signature_cache *signatures = signature_cache_new(budget);
	const char *fault = crl_proof_fault(
	    take_crl, a_leaf()->cert, issuer->cert, signatures, MINT_NOW);

	crl_free(take_crl);
	return fault;
}

static const char *
fault_of(struct crl *take_crl)
{
	return fault_by(take_crl, a_root(), BUDGET);
}

static void
must_say(const char *fault, const char *words)
{
	assert_non_null(fault);
	if (strstr(fault, words) == NULL)
		fail_msg("%s, not %s", fault, words);
}

static void
what_the_issuer_signed_is_proven(void **state)
{
	(void)state;
	assert_null(fault_of(MINT_CRL(.issuer = a_root())));
	assert_null(fault_of(MINT_CRL(.issuer = a_root(), .point = HERE)));
	assert_null(
	    fault_of(MINT_CRL(.issuer = a_root(), .base = 1, .number = 2)));
	/* its end is another matter */
	assert_null(fault_of(MINT_CRL(.issuer = a_root(),
	    .this_update = MINT_NOW - 9, .next_update = MINT_NOW - 5)));
}

static void
what_somebody_else_signed_is_not(void **state)
{
	const struct mint *other =
	    MINT(.subject = "CN=Other,O=Test", .is_ca = true);
	const struct mint *mute = MINT(.subject = "CN=Root,O=Test",
	    .is_ca = true, .key_usage = "critical,keyCertSign");

	(void)state;
	must_say(fault_of(MINT_CRL(.issuer = a_forger())), "does not verify");
	must_say(fault_of(MINT_CRL(.issuer = a_root(),
		     .has_broken_signature = true)),
	    "does not verify");
	must_say(fault_of(MINT_CRL(.issuer = other)), "another CA's");
	must_say(fault_by(MINT_CRL(.issuer = mute), mute, BUDGET), "cRLSign");
	must_say(
	    fault_by(MINT_CRL(.issuer = a_root()), a_root(), 0), "too much");
}

static void
what_is_about_something_else_is_not(void **state)
{
	(void)state;
	must_say(fault_of(MINT_CRL(.issuer = a_root(), .point = ELSEWHERE)),
	    "other certificates");
	must_say(fault_of(MINT_CRL(.issuer = a_root(), .has_cas_only = true)),
	    "other certificates");
	must_say(fault_of(MINT_CRL(.issuer = a_root(),
		     .has_unknown_critical = true)),
	    "critical extension");
	must_say(
	    fault_of(MINT_CRL(.issuer = a_root(), .this_update = MINT_NOW + 1)),
	    "later");
}

static bool
is_older(struct crl *take_crl, struct crl *take_than)
{
	bool is_older = crl_is_older(take_crl, take_than);

	crl_free(take_crl);
	crl_free(take_than);
	return is_older;
}

static void
age_is_by_date_and_then_by_number(void **state)
{
	const struct mint *root = a_root();

	(void)state;
	assert_true(is_older(
	    MINT_CRL(.issuer = root, .this_update = MINT_NOW - 1, .number = 9),
	    MINT_CRL(.issuer = root, .this_update = MINT_NOW, .number = 8)));
	assert_false(is_older(
	    MINT_CRL(.issuer = root, .this_update = MINT_NOW, .number = 8),
	    MINT_CRL(.issuer = root, .this_update = MINT_NOW - 1,
		.number = 9)));
	assert_true(is_older(MINT_CRL(.issuer = root, .number = 8),
	    MINT_CRL(.issuer = root, .number = 9)));
	assert_false(is_older(MINT_CRL(.issuer = root, .number = 9),
	    MINT_CRL(.issuer = root, .number = 9)));
	assert_false(is_older(MINT_CRL(.issuer = root, .has_no_number = true),
	    MINT_CRL(.issuer = root, .number = 9)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_the_issuer_signed_is_proven),
	    cmocka_unit_test(what_somebody_else_signed_is_not),
	    cmocka_unit_test(what_is_about_something_else_is_not),
	    cmocka_unit_test(age_is_by_date_and_then_by_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
