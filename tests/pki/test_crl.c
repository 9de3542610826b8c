/* Revocation lists as values: what is read, what is found, what is refused. */
#include "pki/crl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "pki/signature.h"
#include "support/mint_crl.h"

static const struct mint *
a_root(void)
{
	return MINT(.subject = "CN=Root,O=Test", .is_ca = true);
}

static void
fields_are_read(void **state)
{
	const struct mint *root = a_root();
	struct crl *crl = MINT_CRL(.issuer = root, .number = 77, .base = 70,
	    .is_number_critical = true, .this_update = MINT_NOW - 5,
	    .next_update = MINT_NOW + 5, .has_users_only = true,
	    .reasons = "superseded");

	assert_string_equal(crl->label, "Root");
	assert_true(crl->issuer_hash == root->cert->subject_hash);
	assert_true(crl->this_update == MINT_NOW - 5);
	assert_true(crl->next_update == MINT_NOW + 5);
	assert_int_equal(ASN1_INTEGER_get(crl->number), 77);
	assert_int_equal(ASN1_INTEGER_get(crl->base), 70);
	assert_true(crl->is_number_critical);
	assert_int_equal(crl->reasons, 1u << 4);
	assert_true(crl->scope->onlyuser > 0);
	assert_false(crl_is_indirect(crl));
	assert_null(crl->unknown_critical);
	assert_true(crl->is_consistent);
	crl_free(crl);
}

static void
what_is_absent_stays_empty(void **state)
{
	struct crl *crl = MINT_CRL(.issuer = a_root(), .has_no_number = true,
	    .next_update = MINT_CRL_NEVER);

	assert_null(crl->number);
	assert_null(crl->base);
	assert_null(crl->scope);
	assert_true(crl->next_update == TIMESTAMP_NEVER);
	assert_int_equal(crl->reasons, CRL_ALL_REASONS);
	assert_int_equal(crl->entries.len, 0);
	crl_free(crl);
}

static const struct mint *
numbered(const struct mint *issuer, const char *serial)
{
	return MINT(.subject = "CN=x", .issuer = issuer, .serial = serial,
	    .names = "DNS:x.test");
}

static void
entries_are_found_by_serial(void **state)
{
	/* of all lengths and signs, out of order */
	static const char *const serials[] = {
	    "FF", "01", "7FFFFFFFFFFFFFFFFFFF", "00", "-01", "80", "0102"};
	const struct mint *root = a_root();
	struct mint_crl_recipe recipe = {.issuer = root};
	struct crl *crl;

	for (size_t i = 0; i < 7; i++)
		recipe.revoked[i] =
		    (struct mint_crl_revoked){numbered(root, serials[i])->cert,
			MINT_NOW - (int64_t)i * MINT_DAY, "superseded"};
	crl = mint_crl(&recipe);
	for (size_t i = 0; i < 7; i++) {
		const struct crl_entry *entry =
		    crl_find(crl, recipe.revoked[i].cert);

		assert_non_null(entry);
		assert_true(entry->date == recipe.revoked[i].date);
		assert_int_equal(entry->reason, CRL_REASON_SUPERSEDED);
	}
	assert_null(crl_find(crl, numbered(root, "02")->cert));
	assert_null(crl_find(crl, numbered(root, "-02")->cert));
	crl_free(crl);
}

static void
entries_are_about_one_issuer(void **state)
{
	const struct mint *root = a_root();
	const struct mint *other =
	    MINT(.subject = "CN=Other,O=Test", .is_ca = true);
	const struct mint *own = numbered(root, "0A");
	const struct mint *foreign = numbered(other, "0A");
	struct crl *crl =
	    MINT_CRL(.issuer = root, .revoked = {{.cert = own->cert}});

	assert_non_null(crl_find(crl, own->cert));
	assert_int_equal(crl_find(crl, own->cert)->reason, CRL_REASON_NONE);
	assert_null(crl_find(crl, foreign->cert));
	crl_free(crl);

	crl = MINT_CRL(.issuer = root, .is_indirect = true,
	    .revoked = {{.cert = foreign->cert}});
	assert_non_null(crl_find(crl, foreign->cert));
	assert_null(crl_find(crl, own->cert));
	assert_true(crl_is_indirect(crl));
	crl_free(crl);
}

