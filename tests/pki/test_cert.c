/* What a certificate says of itself once it is read. */
#include "pki/cert.h"

#include <openssl/err.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/mint.h"

static void
junk_is_a_malformed_certificate_with_a_fingerprint(void **state)
{
	static const uint8_t junk[] = {'j', 'u', 'n', 'k'};
	struct cert *cert = cert_new(junk, sizeof junk);

	assert_non_null(cert->malformed);
	assert_null(cert->x509);
	assert_int_equal(cert->der_len, sizeof junk);
	assert_memory_equal(cert->der, junk, sizeof junk);
	/* sha256 of "junk" */
	assert_string_equal(cert->label, "sha256:ef875a1705a5fdac");
	assert_string_equal(cert->subject, "");
	assert_int_equal(ERR_peek_error(), 0);
	cert_unref(cert);
}

static void
no_bytes_are_a_malformed_certificate(void **state)
{
	struct cert *cert = cert_new((const uint8_t *)"", 0);

	assert_non_null(cert->malformed);
	assert_int_equal(cert->der_len, 0);
	cert_unref(cert);
}

static void
bytes_behind_the_certificate_make_it_malformed(void **state)
{
	const struct cert *good = MINT(.subject = "CN=A")->cert;
	uint8_t *longer = mem_new(good->der_len + 1, 1);
	struct cert *cert;

	memcpy(longer, good->der, good->der_len);
	cert = cert_new(longer, good->der_len + 1);
	assert_non_null(strstr(cert->malformed, "follow"));
	assert_null(cert->x509);
	assert_int_equal(cert->name_count, 0);
	cert_unref(cert);
	cert = cert_new(longer, good->der_len);
	assert_null(cert->malformed);
	cert_unref(cert);
	free(longer);
}

static void
oversized_certificate_is_malformed(void **state)
{
	uint8_t *bytes = mem_new(CERT_MAX_BYTES + 1, 1);
	struct cert *cert = cert_new(bytes, CERT_MAX_BYTES + 1);

	assert_non_null(strstr(cert->malformed, "larger"));
	assert_int_equal(cert->der_len, CERT_MAX_BYTES + 1);
	cert_unref(cert);
	free(bytes);
}

static void
unreadable_time_makes_it_malformed(void **state)
{
	const struct cert *cert =
	    MINT(.subject = "CN=A", .not_after_raw = "utc:yesterday")->cert;

	assert_non_null(strstr(cert->malformed, "time"));
	assert_int_equal(ERR_peek_error(), 0);
}

static void
odd_time_is_read_and_flagged(void **state)
{
	const struct cert *odd =
	    MINT(.subject = "CN=A", .not_before_raw = "utc:2601010000Z")->cert;
	const struct cert *plain = MINT(.subject = "CN=A")->cert;

	assert_false(plain->has_odd_time);
	/* From 3.6 on libcrypto refuses the whole certificate. */
	if (OpenSSL_version_num() >= 0x30600000L) {
		assert_non_null(odd->malformed);
		assert_int_equal(ERR_peek_error(), 0);
		return;
	}
	assert_null(odd->malformed);
	assert_true(odd->has_odd_time);
	assert_int_equal(odd->not_before, 1767225600);
}

static void
label_falls_back_step_by_step(void **state)
{
	static const struct {
		const char *subject, *names, *label;
	} rows[] = {
	    {"CN=Common,O=Org", "DNS:a.test", "Common"},
	    {"O=Org", "email:x@a.test,DNS:a.test", "a.test"},
	    {"O=Org", "IP:192.0.2.1", "192.0.2.1"},
	    {"OU=Unit,O=Org", NULL, "Org"},
	    {"OU=Unit", NULL, "Unit"},
	};
	const struct cert *bare = MINT(.subject = "C=DE")->cert;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_string_equal(
		    MINT(.subject = rows[i].subject, .names = rows[i].names)
			->cert->label,
		    rows[i].label);
	assert_ptr_equal(strstr(bare->label, "sha256:"), bare->label);
	assert_int_equal(strlen(bare->label), strlen("sha256:") + 16);
	assert_string_equal(bare->issuer_label, "an unnamed issuer");
}

static void
serial_is_shown_with_its_sign_and_not_without_end(void **state)
{
	static const struct {
		const char *serial, *shown;
	} rows[] = {
	    {"01", "01"},
	    {"-0a", "-0a"},
	    {"00ff", "ff"},
	    {"7f0102030405060708090a0b0c0d0e0f10111213",
		"7f0102030405060708090a0b0c0d0e0f10111213"},
	};
	char digits[101];
	const struct cert *endless;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_string_equal(
		    MINT(.subject = "CN=A", .serial = rows[i].serial)
			->cert->serial,
		    rows[i].shown);
	memset(digits, '7', sizeof digits - 1);
	digits[sizeof digits - 1] = '\0';
	endless = MINT(.subject = "CN=A", .serial = digits)->cert;
	assert_int_equal(strlen(endless->serial), 64 + strlen("..."));
}

