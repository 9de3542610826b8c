/* When work is done. */
#include "model/window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/timestamp.h"

static int64_t
at(const char *text)
{
	struct error err = ERROR_INIT;
	int64_t seconds = 0;

	if (!timestamp_parse(text, &seconds, &err))
		fail_msg("%s: %s", text, err.message);
	return seconds;
}

/* As Berlin's in 2026: an hour, two from 29 March to 25 October, 01:00 UTC. */
static int64_t
berlin(UNUSED void *arg, int64_t time)
{
	return time >= at("2026-03-29T01:00:00Z") &&
		time < at("2026-10-25T01:00:00Z")
	    ? 7200
	    : 3600;
}

static const struct window_zone zone = {.offset = berlin};

static struct window
window_of(const char *times, const char *const *days)
{
	struct window window = {0};

	assert_true(window_parse_time(&window, times));
	for (; *days != NULL; days++)
		window.weekdays |= (uint8_t)(1u << window_weekday(*days));
	return window;
}

static bool
is_open(const struct window *window, const char *time)
{
	return window_ends(window, at(time), &zone) != 0;
}

static void
once_is_from_then_to_then(void **state)
{
	struct window window = {
	    .from = at("2026-11-21T10:00:00Z"),
	    .to = at("2026-11-21T12:00:00Z"),
	};

	(void)state;
	assert_false(is_open(&window, "2026-11-21T09:59:59Z"));
	assert_true(is_open(&window, "2026-11-21T10:00:00Z"));
	assert_true(is_open(&window, "2026-11-21T11:59:59Z"));
	assert_false(is_open(&window, "2026-11-21T12:00:00Z"));
}

static void
weekly_is_in_local_time(void **state)
{
	const struct window window = window_of(
	    "22:00-23:30", (const char *const[]){"tue", "sunday", NULL});

	(void)state;
	/* a Tuesday in winter: 22:00 is 21:00 UTC */
	assert_false(is_open(&window, "2026-11-24T20:59:59Z"));
	assert_true(is_open(&window, "2026-11-24T21:00:00Z"));
	assert_int_equal(
	    window_ends(&window, at("2026-11-24T21:00:00Z"), &zone),
	    at("2026-11-24T22:30:00Z"));
	assert_false(is_open(&window, "2026-11-24T22:30:00Z"));
	/* in summer it is 20:00 UTC */
	assert_true(is_open(&window, "2026-07-07T20:00:00Z"));
	assert_false(is_open(&window, "2026-07-07T21:30:00Z"));
	assert_true(is_open(&window, "2026-11-22T21:00:00Z"));
	assert_false(is_open(&window, "2026-11-23T21:00:00Z"));
}

static void
it_may_go_on_after_midnight(void **state)
{
	struct window window =
	    window_of("23:00-02:00", (const char *const[]){"fri", NULL});

	(void)state;
	window.is_utc = true;
	assert_false(is_open(&window, "2026-11-20T22:59:59Z"));
	assert_true(is_open(&window, "2026-11-20T23:00:00Z"));
	assert_true(is_open(&window, "2026-11-21T01:59:59Z"));
	assert_false(is_open(&window, "2026-11-21T02:00:00Z"));
	assert_false(is_open(&window, "2026-11-20T01:00:00Z"));
}

static void
clocks_that_are_put_on_and_back_lose_nothing(void **state)
{
	const struct window window =
	    window_of("02:00-03:00", (const char *const[]){"sun", NULL});

	(void)state;
	/* 25 October: 02:00 to 03:00 comes twice */
	assert_true(is_open(&window, "2026-10-25T00:00:00Z"));
	assert_true(is_open(&window, "2026-10-25T01:59:59Z"));
	assert_false(is_open(&window, "2026-10-25T02:00:00Z"));
	/* 29 March: it does not come; its hour is the one before 04:00 */
	assert_true(is_open(&window, "2026-03-29T01:00:00Z") ||
	    !is_open(&window, "2026-03-29T02:00:00Z"));
	assert_false(is_open(&window, "2026-03-29T02:00:00Z"));
	/* the day is that of the wall's clock, not of UTC */
	assert_true(is_open(&window, "2026-11-22T01:00:00Z"));
	assert_false(is_open(&window, "2026-11-23T01:00:00Z"));
}

static void
monthly_is_on_days_of_the_month(void **state)
{
	struct window window = {
	    .is_utc = true, .month_days = 1u << 1 | 1u << 31};

	(void)state;
	assert_true(window_parse_time(&window, "00:00-24:00"));
	assert_true(is_open(&window, "2026-12-01T00:00:00Z"));
	assert_true(is_open(&window, "2026-12-01T23:59:59Z"));
	assert_false(is_open(&window, "2026-12-02T00:00:00Z"));
	assert_true(is_open(&window, "2026-12-31T12:00:00Z"));
	/* February has no 31st */
	assert_false(is_open(&window, "2026-02-28T12:00:00Z"));
	assert_true(is_open(&window, "2026-03-01T12:00:00Z"));
	assert_true(is_open(&window, "2028-03-01T12:00:00Z"));
	assert_false(is_open(&window, "2028-02-29T12:00:00Z"));
}

static void
times_and_days_are_read_strictly(void **state)
{
	static const char *const wrong[] = {"", "22:00", "22:00-", "2:00-3:00",
	    "22:60-23:00", "24:00-01:00", "22:00-22:00", "22:00-24:01",
	    "22:00-23:00x"};
	struct window window = {0};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(window_parse_time(&window, wrong[i]));
	assert_int_equal(window_weekday("Mon"), 0);
	assert_int_equal(window_weekday("sunday"), 6);
	assert_int_equal(window_weekday("sun day"), -1);
	assert_int_equal(window_weekday("sund"), -1);
	assert_int_equal(window_weekday(""), -1);
}

static void
its_words_say_until_when(void **state)
{
	struct window *window = MEM_NEW(struct window);
	struct window *copy;
	struct strbuf words = STRBUF_INIT(200);

	(void)state;
	window->name = mem_strdup("backups");
	window->reason = mem_strdup("the load balancer is bypassed");
	copy = window_copy(window);
	window_free(window);
	window_add_words(copy, at("2026-11-22T02:00:00Z"), &words);
	assert_string_equal(strbuf_text(&words),
	    "maintenance backups until 2026-11-22 02:00 UTC: the load balancer "
	    "is bypassed");
	strbuf_clear(&words);
	window_free(copy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(once_is_from_then_to_then),
	    cmocka_unit_test(weekly_is_in_local_time),
	    cmocka_unit_test(it_may_go_on_after_midnight),
	    cmocka_unit_test(clocks_that_are_put_on_and_back_lose_nothing),
	    cmocka_unit_test(monthly_is_on_days_of_the_month),
	    cmocka_unit_test(times_and_days_are_read_strictly),
	    cmocka_unit_test(its_words_say_until_when),
	};

	return cmocka_run_group_tests_name("window", tests, NULL, NULL);
}
