/* What is written wrongly in a dNSName is told apart; wildcards have a reach.
 */
#include "pki/dns_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define ROW(text, fault) \
	{ \
		text, sizeof text - 1, fault \
	}
#define A10 "aaaaaaaaaa"
#define A60 A10 A10 A10 A10 A10 A10

static void
each_fault_has_its_own_name(void **state)
{
	static const struct {
		const char *name;
		size_t len;
		enum dns_name_fault fault;
	} rows[] = {
	    ROW("www.example.test", DNS_NAME_GOOD),
	    ROW("WWW.Example.TEST", DNS_NAME_GOOD),
	    ROW("localhost", DNS_NAME_GOOD),
	    ROW("3com.example.test", DNS_NAME_GOOD),
	    ROW("a--b.example.test", DNS_NAME_GOOD),
	    ROW("xn--bcher-kva.example.test", DNS_NAME_GOOD),
	    ROW("*.example.test", DNS_NAME_GOOD),
	    ROW("*.test", DNS_NAME_GOOD),
	    ROW("_dmarc.example.test", DNS_NAME_UNDERSCORE),
	    ROW("*.my_shop.test", DNS_NAME_UNDERSCORE),
	    ROW("", DNS_NAME_EMPTY),
	    ROW("www.example.test\0.evil.test", DNS_NAME_NUL),
	    ROW("b\xc3\xbc"
		"cher.test",
		DNS_NAME_NOT_ASCII),
	    ROW(" www.example.test", DNS_NAME_SPACE),
	    ROW("www.example.test\n", DNS_NAME_SPACE),
	    ROW("https://www.example.test", DNS_NAME_URL),
	    ROW("www.example.test/x", DNS_NAME_URL),
	    ROW("www.example.test:443", DNS_NAME_URL),
	    ROW("192.0.2.1", DNS_NAME_ADDRESS),
	    ROW("2001:db8::1", DNS_NAME_ADDRESS),
	    ROW("f*.example.test", DNS_NAME_WILDCARD),
	    ROW("*f.example.test", DNS_NAME_WILDCARD),
	    ROW("www.*.test", DNS_NAME_WILDCARD),
	    ROW("*.*.test", DNS_NAME_WILDCARD),
	    ROW("*", DNS_NAME_WILDCARD),
	    ROW("*.", DNS_NAME_FINAL_DOT),
	    ROW("www.example.test.", DNS_NAME_FINAL_DOT),
	    ROW(".example.test", DNS_NAME_EMPTY_LABEL),
	    ROW("www..test", DNS_NAME_EMPTY_LABEL),
	    ROW("www.test..", DNS_NAME_EMPTY_LABEL),
	    ROW(".", DNS_NAME_EMPTY_LABEL),
	    ROW(A60 "aaa.test", DNS_NAME_GOOD),
	    ROW(A60 "aaaa.test", DNS_NAME_LONG_LABEL),
	    ROW(A60 "." A60 "." A60 "." A60 "." A10, DNS_NAME_LONG),
	    ROW(A60 "." A60 "." A60 "." A60 ".aaaaaaaaa", DNS_NAME_GOOD),
	    ROW("-www.test", DNS_NAME_HYPHEN),
	    ROW("www-.test", DNS_NAME_HYPHEN),
	    ROW("www!.test", DNS_NAME_CHARACTER),
	    ROW("me@example.test", DNS_NAME_CHARACTER),
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		enum dns_name_fault fault = dns_name_find_fault(
		    (const uint8_t *)rows[i].name, rows[i].len);

		if (fault != rows[i].fault)
			fail_msg("\"%s\": %s", rows[i].name,
			    dns_name_fault_text(fault));
	}
}

static void
each_fault_has_words(void **state)
{
	assert_string_equal(dns_name_fault_text(DNS_NAME_GOOD), "");
	for (int i = DNS_NAME_GOOD + 1; i <= DNS_NAME_CHARACTER; i++)
		assert_true(strlen(dns_name_fault_text(i)) > 5);
}

static enum dns_name_reach
reach(const char *name)
{
	return dns_name_find_reach((const uint8_t *)name, strlen(name));
}

static void
a_wildcard_reaches_as_far_as_its_suffix(void **state)
{
	bool has_list = dns_name_has_suffix_list();

	assert_int_equal(reach("*.com"), DNS_NAME_TOP_LEVEL);
	assert_int_equal(reach("*.corp"), DNS_NAME_TOP_LEVEL);
	assert_int_equal(reach("*.example.com"), DNS_NAME_NORMAL);
	assert_int_equal(reach("*.example.co.uk"), DNS_NAME_NORMAL);
	assert_int_equal(reach("com"), DNS_NAME_NORMAL);
	assert_int_equal(reach("*."), DNS_NAME_NORMAL);
	assert_int_equal(reach("*.CO.uk"),
	    has_list ? DNS_NAME_PUBLIC_SUFFIX : DNS_NAME_NORMAL);
	assert_int_equal(reach("*.s3.amazonaws.com"),
	    has_list ? DNS_NAME_PRIVATE_SUFFIX : DNS_NAME_NORMAL);
	/* a rule with a star and its exception */
	assert_int_equal(reach("*.anything.ck"),
	    has_list ? DNS_NAME_PUBLIC_SUFFIX : DNS_NAME_NORMAL);
	assert_int_equal(reach("*.www.ck"), DNS_NAME_NORMAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_fault_has_its_own_name),
	    cmocka_unit_test(each_fault_has_words),
	    cmocka_unit_test(a_wildcard_reaches_as_far_as_its_suffix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
