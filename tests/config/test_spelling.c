/* What was probably meant. */
#include "config/spelling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char *
nearest(const char *word)
{
	static const char *const words[] = {
	    "host", "port", "interval", "timeout", "trust", "addresses"};
	struct spelling spelling = SPELLING_INIT(word);

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		spelling_offer(&spelling, words[i]);
	return spelling.best;
}

static void
near_words_are_found(void **state)
{
	static const struct {
		const char *word, *meant;
	} rows[] = {
	    {"intervall", "interval"},
	    {"intreval", "interval"},
	    {"Interval", "interval"},
	    {"hots", "host"},
	    {"hst", "host"},
	    {"hosts", "host"},
	    {"adresses", "addresses"},
	    {"addreses", "addresses"},
	    {"time-out", "timeout"},
	    {"TRUST", "trust"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_non_null(nearest(rows[i].word));
		assert_string_equal(nearest(rows[i].word), rows[i].meant);
	}
}

static void
far_words_are_not(void **state)
{
	static const char *const rows[] = {"", "x", "ho", "hoax", "url",
	    "intermediate", "a_word_longer_than_any_key_that_there_will_be_"};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_null(nearest(rows[i]));
}

static void
the_nearest_wins_whatever_the_order(void **state)
{
	struct spelling a = SPELLING_INIT("trusts");
	struct spelling b = SPELLING_INIT("trusts");

	spelling_offer(&a, "thrust");
	spelling_offer(&a, "trust");
	spelling_offer(&b, "trust");
	spelling_offer(&b, "thrust");
	assert_string_equal(a.best, "trust");
	assert_string_equal(b.best, "trust");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(near_words_are_found),
	    cmocka_unit_test(far_words_are_not),
	    cmocka_unit_test(the_nearest_wins_whatever_the_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
