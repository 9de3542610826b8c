/* What is kept of a certificate, and what it covers. */
#include "model/cert_details.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "support/mint.h"

static bool
covers(const char *names, const char *name)
{
	const struct cert_details like = {0};
	CLEANUP(free)
	struct cert_details *details = cert_details_make(&like, names);
	const struct cert_details_name wanted = {name, strlen(name)};

	return cert_details_covers(details, &wanted);
}

static void
names_are_kept_in_lower_case_line_by_line(void **state)
{
	CLEANUP(free)
	struct cert_details *details = cert_details_of(MINT(.subject = "CN=a",
	    .names = "DNS:WWW.example.test,email:x@y.test,"
		     "IP:192.0.2.1,DNS:*.a.test")
							   ->cert);

	assert_string_equal(
	    details->names, "www.example.test\n192.0.2.1\n*.a.test\n");
	assert_false(details->has_more_names);
}

static void
names_are_walked_one_by_one(void **state)
{
	const char *at = "a.test\nb.test\n";
	struct cert_details_name name;

	assert_true(cert_details_next_name(&at, &name));
	assert_int_equal(name.len, 6);
	assert_memory_equal(name.text, "a.test", 6);
	assert_true(cert_details_next_name(&at, &name));
	assert_memory_equal(name.text, "b.test", 6);
	assert_false(cert_details_next_name(&at, &name));
}

static void
names_beyond_the_limit_are_said_to_be_left_out(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf names = STRBUF_INIT(100000);
	CLEANUP(free) struct cert_details *details = NULL;
	CLEANUP(free) struct cert_details *all = NULL;

	for (int i = 0; i < CERT_DETAILS_MAX_NAMES; i++)
		strbuf_addf(&names, "%sDNS:n%d.test", i == 0 ? "" : ",", i);
	all = cert_details_of(
	    MINT(.subject = "CN=all", .names = strbuf_text(&names))->cert);
	assert_false(all->has_more_names);
	strbuf_add(&names, ",DNS:more.test");
	details = cert_details_of(
	    MINT(.subject = "CN=more", .names = strbuf_text(&names))->cert);
	assert_true(details->has_more_names);
	assert_null(strstr(details->names, "more.test"));
}

static void
long_names_are_kept_whole_or_not_at_all(void **state)
{
	CLEANUP(strbuf_clear) struct strbuf names = STRBUF_INIT(100000);
	CLEANUP(free) struct cert_details *details = NULL;

	for (int i = 0; i < 60; i++)
		strbuf_addf(&names, "%sDNS:%060d.%060d.%060d.test",
		    i == 0 ? "" : ",", i, i, i);
	details = cert_details_of(
	    MINT(.subject = "CN=long", .names = strbuf_text(&names))->cert);
	assert_true(details->has_more_names);
	assert_true(strlen(details->names) <= CERT_DETAILS_MAX_BYTES);
	assert_string_equal(
	    details->names + strlen(details->names) - 6, ".test\n");
}

static void
a_wildcard_covers_one_label(void **state)
{
	assert_true(covers("a.test\n*.b.test\n", "x.b.test"));
	assert_true(covers("*.b.test\n", "*.b.test"));
	assert_false(covers("*.b.test\n", "b.test"));
	assert_false(covers("*.b.test\n", "x.y.b.test"));
	assert_false(covers("*.b.test\n", "x.c.test"));
	assert_false(covers("*.b.test\n", "*.x.b.test"));
}

static void
a_name_covers_itself_only(void **state)
{
	assert_true(covers("a.test\nab.test\n", "ab.test"));
	assert_false(covers("a.test\n", "ab.test"));
	assert_false(covers("ab.test\n", "a.test"));
	assert_false(covers("", "a.test"));
}

static void
clients_may_use_what_names_them_or_no_usage(void **state)
{
	struct cert_details details = {0};

	assert_true(cert_details_is_for_clients(&details));
	details.has_usages = true;
	details.usages = CERT_EKU_SERVER_AUTH;
	assert_false(cert_details_is_for_clients(&details));
	details.usages |= CERT_EKU_CLIENT_AUTH;
	assert_true(cert_details_is_for_clients(&details));
	details.usages = CERT_EKU_ANY;
	assert_true(cert_details_is_for_clients(&details));
}

static void
keys_are_weighed_and_named(void **state)
{
	static const struct {
		enum cert_key_kind kind;
		uint16_t bits;
		unsigned strength;
		const char *text;
	} rows[] = {
	    {CERT_KEY_RSA, 1023, 40, "RSA 1023"},
	    {CERT_KEY_RSA, 2048, 112, "RSA 2048"},
	    {CERT_KEY_RSA, 3072, 128, "RSA 3072"},
	    {CERT_KEY_RSA, 4096, 128, "RSA 4096"},
	    {CERT_KEY_RSA_PSS, 8192, 192, "RSA-PSS 8192"},
	    {CERT_KEY_EC, 256, 128, "EC 256"},
	    {CERT_KEY_EC, 384, 192, "EC 384"},
	    {CERT_KEY_ED25519, 256, 128, "Ed25519"},
	    {CERT_KEY_ED448, 456, 224, "Ed448"},
	    {CERT_KEY_UNKNOWN, 0, 0, "unknown"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct cert_details details = {
		    .key_kind = (uint8_t)rows[i].kind,
		    .key_bits = rows[i].bits,
		};
		char text[CERT_DETAILS_KEY_MAX];

		assert_int_equal(
		    cert_details_strength(&details), rows[i].strength);
		assert_string_equal(
		    cert_details_key_text(&details, text), rows[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_are_kept_in_lower_case_line_by_line),
	    cmocka_unit_test(names_are_walked_one_by_one),
	    cmocka_unit_test(names_beyond_the_limit_are_said_to_be_left_out),
	    cmocka_unit_test(long_names_are_kept_whole_or_not_at_all),
	    cmocka_unit_test(a_wildcard_covers_one_label),
	    cmocka_unit_test(a_name_covers_itself_only),
	    cmocka_unit_test(clients_may_use_what_names_them_or_no_usage),
	    cmocka_unit_test(keys_are_weighed_and_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
