/* Strict UTF-8: every character comes back, nothing else is one. */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static size_t
encode(uint32_t c, uint8_t p[4])
{
	if (c < 0x80) {
		p[0] = (uint8_t)c;
		return 1;
	}
	if (c < 0x800) {
		p[0] = (uint8_t)(0xc0 | c >> 6);
		p[1] = (uint8_t)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		p[0] = (uint8_t)(0xe0 | c >> 12);
		p[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
		p[2] = (uint8_t)(0x80 | (c & 0x3f));
		return 3;
	}
	p[0] = (uint8_t)(0xf0 | c >> 18);
	p[1] = (uint8_t)(0x80 | (c >> 12 & 0x3f));
	p[2] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
	p[3] = (uint8_t)(0x80 | (c & 0x3f));
	return 4;
}

static void
every_character_but_surrogates_is_read(void **state)
{
	for (uint32_t c = 0; c <= 0x110000; c++) {
		uint8_t p[4] = {0};
		size_t len = encode(c, p);
		uint32_t back = 0x7fffffff;
		size_t n = utf8_decode(p, len, &back);

		if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
			assert_int_equal(n, 0);
			continue;
		}
		assert_int_equal(n, len);
		assert_int_equal(back, c);
		if (len > 1)
			assert_int_equal(utf8_decode(p, len - 1, &back), 0);
	}
}

/* Of all two-byte sequences, exactly the 1,920 well-formed ones pass. */
static void
two_bytes_pass_only_in_shortest_form(void **state)
{
	unsigned passed = 0;

	for (unsigned i = 0x8000; i <= 0xffff; i++) {
		uint8_t p[2] = {(uint8_t)(i >> 8), (uint8_t)i};
		uint32_t c = 0;

		passed += utf8_decode(p, 2, &c) == 2;
	}
	assert_int_equal(passed, 0x800 - 0x80);
}

static void
a_cut_keeps_whole_characters(void **state)
{
	static const struct {
		const char *text;
		size_t len, kept;
	} rows[] = {
	    {"", 0, 0},
	    {"abc", 3, 3},
	    {"ab\xc3\xa9", 4, 4},
	    {"ab\xc3\xa9", 3, 2},
	    {"\xe4\xb8\xad", 2, 0},
	    {"\xe4\xb8\xad", 1, 0},
	    {"\xe4\xb8\xad", 3, 3},
	    {"a\xf0\x9f\x94\x92", 4, 1},
	    {"a\xf0\x9f\x94\x92", 5, 5},
	    {"\x80\x80\x80\x80", 4, 4}, /* nothing to save there */
	    {"\xff", 1, 1},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(
		    utf8_cut(rows[i].text, rows[i].len), rows[i].kept);
}

static void
cells_are_those_of_a_terminal(void **state)
{
	static const struct {
		uint32_t c;
		unsigned cells;
	} rows[] = {
	    {'a', 1},
	    {0xe9, 1},
	    {0x301, 0},
	    {0x4e2d, 2},
	    {0xff21, 2},
	    {0xff71, 1},
	    {0x1f512, 2},
	    {0x2500, 1},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(utf8_cells(rows[i].c), rows[i].cells);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_character_but_surrogates_is_read),
	    cmocka_unit_test(two_bytes_pass_only_in_shortest_form),
	    cmocka_unit_test(a_cut_keeps_whole_characters),
	    cmocka_unit_test(cells_are_those_of_a_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
