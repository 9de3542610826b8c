/* Host names as clients ask for them, and what certificates answer to. */
#include "pki/hostname.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint.h"

static struct hostname
name_of(const char *text)
{
	struct hostname name;
	struct error err = ERROR_INIT;

	if (!hostname_parse(text, &name, &err))
		fail_msg("%s: %s", text, err.message);
	return name;
}

static void
names_take_the_form_to_compare(void **state)
{
	static const struct {
		const char *text, *form;
	} rows[] = {
	    {"www.example.test", "www.example.test"},
	    {"WWW.Example.TEST", "www.example.test"},
	    {"www.example.test.", "www.example.test"},
	    {"localhost", "localhost"},
	    {"_dmarc.example.test", "_dmarc.example.test"},
	    {"my_host", "my_host"},
	    {"b\xc3\xbc"
	     "cher.example",
		"xn--bcher-kva.example"},
	    {"B\xc3\x9c"
	     "CHER.example",
		"xn--bcher-kva.example"},
	    {"stra\xc3\x9f"
	     "e.example",
		"xn--strae-oqa.example"},
	    {"xn--bcher-kva.example", "xn--bcher-kva.example"},
	    {"XN--BCHER-KVA.example", "xn--bcher-kva.example"},
	    {"r3---sn-4g5e6nze.example", "r3---sn-4g5e6nze.example"},
	    {"1.example", "1.example"},
	    {"1.2.3.example", "1.2.3.example"},
	    {"0xcafe.example", "0xcafe.example"},
	    {"a.1b", "a.1b"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct hostname name = name_of(rows[i].text);

		assert_false(name.is_address);
		assert_string_equal(name.text, rows[i].form);
	}
}

static void
addresses_are_seen_first(void **state)
{
	static const struct {
		const char *text, *form;
		int family;
	} rows[] = {
	    {"192.0.2.1", "192.0.2.1", 4},
	    {"2001:DB8::1", "2001:db8::1", 6},
	    {"[2001:db8:0:0::1]", "2001:db8::1", 6},
	    {"::ffff:192.0.2.1", "::ffff:192.0.2.1", 6},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct hostname name = name_of(rows[i].text);

		assert_true(name.is_address);
		assert_int_equal(name.address.family, rows[i].family);
		assert_string_equal(name.text, rows[i].form);
	}
}

static void
what_no_client_asks_for_is_refused_with_a_reason(void **state)
{
	static const struct {
		const char *text, *reason;
	} rows[] = {
	    {"", "empty"},
	    {".", "empty label"},
	    {"a..b", "empty label"},
	    {".a", "empty label"},
	    {"a..", "empty label"},
	    {"-a.test", "hyphen"},
	    {"a-.test", "hyphen"},
	    {"*.example.test", "wildcard"},
	    {"a b.test", "may stand"},
	    {"a/b.test", "may stand"},
	    {"https://a.test", "may stand"},
	    {"a.test:443", "may stand"},
	    {"user@a.test", "may stand"},
	    {"1.2.3", "number"},
	    {"999.1.1.1", "number"},
	    {"0x7f.1", "number"},
	    {"2130706433", "number"},
	    {"a.0x1f", "number"},
	    {"a.0x", "number"},
	    {"01.02.03.04", "number"},
	    {"[192.0.2.1]", "may stand"},
	    {"[::1", "may stand"},
	    {"a\xff.test", "encoding"},
	    {"a\x1b.test", "may stand"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct error err = ERROR_INIT;
		struct hostname name = {.text = "untouched"};

		if (hostname_parse(rows[i].text, &name, &err))
			fail_msg("taken: %s", rows[i].text);
		assert_string_equal(name.text, "untouched");
		if (strstr(err.message, rows[i].reason) == NULL)
			fail_msg("%s: %s", rows[i].text, err.message);
		assert_null(strchr(err.message, 0x1b));
	}
}

static void
lengths_have_limits(void **state)
{
	char label[66], name[260];
	struct hostname parsed;
	struct error err = ERROR_INIT;

	memset(label, 'a', sizeof label);
	label[63] = '\0';
	assert_true(hostname_parse(label, &parsed, &err));
	label[63] = 'a';
	label[64] = '\0';
	assert_false(hostname_parse(label, &parsed, &err));
	assert_non_null(strstr(err.message, "63"));
	/* Four labels: 63 + 63 + 63 + 61 and three dots are 253. */
	for (size_t i = 0; i < 254; i++)
		name[i] = i % 64 == 63 ? '.' : 'b';
	name[253] = '\0';
	assert_true(hostname_parse(name, &parsed, &err));
	assert_int_equal(strlen(parsed.text), HOSTNAME_MAX);
	name[253] = 'b';
	name[254] = '\0';
	assert_false(hostname_parse(name, &parsed, &err));
	assert_non_null(strstr(err.message, "253"));
}

static void
patterns_cover_whole_labels_only(void **state)
{
	static const struct {
		const char *name, *pattern;
		bool matches;
	} rows[] = {
	    {"www.example.test", "www.example.test", true},
	    {"www.example.test", "WWW.EXAMPLE.TEST", true},
	    {"www.example.test", "*.example.test", true},
	    {"www.example.test", "*.EXAMPLE.test", true},
	    {"example.test", "*.test", true},
	    {"xn--bcher-kva.example.test", "*.example.test", true},
	    {"xn--bcher-kva.test", "xn--bcher-kva.test", true},
	    {"a.b.example.test", "*.example.test", false},
	    {"example.test", "*.example.test", false},
	    {"www.example.test", "w*.example.test", false},
	    {"www.example.test", "*w.example.test", false},
	    {"www.example.test", "*.*.test", false},
	    {"www.example.test", "www.*.test", false},
	    {"www.example.test", "*", false},
	    {"localhost", "*", false},
	    {"localhost", "*.", false},
	    {"localhost", "*.localhost", false},
	    {"www.example.test", "", false},
	    {"www.example.test", "www.example.test.", false},
	    {"www.example.test", "www.example.tes", false},
	    {"www.example.test", ".example.test", false},
	    {"xn--bcher-kva.test",
		"b\xc3\xbc"
		"cher.test",
		false},
	    {"192.0.2.1", "192.0.2.1", false},
	    {"192.0.2.1", "*.0.2.1", false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct hostname name = name_of(rows[i].name);

		if (hostname_matches_pattern(&name,
			(const uint8_t *)rows[i].pattern,
			strlen(rows[i].pattern)) != rows[i].matches)
			fail_msg("%s and %s", rows[i].name, rows[i].pattern);
	}
}

static void
embedded_zero_never_matches(void **state)
{
	static const uint8_t pattern[] = "www.example.test\0.evil.test";
	struct hostname name = name_of("www.example.test");

	assert_false(
	    hostname_matches_pattern(&name, pattern, sizeof pattern - 1));
	assert_true(hostname_matches_pattern(&name, pattern, 16));
}

static void
certificate_answers_by_alternative_names_alone(void **state)
{
	const struct cert *cert = MINT(.subject = "CN=cn.example.test",
	    .names = "DNS:a.example.test,DNS:*.w.example.test,IP:192.0.2.1,"
		     "IP:2001:db8::1,IP:hex=c0000202ff,DNS:198.51.100.1")
				      ->cert;
	static const struct {
		const char *name;
		bool matches;
	} rows[] = {
	    {"a.example.test", true},
	    {"x.w.example.test", true},
	    {"cn.example.test", false},
	    {"w.example.test", false},
	    {"192.0.2.1", true},
	    {"2001:db8::1", true},
	    {"::ffff:192.0.2.1", false},
	    {"192.0.2.2", false},
	    {"198.51.100.1", false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct hostname name = name_of(rows[i].name);

		if (hostname_matches_cert(&name, cert) != rows[i].matches)
			fail_msg("%s", rows[i].name);
	}
}

static void
address_written_as_dns_name_is_told(void **state)
{
	const struct cert *cert = MINT(.subject = "CN=A",
	    .names = "DNS:a.example.test,DNS:198.51.100.1,DNS:2001:DB8::1")
				      ->cert;
	struct hostname four = name_of("198.51.100.1");
	struct hostname six = name_of("2001:db8::1");
	struct hostname other = name_of("198.51.100.2");
	struct hostname text = name_of("a.example.test");

	assert_true(hostname_is_address_as_dns(&four, cert));
	assert_true(hostname_is_address_as_dns(&six, cert));
	assert_false(hostname_is_address_as_dns(&other, cert));
	assert_false(hostname_is_address_as_dns(&text, cert));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_take_the_form_to_compare),
	    cmocka_unit_test(addresses_are_seen_first),
	    cmocka_unit_test(what_no_client_asks_for_is_refused_with_a_reason),
	    cmocka_unit_test(lengths_have_limits),
	    cmocka_unit_test(patterns_cover_whole_labels_only),
	    cmocka_unit_test(embedded_zero_never_matches),
	    cmocka_unit_test(certificate_answers_by_alternative_names_alone),
	    cmocka_unit_test(address_written_as_dns_name_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
