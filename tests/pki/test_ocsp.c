/* OCSP responses as values: what is read, what is found, what is refused. */
#include "pki/ocsp.h"

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
a_leaf(const char *serial)
{
	return MINT(.subject = "CN=x", .issuer = a_root(), .serial = serial,
	    .names = "DNS:x.test");
}

static void
fields_are_read(void **state)
{
	const struct mint *root = a_root(), *leaf = a_leaf("77");
	struct ocsp *ocsp = MINT_OCSP(.issuer = root,
	    .singles = {{.cert = leaf->cert,
		.status = "revoked",
		.reason = "keyCompromise",
		.revoked_at = MINT_NOW - 50,
		.this_update = MINT_NOW - 5,
		.next_update = MINT_NOW + 5,
		.archive_cutoff = MINT_NOW - 100}},
	    .produced_at = MINT_NOW - 4);
	const struct ocsp_single *single =
	    ocsp_find(ocsp, leaf->cert, root->cert);

	assert_null(ocsp_status_words(ocsp));
	assert_true(ocsp->produced_at == MINT_NOW - 4);
	assert_false(ocsp->has_unknown_critical);
	assert_int_equal(ocsp->digest_nid, NID_sha256);
	assert_int_equal(ocsp->certs.len, 1);
	assert_non_null(single);
	assert_int_equal(single->status, V_OCSP_CERTSTATUS_REVOKED);
	assert_int_equal(single->reason, CRL_REASON_KEY_COMPROMISE);
	assert_true(single->revoked_at == MINT_NOW - 50);
	assert_true(single->this_update == MINT_NOW - 5);
	assert_true(single->next_update == MINT_NOW + 5);
	assert_true(single->archive_cutoff == MINT_NOW - 100);
	assert_null(single->scts.at);
	ocsp_free(ocsp);
}

static void
what_is_absent_stays_empty(void **state)
{
	const struct mint *root = a_root(), *leaf = a_leaf("77");
	struct ocsp *ocsp = MINT_OCSP(.issuer = root, .has_no_certs = true,
	    .singles = {{.cert = leaf->cert, .next_update = MINT_OCSP_NEVER}});
	const struct ocsp_single *single =
	    ocsp_find(ocsp, leaf->cert, root->cert);

	assert_int_equal(ocsp->certs.len, 0);
	assert_true(single->next_update == TIMESTAMP_NEVER);
	assert_int_equal(single->reason, -1);
	assert_true(single->archive_cutoff == 0);
	ocsp_free(ocsp);
}

static void
certificates_are_found_by_any_digest_and_no_other_issuer(void **state)
{
	static const char *const digests[] = {
	    "SHA1", "SHA256", "SHA384", "SHA512"};
	const struct mint *root = a_root(), *leaf = a_leaf("77");
	const struct mint *twin =
	    MINT(.subject = "CN=Root,O=Test", .is_ca = true, .key = "another");

	for (size_t i = 0; i < 4; i++) {
		struct ocsp *ocsp = MINT_OCSP(.issuer = root,
		    .id_digest = digests[i], .singles = {{.cert = leaf->cert}});

		assert_non_null(ocsp_find(ocsp, leaf->cert, root->cert));
		assert_null(ocsp_find(ocsp, leaf->cert, twin->cert));
		assert_null(ocsp_find(ocsp, a_leaf("78")->cert, root->cert));
		ocsp_free(ocsp);
	}
}

static void
digests_that_prove_nothing_find_nobody(void **state)
{
	const struct mint *root = a_root(), *leaf = a_leaf("77");
	struct ocsp *ocsp = MINT_OCSP(.issuer = root, .id_digest = "MD5",
	    .singles = {{.cert = leaf->cert}});

	assert_null(ocsp_find(ocsp, leaf->cert, root->cert));
	ocsp_free(ocsp);
}

static void
of_several_the_newest_counts(void **state)
{
	const struct mint *root = a_root(), *leaf = a_leaf("77");
	struct ocsp *ocsp = MINT_OCSP(.issuer = root,
	    .singles = {{.cert = a_leaf("78")->cert},
		{.cert = leaf->cert, .this_update = MINT_NOW - 10},
		{.cert = leaf->cert,
		    .this_update = MINT_NOW - 5,
		    .status = "unknown"},
		{.cert = leaf->cert, .this_update = MINT_NOW - 20}});

	assert_int_equal(ocsp->singles.len, 4);
	assert_int_equal(ocsp_find(ocsp, leaf->cert, root->cert)->status,
	    V_OCSP_CERTSTATUS_UNKNOWN);
	ocsp_free(ocsp);
}

