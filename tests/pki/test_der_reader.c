/* One element at a time, and none where there is none. */
#include "pki/der_reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define SLICE(s) \
	{ \
		.at = (const uint8_t *)(s), .len = sizeof(s) - 1 \
	}

static void
elements_are_taken_in_order(void **state)
{
	struct der_slice from = SLICE("\x02\x01\x05\x30\x81\x01\x00");
	struct der_element element;

	assert_int_equal(der_peek(&from), DER_INTEGER);
	assert_false(der_take_as(&from, DER_SEQUENCE, &element));
	assert_true(der_take_as(&from, DER_INTEGER, &element));
	assert_int_equal(element.content.len, 1);
	assert_int_equal(element.content.at[0], 5);
	assert_int_equal(element.whole.len, 3);
	assert_true(der_take(&from, &element));
	assert_int_equal(element.identifier, DER_SEQUENCE);
	assert_int_equal(element.whole.len, 4);
	assert_int_equal(der_peek(&from), 0);
	assert_false(der_take(&from, &element));
}

static void
long_lengths_are_read(void **state)
{
	uint8_t bytes[4 + 300] = {0x04, 0x82, 0x01, 0x2c};
	struct der_slice from = {.at = bytes, .len = sizeof bytes};
	struct der_element element;

	assert_true(der_take_as(&from, DER_OCTET_STRING, &element));
	assert_int_equal(element.content.len, 300);
	assert_int_equal(from.len, 0);
}

static void
a_broken_header_takes_nothing(void **state)
{
	static const struct der_slice rows[] = {
	    SLICE("\x30"),
	    SLICE("\x30\x80"),
	    SLICE("\x30\x02\x00"),
	    SLICE("\x30\x82\x01"),
	    SLICE("\x30\x85\x00\x00\x00\x00\x01\x00"),
	    SLICE("\x30\x84\xff\xff\xff\xff\x00"),
	    SLICE("\x1f\x81\x00\x00"),
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct der_slice from = rows[i];
		struct der_element element;

		if (der_take(&from, &element))
			fail_msg("row %zu is taken", i);
		assert_ptr_equal(from.at, rows[i].at);
		assert_int_equal(from.len, rows[i].len);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(elements_are_taken_in_order),
	    cmocka_unit_test(long_lengths_are_read),
	    cmocka_unit_test(a_broken_header_takes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
