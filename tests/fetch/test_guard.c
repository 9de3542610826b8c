/* Addresses that may and may not be connected to. */
#include "fetch/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct guard strict = {.allowed_count = 0};

static struct ip_address
address(const char *text)
{
	struct ip_address parsed = {0};

	if (!ip_address_parse(text, &parsed))
		fail_msg("%s is no address", text);
	return parsed;
}

static const char *
refusal(const struct guard *guard, const char *text)
{
	struct ip_address parsed = address(text);

	return guard_refusal(guard, &parsed);
}

static void
must_refuse(const char *text, const char *words)
{
	const char *said = refusal(&strict, text);

	if (said == NULL)
		fail_msg("%s is not refused", text);
	assert_string_equal(said, words);
}

static void
must_take(const char *text)
{
	const char *said = refusal(&strict, text);

	if (said != NULL)
		fail_msg("%s is refused as %s", text, said);
}

static void
public_addresses_are_taken(void **state)
{
	must_take("1.1.1.1");
	must_take("93.184.216.34");
	must_take("9.255.255.255");
	must_take("11.0.0.0");
	must_take("100.63.255.255");
	must_take("100.128.0.0");
	must_take("126.255.255.255");
	must_take("128.0.0.0");
	must_take("172.15.255.255");
	must_take("172.32.0.0");
	must_take("192.0.1.0");
	must_take("192.167.255.255");
	must_take("198.17.255.255");
	must_take("198.20.0.0");
	must_take("223.255.255.255");
	must_take("2606:4700::1111");
	must_take("2a00:1450:4001::1");
	must_take("2001:db7:ffff::1");
	must_take("2001:4860:4860::8888");
}

static void
own_networks_are_refused(void **state)
{
	must_refuse("0.0.0.0", "an unspecified address");
	must_refuse("0.1.2.3", "an unspecified address");
	must_refuse("10.0.0.1", "a private address");
	must_refuse("10.255.255.255", "a private address");
	must_refuse("172.16.0.0", "a private address");
	must_refuse("172.31.255.255", "a private address");
	must_refuse("192.168.1.1", "a private address");
	must_refuse("127.0.0.1", "a loopback address");
	must_refuse("127.255.255.254", "a loopback address");
	must_refuse("169.254.169.254", "a link-local address");
	must_refuse("100.64.0.1", "an address shared behind a carrier's NAT");
	must_refuse(
	    "100.127.255.255", "an address shared behind a carrier's NAT");
	must_refuse("168.63.129.16", "an address of the cloud platform itself");
	must_refuse("::", "an unspecified address");
	must_refuse("::1", "a loopback address");
	must_refuse("fc00::1", "a private address");
	must_refuse("fd00:ec2::254", "a private address");
	must_refuse("fec0::1", "a private address");
	must_refuse("fe80::1", "a link-local address");
	must_refuse("febf::1", "a link-local address");
}

static void
what_is_nobodys_is_refused(void **state)
{
	must_refuse("192.0.0.8", "a reserved address");
	must_refuse("192.0.2.1", "an address for documentation");
	must_refuse("198.51.100.1", "an address for documentation");
	must_refuse("203.0.113.255", "an address for documentation");
	must_refuse("192.88.99.1", "a reserved address");
	must_refuse("198.18.0.1", "an address for benchmarks");
	must_refuse("198.19.255.255", "an address for benchmarks");
	must_refuse("224.0.0.1", "a multicast address");
	must_refuse("239.255.255.255", "a multicast address");
	must_refuse("240.0.0.1", "a reserved address");
	must_refuse("255.255.255.255", "a reserved address");
	must_refuse("2001:db8::1", "an address for documentation");
	must_refuse("3fff:fff::1", "an address for documentation");
	must_refuse("2001:2::1", "an address for benchmarks");
	must_refuse("2001:10::1", "a reserved address");
	must_refuse("2001:2f::1", "a reserved address");
	must_refuse("ff02::1", "a multicast address");
	must_refuse("100::1", "a reserved address");
	must_refuse("64:ff9b:1::1", "a reserved address");
	must_refuse("5f00::1", "a reserved address");
	must_refuse("4000::1", "a reserved address");
	must_refuse("::192.168.0.1", "a reserved address");
	must_refuse("::93.184.216.34", "a reserved address");
}

