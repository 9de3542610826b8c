/* Every way in which a certificate can answer to a name. */
#include "clients/name_facts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "pki/dns_name.h"
#include "support/mint.h"

static struct name_facts
facts_of(const char *host, const char *subject, const char *names)
{
	const struct mint *leaf = MINT(.subject = subject, .names = names);
	struct hostname name;

	assert_true(hostname_parse(host, &name, NULL));
	return name_facts_of(&name, leaf->cert);
}

static void
each_kind_of_pattern_is_told_apart(void **state)
{
	static const struct {
		const char *host, *names;
		unsigned by_san;
	} rows[] = {
	    {"www.example.test", "DNS:WWW.Example.TEST", NAME_PLAIN},
	    {"www.example.test", "DNS:*.example.test", NAME_PLAIN},
	    {"a.www.example.test", "DNS:*.example.test", 0},
	    {"example.test", "DNS:*.example.test", 0},
	    {"example.test", "DNS:*.test", NAME_TOP},
	    {"foo.example.test", "DNS:f*.example.test", NAME_PARTIAL},
	    {"foo.example.test", "DNS:*o.example.test", NAME_PARTIAL_HEAD},
	    {"foo.example.test", "DNS:f*o.example.test", NAME_PARTIAL_MIDDLE},
	    {"xn--bcher-kva.example.test", "DNS:xn--*.example.test",
		NAME_PARTIAL_IDN},
	    {"a_b.example.test", "DNS:*.example.test", NAME_STAR_LOOSE},
	    {"foo.example.test", "DNS:fo*oo.example.test", 0},
	    {"www.example.test", "DNS:www.*.test", NAME_STAR_INSIDE},
	    {"www.example.test", "DNS:other.test,DNS:*.example.test",
		NAME_PLAIN},
	    {"192.0.2.1", "IP:192.0.2.1", NAME_IP_BYTES},
	    {"192.0.2.1", "DNS:192.0.2.1", NAME_TEXT_IS_ADDRESS},
	    {"192.0.2.1", "DNS:*.0.2.1", NAME_TEXT_IS_ADDRESS},
	    {"192.0.2.1", "IP:192.0.2.2", 0},
	    {"2001:db8::1", "IP:2001:0db8:0:0::1", NAME_IP_BYTES},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct name_facts facts =
		    facts_of(rows[i].host, "CN=x", rows[i].names);

		if (facts.by_san != rows[i].by_san)
			fail_msg("%s by %s: %u", rows[i].host, rows[i].names,
			    facts.by_san);
		assert_int_equal(facts.by_common_name, 0);
		assert_true(facts.is_asked && facts.has_san);
	}
}

static void
the_common_name_is_kept_apart(void **state)
{
	struct name_facts facts =
	    facts_of("www.example.test", "CN=*.example.test", NULL);

	assert_int_equal(facts.by_san, 0);
	assert_int_equal(facts.by_common_name, NAME_PLAIN);
	assert_false(facts.has_san);
	facts = facts_of("a_b.example.test", "CN=x", "IP:192.0.2.1");
	assert_true(facts.has_san && !facts.has_dns_name);
	assert_true(facts.has_underscore);
}

static void
several_common_names_are_counted(void **state)
{
	struct name_facts facts = facts_of(
	    "www.example.test", "CN=a.example.test,CN=www.example.test", NULL);

	assert_int_equal(facts.common_name_count, 2);
	assert_int_equal(facts.by_any_common_name, NAME_PLAIN);
	assert_int_equal(facts.by_common_name, 0);
}

/* An ASN.1 BIT STRING without bits is one without octets to libcrypto. */
static void
a_common_name_of_nothing_answers_to_nothing(void **state)
{
	X509 *x509 = X509_dup(MINT(.subject = "O=x")->cert->x509);
	X509_NAME *subject = X509_NAME_dup(X509_get_subject_name(x509));
	struct hostname name;
	struct name_facts facts;
	unsigned char *der = NULL;
	struct cert *cert;
	int len;

	X509_NAME_add_entry_by_NID(subject, NID_commonName, V_ASN1_BIT_STRING,
	    (const unsigned char *)"", 0, -1, 0);
	X509_set_subject_name(x509, subject);
	(void)i2d_re_X509_tbs(x509, NULL); /* forgets the old form */
	len = i2d_X509(x509, &der);
	cert = cert_new(der, (size_t)len);
	assert_null(cert->malformed);
	assert_true(hostname_parse("www.example.test", &name, NULL));
	facts = name_facts_of(&name, cert);
	assert_int_equal(facts.common_name_count, 1);
	assert_int_equal(facts.by_any_common_name, 0);
	cert_unref(cert);
	OPENSSL_free(der);
	X509_NAME_free(subject);
	X509_free(x509);
}

static void
no_name_is_no_question(void **state)
{
	const struct mint *leaf = MINT(.subject = "CN=x", .names = "DNS:x.y");
	struct name_facts facts = name_facts_of(NULL, leaf->cert);

	assert_false(facts.is_asked);
	assert_true(facts.has_dns_name);
}

static void
a_star_for_a_public_suffix_is_told_where_there_is_a_list(void **state)
{
	struct name_facts facts = facts_of("www.co.uk", "CN=x", "DNS:*.co.uk");

	assert_int_equal(facts.by_san,
	    dns_name_has_suffix_list() ? NAME_SUFFIX : NAME_PLAIN);
	(void)state;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_kind_of_pattern_is_told_apart),
	    cmocka_unit_test(
		a_star_for_a_public_suffix_is_told_where_there_is_a_list),
	    cmocka_unit_test(the_common_name_is_kept_apart),
	    cmocka_unit_test(several_common_names_are_counted),
	    cmocka_unit_test(a_common_name_of_nothing_answers_to_nothing),
	    cmocka_unit_test(no_name_is_no_question),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
