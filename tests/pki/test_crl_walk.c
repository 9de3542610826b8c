/* Lists that go by: what is kept of them, what is refused, what it costs. */
#include "pki/crl_walk.h"

#include <openssl/rsa.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "pki/signature.h"
#include "support/mint_crl_big.h"

#define ENOUGH 1000 /* units of signature_cache_new */

static const struct mint *
a_root(void)
{
	return MINT(.subject = "CN=Root,O=Test", .is_ca = true);
}

static const struct mint *
a_leaf(const struct mint *issuer, const char *serial)
{
	return MINT(.subject = "CN=x", .issuer = issuer, .serial = serial,
	    .names = "DNS:x.test");
}

static struct crl *
walk_in(const uint8_t *der, size_t len, size_t slice, const struct cert *cert,
    struct error *err)
{
	uint64_t asked = cert == NULL ? 0 : crl_serial_hash(cert);
	CLEANUP(crl_walk_free)
	struct crl_walk *walk = crl_walk_new(&asked, cert == NULL ? 0 : 1);

	for (size_t at = 0; at < len; at += slice) {
		if (!crl_walk_feed(walk, der + at,
			len - at < slice ? len - at : slice, err))
			return NULL;
	}
	return crl_walk_end(walk, err);
}

static struct crl *
must_walk(const struct crl *whole, size_t slice, const struct cert *cert)
{
	struct error err = ERROR_INIT;
	struct crl *cut =
	    walk_in(whole->der, whole->der_len, slice, cert, &err);

	if (cut == NULL)
		fail_msg("%s", err.message);
	return cut;
}

static void
what_was_asked_for_is_found_in_slices_of_any_length(void **state)
{
	const struct mint *root = a_root();
	const struct mint *revoked = a_leaf(root, "0A"),
			  *other = a_leaf(root, "0B"),
			  *good = a_leaf(root, "0C");
	struct crl *whole =
	    MINT_CRL(.issuer = root, .number = 9, .has_users_only = true,
		.revoked = {{.cert = other->cert},
		    {revoked->cert, 0, "keyCompromise"}});

	for (size_t slice = 1; slice < whole->der_len + 2; slice++) {
		struct crl *cut = must_walk(whole, slice, revoked->cert);

		assert_int_equal(cut->entries.len, 1);
		assert_int_equal(cut->cut->entry_count, 2);
		assert_int_equal(cut->cut->whole_len, whole->der_len);
		assert_true(crl_knows(cut, revoked->cert));
		assert_false(crl_knows(cut, other->cert));
		assert_int_equal(crl_find(cut, revoked->cert)->reason,
		    CRL_REASON_KEY_COMPROMISE);
		assert_true(cut->next_update == whole->next_update);
		assert_true(cut->scope->onlyuser > 0);
		assert_int_equal(ASN1_INTEGER_get(cut->number), 9);
		assert_memory_equal(cut->sha256, whole->sha256, 32);
		crl_free(cut);
	}
	assert_true(crl_knows(whole, good->cert));
	crl_free(whole);
}

static void
who_is_not_listed_is_known_to_be_good(void **state)
{
	const struct mint *root = a_root(), *good = a_leaf(root, "0C");
	struct crl *whole = MINT_CRL(.issuer = root,
	    .revoked = {{.cert = a_leaf(root, "0A")->cert}});
	struct crl *cut = must_walk(whole, 100, good->cert);

	assert_true(crl_knows(cut, good->cert));
	assert_null(crl_find(cut, good->cert));
	assert_int_equal(cut->entries.len, 0);
	crl_free(cut);
	crl_free(whole);
}

/* RFC 5280 5.3.3: an entry's CA is that of the last one which names any. */
static void
entries_of_indirect_lists_keep_their_issuer(void **state)
{
	const struct mint *root = a_root();
	const struct mint *other =
	    MINT(.subject = "CN=Other,O=Test", .is_ca = true);
	const struct mint *first = a_leaf(other, "0A"),
			  *second = a_leaf(other, "0B");
	struct crl *whole = MINT_CRL(.issuer = root, .is_indirect = true,
	    .revoked = {{.cert = first->cert}, {.cert = second->cert}});
	struct crl *cut = must_walk(whole, 7, second->cert);

	assert_non_null(crl_find(cut, second->cert));
	assert_null(crl_find(cut, a_leaf(root, "0B")->cert));
	crl_free(cut);
	crl_free(whole);
}

