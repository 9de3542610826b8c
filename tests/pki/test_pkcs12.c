/* Certificates out of PKCS#12 files, however they were sealed. */
#include "pki/pkcs12.h"

#include <openssl/err.h>
#include <openssl/obj_mac.h>
#include <openssl/provider.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/mint_pkcs12.h"

static const struct mint *
root(const char *subject)
{
	return MINT(.subject = subject, .is_ca = true);
}

static bool
read_made(const struct mint_pkcs12 *recipe, const char *password,
    struct pkcs12_certs *ret_certs, struct error *err)
{
	size_t len = 0;
	CLEANUP(free) uint8_t *bytes = mint_pkcs12(recipe, &len);
	bool is_good;

	assert_true(pkcs12_is(bytes, len));
	is_good = pkcs12_read(bytes, len, password, ret_certs, err);
	assert_int_equal(ERR_peek_error(), 0);
	return is_good;
}

static void
expect_certs(const struct mint_pkcs12 *recipe, const char *password,
    const struct mint *first, const struct mint *second)
{
	struct pkcs12_certs certs = {0};
	struct error err = ERROR_INIT;

	if (!read_made(recipe, password, &certs, &err))
		fail_msg("%s", err.message);
	assert_int_equal(certs.items.len, second == NULL ? 1 : 2);
	assert_true(cert_equal(certs.items.items[0], first->cert));
	if (second != NULL)
		assert_true(cert_equal(certs.items.items[1], second->cert));
	pkcs12_certs_clear(&certs);
}

static void
all_certificates_come_in_their_order(void **state)
{
	const struct mint *a = root("CN=A"), *b = root("CN=B");

	expect_certs(
	    &(struct mint_pkcs12){.certs = {a, b}, .password = "secret"},
	    "secret", a, b);
	expect_certs(&(struct mint_pkcs12){.certs = {b, a}}, NULL, b, a);
}

static void
the_usual_passwords_are_tried_when_none_is_given(void **state)
{
	const struct mint *a = root("CN=A");

	expect_certs(
	    &(struct mint_pkcs12){.certs = {a}, .password = ""}, NULL, a, NULL);
	expect_certs(
	    &(struct mint_pkcs12){.certs = {a}, .password = "changeit"}, NULL,
	    a, NULL);
}

static void
where_certificates_are_marked_as_trusted_only_these_count(void **state)
{
	const struct mint *a = root("CN=A"), *b = root("CN=B");

	expect_certs(
	    &(struct mint_pkcs12){
		.certs = {a, b}, .marked = 1u << 1, .password = "changeit"},
	    NULL, b, NULL);
}

static void
a_wrong_password_is_told_from_a_missing_one(void **state)
{
	const struct mint_pkcs12 recipe = {
	    .certs = {root("CN=A")}, .password = "secret"};
	struct pkcs12_certs certs = {0};
	struct error err = ERROR_INIT;

	assert_false(read_made(&recipe, "guess", &certs, &err));
	assert_string_equal(
	    err.message, "a PKCS#12 file that this password does not open");
	assert_false(read_made(&recipe, NULL, &certs, &err));
	assert_string_equal(err.message,
	    "a PKCS#12 file with a password; give it in a password file");
	assert_int_equal(certs.items.len, 0);
}

static void
what_old_programs_encrypted_is_read_too(void **state)
{
	const struct mint *a = root("CN=A");
	OSSL_PROVIDER *legacy = OSSL_PROVIDER_load(NULL, "legacy");
	OSSL_PROVIDER *usual = OSSL_PROVIDER_load(NULL, "default");
	struct mint_pkcs12 recipe = {.certs = {a},
	    .password = "changeit",
	    .encryption = NID_pbe_WithSHA1And40BitRC2_CBC};
	struct pkcs12_certs certs = {0};
	struct error err = ERROR_INIT;
	size_t len = 0;
	CLEANUP(free) uint8_t *bytes = NULL;

	assert_non_null(legacy);
	bytes = mint_pkcs12(&recipe, &len);
	OSSL_PROVIDER_unload(legacy);
	OSSL_PROVIDER_unload(usual);
	if (!pkcs12_read(bytes, len, NULL, &certs, &err))
		fail_msg("%s", err.message);
	assert_int_equal(certs.items.len, 1);
	pkcs12_certs_clear(&certs);
}

