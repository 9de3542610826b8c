/* What OCSP responses come to: who may sign, and when they count. */
#include "pki/ocsp_answer.h"

#include <openssl/x509v3.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/mint_ocsp.h"

static const struct mint *
a_root(void)
{
	return MINT(.subject = "CN=Root,O=Test", .is_ca = true);
}

static const struct mint *
a_leaf(void)
{
	return MINT(.subject = "CN=x", .issuer = a_root(), .serial = "77",
	    .names = "DNS:x.test");
}

/* Whom the root lets sign, where the recipe does not say otherwise. */
static const struct mint *
mint_delegate(struct mint_recipe recipe)
{
	recipe.subject = "CN=Responder";
	if (recipe.extended_key_usage == NULL)
		recipe.extended_key_usage = "OCSPSigning";
	if (recipe.issuer == NULL)
		recipe.issuer = a_root();
	return mint_cert(&recipe);
}

#define DELEGATE(...) mint_delegate((struct mint_recipe){__VA_ARGS__})

/* Asks about the leaf; frees the response. */
static struct ocsp_answer
ask_at(struct ocsp *take_ocsp, int64_t now)
{
	CLEANUP(signature_cache_free)
	struct signature_cache *signatures = signature_cache_new(1000);
	struct ocsp_answer answer = ocsp_answer_of(
	    take_ocsp, a_leaf()->cert, a_root()->cert, signatures, now);

	answer.single = NULL;
	answer.signer = NULL;
	ocsp_free(take_ocsp);
	return answer;
}

static struct ocsp_answer
ask(struct ocsp *take_ocsp)
{
	return ask_at(take_ocsp, MINT_NOW);
}

#define ABOUT_LEAF(...) \
	{ \
		{ \
			.cert = a_leaf()->cert, __VA_ARGS__ \
		} \
	}

static void
statuses_are_told(void **state)
{
	static const struct {
		const char *status;
		enum ocsp_verdict verdict;
	} rows[] = {
	    {"good", OCSP_VERDICT_GOOD},
	    {"revoked", OCSP_VERDICT_REVOKED},
	    {"unknown", OCSP_VERDICT_UNKNOWN},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct ocsp_answer answer = ask(MINT_OCSP(.issuer = a_root(),
		    .singles = ABOUT_LEAF(.status = rows[i].status)));

		assert_int_equal(answer.verdict, rows[i].verdict);
		assert_false(answer.is_delegated);
		assert_true(answer.ends_at == MINT_NOW + 7 * MINT_DAY);
	}
}

static void
every_key_signs_by_name_or_by_key(void **state)
{
	static const enum mint_key_kind kinds[] = {
	    MINT_EC_P256, MINT_EC_P384, MINT_RSA_2048, MINT_ED25519};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		for (int by_key = 0; by_key <= 1; by_key++) {
			const struct mint *delegate =
			    DELEGATE(.key_kind = kinds[i]);
			struct ocsp_answer answer = ask(
			    MINT_OCSP(.issuer = a_root(), .signer = delegate,
				.is_by_key = by_key, .singles = ABOUT_LEAF()));

			assert_int_equal(answer.verdict, OCSP_VERDICT_GOOD);
			assert_true(answer.is_delegated);
		}
	}
}

static void
the_issuer_need_not_come_with_it(void **state)
{
	assert_int_equal(ask(MINT_OCSP(.issuer = a_root(), .has_no_certs = true,
				 .singles = ABOUT_LEAF()))
			     .verdict,
	    OCSP_VERDICT_GOOD);
}

