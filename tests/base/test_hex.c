/* Hexadecimal in both directions, and what is refused. */
#include "base/hex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
every_byte_comes_back(void **state)
{
	uint8_t bytes[256], back[256] = {0};
	char text[513];

	for (int i = 0; i < 256; i++)
		bytes[i] = (uint8_t)i;
	hex_encode(bytes, sizeof bytes, text);
	assert_int_equal(strlen(text), 512);
	assert_memory_equal(text, "000102", 6);
	assert_string_equal(text + 508, "feff");
	assert_true(hex_decode(text, back, sizeof back));
	assert_memory_equal(bytes, back, sizeof bytes);
}

static void
nothing_is_an_empty_string(void **state)
{
	char text[1] = {'x'};

	hex_encode(NULL, 0, text);
	assert_string_equal(text, "");
	assert_true(hex_decode("", NULL, 0));
}

static void
upper_case_is_read(void **state)
{
	uint8_t bytes[2];

	assert_true(hex_decode("aBFf", bytes, 2));
	assert_int_equal(bytes[0], 0xab);
	assert_int_equal(bytes[1], 0xff);
}

static void
wrong_length_and_other_characters_are_refused(void **state)
{
	static const char *const rows[] = {
	    "", "a", "abc", "abcde", "abc ", "0xab", "ag00", "-1-1", "ab:c"};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		uint8_t bytes[2] = {1, 2};

		assert_false(hex_decode(rows[i], bytes, 2));
		assert_int_equal(bytes[0], 1);
		assert_int_equal(bytes[1], 2);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_byte_comes_back),
	    cmocka_unit_test(nothing_is_an_empty_string),
	    cmocka_unit_test(upper_case_is_read),
	    cmocka_unit_test(wrong_length_and_other_characters_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