static void
what_is_critical_and_unknown_is_noted(void **state)
{
	const struct mint *root = a_root();
	struct crl *crl =
	    MINT_CRL(.issuer = root, .has_unknown_critical = true);

	assert_string_equal(crl->unknown_critical, "1.3.6.1.4.1.55738.666.1");
	crl_free(crl);
	crl = MINT_CRL(.issuer = root, .has_unknown_entry = true,
	    .revoked = {{.cert = root->cert}});
	assert_non_null(crl->unknown_critical);
	crl_free(crl);
}

static void
signatures_are_checked(void **state)
{
	static const enum mint_key_kind kinds[] = {
	    MINT_EC_P256, MINT_EC_P384, MINT_RSA_2048, MINT_ED25519};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct signature_cache *cache = signature_cache_new(1000);
		const struct mint *root = MINT(.subject = "CN=Root",
		    .key = "signer", .key_kind = kinds[i], .is_ca = true);
		const struct mint *wrong = MINT(.subject = "CN=Root",
		    .key = "wrong", .key_kind = kinds[i], .is_ca = true);
		struct crl *good = MINT_CRL(.issuer = root);
		struct crl *bad =
		    MINT_CRL(.issuer = root, .has_broken_signature = true);

		assert_int_equal(signature_check_crl(cache, good, root->cert),
		    SIGNATURE_GOOD);
		assert_int_equal(
		    signature_check_crl(cache, bad, root->cert), SIGNATURE_BAD);
		assert_int_equal(signature_check_crl(cache, good, wrong->cert),
		    SIGNATURE_BAD);
		assert_int_equal(signature_cache_checks(cache), 3);
		(void)signature_check_crl(cache, good, root->cert);
		assert_int_equal(signature_cache_checks(cache), 3);
		crl_free(good);
		crl_free(bad);
		signature_cache_free(cache);
	}
}

/* ecdsa-with-SHA256 outside only: the first of the two is inside. */
static void
algorithms_must_agree(void **state)
{
	static const uint8_t sha256[] = {
	    0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02};
	struct crl *crl = MINT_CRL(.issuer = a_root());
	uint8_t *bytes = mem_dup(crl->der, crl->der_len), *at;
	struct error err = ERROR_INIT;
	size_t len = crl->der_len;

	at = memmem(bytes, len, sha256, sizeof sha256);
	assert_non_null(at);
	at = memmem(
	    at + 1, len - (size_t)(at + 1 - bytes), sha256, sizeof sha256);
	assert_non_null(at);
	at[sizeof sha256 - 1] = 0x03;
	assert_true(crl->is_consistent);
	crl_free(crl);
	crl = crl_new(bytes, len, &err);
	assert_non_null(crl);
	assert_false(crl->is_consistent);
	crl_free(crl);
	free(bytes);
}

static void
other_bytes_are_refused(void **state)
{
	const struct mint *root = a_root();
	struct error err = ERROR_INIT;
	struct crl *crl = MINT_CRL(.issuer = root);
	uint8_t *bytes = mem_new(crl->der_len + 1, 1);

	memcpy(bytes, crl->der, crl->der_len);
	assert_null(crl_new(bytes, crl->der_len + 1, &err)); /* more follows */
	assert_non_null(strstr(err.message, "not a revocation list"));
	for (size_t len = 0; len < crl->der_len; len++)
		assert_null(crl_new(bytes, len, &err));
	assert_null(crl_new(root->cert->der, root->cert->der_len, &err));
	free(bytes);
	crl_free(crl);
}

static void
reasons_have_words(void **state)
{
	assert_string_equal(
	    crl_reason_words(CRL_REASON_KEY_COMPROMISE), "key compromise");
	assert_string_equal(
	    crl_reason_words(CRL_REASON_CERTIFICATE_HOLD), "on hold");
	assert_null(crl_reason_words(CRL_REASON_NONE));
	assert_null(crl_reason_words(CRL_REASON_UNSPECIFIED));
	assert_null(crl_reason_words(127));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fields_are_read),
	    cmocka_unit_test(what_is_absent_stays_empty),
	    cmocka_unit_test(entries_are_found_by_serial),
	    cmocka_unit_test(entries_are_about_one_issuer),
	    cmocka_unit_test(what_is_critical_and_unknown_is_noted),
	    cmocka_unit_test(signatures_are_checked),
	    cmocka_unit_test(algorithms_must_agree),
	    cmocka_unit_test(other_bytes_are_refused),
	    cmocka_unit_test(reasons_have_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