static void
only_the_issuer_and_its_delegates_may_sign(void **state)
{
	const struct mint *other =
	    MINT(.subject = "CN=Other,O=Test", .is_ca = true);
	const struct mint *below =
	    MINT(.subject = "CN=Inter", .is_ca = true, .issuer = a_root());
	const struct {
		const struct mint *signer;
		const char *why;
	} rows[] = {
	    {other, "no certificate of the issuer"},
	    {DELEGATE(.extended_key_usage = "serverAuth"), "may not sign"},
	    {DELEGATE(.extended_key_usage = "anyExtendedKeyUsage"),
		"may not sign"},
	    {DELEGATE(.extended_key_usage = ""), "may not sign"},
	    {DELEGATE(.key_usage = "critical,keyEncipherment"),
		"does not allow signing"},
	    {DELEGATE(.not_after = MINT_NOW - 1), "has ended"},
	    {DELEGATE(.not_before = MINT_NOW + 1), "begins only later"},
	    /* by another CA of that name */
	    {DELEGATE(.issuer = MINT(.subject = "CN=Root,O=Test", .is_ca = true,
			  .key = "another")),
		"no certificate of the issuer"},
	    /* not directly */
	    {DELEGATE(.issuer = below), "no certificate of the issuer"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct ocsp_answer answer = ask(MINT_OCSP(.issuer = a_root(),
		    .signer = rows[i].signer, .extra = below->cert,
		    .singles = ABOUT_LEAF(.status = "revoked")));

		assert_int_equal(answer.verdict, OCSP_VERDICT_INVALID);
		if (strstr(answer.why, rows[i].why) == NULL)
			fail_msg("%zu: %s", i, answer.why);
	}
}

static void
a_signer_who_is_not_there_proves_nothing(void **state)
{
	struct ocsp_answer answer = ask(MINT_OCSP(.issuer = a_root(),
	    .signer = DELEGATE(.key = "r"), .has_no_certs = true,
	    .singles = ABOUT_LEAF(.status = "revoked")));

	assert_int_equal(answer.verdict, OCSP_VERDICT_INVALID);
	assert_non_null(strstr(answer.why, "not there"));
}

static void
signatures_must_verify_and_be_worth_something(void **state)
{
	struct ocsp_answer answer =
	    ask(MINT_OCSP(.issuer = a_root(), .has_broken_signature = true,
		.singles = ABOUT_LEAF(.status = "revoked")));

	assert_int_equal(answer.verdict, OCSP_VERDICT_INVALID);
	assert_non_null(strstr(answer.why, "does not verify"));
	answer = ask(MINT_OCSP(.issuer = a_root(), .digest = "SHA1",
	    .singles = ABOUT_LEAF(.status = "revoked")));
	assert_int_equal(answer.verdict, OCSP_VERDICT_INVALID);
	assert_non_null(strstr(answer.why, "digest"));
}

static void
dates_are_inclusive_and_clocks_may_run_ahead(void **state)
{
	static const struct {
		int64_t first, last; /* from now */
		enum ocsp_verdict verdict;
	} rows[] = {
	    {0, 0, OCSP_VERDICT_GOOD},
	    {-2, -1, OCSP_VERDICT_EXPIRED},
	    {OCSP_SKEW_S, OCSP_SKEW_S, OCSP_VERDICT_GOOD},
	    {OCSP_SKEW_S + 1, OCSP_SKEW_S + 1, OCSP_VERDICT_INVALID},
	    {0, -1, OCSP_VERDICT_INVALID},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct ocsp_answer answer = ask(MINT_OCSP(.issuer = a_root(),
		    .singles =
			ABOUT_LEAF(.this_update = MINT_NOW + rows[i].first,
			    .next_update = MINT_NOW + rows[i].last)));

		assert_int_equal(answer.verdict, rows[i].verdict);
	}
}

static void
without_an_end_it_counts_for_a_day(void **state)
{
	for (int late = 0; late <= 1; late++) {
		struct ocsp *ocsp = MINT_OCSP(.issuer = a_root(),
		    .singles = ABOUT_LEAF(.this_update = MINT_NOW,
			.next_update = MINT_OCSP_NEVER));

		assert_int_equal(
		    ask_at(ocsp, MINT_NOW + OCSP_ENDLESS_S + late).verdict,
		    late ? OCSP_VERDICT_EXPIRED : OCSP_VERDICT_GOOD);
	}
}

static void
what_was_revoked_stays_so_unless_on_hold(void **state)
{
	assert_int_equal(ask_at(MINT_OCSP(.issuer = a_root(),
				    .singles = ABOUT_LEAF(.status = "revoked")),
			     MINT_NOW + 8 * MINT_DAY)
			     .verdict,
	    OCSP_VERDICT_REVOKED);
	assert_int_equal(ask_at(MINT_OCSP(.issuer = a_root(),
				    .singles = ABOUT_LEAF(.status = "revoked",
					.reason = "certificateHold")),
			     MINT_NOW + 8 * MINT_DAY)
			     .verdict,
	    OCSP_VERDICT_EXPIRED);
}

static void
no_error_is_revoked(void **state)
{
	static const int statuses[] = {OCSP_RESPONSE_STATUS_TRYLATER,
	    OCSP_RESPONSE_STATUS_UNAUTHORIZED,
	    OCSP_RESPONSE_STATUS_INTERNALERROR};

	for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
		struct ocsp_answer answer =
		    ask(MINT_OCSP(.status = statuses[i]));

		assert_int_equal(answer.verdict, OCSP_VERDICT_ERROR);
		assert_non_null(answer.why);
	}
}

