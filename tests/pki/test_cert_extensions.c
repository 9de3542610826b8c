/* Extensions as fields; of doubles the first, of broken ones a flag. */
#include "pki/cert_extensions.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint.h"

static void
basic_constraints_tell_ca_and_depth(void **state)
{
	const struct cert *ca = MINT(.subject = "CN=A", .is_ca = true)->cert;
	const struct cert *limited = MINT(.subject = "CN=A", .is_ca = true,
	    .has_path_len = true, .path_len = 2)
					 ->cert;
	const struct cert *leaf = MINT(.subject = "CN=A")->cert;
	const struct cert *said =
	    MINT(.subject = "CN=A", .basic_constraints = MINT_PRESENT)->cert;

	assert_true(ca->is_ca && ca->has_basic_constraints);
	assert_int_equal(ca->path_len, -1);
	assert_int_equal(limited->path_len, 2);
	assert_false(leaf->has_basic_constraints || leaf->is_ca);
	assert_true(said->has_basic_constraints && !said->is_ca);
}

static void
key_usage_has_libcrypto_bits(void **state)
{
	const struct cert *all = MINT(.subject = "CN=A",
	    .key_usage = "digitalSignature,keyCertSign,decipherOnly")
				     ->cert;

	assert_true(all->has_key_usage);
	assert_int_equal(all->key_usage,
	    KU_DIGITAL_SIGNATURE | KU_KEY_CERT_SIGN | KU_DECIPHER_ONLY);
	assert_false(
	    MINT(.subject = "CN=A", .key_usage = "")->cert->has_key_usage);
}

static void
extended_key_usage_is_a_set(void **state)
{
	static const struct {
		const char *text;
		uint32_t bits;
	} rows[] = {
	    {"serverAuth", CERT_EKU_SERVER_AUTH},
	    {"clientAuth,serverAuth",
		CERT_EKU_SERVER_AUTH | CERT_EKU_CLIENT_AUTH},
	    {"anyExtendedKeyUsage", CERT_EKU_ANY},
	    {"msSGC,nsSGC", CERT_EKU_SGC},
	    {"OCSPSigning", CERT_EKU_OCSP_SIGNING},
	    {"1.2.3.4,emailProtection", CERT_EKU_OTHER},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct cert *cert =
		    MINT(.subject = "CN=A", .extended_key_usage = rows[i].text)
			->cert;

		assert_true(cert->has_extended_key_usage);
		assert_int_equal(cert->extended_key_usage, rows[i].bits);
	}
	assert_false(MINT(.subject = "CN=A", .extended_key_usage = "")
			 ->cert->has_extended_key_usage);
}

static void
key_identifiers_link_child_to_parent(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct cert *leaf = MINT(.subject = "CN=A", .issuer = root)->cert;
	const struct cert *odd = MINT(.subject = "CN=A", .issuer = root,
	    .subject_key_id = "0102", .authority_key_id = "03")
				     ->cert;

	assert_int_equal(root->cert->subject_key_id_len, 20);
	assert_int_equal(leaf->authority_key_id_len, 20);
	assert_memory_equal(
	    leaf->authority_key_id, root->cert->subject_key_id, 20);
	assert_null(root->cert->authority_key_id);
	assert_int_equal(odd->subject_key_id_len, 2);
	assert_memory_equal(odd->authority_key_id, "\x03", 1);
}

static void
issuer_urls_are_kept_in_order_and_escaped(void **state)
{
	const struct cert *cert = MINT(.subject = "CN=A",
	    .extensions = {"authorityInfoAccess=caIssuers;URI:http://a.test/a,"
			   "OCSP;URI:http://ocsp.a.test/,"
			   "caIssuers;URI:ldap://b.test/"})
				      ->cert;

	assert_int_equal(cert->aia_issuer_count, 2);
	assert_string_equal(cert->aia_issuers[0], "http://a.test/a");
	assert_string_equal(cert->aia_issuers[1], "ldap://b.test/");
	assert_true(cert->has_revocation_pointer);
}

static void
issuer_urls_are_limited(void **state)
{
	const struct cert *cert = MINT(.subject = "CN=A",
	    .extensions = {"authorityInfoAccess="
			   "caIssuers;URI:http://1/,caIssuers;URI:http://2/,"
			   "caIssuers;URI:http://3/,caIssuers;URI:http://4/,"
			   "caIssuers;URI:http://5/,caIssuers;URI:http://6/,"
			   "caIssuers;URI:http://7/,caIssuers;URI:http://8/,"
			   "caIssuers;URI:http://9/"})
				      ->cert;

	assert_int_equal(cert->aia_issuer_count, CERT_MAX_AIA);
	assert_false(cert->has_revocation_pointer);
}