static void
an_embedded_address_decides(void **state)
{
	must_refuse("::ffff:127.0.0.1", "a loopback address");
	must_refuse("::ffff:a00:1", "a private address");
	must_take("::ffff:93.184.216.34");
	must_refuse("64:ff9b::10.0.0.1", "a private address");
	must_take("64:ff9b::93.184.216.34");
	must_refuse("2002:7f00:1::1", "a loopback address");
	must_refuse("2002:c0a8:101::", "a private address");
	must_take("2002:5db8:d822::1");
	/* Teredo: the server, and the client with its bits turned over */
	must_refuse("2001:0:a00:1:8000:63bf:a247:27dd", "a private address");
	must_refuse(
	    "2001:0:5db8:d822:8000:63bf:80ff:fffe", "a loopback address");
	must_take("2001:0:5db8:d822:8000:63bf:a247:27dd");
	must_refuse("2606:4700::5efe:10.0.0.1", "a private address");
	must_refuse("2606:4700::200:5efe:10.0.0.1", "a private address");
	must_take("2606:4700::5efe:93.184.216.34");
}

static struct guard
allowing(const char *text)
{
	struct guard guard = {.allowed_count = 1};
	struct error err = ERROR_INIT;

	if (!guard_range_parse(text, &guard.allowed[0], &err))
		fail_msg("%s: %s", text, err.message);
	return guard;
}

static void
what_the_operator_allows_is_taken(void **state)
{
	struct guard guard = allowing("10.1.0.0/16");

	assert_null(refusal(&guard, "10.1.0.0"));
	assert_null(refusal(&guard, "10.1.255.255"));
	assert_non_null(refusal(&guard, "10.0.255.255"));
	assert_non_null(refusal(&guard, "10.2.0.0"));
	/* what is connected to is the same address */
	assert_null(refusal(&guard, "::ffff:10.1.2.3"));
	assert_null(refusal(&guard, "64:ff9b::10.1.2.3"));
	assert_non_null(refusal(&guard, "::ffff:10.2.2.3"));

	guard = allowing("fd12:3456::/32");
	assert_null(refusal(&guard, "fd12:3456:7::1"));
	assert_non_null(refusal(&guard, "fd12:3457::1"));
	assert_non_null(refusal(&guard, "10.1.0.0"));

	guard = allowing("127.0.0.1");
	assert_null(refusal(&guard, "127.0.0.1"));
	assert_non_null(refusal(&guard, "127.0.0.2"));

	guard = allowing("0.0.0.0/0");
	assert_null(refusal(&guard, "127.0.0.1"));
	assert_null(refusal(&guard, "224.0.0.1"));
	assert_non_null(refusal(&guard, "::1"));
}

static void
no_address_is_refused(void **state)
{
	struct ip_address none = {0};

	assert_string_equal(guard_refusal(&strict, &none), "no address");
}

static void
ranges_that_make_no_sense_are_refused(void **state)
{
	static const char *const texts[] = {
	    "",
	    "/8",
	    "10.0.0.0/",
	    "10.0.0.0/33",
	    "10.0.0.0/08",
	    "10.0.0.0/-1",
	    "10.0.0.0/8/8",
	    "10.0.0.0/8 ",
	    "10.0.0.1/8",
	    "10.0/8",
	    "012.0.0.0/8",
	    "fd00::/129",
	    "fd00::1/8",
	    "example.com",
	    "10.0.0.0/4294967304",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct error err = ERROR_INIT;
		struct guard_range range;

		if (guard_range_parse(texts[i], &range, &err))
			fail_msg("'%s' is taken", texts[i]);
		assert_true(err.message[0] != '\0');
	}
}

static void
what_people_have_of_their_own_is_told_apart(void **state)
{
	static const struct {
		const char *address;
		bool is_private;
	} rows[] = {
	    {"10.0.0.1", true},
	    {"172.16.0.1", true},
	    {"192.168.1.1", true},
	    {"fd00::1", true},
	    {"127.0.0.1", false},
	    {"169.254.169.254", false},
	    {"168.63.129.16", false},
	    {"fe80::1", false},
	    {"192.0.2.1", false},
	    {"198.41.0.4", false},
	};
	const struct guard guard = {.allowed_count = 0};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct ip_address address;

		assert_true(ip_address_parse(rows[i].address, &address));
		assert_int_equal(
		    guard_is_private(guard_refusal(&guard, &address)),
		    rows[i].is_private);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(public_addresses_are_taken),
	    cmocka_unit_test(own_networks_are_refused),
	    cmocka_unit_test(what_is_nobodys_is_refused),
	    cmocka_unit_test(an_embedded_address_decides),
	    cmocka_unit_test(what_the_operator_allows_is_taken),
	    cmocka_unit_test(no_address_is_refused),
	    cmocka_unit_test(ranges_that_make_no_sense_are_refused),
	    cmocka_unit_test(what_people_have_of_their_own_is_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
