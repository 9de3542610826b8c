/* Breaches of DER that libcrypto reads over. */
#include "pki/der.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint.h"

#define BYTES(s) (const uint8_t *)(s), sizeof(s) - 1

static void
proper_elements_have_no_fault(void **state)
{
	static const struct {
		const uint8_t *bytes;
		size_t len;
	} rows[] = {
	    {BYTES("")},
	    {BYTES("\x05\x00")},
	    {BYTES("\x01\x01\xff")},
	    {BYTES("\x01\x01\x00")},
	    {BYTES("\x02\x01\x00")},
	    {BYTES("\x02\x02\x00\x80")},
	    {BYTES("\x02\x01\x80")},
	    {BYTES("\x02\x02\xff\x7f")},
	    {BYTES("\x03\x01\x00")},
	    {BYTES("\x03\x02\x04\xf0")},
	    {BYTES("\x30\x03\x02\x01\x01")},
	    {BYTES("\x30\x00\x31\x00")},
	    {BYTES("\x80\x00")},
	    {BYTES("\xa0\x02\x05\x00")},
	    {BYTES("\x9f\x1f\x00")},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *fault = der_find_fault(rows[i].bytes, rows[i].len);

		if (fault != NULL)
			fail_msg("row %zu: %s", i, fault);
	}
}

static void
each_breach_is_named(void **state)
{
	static const struct {
		const uint8_t *bytes;
		size_t len;
		const char *words;
	} rows[] = {
	    {BYTES("\x01\x01\x01"), "boolean"},
	    {BYTES("\x01\x00"), "boolean"},
	    {BYTES("\x01\x02\x00\x00"), "boolean"},
	    {BYTES("\x02\x00"), "no octet"},
	    {BYTES("\x02\x02\x00\x7f"), "number"},
	    {BYTES("\x02\x02\xff\x80"), "number"},
	    {BYTES("\x0a\x02\x00\x01"), "number"},
	    {BYTES("\x03\x00"), "bit string"},
	    {BYTES("\x03\x01\x01"), "bit string"},
	    {BYTES("\x03\x02\x08\x00"), "bit string"},
	    {BYTES("\x03\x02\x04\xf1"), "unused bits"},
	    {BYTES("\x05"), "missing"},
	    {BYTES("\x05\x01"), "longer"},
	    {BYTES("\x04\x81\x01x"), "shortest"},
	    {BYTES("\x04\x82\x00\x01x"), "shortest"},
	    {BYTES("\x04\x85\x00\x00\x00\x00\x01x"), "no sense"},
	    {BYTES("\x04\x82\x01"), "no sense"},
	    {BYTES("\x30\x80\x00\x00"), "left open"},
	    {BYTES("\x10\x00"), "primitive"},
	    {BYTES("\x24\x02\x04\x00"), "parts"},
	    {BYTES("\x30\x04\x02\x02\x00\x01"), "number"},
	    {BYTES("\x30\x03\x04\x02x"), "longer"},
	    {BYTES("\xa0\x03\x01\x01\x01"), "boolean"},
	    {BYTES("\x9f\x80\x01\x00"), "tag"},
	    {BYTES("\x9f\x81"), "cut short"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *fault = der_find_fault(rows[i].bytes, rows[i].len);

		if (fault == NULL || strstr(fault, rows[i].words) == NULL)
			fail_msg("row %zu: %s", i, fault);
	}
}

static void
depth_has_a_limit(void **state)
{
	uint8_t bytes[2 * DER_MAX_DEPTH + 2];
	size_t len = 2 * DER_MAX_DEPTH;

	for (size_t i = 0; i < sizeof bytes; i += 2) {
		bytes[i] = 0x30;
		bytes[i + 1] = (uint8_t)(sizeof bytes - i - 2);
	}
	assert_non_null(der_find_fault(bytes, sizeof bytes));
	for (size_t i = 0; i < len; i += 2)
		bytes[i + 1] = (uint8_t)(len - i - 2);
	assert_null(der_find_fault(bytes, len));
}

static void
certificates_tell_theirs(void **state)
{
	const struct cert *good =
	    MINT(.subject = "CN=A", .names = "DNS:a.test", .is_ca = true)->cert;
	const struct cert *inside =
	    MINT(.subject = "CN=A", .extensions = {"1.2.3.4=DER:010101"})->cert;
	const struct cert *known =
	    MINT(.subject = "CN=A", .extended_key_usage = "",
		.extensions = {"2.5.29.37=DER:30810a06082b06010505070301"})
		->cert;

	assert_null(good->der_fault);
	/* A foreign extension may hold what it likes. */
	assert_null(inside->der_fault);
	assert_non_null(strstr(known->der_fault, "shortest"));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(proper_elements_have_no_fault),
	    cmocka_unit_test(each_breach_is_named),
	    cmocka_unit_test(depth_has_a_limit),
	    cmocka_unit_test(certificates_tell_theirs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
