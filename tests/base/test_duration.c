/* Durations: as written in the configuration and as shown to people. */
#include "base/duration.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
reads_units_and_sums(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} rows[] = {
	    {"0s", 0},
	    {"90s", 90},
	    {"15m", 900},
	    {"6h", 21600},
	    {"30d", 2592000},
	    {"2w", 1209600},
	    {"1h30m", 5400},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct error err = ERROR_INIT;
		int64_t seconds = -1;

		assert_true(duration_parse(rows[i].text, &seconds, &err));
		assert_int_equal(seconds, rows[i].seconds);
	}
}

static void
refuses_what_is_no_duration(void **state)
{
	static const char *const rows[] = {"", "5", "h", "-5s", "1.5h", "5 s",
	    "5x", "99999w", "9999999999999s", "36600d1d"};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct error err = ERROR_INIT;
		int64_t seconds = -1;

		assert_false(duration_parse(rows[i], &seconds, &err));
		assert_int_equal(seconds, -1);
		assert_true(err.message[0] != '\0');
	}
}

static void
formats_exactly_and_in_words(void **state)
{
	char text[DURATION_TEXT_MAX];

	assert_string_equal(duration_format(0, text), "0s");
	assert_string_equal(duration_format(5400, text), "1h30m");
	assert_string_equal(duration_format(90061, text), "1d1h1m1s");
	assert_string_equal(duration_words(1, text), "1 second");
	assert_string_equal(duration_words(-7200, text), "2 hours");
	assert_string_equal(duration_words(3 * 86400 + 5, text), "3 days");
	assert_string_equal(duration_format(-3605, text), "-1h5s");
	assert_string_equal(
	    duration_format(INT64_MIN, text), "-106751991167300d15h30m8s");
	assert_string_equal(
	    duration_words(INT64_MIN, text), "106751991167300 days");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_units_and_sums),
	    cmocka_unit_test(refuses_what_is_no_duration),
	    cmocka_unit_test(formats_exactly_and_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
