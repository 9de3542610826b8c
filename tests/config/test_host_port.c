/* How endpoints and addresses are written, rightly and wrongly. */
#include "config/host_port.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
hosts_come_with_and_without_ports(void **state)
{
	static const struct {
		const char *text, *host;
		uint16_t port;
		bool is_address;
	} rows[] = {
	    {"www.example.com", "www.example.com", 0, false},
	    {"www.example.com:8443", "www.example.com", 8443, false},
	    {"WWW.Example.COM.:1", "www.example.com", 1, false},
	    {"localhost", "localhost", 0, false},
	    {"_dmarc.example.com", "_dmarc.example.com", 0, false},
	    {"b\xc3\xbc"
	     "cher.example:65535",
		"xn--bcher-kva.example", 65535, false},
	    {"1and1.example", "1and1.example", 0, false},
	    {"192.0.2.1", "192.0.2.1", 0, true},
	    {"192.0.2.1:443", "192.0.2.1", 443, true},
	    {"2001:DB8::1", "2001:db8::1", 0, true},
	    {"[2001:db8::1]", "2001:db8::1", 0, true},
	    {"[2001:db8:0:0::1]:443", "2001:db8::1", 443, true},
	    {"::ffff:192.0.2.1", "::ffff:192.0.2.1", 0, true},
	    {"::1", "::1", 0, true},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct host_port parsed;
		struct error err = ERROR_INIT;

		if (!host_port_parse(rows[i].text, &parsed, &err))
			fail_msg("%s %s", rows[i].text, err.message);
		assert_string_equal(parsed.host.text, rows[i].host);
		assert_int_equal(parsed.port, rows[i].port);
		assert_int_equal(parsed.host.is_address, rows[i].is_address);
	}
}

static void
each_mistake_has_its_answer(void **state)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
	    {"", "is empty"},
	    {"https://www.example.com/",
		"is a URL; write the host alone: "
		"www.example.com"},
	    {"//www.example.com", "is no host name"},
	    {"www.example.com/", "holds a path"},
	    {"www.example.com?x", "holds a path"},
	    {"192.0.2.0/24", "is a network"},
	    {"2001:db8::/32", "is a network"},
	    {"root@www.example.com", "holds a '@'"},
	    {"www example com", "holds a space"},
	    {" www.example.com", "holds a space"},
	    {"fe80::1%eth0", "has a zone"},
	    {"*.example.com",
		"is a wildcard; write a name that a client "
		"would ask for, such as www.example.com"},
	    {"*", "is a wildcard"},
	    {"www.*.com", "is no host name"},
	    {"www..example.com", "is no host name: it has an empty label"},
	    {".example.com", "is no host name"},
	    {"exa mple", "holds a space"},
	    {"www.example.com:", "has the port ''"},
	    {"www.example.com:0", "has the port '0'"},
	    {"www.example.com:0443", "has the port '0443'"},
	    {"www.example.com:65536", "has the port '65536'"},
	    {"www.example.com:99999999999", "has the port"},
	    {"www.example.com:+1", "has the port '+1'"},
	    {"www.example.com:443 ", "holds a space"},
	    {":443", "has no host before the ':'"},
	    {"010.0.0.1", "is no IPv4 address"},
	    {"0x7f.1", "is no IPv4 address"},
	    {"127.1", "is no IPv4 address"},
	    {"2130706433", "is no IPv4 address"},
	    {"0x7f000001", "is no IPv4 address"},
	    {"192.0.2.256", "is no IPv4 address"},
	    {"192.0.2.1.", "is no IPv4 address"},
	    {"1.2.3.4.5", "is no IPv4 address"},
	    {"www.example.123", "is no IPv4 address"},
	    {"192.0.2.1:443:443", "is no IPv6 address"},
	    {"2001:db8:::1", "is no IPv6 address"},
	    {"1:2:3:4:5:6:7:8:443", "is no IPv6 address"},
	    {"[2001:db8::1", "is not well bracketed"},
	    {"[2001:db8::1]443", "is not well bracketed"},
	    {"[]", "has no IPv6 address in its brackets"},
	    {"[192.0.2.1]", "has no IPv6 address in its brackets"},
	    {"[www.example.com]:443", "has no IPv6 address in its brackets"},
	    {"[2001:db8::1]:x", "has the port 'x'"},
	    {"0.0.0.0", "is no address to connect to"},
	    {"[::]:443", "is no address to connect to"},
	    {"224.0.0.1", "is no address to connect to"},
	    {"255.255.255.255", "is no address to connect to"},
	    {"ff02::1", "is no address to connect to"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct host_port parsed = {.port = 7};
		struct error err = ERROR_INIT;

		assert_false(host_port_parse(rows[i].text, &parsed, &err));
		if (strncmp(
			err.message, rows[i].words, strlen(rows[i].words)) != 0)
			fail_msg("'%s' %s, not %s", rows[i].text, err.message,
			    rows[i].words);
		/* What is returned is written only on success. */
		assert_int_equal(parsed.port, 7);
	}
}

static void
what_is_far_too_long_is_cut_off_early(void **state)
{
	char text[4097];
	struct host_port parsed;
	struct error err = ERROR_INIT;

	memset(text, 'a', 4096);
	text[4096] = '\0';
	assert_false(host_port_parse(text, &parsed, &err));
	assert_string_equal(err.message, "is too long for a host name");
}

static void
a_host_alone_has_no_port(void **state)
{
	struct hostname host;
	struct error err = ERROR_INIT;

	assert_true(host_port_parse_host("[2001:db8::1]", &host, &err));
	assert_string_equal(host.text, "2001:db8::1");
	assert_true(host_port_parse_host("www.example.com", &host, &err));
	assert_false(host_port_parse_host("www.example.com:8443", &host, &err));
	assert_string_equal(err.message,
	    "has a port in it; write 'host: www.example.com' and 'port: 8443'");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(hosts_come_with_and_without_ports),
	    cmocka_unit_test(each_mistake_has_its_answer),
	    cmocka_unit_test(what_is_far_too_long_is_cut_off_early),
	    cmocka_unit_test(a_host_alone_has_no_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