static void
issuer_is_named_by_name_alone(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *twin =
	    MINT(.subject = "CN=Root", .key = "other", .is_ca = true);
	const struct mint *other = MINT(.subject = "CN=Other", .is_ca = true);
	const struct mint *leaf = MINT(.subject = "CN=leaf", .issuer = root);
	/* RFC 5280 7.1: case and inner blanks do not count. */
	const struct mint *loose = MINT(.subject = "CN=leaf2", .issuer = root,
	    .issuer_subject = "CN=  ROOT ");
	struct cert *junk = cert_new((const uint8_t *)"x", 1);

	assert_true(cert_names_issuer(leaf->cert, root->cert));
	assert_true(cert_names_issuer(leaf->cert, twin->cert));
	assert_true(cert_names_issuer(loose->cert, root->cert));
	assert_false(cert_names_issuer(leaf->cert, other->cert));
	assert_false(cert_names_issuer(root->cert, leaf->cert));
	assert_false(cert_names_issuer(junk, junk));
	assert_true(root->cert->is_self_issued);
	assert_false(leaf->cert->is_self_issued);
	cert_unref(junk);
}

static void
identity_is_the_bytes(void **state)
{
	const struct mint *a = MINT(.subject = "CN=A");
	const struct mint *b = MINT(.subject = "CN=A");
	struct cert *again = cert_new(a->cert->der, a->cert->der_len);
	char text[CERT_FINGERPRINT_TEXT_MAX];

	assert_true(cert_equal(a->cert, again));
	assert_false(cert_equal(a->cert, b->cert));
	assert_int_equal(strlen(cert_fingerprint(again->sha256, text)), 64);
	cert_unref(again);
}

static void
parsed_object_gives_the_same_certificate(void **state)
{
	const struct cert *a =
	    MINT(.subject = "CN=A", .names = "DNS:a.test")->cert;
	struct cert *b = cert_new_parsed(a->x509, a->der, a->der_len);

	assert_true(cert_equal(a, b));
	assert_ptr_equal(a->x509, b->x509);
	assert_string_equal(b->subject, "CN=A");
	assert_string_equal(b->names[0].text, "a.test");
	cert_unref(b);
	/* a is still whole: a reference was taken */
	assert_int_equal(X509_get_version(a->x509), 2);
}

static void
references_are_counted_and_null_is_fine(void **state)
{
	const struct cert *a = MINT(.subject = "CN=A")->cert;
	struct cert *cert = cert_new(a->der, a->der_len);

	assert_ptr_equal(cert_ref(cert), cert);
	cert_unref(cert);
	assert_string_equal(cert->subject, "CN=A");
	cert_unref(cert);
	cert_unref(NULL);
}

static void
version_is_that_of_the_certificate(void **state)
{
	assert_int_equal(MINT(.subject = "CN=A")->cert->version, 3);
	assert_int_equal(
	    MINT(.subject = "CN=A", .version = 1)->cert->version, 1);
}

static void
a_version_that_no_int_holds_is_cut_to_one(void **state)
{
	static const struct {
		long value;
		int version;
	} rows[] = {
	    {LONG_MAX, INT_MAX},
	    {INT_MAX, INT_MAX},
	    {INT_MAX - 1L, INT_MAX},
	    {(1L << 32) + 2, INT_MAX}, /* as an int it were version 3 */
	    {-5, -4},
	    {LONG_MIN + 1, INT_MIN},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		X509 *x509 = X509_dup(MINT(.subject = "CN=A")->cert->x509);
		unsigned char *der = NULL;
		struct cert *cert;
		int len;

		assert_int_equal(X509_set_version(x509, rows[i].value), 1);
		(void)i2d_re_X509_tbs(x509, NULL); /* forgets the old form */
		len = i2d_X509(x509, &der);
		cert = cert_new(der, (size_t)len);
		assert_null(cert->malformed);
		assert_int_equal(cert->version, rows[i].version);
		cert_unref(cert);
		OPENSSL_free(der);
		X509_free(x509);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		junk_is_a_malformed_certificate_with_a_fingerprint),
	    cmocka_unit_test(no_bytes_are_a_malformed_certificate),
	    cmocka_unit_test(bytes_behind_the_certificate_make_it_malformed),
	    cmocka_unit_test(oversized_certificate_is_malformed),
	    cmocka_unit_test(unreadable_time_makes_it_malformed),
	    cmocka_unit_test(odd_time_is_read_and_flagged),
	    cmocka_unit_test(label_falls_back_step_by_step),
	    cmocka_unit_test(serial_is_shown_with_its_sign_and_not_without_end),
	    cmocka_unit_test(issuer_is_named_by_name_alone),
	    cmocka_unit_test(identity_is_the_bytes),
	    cmocka_unit_test(parsed_object_gives_the_same_certificate),
	    cmocka_unit_test(references_are_counted_and_null_is_fine),
	    cmocka_unit_test(version_is_that_of_the_certificate),
	    cmocka_unit_test(a_version_that_no_int_holds_is_cut_to_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
