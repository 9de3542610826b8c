/* The hash: stable for ever (phases are derived from it) and even. */
#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* A restart, or another machine, must come to the same numbers. */
static void
values_are_fixed_for_ever(void **state)
{
	assert_int_equal(hash_text(HASH_START, ""), 0xecba3df2c3383c52);
	assert_int_equal(
	    hash_text(HASH_START, "www.example.com:443"), 0x85319d9b2caae137);
}

static void
text_and_bytes_agree_and_parts_are_told_apart(void **state)
{
	uint64_t ab_c, a_bc;

	assert_int_equal(
	    hash_text(HASH_START, "abc"), hash_bytes(HASH_START, "abc", 3));
	ab_c = hash_text(hash_text(HASH_START, "ab"), "c");
	a_bc = hash_text(hash_text(HASH_START, "a"), "bc");
	assert_true(ab_c != a_bc);
	assert_true(hash_bytes(HASH_START, "a\0b", 3) !=
	    hash_bytes(HASH_START, "a\0c", 3));
}

/* 10,000 names over 100 slots: every slot within a third of its share, by the
 * low bits and by the high ones. */
static void
names_that_differ_little_spread_evenly(void **state)
{
	unsigned low[100] = {0}, high[100] = {0};

	for (int i = 0; i < 10000; i++) {
		char name[32];
		uint64_t h;

		snprintf(name, sizeof name, "host%d.example.com:443", i);
		h = hash_text(HASH_START, name);
		low[h % 100]++;
		high[(h >> 32) % 100]++;
	}
	for (int i = 0; i < 100; i++) {
		assert_in_range(low[i], 65, 140);
		assert_in_range(high[i], 65, 140);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_are_fixed_for_ever),
	    cmocka_unit_test(text_and_bytes_agree_and_parts_are_told_apart),
	    cmocka_unit_test(names_that_differ_little_spread_evenly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
