/* IP addresses: what is one, how it is written, how they are ordered. */
#include "base/ip_address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void
addresses_are_written_canonically(void **state)
{
	static const struct {
		const char *text;
		uint8_t family;
		const char *bare, *with_port;
	} rows[] = {
	    {"192.0.2.1", 4, "192.0.2.1", "192.0.2.1:443"},
	    {"0.0.0.0", 4, "0.0.0.0", "0.0.0.0:443"},
	    {"::1", 6, "::1", "[::1]:443"},
	    {"[::1]", 6, "::1", "[::1]:443"},
	    {"2001:DB8:0:0:1:0:0:1", 6, "2001:db8::1:0:0:1",
		"[2001:db8::1:0:0:1]:443"},
	    {"::ffff:192.0.2.1", 6, "::ffff:192.0.2.1",
		"[::ffff:192.0.2.1]:443"},
	    {"ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", 6,
		"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		"[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:443"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct ip_address a;
		char text[IP_ADDRESS_TEXT_MAX];

		assert_true(ip_address_parse(rows[i].text, &a));
		assert_int_equal(a.family, rows[i].family);
		assert_int_equal(a.port, 0);
		assert_int_equal(
		    ip_address_len(&a), rows[i].family == 4 ? 4 : 16);
		assert_string_equal(ip_address_format(&a, text), rows[i].bare);
		a.port = 443;
		assert_string_equal(
		    ip_address_format_port(&a, text), rows[i].with_port);
	}
}

static void
what_is_no_bare_address_is_refused(void **state)
{
	static const char *const rows[] = {"", "[]", "[", "]", "1.2.3",
	    "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "0x7f.0.0.1", "2130706433",
	    "127.1", " 1.2.3.4", "1.2.3.4 ", "1.2.3.4:443", "[1.2.3.4]",
	    "[::1]:443", "::1%lo", "fe80::1%eth0", ":::", "1::2::3",
	    "12345::", "www.example.com", "1:2:3:4:5:6:7:8:9",
	    "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc:dddd"};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct ip_address a = {.family = 9};

		assert_false(ip_address_parse(rows[i], &a));
		assert_int_equal(a.family, 9);
	}
}

static void
no_address_has_no_length_and_shows_as_a_dash(void **state)
{
	struct ip_address none = {0};
	char text[IP_ADDRESS_TEXT_MAX];

	assert_int_equal(ip_address_len(&none), 0);
	assert_string_equal(ip_address_format(&none, text), "-");
}

static void
order_is_by_family_then_bytes_then_port(void **state)
{
	static const struct {
		const char *text;
		uint16_t port;
	} rows[] = {
	    {"1.2.3.4", 1},
	    {"1.2.3.4", 443},
	    {"1.2.3.5", 0},
	    {"200.0.0.0", 0},
	    {"::", 0},
	    {"::1", 1},
	    {"::1", 2},
	    {"ff00::", 0},
	};
	size_t count = sizeof rows / sizeof rows[0];

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < count; k++) {
			struct ip_address a, b;
			int order;

			assert_true(ip_address_parse(rows[i].text, &a));
			assert_true(ip_address_parse(rows[k].text, &b));
			a.port = rows[i].port;
			b.port = rows[k].port;
			order = ip_address_compare(&a, &b);
			assert_int_equal(order < 0, i < k);
			assert_int_equal(order > 0, i > k);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses_are_written_canonically),
	    cmocka_unit_test(what_is_no_bare_address_is_refused),
	    cmocka_unit_test(no_address_has_no_length_and_shows_as_a_dash),
	    cmocka_unit_test(order_is_by_family_then_bytes_then_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
