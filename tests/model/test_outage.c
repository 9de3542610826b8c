/* Outages of the monitor's own: each of what lasts makes it another one. */
#include "model/outage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct outage first = {
    .of = OUTAGE_NETWORK,
    .since = 1,
    .back_since = 2,
    .looks = 3,
    .bad = 1,
    .ended_at = 4,
    .was_back_at = 5,
    .returns = 6,
};

static void
any_difference_makes_another(UNUSED void **state)
{
	struct outage others[] = {
	    first, first, first, first, first, first, first, first};

	others[0].of = OUTAGE_DNS;
	others[1].since++;
	others[2].back_since++;
	others[3].looks++;
	others[4].bad++;
	others[5].ended_at++;
	others[6].was_back_at++;
	others[7].returns++;
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		assert_false(outage_is_same(&first, &others[i]));
		assert_true(outage_is_same(&others[i], &others[i]));
	}
}

static void
each_has_a_name_of_its_own(UNUSED void **state)
{
	for (int of = 0; of < OUTAGE_COUNT; of++) {
		int found = -1;

		assert_true(names_find(
		    &outage_names, names_text(&outage_names, of), &found));
		assert_int_equal(found, of);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_difference_makes_another),
	    cmocka_unit_test(each_has_a_name_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
