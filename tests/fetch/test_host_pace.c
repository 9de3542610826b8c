/* How hard single web servers are asked. */
#include "fetch/host_pace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#define NOW 1800000000

static void
a_host_has_room_for_so_many(void **state)
{
	CLEANUP(host_pace_free) struct host_pace *pace = host_pace_new(2);

	host_pace_begin(pace, "http://a.test/1");
	assert_true(host_pace_has_room(pace, "http://A.test/2"));
	host_pace_begin(pace, "http://A.test/2");
	assert_false(host_pace_has_room(pace, "http://a.test"));
	assert_true(host_pace_has_room(pace, "http://a.test:81/"));
	assert_true(host_pace_has_room(pace, "http://b.test/"));
	host_pace_end(pace, "http://a.test/1", true, 0, NOW);
	assert_true(host_pace_has_room(pace, "http://a.test/3"));
}

static void
who_fails_is_left_alone_for_longer_and_longer(void **state)
{
	static const int64_t waits_s[] = {0, 0, 60, 120, 240, 480, 900, 900};
	CLEANUP(host_pace_free) struct host_pace *pace = host_pace_new(2);
	const char *url = "http://a.test/";

	for (size_t i = 0; i < sizeof waits_s / sizeof waits_s[0]; i++) {
		int64_t until = waits_s[i] == 0 ? 0 : NOW + waits_s[i];

		host_pace_begin(pace, url);
		host_pace_end(pace, url, false, 0, NOW);
		assert_true(host_pace_not_before(pace, url, NOW) == until);
	}
	assert_int_equal(host_pace_not_before(pace, url, NOW + 900), 0);
	assert_int_equal(host_pace_not_before(pace, "http://b.test/", NOW), 0);
	host_pace_begin(pace, url);
	host_pace_end(pace, url, true, 0, NOW);
	assert_int_equal(host_pace_not_before(pace, url, NOW), 0);
}

static void
what_it_asks_for_is_kept_within_reason(void **state)
{
	CLEANUP(host_pace_free) struct host_pace *pace = host_pace_new(2);
	const char *url = "http://a.test/";

	host_pace_begin(pace, url);
	host_pace_end(pace, url, false, 700, NOW);
	assert_true(host_pace_not_before(pace, url, NOW) == NOW + 700);
	host_pace_begin(pace, url);
	host_pace_end(pace, url, false, 999999, NOW);
	assert_true(host_pace_not_before(pace, url, NOW) == NOW + 3600);
	/* the clock was set back */
	assert_true(
	    host_pace_not_before(pace, url, NOW - 99999) == NOW - 99999 + 3600);
}

static void
hosts_are_bounded(void **state)
{
	CLEANUP(host_pace_free) struct host_pace *pace = host_pace_new(2);
	char url[40];

	for (int i = 0; i < 3 * HOST_PACE_MAX_HOSTS; i++) {
		snprintf(url, sizeof url, "http://h%d.test/", i);
		host_pace_begin(pace, url);
		host_pace_end(pace, url, false, 60, NOW);
	}
	assert_int_not_equal(host_pace_not_before(pace, url, NOW), 0);
	/* the one asked longest ago was forgotten */
	assert_int_equal(host_pace_not_before(pace, "http://h0.test/", NOW), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_host_has_room_for_so_many),
	    cmocka_unit_test(who_fails_is_left_alone_for_longer_and_longer),
	    cmocka_unit_test(what_it_asks_for_is_kept_within_reason),
	    cmocka_unit_test(hosts_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