static void
what_speaks_of_others_says_nothing(void **state)
{
	const struct mint *other = MINT(.subject = "CN=y", .issuer = a_root(),
	    .serial = "78", .names = "DNS:y.test");

	assert_int_equal(
	    ask(MINT_OCSP(.issuer = a_root(),
		    .singles = {{.cert = other->cert, .status = "revoked"}}))
		.verdict,
	    OCSP_VERDICT_FOREIGN);
}

static void
what_is_critical_and_unknown_is_not_used(void **state)
{
	assert_int_equal(
	    ask(MINT_OCSP(.issuer = a_root(), .has_unknown_critical = true,
		    .singles = ABOUT_LEAF()))
		.verdict,
	    OCSP_VERDICT_INVALID);
	assert_int_equal(
	    ask(MINT_OCSP(.issuer = a_root(),
		    .singles = ABOUT_LEAF(.has_unknown_critical = true)))
		.verdict,
	    OCSP_VERDICT_INVALID);
}

static void
beyond_the_archive_good_means_nothing(void **state)
{
	int64_t end = a_leaf()->cert->not_after;

	assert_int_equal(
	    ask(MINT_OCSP(.issuer = a_root(),
		    .singles = ABOUT_LEAF(.archive_cutoff = end + 1)))
		.verdict,
	    OCSP_VERDICT_UNKNOWN);
	assert_int_equal(ask(MINT_OCSP(.issuer = a_root(),
				 .singles = ABOUT_LEAF(.archive_cutoff = end)))
			     .verdict,
	    OCSP_VERDICT_GOOD);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(statuses_are_told),
	    cmocka_unit_test(every_key_signs_by_name_or_by_key),
	    cmocka_unit_test(the_issuer_need_not_come_with_it),
	    cmocka_unit_test(only_the_issuer_and_its_delegates_may_sign),
	    cmocka_unit_test(a_signer_who_is_not_there_proves_nothing),
	    cmocka_unit_test(signatures_must_verify_and_be_worth_something),
	    cmocka_unit_test(dates_are_inclusive_and_clocks_may_run_ahead),
	    cmocka_unit_test(without_an_end_it_counts_for_a_day),
	    cmocka_unit_test(what_was_revoked_stays_so_unless_on_hold),
	    cmocka_unit_test(no_error_is_revoked),
	    cmocka_unit_test(what_speaks_of_others_says_nothing),
	    cmocka_unit_test(what_is_critical_and_unknown_is_not_used),
	    cmocka_unit_test(beyond_the_archive_good_means_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