static void
a_critical_extension_of_any_entry_is_noted(void **state)
{
	const struct mint *root = a_root();
	struct crl *whole = MINT_CRL(.issuer = root, .has_unknown_entry = true,
	    .revoked = {{.cert = a_leaf(root, "0A")->cert}});
	struct crl *cut = must_walk(whole, 50, a_leaf(root, "0B")->cert);

	assert_string_equal(cut->unknown_critical, whole->unknown_critical);
	crl_free(cut);
	crl_free(whole);
}

static void
the_signature_is_checked_by_its_digest(void **state)
{
	static const enum mint_key_kind kinds[] = {
	    MINT_EC_P256, MINT_EC_P384, MINT_RSA_2048};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct signature_cache *cache = signature_cache_new(ENOUGH);
		const struct mint *root = MINT(.subject = "CN=Root",
		    .key = "signer", .key_kind = kinds[i], .is_ca = true);
		const struct mint *wrong = MINT(.subject = "CN=Root",
		    .key = "wrong", .key_kind = kinds[i], .is_ca = true);
		struct crl *good = MINT_CRL(.issuer = root);
		struct crl *bad =
		    MINT_CRL(.issuer = root, .has_broken_signature = true);
		struct crl *cut = must_walk(good, 11, NULL);
		struct crl *bad_cut = must_walk(bad, 11, NULL);

		assert_int_equal(signature_check_crl(cache, cut, wrong->cert),
		    SIGNATURE_BAD);
		assert_int_equal(
		    signature_check_crl(cache, bad_cut, root->cert),
		    SIGNATURE_BAD);
		assert_int_equal(signature_check_crl(cache, cut, root->cert),
		    SIGNATURE_GOOD);
		crl_free(cut);
		crl_free(bad_cut);
		crl_free(good);
		crl_free(bad);
		signature_cache_free(cache);
	}
}

/* The same, signed anew as RFC 4055 has it. */
static uint8_t *
sign_by_pss(const struct crl *crl, EVP_PKEY *key, size_t *ret_len)
{
	const unsigned char *p = crl->der;
	X509_CRL *list = d2i_X509_CRL(NULL, &p, (long)crl->der_len);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *inner;
	unsigned char *der = NULL;
	uint8_t *copy;
	int len;

	assert_int_equal(
	    EVP_DigestSignInit(context, &inner, EVP_sha384(), NULL, key), 1);
	EVP_PKEY_CTX_set_rsa_padding(inner, RSA_PKCS1_PSS_PADDING);
	EVP_PKEY_CTX_set_rsa_pss_saltlen(inner, 32);
	assert_true(X509_CRL_sign_ctx(list, context) > 0);
	len = i2d_X509_CRL(list, &der);
	assert_true(len > 0);
	copy = mem_dup(der, (size_t)len);
	*ret_len = (size_t)len;
	OPENSSL_free(der);
	EVP_MD_CTX_free(context);
	X509_CRL_free(list);
	return copy;
}

static void
signatures_by_pss_are_checked_so_too(void **state)
{
	struct signature_cache *cache = signature_cache_new(ENOUGH);
	const struct mint *root = MINT(.subject = "CN=Root", .key = "signer",
	    .key_kind = MINT_RSA_2048, .is_ca = true);
	const struct mint *wrong = MINT(.subject = "CN=Root", .key = "wrong",
	    .key_kind = MINT_RSA_2048, .is_ca = true);
	struct crl *whole = MINT_CRL(.issuer = root), *cut;
	struct error err = ERROR_INIT;
	size_t len;
	CLEANUP(free) uint8_t *der = sign_by_pss(whole, root->key, &len);

	cut = walk_in(der, len, 100, NULL, &err);
	assert_non_null(cut);
	assert_int_equal(cut->cut->digest_len, 48);
	assert_int_equal(
	    signature_check_crl(cache, cut, root->cert), SIGNATURE_GOOD);
	assert_int_equal(
	    signature_check_crl(cache, cut, wrong->cert), SIGNATURE_BAD);
	crl_free(cut);
	crl_free(whole);
	signature_cache_free(cache);
}