static void
no_answer_says_why(void **state)
{
	static const int statuses[] = {OCSP_RESPONSE_STATUS_MALFORMEDREQUEST,
	    OCSP_RESPONSE_STATUS_INTERNALERROR, OCSP_RESPONSE_STATUS_TRYLATER,
	    OCSP_RESPONSE_STATUS_SIGREQUIRED, OCSP_RESPONSE_STATUS_UNAUTHORIZED,
	    4 /* of nobody */};

	for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
		struct ocsp *ocsp = MINT_OCSP(.status = statuses[i]);

		assert_null(ocsp->basic);
		assert_non_null(ocsp_status_words(ocsp));
		assert_null(
		    ocsp_find(ocsp, a_leaf("77")->cert, a_root()->cert));
		ocsp_free(ocsp);
	}
}

static void
what_is_critical_and_unknown_is_noted(void **state)
{
	const struct mint *root = a_root(), *leaf = a_leaf("77");
	struct ocsp *ocsp = MINT_OCSP(.issuer = root,
	    .has_unknown_critical = true, .singles = {{.cert = leaf->cert}});

	assert_true(ocsp->has_unknown_critical);
	assert_false(ocsp->singles.items[0].has_unknown_critical);
	ocsp_free(ocsp);
	ocsp = MINT_OCSP(.issuer = root,
	    .singles = {{.cert = leaf->cert, .has_unknown_critical = true}});
	assert_false(ocsp->has_unknown_critical);
	assert_true(ocsp->singles.items[0].has_unknown_critical);
	ocsp_free(ocsp);
}

static void
what_is_no_response_is_refused(void **state)
{
	const struct mint *root = a_root(), *leaf = a_leaf("77");
	const struct mint_ocsp_recipe recipe = {
	    .issuer = root, .singles = {{.cert = leaf->cert}}};
	size_t len = 0;
	CLEANUP(free) uint8_t *der = mint_ocsp_der(&recipe, &len);
	CLEANUP(free) uint8_t *longer = mem_new(OCSP_MAX_BYTES + 1, 1);
	struct error err = ERROR_INIT;

	for (size_t cut = 0; cut < len; cut++) {
		err = (struct error)ERROR_INIT;
		assert_null(ocsp_new(der, cut, &err));
		assert_int_not_equal(err.kind, ERROR_NONE);
	}
	memcpy(longer, der, len);
	assert_null(ocsp_new(longer, len + 1, &err));
	assert_non_null(strstr(err.message, "something follows"));
	assert_null(ocsp_new(longer, OCSP_MAX_BYTES + 1, &err));
	assert_int_equal(err.kind, ERROR_LIMIT);
	/* successful, and nothing in it */
	assert_null(ocsp_new((const uint8_t *)"\x30\x03\x0a\x01\x00", 5, &err));
	assert_null(ocsp_new((const uint8_t *)"<html>", 6, &err));
}

static void
what_speaks_of_too_many_is_refused(void **state)
{
	for (size_t more = 0; more <= 1; more++) {
		struct mint_ocsp_recipe recipe = {.issuer = a_root()};
		struct error err = ERROR_INIT;
		CLEANUP(free) uint8_t *der = NULL;
		struct ocsp *ocsp;
		size_t len = 0;

		for (size_t i = 0; i < OCSP_MAX_SINGLES + more; i++)
			recipe.singles[i].cert = a_leaf("77")->cert;
		der = mint_ocsp_der(&recipe, &len);
		ocsp = ocsp_new(der, len, &err);
		assert_int_equal(ocsp == NULL, more);
		assert_int_equal(err.kind, more ? ERROR_LIMIT : ERROR_NONE);
		ocsp_free(ocsp);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fields_are_read),
	    cmocka_unit_test(what_is_absent_stays_empty),
	    cmocka_unit_test(
		certificates_are_found_by_any_digest_and_no_other_issuer),
	    cmocka_unit_test(digests_that_prove_nothing_find_nobody),
	    cmocka_unit_test(of_several_the_newest_counts),
	    cmocka_unit_test(no_answer_says_why),
	    cmocka_unit_test(what_is_critical_and_unknown_is_noted),
	    cmocka_unit_test(what_is_no_response_is_refused),
	    cmocka_unit_test(what_speaks_of_too_many_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
