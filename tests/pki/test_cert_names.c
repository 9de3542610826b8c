/* Names come out whole, in order and fit for a terminal. */
#include "pki/cert_names.h"

#include <openssl/err.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "support/mint.h"
#include "support/mint_names.h"

static void
subject_is_shown_last_part_first_and_escaped(void **state)
{
	static const struct {
		const char *recipe, *shown;
	} rows[] = {
	    {"CN=www.example.test,O=Example,C=DE",
		"CN=www.example.test,O=Example,C=DE"},
	    {"O=A\\, B", "O=A\\, B"},
	    {"O=A \\+ \\\"B\\\" <C>\\;", "O=A \\+ \\\"B\\\" \\<C\\>\\;"},
	    {"O=\\#1", "O=\\#1"},
	    {"O=a#1", "O=a#1"},
	    {"O=back\\\\slash", "O=back\\\\slash"},
	    {"O=\xc3\xbc", "O=\xc3\xbc"},
	    {"CN=a\\x1b[31mred", "CN=a\\x1b[31mred"},
	    {"CN=a\\x00b", "CN=a\\x00b"},
	    {"CN=a\xe2\x80\xae", "CN=a\\u{202e}"},
	    {"1.2.3.4=odd", "1.2.3.4=odd"},
	    {"", ""},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct cert *cert = MINT(.subject = rows[i].recipe)->cert;

		assert_null(cert->malformed);
		assert_string_equal(cert->subject, rows[i].shown);
		assert_string_equal(cert->issuer, rows[i].shown);
	}
}

static void
parts_of_one_set_are_joined_by_plus(void **state)
{
	X509_NAME *name = mint_names_dn("CN=a,O=b");
	CLEANUP(free) char *text = NULL;

	X509_NAME_add_entry_by_txt(
	    name, "OU", MBSTRING_ASC, (const unsigned char *)"c", 1, -1, -1);
	text = cert_name_format(name);
	assert_string_equal(text, "OU=c+CN=a,O=b");
	X509_NAME_free(name);
}

static void
endless_name_is_cut_between_parts(void **state)
{
	struct strbuf recipe = STRBUF_INIT(100000);
	CLEANUP(free) char *text = NULL;
	X509_NAME *name;

	strbuf_add(&recipe, "CN=first");
	for (int i = 0; i < 2000; i++)
		strbuf_add(&recipe, ",OU=\xc3\xbc\xc3\xbc");
	name = mint_names_dn(strbuf_text(&recipe));
	text = cert_name_format(name);
	assert_true(strlen(text) <= CERT_NAME_TEXT_MAX);
	assert_ptr_equal(strstr(text, "CN=first,OU="), text);
	assert_string_equal(text + strlen(text) - 5, "\xbc,...");
	X509_NAME_free(name);
	strbuf_clear(&recipe);
}

static void
most_specific_common_name_counts(void **state)
{
	const struct cert *cert = MINT(.subject = "CN=host,CN=group")->cert;

	assert_string_equal(cert->common_name, "host");
	assert_null(MINT(.subject = "O=none")->cert->common_name);
}

static void
alternative_names_keep_order_kind_and_bytes(void **state)
{
	static const struct {
		enum cert_name_kind kind;
		const char *text;
	} rows[] = {
	    {CERT_NAME_DNS, "*.example.test"},
	    {CERT_NAME_DNS, "a\\x00b.test"},
	    {CERT_NAME_IP, "192.0.2.1"},
	    {CERT_NAME_IP, "2001:db8::1"},
	    {CERT_NAME_IP, "malformed address (0a00)"},
	    {CERT_NAME_EMAIL, "x@example.test"},
	    {CERT_NAME_URI, "http://example.test/"},
	    {CERT_NAME_DIRECTORY, "CN=dir"},
	    {CERT_NAME_OTHER, "registered ID (1.2.3)"},
	};
	const struct cert *cert = MINT(.subject = "CN=A",
	    .names = "DNS:*.example.test,DNS:a\\x00b.test,IP:192.0.2.1,"
		     "IP:2001:db8::1,IP:hex=0a00,email:x@example.test,"
		     "URI:http://example.test/,dirName:CN=dir,RID:1.2.3")
				      ->cert;

	assert_true(cert->has_san);
	assert_int_equal(cert->name_count, sizeof rows / sizeof rows[0]);
	for (size_t i = 0; i < cert->name_count; i++) {
		assert_int_equal(cert->names[i].kind, rows[i].kind);
		assert_string_equal(cert->names[i].text, rows[i].text);
	}
	assert_int_equal(cert->names[1].raw_len, 8);
	assert_memory_equal(cert->names[1].raw, "a\0b.test", 8);
	assert_int_equal(cert->names[4].raw_len, 2);
	assert_false(MINT(.subject = "CN=A")->cert->has_san);
}

/* A name beyond a limit would read as a name that is not covered. */
static void
no_name_that_fits_is_lost(void **state)
{
	struct strbuf recipe = STRBUF_INIT(1 << 20);
	const struct cert *cert;

	for (int i = 0; i < 20000; i++)
		strbuf_add(&recipe, "DNS:a,");
	strbuf_add(&recipe, "DNS:last");
	cert = MINT(.subject = "CN=A", .names = strbuf_text(&recipe))->cert;
	assert_null(cert->malformed);
	assert_int_equal(cert->name_count, 20001);
	assert_string_equal(cert->names[20000].text, "last");
	strbuf_clear(&recipe);
}

static void
equal_names_have_equal_hashes(void **state)
{
	X509_NAME *a = mint_names_dn("CN=Test Root,O=X");
	X509_NAME *b = mint_names_dn("CN=test  ROOT,O=x");
	X509_NAME *c = mint_names_dn("CN=Test Root,O=Y");

	assert_int_equal(X509_NAME_cmp(a, b), 0);
	assert_true(cert_name_hash(a) == cert_name_hash(b));
	assert_true(cert_name_hash(a) != cert_name_hash(c));
	assert_int_equal(ERR_peek_error(), 0);
	X509_NAME_free(a);
	X509_NAME_free(b);
	X509_NAME_free(c);
}

static void
value_that_is_no_text_is_shown_in_hex(void **state)
{
	static const unsigned char octets[] = {0x01, 0xfe};
	X509_NAME *name = X509_NAME_new();
	CLEANUP(free) char *text = NULL;

	X509_NAME_add_entry_by_NID(
	    name, NID_commonName, V_ASN1_BIT_STRING, octets, 2, -1, 0);
	text = cert_name_format(name);
	assert_string_equal(text, "CN=\\#01fe");
	assert_int_equal(ERR_peek_error(), 0);
	X509_NAME_free(name);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(subject_is_shown_last_part_first_and_escaped),
	    cmocka_unit_test(parts_of_one_set_are_joined_by_plus),
	    cmocka_unit_test(endless_name_is_cut_between_parts),
	    cmocka_unit_test(most_specific_common_name_counts),
	    cmocka_unit_test(alternative_names_keep_order_kind_and_bytes),
	    cmocka_unit_test(no_name_that_fits_is_lost),
	    cmocka_unit_test(equal_names_have_equal_hashes),
	    cmocka_unit_test(value_that_is_no_text_is_shown_in_hex),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