static void
presence_flags_follow_their_extension(void **state)
{
	static const struct {
		const char *text;
		bool has_constraints, has_policy, has_staple, has_pointer;
	} rows[] = {
	    {"nameConstraints=permitted;DNS:a.test", true, false, false, false},
	    {"policyConstraints=requireExplicitPolicy:0", false, true, false,
		false},
	    {"inhibitAnyPolicy=0", false, true, false, false},
	    {"tlsfeature=status_request", false, false, true, false},
	    {"tlsfeature=status_request_v2", false, false, false, false},
	    {"crlDistributionPoints=URI:http://a.test/crl", false, false, false,
		true},
	    {"certificatePolicies=1.2.3", false, false, false, false},
	    {"policyMappings=1.2.3:1.2.4", false, false, false, false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct cert *cert =
		    MINT(.subject = "CN=A", .extensions = {rows[i].text})->cert;

		assert_int_equal(
		    cert->has_name_constraints, rows[i].has_constraints);
		assert_int_equal(
		    cert->has_policy_constraints, rows[i].has_policy);
		assert_int_equal(cert->has_must_staple, rows[i].has_staple);
		assert_int_equal(
		    cert->has_revocation_pointer, rows[i].has_pointer);
		assert_false(cert->has_unreadable_extension);
		assert_false(cert->has_duplicate_extension);
	}
}

static void
broken_extension_is_flagged_and_leaves_the_rest(void **state)
{
	const struct cert *cert = MINT(.subject = "CN=A", .names = "DNS:a.test",
	    .extended_key_usage = "", .extensions = {"2.5.29.37=DER:0500"})
				      ->cert;
	const struct cert *names =
	    MINT(.subject = "CN=A", .extensions = {"2.5.29.17=DER:0500"})->cert;

	assert_null(cert->malformed);
	assert_true(cert->has_unreadable_extension);
	assert_false(cert->has_extended_key_usage);
	assert_int_equal(cert->name_count, 1);
	assert_true(
	    MINT(.subject = "CN=A", .extensions = {"2.5.29.32=DER:0500"})
		->cert->has_unreadable_extension);
	assert_true(
	    MINT(.subject = "CN=A", .extensions = {"2.5.29.33=DER:0500"})
		->cert->has_unreadable_extension);
	/* There, and none of them readable: a name check must fail. */
	assert_true(names->has_san);
	assert_int_equal(names->name_count, 0);
	assert_int_equal(ERR_peek_error(), 0);
}

static void
of_doubled_extensions_the_first_counts(void **state)
{
	const struct cert *cert = MINT(.subject = "CN=A", .names = "DNS:a.test",
	    .extensions = {"subjectAltName=DNS:b.test"})
				      ->cert;
	const struct cert *unknown = MINT(.subject = "CN=A",
	    .extensions = {"1.2.3.4=DER:0500", "1.2.3.4=DER:0500"})
					 ->cert;

	assert_true(cert->has_duplicate_extension);
	assert_int_equal(cert->name_count, 1);
	assert_string_equal(cert->names[0].text, "a.test");
	assert_true(unknown->has_duplicate_extension);
}

static void
presence_criticality_and_readability_are_sets(void **state)
{
	const struct cert *cert = MINT(.subject = "CN=A", .names = "DNS:a.test",
	    .key_usage = "", .are_names_critical = true,
	    .extended_key_usage = "",
	    .extensions = {"2.5.29.37=critical,DER:0500", "1.2.3.4=DER:0500"})
				      ->cert;

	assert_int_equal(cert->extensions,
	    CERT_EXT_SAN | CERT_EXT_EXTENDED_KEY_USAGE |
		CERT_EXT_SUBJECT_KEY_ID);
	assert_int_equal(cert->critical_extensions,
	    CERT_EXT_SAN | CERT_EXT_EXTENDED_KEY_USAGE);
	assert_int_equal(
	    cert->unreadable_extensions, CERT_EXT_EXTENDED_KEY_USAGE);
}

static void
a_limit_below_zero_is_told(void **state)
{
	const struct cert *below = MINT(.subject = "CN=A",
	    .extensions = {"2.5.29.19=critical,DER:30060101ff0201ff"})
				       ->cert;
	const struct cert *zero = MINT(.subject = "CN=A", .is_ca = true,
	    .has_path_len = true, .path_len = 0)
				      ->cert;

	assert_true(below->has_path_len && below->has_negative_path_len);
	assert_int_equal(below->path_len, -1);
	assert_true(zero->has_path_len && !zero->has_negative_path_len);
	assert_false(
	    MINT(.subject = "CN=A", .is_ca = true)->cert->has_path_len);
}

static void
name_constraints_are_counted(void **state)
{
	const struct cert *cert = MINT(.subject = "CN=A", .is_ca = true,
	    .name_constraints =
		"critical,permitted;DNS:a.test,permitted;DNS:b.test,"
		"excluded;DNS:c.test")
				      ->cert;

	assert_int_equal(cert->name_constraint_count, 3);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(basic_constraints_tell_ca_and_depth),
	    cmocka_unit_test(key_usage_has_libcrypto_bits),
	    cmocka_unit_test(extended_key_usage_is_a_set),
	    cmocka_unit_test(key_identifiers_link_child_to_parent),
	    cmocka_unit_test(issuer_urls_are_kept_in_order_and_escaped),
	    cmocka_unit_test(issuer_urls_are_limited),
	    cmocka_unit_test(presence_flags_follow_their_extension),
	    cmocka_unit_test(broken_extension_is_flagged_and_leaves_the_rest),
	    cmocka_unit_test(of_doubled_extensions_the_first_counts),
	    cmocka_unit_test(presence_criticality_and_readability_are_sets),
	    cmocka_unit_test(a_limit_below_zero_is_told),
	    cmocka_unit_test(name_constraints_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
