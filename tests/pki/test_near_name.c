/* What nearly covers a name says why it does not. */
#include "pki/near_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "pki/dns_name.h"

#define ROW(asked, entry, words) \
	{ \
		asked, entry, sizeof entry - 1, words \
	}

static void
each_kind_of_near_miss_is_told(void **state)
{
	static const struct {
		const char *asked, *entry;
		size_t len;
		const char *words; /* in the reason; NULL: no reason */
	} rows[] = {
	    ROW("www.example.test", "www.example.test", NULL),
	    ROW("www.example.test", "*.example.test", NULL),
	    ROW("www.example.test", "www.other.test", NULL),
	    ROW("www.example.test", "*.other.test", NULL),
	    ROW("www.example.test", "wwwexample.test", NULL),
	    ROW("example.test", "*.example.test", "not the domain itself"),
	    ROW("a.b.example.test", "*.example.test", "one label"),
	    ROW("A.B.example.test", "*.EXAMPLE.test", "one label"),
	    ROW("badexample.test", "*.example.test", NULL),
	    ROW("foo.example.test", "f*.example.test", "part of a label"),
	    ROW("foo.example.test", "*o.example.test", "part of a label"),
	    ROW("foo.example.test", "f*o.example.test", "part of a label"),
	    ROW("fo.example.test", "fo*o.example.test", NULL),
	    ROW("bar.example.test", "f*.example.test", NULL),
	    ROW("foo.example.test", "f**.example.test", NULL),
	    ROW("foo.example.test", "foo.*.test", NULL),
	    ROW("www.example.test", "example.test", "without www."),
	    ROW("example.test", "www.example.test", "with www."),
	    ROW("b\xc3\xbc"
		"cher.test",
		"b\xc3\xbc"
		"cher.test",
		"Unicode"),
	    ROW("xn--bcher-kva.test",
		"B\xc3\x9c"
		"CHER.test",
		"Unicode"),
	    ROW("www.example.test", "www.example.test.", "dot"),
	    ROW("www.example.test", " www.example.test", "around"),
	    ROW("www.example.test", "www.example.test ", "around"),
	    ROW("www.example.test", "https://www.example.test/", "around"),
	    ROW("www.example.test", "www.example.test:443", "around"),
	    ROW("www.example.test", "https://shop.example.test", NULL),
	    ROW("www.example.test", "www.example.test\0.evil.test", "NUL"),
	    ROW("192.0.2.1", "*.0.2.1", NULL),
	    ROW("www.example.test", "", NULL),
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct error err = ERROR_INIT;
		struct hostname asked;
		struct cert_name entry = {
		    .kind = CERT_NAME_DNS,
		    .raw = (const uint8_t *)rows[i].entry,
		    .raw_len = rows[i].len,
		    .fault = dns_name_find_fault(
			(const uint8_t *)rows[i].entry, rows[i].len),
		};
		const char *reason;

		assert_true(hostname_parse(rows[i].asked, &asked, &err));
		reason = near_name_find(&asked, &entry);
		if ((reason == NULL) != (rows[i].words == NULL) ||
		    (reason != NULL && strstr(reason, rows[i].words) == NULL))
			fail_msg("%s, \"%s\": %s", rows[i].asked, rows[i].entry,
			    reason == NULL ? "no reason" : reason);
	}
}

static void
addresses_in_a_certificate_are_never_near(void **state)
{
	struct error err = ERROR_INIT;
	struct hostname asked;
	struct cert_name entry = {
	    .kind = CERT_NAME_IP,
	    .raw = (const uint8_t *)"www.",
	    .raw_len = 4,
	};

	assert_true(hostname_parse("www.example.test", &asked, &err));
	assert_null(near_name_find(&asked, &entry));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_kind_of_near_miss_is_told),
	    cmocka_unit_test(addresses_in_a_certificate_are_never_near),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
