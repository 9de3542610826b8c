/* Each certificate issued by the next one. */
#include "clients/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/client_trial.h"

static const struct client_profile row = {CLIENT_TRIAL_ROW};

static void
each_is_issued_by_the_next(void **state)
{
	struct client_trial_levels made = client_trial_levels();

	assert_int_equal(client_trial_once(client_build_strict, &row,
			     mint_presented(made.leaf, made.low, made.up, NULL),
			     mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_ACCEPTED);
	assert_int_equal(client_trial_once(client_build_strict, &row,
			     mint_presented(made.leaf, made.up, made.low, NULL),
			     mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_NOT_IN_ORDER);
	assert_int_equal(
	    client_trial_once(client_build_strict, &row,
		mint_presented(made.leaf, made.leaf, made.low, made.up, NULL),
		mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_NOT_IN_ORDER);
}

static void
what_comes_behind_the_needed_part_is_not_looked_at(void **state)
{
	struct client_trial_levels made = client_trial_levels();
	const struct mint *ca = MINT(.subject = "CN=Other", .is_ca = true);

	assert_int_equal(client_trial_once(client_build_strict, &row,
			     mint_presented(made.leaf, made.low, made.up, ca,
				 made.leaf, NULL),
			     mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_ACCEPTED);
}

static void
a_chain_that_stops_short_ends_nowhere(void **state)
{
	struct client_trial_levels made = client_trial_levels();

	assert_int_equal(client_trial_once(client_build_strict, &row,
			     mint_presented(made.leaf, made.low, NULL),
			     mint_trust("store", made.root, NULL)),
	    CLIENT_REASON_NOT_SENT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_is_issued_by_the_next),
	    cmocka_unit_test(
		what_comes_behind_the_needed_part_is_not_looked_at),
	    cmocka_unit_test(a_chain_that_stops_short_ends_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
