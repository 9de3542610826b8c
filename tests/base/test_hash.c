/* The hash: stable for ever (phases are derived from it) and even. */
#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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

static uint64_t
by_words(const char *text)
{
	return hash_words(HASH_START, text, strlen(text));
}

static uint64_t
by_bytes(const char *text)
{
	return hash_text(HASH_START, text);
}

/* 10,000 names over 100 slots: every slot within a third of its share, by the
 * low bits and by the high ones. */
static void
assert_even(uint64_t (*hash)(const char *text))
{
	unsigned low[100] = {0}, high[100] = {0};

	for (int i = 0; i < 10000; i++) {
		char name[32];
		uint64_t h;

		snprintf(name, sizeof name, "host%d.example.com:443", i);
		h = hash(name);
		low[h % 100]++;
		high[(h >> 32) % 100]++;
	}
	for (int i = 0; i < 100; i++) {
		assert_in_range(low[i], 65, 140);
		assert_in_range(high[i], 65, 140);
	}
}

static void
names_that_differ_little_spread_evenly(void **state)
{
	assert_even(by_bytes);
	assert_even(by_words);
}

/* Wherever it is, within a word or in what is left behind the last. */
static void
words_tell_every_byte_and_length_apart(void **state)
{
	char bytes[20] = {0};

	for (size_t len = 0; len <= sizeof bytes; len++) {
		uint64_t h = hash_words(HASH_START, bytes, len);

		if (len < sizeof bytes)
			assert_true(
			    h != hash_words(HASH_START, bytes, len + 1));
		for (size_t i = 0; i < len; i++) {
			bytes[i] = 1;
			assert_true(h != hash_words(HASH_START, bytes, len));
			bytes[i] = 0;
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_are_fixed_for_ever),
	    cmocka_unit_test(text_and_bytes_agree_and_parts_are_told_apart),
	    cmocka_unit_test(names_that_differ_little_spread_evenly),
	    cmocka_unit_test(words_tell_every_byte_and_length_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
