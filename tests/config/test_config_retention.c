/* retention: what is kept without a word, and what may be said. */
#include "config/config_retention.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/config_text.h"

#define DAY_S 86400

static void
by_default_it_is_a_year_and_some(void **state)
{
	CLEANUP(config_free)
	struct config *config = config_text_load("notify: {journal: true}\n");

	assert_int_equal(config->retention.event_age_s, 400 * DAY_S);
	assert_int_equal(config->retention.event_max, 1000000);
	assert_int_equal(config->retention.history_age_s, 400 * DAY_S);
	assert_int_equal(config->retention.history_max, 1000000);
}

static void
each_of_the_four_has_a_key(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("retention:\n"
			     "  events: {age: 30d, number: 2000}\n"
			     "  history: {age: 10w, number: 3000}\n");

	assert_int_equal(config->retention.event_age_s, 30 * DAY_S);
	assert_int_equal(config->retention.event_max, 2000);
	assert_int_equal(config->retention.history_age_s, 70 * DAY_S);
	assert_int_equal(config->retention.history_max, 3000);
}

static void
one_alone_leaves_the_others(void **state)
{
	CLEANUP(config_free)
	struct config *config =
	    config_text_load("retention: {history: {age: 30d}}\n");

	assert_int_equal(config->retention.history_age_s, 30 * DAY_S);
	assert_int_equal(config->retention.history_max, 1000000);
	assert_int_equal(config->retention.event_age_s, 400 * DAY_S);
}

static void
what_would_keep_nothing_is_refused(void **state)
{
	config_text_expect("retention: {events: {age: 1h}}\n", 1, 27,
	    "'age' is 1h; it must be from 1d to 3660d");
	config_text_expect("retention: {history: {number: 0}}\n", 1, 31,
	    "'number' is 0; it must be a whole number from 1000 to 100000000");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(by_default_it_is_a_year_and_some),
	    cmocka_unit_test(each_of_the_four_has_a_key),
	    cmocka_unit_test(one_alone_leaves_the_others),
	    cmocka_unit_test(what_would_keep_nothing_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