static void
hashing_beyond_the_limit_is_refused_before_it_is_done(void **state)
{
	size_t len = 0;
	const struct mint_pkcs12 recipe = {
	    .certs = {root("CN=A")}, .password = "", .iterations = 0x10000};
	CLEANUP(free) uint8_t *bytes = mint_pkcs12(&recipe, &len);
	struct pkcs12_certs certs = {0};
	struct error err = ERROR_INIT;
	size_t changed = 0;

	/* INTEGER 0x010000 becomes 0x7f0000 wherever it stands. */
	for (size_t i = 0; i + 5 <= len; i++) {
		if (memcmp(bytes + i, "\x02\x03\x01\x00\x00", 5) == 0) {
			bytes[i + 2] = 0x7f;
			changed++;
		}
	}
	assert_int_equal(changed, 2);
	assert_false(pkcs12_read(bytes, len, NULL, &certs, &err));
	assert_int_equal(err.kind, ERROR_LIMIT);
}

static void
cut_files_are_errors_and_other_bytes_are_not_taken_for_one(void **state)
{
	const struct mint_pkcs12 recipe = {.certs = {root("CN=A")}};
	size_t len = 0;
	CLEANUP(free) uint8_t *bytes = mint_pkcs12(&recipe, &len);
	struct pkcs12_certs certs = {0};
	struct error err = ERROR_INIT;

	assert_false(pkcs12_read(bytes, len / 2, NULL, &certs, &err));
	assert_int_equal(strncmp(err.message, "a damaged PKCS#12", 17), 0);
	assert_false(pkcs12_is((const uint8_t *)"-----BEGIN CERT", 15));
	assert_false(pkcs12_is(bytes, 4));
	assert_false(pkcs12_is(
	    recipe.certs[0]->cert->der, recipe.certs[0]->cert->der_len));
}

/* RFC 5652: both the content of a part and its ciphertext may be absent. */
#define OID_DATA "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
#define OID_ENCRYPTED_DATA "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x06"
#define OID_RC2_40 "\x06\x0a\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x06"

static void
expect_fault(const char *bytes, size_t len, const char *words)
{
	struct pkcs12_certs certs = {0};
	struct error err = ERROR_INIT;

	assert_false(
	    pkcs12_read((const uint8_t *)bytes, len, NULL, &certs, &err));
	assert_non_null(strstr(err.message, words));
	assert_int_equal(ERR_peek_error(), 0);
}

static void
parts_of_nothing_are_refused(void **state)
{
	static const char no_content[] = "\x30\x23\x02\x01\x03"
					 "\x30\x1e" OID_DATA "\xa0\x11\x04\x0f"
					 "\x30\x0d\x30\x0b" OID_ENCRYPTED_DATA;
	static const char no_ciphertext[] =
	    "\x30\x54\x02\x01\x03\x30\x4f" OID_DATA "\xa0\x42\x04\x40"
	    "\x30\x3e\x30\x3c" OID_ENCRYPTED_DATA "\xa0\x2f\x30\x2d"
	    "\x02\x01\x00\x30\x28" OID_DATA "\x30\x1b" OID_RC2_40
	    "\x30\x0d\x04\x08saltsalt\x02\x01\x64";

	static const char no_data[] = "\x30\x23\x02\x01\x03"
				      "\x30\x1e" OID_DATA "\xa0\x11\x04\x0f"
				      "\x30\x0d\x30\x0b" OID_DATA;

	expect_fault(no_content, sizeof no_content - 1,
	    "an encrypted part that is empty");
	expect_fault(no_ciphertext, sizeof no_ciphertext - 1,
	    "an encrypted part that is empty");
	expect_fault(no_data, sizeof no_data - 1, "a part that is empty");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_certificates_come_in_their_order),
	    cmocka_unit_test(the_usual_passwords_are_tried_when_none_is_given),
	    cmocka_unit_test(
		where_certificates_are_marked_as_trusted_only_these_count),
	    cmocka_unit_test(a_wrong_password_is_told_from_a_missing_one),
	    cmocka_unit_test(what_old_programs_encrypted_is_read_too),
	    cmocka_unit_test(
		hashing_beyond_the_limit_is_refused_before_it_is_done),
	    cmocka_unit_test(
		cut_files_are_errors_and_other_bytes_are_not_taken_for_one),
	    cmocka_unit_test(parts_of_nothing_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