static void
what_signs_no_digest_cannot_be_checked_so(void **state)
{
	struct signature_cache *cache = signature_cache_new(ENOUGH);
	const struct mint *root = MINT(.subject = "CN=Root", .key = "ed",
	    .key_kind = MINT_ED25519, .is_ca = true);
	struct crl *whole = MINT_CRL(.issuer = root);
	struct crl *cut = must_walk(whole, 64, NULL);

	assert_int_equal(cut->cut->digest_len, 0);
	assert_int_equal(
	    signature_check_crl(cache, cut, root->cert), SIGNATURE_UNSUPPORTED);
	crl_free(cut);
	crl_free(whole);
	signature_cache_free(cache);
}

static void
must_refuse(const uint8_t *der, size_t len, const char *words)
{
	struct error err = ERROR_INIT;

	assert_null(walk_in(der, len, 16, NULL, &err));
	if (strstr(err.message, words) == NULL)
		fail_msg("%s, not %s", err.message, words);
}

static void
what_is_none_is_refused(void **state)
{
	const struct mint *root = a_root();
	struct crl *crl = MINT_CRL(.issuer = root,
	    .revoked = {{.cert = a_leaf(root, "0A")->cert}});
	uint8_t *bytes = mem_new(crl->der_len + 1, 1);
	struct error err = ERROR_INIT;

	memcpy(bytes, crl->der, crl->der_len);
	must_refuse(bytes, crl->der_len + 1, "something follows");
	must_refuse(bytes, crl->der_len - 1, "cut off");
	must_refuse(bytes, 0, "empty");
	for (size_t len = 0; len < crl->der_len; len++)
		assert_null(walk_in(bytes, len, 5, NULL, &err));
	bytes[1] = 0x80; /* the indefinite form */
	must_refuse(bytes, crl->der_len, "cannot be read");
	must_refuse((const uint8_t *)"<html>", 6, "does not begin like one");
	must_refuse(root->cert->der, root->cert->der_len, "list");
	memcpy(bytes, "\x30\x84\x7f\xff\xff\xff\x30\x84", 8);
	must_refuse(bytes, 8, "more than 64 MB");
	free(bytes);
	crl_free(crl);
}

/* 20 MB, as DigiCert had: little is kept, and in little memory. */
static void
a_long_list_takes_little_memory(void **state)
{
	const struct mint *root = a_root(), *revoked = a_leaf(root, "0A");
	const struct mint_crl_recipe recipe = {
	    .issuer = root,
	    .revoked = {{.cert = revoked->cert}},
	};
	struct signature_cache *cache = signature_cache_new(ENOUGH);
	struct error err = ERROR_INIT;
	size_t len;
	uint8_t *der =
	    mint_crl_big(&recipe, (20u << 20) / MINT_CRL_FILLER_BYTES, &len);
	uint64_t asked = crl_serial_hash(revoked->cert);
	struct crl_walk *walk = crl_walk_new(&asked, 1);
	struct crl *cut;

	assert_true(len > 20u << 20);
	assert_true(crl_walk_feed(walk, der, len, &err));
	cut = crl_walk_end(walk, &err);
	crl_walk_free(walk);
	assert_non_null(cut);
	assert_int_equal(cut->entries.len, 1);
	assert_true(cut->cut->entry_count > 500000);
	assert_true(cut->der_len < 1000);
	assert_non_null(crl_find(cut, revoked->cert));
	assert_int_equal(
	    signature_check_crl(cache, cut, root->cert), SIGNATURE_GOOD);
	der[len / 2] ^= 1; /* in a serial */
	crl_free(cut);
	cut = walk_in(der, len, 65536, revoked->cert, &err);
	assert_non_null(cut);
	assert_int_equal(
	    signature_check_crl(cache, cut, root->cert), SIGNATURE_BAD);
	crl_free(cut);
	free(der);
	signature_cache_free(cache);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		what_was_asked_for_is_found_in_slices_of_any_length),
	    cmocka_unit_test(who_is_not_listed_is_known_to_be_good),
	    cmocka_unit_test(entries_of_indirect_lists_keep_their_issuer),
	    cmocka_unit_test(a_critical_extension_of_any_entry_is_noted),
	    cmocka_unit_test(the_signature_is_checked_by_its_digest),
	    cmocka_unit_test(signatures_by_pss_are_checked_so_too),
	    cmocka_unit_test(what_signs_no_digest_cannot_be_checked_so),
	    cmocka_unit_test(what_is_none_is_refused),
	    cmocka_unit_test(a_long_list_takes_little_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
