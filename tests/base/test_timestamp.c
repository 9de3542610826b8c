/* Times as text: known points, leap years, offsets, and the round trip. */
#include "base/timestamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct {
	int64_t seconds;
	const char *text;
} known[] = {
    {0, "1970-01-01T00:00:00Z"},
    {-1, "1969-12-31T23:59:59Z"},
    {951782400, "2000-02-29T00:00:00Z"},  /* leap: divisible by 400 */
    {4107542399, "2100-02-28T23:59:59Z"}, /* not leap: by 100 */
    {4107542400, "2100-03-01T00:00:00Z"},
    {1709164800, "2024-02-29T00:00:00Z"},
    {2147483648, "2038-01-19T03:14:08Z"},
    {4102444800, "2100-01-01T00:00:00Z"},
    {1795247400, "2026-11-21T07:50:00Z"},
    {-2208988800, "1900-01-01T00:00:00Z"},
    {-62167219200, "0000-01-01T00:00:00Z"},
    {253402300799, "9999-12-31T23:59:59Z"},
};

static void
known_points_are_read_and_written(void **state)
{
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		struct error err = ERROR_INIT;
		char text[TIMESTAMP_TEXT_MAX];
		int64_t seconds = 1;

		assert_string_equal(
		    timestamp_format(known[i].seconds, text), known[i].text);
		assert_true(timestamp_parse(known[i].text, &seconds, &err));
		assert_int_equal(seconds, known[i].seconds);
	}
}

static void
what_has_no_year_of_four_digits_is_never_or_always(void **state)
{
	char text[TIMESTAMP_TEXT_MAX];

	assert_string_equal(timestamp_format(TIMESTAMP_NEVER, text), "never");
	assert_string_equal(timestamp_format(253402300800, text), "never");
	assert_string_equal(timestamp_format(INT64_MIN, text), "always");
	assert_string_equal(timestamp_words(TIMESTAMP_NEVER, text), "never");
	assert_string_equal(
	    timestamp_words(1795247459, text), "2026-11-21 07:50 UTC");
}

static void
offsets_and_short_forms_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} rows[] = {
	    {"2026-11-21", 1795219200},
	    {"2026-11-21T08:50:00+01:00", 1795247400},
	    {"2026-11-21T02:20:00-05:30", 1795247400},
	    {"2026-11-20T23:50:00-08:00", 1795247400},
	    {"2026-11-21t07:50:00z", 1795247400},
	    {"2026-11-21 07:50:00Z", 1795247400},
	    {"2026-11-21T07:50:00.999999999Z", 1795247400},
	    {"2026-11-21T07:50:00-00:00", 1795247400},
	    {"0000-01-01T00:00:00+00:01", -62167219260},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct error err = ERROR_INIT;
		int64_t seconds = 1;

		assert_true(timestamp_parse(rows[i].text, &seconds, &err));
		assert_int_equal(seconds, rows[i].seconds);
	}
}

static void
what_is_no_time_is_refused(void **state)
{
	static const char *const rows[] = {"", "now", "2026", "2026-11",
	    "2026-11-21T", "2026-11-21Z", "2026-11-21T07:50Z",
	    "2026-11-21T07:50:00", "2026-11-21T07:50:00ZZ",
	    "2026-11-21T07:50:00.Z", "2026-11-21T24:00:00Z",
	    "2026-11-21T07:60:00Z", "2026-12-31T23:59:60Z",
	    "2026-11-21T07:50:00+24:00", "2026-11-21T07:50:00+01:60",
	    "2026-11-21T07:50:00+0100", "2026-13-01", "2026-00-01",
	    "2026-01-00", "2026-01-32", "2026-04-31", "2026-02-29",
	    "2100-02-29", "1900-02-29", "-001-01-01", "+2026-01-01",
	    "20261-01-01", "2026-1-1", " 2026-01-01", "2026-01-01 ",
	    "2026-11-21X07:50:00Z", "1795247400"};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct error err = ERROR_INIT;
		int64_t seconds = 7;

		assert_false(timestamp_parse(rows[i], &seconds, &err));
		assert_int_equal(seconds, 7);
		assert_int_equal(err.kind, ERROR_INVALID);
	}
}

static bool
is_leap(int year)
{
	return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
}

/* Counts the days one by one from 0000-01-01 and compares. */
static void
every_day_of_ten_thousand_years_is_in_its_place(void **state)
{
	static const int lengths[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t day_number = timestamp_days(0, 1, 1);

	for (int year = 0; year <= 9999; year++) {
		for (int month = 1; month <= 12; month++) {
			int days =
			    lengths[month - 1] + (month == 2 && is_leap(year));
			int64_t seconds = 0;

			assert_int_equal(
			    timestamp_days(year, month, 1), day_number);
			assert_true(timestamp_from_fields(
			    year, month, days, 23, 59, 59, &seconds));
			day_number += days;
			assert_int_equal(seconds, day_number * 86400 - 1);
			assert_false(timestamp_from_fields(
			    year, month, days + 1, 0, 0, 0, &seconds));
		}
	}
}

static void
writing_then_reading_gives_the_same_second(void **state)
{
	/* A step that is prime, so that all fields take all values. */
	for (int64_t t = -62167219200; t <= 253402300799; t += 15485863) {
		struct error err = ERROR_INIT;
		char text[TIMESTAMP_TEXT_MAX];
		int64_t back = t + 1;

		timestamp_format(t, text);
		assert_true(timestamp_parse(text, &back, &err));
		assert_int_equal(back, t);
	}
}

static void
fields_out_of_range_are_refused(void **state)
{
	int64_t seconds = 7;

	assert_false(timestamp_from_fields(-1, 1, 1, 0, 0, 0, &seconds));
	assert_false(timestamp_from_fields(10000, 1, 1, 0, 0, 0, &seconds));
	assert_false(timestamp_from_fields(2026, 0, 1, 0, 0, 0, &seconds));
	assert_false(timestamp_from_fields(2026, 13, 1, 0, 0, 0, &seconds));
	assert_false(timestamp_from_fields(2026, 1, 1, -1, 0, 0, &seconds));
	assert_false(timestamp_from_fields(2026, 1, 1, 0, -1, 0, &seconds));
	assert_false(timestamp_from_fields(2026, 1, 1, 0, 0, 60, &seconds));
	assert_int_equal(seconds, 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(known_points_are_read_and_written),
	    cmocka_unit_test(
		what_has_no_year_of_four_digits_is_never_or_always),
	    cmocka_unit_test(offsets_and_short_forms_are_read),
	    cmocka_unit_test(what_is_no_time_is_refused),
	    cmocka_unit_test(every_day_of_ten_thousand_years_is_in_its_place),
	    cmocka_unit_test(writing_then_reading_gives_the_same_second),
	    cmocka_unit_test(fields_out_of_range_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
